"""Knows how pictures become an MP4 file: ISO/IEC 14496-12 with JPEG frames. It draws nothing.

JPEG is a codec that MP4 knows (object type 0x6C of 14496-1), and the only one that Pillow writes.
"""

from collections.abc import Sequence
from struct import pack

_SCALE = 1000
"""Units of time in a second."""
_JPEG = 0x6C
_VISUAL = 0x11
_MATRIX = pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def film(frames: Sequence[bytes], width: int, height: int, seconds: float) -> bytes:
    """Write frames as an MP4 film.

    Args:
        frames: JPEG files, all of the same size.
        width: In pixels.
        height: In pixels.
        seconds: How long each frame is shown.
    """
    kind = _box("ftyp", b"isom", pack(">I", 0x200), b"isomiso2mp41")
    step = round(seconds * _SCALE)
    # The frames' place depends on the length of what stands before them, which does not change.
    before = len(kind) + len(_movie(frames, width, height, step, 0)) + 8
    movie = _movie(frames, width, height, step, before)
    return kind + movie + _box("mdat", *frames)


def _box(name: str, *content: bytes) -> bytes:
    whole = b"".join(content)
    return pack(">I", 8 + len(whole)) + name.encode("ascii") + whole


def _full(name: str, flags: int, *content: bytes) -> bytes:
    return _box(name, pack(">I", flags), *content)


def _movie(frames: Sequence[bytes], width: int, height: int, step: int, offset: int) -> bytes:
    length = step * len(frames)
    head = _full(
        "mvhd",
        0,
        pack(">4I", 0, 0, _SCALE, length),
        pack(">IH10x", 0x10000, 0x100),
        _MATRIX,
        bytes(24),
        pack(">I", 2),
    )
    track = _full(
        "tkhd",
        3,  # enabled, and in the film
        pack(">5I8x", 0, 0, 1, 0, length),
        pack(">4H", 0, 0, 0, 0),
        _MATRIX,
        pack(">2I", width << 16, height << 16),
    )
    media = _box(
        "mdia",
        _full("mdhd", 0, pack(">4I2H", 0, 0, _SCALE, length, 0x55C4, 0)),
        _full("hdlr", 0, bytes(4), b"vide", bytes(12), b"frames\0"),
        _box(
            "minf",
            _full("vmhd", 1, bytes(8)),
            _box("dinf", _full("dref", 0, pack(">I", 1), _full("url ", 1))),
            _samples(frames, width, height, step, offset),
        ),
    )
    return _box("moov", head, _box("trak", track, media))


def _samples(frames: Sequence[bytes], width: int, height: int, step: int, offset: int) -> bytes:
    entry = _box(
        "mp4v",
        pack(">6xH16x2H", 1, width, height),
        pack(">2I4xH", 72 << 16, 72 << 16, 1),
        bytes(32),
        pack(">Hh", 24, -1),
        _full("esds", 0, _stream(max(map(len, frames)))),
    )
    return _box(
        "stbl",
        _full("stsd", 0, pack(">I", 1), entry),
        _full("stts", 0, pack(">3I", 1, len(frames), step)),
        _full("stsc", 0, pack(">4I", 1, 1, len(frames), 1)),
        _full("stsz", 0, pack(">2I", 0, len(frames)), *(pack(">I", len(one)) for one in frames)),
        _full("stco", 0, pack(">2I", 1, offset)),
    )


def _stream(largest: int) -> bytes:
    """Describe the frames' codec (14496-1, 7.2.6.5)."""
    decoder = _descriptor(4, pack(">BB", _JPEG, _VISUAL), pack(">I", largest)[1:], bytes(8))
    return _descriptor(3, pack(">HB", 1, 0), decoder, _descriptor(6, b"\x02"))


def _descriptor(tag: int, *content: bytes) -> bytes:
    whole = b"".join(content)
    return bytes((tag, len(whole))) + whole
