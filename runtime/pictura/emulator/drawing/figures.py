"""Knows small things that stand in a landscape: sun, birds, trees, boats. It knows no words."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from math import cos, pi, sin

from pictura.emulator.drawing.canvas import Canvas, Pen, Point
from pictura.emulator.drawing.chance import Chance
from pictura.emulator.drawing.palettes import Colour, Palette, mix


def ridge(
    canvas: Canvas, chance: Chance, base: float, height: float, roughness: float
) -> list[Point]:
    """Give a line of hills across the picture, from left to right.

    Args:
        canvas: Where.
        chance: Which hills.
        base: The middle height of the line, as a share of the picture's height from its top.
        height: How far it rises and falls, in the same measure.
        roughness: 0 for dunes, 1 for crags.
    """
    waves = [
        (
            chance.between(0.6, 1.4) * 1.9**octave,
            chance.between(0, 2 * pi),
            (0.38 + 0.2 * roughness) ** octave,
        )
        for octave in range(5)
    ]
    total = sum(weight for _, _, weight in waves)
    wide = canvas.width / canvas.unit
    steps = max(16, min(400, canvas.width // 3))
    points: list[Point] = []
    for step in range(steps + 1):
        along = step / steps
        rise = 0.0
        for frequency, phase, weight in waves:
            angle = frequency * along * wide * pi + phase
            smooth, sharp = sin(angle), 1 - 2 * abs(sin(angle / 2))
            rise += weight * (smooth + (sharp - smooth) * roughness)
        points.append((along * canvas.width, (base - height * rise / total) * canvas.height))
    return points


def ground(canvas: Canvas, line: Sequence[Point], fill: Sequence[Colour]) -> None:
    """Fill everything below a line."""
    bottom = canvas.height
    canvas.polygon([*line, (canvas.width, bottom), (0, bottom)], fill)


def height_at(line: Sequence[Point], x: float) -> float:
    """Give a line's height above a place."""
    for (left, here), (right, there) in pairwise(line):
        if left <= x <= right:
            return here + (there - here) * (x - left) / max(right - left, 1e-9)
    return line[-1][1]


def luminary(canvas: Canvas, palette: Palette, centre: Point, radius: float) -> None:
    """Set the sun, or the moon, with its light around it."""
    canvas.glow(centre, radius * 5.5, palette.light, 0.5)
    canvas.glow(centre, radius * 2.2, palette.light, 0.55)
    canvas.disc(centre, radius, (palette.light,))


def stars(canvas: Canvas, chance: Chance, share: float, colour: Colour, count: int) -> None:
    """Sow stars over the upper share of the picture."""
    dots = [
        (
            chance.between(0, canvas.width),
            chance.between(0, canvas.height * share) * chance.between(0.3, 1),
            canvas.unit * chance.between(0.0007, 0.0022) + 0.35,
            chance.whole(90, 255),
        )
        for _ in range(count)
    ]

    def draw(pen: Pen) -> None:
        for x, y, radius, tone in dots:
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), tone)

    canvas.shape((0, 0, canvas.width, canvas.height * share), (colour,), draw)


def curtains(canvas: Canvas, chance: Chance, palette: Palette, horizon: float) -> None:
    """Hang northern lights in the sky."""
    for _ in range(3):
        phase, bend = chance.between(0, 2 * pi), chance.between(0.03, 0.07)
        middle, reach = chance.between(0.16, 0.3) * horizon, chance.between(0.3, 0.5) * horizon
        lower: list[Point] = []
        upper: list[Point] = []
        for step in range(41):
            along = step / 40
            sway = sin(phase + along * 7) + 0.5 * sin(phase * 2 + along * 15)
            y = middle + reach * 0.6 + bend * sway
            tall = reach * (0.75 + 0.25 * sin(phase * 3 + along * 23))
            lower.append((along * canvas.width, y * canvas.height))
            upper.append((along * canvas.width, (y - tall) * canvas.height))
        outline = [*upper, *reversed(lower)]
        top = mix(palette.sky[0], palette.far, 0.5)
        fill = (palette.sky[0], top, mix(top, palette.accent, 0.55), palette.accent)
        canvas.polygon(outline, fill, 0.42)


