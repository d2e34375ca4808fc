"""Knows whether what `x-batch` names is there: operations, fields, places in answers."""

from pictura_codegen.api import Body, Operation, Place
from pictura_codegen.read.extension_checks import answers_of, check_parameter, check_pointers
from pictura_codegen.read.reader import Reader
from pictura_core.batches import Batch


def check_batches(reader: Reader, operations: tuple[Operation, ...]) -> None:
    """Check what `x-batch` names, and that the operations that have it can be batched."""
    known = {operation.id: operation for operation in operations}
    for operation in operations:
        if operation.batch is not None:
            _check_operation(reader, operation, operation.batch)
            _check_upload(reader, operation, operation.batch, known)
            _check_creation(reader, operation, operation.batch, known)
            _check_following(reader, operation, operation.batch, known)


def _check_operation(reader: Reader, operation: Operation, batch: Batch) -> None:
    """A line holds one JSON body, and is answered by one: there is room for nothing else."""
    place = operation.place.child("x-batch")
    line = next((body for body in operation.bodies if body.form == "json"), None)
    if line is None:
        message = f"{operation.id} takes no JSON, which is all that a line can hold"
        reader.error("cannot-be-batched", message, place, at="key")
    else:
        _check_inputs(reader, operation, batch, line)
    required = [one.name for one in operation.parameters if one.required]
    if required:
        message = f"a line has no room for the parameter {required[0]} of {operation.id}"
        reader.error("cannot-be-batched", message, place, at="key")


def _check_inputs(reader: Reader, operation: Operation, batch: Batch, line: Body) -> None:
    """Files of the usual body stand somewhere in a line's."""
    place = operation.place.child("x-batch", "inputs")
    usual = operation.bodies[0]
    for name, steps in batch.inputs.items():
        here = place.child(name)
        if name not in usual.files:
            message = f"{operation.id} takes no file {name} in its usual body"
            reader.error("unknown-field", message, here, at="key")
        if not steps or steps[0] not in {one.name for one in line.fields}:
            message = f"the JSON body of {operation.id} has no member {'/'.join(steps)}"
            reader.error("unknown-field", message, here)


def _check_upload(
    reader: Reader, owner: Operation, batch: Batch, known: dict[str, Operation]
) -> None:
    place = owner.place.child("x-batch", "upload")
    operation = _operation(reader, place, batch.upload.operation, known)
    if operation is None:
        return
    check_parameter(reader, operation, batch.upload.file, place.child("file"))
    for name in batch.upload.arguments:
        check_parameter(reader, operation, name, place.child("arguments", name))
    check_pointers(reader, operation, answers_of(operation, "json"), [place.child("id")])


def _check_creation(
    reader: Reader, owner: Operation, batch: Batch, known: dict[str, Operation]
) -> None:
    place = owner.place.child("x-batch", "create")
    operation = _operation(reader, place, batch.create.operation, known)
    if operation is None:
        return
    for role, name in (
        ("file", batch.create.file),
        ("endpoint", batch.create.endpoint),
        ("name", batch.create.name[0]),
    ):
        check_parameter(reader, operation, name, place.child(role))
    for name in batch.create.arguments:
        check_parameter(reader, operation, name, place.child("arguments", name))
    told = [place.child("id"), place.child("name")]
    check_pointers(reader, operation, answers_of(operation, "json"), told)


def _check_following(
    reader: Reader, owner: Operation, batch: Batch, known: dict[str, Operation]
) -> None:
    place = owner.place.child("x-batch")
    here = place.child("find")
    lists = _operation(reader, here, batch.find.operation, known)
    if lists is not None:
        if batch.find.after:
            check_parameter(reader, lists, batch.find.after, here.child("after"))
        told = [here.child("batches"), here.child("more")]
        check_pointers(reader, lists, answers_of(lists, "json"), told)
    here = place.child("poll")
    poll = _operation(reader, here, batch.poll.operation, known)
    if poll is not None:
        check_parameter(reader, poll, batch.poll.parameter, here.child("parameter"))
        told = [here.child(role) for role in ("state", "reason", "total", "completed")]
        told += [here.child("files", at) for at in range(len(batch.poll.files))]
        check_pointers(reader, poll, answers_of(poll, "json"), told)
    for role, question in (("fetch", batch.fetch), ("cancel", batch.cancel)):
        if question is not None:
            here = place.child(role)
            asked = _operation(reader, here, question.operation, known)
            if asked is not None:
                check_parameter(reader, asked, question.parameter, here.child("parameter"))


def _operation(
    reader: Reader, place: Place, name: str, known: dict[str, Operation]
) -> Operation | None:
    if name not in known:
        message = f"there is no operation {name}"
        reader.error("unknown-operation", message, place.child("operation"))
    return known.get(name)
