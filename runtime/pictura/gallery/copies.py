"""Knows the files of a gallery: copies of pictures, and small ones for the sheets.

It must not know what is written about them. Files are named by the picture's hash, so that a
gallery that is written again copies only what is new.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from PIL import Image, ImageOps

from pictura.pictures import MAXIMUM_PIXELS, extension
from pictura_core.tuples import NamedTuple

PICTURES = "pictures"
PREVIEWS = "previews"
_SIDE = 512
"""The longer side of a preview in pixels: sharp at 256 on a dense screen."""
_QUALITY = 78


class Original(NamedTuple):
    """A picture that is to be shown.

    Attributes:
        sha256: Of its bytes.
        format: Of its bytes.
        source: The absolute path of its bytes.
    """

    sha256: str
    format: str
    source: str


class Copy(NamedTuple):
    """A picture in a gallery.

    Attributes:
        full: Its file, relative to the gallery, with slashes.
        preview: The small one, empty if it could not be made.
    """

    full: str
    preview: str


def copy_all(
    originals: Iterable[Original], folder: str, tell: Callable[[int], None]
) -> Mapping[str, Copy]:
    """Copy pictures into a gallery, make previews, and take away what is no longer shown.

    Args:
        originals: The pictures; each hash once.
        folder: The gallery.
        tell: Is told now and then how many are done.

    Returns:
        The copies by the hash of their picture; one whose bytes are gone is missing.

    Raises:
        OSError: A copy cannot be written.
    """
    for name in (PICTURES, PREVIEWS):
        os.makedirs(os.path.join(folder, name), exist_ok=True)
    copies: dict[str, Copy] = {}
    # Pillow decodes and encodes without the interpreter's lock.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        started = [(one.sha256, pool.submit(_copy, one, folder)) for one in originals]
        for done, (sha256, copying) in enumerate(started, 1):
            copied = copying.result()
            if copied is not None:
                copies[sha256] = copied
            tell(done)
    _sweep(folder, copies.values())
    return copies


def _copy(original: Original, folder: str) -> Copy | None:
    name = f"{original.sha256}.{extension(original.format)}"
    full = f"{PICTURES}/{name}"
    preview = f"{PREVIEWS}/{original.sha256}.webp"
    at = os.path.join(folder, full)
    try:
        if not _same_size(original.source, at):
            _duplicate(original.source, at)
    except FileNotFoundError:
        return None
    small = os.path.join(folder, preview)
    if not os.path.exists(small) and not _shrink(at, small):
        preview = ""
    return Copy(full, preview)


def _same_size(one: str, other: str) -> bool:
    size = os.stat(one).st_size
    try:
        return os.stat(other).st_size == size
    except FileNotFoundError:
        return False


def _duplicate(source: str, target: str) -> None:
    temporary = f"{target}.part"
    shutil.copyfile(source, temporary)
    os.replace(temporary, target)


def _shrink(source: str, target: str) -> bool:
    """Make a preview; tell whether the picture could be read."""
    unfinished = f"{target}.part"
    try:
        with Image.open(source) as picture:
            if picture.width * picture.height > MAXIMUM_PIXELS:
                return False
            # A JPEG is decoded at an eighth, a quarter or a half if that is enough.
            picture.draft("RGB", (_SIDE, _SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((_SIDE, _SIDE))
            if upright.mode not in {"RGB", "RGBA"}:
                upright = upright.convert("RGBA" if "transparency" in upright.info else "RGB")
            upright.save(unfinished, "WEBP", quality=_QUALITY)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    os.replace(unfinished, target)
    return True


def _sweep(folder: str, copies: Iterable[Copy]) -> None:
    shown = {os.path.basename(path) for copy in copies for path in copy}
    for name in (PICTURES, PREVIEWS):
        for file in os.listdir(os.path.join(folder, name)):
            if file not in shown:
                os.unlink(os.path.join(folder, name, file))
