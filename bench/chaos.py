"""Attack runs with kills and faults, and count what a server billed against what is there.

An emulator in a process of its own counts and answers, now and then wrongly; `pictura run` is
killed at random moments until every picture is there. Then each picture is held bit for bit against
the hash that the lock gives it, and the bill against the pictures. It is done with both forms of
answers, against a server that honours `Idempotency-Key` and one that does not. Last, a server makes
every kind of fault, those that end a run among them, and nothing is killed: the recipe is run again
and again, as a person would, until all is made, and the bill has to be the number of pictures.

    python bench/chaos.py [--short] [--jobs 60] [--kills 100] [--storm 5000] [--seed 1]
"""

import argparse
import json
import os
import random
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

from pictura.emulator.settings import FAULT_KINDS

RECIPE = """\
recipe: chaos
steps:
  - id: otter
    uses: createImage
    rows: prompts.csv
    with:
      {model: dall-e-2, size: 256x256, response_format: "{{ form }}", prompt: "{{ prompt }}"}
    save: images/{{ name }}.{{ ext }}
"""
CONCURRENCY = 6
STORM = 64
"""How many requests at once when every fault strikes."""
_SERVER = """\
import sys, time
from pictura.emulator import serve
from pictura.packages import load_api
faults = dict(one.split("=") for one in sys.argv[3:])
with serve(
    load_api("ezlink"), faults={k: float(v) for k, v in faults.items()}, seed=int(sys.argv[1]),
    idempotency=sys.argv[2] == "yes", latency=0.05,
) as url:
    print(url, flush=True)
    sys.stdin.read()
"""
_PASSING = ("429", "500", "503", "garbage", "drop")
"""Faults after which a run tries again by itself."""
_PATIENCE = 1000
"""Runs after which a recipe is given up."""


class Figures(NamedTuple):
    """What one attack came to.

    Attributes:
        runs: How many runs were started.
        kills: How many of them were killed.
        billed: What the server billed.
        pictures: How many pictures are in place, each with the bytes that its lock says.
        wanted: How many there should be.
        excess: How many bills more than pictures may be: nought if the server honours the key.
    """

    runs: int
    kills: int
    billed: int
    pictures: int
    wanted: int
    excess: int


