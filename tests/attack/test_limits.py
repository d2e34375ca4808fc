"""Recipes that take for ever to check: circles of thousands of steps, and slow expressions."""

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Protocol

import pytest

from pictura.cli import main
from pictura.recipes import expression


class Ended(Protocol):
    """How a process ended."""

    status: int

    @property
    def said(self) -> str:
        """All that a person saw."""
        ...


class Attacked(Protocol):
    """A project to attack."""

    def write(self, text: str, name: str = "r.yaml") -> None:
        """Write a recipe, or another file."""

    def pictura(self, *words: str, seconds: float = 60) -> Ended:
        """Start it and wait for its end."""
        ...


def steps_of(ways: dict[int, int | None]) -> str:
    """Write steps, each of which waits for another."""
    lines = ["recipe: r", "steps:"]
    for own, other in ways.items():
        lines += [f"  - id: s{own}", "    uses: createImageEdit"]
        lines += [f"    each: s{other}"] if other is not None else []
        image = "'{{ image }}'" if other is not None else "a.png"
        lines += [f"    with: {{image: {image}, model: gpt-image-1, prompt: x}}"]
    return "\n".join(lines)


@pytest.mark.parametrize("shape", ["circle", "tail", "pairs"])
def test_circles_of_thousands_of_steps(attacked: Attacked, shape: str) -> None:
    """Each step of a circle is a finding, looked at once; steps that lead into it are none."""
    count = 6000
    ways: dict[str, dict[int, int | None]] = {
        "circle": {i: (i + 1) % count for i in range(count)},
        "tail": {i: min(i + 1, count - 2) if i < count - 1 else count - 2 for i in range(count)},
        "pairs": {i: i ^ 1 for i in range(count)},
    }
    attacked.write(steps_of(ways[shape]))
    ended = attacked.pictura("validate", "r.yaml")
    assert ended.status == 1
    assert ended.said.count(" cycle: ") == {"circle": count, "tail": 1, "pairs": count}[shape]
    assert max(map(len, ended.said.splitlines())) < 300


def test_slow_expressions_of_a_recipe_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many expressions, each slow but within its time, end with the recipe's time."""
    monkeypatch.setattr(expression, "MAXIMUM_RECIPE", 0.005)
    monkeypatch.setattr(expression, "_SLOW", 0.0)
    slow = "{% for i in range(90000) %}{% endfor %}"
    lines = ["recipe: r", "steps:"]
    for number in range(12):
        lines += [f"  - id: s{number}", "    uses: createImage"]
        lines += [f"    with: {{model: dall-e-2, prompt: '{slow} {number}'}}"]
    (tmp_path / "pictura.toml").touch()
    recipe = tmp_path / "r.yaml"
    recipe.write_text("\n".join(lines))
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        assert main(["validate", str(recipe)]) == 1
    assert "the recipe's expressions take more than" in said.getvalue()
    assert " unbounded-expression: " in said.getvalue()
