"""A server that means harm answers `pictura run`: nothing is saved, and all is said in words."""

import base64
import gzip
import html
import json
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import pytest

Say = Callable[[socket.socket, bytes], None]
"""Answers a request, whose head and body it gets, on a connection that is closed afterwards."""


class Ended(Protocol):
    """How a process ended."""

    status: int
    out: str

    @property
    def said(self) -> str:
        """All that a person saw."""
        ...


class Attacked(Protocol):
    """A project to attack."""

    root: Path

    def write(self, text: str, name: str = "r.yaml") -> None:
        """Write a recipe, or another file."""

    def pictura(self, *words: str, url: str, key: str = "k-123456", seconds: float = 60) -> Ended:
        """Start it and wait for its end."""
        ...


class Hostile:
    """A server that says what it likes, byte by byte."""

    def __init__(self) -> None:
        self.post: Say = lambda _c, _r: None
        self.get: Say = lambda _c, _r: None
        self.asked: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.stopped = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            try:
                request = _read(connection)
                self.asked.append(request)
                (self.post if request.startswith(b"POST") else self.get)(connection, request)
                connection.shutdown(socket.SHUT_WR)
                connection.settimeout(5)
                while connection.recv(65536):
                    pass
            except OSError:
                pass

    def close(self) -> None:
        """End it."""
        self.stopped.set()
        self._socket.close()


