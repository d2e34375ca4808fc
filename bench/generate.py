"""How long the generator takes, and how much memory, beside its peers: whole processes, in turns.

    python bench/generate.py [DOCUMENT ...] [--rounds 3] [--budget 180]

Documents are those given, or the largest that are published beside this checkout, or of the folder
in PICTURA_CORPUS; without any, our own specification. Peers are installed into an environment of
their own, once; those that cannot be installed are named and left out. A peer that fails, or takes
long, runs once on a document.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from processes import Run, run

ROOT = Path(__file__).parents[1]
OWN = ROOT / "spec" / "ezlink" / "openapi.yaml"
LARGEST = ("openai-latest.yaml", "stripe-2023-09.yaml", "box.json")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pictura-bench"
PINS = ("openapi-python-client==0.29.1", "datamodel-code-generator==0.89.0")
REDOCLY = "@redocly/cli@2.77.0"
SECONDS = 45
"""How long a process may take."""
LONG = 15
"""A peer that takes so many seconds is not asked again."""
TIMES_FASTER = 10
UNCHANGED = 0.5


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


def measure(document: Path, rounds: int, deadline: float) -> None:
    """Print a line for each contender, and how we stand to the goals."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        commands = contenders(document, out)
        runs: dict[str, list[Run]] = {name: [] for name in commands}
        for round_ in range(rounds):
            if round_ and time.perf_counter() > deadline:
                break
            # Each time another cache, so that ours does not remember the round before.
            cache = str(out / f"cache-{round_}")
            shutil.rmtree(out / "ours", ignore_errors=True)
            environment = {**os.environ, "XDG_CACHE_HOME": cache, "REDOCLY_TELEMETRY": "off"}
            for name, command in commands.items():
                last = runs[name][-1] if runs[name] else None
                if last is None or (not last.failure and last.seconds < LONG):
                    runs[name].append(run(command, environment, SECONDS))
    print(f"{document.name}, {document.stat().st_size / 1e6:.2f} MB")
    taken = {name: summary(own) for name, own in runs.items()}
    ours = taken.pop("pictura-gen")
    for name, one in {"pictura-gen": ours, **taken}.items():
        ratio = f"{one.seconds / ours.seconds:6.2f} x {one.memory:6.0f} MiB"
        failed = f"  fails, {one.failure}" if one.failure else ""
        print(f"  {name:24} {one.seconds:7.2f} s {ratio}  of {len(runs[name])}{failed}")
    finished = {name: one for name, one in taken.items() if not one.failure}
    python = [one for name, one in finished.items() if name != "redocly"]
    if ours.failure or not finished:
        print("  no goal can be told: " + (ours.failure or "no peer finishes"))
        return
    if python:
        least = min(one.seconds for one in python) / ours.seconds
        tell("times faster than the faster Python peer that finishes", least, TIMES_FASTER)
    else:
        print("  no Python peer finishes")
    if "redocly" in finished:
        tell("times faster than Redocly", finished["redocly"].seconds / ours.seconds, 1)
    for kind, peers in (("Python", python), ("all", list(finished.values()))):
        if peers:
            smallest = min(one.memory for one in peers)
            said = f"times less memory than the smallest of {kind} peers that finish"
            tell(said, smallest / ours.memory, 1)


def tell(what: str, figure: float, goal: float) -> None:
    """Print a figure beside its goal."""
    verdict = "met" if figure >= goal else "missed"
    print(f"  {figure:5.2f} {what}: goal {goal}, {verdict}")


def summary(runs: list[Run]) -> Run:
    """Give the medians, and why one has failed if one has."""
    return Run(
        statistics.median(one.seconds for one in runs),
        statistics.median(one.memory for one in runs),
        next((one.failure for one in runs if one.failure), ""),
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
    verdict = "met" if median <= UNCHANGED else "missed"
    print(f"make gen, nothing changed: {median:.2f} s: goal {UNCHANGED}, {verdict}")


def main() -> None:
    """Measure every document, and a run without work."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="*")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--budget", type=float, default=180, help="seconds: no round begins later")
    parsed = parser.parse_args()
    chosen = documents(parsed.documents)
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    print(f"Python {sys.version.split()[0]}, {cores} cores; beside {', '.join(PINS)}, {REDOCLY}")
    start = time.perf_counter()
    for index, document in enumerate(chosen, 1):
        measure(document, parsed.rounds, start + parsed.budget * index / len(chosen))
    measure_unchanged()


if __name__ == "__main__":
    main()
