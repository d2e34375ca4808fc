"""Knows how to compose what stands alone on paper: a plant, a sign. It knows no words."""

from functools import partial
from math import cos, pi, sin

from pictura.emulator.drawing.canvas import Canvas, Pen, Point
from pictura.emulator.drawing.chance import Chance
from pictura.emulator.drawing.palettes import Colour, Palette, mix

__all__ = ["bouquet", "emblem", "herbarium"]


def herbarium(canvas: Canvas, palette: Palette, chance: Chance) -> None:
    """Paint a plant on paper, as in an old herbarium."""
    paper = mix(palette.paper, palette.sky[2], 0.35)
    canvas.gradient((paper, mix(paper, palette.sky[1], 0.12)))
    leaf = mix((74, 108, 72), palette.near, chance.between(0.1, 0.5))
    root = (canvas.width * chance.between(0.44, 0.56), canvas.height * 0.97)
    height = canvas.height * 0.82
    bend = canvas.unit * chance.between(-0.14, 0.14)
    steps = 24
    stem = [
        (root[0] + bend * sin(t / steps * pi * 0.9), root[1] - height * t / steps)
        for t in range(steps + 1)
    ]
    xs = [x for x, _ in stem]
    around = (min(xs) - 20, stem[-1][1], max(xs) + 20, root[1])
    canvas.shape(around, (leaf,), lambda pen: pen.line(stem, canvas.unit * 0.008))
    pairs = chance.whole(6, 9)
    slender = chance.between(0.16, 0.34)
    for pair in range(pairs):
        share = 0.12 + 0.7 * pair / pairs
        foot = stem[int(share * steps)]
        length = canvas.unit * 0.27 * (1 - 0.62 * share) * chance.between(0.85, 1.1)
        for turn in (-1, 1):
            rise = chance.between(0.45, 0.75)
            tone = mix(leaf, palette.sky[2], chance.between(0.0, 0.3))
            reach = (turn * length * cos(rise), -length * sin(rise))
            _leaf(canvas, foot, reach, slender=slender, colour=tone)
    _blossom(canvas, palette, chance, stem[-1])


def bouquet(canvas: Canvas, palette: Palette, chance: Chance) -> None:
    """Paint flowers in a vase on a table."""
    wall = mix(palette.far, palette.near, 0.35)
    canvas.gradient((mix(wall, palette.near, 0.4), wall, mix(wall, palette.sky[2], 0.25)))
    unit, table = canvas.unit, canvas.height * 0.66
    light = (canvas.width * chance.between(0.15, 0.4), canvas.height * 0.2)
    canvas.glow(light, unit * 0.9, palette.light, 0.5)
    board = mix((122, 82, 52), palette.near, 0.3)
    canvas.gradient(
        (mix(board, palette.light, 0.25), board, mix(board, (0, 0, 0), 0.35)),
        (0, table, canvas.width, canvas.height),
    )
    x, low = canvas.width * chance.between(0.45, 0.55), table + unit * 0.08
    mouth = (x, low - unit * 0.22)
    green = mix((74, 108, 72), palette.near, 0.25)
    heads: list[Point] = []
    for stalk in range(chance.whole(5, 7)):
        lean = (-0.27, 0.24, -0.1, 0.12, 0.0, -0.2, 0.19)[stalk]
        rise = (0.17, 0.19, 0.29, 0.27, 0.34, 0.28, 0.1)[stalk] * chance.between(0.9, 1.05)
        head = (x + lean * unit * 1.1, mouth[1] - rise * unit)
        bend = (x + lean * unit * 0.4, mouth[1] - rise * unit * 0.6)
        around = (min(x, head[0]) - 20, head[1], max(x, head[0]) + 20, mouth[1] + 9)
        draw = partial(_stalk, points=_curve(mouth, bend, head), width=unit * 0.008)
        canvas.shape(around, (green,), draw)
        reach = (lean * unit * 0.7 + unit * 0.06, -rise * unit * 0.5)
        _leaf(canvas, mouth, reach, slender=0.16, colour=mix(green, palette.sky[2], 0.15))
        heads.append(head)
    for head in heads:
        _blossom(canvas, palette, chance, head)
    clay = mix(palette.paper, palette.sky[0], 0.45)
    canvas.shape(
        (x - unit * 0.12, mouth[1] - 2, x + unit * 0.12, low),
        (mix(clay, palette.light, 0.3), clay, mix(clay, palette.near, 0.5)),
        partial(_vase, x=x, low=low, unit=unit),
    )
    if chance.happens(0.8):
        fallen = (x + unit * chance.between(0.18, 0.3), low + unit * 0.02)
        _leaf(canvas, fallen, (unit * 0.09, -unit * 0.015), slender=0.3, colour=palette.accent)


def _curve(start: Point, bend: Point, end: Point) -> list[Point]:
    """Give a quadratic curve."""
    return [
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * bend[0] + t * t * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * bend[1] + t * t * end[1],
        )
        for t in (step / 12 for step in range(13))
    ]


def _stalk(pen: Pen, points: list[Point], width: float) -> None:
    pen.line(points, width)


