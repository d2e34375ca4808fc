"""Knows how to compose places outdoors: hills, sea, dunes, forest. It knows no words."""

from functools import partial
from math import pi, sin

from pictura.emulator.drawing import figures
from pictura.emulator.drawing.canvas import Canvas, Pen, Point
from pictura.emulator.drawing.chance import Chance
from pictura.emulator.drawing.palettes import DARK, Palette, mix

__all__ = ["dunes", "forest", "hills", "lighthouse", "otters", "sea", "village"]


def _is_dark(palette: Palette) -> bool:
    return sum(palette.sky[0]) < DARK


def _sky(canvas: Canvas, palette: Palette, chance: Chance, horizon: float) -> Point:
    """Paint the sky with what shines in it, and tell where that is."""
    canvas.gradient(palette.sky, (0, 0, canvas.width, canvas.height * horizon + 2))
    if _is_dark(palette):
        figures.stars(canvas, chance, horizon, palette.light, 170)
    if palette.name == "aurora":
        figures.curtains(canvas, chance, palette, horizon)
    radius = canvas.unit * chance.between(0.055, 0.105)
    x = canvas.width * chance.pick((chance.between(0.2, 0.36), chance.between(0.62, 0.8)))
    y = canvas.height * horizon * chance.between(0.36, 0.72)
    figures.luminary(canvas, palette, (x, y), radius)
    if not _is_dark(palette):
        figures.clouds(
            canvas, chance, mix(palette.sky[2], (255, 255, 255), 0.5), chance.whole(1, 4)
        )
    return x, y


def hills(canvas: Canvas, palette: Palette, chance: Chance) -> None:
    """Paint ranges of hills, one behind another, in the haze."""
    sun = _sky(canvas, palette, chance, 0.75)
    rough = chance.between(0.15, 0.85)
    layers = chance.whole(4, 6)
    top = chance.between(0.42, 0.5)
    line: list[Point] = []
    for layer in range(layers):
        depth = (layer + 1) / layers
        base = top + (0.94 - top) * (layer / (layers - 0.4)) ** 1.15
        line = figures.ridge(
            canvas, chance, base, 0.13 - 0.05 * depth, rough * (1.1 - 0.75 * depth)
        )
        colour = mix(palette.far, palette.near, depth**1.25)
        haze = mix(colour, palette.sky[2], 0.5 * (1 - depth) + 0.12)
        figures.ground(canvas, line, (colour, mix(colour, haze, 0.55), haze))
        if layer == 0 and chance.happens(0.7):
            place = (sun[0] + canvas.unit * chance.between(-0.2, 0.2), sun[1] + canvas.unit * 0.08)
            figures.birds(canvas, chance, place, palette.near)
        if layer == layers - 2:
            x = canvas.width * chance.between(0.55, 0.85)
            size = canvas.unit * 0.045
            foot = (x, figures.height_at(line, x + size / 2) + size * 0.12)
            wall = mix(palette.paper, palette.far, 0.15)
            figures.house(canvas, palette, foot, size, wall)
    _pines(canvas, palette, chance, line)


def _pines(canvas: Canvas, palette: Palette, chance: Chance, line: list[Point]) -> None:
    side = chance.pick((0.02, 0.7))
    trees: list[list[Point]] = []
    for _ in range(chance.whole(4, 8)):
        x = canvas.width * (side + chance.between(0, 0.28))
        foot = (x, figures.height_at(line, x) + canvas.unit * 0.01)
        height = canvas.unit * chance.between(0.06, 0.15)
        trees.append(figures.pine(foot, height, chance.between(0.15, 0.21), chance))

    def draw(pen: Pen) -> None:
        for tree in trees:
            pen.polygon(tree)

    box = (0, canvas.height * 0.45, canvas.width, canvas.height)
    canvas.shape(box, (mix(palette.near, (0, 0, 0), 0.18),), draw)


def sea(canvas: Canvas, palette: Palette, chance: Chance) -> None:
    """Paint open water with a boat under sail."""
    horizon = _water(canvas, palette, chance)
    size = canvas.unit * chance.between(0.1, 0.16)
    x = canvas.width * chance.between(0.25, 0.75)
    figures.boat(canvas, palette, (x, canvas.height * (horizon + 0.09)), size)
    _waves(canvas, palette, chance, horizon + 0.13, 5)


