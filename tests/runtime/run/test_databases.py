"""The ledger's two databases: what both promise, and what is a server's own trouble."""

import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from tests.runtime.run.clusters import PASSWORD, Cluster
from tests.runtime.run.conftest import Project, many, png

from pictura.pictures import Picture
from pictura.state.batch_records import BatchClosed, BatchMade, BatchOpened
from pictura.state.batches import (
    HandedIn,
    OpenBatch,
    handed_in,
    open_batches,
    requests_of,
    standing,
)
from pictura.state.ledger import Ledger, Open, open_ledger, read_ledger
from pictura.state.records import (
    Arrived,
    Cut,
    Intent,
    Paid,
    Record,
    RunEnded,
    RunStarted,
    Saved,
    Seen,
)
from pictura.state.schema import POSTGRES, SQLITE
from pictura.usage import UsageError
from pictura_core.diagnostics import Rejected

DIGEST = "d" * 64
INTENT = Intent("key", DIGEST, "createImage", "otters.yaml", "otter", False, 0.04, 100.0)
PICTURE = Picture("a" * 64, "png", 8, 8, 100)


def test_a_claim_is_had_by_one(tmp_path: Path, each_ledger: str) -> None:
    """Who claims first has a request; the other gets the rest, and this one when it is let go."""
    with closing(open_ledger(str(tmp_path))) as one, closing(open_ledger(str(tmp_path))) as two:
        assert one.claim(["a", "b"], "one", 60.0) == {"a", "b"}
        assert two.claim(["c", "b", "b"], "two", 60.0) == {"c"}
        assert one.claim(["a", "b"], "one", 60.0) == {"a", "b"}, "it has them already"
        one.release("one", ["b"])
        assert two.claim(["a", "b"], "two", 60.0) == {"b"}
        one.release("two", ["b"])  # it is for who has it to let go, whoever writes it
        one.release("one")
        assert two.claim(["a", "b"], "two", 60.0) == {"a", "b"}


def test_a_claim_runs_out_unless_it_is_renewed(tmp_path: Path, each_ledger: str) -> None:
    """What nobody renews is somebody else's after its time; what is renewed is not."""
    with closing(open_ledger(str(tmp_path))) as ledger:
        assert ledger.claim(["kept"], "one", 0.2) == {"kept"}
        assert ledger.claim(["left"], "dead", 0.2) == {"left"}
        ledger.renew("one", 60.0)
        time.sleep(0.4)
        assert ledger.claim(["kept", "left"], "two", 60.0) == {"left"}
        ledger.renew("dead", 60.0)
        assert ledger.claim(["left"], "two", 60.0) == {"left"}, "the dead renew nothing"


