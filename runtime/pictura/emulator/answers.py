"""Knows how a call that the table accepts is answered. It must not know how answers travel."""

import asyncio
import base64
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pictura.emulator.calls import BadRequest, Call
from pictura.emulator.drawing.order import FORMATS, Order, UnreadablePicture
from pictura.emulator.drawing.painter import paint
from pictura.emulator.examples import EVENTS, Examples, Told, put
from pictura.emulator.pictures import orders, source_of, with_defaults
from pictura.emulator.storage import Storage, Stored
from pictura_core.data import Json, find, is_array, is_object
from pictura_core.extensions import Picture
from pictura_core.operation import Events

PICTURES = "/_pictura/images/"
"""Where urls lead to."""
_JSON = "application/json"


_GONE = "gone-"
"""Before the name of a picture whose url has expired from the start."""


class Answer(NamedTuple):
    """An answer as it travels."""

    status: int
    media_type: str
    content: bytes
    headers: Mapping[str, str] = {}


def revive(content: bytes) -> bytes:
    """Let the urls of an answer live that had expired from the start; their pictures are there."""
    return content.replace(f"{PICTURES}{_GONE}".encode(), PICTURES.encode())


def tell(told: Told, **headers: str) -> Answer:
    """Write an answer that is JSON."""
    content = json.dumps(told.value, separators=(",", ":")).encode()
    return Answer(told.status, _JSON, content, headers)


def asks_for_events(call: Call, accept: str) -> bool:
    """Tell whether a call wants its answer as a stream of events, and may."""
    good = [one.form for one in call.operation.responses if one.status.startswith("2")]
    if not {"events", "lines"} & set(good):
        return False
    images, events = call.operation.images, call.operation.events
    field = (images.stream if images is not None else "") or (events.field if events else "")
    kind = events.media_type if events else EVENTS
    is_alone = all(form in ("events", "lines") for form in good)
    return is_alone or call.fields().get(field) is True or accept.strip().startswith(kind)


class Answers:
    """Answers calls: draws what they ask for and sets it into the API's own examples."""

    def __init__(self, examples: Examples, storage: Storage, seed: int) -> None:
        self._examples = examples
        self._storage = storage
        self._seed = seed
        self._numbers = itertools.count(1)

    async def answer(self, call: Call, *, base_url: str, accept: str, gone: bool) -> Answer:
        """Answer a call.

        Args:
            call: What is asked.
            base_url: Where the pictures' urls begin.
            accept: The request's Accept header.
            gone: Whether the urls are to have expired already.

        Raises:
            BadRequest: It asks for what cannot be drawn.
        """
        images = call.operation.images
        if images is None or not images.sources:
            if call.operation.events is not None and asks_for_events(call, accept):
                return _replay(self._examples.events(call.operation), call.operation.events)
            told = self._examples.plain(call.operation, call.parameters)
            return Answer(told.status, "", b"") if told.status == 204 else tell(told)
        asked = orders(call, images, self._seed)
        try:
            drawn = await asyncio.gather(*(asyncio.to_thread(paint, one) for one in asked))
        except UnreadablePicture as error:
            raise BadRequest(str(error)) from error
        source = source_of(images, call.fields())
        if asks_for_events(call, accept):
            texts = [base64.b64encode(one).decode() for one in drawn]
            return self._stream(call, asked[0], images.sources, texts)
        if source.kind == "body":
            return Answer(200, FORMATS[asked[0].format], drawn[0])
        places = [
            self._place(source, order, content, base_url, gone=gone)
            for order, content in zip(asked, drawn, strict=True)
        ]
        told = self._examples.pictures(call.operation, source, places)
        value = _echo(told.value, call, asked[0])
        for path, old in find(value, images.revised_prompt) if images.revised_prompt else []:
            if isinstance(old, str):
                value = put(value, path, asked[0].prompt)
        return tell(Told(told.status, value))

    def _place(
        self, source: Picture, order: Order, content: bytes, base_url: str, *, gone: bool
    ) -> str:
        media_type = FORMATS[order.format]
        if source.kind == "url":
            number = next(self._numbers)
            name = f"{order.digest.hex()[:24]}-{number}.{order.format}"
            stored = Stored(media_type, content)
            self._storage.put(name, stored, float(source.expires or "inf"))
            if gone:
                self._storage.put(f"{_GONE}{name}", stored, 0.0)
                name = f"{_GONE}{name}"
            return f"{base_url}{PICTURES}{name}"
        text = base64.b64encode(content).decode()
        return f"data:{media_type};base64,{text}" if source.kind == "data-url" else text

    def _stream(
        self, call: Call, order: Order, sources: Sequence[Picture], pictures: Sequence[str]
    ) -> Answer:
        """Write the example's events once for each picture.

        An event of the examples is either its data, or an object of `event` and `data`. It carries
        its picture in base64, under the name that base64 has in other answers.
        """
        names = [one.pointer[-1] for one in sources if one.kind == "base64" and one.pointer]
        example = self._examples.events(call.operation)
        events: Sequence[object] = (
            example if is_array(example) else [example or dict.fromkeys(names[:1], "")]
        )
        lines: list[str] = []
        for picture in pictures:
            for event in events:
                framed = is_object(event) and "data" in event and set(event) <= {"event", "data"}
                data = event["data"] if is_object(event) and framed else event
                if is_object(event) and framed and "event" in event:
                    lines.append(f"event: {event['event']}")
                filled = _filled(_echo(data, call, order), names, picture)
                text = filled if isinstance(filled, str) else json.dumps(filled)
                lines += [*(f"data: {line}" for line in text.splitlines()), ""]
        return Answer(200, EVENTS, "\n".join([*lines, ""]).encode())


def _replay(example: Json, described: Events[object]) -> Answer:
    """Write examples as a stream: an example that is a list is of several events."""
    events = example if isinstance(example, list) else [example]
    if described.form == "lines":
        texts = [json.dumps(event) + "\n" for event in events]
    else:
        texts = ["\n".join(_framed(event, described.frame)) + "\n\n" for event in events]
    return Answer(200, described.media_type, "".join(texts).encode())


def _framed(event: Json, frame: tuple[str, ...]) -> Iterator[str]:
    data: object = event
    if frame and is_object(event):
        data = event.get("data")
        yield from (f"{name}: {event[name]}" for name in frame if name != "data" and name in event)
    text = data if isinstance(data, str) else json.dumps(data)
    yield from (f"data: {line}" for line in text.splitlines() or [""])


def _filled(data: object, names: Sequence[str], picture: str) -> object:
    if not is_object(data):
        return data
    return {key: picture if key in names else value for key, value in data.items()}


def _echo(value: object, call: Call, order: Order) -> object:
    """Where the answer repeats a field of the request by its name, repeat this request's."""
    images = call.operation.images
    if images is None or not is_object(value):
        return value
    asked = with_defaults(images, call.fields())
    if images.size:
        asked[images.size] = f"{order.width}x{order.height}"
    return {
        key: asked[key] if isinstance(old, str) and isinstance(asked.get(key), str) else old
        for key, old in value.items()
    }
