"""Batches of two APIs that have no word in common: handed in, asked for, answered, given up."""

import asyncio
import json
import os
import random
import time
from collections.abc import MutableMapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.runtime.emulator.customers import (
    OPENAI,
    PATIENCE,
    Customer,
    printing_house,
    visiting,
    words,
    written,
)

from pictura.emulator.app import send_answer
from pictura.emulator.batches import Course, course_of
from pictura.emulator.delivery import Answer
from pictura.emulator.storage import Kept
from pictura_core.data import Json
from pictura_core.operation import Api, Example

APIS = {"openai_images": OPENAI, "printing_house": printing_house()}
both = pytest.mark.parametrize("api", APIS.values(), ids=APIS)


@both
def test_a_batch_is_answered_as_its_requests_would_be(api: Api) -> None:
    """Each line has the very answer of its request by itself, and as many are billed."""
    with visiting(api) as customer:
        id_ = customer.make(customer.lines("calm", "wild"))
        told = customer.end(id_)
        good, *others = customer.results(told)
        billed = customer.stats()["billed"]
        direct = {one: customer.ask(customer.operation.id, words(api, one)) for one in MOODS}
    assert customer.state(told) == customer.batch.poll.done[0]
    assert customer.counts(told) == (2, 2)
    assert customer.answers(good) == {one: (200, direct[one], None) for one in MOODS}
    assert (others, billed) == ([[]], 2)


MOODS = ("calm", "wild")


@both
def test_states_follow_each_other(api: Api) -> None:
    """A batch walks through the pending states in their order; those of giving up are left out."""
    seen: list[tuple[Any, Any]] = []
    with visiting(api) as customer:
        id_ = customer.make(customer.lines(*MOODS))
        pending = customer.batch.poll.pending
        pending = pending[:-1] if api is OPENAI else pending
        for number, state in enumerate(pending):
            customer.clock.now = 100 + 10 * (number + 0.9) / len(pending)
            told = customer.until_told(id_, customer.batch.poll.state, state)
            seen.append((customer.state(told), [customer.at(told, s) for s in _files(customer)]))
        customer.clock.now = 110
        done = customer.until(id_, lambda one: customer.state(one) not in pending)
    assert seen == [(state, [None, None]) for state in pending]
    assert customer.state(done) == customer.batch.poll.done[0]
    assert customer.at(done, customer.batch.create.name) == "mine"
    assert customer.at(done, customer.batch.create.id) == id_


def _files(customer: Customer) -> tuple[tuple[str, ...], ...]:
    return customer.batch.poll.files


def test_requests_are_answered_little_by_little() -> None:
    """While a batch is under way, as many are answered as are due, and billed."""
    with visiting(OPENAI) as customer:
        id_ = customer.make(customer.lines(*(f"otter {one}" for one in range(9))))
        counts: list[tuple[int, int, int]] = []
        for moment, done in ((103, 0), (105, 4), (106.5, 8), (107, 9)):
            customer.clock.now = moment
            told = customer.until_told(id_, customer.batch.poll.completed, done)
            counts.append((*customer.counts(told), customer.stats()["billed"]))
    assert counts == [(9, 0, 0), (9, 4, 4), (9, 8, 8), (9, 9, 9)]


@both
def test_a_refused_request_is_in_the_other_file(api: Api) -> None:
    """A line that is refused is told with status and words of such a request, and costs nothing."""
    with visiting(api) as customer:
        wrong = {"nonsense": 7}
        lines = [*customer.lines("calm"), customer.line("wrong", wrong)]
        told = customer.end(customer.make(lines))
        good, bad = customer.results(told)
        refused = customer.send(customer.operation.id, wrong)
        billed = customer.stats()["billed"]
    assert customer.keys(good) == ["calm"]
    assert customer.answers(bad) == {"wrong": (400, refused.json(), None)}
    assert billed == 1
    if api is OPENAI:
        assert told["request_counts"] == {"total": 2, "completed": 1, "failed": 1}
    else:
        assert customer.counts(told) == (2, 2)


