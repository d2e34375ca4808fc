"""Knows the lock file beside a recipe: which job made which files. It knows no request and no run.

`otters.yaml` has `otters.lock.json`, which people commit. It is written such that equal knowledge
gives equal bytes and a changed job changes only its own lines.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from typing import NoReturn, TypeGuard

from pictura.pictures import Picture
from pictura.state.durable import write_whole
from pictura_core.data import is_array, is_object
from pictura_core.diagnostics import Diagnostic, Rejected
from pictura_core.source import Position, Source, Span
from pictura_core.tuples import NamedTuple

VERSION = 1
"""Of the lock's form; a lock with a greater one was written by a newer Pictura."""

SUFFIX = ".lock.json"
_START = Position(1, 1)
_HASH = re.compile("[0-9a-f]{64}")
_LOOK = re.compile("(?:[0-9a-f]{1,64}(?:-blank)?|unreadable)?")
# One encoder for all: `json.dumps` with options makes a new one each time.
_text = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


class Image(NamedTuple):
    """A picture in its file.

    Attributes:
        file: Relative to the recipe's folder, with slashes.
        picture: What it is.
        position: Which of the job's pictures, counted from 0.
    """

    file: str
    picture: Picture
    position: int


class Derived(NamedTuple):
    """A file that was derived from a picture and lies beside it.

    Attributes:
        file: Relative to the recipe's folder, with slashes.
        order: How it was made, as `finishing.Wish` says it.
        source: The SHA-256 of the picture.
        sha256: Of its own bytes; empty if the picture refused, such as one that is signed.
    """

    file: str
    order: str
    source: str
    sha256: str


class Entry(NamedTuple):
    """What one job made.

    Attributes:
        digest: Of the job's request.
        operation: Which was called.
        images: The pictures, in the order of the answer.
        cost_usd: What the request cost, None if nobody says.
        model: As the request named it, empty if it named none.
        emulated: Whether the emulator drew the pictures, so that nothing was paid.
        prompt: The text that the pictures were asked for with, empty if the request had none.
        made: When it was asked for, as `2026-11-22T16:01:48Z`; empty if nobody knows, and for
            emulated pictures, which are the same whenever they are drawn.
        derived: The files that were derived from the pictures.
    """

    digest: str
    operation: str
    images: tuple[Image, ...]
    cost_usd: float | None = None
    model: str = ""
    emulated: bool = False
    prompt: str = ""
    made: str = ""
    derived: tuple[Derived, ...] = ()


class Lock(NamedTuple):
    """What a recipe's jobs made, by their keys."""

    recipe: str
    jobs: Mapping[str, Entry]


def lock_path(recipe: str) -> str:
    """Give the path of a recipe's lock file."""
    return os.path.splitext(recipe)[0] + SUFFIX


def load_lock(path: str, recipe: str) -> Lock:
    """Read a lock file; an empty lock of the recipe if there is none.

    Raises:
        Rejected: It cannot be understood, or was written by a newer Pictura.
        OSError: It is there but cannot be read.
    """
    try:
        with open(path, "rb") as file:
            data = file.read()
    except FileNotFoundError:
        return Lock(recipe, {})
    return parse_lock(Source(path, data.decode("utf-8", "replace")))