def _vase(pen: Pen, x: float, low: float, unit: float) -> None:
    pen.ellipse((x - unit * 0.11, low - unit * 0.18, x + unit * 0.11, low))
    pen.rectangle((x - unit * 0.06, low - unit * 0.22, x + unit * 0.06, low - unit * 0.1))
    pen.rectangle((x - unit * 0.075, low - unit * 0.225, x + unit * 0.075, low - unit * 0.2), 3)
    pen.rectangle((x - unit * 0.07, low - unit * 0.04, x + unit * 0.07, low), 2)


def _leaf(canvas: Canvas, foot: Point, reach: Point, *, slender: float, colour: Colour) -> None:
    """Paint a leaf from its foot towards its tip; its lower half lies in the shade."""
    dx, dy = reach
    upper, lower = (
        [
            (
                foot[0] + dx * t - dy * side * slender * sin(pi * t**0.8),
                foot[1] + dy * t + dx * side * slender * sin(pi * t**0.8),
            )
            for t in (step / 14 for step in range(15))
        ]
        for side in (1, -1)
    )
    canvas.polygon([*upper, *reversed(lower)], (colour,))
    canvas.polygon([*lower, foot], (mix(colour, (0, 0, 0), 0.14),))


def _blossom(canvas: Canvas, palette: Palette, chance: Chance, at: Point) -> None:
    petals = chance.whole(5, 11)
    radius = canvas.unit * chance.between(0.1, 0.135)
    start = chance.between(0, pi)
    for layer, share in ((0, 1.0), (1, 0.66)):
        colour = mix(palette.accent, palette.paper, 0.18 + 0.22 * layer)
        for petal in range(petals):
            angle = start + layer * pi / petals + 2 * pi * petal / petals
            outline: list[Point] = []
            for side in (1, -1):
                span = [
                    (t, side * 0.9 / petals * 2.4 * sin(pi * t**1.2))
                    for t in (step / 10 for step in range(11))
                ]
                placed = [
                    (
                        at[0] + radius * share * (t * cos(angle) - w * sin(angle)),
                        at[1] + radius * share * (t * sin(angle) + w * cos(angle)),
                    )
                    for t, w in span
                ]
                outline += placed if side == 1 else list(reversed(placed))
            canvas.polygon(outline, (colour,), 0.92)
    canvas.disc(at, radius * 0.2, (mix(palette.accent, palette.near, 0.6),))


def emblem(canvas: Canvas, palette: Palette, chance: Chance) -> None:
    """Draw a weather sign with one thick line on white."""
    canvas.gradient(((255, 255, 255), (250, 248, 243)))
    unit, width = canvas.unit, canvas.unit * 0.026
    x, y = canvas.width / 2, canvas.height * 0.36
    ink, line = (palette.ink,), canvas.unit * 0.12
    whole = (0, 0, canvas.width, canvas.height)
    sun = (x + unit * 0.09 * chance.pick((-1, 1)), y - unit * 0.05)
    rays, turn = chance.whole(7, 12), chance.between(0, 1)

    def shine(pen: Pen) -> None:
        box = (sun[0] - line, sun[1] - line, sun[0] + line, sun[1] + line)
        pen.arc(box, 0, 360, width)
        for ray in range(rays):
            angle = 2 * pi * (ray + turn) / rays
            inner, outer = line * 1.4, line * 1.85
            pen.line(
                [
                    (sun[0] + inner * cos(angle), sun[1] + inner * sin(angle)),
                    (sun[0] + outer * cos(angle), sun[1] + outer * sin(angle)),
                ],
                width,
            )

    if chance.happens(0.7):
        canvas.shape(whole, (palette.accent,), shine)
    base = y + unit * 0.14
    puffs = [(-0.17, 0.085), (-0.02, 0.13), (0.14, 0.095)]

    def cloud(pen: Pen, grow: float = 0.0, tone: int = 255) -> None:
        for dx, radius in puffs:
            reach = radius * unit + grow
            cy = base - radius * unit * 0.55
            pen.ellipse(
                (x + dx * unit - reach, cy - reach, x + dx * unit + reach, cy + reach), tone
            )
        pen.rectangle(
            (
                x - 0.25 * unit - grow,
                base - 0.04 * unit - grow,
                x + 0.23 * unit + grow,
                base + 0.05 * unit + grow,
            ),
            0.045 * unit + grow,
            tone,
        )

    canvas.shape(whole, ink, lambda pen: cloud(pen, width / 2))
    canvas.shape(whole, ((255, 255, 255),), lambda pen: cloud(pen, -width / 2))
    drops, falling = chance.whole(2, 4), chance.pick(("rain", "hail", "nothing"))

    def fall(pen: Pen) -> None:
        for drop in range(drops):
            dx = x + unit * (0.1 * drop - 0.05 * (drops - 1))
            low = base + unit * (0.13 + 0.04 * (drop % 2))
            if falling == "rain":
                pen.line([(dx, low - unit * 0.02), (dx - unit * 0.03, low + unit * 0.045)], width)
            else:
                pen.ellipse((dx - width, low - width, dx + width, low + width))

    if falling != "nothing":
        canvas.shape(whole, ink, fall)
