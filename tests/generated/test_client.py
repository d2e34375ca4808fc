"""Runs generated clients against a real server on the loopback device."""

import asyncio
import json
import sys
import threading
from collections.abc import Callable, Iterator
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from ezlink import AsyncEzlinkClient, EzlinkClient, models
from pictura_codegen.cli import main
from pictura_core.errors import ApiError, InvalidRequest, InvalidResponse

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "codegen"


class Seen(NamedTuple):
    """A request as the server saw it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Server:
    """Answers every request with what it was told, and remembers the requests."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.answer: tuple[int, str, bytes] = (204, "", b"")
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                if self.headers.get("transfer-encoding") == "chunked":
                    body = _unchunk(self.rfile.readline, self.rfile.read)
                headers = {name.lower(): value for name, value in self.headers.items()}
                server.seen.append(Seen(self.command, self.path, headers, body))
                status, kind, content = server.answer
                self.send_response(status)
                if kind:
                    self.send_header("content-type", kind)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = _serve  # noqa: N815 - http.server's names

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the same
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"

    def json(self, value: object, status: int = 200) -> None:
        """Answer with JSON from now on."""
        self.answer = (status, "application/json", json.dumps(value).encode())

    def close(self) -> None:
        """Stop."""
        self._http.shutdown()
        self._http.server_close()


def _unchunk(line: Callable[[], bytes], read: Callable[[int], bytes]) -> bytes:
    found = b""
    while size := int(line().strip(), 16):
        found += read(size)
        line()
    line()
    return found


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on a port of its own."""
    running = Server()
    yield running
    running.close()


PICTURES: models.ImagesResponse = {"created": 1, "data": [{"b64_json": "aGk="}]}


def test_a_call_is_one_request(server: Server) -> None:
    """A method sends method, path, key and body as the specification says, and gives the answer."""
    server.json(PICTURES)
    with EzlinkClient("sk-test", base_url=server.url) as client:
        answer = client.create_image({"prompt": "An otter", "model": "gpt-image-2", "n": 1})
    assert answer == PICTURES
    (seen,) = server.seen
    assert (seen.method, seen.path) == ("POST", "/v1/images/generations")
    assert seen.headers["authorization"] == "Bearer sk-test"
    assert json.loads(seen.body) == {"prompt": "An otter", "model": "gpt-image-2", "n": 1}


def test_an_awaited_call_is_the_same_request(server: Server) -> None:
    """The client whose methods are awaited sends the same bytes."""
    server.json(PICTURES)
    body: models.CreateImageRequest = {"prompt": "An otter", "model": "gpt-image-2"}

    async def ask() -> models.ImagesResponse:
        async with AsyncEzlinkClient("sk-test", base_url=server.url) as client:
            return await client.create_image(body)

    assert asyncio.run(ask()) == PICTURES
    with EzlinkClient("sk-test", base_url=server.url) as client:
        client.create_image(body)
    first, second = server.seen
    assert first.body == second.body
    assert first.path == second.path


def test_key_and_server_come_from_the_environment(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a call leaves out is taken from the variables that the table names."""
    monkeypatch.setenv("EZLINK_API_KEY", "sk-environment")
    monkeypatch.setenv("EZLINK_BASE_URL", server.url)
    server.json({"object": "list", "data": []})
    with EzlinkClient() as client:
        assert client.list_models()["data"] == []
    assert server.seen[0].headers["authorization"] == "Bearer sk-environment"


def test_files_travel_as_parts(server: Server, tmp_path: Path) -> None:
    """File fields take bytes, paths and lists of them; each is a part of its own."""
    server.json(PICTURES)
    (tmp_path / "one.png").write_bytes(b"\x89PNG\r\n\x1a\none")
    with EzlinkClient("sk-test", base_url=server.url) as client:
        client.create_image_edit(
            {
                "prompt": "At night",
                "model": "gpt-image-2",
                "image": [tmp_path / "one.png", ("two.png", b"two", "image/png")],
            }
        )
    (seen,) = server.seen
    head = f"content-type: {seen.headers['content-type']}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + seen.body)
    parts = [
        (
            part.get_param("name", header="content-disposition"),
            part.get_filename(),
            part.get_payload(decode=True),
        )
        for part in message.iter_parts()
    ]
    assert ("prompt", None, b"At night") in parts
    assert [part for part in parts if part[0] == "image"] == [
        ("image", "one.png", b"\x89PNG\r\n\x1a\none"),
        ("image", "two.png", b"two"),
    ]


def test_a_wrong_call_sends_nothing(server: Server) -> None:
    """What the specification forbids is refused with a path and a sentence, before it is sent."""
    with (
        EzlinkClient("sk-test", base_url=server.url) as client,
        pytest.raises(InvalidRequest) as raised,
    ):
        client.create_image({"prompt": "An otter", "model": "dall-e-3", "n": 4})
    assert [violation.path for violation in raised.value.violations] == [("n",)]
    assert server.seen == []


