"""Knows how a run asks for what is no picture: a task's state, a file. It keeps no answer."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pictura.run.context import Context
from pictura.run.road import Head
from pictura.state.blobs import TooLarge
from pictura_core.errors import InvalidResponse
from pictura_core.operation import Operation
from pictura_core.wire import ABSENT, Encoded, Reply, classify, encode, prepare, without_key


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked, and of which operation."""

    operation: Operation[object]
    encoded: Encoded


def prepare_call(operation: Operation[object], given: Mapping[str, object]) -> Call:
    """Write a call as it travels.

    Args:
        operation: What is called.
        given: Its parameters and the fields of its body, by name.

    Raises:
        InvalidRequest: It breaks the specification.
        OSError: A file that it sends cannot be read.
    """
    names = {one.name for one in operation.parameters}
    parameters = {name: value for name, value in given.items() if name in names}
    body = {name: value for name, value in given.items() if name not in names}
    prepared = prepare(operation, parameters, body if body or operation.bodies else ABSENT)
    return Call(operation, encode(prepared))


async def call(context: Context, one: Call, key: str = "") -> Reply:
    """Ask once; what comes holds no key.

    Args:
        context: The run's.
        one: What is asked.
        key: An idempotency key; empty if asking twice is the same as once.

    Raises:
        TransportError: No answer came, or half of one.
        TooLarge: The answer is larger than a run takes.
    """
    body = bytearray()

    def take(piece: bytes) -> None:
        if len(body) + len(piece) > context.maximum_answer:
            message = "it has more bytes than a run takes"
            raise TooLarge(message)
        body.extend(piece)

    head = await exchange_call(context, one, take, key)
    reply = Reply(head.status, head.headers, bytes(body))
    return await asyncio.to_thread(without_key, reply, context.secret)


async def ask_value(
    context: Context, operation: Operation[object], given: Mapping[str, object], key: str = ""
) -> object:
    """Ask once for a JSON value; nobody checks that it is all that the specification promises.

    Args:
        context: The run's.
        operation: What is called.
        given: Its parameters and the fields of its body, by name.
        key: An idempotency key; empty if asking twice is the same as once.

    Raises:
        InvalidRequest: The call breaks the specification.
        ApiError: The API said no.
        InvalidResponse: The answer is no JSON.
        TransportError: No answer came, or half of one.
        TooLarge: The answer is larger than a run takes.
        OSError: A file that it sends cannot be read.
    """
    reply = await call(context, prepare_call(operation, given), key)
    refuse(operation, reply)
    value = read_json(reply)
    if value is None:
        raise InvalidResponse(operation.id, reply.status, "is no JSON")
    return value


def refuse(operation: Operation[object], reply: Reply) -> None:
    """Make sure that an answer is none that says no.

    Raises:
        ApiError: The API said no.
        InvalidResponse: It is neither a success nor an error.
    """
    error = classify(operation, reply)
    if error is not None:
        raise error
    if not 200 <= reply.status < 300:
        raise InvalidResponse(operation.id, reply.status, "is neither a success nor an error")


async def exchange_call(
    context: Context, one: Call, take: Callable[[bytes], object], key: str = ""
) -> Head:
    """Ask once, and hand over the answer's bytes as they come: the key may stand in them.

    Raises:
        TransportError: No answer came, or half of one.
    """
    headers = (("Idempotency-Key", key),) if key else ()
    return await context.road.exchange(one.encoded, headers, take)


def read_json(reply: Reply) -> object:
    """Read an answer as JSON, None if it is none."""
    try:
        value: object = json.loads(reply.body)
    except (ValueError, RecursionError):
        return None
    return value
