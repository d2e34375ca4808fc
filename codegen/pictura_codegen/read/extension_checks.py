"""Knows whether what extensions name is there: request fields, places in answers, operations."""

from collections.abc import Iterator

from pictura_codegen.api import Operation, Place, ResponseForm
from pictura_codegen.read.extension_members import list_in, mappings_in
from pictura_codegen.read.reader import Reader
from pictura_codegen.read.schema import declared
from pictura_core.data import WILDCARD, parse_pointer
from pictura_core.extensions import Task


def check_extensions(reader: Reader, operations: tuple[Operation, ...]) -> None:
    """Check what the extensions name: request fields, places in answers, operations."""
    known = {operation.id: operation for operation in operations}
    for operation in operations:
        fields = _fields(operation)
        for name, value in (
            ("x-images", operation.images),
            ("x-price", operation.price),
            ("x-stream", operation.told_stream),
            ("x-lifecycle", operation.lifecycle),
        ):
            if value is not None:
                _check_fields(reader, operation.place.child(name), fields)
        _check_inputs(reader, operation, fields)
        _check_accept(reader, operation)
        if operation.told_stream is not None:
            _check_stream(reader, operation)
        if operation.task is not None:
            _check_task(reader, operation, operation.task, known)
        elif operation.images is not None:
            _check_pictures(reader, operation, operation)


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
    for role in ("count", "size", "width", "height", "format", "prompt", "field"):
        if isinstance(value.get(role), str):
            yield extension.child(role), str(value[role])
    conditions = [extension.child("defaults")] if "defaults" in value else []
    for rows in ("sources", "rows", "rules", "retires"):
        for index, row in enumerate(list_in(value, rows)):
            if isinstance(row, dict) and "when" in row:
                conditions.append(extension.child(rows, index, "when"))
    for condition in conditions:
        for name in reader.mapping(condition):
            yield condition.child(name), name


def _check_inputs(reader: Reader, operation: Operation, fields: frozenset[str] | None) -> None:
    for body in operation.bodies:
        for one in body.inputs:
            conditions = [one.defaults, *(rule.when for rule in one.rules)]
            named = {name for condition in conditions for name in condition}
            named |= {rule.like for rule in one.rules if rule.like}
            for name in sorted(named - fields if fields is not None else ()):
                message = f"x-input of {'/'.join(one.path)}: the request has no field {name}"
                reader.error("unknown-field", message, body.place)


def _check_accept(reader: Reader, operation: Operation) -> None:
    documented = {response.media_type for response in operation.responses}
    for index, media_type in enumerate(operation.accept):
        if media_type not in documented:
            message = f"no answer of {operation.id} is {media_type}"
            reader.error("unknown-media-type", message, operation.place.child("x-accept", index))


def _check_stream(reader: Reader, operation: Operation) -> None:
    extension = operation.place.child("x-stream")
    roots = answers_of(operation, "events")
    if not roots:
        message = f"no answer of {operation.id} is text/event-stream"
        reader.error("pointer-leads-nowhere", message, extension, at="key")
    check_pointers(
        reader, operation, roots, [*_sources(reader, extension), extension.child("kind")]
    )


def _check_pictures(reader: Reader, operation: Operation, told_by: Operation) -> None:
    """Check where pictures are said to stand: in the answers of `told_by`."""
    if operation.images is None:
        return
    extension = operation.place.child("x-images")
    pointers = [*_sources(reader, extension), extension.child("revised_prompt")]
    check_pointers(reader, told_by, answers_of(told_by, "json"), pointers)


def answers_of(operation: Operation, form: ResponseForm) -> list[Place]:
    """Give the schemas of the successful answers of a form."""
    return [
        response.schema.place
        for response in operation.responses
        if response.status.startswith("2") and response.form == form and response.schema is not None
    ]


def _sources(reader: Reader, extension: Place) -> list[Place]:
    return [
        extension.child("sources", index, "pointer")
        for index, source in enumerate(mappings_in(reader.mapping(extension), "sources"))
        if source["kind"] != "body"
    ]


def check_pointers(
    reader: Reader, operation: Operation, roots: list[Place], pointers: list[Place]
) -> None:
    """Check that pointers, where they are, lead somewhere in one of the answers."""
    for place in pointers:
        last = place.path[-1]
        if isinstance(last, str) and last not in reader.mapping(Place(place.file, place.path[:-1])):
            continue
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
    items = _items(reader, schema, [])
    if items and (step == WILDCARD or step.isdigit()):
        return any(_leads(reader, one, rest) for one in items)
    return not found and not items and _is_open(reader, schema)


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
        for index in range(len(list_in(value, keyword))):
            found += _items(reader, schema.child(keyword, index), seen)
    return found


def _is_open(reader: Reader, schema: Place) -> bool:
    """Tell whether a schema that declares nothing leaves room for anything."""
    value = reader.value(schema)
    if not isinstance(value, dict):
        return value is True
    ways = [
        schema.child(key, at)
        for key in ("anyOf", "oneOf")
        for at in range(len(list_in(value, key)))
    ]
    if ways:
        return any(_is_open(reader, one) for one in ways)
    kinds = list_in(value, "type") or [value.get("type")]
    return any(one in (None, "object", "array") for one in kinds) and not any(
        key in value for key in ("$ref", "enum", "const", "allOf")
    )


def _check_task(
    reader: Reader, operation: Operation, task: Task, known: dict[str, Operation]
) -> None:
    place = operation.place.child("x-task")
    poll = known.get(task.poll)
    if poll is None:
        reader.error("unknown-operation", f"there is no operation {task.poll}", place.child("poll"))
        return
    check_parameter(reader, poll, task.parameter, place.child("parameter"))
    for name in task.arguments:
        check_parameter(reader, poll, name, place.child("arguments", name))
    several = list_in(reader.mapping(place), "id")
    ids = [place.child("id", at) for at in range(len(several))] or [place.child("id")]
    check_pointers(reader, operation, answers_of(operation, "json"), ids)
    told = [place.child(role) for role in ("state", "reason", "progress")]
    check_pointers(reader, poll, answers_of(poll, "json"), told)
    if task.minimum > task.interval:
        message = (
            f"the provider allows one question in {task.minimum:g} s, not in {task.interval:g}"
        )
        where = place.child("interval" if "interval" in reader.mapping(place) else "minimum")
        reader.error("impatient-task", message, where)
    fetch = known.get(task.fetch) if task.fetch else poll
    if fetch is None:
        message = f"there is no operation {task.fetch}"
        reader.error("unknown-operation", message, place.child("fetch"))
        return
    if fetch is not poll:
        check_parameter(reader, fetch, task.parameter, place.child("fetch"))
    if task.buttons is not None:
        pointer = place.child("buttons", "pointer")
        check_pointers(reader, fetch, answers_of(fetch, "json"), [pointer])
    _check_pictures(reader, operation, fetch)


def check_parameter(reader: Reader, operation: Operation, name: str, place: Place) -> None:
    """Check that an operation has a parameter or a body field of a name."""
    fields = _fields(operation)
    if fields is not None and name not in fields:
        message = f"{operation.id} has no parameter {name}"
        reader.error("unknown-field", message, place)
