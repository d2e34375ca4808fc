"""Holds generated operations against sixty constraints: what fits is sent, what breaks is not."""

from importlib import import_module
from typing import Any

import pytest
import yaml

from pictura_core.errors import InvalidRequest

_PAIR = {"oneOf": [{"type": "string", "maxLength": 3}, {"type": "string", "minLength": 3}]}
_CHOICE = {
    "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
    "discriminator": {"propertyName": "kind"},
}
_CLOSED = {
    "allOf": [{"type": "object", "properties": {"a": {"type": "integer"}}}],
    "properties": {"b": {"type": "integer"}},
    "unevaluatedProperties": False,
}
_DEPENDS = {
    "type": "object",
    "if": {"properties": {"model": {"const": "small"}}, "required": ["model"]},
    "then": {"properties": {"size": {"maximum": 512}}},
    "else": {"required": ["size"]},
}
_HIDDEN = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "string", "readOnly": True}, "name": {"type": "string"}},
}
_NESTED = {"type": "object", "properties": {"owner": {"$ref": "#/components/schemas/Owner"}}}
_TREE = {"$ref": "#/components/schemas/Tree"}

_SCHEMAS: dict[str, tuple[object, object, object]] = {
    "enum": ({"enum": ["a", "b"]}, "a", "c"),
    "const": ({"const": 3}, 3, 4),
    "type": ({"type": "integer"}, 3, "3"),
    "not nullable": ({"type": "string"}, "a", None),
    "nullable": ({"type": ["string", "null"]}, None, 3),
    "optional member is not nullable": (
        {"type": "object", "properties": {"a": {"type": "string"}}},
        {},
        {"a": None},
    ),
    "pattern": ({"type": "string", "pattern": "^[a-z]+$"}, "abc", "ABC"),
    "pattern anywhere": ({"type": "string", "pattern": "b"}, "abc", "aac"),
    "minLength": ({"type": "string", "minLength": 2}, "ab", "a"),
    "maxLength in code points": ({"type": "string", "maxLength": 2}, "🦦🦦", "abc"),
    "minimum": ({"type": "number", "minimum": 2}, 2, 1.9),
    "maximum": ({"type": "number", "maximum": 2}, 2, 2.1),
    "exclusiveMinimum": ({"type": "number", "exclusiveMinimum": 2}, 2.1, 2),
    "exclusiveMaximum": ({"type": "number", "exclusiveMaximum": 2}, 1.9, 2),
    "multipleOf": ({"type": "number", "multipleOf": 0.01}, 0.07, 0.075),
    "int32": ({"type": "integer", "format": "int32"}, 2**31 - 1, 2**31),
    "int64": ({"type": "integer", "format": "int64"}, -(2**63), -(2**63) - 1),
    "date": ({"type": "string", "format": "date"}, "2026-02-28", "2026-02-30"),
    "date-time": (
        {"type": "string", "format": "date-time"},
        "2026-02-28T10:00:00Z",
        "2026-02-28 10:00",
    ),
    "uuid": (
        {"type": "string", "format": "uuid"},
        "123e4567-e89b-12d3-a456-426614174000",
        "123e4567",
    ),
    "email": ({"type": "string", "format": "email"}, "a@b.example", "a.b.example"),
    "ipv4": ({"type": "string", "format": "ipv4"}, "192.0.2.1", "192.0.2.256"),
    "uri": ({"type": "string", "format": "uri"}, "https://a.example/b", "b c"),
    "minItems": ({"type": "array", "minItems": 1}, [1], []),
    "maxItems": ({"type": "array", "maxItems": 1}, [1], [1, 2]),
    "items": ({"type": "array", "items": {"type": "string"}}, ["a"], [1]),
    "uniqueItems": ({"type": "array", "uniqueItems": True}, [1, True], [1, 1.0]),
    "contains": ({"type": "array", "contains": {"const": 1}, "maxContains": 1}, [1, 2], [2]),
    "prefixItems": (
        {"type": "array", "prefixItems": [{"type": "integer"}], "items": {"type": "string"}},
        [1, "a"],
        ["a"],
    ),
    "required": ({"type": "object", "required": ["a"]}, {"a": 1}, {"b": 1}),
    "additionalProperties": (
        {"type": "object", "properties": {"a": {}}, "additionalProperties": False},
        {"a": 1},
        {"b": 1},
    ),
    "additionalProperties as schema": (
        {"type": "object", "additionalProperties": {"type": "integer"}},
        {"a": 1},
        {"a": "1"},
    ),
    "minProperties": ({"type": "object", "minProperties": 1}, {"a": 1}, {}),
    "maxProperties": ({"type": "object", "maxProperties": 1}, {"a": 1}, {"a": 1, "b": 2}),
    "propertyNames": ({"type": "object", "propertyNames": {"pattern": "^a"}}, {"a": 1}, {"b": 1}),
    "patternProperties": (
        {"type": "object", "patternProperties": {"^x-": {"type": "string"}}},
        {"x-a": "a", "b": 1},
        {"x-a": 1},
    ),
    "dependentRequired": (
        {"type": "object", "dependentRequired": {"a": ["b"]}},
        {"a": 1, "b": 1},
        {"a": 1},
    ),
    "dependentSchemas": (
        {"type": "object", "dependentSchemas": {"a": {"maxProperties": 1}}},
        {"a": 1},
        {"a": 1, "b": 1},
    ),
    "unevaluatedProperties": (_CLOSED, {"a": 1, "b": 1}, {"a": 1, "c": 1}),
    "unevaluatedItems": (
        {"type": "array", "prefixItems": [{"type": "integer"}], "unevaluatedItems": False},
        [1],
        [1, 2],
    ),
    "oneOf: both": (_PAIR, "ab", "abc"),
    "anyOf": ({"anyOf": [{"type": "integer"}, {"type": "boolean"}]}, True, "a"),
    "allOf": ({"allOf": [{"type": "string"}, {"maxLength": 1}]}, "a", "ab"),
    "not": ({"type": "string", "not": {"const": "a"}}, "b", "a"),
    "then": (_DEPENDS, {"model": "small", "size": 512}, {"model": "small", "size": 513}),
    "else": (_DEPENDS, {"model": "large", "size": 9}, {"model": "large"}),
    "discriminator": (_CHOICE, {"kind": "cat", "lives": 9}, {"kind": "dog", "lives": 9}),
    "readOnly is not sent": (_HIDDEN, {"name": "a"}, {"id": "1", "name": "a"}),
    "readOnly inside": (_NESTED, {"owner": {"name": "a"}}, {"owner": {"name": "a", "id": "1"}}),
    "readOnly by reference": (
        {"$ref": "#/components/schemas/Owner"},
        {"name": "a"},
        {"id": "1"},
    ),
    "recursion": (_TREE, {"children": [{"children": []}]}, {"children": [{"children": 1}]}),
}
"""By name: a schema of a JSON body, a value that fits and one that does not."""

