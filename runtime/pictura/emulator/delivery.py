"""Knows how what was made gets into an answer: as bytes, in JSON, as a url, or event by event.

It must not know how it was made, nor of tasks.
"""

import base64
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence

from pictura.emulator.drawing.order import Order
from pictura.emulator.examples import EVENTS, Examples, Told
from pictura.emulator.negotiation import chosen
from pictura.emulator.pictures import sources_of, with_defaults
from pictura.emulator.storage import Kept, Storage, Stored
from pictura.emulator.values import put
from pictura_core.data import find, is_object
from pictura_core.extensions import Images, Picture
from pictura_core.operation import Events, Operation
from pictura_core.tuples import NamedTuple

PICTURES = "/_pictura/images/"
"""Where urls lead to."""
_JSON = "application/json"
_GONE = "gone-"
"""Before the name of a picture whose url has expired from the start."""
_END = "[DONE]"


class Answer(NamedTuple):
    """An answer as it travels.

    Attributes:
        status: Its HTTP status.
        media_type: Its Content-Type.
        content: Its body.
        headers: Further ones.
        file: Holds the body instead of `content`, None if none does.
    """

    status: int
    media_type: str
    content: bytes
    headers: Mapping[str, str] = {}
    file: Kept | None = None


class Made(NamedTuple):
    """What was made, and from which order."""

    order: Order
    content: bytes


class Wish(NamedTuple):
    """How a request wants its answer.

    Attributes:
        base_url: Where urls begin.
        accept: The request's Accept header.
        gone: Whether the urls are to have expired already.
        fails: Whether the task that it starts is to fail.
        pauses: Whether the task that it starts is to rest half-way.
        breaks: The fault (`faults.OF_BATCHES`) of the batch that it makes, empty if it has none.
        whole: Whether the answer has to come in one piece.
    """

    base_url: str
    accept: str = ""
    gone: bool = False
    fails: bool = False
    pauses: bool = False
    breaks: str = ""
    whole: bool = False


def revive(content: bytes) -> bytes:
    """Let the urls of an answer live that had expired from the start; their pictures are there."""
    return content.replace(f"{PICTURES}{_GONE}".encode(), PICTURES.encode())


def tell(told: Told, **headers: str) -> Answer:
    """Write an answer that is JSON."""
    content = json.dumps(told.value, separators=(",", ":")).encode()
    return Answer(told.status, _JSON, content, headers)


def echo(value: object, images: Images | None, fields: Mapping[str, object], size: str) -> object:
    """Where an answer repeats a field of the request by its name, repeat this request's."""
    if not is_object(value):
        return value
    asked = with_defaults(images, fields) if images is not None else dict(fields)
    if images is not None and images.size and size:
        asked[images.size] = size
    return {
        key: asked[key] if isinstance(old, str) and isinstance(asked.get(key), str) else old
        for key, old in value.items()
    }


def size_of(order: Order) -> str:
    """Write how large a picture is."""
    return f"{order.width}x{order.height}"


class Delivery:
    """Puts what was made into answers."""

    def __init__(self, examples: Examples, storage: Storage) -> None:
        self._examples = examples
        self._storage = storage
        self._numbers = itertools.count(1)

    def deliver(
        self,
        operation: Operation[object],
        images: Images,
        fields: Mapping[str, object],
        made: Sequence[Made],
        wish: Wish,
    ) -> Answer:
        """Answer with what was made.

        Args:
            operation: Which answers; it may be another than the one that was asked to make it.
            images: Where the answer carries it.
            fields: Of the request that asked to make it.
            made: At least one.
            wish: How the request wants its answer.
        """
        order = made[0].order
        likely = sources_of(images, fields)
        source = likely[0]
        response = chosen(operation, wish.accept)
        if response is not None:
            in_json = response.form == "json"
            source = next((one for one in likely if (one.kind != "body") == in_json), source)
        if source.kind == "body":
            return Answer(200, order.media_type, made[0].content)
        places = [self.place(source, one, wish) for one in made]
        told = self._examples.pictures(operation, source, places)
        value = echo(told.value, images, fields, size_of(order))
        for path, old in find(value, images.revised_prompt) if images.revised_prompt else []:
            if isinstance(old, str):
                value = put(value, path, order.prompt)
        return tell(Told(told.status, value))

    def place(self, source: Picture, made: Made, wish: Wish) -> str:
        """Write what stands in an answer for something made; a url leads to it from now on."""
        order = made.order
        if source.kind == "url":
            name = f"{order.digest.hex()[:24]}-{next(self._numbers)}.{order.format}"
            stored = Stored(order.media_type, made.content)
            self._storage.put(name, stored, float(source.expires or "inf"))
            if wish.gone:
                self._storage.put(f"{_GONE}{name}", stored, 0.0)
                name = f"{_GONE}{name}"
            return f"{wish.base_url}{PICTURES}{name}"
        text = base64.b64encode(made.content).decode()
        return f"data:{order.media_type};base64,{text}" if source.kind == "data-url" else text

    def stream(
        self, operation: Operation[object], fields: Mapping[str, object], made: Sequence[Made]
    ) -> Answer:
        """Write the examples' events once for each picture.

        An event of the examples is either its data, or an object of `event` and `data`. It carries
        its picture in base64, under the name that base64 has in other answers.
        """
        images = operation.images
        sources = [*(images.sources if images else ())]
        sources += operation.stream.sources if operation.stream else ()
        names = [one.pointer[-1] for one in sources if one.kind == "base64" and one.pointer]
        events = self._examples.events(operation) or [dict.fromkeys(names[:1], "")]
        lines: list[str] = []
        for one in made:
            picture = base64.b64encode(one.content).decode()
            for event in events:
                framed = is_object(event) and "data" in event and set(event) <= {"event", "data"}
                data = event["data"] if is_object(event) and framed else event
                if is_object(event) and framed and "event" in event:
                    lines.append(f"event: {event['event']}")
                told = echo(data, images, fields, size_of(one.order))
                filled = _filled(told, names, picture)
                text = filled if isinstance(filled, str) else json.dumps(filled)
                lines += [*(f"data: {line}" for line in text.splitlines()), ""]
        return Answer(200, EVENTS, "\n".join([*lines, ""]).encode())


def replay(events: Sequence[object], described: Events[object], *, ends: bool) -> Answer:
    """Write events as a stream.

    Args:
        events: In their order.
        described: How the operation streams.
        ends: Whether a mark says that the stream is over, since no event does.
    """
    if described.form == "lines":
        texts = [json.dumps(event) + "\n" for event in events]
    else:
        texts = ["\n".join(_framed(event, described.frame)) + "\n\n" for event in events]
        texts += [f"data: {_END}\n\n"] if ends else []
    return Answer(200, described.media_type, "".join(texts).encode())


def _framed(event: object, frame: tuple[str, ...]) -> Iterator[str]:
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
