"""Knows `x-batch`: how requests are handed in as a file. It checks nothing that it names."""

from pictura_codegen.api import Place
from pictura_codegen.read.extension_members import (
    extension_at,
    list_in,
    mapping_in,
    number_in,
    steps_in,
    text_in,
    texts_in,
    whole_in,
)
from pictura_codegen.read.reader import Reader
from pictura_core.batches import (
    Batch,
    BatchCreation,
    BatchLine,
    BatchList,
    BatchPoll,
    BatchQuestion,
    BatchUpload,
)
from pictura_core.data import Json, parse_pointer


def read_batch(reader: Reader, operation: Place) -> Batch | None:
    """Read how many requests of an operation are handed in at once."""
    value = extension_at(reader, operation, "x-batch")
    if value is None:
        return None
    limits = mapping_in(value, "limits")
    line = mapping_in(value, "line")
    cancel = mapping_in(value, "cancel")
    return Batch(
        endpoint=text_in(value, "endpoint"),
        upload=_upload(mapping_in(value, "upload")),
        create=_creation(mapping_in(value, "create")),
        find=_list(mapping_in(value, "find")),
        poll=_poll(mapping_in(value, "poll")),
        fetch=_question(mapping_in(value, "fetch")),
        line=BatchLine(*(steps_in(line, one) for one in BatchLine._fields)),
        requests=whole_in(limits, "requests"),
        bytes=whole_in(limits, "bytes"),
        factor=number_in(value, "factor", 1.0),
        cancel=_question(cancel) if cancel else None,
        inputs={name: parse_pointer(str(one)) for name, one in mapping_in(value, "inputs").items()},
    )


def _upload(value: dict[str, Json]) -> BatchUpload:
    return BatchUpload(
        operation=text_in(value, "operation"),
        file=text_in(value, "file"),
        id=steps_in(value, "id"),
        arguments=mapping_in(value, "arguments"),
    )


def _creation(value: dict[str, Json]) -> BatchCreation:
    return BatchCreation(
        operation=text_in(value, "operation"),
        file=text_in(value, "file"),
        endpoint=text_in(value, "endpoint"),
        name=steps_in(value, "name"),
        id=steps_in(value, "id"),
        arguments=mapping_in(value, "arguments"),
    )


def _list(value: dict[str, Json]) -> BatchList:
    return BatchList(
        operation=text_in(value, "operation"),
        batches=steps_in(value, "batches"),
        after=text_in(value, "after"),
        more=steps_in(value, "more"),
    )


def _poll(value: dict[str, Json]) -> BatchPoll:
    return BatchPoll(
        operation=text_in(value, "operation"),
        parameter=text_in(value, "parameter"),
        state=steps_in(value, "state"),
        pending=texts_in(value, "pending"),
        done=texts_in(value, "done"),
        failed=texts_in(value, "failed"),
        files=tuple(parse_pointer(str(one)) for one in list_in(value, "files")),
        reason=steps_in(value, "reason"),
        total=steps_in(value, "total"),
        completed=steps_in(value, "completed"),
        interval=number_in(value, "interval", 30.0),
        backoff=number_in(value, "backoff", 1.0),
        longest=number_in(value, "longest", 600.0),
    )


def _question(value: dict[str, Json]) -> BatchQuestion:
    return BatchQuestion(text_in(value, "operation"), text_in(value, "parameter"))
