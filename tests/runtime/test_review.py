"""A plan as a reviewer reads it: what changed in a prompt, in a terminal and in a comment."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from pictura.display.changes import compare_words
from pictura.display.markdown import escape

RECIPE = """\
recipe: boats
steps:
  - id: boat
    uses: createImage
    matrix: {sea: [calm, stormy], model: [dall-e-2, dall-e-3]}
    with: {model: "{{ model }}", size: 1024x1024, prompt: "A red boat on a {{ sea }} sea"}
"""


def pictura(folder: Path, *words: str) -> str:
    """Type a command line in a folder, without a key; give what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "pictura", *words],
        cwd=folder,
        env={k: v for k, v in os.environ.items() if k != "EZLINK_API_KEY"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make four pictures, then change the prompt and take a sea away."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "recipes").mkdir()
    (folder / "pictura.toml").touch()
    recipe = folder / "recipes" / "boats.yaml"
    recipe.write_text(RECIPE)
    pictura(folder, "run", "--emulator")
    recipe.write_text(RECIPE.replace("[calm, stormy]", "[calm]").replace("red", "dark <b>blue"))
    return folder


def test_a_terminal_shows_the_words_that_changed(project: Path) -> None:
    """Below a changed job stand the words that went and those that came; costs are by model."""
    text = pictura(project, "plan", "--emulator")
    assert "prompt: A [-red-] {+dark <b>blue+} boat on a calm sea" in text
    assert "dall-e-2  $0.02\ndall-e-3  $0.04\n" in text
    assert text.endswith("2 to make ($0.06), 0 kept, 2 no longer in a recipe\n")


def test_a_comment_is_a_table_in_which_texts_stay_texts(project: Path) -> None:
    """The comment is a table; a prompt's markup is shown and not obeyed."""
    text = pictura(project, "plan", "--emulator", "--format", "markdown")
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    assert html.count("<table>") == 2
    assert "<del>red</del> <ins>dark &lt;b&gt;blue</ins>" in html
    assert "<b>" not in html
    assert html.count("no longer in the recipe") == 2


def test_json_is_the_same_by_both_names(project: Path) -> None:
    """`--json` and `--format json` are one."""
    lines = pictura(project, "plan", "--emulator", "--json").splitlines()
    assert lines == pictura(project, "plan", "--emulator", "--format", "json").splitlines()
    assert json.loads(lines[-1])["make"] == 2


def test_comparisons_lose_no_word() -> None:
    """Of any two texts, what stayed and went is the old one, what stayed and came the new one."""
    seed = random.randrange(1 << 32)
    sys.stdout.write(f"seed {seed}\n")
    chance = random.Random(seed)
    for _ in range(300):
        old, new = (
            " ".join(chance.choices("a b cc dd. e, f", k=chance.randrange(12))) for _ in range(2)
        )
        pieces = list(compare_words(old, new))
        for kind, text in (("gone", old), ("new", new)):
            kept = " ".join(piece.text for piece in pieces if piece.kind in {"same", kind})
            assert kept.split() == text.split()


@pytest.mark.parametrize(
    "text", ["a | b", "<script>alert(1)</script>", "[x](javascript:y)", "@everyone", "*a* _b_ `c`"]
)
def test_no_text_becomes_markup(text: str) -> None:
    """What a stranger writes makes no column, no element, no link, and calls nobody."""
    table = f"| a | b |\n|---|---|\n| {escape(text)} | end |\n"
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(table)
    assert html.count("<td>") == 2
    for tag in ("<script", "<a ", "<em>", "<code>"):
        assert tag not in html
    assert "@everyone" not in html
