"""Knows the example answers of an API, and how to turn one into the answer to a request.

It knows no operation: where pictures, messages and codes stand, the table says.
"""

import importlib.resources
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import NamedTuple

from pictura_core.data import WILDCARD, Json, Path, find, is_array, is_object
from pictura_core.extensions import Errors, Picture
from pictura_core.operation import Api, Example, Operation

EVENTS = "text/event-stream"
INVALID = "invalid_request"
"""The name of the example that says that a request is wrong."""
MISSING = ("not_found", "error_in_200")
"""Names of examples that say that a path parameter leads to nothing."""


class Told(NamedTuple):
    """An answer that is JSON: its status and its value."""

    status: int
    value: object


def load_examples(api: Api) -> dict[str, tuple[Example, ...]]:
    """Read the `examples.json` of an API's generated package; empty if there is none."""
    try:
        text = importlib.resources.files(api.name).joinpath("examples.json").read_text("utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        return {}
    data: Mapping[str, Sequence[Mapping[str, Json]]] = json.loads(text)
    return {
        operation: tuple(
            Example(str(one["name"]), str(one["status"]), str(one["media_type"]), one["value"])
            for one in examples
        )
        for operation, examples in data.items()
    }


class Examples:
    """Example answers by operation; an operation without one borrows another's."""

    def __init__(self, api: Api, examples: Mapping[str, Sequence[Example]]) -> None:
        self._api = api
        self._examples = examples

    def named_error(
        self, operation: Operation[object] | None, name: str, status: int, message: str
    ) -> Told:
        """Tell the error whose example has this name, with its own words.

        If there is none, `status` and `message` are told in the shape of any error.
        """
        found = self._search(operation, lambda one: one.name == name)
        if found is None:
            return self.error(operation, status, message)
        return Told(_number(found.status, status), found.value)

    def status_error(self, operation: Operation[object] | None, status: int, message: str) -> Told:
        """Tell the first error example of this status, else `message` in the shape of any error."""
        found = self._search(
            operation, lambda one: one.status == str(status) and one.media_type != EVENTS
        )
        if found is None:
            return self.error(operation, status, message)
        return Told(status, found.value)

    def invalid(self, operation: Operation[object], message: str) -> Told:
        """Tell what is wrong with a request, in the example of such an error."""
        found = self._search(operation, lambda one: one.name == INVALID)
        if found is None:
            return self.error(operation, 400, message)
        value = deepcopy(found.value)
        return Told(_number(found.status, 400), _put_texts(value, operation.errors, message))

    def error(self, operation: Operation[object] | None, status: int, message: str) -> Told:
        """Tell an error that no example is about, in the shape of those that there are."""
        errors = self._errors(operation)
        shape = self._search(operation, lambda one: one.name == INVALID) or self._search(
            operation, lambda one: _tells_error(one, errors)
        )
        if shape is None:
            return Told(status, _put_texts(_error_skeleton(errors), errors, message))
        return Told(status, _put_texts(deepcopy(shape.value), errors, message, code=""))

    def plain(self, operation: Operation[object], parameters: Mapping[str, object]) -> Told:
        """Give the answer of an operation without pictures.

        Of several examples the one that holds a path parameter's value is taken; another
        operation's example may hold it too (an element of a list for one thing of it).
        """
        examples = self._examples.get(operation.id, ())
        own = [one for one in examples if _is_success(one, operation.errors)]
        wanted = [
            parameters[one.name]
            for one in operation.parameters
            if one.location == "path" and one.name in parameters
        ]
        for example in own:
            if all(_holds(example.value, value) for value in wanted):
                return Told(_number(example.status, 200), example.value)
        if wanted:
            for value in self._objects():
                if all(_holds(value, one) for one in wanted) and _accepts(operation, value):
                    return Told(200, value)
            missing = next((one for one in examples if one.name in MISSING), None)
            if missing is not None:
                words = f"there is no {', '.join(map(repr, wanted))} here"
                value = _put_texts(deepcopy(missing.value), operation.errors, words)
                return Told(_number(missing.status, 404), value)
        if own:
            return Told(_number(own[0].status, 200), own[0].value)
        return Told(_success_status(operation), _plainest(operation))

    def events(self, operation: Operation[object]) -> Json:
        """Give the example of an event stream: its text, or its events; None if there is none."""
        kind = operation.events.media_type if operation.events else EVENTS
        for example in self._all(operation):
            if example.media_type == kind and example.status.startswith("2"):
                return example.value
        return None

    def pictures(
        self, operation: Operation[object], source: Picture, pictures: Sequence[str]
    ) -> Told:
        """Give an answer with these pictures where the source says."""
        for example in self._all(operation):
            if _is_success(example, operation.errors) and find(example.value, source.pointer):
                value = deepcopy(example.value)
                return Told(
                    _number(example.status, 200), _put_pictures(value, source.pointer, pictures)
                )
        return Told(200, _put_pictures(_skeleton(source.pointer), source.pointer, pictures))

    def _errors(self, operation: Operation[object] | None) -> Errors:
        if operation is not None:
            return operation.errors
        return next((one.errors for one in self._api.operations.values()), Errors((), ()))

    def _all(self, operation: Operation[object] | None) -> Iterator[Example]:
        """Give every example, the operation's own first."""
        own = operation.id if operation is not None else ""
        yield from self._examples.get(own, ())
        for name, examples in self._examples.items():
            if name != own:
                yield from examples

    def _search(
        self, operation: Operation[object] | None, fits: Callable[[Example], bool]
    ) -> Example | None:
        return next((one for one in self._all(operation) if fits(one)), None)

    def _objects(self) -> Iterator[object]:
        for examples in self._examples.values():
            for example in examples:
                if example.status.startswith("2"):
                    yield from _objects(example.value)


def _is_success(example: Example, errors: Errors) -> bool:
    return (
        example.status.startswith("2")
        and example.media_type != EVENTS
        and not any(
            there is not None
            for place in errors.places
            for _, there in find(example.value, place.error)
        )
    )


def _tells_error(example: Example, errors: Errors) -> bool:
    return not example.status.startswith("2") and any(
        isinstance(text, str)
        for place in errors.places
        for _, text in find(example.value, place.message)
    )


def _number(status: str, otherwise: int) -> int:
    return int(status) if status.isdigit() else otherwise


def _success_status(operation: Operation[object]) -> int:
    return next(
        (
            int(one.status)
            for one in operation.responses
            if one.status.startswith("2") and one.status.isdigit()
        ),
        200,
    )


def _plainest(operation: Operation[object]) -> object:
    """Give the plainest value that the operation's answer may be."""
    candidates: tuple[object, ...] = ({}, [], "", 0, True)
    return next((one for one in candidates if _accepts(operation, one)), None)


def _accepts(operation: Operation[object], value: object) -> bool:
    for response in operation.responses:
        if response.status.startswith("2") and response.form == "json":
            return response.validator is None or response.validator.is_valid(value)
    return False


def _holds(value: object, wanted: object) -> bool:
    """Tell whether a member of an object is the wanted scalar."""
    return is_object(value) and any(str(one) == str(wanted) for one in value.values())


def _objects(value: object) -> Iterator[object]:
    if is_object(value):
        yield value
        for item in value.values():
            yield from _objects(item)
    elif is_array(value):
        for item in value:
            yield from _objects(item)


def _put_texts(value: object, errors: Errors, message: str, code: str | None = None) -> object:
    """Write message and code where the first place that fits has them; give the whole."""
    for place in errors.places:
        here = [path for path, text in find(value, place.message) if isinstance(text, str)]
        if here:
            value = put(value, here[0], message)
            if code is not None and place.code:
                for path, old in find(value, place.code):
                    if isinstance(old, str):
                        value = put(value, path, code)
            return value
    return value


def _error_skeleton(errors: Errors) -> object:
    return _skeleton(errors.places[0].message if errors.places else ("error",))


def _skeleton(pointer: Sequence[str]) -> object:
    value: object = ""
    for step in reversed(pointer):
        value = [value] if step == WILDCARD else {step: value}
    return value


def _put_pictures(value: object, pointer: Sequence[str], pictures: Sequence[str]) -> object:
    """Clone the innermost array's element for each picture, and write each at its place."""
    if WILDCARD not in pointer:
        return put(value, find(value, pointer)[0][0], pictures[0])
    depth = len(pointer) - 1 - list(reversed(pointer)).index(WILDCARD)
    rest = tuple(pointer[depth + 1 :])
    for path, here in find(value, pointer[:depth]):
        element = next((one for one in here if find(one, rest)), None) if is_array(here) else None
        if element is None:
            continue
        clones: list[object] = []
        for picture in pictures:
            clone = deepcopy(element)
            clones.append(put(clone, find(clone, rest)[0][0], picture))
        return put(value, path, clones)
    return value


def put(value: object, path: Path, new: object) -> object:
    """Write a value at a path that is there; give the whole, which is changed in place."""
    if not path:
        return new
    here = value
    for step in path[:-1]:
        here = _step(here, step)
    last = path[-1]
    if is_object(here):
        here[str(last)] = new
    elif is_array(here) and isinstance(last, int):
        here[last] = new
    return value


def _step(value: object, step: str | int) -> object:
    if is_object(value):
        return value[str(step)]
    if is_array(value) and isinstance(step, int):
        return value[step]
    raise KeyError(step)
