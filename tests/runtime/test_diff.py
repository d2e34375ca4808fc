"""`pictura diff`: what changed between two states of a project, by its bytes and by its looks."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from pictura.likeness import difference_hash, distance

RECIPE = """\
recipe: boats
steps:
  - id: boat
    uses: createImage
    matrix: {sea: [calm, stormy]}
    with: {model: gpt-image-2, size: 64x64, prompt: "A red boat on a {{ sea }} sea"}
    save: images/{{ sea }}.{{ ext }}
"""


def run(folder: Path, *words: str, status: int = 0) -> str:
    """Run a program in a folder; give what it prints."""
    done = subprocess.run(
        words,
        cwd=folder,
        env={k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "EZLINK_"))},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr if status else done.stdout


def pictura(folder: Path, *words: str, status: int = 0) -> str:
    """Type a command line."""
    return run(folder, sys.executable, "-m", "pictura", *words, status=status)


def git(folder: Path, *words: str) -> None:
    """Run git as somebody."""
    run(folder, "git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Commit two pictures, then change a sea and a colour, run again, and commit that too."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "recipes").mkdir()
    (folder / ".gitignore").write_text(".pictura/\n")
    recipe = folder / "recipes" / "boats.yaml"
    recipe.write_text(RECIPE)
    git(folder, "init", "-q")
    pictura(folder, "run", "--emulator")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "one")
    recipe.write_text(RECIPE.replace("stormy", "frozen").replace("red", "blue"))
    pictura(folder, "run", "--emulator")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "two")
    return folder


def events(text: str) -> dict[str, dict[str, object]]:
    """Give the differences by their job."""
    return {(value := json.loads(line))["job"]: value for line in text.splitlines()}


def test_two_commits(project: Path) -> None:
    """A picture that changed has its distance and its words; one that is still there has not."""
    found = events(pictura(project, "diff", "HEAD~1", "HEAD", "--json"))
    assert set(found) == {"boat[sea=calm]", "boat[sea=frozen]"}
    assert found["boat[sea=calm]"]["prompt"] == "A [-red-] {+blue+} boat on a calm sea"
    assert isinstance(found["boat[sea=calm]"]["distance"], float)
    assert found["boat[sea=frozen]"]["verdict"] == "new"
    page = (project / "diff" / "index.html").read_text()
    assert "<del>red</del>" in page
    assert page.count("<img ") == 3
    assert len(list((project / "diff" / "pictures").iterdir())) == 3


def test_a_page_behind_a_url(project: Path, tmp_path: Path) -> None:
    """The page and its pictures may go to any url; what is no such page there is left alone."""
    out = (tmp_path / "shown").as_uri()
    pictura(project, "diff", "HEAD~1", "HEAD")
    said = pictura(project, "diff", "HEAD~1", "HEAD", "--out", out)
    assert said.endswith(f"side by side in {out}/index.html\n")
    here, there = project / "diff", tmp_path / "shown"
    local = {path.relative_to(here): path.read_bytes() for path in here.rglob("*.*")}
    local.pop(Path(".gitignore"))
    assert {path.relative_to(there): path.read_bytes() for path in there.rglob("*.*")} == local
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").touch()
    said = pictura(project, "diff", "HEAD~1", "--out", (tmp_path / "mine").as_uri(), status=2)
    assert "no gallery" in said


def test_a_commit_without_the_blobs(project: Path, tmp_path: Path) -> None:
    """In a clone, pictures that are committed are found in the commit."""
    git(tmp_path, "clone", "-q", str(project), "clone")
    found = events(pictura(tmp_path / "clone", "diff", "HEAD~1", "--json"))
    assert isinstance(found["boat[sea=calm]"]["distance"], float)


def test_two_runs(project: Path) -> None:
    """Runs are compared by their numbers; without git, by the ledger alone."""
    found = events(pictura(project, "diff", "run:1", "run:2", "--json"))
    assert "boat[sea=calm]" in found
    assert "\n     2  " in pictura(project, "history", "--emulator")


def test_nothing_differs(project: Path) -> None:
    """Two states with the same pictures are said to be so."""
    assert pictura(project, "diff", "HEAD", "now") == "no picture differs\n"


@pytest.mark.parametrize("name", ["nowhere", "run:99", "--output=x"])
def test_mistakes_are_sentences(project: Path, name: str) -> None:
    """What is no commit and no run is a usage error, and nothing that git would obey."""
    said = pictura(project, "diff", "--", name, status=2)
    assert said.startswith("pictura: ")
    assert "Traceback" not in said


def drawn(size: tuple[int, int], format_: str, *, mirrored: bool = False) -> io.BytesIO:
    """Draw a scene at some size and in some format."""
    width, height = size
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    pen = ImageDraw.Draw(picture)
    left, right = (0.55, 0.85) if mirrored else (0.15, 0.45)
    pen.ellipse((left * width, 0.2 * height, right * width, 0.5 * height), "white")
    pen.rectangle((0, 0.7 * height, left * width, height), "navy")
    data = io.BytesIO()
    picture.save(data, format_)
    data.seek(0)
    return data


def test_likeness() -> None:
    """Size and format hardly change what a picture looks like; another picture is far away."""
    one = difference_hash(drawn((512, 512), "PNG"))
    smaller = difference_hash(drawn((300, 300), "JPEG"))
    other = difference_hash(drawn((512, 512), "PNG", mirrored=True))
    assert one is not None
    assert smaller is not None
    assert other is not None
    assert distance(one, one) == 0
    assert distance(one, smaller) < 0.1
    assert distance(one, other) > 2 * distance(one, smaller)
    assert difference_hash(io.BytesIO(b"no picture")) is None
