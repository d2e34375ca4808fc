"""Knows how shapes with smooth edges and gradients come onto a picture. It knows no motif.

Edges are smooth because each shape is drawn as a mask of twice the size and halved; only the part
of the picture that a shape touches is worked on.
"""

from collections.abc import Callable, Sequence
from math import ceil, floor
from typing import TypeAlias

from PIL import Image, ImageDraw

from pictura.emulator.drawing.palettes import Colour
from pictura.emulator.drawing.scaling import scale, tone

Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]
Fill: TypeAlias = Sequence[Colour]
"""Colours from the top of a shape's box to its bottom; one is plain."""

_FINE = 4_200_000
"""Pixels above which edges are fine enough as they are."""


class Pen:
    """Draws into a shape's mask, in the picture's own coordinates."""

    def __init__(self, draw: ImageDraw.ImageDraw, origin: Point, factor: int) -> None:
        self._draw = draw
        self._origin = origin
        self._factor = factor

    def polygon(self, points: Sequence[Point], level: int = 255) -> None:
        """Fill a polygon."""
        if len(points) > 2:
            self._draw.polygon([self._place(point) for point in points], fill=level)

    def ellipse(self, box: Box, level: int = 255) -> None:
        """Fill an ellipse."""
        self._draw.ellipse(self._box(box), fill=level)

    def rectangle(self, box: Box, radius: float = 0.0, level: int = 255) -> None:
        """Fill a rectangle, with round corners if there is a radius."""
        self._draw.rounded_rectangle(self._box(box), radius * self._factor, fill=level)

    def arc(self, box: Box, start: float, end: float, width: float) -> None:
        """Draw a part of an ellipse's edge, clockwise from 3 o'clock, in degrees."""
        self._draw.arc(self._box(box), start, end, fill=255, width=self._width(width))

    def pie(self, box: Box, start: float, end: float) -> None:
        """Fill a slice of an ellipse."""
        self._draw.pieslice(self._box(box), start, end, fill=255)

    def line(self, points: Sequence[Point], width: float) -> None:
        """Draw a line with round ends and corners."""
        placed = [self._place(point) for point in points]
        thick = self._width(width)
        self._draw.line(placed, fill=255, width=thick, joint="curve")
        if thick > 3:
            half = thick / 2
            for x, y in (placed[0], placed[-1]):
                self._draw.ellipse((x - half, y - half, x + half, y + half), fill=255)

    def _width(self, width: float) -> int:
        return max(1, round(width * self._factor))

    def _place(self, point: Point) -> Point:
        x, y = self._origin
        return (point[0] - x) * self._factor, (point[1] - y) * self._factor

    def _box(self, box: Box) -> Box:
        left, top = self._place(box[:2])
        right, bottom = self._place(box[2:])
        return left, top, max(left, right - 1), max(top, bottom - 1)


class Canvas:
    """A picture in the making.

    Attributes:
        image: What there is so far.
        width: In pixels.
        height: In pixels.
        unit: What sizes are measured by, in pixels: the shorter side, unless that is very short.
    """

    def __init__(self, image: Image.Image) -> None:
        self.image = image
        self.width, self.height = image.size
        self.unit = max(1, min(image.size), max(image.size) // 6)
        self._factor = 2 if self.width * self.height <= _FINE else 1

    def gradient(self, fill: Fill, box: Box | None = None) -> None:
        """Fill a box, or all, from top to bottom."""
        left, top, right, bottom = self._clip(box or (0, 0, self.width, self.height))
        if right > left and bottom > top:
            self.image.paste(column(fill, (right - left, bottom - top)), (left, top))

    def shape(
        self, box: Box, fill: Fill, draw: Callable[[Pen], None], opacity: float = 1.0
    ) -> None:
        """Draw something inside a box, in a colour or a gradient over the box's height."""
        left, top, right, bottom = self._clip(box)
        if right <= left or bottom <= top:
            return
        factor = self._factor
        mask = Image.new("L", ((right - left) * factor, (bottom - top) * factor))
        draw(Pen(ImageDraw.Draw(mask), (left, top), factor))
        if factor > 1:
            mask = mask.reduce(factor)
        if opacity < 1:
            mask = tone(mask, [round(one * opacity) for one in range(256)])
        if len(fill) == 1:
            self.image.paste(fill[0], (left, top, right, bottom), mask)
        else:
            whole = column(fill, (right - left, max(1, ceil(box[3]) - floor(box[1]))))
            offset = top - floor(box[1])
            part = whole.crop((0, offset, right - left, offset + bottom - top))
            self.image.paste(part, (left, top), mask)

    def polygon(self, points: Sequence[Point], fill: Fill, opacity: float = 1.0) -> None:
        """Fill a polygon."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        self.shape(box, fill, lambda pen: pen.polygon(points), opacity)

    def plate(self, box: Box, radius: float, colour: Colour, opacity: float = 1.0) -> None:
        """Fill a rectangle with round corners."""
        self.shape(box, (colour,), lambda pen: pen.rectangle(box, radius), opacity)

    def oval(self, box: Box, fill: Fill, opacity: float = 1.0) -> None:
        """Fill an ellipse."""
        self.shape(box, fill, lambda pen: pen.ellipse(box), opacity)

    def disc(self, centre: Point, radius: float, fill: Fill, opacity: float = 1.0) -> None:
        """Fill a circle."""
        x, y = centre
        self.oval((x - radius, y - radius, x + radius, y + radius), fill, opacity)

    def glow(self, centre: Point, radius: float, colour: Colour, strength: float) -> None:
        """Let light fade from a point to nothing."""
        x, y = centre
        full = (floor(x - radius), floor(y - radius), ceil(x + radius), ceil(y + radius))
        left, top, right, bottom = self._clip(full)
        if right <= left or bottom <= top:
            return
        # Brightest in the middle, and falling faster than a cone does.
        # Pillow's gradient reaches 178 where its circle touches the square's sides.
        tones = [round(255 * strength * max(0, 1 - one / 178) ** 2) for one in range(256)]
        light = tone(Image.radial_gradient("L"), tones)
        light = scale(light, (full[2] - full[0], full[3] - full[1]), Image.Resampling.BILINEAR)
        mask = light.crop((left - full[0], top - full[1], right - full[0], bottom - full[1]))
        self.image.paste(colour, (left, top, right, bottom), mask)

    def _clip(self, box: Box) -> tuple[int, int, int, int]:
        return (
            max(0, floor(box[0])),
            max(0, floor(box[1])),
            min(self.width, ceil(box[2])),
            min(self.height, ceil(box[3])),
        )


def column(fill: Fill, size: tuple[int, int]) -> Image.Image:
    """Give a picture whose colours run from top to bottom."""
    if len(fill) == 1:
        return Image.new("RGB", size, fill[0])
    strip = Image.new("RGB", (1, len(fill)))
    for row, colour in enumerate(fill):
        strip.putpixel((0, row), colour)
    strip = scale(strip, (1, size[1]), Image.Resampling.BICUBIC)
    return scale(strip, size, Image.Resampling.NEAREST)
