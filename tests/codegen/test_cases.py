"""Holds the generator against folders: a specification, and what has to come out or be said."""

import re
import shutil
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from pictura_codegen.cli import main

CASES = Path(__file__).parents[1] / "cases" / "codegen"
GOOD = sorted(path.name for path in CASES.iterdir() if not path.name.startswith("bad_"))
BAD = sorted(path.name for path in CASES.iterdir() if path.name.startswith("bad_"))


@pytest.fixture(autouse=True)
def _no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def _tree(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("name", GOOD)
def test_output_is_as_recorded(
    name: str,
    update: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A specification gives exactly the recorded package, and the recorded warnings."""
    monkeypatch.chdir(CASES / name)
    out = tmp_path / name
    assert main(["api", "spec.yaml", "--out", str(out)]) == 0
    said = capsys.readouterr().err
    golden, warnings = CASES / name / "out", CASES / name / "stderr.txt"
    if update:
        shutil.rmtree(golden, ignore_errors=True)
        shutil.copytree(out, golden)
        warnings.unlink(missing_ok=True)
        if said:
            warnings.write_text(said, "utf-8")
    assert _tree(out) == _tree(golden)
    assert said == (warnings.read_text("utf-8") if warnings.exists() else "")


@pytest.mark.parametrize("name", BAD)
def test_findings_are_as_recorded(
    name: str,
    update: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A wrong specification gives the recorded findings, exit code 1, and no file."""
    monkeypatch.chdir(CASES / name)
    strict = ["--strict"] if name.startswith("bad_strict") else []
    assert main(["api", "spec.yaml", "--out", str(tmp_path / "out"), *strict]) == 1
    said = capsys.readouterr().err
    golden = CASES / name / "stderr.txt"
    if update:
        golden.write_text(said, "utf-8")
    assert said == golden.read_text("utf-8")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", BAD)
def test_every_finding_has_a_place(name: str) -> None:
    """A finding begins with file, line and column, and its code; a traceback is none."""
    said = (CASES / name / "stderr.txt").read_text("utf-8")
    heads = [line for line in said.splitlines() if not line.startswith(" ")]
    assert heads
    for head in heads:
        file, line, column, rest = head.split(":", 3)
        assert file.endswith((".yaml", ".json"))
        assert int(line) >= 1
        assert int(column) >= 1
        assert re.match(r" (warning: )?[a-z-]+: \S", rest), head
    assert "Traceback" not in said


@pytest.fixture
def importable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder whose packages can be imported, and are forgotten afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


@pytest.mark.parametrize("name", GOOD)
def test_all_is_what_is_public(name: str, importable: Path) -> None:
    """Every generated module imports, and its `__all__` names what it declares, sorted."""
    package = f"case_{name}"
    shutil.copytree(CASES / name / "out", importable / package)
    for path in sorted((importable / package).glob("*.py")):
        module = import_module(package if path.stem == "__init__" else f"{package}.{path.stem}")
        declared = {
            key
            for key, value in vars(module).items()
            if not key.startswith("_")
            and getattr(value, "__module__", module.__name__) == module.__name__
            and not isinstance(value, type(sys))
            and key not in {"annotations", "TYPE_CHECKING"}
        }
        exported: list[str] = module.__all__
        assert all(hasattr(module, key) for key in exported)
        assert len(set(exported)) == len(exported)
        if path.stem not in {"__init__", "table", "models"}:
            assert set(exported) == declared, path.name


def test_there_are_enough_cases() -> None:
    """A dozen constructs and more are shown, and twice as many mistakes."""
    assert len(GOOD) >= 12
    assert len(BAD) >= 25
