"""Knows which places of a request take a picture or another file, and what is asked of it.

It must not know the files themselves.
"""

from pictura_codegen.api import Place
from pictura_codegen.read.extension_members import (
    extension_at,
    mapping_in,
    mappings_in,
    range_in,
    text_in,
    texts_in,
)
from pictura_codegen.read.reader import Reader
from pictura_core.data import WILDCARD, Json
from pictura_core.inputs import Form, InputField, InputRule

EXTENSION = "x-input"
_FORMS: dict[str, Form] = {
    "file": "file",
    "data-url": "data-url",
    "base64": "base64",
    "url": "url",
}
_SAME_VALUE = ("allOf", "anyOf", "oneOf", "then", "else")
_DEEPEST = 12


def read_inputs(reader: Reader, schema: Place) -> tuple[InputField, ...]:
    """Find every `x-input` in a body's schema, however deep, in the order of the specification."""
    found: dict[tuple[str, ...], InputField] = {}
    if _is_used(reader):
        _search(reader, schema, (), (), found)
    return tuple(found.values())


def _is_used(reader: Reader) -> bool:
    """Tell whether any file says `x-input`: large documents that do not are not searched."""
    if reader.has_inputs is None:
        reader.has_inputs = reader.document.mentions(EXTENSION)
    return reader.has_inputs


def _search(
    reader: Reader,
    place: Place,
    path: tuple[str, ...],
    above: tuple[Place, ...],
    found: dict[tuple[str, ...], InputField],
) -> None:
    value = reader.value(place)
    if not isinstance(value, dict) or place in above or len(path) > _DEEPEST:
        return
    above = (*above, place)
    if EXTENSION in value and path not in found:
        one = _read(reader, place, path)
        if one is not None:
            found[path] = one
    if isinstance(value.get("$ref"), str):
        target = reader.document.resolve(str(value["$ref"]), place.file)
        if target is not None:
            _search(reader, target, path, above, found)
    properties = value.get("properties")
    for name in properties if isinstance(properties, dict) else ():
        _search(reader, place.child("properties", name), (*path, name), above, found)
    if isinstance(value.get("items"), dict):
        _search(reader, place.child("items"), (*path, WILDCARD), above, found)
    for keyword in _SAME_VALUE:
        branches = value.get(keyword)
        if isinstance(branches, list):
            for index in range(len(branches)):
                _search(reader, place.child(keyword, index), path, above, found)
        elif isinstance(branches, dict):
            _search(reader, place.child(keyword), path, above, found)


def _read(reader: Reader, place: Place, path: tuple[str, ...]) -> InputField | None:
    value = extension_at(reader, place, EXTENSION)
    if value is None:
        return None
    return InputField(
        path=path,
        forms=tuple(_FORMS[one] for one in texts_in(value, "forms")) or ("file",),
        defaults=mapping_in(value, "defaults"),
        rules=tuple(_rule(one) for one in mappings_in(value, "rules")),
    )


def _rule(value: dict[str, Json]) -> InputRule:
    return InputRule(
        when=mapping_in(value, "when"),
        formats=texts_in(value, "formats"),
        side=range_in(value, "side"),
        pixels=range_in(value, "pixels"),
        aspect=range_in(value, "aspect"),
        bytes=range_in(value, "bytes"),
        sizes=texts_in(value, "sizes"),
        like=text_in(value, "like"),
    )
