"""Knows how to compose what is no landscape: city, planets, still life. It knows no words."""

from functools import partial
from math import cos, pi, sin

from pictura.emulator.drawing import figures
from pictura.emulator.drawing.canvas import Box, Canvas, Pen, Point
from pictura.emulator.drawing.chance import Chance
from pictura.emulator.drawing.palettes import Colour, Palette, mix

__all__ = ["city", "cosmos", "mosaic", "still_life"]


def city(canvas: Canvas, palette: Palette, chance: Chance) -> None:
    """Paint a skyline with lit windows."""
    canvas.gradient(palette.sky, (0, 0, canvas.width, canvas.height))
    sun = (canvas.width * chance.between(0.25, 0.75), canvas.height * chance.between(0.24, 0.4))
    figures.luminary(canvas, palette, sun, canvas.unit * chance.between(0.07, 0.13))
    figures.birds(canvas, chance, (sun[0], sun[1] + canvas.unit * 0.06), palette.near)
    rows = 4
    for row in range(rows):
        depth = (row + 1) / rows
        colour = mix(palette.far, palette.near, depth**1.2)
        haze = mix(colour, palette.sky[2], 0.55 * (1 - depth) + 0.12)
        houses: list[Box] = []
        windows: list[Box] = []
        x = -canvas.unit * 0.03
        while x < canvas.width:
            wide = canvas.unit * chance.between(0.05, 0.11) * (0.7 + 0.6 * depth)
            top = canvas.height * (0.4 + 0.4 * depth - chance.between(0, 0.2))
            houses.append((x, top, x + wide, canvas.height))
            if chance.happens(0.4):
                inset = wide * chance.between(0.2, 0.36)
                rise = canvas.unit * chance.between(0.012, 0.05)
                houses.append((x + inset, top - rise, x + wide - inset, top))
            if row >= rows - 2:
                windows += _windows(chance, (x, top, x + wide, canvas.height), canvas.unit * 0.014)
            x += wide + canvas.unit * chance.between(0.0, 0.012)

        def build(pen: Pen, houses: list[Box] = houses) -> None:
            for box in houses:
                pen.rectangle(box)

        def light(pen: Pen, windows: list[Box] = windows) -> None:
            for box in windows:
                pen.rectangle(box)

        top = min(box[1] for box in houses)
        box = (0, top, canvas.width, canvas.height)
        canvas.shape(box, (colour, mix(colour, haze, 0.4), haze), build)
        if windows:
            canvas.shape(box, (mix(palette.accent, palette.light, 0.4),), light, 0.5 + 0.4 * depth)


def _windows(chance: Chance, house: Box, step: float) -> list[Box]:
    left, top, right, bottom = house
    rate = chance.between(0.12, 0.5)
    found: list[Box] = []
    across = max(1, int((right - left) / step) - 1)
    pitch = (right - left) / (across + 0.6)
    y = top + step
    while y < min(bottom, top + step * 34):
        for place in range(across):
            x = left + pitch * (place + 0.5)
            if chance.happens(rate):
                found.append((x, y, x + pitch * 0.55, y + step * 0.8))
        y += step * 1.5
    return found


def cosmos(canvas: Canvas, palette: Palette, chance: Chance) -> None:
    """Paint a planet with rings and its moons among stars."""
    deep = mix(palette.near, (6, 8, 24), 0.6)
    canvas.gradient((mix(deep, (0, 0, 0), 0.3), deep, mix(deep, palette.far, 0.45)))
    for _ in range(3):
        centre = (canvas.width * chance.between(0, 1), canvas.height * chance.between(0, 0.8))
        canvas.glow(centre, canvas.unit * chance.between(0.4, 0.7), palette.far, 0.35)
    figures.stars(canvas, chance, 1.0, palette.light, 260)
    radius = canvas.unit * chance.between(0.2, 0.26)
    x, y = canvas.width * chance.between(0.42, 0.6), canvas.height * chance.between(0.34, 0.42)
    canvas.glow((x, y), radius * 2.1, palette.accent, 0.45)
    warm = mix(palette.accent, palette.light, 0.35)
    canvas.disc((x, y), radius, (warm, palette.accent, mix(palette.accent, palette.near, 0.45)))
    for _ in range(chance.whole(4, 6)):
        level = chance.between(-0.8, 0.8)
        half = radius * (1 - level * level) ** 0.5
        thick = radius * chance.between(0.03, 0.1)
        box = (x - half, y + level * radius - thick, x + half, y + level * radius + thick)
        canvas.oval(box, (warm,), 0.4)
    shade = radius * 1.06
    _crescent(canvas, (x, y), radius, shade, palette.near)
    if chance.happens(0.7):
        _rings(canvas, (x, y), radius, mix(palette.light, palette.accent, 0.3))
    for _ in range(chance.whole(1, 3)):
        angle, far = chance.between(0, 2 * pi), radius * chance.between(1.7, 2.3)
        moon = (x + far * cos(angle), y + far * 0.6 * sin(angle))
        size = radius * chance.between(0.06, 0.16)
        canvas.disc(moon, size, (palette.light, mix(palette.light, palette.far, 0.7)))
    line = figures.ridge(canvas, chance, 0.86, 0.05, 0.9)
    figures.ground(
        canvas, line, (mix(palette.near, palette.far, 0.25), mix(palette.near, deep, 0.5))
    )


