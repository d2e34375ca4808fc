"""Knows what a request's schema asks beyond an answer's: no read-only member, and known formats.

Answers keep to what the document says word for word: an answer that was paid for is not refused
because a server spells a date in its own way. It must not know operations or Python.
"""

from collections.abc import Iterable, Mapping

from pictura_codegen.api import Place
from pictura_codegen.load import Document, nodes
from pictura_core.data import Json, Path

PREFIX = "request/"
"""What the names of documents begin with as requests are held against them."""

_ASSERTED = frozenset(
    {"date", "date-time", "uuid", "ipv4", "ipv6", "email", "hostname", "uri", "uri-reference"}
)
"""Formats of texts whose meaning nobody disputes; any other stays a remark (3.1, 4.4)."""
_RANGES: Mapping[str, tuple[int, int]] = {
    "int32": (-(2**31), 2**31 - 1),
    "int64": (-(2**63), 2**63 - 1),
}
_DATA = frozenset({"example", "examples", "default", "enum", "const"})
_NEAR = 3
"""So many slashes has a reference to a component; one with more leads into something."""
_READ_ONLY: dict[str, Json] = {"not": {}, "x-message": "this is read-only: only answers have it"}


def _is_asserted(schema: dict[str, Json]) -> bool:
    name = schema.get("format")
    return isinstance(name, str) and name in _ASSERTED


class Requests:
    """The documents as requests are held against them.

    Attributes:
        documents: By name, with the prefix; none if they ask nothing more than the plain ones.
        places: The schemas among those given that have to be held against them, in their order.
    """

    def __init__(
        self, document: Document, plain: Mapping[str, Json], schemas: Iterable[Place]
    ) -> None:
        self._document = document
        self._changed: set[Place] = set()
        self._unchanged: set[Place] = set()
        self.documents: dict[str, Json] = {}
        self.places: tuple[Place, ...] = ()
        if any("://" in file for file in plain) or any(
            isinstance(node.get("$id"), str) for text in plain.values() for _, node in nodes(text)
        ):
            return  # a second document of the same address would be ambiguous
        self._plain = plain
        self._deep: set[Place] | None = None
        strict = {PREFIX + file: self._strict(file, (), text) for file, text in plain.items()}
        self.places = tuple(place for place in dict.fromkeys(schemas) if self._is_changed(place))
        self.documents = strict if self.places else {}

    def _strict(self, file: str, path: Path, value: Json) -> Json:
        """Write a part of a document as requests are held against it; most parts stay the same."""
        if isinstance(value, list):
            items = [self._strict(file, (*path, i), item) for i, item in enumerate(value)]
            return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
        if not isinstance(value, dict):
            return value
        same = True
        written: dict[str, Json] = {}
        for key, item in value.items():
            is_data = key in _DATA and not (path and path[-1] in ("properties", "schemas"))
            kept = item if is_data else self._strict(file, (*path, key), item)
            same = same and kept is item
            written[key] = kept
        own = self._own(file, path, value, written)
        if own != written:
            self._changed.add(Place(file, path))
        elif same:
            own = value
        if isinstance(own.get("format"), str) and own["format"] not in _ASSERTED:
            own = {key: item for key, item in own.items() if key != "format"}
        return own

    def _own(
        self, file: str, path: Path, value: dict[str, Json], written: dict[str, Json]
    ) -> dict[str, Json]:
        schema = dict(written)
        properties = value.get("properties")
        if isinstance(properties, dict):
            hidden = {name for name, one in properties.items() if self._is_read_only(file, one, 9)}
            inner = written["properties"]
            if hidden and isinstance(inner, dict):
                schema["properties"] = {
                    name: self._hide(file, (*path, "properties", name), one)
                    if name in hidden
                    else one
                    for name, one in inner.items()
                }
            required = value.get("required")
            if hidden and isinstance(required, list):
                # Where a member is only an answer's, only an answer has to have it (4.8.24.4).
                kept = [name for name in required if name not in hidden]
                schema = {key: item for key, item in schema.items() if key != "required"}
                schema |= {"required": kept} if kept else {}
        name = value.get("format")
        kind = value.get("type")
        kinds = kind if isinstance(kind, list) else [kind]
        if isinstance(name, str) and name in _RANGES and ("integer" in kinds or "number" in kinds):
            least, most = _RANGES[name]
            if not value.keys() & {"minimum", "exclusiveMinimum"}:
                schema["minimum"] = least
            if not value.keys() & {"maximum", "exclusiveMaximum"}:
                schema["maximum"] = most
        return schema

    def _hide(self, file: str, path: Path, schema: Json) -> Json:
        """Refuse a member, and keep what stands inside of it if others refer to that."""
        if not isinstance(schema, dict) or not self._is_referred_into(file, path):
            return _READ_ONLY
        return {**schema, **_READ_ONLY}

    def _is_referred_into(self, file: str, path: Path) -> bool:
        if self._deep is None:
            self._deep = {
                target
                for name, text in self._plain.items()
                for _, node in nodes(text)
                if isinstance(reference := node.get("$ref"), str) and reference.count("/") > _NEAR
                if (target := self._document.resolve(reference, name)) is not None
            }
        return any(
            target.file == file
            and len(target.path) > len(path)
            and target.path[: len(path)] == path
            for target in self._deep
        )

    def _is_read_only(self, file: str, schema: Json, depth: int) -> bool:
        if not isinstance(schema, dict):
            return False
        if schema.get("readOnly") is True:
            return True
        reference = schema.get("$ref")
        if not isinstance(reference, str) or not depth:
            return False
        place = self._document.resolve(reference, file)
        return place is not None and self._is_read_only(
            place.file, self._document.value(place), depth - 1
        )

    def _is_changed(self, schema: Place) -> bool:
        """Tell whether a schema, or what it refers to, is another for requests."""
        waiting, seen = [schema], {schema}
        while waiting:
            place = waiting.pop()
            for path, node in nodes(self._value(place)):
                here = Place(place.file, (*place.path, *path))
                if here in self._changed or _is_asserted(node):
                    return True
                reference = node.get("$ref")
                target = (
                    self._document.resolve(reference, place.file)
                    if isinstance(reference, str)
                    else None
                )
                if target is not None and target not in seen and target not in self._unchanged:
                    seen.add(target)
                    waiting.append(target)
        self._unchanged |= seen
        return False

    def _value(self, place: Place) -> Json:
        value = self._plain[place.file]
        for step in place.path:
            if isinstance(value, dict):
                value = value[str(step)]
            elif isinstance(value, list):
                value = value[int(step)]
        return value
