"""Hand in one recipe as a batch and take its answers in, through kills, and count.

An emulator in a process of its own plays OpenAI. The run that hands in is killed once on its way,
those that take the answers in several times; then every picture is held bit for bit against the
lock, and the bill against the pictures.

    python bench/batch.py [--short] [--jobs 20000] [--kills 5] [--seed 1]
"""

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

RECIPE = """\
recipe: otters
api: openai_images
steps:
  - id: otter
    uses: createImage
    rows: prompts.csv
    with: {model: dall-e-2, size: 256x256, response_format: b64_json, prompt: "{{ prompt }}"}
    save: images/{{ name[:2] }}/{{ name }}.{{ ext }}
"""
_SERVER = """\
import sys
from pictura.emulator import serve
from pictura.packages import load_api
with serve(load_api("openai_images"), seed=int(sys.argv[1])) as url:
    print(url, flush=True)
    sys.stdin.read()
"""
_PATIENCE = 20
"""Runs after which a recipe is given up."""


class Took(NamedTuple):
    """How a process ended, and what it took."""

    status: int
    seconds: float


def main() -> int:
    """Print the figures; 1 if one is not as it has to be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="a few jobs, for a test")
    parser.add_argument("--jobs", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=5, help="of runs that take answers in")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    chosen = parser.parse_args()
    jobs: int = 200 if chosen.short else chosen.jobs
    draw = random.Random(chosen.seed)
    print(f"seed {chosen.seed}; {jobs:,} jobs, {chosen.kills} kills")
    with (
        _serving(chosen.seed) as url,
        tempfile.TemporaryDirectory(prefix="pictura-batch-") as folder,
    ):
        _prepare(Path(folder), jobs)
        environment = {**os.environ, "OPENAI_API_KEY": "sk-benchmark", "OPENAI_BASE_URL": url}
        killed = _run(folder, environment, "--batch", "--no-wait", end=draw.uniform(0.5, 2.0))
        handed = _run(folder, environment, "--batch", "--no-wait")
        for _ in range(chosen.kills):
            _run(folder, environment, end=draw.uniform(1.0, 20.0))
        taken, runs = _take_all(folder, environment)
        again = _run(folder, environment)
        billed, right, entries = _billed(url), *_right(folder)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    is_good = right == entries == billed == jobs and handed.status == again.status == 0
    print(f"pictures in place, bit for bit   {right:>9,} of {jobs:,}")
    print(f"entries in the lock              {entries:>9,}")
    print(f"billed                           {billed:>9,}")
    print(f"seconds to hand in (first killed after {killed.seconds:.1f}) {handed.seconds:>7.1f}")
    print(f"seconds of the last runs         {taken:>9.1f}   in {runs}")
    print(f"seconds when all is kept         {again.seconds:>9.1f}")
    print(f"memory at the peak, MB           {peak:>9,.0f}")
    print("fine" if is_good else "WRONG")
    return 0 if is_good else 1


def _take_all(folder: str, environment: dict[str, str]) -> tuple[float, int]:
    """Run until nothing is left; gives the seconds, and how many runs that took."""
    began = time.monotonic()
    for turn in range(_PATIENCE):
        if _run(folder, environment, "--batch").status == 0:
            return time.monotonic() - began, turn + 1
    return time.monotonic() - began, _PATIENCE


def _run(folder: str, environment: dict[str, str], *words: str, end: float | None = None) -> Took:
    """Run the recipe; it is killed after some seconds, if any are given."""
    began = time.monotonic()
    with Path(folder, "run.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "pictura", "run", "otters.yaml", "--quiet", *words],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        process.wait(end)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    return Took(process.returncode, time.monotonic() - began)


def _prepare(folder: Path, jobs: int) -> None:
    (folder / "pictura.toml").touch()
    (folder / "otters.yaml").write_text(RECIPE, encoding="utf-8")
    rows = (f"{i % 97:02}-{i},an otter with number {i}\n" for i in range(jobs))
    (folder / "prompts.csv").write_text(f"name,prompt\n{''.join(rows)}", encoding="utf-8")


def _billed(url: str) -> int:
    with urlopen(f"{url}/_pictura/stats") as answer:  # noqa: S310 - our own server
        return int(json.load(answer)["billed"])


@contextmanager
def _serving(seed: int) -> Generator[str]:
    program = [sys.executable, "-c", _SERVER, str(seed)]
    with subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield (process.stdout.readline() if process.stdout else "").strip()
        finally:
            process.terminate()


def _right(folder: str) -> tuple[int, int]:
    """Count the pictures whose bytes are those that the lock gives, and its entries."""
    lock = json.loads(Path(folder, "otters.lock.json").read_text(encoding="utf-8"))
    right = 0
    for job in lock["jobs"].values():
        for image in job["images"]:
            file = Path(folder, image["file"])
            right += file.is_file() and sha256(file.read_bytes()).hexdigest() == image["sha256"]
    return right, len(lock["jobs"])


if __name__ == "__main__":
    sys.exit(main())
