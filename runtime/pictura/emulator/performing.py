"""Knows what becomes of a request whose operation is found: fault, check, answer, bill.

It must not know which road the request came: by itself, or as a line of a batch.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable

from pictura.emulator.answers import asks_for_events
from pictura.emulator.calls import BadRequest, Call, Incoming, WrongMediaType, read_call
from pictura.emulator.delivery import Answer, Wish, revive, tell
from pictura.emulator.examples import Examples
from pictura.emulator.faults import OF_BATCHES, STATUSES, Dice
from pictura.emulator.settings import Settings
from pictura.emulator.stats import Stats
from pictura.emulator.storage import Storage, Stored
from pictura_core.operation import Api, Operation
from pictura_core.tuples import NamedTuple

_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body>"
_LARGE = 1 << 20
"""Bytes of a body from which on reading it is no work for the event loop."""


class _Done(NamedTuple):
    """An answer that was billed, and the request that it answered."""

    request: bytes
    status: int
    name: str


def wish_of(base_url: str, accept: str, fault: str) -> Wish:
    """Say how a request wants its answer that a fault strikes."""
    return Wish(
        base_url=base_url,
        accept=accept,
        gone=fault == "expired-url",
        fails=fault == "task",
        pauses=fault == "pause",
        breaks=fault if fault in OF_BATCHES else "",
    )


class Performer:
    """Answers requests, whoever brings them; what an answer says, `reply` knows."""

    def __init__(
        self,
        api: Api,
        examples: Examples,
        settings: Settings,
        storage: Storage,
        stats: Stats,
        reply: Callable[[Call, Wish], Awaitable[Answer]],
    ) -> None:
        self._examples = examples
        self._settings = settings
        self._storage = storage
        self._stats = stats
        self._reply = reply
        self._makes_batches = frozenset(
            one.batch.create.operation for one in api.operations.values() if one.batch is not None
        )
        self._done: dict[str, _Done] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def struck(self, operation: Operation[object], fault: str) -> Answer | None:
        """Tell the status that a fault is; None if it is none."""
        if fault not in STATUSES:
            return None
        self._stats.count_fault(fault)
        told = self._examples.status_error(operation, int(fault), STATUSES[fault])
        return tell(told, **({"Retry-After": "1"} if fault == "429" else {}))

    async def line(
        self, operation: Operation[object], body: bytes, fault: str, dice: Dice, base_url: str
    ) -> Answer:
        """Answer a line of a batch as the request would be answered that it stands for.

        It has no Idempotency-Key: what is asked again in a batch is made, and billed, again.

        Args:
            operation: What is asked.
            body: JSON.
            fault: Which strikes it.
            dice: The batch's.
            base_url: Where urls begin.
        """
        struck = self.struck(operation, fault)
        if struck is not None:
            return struck
        media_type = next(one.media_type for one in operation.bodies if one.form == "json")
        incoming = Incoming({}, [], {"content-type": media_type}, {}, body)
        wish = wish_of(base_url, "application/json", fault)._replace(whole=True)
        return await self.perform(operation, incoming, wish, fault, dice)

    async def perform(
        self,
        operation: Operation[object],
        incoming: Incoming,
        wish: Wish,
        fault: str,
        dice: Dice,
        key: str = "",
    ) -> Answer:
        """Answer a request.

        Args:
            operation: What is asked.
            incoming: As it arrived.
            wish: How it wants its answer.
            fault: Which strikes it, if it is none of those that are a status.
            dice: Are thrown for what a fault leaves open.
            key: Its Idempotency-Key, empty if it has none.
        """
        try:
            if len(incoming.body) > _LARGE:
                call = await asyncio.to_thread(read_call, operation, incoming)
            else:
                call = read_call(operation, incoming)
            return await self._answer(call, wish, fault, dice, key)
        except WrongMediaType as error:
            return tell(self._examples.error(operation, 415, str(error)))
        except BadRequest as error:
            return tell(self._examples.invalid(operation, str(error)))

    async def _answer(self, call: Call, wish: Wish, fault: str, dice: Dice, key: str) -> Answer:
        operation = call.operation
        if wish.whole and asks_for_events(call, ""):
            message = "a batch has no events to answer with"
            raise BadRequest(message)
        if operation.images is not None and fault in ("policy", "error-in-200"):
            self._stats.count_fault(fault)
            name = fault.replace("-", "_")
            status = 400 if fault == "policy" else 200
            return tell(
                self._examples.named_error(operation, name, status, "the prompt is refused")
            )
        answer = await self._once(call, key, wish)
        started = operation.task is not None and fault in ("task", "pause")
        made = operation.id in self._makes_batches and fault in OF_BATCHES
        if fault in ("drop", "garbage", "expired-url") or started or made:
            self._stats.count_fault(fault)
        return _garbled(answer, dice) if fault == "garbage" else answer

    async def _once(self, call: Call, key: str, wish: Wish) -> Answer:
        """Answer a call, or give the answer again that its Idempotency-Key had before."""
        if not key or not self._settings.idempotency:
            answer = await self._reply(call, wish)
            self._bill(call)
            return answer
        canonical = await asyncio.to_thread(call.canonical)
        async with self._locks[key]:
            done = self._done.get(key)
            if done is None:
                answer = await self._reply(call, wish)
                if answer.file is not None:
                    return answer  # a file stays what it is
                stored = Stored(answer.media_type, revive(answer.content))
                await asyncio.to_thread(self._storage.put, f"answer {key}", stored)
                # Nothing is awaited between the two: a client that goes away in the middle has
                # either paid and can ask again for nothing, or has not paid.
                self._done[key] = _Done(canonical, answer.status, f"answer {key}")
                self._bill(call)
                return answer
            if done.request != canonical:
                message = "this Idempotency-Key was used with another request"
                return tell(self._examples.error(call.operation, 422, message))
            kept = await asyncio.to_thread(self._storage.get, done.name)
            self._stats.count_replay()
            assert isinstance(kept, Stored)  # noqa: S101 - answers are stored without an end
            return Answer(done.status, *kept, {"Idempotent-Replayed": "true"})

    def _bill(self, call: Call) -> None:
        if call.operation.images is not None or call.operation.price is not None:
            self._stats.bill()


def _garbled(answer: Answer, dice: Dice) -> Answer:
    if not dice.coin():
        return answer._replace(content=_HTML, file=None)
    if answer.file is not None:
        return answer._replace(file=answer.file._replace(size=answer.file.size // 2))
    return answer._replace(content=answer.content[: len(answer.content) // 2])
