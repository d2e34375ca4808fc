"""A recipe in an editor: the real YAML language server completes, explains and underlines."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ezlink.table import API

from .conftest import Editor

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "generated" / "ezlink" / "recipe.schema.json"
HEAD = "# yaml-language-server: $schema=.schema.json\nrecipe: a\nsteps:\n  - id: a\n"
USABLE = [operation.id for operation in API.operations.values() if operation.images is not None]


def step(uses: str, inside: str) -> str:
    """Write a recipe with one step."""
    return f"{HEAD}    uses: {uses}\n    with:\n      {inside}\n"


def properties(operation: str) -> set[str]:
    """Name the fields that an operation takes, from the schema itself."""
    schema = json.loads(SCHEMA.read_text())
    return set(schema["$defs"]["requests"][operation]["properties"])


def test_operations_are_offered(editor: Editor) -> None:
    """After `uses:` come the operations that make pictures, and nothing else."""
    assert set(editor.complete(f"{HEAD}    uses: |\n")) <= set(USABLE)
    assert {"createImage", "createImageEdit"} <= set(editor.complete(f"{HEAD}    uses: |\n"))


@pytest.mark.parametrize("operation", ["createImage", "createImageEdit"])
def test_fields_of_the_chosen_operation_alone(editor: Editor, operation: str) -> None:
    """In `with:` stand the fields of the operation that was chosen, all of them, no other's."""
    assert set(editor.complete(step(operation, "|"))) == properties(operation)


def test_values_are_offered(editor: Editor) -> None:
    """A field with known values offers them."""
    assert {"gpt-image-2", "dall-e-3"} <= set(editor.complete(step("createImage", "model: |")))


def test_the_specification_explains_fields(editor: Editor) -> None:
    """Hovering over a field shows what the API's document says of it."""
    said = editor.hover(step("createImage", "promp|t: x"))
    description = json.loads(SCHEMA.read_text())["$defs"]["requests"]["createImage"]["properties"]
    assert description["prompt"]["description"] in said


@pytest.mark.parametrize(
    ("recipe", "line", "column", "words"),
    [
        (step("createImage", "promt: x"), 7, 7, "promt"),
        (step("createImage", "{prompt: x, n: 99}"), 7, 22, "maximum"),
        (step("createImage", "{prompt: x, input_fidelity: high}"), 7, 19, "input_fidelity"),
        (f"{HEAD}    uses: createImge\n", 5, 11, "createImage"),
        (f"{HEAD}    uses: createImage\nstep: 1\n", 6, 1, "step"),
        ("# yaml-language-server: $schema=.schema.json\nsteps: []\n", 2, 1, "recipe"),
    ],
    ids=["misspelt-field", "too-many", "other-operation", "misspelt-operation", "key", "no-name"],
)
def test_mistakes_are_underlined_at_their_place(
    editor: Editor, recipe: str, line: int, column: int, words: str
) -> None:
    """What a schema can say is underlined in the editor, where it stands."""
    found = editor.findings(recipe)
    assert any((at, start) == (line, column) and words in said for at, start, said in found), found


def test_sound_recipes_have_no_finding(editor: Editor) -> None:
    """Every recipe of this repository is free of underlines."""
    for recipe in sorted((ROOT / "recipes").glob("*.yaml")):
        text = recipe.read_text().partition("\n")[2]
        assert editor.findings(f"# yaml-language-server: $schema=.schema.json\n{text}") == []


def test_check_jsonschema_agrees() -> None:
    """Each package's schema passes check-jsonschema, and so do the recipes that name it."""
    program = [sys.executable, "-m", "check_jsonschema"]
    recipes: dict[Path, list[str]] = {}
    for path in sorted((ROOT / "recipes").glob("*.yaml")):
        named = path.read_text("utf-8").partition("\n")[0].partition("$schema=")[2]
        recipes.setdefault((path.parent / named).resolve(), []).append(str(path))
    assert set(recipes) == set(SCHEMA.parents[1].glob("*/recipe.schema.json"))
    for schema, files in recipes.items():
        subprocess.run(
            [*program, "--check-metaschema", str(schema)], check=True, capture_output=True
        )
        subprocess.run(
            [*program, "--schemafile", str(schema), *files], check=True, capture_output=True
        )
