"""Knows how ids are made that look like an example's. It must not know what they name."""

import hashlib
import re
from collections import Counter


class Digests:
    """Digests of requests: the same ones in the same order give the same digests."""

    def __init__(self) -> None:
        self._alike: Counter[bytes] = Counter()

    def digest(self, canonical: bytes) -> bytes:
        """Give 32 bytes for a request, others each time that the same one comes."""
        self._alike[canonical] += 1
        return hashlib.sha256(canonical + b"\0" + str(self._alike[canonical]).encode()).digest()


def new_id(pattern: str | int, digest: bytes) -> str | int:
    """Make an id that looks like an example's: digits, hexadecimal, or words and an end."""
    hexadecimal = digest.hex() * 4
    decimal = str(int.from_bytes(digest, "big")).lstrip("0")
    if isinstance(pattern, int):
        return int(decimal[: max(9, min(len(str(pattern)), 15))])
    if pattern.isdecimal():
        return decimal[: max(len(pattern), 12)]
    if len(pattern) >= 12 and re.fullmatch(r"[0-9a-f-]+", pattern):
        source = iter(hexadecimal)
        return "".join(one if one == "-" else next(source) for one in pattern)
    stem = re.match(r"(?:[a-z]+[_-])?", pattern, re.IGNORECASE)
    return f"{stem[0] if stem else ''}{hexadecimal[:24]}"
