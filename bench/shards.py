"""Run one recipe through several shards with one ledger on a PostgreSQL server, and count.

An emulator in a process of its own makes faults and honours `Idempotency-Key`. One shard is killed
on its way and started again. Then every picture is held bit for bit against the lock, the bill
against the pictures, and the busiest second that the server saw against the rate.

Of a job whose request was dropped twice nobody knows whether it is paid for, and a run says so and
leaves it: with 20,000 jobs and 1 % of answers dropped, that are two. Its shard is run again, as a
person would, and asks with the same key. How many were left, and why, is told too.

    python bench/shards.py [--short] [--jobs 20000] [--shards 4] [--rate 60] [--seed 1]

PostgreSQL's programs have to be there (Debian: postgresql).
"""

import argparse
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Generator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.runtime.run.clusters import Cluster, find_binaries

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
_PATIENCE = 20
"""Rounds of all shards after which a recipe is given up."""


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
    parser.add_argument("--shards", type=int, default=4)
    parser.add_argument("--rate", type=int, default=60, help="pictures a second, all together")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    chosen = parser.parse_args()
    jobs: int = 200 if chosen.short else chosen.jobs
    binaries = find_binaries()
    if binaries is None:
        print("no PostgreSQL here: install the package postgresql")
        return 1
    print(f"seed {chosen.seed}; {jobs:,} jobs, {chosen.shards} shards, {chosen.rate} a second")
    with (
        closing(Cluster(binaries, durable=True)) as cluster,
        _serving(chosen.seed) as url,
        tempfile.TemporaryDirectory(prefix="pictura-shards-") as folder,
    ):
        _prepare(Path(folder), jobs, chosen.rate)
        environment = {
            **os.environ,
            "EZLINK_API_KEY": "sk-benchmark",
            "EZLINK_BASE_URL": url,
            "PICTURA_LEDGER": cluster.address("bench"),
            "PICTURA_LEASE": LEASE,
        }
        began = time.monotonic()
        runs = _run_all(folder, environment, chosen.shards, jobs)
        took = time.monotonic() - began
        told, right, entries = _ask(url), *_right(folder)
        left = _left(folder)
    most = chosen.rate * 1.02
    is_good = right == entries == told.billed == jobs and told.busiest <= most
    print(f"pictures in place, bit for bit   {right:>7,} of {jobs:,}")
    print(f"entries in the one lock          {entries:>7,}")
    print(f"billed                           {told.billed:>7,}")
    print(f"requests, faults among them      {told.requests:>7,}")
    print(f"busiest second at the server     {told.busiest:>7,} of {chosen.rate} (most: {most:g})")
    print(f"requests a second, all the time  {told.requests / took:>7.1f}")
    print(f"processes started, one killed    {runs:>7,}")
    for code, number in sorted(left.items()):
        print(f"{f'left to a further run: {code}':<32} {number:>7,}")
    print(f"seconds of the runs              {took:>7,.0f}")
    print("fine" if is_good else "WRONG")
    return 0 if is_good else 1


def _run_all(folder: str, environment: dict[str, str], shards: int, jobs: int) -> int:
    """Run all shards at once until each has nothing left; gives how many processes that took."""
    started = 0
    left = list(range(1, shards + 1))
    for turn in range(_PATIENCE):
        running = {one: _start(folder, environment, f"{one}/{shards}") for one in left}
        started += len(running)
        if turn == 0:
            _wait_for(Path(folder), jobs // 4, running.values())
            running[1].send_signal(signal.SIGKILL)
            running[1].wait()
            running[1] = _start(folder, environment, f"1/{shards}")
            started += 1
        left = [one for one, process in running.items() if process.wait() != 0]
        if not left:
            break
    return started


def _start(folder: str, environment: dict[str, str], shard: str) -> "subprocess.Popen[bytes]":
    log_file = Path(folder, f"shard-{shard.replace('/', '-')}.log")
    with log_file.open("ab") as log, Path(folder, "errors.log").open("ab") as errors:
        return subprocess.Popen(
            [sys.executable, "-m", "pictura", "run", "otters.yaml", "--json", "--shard", shard],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=errors,
        )


def _left(folder: str) -> Counter[str]:
    """Count the jobs that a process left to a further one, by the code of why."""
    logs = (one.open(encoding="utf-8", errors="replace") for one in Path(folder).glob("shard-*"))
    left: Counter[str] = Counter()
    for line in itertools.chain.from_iterable(logs):
        try:
            event = json.loads(line)
        except ValueError:
            continue  # what a killed process had not finished
        if event["event"] == "job" and event.get("code"):
            left[event["code"]] += 1
    return left


def _wait_for(folder: Path, pictures: int, running: Collection["subprocess.Popen[bytes]"]) -> None:
    """Wait until so many pictures are there, or nobody makes any."""
    while sum(1 for _ in folder.glob("images/*/*.png")) < pictures:
        if all(one.poll() is not None for one in running):
            sys.exit((folder / "errors.log").read_text(encoding="utf-8"))
        time.sleep(0.5)


def _prepare(folder: Path, jobs: int, rate: int) -> None:
    (folder / "pictura.toml").touch()
    (folder / "otters.yaml").write_text(RECIPE.format(rate=rate * 60), encoding="utf-8")
    rows = (f"{i % 97:02}-{i},an otter with number {i}\n" for i in range(jobs))
    (folder / "prompts.csv").write_text(f"name,prompt\n{''.join(rows)}", encoding="utf-8")


def _ask(url: str) -> Told:
    with urlopen(f"{url}/_pictura/stats") as answer:  # noqa: S310 - our own server
        told = json.load(answer)
    return Told(told["requests"], told["billed"], told["busiest_second"])


@contextmanager
def _serving(seed: int) -> Generator[str]:
    program = [sys.executable, "-c", _SERVER, str(seed), *FAULTS]
    with subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            url = (process.stdout.readline() if process.stdout else "").strip()
            if not url:
                sys.exit("the emulator did not start")
            yield url
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
