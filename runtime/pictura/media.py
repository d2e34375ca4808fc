"""Knows films and sound by their bytes: which format, and a film's width and height.

Only the frames of a file are read, no picture and no tone is decoded. Sources: ISO/IEC 14496-12
(boxes; `tkhd` in 8.3.2), RIFF WAVE, RFC 3533 and 7845 (Ogg, Opus), RFC 9639 (FLAC),
ISO/IEC 11172-3 and 13818-7 (MPEG audio, ADTS), ID3v2.
"""

from collections.abc import Iterator
from mmap import mmap
from struct import unpack

from pictura_core.tuples import NamedTuple

FILMS = ("mp4", "mov", "webm")
SOUNDS = ("mp3", "wav", "flac", "opus", "ogg", "aac", "m4a", "pcm")

_STILL = (b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1")
"""Brands of pictures in the same boxes."""


class NoPicture(Exception):  # noqa: N818 - the name says what the bytes are
    """The bytes are no whole picture, film or sound of a known format; the message says why."""


class _Box(NamedTuple):
    """A box of an MP4 file: what it is, and where what it holds begins and ends."""

    kind: bytes
    begin: int
    end: int


def recognise_media(data: bytes | mmap) -> tuple[str, int, int] | None:
    """Tell a film's format, width and height, or a sound's format; None if it is neither.

    Sides that are not known are 0, and so are those of a sound.

    Raises:
        NoPicture: It is one, but not whole.
    """
    head = data[:12]
    if head[4:8] == b"ftyp":
        return None if head[8:12] in _STILL else _boxes_told(data, head[8:12])
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        (size,) = unpack("<I", head[4:8])
        # Who streams a sound does not know its size yet, and says the largest.
        if size + 8 > len(data) and size < 0xFFFFFF00:
            message = "the WAV sound is cut off"
            raise NoPicture(message)
        return "wav", 0, 0
    if head[:4] == b"OggS":
        return ("opus" if data[28:36] == b"OpusHead" else "ogg"), 0, 0
    if head[:4] == b"fLaC":
        return "flac", 0, 0
    if head[:4] == b"\x1aE\xdf\xa3":
        return "webm", 0, 0
    if head[:3] == b"ID3" and len(data) > 10:
        return "mp3", 0, 0
    return _frames_told(head)


def _frames_told(head: bytes) -> tuple[str, int, int] | None:
    """Tell sound that begins with a frame of MPEG audio."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    layer = head[1] >> 1 & 3
    if layer == 0 and head[1] & 0xF0 == 0xF0:
        return "aac", 0, 0
    # Version, bit rate and sampling rate each have a value that no frame may have.
    is_frame = layer == 1 and head[1] >> 3 & 3 != 1 and head[2] >> 4 != 15 and head[2] & 12 != 12
    return ("mp3", 0, 0) if is_frame else None


def _boxes_told(data: bytes | mmap, brand: bytes) -> tuple[str, int, int]:
    format_ = {b"qt  ": "mov", b"M4A ": "m4a", b"M4B ": "m4a"}.get(brand, "mp4")
    movie = next((box for box in _boxes(data, 0, len(data)) if box.kind == b"moov"), None)
    if movie is None:
        message = "the MP4 film is broken: it has no header"
        raise NoPicture(message)
    return (format_, *_sides(data, movie))


def _sides(data: bytes | mmap, movie: _Box) -> tuple[int, int]:
    """Give the sides of the first track that has any."""
    for track in _boxes(data, movie.begin, movie.end):
        for box in _boxes(data, track.begin, track.end) if track.kind == b"trak" else ():
            # Width and height end the box, in 16.16 fixed point, whatever its version is.
            if box.kind == b"tkhd" and box.end - box.begin >= 84:
                width, height = unpack(">II", data[box.end - 8 : box.end])
                if width >> 16 and height >> 16:
                    return width >> 16, height >> 16
    return 0, 0


def _boxes(data: bytes | mmap, begin: int, end: int) -> Iterator[_Box]:
    """Give the boxes one after the other.

    Raises:
        NoPicture: One is longer than what it stands in.
    """
    at = begin
    while at + 8 <= end:
        (size,) = unpack(">I", data[at : at + 4])
        kind = bytes(data[at + 4 : at + 8])
        inside = at + 8
        if size == 1 and at + 16 <= end:
            (size,) = unpack(">Q", data[at + 8 : at + 16])
            inside = at + 16
        if size == 0:  # up to the end
            size = end - at
        if size < inside - at or at + size > end:
            message = "the MP4 film is cut off"
            raise NoPicture(message)
        yield _Box(kind, inside, at + size)
        at += size