def test_an_api_with_one_file_has_all_results_in_it() -> None:
    """Where a document names one file, good and bad results lie together."""
    api = printing_house()
    operation = Customer.of(api).operation
    assert operation.batch is not None
    poll = operation.batch.poll._replace(files=(("good",),))
    operation = operation._replace(batch=operation.batch._replace(poll=poll))
    api = api._replace(operations={**api.operations, operation.id: operation})
    with visiting(api) as customer:
        told = customer.end(customer.make([*customer.lines("calm"), customer.line("wrong", {})]))
        (lines,) = customer.results(told)
    assert sorted(customer.keys(lines)) == ["calm", "wrong"]


def test_results_come_in_any_order_which_a_seed_repeats() -> None:
    """No result is lost, their order is not that of the requests, and it follows from the seed."""
    orders: list[list[str]] = []
    for seed in (1, 1, 2):
        with visiting(OPENAI, seed=seed) as customer:
            lines = [customer.line(f"{one}", {}) for one in range(30)]
            _, bad = customer.results(customer.end(customer.make(lines)))
            orders.append(customer.keys(bad))
    assert sorted(orders[0], key=int) == [str(one) for one in range(30)] != orders[0]
    assert orders[0] == orders[1] != orders[2]


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


def test_what_stands_together_is_told_one_by_one() -> None:
    """A file that is not there takes nothing away from one that stands beside it."""
    api = printing_house()
    operation = Customer.of(api).operation
    assert operation.batch is not None
    files = (("files", "good"), ("files", "spoilt"))
    poll = operation.batch.poll._replace(files=files)
    operation = operation._replace(batch=operation.batch._replace(poll=poll))
    api = api._replace(operations={**api.operations, operation.id: operation})
    said: Json = {"number": "n-1", "stage": "dry", "files": {"good": "g", "spoilt": "s"}}
    example = Example("one", "200", "application/json", said)
    examples = dict.fromkeys(("placeOrder", "showOrder"), (example,))
    with visiting(api, examples=examples) as customer:
        id_ = customer.make(customer.lines("calm"))
        waiting = customer.poll(id_)
        done = customer.end(id_)
    assert waiting["files"] == {"good": None, "spoilt": None}
    assert done["files"]["good"]
    assert done["files"]["spoilt"] is None
    assert done["notes"] == {"label": "mine"}


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


def test_what_the_emulator_does_not_know_is_as_in_the_document() -> None:
    """A batch of an example is told as there; one that is in none is 404."""
    with visiting(OPENAI) as customer:
        assert customer.poll("batch_abc123")["output_file_id"] == "file-def456"
        assert customer.cancel("batch_abc123").json()["status"] == "cancelling"
        unknown = {"batch_id": "batch_nobody_knows"}
        answers = [customer.send(one, unknown) for one in ("retrieveBatch", "cancelBatch")]
    assert [one.status_code for one in answers] == [404, 404]


@pytest.mark.parametrize("kind", ["401", "402", "429", "500", "503"])
def test_a_status_strikes_each_line_by_itself(kind: str) -> None:
    """Some requests are refused with that status, in the API's words, and not billed."""
    texts = [f"otter {one}" for one in range(12)]
    with visiting(OPENAI, {kind: 0.5}, seed=3) as customer:
        good, bad = _persistently(customer, texts)
        billed = customer.stats()["billed"]
    assert good
    assert {one[0] for one in customer.answers(bad).values()} == {int(kind)}
    assert all(one[1]["error"]["message"] for one in customer.answers(bad).values())
    assert sorted(customer.keys([*good, *bad])) == sorted(texts)
    assert billed == len(good)


@pytest.mark.parametrize("kind", ["policy", "error-in-200"])
def test_a_prompt_is_refused_in_a_batch(kind: str) -> None:
    """A line's prompt is refused as that of a request by itself, and not billed."""
    with visiting(OPENAI, {kind: 1.0}) as customer:
        good, bad = customer.results(customer.end(customer.make(customer.lines("calm"))))
        direct = customer.send(customer.operation.id, words(OPENAI, "calm"))
        stats = customer.stats()
    lines = good or bad
    assert customer.answers(lines)["calm"] == (direct.status_code, direct.json(), None)
    assert bool(good) == (direct.status_code == 200)
    assert (stats["billed"], stats["faults"]) == (0, {kind: 2})


