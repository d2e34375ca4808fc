"""Knows the specification extensions: pictures, tasks, prices, errors."""

from collections.abc import Iterator
from typing import Literal

from pictura_codegen.api import Operation, Place
from pictura_codegen.meta import check_extension, is_ours
from pictura_codegen.read.reader import Reader
from pictura_codegen.read.schema import declared
from pictura_core.data import WILDCARD, Json, parse_pointer
from pictura_core.extensions import (
    ErrorPlace,
    ErrorRule,
    Errors,
    Images,
    Picture,
    Price,
    PriceRow,
    Severe,
    Task,
)

_KINDS: dict[Json, Literal["url", "base64", "data-url", "body"]] = {
    "url": "url",
    "base64": "base64",
    "data-url": "data-url",
    "body": "body",
}
NO_ERRORS = Errors((), ())


def read_images(reader: Reader, operation: Place) -> Images | None:
    """Read where an operation's pictures are."""
    value = _extension(reader, operation, "x-images")
    if value is None:
        return None
    sources = tuple(
        Picture(
            pointer=_steps(source, "pointer"),
            kind=_KINDS[source["kind"]],
            expires=_whole(source, "expires"),
            when=_object(source, "when"),
        )
        for source in _objects(value, "sources")
    )
    return Images(
        sources=sources,
        number=_text(value, "count"),
        size=_text(value, "size"),
        width=_text(value, "width"),
        height=_text(value, "height"),
        format=_text(value, "format"),
        prompt=_text(value, "prompt"),
        revised_prompt=_steps(value, "revised_prompt"),
        defaults=_object(value, "defaults"),
        stream=_text(value, "stream"),
    )


def read_price(reader: Reader, operation: Place) -> Price | None:
    """Read what a request costs."""
    value = _extension(reader, operation, "x-price")
    if value is None:
        return None
    rows = tuple(
        PriceRow(_object(row, "when"), _number(row, "usd", 0)) for row in _objects(value, "rows")
    )
    return Price(
        per="request" if value.get("per") == "request" else "image",
        rows=rows,
        defaults=_object(value, "defaults"),
        source=_text(value, "source"),
    )


def read_task(reader: Reader, operation: Place) -> Task | None:
    """Read how an operation that answers with a task is followed."""
    value = _extension(reader, operation, "x-task")
    if value is None:
        return None
    return Task(
        poll=_text(value, "poll"),
        id=_steps(value, "id"),
        parameter=_text(value, "parameter"),
        state=_steps(value, "state"),
        pending=_states(value, "pending"),
        done=_states(value, "done"),
        failed=_states(value, "failed"),
        reason=_steps(value, "reason"),
        progress=_steps(value, "progress"),
        interval=_number(value, "interval", 5.0),
        maximum=_number(value, "maximum", 900.0),
    )


def read_errors(reader: Reader, owner: Place) -> Errors | None:
    """Read how errors are told, at the root or in an operation."""
    value = _extension(reader, owner, "x-errors")
    if value is None:
        return None
    places = tuple(
        ErrorPlace(_steps(place, "error"), _steps(place, "message"), _steps(place, "code"))
        for place in _objects(value, "places")
    )
    rules = tuple(
        ErrorRule(
            severity=Severe(_text(rule, "severity")),
            statuses=tuple(one for one in _list(rule, "statuses") if isinstance(one, int)),
            codes=tuple(str(one) for one in _list(rule, "codes")),
            messages=tuple(str(one).lower() for one in _list(rule, "messages")),
        )
        for rule in _objects(value, "rules")
    )
    return Errors(places, rules)


def read_deprecated(reader: Reader, operation: Place) -> str:
    """Read why an operation should no longer be used; empty if it may be."""
    reason = reader.mapping(operation).get("x-deprecated")
    if isinstance(reason, str) and reason:
        return reason
    return "deprecated by its specification" if reader.flag(operation, "deprecated") else ""


def check_extensions(reader: Reader, operations: tuple[Operation, ...]) -> None:
    """Check what the extensions name: request fields, places in answers, operations."""
    known = {operation.id: operation for operation in operations}
    for operation in operations:
        fields = _fields(operation)
        if operation.images is not None:
            _check_fields(reader, operation.place.child("x-images"), fields)
            if operation.task is None:
                _check_pointers(reader, operation)
        if operation.price is not None:
            _check_fields(reader, operation.place.child("x-price"), fields)
        if operation.task is not None:
            _check_task(reader, operation, operation.task, known)


def _fields(operation: Operation) -> frozenset[str] | None:
    """Give the names that a request may have; None if its body may have any."""
    bodies = [body for body in operation.bodies if body.schema is not None]
    if any(not body.fields for body in bodies):
        return None
    return frozenset(field.name for body in bodies for field in body.fields) | {
        parameter.name for parameter in operation.parameters
    }


def _check_fields(reader: Reader, extension: Place, fields: frozenset[str] | None) -> None:
    if fields is None:
        return
    for place, name in _named_fields(reader, extension):
        if name not in fields:
            message = f"the request has no field {name}"
            reader.error(
                "unknown-field", message, place, at="key" if place.path[-1] == name else "value"
            )


