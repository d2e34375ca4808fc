"""Run one recipe on the workers of a Dask scheduler, kill workers at random, and count.

The scheduler, each worker, the run and the server are processes of their own. The server is the
emulator: it makes faults, and honours `Idempotency-Key`. Of a job whose request was dropped twice
nobody knows whether it is paid for, and the run says so: it is run again, as a person would. How
many jobs were left to a further run, and why, is told. At the end every picture is held bit for bit
against the lock, the bill against the pictures, and the busiest second that the server saw against
the rate.

    python bench/engine.py [--short] [--jobs 20000] [--workers 4] [--rate 60] [--seed 1]
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Generator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.runtime.run.workers import Workers

RECIPE = """\
recipe: otters
limits: {{images_per_minute: {rate}, concurrency: 16}}
steps:
  - id: otter
    uses: createImage
    rows: prompts.csv
    with: {{model: dall-e-2, size: 256x256, response_format: b64_json, prompt: "{{{{ prompt }}}}"}}
    save: images/{{{{ name[:2] }}}}/{{{{ name }}}}.{{{{ ext }}}}
"""
FAULTS = ("429=0.002", "500=0.01", "503=0.01", "garbage=0.01", "drop=0.01")
LEASE = "10"
_SERVER = """\
import os, sys
from contextlib import suppress
with suppress(OSError):
    os.nice(-10)  # it stands for a machine of its own: when requests come, it takes note at once
from pictura.emulator import serve
from pictura.packages import load_api
faults = dict(one.split("=") for one in sys.argv[2:])
with serve(
    load_api("ezlink"), faults={k: float(v) for k, v in faults.items()}, seed=int(sys.argv[1])
) as url:
    print(url, flush=True)
    sys.stdin.read()
"""
_PATIENCE = 5
"""Runs after which a recipe is given up."""
_BETWEEN = (8.0, 25.0)
"""Seconds between two kills, at least and at most."""


class Told(NamedTuple):
    """What a server says that it was asked."""

    requests: int
    billed: int
    busiest: int


def main() -> int:
    """Print the figures; 1 if one is not as it has to be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="a few jobs, for a test")
    parser.add_argument("--jobs", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--rate", type=int, default=60, help="pictures a second, all together")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    chosen = parser.parse_args()
    jobs: int = 600 if chosen.short else chosen.jobs
    print(f"seed {chosen.seed}; {jobs:,} jobs, {chosen.workers} workers, {chosen.rate} a second")
    began = time.monotonic()
    with (
        _serving(chosen.seed) as url,
        tempfile.TemporaryDirectory(prefix="pictura-engine-") as name,
    ):
        folder = Path(name)
        (folder / "project").mkdir()
        (folder / "workers").mkdir()
        _prepare(folder / "project", jobs, chosen.rate)
        settings = {
            "EZLINK_API_KEY": "sk-benchmark",
            "EZLINK_BASE_URL": url,
            "PICTURA_LEASE": LEASE,
            "XDG_STATE_HOME": str(folder),
        }
        with closing(Workers(folder / "workers", settings, chosen.workers)) as workers:
            started = time.monotonic()
            chance = random.Random(chosen.seed)
            runs = kills = 0
            status = 1
            while status and runs < _PATIENCE:  # as a person would whose jobs met two faults
                status, killed = _run(folder / "project", workers, chance)
                runs, kills = runs + 1, kills + killed
            took = time.monotonic() - started
        if not (folder / "project" / "otters.lock.json").exists():
            sys.exit((folder / "project" / "errors.log").read_text(encoding="utf-8"))
        told, right, entries = _ask(url), *_right(folder / "project")
        left = _left(folder / "project" / "run.log")
    seconds = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    most = chosen.rate * 1.02
    is_good = right == entries == told.billed == jobs and told.busiest <= most and not status
    print(f"pictures in place, bit for bit   {right:>7,} of {jobs:,}")
    print(f"entries in the lock              {entries:>7,}")
    print(f"billed                           {told.billed:>7,}")
    print(f"requests, faults among them      {told.requests:>7,}")
    print(f"busiest second at the server     {told.busiest:>7,} of {chosen.rate} (most: {most:g})")
    print(f"requests a second, all the time  {told.requests / took:>7.1f}")
    print(f"workers killed                   {kills:>7,}")
    print(f"runs until nothing was left      {runs:>7,}")
    for code, number in sorted(left.items()):
        print(f"{f'left to a further run: {code}':<32} {number:>7,}")
    print(f"seconds of the runs              {took:>7,.0f}")
    print(f"seconds in all                   {seconds:>7,.0f}")
    print(f"CPU seconds of all processes     {used.ru_utime + used.ru_stime:>7,.0f}")
    print("fine" if is_good else "WRONG")
    return 0 if is_good else 1


def _run(folder: Path, workers: Workers, chance: random.Random) -> tuple[int, int]:
    """Run the recipe while workers are killed; gives its status, and how many were."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EZLINK_")}
    words = ["run", "otters.yaml", "--json", "--engine", workers.url]
    kills = 0
    with (folder / "run.log").open("ab") as log, (folder / "errors.log").open("ab") as errors:
        running = subprocess.Popen(
            [sys.executable, "-m", "pictura", *words],
            cwd=folder,
            env=kept | workers.variables,
            stdout=log,
            stderr=errors,
        )
        while True:
            try:
                return running.wait(chance.uniform(*_BETWEEN)), kills
            except subprocess.TimeoutExpired:
                workers.kill_worker(chance.randrange(len(workers.workers)))
                kills += 1


def _left(log: Path) -> Counter[str]:
    """Count the jobs that a run left to a further one, by the code of why."""
    events = map(json.loads, log.read_text(encoding="utf-8").splitlines())
    return Counter(one["code"] for one in events if one["event"] == "job" and one.get("code"))


def _prepare(folder: Path, jobs: int, rate: int) -> None:
    (folder / "pictura.toml").write_text("")
    (folder / "otters.yaml").write_text(RECIPE.format(rate=rate * 60))
    rows = [f"{sha256(str(at).encode()).hexdigest()[:12]},otter {at}" for at in range(jobs)]
    (folder / "prompts.csv").write_text("name,prompt\n" + "\n".join(rows) + "\n")


def _right(folder: Path) -> tuple[int, int]:
    """Count the pictures that are what the lock says, and the lock's entries."""
    jobs = json.loads((folder / "otters.lock.json").read_text())["jobs"]
    right = 0
    for entry in jobs.values():
        for image in entry["images"]:
            path = folder / image["file"]
            right += path.is_file() and sha256(path.read_bytes()).hexdigest() == image["sha256"]
    return right, len(jobs)


def _ask(url: str) -> Told:
    with urlopen(f"{url}/_pictura/stats") as answer:  # noqa: S310 - our own server
        value = json.load(answer)
    return Told(value["requests"], value["billed"], value["busiest_second"])


@contextmanager
def _serving(seed: int) -> Generator[str]:
    words = [sys.executable, "-c", _SERVER, str(seed), *FAULTS]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin
        assert server.stdout
        try:
            url = server.stdout.readline().strip()
            if not url:
                sys.exit("the emulator did not start")
            yield url
        finally:
            server.stdin.close()
            server.wait()


if __name__ == "__main__":
    raise SystemExit(main())
