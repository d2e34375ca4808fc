"""What is written down, and read again: lock, ledger, blobs, whole files."""

import errno
import os
import random
import sqlite3
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pictura.pictures import Picture
from pictura.state.blobs import Blobs, TooLarge
from pictura.state.durable import write_whole
from pictura.state.ledger import open_ledger, read_ledger
from pictura.state.lock import (
    Derived,
    Entry,
    Image,
    Lock,
    load_lock,
    parse_lock,
    render_lock,
    save_lock,
)
from pictura.state.records import (
    Arrived,
    Cut,
    Doubtful,
    Failed,
    Intent,
    Paid,
    Pruned,
    RunEnded,
    RunStarted,
    Saved,
    Seen,
)
from pictura.state.sqlite import VERSION, SqliteDatabase
from pictura_core.diagnostics import Rejected
from pictura_core.source import Source

HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
NUMBERS = st.integers(0, 2**40)
LOOKS = st.from_regex("[0-9a-f]{1,64}(-blank)?|unreadable|", fullmatch=True)
PICTURES = st.builds(
    Picture, HASHES, WORDS, NUMBERS, NUMBERS, NUMBERS, WORDS | st.just(""), look=LOOKS
)
ENTRIES = st.builds(
    Entry,
    HASHES,
    WORDS,
    st.lists(st.builds(Image, WORDS, PICTURES, st.integers(0, 9)), max_size=3).map(tuple),
    st.none() | st.floats(0, 100),
    WORDS | st.just(""),
    st.booleans(),
    prompt=WORDS | st.just(""),
    made=WORDS | st.just(""),
    derived=st.lists(
        st.builds(Derived, WORDS, WORDS, HASHES, HASHES | st.just("")), max_size=3
    ).map(tuple),
)
LOCKS = st.builds(Lock, WORDS, st.dictionaries(WORDS, ENTRIES, max_size=4))

INTENT = Intent("key", "d" * 64, "createImage", "otters.yaml", "otter", False, 0.04, 100.0)
PICTURE = Picture("a" * 64, "png", 8, 8, 100)


@given(LOCKS)
def test_lock_comes_back_as_it_was(lock: Lock) -> None:
    """What is written into a lock is read from it, and written again with the same bytes."""
    text = render_lock(lock)
    again = parse_lock(Source("x.lock.json", text))
    assert again == Lock(lock.recipe, dict(sorted(lock.jobs.items())))
    assert render_lock(again) == text


@given(LOCKS, st.randoms(use_true_random=False))
def test_damaged_lock_never_brings_a_traceback(lock: Lock, chance: random.Random) -> None:
    """A lock with a hole, a wrong letter or a lost end is read, or rejected with a finding."""
    text = list(render_lock(lock))
    at = chance.randrange(len(text))
    match chance.randrange(3):
        case 0:
            del text[at:]
        case 1:
            text[at] = chance.choice('{}[]",:x0')
        case _:
            del text[at]
    with suppress(Rejected):
        parse_lock(Source("x.lock.json", "".join(text)))


def test_changed_job_changes_its_own_lines(tmp_path: Path) -> None:
    """A new job adds lines to a lock and changes no other; an unchanged lock is not written."""
    entry = Entry("d" * 64, "createImage", (Image("a.png", PICTURE, 0),), 0.04)
    one = Lock("otters", {"b": entry, "d": entry})
    two = Lock("otters", {"d": entry, "c": entry, "b": entry})
    before, after = render_lock(one).splitlines(), render_lock(two).splitlines()
    assert set(before) <= set(after)
    assert (
        len(after) - len(before) == len(render_lock(Lock("otters", {"c": entry})).splitlines()) - 6
    )
    path = str(tmp_path / "x.lock.json")
    assert save_lock(one, path)
    assert not save_lock(one, path)
    assert load_lock(path, "otters") == one
    assert not save_lock(Lock("none", {}), str(tmp_path / "y.lock.json"))


def test_ledger_remembers_a_request_from_intent_to_saved(tmp_path: Path, each_ledger: str) -> None:
    """Each record moves a request on, and what is asked of the ledger follows."""
    assert read_ledger(str(tmp_path)) is None
    ledger = open_ledger(str(tmp_path))
    reader = read_ledger(str(tmp_path))
    assert reader is not None
    digest = INTENT.digest
    ledger.write([RunStarted(1.0, ("otters.yaml",), emulated=False), INTENT])
    open_ = reader.unsettled(digest, emulated=False)
    assert (open_ is not None and open_.key, open_ and open_.tries) == ("key", 1)
    ledger.write([Doubtful("key", "dropped", 101.0), replace(INTENT, at=102.0)])
    open_ = reader.unsettled(digest, emulated=False)
    assert open_ is not None
    assert open_.tries == 2
    ledger.write([Paid("key", 200, (("date", "today"),), Arrived("b" * 64, b"", ()), 103.0)])
    assert reader.unsettled(digest, emulated=False) is None
    answered = reader.answered(digest, emulated=False)
    assert answered is not None
    assert (answered.saved, answered.pictures) == (False, ())
    assert reader.arrived("key").answer == "b" * 64
    ledger.write([Cut("key", ((0, PICTURE),), None, 104.0), Saved("key", 105.0)])
    answered = reader.answered(digest, emulated=False)
    assert answered is not None
    assert (answered.saved, answered.pictures) == (True, ((0, PICTURE),))
    assert reader.knows_picture(PICTURE.sha256)
    assert reader.redundant_answers() == ("b" * 64,)
    ledger.write([Pruned("b" * 64), Seen("a.png", 100, 7, PICTURE.sha256)])
    assert reader.redundant_answers() == ()
    assert reader.file("a.png") == (100, 7, PICTURE.sha256)
    assert reader.files_with(PICTURE.sha256) == ("a.png",)
    ledger.write([RunEnded(1.0, 2.0, "done", 1, 0, 0, 0, 0, 1, 0.04)])
    reader.close()
    ledger.close()