def test_garbage_is_in_the_place_of_an_answer() -> None:
    """The lines of a file can be read all the same, and were billed."""
    texts = [f"otter {one}" for one in range(12)]
    with visiting(OPENAI, {"garbage": 0.4}, seed=5) as customer:
        good, bad = _persistently(customer, texts)
        billed = customer.stats()["billed"]
    answers = [one[1] for one in customer.answers(good).values()]
    assert {type(one) for one in answers} == {str, dict}
    assert (bad, len(answers), billed) == ([], 12, 12)


def test_a_dropped_request_is_billed_and_in_no_file() -> None:
    """Nobody hears of a line that is dropped, but it is paid for."""
    texts = [f"otter {one}" for one in range(12)]
    with visiting(OPENAI, {"drop": 0.5}, seed=2) as customer:
        good, bad = _persistently(customer, texts)
        stats = customer.stats()
    assert 0 < len(good) < 12
    assert (bad, stats["billed"]) == ([], 12)


def test_a_url_in_a_batch_can_be_gone_already() -> None:
    """Answers with links carry links, which work unless the fault strikes."""
    statuses: list[int] = []
    for faults in ({}, {"expired-url": 1.0}):
        with visiting(OPENAI, faults) as customer:
            body = {**words(OPENAI, "calm"), "response_format": "url"}
            told = customer.end(customer.make([customer.line("calm", body)]))
            (line,), _ = customer.results(told)
            link = customer.at(line, (*customer.batch.line.answer, "data", "0", "url"))
            statuses.append(customer.client.get(link).status_code)
    assert statuses == [200, 403]


def test_a_line_that_asks_for_events_is_refused() -> None:
    """A result has room for one answer in one piece."""
    with visiting(OPENAI) as customer:
        body = {"model": "gpt-image-2", "prompt": "calm", "stream": True}
        told = customer.end(customer.make([customer.line("calm", body)]))
        _, bad = customer.results(told)
    assert customer.answers(bad)["calm"][0] == 400


@both
def test_a_batch_that_fails(api: Api) -> None:
    """Struck by the fault, a batch fails before anything is asked, and says why."""
    with visiting(api, {"batch": 1.0}) as customer:
        told = customer.end(customer.make(customer.lines(*MOODS)))
        results, stats = customer.results(told), customer.stats()
    assert customer.state(told) == customer.batch.poll.failed[0]
    assert "asked to" in customer.at(told, customer.batch.poll.reason)
    assert (results, stats["billed"], stats["faults"]) == ([[], []], 0, {"batch": 1})


