"""Knows how a task that an operation answered with is followed to its end. It saves no picture.

The answer that names the task is paid for and durable; so whatever ends the following, a crash or a
person, the next run follows the same task again, which costs nothing.
"""

from dataclasses import dataclass

from pictura.events import JobProgresses
from pictura.job import Job
from pictura.run.brake import Stop
from pictura.run.calls import Call, call, prepare_call, read_json
from pictura.run.context import Context
from pictura.run.opening import Opened, open_reply
from pictura.run.outcomes import STOP_HINTS, Lost
from pictura.state.blobs import TooLarge
from pictura.state.records import Finished
from pictura_core.data import find, is_object
from pictura_core.errors import ApiError, InvalidRequest, InvalidResponse, TransportError
from pictura_core.extensions import Severe, Task
from pictura_core.wire import Reply, classify, decode

_LONGEST_NUMBER = 20
"""Characters of a number that is told as a text."""


async def follow(
    context: Context, job: Job, key: str, opened: Opened, *, is_resumed: bool = False
) -> Opened | Lost:
    """Wait until a task is done.

    Args:
        context: The run's.
        job: Whose answer it is.
        key: Its request's idempotency key.
        opened: The answer, which names the task; returned as it is if the operation answers at
            once.
        is_resumed: Whether an earlier run may have asked about the task already.

    Returns:
        The answer in which the pictures stand, or why there is none.

    Raises:
        OSError: A picture cannot be written.
    """
    task = job.operation.task
    if task is None:
        return opened
    name = name_of(task, opened.value)
    operations = context.api.operations
    polled, fetched = operations.get(task.poll), operations.get(task.fetch)
    if name is None or polled is None or (task.fetch and fetched is None):
        return Lost(0, "the answer names no task", is_final=True)
    try:
        asking = prepare_call(polled, {**task.arguments, task.parameter: name})
        fetching = None if fetched is None else prepare_call(fetched, {task.parameter: name})
    except InvalidRequest as error:
        return Lost(0, str(error), is_final=True)
    following = _Following(context, job, key, task, name, asking, fetching)
    return await following.run(is_resumed=is_resumed)


def name_of(task: Task, value: object) -> str | int | None:
    """Find a task's id in the answer that names it, None if it does not."""
    for steps in (task.id, *task.other_ids):
        for _, found in find(value, steps):
            if isinstance(found, str | int) and found != "":
                return found
    return None


def percent(told: object) -> float | None:
    """Read how far a task is, from 0 to 100: `43%`, 43 or 0.43; None if it does not say."""
    number = told
    if isinstance(told, str):
        text = told.strip().removesuffix("%").strip()
        if len(text) > _LONGEST_NUMBER or not text.replace(".", "", 1).isdecimal():
            return None
        number = float(text) if "." in text or "%" in told else int(text)
    if not isinstance(number, int | float) or isinstance(number, bool):
        return None
    # A whole 1 is one percent; who counts up to 1 says 1.0 when nobody asks any more.
    is_share = isinstance(number, float) and number <= 1 and "%" not in str(told)
    return min(100.0, max(0.0, float(number) * (100 if is_share else 1)))


