"""The frame of a recipe, and the recipes of this repository in it."""

import os
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pictura_core import document

RECIPES = os.path.join(os.path.dirname(__file__), "..", "..", "recipes")
STEP: dict[str, Any] = {"id": "a", "uses": "createImage", "with": {}}
WHOLE: dict[str, Any] = {
    "recipe": "sea-otters",
    "description": "Otters",
    "api": "ezlink",
    "vars": {"animal": "sea otter"},
    "limits": {"concurrency": 4, "images_per_minute": 50, "budget": 5.0},
    "defaults": {"createImage": {"model": "dall-e-3"}},
    "steps": [
        {
            **STEP,
            "description": "Two moods",
            "matrix": {"mood": ["calm", "stormy"], "n": [1, None, True, {"a": 1}]},
            "save": "images/{{ step }}.{{ ext }}",
            "expect": {"format": "png", "width": 1024, "height": 1024},
        },
        {**STEP, "id": "b", "rows": "prompts.csv", "expect": {"width": "{{ width }}"}},
        {**STEP, "id": "night-2", "each": "a"},
        {"id": "by_defaults", "uses": "createImage"},
    ],
}


def test_whole_frame_is_valid(frame: Draft202012Validator) -> None:
    """A recipe that uses every key is valid."""
    Draft202012Validator.check_schema(frame.schema)
    frame.validate(WHOLE)


@pytest.mark.parametrize(
    "name", sorted(n for n in os.listdir(RECIPES) if n.endswith(".yaml") and n[0] != ".")
)
def test_recipes_are_in_the_frame(name: str, frame: Draft202012Validator) -> None:
    """Each recipe here is valid, named like its file and says which schema it follows."""
    source = document.read_source(os.path.join(RECIPES, name))
    recipe = document.load(source).value
    frame.validate(recipe)
    assert isinstance(recipe, dict)
    assert name == f"{recipe['recipe']}.yaml"
    schema = f"../generated/{recipe.get('api', 'ezlink')}/recipe.schema.json"
    assert source.text.startswith(f"# yaml-language-server: $schema={schema}\n")


@pytest.mark.parametrize(
    ("change", "path", "keyword"),
    [
        ({"steps": []}, ["steps"], "minItems"),
        ({"stpes": []}, [], "additionalProperties"),
        ({"recipe": ""}, ["recipe"], "minLength"),
        ({"recipe": 7}, ["recipe"], "type"),
        ({"api": "My API"}, ["api"], "pattern"),
        ({"vars": ["a"]}, ["vars"], "type"),
        ({"vars": {"sea otter": 1}}, ["vars"], "pattern"),
        ({"limits": {"concurrency": 0}}, ["limits", "concurrency"], "minimum"),
        ({"limits": {"images_per_minute": 0}}, ["limits", "images_per_minute"], "exclusiveMinimum"),
        ({"limits": {"budget": -1}}, ["limits", "budget"], "minimum"),
        ({"limits": {"money": 1}}, ["limits"], "additionalProperties"),
        ({"defaults": {"createImage": None}}, ["defaults", "createImage"], "type"),
        ({"steps": {}}, ["steps"], "type"),
        ({"steps": [{"id": "a", "with": {}}]}, ["steps", 0], "required"),
        ({"steps": [{**STEP, "wiht": {}}]}, ["steps", 0], "additionalProperties"),
        ({"steps": [{**STEP, "id": "1st"}]}, ["steps", 0, "id"], "pattern"),
        ({"steps": [{**STEP, "id": "a b"}]}, ["steps", 0, "id"], "pattern"),
        ({"steps": [{**STEP, "matrix": {}}]}, ["steps", 0, "matrix"], "minProperties"),
        ({"steps": [{**STEP, "matrix": {"a": []}}]}, ["steps", 0, "matrix", "a"], "minItems"),
        ({"steps": [{**STEP, "matrix": {"a": "x"}}]}, ["steps", 0, "matrix", "a"], "type"),
        ({"steps": [{**STEP, "matrix": {"a": [[1]]}}]}, ["steps", 0, "matrix", "a", 0], "type"),
        (
            {"steps": [{**STEP, "matrix": {"a": [1, 1]}}]},
            ["steps", 0, "matrix", "a"],
            "uniqueItems",
        ),
        ({"steps": [{**STEP, "matrix": {"a-b": [1]}}]}, ["steps", 0, "matrix"], "pattern"),
        ({"steps": [{**STEP, "rows": "a.txt"}]}, ["steps", 0, "rows"], "pattern"),
        ({"steps": [{**STEP, "rows": "a.csv", "matrix": {"a": [1]}}]}, ["steps", 0, "rows"], "not"),
        ({"steps": [{**STEP, "with": [1]}]}, ["steps", 0, "with"], "type"),
        ({"steps": [{**STEP, "save": ""}]}, ["steps", 0, "save"], "minLength"),
        ({"steps": [{**STEP, "expect": {}}]}, ["steps", 0, "expect"], "minProperties"),
        (
            {"steps": [{**STEP, "expect": {"format": "bmp"}}]},
            ["steps", 0, "expect", "format"],
            "anyOf",
        ),
        ({"steps": [{**STEP, "expect": {"width": 0}}]}, ["steps", 0, "expect", "width"], "anyOf"),
    ],
)
def test_wrong_frame(
    change: dict[str, Any], path: list[Any], keyword: str, frame: Draft202012Validator
) -> None:
    """A mistake in the frame is found at its place, and nothing else is."""
    errors = list(frame.iter_errors({**WHOLE, **change}))
    assert [(list(error.absolute_path), error.validator) for error in errors] == [(path, keyword)]


def test_every_key_has_a_hover_text(frame: Draft202012Validator) -> None:
    """Editors show a description for each key of a recipe."""
    schema: Any = frame.schema
    definitions = schema["$defs"]
    places = [schema, definitions["limits"], definitions["step"], definitions["expect"]]
    for place in places:
        for name, member in place["properties"].items():
            target = definitions[member["$ref"].rsplit("/", 1)[1]] if "$ref" in member else member
            assert target["description"].endswith("."), name


def test_sentences_of_the_frame_are_sentences(frame: Draft202012Validator, extensions: Any) -> None:
    """Each `x-message` of the frame is one short line, and each `not` has one."""
    oracle = Draft202012Validator({**extensions, "$ref": "#/$defs/x-message"})
    found = 0
    waiting: list[Any] = [frame.schema]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
            assert "not" not in value or "x-message" in value
            if "x-message" in value:
                oracle.validate(value["x-message"])
                found += 1
        elif isinstance(value, list):
            waiting.extend(value)
    assert found > 5
