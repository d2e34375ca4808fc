"""Every example of a recipe on a page, through the real `pictura validate`.

A fenced block of YAML is a whole recipe, unless a comment in the line above says what part it is:

    <!-- fragment of a recipe -->       keys of a recipe
    <!-- fragment of a step -->         keys of one step
    <!-- a recipe -->                   nothing, as without a comment
    <!-- …; refused: code, code -->     any of these, and `validate` has to find exactly these codes
    <!-- file: towns.csv -->            above any block: a file beside the recipes of the page

What a fragment lacks to be a recipe is put around it.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
PICTURES = ("photos/harbour.png",)
"""Inputs that the pages name."""
_FENCE = re.compile(
    r"(?:^<!-- (?P<mark>[^\n]*) -->\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_KEY = re.compile(r"^(\w+):", re.MULTILINE)
_REQUEST = "with: {model: gpt-image-2, prompt: A lighthouse}"


class Example(NamedTuple):
    """A block of a page."""

    place: str
    kind: str
    refused: tuple[str, ...]
    text: str


def _examples(page: str) -> list[Example]:
    text = (ROOT / page).read_text("utf-8")
    found: list[Example] = []
    for block in _FENCE.finditer(text):
        kind, _, refused = (block["mark"] or "").partition("; refused: ")
        place = f"{page}:{text.count(chr(10), 0, block.start('text')) + 1}"
        codes = tuple(sorted(refused.split(", "))) if refused else ()
        if block["language"] == "yaml" or kind.startswith("file: "):
            found.append(Example(place, kind, codes, block["text"]))
    return found


def _is_recipe(example: Example) -> bool:
    # The README also shows a configuration of pre-commit, which is no recipe.
    return not example.kind.startswith("file: ") and not example.text.startswith("# .pre-commit")


def _complete(example: Example) -> str:
    keys = _KEY.findall(example.text)
    match example.kind:
        case "" | "a recipe":
            return example.text
        case "fragment of a recipe":
            step = f"steps:\n  - id: example\n    uses: createImage\n    {_REQUEST}\n"
            return f"recipe: example\n{example.text}{'' if 'steps' in keys else step}"
        case "fragment of a step":
            lines = ["id: example", *example.text.splitlines()]
            lines += [] if "with" in keys else [_REQUEST]
            return "recipe: example\nsteps:\n  - " + "\n    ".join(lines) + "\n"
        case other:
            message = f"{example.place}: no such kind of example: {other}"
            raise AssertionError(message)


PAGES = ("README.md", "docs/recipes.md", "docs/troubleshooting.md")
RECIPES = [example for page in PAGES for example in _examples(page) if _is_recipe(example)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with every file that the pages' recipes name."""
    (tmp_path / "pictura.toml").touch()
    folder = tmp_path / "recipes"
    folder.mkdir()
    for page in PAGES:
        for example in _examples(page):
            if example.kind.startswith("file: "):
                (folder / example.kind.removeprefix("file: ")).write_text(example.text, "utf-8")
    for name in PICTURES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (64, 64)).save(folder / name)
    return tmp_path


@pytest.mark.parametrize("example", RECIPES, ids=lambda example: example.place)
def test_example(project: Path, example: Example) -> None:
    """An example is fine, without even a warning, or is refused with the codes that it names."""
    done = _validate(project, example, "--format", "json")
    codes = sorted({json.loads(line)["code"] for line in done.stdout.splitlines()})
    assert tuple(codes) == example.refused, done.stdout + done.stderr
    assert done.returncode == (1 if example.refused else 0)


def test_shown_finding(project: Path) -> None:
    """The finding that the page of troubleshooting shows is what its recipe gives."""
    page = "docs/troubleshooting.md"
    (example,) = [one for one in RECIPES if one.place.startswith(page)]
    (shown,) = [
        block["text"]
        for block in _FENCE.finditer((ROOT / page).read_text("utf-8"))
        if block["language"] == "text"
    ]
    assert _validate(project, example).stdout == shown


def _validate(project: Path, example: Example, *options: str) -> "subprocess.CompletedProcess[str]":
    (project / "recipes" / "example.yaml").write_text(_complete(example), "utf-8")
    command = [sys.executable, "-m", "pictura", "validate", *options]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def test_examples_found() -> None:
    """The pages have examples of each kind, so that none is lost by a change of the marks."""
    kinds = {(example.kind, bool(example.refused)) for example in RECIPES}
    assert kinds >= {
        ("", False),
        ("fragment of a recipe", False),
        ("fragment of a step", False),
        ("fragment of a step", True),
    }


def test_readme_recipe() -> None:
    """The README shows the lighthouse as it stands in recipes/, which its commands run."""
    (shown,) = [example.text for example in RECIPES if example.place.startswith("README.md:")]
    assert shown == (ROOT / "recipes" / "lighthouse.yaml").read_text("utf-8")