def lighthouse(canvas: Canvas, palette: Palette, chance: Chance) -> None:
    """Paint a lighthouse on a headland."""
    horizon = _water(canvas, palette, chance)
    at_left = chance.happens(0.5)
    x = canvas.width * (0.24 if at_left else 0.76)
    height = canvas.height
    outer, inner = (0.0, 0.52) if at_left else (1.0, 0.48)
    steps = 24
    cliff: list[Point] = []
    for step in range(steps + 1):
        along = step / steps
        drop = along**2.2 * 0.17 + 0.012 * sin(along * 19) * (1 - along)
        cliff.append(
            (canvas.width * (outer + (inner - outer) * along), height * (horizon - 0.03 + drop))
        )
    cliff += [
        (canvas.width * inner, height * (horizon + 0.2)),
        (canvas.width * outer, height * (horizon + 0.3)),
    ]
    size = min(canvas.unit * 0.4, height * horizon * 0.72)
    # The tower is painted first and stands a little inside the rock, whichever way that slopes.
    edge = x + size * (0.14 if at_left else -0.14)
    foot = figures.height_at(sorted(cliff[: steps + 1]), edge) + canvas.unit * 0.004
    figures.lighthouse(canvas, palette, (x, foot), size)
    canvas.polygon(cliff, (mix(palette.near, palette.far, 0.35), palette.near))
    _waves(canvas, palette, chance, horizon + 0.12, 5)


def otters(canvas: Canvas, palette: Palette, chance: Chance) -> None:
    """Paint an otter that floats on its back."""
    horizon = _water(canvas, palette, chance)
    _waves(canvas, palette, chance, horizon + 0.08, 2)
    x = canvas.width * chance.between(0.44, 0.58)
    y = canvas.height * (horizon + 0.13)
    figures.otter(canvas, palette, (x, y), canvas.unit * 0.21, -1 if chance.happens(0.5) else 1)
    _waves(canvas, palette, chance, horizon + 0.19, 4)


def _water(canvas: Canvas, palette: Palette, chance: Chance) -> float:
    """Paint sky, horizon and water with the sun's path on it; tell the horizon's height."""
    horizon = chance.between(0.48, 0.56)
    sun = _sky(canvas, palette, chance, horizon)
    if chance.happens(0.8):
        isle = figures.ridge(canvas, chance, horizon + 0.01, 0.05, 0.5)
        figures.ground(canvas, isle, (mix(palette.far, palette.sky[2], 0.35),))
    top = canvas.height * horizon
    deep = mix(palette.far, palette.near, 0.75)
    shallow = mix(palette.far, palette.sky[2], 0.35)
    canvas.gradient(
        (shallow, mix(palette.far, deep, 0.4), deep), (0, top, canvas.width, canvas.height)
    )
    glints: list[tuple[float, float, float, float]] = []
    for row in range(26):
        share = (row + 0.5) / 26
        y = top + (canvas.height - top) * 0.75 * share**1.4
        half = canvas.unit * (0.03 + 0.13 * share) * chance.between(0.35, 1)
        shift = canvas.unit * 0.035 * chance.between(-1, 1) * share
        thick = canvas.unit * (0.0018 + 0.0055 * share)
        glints.append((sun[0] + shift - half, y, sun[0] + shift + half, y + thick))

    def draw(pen: Pen) -> None:
        for box in glints:
            pen.ellipse(box)

    canvas.shape((0, top, canvas.width, canvas.height), (palette.light,), draw, 0.62)
    return horizon


