"""Knows how the requests of a batch are answered, a few at a time, while the server goes on.

Neither all requests nor all answers are ever in memory. It must not know how a batch is told of.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from pictura.emulator.batches import Lot, stored_name
from pictura.emulator.delivery import Answer
from pictura.emulator.faults import Dice
from pictura.emulator.lines import (
    Contents,
    Request,
    check_file,
    read_request,
    write_result,
    write_unanswered,
)
from pictura.emulator.settings import Settings
from pictura.emulator.storage import Kept, Storage, Stored
from pictura_core.operation import Operation
from pictura_core.tuples import NamedTuple

Perform = Callable[[Operation[object], bytes, str, Dice, str], Awaitable[Answer]]
"""Answers a request: what is asked, its body, the fault that strikes it, dice, where urls begin."""

_AT_ONCE = 4
"""Requests of a batch that are answered at the same time."""
_NAP = 0.05
"""Seconds after which to look at the clock again: it may be turned by hand."""
_MANY = 1000
"""Lines without an answer that are written at once."""
_MEDIA_TYPE = "application/jsonl"


class _Turn(NamedTuple):
    """A request whose turn it is."""

    request: Request
    fault: str


class Worker:
    """Answers what is in batches, and writes their files."""

    def __init__(self, storage: Storage, settings: Settings, perform: Perform) -> None:
        self._storage = storage
        self._settings = settings
        self._perform = perform
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, lot: Lot) -> None:
        """Begin with a batch; whoever asks is told how far it is by the batch itself."""
        task = asyncio.ensure_future(self._guarded(lot))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, lot: Lot) -> None:
        try:
            await self._work(lot)
        except Exception as error:  # noqa: BLE001 - the server's door: it goes on serving
            self._settings.log(f"internal-error: {type(error).__name__}: {error}")
            _end(lot, lot.batch.poll.failed[0], "the emulator failed; this is a bug in pictura")

    async def _work(self, lot: Lot) -> None:
        kept = self._storage.look(lot.source)
        assert kept is not None  # noqa: S101 - a file stays where it is while the server lives
        contents = await asyncio.to_thread(
            check_file, kept.path, kept.size, lot.operation, lot.batch
        )
        failed = lot.batch.poll.failed
        if contents.reasons or lot.fault == "batch":
            await self._until(lot.at(lot.course.start), lot)
            reasons = contents.reasons or ("the batch failed, as it was asked to",)
            _end(lot, failed[0], *reasons)
            return
        lot.total = len(contents.lines)
        order = lot.dice.shuffled(lot.total)
        asked = order[: (lot.total + 1) // 2] if lot.fault == "batch-expired" else order
        done = await self._answer_all(lot, kept, contents, asked)
        if lot.given_up is None:
            await self._until(lot.at(1.0), lot)
        if lot.given_up is not None:
            await self._until(lot.given_up + lot.seconds * lot.course.start)
            await self._leave(lot, kept, contents, order[done:], "the batch was given up")
            _end(lot, failed[-1])
        elif lot.fault == "batch-expired":
            await self._leave(lot, kept, contents, order[done:], "the batch's time was over")
            _end(lot, failed[len(failed) // 2])
        else:
            _end(lot, lot.batch.poll.done[0])

    async def _answer_all(
        self, lot: Lot, kept: Kept, contents: Contents, order: Sequence[int]
    ) -> int:
        """Answer requests when they are due, until the batch is given up; tell how many."""
        done = 0
        while done < len(order) and lot.given_up is None:
            ready = min(lot.due(self._settings.clock()), len(order)) - done
            if ready <= 0:
                await asyncio.sleep(_NAP)
                continue
            numbers = order[done : done + min(ready, _AT_ONCE)]
            await self._answer(lot, kept, contents, numbers)
            done += len(numbers)
        return done

    async def _answer(
        self, lot: Lot, kept: Kept, contents: Contents, numbers: Sequence[int]
    ) -> None:
        turns = [
            _Turn(
                await asyncio.to_thread(
                    read_request, kept.path, contents.lines[one], lot.batch.line
                ),
                lot.dice.fault(),
            )
            for one in numbers
        ]
        answers = await asyncio.gather(
            *(
                self._perform(lot.operation, one.request.body, one.fault, lot.dice, lot.base_url)
                for one in turns
            )
        )
        for turn, answer in zip(turns, answers, strict=True):
            is_good = answer.status < 400
            if turn.fault != "drop":
                line = await asyncio.to_thread(
                    write_result, lot.batch.line, turn.request.key, answer
                )
                await self._write(lot, lot.ids[0] if is_good else lot.ids[-1], line)
            # One that is dropped has been answered, though nobody hears of it.
            lot.good += is_good
            lot.bad += not is_good

    async def _leave(
        self, lot: Lot, kept: Kept, contents: Contents, numbers: Sequence[int], reason: str
    ) -> None:
        """Write down which requests were never answered."""
        line = lot.batch.line

        def written(part: Sequence[int]) -> bytes:
            keys = (read_request(kept.path, contents.lines[one], line).key for one in part)
            return b"".join(write_unanswered(line, key, reason) for key in keys)

        for start in range(0, len(numbers), _MANY):
            part = numbers[start : start + _MANY]
            await self._write(lot, lot.ids[-1], await asyncio.to_thread(written, part))

    async def _write(self, lot: Lot, id_: str | int, lines: bytes) -> None:
        await asyncio.to_thread(self._storage.append, stored_name(id_), Stored(_MEDIA_TYPE, lines))
        lot.files.add(id_)

    async def _until(self, moment: float, lot: Lot | None = None) -> None:
        """Wait for a moment on the clock, or until a batch is given up."""
        while self._settings.clock() < moment:
            if lot is not None and lot.given_up is not None:
                break
            await asyncio.sleep(_NAP)


def _end(lot: Lot, state: str, *reasons: str) -> None:
    lot.reasons = reasons
    lot.state = state
