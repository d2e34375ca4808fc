"""Knows how alike two pictures look, whatever their size and format. It knows no job.

The difference hash: a picture is shrunk to a few grey cells, and each bit tells whether a cell is
brighter than its neighbour. Scaling, other formats and light compression hardly change it.
"""

from operator import methodcaller
from typing import IO

from PIL import Image

_COLUMNS = 16
_ROWS = 16
BITS = _COLUMNS * _ROWS
# By its name, because the method's own annotations lean on a library that need not be there.
_shrink = methodcaller("resize", (_COLUMNS + 1, _ROWS), Image.Resampling.BOX)

_CELLS = 64
_ALIKE = 6
"""By how much of 255 a colour may vary in what counts as one."""
_reduce = methodcaller("resize", (_CELLS, _CELLS), Image.Resampling.BOX)


def difference_hash(picture: str | IO[bytes]) -> int | None:
    """Hash what a picture looks like into `BITS` bits; None if it cannot be read."""
    try:
        with Image.open(picture) as opened:
            opened.draft("L", (_COLUMNS * 8, _ROWS * 8))
            grey: Image.Image = _shrink(opened.convert("L"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    cells = grey.tobytes()
    found = 0
    for row in range(_ROWS):
        start = row * (_COLUMNS + 1)
        for at in range(start, start + _COLUMNS):
            found = found << 1 | (cells[at] < cells[at + 1])
    return found


def is_blank(picture: str | IO[bytes]) -> bool | None:
    """Tell whether a picture shows nothing but one colour, or nothing; None if it cannot be read.

    It is looked at in a few cells, each the mean of its part, so single bright pixels do not count.
    """
    try:
        with Image.open(picture) as opened:
            opened.draft("RGB", (_CELLS, _CELLS))
            cells: Image.Image = _reduce(opened.convert("RGBA"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    *colours, opacity = cells.split()
    bottom, top = _extremes(opacity)
    if top <= _ALIKE:
        return True
    return top - bottom <= _ALIKE and all(
        most - least <= _ALIKE for least, most in map(_extremes, colours)
    )


def _extremes(channel: Image.Image) -> tuple[int, int]:
    values = channel.tobytes()
    return min(values), max(values)


def distance(one: int, other: int) -> float:
    """Give how differently two hashed pictures look: 0 for alike, 1 for opposite.

    Two pictures that have nothing to do with each other come to about a half.
    """
    return (one ^ other).bit_count() / BITS
