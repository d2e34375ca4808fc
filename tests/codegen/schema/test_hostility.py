"""What a schema says can become literals and docstrings, and nothing else."""

import ast

import pytest

from pictura_codegen.schema import (
    SchemaError,
    Target,
    compile_functions,
    compile_schema,
    write_module,
)

TAME = "Harmless"
HOSTILE = (
    "quote \" and ' and \"\"\" and '''",
    'line\nbreak\r\n"""\nimport os\n',
    "back\\slash\\",
    "{{ x }} {x} %s {0}",
    "nul\x00 bell\x07 escape\x1b",
    "bidi \u202e\u2066 and \u2028\u2029\ufeff",
    "lone \ud800 surrogate",
    "'); import os; os.system('x') #",
    "\\N{BULLET} \\u0041 \\x41",
    "long " * 60 + '"""' + "/deep" * 60,
)


def _schema(text: str) -> dict[str, object]:
    """Put a text wherever a text may stand."""
    return {
        "$comment": text,
        "title": text,
        "description": text,
        "type": "object",
        "properties": {
            "plain": {"const": text},
            "listed": {"enum": [text, "other", "third"]},
            "deep": {"const": {text: [text]}},
            "matched": {"pattern": "^[^a]"},
            "said": {"type": "string", "x-message": text},
            text: {"type": "string", "maxLength": 3},
        },
        "patternProperties": {"^x-": {"const": text}},
        "required": [text],
        "dependentRequired": {text: [text, "plain"]},
        "dependentSchemas": {text: {"minProperties": 1}},
        "additionalProperties": {"$ref": "#/$defs/one"},
        "allOf": [
            {
                "if": {"properties": {text: {"const": text}}, "required": [text]},
                "then": {"properties": {"plain": {"const": text}}},
            }
        ],
        "unevaluatedProperties": False,
        "default": text,
        "examples": [text],
        "$defs": {"one": {"anyOf": [{"const": text}, {"properties": {text: {"type": "null"}}}]}},
        text: {"type": "nonsense"},
    }


def _shape(source: str) -> str:
    """Write a module's syntax tree with every name, literal and docstring blanked."""
    tree = ast.parse(source)
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Constant():
                node.value = 0
            case ast.Name():
                node.id = names.setdefault(node.id, f"name_{len(names)}")
            case ast.FunctionDef():
                node.name = "function"
            case _:
                pass
    return ast.dump(tree)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_changes_only_literals_in_a_standalone_module(text: str) -> None:
    """The tree of the module is that of a harmless text, but for literals and names."""
    assert _shape(write_module(_schema(text))) == _shape(write_module(_schema(TAME)))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_changes_only_literals_in_generated_functions(text: str) -> None:
    """The same for the functions of a generated package, also under a hostile component name."""

    def written(said: str) -> str:
        schemas = {said: _schema(TAME), "Safe": _schema(said)}
        document = {"components": {"schemas": schemas}, "$defs": _schema(said)["$defs"]}
        pointer = said.replace("~", "~0").replace("/", "~1").replace("%", "%25")
        targets = [
            Target(f"doc#/components/schemas/{pointer}", "one", None),
            Target("doc#/components/schemas/Safe", "two", "dict[str, object]"),
        ]
        module = compile_functions(targets, registry={"doc": document}, dialect="2020-12")
        functions = [function.source for function in module.functions]
        return "\n".join((*module.imports, *module.constants, *functions))

    assert _shape(written(text)) == _shape(written("Another"))


def test_a_hostile_annotation_is_refused() -> None:
    """What a caller gives as an annotation must be an expression."""
    with pytest.raises(SyntaxError):
        compile_functions(
            [Target("#", "x", "int]:\n    import os\ndef f() -> list[int")],
            registry={"": True},
            dialect="2020-12",
        )


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "nonsense"},
        {"properties": []},
        {"allOf": {}},
        {"anyOf": []},
        {"minLength": -1},
        {"minimum": "1"},
        {"multipleOf": 0},
        {"pattern": "("},
        {"pattern": 1},
        {"type": "integer", "pattern": "("},
        {"$ref": "#/nowhere"},
        {"$ref": "#nowhere"},
        {"$ref": "https://example.org/unknown"},
        {"$schema": "https://example.org/unknown"},
        {"items": 3},
        {"$ref": "#"},
        {"$defs": {"a": {"anyOf": [{"$ref": "#/$defs/a"}]}}, "$ref": "#/$defs/a"},
        3,
    ],
)
def test_a_schema_that_is_none_is_an_error_with_a_place(schema: object) -> None:
    """What cannot be compiled raises a SchemaError that names the place."""
    with pytest.raises(SchemaError) as caught:
        write_module(schema)
    assert caught.value.schema_path.startswith("#")


def test_a_deeply_nested_schema_is_an_error() -> None:
    """Ten thousand levels of schemas end in a finding, in bounded time."""
    schema: dict[str, object] = {}
    for _ in range(10_000):
        schema = {"not": schema}
    with pytest.raises(SchemaError, match="nested"):
        write_module(schema)


@pytest.mark.parametrize("keyword", ["const", "enum"])
def test_a_deeply_nested_value_in_a_schema_is_an_error(keyword: str) -> None:
    """A constant that Python could not read as a literal ends in a finding."""
    value: list[object] = []
    for _ in range(10_000):
        value = [value]
    with pytest.raises(SchemaError, match="nested"):
        write_module({keyword: value})


def test_a_constant_of_ninety_levels_is_none_too_many() -> None:
    """What is below the limit compiles and runs."""
    value: list[object] = []
    for _ in range(90):
        value = [value]
    compiled = compile_schema({"const": value})
    assert compiled.is_valid(value)
    assert [found.keyword for found in compiled.check([])] == ["const"]