def test_many_claim_at_once(tmp_path: Path, each_ledger: str) -> None:
    """However many claim the same hundreds of requests at once, each is had by one of them."""
    digests = [f"{i:064x}" for i in range(450)]
    got: dict[str, frozenset[str]] = {}

    def claim(name: str) -> None:
        with closing(open_ledger(str(tmp_path))) as ledger:
            got[name] = ledger.claim(digests if int(name) % 2 else digests[::-1], name, 60.0)

    open_ledger(str(tmp_path)).close()
    threads = [threading.Thread(target=claim, args=(str(i),)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(digest for some in got.values() for digest in some) == digests


def test_what_is_written_twice_says_the_same_as_once(tmp_path: Path, each_ledger: str) -> None:
    """When the answer to a commit is lost, it is done again: nothing is there twice."""
    records: list[Record] = [
        RunStarted(1.0, ("otters.yaml",), emulated=False),
        INTENT,
        Paid("key", 200, (), Arrived("", b"\0rest", ()), 101.0),
        Cut("key", ((0, PICTURE), (1, PICTURE)), None, 102.0),
        Saved("key", 103.0),
        Seen("a.png", 100, 7, PICTURE.sha256),
        RunEnded(1.0, 2.0, "done", 1, 0, 0, 0, 0, 1, 0.04),
    ]
    with closing(open_ledger(str(tmp_path))) as ledger:
        ledger.write(records)
        once = _everything(ledger)
        ledger.write(records)
        assert _everything(ledger) == once
        assert once[0] == [("done", 1)]


def test_texts_that_a_database_cannot_hold(tmp_path: Path, each_ledger: str) -> None:
    """A NUL, or half a surrogate pair, becomes the words for it; all else comes back as it was."""
    job = "otter[mood=\0wild\ud83d,name=Ötti 🦦]"
    with closing(open_ledger(str(tmp_path))) as ledger:
        ledger.write([INTENT.__class__("key", DIGEST, "o", "r", job, True, None, 1.0)])
        rows = ledger.select("SELECT job, emulated FROM requests")
    assert rows == [("otter[mood=\\x00wild\\ud83d,name=Ötti 🦦]", 1)]


PLACED = 5
"""The version from which on a file is remembered for a folder."""


def test_a_broken_file_of_before_is_brought_up_to_date(tmp_path: Path) -> None:
    """A ledger of any earlier version is migrated, and knows its files afterwards."""
    for version in range(1, len(SQLITE)):
        folder = tmp_path / str(version)
        folder.mkdir()
        with closing(sqlite3.connect(folder / "ledger.sqlite")) as connection:
            for step in SQLITE[:version]:
                for statement in step:
                    connection.execute(statement)
            connection.execute(
                "INSERT INTO files (path, size, modified, sha256) VALUES ('a.png', 100, 7, ?)"
                if version < PLACED
                else "INSERT INTO files VALUES ('', 'a.png', 100, 7, ?)",
                (PICTURE.sha256,),
            )
            connection.execute(f"PRAGMA application_id = {0x50494354}")
            connection.execute(f"PRAGMA user_version = {version}")
            connection.commit()
        ledger = read_ledger(str(folder))
        assert ledger is not None
        assert ledger.file("a.png") == (100, 7, PICTURE.sha256)
        assert ledger.files_with(PICTURE.sha256) == ("a.png",)
        ledger.close()


def test_what_lies_in_an_open_batch_is_known(tmp_path: Path, each_ledger: str) -> None:
    """It is found by its digest and asked by nobody, until its batch is closed."""
    handed = replace(INTENT, batch="pictura-1")
    with closing(open_ledger(str(tmp_path))) as ledger:
        ledger.write([BatchOpened("pictura-1", "createImage", "https://a", False, 1.0), handed])
        assert open_batches(ledger, emulated=True) == ()
        assert open_batches(ledger, emulated=False) == (
            OpenBatch("pictura-1", "createImage", "https://a", ""),
        )
        assert ledger.unsettled(DIGEST, emulated=False) == Open("key", 1, "pictura-1")
        ledger.write([BatchMade("pictura-1", "batch_7")])
        lies = {DIGEST: HandedIn("key", "pictura-1", "batch_7")}
        assert handed_in(ledger, emulated=False) == lies
        assert handed_in(ledger, emulated=False, digest=DIGEST) == lies
        assert handed_in(ledger, emulated=False, digest="another") == {}
        assert requests_of(ledger, "pictura-1") == {"key": "intent"}


@pytest.mark.parametrize("is_doubtful", [True, False])
def test_a_closed_batch_settles_what_has_no_answer(
    tmp_path: Path, each_ledger: str, *, is_doubtful: bool
) -> None:
    """What was answered stays so; of the rest nobody knows, or it has failed and is asked anew."""
    paid = replace(INTENT, key="paid", digest="other", batch="pictura-1")
    left = replace(INTENT, batch="pictura-1")
    opened = BatchOpened("pictura-1", "createImage", "https://a", False, 1.0)
    closed = BatchClosed("pictura-1", "expired", "time is up", is_doubtful, 9.0)
    with closing(open_ledger(str(tmp_path))) as ledger:
        ledger.write([opened, paid, left, Paid("paid", 200, (), Arrived("", b"{}", ()), 1.0)])
        ledger.write([closed])
        assert open_batches(ledger, emulated=False) == ()
        found = standing(ledger, "key")
        assert found is not None
        assert requests_of(ledger, "pictura-1")["paid"] == "paid"
        if is_doubtful:
            assert (found.state, found.reason) == ("unknown", "time is up")
            assert ledger.unsettled(DIGEST, emulated=False) == Open("key", 1)
        else:
            expected = ("failed", "retry", "expired", "time is up")
            assert (found.state, found.severity, found.code, found.reason) == expected
            assert ledger.unsettled(DIGEST, emulated=False) is None


def test_projects_in_one_database_do_not_mix(
    tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two names are two ledgers; two folders of one name share requests, and no files."""
    folders = [str(tmp_path / name) for name in ("a", "b", "c")]
    names = ["mix-1", "mix-1", "mix_2"]
    ledgers: list[Ledger] = []
    for folder, name in zip(folders, names, strict=True):
        monkeypatch.setenv("PICTURA_LEDGER", cluster.address(name))
        ledgers.append(open_ledger(folder))
    one, two, other = ledgers
    one.write([INTENT, Paid("key", 200, (), Arrived("", b"{}", ()), 1.0), Seen("a.png", 1, 2, "s")])
    assert two.answered(DIGEST, emulated=False) is not None
    assert other.answered(DIGEST, emulated=False) is None
    assert one.file("a.png") == (1, 2, "s")
    assert two.file("a.png") is None
    assert two.files_with("s") == ()
    assert (one.files(), two.files()) == ({"a.png": (1, 2, "s")}, {})
    for ledger in ledgers:
        ledger.close()


def test_nothing_is_made_by_looking(tmp_path: Path, shared_ledger: str) -> None:
    """Whoever only reads makes no ledger on a server, and no folder here."""
    assert read_ledger(str(tmp_path / "none")) is None
    assert not (tmp_path / "none").exists()


def test_many_open_a_new_ledger_at_once(tmp_path: Path, each_ledger: str) -> None:
    """Whoever comes first makes the tables; the others wait for it."""
    script = "import sys; from pictura.state.ledger import open_ledger; open_ledger(sys.argv[1])"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path)], stderr=subprocess.PIPE, text=True
        )
        for _ in range(6)
    ]
    assert [(one.communicate()[1], one.returncode) for one in started] == [("", 0)] * 6


def test_a_newer_ledger_is_refused(tmp_path: Path, shared_ledger: str) -> None:
    """What a newer Pictura wrote is neither read nor migrated."""
    with closing(open_ledger(str(tmp_path))) as ledger:
        ledger._database.write(lambda one: one.execute("UPDATE ledger SET version = 99"))
    for opening in (open_ledger, read_ledger):
        with pytest.raises(Rejected, match=f"version 99, this Pictura knows {len(POSTGRES)}"):
            opening(str(tmp_path))


def test_a_server_that_comes_back_is_waited_for(
    tmp_path: Path, own_cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that restarts is no reason to give up: what was asked of it is asked again."""
    monkeypatch.setenv("PICTURA_LEDGER", own_cluster.address("otters"))
    with closing(open_ledger(str(tmp_path))) as ledger:
        ledger.write([INTENT])
        own_cluster.stop()
        back = threading.Timer(1.0, own_cluster.start)
        back.start()
        ledger.write([Paid("key", 200, (), Arrived("", b"{}", ()), 1.0)])
        assert ledger.answered(DIGEST, emulated=False) is not None
        back.join()


def test_a_server_that_stays_away_is_told(
    tmp_path: Path, own_cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After its patience a run says what is wrong and what to do, and shows no password."""
    monkeypatch.setenv("PICTURA_LEDGER", own_cluster.address("otters"))
    monkeypatch.setenv("PICTURA_LEDGER_PATIENCE", "0.2")
    with closing(open_ledger(str(tmp_path))) as ledger:
        own_cluster.stop()
        with pytest.raises(Rejected) as told:
            ledger.answered(DIGEST, emulated=False)
        with pytest.raises(Rejected):
            ledger.write([INTENT])
    found = told.value.diagnostics[0]
    assert found.code == "ledger-unreachable"
    assert "otter" not in found.message.replace("PICTURA", "")
    assert PASSWORD not in repr(found)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("mysql://ann:s3cret@db/x?project=o", "is to begin with postgresql://"),
        ("ledger.sqlite", "is to begin with postgresql://"),
        ("postgresql://ann:s3cret@db/x", "is to name the project"),
        ("postgresql://ann:s3cret@db/x?project=Sea Otters", "is to name the project"),
        ("postgresql://ann:s3cret@db/x?project=a&project=b", "is to name the project"),
        ("postgresql://ann:s3cret@db:port/x?project=o", "cannot be understood"),
        ("postgresql://ann:s3/cret@db/x?project=o", "cannot be understood"),
        ("postgresql://ann:s3cret@[db/x?project=o", "cannot be understood"),
        ("postgresql://ann:s3cret@db/x?project=o&colour=s3cret", "cannot be understood"),
    ],
)
def test_wrong_addresses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, sentence: str
) -> None:
    """An address that leads nowhere is said to, and no part of it is shown."""
    monkeypatch.setenv("PICTURA_LEDGER", address)
    for opening in (open_ledger, read_ledger):
        with pytest.raises(UsageError, match=sentence) as told:
            opening(str(tmp_path))
        assert "s3cret" not in str(told.value)


_OPENING = (
    ("run", "otters.yaml"),
    ("plan", "otters.yaml"),
    ("history",),
    ("clean", "otters.yaml"),
    ("gallery", "otters.yaml"),
    ("show", "m0.png"),
)


def test_a_wrong_password_is_a_finding(project: Project, cluster: Cluster) -> None:
    """Every command that opens the ledger says so, with a code, and without the password."""
    project.write(many(1))
    (project.root / "m0.png").write_bytes(png("any"))
    variables = {"PICTURA_LEDGER": cluster.address("otters", "s3cret-and-wrong")}
    for words in _OPENING:
        done = project.pictura(*words, **variables)
        assert done.status == 1
        assert "ledger-unreachable: the ledger's database does not answer" in done.err
        assert "s3cret" not in done.out + done.err
    assert project.server.posts == []


def test_without_psycopg(project: Project, tmp_path: Path) -> None:
    """Who has no psycopg is told what to install."""
    project.write(many(1))
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "psycopg.py").write_text("raise ImportError")
    variables = {
        "PICTURA_LEDGER": "postgresql://db/x?project=otters",
        "PYTHONPATH": str(tmp_path / "empty"),
    }
    done = project.pictura("run", "otters.yaml", **variables)
    assert done.status == 2
    assert "pip install 'pictura[postgres]'" in done.err


def test_a_run_over_a_server(project: Project, shared_ledger: str) -> None:
    """A run, a plan and the history work as they do with a file, which is not made."""
    project.write(many(3))
    assert project.run().summary["made"] == 3
    assert project.run().summary["kept"] == 3
    assert project.plan().summary["keep"] == 3
    assert "3 made" in project.pictura("history").out
    (project.root / "otters.lock.json").unlink()
    (project.root / "images" / "m1.png").unlink()
    assert project.run().summary["restored"] == 1
    assert len(project.server.posts) == 3
    assert not (project.root / ".pictura" / "ledger.sqlite").exists()
    assert PASSWORD not in (project.root / "otters.lock.json").read_text()


def _everything(ledger: Ledger) -> list[list[tuple[object, ...]]]:
    queries = (
        "SELECT outcome, made FROM runs",
        "SELECT key, state, rest, changed FROM requests",
        "SELECT request, position, sha256 FROM pictures ORDER BY position",
        "SELECT path, size, modified FROM files",
    )
    return [ledger.select(query) for query in queries]


def test_the_environment_of_tests_names_no_ledger() -> None:
    """Tests of files would not notice if they spoke to a server."""
    assert "PICTURA_LEDGER" not in os.environ
