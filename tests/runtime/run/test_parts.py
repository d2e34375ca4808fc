"""The parts of a run that need neither files nor a network."""

import asyncio
import base64
import json
import struct
import zlib
from io import BytesIO, StringIO
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from ezlink.table import API
from pictura.display.displays import Lines
from pictura.display.progress import Bar
from pictura.events import JobEnded, JobRetries, RunBegan, RunStops, Summary
from pictura.job import Expectation, Job, Upstream
from pictura.media import FILMS, SOUNDS
from pictura.money import Bill, dollars
from pictura.pictures import NoPicture, Picture, complaint, recognise
from pictura.run.addresses import Addresses, Forbidden
from pictura.run.answers import Address, Broken, Inline, carried
from pictura.run.brake import INTERRUPTED, Brake, Stop
from pictura.run.pace import Pace
from pictura.run.purse import Purse
from pictura.run.tries import Tries
from pictura.state.digest import FileHashes, canonical_request, digest_of
from pictura_core.data import fill
from pictura_core.source import Position, Source, Span

SPAN = Span(Source("otters.yaml", ""), Position(1, 1), Position(1, 1))


def make_job(request: dict[str, object], **more: Any) -> Job:
    """Make a job as expansion does."""
    operation = API.operations[more.pop("operation", "createImage")]
    fields: dict[str, Any] = {
        "key": "a",
        "recipe": "r",
        "step": "a",
        "operation": operation,
        "request": request,
        "inputs": (),
        "values": {},
        "save": "a.png",
        "pictures": 1,
        "expect": Expectation(),
        "span": SPAN,
        **more,
    }
    return Job(**fields)


def digest(job: Job, made: dict[Upstream, str] | None = None) -> str | None:
    """Compute a digest."""
    return digest_of(job, ".", FileHashes(), (made or {}).get)


def test_digest_is_of_the_request_alone() -> None:
    """Names, paths and the order of fields do not matter; every field of the request does."""
    one = make_job({"prompt": "otter", "n": 1})
    same = make_job({"n": 1.0, "prompt": "otter"}, key="b", step="b", save="b.png")
    assert digest(one) == digest(same)
    assert digest(one) != digest(make_job({"prompt": "otter", "n": 2}))
    assert digest(one) != digest(make_job({"prompt": "otter"}))
    assert canonical_request(one, {}) == {
        "method": "POST",
        "path": "/v1/images/generations",
        "parameters": {},
        "body": {"prompt": "otter", "n": 1},
        "files": [],
    }


def test_digest_follows_the_upstream_picture() -> None:
    """A job that needs a picture has a digest when that is made, which depends on its bytes."""
    picture = Upstream("up", 0)
    job = make_job(
        {"prompt": "night", "image": [picture]},
        operation="createImageEdit",
        inputs=((("image", 0), picture),),
    )
    assert digest(job) is None
    found = digest(job, {picture: "a" * 64})
    assert found is not None
    assert found != digest(job, {picture: "b" * 64})
    literal = make_job(
        {"prompt": "night", "image": [{"sha256": "a" * 64}]}, operation="createImageEdit"
    )
    assert found != digest(literal)
    with pytest.raises(ValueError, match="no place"):
        fill({"image": 1}, {("image", 0): b""})


