"""A counting server, a project to run recipes in, and `pictura` as people start it."""

import base64
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pytest
from tests.runtime.run.clusters import Cluster, find_binaries
from tests.runtime.run.workers import Workers

KEY = "sk-test-4f9a1c7e22d84b50"
Start = Callable[..., Workers]


class Asked(NamedTuple):
    """A request as the server got it."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def key(self) -> str:
        """The Idempotency-Key."""
        return self.headers.get("idempotency-key", "")

    @property
    def value(self) -> dict[str, object]:
        """The JSON body."""
        value = json.loads(self.body)
        assert isinstance(value, dict)
        return value


@dataclass
class Answer:
    """What the server says."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    """Send only so many bytes of the body, then drop the connection."""
    drop: bool = False
    """Drop the connection without an answer."""


def png(text: str = "", width: int = 8, height: int = 8) -> bytes:
    """Draw a small picture that differs with the text."""
    seed = zlib.crc32(text.encode())
    row = bytes((0, *((seed >> (8 * (i % 4))) & 255 for i in range(width * 3))))

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"tEXt", b"Comment\0" + text.encode("latin-1", "replace"))
        + chunk(b"IDAT", zlib.compress(row * height))
        + chunk(b"IEND", b"")
    )


def images(*pictures: bytes) -> Answer:
    """Answer with pictures in base64."""
    data = [{"b64_json": base64.b64encode(one).decode()} for one in pictures]
    return Answer(json.dumps({"created": 1, "data": data}).encode())


def error(status: int, message: str, code: str | None = None, **headers: str) -> Answer:
    """Answer as the API says no."""
    told = {"message": message, "type": "api_error", "param": "", "code": code}
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(json.dumps({"error": told}).encode(), status, names)


class Server:
    """A real HTTP server that counts, and answers as a test says.

    Attributes:
        posts: The requests that ask for pictures, in their order.
        gets: The paths that were fetched.
        answer: Says what a request gets; by default a picture of its prompt.
        files: What is fetched by path.
        give: Says what is fetched by path and query; None leaves it to `files`.
        turns: If there are any, what is fetched whatever the path, one after the other; the last
            stays.
        most: How many requests were in work at once, at most.
    """

    def __init__(self) -> None:
        self.posts: list[Asked] = []
        self.gets: list[str] = []
        self.files: dict[str, Answer] = {}
        self.give: Callable[[str], Answer | None] = lambda _: None
        self.turns: list[Answer] = []
        self.answer: Callable[[Asked], Answer] = lambda asked: images(png(prompt_of(asked)))
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                size = int(self.headers.get("Content-Length", 0))
                if "chunked" in self.headers.get("Transfer-Encoding", ""):
                    body = b""
                    while size := int(self.rfile.readline(), 16):
                        body += self.rfile.read(size)
                        self.rfile.readline()
                    self.rfile.readline()
                else:
                    body = self.rfile.read(size)
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(self.path, headers, body)
                with outer._lock:
                    outer.posts.append(asked)
                    outer._now += 1
                    outer.most = max(outer.most, outer._now)
                try:
                    self._say(outer.answer(asked))
                finally:
                    with outer._lock:
                        outer._now -= 1

            def do_GET(self) -> None:
                with outer._lock:
                    outer.gets.append(self.path)
                    found = outer.files.get(self.path, Answer(b"not here", 404))
                    if outer.turns:
                        found = outer.turns.pop(0) if len(outer.turns) > 1 else outer.turns[0]
                    found = outer.give(self.path) or found
                self._say(found)

            def _say(self, answer: Answer) -> None:
                if answer.drop:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self.send_response(answer.status)
                told = {"Content-Type": "application/json", **answer.headers}
                for name, value in told.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                if answer.cut is not None:
                    self.wfile.write(answer.body[: answer.cut])
                    self.wfile.flush()
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self.wfile.write(answer.body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Say nothing."""

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, request: object, client_address: object) -> None:
                """Say nothing: clients that go away are what some tests are about."""

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def prompt_of(asked: Asked) -> str:
    """Find the prompt in a request, JSON or multipart."""
    if asked.headers.get("content-type", "").startswith("application/json"):
        return str(asked.value.get("prompt"))
    _, _, after = asked.body.partition(b'name="prompt"')
    return after.partition(b"\r\n\r\n")[2].partition(b"\r\n")[0].decode()


class Done(NamedTuple):
    """How `pictura` ended."""

    status: int
    out: str
    err: str

    @property
    def values(self) -> list[dict[str, object]]:
        """The JSON lines."""
        return [json.loads(text) for text in self.out.splitlines()]

    @property
    def summary(self) -> dict[str, object]:
        """The last of them."""
        last = self.values[-1]
        assert last["event"] == "summary"
        return last

    def job(self, key: str) -> dict[str, object]:
        """The line of a job."""
        return next(v for v in self.values if v["event"] == "job" and v["job"] == key)


