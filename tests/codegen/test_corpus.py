"""Holds the generator against published documents: all of them, with every operation.

They are no part of this repository: PICTURA_CORPUS names their folder, or they lie beside the
checkout. `make corpus` holds all packages against mypy, `make test` a sample.
"""

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from pictura_codegen.cli import main
from pictura_core import document
from pictura_core.data import find, parse_pointer

ROOT = Path(__file__).parents[2]
BESIDE = ROOT.parent / "shared" / "corpus"
FOLDER = Path(os.environ.get("PICTURA_CORPUS") or BESIDE)
DOCUMENTS = (
    sorted(path for path in FOLDER.iterdir() if path.suffix in {".json", ".yaml"})
    if FOLDER.is_dir()
    else []
)
TYPED_BYTES = None if os.environ.get("PICTURA_CORPUS_TYPES") == "all" else 40_000
"""How large a document may be whose package is held against mypy; None for any."""
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
THEIRS = (
    "ASYNC109",  # a parameter is called `timeout` because the API has one
    "D403",  # a description begins with a name that is lower case
    "D412",  # and looks like a section where it is none
    "E501",  # an operationId or an address is longer than a line
    "N801",  # a schema is called like a builtin, and gets an underscore
    "PT028",  # an operation is called `test_...`
    "RUF001",  # texts have the letters that they have
    "RUF002",  # the same
    "SIM103",  # a validator asks the last question in the form of all others
    "SIM223",  # a property may be anything, and is named all the same
    "B007",  # so may the items of an array
    "UP013",  # a key that is called like its type cannot stand in a class body
)
"""Rules that speak of what the authors of those documents wrote."""
PROGRAM = """
import sys
from importlib import import_module
from pathlib import Path
sys.path.insert(0, sys.argv[1])
for path in sorted(Path(sys.argv[1]).rglob("*.py")):
    parts = path.relative_to(sys.argv[1]).with_suffix("").parts
    import_module(".".join(part for part in parts if part != "__init__"))
from made import table
print(*sorted(f"{one.method} {one.path}" for one in table.API.operations.values()), sep="\\n")
"""

Record = Callable[[str, object], None]


def _run(*command: str, folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _lint() -> list[str]:
    """Give the options of our own lint, with what it lets generated code do."""
    config = ROOT / "pyproject.toml"
    rules = tomllib.loads(config.read_text("utf-8"))["tool"]["ruff"]["lint"]["per-file-ignores"]
    ignored = ",".join([*rules["{generated,tests/cases}/**"], *THEIRS])
    return ["--no-cache", "--config", str(config), "--extend-ignore", ignored]


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


@pytest.fixture(scope="session")
def mypy_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What mypy remembers of the libraries from one package to the next."""
    return tmp_path_factory.mktemp("mypy")


@pytest.mark.skipif(not DOCUMENTS, reason=f"no OpenAPI documents in {FOLDER}: set PICTURA_CORPUS")
@pytest.mark.parametrize("spec", DOCUMENTS, ids=lambda path: path.stem)
def test_every_operation_is_generated(
    spec: Path,
    tmp_path: Path,
    mypy_cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Record,
) -> None:
    """A published document becomes a package with each of its operations.

    Every module imports, and is clean under our own lint and, in a sample, under mypy strict.
    """
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    package = tmp_path / "packages" / "made"
    assert main(["api", str(spec), "--out", str(package)]) == 0
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(package.parent)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    wanted = _operations(spec)
    assert done.stdout.split("\n")[:-1] == (wanted or [""])
    _run(sys.executable, "-m", "ruff", "check", *_lint(), str(package), folder=ROOT)
    if TYPED_BYTES is None or spec.stat().st_size <= TYPED_BYTES:
        mypy = ("--strict", "--config-file", os.devnull, "--cache-dir", str(mypy_cache))
        _run(sys.executable, "-m", "mypy", *mypy, "-p", "made", folder=package.parent)
    record_property("corpus_operations", len(wanted))
