"""Knows which places of a request hold files, and what an operation asks of the files there.

It must not know where files lie, nor any operation by name: what is asked the table says.
"""

from collections.abc import Iterator, Mapping, Sequence

from pictura.job import Upstream, UpstreamTask
from pictura_core.data import WILDCARD, Path, find, is_array, is_object
from pictura_core.extensions import applies
from pictura_core.inputs import Facts, Form, InputField, InputRule, complaints
from pictura_core.operation import Operation
from pictura_core.tuples import NamedTuple

_STAND_INS: Mapping[Form, str] = {
    "file": "picture.png",
    "data-url": "data:image/png;base64,AAAA",
    "base64": "AAAA",
    "url": "https://example.com/picture.png",
}
"""What a validator sees where a file will be, by how it will travel."""


class FilePlace(NamedTuple):
    """A place of a request that holds a file.

    Attributes:
        path: Into the request.
        value: A path as the recipe writes it, or a picture that is still to be made.
        field: What is asked of it, None if nothing is.
        form: How it will travel.
    """

    path: Path
    value: str | Upstream
    field: InputField | None
    form: Form


class FilePlaces:
    """The places of one operation's requests that take files.

    Attributes:
        is_empty: Whether there are none.
    """

    __slots__ = ("_fields", "_parts", "is_empty")

    def __init__(self, operation: Operation[object]) -> None:
        body = operation.bodies[0] if operation.bodies else None
        inputs = body.inputs if body else ()
        self._parts = {name: _field_of(name, inputs) for name in (body.files if body else ())}
        self._fields = tuple(one for one in inputs if one.path[0] not in self._parts)
        self.is_empty = not self._parts and not self._fields

    def find(self, request: Mapping[str, object]) -> list[FilePlace]:
        """Find every file that a request names; addresses and texts that are data are none."""
        found: list[FilePlace] = []
        for name, field in self._parts.items():
            if name in request:
                found += _places(request[name], (name,), field, "file")
        for field in self._fields:
            form = _travelling(field)
            for path, value in find(request, field.path):
                found += (
                    one
                    for one in _places(value, path, field, form)
                    if isinstance(one.value, Upstream) or _is_path(one.value)
                )
        return found


def form_at(operation: Operation[object], path: Path) -> Form:
    """Tell in which form a file travels that stands at a place of a request."""
    body = operation.bodies[0] if operation.bodies else None
    if body is None or not path or path[0] in body.files:
        return "file"
    # Where an array is said to take files, a path goes one step further, to the element.
    steps = tuple(WILDCARD if isinstance(step, int) else step for step in path)
    for field in body.inputs:
        if steps in (field.path, (*field.path, WILDCARD)):
            return _travelling(field)
    return "file"


def stand_in(place: FilePlace) -> str:
    """Give what a validator sees in a file's place."""
    return _STAND_INS[place.form]


def has_pictures(value: object) -> bool:
    """Tell whether what is still to be made, a picture or a task, stands anywhere in a value."""
    if isinstance(value, Upstream | UpstreamTask):
        return True
    if is_array(value):
        return any(has_pictures(item) for item in value)
    return is_object(value) and any(has_pictures(item) for item in value.values())


def pictures_in(value: object, path: Path = ()) -> Iterator[tuple[Path, Upstream | UpstreamTask]]:
    """Find every picture, and every task, that is still to be made."""
    if isinstance(value, Upstream | UpstreamTask):
        yield path, value
    elif is_array(value):
        for index, item in enumerate(value):
            yield from pictures_in(item, (*path, index))
    elif is_object(value):
        for name, item in value.items():
            yield from pictures_in(item, (*path, name))


def wrong_with(
    place: FilePlace, facts: Mapping[Path, Facts], request: Mapping[str, object]
) -> Iterator[str]:
    """Say in what a file is not as its operation asks.

    Args:
        place: Where it stands.
        facts: What is known of the files of this request.
        request: The request.
    """
    rule = _rule(place.field, request)
    if rule is None or place.path not in facts:
        return
    like = next((facts[path] for path in facts if rule.like and path[0] == rule.like), None)
    yield from complaints(rule, facts[place.path], like)


def _travelling(field: InputField) -> Form:
    """Tell in which form a file of the project travels."""
    files: list[Form] = [one for one in field.forms if one != "url"]
    return (*files, *field.forms)[0]


def _rule(field: InputField | None, request: Mapping[str, object]) -> InputRule | None:
    if field is None:
        return None
    asked = {**field.defaults, **{k: v for k, v in request.items() if v is not None}}
    return next((rule for rule in field.rules if applies(rule.when, asked)), None)


def _field_of(name: str, inputs: Sequence[InputField]) -> InputField | None:
    return next((one for one in inputs if one.path in ((name,), (name, WILDCARD))), None)


def _places(value: object, path: Path, field: InputField | None, form: Form) -> Iterator[FilePlace]:
    """Give a file, or each file of a list."""
    if isinstance(value, str | Upstream):
        yield FilePlace(path, value, field, form)
    elif is_array(value):
        for index, item in enumerate(value):
            yield from _places(item, (*path, index), field, form)


def _is_path(text: str) -> bool:
    """Tell a path from an address and from data: base64 has no dot, a picture's path has one."""
    return "." in text and not text.startswith(("data:", "http://", "https://"))
