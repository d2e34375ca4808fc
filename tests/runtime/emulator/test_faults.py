"""Each kind of fault, and their chance."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import httpx
import pytest

from pictura.emulator import FAULT_KINDS, Latency, Settings, parse_fault, parse_latency, serve
from pictura.emulator.faults import Dice
from pictura_core.operation import Api

Start = Callable[..., AbstractContextManager[httpx.Client]]


def always(kind: str) -> Settings:
    """Let a fault strike every time."""
    return Settings(faults=((kind, 1.0),))


BODY = {"words": "a"}


@pytest.mark.parametrize("kind", ["401", "402", "429", "500", "503"])
def test_status(start: Start, kind: str) -> None:
    """A status fault answers that status in the API's shape, unbilled; 429 says when to return."""
    with start(always(kind)) as client:
        answer = client.post("/studio/paint", json=BODY)
        stats = client.get("/_pictura/stats").json()
    assert answer.status_code == int(kind)
    assert answer.json()["fault"]["text"]
    assert answer.headers.get("retry-after") == ("1" if kind == "429" else None)
    assert (stats["billed"], stats["faults"]) == (0, {kind: 1})
    if kind == "429":
        assert answer.json()["fault"]["text"] == "Busy."


def test_drop_closes_half_way_and_bills(start: Start) -> None:
    """A dropped answer ends half-way, but was billed; its Idempotency-Key is not billed again."""
    with start(always("drop")) as client:
        for _ in range(2):
            with pytest.raises(httpx.RemoteProtocolError):
                client.post("/studio/paint", json=BODY, headers={"Idempotency-Key": "k"})
        stats = client.get("/_pictura/stats").json()
    assert (stats["requests"], stats["billed"], stats["replays"]) == (2, 1, 1)


def test_garbage_is_a_200_that_is_no_answer(start: Start) -> None:
    """Garbage is status 200 with broken JSON or with HTML, both in time."""
    kinds = set()
    with start(always("garbage")) as client:
        for _ in range(12):
            answer = client.post("/studio/paint", json=BODY)
            assert answer.status_code == 200
            with pytest.raises(ValueError, match=r"Expecting|Unterminated|delimiter"):
                answer.json()
            kinds.add(answer.text[:1])
        assert client.get("/_pictura/stats").json()["billed"] == 12
    assert kinds == {"{", "<"}


def test_error_in_200_and_policy(start: Start) -> None:
    """Both are the examples of that name, unbilled."""
    for kind, status, name in (("error-in-200", 200, "refused"), ("policy", 400, "policy")):
        with start(always(kind)) as client:
            answer = client.post("/studio/paint", json=BODY)
            assert (answer.status_code, answer.json()["fault"]["name"]) == (status, name)
            assert client.get("/studio/brushes").json()["brushes"]
            assert client.get("/_pictura/stats").json()["billed"] == 0


def test_expired_url_is_gone_from_the_start(start: Start) -> None:
    """The answer is good and billed, but its urls are not there any more."""
    with start(always("expired-url")) as client:
        link = client.post("/studio/paint", json=BODY).json()["pictures"][0]["link"]
        assert client.get(link).status_code == 403
        assert client.get("/_pictura/stats").json()["billed"] == 1


def test_replayed_answer_has_living_urls(start: Start) -> None:
    """Asked again with its key, an answer whose urls had expired gives living ones, unbilled."""
    headers = {"Idempotency-Key": "one"}
    with start(always("expired-url")) as client:
        for status in (403, 200):
            answer = client.post("/studio/paint", json=BODY, headers=headers).json()
            assert client.get(answer["pictures"][0]["link"]).status_code == status
        assert client.get("/_pictura/stats").json()["billed"] == 1


def test_faults_are_the_same_for_the_same_sequence(start: Start) -> None:
    """One seed gives one sequence of faults, near its rate; another seed gives another."""

    def statuses(seed: int) -> list[int]:
        with start(Settings(faults=(("503", 0.3), ("429", 0.2)), seed=seed)) as client:
            return [client.get("/studio/brushes").status_code for _ in range(200)]

    first = statuses(1)
    assert first == statuses(1)
    assert first != statuses(2)
    assert 30 < first.count(503) < 90
    assert 10 < first.count(429) < 60


def test_rates_nought_and_one() -> None:
    """A rate of 0 never strikes and a rate of 1 always does."""
    dice = Dice((("500", 0.0), ("503", 1.0)), Latency(), 0)
    assert {dice.fault() for _ in range(500)} == {"503"}


def test_latency_lies_between_its_ends() -> None:
    """Latencies are drawn between least and most, without changing which faults strike."""
    quick, slow = (Dice((("500", 0.5),), Latency(*ends), 3) for ends in ((0, 0), (0.5, 2)))
    drawn = [(quick.seconds(), quick.fault(), slow.seconds(), slow.fault()) for _ in range(100)]
    assert all(none == 0 and 0.5 <= some <= 2 for none, _, some, _ in drawn)
    assert [one for _, one, _, _ in drawn] == [one for _, _, _, one in drawn]


@pytest.mark.parametrize("kind", FAULT_KINDS)
def test_written_faults_are_read(kind: str) -> None:
    """Every kind can be written with a rate."""
    assert parse_fault(f"{kind}=0.25") == (kind, 0.25)


@pytest.mark.parametrize(
    "text", ["", "418=0.1", "429", "429=", "429=x", "429=1.1", "429=-0.1", "429=nan"]
)
def test_wrong_faults_are_told(text: str) -> None:
    """An unknown kind or a rate outside 0 to 1 is a sentence."""
    with pytest.raises(ValueError, match=r"kind of fault|KIND=RATE|rate of 429"):
        parse_fault(text)


def test_latency_is_read() -> None:
    """A latency is one number or two."""
    assert parse_latency("0.5") == Latency(0.5, 0.5)
    assert parse_latency("0.5-2") == Latency(0.5, 2)
    for text in ("", "-1", "x", "2-1", "1-", "inf", "nan"):
        with pytest.raises(ValueError, match="latency"):
            parse_latency(text)


def test_serve_checks_its_faults(studio: Api) -> None:
    """`serve` refuses wrong faults before it listens."""
    with pytest.raises(ValueError, match="kind of fault"):
        serve(studio, faults={"404": 0.5})
    with pytest.raises(ValueError, match="rate of drop"):
        serve(studio, faults={"drop": 2})
