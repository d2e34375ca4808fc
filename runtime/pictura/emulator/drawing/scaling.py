"""Knows how a picture is made larger or smaller. It must not know what is on it."""

from typing import Protocol

from PIL.Image import Image, Resampling


class _Resizable(Protocol):
    # Pillow's own annotation names numpy's arrays, which are unknown where numpy is not installed.
    def resize(self, size: tuple[int, int], resample: int) -> Image: ...


def scale(image: Image, size: tuple[int, int], resample: Resampling = Resampling.LANCZOS) -> Image:
    """Give a picture in another size."""
    resizable: _Resizable = image
    return resizable.resize(size, resample)
