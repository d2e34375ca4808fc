"""What is left when a run ends in the middle: by a signal, by a kill, by a second run."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading

import pytest
from tests.runtime.run.conftest import (
    KEY,
    Answer,
    Asked,
    Project,
    Server,
    environment,
    images,
    kill,
    many,
    png,
    prompt_of,
    recipe,
    wait_until,
)
from tests.runtime.run.killers import KILLER


def test_kill_in_flight_asks_again_with_the_same_key(project: Project, server: Server) -> None:
    """After `kill -9` only what was in flight is asked again, with the same Idempotency-Key."""
    gate = threading.Event()

    def answer(asked: Asked) -> Answer:
        if len(server.posts) > 3:
            gate.wait(20)
        return images(png(prompt_of(asked)))

    server.answer = answer
    project.write(many(8))
    process = project.start("run", "otters.yaml", "--json", "--concurrency", "2")
    wait_until(lambda: len(server.posts) == 5 and len(project_pictures(project)) == 3)
    kill(process)
    gate.set()
    before = list(server.posts)
    done = project.run()
    assert (done.status, len(project.pictures())) == (0, 8)
    assert len(server.posts) == 10
    in_flight = {asked.key for asked in before[3:]}
    again = [asked for asked in server.posts[5:] if asked.key in in_flight]
    assert {prompt_of(a) for a in again} == {prompt_of(a) for a in before[3:]}
    assert done.summary["unknown"] == 2
    assert project.run().summary["kept"] == 8


def project_pictures(project: Project) -> dict[str, bytes]:
    """Give the files so far, if there are any."""
    return project.pictures() if (project.root / "images").exists() else {}


# Where a run is stopped by `kill -9`: the function, and whether it dies before or after it.
MOMENTS = {
    "before-paid": ("pictura.run.exchange._paid", "before", 1),
    "not-yet-paid": ("pictura.run.exchange._paid", "after", 1),
    "after-paid": ("pictura.run.exchange.exchange", "after", 0),
    "before-decode": ("pictura.run.opening._decode", "before", 0),
    "before-cut": ("pictura.run.opening.carried", "before", 0),
    "after-cut": ("pictura.run.job.take", "after", 0),
    "before-save": ("pictura.run.job.save", "before", 0),
    "before-rename": ("pictura.run.saving._Saving._prepare", "before", 0),
    "after-rename": ("pictura.run.saving._Saving.save", "after", 0),
    "before-lock": ("pictura.run.session.save_lock", "before", 0),
}


@pytest.mark.parametrize("form", ["b64_json", "url"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_kill_at_a_moment(project: Project, server: Server, moment: str, form: str) -> None:
    """Killed after the answer is durable, a run costs nothing more; before, the key is the same."""
    where, when, asked_again = MOMENTS[moment]
    server.files["/a.png"] = Answer(png("an otter, calm"))
    if form == "url":
        body = json.dumps({"created": 1, "data": [{"url": f"{server.url}/a.png"}]}).encode()
        server.answer = lambda _: Answer(body)
    project.write(recipe("calm").replace("b64_json", form))
    process = subprocess.run(
        [sys.executable, "-c", KILLER, where, when, "run", "otters.yaml"],
        cwd=project.root,
        env=environment(server.url, KEY),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert process.returncode == -signal.SIGKILL, process.stderr
    assert len(server.posts) == 1
    action = project.plan().job("otter[mood=calm]")["action"]
    assert action == ("make" if asked_again else "keep" if moment == "before-lock" else "restore")
    done = project.run()
    assert done.status == 0, done.out
    assert len(server.posts) == 1 + asked_again
    assert len({asked.key for asked in server.posts}) == 1
    assert done.summary["unknown"] == asked_again
    assert project.pictures() == {"calm.png": png("an otter, calm")}
    assert project.run().summary["kept"] == 1
    assert list((project.root / ".pictura/partial").iterdir()) == []


def test_forced_run_that_was_killed_is_not_paid_a_third_time(
    project: Project, server: Server
) -> None:
    """A picture that a killed `--force` paid for is what the next run saves, forced or not."""
    project.write(recipe("calm"))
    project.run()
    server.answer = lambda _: images(png("another draw"))
    words = ["pictura.run.job.save", "before", "run", "otters.yaml", "--force"]
    subprocess.run(
        [sys.executable, "-c", KILLER, *words],
        cwd=project.root,
        env=environment(server.url, KEY),
        check=False,
        timeout=60,
    )
    assert len(server.posts) == 2
    done = project.run("--force")
    assert (done.summary["restored"], len(server.posts)) == (1, 2)
    assert project.pictures() == {"calm.png": png("another draw")}


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_one_interrupt_lets_arrive_what_is_in_flight(
    project: Project, server: Server, name: str
) -> None:
    """Ctrl-C sends nothing further, saves what arrives, writes the lock, and ends with 130."""
    gate = threading.Event()

    def answer(asked: Asked) -> Answer:
        gate.wait(20)
        return images(png(prompt_of(asked)))

    server.answer = answer
    project.write(many(10))
    process = project.start("run", "otters.yaml", "--json", "--concurrency", "2")
    wait_until(lambda: len(server.posts) == 2)
    process.send_signal(getattr(signal, name))
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.5)
    gate.set()
    out, _ = process.communicate(timeout=30)
    summary = json.loads(out.splitlines()[-1])
    assert process.returncode == 130
    assert (summary["made"], summary["skipped"], summary["interrupted"]) == (2, 8, True)
    assert (len(server.posts), len(project.pictures()), len(project.lock()["jobs"])) == (2, 2, 2)
    done = project.run()
    assert (done.summary["made"], done.summary["kept"], done.summary["unknown"]) == (8, 2, 0)


def test_second_interrupt_ends_at_once(project: Project, server: Server) -> None:
    """A second Ctrl-C gives up what is in flight; the next run asks it with the same key."""
    gate = threading.Event()

    def answer(asked: Asked) -> Answer:
        if "m0" not in prompt_of(asked):
            gate.wait(20)
        return images(png(prompt_of(asked)))

    server.answer = answer
    project.write(many(4))
    process = project.start("run", "otters.yaml", "--json", "--concurrency", "1")
    wait_until(lambda: len(server.posts) == 2)
    process.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert json.loads(out.splitlines()[-1])["event"] == "summary"
    assert list(project.lock()["jobs"]) == ["otter[mood=m0]"]
    gate.set()
    done = project.run()
    assert (done.summary["made"], done.summary["kept"], done.summary["unknown"]) == (3, 1, 1)
    assert server.posts[1].key in {asked.key for asked in server.posts[2:]}


def test_second_run_waits_for_the_first(project: Project, server: Server) -> None:
    """Two runs at once pay once: the second says who is at work, waits, and keeps everything."""
    gate = threading.Event()

    def answer(asked: Asked) -> Answer:
        gate.wait(20)
        return images(png(prompt_of(asked)))

    server.answer = answer
    project.write(recipe("calm", "stormy"))
    first = project.start("run", "otters.yaml", "--json")
    wait_until(lambda: len(server.posts) == 2)
    second = project.start("run", "otters.yaml")
    assert second.stdout is not None
    assert f"process {first.pid}" in second.stdout.readline()
    gate.set()
    assert first.wait(20) == 0
    out, _ = second.communicate(timeout=20)
    assert (second.returncode, len(server.posts)) == (0, 2)
    assert "2 kept" in out
    first.communicate()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "the lock cannot be used"),
        ("<<<<<<< ours\n{}\n>>>>>>> theirs\n", "merge"),
        ('{"version": 99}', "newer"),
        ('{"version": 1, "recipe": "otters", "jobs": {"a": {"digest": 1}}}', "cannot be used"),
        ("[]", "no object"),
    ],
    ids=["broken", "merge", "newer", "wrong job", "no object"],
)
def test_broken_lock_is_a_finding(
    project: Project, server: Server, content: str, words: str
) -> None:
    """A lock that cannot be understood stops plan and run with a place and what to do."""
    project.write(recipe("calm"))
    (project.root / "otters.lock.json").write_text(content)
    for command in ("plan", "run"):
        done = project.pictura(command, "otters.yaml")
        assert done.status == 1
        assert "otters.lock.json:1" in done.err
        assert words in done.err
    assert server.posts == []
    assert (project.root / "otters.lock.json").read_text() == content


def test_broken_ledger_is_told(project: Project, server: Server) -> None:
    """A ledger that cannot be read, or is newer, is never a silent start from zero."""
    project.write(recipe("calm"))
    project.run()
    ledger = project.root / ".pictura/ledger.sqlite"
    with sqlite3.connect(ledger) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    for command in ("plan", "run"):
        done = project.pictura(command, "otters.yaml")
        assert (done.status, "newer" in done.err) == (1, True), done.err
    for path in (project.root / ".pictura").glob("ledger.sqlite-*"):
        path.unlink()
    ledger.write_bytes(b"this is no database, but it is long enough to be one" * 100)
    for command in ("plan", "run"):
        done = project.pictura(command, "otters.yaml")
        assert (done.status, "backup" in done.err) == (1, True), done.err
    assert len(server.posts) == 1


def test_full_disk_stops_the_run(project: Project, server: Server) -> None:
    """A disk without room for an answer stops the run with a sentence; the key is kept."""
    project.write(many(6))
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "from pictura.cli import main\n"
        "sys.exit(main(['run', 'otters.yaml', '--concurrency', '1']))\n"
    )
    server.answer = lambda _: Answer(images(os.urandom(300_000)).body)
    process = subprocess.run(
        [sys.executable, "-c", script],
        cwd=project.root,
        env=environment(server.url, KEY),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert process.returncode == 1, process.stderr
    assert "Traceback" not in process.stderr
    assert len(server.posts) == 1
    server.answer = lambda asked: images(png(prompt_of(asked)))
    assert project.run().summary["made"] == 6
    assert server.posts[0].key in {asked.key for asked in server.posts[1:]}
