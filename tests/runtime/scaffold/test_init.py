"""`pictura init`: a repository made ready, and nothing in it overwritten."""

import json
import subprocess
import sys
from pathlib import Path

import yaml


def pictura(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Type a command line in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "pictura", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_from_nothing_to_a_gallery(tmp_path: Path) -> None:
    """In an empty folder, what `init` prints is all that has to be typed."""
    done = pictura(tmp_path, "init")
    assert (done.returncode, done.stderr) == (0, "")
    typed = [
        line.strip().partition("#")[0].split()[1:]
        for line in done.stdout.partition("next:\n")[2].splitlines()
        if line.strip().startswith("pictura ")
    ]
    assert typed == [["validate"], ["run", "--emulator"], ["gallery"]]
    for words in typed:
        step = pictura(tmp_path, *words)
        assert step.returncode == 0, step.stderr
    assert (tmp_path / "gallery" / "index.html").is_file()
    assert len(list((tmp_path / "recipes" / "images").iterdir())) == 2


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    """`init` can be typed again."""
    pictura(tmp_path, "init")
    before = contents(tmp_path)
    done = pictura(tmp_path, "init")
    assert contents(tmp_path) == before
    assert "wrote" not in done.stdout


def test_everything_written_can_be_read(tmp_path: Path) -> None:
    """Hook, workflow and settings are sound YAML and JSON, with no mark left in them."""
    pictura(tmp_path, "init")
    hooks = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text())
    assert hooks["repos"][0]["hooks"][0]["id"] == "pictura-validate"
    workflow = yaml.safe_load((tmp_path / ".github/workflows/pictures.yml").read_text())
    assert set(workflow["jobs"]) == {"check", "make"}
    settings = json.loads((tmp_path / ".vscode/settings.json").read_text())
    assert (tmp_path / next(iter(settings["yaml.schemas"]))).is_file()
    for name, data in contents(tmp_path).items():
        if name != "recipes/.schema.json":
            assert b"@" not in data.replace(b"actions/", b"").replace(b"@v", b""), name


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    """Files of the repository are added to, or left alone with advice; nothing in them is lost."""
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "mine.yaml").write_text("recipe: mine\nsteps: []\n")
    (tmp_path / ".gitignore").write_text("node_modules/")
    (tmp_path / ".vscode").mkdir()
    (tmp_path / ".vscode" / "settings.json").write_text('{"editor.tabSize": 2}')
    (tmp_path / ".pre-commit-config.yaml").write_text(
        "repos:\n  - repo: local\n    hooks: [{id: x, name: x, entry: x, language: system}]\n"
    )
    done = pictura(tmp_path, "init")
    assert done.returncode == 0
    assert not (tmp_path / "recipes" / "first.yaml").exists()
    assert (tmp_path / ".gitignore").read_text().startswith("node_modules/\n")
    settings = json.loads((tmp_path / ".vscode/settings.json").read_text())
    assert settings["editor.tabSize"] == 2
    hooks = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text())
    assert [repo["hooks"][0]["id"] for repo in hooks["repos"]] == ["x", "pictura-validate"]


def test_what_cannot_be_added_is_said(tmp_path: Path) -> None:
    """Settings with comments, and hooks in another order, are left alone; the lines are printed."""
    (tmp_path / ".vscode").mkdir()
    settings = tmp_path / ".vscode" / "settings.json"
    settings.write_text('{\n  // two\n  "editor.tabSize": 2\n}\n')
    hooks = tmp_path / ".pre-commit-config.yaml"
    hooks.write_text("repos:\n- repo: meta\n  hooks: [{id: identity}]\nfail_fast: true\n")
    before = (settings.read_text(), hooks.read_text())
    done = pictura(tmp_path, "init")
    assert (settings.read_text(), hooks.read_text()) == before
    assert done.stdout.count("add this  ") == 2
    assert '"yaml.schemas"' in done.stdout
    assert "- id: pictura-validate" in done.stdout


def test_mistakes_are_sentences(tmp_path: Path) -> None:
    """A file in place of a folder, and an API that is not there, are usage errors."""
    (tmp_path / "file").touch()
    assert pictura(tmp_path, "init", "file").stderr == "pictura: file is a file; name a folder\n"
    wrong = pictura(tmp_path, "init", "--api", "nowhere")
    assert (wrong.returncode, wrong.stderr) == (
        2,
        "pictura: no generated package is named 'nowhere'\n",
    )
