"""Knows OpenAPI overlays (Overlay Specification 1.0): what they change, and where that was written.

It must not know what a specification means.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Protocol, cast

from pictura_core import document
from pictura_core.data import Json, Path
from pictura_core.diagnostics import Diagnostic, Rejected, Severity
from pictura_core.source import Source, Span

_MEMBERS = {"overlay", "info", "extends", "actions"}
_ACTION_MEMBERS = {"target", "description", "update", "remove"}


class Text(Protocol):
    """A text that was read, as `pictura_core.document.Document` is one; all members are its."""

    @property
    def source(self) -> Source:
        """The text."""
        ...

    @property
    def value(self) -> object:
        """What it says."""
        ...

    def span(self, path: Path = ()) -> Span:
        """Tell where the value at a path stands."""
        ...

    def key_span(self, path: Path) -> Span:
        """Tell where the key of the value at a path stands."""
        ...

    def forget_places(self) -> None:
        """Give back the memory that places take."""
        ...


class _Origin:
    """Where a value was written, and where its members were, as soon as an overlay changed one."""

    __slots__ = ("members", "path", "text")

    def __init__(self, text: document.Document, path: Path) -> None:
        self.text = text
        self.path = path
        self.members: dict[str, _Origin] | list[_Origin] | None = None

    def open(self, value: Json) -> "dict[str, _Origin] | list[_Origin]":
        """Give the origin of each member by itself, so that they can be changed."""
        if self.members is None:
            if isinstance(value, dict):
                self.members = {key: _Origin(self.text, (*self.path, key)) for key in value}
            else:
                count = len(value) if isinstance(value, list) else 0
                self.members = [_Origin(self.text, (*self.path, at)) for at in range(count)]
        return self.members

    def follow(self, path: Path) -> "_Origin":
        """Give the origin of what a path leads to, as far as it leads."""
        here = self
        for at, step in enumerate(path):
            members = here.members
            if members is None:
                return _Origin(here.text, (*here.path, *path[at:]))
            if isinstance(members, dict):
                found = members.get(str(step))
            else:
                found = members[step] if isinstance(step, int) and step < len(members) else None
            if found is None:
                return here
            here = found
        return here


class Overlaid:
    """A document with what overlays changed in it; every value keeps the place it has in its file.

    Attributes:
        source: The text of the document itself.
        value: What it says now.
    """

    __slots__ = ("_origin", "source", "texts", "value")

    def __init__(self, text: document.Document) -> None:
        self.source = text.source
        self.value = text.value
        self.texts = [text]
        self._origin = _Origin(text, ())

    def span(self, path: Path = ()) -> Span:
        """Tell where the value at a path was written."""
        origin = self._origin.follow(path)
        return origin.text.span(origin.path)

    def key_span(self, path: Path) -> Span:
        """Tell where the key of the value at a path was written."""
        origin = self._origin.follow(path)
        return origin.text.key_span(origin.path)

    def forget_places(self) -> None:
        """Give back the memory that places take."""
        for text in self.texts:
            text.forget_places()

    def apply(self, overlay: document.Document) -> Iterator[Diagnostic]:
        """Do what an overlay says, action by action.

        Yields:
            A warning for each action whose target is nowhere in the document.

        Raises:
            Rejected: It is no overlay.
        """
        wrong = list(_mistakes(overlay))
        if wrong:
            raise Rejected(wrong)
        self.texts.append(overlay)
        actions = cast("dict[str, list[dict[str, Json]]]", overlay.value)["actions"]
        for number, action in enumerate(actions):
            place: Path = ("actions", number)
            found = _search(cast("Json", self.value), overlay, place)
            if not found:
                message = f"nothing in {self.source.name} is at {action['target']}"
                span = overlay.span((*place, "target"))
                yield Diagnostic("overlay-target", message, span, severity=Severity.WARNING)
            if action.get("remove") is True:
                # From behind, so that what is still to be removed from a list stays where it is.
                if () in found:
                    message = "the document itself cannot be removed"
                    raise Rejected([Diagnostic("overlay-update", message, overlay.span(place))])
                for path in reversed(found):
                    self._remove(path)
            elif "update" in action:
                for path in found:
                    self._update(path, action["update"], overlay, (*place, "update"))

    def _open(self, path: Path) -> tuple[Json, _Origin]:
        """Go to a value, and let every origin on the way be one that can be changed."""
        value, origin = cast("Json", self.value), self._origin
        for step in path:
            members = origin.open(value)
            value = cast("dict[str | int, Json]", value)[step]
            origin = cast("dict[str | int, _Origin]", members)[step]
        return value, origin

    def _remove(self, path: Path) -> None:
        value, origin = self._open(path[:-1])
        members = origin.open(value)
        del cast("dict[str | int, Json]", value)[path[-1]]
        del cast("dict[str | int, _Origin]", members)[path[-1]]

    def _update(self, path: Path, new: Json, text: document.Document, place: Path) -> None:
        value, origin = self._open(path)
        members = origin.open(value)
        if isinstance(value, list) and isinstance(members, list):
            value.append(deepcopy(new))
            members.append(_Origin(text, place))
            return
        if isinstance(value, dict) and isinstance(new, dict):
            _merge(value, origin, new, text, place)
            return
        message = "an update is merged into an object or put at the end of an array"
        raise Rejected([Diagnostic("overlay-update", message, text.span(place))])


def overlaid(
    text: document.Document, overlays: Sequence[document.Document]
) -> tuple[Text, list[Diagnostic]]:
    """Change a document as overlays say, the first one first.

    Args:
        text: The document; its value is changed in place.
        overlays: The overlays.

    Returns:
        The document, in which each value has the place where it was written, and warnings.

    Raises:
        Rejected: One of them is no overlay.
    """
    if not overlays:
        return text, []
    changed = Overlaid(text)
    return changed, [one for overlay in overlays for one in changed.apply(overlay)]


def _merge(
    value: dict[str, Json],
    origin: _Origin,
    new: dict[str, Json],
    text: document.Document,
    place: Path,
) -> None:
    members = cast("dict[str, _Origin]", origin.open(value))
    for key, item in new.items():
        old = value.get(key)
        if isinstance(old, dict) and isinstance(item, dict):
            _merge(old, members[key], item, text, (*place, key))
        elif isinstance(old, list) and isinstance(item, list):
            # Overlay 1.0, 4.4.3: arrays in an update are put behind those in the target.
            own = cast("list[_Origin]", members[key].open(old))
            own += [_Origin(text, (*place, key, at)) for at in range(len(item))]
            old += deepcopy(item)
        else:
            value[key] = deepcopy(item)
            members[key] = _Origin(text, (*place, key))


def _search(value: Json, overlay: document.Document, place: Path) -> list[Path]:
    """Find what the target of an action means, in the order of the document."""
    import jsonpath  # noqa: PLC0415 - few documents have an overlay

    target = cast("dict[str, list[dict[str, str]]]", overlay.value)["actions"][int(place[1])]
    try:
        return [tuple(one.parts) for one in jsonpath.finditer(target["target"], value)]
    except jsonpath.JSONPathError as error:
        message = f"the target is no JSONPath: {str(error).splitlines()[0]}"
        span = overlay.span((*place, "target"))
        raise Rejected([Diagnostic("overlay-target", message, span)]) from error


def _mistakes(overlay: document.Document) -> Iterator[Diagnostic]:
    """Tell what keeps a document from being an overlay."""
    value = cast("Json", overlay.value)
    version = value.get("overlay") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(version, str):
        message = "an overlay begins with `overlay: 1.0.0`"
        yield Diagnostic("overlay-version", message, overlay.span())
        return
    if not version.startswith("1.0."):
        message = f"only overlays of version 1.0 are read, this one says {version}"
        yield Diagnostic("overlay-version", message, overlay.span(("overlay",)))
        return
    yield from _unknown(overlay, value, _MEMBERS, ())
    actions = value.get("actions")
    if not isinstance(actions, list) or not actions:
        message = "an overlay has a list of `actions`, at least one"
        yield Diagnostic("overlay-shape", message, overlay.span(("actions",)))
        return
    for number, action in enumerate(actions):
        place: Path = ("actions", number)
        if not isinstance(action, dict) or not isinstance(action.get("target"), str):
            message = "an action has a `target`, which is a JSONPath"
            yield Diagnostic("overlay-shape", message, overlay.span(place))
            continue
        yield from _unknown(overlay, action, _ACTION_MEMBERS, place)
        if "update" not in action and action.get("remove") is not True:
            message = "an action has an `update`, or says `remove: true`"
            yield Diagnostic("overlay-shape", message, overlay.span(place))


def _unknown(
    overlay: document.Document, value: dict[str, Json], known: set[str], place: Path
) -> Iterator[Diagnostic]:
    for key in value:
        if key not in known and not key.startswith("x-"):
            message = f"an overlay has no `{key}` here"
            yield Diagnostic("overlay-shape", message, overlay.key_span((*place, key)))
