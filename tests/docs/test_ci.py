"""What the page of continuous integration and `pictura init` give to GitHub and GitLab works there.

The files are held against the schemas of both, and their commands are typed in a shell, with the
emulator in the API's place, and scripts in the places of `pip`, `gh` and `curl` that note what they
are given.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from ezlink.table import API
from pictura_core.data import is_array, is_object
from pictura_core.document import load
from pictura_core.source import Source

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
_FILES: dict[str, str] = {
    text.split()[1]: text
    for text in re.findall(r"^```yaml\n(# .*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
}
_RECIPE = """\
recipe: first
steps:
  - id: lighthouse
    uses: createImage
    matrix: {hour: [dawn, dusk]}
    with: {model: flux-dev, prompt: "A lighthouse at {{ hour }}"}
"""


class Runner(NamedTuple):
    """A machine that runs jobs: its project, the environment of its shell, and what was noted."""

    project: Path
    environment: dict[str, str]
    notes: Path

    def type(self, *lines: str) -> None:
        """Type lines as a runner does: the first that fails ends it."""
        done = subprocess.run(
            ["bash", "-e", "-c", "\n".join(lines)],  # noqa: S607 - whichever bash people have
            cwd=self.project,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    """A project with one recipe, and the emulator in the API's place."""
    programs = tmp_path / "bin"
    programs.mkdir()
    notes = tmp_path / "notes"
    notes.mkdir()
    for name in ("pip", "gh", "curl"):
        _program(programs / name, f'printf "%s\\n" "$@" > {notes / name}')
    _program(programs / "pictura", f'exec {sys.executable} -m pictura "$@"')
    project = tmp_path / "project"
    (project / "recipes").mkdir(parents=True)
    (project / "pictura.toml").touch()
    (project / "recipes" / "first.yaml").write_text(_RECIPE, "utf-8")
    command = [sys.executable, "-m", "pictura", "emulate", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            environment = {
                **os.environ,
                "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
                "GITHUB_STEP_SUMMARY": str(notes / "summary"),
                "NUMBER": "7",
                "BUDGET": "5.00",
                "CI_MERGE_REQUEST_IID": "7",
                API.key_variable: "any-key",
                API.url_variable: server.stdout.readline().split()[-1],
            }
            yield Runner(project, environment, notes)
        finally:
            server.terminate()


def _program(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n", "utf-8")
    path.chmod(0o755)


def _member(value: object, *steps: str) -> object:
    for step in steps:
        assert is_object(value)
        value = value[step]
    return value


def _workflow(text: str, job: str) -> list[str]:
    """Give the commands of a job of a workflow."""
    steps = _member(load(Source("workflow.yml", text)).value, "jobs", job, "steps")
    assert is_array(steps)
    return [str(step["run"]) for step in steps if is_object(step) and "run" in step]


def _pipeline(job: str) -> list[str]:
    """Give the commands of a job of GitLab."""
    value = load(Source("gitlab.yml", _FILES[".gitlab-ci.yml"])).value
    before, own = _member(value, "default", "before_script"), _member(value, job, "script")
    assert is_array(before)
    assert is_array(own)
    return [str(line) for line in (*before, *own)]


@pytest.mark.parametrize("name", [*_FILES, "init"])
def test_the_schema_of_the_host_takes_it(name: str, tmp_path: Path) -> None:
    """GitHub's and GitLab's schemas find nothing wrong with the files."""
    file = tmp_path / "file.yml"
    if name == "init":
        _init(tmp_path)
        file = tmp_path / ".github" / "workflows" / "pictures.yml"
    else:
        file.write_text(_FILES[name], "utf-8")
    schema = "vendor.gitlab-ci" if "gitlab" in name else "vendor.github-workflows"
    program = Path(sys.executable).parent / "check-jsonschema"
    done = subprocess.run(
        [str(program), "--builtin-schema", schema, str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _init(folder: Path) -> str:
    """Type `pictura init`, and give the workflow that it writes."""
    subprocess.run([sys.executable, "-m", "pictura", "init"], cwd=folder, check=True)
    return (folder / ".github" / "workflows" / "pictures.yml").read_text("utf-8")


def test_github_gets_a_comment(runner: Runner) -> None:
    """The plan is written, and `gh` is asked to comment with it."""
    runner.type(*_workflow(_FILES[".github/workflows/plan.yml"], "plan"))
    said = (runner.notes / "gh").read_text().split()
    assert said[:3] == ["pr", "comment", "7"]
    assert "2 to make ($0.05), 0 kept" in (runner.project / said[-1]).read_text()


def test_github_gets_findings(runner: Runner) -> None:
    """The findings are where the next step takes them from."""
    runner.type(*_workflow(_FILES[".github/workflows/scan.yml"], "scan"))
    steps = load(Source("scan.yml", _FILES[".github/workflows/scan.yml"])).value
    (file,) = re.findall(r"'sarif_file': '([^']+)'", str(steps))
    assert json.loads((runner.project / file).read_text())["version"] == "2.1.0"


def test_the_workflow_of_init(runner: Runner) -> None:
    """It checks, sums up, makes the pictures within the budget, and shows them."""
    workflow = _init(runner.project)
    runner.type(*_workflow(workflow, "check"))
    assert "2 to make ($0.05)" in (runner.notes / "summary").read_text()
    runner.type(*_workflow(workflow, "make"))
    for name in ("pictures.xml", "gallery/index.html", "recipes/first.lock.json"):
        assert (runner.project / name).exists(), name


def test_the_workflow_of_init_keeps_what_was_paid_for(tmp_path: Path) -> None:
    """The cache is saved whatever became of the run, under the name that the next one restores."""
    steps = _member(load(Source("workflow.yml", _init(tmp_path))).value, "jobs", "make", "steps")
    assert is_array(steps)
    (saved,) = [s for s in steps if is_object(s) and "cache/save" in str(s.get("uses"))]
    (restored,) = [s for s in steps if is_object(s) and "cache/restore" in str(s.get("uses"))]
    assert _member(saved, "if") == "always()"
    assert _member(saved, "with", "path") == _member(restored, "with", "path") == ".pictura"
    prefix = str(_member(restored, "with", "restore-keys"))
    assert str(_member(saved, "with", "key")).startswith(prefix)


def test_gitlab(runner: Runner) -> None:
    """GitLab gets its comment, the pictures, the report and the gallery."""
    runner.type(*_pipeline("check"))
    said = (runner.notes / "curl").read_text()
    assert "body@plan.md\n" in said
    assert said.endswith("/merge_requests/7/notes\n")
    assert "2 to make ($0.05)" in (runner.project / "plan.md").read_text()
    runner.type(*_pipeline("make"))
    for name in ("pictures.xml", "gallery/index.html", "recipes/first.lock.json"):
        assert (runner.project / name).exists(), name