class Project:
    """A folder with a recipe, and `pictura` to run it against the counting server."""

    def __init__(self, root: Path, server: Server) -> None:
        self.root = root
        self.server = server
        (root / "pictura.toml").write_text("")

    def write(self, text: str, name: str = "otters.yaml") -> None:
        """Write a recipe."""
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text)

    def start(self, *words: str, key: str = KEY, **variables: str) -> "subprocess.Popen[str]":
        """Start `pictura` in a process of its own, with further variables of its environment."""
        return subprocess.Popen(
            [sys.executable, "-m", "pictura", *words],
            cwd=self.root,
            env=environment(self.server.url, key) | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def pictura(self, *words: str, key: str = KEY, **variables: str) -> Done:
        """Start `pictura` and wait for its end."""
        process = self.start(*words, key=key, **variables)
        out, err = process.communicate(timeout=120)
        assert "Traceback" not in err, err
        return Done(process.returncode, out, err)

    def run(self, *words: str) -> Done:
        """`pictura run --json` of the recipe."""
        return self.pictura("run", "otters.yaml", "--json", *words)

    def plan(self, *words: str) -> Done:
        """`pictura plan --json` of the recipe."""
        return self.pictura("plan", "otters.yaml", "--json", *words)

    def lock(self) -> dict[str, dict[str, dict[str, object]]]:
        """The lock file."""
        value = json.loads((self.root / "otters.lock.json").read_text())
        assert isinstance(value, dict)
        return value

    def pictures(self) -> dict[str, bytes]:
        """Every file below `images/`, by its name."""
        folder = self.root / "images"
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }


def environment(url: str, key: str) -> dict[str, str]:
    """Make the environment of a run."""
    apis = ("EZLINK", "OPENAI")
    kept = {n: v for n, v in os.environ.items() if not n.startswith(apis)}
    urls = {f"{api}_BASE_URL": url for api in apis}
    return {**kept, **urls, **({f"{api}_API_KEY": key for api in apis} if key else {})}


def recipe(*moods: str, extra: str = "", save: str = "images/{{ mood }}.{{ ext }}") -> str:
    """Write a recipe of one step with a job for each mood."""
    listed = ", ".join(moods)
    return f"""\
recipe: otters
steps:
  - id: otter
    uses: createImage
    matrix: {{mood: [{listed}]}}
    with: {{model: dall-e-3, prompt: "an otter, {{{{ mood }}}}", response_format: b64_json}}
    save: {save}
{extra}"""


def many(count: int) -> str:
    """Write a recipe of so many jobs."""
    return recipe(*(f"m{i}" for i in range(count)))


def wait_until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.01)


class Honest:
    """Answers each key once, however often it is asked, and counts what it bills."""

    def __init__(self, pause: float = 0.0) -> None:
        self._answers: dict[str, Answer] = {}
        self._lock = threading.Lock()
        self._pause = threading.Event()
        self._seconds = pause

    @property
    def billed(self) -> int:
        """How many pictures were billed."""
        return len(self._answers)

    def wait(self, billed: int) -> None:
        """Wait until so many are billed."""
        wait_until(lambda: self.billed >= billed, 60)

    def __call__(self, asked: Asked) -> Answer:
        """Answer."""
        with self._lock:
            found = self._answers.get(asked.key)
            if found is None:
                found = self._answers[asked.key] = images(png(prompt_of(asked)))
        self._pause.wait(self._seconds)
        return found


def kill(process: "subprocess.Popen[str]") -> None:
    """End a process as a power cut does."""
    process.send_signal(signal.SIGKILL)
    process.communicate()


@pytest.fixture(scope="session", autouse=True)
def _state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what the runs of one machine share out of the home of whoever tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of one's own."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL here: install the package postgresql")
    one = Cluster(binaries)
    yield one
    one.close()


@pytest.fixture
def own_cluster(cluster: Cluster) -> Iterator[Cluster]:
    """The same server, which a test may stop; it runs again afterwards."""
    yield cluster
    cluster.stop()
    cluster.start()


@pytest.fixture
def shared_ledger(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a ledger on a server, empty; whatever opens a ledger opens this one."""
    address = cluster.address(f"p{uuid4().hex}")
    monkeypatch.setenv("PICTURA_LEDGER", address)
    return address


@pytest.fixture(params=["sqlite", "postgresql"])
def each_ledger(request: pytest.FixtureRequest) -> str:
    """Both databases that a ledger may lie in, one after the other."""
    if request.param == "postgresql":
        request.getfixturevalue("shared_ledger")
    return str(request.param)


@pytest.fixture
def server() -> Iterator[Server]:
    """A counting server."""
    one = Server()
    yield one
    one.close()


@pytest.fixture
def project(tmp_path: Path, server: Server) -> Project:
    """A project whose requests go to the counting server."""
    return Project(tmp_path, server)


@pytest.fixture
def start(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Iterator[Start]:
    """Start a scheduler and workers, in another folder than the project's."""
    started: list[Workers] = []

    def begin(count: int = 2, *, tapped: bool = False, **variables: str) -> Workers:
        settings = {"EZLINK_API_KEY": KEY, "EZLINK_BASE_URL": server.url, "PICTURA_LEASE": "2"}
        folder = tmp_path_factory.mktemp("workers")
        workers = Workers(folder, settings | variables, count, tapped=tapped)
        started.append(workers)
        return workers

    yield begin
    for one in started:
        one.close()
