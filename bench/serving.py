"""Knows a server of prepared answers, fast enough that whoever asks it is what is measured.

It knows no API: a request that mentions `b64_json` gets a picture in base64, another one a url.
"""

import asyncio
import random
import struct
import sys
import zlib
from base64 import b64encode
from collections.abc import Callable

_HEAD = 66
"""Bytes of a picture that differ from one to the next; divisible by three, as base64 likes it."""


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _begin(side: int, number: int) -> bytes:
    """Write the beginning of a PNG, with a comment that holds a number."""
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    head = b"\x89PNG\r\n\x1a\n" + header + _chunk(b"tEXt", b"Comment\0%013d" % number)
    assert len(head) == _HEAD
    return head


def _end(side: int) -> bytes:
    """Write the rest of a PNG, of noise: it is as large as it looks."""
    row = side * 3
    noise = random.Random(7).randbytes(row * side)
    rows = b"".join(b"\0" + noise[at : at + row] for at in range(0, len(noise), row))
    return _chunk(b"IDAT", zlib.compress(rows, 1)) + _chunk(b"IEND", b"")


class Answers:
    """Answers with pictures of so many pixels a side, no two alike."""

    def __init__(self, side: int, url: str) -> None:
        self.side = side
        self.url = url.encode()
        self.count = 0
        self.rest = _end(side)
        self.coded = b64encode(self.rest) + b'"}],"usage":{"total_tokens":1}}'

    def answer(self, request: bytes) -> tuple[bytes, bytes]:
        """Give an answer's two halves: the second is the same for all."""
        self.count += 1
        if request.startswith(b"GET"):
            head = _begin(self.side, int(request[5:18]))
            return _head(b"image/png", len(head) + len(self.rest)) + head, self.rest
        if b"b64_json" in request:
            head = b'{"created":1700000000,"data":[{"b64_json":"'
            head += b64encode(_begin(self.side, self.count))
            return _head(b"application/json", len(head) + len(self.coded)) + head, self.coded
        body = b'{"created":1700000000,"data":[{"revised_prompt":"%s","url":"%s/%013d"}]}'
        body %= (
            (b"an otter on a calm sea in the evening light, drawn in a few lines".ljust(120))[:120],
            self.url,
            self.count,
        )
        return _head(b"application/json", len(body)) + body, b""


def _head(kind: bytes, size: int) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (kind, size)


class _Connection(asyncio.Protocol):
    def __init__(self, answer: Callable[[bytes], tuple[bytes, bytes]], latency: float) -> None:
        self._answer = answer
        self._latency = latency
        self._data = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._data += data
        head, _, body = self._data.partition(b"\r\n\r\n")
        at = head.lower().find(b"content-length:")
        size = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if b"\r\n\r\n" not in self._data or len(body) < size:
            return
        request, self._data = self._data, b""
        if self._latency and not request.startswith(b"GET"):
            asyncio.get_running_loop().call_later(self._latency, self._say, request)
        else:
            self._say(request)

    def _say(self, request: bytes) -> None:
        assert self._transport is not None
        for half in self._answer(request):
            self._transport.write(half)


async def _serve(side: int, latency: float) -> None:
    answers = Answers(side, "")
    server = await asyncio.get_running_loop().create_server(
        lambda: _Connection(answers.answer, latency), "127.0.0.1", 0, backlog=512
    )
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    answers.url = url.encode()
    print(url, flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2])))