@dataclass(slots=True)
class _Following:
    """One task on its way.

    Attributes:
        asking: For its state.
        fetching: For its pictures; None if the answer that says it is done has them.
        shown: What was last said of its progress.
    """

    context: Context
    job: Job
    key: str
    task: Task
    name: str | int
    asking: Call
    fetching: Call | None
    shown: tuple[float | None, str] = (None, "")

    async def run(self, *, is_resumed: bool) -> Opened | Lost:
        """Ask until it is done, has failed, or has taken too long."""
        context, task, brake = self.context, self.task, self.context.brake
        troubles, interval = 0, task.interval
        end = brake.now() + task.maximum
        # It had its first interval in an earlier run; when that asked last nobody knows.
        wait = task.minimum if is_resumed else interval
        while brake.now() < end:
            if not await brake.sleep(max(wait, task.minimum)):
                return Lost(0, "the run stopped before the task was done", is_final=False)
            wait = interval
            interval = min(interval * task.backoff, max(task.longest, task.interval))
            try:
                found = await self._ask()
            except TooLarge as error:
                return Lost(0, f"its task's answer is not taken: {error}", is_final=True)
            except (ApiError, InvalidResponse, TransportError) as error:
                troubles += 1
                severity = error.severity if isinstance(error, ApiError) else Severe.RETRY
                if severity is Severe.STOP and isinstance(error, ApiError):
                    code = error.code or f"http-{error.status}"
                    context.halt(Stop(code, error.reason, STOP_HINTS.get(error.status, "")))
                if severity is not Severe.RETRY or troubles >= context.tries.maximum:
                    is_final = severity is Severe.FINAL
                    return Lost(0, f"its task cannot be followed: {error}", is_final=is_final)
                asked = error.retry_after if isinstance(error, ApiError) else None
                wait = max(wait, context.tries.wait(troubles, asked) or 0.0)
                continue
            troubles = 0
            if found is not None:
                return found
        late = f"its task was not done after {task.maximum:.0f} s; the next run goes on asking"
        return Lost(0, late, is_final=False)

    async def _ask(self) -> Opened | Lost | None:
        """Ask once for the task's state; None if it is still pending."""
        task, operation = self.task, self.asking.operation
        reply = await call(self.context, self.asking)
        if not task.state and reply.status in task.pending:
            return None
        if not task.state and reply.status in task.failed:
            error = classify(operation, reply)
            words = error.reason if error is not None else ""
            return self._failed(f"{words or 'no reason given'} (status {reply.status})")
        if _state(task, reply, read_json(reply)) in task.failed:
            # Before `decode`: what says why may stand where errors do.
            return self._failed(_reason(task, read_json(reply)))
        value = decode(operation, reply)
        state = _state(task, reply, value)
        if state in task.done:
            self._show(100.0, state)
            if self.fetching is not None:
                operation = self.fetching.operation
                reply = await call(self.context, self.fetching)
            opened = await open_reply(self.context, self.job, operation, reply)
            buttons = tuple(_buttons(task, read_json(reply)).items())
            # Another step may take the task up in this run, or in one of next week.
            self.context.journal.note(Finished(self.key, self.name, buttons))
            return opened
        told = [found for _, found in find(value, task.progress)] if task.progress else []
        self._show(percent(told[0]) if told else None, state)
        # A state that the document does not name is one more kind of waiting; `maximum` ends it.
        return None

    def _failed(self, words: str) -> Lost:
        return Lost(0, f"its task failed: {words}", is_final=True, is_refused=True)

    def _show(self, progress: float | None, state: object) -> None:
        told = (progress, state if isinstance(state, str) else "")
        if told not in (self.shown, (None, "")):
            self.shown = told
            self.context.show(JobProgresses(self.job.key, *told))


def _state(task: Task, reply: Reply, value: object) -> object:
    if not task.state:
        return reply.status
    return next((found for _, found in find(value, task.state)), None)


def _buttons(task: Task, value: object) -> dict[str, str]:
    """Give what can be done with a task that is done: what a button takes, by its name."""
    found: dict[str, str] = {}
    if task.buttons is not None:
        for _, button in find(value, task.buttons.pointer):
            if is_object(button):
                names = [button.get(one) for one in task.buttons.names]
                name = next((one for one in names if isinstance(one, str) and one), "")
                taken = button.get(task.buttons.value)
                if name and isinstance(taken, str):
                    found.setdefault(name, taken)
    return found


def _reason(task: Task, value: object) -> str:
    words = [str(found) for _, found in find(value, task.reason) if found] if task.reason else []
    return "; ".join(words)[:500] or "no reason given"
