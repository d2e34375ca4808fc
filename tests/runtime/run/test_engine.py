"""`pictura run --engine`: the workers of a real Dask scheduler do the work, and may die of it."""

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.runtime.run.conftest import (
    KEY,
    Answer,
    Asked,
    Project,
    Server,
    error,
    images,
    many,
    png,
    prompt_of,
    recipe,
    wait_until,
)
from tests.runtime.run.workers import Workers

Start = Callable[..., Workers]


@pytest.fixture
def start(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Iterator[Start]:
    """Start a scheduler and workers, in another folder than the project's."""
    started: list[Workers] = []

    def begin(count: int = 2, **variables: str) -> Workers:
        settings = {"EZLINK_API_KEY": KEY, "EZLINK_BASE_URL": server.url, "PICTURA_LEASE": "2"}
        workers = Workers(tmp_path_factory.mktemp("workers"), settings | variables, count)
        started.append(workers)
        return workers

    yield begin
    for one in started:
        one.close()


class Honest:
    """Answers each key once, however often it is asked, and counts what it bills."""

    def __init__(self, pause: float = 0.0) -> None:
        self._answers: dict[str, Answer] = {}
        self._lock = threading.Lock()
        self._pause = threading.Event()
        self._seconds = pause

    @property
    def billed(self) -> int:
        """How many pictures were billed."""
        return len(self._answers)

    def __call__(self, asked: Asked) -> Answer:
        """Answer."""
        with self._lock:
            found = self._answers.get(asked.key)
            if found is None:
                found = self._answers[asked.key] = images(png(prompt_of(asked)))
        self._pause.wait(self._seconds)
        return found


def test_all_jobs_are_made_once(project: Project, server: Server, start: Start) -> None:
    """Every picture is in place, asked once, and in the lock; a second run keeps all."""
    workers = start()
    project.write(many(60))
    done = project.pictura("run", "otters.yaml", "--json", "--engine", workers.url, key="")
    assert done.status == 0, done.err
    assert done.summary["made"] == 60
    assert len(server.posts) == len(project.pictures()) == len(project.lock()["jobs"]) == 60
    assert len({asked.key for asked in server.posts}) == 60
    again = project.pictura("run", "otters.yaml", "--json", "--engine", workers.url, key="")
    assert (again.status, again.summary["kept"], len(server.posts)) == (0, 60, 60)
    assert project.plan("--exit-code").status == 0
