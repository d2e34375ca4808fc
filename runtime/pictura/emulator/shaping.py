"""Knows how an example becomes the answer to this very request, where nothing is drawn.

It goes by shapes and by what the table's validators accept; it must not know what an answer means.
"""

import base64
import hashlib
import math
import random
from collections.abc import Iterator, Mapping
from copy import deepcopy
from struct import pack

from pictura.emulator.calls import Call
from pictura_core.data import canonical, is_array, is_object
from pictura_core.operation import Operation

_NONSENSE = "\0 no value of any choice"
_SUBTITLES = {
    "srt": "1\n00:00:00,000 --> 00:00:02,000\n{text}\n\n",
    "vtt": "WEBVTT\n\n00:00.000 --> 00:02.000\n{text}\n\n",
}


def shaped(example: object, call: Call) -> object:
    """Make an example the answer to a request.

    A field that the answer repeats is this request's; a list that answers for one thing answers for
    as many as were sent; a vector is another for each of them, and as long as was asked. What the
    operation's schema would not accept is left as it is in the example.
    """
    value = _echoed(deepcopy(example), call.fields())
    for version in (_vectored(_repeated(value, call), call), value):
        if accepts(call.operation, version):
            return version
    return deepcopy(example)


def written(value: object, call: Call) -> str | None:
    """Write an answer as plain text, if its operation can answer so and the request asks for it.

    A field asks for it that may be `json` and `text` and not just anything.
    """
    forms = {one.form for one in call.operation.responses if one.status.startswith("2")}
    body = call.body
    if not {"json", "text"} <= forms or not is_object(body):
        return None
    for name, said in body.items():
        if isinstance(said, str) and "json" not in said and _names_form(call, body, name):
            words = next(_texts(value), "")
            return _SUBTITLES.get(said, "{text}\n").replace("{text}", words)
    return None


def accepts(operation: Operation[object], value: object) -> bool:
    """Tell whether an operation may answer with a JSON value."""
    found = [
        one.validator
        for one in operation.responses
        if one.form == "json" and one.status.startswith("2") and one.validator is not None
    ]
    return not found or any(one.is_valid(value) for one in found)


def _names_form(call: Call, body: Mapping[str, object], name: str) -> bool:
    return [_is_valid(call, {**body, name: one}) for one in ("json", "text", _NONSENSE)] == [
        True,
        True,
        False,
    ]


def _is_valid(call: Call, body: object) -> bool:
    return any(
        one.media_type == call.media_type and one.validator.is_valid(body)
        for one in call.operation.bodies
    )


def _echoed(value: object, fields: Mapping[str, object]) -> object:
    if not is_object(value):
        return value
    return {
        name: fields[name]
        if isinstance(one, str) and isinstance(fields.get(name), str)
        else _echoed(one, fields)
        for name, one in value.items()
    }


def _sent(call: Call) -> list[object]:
    """Give the things that a request sends: the items of a list that it has to have, else all."""
    body = call.body
    for name, value in body.items() if is_object(body) else ():
        several = is_array(value) and all(isinstance(one, str | list) for one in value)
        rest = {key: one for key, one in call.fields().items() if key != name}
        if several and is_array(value) and not _is_valid(call, rest):
            return value
    return [body]


def _repeated(value: object, call: Call) -> object:
    """Let the only list of objects in an answer have as many as were sent, numbered if it was."""
    count = len(_sent(call))
    if not is_object(value) or count < 2:
        return value
    lists = {
        name: one for name, one in value.items() if is_array(one) and one and is_object(one[0])
    }
    if len(lists) != 1:
        return value
    ((name, items),) = lists.items()
    first = items[0]
    if not is_object(first):
        return value
    numbers = [key for key, one in first.items() if one == 0 and type(one) is int]
    several = [{**deepcopy(first), **dict.fromkeys(numbers, at)} for at in range(count)]
    return {**value, name: several}


def _vectored(value: object, call: Call) -> object:
    fields = call.fields()
    lengths = [one for one in fields.values() if type(one) is int and 0 < one <= 1 << 16]
    length = lengths[0] if len(lengths) == 1 else 0
    packed = "base64" in [one for one in fields.values() if isinstance(one, str)]
    sent = [canonical(one) if not isinstance(one, bytes) else one for one in _hashable(call)]
    state = {"at": 0}

    def change(here: object) -> object:
        if is_array(here) and len(here) > 1 and all(isinstance(one, float) for one in here):
            seed = sent[min(state["at"], len(sent) - 1)]
            state["at"] += 1
            vector = _vector(seed, length or len(here))
            if packed:
                return base64.b64encode(pack(f"<{len(vector)}f", *vector)).decode()
            return vector
        if is_array(here):
            return [change(one) for one in here]
        return {name: change(one) for name, one in here.items()} if is_object(here) else here

    return change(value)


def _hashable(call: Call) -> list[object]:
    sent = _sent(call)
    return sent if len(sent) > 1 else [call.canonical()]


def _vector(seed: bytes, length: int) -> list[float]:
    """Make a vector of length 1, the same for the same seed."""
    chance = random.Random(hashlib.sha256(seed).digest())  # noqa: S311 - no secret
    numbers = [chance.gauss(0, 1) for _ in range(length)]
    size = math.sqrt(sum(one * one for one in numbers)) or 1.0
    return [one / size for one in numbers]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_object(value):
        for one in value.values():
            yield from _texts(one)
    elif is_array(value):
        for one in value:
            yield from _texts(one)
