"""Knows how a file with requests becomes a batch at the server, once. It follows none.

The batch carries a name of our own. So one whose making was not answered, or whose answer a crash
lost, is looked for by that name before anybody makes it again.
"""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TypeVar

from pictura.run.brake import Brake
from pictura.run.calls import ask_value
from pictura.run.context import Context
from pictura.run.tries import Tries
from pictura_core.batches import Batch
from pictura_core.data import find, is_object, put
from pictura_core.errors import ApiError, InvalidResponse, PicturaError, TransportError
from pictura_core.extensions import Severe

T = TypeVar("T")

_MEDIA_TYPE = "application/jsonl"
_MOST_PAGES = 1000
_LOOKS = 3
"""How often a batch is looked for that may still be in the making."""
_PAUSE = 2.0
"""Seconds between two looks."""


class Stopped(PicturaError):  # noqa: N818 - the name says what happened
    """The run was stopped before the API had answered."""


async def submit(context: Context, batch: Batch, name: str, file: Path) -> str:
    """Hand in a file with requests; gives the server's name for the batch.

    Args:
        context: The run's.
        batch: How.
        name: Our own name for it.
        file: With a request in each line.

    Raises:
        ApiError: The API said no.
        InvalidRequest: The specification does not take what has to be sent.
        InvalidResponse: An answer makes no sense.
        TransportError: No answer came, however often it was tried.
        Stopped: The run was stopped meanwhile.
        TooLarge: An answer is larger than a run takes.
        OSError: The file cannot be read.
    """
    operations, tries, brake = context.api.operations, context.tries, context.brake
    upload, create = batch.upload, batch.create
    content = (f"{name}.jsonl", file, _MEDIA_TYPE)

    async def send() -> str:
        given = {**upload.arguments, upload.file: content}
        told = await ask_value(context, operations[upload.operation], given)
        return _id(told, upload.id, upload.operation)

    # A file that was sent twice is one that nobody uses.
    file_id = await patiently(send, tries, brake)
    given: dict[str, object] = {
        **_copy(create.arguments),
        create.file: file_id,
        create.endpoint: batch.endpoint,
    }
    put(given, create.name, name)

    async def make() -> str:
        try:
            told = await ask_value(context, operations[create.operation], given, name)
            return _id(told, create.id, create.operation)
        except (InvalidResponse, TransportError) as error:
            if isinstance(error, TransportError) and not error.sent:
                raise
            made = await look_for(context, batch, name)
            if made:
                return made
            raise

    return await patiently(make, tries, brake)


async def find_batch(context: Context, batch: Batch, name: str) -> str:
    """Find a batch by our own name for it; gives the server's, empty if it has none of that name.

    Raises:
        ApiError: The API said no.
        InvalidRequest: The specification does not take what has to be sent.
        InvalidResponse: An answer makes no sense.
        TransportError: No answer came.
        TooLarge: An answer is larger than a run takes.
    """
    listing, create = batch.find, batch.create
    given: dict[str, object] = {}
    for _ in range(_MOST_PAGES):
        page = await ask_value(context, context.api.operations[listing.operation], given)
        last = ""
        for _, one in find(page, listing.batches):
            last = text_at(one, create.id) or last
            if text_at(one, create.name) == name:
                return last
        is_more = any(bool(found) for _, found in find(page, listing.more))
        if not (listing.after and listing.more and is_more and last):
            break
        given = {listing.after: last}
    return ""


async def patiently(ask: Callable[[], Awaitable[T]], tries: Tries, brake: Brake) -> T:
    """Ask until there is an answer, or reason to give up.

    Raises:
        ApiError: The API said no, for good or too often.
        InvalidResponse: Its answers make no sense.
        TransportError: No answer came, however often it was tried.
        Stopped: The run was stopped meanwhile.
    """
    failures = 0
    while True:
        asked: float | None = None
        try:
            return await ask()
        except (ApiError, InvalidResponse, TransportError) as error:
            failures += 1
            if isinstance(error, ApiError):
                if error.severity is not Severe.RETRY:
                    raise
                asked = error.retry_after
            wait = tries.wait(failures, asked)
            if failures >= tries.maximum or wait is None:
                raise
            if not await brake.sleep(wait):
                raise Stopped(str(error)) from error


def text_at(value: object, steps: tuple[str, ...]) -> str:
    """Give the text, or the number as one, that steps lead to; empty if there is none."""
    found = next((one for _, one in find(value, steps)), None)
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""


async def look_for(context: Context, batch: Batch, name: str) -> str:
    """Do as `find_batch`, with patience: the server may be making it still.

    Raises:
        ApiError: The API said no, for good or too often.
        InvalidRequest: The specification does not take what has to be sent.
        InvalidResponse: An answer makes no sense.
        TransportError: No answer came, however often it was tried.
        Stopped: The run was stopped meanwhile.
        TooLarge: An answer is larger than a run takes.
    """
    for look in range(_LOOKS):
        if look and not await context.brake.sleep(_PAUSE):
            message = "the run stopped before the batch was found"
            raise Stopped(message)
        found = await patiently(
            lambda: find_batch(context, batch, name), context.tries, context.brake
        )
        if found:
            return found
    return ""


def _id(told: object, steps: tuple[str, ...], operation: str) -> str:
    found = text_at(told, steps)
    if not found:
        raise InvalidResponse(operation, 200, "names nothing by an id")
    return found


def _copy(arguments: Mapping[str, object]) -> dict[str, object]:
    """Copy arguments such that a member can be put into them."""
    return {key: _copy(value) if is_object(value) else value for key, value in arguments.items()}