def parse_lock(source: Source) -> Lock:
    """Read a lock file's text.

    Raises:
        Rejected: It cannot be understood, or was written by a newer Pictura.
    """
    try:
        value: object = json.loads(source.text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        if "<<<<<<<" in source.text:
            reason = "it holds the marks of an unresolved merge"
        else:
            reason = f"it is no JSON: {error.msg}"
        _reject(source, reason, Position(error.lineno, error.colno))
    except (RecursionError, ValueError):
        _reject(source, "it holds a number, or a nesting, that no lock has")
    lock = _object(source, value, "the lock")
    version = lock.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        message = (
            f"the lock has version {version}, this Pictura knows {VERSION} and older;"
            " install a newer Pictura"
        )
        raise Rejected([Diagnostic("lock-too-new", message, _span(source, _START))])
    if version != VERSION:
        _reject(source, "it has no version")
    recipe = lock.get("recipe")
    if not isinstance(recipe, str):
        _reject(source, "it does not name its recipe")
    jobs = _object(source, lock.get("jobs"), "'jobs'")
    return Lock(recipe, {key: _entry(source, key, value) for key, value in jobs.items()})


def render_lock(lock: Lock) -> str:
    """Write a lock as text, keys sorted, one picture a line."""
    lines = ["{", '  "jobs": {']
    keys = sorted(lock.jobs)
    for key in keys:
        entry = lock.jobs[key]
        lines.append(f"    {_text(key)}: {{")
        if entry.cost_usd is not None:
            lines.append(f'      "cost_usd": {json.dumps(entry.cost_usd)},')
        lines.append(f'      "digest": {_text(entry.digest)},')
        if entry.derived:
            texts = [f"        {_text(one._asdict())}" for one in entry.derived]
            lines += ['      "derived": [', *_listed(texts), "      ],"]
        if entry.emulated:
            lines.append('      "emulated": true,')
        lines.append('      "images": [')
        last = len(entry.images) - 1
        for at, image in enumerate(entry.images):
            comma = "" if at == last else ","
            lines.append(f"        {_text(_image_value(image, at))}{comma}")
        lines.append("      ],")
        if entry.made:
            lines.append(f'      "made": {_text(entry.made)},')
        if entry.model:
            lines.append(f'      "model": {_text(entry.model)},')
        comma = "," if entry.prompt else ""
        lines.append(f'      "operation": {_text(entry.operation)}{comma}')
        if entry.prompt:
            lines.append(f'      "prompt": {_text(entry.prompt)}')
        lines.append("    }" if key is keys[-1] else "    },")
    lines += ["  },", f'  "recipe": {_text(lock.recipe)},', f'  "version": {VERSION}', "}"]
    return "\n".join(lines) + "\n"


def _listed(texts: list[str]) -> list[str]:
    return [*(f"{text}," for text in texts[:-1]), texts[-1]]


def save_lock(lock: Lock, path: str) -> bool:
    """Write a lock file if it is not as it should be; tell whether it was written.

    An empty lock makes no file.

    Raises:
        OSError: It cannot be written; the old one is as it was.
    """
    new = render_lock(lock).encode("utf-8", "surrogatepass")
    try:
        with open(path, "rb") as file:
            old = file.read()
    except FileNotFoundError:
        if not lock.jobs:
            return False
        old = b""
    if old == new:
        return False
    write_whole(path, new)
    return True


def _image_value(image: Image, at: int) -> dict[str, object]:
    picture = image.picture
    value: dict[str, object] = {
        "bytes": picture.bytes,
        "file": image.file,
        "format": picture.format,
        "height": picture.height,
        "sha256": picture.sha256,
        "width": picture.width,
    }
    if picture.revised_prompt:
        value["revised_prompt"] = picture.revised_prompt
    if picture.look:
        value["look"] = picture.look
    if image.position != at:  # only where a picture before it is missing
        value["index"] = image.position
    return value


def _entry(source: Source, key: str, value: object) -> Entry:
    entry = _object(source, value, "job", key)
    images = entry.get("images")
    if not is_array(images):
        _reject(source, f"job {key!r} has no images")
    digest, operation = entry.get("digest"), entry.get("operation")
    cost, model = entry.get("cost_usd"), entry.get("model", "")
    prompt, made = entry.get("prompt", ""), entry.get("made", "")
    if (
        not _is_hash(digest)
        or not isinstance(operation, str)
        or not (isinstance(model, str) and isinstance(prompt, str) and isinstance(made, str))
        or isinstance(cost, bool)
        or not isinstance(cost, int | float | None)
    ):
        _reject(source, f"job {key!r} has a wrong digest, operation, model, prompt or cost_usd")
    return Entry(
        digest,
        operation,
        tuple([_image(source, key, one, at) for at, one in enumerate(images)]),
        cost,
        model,
        entry.get("emulated") is True,
        prompt,
        made,
        tuple([_derived(source, key, one) for one in _list(source, key, entry.get("derived", []))]),
    )


def _list(source: Source, key: str, value: object) -> Sequence[object]:
    if not is_array(value):
        _reject(source, f"job {key!r} has a wrong 'derived'")
    return value


def _derived(source: Source, key: str, value: object) -> Derived:
    one = _object(source, value, "a derived file of job", key)
    file, order, made, own = (one.get(n) for n in ("file", "order", "source", "sha256"))
    if not (isinstance(file, str) and isinstance(order, str) and _is_hash(made)):
        _reject(source, f"a derived file of job {key!r} has a wrong file, order or source")
    if own != "" and not _is_hash(own):
        _reject(source, f"a derived file of job {key!r} has a wrong sha256")
    return Derived(file, order, made, str(own))


def _image(source: Source, key: str, value: object, at: int) -> Image:
    image = _object(source, value, "an image of job", key)
    file, digest = image.get("file"), image.get("sha256")
    format_, prompt = image.get("format"), image.get("revised_prompt", "")
    width, height, size = image.get("width"), image.get("height"), image.get("bytes")
    index, look = image.get("index", at), image.get("look", "")
    if (
        not isinstance(file, str)
        or not _is_hash(digest)
        or not isinstance(format_, str)
        or not isinstance(prompt, str)
        or not (isinstance(look, str) and _LOOK.fullmatch(look))
    ):
        _reject(source, f"an image of job {key!r} has a wrong file, sha256 or format")
    if not (_is_count(width) and _is_count(height) and _is_count(size) and _is_count(index)):
        _reject(source, f"an image of job {key!r} has a wrong width, height, bytes or index")
    return Image(file, Picture(digest, format_, width, height, size, prompt, look), index)


def _is_hash(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and value >= 0 and not isinstance(value, bool)


def _object(source: Source, value: object, what: str, key: str = "") -> Mapping[str, object]:
    if not is_object(value):
        _reject(source, f"{what} {key!r} is no object" if key else f"{what} is no object")
    return value


def _reject(source: Source, reason: str, position: Position = _START) -> NoReturn:
    message = (
        f"the lock cannot be used: {reason}; take it from the version control again, or delete it:"
        " then what .pictura/ remembers is restored, and only the rest is made again"
    )
    raise Rejected([Diagnostic("broken-lock", message, _span(source, position))]) from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _span(source: Source, start: Position) -> Span:
    return Span(source, start, Position(start.line, start.column + 1))
