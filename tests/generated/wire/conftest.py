"""A server that records what arrives, and clients that the real generator wrote."""

import asyncio
import io
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pytest

from pictura_codegen.cli import main
from pictura_core.streams import AsyncStream, Stream

HERE = Path(__file__).parent


class Seen(NamedTuple):
    """A request as it arrived; names of headers in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


class Recorder:
    """Remembers every request and answers as it was told.

    Attributes:
        seen: The requests, oldest first.
        answer: Status, Content-Type (none if empty) and body of every answer.
        url: Where it listens.
    """

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.answer: tuple[int, str, bytes] = (204, "", b"")
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                assert "transfer-encoding" not in self.headers, "every body here has a known length"
                path, _, query = self.path.partition("?")
                headers = {name.lower(): value for name, value in self.headers.items()}
                recorder.seen.append(Seen(self.command, path, query, headers, body))
                status, kind, content = recorder.answer
                self.send_response(status)
                if kind:
                    self.send_header("content-type", kind)
                if status != 204:
                    self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _serve  # noqa: N815 - http.server's names

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the same
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"

    def close(self) -> None:
        """Stop."""
        self._http.shutdown()
        self._http.server_close()


Make: TypeAlias = Callable[[str, str], str]
"""Generates a package of a name from a document's text; gives the name under which to import it."""


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """A server of this test alone."""
    running = Recorder()
    yield running
    running.close()


@pytest.fixture(scope="session")
def make(generate: Callable[..., str]) -> Make:
    """Generates packages from documents that bend nothing."""
    return lambda name, text: generate(name, text, "--strict")


@pytest.fixture(scope="session")
def make_lenient(generate: Callable[..., str]) -> Make:
    """Generates packages from documents that may bend the standard."""
    return generate


@pytest.fixture(scope="session")
def generate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Generates packages, each once, with options of the command."""
    folder = tmp_path_factory.mktemp("wire")
    sys.path.insert(0, str(folder))
    made: set[str] = set()

    def write(name: str, text: str, *options: str) -> str:
        if name not in made:
            spec = folder / f"{name}.yaml"
            spec.write_text(text, "utf-8")
            assert main(["api", str(spec), "--out", str(folder / name), *options]) == 0
            made.add(name)
        return name

    yield write
    sys.path.remove(str(folder))
    for module in [one for one in sys.modules if one.partition(".")[0] in made]:
        del sys.modules[module]


class Caller:
    """Calls an operation with both clients and finds that they do the same."""

    def __init__(self, package: str, recorder: Recorder) -> None:
        name = "".join(part.title() for part in package.split("_"))
        self._client = getattr(import_module(f"{package}.client"), f"{name}Client")
        module = import_module(f"{package}.async_client")
        self._async_client = getattr(module, f"Async{name}Client")
        self._recorder = recorder

    def ask(self, operation: str, *arguments: object, **named: object) -> object:
        """Give the answer, which both clients have to give."""
        with self._client("sesame:open", base_url=self._recorder.url) as client:
            first = _whole(getattr(client, operation)(*arguments, **named))

        _rewind([*arguments, *named.values()])

        async def ask() -> object:
            async with self._async_client("sesame:open", base_url=self._recorder.url) as client:
                answer = getattr(client, operation)(*arguments, **named)
                if isinstance(answer, AsyncStream):
                    return [event async for event in answer]
                whole: object = await answer
                return whole

        assert asyncio.run(ask()) == first
        return first

    def send(self, operation: str, *arguments: object, **named: object) -> Seen:
        """Give the request, of which both clients have to send the same."""
        self.ask(operation, *arguments, **named)
        first, second = self._recorder.seen[-2:]
        assert _alike(first) == _alike(second)
        return first


def _whole(answer: object) -> object:
    """Read a stream to its end."""
    return list(answer) if isinstance(answer, Stream) else answer


def _rewind(values: Iterable[object]) -> None:
    """Let open files begin anew, for the other client."""
    for value in values:
        if isinstance(value, dict):
            _rewind(value.values())
        elif isinstance(value, io.BytesIO):
            value.seek(0)


def _alike(seen: Seen) -> Seen:
    """Take out the line between a multipart body's parts, which is another each time.

    And `connection: keep-alive`, which is HTTP/1.1's default (RFC 9112, 9.3) and may go unsaid.
    """
    kind, _, boundary = seen.headers.get("content-type", "").partition("; boundary=")
    headers = {**seen.headers, "content-type": kind}
    if headers.get("connection") == "keep-alive":
        del headers["connection"]
    if not boundary:
        return seen._replace(headers=headers)
    return seen._replace(headers=headers, body=seen.body.replace(boundary.encode(), b"-"))


@pytest.fixture
def wire(make: Make, recorder: Recorder) -> Any:
    """Both clients of the document beside this file."""
    return Caller(make("wire_made", (HERE / "spec.yaml").read_text("utf-8")), recorder)


@pytest.fixture
def caller(make: Make, recorder: Recorder) -> Callable[[str, str], Caller]:
    """Both clients of any document."""
    return lambda name, text: Caller(make(name, text), recorder)
