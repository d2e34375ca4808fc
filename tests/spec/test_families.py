"""The requests of each family, row by row, with jsonschema as the oracle; no rule goes untested."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from pictura_core import document
from pictura_core.data import pointer

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")
TABLES = ("stability", "midjourney", "flux", "video", "text")
RULES = (
    *("required", "additionalProperties", "enum", "const", "not", "pattern", "multipleOf"),
    *("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"),
)


def load(table: str) -> Any:
    """Read a table."""
    path = os.path.join(ROOT, f"tests/spec/{table}.rules.yaml")
    return document.load(document.read_source(path)).value


ROWS = [
    pytest.param(name, group["valid"], row, id=f"{name}: {row['says']}")
    for table in TABLES
    for name, group in load(table).items()
    for row in [{"says": "this is valid"}, *group["rows"]]
]


def request_of(valid: Any, row: Any) -> dict[str, Any]:
    """Give the request that a row is about."""
    kept = {key: value for key, value in valid.items() if key not in row.get("drop", ())}
    long = {name: "x" * length for name, length in row.get("long", {}).items()}
    many = {name: [row["of"]] * count for name, count in row.get("many", {}).items()}
    return {**kept, **row.get("put", {}), **long, **many}


def home_of(specification: Any, name: str) -> str:
    """Give the reference of a schema."""
    file = next(file for file, text in specification.files.items() if name in _schemas(text))
    return f"{file}#/components/schemas/{name}"


def _schemas(text: Any) -> Any:
    return text["components"].get("schemas", {})


def flattened(errors: Any) -> Iterator[Any]:
    """Give errors, and those in the branches of others."""
    for error in errors:
        yield error
        yield from flattened(error.context)


@pytest.mark.parametrize(("name", "valid", "case"), ROWS)
def test_row(name: str, valid: Any, case: Any, specification: Any) -> None:
    """A request breaks exactly the rules that its row names, each with the sentence it names."""
    validator = specification.validator(home_of(specification, name))
    errors = list(validator.iter_errors(request_of(valid, case)))
    found = Counter((pointer(tuple(error.absolute_path)), error.validator) for error in errors)
    wanted = Counter(
        (place, keyword)
        for place, keywords in case.get("fails", {}).items()
        for keyword in ([keywords] if isinstance(keywords, str) else keywords)
    )
    assert found == wanted
    if "message" in case:
        assert [error.schema.get("x-message") for error in errors] == [case["message"]]


def content(schema: Any) -> str:
    """Give what makes two schemas one: the same text in two places needs but one row."""
    return json.dumps(schema, sort_keys=True)


def rules(schema: Any, seen: list[int], specification: Any, file: str) -> Iterator[tuple[str, str]]:
    """Give every rule that a request can break, with the schema object that it stands in."""
    if not isinstance(schema, dict) or id(schema) in seen:
        return
    seen.append(id(schema))
    if "$ref" in schema:
        target, where = specification.follow({"$ref": schema["$ref"]}, file)
        yield from rules(target, seen, specification, where)
    for keyword in RULES:
        if keyword in schema and isinstance(schema[keyword], dict) <= (keyword == "not"):
            yield content(schema), keyword
    for one in schema.get("properties", {}).values():
        yield from rules(one, seen, specification, file)
    for keyword in ("items", "additionalProperties", "then", "else"):
        yield from rules(schema.get(keyword), seen, specification, file)
    for keyword in ("allOf", "anyOf", "oneOf"):
        for one in schema.get(keyword, ()):
            yield from rules(one, seen, specification, file)


@pytest.mark.parametrize("table", TABLES)
def test_every_rule_is_broken_once(table: str, specification: Any) -> None:
    """Each rule of a family's requests has a row of its own table that breaks it."""
    wanted: dict[tuple[str, str], str] = {}
    broken = set[tuple[str, str]]()
    for name, group in load(table).items():
        home = home_of(specification, name)
        schema, file = specification.follow({"$ref": home}, "")
        wanted.update(dict.fromkeys(rules(schema, [], specification, file), name))
        validator = specification.validator(home)
        for row in group["rows"]:
            for error in flattened(validator.iter_errors(request_of(group["valid"], row))):
                broken.add((content(error.schema), error.validator))
    missing = {key: name for key, name in wanted.items() if key not in broken}
    assert not [f"{name}: {keyword}" for (_, keyword), name in missing.items()]


def test_every_request_has_a_table(specification: Any) -> None:
    """Each request of every operation is in a table, here or in those of the image requests."""
    images = {"CreateImageRequest", "CreateImageEditRequest", "CreateImageVariationRequest"}
    tested = {name for table in TABLES for name in load(table)} | images
    root = specification.files["openapi.yaml"]
    for written in root["paths"].values():
        item, _ = specification.follow(written, "openapi.yaml")
        for operation in item.values():
            for media in operation.get("requestBody", {}).get("content", {}).values():
                assert media["schema"]["$ref"].rpartition("/")[2] in tested
