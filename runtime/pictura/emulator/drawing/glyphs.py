"""Knows how characters are drawn that the font lacks: spelled, stroked or marked. It draws none."""

from collections.abc import Sequence
from typing import TypeAlias

from pictura_core.tuples import NamedTuple

Point: TypeAlias = tuple[float, float]

OWN = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("©«°±\u00b4·»\u2018\u2019“”…\u2039\u203a™")
"""What the font that Pillow carries can draw."""
SPELLED = {
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th", "\u0131": "i",
    "€": "EUR", "£": "GBP", "•": "·", "→": "->", "←": "<-", "\u00a0": " ", "\u2009": " ",
    "„": "“", "\u201a": "\u2018", "\u2032": "'", "″": '"', "\u2212": "\u2013",
    "\u2010": "-", "\u2011": "-", "、": ", ", "。": ". ",
    "\uff0c": ", ", "\uff01": "!", "\uff1f": "?", "\uff1a": ": ",
    "\uff1b": "; ", "\uff08": " (", "\uff09": ") ",
}  # fmt: skip
"""Characters written with others."""
SLASHED = {"ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ð": "d", "ħ": "h"}
"""Letters with a stroke through them."""
SYSTEM = (
    "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "PingFang.ttc", "Hiragino Sans GB.ttc",
    "msyh.ttc", "wqy-microhei.ttc", "wqy-zenhei.ttc", "DroidSansFallback.ttf", "Arial Unicode.ttf",
    "DejaVuSans.ttf", "NotoSans-Regular.ttf", "Arial.ttf", "LiberationSans-Regular.ttf",
)  # fmt: skip


"""Fonts of a system to look for, those with most characters first."""


class Mark(NamedTuple):
    """Strokes of a diacritic: in em, from the middle of the letter's top (or foot), y upwards."""

    strokes: Sequence[Sequence[Point]]
    below: bool = False


MARKS = {
    "\u0300": Mark((((-0.11, 0.19), (0.02, 0.08)),)),
    "\u0301": Mark((((0.11, 0.19), (-0.02, 0.08)),)),
    "\u0302": Mark((((-0.12, 0.08), (0, 0.18), (0.12, 0.08)),)),
    "\u0303": Mark((((-0.14, 0.09), (-0.07, 0.15), (0.06, 0.10), (0.14, 0.16)),)),
    "\u0304": Mark((((-0.12, 0.12), (0.12, 0.12)),)),
    "\u0306": Mark((((-0.12, 0.18), (-0.06, 0.10), (0.06, 0.10), (0.12, 0.18)),)),
    "\u0307": Mark((((-0.01, 0.13), (0.01, 0.13)),)),
    "\u0308": Mark((((-0.11, 0.13), (-0.09, 0.13)), ((0.09, 0.13), (0.11, 0.13)))),
    "\u030a": Mark((((-0.07, 0.13), (0, 0.20), (0.07, 0.13), (0, 0.06), (-0.07, 0.13)),)),
    "\u030b": Mark((((0.02, 0.19), (-0.08, 0.08)), ((0.16, 0.19), (0.06, 0.08)))),
    "\u030c": Mark((((-0.12, 0.18), (0, 0.08), (0.12, 0.18)),)),
    "\u0323": Mark((((-0.01, -0.12), (0.01, -0.12)),), below=True),
    "\u0327": Mark((((0, 0), (0.01, -0.06), (0.07, -0.11), (-0.04, -0.17)),), below=True),
    "\u0328": Mark((((0.08, 0), (0.03, -0.1), (0.12, -0.15)),), below=True),
}
"""Diacritics by their combining character."""
STROKES = {"\u2013": 0.56, "—": 0.95, "\u00d7": 0.56}
"""Signs drawn as strokes, each with its width in em."""
