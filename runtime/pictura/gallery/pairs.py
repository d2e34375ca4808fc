"""Knows the page that shows pictures side by side. It must not know where they lie."""

import os
from collections.abc import Callable, Sequence
from io import BytesIO

from pictura.comparison import Pair, Shown
from pictura.display.changes import Piece, compare_words
from pictura.gallery.build import claim, put_style
from pictura.gallery.page import MARK, PAGE, environment
from pictura.likeness import difference_hash, distance
from pictura.pictures import extension
from pictura.state.durable import write_whole
from pictura.state.lock import SUFFIX
from pictura_core.tuples import NamedTuple

_PICTURES = "pictures"
_SAME = 0.04
_ALIKE = 0.2


class Side(NamedTuple):
    """One of two pictures on the page."""

    file: str
    missing: str
    alt: str
    size: str


class Row(NamedTuple):
    """Two pictures side by side.

    Attributes:
        job: The job's key, with the picture's position if it is not the first.
        verdict: How alike they look, or that one of them is not there.
        distance: The same as a number from 0 to 1; None if there are no two pictures.
        pieces: What changed in the prompt, empty if nothing did or nobody knows.
        before: The pictures.
        after: See above.
    """

    job: str
    verdict: str
    distance: float | None
    pieces: tuple[Piece, ...]
    before: Side
    after: Side


class Rows(NamedTuple):
    """The pairs of one recipe."""

    name: str
    rows: tuple[Row, ...]


def build_pairs(
    pairs: Sequence[Pair],
    names: tuple[str, str],
    bytes_of: Callable[[Shown, str], bytes | None],
    folder: str,
) -> tuple[Rows, ...]:
    """Write the page; give what it says.

    Args:
        pairs: What differs.
        names: What the two states are called.
        bytes_of: Finds the bytes of a picture of one of the states.
        folder: Where to write it; made if it is not there.

    Raises:
        NotAGallery: The folder holds something else.
        OSError: It cannot be written.
    """
    claim(folder)
    grouped: dict[str, list[Row]] = {}
    for pair in pairs:
        row = _row(pair, names, bytes_of, folder)
        grouped.setdefault(pair.place.lock.removesuffix(SUFFIX), []).append(row)
    groups = tuple(Rows(name, tuple(rows)) for name, rows in grouped.items())
    total = f"{len(pairs)} {'picture differs' if len(pairs) == 1 else 'pictures differ'}"
    text = (
        environment()
        .get_template("diff.html.j2")
        .render(mark=MARK, before=names[0], after=names[1], total=total, groups=groups)
    )
    write_whole(os.path.join(folder, PAGE), text.encode("utf-8", "replace"))
    put_style(folder)
    return groups


def _row(
    pair: Pair,
    names: tuple[str, str],
    bytes_of: Callable[[Shown, str], bytes | None],
    folder: str,
) -> Row:
    data = [
        None if shown is None else bytes_of(shown, name)
        for shown, name in zip((pair.before, pair.after), names, strict=True)
    ]
    hashes = [None if one is None else difference_hash(BytesIO(one)) for one in data]
    apart = None
    if hashes[0] is not None and hashes[1] is not None:
        apart = distance(hashes[0], hashes[1])
    job, position = pair.place.job, pair.place.position
    return Row(
        f"{job} #{position}" if position else job,
        _verdict(pair, apart),
        apart,
        _pieces(pair),
        _side(pair.before, data[0], folder, "not there before"),
        _side(pair.after, data[1], folder, "not there any more"),
    )


def _verdict(pair: Pair, apart: float | None) -> str:
    if pair.before is None:
        return "new"
    if pair.after is None:
        return "gone"
    if apart is None:
        return "another picture; the bytes of one are not at hand"
    looks = (
        "looks the same" if apart < 0.04 else "looks alike" if apart < 0.2 else "looks different"
    )
    return f"{looks}, distance {apart:.2f}"


def _pieces(pair: Pair) -> tuple[Piece, ...]:
    if pair.before is None or pair.after is None or not pair.before.prompt:
        return ()
    if pair.before.prompt == pair.after.prompt or not pair.after.prompt:
        return ()
    return tuple(compare_words(pair.before.prompt, pair.after.prompt))


def _side(shown: Shown | None, data: bytes | None, folder: str, nothing: str) -> Side:
    if shown is None:
        return Side("", nothing, "", "")
    picture = shown.picture
    size = f"{picture.width} by {picture.height}"
    if data is None:
        return Side("", "its bytes are not at hand", shown.prompt, size)
    file = f"{_PICTURES}/{picture.sha256}.{extension(picture.format)}"
    write_whole(os.path.join(folder, file), data)
    return Side(file, "", shown.prompt or shown.file, size)
