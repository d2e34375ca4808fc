"""How long the generator takes, beside its peers: whole processes, ratios of medians.

Documents are those given, or the largest of the folder in PICTURA_CORPUS, or our own specification.
Peers are run if they are installed: `openapi-python-client` and `datamodel-codegen`, on the path or
in the folder that PICTURA_PEERS names (a virtual environment's `bin`).
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
OWN = ROOT / "spec" / "ezlink" / "openapi.yaml"
ROUNDS = 3
LARGEST = 3
SECONDS = 600


def documents() -> list[Path]:
    """Tell which documents are generated from."""
    if sys.argv[1:]:
        return [Path(argument) for argument in sys.argv[1:]]
    corpus = os.environ.get("PICTURA_CORPUS")
    if corpus is None:
        print("PICTURA_CORPUS names no folder of documents: only our own specification is measured")
        return [OWN]
    found = [path for path in Path(corpus).iterdir() if path.suffix in {".json", ".yaml"}]
    return sorted(found, key=lambda path: path.stat().st_size)[-LARGEST:]


def contenders(document: Path, out: Path) -> dict[str, list[str]]:
    """Give each contender's command; those that are not installed are named and left out."""
    scripts = Path(sys.executable).parent
    found = {
        "pictura-gen": [
            str(scripts / "pictura-gen"),
            "api",
            str(document),
            "--out",
            str(out / "ours"),
        ]
    }
    path = os.pathsep.join([os.environ.get("PICTURA_PEERS", ""), str(scripts), os.environ["PATH"]])
    peers = {
        "openapi-python-client": ["generate", "--path", str(document), "--meta", "none",
                                  "--output-path", str(out / "opc"), "--overwrite"],
        "datamodel-codegen": ["--input", str(document), "--input-file-type", "openapi", "--output",
                              str(out / "dcg"), "--output-model-type", "pydantic_v2.BaseModel"],
    }  # fmt: skip
    for name, arguments in peers.items():
        program = shutil.which(name, path=path)
        if program is None:
            print(f"  {name}: not installed")
        else:
            found[name] = [program, *arguments]
    return found


def run(command: list[str], cache: Path) -> tuple[float, bool]:
    """Run a whole process; give seconds and whether it succeeded."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    start = time.perf_counter()
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return SECONDS, False
    return time.perf_counter() - start, done.returncode == 0


def measure(document: Path) -> None:
    """Print a line for each contender, and one for a run that has nothing to do."""
    print(f"{document.name}, {document.stat().st_size / 1e6:.2f} MB")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        commands = contenders(document, out)
        times: dict[str, list[float]] = {name: [] for name in commands}
        succeeded = dict.fromkeys(commands, True)
        for round_ in range(ROUNDS):
            for name, command in commands.items():
                # A new cache each time, so that ours does not remember the round before.
                seconds, fine = run(command, out / f"cache-{round_}")
                times[name].append(seconds)
                succeeded[name] = succeeded[name] and fine
        again, _ = run(commands["pictura-gen"], out / f"cache-{ROUNDS - 1}")
        ours = statistics.median(times["pictura-gen"])
        for name, taken in times.items():
            median = statistics.median(taken)
            failed = "" if succeeded[name] else "  (fails)"
            print(f"  {name:24} {median:7.2f} s  {median / ours:6.2f} x{failed}")
        print(f"  {'nothing changed':24} {again:7.2f} s  {again / ours:6.2f} x")


def main() -> None:
    """Measure every document."""
    for document in documents():
        measure(document)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process: {peak:.0f} MiB")


if __name__ == "__main__":
    main()