_PARAMETERS: dict[str, tuple[dict[str, object], object, object]] = {
    "query enum": ({"in": "query", "schema": {"enum": ["a", "b"]}}, "a", "c"),
    "query maximum": ({"in": "query", "schema": {"type": "integer", "maximum": 3}}, 3, 4),
    "query items": (
        {"in": "query", "schema": {"type": "array", "items": {"type": "integer"}, "maxItems": 2}},
        [1, 2],
        [1, 2, 3],
    ),
    "query format": (
        {"in": "query", "schema": {"type": "string", "format": "date"}},
        "2026-01-01",
        "x",
    ),
    "query deepObject": (
        {
            "in": "query",
            "style": "deepObject",
            "schema": {"type": "object", "properties": {"a": {"minimum": 1}}, "required": ["a"]},
        },
        {"a": 1},
        {"a": 0},
    ),
    "query content": (
        {
            "in": "query",
            "content": {"application/json": {"schema": {"type": "object", "required": ["a"]}}},
        },
        {"a": 1},
        {},
    ),
    "path pattern": (
        {"in": "path", "required": True, "schema": {"type": "string", "pattern": "^a+$"}},
        "aa",
        "b",
    ),
    "header minLength": ({"in": "header", "schema": {"type": "string", "minLength": 2}}, "ab", "a"),
    "cookie const": ({"in": "cookie", "schema": {"const": "a"}}, "a", "b"),
}
"""By name: a parameter called `it`, a value that fits and one that does not."""

