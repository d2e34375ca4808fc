"""Holds the generator against published documents: all of them, with every operation."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pictura_codegen.cli import main
from pictura_core import document
from pictura_core.data import find, parse_pointer

FOLDER = Path(os.environ.get("PICTURA_CORPUS", ""))
DOCUMENTS = (
    sorted(path for path in FOLDER.iterdir() if path.suffix in {".json", ".yaml"})
    if os.environ.get("PICTURA_CORPUS")
    else []
)
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
PROGRAM = """
import sys
from importlib import import_module
sys.path.insert(0, sys.argv[1])
from made.table import API
for name in ("models", "operations", "client", "async_client"):
    try:
        import_module(f"made.{name}")
    except ModuleNotFoundError as error:
        assert error.name == f"made.{name}" and (name == "models" or not API.operations), error
print(*sorted(f"{one.method} {one.path}" for one in API.operations.values()), sep="\\n")
"""


def test_there_is_a_corpus() -> None:
    """A folder of published documents is named."""
    if not DOCUMENTS:
        pytest.skip("PICTURA_CORPUS names no folder of OpenAPI documents")


def _operations(spec: Path) -> list[str]:
    value = document.load(document.read_source(str(spec))).value
    assert isinstance(value, dict)
    found: list[str] = []
    for path, written in (value.get("paths") or {}).items():
        item = written
        if "$ref" in item:
            ((_, item),) = find(value, parse_pointer(item["$ref"].removeprefix("#")))
        found += [f"{method.upper()} {path}" for method in item if method in METHODS]
    return sorted(found)


@pytest.mark.parametrize("spec", DOCUMENTS, ids=lambda path: path.stem)
def test_every_operation_is_generated(
    spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A published document becomes a package that imports and has each of its operations."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert main(["api", str(spec), "--out", str(tmp_path / "made")]) == 0
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:-1] == (_operations(spec) or [""])
