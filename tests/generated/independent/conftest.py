"""Knows how to make a value that a schema describes, and values that break each of its rules.

It must not know the generator: the values are what a reader of the document would send.
"""

import re
from collections.abc import Callable, Iterator, Mapping
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
        if key in schema and schema[key] is not None and _has_kind(schema[key], schema):
            return schema[key]
    if schema.get("examples") and _has_kind(schema["examples"][0], schema):
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


_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "array": list,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "object": dict,
    "string": str,
}


def _has_kind(value: Any, schema: Mapping[str, Any]) -> bool:
    """Tell whether an example is one: many are texts where numbers have to stand."""
    kinds = schema.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    fits = not kinds or any(kind in _KINDS and isinstance(value, _KINDS[kind]) for kind in kinds)
    least = schema.get("minimum")
    return fits and not (
        isinstance(value, int) and isinstance(least, int | float) and value < least
    )


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
    if known is not None and "pattern" not in schema:
        return known
    if "pattern" in schema:
        return _matching(schema["pattern"], schema.get("minLength", 0))
    text = AWKWARD
    if len(text) < schema.get("minLength", 0):
        text = text.ljust(schema["minLength"], "x")
    return text[: schema.get("maxLength", len(text))]


def _matching(pattern: str, least: int) -> str:
    """Make a text that a pattern of the usual kind matches; whether it does, others will find."""
    made = ""
    for token in _PIECE.finditer(pattern):
        if token["group"] is not None:
            piece = _matching(token["group"].split("|")[0], 0)
        elif token["members"] is not None:
            members = re.sub(r"\\[pP]\{.*?\}", "a", token["members"])
            piece = next((one for one in "a0A-_ " if re.match(f"[{members}]", one)), "a")
        elif token["escape"] is not None:
            piece = {"d": "0", "w": "a", "s": " "}.get(token["escape"], token["escape"])
        else:
            piece = "" if token["one"] in "^$" else "a" if token["one"] == "." else token["one"]
        count = token["count"]
        if count in ("*", "?"):
            continue
        times = int(re.split("[{},]", count)[1]) if count and count[0] == "{" else 1
        made += piece * (max(times, least - len(made)) if count == "+" else times)
    return made


_PIECE = re.compile(
    r"(?:\((?:\?[:<]\w*>?)?(?P<group>[^()]*)\)|\[(?P<members>(?:\\.|[^\]])+)\]"
    r"|\\(?P<escape>.)|(?P<one>[^()]))(?P<count>[*+?]|\{[0-9]+(?:,[0-9]*)?\})?"
)


class Violation(NamedTuple):
    """A value in the place of one that fits.

    Attributes:
        path: Where, from the value that is looked at.
        keyword: The rule that it breaks.
        value: Instead of what fits; `GONE` if nothing is to stand there.
    """

    path: tuple[str | int, ...]
    keyword: str
    value: Any


GONE = object()
_WRONG: tuple[tuple[str, Any], ...] = (
    ("string", "x"),
    ("integer", 3),
    ("boolean", True),
    ("array", []),
    ("object", {}),
)
_BAD_FORMATS = {
    "date": "2026-02-30",
    "date-time": "yesterday",
    "uuid": "123e4567",
    "ipv4": "192.0.2.256",
    "ipv6": "12345::",
    "email": "otter",
    "int32": 2**31,
    "int64": 2**63,
}


def violations(
    document: Mapping[str, Any], schema: Any, value: Any, *, is_body: bool
) -> Iterator[Violation]:
    """Break each rule of a schema once, and of those inside of it where the value has something.

    Rules in `oneOf`, `anyOf` and `not` are left alone: what breaks one may fit another.
    """
    waiting: list[tuple[tuple[str | int, ...], Any, Any]] = [((), schema, value)]
    while waiting:
        path, written, here = waiting.pop()
        rules = follow(document, written)
        if not isinstance(rules, dict) or len(path) > 5:
            continue
        if "allOf" in rules:
            rules = _merge(document, rules)
        if not (isinstance(rules.get("readOnly"), bool) and rules["readOnly"]):
            for keyword, wrong in _breaking(document, rules, here, is_body=is_body):
                yield Violation(path, keyword, wrong)
        if isinstance(here, dict):
            for name, inner in rules.get("properties", {}).items():
                described = follow(document, inner)
                if isinstance(described, dict) and described.get("readOnly"):
                    continue
                waiting.append(((*path, name), inner, here.get(name, GONE)))
                if name in rules.get("required", ()) and name in here:
                    yield Violation((*path, name), "required", GONE)
        elif isinstance(here, list) and here and isinstance(rules.get("items"), dict):
            waiting.append(((*path, 0), rules["items"], here[0]))


