"""Knows colours that go together. It must not know what is painted with them."""

import colorsys
from typing import TypeAlias

from pictura_core.tuples import NamedTuple

Colour: TypeAlias = tuple[int, int, int]

DARK = 90
"""A sky whose three parts sum up to less at its top is a night's."""


class Palette(NamedTuple):
    """The colours of one picture.

    Attributes:
        name: Of the light that it shows.
        sky: From the top to the horizon.
        light: Of the sun or the moon.
        far: Of what is far away.
        near: Of what is near: the darkest.
        accent: Of the one thing that stands out.
        paper: Under words.
        ink: Of words.
    """

    name: str
    sky: tuple[Colour, Colour, Colour]
    light: Colour
    far: Colour
    near: Colour
    accent: Colour
    paper: Colour = (250, 246, 236)
    ink: Colour = (38, 36, 44)


def _colour(text: str) -> Colour:
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)


def _palette(name: str, colours: str) -> Palette:
    top, middle, low, light, far, near, accent = map(_colour, colours.split())
    return Palette(name, (top, middle, low), light, far, near, accent)


PALETTES = {
    one.name: one
    for one in (
        _palette("dawn", "3f4f86 c78ca6 fbd9ac fff3d6 b48aa6 2b2d52 e8715b"),
        _palette("morning", "6fb1d6 bfe0e2 fdf3d8 fffbe8 9cc6bd 24564f f08a4b"),
        _palette("noon", "3d8fcb 8fc9e6 eef4e2 fffdf0 8fc0b6 1f5d5a f4b942"),
        _palette("gold", "d9894a f0bd74 fdeac0 fff6da d6a26a 5c3326 2f7f86"),
        _palette("dusk", "2b2255 93447c f8996f ffdcaa a2557f 23173e ffbe63"),
        _palette("ember", "22142b 7a2435 ee6b3b ffd988 93333a 190e1a ffc552"),
        _palette("night", "080f2c 1c2c5e 48639a f6f1da 334d86 070c22 f4d27c"),
        _palette("aurora", "07162f 12395a 2f8a7f eafbe4 1f5a6a 05101f 7ff0b3"),
        _palette("storm", "2d3844 647480 c3c7bd f2eedd 84949c 1d2831 dba842"),
        _palette("mist", "9fb0b5 c7d2d1 f0efe6 fffdf4 a9b9b8 3d5055 c96f4a"),
        _palette("mint", "2f8386 92d1c0 f8f1d6 fff8dc 7dbbac 17464f f07f58"),
        _palette("rose", "8d5180 e59fac fde6d5 fffaf2 cb869d 472344 f5b56c"),
        _palette("winter", "6789b1 b8cfe1 f5f6f4 ffffff a7bbd1 2e425c d24f5d"),
        _palette("lagoon", "113a66 2b8ca9 bce7d6 fffce4 3a98a7 0a2947 ffb54a"),
        _palette("lilac", "4b4788 a99dd4 f6dde8 fffaf5 9a86bd 2a2554 f2a65a"),
        _palette("moss", "7f9f86 c9d6b0 f7f2d6 fffbe6 8dae88 1b3a2a de6b35"),
    )
}
INK = _palette("ink", "e6dfcd efe9d9 f8f4ea cf4a38 b3afa6 2a2c33 cf4a38")


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Give a colour between two: 0 is the one, 1 the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def turned(palette: Palette, degrees: float, light: float) -> Palette:
    """Give a palette with every hue turned a little, and a little lighter or darker."""

    def turn(colour: Colour) -> Colour:
        hue, value, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
        value = min(1.0, max(0.0, value * light))
        parts = colorsys.hls_to_rgb((hue + degrees / 360) % 1, value, saturation)
        red, green, blue = (round(part * 255) for part in parts)
        return red, green, blue

    top, middle, low = palette.sky
    return palette._replace(
        sky=(turn(top), turn(middle), turn(low)),
        far=turn(palette.far),
        near=turn(palette.near),
        accent=turn(palette.accent),
    )
