"""Holds the page about the generator against the generator."""

import re
from pathlib import Path

import pytest

import pictura_codegen
from pictura_codegen.cli import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "generator.md").read_text("utf-8")


def test_every_warning_is_explained() -> None:
    """The page names each warning that the generator gives."""
    folder = Path(pictura_codegen.__file__).parent
    source = "\n".join(path.read_text("utf-8") for path in sorted(folder.rglob("*.py")))
    given = set(re.findall(r"\bwarn\(\s*\"([a-z0-9.-]+)\"", source))
    given |= set(re.findall(r"Diagnostic\(\s*\"([a-z0-9.-]+)\",[^)]*Severity\.WARNING", source))
    explained = set(re.findall(r"^\| `([a-z0-9.-]+)` \|", PAGE, re.MULTILINE))
    assert given
    assert given <= explained


def test_the_example_generates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The document of the page becomes a package with what the page calls, without a warning."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    written, *_ = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    spec = tmp_path / "shelf.yaml"
    spec.write_text(written, "utf-8")
    assert main(["api", str(spec), "--out", str(tmp_path / "shelf"), "--strict"]) == 0
    files = {path.name for path in (tmp_path / "shelf").iterdir()} - {"__init__.py", "py.typed"}
    assert all(f"`{name}`" in PAGE for name in files)
    for name, said in (
        ("client.py", "class ShelfClient"),
        ("client.py", "def get_book("),
        ("async_client.py", "class AsyncShelfClient"),
        ("validators.py", "def check_book("),
        ("table.py", '"SHELF_API_KEY"'),
        ("table.py", '"SHELF_BASE_URL"'),
    ):
        assert said in (tmp_path / "shelf" / name).read_text("utf-8")
