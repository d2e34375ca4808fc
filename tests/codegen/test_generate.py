"""Holds the generator against its promises: small diffs, the same bytes, nothing injected."""

import ast
import difflib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pictura_codegen.cli import main
from pictura_codegen.code import literal

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "spec" / "ezlink"
FRAME = ROOT / "spec" / "recipe.yaml"
CASES = ROOT / "tests" / "cases" / "codegen"


@pytest.fixture(autouse=True)
def _no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def _generate(spec: Path, out: Path, *more: str) -> dict[str, str]:
    assert main(["api", str(spec), "--out", str(out), "--recipe", str(FRAME), *more]) == 0
    return {path.name: path.read_text("utf-8") for path in out.iterdir() if path.is_file()}


def _mutate(
    tmp_path: Path, file: str, before: str, after: str, *, given: str = ""
) -> dict[str, list[str]]:
    """Generate from the ezlink specification and from a copy with one edit; give changed lines.

    If `given` is said, the first one has it where the second has `after`.
    """
    copy = tmp_path / "ezlink"
    copy.mkdir()
    for path in SPEC.iterdir():
        (copy / path.name).write_text(path.read_text("utf-8"), "utf-8")
    text = (copy / file).read_text("utf-8")
    assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in {file}"
    (copy / file).write_text(text.replace(before, given or before), "utf-8")
    first = _generate(copy / "openapi.yaml", tmp_path / "one" / "ezlink")
    (copy / file).write_text(text.replace(before, after), "utf-8")
    second = _generate(copy / "openapi.yaml", tmp_path / "two" / "ezlink", "--strict")
    changed: dict[str, list[str]] = {}
    for name in sorted(first.keys() | second.keys()):
        lines = difflib.ndiff(first.get(name, "").splitlines(), second.get(name, "").splitlines())
        changed[name] = [line for line in lines if line.startswith(("+ ", "- "))]
    return {name: lines for name, lines in changed.items() if lines}


def _added_only(lines: list[str]) -> bool:
    """Tell whether lines were only added; in JSON, the line before may get its comma."""
    removed = [line[2:] for line in lines if line.startswith("- ")]
    added = [line[2:] for line in lines if line.startswith("+ ")]
    return all(f"{line}," in added for line in removed)


def test_a_new_field_adds_lines_only(tmp_path: Path) -> None:
    """A property more in a request is a few lines more in what speaks of requests."""
    before = "      properties:\n        model:\n"
    field = "        mood: {type: string, maxLength: 12, description: How it feels.}\n"
    after = before.replace("        model", f"{field}        model")
    changed = _mutate(tmp_path, "image-requests.yaml", before, after)
    assert set(changed) == {"models.py", "validators.py", "table.py", "recipe.schema.json"}
    for name, lines in changed.items():
        assert all(line.startswith("+ ") for line in lines), (name, lines)
    assert any("How it feels." in line for line in changed["models.py"])


def test_a_new_enum_value_adds_lines_only(tmp_path: Path) -> None:
    """A value more in an enum adds a line to each file that lists the values."""
    before = "      properties:\n        model:\n"
    with_mood = before.replace("        model", "        mood: {enum: [calm, wild]}\n        model")
    after = with_mood.replace("wild]", "wild, grim]")
    changed = _mutate(tmp_path, "image-requests.yaml", before, after, given=with_mood)
    assert set(changed) == {"models.py", "validators.py", "recipe.schema.json"}
    for name, lines in changed.items():
        assert _added_only(lines), (name, lines)


PROGRAM = "from pictura_codegen.cli import main; raise SystemExit(main())"

HEALTH = """
  /v1/health:
    get:
      operationId: readHealth
      summary: Tell whether all is well.
      responses:
        "204": {description: It is.}
  /v1/models:
"""


def test_a_new_operation_adds_lines_only(tmp_path: Path) -> None:
    """An operation more adds a function, two methods, a table entry, and nothing else changes."""
    changed = _mutate(tmp_path, "openapi.yaml", "\n  /v1/models:\n", HEALTH)
    assert set(changed) == {"async_client.py", "client.py", "operations.py", "table.py"}
    for name, lines in changed.items():
        assert all(line.startswith("+ ") for line in lines), (name, lines)
    assert any("def read_health" in line for line in changed["client.py"])