def birds(canvas: Canvas, chance: Chance, centre: Point, colour: Colour) -> None:
    """Let a few birds fly around a point."""
    unit = canvas.unit
    flock = [
        (
            centre[0] + chance.between(-0.16, 0.16) * unit,
            centre[1] + chance.between(-0.06, 0.06) * unit,
            unit * chance.between(0.010, 0.019),
        )
        for _ in range(chance.whole(3, 6))
    ]

    def draw(pen: Pen) -> None:
        for x, y, span in flock:
            for side in (-1, 1):
                wing = [
                    (x + side * span * t, y - span * 0.62 * sin(pi * t**0.8) * (1 - t * 0.35))
                    for t in (0, 0.2, 0.4, 0.6, 0.8, 1)
                ]
                pen.line(wing, span * 0.13)

    reach = 0.2 * unit
    box = (centre[0] - reach, centre[1] - reach, centre[0] + reach, centre[1] + reach)
    canvas.shape(box, (colour,), draw, 0.85)


def pine(foot: Point, height: float, slender: float, chance: Chance) -> list[Point]:
    """Give the outline of a conifer, from the left of its foot to the right."""
    x, y = foot
    tiers = 5
    left: list[Point] = [(x - height * 0.02, y)]
    right: list[Point] = []
    for tier in range(tiers):
        share = tier / tiers
        reach = height * slender * (1 - share) * chance.between(0.9, 1.1)
        low = y - height * (0.08 + 0.92 * share)
        inner = low - height * 0.92 / tiers * 0.85
        left += [(x - reach, low), (x - reach * 0.42, inner)]
        right = [(x + reach * 0.42, inner), (x + reach, low), *right]
    return [*left, (x, y - height), *right, (x + height * 0.02, y)]


def clouds(canvas: Canvas, chance: Chance, colour: Colour, count: int) -> None:
    """Let flat clouds drift in the upper half."""
    for _ in range(count):
        x, y = chance.between(0, canvas.width), chance.between(0.06, 0.42) * canvas.height
        length = canvas.unit * chance.between(0.16, 0.42)
        thick = length * chance.between(0.07, 0.1)
        puffs = [
            (
                x + length * chance.between(-0.3, 0.3),
                y - thick * chance.between(0.2, 0.9),
                length * chance.between(0.08, 0.2),
            )
            for _ in range(4)
        ]
        box = (x - length * 0.6, y - length * 0.3, x + length * 0.7, y + thick * 1.5)
        draw = partial(_cloud, place=(x, y), length=length, thick=thick, puffs=puffs)
        canvas.shape(box, (colour,), draw, 0.4)


def _cloud(
    pen: Pen,
    *,
    place: Point,
    length: float,
    thick: float,
    puffs: Sequence[tuple[float, float, float]],
) -> None:
    x, y = place
    pen.rectangle((x - length / 2, y, x + length / 2, y + thick), thick / 2)
    low = (x - length * 0.3, y + thick * 0.55, x + length * 0.62, y + thick * 1.3)
    pen.rectangle(low, thick * 0.37)
    for px, py, radius in puffs:
        pen.ellipse((px - radius, py - radius * 0.55, px + radius, py + thick * 0.8))


def boat(canvas: Canvas, palette: Palette, foot: Point, size: float) -> None:
    """Set a sailing boat on the water."""
    x, y = foot
    hull = [(-0.5, 0), (0.55, 0), (0.36, 0.17), (-0.34, 0.17)]
    canvas.polygon([(x + a * size, y + b * size) for a, b in hull], (palette.near,))
    main = [(0.02, -0.06), (0.02, -1.05), (0.46, -0.1)]
    curve = [(x + a * size, y + b * size) for a, b in main]
    canvas.polygon(curve, (palette.accent, mix(palette.accent, palette.near, 0.25)))
    fore = [(-0.04, -0.08), (-0.04, -0.86), (-0.4, -0.1)]
    canvas.polygon([(x + a * size, y + b * size) for a, b in fore], (palette.paper,))
    canvas.shape(
        (x - size * 0.5, y + size * 0.17, x + size * 0.5, y + size * 0.34),
        (palette.near,),
        lambda pen: pen.ellipse(
            (x - size * 0.42, y + size * 0.2, x + size * 0.42, y + size * 0.27)
        ),
        0.3,
    )