def _read(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return data
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    size = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            size = int(line.partition(b":")[2])
    while len(body) < size:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def say(
    body: bytes, kind: str = "application/json", status: str = "200 OK", extra: str = ""
) -> Say:
    """Answer with a body, as HTTP wants it."""

    def answer(connection: socket.socket, _request: bytes) -> None:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nConnection: close\r\n"
        head += f"Content-Length: {len(body)}\r\n{extra}\r\n"
        connection.sendall(head.encode() + body)

    return answer


def raw(*pieces: bytes) -> Say:
    """Answer with any bytes."""

    def answer(connection: socket.socket, _request: bytes) -> None:
        for piece in pieces:
            connection.sendall(piece)

    return answer


def endless(head: bytes, piece: bytes, most: int = 4 << 30) -> Say:
    """Answer without an end."""

    def answer(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(head)
        sent = 0
        while sent < most:
            connection.sendall(piece)
            sent += len(piece)

    return answer


def base64_of(data: bytes) -> bytes:
    """Write an answer with a picture in base64."""
    return json.dumps(
        {"created": 1, "data": [{"b64_json": base64.b64encode(data).decode()}]}
    ).encode()


def url_of(url: str) -> bytes:
    """Write an answer with a picture's url."""
    return json.dumps({"created": 1, "data": [{"url": url}]}).encode()


def png(width: int = 8, height: int = 8) -> bytes:
    """Write a PNG picture whose header says any size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = zlib.compress(b"\0" * 25 * 8)
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@cache
def bomb(layers: int) -> bytes:
    """Compress a gigabyte of zeros, and what comes of it again."""
    writer = zlib.compressobj(9, wbits=31)
    data = b"".join(writer.compress(bytes(1 << 20)) for _ in range(1024)) + writer.flush()
    for _ in range(layers - 1):
        data = gzip.compress(data, 9)
    return data


def compressed(layers: int, kind: str, status: str = "200 OK") -> Say:
    """Answer with a bomb."""

    def answer(connection: socket.socket, request: bytes) -> None:
        coding = ", ".join(["gzip"] * layers)
        say(bomb(layers), kind, status, f"Content-Encoding: {coding}\r\n")(connection, request)

    return answer


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    """A server that means harm."""
    one = Hostile()
    yield one
    one.close()


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
PICTURE = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nConnection: close\r\n\r\n"
RECIPE = """\
recipe: r
steps:
  - id: s
    uses: createImage
    with: {model: dall-e-3, prompt: x, response_format: FORMAT}
    save: images/s.{{ ext }}
"""


def fail(attacked: Attacked, hostile: Hostile, form: str, seconds: float = 60) -> Ended:
    """Run against the server, and see that nothing was saved."""
    attacked.write(RECIPE.replace("FORMAT", form))
    ended = attacked.pictura("run", "r.yaml", "--json", url=hostile.url, seconds=seconds)
    assert ended.status == 1, ended.said
    assert not list(attacked.root.glob("images/**/*.*"))
    assert "\x1b" not in ended.said
    last = json.loads(ended.out.splitlines()[-1])
    assert last["event"] == "summary"
    return ended


ANSWERS: dict[str, Say] = {
    "nothing": raw(b""),
    "no-http": raw(b"SSH-2.0-OpenSSH\r\n"),
    "empty": say(b""),
    "null": say(b"null"),
    "number": say(b"1" * 100_000),
    "deep": say(b"[" * 100_000),
    "deep-and-closed": say(b"[" * 100_000 + b"]" * 100_000),
    "deep-inside": say(
        b'{"data": [{"b64_json": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_002 + b"]}"
    ),
    "infinite": say(b'{"created": 1e999999, "data": [{"b64_json": NaN}]}'),
    "surrogate": say(b'{"created": 1, "data": [{"b64_json": "\\ud800"}]}'),
    "surrogate-error": say(b'{"error": {"message": "\\ud800 \\u001b[31m"}}', status="400 Bad"),
    "not-utf-8": say(b'{"created": 1, "data": [{"b64_json": "\xff\xfe"}]}'),
    "html": say(b"<html><script>alert(1)</script>", "text/html"),
    "html-as-json": say(b"<html><script>alert(1)</script>"),
    "pixels": say(base64_of(png(100_000, 100_000))),
    "no-pixels": say(base64_of(png(0, 0))),
    "no-bytes": say(base64_of(b"")),
    "svg": say(base64_of(b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")),
    "page": say(base64_of(b"<!doctype html><script>alert(1)</script>")),
    "cut-picture": say(base64_of(png()[:-20])),
    "cut-base64": say(base64_of(png()).replace(b'"}]', b'A"}]')),
    "junk-base64": say(base64_of(png()).replace(b'"}]', b'%%<script>"}]')),
    "many": say(json.dumps({"created": 1, "data": [{"b64_json": ""}] * 100_000}).encode()),
    "long-length": raw(HEAD + b"Content-Length: 100000\r\n\r\n" + base64_of(png())),
    "short-length": raw(HEAD + b"Content-Length: 10\r\n\r\n" + base64_of(png())),
    "negative-length": raw(HEAD + b"Content-Length: -5\r\n\r\n" + base64_of(png())),
    "two-lengths": raw(
        HEAD + b"Content-Length: 5\r\nContent-Length: 900\r\n\r\n" + base64_of(png())
    ),
    "odd-length": raw(HEAD + b"Content-Length: \xb2\r\n\r\n" + base64_of(png())),
    "wrong-chunk": raw(CHUNKED + b"zz\r\n" + base64_of(png())),
    "large-chunk": raw(CHUNKED + b"f" * 40 + b"\r\n" + base64_of(png())),
    "control": raw(HEAD + b"X-A: \x00\x1b[31m\r\n\r\n" + base64_of(b"")),
    "control-id": say(b"{}", extra="X-Request-Id: a\x1b[31mb\x7f\r\n"),
    "long-header": raw(HEAD + b"X-A: " + b"a" * (10 << 20) + b"\r\n\r\n{}"),
    "many-headers": raw(HEAD + b"X-A: a\r\n" * 200_000 + b"\r\n{}"),
    "endless-headers": endless(HEAD, b"X-A: a\r\n" * 8192, 64 << 20),
    "informational": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 4096, 32 << 20),
    "status": raw(b"HTTP/1.1 999999 \x1b[31m\r\nContent-Length: 0\r\n\r\n"),
    "not-gzip": say(base64_of(png()), extra="Content-Encoding: gzip\r\n"),
    "gzip-bomb": compressed(1, "application/json"),
    "gzip-gzip-bomb": compressed(2, "application/json"),
    "gzip-gzip-gzip-bomb": compressed(3, "application/json"),
    "error-bomb": compressed(2, "application/json", "500 X"),
    "redirect": say(b"", status="302 Found", extra="Location: http://169.254.169.254/\r\n"),
    "retry": say(b"{}", status="429 Slow", extra="Retry-After: " + "9" * 5000 + "\r\n"),
    "retry-nan": say(b"{}", status="429 Slow", extra="Retry-After: nan\r\n"),
    "retry-negative": say(b"{}", status="429 Slow", extra="Retry-After: -1\r\n"),
    "error-names": say(
        b'{"error": {"message": {"a": [[]]}, "code": [1], "type": 5}}', status="400 X"
    ),
    "endless-error": endless(b"HTTP/1.1 500 X\r\nConnection: close\r\n\r\n", b"x" * 65536),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_hostile_answers(attacked: Attacked, hostile: Hostile, name: str) -> None:
    """Whatever answers a request, the run ends in words, with little memory and nothing saved."""
    hostile.post = ANSWERS[name]
    fail(attacked, hostile, "b64_json", seconds=100)


PATIENCE = 12.0
"""Seconds until a hostile picture's url expires."""

FILES: dict[str, Say] = {
    "nothing": raw(b""),
    "empty": say(b"", "image/png"),
    "html": say(b"<html><script>alert(1)</script>", "image/png"),
    "svg": say(b"<svg><script>1</script></svg>", "image/svg+xml"),
    "pixels": say(png(100_000, 100_000), "image/png"),
    "endless": endless(PICTURE, png() + bytes(65536)),
    "2-gigabytes": raw(
        PICTURE.replace(b"\r\n\r\n", b"\r\nContent-Length: 2147483648\r\n\r\n"), png()
    ),
    "gzip-bomb": compressed(1, "image/png"),
    "gzip-gzip-bomb": compressed(2, "image/png"),
    "to-file": say(b"", status="302 X", extra="Location: file:///etc/passwd\r\n"),
    "to-nowhere": say(b"", status="302 X", extra="Location: http://[::1\r\n"),
    "to-itself": say(b"", status="302 X", extra="Location: /a.png\r\n"),
    "to-odd": say(b"", status="302 X", extra="Location: \xff\xfe\x01\r\n"),
}


@pytest.mark.parametrize("name", FILES)
def test_hostile_files(attacked: Attacked, hostile: Hostile, name: str) -> None:
    """Whatever a picture's url gives, it is no picture, and is not saved."""
    # A signature that ends soon: until then a run is patient with whatever may pass.
    soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + PATIENCE))
    hostile.post = say(url_of(f"{hostile.url}/a.png?se={soon}&sig=t0psecret"))
    hostile.get = FILES[name]
    ended = fail(attacked, hostile, "url", seconds=100)
    assert "t0psecret" not in ended.said