DOODLE = """
  /v1/doodles:
    post:
      operationId: doodle
      summary: Doodle.
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}
      responses:
        "200": {description: One., content: {image/png: {}}}
      x-images: {sources: [{kind: body}]}
  /v1/models:
"""


def test_a_new_operation_with_pictures_reaches_recipes(tmp_path: Path) -> None:
    """An operation with `x-images` can be used in recipes as soon as it is generated."""
    changed = _mutate(tmp_path, "openapi.yaml", "\n  /v1/models:\n", DOODLE)
    assert {"recipe.py", "recipe.schema.json", "client.py", "table.py"} <= set(changed)
    for name, lines in changed.items():
        assert _added_only(lines), (name, lines)


@pytest.mark.parametrize("name", ["naming", "pictures", "several_files"])
def test_output_does_not_depend_on_the_hash_seed(name: str, tmp_path: Path) -> None:
    """Two processes with different hash seeds write the same bytes."""
    trees: list[dict[str, bytes]] = []
    for seed in ("1", "2"):
        out = tmp_path / seed / name
        command = [
            sys.executable,
            "-c",
            "from pictura_codegen.cli import main; raise SystemExit(main())",
        ]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "XDG_CACHE_HOME": str(tmp_path / seed)}
        arguments = ["api", str(CASES / name / "spec.yaml"), "--out", str(out)]
        subprocess.run([*command, *arguments], env=environment, check=True)
        trees.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert trees[0] == trees[1]


def test_a_second_run_touches_nothing(tmp_path: Path) -> None:
    """A file that stays the same keeps its time, with and without what is remembered."""
    out = tmp_path / "minimal"
    _generate(CASES / "minimal" / "spec.yaml", out)
    before = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    for cache in ("cache", "other"):
        os.environ["XDG_CACHE_HOME"] = str(tmp_path / cache)
        _generate(CASES / "minimal" / "spec.yaml", out)
        assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == before


def test_drift_is_shown_and_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file edited, missing or too many is a diff and exit code 1 under --check."""
    spec, out = str(CASES / "minimal" / "spec.yaml"), tmp_path / "minimal"
    arguments = ["api", spec, "--out", str(out)]
    assert main(arguments) == 0
    assert main([*arguments, "--check"]) == 0
    capsys.readouterr()
    good = (out / "client.py").read_text("utf-8")
    (out / "client.py").write_text(good + "x = 1\n", "utf-8")
    (out / "old.py").write_text("y = 2\n", "utf-8")
    (out / "table.py").unlink()
    assert main([*arguments, "--check"]) == 1
    said = capsys.readouterr().out
    assert "-x = 1\n" in said
    assert "-y = 2\n" in said
    assert f"--- /dev/null\n+++ b/{(out / 'table.py').as_posix()}" in said
    assert (out / "old.py").exists()
    assert main(arguments) == 0
    assert not (out / "old.py").exists()
    assert (out / "client.py").read_text("utf-8") == good
    assert main([*arguments, "--check"]) == 0


def test_a_foreign_folder_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder with files of somebody else's is a finding, and stays as it is."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.txt").write_text("years of work", "utf-8")
    assert main(["api", str(CASES / "minimal" / "spec.yaml"), "--out", str(tmp_path / "home")]) == 1
    assert "thesis.txt" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["thesis.txt"]


def test_a_changed_specification_is_noticed(tmp_path: Path) -> None:
    """What is remembered of the last run does not hide a change of any file that was read."""
    for path in (CASES / "several_files").glob("*.*"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    spec, out = tmp_path / "spec.yaml", tmp_path / "pets"
    _generate(spec, out)
    pet = tmp_path / "pet.json"
    pet.write_text(pet.read_text("utf-8").replace('"name"', '"title"'), "utf-8")
    assert '"title"' in _generate(spec, out)["validators.py"]


def test_a_warning_is_shown_five_times_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of many warnings of a kind the first are shown and the others counted; --strict shows all."""
    many: dict[str, object] = {
        f"S{number}": {"type": "object", "nullable": True} for number in range(9)
    }
    spec = tmp_path / "spec.json"
    spec.write_text(_bundle(many), "utf-8")
    assert main(["api", str(spec), "--out", str(tmp_path / "out")]) == 0
    heads = [line for line in capsys.readouterr().err.splitlines() if "nullable" in line]
    assert sum(": warning: " in line for line in heads) == 6
    assert "4 more like this" in heads[-1]
    assert main(["api", str(spec), "--out", str(tmp_path / "strict"), "--strict"]) == 1
    strict = capsys.readouterr().err
    assert all(f"{spec}:" in strict and f"S{number}" in strict for number in range(9))
    assert "more like this" not in strict


