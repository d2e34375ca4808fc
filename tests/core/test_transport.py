"""`pictura_core.transport` against a real server on loopback, waiting and not waiting."""

import asyncio
import base64
import gzip
import io
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

import httpx
import pytest

from pictura_core.errors import ApiError, InvalidResponse, TransportError
from pictura_core.extensions import Errors, Severe
from pictura_core.operation import Body, Operation, Parameter, Response, Security, Validator
from pictura_core.transport import BEARER, AsyncTransport, Timeouts, Transport
from pictura_core.wire import Encoded, Guard, Head, Headers, Request, Sink, encode, prepare

T = TypeVar("T")

ANYTHING = Validator(lambda _: True, lambda _: iter(()))
KEY = "sk-secret-0123456789"


class Seen(NamedTuple):
    """A request as the server saw it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Server(ThreadingHTTPServer):
    """Answers by the path, and remembers what it was asked."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[Seen] = []

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that go away."""


class Handler(BaseHTTPRequestHandler):
    """The first part of the path says how to answer, the rest is its argument."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        assert isinstance(self.server, Server)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append(Seen(self.command, self.path, headers, self._read(headers)))
        _, way, argument = self.path.partition("?")[0].split("/", 2)
        getattr(self, f"_answer_{way}")(argument)

    do_POST = do_GET  # noqa: N815 - http.server's name

    def _read(self, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            return self.rfile.read(int(headers.get("content-length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer_ok(self, argument: str) -> None:
        self.reply(200, json.dumps({"ok": argument}).encode(), Content_Type="application/json")

    def _answer_status(self, argument: str) -> None:
        body = json.dumps({"error": {"message": f"no, {KEY}", "code": "c"}}).encode()
        self.reply(int(argument), body, Content_Type="application/json", Retry_After="3")

    def _answer_bytes(self, argument: str) -> None:
        self.reply(200, b"x" * int(argument), Content_Type="image/png", X_Id="1")

    def _answer_gzip(self, argument: str) -> None:
        body = gzip.compress(b"x" * int(argument))
        self.reply(200, body, Content_Encoding="gzip", Content_Type="image/png")

    def _answer_badgzip(self, _argument: str) -> None:
        self.reply(200, b"no gzip", Content_Encoding="gzip")

    def _answer_redirect(self, argument: str) -> None:
        left = int(argument)
        self.reply(302, b"moved", Location=f"/redirect/{left - 1}" if left > 1 else "/bytes/3")

    def _answer_to(self, argument: str) -> None:
        self.reply(307, b"", Location=base64.urlsafe_b64decode(argument).decode())

    def _answer_nowhere(self, _argument: str) -> None:
        self.reply(302, b"")

    def _answer_half(self, _argument: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b'{"ok": ')
        self.close_connection = True

    def _answer_drop(self, _argument: str) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _answer_garbage(self, _argument: str) -> None:
        self.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n")
        self.close_connection = True

    def _answer_slow(self, _argument: str) -> None:
        time.sleep(1)
        self.close_connection = True

    def log_message(self, *_arguments: object) -> None:
        """Stay silent."""


@pytest.fixture
def server() -> Iterator[Server]:
    """Serve on a free port of loopback."""
    with Server() as serving:
        thread = threading.Thread(target=serving.serve_forever, args=(0.01,))
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


class Carrier(Protocol):
    """What both transports can do."""

    def send(self, request: Request[T], headers: Headers = ()) -> T:
        """Send a request and read its answer."""
        ...

    def exchange(self, encoded: Encoded, headers: Headers, sink: Sink, *, limit: int = ...) -> Head:
        """Send a request and hand its answer on."""
        ...

    def download(self, url: str, sink: Sink, *, limit: int, allow: Guard) -> Head:
        """Fetch a file."""
        ...


class Waiting:
    """`AsyncTransport` with the face of `Transport`: each call in an event loop of its own."""

    def __init__(
        self,
        base_url: str,
        key: str = "",
        security: Sequence[Security] = BEARER,
        *,
        timeouts: Timeouts | None = None,
    ) -> None:
        self.make = partial(AsyncTransport, base_url, key, security, timeouts=timeouts)

    def run(self, work: Callable[[AsyncTransport], Coroutine[None, None, T]]) -> T:
        """Do something with a transport that is open."""

        async def opened() -> T:
            async with self.make() as transport:
                return await work(transport)

        return asyncio.run(opened())

    def send(self, request: Request[T], headers: Headers = ()) -> T:
        """Send a request and read its answer."""
        return self.run(lambda transport: transport.send(request, headers))

    def exchange(
        self, encoded: Encoded, headers: Headers, sink: Sink, *, limit: int = 10**6
    ) -> Head:
        """Send a request and hand its answer on."""
        return self.run(lambda t: t.exchange(encoded, headers, sink, limit=limit))

    def download(self, url: str, sink: Sink, *, limit: int, allow: Guard) -> Head:
        """Fetch a file."""
        return self.run(lambda t: t.download(url, sink, limit=limit, allow=allow))


class Make(Protocol):
    """Makes either transport."""

    def __call__(
        self,
        base_url: str,
        key: str = "",
        security: Sequence[Security] = BEARER,
        *,
        timeouts: Timeouts | None = None,
    ) -> Carrier:
        """Make one."""
        ...


@pytest.fixture(params=["waiting in line", "while others wait"])
def make(request: pytest.FixtureRequest) -> Iterator[Make]:
    """Both transports in turn."""
    with ExitStack() as opened:

        def sync(
            base_url: str,
            key: str = "",
            security: Sequence[Security] = BEARER,
            *,
            timeouts: Timeouts | None = None,
        ) -> Carrier:
            return opened.enter_context(Transport(base_url, key, security, timeouts=timeouts))

        yield sync if request.param == "waiting in line" else Waiting


def call(path: str, body: Body | None = None, *parameters: Parameter) -> Operation[object]:
    """Describe an operation of the server."""
    responses = (Response("200", "application/json", "json", ANYTHING),)
    bodies = (body,) if body else ()
    method = "POST" if body else "GET"
    return Operation(
        "doIt", method, path, "", (), "", parameters, bodies, responses, Errors((), ())
    )


def fetch(carrier: Carrier, url: str, limit: int = 1000) -> tuple[Head, bytes]:
    """Download without minding where."""
    taken = bytearray()
    head = carrier.download(url, taken.extend, limit=limit, allow=lambda _: None)
    return head, bytes(taken)


JSON = Body("application/json", "json", True, ANYTHING)
FORM = Body("multipart/form-data", "multipart", True, ANYTHING, files=("image",))


def test_a_request_arrives_as_it_was_encoded(server: Server, make: Make) -> None:
    """Method, target, headers, key and body are on the wire what `encode` says."""
    parameters = (
        Parameter("id", "path", True, "simple", False, "", ANYTHING),
        Parameter("q", "query", False, "pipeDelimited", False, "", ANYTHING),
    )
    described = call("/ok/{id}", JSON, *parameters)
    request = prepare(described, {"id": "a/b é%", "q": ["1", "2|"]}, {"prompt": "é"})
    answer = make(server.url + "/", KEY).send(
        request, [("Idempotency-Key", "i"), ("accept", "*/*")]
    )
    assert answer == {"ok": "a%2Fb%20%C3%A9%25"}
    (seen,) = server.seen
    assert (seen.method, seen.path) == ("POST", "/ok/a%2Fb%20%C3%A9%25?q=1%7C2%7C")
    assert seen.body == '{"prompt":"é"}'.encode()
    assert seen.headers["authorization"] == f"Bearer {KEY}"
    assert seen.headers["idempotency-key"] == "i"
    assert seen.headers["content-type"] == "application/json"
    assert seen.headers["content-length"] == "15"
    assert seen.headers["accept"] == "*/*"
    assert seen.headers["user-agent"] == "pictura"


def test_keys_elsewhere(server: Server, make: Make) -> None:
    """A key in the query or a header of its own arrives there and nowhere else."""
    request = prepare(call("/ok/x"), {})
    make(server.url, KEY, (Security("query", "key"),)).send(request)
    make(server.url, KEY, (Security("header", "x-key"),)).send(request)
    make(server.url).send(request)
    query, header, none = server.seen
    assert query.path == f"/ok/x?key={KEY}"
    assert "authorization" not in query.headers
    assert header.headers["x-key"] == KEY
    assert KEY not in str(none)


@pytest.mark.parametrize("key", ["correct\nhorse", "corréct", "correct\0horse"])
def test_a_key_that_cannot_be_sent(server: Server, make: Make, key: str) -> None:
    """A key that no header can hold is refused without being quoted."""
    with pytest.raises(TransportError) as caught:
        make(server.url, key).send(prepare(call("/ok/x"), {}))
    assert not caught.value.sent
    assert "corr" not in str(caught.value)
    assert not server.seen


def test_a_key_from_a_file(server: Server, make: Make) -> None:
    """The line end that a file or a shell left after a key is no part of it."""
    make(server.url, f" {KEY}\r\n").send(prepare(call("/ok/x"), {}))
    assert server.seen[0].headers["authorization"] == f"Bearer {KEY}"


def test_files_are_streamed(server: Server, make: Make, tmp_path: Path) -> None:
    """A file of some size arrives whole with its length said, and again when it is sent again."""
    path = tmp_path / "a.png"
    path.write_bytes(bytes(range(256)) * 4096)
    stream = io.BytesIO(b"0123456789" * 100_000)
    encoded = encode(prepare(call("/ok/x", FORM), {}, {"image": [path, stream], "n": 1}))
    carrier = make(server.url)
    for _ in range(2):
        assert carrier.exchange(encoded, (), lambda _: None).status == 200
    first, second = server.seen
    assert first.body == second.body
    assert int(first.headers["content-length"]) == len(first.body) > 2_000_000
    assert path.read_bytes() in first.body
    assert stream.getvalue() in first.body


def test_a_body_without_a_length_is_chunked(server: Server, make: Make) -> None:
    """What cannot be measured travels in chunks."""
    reader, writer = socket.socketpair()
    writer.sendall(b"some bytes")
    writer.close()
    with reader, reader.makefile("rb") as stream:
        body = Body("application/octet-stream", "binary", True, ANYTHING)
        make(server.url).send(prepare(call("/ok/x", body), {}, stream))
    (seen,) = server.seen
    assert seen.headers["transfer-encoding"] == "chunked"
    assert seen.body == b"some bytes"


@pytest.mark.parametrize(
    ("status", "severity"),
    [(400, Severe.FINAL), (401, Severe.STOP), (429, Severe.RETRY), (500, Severe.RETRY)],
)
def test_the_api_says_no(server: Server, make: Make, status: int, severity: Severe) -> None:
    """A status that is an error is one, with its class and without the key that it echoes."""
    with pytest.raises(ApiError) as caught:
        make(server.url, KEY).send(prepare(call(f"/status/{status}"), {}))
    error = caught.value
    assert (error.status, error.severity, error.retry_after) == (status, severity, 3.0)
    assert KEY not in f"{error} {error.reason} {error.body}"


def test_an_exchange_hands_everything_on(server: Server, make: Make) -> None:
    """The sink gets the body of any status piece by piece, decompressed; the head says the rest."""
    carrier = make(server.url)
    pieces: list[bytes] = []
    head = carrier.exchange(encode(prepare(call("/bytes/300000"), {})), (), pieces.append)
    assert b"".join(pieces) == b"x" * 300_000
    assert len(pieces) > 1
    assert (head.status, head.headers["content-type"], head.headers["x-id"]) == (
        200,
        "image/png",
        "1",
    )
    assert "content-length" not in head.headers
    pieces.clear()
    head = carrier.exchange(encode(prepare(call("/gzip/300000"), {})), (), pieces.append)
    assert b"".join(pieces) == b"x" * 300_000
    assert "content-encoding" not in head.headers
    pieces.clear()
    head = carrier.exchange(encode(prepare(call("/status/500"), {})), (), pieces.append)
    assert (head.status, head.headers["retry-after"]) == (500, "3")
    assert b'"code": "c"' in b"".join(pieces)
    pieces.clear()
    assert (
        carrier.exchange(encode(prepare(call("/redirect/1"), {})), (), pieces.append).status == 302
    )
    assert pieces == [b"moved"]


@pytest.mark.parametrize("way", ["bytes", "gzip"])
def test_no_answer_is_endless(server: Server, make: Make, way: str) -> None:
    """A body beyond the limit is cut off, also if it is small until it is decompressed."""
    taken = bytearray()
    encoded = encode(prepare(call(f"/{way}/1000000"), {}))
    carrier = make(server.url)
    with pytest.raises(InvalidResponse, match="longer than 5000 bytes"):
        carrier.exchange(encoded, (), taken.extend, limit=5000)
    assert len(taken) <= 5000
    with pytest.raises(InvalidResponse, match="longer than 5000 bytes"):
        carrier.download(f"{server.url}/{way}/1000000", taken.extend, limit=5000, allow=print)
    assert carrier.exchange(encoded, (), lambda _: None, limit=1_000_000).status == 200
    with pytest.raises(InvalidResponse, match="longer than 999999 bytes"):
        carrier.exchange(encoded, (), lambda _: None, limit=999_999)


def test_what_a_sink_raises_goes_through(server: Server, make: Make) -> None:
    """A full disk is not taken for a broken connection."""

    def full(_piece: bytes) -> None:
        raise OSError(28, "No space left on device")

    carrier = make(server.url)
    with pytest.raises(OSError, match="No space left"):
        carrier.exchange(encode(prepare(call("/bytes/10"), {})), (), full)
    with pytest.raises(OSError, match="No space left"):
        carrier.download(f"{server.url}/bytes/10", full, limit=100, allow=lambda _: None)


@pytest.mark.parametrize("way", ["half", "drop", "garbage", "badgzip", "slow"])
def test_the_road_breaks_after_sending(server: Server, make: Make, way: str) -> None:
    """Once a request may have arrived, the error says that it may have been billed."""
    timeouts = Timeouts(read=0.2) if way == "slow" else None
    with pytest.raises(TransportError) as caught:
        make(server.url, KEY, timeouts=timeouts).send(prepare(call(f"/{way}/x"), {}))
    assert caught.value.sent
    assert caught.value.operation == "doIt"
    assert caught.value.__cause__ is None
    assert str(caught.value).startswith("doIt: ")
    assert KEY not in str(caught.value)


def closed_port() -> int:
    """Find a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


STRANGE = [
    "http://a..b",
    "http://...",
    "http://xn--.invalid",
    "http://127.0.0.1:99999",
    "http://127.0.0.1:-1",
    "http://127.0.0.1:port",
    "http://" + "a" * 300,
    "http://[x",
]


@pytest.mark.parametrize(
    "base",
    ["http://127.0.0.1:{port}", "http://nowhere.invalid", "ftp://x", "nonsense", "", *STRANGE],
)
def test_the_road_breaks_before_sending(make: Make, base: str) -> None:
    """A server that cannot be reached has billed nothing."""
    url = base.format(port=closed_port())
    security = (Security("query", "key"),)
    with pytest.raises(TransportError) as caught:
        make(url, KEY, security).send(prepare(call("/ok/x"), {}))
    assert not caught.value.sent
    assert KEY not in str(caught.value)


def test_a_download(server: Server, make: Make) -> None:
    """A file is fetched without the key and goes to the sink as it is."""
    head, body = fetch(make("http://api.invalid", KEY), f"{server.url}/bytes/10")
    assert (head.status, body) == (200, b"x" * 10)
    (seen,) = server.seen
    assert set(seen.headers) == {"host", "user-agent", "accept"}


def test_redirects(server: Server, make: Make) -> None:
    """Five redirects are followed, relative ones too, a sixth is not; the guard sees each url."""
    carrier = make(server.url, KEY)
    asked: list[str] = []
    taken = bytearray()
    carrier.download(f"{server.url}/redirect/5", taken.extend, limit=9, allow=asked.append)
    assert taken == b"xxx"
    paths = ["/redirect/5", "/redirect/4", "/redirect/3", "/redirect/2", "/redirect/1", "/bytes/3"]
    assert asked == [server.url + path for path in paths]
    assert [seen.path for seen in server.seen] == paths
    with pytest.raises(TransportError, match="after 5 redirects"):
        fetch(carrier, f"{server.url}/redirect/6")
    assert all(KEY not in str(seen) for seen in server.seen)


class ForbiddenError(Exception):
    """What the guard of a test raises."""


def test_the_guard_stops_a_redirect(server: Server, make: Make) -> None:
    """A url that the guard refuses is not asked for, at the beginning or on the way."""

    def allow(url: str) -> None:
        if "bytes" in url:
            raise ForbiddenError(url)

    carrier = make(server.url)
    for path in ("/bytes/1", "/redirect/1"):
        with pytest.raises(ForbiddenError):
            carrier.download(server.url + path, bytearray().extend, limit=9, allow=allow)
    assert [seen.path for seen in server.seen] == ["/redirect/1"]


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "data:,x", "gopher://x", "http://", "//[x", *STRANGE]
)
def test_only_the_web_is_fetched(server: Server, make: Make, target: str) -> None:
    """A redirect cannot lead to a file of this machine or to another protocol."""
    carrier = make(server.url)
    coded = base64.urlsafe_b64encode(target.encode()).decode()
    with pytest.raises(TransportError):
        fetch(carrier, f"{server.url}/to/{coded}")
    if not target.startswith("//"):
        with pytest.raises(TransportError) as caught:
            fetch(carrier, target)
        assert not caught.value.sent


@pytest.mark.parametrize(
    ("path", "status", "severity"),
    [
        ("/status/404", 404, Severe.FINAL),
        ("/status/403", 403, Severe.FINAL),
        ("/status/401", 401, Severe.FINAL),
        ("/status/503", 503, Severe.RETRY),
        ("/nowhere/x", 302, Severe.FINAL),
    ],
)
def test_a_host_refuses_a_file(
    server: Server, make: Make, path: str, status: int, severity: Severe
) -> None:
    """A file that is not given out is an error, and none of its words go to the sink."""
    taken = bytearray()
    with pytest.raises(ApiError) as caught:
        make("").download(server.url + path, taken.extend, limit=1000, allow=lambda _: None)
    assert (caught.value.status, caught.value.severity) == (status, severity)
    assert caught.value.operation == "download"
    assert not taken


def test_half_a_file_is_none(server: Server, make: Make) -> None:
    """A download that breaks off is an error."""
    with pytest.raises(TransportError, match="broke off"):
        fetch(make(""), f"{server.url}/half/x")


def test_your_own_client(server: Server) -> None:
    """A client that is given is used with its headers, left open, and kept out of downloads."""
    headers = {"X-Mine": "1", "Authorization": "mine"}
    with httpx.Client(headers=headers, cookies={"a": "b"}, auth=("user", "word")) as client:
        with Transport(server.url, KEY, client=client) as transport:
            transport.send(prepare(call("/ok/x"), {}))
            fetch(transport, f"{server.url}/bytes/1")
        assert not client.is_closed
    api, download = server.seen
    assert api.headers["x-mine"] == "1"
    assert set(download.headers) == {"host", "user-agent", "accept"}


@pytest.mark.parametrize("is_stream", [False, True])
def test_an_upload_that_nobody_takes(*, is_stream: bool) -> None:
    """A body of which the server takes no more is given up in time, and may have been billed."""
    body = b"x" * 40_000_000
    described = call("/ok/x", Body("application/octet-stream", "binary", True, ANYTHING))
    request = prepare(described, {}, io.BytesIO(body) if is_stream else body)

    async def work() -> None:
        with socket.create_server(("127.0.0.1", 0)) as deaf:
            base = f"http://127.0.0.1:{deaf.getsockname()[1]}"
            timeouts = Timeouts(read=20, write=0.2)
            async with AsyncTransport(base, timeouts=timeouts) as transport:
                with pytest.raises(TransportError, match="could not be sent in time") as caught:
                    await transport.send(request)
                assert caught.value.sent
        await asyncio.sleep(0.05)  # until the connection knows that nobody is there any more

    asyncio.run(work())


def test_a_proxy_from_the_environment(
    server: Server, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy that the environment names is asked instead of the host."""
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(TransportError):
        make("http://127.0.0.1:1/never", KEY).send(prepare(call("/ok/x"), {}))
    assert server.seen[0].path == "http://127.0.0.1:1/never/ok/x"


def test_connections_are_kept(server: Server) -> None:
    """Many requests at once and in turn are all answered."""

    async def work() -> list[object]:
        async with AsyncTransport(server.url) as transport:
            request = prepare(call("/ok/x"), {})
            return await asyncio.gather(*(transport.send(request) for _ in range(50)))

    assert asyncio.run(work()) == [{"ok": "x"}] * 50
    assert len(server.seen) == 50


_LOADED = """
import asyncio, sys
from pictura_core.transport import AsyncTransport

async def work():
    async with AsyncTransport(sys.argv[1]) as transport:
        before = "pictura_core.swift" in sys.modules
        await transport.ready()
        print(before, "pictura_core.swift" in sys.modules, transport._express._tls is not None)
        await transport.ready()

asyncio.run(work())
"""


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_who_is_ready_waits_for_no_import(scheme: str) -> None:
    """What the first request would wait for is loaded when somebody says so, and not before."""
    words = [sys.executable, "-c", _LOADED, f"{scheme}://127.0.0.1:1"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", str(scheme == "https")]