def _crescent(canvas: Canvas, at: Point, radius: float, shade: float, colour: Colour) -> None:
    x, y = at

    def draw(pen: Pen) -> None:
        pen.ellipse((x - radius, y - radius, x + radius, y + radius))
        lit = (x - shade * 1.3, y - shade * 1.25, x + shade * 0.78, y + shade * 0.83)
        pen.ellipse(lit, 0)

    canvas.shape((x - radius, y - radius, x + radius, y + radius), (colour,), draw, 0.5)


def _rings(canvas: Canvas, at: Point, radius: float, colour: Colour) -> None:
    x, y = at
    for reach, width, opacity in ((1.95, 0.1, 0.75), (1.7, 0.05, 0.55)):
        box = (
            x - radius * reach,
            y - radius * reach * 0.2,
            x + radius * reach,
            y + radius * reach * 0.2,
        )
        # The far half is hidden by the planet.
        draw = partial(_ring, box=box, width=width * radius, at=at, radius=radius)
        canvas.shape(box, (colour,), draw, opacity)


def _ring(pen: Pen, box: Box, width: float, at: Point, radius: float) -> None:
    left, top, right, bottom = box
    pen.ellipse(box)
    inner = (left + width * 1.6, top + width * 0.32, right - width * 1.6, bottom - width * 0.32)
    pen.ellipse(inner, 0)
    x, y = at
    hidden = [
        (x + radius * 0.995 * cos(pi + pi * t / 24), y + radius * 0.995 * sin(pi + pi * t / 24))
        for t in range(25)
    ]
    pen.polygon(hidden, 0)


def mosaic(canvas: Canvas, palette: Palette, chance: Chance) -> None:
    """Paint a grid of tiles: quarters, halves, leaves and circles."""
    cells = chance.whole(4, 6)
    side = canvas.unit / cells
    colours = (
        palette.sky[0],
        palette.sky[1],
        palette.sky[2],
        palette.near,
        palette.accent,
        palette.far,
        palette.paper,
    )
    for row in range(int(canvas.height / side) + 1):
        for column in range(int(canvas.width / side) + 1):
            left, top = column * side, row * side
            back = chance.pick(colours)
            front = chance.pick([one for one in colours if one != back])
            box = (left, top, left + side, top + side)
            canvas.plate(box, 0, back)
            _tile(canvas, chance, box, front, back)


