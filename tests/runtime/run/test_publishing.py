"""The files of a run, in a folder or a bucket for whoever shows them (`PICTURA_OUTPUTS`)."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.runtime.run.buckets import Buckets
from tests.runtime.run.conftest import Project, Server, images, png, recipe


@pytest.fixture
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder elsewhere."""
    return tmp_path_factory.mktemp("shown")


@pytest.fixture(scope="module")
def buckets() -> Iterator[Buckets]:
    """A server that speaks S3."""
    one = Buckets()
    yield one
    one.stop()


def files_in(folder: Path) -> dict[str, bytes]:
    """Give what is in a folder, but for the index."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    found.pop("pictura-outputs.json", None)
    return found


def test_files_are_brought_under_their_paths(project: Project, shown: Path) -> None:
    """Pictures and what is derived of them; only what is new is brought a second time."""
    project.write(recipe("calm", "wild", extra="    thumbnail: 8\n"))
    url = shown.as_uri()
    assert project.pictura("run", "otters.yaml", "--json", PICTURA_OUTPUTS=url).status == 0
    expected = {f"images/{name}": data for name, data in project.pictures().items()}
    assert len(expected) == 4
    assert files_in(shown) == expected
    before = {path: path.stat().st_mtime_ns for path in shown.rglob("*.png")}
    project.write(recipe("calm", "wild", "sly"))
    assert project.pictura("run", "otters.yaml", "--json", PICTURA_OUTPUTS=url).status == 0
    assert "images/sly.png" in files_in(shown)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_fresh_clone_brings_nothing_twice(
    project: Project, shown: Path, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The index beside the files tells what is there."""
    url = shown.as_uri()
    project.write(recipe("calm", "wild"))
    project.pictura("run", "otters.yaml", PICTURA_OUTPUTS=url)
    before = {path: path.stat().st_mtime_ns for path in shown.rglob("*")}
    clone = Project(tmp_path_factory.mktemp("clone"), server)
    clone.write(recipe("calm", "wild"))
    assert clone.pictura("run", "otters.yaml", PICTURA_OUTPUTS=url).status == 0
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_what_was_changed_is_brought_anew(project: Project, server: Server, shown: Path) -> None:
    """A picture that was made anew takes the place of the old one; an edited file is left out."""
    url = shown.as_uri()
    project.write(recipe("calm", "wild"))
    project.pictura("run", "otters.yaml", PICTURA_OUTPUTS=url)
    server.answer = lambda _: images(png("another"))
    (project.root / "images/wild.png").write_bytes(b"edited")
    project.pictura("run", "otters.yaml", "--only", "otter", PICTURA_OUTPUTS=url)
    assert files_in(shown)["images/wild.png"] == png("an otter, wild")
    project.pictura("run", "otters.yaml", "--force", PICTURA_OUTPUTS=url)
    assert files_in(shown)["images/calm.png"] == png("another")


def test_what_the_emulator_drew_is_not_shown(project: Project, shown: Path) -> None:
    """Whoever looks there would take it for the real one."""
    project.write(recipe("calm"))
    done = project.pictura("run", "otters.yaml", "--emulator", PICTURA_OUTPUTS=shown.as_uri())
    assert (done.status, files_in(shown)) == (0, {})


def test_a_bucket(project: Project, buckets: Buckets) -> None:
    """The same in S3, and a bucket that is away costs nothing but the showing."""
    url = f"s3://otters/{uuid4().hex}"
    project.write(recipe("calm", "wild"))
    words = ("run", "otters.yaml", "--json")
    variables = {**buckets.variables, "PICTURA_OUTPUTS": url}
    away = project.pictura(*words, **{**variables, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"})
    assert (away.status, away.summary["made"]) == (1, 2)
    assert url in str(away.summary["problem"])
    done = project.pictura(*words, **variables)
    assert (done.status, done.summary["kept"]) == (0, 2), done.out + done.err
    from pictura.state.folders import open_folder  # noqa: PLC0415 - it reads the environment

    with pytest.MonkeyPatch.context() as patch:
        for name, value in buckets.variables.items():
            patch.setenv(name, value)
        files, root = open_folder(url, "the test")
        told = json.loads(files.cat_file(f"{root}/pictura-outputs.json"))
        assert sorted(told) == ["images/calm.png", "images/wild.png"]
        assert files.cat_file(f"{root}/images/calm.png") == png("an otter, calm")


def test_a_folder_that_is_no_url(project: Project) -> None:
    """It is refused before anything is asked, and not repeated: it may be a password."""
    project.write(recipe("calm"))
    done = project.pictura("run", "otters.yaml", PICTURA_OUTPUTS="swordfish")
    assert (done.status, "PICTURA_OUTPUTS" in done.err, "swordfish" in done.err) == (2, True, False)
    assert project.server.posts == []
