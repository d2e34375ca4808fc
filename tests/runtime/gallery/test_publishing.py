"""Galleries that are written to a url: a folder, or a bucket of a server that speaks S3."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.runtime.run.buckets import Buckets

from pictura.gallery.build import NotAGallery
from pictura.gallery.publishing import destination
from pictura.state.folders import open_folder
from pictura_core.diagnostics import Rejected

from .conftest import pictura


@pytest.fixture(scope="session")
def buckets() -> Iterator[Buckets]:
    """A server that speaks S3."""
    one = Buckets()
    yield one
    one.stop()


@pytest.fixture(params=["folder", "bucket", "memory"])
def out(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A url of each kind; nothing is there yet."""
    name = uuid4().hex
    if request.param == "folder":
        yield (tmp_path / name).as_uri()
    elif request.param == "memory":
        yield f"memory://{name}"
    else:
        server: Buckets = request.getfixturevalue("buckets")
        for variable, value in server.variables.items():
            monkeypatch.setenv(variable, value)
        yield f"s3://otters/{name}"


def tree(out: str) -> dict[str, bytes]:
    """Read all that is behind a url."""
    files, root = open_folder(out, "--out")
    return {
        str(path).lstrip("/").removeprefix(f"{root.strip('/')}/"): files.cat_file(path)
        for path in files.find(root)
    }


def write(folder: str, **pictures: bytes) -> None:
    """Write what looks like a gallery."""
    (Path(folder) / "pictures").mkdir()
    page = '<meta name="generator" content="pictura gallery">' + " ".join(pictures)
    (Path(folder) / "index.html").write_text(page)
    (Path(folder) / ".gitignore").write_text("*\n")
    for name, data in pictures.items():
        (Path(folder) / "pictures" / f"{name}.png").write_bytes(data)


def test_a_gallery_goes_to_a_url(out: str) -> None:
    """All of it is there, but for what only a repository needs."""
    with destination(out) as place:
        write(place.folder, a=b"one", b=b"two")
    found = tree(out)
    assert found.keys() == {"index.html", "pictures/a.png", "pictures/b.png"}
    assert (found["pictures/a.png"], found["pictures/b.png"]) == (b"one", b"two")
    assert not Path(place.folder).exists()


def test_a_gallery_that_is_written_again_is_the_new_one(out: str) -> None:
    """What it shows no longer is taken away, and what somebody laid beside it is left alone."""
    with destination(out) as place:
        write(place.folder, a=b"one", b=b"two")
    files, root = open_folder(out, "--out")
    files.pipe_file(f"{root}/notes.txt", b"mine")
    with destination(out) as place:
        write(place.folder, b=b"two", c=b"three")
    found = tree(out)
    assert found.keys() == {"index.html", "notes.txt", "pictures/b.png", "pictures/c.png"}
    assert found["index.html"].endswith(b"b c")


def test_what_is_no_gallery_is_left_alone(out: str) -> None:
    """A folder with something else in it is refused before anything is written."""
    files, root = open_folder(out, "--out")
    files.makedirs(root, exist_ok=True)
    files.pipe_file(f"{root}/thesis.txt", b"mine")
    with pytest.raises(NotAGallery, match="no gallery"), destination(out) as place:
        write(place.folder)
    assert tree(out) == {"thesis.txt": b"mine"}


def test_a_gallery_that_fails_changes_nothing(out: str) -> None:
    """Who cannot write the page brings nothing to where others look at it."""
    with destination(out) as place:
        write(place.folder, a=b"one")
    before = tree(out)

    def fail() -> None:
        with destination(out) as place:
            write(place.folder, z=b"new")
            message = "the disk is full"
            raise OSError(message)

    with pytest.raises(OSError, match="full"):
        fail()
    assert tree(out) == before


def test_a_server_that_is_away_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said which one, in a sentence, without the words that let people in."""
    server = Buckets()
    for variable, value in server.variables.items():
        monkeypatch.setenv(variable, value)
    server.stop()
    with pytest.raises(Rejected) as raised, destination("s3://otters/show?token=hunter22"):
        pytest.fail("it is away")
    (found,) = raised.value.diagnostics
    assert (found.code, "s3://otters/show" in found.message) == ("store-unusable", True)
    assert "hunter22" not in found.message
    assert server.variables["AWS_SECRET_ACCESS_KEY"] not in found.message


def test_the_command_writes_to_a_url(project: Path, tmp_path: Path) -> None:
    """Everything that the page in a folder shows is behind the url too, and it says where."""
    out = (tmp_path / "show").as_uri()
    done = pictura(project, "gallery", "--out", out)
    assert (done.returncode, done.stdout) == (0, f"8 pictures in {out}/index.html\n"), done.stderr
    local = {
        str(path.relative_to(project / "gallery")): path.read_bytes()
        for path in (project / "gallery").rglob("*")
        if path.is_file() and path.name != ".gitignore"
    }
    assert tree(out) == local
    assert len(re.findall("pictures/", " ".join(local))) == 8


def test_a_scheme_that_nobody_knows_is_a_finding(project: Path) -> None:
    """It is said, and no password with it."""
    done = pictura(project, "gallery", "--out", "nothing://ann:hunter22@host/x")
    assert done.returncode in {1, 2}
    assert "nothing://host/x cannot be opened" in done.stderr + done.stdout
    assert "hunter22" not in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
