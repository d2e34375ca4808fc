"""Knows how an answer that is an example becomes that of a task: states, reasons, buttons.

It must not know when a task is in which state.
"""

from collections.abc import Iterator
from copy import deepcopy

from pictura.emulator.tasks import button_value
from pictura.emulator.values import put, put_along
from pictura_core.data import find, is_array, is_object
from pictura_core.extensions import Buttons, Task
from pictura_core.operation import Operation


def distinct(states: tuple[str | int, ...]) -> list[str | int]:
    """Take each state once, however it is spelled: an API of several ages has several ways."""
    return list({str(one).casefold(): one for one in reversed(states)}.values())[::-1]


def state_of(task: Task, value: object) -> object:
    """Give the state that a value tells, None if it tells none."""
    return next((one for _, one in find(value, task.state)), None)


def has_places(operation: Operation[object], value: object) -> bool:
    """Tell whether an answer has a place for what an operation makes."""
    images = operation.images
    return images is not None and any(
        leads_to_text(value, one.pointer) for one in images.sources if one.kind != "body"
    )


def leads_to_text(value: object, pointer: tuple[str, ...]) -> bool:
    """Tell whether a pointer leads to a text."""
    return any(isinstance(one, str) for _, one in find(value, pointer))


def versions(
    task: Task, value: object, states: tuple[str | int, ...], share: float
) -> Iterator[object]:
    """Give an answer with all that can be told of a task, then with less and less."""
    reasoned = deepcopy(value)
    if (
        task.reason
        and states == task.failed
        and not any(one for _, one in find(value, task.reason))
    ):
        reasoned = put_along(reasoned, task.reason, "the task failed, as it was asked to")
    if task.progress and states != task.failed:
        for progress in (int(100 * share), f"{int(100 * share)}%"):
            yield put_along(deepcopy(reasoned), task.progress, progress)
    yield reasoned
    yield value


def first_fitting(operation: Operation[object], versions: Iterator[object]) -> object:
    """Give the first version that the operation's schema accepts, else the last."""
    validators = [
        one.validator
        for one in operation.responses
        if one.status.startswith("2") and one.form == "json" and one.validator is not None
    ]
    value: object = None
    for value in versions:
        if not validators or any(one.is_valid(value) for one in validators):
            break
    return value


def with_buttons(value: object, buttons: Buttons, id_: str | int) -> object:
    """Give each button of an answer the value that belongs to a task."""
    for path, old in find(value, (*buttons.pointer, buttons.value)):
        if isinstance(old, str):
            value = put(value, path, button_value(old, id_))
    return value


def merged(value: object, other: object) -> object:
    """Lay one value over another, member by member."""
    if is_object(value) and is_object(other):
        return {**value, **{key: merged(value.get(key), one) for key, one in other.items()}}
    if is_array(other) and is_array(value) and not other:
        return value
    return other
