"""Recipes, right and wrong, and what the command line says of them."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

CASES = Path(__file__).parents[2] / "cases" / "recipes"
NAMES = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str, tmp_path: Path, *, update: bool) -> None:
    """`pictura validate` says of each recipe what its golden file says, and nothing else."""
    (tmp_path / "pictura.toml").touch()
    folder = copytree(CASES / name, tmp_path / "case")
    (folder / "stdout.txt").unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "pictura", "validate", "recipe.yaml"],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1795000000"},  # models retire by the day
        capture_output=True,
        check=False,
        timeout=60,
    )
    said = done.stdout.decode()
    golden = CASES / name / "stdout.txt"
    if update:
        golden.write_text(said, encoding="utf-8")
    assert done.stderr.decode() == ""
    assert said == golden.read_text(encoding="utf-8")
    assert done.returncode == (1 if "error" in said.splitlines()[-1] else 0)
    assert done.returncode == (0 if name in {"sound", "same-request", "stream", "retired"} else 1)