def _named_fields(reader: Reader, extension: Place) -> Iterator[tuple[Place, str]]:
    value = reader.mapping(extension)
    for role in ("count", "size", "width", "height", "format", "prompt", "stream"):
        if isinstance(value.get(role), str):
            yield extension.child(role), str(value[role])
    conditions = [extension.child("defaults")] if "defaults" in value else []
    for rows in ("sources", "rows"):
        for index, row in enumerate(_list(value, rows)):
            if isinstance(row, dict) and "when" in row:
                conditions.append(extension.child(rows, index, "when"))
    for condition in conditions:
        for name in reader.mapping(condition):
            yield condition.child(name), name


def _check_pointers(reader: Reader, operation: Operation) -> None:
    roots = [
        response.schema.place
        for response in operation.responses
        if response.status.startswith("2")
        and response.form == "json"
        and response.schema is not None
    ]
    extension = operation.place.child("x-images")
    value = reader.mapping(extension)
    pointers = [
        extension.child("sources", index, "pointer")
        for index, source in enumerate(_objects(value, "sources"))
        if "pointer" in source and source["kind"] != "body"
    ]
    if "revised_prompt" in value:
        pointers.append(extension.child("revised_prompt"))
    for place in pointers:
        pointer = str(reader.value(place))
        if roots and not any(_leads(reader, root, parse_pointer(pointer)) for root in roots):
            message = f"{pointer} leads nowhere in the answers of {operation.id}"
            reader.error("pointer-leads-nowhere", message, place)


def _leads(reader: Reader, schema: Place, steps: tuple[str, ...]) -> bool:
    """Tell whether a value that fits a schema can have something at the end of the steps."""
    if not steps:
        return True
    step, rest = steps[0], steps[1:]
    found = declared(reader, schema)
    if step in found and _leads(reader, found[step], rest):
        return True
    if step == WILDCARD or step.isdigit():
        return any(_leads(reader, items, rest) for items in _items(reader, schema, []))
    return not found and not _items(reader, schema, []) and _is_open(reader, schema)


def _items(reader: Reader, schema: Place, seen: list[Place]) -> list[Place]:
    value = reader.value(schema)
    if schema in seen or not isinstance(value, dict):
        return []
    seen.append(schema)
    found = [schema.child("items")] if "items" in value else []
    if isinstance(value.get("$ref"), str):
        target = reader.document.resolve(str(value["$ref"]), schema.file)
        found += _items(reader, target, seen) if target is not None else []
    for keyword in ("allOf", "anyOf", "oneOf"):
        for index in range(len(_list(value, keyword))):
            found += _items(reader, schema.child(keyword, index), seen)
    return found


def _is_open(reader: Reader, schema: Place) -> bool:
    """Tell whether a schema that declares nothing leaves room for anything."""
    value = reader.value(schema)
    if not isinstance(value, dict):
        return value is True
    kind = value.get("type")
    return kind in (None, "object", "array") and not any(
        key in value for key in ("$ref", "enum", "const", "allOf", "anyOf", "oneOf")
    )


def _check_task(
    reader: Reader, operation: Operation, task: Task, known: dict[str, Operation]
) -> None:
    place = operation.place.child("x-task")
    poll = known.get(task.poll)
    if poll is None:
        reader.error("unknown-operation", f"there is no operation {task.poll}", place.child("poll"))
        return
    fields = _fields(poll)
    if fields is not None and task.parameter not in fields:
        message = f"{task.poll} has no parameter {task.parameter}"
        reader.error("unknown-field", message, place.child("parameter"))


def _extension(reader: Reader, owner: Place, name: str) -> dict[str, Json] | None:
    if name not in reader.mapping(owner):
        return None
    place = owner.child(name)
    if not is_ours(name, reader.value(place)):
        message = f"{name} has nothing of what it has here, and so is taken for somebody else's"
        reader.warn("foreign-extension", message, place, at="key")
        return None
    wrong = check_extension(name, reader.value(place))
    for path, message in wrong:
        reader.error("wrong-extension", f"{name}: {message}", place.child(*path))
    return None if wrong else reader.mapping(place)


def _text(value: dict[str, Json], key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


def _number(value: dict[str, Json], key: str, default: float) -> float:
    found = value.get(key)
    return found if isinstance(found, int | float) else default


def _whole(value: dict[str, Json], key: str) -> int:
    return int(_number(value, key, 0))


def _steps(value: dict[str, Json], key: str) -> tuple[str, ...]:
    return parse_pointer(_text(value, key))


def _object(value: dict[str, Json], key: str) -> dict[str, Json]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _list(value: dict[str, Json], key: str) -> list[Json]:
    found = value.get(key)
    return found if isinstance(found, list) else []


def _objects(value: dict[str, Json], key: str) -> list[dict[str, Json]]:
    return [one for one in _list(value, key) if isinstance(one, dict)]


def _states(value: dict[str, Json], key: str) -> tuple[str | int, ...]:
    return tuple(one for one in _list(value, key) if isinstance(one, str | int))