def _waves(canvas: Canvas, palette: Palette, chance: Chance, top: float, count: int) -> None:
    """Paint swells towards the bottom, each with a light crest."""
    for layer in range(count):
        depth = (layer + 1) / count
        base = top + (1.0 - top) * (layer / count) ** 1.2
        swell = canvas.unit * (0.006 + 0.016 * depth)
        wide = canvas.unit * (0.16 + 0.3 * depth)
        phase, lean = chance.between(0, 2 * pi), chance.between(0.25, 0.5)
        line: list[Point] = []
        steps = max(12, min(240, canvas.width // 5))
        for step in range(steps + 1):
            x = canvas.width * step / steps
            angle = x / wide * 2 * pi + phase
            y = canvas.height * base - swell * sin(angle + lean * sin(angle))
            line.append((x, y))
        colour = mix(mix(palette.far, palette.near, 0.35 + 0.6 * depth), palette.sky[1], 0.08)
        figures.ground(canvas, line, (colour, mix(colour, palette.near, 0.6)))
        crest = mix(colour, palette.sky[2], 0.5)
        low = canvas.height * base
        box = (0, low - swell * 2, canvas.width, low + swell * 2)
        thin = canvas.unit * (0.0012 + 0.0022 * depth)
        canvas.shape(box, (crest,), partial(_stroke, line=line, width=thin), 0.7)


def _stroke(pen: Pen, line: list[Point], width: float) -> None:
    pen.line(line, width)


def dunes(canvas: Canvas, palette: Palette, chance: Chance) -> None:
    """Paint dunes, each with a lit and a shaded side."""
    _sky(canvas, palette, chance, 0.7)
    layers = chance.whole(4, 5)
    for layer in range(layers):
        depth = (layer + 1) / layers
        base = 0.5 + 0.42 * layer / (layers - 0.5)
        line = figures.ridge(canvas, chance, base, 0.075, 0.12)
        lit = mix(palette.sky[1], palette.far, 0.25 + 0.35 * depth)
        figures.ground(
            canvas, line, (mix(lit, palette.light, 0.18), lit, mix(lit, palette.near, 0.3))
        )
        crest = min(range(len(line) // 8, len(line) * 7 // 8), key=lambda at: line[at][1])
        x, y = line[crest]
        side = line[crest:] if chance.happens(0.5) else list(reversed(line[: crest + 1]))
        reach = canvas.height * chance.between(0.12, 0.2) * (0.6 + 0.5 * depth)
        span = abs(side[-1][0] - x) or 1.0
        lower = [
            (
                sx,
                sy
                + reach * (abs(sx - x) / span) ** 0.55
                + canvas.unit * 0.012 * sin(sx / span * 9),
            )
            for sx, sy in side[1:]
        ]
        shade = mix(lit, palette.near, 0.3 + 0.2 * depth)
        canvas.polygon([(x, y), *side, *reversed(lower)], (shade, mix(shade, lit, 0.5)))


def village(canvas: Canvas, palette: Palette, chance: Chance) -> None:
    """Paint houses that climb a hill, and water at its foot."""
    _sky(canvas, palette, chance, 0.8)
    for layer in range(2):
        line = figures.ridge(canvas, chance, 0.46 + 0.05 * layer, 0.07, 0.4)
        colour = mix(mix(palette.far, palette.sky[2], 0.4 - 0.25 * layer), palette.near, 0.08)
        figures.ground(canvas, line, (colour, mix(colour, palette.sky[2], 0.4)))
    peak = chance.between(0.25, 0.75)
    wide = 0.5
    steps = 60
    hill: list[Point] = []
    for step in range(steps + 1):
        along = step / steps
        rise = max(0.0, 1 - ((along - peak) / wide) ** 2) ** 1.5
        hill.append((along * canvas.width, canvas.height * (0.72 - 0.36 * rise)))
    green = mix(palette.far, palette.near, 0.6)
    figures.ground(canvas, hill, (mix(green, palette.sky[2], 0.2), green))
    size = canvas.unit * 0.062
    walls = [
        mix(palette.paper, tone, share)
        for tone, share in ((palette.paper, 0), (palette.sky[2], 0.6), (palette.accent, 0.25))
    ]
    for row in range(6):
        y = canvas.height * (0.45 + 0.058 * row)
        scale = size * (0.72 + 0.09 * row)
        x = canvas.unit * chance.between(-0.05, 0.02)
        while x < canvas.width:
            if figures.height_at(hill, x) < y - scale * 0.5 and chance.happens(0.78):
                foot = (x, y + scale * chance.between(-0.15, 0.15))
                figures.house(canvas, palette, foot, scale, chance.pick(walls))
            x += scale * chance.between(1.15, 1.75)
    _waves(canvas, palette, chance, 0.83, 4)


def forest(canvas: Canvas, palette: Palette, chance: Chance) -> None:
    """Paint conifers in the mist, row before row."""
    sun = _sky(canvas, palette, chance, 0.8)
    rows = 5
    for row in range(rows):
        depth = (row + 1) / rows
        line = figures.ridge(canvas, chance, 0.5 + 0.42 * row / (rows - 1), 0.05, 0.3)
        colour = mix(palette.far, palette.near, depth**1.3)
        haze = mix(colour, palette.sky[2], 0.62 * (1 - depth) + 0.1)
        trees: list[list[Point]] = []
        x = -canvas.unit * 0.05
        while x < canvas.width + canvas.unit * 0.05:
            height = canvas.unit * (0.09 + 0.2 * depth**1.4) * chance.between(0.6, 1.15)
            foot = (x, figures.height_at(line, min(max(x, 0), canvas.width)) + canvas.unit * 0.012)
            trees.append(figures.pine(foot, height, chance.between(0.13, 0.19), chance))
            x += height * chance.between(0.2, 0.5) * (1.2 if depth > 0.75 else 1)
        highest = min(y for tree in trees for _, y in tree)

        def draw(pen: Pen, trees: list[list[Point]] = trees, line: list[Point] = line) -> None:
            for tree in trees:
                pen.polygon(tree)
            pen.polygon([*line, (canvas.width, canvas.height), (0, canvas.height)])

        box = (0, highest, canvas.width, canvas.height)
        canvas.shape(box, (colour, colour, mix(colour, haze, 0.7), haze), draw)
        if row == 1:
            figures.birds(canvas, chance, (sun[0], sun[1] + canvas.unit * 0.07), palette.near)
