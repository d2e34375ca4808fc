"""`pictura clean`: only files of former jobs, only after asking, and nothing that is paid for."""

import hashlib
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

RECIPE = """\
recipe: boats
steps:
  - id: boat
    uses: createImage
    matrix: {sea: [calm, stormy, frozen]}
    with: {model: gpt-image-2, size: 64x64, prompt: "A boat on a {{ sea }} sea"}
    save: images/{{ sea }}/boat.{{ ext }}
"""
FEWER = RECIPE.replace("[calm, stormy, frozen]", "[calm]")


def pictura(folder: Path, *words: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    """Type a command line, and an answer if there is one, at a terminal."""
    stdin: int | None = subprocess.DEVNULL
    if answer:
        ours, stdin = pty.openpty()
        os.write(ours, f"{answer}\n".encode())
    return subprocess.run(
        [sys.executable, "-m", "pictura", *words],
        cwd=folder,
        env={k: v for k, v in os.environ.items() if k != "EZLINK_API_KEY"},
        stdin=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make three pictures, then take two of them out of the recipe."""
    (tmp_path / "recipes").mkdir()
    (tmp_path / "pictura.toml").touch()
    recipe = tmp_path / "recipes" / "boats.yaml"
    recipe.write_text(RECIPE)
    assert pictura(tmp_path, "run", "--emulator").returncode == 0
    recipe.write_text(FEWER)
    return tmp_path


def left(project: Path) -> list[str]:
    """Name the pictures that are there."""
    return sorted(path.parent.name for path in project.glob("recipes/images/*/boat.png"))


def test_it_asks(project: Path) -> None:
    """Nothing is deleted for a no, for no answer, and where nobody can answer."""
    assert pictura(project, "clean", answer="n").returncode == 1
    unattended = pictura(project, "clean")
    assert unattended.returncode == 2
    assert "--yes deletes without asking" in unattended.stderr
    assert left(project) == ["calm", "frozen", "stormy"]


def test_a_yes_deletes_what_no_recipe_has(project: Path) -> None:
    """After a yes the former jobs' files, folders and lock entries are gone, and nothing else."""
    done = pictura(project, "clean", answer="y")
    assert done.returncode == 0, done.stderr
    assert "delete 2 files" in done.stderr
    assert left(project) == ["calm"]
    assert [path.name for path in (project / "recipes/images").iterdir()] == ["calm"]
    lock = json.loads((project / "recipes/boats.lock.json").read_text())
    assert list(lock["jobs"]) == ["boat[sea=calm]"]
    assert pictura(project, "clean").stdout == "nothing to delete\n"


def test_what_was_paid_for_comes_back(project: Path) -> None:
    """A job that returns is restored without a request."""
    pictura(project, "clean", "--yes")
    (project / "recipes" / "boats.yaml").write_text(RECIPE)
    done = pictura(project, "run", "--emulator", "--json")
    summary = json.loads(done.stdout.splitlines()[-1])
    assert (summary["restored"], summary["requests"]) == (2, 0)
    assert left(project) == ["calm", "frozen", "stormy"]


def test_edited_files_stay(project: Path) -> None:
    """A former picture that somebody worked on is named, and stays with its lock entry."""
    (project / "recipes/images/frozen/boat.png").write_bytes(b"worked on")
    done = pictura(project, "clean", "--yes")
    assert "(stays: it was edited)" in done.stdout
    assert left(project) == ["calm", "frozen"]
    lock = json.loads((project / "recipes/boats.lock.json").read_text())
    assert list(lock["jobs"]) == ["boat[sea=calm]", "boat[sea=frozen]"]


@pytest.mark.parametrize("path", ["../source.py", "/etc/hostname", "../../outside.txt"])
def test_a_strange_lock_deletes_nothing_else(project: Path, path: str) -> None:
    """A lock that names other files, inside the project or out, has them left alone."""
    target = (project / "recipes" / path).resolve()
    if not target.exists():
        target.write_text("precious")
    lock_file = project / "recipes" / "boats.lock.json"
    lock = json.loads(lock_file.read_text())
    image = lock["jobs"]["boat[sea=frozen]"]["images"][0]
    image["file"], image["sha256"] = path, hashlib.sha256(target.read_bytes()).hexdigest()
    lock_file.write_text(json.dumps(lock))
    pictura(project, "clean", "--yes")
    assert target.exists()
