"""What can go wrong with a batch, on the way to it and line by line."""

import os
import random

import httpx
import pytest
from tests.runtime.emulator.customers import (
    OPENAI,
    both,
    parcel,
    persistently,
    stubbornly,
    visiting,
    words,
)

from pictura_core.operation import Api

MOODS = ("calm", "wild")


@pytest.mark.parametrize("kind", ["401", "402", "429", "500", "503"])
def test_a_status_strikes_each_line_by_itself(kind: str) -> None:
    """Some requests are refused with that status, in the API's words, and not billed."""
    texts = [f"otter {one}" for one in range(12)]
    with visiting(OPENAI, {kind: 0.5}, seed=3) as customer:
        good, bad = persistently(customer, texts)
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
        good, bad = persistently(customer, texts)
        billed = customer.stats()["billed"]
    answers = [one[1] for one in customer.answers(good).values()]
    assert {type(one) for one in answers} == {str, dict}
    assert (bad, len(answers), billed) == ([], 12, 12)


def test_a_dropped_request_is_billed_and_in_no_file() -> None:
    """Nobody hears of a line that is dropped, but it is paid for."""
    texts = [f"otter {one}" for one in range(12)]
    with visiting(OPENAI, {"drop": 0.5}, seed=2) as customer:
        good, bad = persistently(customer, texts)
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
def test_a_batch_whose_making_nobody_heard_of(api: Api) -> None:
    """It was made all the same, is in the list by its name, and its key makes no second one."""
    with visiting(api, {"drop": 0.5}) as customer:
        create, find = customer.batch.create, customer.batch.find
        file = stubbornly(customer, customer.batch.upload.operation, parcel(customer, ["calm"]))
        order = customer.order(customer.at(file, customer.batch.upload.id), "lost")
        dropped = 0
        for number in range(20):
            key = {"idempotency_key": f"key {number}"}
            order = customer.order(customer.at(file, customer.batch.upload.id), f"lost {number}")
            try:
                customer.send(create.operation, order, **key)
            except httpx.RemoteProtocolError:
                dropped += 1
            page = stubbornly(customer, find.operation, {})
            newest = customer.at(page, (*find.batches[:-1], "0"))
            again = stubbornly(customer, create.operation, order, **key)
            assert customer.at(newest, create.name) == f"lost {number}"
            assert customer.at(again, create.id) == customer.at(newest, create.id)
    assert 0 < dropped < 20


def test_every_request_has_one_fate() -> None:
    """Whatever strikes, a line is in one file or in none, and what is billed adds up."""
    seed = int(os.environ.get("PICTURA_SEED", "0")) or random.randrange(1 << 30)
    faults = dict.fromkeys(("429", "500", "policy", "error-in-200", "drop"), 0.15)
    texts = [f"otter {one}" for one in range(40)]
    with visiting(OPENAI, faults, seed=seed) as customer:
        good, bad = persistently(customer, texts)
        stats = customer.stats()
    answers = customer.answers(good)
    paid = [one for one, (_, answer, _) in answers.items() if "error" not in answer]
    keys = customer.keys([*good, *bad])
    assert len(set(keys)) == len(keys), f"seed {seed}"
    assert set(keys) <= set(texts), f"seed {seed}"
    assert stats["billed"] == len(paid) + len(texts) - len(keys), f"seed {seed}"
