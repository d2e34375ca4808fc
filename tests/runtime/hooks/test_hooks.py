"""The hooks of this repository, installed by the real pre-commit into a scratch repository."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
RECIPE = """\
recipe: boats
steps:
  - id: boat
    uses: createImage
    with: {model: gpt-image-2, size: 64x64, prompt: A boat}
    save: ../images/boat.{{ ext }}
"""
SPECIFICATION = """\
openapi: 3.1.0
info: {title: Small, version: "1"}
paths:
  /a:
    get:
      operationId: readA
      responses: {"200": {description: Fine.}}
"""


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder, as somebody who has no key and no settings of their own."""
    programs = os.path.dirname(sys.executable)
    return subprocess.run(
        words,
        cwd=folder,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "EZLINK_"))},
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "GIT_AUTHOR_NAME": "A",
            "GIT_AUTHOR_EMAIL": "a@example.org",
            "GIT_COMMITTER_NAME": "A",
            "GIT_COMMITTER_EMAIL": "a@example.org",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=580,
    )


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a repository that uses this one's hooks, and let pre-commit install them."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("this checkout is no repository that could be cloned")
    revision = run(ROOT, "git", "rev-parse", "HEAD").stdout.strip()
    folder = tmp_path_factory.mktemp("scratch")
    (folder / "recipes").mkdir()
    (folder / "small.yaml").write_text(SPECIFICATION)
    (folder / ".gitignore").write_text(".pictura/\n")
    (folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {ROOT}\n    rev: {revision}\n    hooks:\n"
        "      - id: pictura-validate\n      - id: pictura-lock\n"
        "      - id: pictura-gen\n        args: [api, small.yaml, --out, small, --check]\n"
    )
    assert run(folder, "pictura-gen", "api", "small.yaml", "--out", "small").returncode == 0
    assert run(folder, "git", "init", "-q").returncode == 0
    installed = run(folder, "pre-commit", "install", "--install-hooks")
    if installed.returncode and "pip" in installed.stdout:
        pytest.skip("the package registry cannot be reached")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return folder


def commit(folder: Path, message: str) -> subprocess.CompletedProcess[str]:
    """Add everything, and commit it."""
    run(folder, "git", "add", "-A")
    return run(folder, "git", "commit", "-m", message)


def test_a_recipe_from_its_first_line_to_its_pictures(scratch: Path) -> None:
    """A wrong recipe is refused at its place, one without pictures too, and a whole one passes."""
    recipe = scratch / "recipes" / "boats.yaml"
    recipe.write_text(RECIPE.replace("prompt:", "promt:"))
    wrong = commit(scratch, "wrong")
    assert wrong.returncode == 1
    assert "recipes/boats.yaml:5:" in wrong.stderr
    assert "prompt" in wrong.stderr
    recipe.write_text(RECIPE)
    unmade = commit(scratch, "not made")
    assert unmade.returncode == 1
    assert "pictura validate" in unmade.stderr
    assert "1 to make" in unmade.stderr
    assert run(scratch, "pictura", "run", "--emulator").returncode == 0
    made = commit(scratch, "made")
    assert made.returncode == 0, made.stderr
    assert made.stderr.count("Passed") == 3


def test_generated_code_that_drifted(scratch: Path) -> None:
    """A specification that was edited without generating anew is refused with the difference."""
    (scratch / "small.yaml").write_text(SPECIFICATION.replace("readA", "readB"))
    drifted = commit(scratch, "drifted")
    assert drifted.returncode == 1
    assert "read_b" in drifted.stderr
    run(scratch, "pictura-gen", "api", "small.yaml", "--out", "small")
    assert commit(scratch, "generated").returncode == 0
