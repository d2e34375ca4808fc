"""Knows the example answers of an API, and how to turn one into the answer to a request.

It knows no operation: where pictures, messages and codes stand, the table says.
"""

import importlib.resources
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy

from pictura.emulator.values import holds, objects_in, put, put_pictures, skeleton
from pictura_core.data import Json, find
from pictura_core.extensions import Errors, Picture
from pictura_core.operation import Api, Example, Operation
from pictura_core.tuples import NamedTuple

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
            return Told(status, _plain_error(errors, message))
        return Told(status, _put_texts(deepcopy(shape.value), errors, message, code=""))

    def plain(
        self, operation: Operation[object], fields: Mapping[str, object], names: Sequence[str] = ()
    ) -> Told:
        """Give the answer of an operation without pictures.

        Of several examples the one that holds a path parameter's value is taken; another
        operation's example may hold it too (an element of a list for one thing of it).

        Args:
            operation: What is called.
            fields: Parameters and fields of the request's body.
            names: Of further fields that are like path parameters.
        """
        examples = self._examples.get(operation.id, ())
        own = [one for one in examples if _is_success(one, operation.errors)]
        paths = [one.name for one in operation.parameters if one.location == "path"]
        wanted = [fields[one] for one in dict.fromkeys([*paths, *names]) if one in fields]
        for example in own:
            if all(holds(example.value, value) for value in wanted):
                return Told(_number(example.status, 200), example.value)
        if wanted:
            for value in self._objects():
                if all(holds(value, one) for one in wanted) and _accepts(operation, value):
                    return Told(200, value)
            if any(one.name in MISSING for one in examples):
                return self.missing(operation, wanted)
        if own:
            return Told(_number(own[0].status, 200), own[0].value)
        return Told(_success_status(operation), _plainest(operation))

    def events(self, operation: Operation[object]) -> list[Json]:
        """Give the events of an operation's stream; several examples follow each other.

        An example that is a list is of several events. Another operation's are borrowed if it has
        none of its own.
        """
        kind = operation.events.media_type if operation.events else EVENTS
        for examples in (self._examples.get(operation.id, ()), *self._examples.values()):
            found = [
                one.value
                for one in examples
                if one.media_type == kind and one.status.startswith("2")
            ]
            if found:
                return [
                    event for one in found for event in (one if isinstance(one, list) else [one])
                ]
        return []

    def answers(self, operation: Operation[object]) -> list[Told]:
        """Give an operation's own examples in one piece, whatever they tell and with any status."""
        return [
            Told(_number(one.status, 200), deepcopy(one.value))
            for one in self._examples.get(operation.id, ())
            if one.media_type != EVENTS
        ]

    def success(self, operation: Operation[object]) -> Told:
        """Give an operation's own first example of success, else the plainest value."""
        for one in self._examples.get(operation.id, ()):
            if _is_success(one, operation.errors):
                return Told(_number(one.status, 200), deepcopy(one.value))
        return Told(_success_status(operation), _plainest(operation))

    def missing(self, operation: Operation[object], wanted: Sequence[object]) -> Told:
        """Tell that there is nothing of these names, in the example of such an error."""
        words = f"there is no {', '.join(map(repr, wanted))} here"
        for one in self._examples.get(operation.id, ()):
            if one.name in MISSING:
                value = _put_texts(deepcopy(one.value), operation.errors, words)
                return Told(_number(one.status, 404), value)
        documented = [one.status for one in operation.responses]
        status = 400 if "400" in documented and "404" not in documented else 404
        return self.error(operation, status, words)

    def pictures(
        self, operation: Operation[object], source: Picture, pictures: Sequence[str]
    ) -> Told:
        """Give an answer with these pictures where the source says."""
        for example in self._all(operation):
            if _is_success(example, operation.errors) and find(example.value, source.pointer):
                value = deepcopy(example.value)
                return Told(
                    _number(example.status, 200), put_pictures(value, source.pointer, pictures)
                )
        return Told(200, put_pictures(skeleton(source.pointer), source.pointer, pictures))

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
                    yield from objects_in(example.value)


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


def _plain_error(errors: Errors, message: str) -> object:
    """Make an error for which there is no example at all."""
    if not errors.places:
        return {"error": message}
    return _put_texts(skeleton(errors.places[0].message), errors, message)
