"""Holds the generated packages against what the runtime needs of them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import ezlink
from ezlink.table import API
from openai_images.table import API as OPENAI
from pictura_core.operation import Operation

FOLDER = Path(ezlink.__file__).parent
HEAVY = ("asyncio", "dataclasses", "httpx", "inspect", "jinja2", "jsonschema", "pathlib", "rich")


@pytest.mark.parametrize("package", ["ezlink", "openai_images"])
def test_the_table_imports_nothing_heavy(package: str) -> None:
    """A cold start that only checks recipes pays for no client and no model."""
    program = (
        f"import sys, {package}.table\n"
        f"print([one for one in {HEAVY!r} if one in sys.modules], "
        f"'{package}.models' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[] False\n"


@pytest.mark.parametrize(
    ("package", "operation"),
    [(one.name, operation) for one in (API, OPENAI) for operation in one.operations.values()],
    ids=lambda one: getattr(one, "id", one),
)
def test_example_answers_are_valid(package: str, operation: Operation[object]) -> None:
    """Each example answer belongs to a documented response and fits its schema."""
    folder = FOLDER.parent / package
    examples = json.loads((folder / "examples.json").read_text("utf-8"))[operation.id]
    assert examples
    for example in examples:
        response = next(
            one
            for one in operation.responses
            if (one.status, one.media_type) == (example["status"], example["media_type"])
        )
        assert response.validator is not None
        assert list(response.validator.check(example["value"])) == []


def _editor() -> Draft202012Validator:
    schema = json.loads((FOLDER / "recipe.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def _recipe(**step: object) -> dict[str, object]:
    return {"recipe": "otters", "steps": [{"id": "one", "uses": "createImage", **step}]}


@pytest.mark.parametrize(
    "step",
    [
        {"with": {"prompt": "An otter"}},
        {
            "with": {
                "prompt": "An otter",
                "n": "{{ count }}",
                "size": "{{ size }}",
                "stream": "{{ s }}",
            }
        },
        {"with": {"model": "gpt-image-2"}},
        {
            "uses": "createImageEdit",
            "with": {"image": "otter.png", "mask": "{{ mask }}", "prompt": "x"},
        },
        {"uses": "createImageEdit", "with": {"image": ["a.png", "{{ image }}"], "prompt": "x"}},
    ],
)
def test_editors_and_the_frame_take_right_recipes(step: dict[str, object]) -> None:
    """A recipe may leave out what defaults can give, and say any field by an expression."""
    recipe = _recipe(**step)
    assert [error.message for error in _editor().iter_errors(recipe)] == []
    assert API.recipe.is_valid(recipe), list(API.recipe.check(recipe))


@pytest.mark.parametrize(
    "step",
    [
        {"with": {"promt": "An otter"}},
        {"with": {"prompt": "An otter", "n": "many"}},
        {"with": {"prompt": "An otter", "n": 11}},
        {"uses": "createImageEdit", "with": {"image": 3}},
        {"uses": "createImageEdit", "with": {"prompt": "x", "style": "vivid"}},
    ],
)
def test_editors_mark_wrong_requests(step: dict[str, object]) -> None:
    """A field that the chosen operation does not have, or not so, is marked while typing."""
    assert list(_editor().iter_errors(_recipe(**step)))


def test_an_unknown_operation_is_told_with_those_that_exist() -> None:
    """The sentence on a wrong `uses` names the operations that make pictures."""
    recipe = _recipe(uses="createImag", **{"with": {"prompt": "x"}})
    (violation,) = API.recipe.check(recipe)
    assert violation.path == ("steps", 0, "uses")
    assert "createImageEdit" in violation.message
    assert not API.recipe.is_valid(_recipe(uses="listModels", **{"with": {}}))


def test_defaults_are_told_by_operation() -> None:
    """Editors know the fields of each operation's defaults too."""
    recipe = {**_recipe(**{"with": {"prompt": "x"}}), "defaults": {"createImage": {"sizee": "x"}}}
    assert list(_editor().iter_errors(recipe))
