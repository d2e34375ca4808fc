"""Knows the words for what OpenAPI cannot say: where pictures are, tasks, prices, errors.

A generated table writes a document's extensions in them. This module must not know operations.
"""

from collections.abc import Mapping
from enum import Enum
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Literal, TypeAlias

from pictura_core.data import Json
from pictura_core.tuples import NamedTuple

Condition: TypeAlias = Mapping[str, Json]
"""Request fields and what they must be: a value, or a list of which one must fit.

A string may hold `*` for any characters. A field that the request leaves out counts as null, unless
the table beside the condition names a default for it.
"""

NO_CONDITION: Condition = MappingProxyType({})
"""Holds for every request."""


def applies(condition: Condition, request: Mapping[str, object]) -> bool:
    """Tell whether a request meets every part of a condition."""
    return all(
        any(_fits(one, request.get(field)) for one in (want if isinstance(want, list) else [want]))
        for field, want in condition.items()
    )


def _fits(want: object, have: object) -> bool:
    if isinstance(want, str) and isinstance(have, str):
        return fnmatchcase(have, want)
    return want == have and isinstance(want, bool) == isinstance(have, bool)


Media: TypeAlias = Literal["image", "video", "audio"]


class Picture(NamedTuple):
    """A place in an answer where pictures stand (an entry of `x-images.sources`).

    Attributes:
        pointer: Steps into the decoded body, `*` for each element; empty for the body itself.
        kind: In which form.
        expires: Seconds for which a url can be fetched, 0 if it does not say.
        when: The requests that are answered in this way.
        media: What it is: most operations make images.
    """

    pointer: tuple[str, ...]
    kind: Literal["url", "base64", "data-url", "body"]
    expires: int = 0
    when: Condition = NO_CONDITION
    media: Media = "image"


class Images(NamedTuple):
    """How an operation's pictures are asked for, and where its answer carries them (`x-images`).

    Attributes:
        sources: Where, the first that applies to a request first.
        number: The request field that says how many (`count` in `x-images`), empty if always one.
        size: The request field that holds `WIDTHxHEIGHT`, empty if there is none.
        width: The request field for the width in pixels, empty if there is none.
        height: The request field for the height in pixels, empty if there is none.
        format: The request field that names the format, empty if there is none.
        prompt: The request field with the text to draw, empty if there is none.
        revised_prompt: Steps to the texts that the API drew instead, `*` for each picture.
        defaults: What the API takes for fields that a request leaves out.
        stream: The same as `Operation.stream.field`, empty if there is no stream.
    """

    sources: tuple[Picture, ...]
    number: str = ""
    size: str = ""
    width: str = ""
    height: str = ""
    format: str = ""
    prompt: str = ""
    revised_prompt: tuple[str, ...] = ()
    defaults: Mapping[str, Json] = NO_CONDITION
    stream: str = ""


class Stream(NamedTuple):
    """How an operation answers in events (`x-stream`).

    Attributes:
        field: The request field that, if true, asks for an event stream.
        kind: Steps in an event's data to the name of its kind; empty if all are alike.
        partial: Kinds of events that show what is not finished yet; `*` for any characters.
        final: Kinds of events that carry a finished result.
        sources: Where an event's data carries a picture.
    """

    field: str
    kind: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    final: tuple[str, ...] = ()
    sources: tuple[Picture, ...] = ()


class Buttons(NamedTuple):
    """What can be done with a finished task (`x-task.buttons`).

    Attributes:
        pointer: Steps in the last answer to what describes a button, `*` for each.
        names: Members of a button that may name it; the first that is no empty text counts.
        value: The member that another operation takes.
    """

    pointer: tuple[str, ...]
    names: tuple[str, ...]
    value: str


