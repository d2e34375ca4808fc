"""The functions of a generated package: names, order, types, small diffs, clean under the tools."""

import difflib
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from pictura_codegen.schema import Module, Target, compile_functions
from pictura_codegen.schema.standalone import format_source

DOCUMENT = {
    "components": {
        "schemas": {
            "Request": {
                "type": "object",
                "required": ["prompt", "kind"],
                "additionalProperties": False,
                "properties": {
                    "prompt": {"type": "string", "minLength": 1, "maxLength": 40},
                    "kind": {"type": "string", "enum": ["a", "b", "c"]},
                    "token": {"const": "x"},
                    "n": {"type": "integer", "maximum": 4},
                    "size": {"type": ["string", "null"], "enum": ["small", "large", None]},
                    "tags": {"type": "array", "items": {"$ref": "#/components/schemas/Tag"}},
                    "any": {"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/Tree"}]},
                    "x-1": {"type": "number", "multipleOf": 0.1},
                    "list": {"type": "array", "prefixItems": [{"type": "string"}], "items": False},
                    "class": {"type": "object", "additionalProperties": {"type": "boolean"}},
                },
                "allOf": [
                    {
                        "if": {"properties": {"kind": {"const": "a"}}, "required": ["kind"]},
                        "then": {"properties": {"n": {"const": 1}, "size": {"enum": ["small"]}}},
                        "else": {"required": ["n"]},
                    }
                ],
            },
            "Tag": {"type": "string", "pattern": "^[a-z]\\d$"},
            "Tree": {
                "type": "object",
                "properties": {
                    "children": {
                        "type": "array",
                        "items": {"$ref": "#/components/schemas/Tree"},
                        "uniqueItems": True,
                        "contains": {"type": "object"},
                    }
                },
                "patternProperties": {"^x-": {"$ref": "#/components/schemas/Hidden"}},
                "unevaluatedProperties": {"type": "string"},
            },
            "Hidden": {"oneOf": [{"type": "integer"}, {"type": "array", "maxItems": 2}]},
        }
    }
}
TARGETS = (
    Target("api#/components/schemas/Tree", "tree", None),
    Target("api#/components/schemas/Request", "request", "dict[str, object]"),
    Target("api#/components/schemas/Tag", "tag", "str"),
)


def _compiled(document: object = DOCUMENT) -> Module:
    return compile_functions(TARGETS, registry={"api": document}, dialect="2020-12")


def _written(module: Module) -> str:
    functions = [function.source for function in module.functions]
    ours = [line for line in module.imports if line.startswith("from pictura")]
    others = [line for line in module.imports if line not in ours]
    imports = "\n\n".join(("\n".join(others), "\n".join(ours)))
    parts = ['"""Validators."""', imports, "\n".join(module.constants)]
    return format_source("\n\n".join((*parts, *functions)))


def _namespace(module: Module) -> dict[str, Callable[..., object]]:
    names: dict[str, Callable[..., object]] = {}
    exec(_written(module), names)  # noqa: S102 - what was generated is what is tested
    return names


def test_functions_stand_in_the_order_asked_for() -> None:
    """Each target has its two functions, in order; a schema that is no target has private ones."""
    names = [function.name for function in _compiled().functions]
    public = [name for name in names if not name.startswith("_")]
    assert public == [
        "is_tree",
        "check_tree",
        "is_request",
        "check_request",
        "is_tag",
        "check_tag",
    ]
    assert "_is_hidden" in names
    assert "_is_tag" not in names


def test_a_value_is_narrowed_to_the_type_given() -> None:
    """The annotation is a TypeGuard of the type, or bool where there is none."""
    sources = {function.name: function.source for function in _compiled().functions}
    assert "-> TypeGuard[dict[str, object]]:" in sources["is_request"]
    assert "-> bool:" in sources["is_tree"]
    assert '"""Check a value against `api#/components/schemas/Request`."""' in sources["is_request"]


@pytest.mark.parametrize(
    ("value", "paths"),
    [
        ({"prompt": "a", "kind": "a"}, []),
        ({"prompt": "a", "kind": "b"}, [()]),
        ({"prompt": "a", "kind": "b", "n": 3, "x-1": 0.3, "size": None}, []),
        ({"prompt": "a", "kind": "a", "n": 2, "size": "large"}, [("n",), ("size",)]),
        ({"prompt": "a", "kind": "a", "tags": ["a1", "A1"]}, [("tags", 1)]),
        ({"prompt": "a", "kind": "a", "any": {"children": []}}, [("any", "children")]),
        ({"prompt": "a", "kind": "a", "any": {"x-a": 1, "b": 1}}, [("any", "b")]),
        ({"prompt": "a", "kind": "a", "list": ["a", 1]}, [("list", 1)]),
        ({"prompt": "a", "kind": "a", "class": {"if": 1}}, [("class", "if")]),
        ({"prompt": "a", "kind": ["a"], "n": True}, [("kind",), ("n",)]),
        ({"prompt": "a" * 41, "kind": "a", "tokn": 1}, [("prompt",), ("tokn",)]),
        (None, [()]),
    ],
)
def test_both_functions_of_a_target_agree(value: object, paths: list[object]) -> None:
    """The fast function refuses what the explaining one has something to say of, at the place."""
    names = _namespace(_compiled())
    found = names["check_request"](value, ("at",))
    assert isinstance(found, type(_ for _ in ()))
    assert [violation.path[1:] for violation in found] == paths
    assert names["is_request"](value) is not bool(paths)


def test_one_more_field_is_only_more_lines() -> None:
    """Adding a field, or a value to an enum, takes no line away."""
    before = _written(_compiled())
    more: dict[str, Any] = deepcopy(DOCUMENT)
    properties = more["components"]["schemas"]["Request"]["properties"]
    properties["added"] = {"type": "string", "maxLength": 5}
    properties["kind"]["enum"].append("d")
    diff = difflib.unified_diff(before.splitlines(), _written(_compiled(more)).splitlines(), n=0)
    changed = [line for line in diff if line[0] in "+-" and line[:3] not in {"+++", "---"}]
    assert changed
    assert not [line for line in changed if line.startswith("-")]


def test_output_is_the_same_under_any_hash_seed() -> None:
    """Two processes with other hash seeds write the same bytes."""
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_module as t;"
        "sys.stdout.write(t._written(t._compiled()))"
    )
    command = [sys.executable, "-c", script, str(Path(__file__).parent)]
    written = {
        subprocess.run(
            command, check=True, capture_output=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(written) == 1


def test_output_is_clean_under_the_strictest_tools(tmp_path: Path) -> None:
    """Mypy and pyright in strict mode and the linter find nothing, and nothing is ignored."""
    root = Path(__file__).parents[3]
    text = _written(_compiled())
    assert "noqa" not in text
    assert "ignore" not in text
    written = tmp_path / "validators.py"
    written.write_text(text, encoding="utf-8")
    config = tmp_path / "pyrightconfig.json"
    config.write_text(
        f'{{"typeCheckingMode": "strict", "extraPaths": ["{root}/runtime"], "include": ["."]}}',
        encoding="utf-8",
    )
    tool = [sys.executable, "-m"]
    generated = root / "generated" / "tried.py"
    for command in (
        [*tool, "mypy", "--strict", "--no-incremental", str(written)],
        [*tool, "pyright", "-p", str(config)],
        [
            *tool,
            "ruff",
            "check",
            f"--config={root}/pyproject.toml",
            f"--stdin-filename={generated}",
            "-",
        ],
    ):
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, cwd=root, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
