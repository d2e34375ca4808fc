"""Measure planning, and a run in which every picture is there already, as jobs grow tenfold.

Each figure is of a process of its own, as a person would start it: it reads a CSV of prompts,
expands and checks every job, computes its digest, and compares it with the lock, the ledger and the
files. Nothing is asked of any server.

    python bench/plan.py [--jobs 1000 10000 100000]
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from pictura.job import Job
from pictura.pictures import Picture
from pictura.project import STATE
from pictura.recipes.expand import load_batch
from pictura.recipes.template import render_save
from pictura.run.holding import prepare
from pictura.state.digest import FileHashes, digest_of
from pictura.state.ledger import open_ledger
from pictura.state.lock import Entry, Image, Lock, lock_path, save_lock
from pictura.state.records import Arrived, Cut, Intent, Paid, Record, Saved, Seen

RECIPE = """\
recipe: many
steps:
  - id: portrait
    uses: createImage
    rows: prompts.csv
    with: {model: dall-e-3, size: 1024x1024, prompt: "{{ prompt }}"}
    save: images/{{ name }}.{{ ext }}
"""
PLAN_SECONDS, PLAN_MEGABYTES, KEPT_SECONDS = 10.0, 400.0, 5.0
_SLICE = 5000


class Figure(NamedTuple):
    """What one process took: seconds by the clock, seconds of CPU, megabytes at its largest."""

    seconds: float
    cpu: float
    megabytes: float


def main() -> None:
    """Print the figures, and whether the largest reach their goals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1000, 10_000, 100_000])
    sizes: list[int] = sorted(parser.parse_args().jobs)
    print(f"{'jobs':>8}  {'what':<24} {'seconds':>8} {'CPU':>7} {'MB':>6}  {'per 1,000 jobs':>14}")
    found: dict[tuple[int, str], Figure] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="pictura-bench-") as folder:
            lay_out(folder, size)
            found[size, "plan, all new"] = measure(folder, "plan", size, "make")
            keep(folder)
            found[size, "plan, all kept"] = measure(folder, "plan", size, "keep")
            found[size, "run, all kept"] = measure(folder, "run", size, "keep")
        for (jobs, what), figure in found.items():
            if jobs == size:
                share = f"{figure.cpu / size * 1e6:.1f} ms"
                print(
                    f"{size:>8,}  {what:<24} {figure.seconds:>8.2f} {figure.cpu:>7.2f}"
                    f" {figure.megabytes:>6.0f}  {share:>14}"
                )
    largest = sizes[-1]
    plan = found[largest, "plan, all kept"]
    run = found[largest, "run, all kept"]
    for name, value, goal, unit in (
        ("plan", plan.seconds, PLAN_SECONDS, "s"),
        ("plan", plan.megabytes, PLAN_MEGABYTES, "MB"),
        ("run", run.seconds, KEPT_SECONDS, "s"),
    ):
        verdict = "reached" if value <= goal else "MISSED"
        print(f"{name}, {largest:,} kept: {value:.1f} {unit}, goal {goal:.0f} {unit}  {verdict}")


def lay_out(folder: str, size: int) -> None:
    """Write a project with so many jobs."""
    Path(folder, "pictura.toml").touch()
    Path(folder, "many.yaml").write_text(RECIPE, encoding="utf-8")
    with Path(folder, "prompts.csv").open("w", encoding="utf-8") as file:
        file.write("name,prompt\n")
        file.writelines(
            f"p{i:06d},A cute baby sea otter number {i} on a calm sea at dawn\n"
            for i in range(size)
        )


def keep(folder: str) -> None:
    """Leave the project as a run would that made every picture."""
    root = os.path.realpath(folder)
    recipe = os.path.join(root, "many.yaml")
    batch = load_batch(recipe).batch
    assert batch is not None
    state = os.path.join(root, STATE)
    prepare(state)
    os.makedirs(os.path.join(root, "images"))
    hashes = FileHashes()
    entries: dict[str, Entry] = {}
    ledger = open_ledger(state)
    records: list[Record] = []
    for at, job in enumerate(batch.jobs):
        digest = digest_of(job, root, hashes, lambda _: None) or ""
        file, picture = _paint(root, job, at, digest)
        image = Image(file, picture, 0)
        entries[job.key] = Entry(digest, job.operation.id, (image,), 0.04, "dall-e-3")
        stat = os.stat(os.path.join(root, file))
        key = f"{at:032x}"
        answer = sha256(key.encode()).hexdigest()
        records += [
            Intent(key, digest, job.operation.id, "many.yaml", job.key, False, 0.04, 1.0),
            Paid(key, 200, (("content-type", "application/json"),), Arrived(answer, b"", ()), 2.0),
            Cut(key, ((0, picture),), None, 3.0),
            Saved(key, 4.0),
            Seen(file, stat.st_size, stat.st_mtime_ns, picture.sha256),
        ]
        if len(records) >= _SLICE:
            ledger.write(records)
            records.clear()
    ledger.write(records)
    ledger.close()
    save_lock(Lock("many", entries), lock_path(recipe))


def _paint(root: str, job: Job, at: int, digest: str) -> tuple[str, Picture]:
    """Put some bytes where the job's picture belongs: planning opens no picture."""
    file = render_save(job, index=0, ext="png", digest=digest)
    data = b"\x89PNG\r\n\x1a\n" + str(at).encode()
    Path(root, file).write_bytes(data)
    return file, Picture(sha256(data).hexdigest(), "png", 1024, 1024, len(data))


def measure(folder: str, command: str, size: int, action: str) -> Figure:
    """Let a process plan or run them all, and see that it says what is expected of each."""
    environment = {**os.environ, "EZLINK_API_KEY": "sk-never-sent"}
    environment["EZLINK_BASE_URL"] = "http://127.0.0.1:9"  # nobody is there, nobody is asked
    program = [sys.executable, "-m", "pictura", command, "many.yaml"]
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(program, cwd=folder, env=environment, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - began
        out.seek(0)
        lines = out.readlines()
        said = "".join(lines[-3:])
    expected = {"make": f"{size:,} to make", "keep": f"{size:,} kept"}[action]
    if process.returncode or expected not in said:
        message = f"pictura {command} ended with {process.returncode}: {said}"
        raise SystemExit(message)
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Figure(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


if __name__ == "__main__":
    main()