@both
def test_a_batch_that_expires(api: Api) -> None:
    """Half of the requests are answered and billed; of each other one, a line says it never was."""
    texts = ["calm", "sly", "wild"]
    with visiting(api, {"batch-expired": 1.0}) as customer:
        told = customer.end(customer.make(customer.lines(*texts)))
        (good, bad), stats = customer.results(told), customer.stats()
        failed = customer.batch.poll.failed
    assert customer.state(told) == failed[len(failed) // 2]
    assert (len(good), stats["billed"], stats["faults"]) == (2, 2, {"batch-expired": 1})
    assert sorted(customer.keys([*good, *bad])) == texts
    ((status, answer, error),) = customer.answers(bad).values()
    assert (status, answer) == (None, None)
    assert error
    if api is OPENAI:
        assert told["errors"] is None


@both
def test_a_batch_that_is_given_up(api: Api) -> None:
    """What was answered until then is in its files; of all else, a line says it never was."""
    texts = ["calm", "sly", "wild"]
    with visiting(api) as customer:
        id_ = customer.make(customer.lines(*texts))
        course = Course(customer.batch.poll.pending, customer.batch.poll.pending[-1])
        if api is OPENAI:
            course = replace(course, pending=course.pending[:-1])
        customer.until_told(id_, customer.batch.poll.total, 3)
        customer.clock.now = 100 + 10 * (course.start + (course.end - course.start) * 0.4)
        customer.until_told(id_, customer.batch.poll.completed, 1)
        given_up = customer.cancel(id_)
        again = customer.cancel(id_)
        pending = customer.state(customer.poll(id_))
        told = customer.end(id_)
        good, bad = customer.results(told)
        late = customer.cancel(id_)
        billed = customer.stats()["billed"]
    states = [customer.state(given_up.json()), customer.state(again.json()), pending]
    assert states == [customer.batch.poll.pending[-1]] * 3
    assert customer.state(told) == customer.batch.poll.failed[-1]
    assert (len(good), billed, late.status_code) == (1, 1, 400)
    assert sorted(customer.keys([*good, *bad])) == texts
    assert all(status is None and error for status, _, error in customer.answers(bad).values())


@both
def test_the_list_has_the_newest_first_page_by_page(api: Api) -> None:
    """Every batch is found by the name that it was given, on one page or on several."""
    with visiting(api) as customer:
        file = customer.upload(written(customer.lines("calm")))
        find, create = customer.batch.find, customer.batch.create
        for number in range(45):
            customer.ask(create.operation, customer.order(file, f"batch {number}"))
        names: list[str] = []
        sizes: list[int] = []
        given: dict[str, str] = {}
        for _ in range(5):
            page = customer.ask(find.operation, given)
            listed = list(customer.at(page, find.batches[:-1]))
            sizes.append(len(listed))
            names += [customer.at(one, create.name) for one in listed]
            if not (find.more and customer.at(page, find.more)):
                break
            given = {find.after: customer.at(listed[-1], create.id)}
        unknown = customer.send(find.operation, {find.after: "nobody"}) if find.after else None
    assert names == [f"batch {number}" for number in reversed(range(45))]
    assert sizes == ([20, 20, 5] if find.after else [45])
    assert unknown is None or unknown.status_code == 400


def test_the_frame_of_a_list_names_its_first_and_last() -> None:
    """What a list repeats of its elements is theirs; of none, nothing; and a page may be small."""
    with visiting(OPENAI) as customer:
        empty = customer.ask("listBatches", {})
        ids = [customer.make(customer.lines("calm")) for _ in range(3)]
        page = customer.ask("listBatches", {"limit": 2})
    assert (empty["data"], empty["first_id"], empty["has_more"]) == ([], None, False)
    assert [one["id"] for one in page["data"]] == [ids[2], ids[1]]
    assert (page["first_id"], page["last_id"], page["has_more"]) == (ids[2], ids[1], True)


@both
def test_a_batch_whose_making_nobody_heard_of(api: Api) -> None:
    """It was made all the same, is in the list by its name, and its key makes no second one."""
    with visiting(api, {"drop": 0.5}) as customer:
        create, find = customer.batch.create, customer.batch.find
        file = _stubbornly(customer, customer.batch.upload.operation, _upload(customer, ["calm"]))
        order = customer.order(customer.at(file, customer.batch.upload.id), "lost")
        dropped = 0
        for number in range(20):
            key = {"idempotency_key": f"key {number}"}
            order = customer.order(customer.at(file, customer.batch.upload.id), f"lost {number}")
            try:
                customer.send(create.operation, order, **key)
            except httpx.RemoteProtocolError:
                dropped += 1
            page = _stubbornly(customer, find.operation, {})
            newest = customer.at(page, (*find.batches[:-1], "0"))
            again = _stubbornly(customer, create.operation, order, **key)
            assert customer.at(newest, create.name) == f"lost {number}"
            assert customer.at(again, create.id) == customer.at(newest, create.id)
    assert 0 < dropped < 20


@pytest.mark.parametrize(("idempotency", "batches"), [(True, 1), (False, 2)])
def test_a_key_makes_one_batch_and_says_nothing_of_its_lines(
    *, idempotency: bool, batches: int
) -> None:
    """An Idempotency-Key is honoured where batches are made; lines are asked in each batch anew."""
    with visiting(OPENAI, idempotency=idempotency) as customer:
        create = customer.batch.create
        order = customer.order(customer.upload(written(customer.lines("calm"))))
        made = [
            customer.ask(create.operation, order, idempotency_key="one")["id"] for _ in range(2)
        ]
        customer.end(made[0])
        customer.end(made[1])
        customer.end(customer.make(customer.lines("calm"), "another"))
        headers = {"idempotency_key": "calm"}
        customer.ask(customer.operation.id, words(OPENAI, "calm"), **headers)
        billed = customer.stats()["billed"]
    assert len(set(made)) == batches
    assert billed == batches + 2


def _upload(customer: Customer, texts: list[str]) -> dict[str, Any]:
    upload = customer.batch.upload
    content = ("requests.jsonl", written(customer.lines(*texts)))
    return {upload.file: content, **upload.arguments}


def _stubbornly(customer: Customer, name: str, given: dict[str, Any], **headers: str) -> Any:
    """Ask an operation until it answers in full, with a success that is JSON."""
    for _ in range(200):
        try:
            answer = customer.send(name, given, **headers)
            if answer.is_success:
                return answer.json()
        except (httpx.RemoteProtocolError, ValueError):
            continue
    raise TimeoutError(name)


def _persistently(customer: Customer, texts: list[str]) -> list[list[Any]]:
    """Hand in a batch and read its results, however often the way there is refused."""
    upload, create, poll = customer.batch.upload, customer.batch.create, customer.batch.poll
    file = _stubbornly(customer, upload.operation, _upload(customer, texts))
    made = _stubbornly(
        customer,
        create.operation,
        customer.order(customer.at(file, upload.id)),
        idempotency_key="k",
    )
    asked = {poll.parameter: customer.at(made, create.id)}
    told = _stubbornly(customer, poll.operation, asked)
    end = time.monotonic() + PATIENCE
    while customer.state(told) not in (*poll.done, *poll.failed):
        assert time.monotonic() < end
        customer.clock.now += 1000
        told = _stubbornly(customer, poll.operation, asked)
    files = [customer.at(told, steps) for steps in poll.files]
    return [_read(customer, one) if one else [] for one in files]


def _read(customer: Customer, file: str) -> list[Any]:
    """Read a file with results until it comes whole."""
    for _ in range(200):
        try:
            answer = customer.fetch(file)
            if answer.is_success:
                return [json.loads(line) for line in answer.content.splitlines()]
        except (httpx.RemoteProtocolError, ValueError):
            continue
    raise TimeoutError(file)


def test_every_request_has_one_fate() -> None:
    """Whatever strikes, a line is in one file or in none, and what is billed adds up."""
    seed = int(os.environ.get("PICTURA_SEED", "0")) or random.randrange(1 << 30)
    faults = dict.fromkeys(("429", "500", "policy", "error-in-200", "drop"), 0.15)
    texts = [f"otter {one}" for one in range(40)]
    with visiting(OPENAI, faults, seed=seed) as customer:
        good, bad = _persistently(customer, texts)
        stats = customer.stats()
    answers = customer.answers(good)
    paid = [one for one, (_, answer, _) in answers.items() if "error" not in answer]
    keys = customer.keys([*good, *bad])
    assert len(set(keys)) == len(keys), f"seed {seed}"
    assert set(keys) <= set(texts), f"seed {seed}"
    assert stats["billed"] == len(paid) + len(texts) - len(keys), f"seed {seed}"


@pytest.mark.parametrize(
    ("pending", "told", "path", "cancelling"),
    [
        (("a", "b", "c", "d"), None, ("a", "b", "c"), "d"),
        (("a", "b", "c", "d"), "b", ("a", "c", "d"), "b"),
        (("a", "b", "c", "d"), "elsewhere", ("a", "b", "c"), "d"),
        (("a", "b"), None, ("a", "b"), "b"),
        (("a", "b"), "b", ("a",), "b"),
        (("a",), None, ("a",), "a"),
        (("a",), "a", ("a",), "a"),
    ],
)
def test_which_states_a_batch_goes_through(
    pending: tuple[str, ...], told: str | None, path: tuple[str, ...], cancelling: str
) -> None:
    """What giving up leads to is told by an example or is the last, and is no part of the way."""
    batch = Customer.of(OPENAI).batch
    batch = batch._replace(poll=batch.poll._replace(pending=pending))
    assert course_of(batch, told) == Course(path, cancelling)
    assert course_of(batch._replace(cancel=None), told).pending == pending