def lighthouse(canvas: Canvas, palette: Palette, foot: Point, size: float) -> None:
    """Set a lighthouse, its lamp lit, on a place."""
    x, y = foot
    lamp = (x, y - size * 0.93)
    for angle in (-0.16, pi + 0.16):
        reach = max(size * 2.2, canvas.width)
        beam = [
            lamp,
            (x + reach * cos(angle - 0.07), lamp[1] + reach * sin(angle - 0.07)),
            (x + reach * cos(angle + 0.07), lamp[1] + reach * sin(angle + 0.07)),
        ]
        canvas.polygon(beam, (palette.light,), 0.22)
    canvas.glow(lamp, size * 0.5, palette.light, 0.8)

    def tower(low: float, high: float) -> list[Point]:
        def half(at: float) -> float:
            return size * (0.135 - 0.06 * at)

        return [
            (x - half(low), y - size * low),
            (x - half(high), y - size * high),
            (x + half(high), y - size * high),
            (x + half(low), y - size * low),
        ]

    canvas.polygon(tower(0, 0.84), (palette.paper,))
    for band in (0.1, 0.38, 0.66):
        canvas.polygon(tower(band, band + 0.14), (palette.accent,))
    shade = [(x + size * 0.02, y), (x + size * 0.02, y - size * 0.84), *tower(0, 0.84)[2:]]
    canvas.polygon(shade, (palette.near,), 0.2)

    def top(pen: Pen) -> None:
        pen.rectangle((x - size * 0.11, y - size * 0.87, x + size * 0.11, y - size * 0.84))
        pen.polygon([(x - size * 0.08, y - size), (x, y - size * 1.1), (x + size * 0.08, y - size)])

    canvas.shape((x - size * 0.2, y - size * 1.2, x + size * 0.2, y), (palette.near,), top)
    canvas.shape(
        (x - size * 0.2, y - size * 1.02, x + size * 0.2, y - size * 0.86),
        (palette.light,),
        lambda pen: pen.rectangle((x - size * 0.055, y - size, x + size * 0.055, y - size * 0.87)),
    )


def house(canvas: Canvas, palette: Palette, foot: Point, size: float, wall: Colour) -> None:
    """Set a small house with one lit window."""
    x, y = foot
    canvas.polygon(
        [(x, y), (x, y - size * 0.62), (x + size, y - size * 0.62), (x + size, y)], (wall,)
    )
    roof = [(-0.1, -0.6), (0.2, -1.02), (0.8, -1.02), (1.1, -0.6)]
    canvas.polygon([(x + a * size, y + b * size) for a, b in roof], (palette.accent,))
    canvas.shape(
        (x, y - size, x + size, y),
        (palette.light,),
        lambda pen: pen.rectangle(
            (x + size * 0.6, y - size * 0.45, x + size * 0.8, y - size * 0.2)
        ),
    )
    canvas.shape(
        (x, y - size, x + size, y),
        (palette.near,),
        lambda pen: pen.rectangle((x + size * 0.2, y - size * 0.4, x + size * 0.4, y)),
    )


def otter(canvas: Canvas, palette: Palette, at: Point, size: float, side: int) -> None:
    """Set an otter on its back at a place."""
    x, y = at
    fur = mix((112, 78, 58), palette.near, 0.25)
    pale = mix((222, 196, 164), palette.sky[2], 0.2)

    def oval(dx: float, dy: float, rx: float, ry: float, colour: tuple[int, int, int]) -> None:
        cx, cy = x + side * dx * size, y + dy * size
        box = (cx - rx * size, cy - ry * size, cx + rx * size, cy + ry * size)
        canvas.shape(box, (colour,), lambda pen: pen.ellipse(box))

    oval(-0.05, 0.12, 0.95, 0.3, fur)
    oval(-0.1, 0.03, 0.62, 0.2, mix(fur, pale, 0.35))
    oval(-0.95, -0.06, 0.2, 0.13, fur)
    oval(-0.86, 0.08, 0.2, 0.13, fur)
    oval(0.56, -0.42, 0.1, 0.1, fur)
    oval(0.98, -0.40, 0.1, 0.1, fur)
    oval(0.77, -0.16, 0.34, 0.33, mix(fur, pale, 0.12))
    oval(0.77, -0.08, 0.24, 0.2, pale)
    oval(0.77, -0.17, 0.075, 0.055, palette.ink)
    for eye in (0.61, 0.93):
        oval(eye, -0.27, 0.045, 0.05, palette.ink)
        oval(eye + 0.015 * side, -0.285, 0.014, 0.016, (255, 255, 255))
    smile = x + side * 0.77 * size
    box = (smile - 0.1 * size, y - 0.16 * size, smile + 0.1 * size, y - 0.02 * size)
    canvas.shape(box, (palette.ink,), lambda pen: pen.arc(box, 20, 160, 0.022 * size))
    oval(0.28, -0.12, 0.17, 0.085, fur)
    oval(0.12, -0.07, 0.15, 0.08, fur)
