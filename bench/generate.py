"""How long the generator takes, and how much memory, beside its peers: whole processes, in turns.

    python bench/generate.py [DOCUMENT ...] [--rounds 3] [--budget 150]

Documents are those given, or the largest that are published beside this checkout, or of the folder
in PICTURA_CORPUS; without any, our own specification. Peers are installed into an environment of
their own, once; those that cannot be installed are named and left out.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
OWN = ROOT / "spec" / "ezlink" / "openapi.yaml"
LARGEST = ("openai-latest.yaml", "stripe-2023-09.yaml", "box.json")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pictura-bench"
PINS = ("openapi-python-client==0.29.1", "datamodel-code-generator==0.89.0")
REDOCLY = "@redocly/cli@2.77.0"
SECONDS = 60
TIMES_FASTER = 10
UNCHANGED = 0.5


class Run(NamedTuple):
    """What one process took: seconds, MiB at its peak, and whether it succeeded."""

    seconds: float
    memory: float
    fine: bool


def installed() -> Path:
    """Give the folder of the peers' programs, which is made if it is not there."""
    folder = CACHE / "-".join(pin.partition("==")[2] for pin in PINS)
    if not folder.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
        done = subprocess.run(
            [*pip, "install", "--quiet", *PINS], check=False, stderr=subprocess.DEVNULL
        )
        if done.returncode:
            shutil.rmtree(folder)
            print("openapi-python-client and datamodel-code-generator cannot be installed")
    return folder / "bin"


def redocly() -> Path | None:
    """Give Redocly's program, which npm installs if it is not there."""
    folder = CACHE / f"redocly-{REDOCLY.rpartition('@')[2]}"
    program = folder / "node_modules" / ".bin" / "redocly"
    npm = shutil.which("npm")
    if not program.exists() and npm is not None:
        folder.mkdir(parents=True, exist_ok=True)
        options = ["--silent", "--no-audit", "--no-fund", "--prefix", str(folder)]
        subprocess.run([npm, "install", *options, REDOCLY], check=False)
    if not program.exists():
        print(f"{REDOCLY} cannot be installed")
        return None
    return program


def documents(given: list[str]) -> list[Path]:
    """Tell which documents are generated from."""
    if given:
        return [Path(one) for one in given]
    folder = Path(os.environ.get("PICTURA_CORPUS") or ROOT.parent / "shared" / "corpus")
    found = [folder / name for name in LARGEST if (folder / name).is_file()]
    if not found:
        print("there is no folder of published documents: our own specification has to do")
    return found or [OWN]


def contenders(document: Path, out: Path) -> dict[str, list[str]]:
    """Give each contender's command; the first is ours."""
    peers, redocly_program = installed(), redocly()
    ours = Path(sys.executable).parent / "pictura-gen"
    found = {"pictura-gen": [str(ours), "api", str(document), "--out", str(out / "ours")]}
    client = peers / "openapi-python-client"
    if client.exists():
        options = ["--meta", "none", "--output-path", str(out / "opc"), "--overwrite"]
        found[client.name] = [str(client), "generate", "--path", str(document), *options]
    models = peers / "datamodel-codegen"
    if models.exists():
        options = ["--input-file-type", "openapi", "--output", str(out / "dcg.py")]
        kind = ["--output-model-type", "pydantic_v2.BaseModel"]
        found[models.name] = [str(models), "--input", str(document), *options, *kind]
    if redocly_program is not None:
        target = ["-o", str(out / "redocly" / "client.ts"), "--generator", "python"]
        found["redocly"] = [str(redocly_program), "generate-client", str(document), *target]
    return found


def run(command: list[str], cache: Path) -> Run:
    """Run a whole process, for at most SECONDS."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "REDOCLY_TELEMETRY": "off"}
    start = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        timer = threading.Timer(SECONDS, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    return Run(seconds, usage.ru_maxrss / 1024, process.returncode == 0)


def measure(document: Path, rounds: int, deadline: float) -> None:
    """Print a line for each contender, and how we stand to the goals."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        commands = contenders(document, out)
        runs: dict[str, list[Run]] = {name: [] for name in commands}
        for round_ in range(rounds):
            if round_ and time.perf_counter() > deadline:
                break
            for name, command in commands.items():
                # Each time another cache, so that ours does not remember the round before.
                runs[name].append(run(command, out / f"cache-{round_}"))
    count = len(next(iter(runs.values())))
    print(f"{document.name}, {document.stat().st_size / 1e6:.2f} MB, {count} rounds")
    ours, *others = (summary(taken) for taken in runs.values())
    for name, one in zip(runs, (ours, *others), strict=True):
        failed = "" if one.fine else "  fails"
        ratio = one.seconds / ours.seconds
        print(f"  {name:24} {one.seconds:7.2f} s {ratio:6.2f} x {one.memory:6.0f} MiB{failed}")
    finished = {n: s for n, s in zip(list(runs)[1:], others, strict=True) if s.fine}
    python = [one for name, one in finished.items() if name != "redocly"]
    if python:
        least = min(one.seconds for one in python) / ours.seconds
        print(f"  faster than the faster of the Python peers: {least:.2f} x  (goal {TIMES_FASTER})")
        memory = min(one.memory for one in python)
        print(f"  memory: {ours.memory / memory:.2f} of the smaller of theirs  (goal < 1)")
    if "redocly" in finished:
        ratio = finished["redocly"].seconds / ours.seconds
        print(f"  faster than Redocly: {ratio:.2f} x  (goal > 1)")


def summary(runs: list[Run]) -> Run:
    """Give the medians; fine is what never failed."""
    return Run(
        statistics.median(one.seconds for one in runs),
        statistics.median(one.memory for one in runs),
        all(one.fine for one in runs),
    )


def measure_unchanged() -> None:
    """Print what `make gen` takes when there is nothing to do."""
    command = [shutil.which("make") or "make", "-C", str(ROOT), "gen"]
    subprocess.run(command, check=True, capture_output=True)
    taken: list[float] = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(time.perf_counter() - start)
    median = statistics.median(taken)
    print(f"make gen, nothing changed: {median:.2f} s  (goal {UNCHANGED})")


def main() -> None:
    """Measure every document, and a run without work."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="*")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--budget", type=float, default=150, help="seconds: no round begins later")
    parsed = parser.parse_args()
    chosen = documents(parsed.documents)
    start = time.perf_counter()
    for index, document in enumerate(chosen, 1):
        measure(document, parsed.rounds, start + parsed.budget * index / len(chosen))
    measure_unchanged()


if __name__ == "__main__":
    main()
