"""The recipes of this repository: one for each family, and what they make from a fresh clone."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.gateway.conftest import Ended

from ezlink.table import API
from pictura.job import Batch
from pictura.recipes.expand import load_batches

ROOT = Path(__file__).parents[2]
RECIPES = ROOT / "recipes"
FAMILIES = {"Images", "Stability", "Midjourney", "Flux", "Video", "Audio"}
"""The tags of operations that make something to keep."""


def batches() -> dict[str, Batch]:
    """Give what each recipe asks for, by its name."""
    found, _ = load_batches([str(RECIPES)])
    return {one.recipe: one for one in found}


def families(batch: Batch) -> set[str]:
    """Give the families that a recipe's steps are of."""
    return {job.operation.tags[0] for job in batch.jobs}


def test_every_family_has_a_recipe() -> None:
    """Each family that makes something has a recipe of its own, and one leads through three."""
    told = {name: families(one) for name, one in batches().items()}
    alone = {next(iter(one)) for one in told.values() if len(one) == 1}
    makers = {one.tags[0] for one in API.operations.values() if one.images is not None}
    assert alone == makers == FAMILIES
    assert told["paper-boat"] == {"Images", "Stability", "Video"}


def test_chain_hands_its_picture_on() -> None:
    """In the recipe of three families each step begins with the picture of the one before."""
    steps = [job.step for job in batches()["paper-boat"].jobs]
    assert steps == ["boat", "alone", "afloat"]


def test_what_is_no_longer_served_is_warned_of() -> None:
    """Only Stability's recipes warn of operations that the gateway removed, and each says why."""
    _, findings = load_batches([str(RECIPES)])
    gone = {os.path.basename(one.name) for one in findings if one.code == "deprecated"}
    assert gone == {"orchard.yaml", "paper-boat.yaml"}
    for name in gone:
        assert "2026-01-13" in (RECIPES / name).read_text("utf-8")


class Clone(NamedTuple):
    """A fresh copy of the recipes, in a project of its own."""

    root: Path

    def pictura(self, *arguments: str) -> Ended:
        """Call `pictura`."""
        program = "import sys; from pictura.cli import main; sys.exit(main())"
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        return Ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """What git has of recipes/, without the pictures."""
    (tmp_path / "pictura.toml").touch()
    shutil.copytree(RECIPES, tmp_path / "recipes", ignore=shutil.ignore_patterns("images"))
    return Clone(tmp_path)


def test_plan_sums_up_and_names_what_is_unknown(clone: Clone) -> None:
    """The plan has each recipe's published prices, and says for how many jobs there is none."""
    told = {}
    for name in ("tide-pools", "night-train", "surf", "orchard", "paper-boat", "audio-guide"):
        (clone.root / "recipes" / f"{name}.lock.json").unlink()
        ended = clone.pictura("plan", f"recipes/{name}.yaml", "--json")
        summary = ended.lines()[-1]
        told[name] = (round(float(str(summary["cost_usd"])), 3), summary["unpriced"])
    assert told == {
        "tide-pools": (0.17, 0),
        "night-train": (0.036, 2),
        "surf": (0.2, 1),
        "orchard": (0.18, 0),
        "paper-boat": (0.16, 1),
        "audio-guide": (0.0, 4),
    }
    words = clone.pictura("plan", "recipes/surf.yaml").out
    assert "sora-2     unknown cost of 1 job" in words


def jobs_of(lock: Path) -> dict[str, Any]:
    """Give what a lock says of each job, but for what the version of a codec may change."""
    jobs: dict[str, Any] = json.loads(lock.read_text("utf-8"))["jobs"]
    for job in jobs.values():
        for one in job["images"]:
            one.pop("sha256")
            one.pop("bytes")
    return jobs


def test_fresh_clone_makes_what_the_locks_say(clone: Clone) -> None:
    """Run against the emulator, the recipes make every file of their locks, and change none."""
    ended = clone.pictura("run", "--emulator", "--task-time", "0.2", "--json")
    assert ended.code == 0, ended.out + ended.err
    made = ended.lines()[-1]
    locks = sorted(RECIPES.glob("*.lock.json"))
    assert [one.name.partition(".")[0] for one in locks] == sorted(batches())
    for lock in locks:
        copy = clone.root / "recipes" / lock.name
        assert jobs_of(copy) == jobs_of(lock)
        for job in jobs_of(lock).values():
            assert job["emulated"] is True
            for one in job["images"]:
                assert (clone.root / "recipes" / one["file"]).stat().st_size > 0
    assert made["made"] == sum(len(jobs_of(lock)) for lock in locks)
    again = clone.pictura("run", "--emulator", "--json").lines()[-1]
    assert (again["made"], again["requests"]) == (0, 0)