def main() -> int:
    """Print the figures; 1 if a picture is missing, or more was billed than may be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="a few kills, for a test")
    parser.add_argument("--jobs", type=int, default=60)
    parser.add_argument("--kills", type=int, default=100, help="in each of the four attacks")
    parser.add_argument("--storm", type=int, default=5000, help="pictures under every fault")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    parser.add_argument("--only-storm", action="store_true", help="kill nothing")
    chosen = parser.parse_args()
    jobs, kills = (12, 4) if chosen.short else (chosen.jobs, chosen.kills)
    print(f"seed {chosen.seed}; {jobs} jobs, {kills} kills each")
    is_fine = True
    for form in () if chosen.only_storm else ("b64_json", "url"):
        for honours in (True, False):
            found = attack(form, jobs, kills, chosen.seed, honours=honours)
            most = found.wanted + found.excess
            is_good = found.pictures == found.wanted <= found.billed <= most
            is_fine = is_fine and is_good
            key = "honoured" if honours else "ignored"
            print(
                f"{form:<8} key {key:<8} {found.kills:>4} kills in {found.runs:>4} runs,"
                f" {found.pictures} of {found.wanted} pictures, billed {found.billed}"
                f" (at most {most}): {'fine' if is_good else 'WRONG'}"
            )
    began = time.monotonic()
    found = storm(40 if chosen.short else chosen.storm, chosen.seed)
    is_good = found.pictures == found.wanted == found.billed
    print(
        f"every fault at 5 %: {found.runs} runs in {time.monotonic() - began:.0f} s,"
        f" {found.pictures} of {found.wanted} pictures, billed {found.billed}:"
        f" {'fine' if is_good else 'WRONG'}"
    )
    return 0 if is_fine and is_good else 1


def attack(form: str, jobs: int, kills: int, seed: int, *, honours: bool) -> Figures:
    """Run and kill until every picture is there.

    Args:
        form: `b64_json` or `url`.
        jobs: How many pictures.
        kills: How many runs are killed at most.
        seed: Of the moments and of the faults.
        honours: Whether the server honours `Idempotency-Key`; if not, it makes no faults, for only
            the kills are to be counted.
    """
    chance = random.Random(f"{seed} {form} {honours}")
    faults = (*_PASSING, *(("expired-url",) if form == "url" else ())) if honours else ()
    killed = runs = right = wanted = 0
    with _serving(seed, faults, honours=honours) as url:
        while not wanted or killed < kills:
            wanted += jobs
            with tempfile.TemporaryDirectory(prefix="pictura-chaos-") as folder:
                _prepare(Path(folder), (form,), jobs)
                for _ in range(_PATIENCE):
                    after = chance.uniform(0.3, 1.6) if killed < kills else None
                    runs += 1
                    was_killed, status = _run(folder, url, CONCURRENCY, after)
                    killed += was_killed
                    if status == 0:
                        break
                right += _right(folder)
        billed = _billed(url)
    return Figures(runs, killed, billed, right, wanted, 0 if honours else killed * CONCURRENCY)


def storm(jobs: int, seed: int) -> Figures:
    """Run until every picture is there, with every kind of fault at 5 %, in both forms of answers.

    Args:
        jobs: How many pictures.
        seed: Of the faults.
    """
    runs = 0
    with (
        _serving(seed, tuple(FAULT_KINDS), honours=True) as url,
        tempfile.TemporaryDirectory(prefix="pictura-storm-") as folder,
    ):
        _prepare(Path(folder), ("b64_json", "url"), jobs)
        for _ in range(_PATIENCE):
            runs += 1
            if _run(folder, url, STORM, None)[1] == 0:
                break
        return Figures(runs, 0, _billed(url), _right(folder), jobs, 0)


def _prepare(folder: Path, forms: tuple[str, ...], jobs: int) -> None:
    (folder / "pictura.toml").touch()
    (folder / "chaos.yaml").write_text(RECIPE, encoding="utf-8")
    rows = (f"p{i},an otter with number {i},{forms[i % len(forms)]}\n" for i in range(jobs))
    (folder / "prompts.csv").write_text(f"name,prompt,form\n{''.join(rows)}", encoding="utf-8")


def _billed(url: str) -> int:
    with urlopen(f"{url}/_pictura/stats") as answer:  # noqa: S310 - our own server
        return int(json.load(answer)["billed"])


@contextmanager
def _serving(seed: int, faults: tuple[str, ...], *, honours: bool) -> Generator[str]:
    words = [str(seed), "yes" if honours else "no", *(f"{one}=0.05" for one in faults)]
    program = [sys.executable, "-c", _SERVER, *words]
    with subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield (process.stdout.readline() if process.stdout else "").strip()
        finally:
            process.terminate()


def _run(folder: str, url: str, concurrency: int, after: float | None) -> tuple[bool, int]:
    """Start a run, and kill it after some seconds; tell whether it was, and its status."""
    environment = {**os.environ, "EZLINK_API_KEY": "sk-chaos", "EZLINK_BASE_URL": url}
    program = [sys.executable, "-m", "pictura", "run", "chaos.yaml"]
    with subprocess.Popen(
        [*program, "--concurrency", str(concurrency)],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        status = process.wait()
    return status == -signal.SIGKILL, status


def _right(folder: str) -> int:
    """Count the pictures whose bytes are those that the lock gives."""
    lock = json.loads(Path(folder, "chaos.lock.json").read_text(encoding="utf-8"))
    right = 0
    for job in lock["jobs"].values():
        for image in job["images"]:
            file = Path(folder, image["file"])
            right += file.is_file() and sha256(file.read_bytes()).hexdigest() == image["sha256"]
    return right


if __name__ == "__main__":
    sys.exit(main())