PNG_HEAD = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
@pytest.mark.parametrize("size", [(1, 1), (640, 3), (31, 1000)])
@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "webp-lossless", "progressive"])
def test_formats_and_sizes(kind: str, size: tuple[int, int], mode: str) -> None:
    """Format and size are read from the bytes as Pillow wrote them; any cut is noticed."""
    buffer = BytesIO()
    picture = Image.new(mode, size)
    more = {"lossless": True} if kind == "webp-lossless" else {}
    if kind == "progressive":
        more = {"progressive": True}
    real = {"webp-lossless": "webp", "progressive": "jpeg"}.get(kind, kind)
    (picture.convert("RGB") if real == "jpeg" else picture).save(buffer, real, **more)
    data = buffer.getvalue()
    assert recognise(data) == (real, *size)
    for length in (len(data) - 3, len(data) // 2, 20):
        with pytest.raises(NoPicture):
            recognise(data[:length])


@given(st.binary(max_size=64), st.sampled_from([b"", PNG_HEAD, b"\xff\xd8\xff", b"RIFF1234WEBP"]))
@example(b"OggS", b"")
def test_no_bytes_bring_a_traceback(data: bytes, head: bytes) -> None:
    """Whatever the bytes are, they are a picture, a film or a sound, or they are not."""
    try:
        format_, width, height = recognise(head + data)
        assert format_ in FILMS or format_ in SOUNDS or width * height > 0
    except NoPicture:
        pass


def test_bombs_and_other_things() -> None:
    """A picture that declares more pixels than are safe, and what is no picture, say so."""
    body = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    chunk = b"\0\0\0\rIHDR" + body + struct.pack(">I", zlib.crc32(b"IHDR" + body))
    bomb = b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\0IEND\xaeB`\x82"
    for data, words in (
        (bomb, "more than is safe"),
        (b"", "no bytes"),
        (b"<!DOCTYPE html><p>", "HTML"),
        (b'{"error": 1}', "JSON"),
        (b"GIF89a...", "GIF"),
        (b"\0\0\0 ftypavif", "AVIF"),
        (b"hello", "no PNG, JPEG or WebP"),
    ):
        with pytest.raises(NoPicture, match=words):
            recognise(data)
    picture = Picture("", "jpeg", 10, 20, 1)
    assert complaint(Expectation("jpg", 10, 20), picture) == ""
    assert "height 20 instead of 30" in complaint(Expectation("png", 10, 30), picture)


def test_money() -> None:
    """Sums are said with two to six decimals, and added without a rest."""
    assert [dollars(usd) for usd in (0, 0.04, 0.003, 1234.5, 10 * 0.1)] == [
        *("$0.00", "$0.04", "$0.003", "$1,234.50", "$1.00")
    ]
    assert Bill([0.1] * 10).usd == 1.0
    assert str(Bill([0.04, None, None])) == "$0.04 and 2 jobs of unknown cost"
    assert str(Bill([None])) == "unknown cost of 1 job"


def test_purse_never_gives_more_than_it_has() -> None:
    """What is reserved is gone until it is given back; the sum is exact."""
    purse = Purse(0.3)
    assert [purse.reserve(0.1) for _ in range(4)] == [True, True, True, False]
    purse.give_back(0.1)
    assert (purse.reserve(0.1), purse.reserve(0.000001)) == (True, False)
    assert Purse(None).reserve(1e9)


class FakeClock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 0.0

    def now(self) -> float:
        """Give the time."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.time += seconds
        await asyncio.sleep(0)


def test_pace_holds_everybody() -> None:
    """After a hold, nobody goes on before it ends; a stop lets everybody go home."""

    async def run() -> None:
        clock = FakeClock()
        brake = Brake(clock)
        pace = Pace([], brake)
        assert await pace.turn(1)
        pace.hold(30)
        assert await pace.turn(1)
        assert clock.time >= 30
        brake.pull(Stop("unauthorized", "no key"))
        assert not await pace.turn(1)
        assert not await brake.sleep(5)
        assert clock.time < 31
        assert brake.pull(INTERRUPTED)
        assert not brake.pull(Stop("late", "too late"))
        assert brake.stop is INTERRUPTED

    asyncio.run(run())


def test_waits_grow_and_honour_the_server() -> None:
    """Waits are random below a doubling bound, never under what the server asks, and end."""
    tries = Tries(base=1.0, cap=10.0, patience=100.0)
    for attempt, bound in ((1, 1.0), (2, 2.0), (4, 8.0), (9, 10.0), (5000, 10.0)):
        waits = [tries.wait(attempt) for _ in range(50)]
        assert all(wait is not None and 0 <= wait <= bound for wait in waits)
        assert len(set(waits)) > 1
    wait = tries.wait(1, 7.0)
    assert wait is not None
    assert 7.0 <= wait <= 8.0
    assert tries.wait(1, 101.0) is None


CREATE = API.operations["createImage"]
PIXELS = base64.b64encode(b"pixels").decode()


def test_where_pictures_stand() -> None:
    """Pictures are found by the table, in base64, as data urls and as urls, whatever was asked."""
    request = {"model": "dall-e-3", "prompt": "x"}
    value = {
        "data": [
            {"url": "https://x.org/a.png", "revised_prompt": "a fine otter"},
            {"b64_json": PIXELS},
            {"url": f"data:image/png;base64,{PIXELS}"},
            {"url": None, "b64_json": PIXELS[:6] + "\n" + PIXELS[6:]},
            {"b64_json": "!!!"},
            {},
        ]
    }
    found = carried(CREATE, request, value)
    assert [one.position for one in found] == [0, 1, 2, 3, 4]
    first, second, third, fourth, fifth = found
    assert isinstance(first, Address)
    assert (first.url, first.revised_prompt) == ("https://x.org/a.png", "a fine otter")
    for one in (second, third, fourth):
        assert isinstance(one, Inline)
        assert one.data == b"pixels"
    assert isinstance(fifth, Broken)
    assert carried(CREATE, request, {"data": "none"}) == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["data", "url", "b64_json", "x"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(JSON)
def test_no_answer_brings_a_traceback(value: object) -> None:
    """Whatever JSON an answer is, its pictures are found or are broken."""
    for one in carried(CREATE, {"prompt": "x"}, value):
        assert isinstance(one, Inline | Address | Broken)


@pytest.mark.parametrize(
    ("url", "server", "allowed"),
    [
        ("http://8.8.8.8/a.png", "https://8.8.4.4", True),
        ("http://127.0.0.1/a.png", "https://8.8.4.4", False),
        ("http://10.1.2.3/a.png", "https://8.8.4.4", False),
        ("http://169.254.169.254/latest", "https://8.8.4.4", False),
        ("http://[::1]/a.png", "https://8.8.4.4", False),
        ("http://[::ffff:127.0.0.1]/a.png", "https://8.8.4.4", False),
        ("http://localhost/a.png", "https://8.8.4.4", False),
        ("http://0.0.0.0/a.png", "https://8.8.4.4", False),
        ("http://127.0.0.1:99/a.png", "http://127.0.0.1:1", True),
        ("http://10.1.2.3/a.png", "http://127.0.0.1:1", True),
        ("file:///etc/passwd", "http://127.0.0.1:1", False),
        ("http://[", "http://127.0.0.1:1", False),
        ("", "http://127.0.0.1:1", False),
    ],
)
def test_addresses(url: str, server: str, *, allowed: bool) -> None:
    """Only web addresses are fetched, and inner ones only for a server that is an inner one."""
    if allowed:
        Addresses(server).allow(url)
        return
    with pytest.raises(Forbidden) as raised:
        Addresses(server).allow(url)
    assert url not in str(raised.value) or not url


EVENTS = (
    RunBegan(3, 2, 0.08, 1, emulated=False, root=""),
    JobEnded("a", "a", "r", "r.yaml", "make", "made", ("i/a.png",), 0.04, requests=1),
    JobRetries("b", "busy [429]", 1.5, 2),
    JobEnded("b", "b", "r", "r.yaml", "make", "failed", code="x", reason="no [luck]", hint="wait"),
    JobEnded("c", "c", "r", "r.yaml", "keep", "kept", ("i/c.png",)),
    RunStops("the key is wrong"),
    Summary(made=1, kept=1, failed=1, requests=3, doubtful=1, shortfall=2, cost_usd=0.04),
)


def test_lines_are_calm() -> None:
    """A log has a line for each thing that happened but what is kept, and ends with the counts."""
    out = StringIO()
    lines = Lines(out)
    for event in EVENTS:
        lines.show(event)
    told = out.getvalue().splitlines()
    assert told[0] == "2 of 3 jobs to make ($0.08 and 1 job of unknown cost)"
    assert told[1] == "made     a  $0.04  i/a.png"
    assert "1 job failed: no [luck] [x]" in told
    assert "  → wait" in told
    assert any("may have been paid for twice" in line for line in told)
    assert told[-2:] == ["1 made, 1 kept, 1 failed; 3 requests; $0.04", "pictures are in i"]
    assert not any(line.startswith("kept") for line in told)


def test_bar_shows_the_same_words() -> None:
    """At a terminal the lines are the same; brackets in them are no styles."""
    from rich.console import Console  # noqa: PLC0415 - for this test only

    out = StringIO()
    bar = Bar(Console(file=out, force_terminal=True, color_system=None, width=200), Lines(out))
    for event in EVENTS:
        bar.show(event)
    bar.close()
    assert "no [luck]" in out.getvalue()
    assert "1 made, 1 kept, 1 failed; 3 requests; $0.04" in out.getvalue()


def test_values_of_json_lines_are_json() -> None:
    """Whatever stands in an event, its line is one line of JSON."""
    from pictura.display.values import job_value, line  # noqa: PLC0415 - for this test only

    event = JobEnded("a\n\u2028", "a", "r", "r.yaml", "make", "made", (), None)
    text = line(job_value(event))
    assert text.count("\n") == 1
    assert json.loads(text)["cost_usd"] is None