@pytest.mark.parametrize(
    "place",
    [
        *("json", "slashes", "url", "header", "html", "plain", "revised"),
        *("unicode", "twice", "query", "entities", "kept-header"),
    ],
)
def test_echoed_keys(attacked: Attacked, hostile: Hostile, place: str) -> None:
    """A server that sends the key back in any form does not bring it onto a screen or a disk."""
    # Its parts have letters that no digest has, which would be found by chance.
    key = 'sk-4f9/a+1c7wru"22d\\84zqx=='
    told = {
        "json": json.dumps({"error": {"message": f"no: Bearer {key}", "code": key}}),
        "slashes": json.dumps({"error": {"message": key}}).replace("/", "\\/"),
        "url": json.dumps({"error": {"message": "no: sk-4f9%2Fa%2B1c7wru%2222d%5C84zqx%3D%3D"}}),
        "header": "{}",
        "html": f"<html>Authorization: Bearer {key}</html>",
        "plain": key,
        "unicode": json.dumps({"error": {"message": "K"}}).replace(
            "K",
            "".join(f"\\u{ord(c):04X}" if i % 2 else f"\\u{ord(c):04x}" for i, c in enumerate(key)),
        ),
        "twice": json.dumps({"error": {"message": json.dumps({"inner": json.dumps([key])})}}),
        "query": json.dumps(
            {"error": {"message": f"GET /v1?key={quote(key, safe='').lower()}&a=1"}}
        ),
        "entities": f"<html>{''.join(f'&#{ord(c)};' for c in key)} {html.escape(key)}</html>",
        "kept-header": json.dumps({"created": 1, "data": []}),
        "revised": json.dumps({"created": 1, "data": [{"b64_json": "", "revised_prompt": key}]}),
    }[place]
    extra = (
        f"X-Request-Id: {key}\r\nWWW-Authenticate: Bearer {key}\r\n" if "header" in place else ""
    )
    status = "200 OK" if place in ("revised", "kept-header") else "400 No"
    hostile.post = say(told.encode(), status=status, extra=extra)
    attacked.write(RECIPE.replace("FORMAT", "b64_json"))
    forms = (key, json.dumps(key)[1:-1], "1c7wru", "84zqx")
    for words in (
        ("run", "r.yaml"),
        ("run", "r.yaml", "--json"),
        ("run", "r.yaml", "--junit", "junit.xml"),
        ("run", "r.yaml", "--force"),
        ("run", "r.yaml", "-v"),
        ("run", "r.yaml", "-q"),
    ):
        ended = attacked.pictura(*words, url=hostile.url, key=key)
        assert ended.status == 1
        for form in forms:
            assert form not in ended.said, words
    for path in attacked.root.rglob("*"):
        if path.is_file():
            for form in forms:
                assert form.encode() not in path.read_bytes(), path
            assert form not in path.name
