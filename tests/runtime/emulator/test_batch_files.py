"""Files of batches: kept, given out, told of, looked through, refused."""

import asyncio
import json
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.emulator.customers import (
    OPENAI,
    Customer,
    both,
    printing_house,
    visiting,
    written,
)

from pictura.emulator.app import send_answer
from pictura.emulator.delivery import Answer
from pictura.emulator.storage import Kept
from pictura_core.operation import Api


def _broken(customer: Customer) -> dict[str, tuple[list[object], str]]:
    """Give files that cannot be a batch, and a part of what is said of each."""
    good = customer.lines("calm")[0]
    steps = customer.batch.line

    def without(path: tuple[str, ...], value: object) -> dict[str, Any]:
        line: dict[str, Any] = json.loads(json.dumps(good))
        line[path[0]] = value
        return line

    return {
        "no-json": ([good, b"{"], "line 2: this is not JSON"),
        "no-object": ([b"[]"], "line 1: "),
        "no-key": ([without(steps.key, None)], "has to be a text"),
        "empty-key": ([without(steps.key, "")], "has to be a text"),
        "twice": ([good, b"", good], "line 3: "),
        "method": ([without(steps.method, "GET")], repr(customer.operation.method)),
        "url": ([without(steps.url, "/v1/other")], repr(customer.batch.endpoint)),
        "body": ([without(steps.body, "calm")], "has to be an object"),
        "empty": ([b""], "no requests"),
    }


@both
@pytest.mark.parametrize(
    "mistake",
    ["no-json", "no-object", "no-key", "empty-key", "twice", "method", "url", "body", "empty"],
)
def test_a_file_that_is_no_batch(api: Api, mistake: str) -> None:
    """It is looked at first, and then the batch has failed: with reasons, and nothing else."""
    with visiting(api) as customer:
        lines, said = _broken(customer)[mistake]
        told = customer.end(customer.make(lines))
        results = customer.results(told)
        billed = customer.stats()["billed"]
    assert customer.state(told) == customer.batch.poll.failed[0]
    assert said in customer.at(told, customer.batch.poll.reason)
    assert (results, billed) == ([[], []], 0)


def test_every_mistake_of_a_file_is_told() -> None:
    """As many reasons as wrong lines where there is room for several, else all in one."""
    with visiting(OPENAI) as customer:
        told = customer.end(customer.make([b"{", *customer.lines("calm"), b"}"]))
    reasons = ["line 1: this is not JSON", "line 3: this is not JSON"]
    assert [one["message"] for one in told["errors"]["data"]] == reasons
    with visiting(printing_house()) as customer:
        told = customer.end(customer.make([b"{", *customer.lines("calm"), b"}"]))
    assert told["why"] == "; ".join(reasons)


@pytest.mark.parametrize("over", ["requests", "bytes"])
def test_a_file_over_the_limits(over: str) -> None:
    """What has more requests or bytes than the document allows fails; what has as many does not."""
    with visiting(printing_house()) as customer:
        limit = {"requests": customer.batch.requests, "bytes": customer.batch.bytes}[over]
        texts = [f"{one}" for one in range(customer.batch.requests)]
        lines: list[object] = [*customer.lines(*texts)]
        if over == "bytes":
            lines.append(b" " * (limit - len(written(lines)) - 1))
        right = customer.end(customer.make(lines))
        more = [b" ", *lines] if over == "bytes" else [*lines, *customer.lines("one more")]
        wrong = customer.end(customer.make(more))
    assert customer.state(right) == customer.batch.poll.done[0]
    assert customer.state(wrong) == customer.batch.poll.failed[0]
    assert str(limit) in customer.at(wrong, customer.batch.poll.reason)


@both
def test_what_cannot_be_a_batch_is_refused_at_once(api: Api) -> None:
    """A file that is not there or is for something else, and an endpoint that nobody serves."""
    with visiting(api) as customer:
        create, upload = customer.batch.create, customer.batch.upload
        file = customer.upload(written(customer.lines("calm")))
        other = "vision" if api is OPENAI else "letters"
        name = next(iter(upload.arguments))
        elsewhere = customer.upload(b"anything", **{name: other})
        assert customer.fetch(elsewhere).content == b"anything"
        endpoint = "/v1/embeddings" if api is OPENAI else "weave"
        wrong = [
            {**customer.order(file), create.file: "file-nobody-knows"},
            customer.order(elsewhere),
            {**customer.order(file), create.endpoint: endpoint},
        ]
        answers = [customer.send(create.operation, one) for one in wrong]
        listed = customer.ask(customer.batch.find.operation, {})
    assert [one.status_code for one in answers] == [400, 400, 400]
    assert customer.at(listed, customer.batch.find.batches) is None


@both
def test_files_are_kept(api: Api) -> None:
    """What was uploaded is given out byte for byte; a file that is not there is 404."""
    content = bytes(range(256)) * 20_000
    with visiting(api) as customer:
        first, second = customer.upload(content), customer.upload(content)
        assert first != second
        assert customer.fetch(first).content == customer.fetch(second).content == content
        missing = customer.fetch("file-nobody-knows")
    assert missing.status_code == 404
    assert "file-nobody-knows" in missing.text


def test_a_large_file_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    """What is fetched leaves in pieces of a megabyte at most, whatever its size."""
    content = bytes(range(256)) * 20_000
    path = str(tmp_path / "file")
    Path(path).write_bytes(content)
    pieces: list[bytes] = []

    async def take(message: MutableMapping[str, Any]) -> None:
        pieces.append(message.get("body", b""))

    answer = Answer(200, "application/octet-stream", b"", file=Kept(path, len(content)))
    asyncio.run(send_answer(answer, "GET", take, halved=False))
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) == 1 << 20


def test_what_is_told_of_a_file() -> None:
    """Its name, size and purpose are told wherever it is told of; deleted, it is not there."""
    with visiting(OPENAI) as customer:
        file = customer.upload(b"a" * 77)
        told = customer.ask("retrieveFile", {"file_id": file})
        expected = (file, "requests.jsonl", 77, "batch")
        assert (told["id"], told["filename"], told["bytes"], told["purpose"]) == expected
        assert customer.ask("deleteFile", {"file_id": file})["deleted"] is True
        gone = [customer.send(one, {"file_id": file}) for one in ("retrieveFile", "downloadFile")]
    assert [one.status_code for one in gone] == [404, 404]
