"""Fetches the official JSON Schema Test Suite, which no package carries by itself.

The source distribution of `jsonschema` on the Python Package Index has it, so a fresh clone needs
pip and nothing else. A newer copy is held against as well: the one that `JSON_SCHEMA_TEST_SUITE`
names, such as a clone of the suite's repository, or the one beside the checkout.
"""

import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

import pytest

PACKAGE: Final = "jsonschema==4.26.0"


BESIDE: Final = Path(__file__).parents[4] / "shared" / "json-schema-test-suite"
"""Where a newer copy may lie: beside the checkout."""


class Suite(NamedTuple):
    """A copy of the suite.

    Attributes:
        tests: The folder with a folder for each draft.
        remotes: The folder of documents that tests refer to.
    """

    tests: Path
    remotes: Path


@pytest.fixture(scope="session")
def packed_suite() -> Suite:
    """Give the package's copy; a failed download is a failed test, not a skipped one."""
    root = Path(sys.prefix) / "share" / f"json-schema-test-suite-of-{PACKAGE.replace('==', '-')}"
    if not root.is_dir():
        _fetch(root)
    return Suite(root / "tests", root / "remotes")


@pytest.fixture(scope="session")
def newer_suite() -> Suite:
    """Give the newer copy, if there is one."""
    named = os.environ.get("JSON_SCHEMA_TEST_SUITE")
    root = Path(named) if named else BESIDE
    if not named and not root.is_dir():
        pytest.skip(
            "no newer copy: JSON_SCHEMA_TEST_SUITE names none, and none lies beside the checkout"
        )
    tests = root / "tests" if (root / "tests").is_dir() else root
    return Suite(tests, root / "remotes")


def _fetch(root: Path) -> None:
    root.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root.parent) as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        subprocess.run([*command, "--no-binary=:all:", f"--dest={folder}", PACKAGE], check=True)
        (archive,) = Path(folder).glob("*.tar.gz")
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        (unpacked,) = Path(folder).glob("*/json")
        try:
            unpacked.rename(root)
        except OSError:
            # Another worker was faster; its copy is as good.
            assert root.is_dir()
