"""A folder in which packages are generated and recipes run, by the commands alone."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

HERE = Path(__file__).parent


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    def lines(self) -> list[dict[str, object]]:
        """Give what `--json` printed."""
        return [json.loads(line) for line in self.out.splitlines()]


class Workshop:
    """A project with recipes, beside it the packages of other APIs.

    Attributes:
        root: Where documents and packages lie.
        recipes: The recipes' folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.recipes = root / "recipes"
        self.recipes.mkdir()
        (root / "pictura.toml").touch()

    def _call(self, module: str, *arguments: str) -> Ended:
        program = f"import sys; from {module} import main; sys.exit(main())"
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=self.root,
            env={
                **os.environ,
                "PYTHONPATH": str(self.root),
                "PYTHONDONTWRITEBYTECODE": "1",
                "XDG_CACHE_HOME": str(self.root / "cache"),
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def generate(self, document: str | Path, name: str, *options: str) -> Ended:
        """Write a package."""
        return self._call("pictura_codegen.cli", "api", str(document), "--out", name, *options)

    def pictura(self, *arguments: str) -> Ended:
        """Call `pictura`."""
        return self._call("pictura.cli", *arguments)

    def recipe(self, name: str, text: str) -> Path:
        """Write a recipe."""
        path = self.recipes / f"{name}.yaml"
        path.write_text(text, "utf-8")
        return path

    def run(self, *options: str) -> Mapping[str, object]:
        """Run all recipes against the emulator, to the end, and give the summary."""
        ended = self.pictura("run", "--emulator", "--json", *options)
        assert ended.code == 0, ended.out + ended.err
        return ended.lines()[-1]


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """An empty project."""
    return Workshop(tmp_path)
