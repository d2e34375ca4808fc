"""Knows how a short tune becomes a file of sound. It must not know why it was asked for.

WAV, PCM and FLAC carry the tune. To write it as MP3, AAC or Opus would take an encoder that nothing
here has: these three are well-formed and silent, for as long as the tune would be.
"""

import math
from collections.abc import Iterator, Sequence
from struct import pack

from pictura.emulator.drawing.chance import Chance
from pictura.emulator.drawing.order import Order

_RATE = 24_000
"""Samples in a second."""
_NOTE = 0.16
_LEAST, _MOST = 4, 24
_SCALE = (0, 2, 4, 7, 9, 12)
"""Half-tones above the lowest note."""


def sound(order: Order) -> bytes:
    """Play a tune that an order's digest decides, as long as its prompt asks for, and write it."""
    notes = max(_LEAST, min(_MOST, len(order.prompt.split())))
    seconds = notes * _NOTE
    match order.format:
        case "mp3":
            return _mp3(seconds)
        case "aac":
            return _aac(seconds)
        case "opus":
            return _opus(seconds)
        case "flac":
            return _flac(_tune(Chance(order.digest), notes))
        case "pcm":
            return _little(_tune(Chance(order.digest), notes))
        case _:
            return _wav(_little(_tune(Chance(order.digest), notes)))


def _tune(chance: Chance, notes: int) -> Sequence[int]:
    samples: list[int] = []
    length = int(_RATE * _NOTE)
    for _ in range(notes):
        pitch = 220.0 * 2 ** (chance.pick(_SCALE) / 12)
        for at in range(length):
            swell = math.sin(math.pi * at / length)
            samples.append(int(9000 * swell * math.sin(2 * math.pi * pitch * at / _RATE)))
    return samples


def _little(samples: Sequence[int]) -> bytes:
    return pack(f"<{len(samples)}h", *samples)


def _wav(content: bytes) -> bytes:
    form = pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, _RATE, 2 * _RATE, 2, 16)
    body = b"WAVE" + form + pack("<4sI", b"data", len(content)) + content
    return pack("<4sI", b"RIFF", len(body)) + body


def _mp3(seconds: float) -> bytes:
    """Write silence in MPEG-1 layer III frames: 44.1 kHz, mono, 64 kbit/s (ISO/IEC 11172-3)."""
    size = 144 * 64_000 // 44_100
    frame = b"\xff\xfb\x50\xc4" + bytes(size - 4)
    return frame * math.ceil(seconds * 44_100 / 1152)


def _aac(seconds: float) -> bytes:
    """Write silence in ADTS frames: AAC LC, 24 kHz, mono, no scale factor bands at all."""
    content = b"\x00\x00\x00\x07"  # an empty channel element, then the end
    size = 7 + len(content)
    head = 0xFFF1 << 40 | 1 << 38 | 6 << 34 | 1 << 30 | size << 13 | 0x7FF << 2
    return (head.to_bytes(7, "big") + content) * math.ceil(seconds * _RATE / 1024)


def _opus(seconds: float) -> bytes:
    """Write silence as Opus packets of 20 ms in Ogg pages (RFC 3533, 6716, 7845)."""
    head = b"OpusHead" + pack("<BBHIhB", 1, 1, 0, _RATE, 0, 0)
    tags = b"OpusTags" + pack("<I", 7) + b"Pictura" + pack("<I", 0)
    pages = [_page([head], 0, 0, 2), _page([tags], 0, 1, 0)]
    count = math.ceil(seconds * 50)
    for start in range(0, count, 50):
        end = min(start + 50, count)
        last = 4 if end == count else 0
        packets = [b"\xf8\xff\xfe"] * (end - start)
        pages.append(_page(packets, end * 960, len(pages), last))
    return b"".join(pages)


def _page(packets: Sequence[bytes], granule: int, number: int, flags: int) -> bytes:
    """Write packets, each shorter than 255 bytes, as a page."""
    head = pack("<4sBBqIII", b"OggS", 0, flags, granule, 1, number, 0)
    table = bytes((len(packets), *map(len, packets)))
    whole = head + table + b"".join(packets)
    return whole[:22] + pack("<I", _checksum(whole, 0x04C11DB7, 32)) + whole[26:]


def _flac(samples: Sequence[int]) -> bytes:
    """Write samples as they are, in FLAC frames (RFC 9639)."""
    size = 4096
    shape = _RATE << 44 | 15 << 36 | len(samples)  # one channel, 16 bits a sample
    info = pack(">HH", size, size) + bytes(6) + shape.to_bytes(8, "big") + bytes(16)
    head = b"fLaC" + bytes((0x80, 0, 0, len(info))) + info
    return head + b"".join(_frames(samples, size))


def _frames(samples: Sequence[int], size: int) -> Iterator[bytes]:
    for number, start in enumerate(range(0, len(samples), size)):
        block = samples[start : start + size]
        # Block size in 16 bits, the rate and the width of samples as told at the beginning.
        head = b"\xff\xf8\x70\x00" + chr(number).encode() + pack(">H", len(block) - 1)
        head += bytes((_checksum(head, 0x07, 8),))
        frame = head + b"\x02" + pack(f">{len(block)}h", *block)
        yield frame + pack(">H", _checksum(frame, 0x8005, 16))


def _checksum(content: bytes, polynomial: int, width: int) -> int:
    table = _table(polynomial, width)
    mask = (1 << width) - 1
    value = 0
    for byte in content:
        value = (value << 8 & mask) ^ table[(value >> width - 8) ^ byte]
    return value


_tables: dict[tuple[int, int], tuple[int, ...]] = {}


def _table(polynomial: int, width: int) -> tuple[int, ...]:
    key = (polynomial, width)
    if key not in _tables:
        top, mask = 1 << width - 1, (1 << width) - 1
        rows: list[int] = []
        for byte in range(256):
            value = byte << width - 8
            for _ in range(8):
                value = (value << 1 ^ polynomial if value & top else value << 1) & mask
            rows.append(value)
        _tables[key] = tuple(rows)
    return _tables[key]
