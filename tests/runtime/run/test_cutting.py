"""`pictura.run.cutting` against the standard library's JSON and base64."""

import json
import random
from base64 import b64encode

from pictura.run.cutting import LONG, Cutter


class Kept:
    """Remembers what is written."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self.data += chunk

    def peek(self) -> bytes:
        """Give all bytes so far."""
        return bytes(self.data)


def cut(text: bytes, sizes: random.Random | None = None) -> tuple[Cutter, bytes, list[bytes]]:
    """Feed a text, in pieces of random sizes or at once."""
    spools: list[Kept] = []

    def spool() -> Kept:
        spools.append(Kept())
        return spools[-1]

    cutter = Cutter(spool)
    at = 0
    while at < len(text):
        size = sizes.choice((1, 2, 3, 7, 1000, 40_000, 300_000)) if sizes else len(text)
        cutter.feed(text[at : at + size])
        at += size
    return cutter, cutter.end(), [bytes(one.data) for one in spools]


def test_long_texts_are_cut_out() -> None:
    """Whatever the pieces and the escapes, the rest is the JSON and the spools are the bytes."""
    seed = random.randrange(1 << 32)
    draw = random.Random(seed)
    odd = ['a"b', "\\", '\\"', "é\u2028", "data:", "", "/", '\\\\"', "x" * LONG]
    for _ in range(150):
        pictures = [draw.randbytes(LONG + draw.randrange(9)) for _ in range(draw.randrange(4))]
        data: list[object] = [
            {
                draw.choice(odd): draw.choice(odd),
                "b64_json": draw.choice(("", "data:image/png;base64,")) + b64encode(one).decode(),
                "revised_prompt": draw.choice((None, *odd)),
            }
            for one in pictures
        ]
        value = {"created": 1, "data": [None, *data], "usage": {draw.choice(odd): [1.5, True]}}
        text = json.dumps(value, ensure_ascii=draw.random() < 0.5)
        if draw.random() < 0.5:
            text = text.replace("/", "\\/")
        cutter, rest, spools = cut(text.encode(), draw)
        assert not cutter.is_odd, seed
        assert spools == pictures, seed
        assert len(rest) < LONG * 9
        for name, one in zip(cutter.names, data, strict=True):
            assert isinstance(one, dict)
            one["b64_json"] = name
        assert json.loads(rest) == value, seed


def test_what_is_not_plain_is_told() -> None:
    """Broken base64, lines, other escapes and urls, and what breaks off, are not guessed at."""
    coded = b64encode(bytes(LONG)).decode()
    for text in (
        "!" + coded,
        coded + "=",
        coded[:-1],
        coded[:400] + "\\n" + coded[400:],
        coded[:400] + "=" + coded[400:],
        "QQ==" + coded,
        coded + "QQ==" + coded,
        "\\u0041" + coded,
        "data:image/png," + coded,
        "https://example.com/" + coded,
        "ü" * LONG,
    ):
        for sizes in (None, random.Random(1)):
            cutter, _, _ = cut(f'{{"a": "{text}"}}'.encode(), sizes)
            assert cutter.is_odd, text[:20]
    assert cut(f'{{"a": "{coded}'.encode())[0].is_odd


def test_short_texts_stay() -> None:
    """An answer without long texts is left as it is, whatever it is."""
    for text in (b'{"a": "b\\"c"}', b"", b"<html>", b'"', b'"\\', b'["\\\\"]', b'\\"x'):
        cutter, rest, spools = cut(text, random.Random(1))
        assert (rest, spools, cutter.names) == (text, [], [])
