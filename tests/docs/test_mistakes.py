"""What a new user sees after a typing mistake: what was wrong and what to do, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ezlink.table import API

_RECIPE = """\
recipe: otters
steps:
  - id: otter
    uses: createImage
    with: {model: gpt-image-2, prompt: An otter}
"""
_COMMANDS = (
    ("valdate", 2, "there is no command 'valdate'; did you mean 'validate'?"),
    ("--versoin", 2, "there is no option '--versoin'; did you mean '--version'?"),
    ("validate --formt json", 2, "pictura validate takes no '--formt'; did you mean '--format'?"),
    ("validate --format jsn", 2, "--format: invalid choice: 'jsn'"),
    ("validate recipes/oters.yaml", 2, "no file or folder recipes/oters.yaml; did you mean"),
    ("validate empty", 2, "the folder empty holds no recipe"),
    ("run --budget much", 2, "--budget is a sum in US dollars such as 2.50, not 'much'"),
    ("run --concurrency 0", 2, "--concurrency is a whole number from 1 to 1000, not '0'"),
    ("run --concurrency", 2, "--concurrency: expected one argument"),
    ("run --emulator --only oter", 2, "no recipe has a step 'oter'"),
    ("run", 2, f"no key: set {API.key_variable}"),
    ("plan recipes/otters.yaml --jsn", 2, "pictura plan takes no '--jsn'; did you mean '--json'?"),
)
_RECIPES = (
    ("recipe:", "recipes:", "unknown-field: there is no field 'recipes' here; did you mean"),
    ("steps:", "step:", "unknown-field: there is no field 'step' here; did you mean 'steps'?"),
    ("steps:", "steps: []\nx:", "too-few: steps must have at least 1 item, has 0"),
    ("- id: otter", "- id: an otter", "wrong-form: a step's id is made of letters"),
    ("id: otter", "name: otter", "missing-field: the field 'id' is missing"),
    ("uses:", "use:", "unknown-field: there is no field 'use' here; did you mean 'uses'?"),
    ("uses:", "usse:", "unknown-field: there is no field 'usse' here; did you mean 'uses'?"),
    ("createImage\n", "createImages\n", "did you mean 'createImage'?"),
    ("createImage\n", "listModels\n", "unknown-operation: 'listModels' makes no pictures"),
    ("    uses", "\tuses", "tab-indentation: a tab indents this line; YAML takes spaces only"),
    ("    uses", "   uses", "syntax: "),
    ("  - id: otter", "  - otter\n  - id: a", "wrong-type: a step must be an object, not 'otter'"),
    (
        "prompt:",
        "promt:",
        "createImage has no field 'promt'; did you mean 'prompt'?",
    ),
    ("An otter", "3", "wrong-type: prompt must be a string, not 3"),
    ("An otter", '""', "prompt-too-short: "),
    ("An otter", "{{ animal }}", "a value that begins with {{ has to stand in quotes"),
    ("An otter", '"{{ recip }}"', "there is no variable 'recip'; did you mean 'recipe'?"),
    ("An otter", '"{{ recipe | uper }}"', "there is no filter 'uper'; did you mean 'upper'?"),
    ("An otter", '"{{ recipe }"', "template-syntax: "),
    (
        "An otter",
        '"{{ recipe"',
        "'{{ recipe' is no template: its `{{` has no `}}`",
    ),
    ("An otter", "'It's an otter'", "or a text in it needs quotes"),
    ("with: {model", "size: auto\n    with: {model", "so it belongs under `with`"),
    ("An otter}", 'a, n: "2"}', "wrong-type: n must be null or an integer, not '2'"),
    ("An otter}", "a}\n    rows: no.csv", "file-not-found: there is no file recipes/no.csv"),
    ("An otter}", "a}\n    each: oter", "unknown-step: there is no step 'oter'; did you mean"),
    ("An otter}", "a}\n    each: otter", "cycle: the step waits for its own pictures"),
    ("An otter}", "a}\n    save: ../../a.png", "outside-project: the path '../../a.png' leads out"),
    ("An otter}", "a}\n    matrix: {index: [1]}", "reserved-name: 'index' is a name that Pictura"),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one recipe that is fine."""
    (tmp_path / "pictura.toml").touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "otters.yaml").write_text(_RECIPE, "utf-8")
    return tmp_path


def _type(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: v for name, v in os.environ.items() if name != API.key_variable}
    command = [sys.executable, "-m", "pictura", *words]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(("line", "status", "sentence"), _COMMANDS)
def test_command(project: Path, line: str, status: int, sentence: str) -> None:
    """A mistake in the command line is said in one line, with what may have been meant."""
    done = _type(project, *line.split())
    assert done.stderr.startswith("pictura: ")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert (done.returncode, done.stdout) == (status, "")


def test_wrong_folder(project: Path) -> None:
    """In a folder without recipes/, the sentence says so."""
    done = _type(project / "recipes", "validate")
    sentence = "there is no folder recipes; name a recipe, or begin with `pictura init`"
    assert done.stderr == f"pictura: {sentence}\n"
    assert done.returncode == 2


def test_a_step_is_no_job(project: Path) -> None:
    """Whoever asks for a step's picture is told a job's name."""
    _type(project, "run", "--emulator")
    done = _type(project, "show", "oter")
    assert done.stderr.endswith("knows a job 'oter'; did you mean 'otter'?\n")
    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.parametrize(("right", "wrong", "sentence"), _RECIPES)
def test_recipe(project: Path, right: str, wrong: str, sentence: str) -> None:
    """A mistake in a recipe is found, with its place, and by `plan` as by `validate`."""
    text = _RECIPE.replace(right, wrong, 1)
    assert text != _RECIPE
    (project / "recipes" / "otters.yaml").write_text(text, "utf-8")
    done = _type(project, "validate")
    assert sentence in done.stdout
    assert done.stdout.startswith("recipes/otters.yaml:")
    assert (done.returncode, done.stderr) == (1, "")
    planned = _type(project, "plan")
    assert sentence in planned.stderr
    assert (planned.returncode, planned.stdout) == (1, "")
