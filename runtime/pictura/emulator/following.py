"""Knows how tasks are started, asked for and told of. What they make, others know.

All that differs from API to API stands in the table: where an id, a state, a reason or a percentage
is, and what states there are. The examples give the rest of each answer.
"""

from collections.abc import Callable
from copy import deepcopy

from pictura.emulator.calls import BadRequest, Call
from pictura.emulator.delivery import Answer, Delivery, Made, Wish, echo, size_of, tell
from pictura.emulator.examples import Examples, Told
from pictura.emulator.forms import Upload
from pictura.emulator.ids import new_id
from pictura.emulator.storage import Storage, Stored
from pictura.emulator.tasks import Desk, Fate, Ticket, is_button
from pictura.emulator.telling import (
    distinct,
    first_fitting,
    has_places,
    leads_to_text,
    merged,
    state_of,
    versions,
    with_buttons,
)
from pictura.emulator.values import holds, put, put_along, put_pictures, rewritten, skeleton
from pictura_core.data import find
from pictura_core.extensions import Task
from pictura_core.operation import Api, Operation

_OLD = 6
"""How long an example's id has to be to be looked for inside other texts."""


class Following:
    """Starts tasks, and answers for them."""

    def __init__(
        self,
        api: Api,
        examples: Examples,
        delivery: Delivery,
        storage: Storage,
        desk: Desk,
        clock: Callable[[], float],
    ) -> None:
        self._api = api
        self._examples = examples
        self._delivery = delivery
        self._storage = storage
        self._desk = desk
        self._clock = clock

    def parent(self, call: Call, task: Task) -> Ticket | None:
        """Find the task that a request to start another builds upon.

        Raises:
            BadRequest: It presses a button that no task of this name has.
        """
        self._check_button(call, task)
        return self._desk.named(task.poll, call.fields())

    def pictures(self, ticket: Ticket) -> list[Made]:
        """Give what a task has made."""
        return [
            Made(order, stored.content)
            for order, name in zip(ticket.orders, ticket.names, strict=True)
            if isinstance(stored := self._storage.get(name), Stored)
        ]

    def start(
        self, call: Call, task: Task, made: list[Made], seconds: float, fate: Fate, base_url: str
    ) -> Answer:
        """Start a task, or let one go on that rests, and tell its id."""
        fields = {
            name: value
            for name, value in call.fields().items()
            if not isinstance(value, Upload | list | bytes)
        }
        told = self._examples.success(call.operation)
        steps = _id_steps(task, told.value)
        old = next((one for _, one in find(told.value, steps)), "")
        pattern = old if isinstance(old, str | int) else ""
        resting = self._desk.named(task.poll, fields)
        if resting is not None and resting.fate is Fate.PAUSED:
            id_ = resting.id
            fields = {**resting.fields, **fields}
        else:
            id_ = new_id(pattern, self._desk.digests.digest(call.canonical()))
        names = tuple(f"task {task.poll} {id_} {number}" for number in range(len(made)))
        for name, one in zip(names, made, strict=True):
            self._storage.put(name, Stored(one.order.media_type, one.content))
        self._desk.keep(
            Ticket(
                id=id_,
                operation=call.operation,
                task=task,
                fields=fields,
                began=self._clock(),
                seconds=seconds,
                fate=fate,
                orders=tuple(one.order._replace(inputs=(), others=()) for one in made),
                names=names,
            )
        )
        value = self._own(told.value, old, id_, base_url)
        value = put_along(echo(value, call.operation.images, fields, ""), steps, id_)
        return tell(Told(told.status, value))

    def question(self, call: Call, wish: Wish) -> Answer | None:
        """Answer what a request asks of a task; None if it asks of none."""
        links = self._desk.links(call.operation)
        fields = call.fields()
        if not links:
            return self._other(call)
        ticket = self._desk.find(call.operation, fields)
        if ticket is None:
            wanted = [fields[one.parameter] for one in links if one.parameter in fields]
            for example in self._examples.answers(call.operation):
                if example.status == 200 and any(holds(example.value, one) for one in wanted):
                    return tell(example)
            return tell(self._examples.missing(call.operation, wanted))
        if call.operation.id != ticket.task.poll:
            return self._fetch(call, ticket, wish)
        early = self._desk.wait(ticket)
        if early > 0:
            told = self._examples.status_error(call.operation, 429, "asked too often")
            return tell(told, **{"Retry-After": str(int(early) + 1)})
        return self._state(call, ticket, wish)

    def _fetch(self, call: Call, ticket: Ticket, wish: Wish) -> Answer:
        images = ticket.operation.images
        is_over = ticket.progress(self._clock()) >= 1 and ticket.fate is Fate.DONE
        if images is None or not is_over:
            return tell(self._examples.missing(call.operation, [ticket.id]))
        made = self.pictures(ticket)
        return self._delivery.deliver(call.operation, images, ticket.fields, made, wish)

    def _state(self, call: Call, ticket: Ticket, wish: Wish) -> Answer:
        task, operation = ticket.task, call.operation
        share = ticket.progress(self._clock())
        if share < 1:
            states = distinct(task.pending)
            state = states[min(int(share * len(states)), len(states) - 1)]
            return tell(self._told(operation, ticket, task.pending, state, share, wish.base_url))
        match ticket.fate:
            case Fate.PAUSED:
                state = task.paused[0]
                told = self._told(operation, ticket, task.paused, state, 0.5, wish.base_url)
                return tell(told)
            case Fate.FAILED:
                told = self._told(operation, ticket, task.failed, None, share, wish.base_url)
                return tell(told)
            case Fate.DONE:
                images = ticket.operation.images
                made = self.pictures(ticket)
                if not task.state and images is not None and images.sources and made:
                    return self._delivery.deliver(operation, images, ticket.fields, made, wish)
                told = self._told(operation, ticket, task.done, None, share, wish.base_url)
                return tell(Told(told.status, self._finished(told.value, ticket, made, wish)))

    def _told(
        self,
        operation: Operation[object],
        ticket: Ticket,
        states: tuple[str | int, ...],
        state: str | int | None,
        share: float,
        base_url: str,
    ) -> Told:
        """Tell a task's state in the example of such a state, else in the nearest.

        Args:
            operation: Which polls.
            ticket: The task.
            states: Which all mean the same.
            state: The one to tell, None for the example's own.
            share: Of its time.
            base_url: Where urls begin.
        """
        task = ticket.task
        examples = self._examples.answers(operation)
        if not task.state:
            wanted = next((one for one in (state, *states) if isinstance(one, int)), 200)
            fitting = [one for one in examples if one.status == wanted]
            if not fitting:
                return self._examples.status_error(operation, wanted, "the task failed")
            own = self._own(fitting[0].value, self._example_id(ticket), ticket.id, base_url)
            return Told(wanted, own)
        fitting = [one for one in examples if state_of(task, one.value) in states]
        nearest = fitting or [one for one in examples if state_of(task, one.value) is not None]
        if states == task.done and ticket.operation.images is not None:
            nearest.sort(key=lambda one: not has_places(ticket.operation, one.value))
        base = nearest[0].value if nearest else skeleton(task.state)
        value = self._own(base, self._example_id(ticket), ticket.id, base_url)
        value = echo(value, ticket.operation.images, ticket.fields, _size(ticket))
        if not fitting or state is not None:
            value = put_along(value, task.state, states[0] if state is None else state)
        else:
            value = put_along(value, task.state, state_of(task, base))
        return Told(200, first_fitting(operation, versions(task, value, states, share)))

    def _finished(self, value: object, ticket: Ticket, made: list[Made], wish: Wish) -> object:
        images, buttons = ticket.operation.images, ticket.task.buttons
        sources = images.sources if images is not None and made else ()
        placed = False
        for source in sources:
            if source.kind == "body" or not leads_to_text(value, source.pointer):
                continue
            places = [self._delivery.place(source, one, wish) for one in made]
            value = put_pictures(value, source.pointer, places)
            placed = True
        if sources and not placed and not ticket.task.fetch:
            source = sources[0]
            places = [self._delivery.place(source, one, wish) for one in made]
            value = merged(value, put_pictures(skeleton(source.pointer), source.pointer, places))
        if images is not None and made:
            for path, _ in find(value, images.revised_prompt) if images.revised_prompt else []:
                value = put(value, path, made[0].order.prompt)
        return with_buttons(value, buttons, ticket.id) if buttons is not None else value

    def _other(self, call: Call) -> Answer | None:
        """Answer an operation that asks something else of a task, by its path."""
        names = [one.name for one in call.operation.parameters if one.location == "path"]
        values = [call.parameters[one] for one in names if one in call.parameters]
        if call.operation.task is not None or self._desk.anywhere(values) is None:
            return None
        return tell(self._examples.success(call.operation))

    def _check_button(self, call: Call, task: Task) -> None:
        buttons = task.buttons
        pressed = call.fields().get(buttons.value) if buttons is not None else None
        poll = self._api.operations.get(task.poll)
        if buttons is None or poll is None or not isinstance(pressed, str):
            return
        patterns = [
            str(value)
            for example in self._examples.answers(poll)
            for _, value in find(example.value, (*buttons.pointer, buttons.value))
        ]
        if patterns and not any(
            is_button(one, pressed, iter(call.fields().values())) for one in patterns
        ):
            message = f"/{buttons.value}: no button of this task has the value {pressed[:80]!r}"
            raise BadRequest(message)

    def _example_id(self, ticket: Ticket) -> object:
        value = self._examples.success(ticket.operation).value
        return next((one for _, one in find(value, _id_steps(ticket.task, value))), "")

    def _own(self, value: object, old: object, id_: str | int, base_url: str) -> object:
        """Copy an example with this task's id, and with urls that lead to this server."""
        servers = [one for one in self._api.servers if one]

        def change(text: str) -> str:
            if isinstance(old, str) and old and (text == old or len(old) >= _OLD):
                text = text.replace(old, str(id_))
            for server in servers:
                if str(id_) in text and text.startswith(server):
                    return base_url + text.removeprefix(server)
            return text

        return rewritten(deepcopy(value), change)


def _size(ticket: Ticket) -> str:
    return size_of(ticket.orders[0]) if ticket.orders else ""


def _id_steps(task: Task, value: object) -> tuple[str, ...]:
    """Tell which of the ways to a task's id an answer has; the first if it has none."""
    return next((one for one in (task.id, *task.other_ids) if find(value, one)), task.id)
