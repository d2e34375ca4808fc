"""Knows how to make a value that a schema describes, with what the document itself gives.

It must not know the generator: the value is what a reader of the document would send.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest

_TEXTS = {
    "date": "2026-01-02",
    "date-time": "2026-01-02T03:04:05Z",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "email": "otter@sea.example",
    "uri": "https://sea.example/otter?a=b&c=d",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "hostname": "sea.example",
}
AWKWARD = "a b/ü&=c"
"""A text that only arrives if every layer escapes it."""


def follow(document: Mapping[str, Any], node: Any) -> Any:
    """Follow references inside of a document."""
    while isinstance(node, dict) and str(node.get("$ref", "")).startswith("#/"):
        found: Any = document
        for step in node["$ref"][2:].split("/"):
            key = step.replace("~1", "/").replace("~0", "~")
            found = found[int(key)] if isinstance(found, list) else found[key]
        node = found
    return node


def sample(document: Mapping[str, Any], schema: Any, depth: int = 0) -> Any:
    """Make a value: an example, a constant, or the smallest that has every required member."""
    schema = follow(document, schema)
    if not isinstance(schema, dict):
        return None
    for key in ("example", "const", "default"):
        if key in schema and schema[key] is not None:
            return schema[key]
    if schema.get("examples"):
        return schema["examples"][0]
    if schema.get("enum"):
        return schema["enum"][0]
    for key in ("oneOf", "anyOf"):
        if schema.get(key) and "properties" not in schema:
            return sample(document, schema[key][0], depth + 1)
    if "allOf" in schema:
        merged = _merge(document, schema)
        return sample(document, merged, depth + 1)
    kind = schema.get("type", "object" if "properties" in schema else "string")
    kind = next((one for one in kind if one != "null"), "null") if isinstance(kind, list) else kind
    match kind:
        case "object":
            return _object(document, schema, depth)
        case "array":
            count = max(schema.get("minItems", 0), 0 if depth > 4 else 2)
            if schema.get("uniqueItems"):
                count = max(schema.get("minItems", 0), 1)
            count = min(count, schema.get("maxItems", count))
            return [sample(document, schema.get("items", {}), depth + 1) for _ in range(count)]
        case "integer":
            return _number(schema)
        case "number":
            return _number(schema) + (0.5 if "multipleOf" not in schema else 0)
        case "boolean":
            return True
        case "null":
            return None
        case _:
            return _text(schema)


def _object(document: Mapping[str, Any], schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
    required = schema.get("required", [])
    made: dict[str, Any] = {}
    for name, inner in schema.get("properties", {}).items():
        described = follow(document, inner)
        if isinstance(described, dict) and described.get("readOnly"):
            continue
        if name in required or depth < 1:
            made[name] = sample(document, inner, depth + 1)
    return made


def _merge(document: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    merged: dict[str, Any] = {key: value for key, value in schema.items() if key != "allOf"}
    for one in schema["allOf"]:
        part = follow(document, one)
        part = _merge(document, part) if "allOf" in part else part
        for key, value in part.items():
            if key == "properties":
                merged[key] = {**value, **merged.get(key, {})}
            elif key == "required":
                merged[key] = [*value, *merged.get(key, [])]
            else:
                merged.setdefault(key, value)
    return merged


def _number(schema: Mapping[str, Any]) -> int:
    least = schema.get("minimum", schema.get("exclusiveMinimum", 0))
    value = int(least if not isinstance(least, bool) else 0) + 1
    step = schema.get("multipleOf", 1)
    return int(value // step * step) if step >= 1 else value


def _text(schema: Mapping[str, Any]) -> str:
    known = _TEXTS.get(schema.get("format", ""))
    if known is not None:
        return known
    text = AWKWARD
    if len(text) < schema.get("minLength", 0):
        text = text.ljust(schema["minLength"], "x")
    return text[: schema.get("maxLength", len(text))]


class Sampler(NamedTuple):
    """What tests use of this file."""

    follow: Callable[[Mapping[str, Any], Any], Any]
    sample: Callable[[Mapping[str, Any], Any], Any]


@pytest.fixture
def sampler() -> Sampler:
    """Makes values that a schema describes."""
    return Sampler(follow, sample)
