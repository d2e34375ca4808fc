"""A picture's url is tried until shortly before it expires, and nobody else waits for that."""

import asyncio
import json
import signal
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.runtime.run.conftest import (
    Answer,
    Asked,
    Project,
    Server,
    many,
    png,
    prompt_of,
    recipe,
    wait_until,
)

from ezlink.table import API
from pictura.events import DownloadWaits, Event, JobWaits
from pictura.project import Project as Root
from pictura.run.addresses import Addresses
from pictura.run.answers import Address
from pictura.run.brake import INTERRUPTED, Brake, Stop
from pictura.run.context import Context
from pictura.run.disk import Room
from pictura.run.expiry import expiry, signed_until
from pictura.run.journal import Journal
from pictura.run.opening import Opened
from pictura.run.outcomes import Taken
from pictura.run.pace import Width
from pictura.run.storing import Storer
from pictura.run.taking import take
from pictura.run.tries import Tries
from pictura.state.known import Known
from pictura.state.ledger import open_ledger
from pictura_core.errors import ApiError, TransportError
from pictura_core.extensions import Severe
from pictura_core.wire import Encoded, Head

URL = "http://127.0.0.1/a.png"


Answering = Callable[[int, float], Exception | None]
"""Says why a picture is not given at the n-th try, and at what time; None if it is."""


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 0.0

    def now(self) -> float:
        """Give the time."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        await asyncio.sleep(0)
        self.time += seconds


class Host:
    """Gives a picture, or says why not, as a test says; remembers when it was asked."""

    def __init__(self, clock: Clock, answer: Answering) -> None:
        self.clock = clock
        self.answer = answer
        self.asked: list[float] = []

    async def ready(self) -> None:
        """Be ready always."""

    async def exchange(
        self, encoded: Encoded, headers: object, sink: Callable[[bytes], object]
    ) -> Head:
        """Carry no request."""
        raise AssertionError((encoded, headers, sink))

    async def download(
        self,
        url: str,
        sink: Callable[[bytes], object],
        *,
        limit: int,
        allow: Callable[[str], object],
    ) -> Head:
        """Fetch a file."""
        assert limit
        allow(url)
        self.asked.append(self.clock.now())
        problem = self.answer(len(self.asked), self.clock.now())
        if problem is not None:
            raise problem
        sink(png("late"))
        return Head(200, {})


def refusal(status: int, retry_after: float | None = None) -> ApiError:
    """Say no as a host does."""
    return ApiError(
        "download",
        status=status,
        code="",
        reason="busy",
        severity=Severe.RETRY,
        retry_after=retry_after,
    )


def fetch(
    root: Path,
    answer: Answering,
    url: str = URL,
    expires: int = 3600,
    stop: Stop | None = None,
) -> tuple[Taken, Host, list[Event]]:
    """Take one picture in time that does not pass by itself; stop the run at the third try."""
    clock, shown = Clock(), list[Event]()
    host = Host(clock, answer)

    async def run() -> Taken:
        ledger = open_ledger(str(root / ".pictura"))
        journal, storer, brake = Journal(ledger), Storer(), Brake(clock)

        def show(event: Event) -> None:
            shown.append(event)
            if stop is not None and len(host.asked) == 3:
                brake.pull(stop)

        context = Context(
            api=API,
            known=Known(Root(str(root)), None, emulated=False),
            journal=journal,
            storer=storer,
            room=Room(str(root)),
            road=host,
            addresses=Addresses("http://127.0.0.1"),
            brake=brake,
            tries=Tries(),
            emulated=False,
            secret="",
            show=show,
            width=Width(1, brake),
        )
        try:
            opened = Opened((Address(0, url, expires, ""),), None)
            return await take(context, "job", "key", opened, {})
        finally:
            await journal.close()
            await storer.close()
            ledger.close()
            assert context.downloads.resting == 0

    (root / ".pictura").mkdir(exist_ok=True)
    return asyncio.run(run()), host, shown


@pytest.mark.parametrize("problem", [503, 429, 500, "dropped"])
def test_a_url_is_tried_for_most_of_its_life(tmp_path: Path, problem: int | str) -> None:
    """What may pass is waited for, with growing pauses, as long as the url lives."""

    def answer(_: int, now: float) -> Exception | None:
        if now > 3000:
            return None
        if isinstance(problem, int):
            return refusal(problem)
        return TransportError("download", "the connection broke off", sent=True)

    taken, host, shown = fetch(tmp_path, answer)
    assert [at for at, _ in taken.pictures] == [0]
    assert not taken.lost
    pauses = [event.seconds for event in shown if isinstance(event, JobWaits)]
    assert len(pauses) == len(host.asked) - 1 > 20
    assert max(pauses[:3]) <= 4
    assert 30 < max(pauses) <= 60
    told = [event for event in shown if isinstance(event, DownloadWaits)]
    assert len(told) == 1
    assert told[0].seconds > 3400


@pytest.mark.parametrize(
    ("expires", "last"), [(3600, 3585), (600, 585), (20, 19), (86400, 3600), (0, 600)]
)
def test_a_url_is_left_shortly_before_it_expires(tmp_path: Path, expires: int, last: float) -> None:
    """The last try is shortly before the url's end, or an hour on; the next run may go on."""
    taken, host, _ = fetch(tmp_path, lambda *_: refusal(503), expires=expires)
    assert not taken.pictures
    (lost,) = taken.lost
    assert not lost.is_final
    assert not lost.is_gone
    assert last - 3 < host.asked[-1] <= last + 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_dead_url_ends_at_once(tmp_path: Path, status: int) -> None:
    """A url that is dead, at once or after a while, is not tried again."""
    taken, host, _ = fetch(tmp_path, lambda count, _: refusal(503 if count < 3 else status))
    assert len(host.asked) == 3
    assert taken.lost[0].is_gone


