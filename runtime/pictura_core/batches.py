"""Knows the words for how requests are handed in as a file, to be answered later (`x-batch`).

A generated table writes a document's extensions in them. This module must not know operations.
"""

from collections.abc import Mapping
from types import MappingProxyType

from pictura_core.data import Json
from pictura_core.extensions import NO_CONDITION
from pictura_core.tuples import NamedTuple

NO_INPUTS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
"""An operation whose usual body is JSON, or holds no files."""


class BatchUpload(NamedTuple):
    """How the file with a batch's requests is given to the API (`x-batch.upload`).

    Attributes:
        operation: The operationId that takes it.
        file: The body field for the file.
        id: Steps in the answer to the file's id.
        arguments: Further fields.
    """

    operation: str
    file: str
    id: tuple[str, ...]
    arguments: Mapping[str, Json] = NO_CONDITION


class BatchCreation(NamedTuple):
    """How a batch is made of a file (`x-batch.create`).

    Attributes:
        operation: The operationId that makes it.
        file: The body field for the file's id.
        endpoint: The body field for the endpoint.
        name: Steps in the body, and in what tells of a batch, to a text of the caller's own: by it
            a batch is found again of which only the request is known.
        id: Steps in the answer to the batch's id.
        arguments: Further fields.
    """

    operation: str
    file: str
    endpoint: str
    name: tuple[str, ...]
    id: tuple[str, ...]
    arguments: Mapping[str, Json] = NO_CONDITION


class BatchList(NamedTuple):
    """How all batches are listed (`x-batch.find`).

    Attributes:
        operation: The operationId that lists them.
        batches: Steps in the answer to each of them.
        after: The parameter for the id of the last one that is known; empty if all come at once.
        more: Steps to whether there are further ones.
    """

    operation: str
    batches: tuple[str, ...]
    after: str = ""
    more: tuple[str, ...] = ()


class BatchPoll(NamedTuple):
    """How a batch's state is asked for (`x-batch.poll`).

    Attributes:
        operation: The operationId that tells it.
        parameter: Its parameter for the batch's id.
        state: Steps to the state.
        pending: States in which to ask again.
        done: States in which every line has its result.
        failed: States in which no more results will come; those that are there count.
        reason: Steps to the words for a failure.
        files: Steps to the ids of the files with results, each of which may be missing.
        total: Steps to how many requests it has.
        completed: Steps to how many of them have a result.
        interval: Seconds between the first two questions.
        backoff: By how much the interval grows from one question to the next, at least 1.
        longest: Seconds that the interval never exceeds.
    """

    operation: str
    parameter: str
    state: tuple[str, ...]
    pending: tuple[str, ...]
    done: tuple[str, ...]
    failed: tuple[str, ...]
    files: tuple[tuple[str, ...], ...]
    reason: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    completed: tuple[str, ...] = ()
    interval: float = 30.0
    backoff: float = 1.0
    longest: float = 600.0


class BatchQuestion(NamedTuple):
    """What is asked about one thing by its id (`x-batch.fetch` and `x-batch.cancel`).

    Attributes:
        operation: The operationId.
        parameter: Its parameter for the id.
    """

    operation: str
    parameter: str


class BatchLine(NamedTuple):
    """What stands in a line of a batch's files (`x-batch.line`); each member is steps.

    Attributes:
        key: To the caller's own name of the request, in both files.
        method: To the HTTP method.
        url: To the endpoint.
        body: To the request's body.
        status: To the HTTP status of a result.
        answer: To the body of a result.
        error: To what a line has instead if the request was never answered.
    """

    key: tuple[str, ...]
    method: tuple[str, ...]
    url: tuple[str, ...]
    body: tuple[str, ...]
    status: tuple[str, ...]
    answer: tuple[str, ...]
    error: tuple[str, ...]


class Batch(NamedTuple):
    """How many requests of an operation are handed in at once, to be answered later (`x-batch`).

    Attributes:
        endpoint: What a batch calls the operation: in each line, and when it is made.
        upload: How the file with the requests is given to the API.
        create: How a batch is made of it.
        find: How a batch is found again.
        poll: How its state is asked for.
        fetch: How a file with results is fetched.
        line: What stands in a line.
        requests: How many a batch may have.
        bytes: How large its file may be.
        factor: By what the price of a request is multiplied.
        cancel: How a batch is given up, None if it cannot be.
        inputs: For each file of the operation's usual body, steps to where a line's body takes it
            as a data URL instead, `*` for each of several; none if the usual body is JSON.
    """

    endpoint: str
    upload: BatchUpload
    create: BatchCreation
    find: BatchList
    poll: BatchPoll
    fetch: BatchQuestion
    line: BatchLine
    requests: int
    bytes: int
    factor: float = 1.0
    cancel: BatchQuestion | None = None
    inputs: Mapping[str, tuple[str, ...]] = NO_INPUTS
