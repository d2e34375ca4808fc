"""The schemas and values of the benchmark: image requests, a thousand of them, a tree."""

import json
from typing import Final

_THREE: Final = ["1024x1024", "1792x1024", "1024x1792"]
_TWO: Final = ["256x256", "512x512", "1024x1024"]


def _model(name: str) -> dict[str, object]:
    return {"properties": {"model": {"const": name}}, "required": ["model"]}


_BODY: Final[dict[str, object]] = {
    "type": "object",
    "required": ["prompt"],
    "additionalProperties": False,
    "properties": {
        "prompt": {"type": "string", "minLength": 1, "maxLength": 4000},
        "model": {"type": "string", "enum": ["dall-e-2", "dall-e-3", "gpt-image-1"]},
        "n": {"type": "integer", "minimum": 1, "maximum": 10},
        "quality": {
            "type": "string",
            "enum": ["standard", "hd", "low", "medium", "high", "auto"],
        },
        "response_format": {"type": "string", "enum": ["url", "b64_json"]},
        "style": {"type": "string", "enum": ["vivid", "natural"]},
        "size": {
            "type": "string",
            "enum": [*_TWO, "1792x1024", "1024x1792", "1536x1024", "1024x1536", "auto"],
        },
        "user": {"type": "string", "maxLength": 256},
    },
    "allOf": [
        {
            "if": _model("dall-e-3"),
            "then": {"properties": {"n": {"const": 1}, "size": {"enum": _THREE}}},
        },
        {
            "if": _model("dall-e-2"),
            "then": {
                "properties": {
                    "prompt": {"maxLength": 1000},
                    "size": {"enum": _TWO},
                    "quality": False,
                    "style": False,
                }
            },
        },
    ],
}
_DIALECT: Final = {"$schema": "https://json-schema.org/draft/2020-12/schema"}

REQUEST: Final[dict[str, object]] = {**_DIALECT, **_BODY}
REQUESTS: Final[dict[str, object]] = {
    **_DIALECT,
    "type": "object",
    "required": ["steps"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "steps": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/request"}},
    },
    "$defs": {"request": _BODY},
}
TREE: Final[dict[str, object]] = {
    **_DIALECT,
    "$ref": "#/$defs/node",
    "$defs": {
        "node": {
            "type": "object",
            "required": ["name", "meta"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string", "minLength": 1, "maxLength": 64},
                "meta": {"$ref": "#/$defs/meta"},
                "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
            },
        },
        "meta": {
            "type": "object",
            "required": ["id"],
            "additionalProperties": False,
            "properties": {
                "id": {"type": "integer", "minimum": 0},
                "label": {"$ref": "#/$defs/label"},
            },
        },
        "label": {
            "type": "object",
            "required": ["text"],
            "additionalProperties": False,
            "properties": {
                "text": {"type": "string", "maxLength": 80},
                "weight": {"type": "number", "minimum": 0, "maximum": 1},
            },
        },
    },
}


def _read(value: object) -> object:
    """Give a value as a reader of JSON does: with keys that are no constants of a module."""
    read: object = json.loads(json.dumps(value))
    return read


_FULL: Final[dict[str, object]] = {
    "prompt": "A heron at the edge of a pond, early light, wide shot",
    "model": "dall-e-3",
    "n": 1,
    "quality": "hd",
    "response_format": "b64_json",
    "style": "vivid",
    "size": "1792x1024",
    "user": "user-17",
}
_SMALL: Final = {"prompt": "A heron", "model": "gpt-image-1", "size": "1024x1024"}

SMALL: Final = _read(_SMALL)
FULL: Final = _read(_FULL)
BAD: Final = _read({**_FULL, "n": 2, "size": "256x256"})
MANY: Final = _read({"name": "many", "steps": [_SMALL, _FULL] * 500})


def _tree(count: int, width: int) -> object:
    nodes: list[dict[str, object]] = [
        {"name": f"node {i}", "meta": {"id": i, "label": {"text": f"label {i}", "weight": 0.5}}}
        for i in range(count)
    ]
    for index, node in enumerate(nodes):
        children = nodes[index * width + 1 : index * width + width + 1]
        if children:
            node["children"] = children
    return _read(nodes[0])


TREE_VALUE: Final = _tree(10_000, 22)
