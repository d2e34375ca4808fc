"""Holds large packages against tags that no file can be called like."""

import json
from pathlib import Path

from pictura_codegen.cli import main


def test_a_tag_longer_than_a_file_name_divides_a_package(tmp_path: Path) -> None:
    """A tag of thousands of letters, of any script, still gives its operations a file."""
    tags = ["a" * 5000, "图" * 300, "plain"]
    paths = {
        f"/things{number}": {
            "get": {"tags": [tags[number % 3]], "responses": {"204": {"description": "Done."}}}
        }
        for number in range(210)
    }
    specification = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}
    spec = tmp_path / "openapi.json"
    spec.write_text(json.dumps(specification), "utf-8")
    assert main(["api", str(spec), "--out", str(tmp_path / "made")]) == 0
    names = [path.name for path in (tmp_path / "made").rglob("*.py")]
    assert "plain.py" in names
    assert all(len(name) < 100 for name in names)
