"""Knows how a picture gets another size or other tones. It must not know what is on it."""

from collections.abc import Sequence
from operator import methodcaller

from PIL.Image import Image, Resampling

# Pillow's annotations of these methods name numpy's arrays, which a type checker without numpy
# cannot see; so they are called by their names.


def tone(image: Image, tones: Sequence[int]) -> Image:
    """Give a grey picture with each of its 256 tones replaced."""
    toned: Image = methodcaller("point", tones)(image)
    return toned


def scale(image: Image, size: tuple[int, int], resample: Resampling = Resampling.LANCZOS) -> Image:
    """Give a picture in another size."""
    resized: Image = methodcaller("resize", size, resample)(image)
    return resized
