"""Batches of two APIs that have no word in common: handed in, asked for, answered, given up."""

from dataclasses import replace
from typing import Any

import pytest
from tests.runtime.emulator.customers import (
    OPENAI,
    Customer,
    both,
    printing_house,
    visiting,
    words,
    written,
)

from pictura.emulator import Latency
from pictura.emulator.batches import Course, Lot, course_of
from pictura.emulator.faults import Dice
from pictura_core.data import Json
from pictura_core.operation import Api, Example

MOODS = ("calm", "wild")


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
        customer.clock.now = 103
        customer.until_told(id_, customer.batch.poll.total, 9)  # the file has been read by then
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


def test_what_the_emulator_does_not_know_is_as_in_the_document() -> None:
    """A batch of an example is told as there; one that is in none is 404."""
    with visiting(OPENAI) as customer:
        assert customer.poll("batch_abc123")["output_file_id"] == "file-def456"
        assert customer.cancel("batch_abc123").json()["status"] == "cancelling"
        unknown = {"batch_id": "batch_nobody_knows"}
        answers = [customer.send(one, unknown) for one in ("retrieveBatch", "cancelBatch")]
    assert [one.status_code for one in answers] == [404, 404]


def test_a_line_that_asks_for_events_is_refused() -> None:
    """A result has room for one answer in one piece."""
    with visiting(OPENAI) as customer:
        body = {"model": "gpt-image-2", "prompt": "calm", "stream": True}
        told = customer.end(customer.make([customer.line("calm", body)]))
        _, bad = customer.results(told)
    assert customer.answers(bad)["calm"][0] == 400


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


@pytest.mark.parametrize(
    ("total", "answered", "now", "state"),
    [
        (None, 0, 200, "a"),
        (4, 0, 100, "a"),
        (4, 0, 105, "b"),
        (4, 3, 109, "b"),
        (4, 4, 106, "b"),
        (4, 4, 109, "c"),
        (4, 3, 200, "b"),
        (4, 4, 200, "c"),
    ],
)
def test_what_takes_longer_than_it_should_holds_a_batch_back(
    total: int | None, answered: int, now: float, state: str
) -> None:
    """It is in its first state until its file is looked through, in its last when all is asked."""
    customer = Customer.of(OPENAI)
    lot = Lot(
        id="a",
        operation=customer.operation,
        batch=customer.batch,
        course=Course(("a", "b", "c"), "d"),
        fields={},
        source="",
        base_url="",
        began=100,
        seconds=10,
        fault="",
        dice=Dice((), Latency(), 0),
        ids=("b", "c"),
        total=total,
        good=answered,
    )
    assert lot.told(now) == state
