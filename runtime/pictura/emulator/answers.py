"""Knows how a call that the table accepts is answered. It must not know how answers travel."""

import asyncio
from collections.abc import Sequence

from pictura.emulator.calls import BadRequest, Call
from pictura.emulator.delivery import Answer, Delivery, Made, Wish, echo, replay, tell
from pictura.emulator.drawing.maker import make
from pictura.emulator.drawing.order import Order, UnreadablePicture
from pictura.emulator.examples import EVENTS, Examples, Told
from pictura.emulator.faults import Dice
from pictura.emulator.following import Following
from pictura.emulator.pictures import orders
from pictura.emulator.settings import Settings
from pictura.emulator.shaping import shaped, written
from pictura.emulator.storage import Storage
from pictura.emulator.tasks import Desk, Fate
from pictura.emulator.uploads import Sent, sent_files
from pictura_core.extensions import Task
from pictura_core.operation import Api


def asks_for_events(call: Call, accept: str) -> bool:
    """Tell whether a call wants its answer as a stream of events, and may."""
    operation = call.operation
    good = [one.form for one in operation.responses if one.status.startswith("2")]
    if not {"events", "lines"} & set(good):
        return False
    images, events, stream = operation.images, operation.events, operation.stream
    names = {
        images.stream if images is not None else "",
        events.field if events is not None else "",
        stream.field if stream is not None else "",
    }
    kind = events.media_type if events else EVENTS
    is_alone = all(form in ("events", "lines") for form in good)
    asked = any(call.fields().get(name) is True for name in names)
    return is_alone or asked or accept.strip().startswith(kind)


class Answers:
    """Answers calls: makes what they ask for and sets it into the API's own examples."""

    def __init__(
        self, api: Api, examples: Examples, storage: Storage, settings: Settings, dice: Dice
    ) -> None:
        self._examples = examples
        self._settings = settings
        self._dice = dice
        self._delivery = Delivery(examples, storage)
        desk = Desk(api, settings.clock, settings.insistence)
        clock = settings.clock
        self._following = Following(api, examples, self._delivery, storage, desk, clock)
        self._polls = frozenset(api.operations)

    async def answer(self, call: Call, wish: Wish) -> Answer:
        """Answer a call.

        Args:
            call: What is asked.
            wish: How it wants its answer.

        Raises:
            BadRequest: It asks for what cannot be drawn.
        """
        operation = call.operation
        files = await asyncio.to_thread(sent_files, call)
        asked = await asyncio.to_thread(self._following.question, call, wish)
        if asked is not None:
            return asked
        if operation.task is not None and operation.task.poll in self._polls:
            return await self._start(call, operation.task, files, wish)
        if operation.images is not None and operation.images.sources:
            made = await self._make(orders(call, operation.images, self._settings.seed, files))
            fields = call.fields()
            if asks_for_events(call, wish.accept):
                return self._delivery.stream(operation, fields, made)
            return self._delivery.deliver(operation, operation.images, fields, made, wish)
        if operation.events is not None and asks_for_events(call, wish.accept):
            events = [
                echo(one, None, call.fields(), "") for one in self._examples.events(operation)
            ]
            # Events that name no kind have no last one either.
            ends = operation.stream is not None and not operation.stream.kind
            return replay(events, operation.events, ends=ends)
        told = self._examples.plain(operation, call.fields())
        if told.status == 204:
            return Answer(told.status, "", b"")
        value = shaped(told.value, call) if told.status < 300 else told.value
        text = written(value, call) if told.status < 300 else None
        if text is not None:
            return Answer(told.status, "text/plain; charset=utf-8", text.encode())
        return tell(Told(told.status, value))

    async def _start(self, call: Call, task: Task, files: Sequence[Sent], wish: Wish) -> Answer:
        """Start a task, and make at once what it will give, so that it is known to be possible."""
        images = call.operation.images
        parent = self._following.parent(call, task)
        fate = Fate.DONE
        if wish.fails:
            fate = Fate.FAILED
        elif wish.pauses and task.paused:
            fate = Fate.PAUSED
        made: list[Made] = []
        if images is not None and images.sources and fate is Fate.DONE:
            prompt = ""
            if parent is not None:
                before = self._following.pictures(parent)
                files = files or [Sent(("",), one.content, None) for one in before]
                prompt = before[0].order.prompt if before else ""
            made = await self._make(orders(call, images, self._settings.seed, files, prompt))
        seconds = self._dice.task_seconds()
        return await asyncio.to_thread(
            self._following.start, call, task, made, seconds, fate, wish.base_url
        )

    async def _make(self, asked: Sequence[Order]) -> list[Made]:
        try:
            contents = await asyncio.gather(*(asyncio.to_thread(make, one) for one in asked))
        except UnreadablePicture as error:
            raise BadRequest(str(error)) from error
        return [Made(one, content) for one, content in zip(asked, contents, strict=True)]