def test_an_error_inside_200_is_an_error(server: Server) -> None:
    """A body that the specification calls an error is raised, whatever its status."""
    server.json({"error": {"message": "no", "code": "content_policy_violation"}})
    with EzlinkClient("sk-test", base_url=server.url) as client, pytest.raises(ApiError) as raised:
        client.create_image({"prompt": "An otter", "model": "gpt-image-2"})
    assert raised.value.code == "content_policy_violation"
    assert raised.value.status == 200


def test_a_broken_promise_is_their_fault(server: Server) -> None:
    """An answer that is not what the specification promises is not handed on."""
    server.json({"data": "none"})
    with EzlinkClient("sk-test", base_url=server.url) as client, pytest.raises(InvalidResponse):
        client.create_image({"prompt": "An otter", "model": "gpt-image-2"})


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], ModuleType]]:
    """Generates the package of a case, and imports it."""
    folder = tmp_path_factory.mktemp("generated")
    before = set(sys.modules)
    sys.path.insert(0, str(folder))

    def make(case: str) -> ModuleType:
        out = folder / f"made_{case}"
        if not out.exists():
            assert main(["api", str(CASES / case / "spec.yaml"), "--out", str(out)]) == 0
        return import_module(f"made_{case}.client")

    yield make
    sys.path.remove(str(folder))
    for name in set(sys.modules) - before:
        if name.startswith("made_"):
            del sys.modules[name]


@pytest.fixture
def client(
    request: pytest.FixtureRequest, server: Server, generated: Callable[[str], ModuleType]
) -> Iterator[Any]:
    """The client of the case that the test is marked with."""
    case: str = request.param
    make = getattr(generated(case), f"Made{case.capitalize()}Client")
    with make("key", base_url=server.url) as made:
        yield made


@pytest.mark.parametrize("client", ["parameters"], indirect=True)
def test_parameters_of_every_style(server: Server, client: Any) -> None:
    """Each parameter is written in its style and place; what is left out is not sent."""
    client.find_things(
        7,
        ["a", "b/c"],
        {"x": 1, "y": 2},
        trace="t",
        tags=["p", "q r"],
        spaced=[1, 2],
        piped=[3, 4],
        filter_={"name": "n", "size": 1},
        where={"name": "w"},
        id_2="other",
        x_ids=[5, 6],
        session="s",
        class_="a",
    )
    (seen,) = server.seen
    path, _, query = seen.path.partition("?")
    assert path == "/things/7.a,b%2Fc;x=1;y=2"
    assert set(query.split("&")) == {
        "tags=p,q%20r",
        "spaced=1%202",
        "piped=3%7C4",
        "filter%5Bname%5D=n",
        "filter%5Bsize%5D=1",
        "where=%7B%22name%22%3A%22w%22%7D",
        "id=other",
        "class=a",
    }
    assert seen.headers["trace"] == "t"
    assert seen.headers["x-ids"] == "5,6"
    assert "session=s" in seen.headers["cookie"]


@pytest.mark.parametrize("client", ["bodies"], indirect=True)
def test_bodies_of_every_kind(server: Server, client: Any) -> None:
    """An operation with several media types sends the one that is asked for; none if left out."""
    client.add_note({"text": "a"})
    client.add_note("plain", media_type="text/plain")
    client.add_note(b"\x00\x01", media_type="application/octet-stream")
    client.change_note()
    client.change_note({"text": None})
    client.drop_notes(["a"])
    kinds = [seen.headers.get("content-type", "").split(";")[0] for seen in server.seen]
    assert kinds == [
        "application/json",
        "text/plain",
        "application/octet-stream",
        "",
        "application/merge-patch+json",
        "application/json",
    ]
    bodies = [seen.body for seen in server.seen]
    assert bodies == [b'{"text":"a"}', b"plain", b"\x00\x01", b"", b'{"text":null}', b'["a"]']


@pytest.mark.parametrize("client", ["answers"], indirect=True)
def test_answers_of_every_kind(server: Server, client: Any) -> None:
    """JSON, text, bytes and events come back as values; a documented error is raised."""
    server.json({"lines": [{"text": "x"}]})
    assert client.read_report() == {"lines": [{"text": "x"}]}
    server.answer = (200, "application/pdf", b"%PDF")
    assert client.read_report() == b"%PDF"
    server.answer = (202, "", b"")
    assert client.read_report() is None
    server.answer = (200, "text/plain; charset=utf-8", "Wörter".encode())
    assert client.read_text() == "Wörter"
    server.answer = (200, "image/png", b"\x89PNG")
    assert client.read_picture() == b"\x89PNG"
    server.answer = (200, "text/event-stream", b'data: {"text": "a"}\n\ndata: [DONE]\n\n')
    assert list(client.follow_log()) == [{"text": "a"}]
    server.json({"detail": "gone"}, 404)
    with pytest.raises(ApiError):
        client.read_report()
