"""Knows how a parameter's value is written in its place (OpenAPI 3.1, 4.8.12; RFC 6570).

It must not know whether a value is allowed.
"""

import json
from collections.abc import Iterable
from typing import TypeAlias
from urllib.parse import quote

from pictura_core.data import is_array, is_object
from pictura_core.operation import Parameter

_DELIMITERS = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}

Pairs: TypeAlias = list[tuple[str, str]]
"""Names and values, percent-encoded."""


def text_of(value: object) -> str:
    """Write a value that is no list and no mapping; null is the empty text."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | float():
            return json.dumps(value)
        case _:
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def escape(text: str) -> str:
    """Percent-encode everything but RFC 3986's unreserved characters."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def escape_reserved(text: str) -> str:
    """Percent-encode what would end a query's value or is no part of a URI (RFC 3986, 3.4)."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="!$'()*,/:;=?@")


def content(value: object, media_type: str) -> str:
    """Write a value as text of a media type."""
    essence = media_type.partition(";")[0].strip().lower()
    if essence == "application/json" or essence.endswith("+json"):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text_of(value)


def in_path(parameter: Parameter, value: object) -> str:
    """Write a value for the place that a path template has for it."""
    if parameter.media_type:
        return escape(content(value, parameter.media_type))
    name = escape(parameter.name)
    match parameter.style:
        case "label":
            if parameter.explode:
                return "".join("." + part for part in _exploded(value))
            return "." + ",".join(_flat(value))
        case "matrix":
            if parameter.explode and is_array(value):
                return "".join(f";{name}={part}" for part in _flat(value))
            if parameter.explode and is_object(value):
                return "".join(f";{part}" for part in _exploded(value))
            joined = ",".join(_flat(value))
            return f";{name}={joined}" if joined else f";{name}"
        case _:
            return ",".join(_exploded(value) if parameter.explode else _flat(value))


def in_header(parameter: Parameter, value: object) -> str:
    """Write a value of a header, which is not percent-encoded."""
    if parameter.media_type:
        text = content(value, parameter.media_type)
        return text if text.isascii() else json.dumps(value, separators=(",", ":"))
    if is_array(value):
        return ",".join(text_of(item) for item in value)
    if is_object(value):
        between = "=" if parameter.explode else ","
        return ",".join(f"{name}{between}{text_of(item)}" for name, item in value.items())
    return text_of(value)


def in_query(parameter: Parameter, value: object) -> Pairs:
    """Write a value of a query or a cookie; an empty list or mapping is left out."""
    if parameter.media_type:
        return [(escape(parameter.name), escape(content(value, parameter.media_type)))]
    if parameter.reserved and not (is_array(value) or is_object(value)):
        return [(escape(parameter.name), escape_reserved(text_of(value)))]
    return pairs(parameter.name, value, parameter.style, explode=parameter.explode)


def pairs(name: str, value: object, style: str, *, explode: bool) -> Pairs:
    """Write a value of a query, a cookie or a form."""
    encoded = escape(name)
    if style == "deepObject":
        return list(_deep(encoded, value))
    if explode and is_object(value):
        return [(escape(key), escape(text_of(item))) for key, item in value.items()]
    flat = _flat(value)
    if explode or not isinstance(value, list | dict):
        return [(encoded, part) for part in flat]
    return [(encoded, _DELIMITERS.get(style, ",").join(flat))] if flat else []


def _flat(value: object) -> list[str]:
    """Give a value's parts; of a mapping, names and values by turns."""
    if is_array(value):
        return [escape(text_of(item)) for item in value]
    if is_object(value):
        return [escape(text_of(part)) for member in value.items() for part in member]
    return [escape(text_of(value))]


def _exploded(value: object) -> list[str]:
    """Give a value's parts; of a mapping, `name=value`."""
    if is_object(value):
        return [f"{escape(name)}={escape(text_of(item))}" for name, item in value.items()]
    return _flat(value)


def _deep(name: str, value: object) -> Iterable[tuple[str, str]]:
    if is_object(value):
        for key, item in value.items():
            yield from _deep(f"{name}%5B{escape(key)}%5D", item)
    elif is_array(value):
        # Nothing says how (4.8.12.3); repeated names are read by most, but not of mappings.
        numbered = any(isinstance(item, list | dict) for item in value)
        for index, item in enumerate(value):
            yield from _deep(f"{name}%5B{index}%5D" if numbered else name, item)
    else:
        yield name, escape(text_of(value))
