"""Knows what a picture's origin looks like, for people and for scripts."""

import hashlib
import textwrap
import time
from posixpath import basename

from pictura.money import said
from pictura.provenance import Origin
from pictura.signatures import is_signed
from pictura_core.tuples import NamedTuple

_WIDTH = 100
_INDENT = 16


class SeenFile(NamedTuple):
    """A file that somebody asks about.

    Attributes:
        path: As it was typed.
        sha256: Of its bytes.
        is_signed: Whether it carries a C2PA manifest.
    """

    path: str
    sha256: str
    is_signed: bool


def about_file(path: str) -> SeenFile:
    """Look at a file.

    Raises:
        OSError: It cannot be read.
    """
    with open(path, "rb") as file:
        data = file.read()
    return SeenFile(path, hashlib.sha256(data).hexdigest(), is_signed(data))


def origin_text(origin: Origin, file: SeenFile | None) -> str:
    """Write it for people."""
    picture = origin.picture
    told: list[tuple[str, str]] = [
        ("recipe", f"{origin.recipe} ({origin.file or 'its file is gone'})"),
        ("job", origin.job),
        ("operation", origin.operation),
        ("model", origin.model),
        ("prompt", origin.prompt),
        ("revised prompt", picture.revised_prompt),
        *((name, value) for name, value in origin.parameters if name != "model"),
        (
            "picture",
            f"{picture.format}, {picture.width}x{picture.height}, {picture.bytes:,} bytes",
        ),
        ("saved as", origin.saved),
        ("kept in", origin.store),
        ("copies", ", ".join(basename(one.file) for one in origin.copies if one.sha256)),
        ("cost", "nothing: drawn by the emulator" if origin.emulated else said(origin.cost_usd)),
        ("made", "" if origin.made is None else _local(origin.made)),
        ("digest", origin.digest),
        ("sha256", picture.sha256),
    ]
    if file is not None:
        signed = "it carries a C2PA manifest" if file.is_signed else "it carries no C2PA manifest"
        told.append(("signature", signed))
    if origin.changed:
        told.append(("note", "the recipe asks for something else by now"))
    lines = [file.path if file is not None else origin.saved]
    for name, value in told:
        if value:
            lines += _paragraph(name, value)
    return "\n".join(lines) + "\n"


def origin_value(origin: Origin, file: SeenFile | None) -> dict[str, object]:
    """Say it as one object."""
    picture = origin.picture
    value: dict[str, object] = {
        "event": "origin",
        "recipe": origin.recipe,
        "source": origin.file,
        "step": origin.step,
        "job": origin.job,
        "index": origin.position,
        "operation": origin.operation,
        "model": origin.model,
        "prompt": origin.prompt,
        "revised_prompt": picture.revised_prompt,
        "parameters": dict(origin.parameters),
        "changed": origin.changed,
        "file": origin.saved,
        "format": picture.format,
        "width": picture.width,
        "height": picture.height,
        "bytes": picture.bytes,
        "sha256": picture.sha256,
        "digest": origin.digest,
        "cost_usd": 0.0 if origin.emulated else origin.cost_usd,
        "made": None if origin.made is None else _utc(origin.made),
        "emulated": origin.emulated,
    }
    if origin.store:
        value["store"] = origin.store
    if file is not None:
        value["signed"] = file.is_signed
    return value


def _paragraph(name: str, value: str) -> list[str]:
    # A url, or a path, is to be copied as it is.
    lines = textwrap.wrap(
        value, _WIDTH - _INDENT - 2, break_long_words=False, break_on_hyphens=False
    ) or [""]
    head = f"  {name:<{_INDENT - 2}}  {lines[0]}"
    return [head, *(" " * (_INDENT + 2) + line for line in lines[1:])]


def _local(at: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at))


def _utc(at: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
