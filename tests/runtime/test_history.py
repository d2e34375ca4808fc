"""`pictura history`: runs and what was spent, from the ledger alone."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

RECIPE = """\
recipe: boats
steps:
  - id: boat
    uses: createImage
    matrix: {model: [dall-e-2, dall-e-3]}
    with: {model: "{{ model }}", size: 1024x1024, prompt: A boat}
"""


def pictura(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Type a command line in a folder, without a key."""
    return subprocess.run(
        [sys.executable, "-m", "pictura", *words],
        cwd=folder,
        env={k: v for k, v in os.environ.items() if k != "EZLINK_API_KEY"} | {"TZ": "UTC"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Run a recipe twice, and take the emulator's answers for real ones."""
    (tmp_path / "recipes").mkdir()
    (tmp_path / "pictura.toml").touch()
    (tmp_path / "recipes" / "boats.yaml").write_text(RECIPE)
    for _ in range(2):
        assert pictura(tmp_path, "run", "--emulator").returncode == 0
    return tmp_path


def paid_for(project: Path) -> None:
    """Say in the ledger that the runs were real, on two days."""
    with sqlite3.connect(project / ".pictura" / "ledger.sqlite") as ledger:
        ledger.execute("UPDATE runs SET emulated = 0")
        ledger.execute("UPDATE requests SET emulated = 0, created = 1767225600")
        ledger.execute("UPDATE requests SET created = 1767312000 WHERE job LIKE '%dall-e-3%'")


def test_runs_and_sums(project: Path) -> None:
    """Each run is a line; sums by day, model and recipe add up to the same total."""
    paid_for(project)
    done = pictura(project, "history", "--json")
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    runs = [one for one in events if one["event"] == "run"]
    assert [(run["made"], run["kept"], run["cost_usd"]) for run in runs] == [
        (0, 2, 0),
        (2, 0, 0.06),
    ]
    spent = {(one["by"], one["name"]): one["cost_usd"] for one in events if one["event"] == "spent"}
    assert spent == {
        ("day", "2026-01-01"): 0.02,
        ("day", "2026-01-02"): 0.04,
        ("model", "dall-e-2"): 0.02,
        ("model", "dall-e-3"): 0.04,
        ("recipe", "recipes/boats.yaml"): 0.06,
    }
    assert events[-1] == {
        "event": "total",
        "name": "total",
        "requests": 2,
        "pictures": 2,
        "cost_usd": 0.06,
        "unpriced": 0,
    }


def test_people_read_tables(project: Path) -> None:
    """The text names runs, sums and the total; `--limit` shortens the runs and no sum."""
    paid_for(project)
    text = pictura(project, "history", "--limit", "1").stdout
    assert "0 made, 2 kept" in text
    assert "2 made" not in text
    assert "and 1 earlier run; --limit 0 shows all" in text
    assert "dall-e-3" in text
    assert text.endswith("in all 2 pictures, $0.06\n")


def test_the_emulator_costs_nothing(project: Path) -> None:
    """Emulated runs are shown only when asked for."""
    done = pictura(project, "history")
    assert (done.returncode, done.stdout) == (0, "no run yet\n")
    assert "nobody paid for them" in pictura(project, "history", "--emulator").stdout


def test_a_broken_ledger_is_a_sentence(project: Path) -> None:
    """What cannot be read is said with what to do."""
    (project / ".pictura" / "ledger.sqlite").write_bytes(b"garbage" * 1000)
    done = pictura(project, "history")
    assert done.returncode == 1
    assert "broken-ledger" in done.stderr
    assert pictura(project, "history", "nowhere").returncode == 2
    assert "is a number" in pictura(project, "history", "--limit", "x").stderr