def _breaking(
    document: Mapping[str, Any], rules: Mapping[str, Any], here: Any, *, is_body: bool
) -> Iterator[tuple[str, Any]]:
    kinds = rules.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    is_nullable = (
        rules.get("nullable") is True or "null" in kinds or None in (rules.get("enum") or ())
    )
    if kinds:
        taken = {*kinds, *(["integer"] if "number" in kinds else [])}
        yield "type", next(value for kind, value in _WRONG if kind not in taken)
        if is_body and not is_nullable:
            yield "null", None
    if rules.get("enum"):
        yield "enum", "no such value"
    if "const" in rules:
        yield "const", "no such value"
    old = str(document["openapi"]).startswith("3.0")
    for keyword, step in (("minimum", -1), ("maximum", 1)):
        bound = rules.get(keyword)
        if isinstance(bound, int | float) and not isinstance(bound, bool):
            yield keyword, bound + step * max(1, abs(bound) // 2**50)
        exclusive = rules.get(f"exclusive{keyword.title()}")
        if old and exclusive is True and bound is not None:
            yield f"exclusive{keyword.title()}", bound
        elif isinstance(exclusive, int | float) and not isinstance(exclusive, bool):
            yield f"exclusive{keyword.title()}", exclusive
    if isinstance(rules.get("multipleOf"), int | float):
        yield "multipleOf", rules["multipleOf"] * 1.5
    if rules.get("minLength"):
        yield "minLength", "x" * (rules["minLength"] - 1)
    if rules.get("maxLength", 10**6) < 10**6:
        yield "maxLength", "x" * (rules["maxLength"] + 1)
    wrong = _mismatch(rules["pattern"]) if isinstance(rules.get("pattern"), str) else None
    if wrong is not None:
        yield "pattern", wrong
    if rules.get("minItems"):
        yield "minItems", []
    if rules.get("maxItems", 1000) < 1000:
        yield "maxItems", [None] * (rules["maxItems"] + 1)
    if rules.get("uniqueItems"):
        yield "uniqueItems", [None, None]
    if rules.get("format") in _BAD_FORMATS and {"string", "integer"} & set(kinds):
        is_text = isinstance(_BAD_FORMATS[rules["format"]], str)
        if ("string" in kinds) == is_text:
            yield "format", _BAD_FORMATS[rules["format"]]
    if (
        isinstance(here, dict)
        and rules.get("additionalProperties") is False
        and not rules.get("patternProperties")
    ):
        yield "additionalProperties", {**here, "no such member": 1}


def _mismatch(pattern: str) -> str | None:
    """Find a text that a pattern does not match; None if it is no pattern of Python's either."""
    try:
        return next((one for one in ("~ ~", "", "\0", "Ab-1") if not re.search(pattern, one)), None)
    except re.error:
        return None


def replaced(value: Any, path: tuple[str | int, ...], wrong: Any) -> Any:
    """Write another value at a place, or take away what stands there."""
    if not path:
        return wrong
    step, rest = path[0], path[1:]
    if isinstance(value, list):
        items = list(value)
        items[int(step)] = replaced(items[int(step)], rest, wrong)
        return items
    if not rest and wrong is GONE:
        return {key: item for key, item in value.items() if key != step}
    return {**value, str(step): replaced(value.get(step, {}), rest, wrong)}


class Sampler(NamedTuple):
    """What tests use of this file."""

    follow: Callable[[Mapping[str, Any], Any], Any]
    sample: Callable[[Mapping[str, Any], Any], Any]
    violations: Callable[..., Iterator[Violation]]
    replaced: Callable[[Any, tuple[str | int, ...], Any], Any]
    gone: object


@pytest.fixture
def sampler() -> Sampler:
    """Makes values that a schema describes."""
    return Sampler(follow, sample, violations, replaced, GONE)