class Task(NamedTuple):
    """How an operation that answers with a task is followed to its end (`x-task`).

    Attributes:
        poll: The operationId that tells the task's state.
        id: Steps to the task's id in the submit answer.
        parameter: The polling operation's parameter or body field that takes the id.
        state: Steps to the state in the polling answer; empty if the HTTP status tells it.
        pending: States in which to ask again; strings, or HTTP statuses as integers.
        done: States in which the pictures are there.
        failed: States in which they will never be.
        reason: Steps to the words for a failure.
        progress: Steps to a percentage for people: a number from 0 to 100, or a text like `43%`.
        interval: Seconds between the first two questions.
        maximum: Seconds after which to give up.
        paused: States in which the task rests until another operation takes it up; it has no
            pictures then, and is done as far as its own step goes.
        arguments: Further parameters or body fields of each question.
        fetch: The operationId that gives the pictures once the task is done, asked with the same
            parameter; empty if the last answer of `poll` carries them.
        minimum: Seconds between two questions that the provider insists on, 0 if it does not say.
        backoff: By how much the interval grows from one question to the next, at least 1.
        longest: Seconds that the interval never exceeds.
        expires: Seconds for which a finished task is kept, 0 if it does not say.
        buttons: What can be done with the finished task, None if nothing.
        other_ids: Further steps to the task's id, for answers that have it elsewhere; the first
            that leads to one counts.
    """

    poll: str
    id: tuple[str, ...]
    parameter: str
    state: tuple[str, ...]
    pending: tuple[str | int, ...]
    done: tuple[str | int, ...]
    failed: tuple[str | int, ...]
    reason: tuple[str, ...] = ()
    progress: tuple[str, ...] = ()
    interval: float = 5.0
    maximum: float = 900.0
    paused: tuple[str | int, ...] = ()
    arguments: Mapping[str, Json] = NO_CONDITION
    fetch: str = ""
    minimum: float = 0.0
    backoff: float = 1.0
    longest: float = 60.0
    expires: int = 0
    buttons: Buttons | None = None
    other_ids: tuple[tuple[str, ...], ...] = ()


class PriceRow(NamedTuple):
    """What one picture, or one request, costs if the condition holds.

    Attributes:
        when: The requests that cost this much.
        usd: US dollars; if `megapixel` is set, for the first megapixel.
        megapixel: US dollars for each further megapixel (of 1,048,576 pixels) that a picture
            begins; None if its size does not matter.
    """

    when: Condition
    usd: float
    megapixel: float | None = None


class Price(NamedTuple):
    """What a request costs (`x-price`).

    Attributes:
        per: Whether a row's price is for one picture or for the whole request.
        rows: The first row that applies counts; none means that the price is unknown.
        defaults: What the API takes for fields that a request leaves out.
        source: Who says so, and when.
    """

    per: Literal["image", "request"]
    rows: tuple[PriceRow, ...]
    defaults: Mapping[str, Json]
    source: str


class Severe(Enum):
    """What an error means for a run."""

    FINAL = "final"
    """This job will never work as it is."""
    RETRY = "retry"
    """Another try may help."""
    STOP = "stop"
    """No job of this run will work: the key or the balance is at fault."""


class ErrorPlace(NamedTuple):
    """Where an error stands in a body (an entry of `x-errors.places`).

    A body is an error if its status is 400 or more, or if `error` leads to something not null.

    Attributes:
        error: Steps to what only an error has.
        message: Steps to the words.
        code: Steps to the API's name for the error.
    """

    error: tuple[str, ...]
    message: tuple[str, ...]
    code: tuple[str, ...] = ()


class ErrorRule(NamedTuple):
    """Which errors are how severe (an entry of `x-errors.rules`); empty members match all.

    Attributes:
        severity: What such an error means.
        statuses: HTTP statuses.
        codes: The API's names, `*` for any characters.
        messages: Parts of the words, lower case.
    """

    severity: Severe
    statuses: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


class Errors(NamedTuple):
    """How errors are told (`x-errors`); the first rule that matches counts."""

    places: tuple[ErrorPlace, ...]
    rules: tuple[ErrorRule, ...]


class Retirement(NamedTuple):
    """What is served no more although its operation is (an entry of `x-lifecycle.retires`).

    Attributes:
        when: The requests that it is about, such as those for a model. A field that is left out
            counts as what `x-images.defaults` says.
        on: Since which day, or month, they are refused.
        instead: What to put in the place of the fields' values; empty if nothing takes it.
    """

    when: Condition
    on: str
    instead: str = ""


class Lifecycle(NamedTuple):
    """Since when, and until when, an operation is served (`x-lifecycle`).

    Attributes:
        since: The first day or month that it is known of, `2024-08` or `2024-08-18`; or empty.
        removed: Since when it is served no more; or empty.
        is_served: False if it was only ever documented.
        retires: Requests that it takes no more, or not much longer.
    """

    since: str = ""
    removed: str = ""
    is_served: bool = True
    retires: tuple[Retirement, ...] = ()