CASES = len(_SCHEMAS) + len(_PARAMETERS)


def _operation(schema: object) -> dict[str, object]:
    content = {"application/json": {"schema": schema}}
    return {"requestBody": {"required": True, "content": content}}


def _document() -> str:
    """Write a document with an operation for each constraint."""
    paths: dict[str, object] = {}
    done = {"responses": {"204": {"description": "Done"}}}
    for index, (schema, _, _) in enumerate(_SCHEMAS.values()):
        operation = {"operationId": f"body{index}", **_operation(schema), **done}
        paths[f"/body/{index}"] = {"post": operation}
    for index, (parameter, _, _) in enumerate(_PARAMETERS.values()):
        place = "/{it}" if parameter["in"] == "path" else ""
        operation = {
            "operationId": f"with{index}",
            "parameters": [{"name": "it", **parameter}],
            **done,
        }
        paths[f"/with/{index}{place}"] = {"get": operation}
    kinds = {
        name: {
            "type": "object",
            "required": ["kind", member],
            "properties": {"kind": {"const": name.lower()}, member: {}},
        }
        for name, member in (("Cat", "lives"), ("Dog", "name"))
    }
    identified = {"id": {"$ref": "#/components/schemas/Id"}, "name": {"type": "string"}}
    tree = {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}
    schemas = {
        **kinds,
        "Id": {"type": "string", "readOnly": True},
        "Owner": {"type": "object", "required": ["id"], "properties": identified},
        "Tree": {"type": "object", "properties": {"children": tree}},
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Constraints", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }
    return yaml.dump(document, sort_keys=False, allow_unicode=True)


def _named(call: Any) -> Any:
    return lambda value: call(it=value)


def _calls(operations: Any) -> list[tuple[str, Any, object, object]]:
    """Give each constraint's name, what takes a value, one that fits and one that does not."""
    calls = [
        (name, getattr(operations, f"body_{index}"), fits, breaks)
        for index, (name, (_, fits, breaks)) in enumerate(_SCHEMAS.items())
    ]
    for index, (name, (parameter, fits, breaks)) in enumerate(_PARAMETERS.items()):
        call = getattr(operations, f"with_{index}")
        calls.append((name, call if parameter["in"] == "path" else _named(call), fits, breaks))
    return calls


def _refusal(call: Any, value: object) -> str:
    """Say why a value is refused, nothing if it is not."""
    try:
        call(value)
    except InvalidRequest as error:
        return str(error)
    return ""


def test_sixty_constraints(make: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Of each constraint, a request that keeps it can be built and one that breaks it cannot."""
    assert CASES == 60
    operations = import_module(f"{make('constraints_made', _document())}.operations")
    wrong: list[str] = []
    for name, call, fits, breaks in _calls(operations):
        if refusal := _refusal(call, fits):
            wrong.append(f"{name}: refused {fits!r}: {refusal}")
        if not _refusal(call, breaks):
            wrong.append(f"{name}: let {breaks!r} pass")
    with capsys.disabled():
        failed = len({one.partition(":")[0] for one in wrong})
        print(f"\nconstraints enforced before a request leaves: {CASES - failed} of {CASES}")  # noqa: T201 - the count is asked for
    assert not wrong


def test_answers_keep_what_requests_may_not_have(make: Any) -> None:
    """What is read-only has to stand in an answer that requires it, and in no request."""
    package = make("constraints_made", _document())
    validators = import_module(f"{package}.validators")
    assert validators.is_owner({"id": "1", "name": "a"})
    assert not validators.is_owner({"name": "a"})
    assert not validators.is_owner_to_send({"id": "1", "name": "a"})
    assert validators.is_owner_to_send({"name": "a"})
