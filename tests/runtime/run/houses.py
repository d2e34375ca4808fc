"""A server that takes batches, and answers them as a test says; it counts what it would bill."""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import parse_qs, urlsplit

from tests.runtime.run.conftest import Answer, Asked, Server, images, png, prompt_of

Value: TypeAlias = dict[str, object]


@dataclass
class House:
    """Files and batches in the words of OpenAI.

    Attributes:
        server: What hands over requests.
        states: What each question for a batch is told, one after the other; the last one stays.
        result: What a line is answered with; None leaves it out of the files.
        arrange: What is done with the lines of the files with results.
        early: Is told of each request that is no picture's, and may answer it.
        files: The contents of files by their ids.
        batches: Each batch as it is told, by its id.
        lines: The requests of each batch, by its id.
        billed: How many pictures are to be paid for.
    """

    server: Server
    states: list[str] = field(default_factory=lambda: ["completed"])
    result: Callable[[Value], Value | None] = field(default_factory=lambda: answered)
    arrange: Callable[[list[bytes]], list[bytes]] = lambda lines: lines
    early: Callable[[Asked], Answer | None] = lambda _: None
    files: dict[str, bytes] = field(default_factory=dict)
    batches: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, list[Value]] = field(default_factory=dict)
    billed: int = 0

    def __post_init__(self) -> None:
        """Answer for the server."""
        self.server.answer = self.post
        self.server.give = self.get

    @property
    def direct(self) -> list[Asked]:
        """The requests that asked for a picture by themselves."""
        return [one for one in self.server.posts if one.path.startswith("/images/")]

    @property
    def handed_in(self) -> list[Value]:
        """All lines of all batches."""
        return [line for lines in self.lines.values() for line in lines]

    def post(self, asked: Asked) -> Answer:
        """Take a file, a batch, or a request for a picture."""
        early = self.early(asked)
        if early is not None:
            return early
        if asked.path == "/files":
            id_ = f"file-{len(self.files)}"
            content = asked.body.partition(b'name="file"')[2].partition(b"\r\n\r\n")[2]
            self.files[id_] = re.split(rb"\r\n--pictura", content)[0]
            return told({"id": id_, **_FILE, "bytes": len(self.files[id_])})
        if asked.path == "/batches":
            return self.make(asked.value)
        self.billed += 1
        return images(png(prompt_of(asked)))

    def get(self, path: str) -> Answer | None:
        """Tell of a batch, of all, or give a file."""
        url = urlsplit(path)
        match url.path.strip("/").split("/"):
            case ["batches"]:
                ids = list(self.batches)
                after = parse_qs(url.query).get("after", [""])[0]
                rest = ids[ids.index(after) + 1 :] if after else ids
                page = [self.batches[one] for one in rest[:2]]
                return told({"object": "list", "data": page, "has_more": len(rest) > 2})
            case ["batches", id_]:
                if id_ not in self.batches:
                    return refusal(404, "No such batch")
                return told(self._told(id_))
            case ["files", id_, "content"]:
                if id_ not in self.files:
                    return refusal(404, "No such file")
                return Answer(self.files[id_], headers={"Content-Type": "application/octet-stream"})
            case _:
                return None

    def make(self, value: Value) -> Answer:
        """Make a batch of a file."""
        id_ = f"batch_{len(self.batches)}"
        content = self.files[str(value["input_file_id"])]
        self.lines[id_] = [json.loads(line) for line in content.splitlines()]
        self.batches[id_] = {
            "id": id_,
            "object": "batch",
            "endpoint": value["endpoint"],
            "input_file_id": value["input_file_id"],
            "completion_window": value["completion_window"],
            "status": "validating",
            "created_at": 1,
            "metadata": value["metadata"],
            "request_counts": {"total": len(self.lines[id_]), "completed": 0, "failed": 0},
        }
        return told(self.batches[id_])

    def _told(self, id_: str) -> Value:
        batch = self.batches[id_]
        if batch["status"] not in ("completed", "expired", "failed"):
            state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
            batch["status"] = state
            if state in ("completed", "expired"):
                self._answer(id_)
            if state == "failed":
                batch["errors"] = {"data": [{"code": "x", "message": "the model is unknown"}]}
        return batch

    def _answer(self, id_: str) -> None:
        results = [one for line in self.lines[id_] if (one := self.result(line)) is not None]
        good = [one for one in results if _status(one) == 200]
        self.billed += len(good)
        bad = [one for one in results if _status(one) != 200]
        for name, group in (("output_file_id", good), ("error_file_id", bad)):
            if group:
                file = f"results-{id_}-{name}"
                written = [json.dumps(one).encode() for one in group]
                self.files[file] = b"\n".join(self.arrange(written))
                self.batches[id_][name] = file


_FILE: Value = {
    "object": "file",
    "created_at": 1,
    "filename": "a.jsonl",
    "purpose": "batch",
    "status": "processed",
}


def told(value: Value) -> Answer:
    """Answer with JSON."""
    return Answer(json.dumps(value).encode())


def refusal(status: int, message: str, code: str | None = None) -> Answer:
    """Answer as the API says no."""
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": code}
    return Answer(json.dumps({"error": error}).encode(), status)


def answered(line: Value) -> Value:
    """Answer a line with a picture of its prompt."""
    body = line["body"]
    assert isinstance(body, dict)
    picture = base64.b64encode(png(str(body["prompt"]))).decode()
    return result(line, 200, {"created": 1, "data": [{"b64_json": picture}]})


def result(line: Value, status: int, body: object) -> Value:
    """Answer a line with a status and a body."""
    response = {"status_code": status, "request_id": "r", "body": body}
    return {"id": "b", "custom_id": line["custom_id"], "response": response, "error": None}


def unanswered(line: Value, message: str) -> Value:
    """Say of a line that it was never answered."""
    error = {"code": "batch_expired", "message": message}
    return {"id": "b", "custom_id": line["custom_id"], "response": None, "error": error}


def prompt(line: Value) -> str:
    """Give a line's prompt."""
    body = line["body"]
    assert isinstance(body, dict)
    return str(body["prompt"])


def harbours(*moods: str, extra: str = "") -> str:
    """Write a recipe of one step with a job for each mood."""
    listed = ", ".join(moods)
    asked = "model: gpt-image-1.5, quality: low, size: 1024x1024"
    return f"""\
recipe: otters
api: openai_images
steps:
  - id: otter
    uses: createImage
    matrix: {{mood: [{listed}]}}
    with: {{{asked}, prompt: "an otter, {{{{ mood }}}}"}}
    save: images/{{{{ mood }}}}.{{{{ ext }}}}
{extra}"""


def _status(value: Value) -> int:
    response = value["response"]
    return int(response["status_code"]) if isinstance(response, dict) else 0
