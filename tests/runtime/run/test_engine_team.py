"""`pictura run --engine` with what a team shares: a store, a ledger on a server, clones."""

import json
import shutil
from pathlib import Path

import pytest
from tests.runtime.run.clusters import PASSWORD
from tests.runtime.run.conftest import Honest, Project, Server, Start, many, recipe


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that may become a store."""
    return tmp_path_factory.mktemp("team") / "store"


@pytest.fixture
def other(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Project:
    """The same project on another machine, without anything that was made."""
    return Project(tmp_path_factory.mktemp("other"), server)


def files_in(folder: Path) -> list[Path]:
    """List all files below a folder."""
    return [one for one in folder.rglob("*") if one.is_file()]


def test_workers_bring_their_pictures_into_the_store(
    project: Project, other: Project, store: Path, start: Start
) -> None:
    """Another machine restores what workers made; what was made before is brought there too."""
    variables = {"PICTURA_STORE": store.as_uri()}
    project.write(many(4))
    assert project.run().status == 0
    project.write(many(24))
    workers = start(**variables)
    words = ("run", "otters.yaml", "--json", "--engine", workers.url)
    done = project.pictura(*words, key="", **variables)
    assert (done.status, done.summary["made"], done.summary["kept"]) == (0, 20, 4), done.out
    other.write(many(24))
    done = other.pictura("run", "otters.yaml", "--json", key="", **variables)
    assert (done.status, done.summary["restored"]) == (0, 24), done.out
    assert other.pictures() == project.pictures()


@pytest.mark.parametrize("is_known_here", [True, False])
def test_a_store_that_workers_cannot_write_is_told_of(
    project: Project, store: Path, start: Start, *, is_known_here: bool
) -> None:
    """Everything is made, the summary says what is not shared, and the next run shares it."""
    store.write_text("a file where a folder should be")
    there = {"PICTURA_STORE": (store / "deep").as_uri()}
    here = there if is_known_here else {}
    project.write(many(24))
    workers = start(**there)
    words = ("run", "otters.yaml", "--json", "--engine", workers.url)
    done = project.pictura(*words, key="", **here)
    assert (done.status, done.summary["made"]) == (1, 24), done.out
    assert "the pictures of 24 jobs are not shared yet" in str(done.summary["problem"])
    assert len(project.pictures()) == 24
    store.unlink()
    done = project.pictura(*words, key="", **there)
    assert (done.status, done.summary["requests"]) == (0, 0), done.out
    assert len(files_in(store)) == 48


def test_a_ledger_on_a_server_holds_the_bill(
    project: Project, server: Server, start: Start, shared_ledger: str
) -> None:
    """Workers die mid-run: all pictures are there, each billed once, and no password is said."""
    honest = Honest(0.05)
    server.answer = honest
    workers = start(PICTURA_LEDGER=shared_ledger)
    project.write(many(80))
    words = ("run", "otters.yaml", "--json", "-v", "--engine", workers.url)
    running = project.start(*words, key="")
    for so_far in (15, 40):
        honest.wait(so_far)
        workers.kill_worker()
    out, err = running.communicate(timeout=120)
    assert running.returncode == 0, (out[-2000:], err)
    assert honest.billed == len(project.pictures()) == len(project.lock()["jobs"]) == 80
    summary = json.loads(out.splitlines()[-1])
    assert (summary["made"], summary["failed"]) == (80, 0)
    assert not (project.root / ".pictura" / "ledger.sqlite").exists()
    for word in (PASSWORD, shared_ledger, "sea%2Fotter"):
        assert word not in out + err + workers.said()


def test_clones_share_the_work(
    project: Project,
    server: Server,
    start: Start,
    store: Path,
    shared_ledger: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Each worker has a folder of its own: all is billed once, and restored where it is wanted."""
    honest = Honest(0.05)
    server.answer = honest
    chained = """
  - id: night
    uses: createImageEdit
    each: otter
    with: {image: "{{ image }}", model: gpt-image-1, prompt: "by night, {{ mood }}"}
    save: images/night-{{ mood }}.{{ ext }}
"""
    text = recipe(*(f"m{i}" for i in range(30)), extra=chained)
    project.write(text)
    variables = {"PICTURA_STORE": store.as_uri(), "PICTURA_LEDGER": shared_ledger}
    workers = start(0, **variables)
    clones = [Project(tmp_path_factory.mktemp("clone"), server) for _ in range(2)]
    for one in clones:
        one.write(text)
        workers.add_worker(PICTURA_PROJECT=str(one.root))
    words = ("run", "otters.yaml", "--json", "--engine", workers.url)
    running = project.start(*words, key="", **variables)
    honest.wait(20)
    workers.kill_worker()
    out, err = running.communicate(timeout=120)
    assert running.returncode == 0, (out[-3000:], err)
    summary = json.loads(out.splitlines()[-1])
    assert (summary["made"], summary.get("problem")) == (60, None)
    assert honest.billed == len(project.lock()["jobs"]) == 60
    made = [set(one.pictures()) for one in clones]
    assert len(made[0] | made[1]) == 60
    done = project.pictura("run", "otters.yaml", "--json", key="", **variables)
    assert (done.status, done.summary["restored"], honest.billed) == (0, 60, 60), done.out
    assert len(project.pictures()) == 60
    shutil.rmtree(project.root / "images")
    again = project.pictura(*words, key="", **variables)
    assert (again.status, again.summary["requests"], honest.billed) == (0, 0, 60), again.out
