"""Knows what a step derives from its pictures: which files beside them, and their bytes.

The picture itself stays as it was paid for. This module must not know jobs' states or a run.
"""

import json
from collections.abc import Mapping
from io import BytesIO
from posixpath import splitext

from pictura.job import Finish
from pictura.pictures import extension
from pictura_core.tuples import NamedTuple

NOTHING = Finish()
SIDECAR = ".provenance.json"
"""What the name of a file ends with that tells where a picture comes from."""


class Wish(NamedTuple):
    """A file that is to lie beside a picture.

    Attributes:
        file: Where, relative to what the picture's file is relative to.
        order: How it is made, in words: a file made by another order is out of date.
    """

    file: str
    order: str


class Refused(Exception):  # noqa: N818 - the picture refuses; nothing here erred
    """A file cannot be derived, and never will; the message says why."""


def wishes(finish: Finish, file: str, format_: str, job: str) -> tuple[Wish, ...]:
    """Say what is to lie beside a picture.

    Args:
        finish: What the step says.
        file: The picture's.
        format_: The picture's.
        job: The recipe's name and the job's key, which provenance tells.
    """
    if finish == NOTHING:
        return ()
    stem, _ = splitext(file)
    found: list[Wish] = []
    told = f", provenance of {job}" if finish.provenance == "embed" else ""
    kind = finish.convert or format_
    if finish.convert or finish.width or finish.height:
        size = f", fit {finish.width or '-'}x{finish.height or '-'}"
        size = size if finish.width or finish.height else ""
        found.append(Wish(f"{stem}.derived.{extension(kind)}", f"{kind}{size}{told}"))
    if finish.thumbnail:
        kind = finish.convert or "webp"
        side = finish.thumbnail
        file = f"{stem}.thumbnail.{extension(kind)}"
        found.append(Wish(file, f"{kind}, fit {side}x{side}{told}"))
    if finish.provenance == "embed":
        found.append(Wish(f"{stem}.provenance.{extension(format_)}", f"as it is{told}"))
    if finish.provenance == "sidecar":
        found.append(Wish(f"{stem}{SIDECAR}", f"sidecar, provenance of {job}"))
    return tuple(found)


def derive(order: str, data: bytes, facts: Mapping[str, str]) -> bytes:
    """Make a derived file's bytes. Decodes and encodes: up to a second for a large picture.

    Args:
        order: Of a wish.
        data: The picture.
        facts: What is known of it.

    Raises:
        Refused: It carries a signature, or cannot be decoded.
    """
    if order.startswith("sidecar"):
        return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode()
    image, _, provenance = order.partition(", provenance of ")
    if image != "as it is":
        data = _draw(image, data)
    if not provenance:
        return data
    from pictura.embedding import embed, packet  # noqa: PLC0415 - few recipes embed
    from pictura.signatures import is_signed  # noqa: PLC0415 - the same

    if is_signed(data):
        message = (
            "provenance is not embedded: the picture carries a C2PA signature, which one more byte"
            " would break; `provenance: sidecar` writes it beside"
        )
        raise Refused(message)
    try:
        return embed(data, packet(facts))
    except ValueError as error:
        raise Refused(str(error)) from error


def _draw(order: str, data: bytes) -> bytes:
    from PIL import Image  # noqa: PLC0415 - few recipes derive

    kind, _, size = order.partition(", fit ")
    out = BytesIO()
    try:
        with Image.open(BytesIO(data)) as opened:
            picture: Image.Image = opened
            if size:
                width, height = size.split("x")
                box = tuple(int(side) if side != "-" else 1 << 30 for side in (width, height))
                picture.thumbnail((box[0], box[1]), Image.Resampling.LANCZOS)
            if kind == "jpeg":  # it knows no transparency
                clear = picture.convert("RGBA")
                ground = Image.new("RGBA", clear.size, "white")
                picture = Image.alpha_composite(ground, clear).convert("RGB")
            picture.save(out, kind.upper(), quality=90)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        message = f"the picture cannot be decoded: {error}"
        raise Refused(message) from error
    return out.getvalue()
