"""What one machine made another restores, from a folder or a bucket that both reach."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pytest
from tests.runtime.run.buckets import Buckets
from tests.runtime.run.conftest import (
    Asked,
    Project,
    Server,
    images,
    kill,
    many,
    png,
    prompt_of,
    recipe,
    wait_until,
)

from pictura.pictures import Picture
from pictura.state.blobs import Blobs
from pictura.state.folders import public_name
from pictura.state.store import Shared, Store, open_store


class Place(NamedTuple):
    """A store, and the variables that lead to it."""

    variables: dict[str, str]


@pytest.fixture(scope="session")
def buckets() -> Iterator[Buckets]:
    """A server that speaks S3."""
    one = Buckets()
    yield one
    one.stop()


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A folder, and then a bucket."""
    if request.param == "folder":
        return Place({"PICTURA_STORE": tmp_path_factory.mktemp("store").as_uri()})
    server = request.getfixturevalue("buckets")
    return Place({"PICTURA_STORE": f"s3://otters/{uuid4().hex}", **server.variables})


@pytest.fixture
def other(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Project:
    """The same project on another machine, without anything that was made."""
    return Project(tmp_path_factory.mktemp("other"), server)


def opened(place: Place, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Open the store."""
    for name, value in place.variables.items():
        monkeypatch.setenv(name, value)
    store = open_store()
    assert store is not None
    return store


@pytest.mark.parametrize("has_lock", [True, False])
def test_another_machine_restores_and_asks_nothing(
    project: Project, other: Project, place: Place, *, has_lock: bool
) -> None:
    """With the lock file or without, no key is needed, and the lock says the same afterwards."""
    project.write(many(6))
    done = project.pictura("run", "otters.yaml", "--json", **place.variables)
    assert (done.status, done.summary["made"]) == (0, 6), done.out
    other.write(many(6))
    if has_lock:
        shutil.copy(project.root / "otters.lock.json", other.root)
    plan = other.pictura("plan", "otters.yaml", key="", **place.variables)
    assert "another machine made it" in plan.out
    done = other.pictura("run", "otters.yaml", "--json", key="", **place.variables)
    assert (done.status, done.summary["restored"], done.summary["requests"]) == (0, 6, 0), done.err
    assert other.pictures() == project.pictures()
    assert other.lock() == project.lock()
    assert len(project.server.posts) == 6
    again = other.pictura("run", "otters.yaml", "--json", key="", **place.variables)
    assert again.summary["kept"] == 6


def test_what_was_made_before_is_shared_too(project: Project, other: Project, place: Place) -> None:
    """A project that gets a store later brings there what it has, and asks nothing for it."""
    project.write(many(3))
    assert project.run().status == 0
    done = project.pictura("run", "otters.yaml", "--json", **place.variables)
    assert (done.summary["kept"], done.summary["requests"]) == (3, 0)
    other.write(many(3))
    done = other.pictura("run", "otters.yaml", "--json", key="", **place.variables)
    assert done.summary["restored"] == 3


def test_what_the_emulator_drew_is_not_shared(project: Project, tmp_path: Path) -> None:
    """A team's store holds what was paid for."""
    folder = tmp_path / "store"
    project.write(many(2))
    variables = {"PICTURA_STORE": folder.as_uri()}
    done = project.pictura("run", "otters.yaml", "--json", "--emulator", **variables)
    assert done.summary["made"] == 2
    assert not list(folder.rglob("*")) if folder.exists() else True


def test_chains_go_on_from_another_machines_picture(
    project: Project, other: Project, place: Place
) -> None:
    """A job that needs a picture finds it restored."""
    step = """\
  - id: night
    uses: createImageEdit
    each: otter
    with: {image: "{{ image }}", model: dall-e-2, prompt: at night, response_format: b64_json}
    save: images/night-{{ mood }}.{{ ext }}
"""
    project.write(recipe("calm"))
    assert project.pictura("run", "otters.yaml", **place.variables).status == 0
    other.write(recipe("calm", extra=step))
    done = other.pictura("run", "otters.yaml", "--json", **place.variables)
    assert (done.summary["restored"], done.summary["made"]) == (1, 1), done.out
    assert len(project.server.posts) == 2


def test_bytes_that_are_not_what_their_name_says_are_not_saved(
    project: Project, other: Project, tmp_path: Path
) -> None:
    """Such a job fails, says which file of the store is wrong, and nothing is paid again."""
    folder = tmp_path / "store"
    variables = {"PICTURA_STORE": folder.as_uri()}
    project.write(recipe("calm"))
    project.pictura("run", "otters.yaml", **variables)
    (blob,) = (one for one in (folder / "blobs").rglob("*") if one.is_file())
    blob.write_bytes(png("something else"))
    other.write(recipe("calm"))
    done = other.pictura("run", "otters.yaml", "--json", **variables)
    assert done.status == 1
    assert "holds other bytes" in str(done.job("otter[mood=calm]")["reason"])
    assert blob.name in str(done.job("otter[mood=calm]")["reason"])
    assert other.pictures() == {}
    assert len(project.server.posts) == 1


@pytest.mark.parametrize(
    "record",
    [
        b"",
        b"no JSON",
        b'{"version": 2, "images": []}',
        b'{"version": 1, "made": "", "cost_usd": null, "images": []}',
        b'{"version": 1, "made": "", "cost_usd": null, "images": [{"sha256": "../../x"}]}',
        b'{"version": 1, "made": 1, "cost_usd": "x", "images": {}}',
    ],
)
def test_a_record_that_makes_no_sense_is_no_record(
    project: Project, other: Project, tmp_path: Path, record: bytes
) -> None:
    """The job is made, as if nobody had made it."""
    folder = tmp_path / "store"
    variables = {"PICTURA_STORE": folder.as_uri()}
    project.write(recipe("calm"))
    project.pictura("run", "otters.yaml", **variables)
    (told,) = (one for one in (folder / "requests").rglob("*") if one.is_file())
    told.write_bytes(record)
    other.write(recipe("calm"))
    done = other.pictura("run", "otters.yaml", "--json", **variables)
    assert (done.status, done.summary["made"]) == (0, 1), done.out


def test_a_store_that_cannot_be_written_loses_nothing(project: Project, tmp_path: Path) -> None:
    """Everything is made and kept, the summary says what is not shared, the next run shares it."""
    (tmp_path / "store").write_text("a file where a folder should be")
    variables = {"PICTURA_STORE": (tmp_path / "store" / "team").as_uri()}
    project.write(many(8))
    done = project.pictura("run", "otters.yaml", "--json", **variables)
    assert done.status == 1
    assert done.summary["made"] == 8
    assert "the pictures of 8 jobs are not shared yet" in str(done.summary["problem"])
    assert len(project.pictures()) == 8
    (tmp_path / "store").unlink()
    done = project.pictura("run", "otters.yaml", "--json", **variables)
    assert (done.status, done.summary["requests"]) == (0, 0)
    assert len([one for one in (tmp_path / "store").rglob("*") if one.is_file()]) == 16


def test_a_bucket_that_goes_away_loses_nothing(project: Project) -> None:
    """A server that dies while pictures are made is told of; the next run brings all there."""
    own = Buckets()
    try:
        variables = {"PICTURA_STORE": "s3://otters/team", **own.variables}
        project.write(many(12))
        count = 0

        def answer(asked: Asked) -> object:
            nonlocal count
            count += 1
            if count == 6:
                own.stop()
            return images(png(prompt_of(asked)))

        project.server.answer = answer  # type: ignore[assignment]
        done = project.pictura("run", "otters.yaml", "--json", **variables)
        assert (done.status, done.summary["made"]) == (1, 12), done.err
        assert "not shared yet" in str(done.summary["problem"])
        assert len(project.pictures()) == 12
        done = project.pictura("plan", "otters.yaml", **variables)
        assert done.status == 0, "what is there needs no store"
        own.start()
        done = project.pictura("run", "otters.yaml", "--json", **variables)
        assert (done.status, done.summary["requests"]) == (0, 0), done.out
    finally:
        own.stop()


def test_who_is_killed_leaves_no_half_picture(project: Project, tmp_path: Path) -> None:
    """Whatever is in the store under a hash has that hash, and is used by the next run."""
    folder = tmp_path / "store"
    variables = {"PICTURA_STORE": folder.as_uri()}
    pictures = [png(f"p{i}" + "x" * 400_000) for i in range(40)]
    project.server.answer = lambda asked: images(pictures[int(prompt_of(asked).split("m")[-1])])
    project.write(many(40))
    process = project.start("run", "otters.yaml", "--concurrency", "16", **variables)
    wait_until(lambda: len(list(folder.glob("blobs/*/*"))) > 4)
    kill(process)
    for blob in folder.glob("blobs/*/*"):
        assert hashlib.sha256(blob.read_bytes()).hexdigest() == blob.parent.name + blob.name
    assert project.pictura("run", "otters.yaml", **variables).status == 0
    assert len(list(folder.glob("blobs/*/*"))) == 40


def test_planning_asks_a_store_little(project: Project, other: Project, buckets: Buckets) -> None:
    """A hundred jobs with a lock are planned with a few listings, not with a question each."""
    variables = {"PICTURA_STORE": f"s3://otters/{uuid4().hex}", **buckets.variables}
    project.write(many(100))
    words = ("run", "otters.yaml", "--json", "--concurrency", "32")
    assert project.pictura(*words, **variables).status == 0
    other.write(many(100))
    shutil.copy(project.root / "otters.lock.json", other.root)
    before = buckets.count()
    done = other.pictura("plan", "otters.yaml", "--json", **variables)
    assert done.out.count("another machine made it") == 100
    assert buckets.count() - before <= 15


def test_what_is_read_takes_one_request(project: Project, other: Project, buckets: Buckets) -> None:
    """Without a lock, a hundred records are a hundred requests; fetching takes one a picture."""
    variables = {"PICTURA_STORE": f"s3://otters/{uuid4().hex}", **buckets.variables}
    project.write(many(100))
    words = ("run", "otters.yaml", "--json", "--concurrency", "32")
    assert project.pictura(*words, **variables).status == 0
    other.write(many(100))
    before = buckets.count()
    done = other.pictura("plan", "otters.yaml", "--json", **variables)
    assert done.out.count("another machine made it") == 100
    planned = buckets.count()
    assert 100 <= planned - before <= 115
    assert other.pictura(*words, key="", **variables).summary["restored"] == 100
    assert 200 <= buckets.count() - planned <= 215


def test_two_machines_may_share_the_same_at_once(
    project: Project, other: Project, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both bring the same picture there; it is there once, and whole."""
    picture = png("the same")
    project.server.answer = lambda _: images(picture)
    running = []
    for one in (project, other):
        one.write(many(6))
        running.append(one.start("run", "otters.yaml", **place.variables))
    for process in running:
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
    store = opened(place, monkeypatch)
    assert store.has(hashlib.sha256(picture).hexdigest())


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("pictures", "is a url such as s3://bucket/pictures"),
        ("nothing://ann:hunter22@host/x", "nothing://host/x cannot be opened"),
        ("sftp://ann:hunter22@host/x?token=hunter22", "store"),
    ],
)
def test_what_cannot_be_opened_is_a_sentence(project: Project, address: str, words: str) -> None:
    """A wrong address is told before anything is asked, and no password with it."""
    project.write(many(1))
    done = project.pictura("run", "otters.yaml", PICTURA_STORE=address)
    assert done.status in {1, 2}
    assert words in done.out + done.err
    assert "hunter22" not in done.out + done.err
    assert project.server.posts == []


@pytest.mark.parametrize(
    ("address", "library", "extra"),
    [("s3://bucket/x", "s3fs", "s3"), ("file:///tmp/x", "fsspec.core", "store")],
)
def test_without_the_library_it_is_said_what_to_install(
    project: Project, address: str, library: str, extra: str
) -> None:
    """The extra's name is in the sentence."""
    project.write(many(1))
    program = (
        f"import sys; sys.modules[{library!r}] = None; from pictura.cli import main;"
        " sys.exit(main(['plan', 'otters.yaml']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=project.root,
        env={**os.environ, "PICTURA_STORE": address},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert f"pip install 'pictura[{extra}]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_password_is_in_a_stores_name() -> None:
    """What is shown of an address leads to it and opens nothing."""
    assert public_name("sftp://ann:hunter22@host/x?y=hunter22#z") == "sftp://host/x"
    assert public_name("s3://bucket/prefix") == "s3://bucket/prefix"


def test_what_is_shared_in_a_folder_survives_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file is synced before it has its name, and its name before it is said to be there."""
    folder = tmp_path / "team" / "store"
    store = opened(Place({"PICTURA_STORE": folder.as_uri()}), monkeypatch)
    events: list[tuple[str, str]] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(handle: int) -> None:
        events.append(("sync", os.readlink(f"/proc/self/fd/{handle}")))
        fsync(handle)

    def noted_replace(source: str, target: str) -> None:
        events.extend((("from", source), ("name", target)))
        replace(source, target)

    data = png("otter")
    sha256, digest = hashlib.sha256(data).hexdigest(), "d1" * 32
    (tmp_path / "otter.png").write_bytes(data)
    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    assert store.put(sha256, str(tmp_path / "otter.png"))
    pictures = ((0, Picture(sha256, "png", 8, 8, len(data), "")),)
    store.put_request(digest, Shared(pictures, 0.04, "2026-11-22T16:01:48Z"))
    monkeypatch.undo()
    files = [f"{folder}/blobs/{sha256[:2]}/{sha256[2:]}", f"{folder}/requests/d1/{digest[2:]}"]
    assert [path for event, path in events if event == "name"] == files
    for file in files:
        at = events.index(("name", file))
        source = events[at - 1][1]
        assert events.index(("sync", source)) < at
        parts = Path(file).parents
        for above in parts[:2]:  # a new folder's name is a name too
            assert events.index(("sync", str(above)), at) > at
        assert Path(file).exists()
    assert {("sync", str(tmp_path)), ("sync", str(tmp_path / "team"))} <= set(events)
    assert list((folder / "partial").iterdir()) == []


def test_a_store_in_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No file system is special: what fsspec has for tests is a store too."""
    store = opened(Place({"PICTURA_STORE": f"memory://{uuid4().hex}"}), monkeypatch)
    data = png("memory")
    digest = hashlib.sha256(data).hexdigest()
    (tmp_path / "x.png").write_bytes(data)
    assert not store.has(digest)
    store.put(digest, str(tmp_path / "x.png"))
    assert store.has(digest)
    blobs = Blobs(str(tmp_path / "state"))
    assert store.fetch(digest, blobs)
    assert blobs.read(digest) == data


def test_what_is_brought_hides_nothing_that_was_there(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One that was brought unasked says nothing of others whose names begin in the same way."""
    data = png("before")
    digest = hashlib.sha256(data).hexdigest()
    (tmp_path / "x.png").write_bytes(data)
    told = Shared(((0, Picture(digest, "png", 8, 8, len(data))),), 0.04, "")
    before, after = f"{'ab':0<64}", f"{'ab':1<64}"
    first = opened(place, monkeypatch)
    first.put(digest, str(tmp_path / "x.png"))
    first.put_request(before, told)
    second = opened(place, monkeypatch)
    second.put_request(after, told)
    assert second.request(before) == told
    assert second.has_by_now(digest)
    assert second.has(digest)