def test_a_host_that_asks_for_patience_gets_it(tmp_path: Path) -> None:
    """`Retry-After` is honoured as long as the url lives then, and people are told at once."""
    taken, host, shown = fetch(tmp_path, lambda count, _: refusal(503, 1000) if count < 3 else None)
    assert len(taken.pictures) == 1
    assert host.asked[1] >= 1000
    assert host.asked[2] >= 2000
    assert isinstance(shown[0], DownloadWaits)
    taken, host, _ = fetch(tmp_path, lambda *_: refusal(503, 3590))
    assert len(host.asked) == 1
    assert "much later" in taken.lost[0].reason


@pytest.mark.parametrize(
    ("stop", "most"), [(INTERRUPTED, 3), (Stop("unauthorized", "no"), Tries().downloads)]
)
def test_a_run_that_stops_does_not_wait(tmp_path: Path, stop: Stop, most: int) -> None:
    """Ctrl-C ends the waiting at once; a run that stops by itself tries a few times more."""
    taken, host, _ = fetch(tmp_path, lambda *_: refusal(503), stop=stop)
    assert len(host.asked) == most
    assert not taken.lost[0].is_final
    assert "the run stopped" in taken.lost[0].reason


def signed(life: float, begun: float = 0.0) -> str:
    """Write a url that says itself when it expires, some seconds from now."""
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(time.time() + begun))
    return f"{URL}?X-Amz-Date={moment}&X-Amz-Expires={life:.0f}&X-Amz-Signature=s3cret"


def test_a_url_that_says_when_it_expires_is_believed(tmp_path: Path) -> None:
    """The signature of a url counts more than the table, unless it is over from the start."""
    _, host, _ = fetch(tmp_path, lambda *_: refusal(503), signed(900))
    assert 880 < host.asked[-1] < 890
    now = time.time()
    assert expiry(Address(0, signed(10, begun=-60), 600, ""), now) == now + 600


@pytest.mark.parametrize(
    ("query", "moment"),
    [
        ("st=2026-01-01T00:00:00Z&se=2026-01-01T02:00:00Z&sig=a%2Bb", 1767232800),
        ("se=2026-01-01T02:00Z&sig=a", 1767232800),
        ("se=2026-01-01T02:00:00.1234567Z&sig=a", 1767232800),
        ("se=2026-01-02&sig=a", 1767312000),
        ("X-Amz-Date=20260101T000000Z&X-Amz-Expires=7200&X-Amz-Signature=a", 1767232800),
        ("X-Goog-Date=20260101T000000Z&X-Goog-Expires=7200&X-Goog-Signature=a", 1767232800),
        ("Expires=1767232800&Signature=a&Key-Pair-Id=b", 1767232800),
        ("Expires=1767232800", None),
        ("se=soon&sig=a", None),
        ("X-Amz-Date=x&X-Amz-Expires=7200&X-Amz-Signature=a", None),
        ("X-Amz-Date=20260101T000000Z&X-Amz-Expires=-1&X-Amz-Signature=a", None),
        ("Expires=99999999999999999999&Signature=a", None),
        ("&".join(f"a{i}=1" for i in range(200)), None),
        ("", None),
    ],
)
def test_signatures_say_until_when_they_hold(query: str, moment: float | None) -> None:
    """Azure's, Amazon's and Google's signed urls say when they expire; others do not."""
    assert signed_until(f"https://a.example/p.png?{query}") == moment


