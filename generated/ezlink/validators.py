"""Provisional: replaced by what the generator writes."""

from collections.abc import Iterator

from pictura_core.checks import Violation
from pictura_core.data import Path

_SIZES = frozenset(("256x256", "512x512", "1024x1024", "1792x1024", "1024x1792", "1536x1024", "1024x1536", "auto"))
_FIELDS = frozenset(("prompt", "model", "n", "quality", "response_format", "size", "style", "user", "output_format", "output_compression", "background", "moderation", "stream", "partial_images", "seed"))


def check_create_image_request(value: object, path: Path = ()) -> Iterator[Violation]:
    """Check a value against `#/components/schemas/CreateImageRequest`."""
    if not isinstance(value, dict):
        yield Violation(path, "type", "#/type", "must be an object")
        return
    if "prompt" not in value:
        yield Violation(path, "required", "#/required", "is required: 'prompt'")
    for key, item in value.items():
        here = (*path, key)
        if key not in _FIELDS:
            yield Violation(here, "additionalProperties", "#/additionalProperties", f"unknown field {key!r}")
        elif key in ("n", "output_compression", "seed", "partial_images"):
            if isinstance(item, bool) or not isinstance(item, int):
                yield Violation(here, "type", "#/type", "must be an integer")
            elif key == "n" and value.get("model") == "dall-e-3" and item != 1:
                yield Violation(here, "const", "#/const", "dall-e-3 makes one picture a request")
        elif key != "stream" and not isinstance(item, str):
            yield Violation(here, "type", "#/type", "must be a string")
        elif key == "size" and item not in _SIZES:
            yield Violation(here, "enum", "#/enum", f"must be a known size, not {item!r}")
        elif key == "prompt" and isinstance(item, str) and len(item) > 4000:
            yield Violation(here, "maxLength", "#/maxLength", f"must have at most 4000 characters, has {len(item)}")


def is_create_image_request(value: object) -> bool:
    """Tell whether a value holds."""
    return not any(True for _ in check_create_image_request(value))


def check_create_image_edit_request(value: object, path: Path = ()) -> Iterator[Violation]:
    """Check a value against `#/components/schemas/CreateImageEditRequest`."""
    if not isinstance(value, dict):
        yield Violation(path, "type", "#/type", "must be an object")
        return
    for name in ("image", "prompt"):
        if name not in value:
            yield Violation(path, "required", "#/required", f"is required: {name!r}")
    for key in value:
        if key not in _FIELDS | {"image", "mask", "input_fidelity"}:
            yield Violation((*path, key), "additionalProperties", "#/additionalProperties", f"unknown field {key!r}")


def is_create_image_edit_request(value: object) -> bool:
    """Tell whether a value holds."""
    return not any(True for _ in check_create_image_edit_request(value))


def check_string(value: object, path: Path = ()) -> Iterator[Violation]:
    """Check a string."""
    if not isinstance(value, str):
        yield Violation(path, "type", "#/type", "must be a string")


def is_string(value: object) -> bool:
    """Tell whether a value is a string."""
    return isinstance(value, str)


def check_images_response(value: object, path: Path = ()) -> Iterator[Violation]:
    """Check a value against `#/components/schemas/ImagesResponse`."""
    if not isinstance(value, dict) or not isinstance(value.get("data"), list):
        yield Violation(path, "required", "#/required", "is required: 'data'")


def is_images_response(value: object) -> bool:
    """Tell whether a value holds."""
    return not any(True for _ in check_images_response(value))
