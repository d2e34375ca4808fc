"""The short form of `bench/chaos.py`: kills and faults, and then the bill."""

import subprocess
import sys
from pathlib import Path

CHAOS = Path(__file__).parents[3] / "bench" / "chaos.py"


def test_kills_and_faults_leave_every_picture_and_an_honest_bill() -> None:
    """Killed at random moments, every picture is there in the end, and none is billed twice."""
    done = subprocess.run(
        [sys.executable, str(CHAOS), "--short"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("fine") == 5, done.stdout
