"""`pictura_core.wire.events`: server-sent events, cut at any place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pictura_core.wire import Event, EventParser, events


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (b"data: a\n\n", [Event("a")]),
        (b"data:a\r\n\r\ndata: b\r\rdata:  c\n\n", [Event("a"), Event("b"), Event(" c")]),
        (b"data: a\ndata: b\ndata\n\n", [Event("a\nb\n")]),
        (b"data: a\r\ndata: b\r\n\r\n", [Event("a\nb")]),
        (b"data: a\rdata: b\r\r", [Event("a\nb")]),
        (b": comment\n\ndata: a\n\n", [Event("a")]),
        (b"event: partial\ndata: a\n\ndata: b\n\n", [Event("a", "partial"), Event("b")]),
        (
            b"id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
            [Event("a", id="1"), Event("b", id="1"), Event("c")],
        ),
        (b"id: a\0b\ndata: a\n\n", [Event("a")]),
        (b"retry: 1500\ndata: a\n\nretry: x\ndata: b\n\n", [Event("a", retry=1.5), Event("b")]),
        (b"event: a\n\ndata: b\n\n", [Event("b")]),
        (b"data: a\n", []),
        (b"data: a", []),
        (b"", []),
        (b"\xef\xbb\xbfdata: a\n\n", [Event("a")]),
        (b"unknown: x\nnonsense\ndata: a\n\n", [Event("a")]),
        ("data: é😀\n\n".encode(), [Event("é😀")]),
        (b"data: \xff\n\n", [Event("\ufffd")]),
        ("data: a\u2028b\x0bc\x85\n\n".encode(), [Event("a\u2028b\x0bc\x85")]),
    ],
)
def test_events_at_every_boundary(stream: bytes, expected: list[Event]) -> None:
    """Events are the same however the bytes were cut on their way."""
    assert list(events([stream])) == expected
    assert list(events(stream[i : i + 1] for i in range(len(stream)))) == expected
    for cut in range(len(stream)):
        assert list(events([stream[:cut], b"", stream[cut:]])) == expected


@given(
    st.lists(st.sampled_from([b"data", b":", b" ", b"\r", b"\n", b"a", b"id", b"\xc3", b"\xa9"]))
)
def test_cuts_do_not_matter(pieces: list[bytes]) -> None:
    """Whatever the stream, its pieces say what the whole says."""
    assert list(events(pieces)) == list(events([b"".join(pieces)]))


def test_an_event_is_given_as_soon_as_it_is_complete() -> None:
    """Nobody waits for the next event to see this one."""
    parser = EventParser()
    assert list(parser.feed(b"data: a\r\n\r")) == [Event("a")]
    assert list(parser.feed(b"\ndata: b\n")) == []
    assert list(parser.feed(b"\n")) == [Event("b")]