def _tile(canvas: Canvas, chance: Chance, box: Box, front: Colour, back: Colour) -> None:
    left, top, right, bottom = box
    side = right - left
    corner = chance.whole(0, 3)
    x, y = (left, right)[corner % 2], (top, bottom)[corner // 2]
    kind = chance.whole(0, 5)

    def draw(pen: Pen) -> None:
        match kind:
            case 0 | 1:
                pen.ellipse((x - side, y - side, x + side, y + side))
            case 2:
                pen.ellipse(
                    (
                        left + side * 0.18,
                        top + side * 0.18,
                        right - side * 0.18,
                        bottom - side * 0.18,
                    )
                )
            case 3:
                pen.pie((left, top, right, bottom), 90 * corner, 90 * corner + 180)
            case 4:
                pen.polygon([(left, bottom), (right, bottom), (x, top)])
            case _:
                for ring, tone in ((1.0, 255), (0.72, 0), (0.44, 255)):
                    reach = side * ring
                    pen.ellipse((x - reach, y - reach, x + reach, y + reach), tone)

    canvas.shape(box, (front, mix(front, back, 0.12)), draw)


def still_life(canvas: Canvas, palette: Palette, chance: Chance) -> None:
    """Paint a bowl of fruit and a bottle on a table by a lit wall."""
    wall = mix(palette.near, palette.far, 0.4)
    canvas.gradient((mix(wall, palette.near, 0.5), wall, mix(wall, palette.sky[2], 0.2)))
    beam = (canvas.width * chance.between(0.2, 0.4), canvas.height * 0.2)
    canvas.glow(beam, canvas.unit * 0.8, palette.light, 0.5)
    table = canvas.height * chance.between(0.6, 0.65)
    board = mix((122, 82, 52), palette.near, 0.3)
    canvas.gradient(
        (mix(board, palette.light, 0.25), board, mix(board, (0, 0, 0), 0.35)),
        (0, table, canvas.width, canvas.height),
    )
    unit = canvas.unit
    x = canvas.width * chance.between(0.46, 0.54)
    low = table + unit * 0.08
    glass = mix(palette.near, palette.sky[0], 0.45)
    bx = x + unit * 0.27 * chance.pick((-1, 1))
    canvas.shape(
        (bx - unit * 0.09, low - unit * 0.46, bx + unit * 0.09, low),
        (mix(glass, palette.light, 0.25), glass, mix(glass, (0, 0, 0), 0.3)),
        lambda pen: _bottle(pen, bx, low, unit),
    )
    canvas.shape(
        (bx - unit * 0.09, low - unit * 0.4, bx + unit * 0.09, low),
        (palette.light,),
        lambda pen: pen.rectangle(
            (bx - unit * 0.05, low - unit * 0.25, bx - unit * 0.035, low - unit * 0.06),
            unit * 0.008,
        ),
        0.5,
    )
    tones = (
        palette.accent,
        mix(palette.accent, palette.light, 0.4),
        (178, 60, 52),
        (150, 165, 70),
        (222, 160, 60),
    )
    for spot in (-0.14, 0.14, 0.0, -0.07, 0.08):
        radius = unit * chance.between(0.07, 0.09)
        rise = 0.21 if spot in (-0.07, 0.08) else 0.145
        _fruit(canvas, (x + spot * unit, low - unit * rise), radius, chance.pick(tones), palette)
    bowl = mix(palette.paper, palette.sky[0], 0.3)
    canvas.shape(
        (x - unit * 0.24, low - unit * 0.14, x + unit * 0.24, low + unit * 0.02),
        (mix(bowl, palette.light, 0.4), bowl, mix(bowl, palette.near, 0.5)),
        lambda pen: _bowl(pen, x, low, unit),
    )
    for _ in range(chance.whole(1, 2)):
        beside = (x + unit * chance.between(-0.42, 0.42), low + unit * chance.between(0.03, 0.07))
        _fruit(canvas, beside, unit * 0.06, chance.pick(tones), palette)


def _bottle(pen: Pen, x: float, low: float, unit: float) -> None:
    pen.rectangle((x - unit * 0.07, low - unit * 0.3, x + unit * 0.07, low), unit * 0.03)
    pen.ellipse((x - unit * 0.07, low - unit * 0.36, x + unit * 0.07, low - unit * 0.22))
    pen.rectangle(
        (x - unit * 0.024, low - unit * 0.46, x + unit * 0.024, low - unit * 0.3), unit * 0.008
    )


def _bowl(pen: Pen, x: float, low: float, unit: float) -> None:
    pen.pie((x - unit * 0.24, low - unit * 0.28, x + unit * 0.24, low), 0, 180)
    pen.rectangle(
        (x - unit * 0.08, low - unit * 0.02, x + unit * 0.08, low + unit * 0.015), unit * 0.008
    )


def _fruit(canvas: Canvas, at: Point, radius: float, colour: Colour, palette: Palette) -> None:
    x, y = at
    canvas.shape(
        (x - radius, y + radius * 0.6, x + radius * 1.4, y + radius * 1.2),
        (palette.near,),
        lambda pen: pen.ellipse(
            (x - radius * 0.8, y + radius * 0.8, x + radius * 1.3, y + radius * 1.12)
        ),
        0.35,
    )
    canvas.disc(
        at, radius, (mix(colour, palette.light, 0.25), colour, mix(colour, palette.near, 0.45))
    )
    canvas.glow((x - radius * 0.35, y - radius * 0.35), radius * 0.6, palette.light, 0.7)
