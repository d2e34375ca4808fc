"""Knows whether a picture carries a C2PA manifest, by its boxes. It verifies none.

Such a signature covers every byte of the file, so nothing may be written into one that has it.
Sources: C2PA 2.1, A.3 (embedding: PNG `caBX`, JPEG APP11 with JUMBF, RIFF `C2PA`, ISO boxes).
"""

from collections.abc import Iterator
from struct import unpack_from

_PNG = b"\x89PNG\r\n\x1a\n"
_JUMBF = b"jumb"
_LABEL = b"c2pa"
_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
"""Of the ISO base media box that holds a manifest."""


def is_signed(data: bytes) -> bool:
    """Tell whether a picture or a film carries a C2PA manifest."""
    if data.startswith(_PNG):
        return any(name == b"caBX" for name in _png_chunks(data))
    if data.startswith(b"\xff\xd8"):
        return any(_JUMBF in segment and _LABEL in segment for segment in _jpeg_boxes(data))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return any(name == b"C2PA" for name in _riff_chunks(data))
    return data[4:8] == b"ftyp" and _UUID in data


def _png_chunks(data: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at + 8 <= len(data):
        yield data[at + 4 : at + 8]
        at += 12 + int.from_bytes(data[at : at + 4])


def _riff_chunks(data: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(data):
        (size,) = unpack_from("<I", data, at + 4)
        yield data[at : at + 4]
        at += 8 + size + size % 2


def _jpeg_boxes(data: bytes) -> Iterator[bytes]:
    """Give the APP11 segments, which come before the picture's own data."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        size = int.from_bytes(data[at + 2 : at + 4])
        if data[at + 1] == 0xEB:
            yield data[at + 4 : at + 2 + size]
        at += 2 + max(size, 2)