def by_url(project: Project, server: Server, text: str) -> None:
    """Let each picture come by a url that has the prompt in its name."""

    def answer(asked: Asked) -> Answer:
        name = prompt_of(asked).rpartition(" ")[2]
        data = [{"url": f"{server.url}/{name}.png"}]
        return Answer(json.dumps({"created": 1, "data": data}).encode())

    server.answer = answer
    project.write(text.replace("b64_json", "url"))


def test_other_jobs_go_on_while_pictures_are_waited_for(project: Project, server: Server) -> None:
    """Pictures that cannot be fetched yet hold no place: all else is asked meanwhile."""
    by_url(project, server, many(12))
    late = [f"/m{at}.png" for at in range(8)]
    server.files = {path: Answer(b"busy", 503) for path in late}
    server.files |= {f"/m{at}.png": Answer(png(f"{at}")) for at in range(8, 12)}
    process = project.start("run", "otters.yaml", "--json", "--concurrency", "2")
    wait_until(lambda: {f"/m{at}.png" for at in range(12)} <= set(server.gets))
    assert len(server.posts) == 12
    server.files |= {path: Answer(png(path)) for path in late}
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0, out
    assert json.loads(out.splitlines()[-1])["made"] == 12
    assert project.pictures()["m3.png"] == png("/m3.png")
    assert len(server.posts) == 12


def test_interrupt_leaves_waiting_pictures_to_the_next_run(
    project: Project, server: Server
) -> None:
    """Ctrl-C ends the waiting in good order, and the next run fetches without asking."""
    by_url(project, server, recipe("calm", "wild"))
    server.files = {"/calm.png": Answer(b"busy", 503, {"Retry-After": "600"})}
    server.files["/wild.png"] = Answer(png("wild"))
    process = project.start("run", "otters.yaml", "--json")
    assert process.stderr is not None
    assert any("paid for and tried again" in said for said in process.stderr)
    wait_until((project.root / "images/wild.png").exists)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    ended = {value["job"]: value for value in map(json.loads, out.splitlines()) if "job" in value}
    assert ended["otter[mood=calm]"]["code"] == "picture-lost"
    assert ended["otter[mood=wild]"]["status"] == "made"
    server.files["/calm.png"] = Answer(png("calm"))
    done = project.run()
    assert (done.status, done.summary["restored"], len(server.posts)) == (0, 1, 2)
    assert project.pictures() == {"calm.png": png("calm"), "wild.png": png("wild")}


def test_url_that_expires_during_a_run_is_asked_with_the_same_key(
    project: Project, server: Server
) -> None:
    """A url that was tried until its end is left, and the next run asks with the same key."""

    def answer(_: Asked) -> Answer:
        url = signed(3 if len(server.posts) == 1 else 900).replace("http://127.0.0.1", server.url)
        parts = urlsplit(url)
        server.files = {f"{parts.path}?{parts.query}": Answer(b"busy", 503)}
        if len(server.posts) > 1:
            server.files = {f"{parts.path}?{parts.query}": Answer(png("again"))}
        return Answer(json.dumps({"created": 1, "data": [{"url": url}]}).encode())

    server.answer = answer
    project.write(recipe("calm").replace("b64_json", "url"))
    done = project.run()
    assert (done.status, done.job("otter[mood=calm]")["code"]) == (1, "picture-lost")
    assert "s3cret" not in done.out + done.err
    time.sleep(1)
    done = project.run()
    assert (done.status, done.summary["made"]) == (0, 1), done.out
    assert len({asked.key for asked in server.posts}) == 1
    assert len(server.posts) == 2
