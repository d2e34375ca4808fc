"""Knows how a picture says what it was asked for: a plate with the prompt and a line of marks."""

from PIL import Image

from pictura.emulator.drawing.canvas import Canvas
from pictura.emulator.drawing.letters import FINE, ascent, measure, wrap, write
from pictura.emulator.drawing.order import Order
from pictura.emulator.drawing.palettes import Palette, mix
from pictura_core.tuples import NamedTuple

_SMALLEST = 64
"""Pixels of the shorter side below which words could not be read."""
_LEADING = 1.3


class _Setting(NamedTuple):
    size: float
    lines: tuple[str, ...]
    width: float


def write_caption(canvas: Canvas, palette: Palette, order: Order) -> None:
    """Write prompt and marks on the picture; at the top if the picture changes another."""
    unit = min(canvas.width, canvas.height)
    if unit < _SMALLEST:
        return
    margin = unit * 0.042
    pad = unit * 0.034
    bar = max(2.0, unit * 0.006)
    room = min(canvas.width - 2 * margin, unit * 1.25) - 2 * pad - bar
    words = " ".join(order.prompt.split())
    setting = _set(words, room, canvas.height * 0.36 - 2 * pad, unit)
    small = max(7.5, unit * 0.02)
    marks = _marks(order, small, room)
    marks_height = small * 1.0 if marks else 0.0
    gap = setting.size * 0.5 if setting.lines and marks else 0.0
    text_height = len(setting.lines) * setting.size * _LEADING
    width = max(setting.width, measure(marks, small)) + 2 * pad + bar
    height = text_height + gap + marks_height + 2 * pad * 0.86
    left = margin
    top = margin if order.inputs else canvas.height - margin - height
    box = (left, top, left + width, top + height)
    radius = unit * 0.014
    for spread, opacity in ((unit * 0.010, 0.07), (unit * 0.005, 0.09)):
        shadow = (
            left - spread * 0.4,
            top,
            left + width + spread * 0.4,
            top + height + spread * 1.4,
        )
        canvas.plate(shadow, radius, (12, 12, 24), opacity)
    canvas.plate(box, radius, palette.paper, 0.94)
    stripe = (
        left + pad * 0.62,
        top + pad * 0.86,
        left + pad * 0.62 + bar,
        top + height - pad * 0.86,
    )
    canvas.plate(stripe, bar / 2, palette.accent)
    x = left + pad + bar + pad * 0.1
    y = top + pad * 0.86
    for line in setting.lines:
        _ink(canvas, (x, y), line, setting.size, palette.ink)
        y += setting.size * _LEADING
    if marks:
        _ink(canvas, (x, y + gap), marks, small, mix(palette.ink, palette.paper, 0.38))


def _set(words: str, room: float, height: float, unit: float) -> _Setting:
    """Find the largest letters in which the words fit; if none do, end them with an ellipsis."""
    if not words:
        return _Setting(0.0, (), 0.0)
    least = max(8.5, unit * 0.02)
    size = max(least, unit * 0.038)
    words = words[: int(room * height / (least * least) * 4)]
    while True:
        most = max(1, int(height / (size * _LEADING)))
        lines = wrap(words, size, room, most + 1)
        if len(lines) <= min(most, 2 if size > unit * 0.031 else 99) or size <= least:
            break
        size = max(least, size * 0.9)
    if len(lines) > most:
        last = lines[most - 1]
        while last and measure(f"{last}…", size) > room:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last.rstrip(' ,.;:')}…"]
    return _Setting(size, tuple(lines), max(measure(line, size) for line in lines))


def _marks(order: Order, size: float, room: float) -> str:
    parts = [*order.marks, f"{order.width} \N{MULTIPLICATION SIGN} {order.height}"]
    if order.total > 1:
        parts.append(f"{order.number + 1} of {order.total}")
    while len(parts) > 1 and measure("   ·   ".join(parts), size) > room:
        parts.pop(0)
    text = "   ·   ".join(parts)
    return text if measure(text, size) <= room else ""


def _ink(
    canvas: Canvas, at: tuple[float, float], text: str, size: float, colour: tuple[int, int, int]
) -> None:
    width, height = int(measure(text, size)) + 4, int(size * 1.5) + 2
    mask = Image.new("L", (width * FINE, height * FINE))
    left, top = int(at[0]), int(at[1])
    # The first line's capitals, not its accents, begin where the plate's padding ends.
    offset = ((at[0] - left) * FINE, (at[1] - top) * FINE)
    write(mask, offset, text, size * FINE, ascent(size * FINE))
    canvas.image.paste(colour, (left, top, left + width, top + height), mask.reduce(FINE))