def test_failed_request_is_neither_open_nor_answered(tmp_path: Path, each_ledger: str) -> None:
    """After a failure the next run asks anew."""
    ledger = open_ledger(str(tmp_path))
    ledger.write([INTENT, Failed("key", 400, "final", "policy", "no", 101.0)])
    assert ledger.unsettled(INTENT.digest, emulated=False) is None
    assert ledger.answered(INTENT.digest, emulated=False) is None
    ledger.close()


def test_emulated_answers_are_apart(tmp_path: Path, each_ledger: str) -> None:
    """What the emulator answered counts only where it is asked for; what is real comes first."""
    ledger = open_ledger(str(tmp_path))
    drawn = replace(INTENT, key="drawn", emulated=True, at=200.0)
    ledger.write([drawn, Paid("drawn", 200, (), Arrived("c" * 64, b"", ()), 201.0)])
    assert ledger.answered(INTENT.digest, emulated=False) is None
    found = ledger.answered(INTENT.digest, emulated=True)
    assert found is not None
    assert found.emulated
    ledger.write([INTENT, Paid("key", 200, (), Arrived("b" * 64, b"", ()), 103.0)])
    found = ledger.answered(INTENT.digest, emulated=True)
    assert found is not None
    assert found.key == "key"
    ledger.close()


def test_records_of_one_write_are_all_there_or_none(tmp_path: Path, each_ledger: str) -> None:
    """A write that fails half way leaves nothing behind."""
    ledger = open_ledger(str(tmp_path))
    wrong = Cut("key", ((0, PICTURE._replace(sha256=cast("str", None))),), None, 1.0)
    with pytest.raises((sqlite3.Error, Rejected)):
        ledger.write([INTENT, wrong])
    assert ledger.unsettled(INTENT.digest, emulated=False) is None
    ledger.close()


def test_other_database_is_not_taken_for_a_ledger(tmp_path: Path) -> None:
    """A database of somebody else is not migrated."""
    path = tmp_path / "ledger.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE mine (a)")
    connection.commit()
    connection.close()
    for opening in (open_ledger, read_ledger):
        with pytest.raises(Rejected, match="no ledger of Pictura"):
            opening(str(tmp_path))


def test_ledger_has_its_version_and_syncs(tmp_path: Path) -> None:
    """A new ledger has the newest version, keeps a write-ahead log, and syncs each commit."""
    ledger = open_ledger(str(tmp_path))
    assert isinstance(ledger._database, SqliteDatabase)
    connection = ledger._database._connection
    found = [
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("user_version", "journal_mode", "synchronous")
    ]
    assert found == [VERSION, "wal", 2]
    ledger.close()


def test_blob_is_whole_or_not_at_all(tmp_path: Path) -> None:
    """A blob is found under its hash once it is kept, and leaves nothing if it is dropped."""
    blobs = Blobs(str(tmp_path))
    digest = blobs.put(b"abc")
    assert (blobs.has(digest), blobs.read(digest)) == (True, b"abc")
    arriving = blobs.receive(10)
    arriving.write(b"12345")
    assert arriving.peek() == b"12345"
    with pytest.raises(TooLarge):
        arriving.write(b"678901")
    arriving.discard()
    assert os.listdir(blobs.partial) == []
    arriving = blobs.receive(10)
    blobs.sweep()
    assert os.listdir(blobs.partial) == []
    arriving.discard()
    with open(blobs.path(digest), "wb") as file:
        file.write(b"abd")
    assert blobs.read(digest) is None


def test_whole_file_over_file_systems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a rename cannot cross file systems, the file is finished beside its place."""
    real = os.replace

    def strict(old: str, new: str) -> None:
        if os.path.dirname(old) != os.path.dirname(new):
            raise OSError(errno.EXDEV, "other file system")
        real(old, new)

    monkeypatch.setattr(os, "replace", strict)
    write_whole(str(tmp_path / "a/b/c.png"), b"abc", str(tmp_path / "partial"))
    assert (tmp_path / "a/b/c.png").read_bytes() == b"abc"
    assert list((tmp_path / "partial").iterdir()) == []
    assert len(list((tmp_path / "a/b").iterdir())) == 1


def test_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a file cannot be written whole, the old one is as it was and nothing lies about."""
    path = tmp_path / "a.png"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    for partial in (None, str(tmp_path)):
        with pytest.raises(OSError, match="no space"):
            write_whole(str(path), b"new", partial)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.png"]


@pytest.mark.parametrize("cost", ["NaN", "Infinity", "9" * 5000, "[" * 100_000], ids=len)
def test_numbers_that_no_lock_has(cost: str) -> None:
    """A number that is none, or has thousands of digits, is a finding."""
    text = render_lock(Lock("r", {"a": Entry("d" * 64, "o", (), 0.25)})).replace("0.25", cost)
    with pytest.raises(Rejected):
        parse_lock(Source("x.lock.json", text))
