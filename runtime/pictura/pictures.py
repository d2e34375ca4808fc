"""Knows pictures by their bytes: which format, how wide, how high. It decodes no pixel.

Films and sounds, which some operations give instead, are told by `media`. Only headers are read, so
a decompression bomb costs nothing here; one that declares more pixels than `MAXIMUM_PIXELS` is
refused, since whoever opens the saved file would pay for it. Sources: PNG (W3C, third edition, 5
and 11.2), JPEG (ITU-T T.81, B.1 and B.2), WebP (RFC 9649).
"""

from mmap import mmap
from struct import unpack

from pictura.job import Expectation
from pictura.media import NoPicture, recognise_media
from pictura_core.tuples import NamedTuple

__all__ = [
    "EXTENSIONS",
    "MAXIMUM_PIXELS",
    "NoPicture",
    "Picture",
    "complaint",
    "extension",
    "needs_look",
    "recognise",
]

MAXIMUM_PIXELS = 1 << 28
"""What one picture may declare: 16384 by 16384."""

EXTENSIONS = {"png": "png", "jpeg": "jpg", "webp": "webp"}
"""The file name extension of each format that is known."""

_PNG = b"\x89PNG\r\n\x1a\n"


class Picture(NamedTuple):
    """What is known of a picture, or of a film or a sound that stands for one.

    Attributes:
        sha256: Of its bytes, in hexadecimal.
        format: `png`, `jpeg` or `webp`; `mp4`, `mp3` and so on.
        width: In pixels; 0 if it has none, or nobody knows.
        height: In pixels; 0 if it has none, or nobody knows.
        bytes: How many.
        revised_prompt: The text that the API drew instead, empty if it did not say.
        look: What its pixels look like, as `judgement.look_of` tells it; empty if nobody looked.
    """

    sha256: str
    format: str
    width: int
    height: int
    bytes: int
    revised_prompt: str = ""
    look: str = ""


def recognise(data: bytes | mmap) -> tuple[str, int, int]:
    """Tell a picture's format, width and height; of a map only what is looked at is read.

    A film's sides may be 0, since not each says them; a sound has none.

    Raises:
        NoPicture: The bytes are no whole picture, film or sound of a known format.
    """
    if data[:8] == _PNG:
        found = ("png", *_png(data))
    elif data[:3] == b"\xff\xd8\xff":
        found = ("jpeg", *_jpeg(data))
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        found = ("webp", *_webp(data))
    else:
        media = recognise_media(data)
        if media is None:
            raise NoPicture(_name(data))
        return media
    _, width, height = found
    if width == 0 or height == 0:
        message = "the picture has no pixels"
        raise NoPicture(message)
    if width * height > MAXIMUM_PIXELS:
        message = f"the picture declares {width} by {height} pixels, which is more than is safe"
        raise NoPicture(message)
    return found


def extension(format_: str) -> str:
    """Give the file name extension of a format, or the name itself if it is not known."""
    return EXTENSIONS.get(format_, format_)


def complaint(expect: Expectation, picture: Picture) -> str:
    """Say in what a picture is not as a recipe expects it; empty if it is."""
    wrong: list[str] = []
    want = "jpeg" if expect.format == "jpg" else expect.format
    if want is not None and want != picture.format:
        wrong.append(f"format {picture.format} instead of {want}")
    if expect.width is not None and expect.width != picture.width:
        wrong.append(f"width {picture.width} instead of {expect.width}")
    if expect.height is not None and expect.height != picture.height:
        wrong.append(f"height {picture.height} instead of {expect.height}")
    if expect.min_bytes is not None and picture.bytes < expect.min_bytes:
        wrong.append(f"{picture.bytes:,} bytes, less than {expect.min_bytes:,}")
    if expect.max_bytes is not None and picture.bytes > expect.max_bytes:
        wrong.append(f"{picture.bytes:,} bytes, more than {expect.max_bytes:,}")
    return ", ".join(wrong)


def needs_look(expect: Expectation) -> bool:
    """Tell whether it takes the pixels to judge."""
    return expect.not_blank or bool(expect.similar_to)


def _name(data: bytes | mmap) -> str:
    head = data[:512].lstrip().lower()
    if len(data) == 0:
        return "the picture has no bytes"
    if head.startswith((b"<!doctype html", b"<html")):
        return "instead of a picture an HTML page came"
    if head.startswith((b"{", b"[")):
        return "instead of a picture JSON came"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "the picture is a GIF; PNG, JPEG and WebP are known"
    if data[4:8] == b"ftyp":
        return "the picture is an AVIF or HEIF; PNG, JPEG and WebP are known"
    return "the bytes are no PNG, JPEG or WebP picture"


def _png(data: bytes | mmap) -> tuple[int, int]:
    if len(data) < 33 or data[12:16] != b"IHDR":
        message = "the PNG picture is broken: it has no header"
        raise NoPicture(message)
    width, height = unpack(">II", data[16:24])
    at = len(_PNG)
    while at + 12 <= len(data):
        (length,) = unpack(">I", data[at : at + 4])
        kind = data[at + 4 : at + 8]
        at += 12 + length
        if kind == b"IEND" and at <= len(data):
            return int(width), int(height)
    message = "the PNG picture is cut off"
    raise NoPicture(message)


def _jpeg(data: bytes | mmap) -> tuple[int, int]:
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            break
        marker = data[at + 1]
        if marker in (0xFF, 0x01) or 0xD0 <= marker <= 0xD7:  # fill bytes, no length
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = unpack(">H", data[at + 2 : at + 4])
        # C4 (tables), C8 (reserved) and CC (conditioning) are in the range of frame headers.
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            if at + 9 > len(data):
                break
            height, width = unpack(">HH", data[at + 5 : at + 9])
            if data.rfind(b"\xff\xd9") < at:
                message = "the JPEG picture is cut off"
                raise NoPicture(message)
            return int(width), int(height)
        at += 2 + length
    message = "the JPEG picture is broken: it has no frame"
    raise NoPicture(message)


def _webp(data: bytes | mmap) -> tuple[int, int]:
    if len(data) < 30:
        message = "the WebP picture is cut off"
        raise NoPicture(message)
    (size,) = unpack("<I", data[4:8])
    if size + 8 > len(data):
        message = "the WebP picture is cut off"
        raise NoPicture(message)
    kind = data[12:16]
    if kind == b"VP8X":
        width = 1 + int.from_bytes(data[24:27], "little")
        height = 1 + int.from_bytes(data[27:30], "little")
        return width, height
    if kind == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = unpack("<HH", data[26:30])
        return int(width) & 0x3FFF, int(height) & 0x3FFF
    message = "the WebP picture is broken: it has no frame"
    raise NoPicture(message)