def test_variables_begin_as_the_document_says(tmp_path: Path) -> None:
    """A package's variables are named after it, unless the document names a prefix."""
    spec = tmp_path / "spec.yaml"
    text = 'openapi: 3.1.0\ninfo: {title: Shelf, version: "1"}\npaths: {}\n'
    spec.write_text(text, "utf-8")
    assert 'key_variable="SHELF_API_KEY"' in _generate(spec, tmp_path / "shelf")["table.py"]
    spec.write_text(text + "x-env-prefix: LIBRARY_2\n", "utf-8")
    table = _generate(spec, tmp_path / "shelf")["table.py"]
    assert 'key_variable="LIBRARY_2_API_KEY"' in table
    assert 'url_variable="LIBRARY_2_BASE_URL"' in table


def test_wrong_calls_are_usage_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No arguments, or none that exist, are exit code 2; a missing file is a finding."""
    for arguments in ([], ["api"], ["api", "spec.yaml"], ["nothing"]):
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        assert stopped.value.code == 2
    missing = tmp_path / "missing.yaml"
    assert main(["api", str(missing), "--out", str(tmp_path / "x")]) == 1
    assert "missing.yaml" in capsys.readouterr().err


HOSTILE = [
    'a"b',
    "a'b",
    '"""',
    "'''",
    "a\\",
    "\\",
    "{{ x }}",
    "{% raw %}",
    "{0}",
    "%s",
    "a\nb",
    "a\r\nb\x0bc\x0cd\x85e\u2028f",
    '"""\nimport os\n"""',
    "\u202eabc\u202c",
    "\x07\x1b[31m",
    "\ufeff\u200b",
    "#!/usr/bin/env python",
    "\\N{BULLET}\\x41\\u0041",
    "x" * 500,
    "é 价格",
    'ends with "',
    '"starts',
]


def _skeleton(text: str) -> str:
    """Write a module's syntax tree without its texts."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


DOCUMENT = """
openapi: 3.1.0
info: {title: TEXT, version: "1", description: TEXT}
servers: [{url: "https://example.com", description: TEXT}]
paths:
  /a:
    get:
      operationId: readA
      summary: TEXT
      description: TEXT
      tags: [TEXT]
      x-deprecated: TEXT
      parameters:
        - name: q
          in: query
          description: TEXT
          schema: {type: string, description: TEXT, enum: [TEXT, other]}
      requestBody:
        description: TEXT
        content:
          application/json: {schema: {$ref: "#/components/schemas/A"}, example: {x: TEXT}}
      responses:
        "200":
          description: TEXT
          content:
            application/json:
              schema: {$ref: "#/components/schemas/A"}
              examples: {one: {value: TEXT}}
      x-images:
        sources: [{pointer: /x, kind: url, when: {x: TEXT}}]
        defaults: {x: TEXT}
      x-price: {per: image, source: TEXT, rows: [{usd: 1, when: {x: TEXT}}]}
components:
  schemas:
    A:
      title: TEXT
      description: TEXT
      type: object
      required: [x]
      properties:
        x: {type: string, title: TEXT, description: TEXT, default: TEXT}
        y: {const: TEXT}
        z: {enum: [TEXT, other], x-message: TEXT}
"""


def _skeletons(text: str, folder: Path) -> dict[str, str]:
    folder.mkdir()
    (folder / "spec.yaml").write_text(DOCUMENT.replace("TEXT", json.dumps(text)), "utf-8")
    files = _generate(folder / "spec.yaml", folder / "made")
    return {name: _skeleton(body) for name, body in files.items() if name.endswith(".py")}


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The syntax trees of a package whose specification says nothing bad."""
    return _skeletons("harmless", tmp_path_factory.mktemp("harmless") / "one")


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:20])
def test_texts_cannot_become_code(text: str, harmless: dict[str, str], tmp_path: Path) -> None:
    """Whatever a specification says in its texts, the syntax tree is that of harmless ones."""
    assert _skeletons(text, tmp_path / "two") == harmless


