"""Knows how a task that an operation answered with is followed to its end. It saves no picture.

The answer that names the task is paid for and durable; so whatever ends the following, a crash or a
person, the next run follows the same task again, which costs nothing.
"""

from collections.abc import Mapping

from pictura.job import Job
from pictura.run.context import Context
from pictura.run.opening import Opened, open_reply
from pictura.run.outcomes import Lost
from pictura_core.data import find
from pictura_core.errors import ApiError, InvalidRequest, InvalidResponse, TransportError
from pictura_core.extensions import Severe, Task
from pictura_core.operation import Operation
from pictura_core.wire import ABSENT, Encoded, Reply, decode, encode, prepare, without_key


async def follow(context: Context, job: Job, opened: Opened) -> Opened | Lost:
    """Wait until a task is done.

    Args:
        context: The run's.
        job: Whose answer it is.
        opened: The answer, which names the task; returned as it is if the operation answers at
            once.

    Returns:
        The answer in which the pictures stand, or why there is none.

    Raises:
        OSError: A picture cannot be written.
    """
    task = job.operation.task
    if task is None:
        return opened
    names = [found for _, found in find(opened.value, task.id) if isinstance(found, str | int)]
    polled = context.api.operations.get(task.poll)
    if not names or polled is None:
        return Lost(0, "the answer names no task", is_final=True)
    try:
        encoded = _question(polled, task.parameter, names[0])
    except InvalidRequest as error:
        return Lost(0, str(error), is_final=True)
    brake, troubles = context.brake, 0
    end = brake.now() + task.maximum
    wait = task.interval
    while brake.now() < end:
        if not await brake.sleep(wait):
            return Lost(0, "the run stopped before the task was done", is_final=False)
        wait = task.interval
        try:
            found = await _poll(context, job, polled, encoded)
        except (ApiError, InvalidResponse, TransportError) as error:
            troubles += 1
            is_final = isinstance(error, ApiError) and error.severity is Severe.FINAL
            if is_final or troubles >= context.tries.maximum:
                return Lost(0, f"its task cannot be followed: {error}", is_final=is_final)
            asked = error.retry_after if isinstance(error, ApiError) else None
            wait = max(task.interval, context.tries.wait(troubles, asked) or 0.0)
            continue
        troubles = 0
        if found is not None:
            return found
    return Lost(0, f"its task was not done after {task.maximum:.0f} s", is_final=False)


async def _poll(
    context: Context, job: Job, operation: Operation[object], encoded: Encoded
) -> Opened | Lost | None:
    """Ask once for a task's state; None if it is still pending."""
    task = job.operation.task
    if task is None:
        return None
    body = bytearray()
    head = await context.road.exchange(encoded, (), body.extend)
    reply = without_key(Reply(head.status, head.headers, bytes(body)), context.secret)
    if not task.state and reply.status in task.pending:
        return None
    if not task.state and reply.status in task.failed:
        return Lost(0, f"its task failed (status {reply.status})", is_final=True)
    value = decode(operation, reply)
    states = [found for _, found in find(value, task.state)] if task.state else [reply.status]
    state = states[0] if states else None
    if state in task.done:
        return await open_reply(context, job, operation, reply)
    if state in task.failed:
        return Lost(0, f"its task failed: {_reason(task, value)}", is_final=True)
    # A state that the document does not name is one more kind of waiting; `maximum` ends it.
    return None


def _question(operation: Operation[object], parameter: str, name: str | int) -> Encoded:
    given: Mapping[str, object] = {parameter: name}
    if any(one.name == parameter for one in operation.parameters):
        return encode(prepare(operation, given))
    return encode(prepare(operation, {}, given if operation.bodies else ABSENT))


def _reason(task: Task, value: object) -> str:
    words = [str(found) for _, found in find(value, task.reason) if found] if task.reason else []
    return "; ".join(words)[:500] or "no reason given"
