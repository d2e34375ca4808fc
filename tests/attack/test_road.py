"""Servers that waste time, and names that lead elsewhere when they are looked up again."""

import asyncio
import importlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from tests.attack.test_answers import CHUNKED, HEAD, Hostile, endless, say

from pictura.run.addresses import Addresses, Forbidden
from pictura_core.errors import InvalidResponse, TransportError
from pictura_core.transport import AsyncTransport, Timeouts, Transport
from pictura_core.wire import Encoded

HASTY = Timeouts(connect=0.5, read=0.6, write=5.0, pool=5.0, stall=0.3, total=2.5)

# What is imported when it is needed takes its time, which is not that of an answer.
importlib.import_module("pictura_core.swift")


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    """A server that means harm."""
    one = Hostile()
    yield one
    one.close()


def question() -> Encoded:
    """Write a request."""
    return Encoded("createImage", "POST", "/v1/images/generations", (), b"{}", ())


def ask(url: str, limit: int = 1 << 20) -> bytes:
    """Ask a server, hastily, and give what came."""
    body = bytearray()

    async def run() -> None:
        async with AsyncTransport(url, "k", timeouts=HASTY) as road:
            await road.exchange(question(), (), body.extend, limit=limit)

    asyncio.run(run())
    return bytes(body)


def dripping(head: bytes, piece: bytes, seconds: float) -> Callable[[socket.socket, bytes], None]:
    """Answer for ever, a piece now and then."""

    def answer(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(head)
        for _ in range(200):
            time.sleep(seconds)
            connection.sendall(piece)

    return answer


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("no first byte", "did not come in time"),
        ("stalled", "no byte came for 0.3 s"),
        ("dripping", "not whole after 2.5 s"),
        ("dripping head", "not whole after 2.5 s"),
    ],
)
def test_answers_that_take_for_ever(hostile: Hostile, name: str, words: str) -> None:
    """No first byte, no next byte, and bytes that never end: each is given up, after it left."""
    hostile.post = {
        "no first byte": lambda _c, _r: time.sleep(5),
        "stalled": dripping(CHUNKED + b"1\r\n{\r\n", b"", 5),
        "dripping": dripping(CHUNKED, b"1\r\nx\r\n", 0.1),
        "dripping head": dripping(HEAD, b"X-A: a\r\n", 0.1),
    }[name]
    with pytest.raises(TransportError, match=words) as caught:
        ask(hostile.url)
    assert caught.value.sent


def test_a_body_that_drips_for_one_who_waits(hostile: Hostile) -> None:
    """Who asks for one thing after the other gives up as well."""
    hostile.post = dripping(CHUNKED, b"1\r\nx\r\n", 0.1)
    with (
        Transport(hostile.url, timeouts=HASTY) as road,
        pytest.raises(TransportError, match=r"not whole after 2\.5 s"),
    ):
        road.exchange(question(), (), lambda _: None)


@pytest.mark.parametrize("first", [b"", b"1\r\n{\r\n"], ids=["head", "piece"])
def test_a_body_that_stalls_for_one_who_waits(hostile: Hostile, first: bytes) -> None:
    """A body that has begun is waited for less than its first byte, also by who waits alone."""
    patient = Timeouts(connect=2, read=20, write=2, pool=2, stall=0.3, total=5)
    hostile.post = dripping(CHUNKED + first, b"1\r\nx\r\n", 1)
    with (
        Transport(hostile.url, timeouts=patient) as road,
        pytest.raises(TransportError, match="did not come in time") as caught,
    ):
        road.exchange(question(), (), lambda _: None)
    assert caught.value.sent


def test_a_connection_that_nobody_takes() -> None:
    """A server that takes no connection is given up before anything left."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        port = server.getsockname()[1]
        waiting = [socket.socket() for _ in range(8)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        with pytest.raises(TransportError, match="connection in time") as caught:
            ask(f"http://127.0.0.1:{port}")
        for one in waiting:
            one.close()
    assert not caught.value.sent


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "endless"])
def test_two_gigabytes_are_cut_off(hostile: Hostile, *, declared: bool) -> None:
    """An answer with more bytes than the limit is given up at the limit."""
    size = b"Content-Length: 2147483648\r\n" if declared else b""
    hostile.post = endless(HEAD + size + b"\r\n", b" " * 65536, most=2 << 30)
    with pytest.raises(InvalidResponse, match="longer than 1048576 bytes"):
        ask(hostile.url, limit=1 << 20)


def test_the_address_checked_is_the_address_connected_to(
    hostile: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that was outside when it was checked does not lead inside when it is connected to."""
    hostile.get = say(b"secret", "image/png")
    real, asked = socket.getaddrinfo, []

    def rebinding(host: str, *_: object, **__: object) -> object:
        if host != "rebinding.example":
            return real(host, None, type=socket.SOCK_STREAM)
        asked.append(host)
        outside = "192.88.99.77" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (outside, 0))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    addresses = Addresses("https://8.8.4.4")
    url = f"http://rebinding.example:{hostile.port}/a.png"

    async def fetch() -> None:
        async with AsyncTransport(
            "https://8.8.4.4", timeouts=HASTY, resolve=addresses.resolve
        ) as road:
            await road.download(url, bytes, limit=1 << 20, allow=addresses.allow)

    with pytest.raises(TransportError):
        asyncio.run(fetch())
    assert asked == ["rebinding.example"]
    assert not hostile.asked
    # Checked again after a while, it is where it is, and is refused.
    addresses = Addresses("https://8.8.4.4")
    with pytest.raises(Forbidden):
        addresses.allow(url)
    with pytest.raises(OSError, match="private"):
        addresses.resolve("REBINDING.example.")


def test_hosts_of_redirects_are_looked_up_beside_the_loop(hostile: Hostile) -> None:
    """Looking up where a redirect leads keeps nobody else waiting."""
    threads: list[threading.Thread] = []
    hostile.get = say(b"", status="302 X", extra="Location: /b\r\n")

    async def fetch() -> None:
        async with AsyncTransport("https://8.8.4.4", timeouts=HASTY) as road:
            await road.download(
                hostile.url,
                bytes,
                limit=1 << 20,
                allow=lambda _: threads.append(threading.current_thread()),
            )

    with pytest.raises(TransportError, match="redirects"):
        asyncio.run(fetch())
    assert len(threads) == 6
    assert threading.main_thread() not in threads[1:]


def test_redirects_inside_are_refused_at_each_hop(hostile: Hostile) -> None:
    """A host that may be asked cannot send us to one that may not."""
    seen: list[str] = []

    class Hops(Addresses):
        """Lets the first hop pass, as a host outside would."""

        def allow(self, url: str) -> None:
            seen.append(url)
            if len(seen) > 1:
                super().allow(url)

    addresses = Hops("https://8.8.4.4")
    hostile.get = say(b"", status="302 X", extra="Location: http://169.254.169.254/latest\r\n")

    async def fetch() -> None:
        async with AsyncTransport("https://8.8.4.4", timeouts=HASTY) as road:
            await road.download(hostile.url, bytes, limit=1 << 20, allow=addresses.allow)

    with pytest.raises(Forbidden):
        asyncio.run(fetch())
    assert len(seen) == 2
    assert json.dumps(seen).count("169.254.169.254") == 1
