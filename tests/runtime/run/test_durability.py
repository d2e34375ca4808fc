"""What is durable in which order, and what a run does when clocks, disks and renames fail it."""

import errno
import itertools
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from tests.runtime.run.conftest import (
    KEY,
    Answer,
    Asked,
    Project,
    Server,
    images,
    png,
    prompt_of,
    recipe,
)

from pictura.events import Summary
from pictura.packages import load_api
from pictura.project import Project as Root
from pictura.recipes.expand import load_batches
from pictura.run.session import Options, Work, run_project
from pictura.state.ledger import Ledger
from pictura.state.records import Record


def run(project: Project, server: Server) -> Summary:
    """Run the recipe in this process."""
    batches, _ = load_batches([str(project.root / "otters.yaml")])
    work = Work(Root(str(project.root)), tuple(batches), load_api(), server.url, KEY)
    return run_project(work, Options(), lambda _: None)


@pytest.mark.parametrize("form", ["b64_json", "small b64_json", "url"])
def test_power_may_fail_between_any_two_steps(
    project: Project, server: Server, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """Intent, request, bytes, name, ledger, file, lock: each is synced before the next."""
    events: list[str] = []
    turn = threading.Lock()
    fsync, replace, write = os.fsync, os.replace, Ledger.write

    def note(event: str) -> None:
        with turn:
            events.append(event.replace(f"{project.root}/", ""))

    def noted_fsync(handle: int) -> None:
        note(f"sync {os.readlink(f'/proc/self/fd/{handle}')}")
        fsync(handle)

    def noted_replace(source: str, target: str) -> None:
        replace(source, target)
        note(f"name {source} {target}")

    def noted_write(self: Ledger, records: Iterable[Record]) -> None:
        kept = list(records)
        write(self, kept)
        for one in kept:
            note(f"ledger {type(one).__name__}")

    def answer(asked: Asked) -> Answer:
        note("request")
        if form == "url":
            server.files["/a.png"] = Answer(png("calm"), headers={"Content-Type": "image/png"})
            url = f"{server.url}/a.png"
            return Answer(b'{"created": 1, "data": [{"url": "%s"}]}' % url.encode())
        side = 8 if form.startswith("small") else 4000
        return images(png(prompt_of(asked), side, side))

    server.answer = answer
    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    monkeypatch.setattr(Ledger, "write", noted_write)
    project.write(recipe("calm").replace("b64_json", form.rsplit(maxsplit=1)[-1]))
    assert run(project, server).made == 1
    monkeypatch.undo()

    def at(begin: str, after: int = -1) -> int:
        return next(i for i, e in enumerate(events) if i > after and e.startswith(begin))

    intent, request, paid = at("ledger Intent"), at("request"), at("ledger Paid")
    cut, saved = at("ledger Cut"), at("ledger Saved")
    picture = next(i for i, e in enumerate(events) if e.endswith("images/calm.png"))
    lock = next(i for i, e in enumerate(events) if e.endswith("otters.lock.json"))
    assert intent < request < paid < picture < saved < lock, events
    if form == "b64_json":  # a small answer is kept in the ledger itself
        assert request < at("name .pictura/", request) < paid, events
    assert paid < cut < saved, events
    # Every name is of bytes that are synced, and is synced itself before the ledger relies on it.
    for i, event in enumerate(events):
        if event.startswith("name "):
            _, source, target = event.split()
            assert at(f"sync {source}") < i, (event, events)
            folder = os.path.dirname(target) or str(project.root)
            synced = at(f"sync {folder}", i)
            if i < paid and target.startswith(".pictura/"):
                assert synced < paid, (event, events)
            if target.startswith("images/"):
                assert synced < saved, (event, events)


@pytest.mark.parametrize("number", [errno.EXDEV, errno.ESTALE, errno.EIO, errno.ENOSPC])
def test_renames_that_fail(
    project: Project, server: Server, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """A disk that cannot rename fails the job in words; the next run restores for nothing."""
    real: Callable[[str, str], None] = os.replace

    def failing(source: str, target: str) -> None:
        across = number != errno.EXDEV or ".pictura/" in source
        if "/images/" in target and across:
            raise OSError(number, os.strerror(number), source, None, target)
        real(source, target)

    monkeypatch.setattr(os, "replace", failing)
    project.write(recipe("calm", "stormy"))
    summary = run(project, server)
    assert summary.made + summary.failed == 2
    if number == errno.EXDEV:
        assert summary.made == 2, "another file system is no failure"
    else:
        assert summary.failed == 2
        assert project.pictures() == {} if (project.root / "images").exists() else True
    monkeypatch.undo()
    summary = run(project, server)
    assert summary.failed == summary.made == 0
    assert sorted(project.pictures()) == ["calm.png", "stormy.png"]
    assert len(server.posts) == 2


@pytest.mark.parametrize("jump", [-3e8, -7200.0, 7200.0, 3e8])
@pytest.mark.parametrize("form", ["b64_json", "url"])
def test_a_clock_that_jumps(
    project: Project, server: Server, monkeypatch: pytest.MonkeyPatch, jump: float, form: str
) -> None:
    """Whatever the clock does in a run and between two, nothing is lost and nothing paid again."""
    server.files["/a.png"] = Answer(png("calm"), headers={"Content-Type": "image/png"})
    if form == "url":
        told = b'{"created": 1, "data": [{"url": "%s/a.png"}]}' % server.url.encode()
        server.answer = lambda _: Answer(told)
    clock = time.time
    jumps: Iterator[float] = itertools.cycle([0.0, jump])
    monkeypatch.setattr(time, "time", lambda: clock() + next(jumps))
    project.write(recipe("calm").replace("b64_json", form))
    assert run(project, server).made == 1
    monkeypatch.setattr(time, "time", lambda: clock() + jump)
    assert run(project, server).kept == 1
    (project.root / "images" / "calm.png").unlink()
    assert run(project, server).restored == 1
    assert len(server.posts) == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if (
        shutil.which("mount") is None
        or subprocess.run(command, capture_output=True, check=False).returncode
    ):
        pytest.skip("nobody may mount a disk here")
    yield folder
    subprocess.run([str(shutil.which("umount")), "-l", str(folder)], check=False)


def test_a_disk_too_small_stops_before_anything_is_asked(small_disk: Path, server: Server) -> None:
    """Where there is no room for an answer, none is asked for, and that is said."""
    project = Project(small_disk, server)
    project.write(recipe("calm"))
    done = project.run()
    assert done.status == 1
    assert done.job("otter[mood=calm]")["code"] == "disk-full"
    assert not server.posts