def test_keys_cannot_become_code(tmp_path: Path) -> None:
    """Names of properties, schemas, parameters and operations are quoted or made identifiers."""
    text = (CASES / "hostile" / "out" / "models.py").read_text("utf-8")
    names = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    assert names == {"AB", "TypedDict", "NotRequired", "Literal", "str", "__all__"}


def test_literals_hold_their_values() -> None:
    """A quoted text is read back as it was, control characters and half characters included."""
    for text in [*HOSTILE, "\U0001f600", "".join(map(chr, range(0x300))), "\ud800", "a " * 300]:
        assert ast.literal_eval(str(literal(text))) == text
        assert str(literal(text)).isprintable() or len(text) > 72


def _bundle(schemas: dict[str, object]) -> str:
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "a", "version": "1"},
            "paths": {},
            "components": {"schemas": schemas},
        }
    )


def test_endless_inheritance_is_a_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Thousands of schemas that inherit from each other are refused before they fill the memory."""
    schemas: dict[str, object] = {
        f"S{index}": {
            "allOf": [
                {"$ref": f"#/components/schemas/S{index + 1}"},
                {"properties": {f"p{index}": {"type": "string"}}},
            ]
        }
        for index in range(2000)
    }
    schemas["S2000"] = {"type": "object", "properties": {"z": {"type": "string"}}}
    (tmp_path / "spec.json").write_text(_bundle(schemas), "utf-8")
    assert main(["api", str(tmp_path / "spec.json"), "--out", str(tmp_path / "out")]) == 1
    assert "references-too-deep" in capsys.readouterr().err


def test_diamonds_of_inheritance_are_read_once(tmp_path: Path) -> None:
    """Thirty schemas that each inherit from the next two take no 2 ** 30 steps."""
    schemas: dict[str, object] = {
        f"S{index}": {
            "allOf": [
                {"$ref": f"#/components/schemas/S{index + 1}"},
                {"$ref": f"#/components/schemas/S{index + 2}"},
                {"properties": {f"p{index}": {"type": "string"}}},
            ]
        }
        for index in range(30)
    }
    for index in (30, 31):
        schemas[f"S{index}"] = {"type": "object", "properties": {"z": {"type": "string"}}}
    (tmp_path / "spec.json").write_text(_bundle(schemas), "utf-8")
    text = _generate(tmp_path / "spec.json", tmp_path / "out")["models.py"]
    first = text.partition("class S0(")[2].partition("class S1(")[0]
    assert first.count("NotRequired[str]") == 31


def test_a_schema_becomes_a_module(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The other command writes a standalone validator, and says where a schema is wrong."""
    schema, module = tmp_path / "size.yaml", tmp_path / "size.py"
    schema.write_text("type: object\nproperties:\n  size: {type: integer, maximum: 3}\n", "utf-8")
    assert main(["schema", str(schema), "--out", str(module)]) == 0
    program = (
        "import size\n"
        "print(size.is_valid({'size': 3}), [one.path for one in size.check({'size': 4})])\n"
    )
    # Without site packages: the module needs nothing but the standard library.
    command = [sys.executable, "-S", "-c", program]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "True [('size',)]\n"
    schema.write_text("type: object\nproperties:\n  size: {pattern: '(['}\n", "utf-8")
    assert main(["schema", str(schema), "--out", str(module)]) == 1
    assert "size.yaml:3:19: impossible-schema: " in capsys.readouterr().err


TWICE = """\
openapi: 3.1.0
info: {{title: Moods, version: "1"}}
paths: {{}}
components:
  schemas:
{before}    Sea: {{type: object, properties: {{mood: {{enum: [calm, wild, grim]}}}}}}
"""


def test_the_same_enum_elsewhere_renames_nothing(tmp_path: Path) -> None:
    """An enum that also stands in an earlier schema has a constant there; none is renamed."""
    written: list[list[str]] = []
    for name, before in (
        ("one", ""),
        ("two", "    Air: {type: object, properties: {state: {enum: [calm, wild, grim]}}}\n"),
    ):
        spec = tmp_path / "moods.yaml"
        spec.write_text(TWICE.format(before=before), "utf-8")
        tree = _generate(spec, tmp_path / name / "moods", "--strict")
        written.append(tree["validators.py"].splitlines())
    lines = [
        line for line in difflib.ndiff(written[0], written[1]) if line.startswith(("+ ", "- "))
    ]
    assert lines
    assert _added_only(lines), lines
