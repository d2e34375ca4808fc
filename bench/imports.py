"""Measure what importing generated code costs, in CPU time over an empty script.

    python bench/imports.py [DOCUMENT ...] [--rounds 9]

Each line is a process of its own, started in turns with the others. Twice: with byte code as Python
keeps it, and cold, as on the first day or where nothing may be written. Packages are generated from
the documents given, or from large ones that are published beside this checkout, or of the folder in
PICTURA_CORPUS. What peers make of the same document is measured where `bench/generate.py` has
installed them.
"""

import argparse
import compileall
import importlib
import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from generate import CACHE, PINS, ROOT
from schemas import REQUEST

from pictura_codegen.cli import main as generator
from pictura_codegen.schema import write_module

LARGE = ("stripe-2023-09.yaml", "openai-latest.yaml", "plaid.yaml")
LIMIT = 180
"""Seconds that a peer may take to generate."""
SMALL_GOAL, LARGE_GOAL = 5.0, 100.0

PACKAGE = "import {name}; client = {name}.{client}"
CLIENT = PACKAGE + '("key", base_url="http://127.0.0.1")'
CALL = CLIENT + "; from {name} import operations; operations.{call}()"


class Line(NamedTuple):
    """Something that is measured.

    Attributes:
        name: What it is called.
        program: What the process runs.
        python: By which interpreter.
        after: The line whose time is taken off; empty for the empty script.
        goal: Milliseconds, 0 for none.
    """

    name: str
    program: str
    python: str = sys.executable
    after: str = ""
    goal: float = 0.0


def measure(line: Line, folder: Path, environment: Mapping[str, str]) -> float:
    """Give a process's CPU time in ms."""
    process = subprocess.Popen([line.python, "-c", line.program], cwd=folder, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = f"{line.name} failed"
        raise SystemExit(message)
    return (usage.ru_utime + usage.ru_stime) * 1000


def validators(folder: Path) -> Iterator[Line]:
    """Write modules for the schema of the other benchmark, ours and the peers'."""
    (folder / "written.py").write_text(write_module(REQUEST), encoding="utf-8")
    yield Line("a written-out module of validators", "import written", goal=SMALL_GOAL)
    if importlib.util.find_spec("fastjsonschema"):
        library = importlib.import_module("fastjsonschema")
        (folder / "compiled.py").write_text(library.compile_to_code(REQUEST), encoding="utf-8")
        yield Line("  fastjsonschema's module", "import compiled")
    for peer in ("jsonschema", "jsonschema_rs"):
        if importlib.util.find_spec(peer):
            yield Line(f"  {peer}, without compiling", f"import {peer}")


def package(document: Path, folder: Path) -> Iterator[Line]:
    """Generate a package, and find an operation that can be called without arguments."""
    name = document.stem.replace(".", "-").partition("-")[0]
    if name == "openapi":
        name = document.parent.name
    with redirect_stderr(StringIO()):  # published documents give many warnings
        failed = generator(["api", str(document), "--out", str(folder / name)])
    if failed:
        message = f"{document} cannot be generated from"
        raise SystemExit(message)
    sys.path.insert(0, str(folder))
    table = importlib.import_module(f"{name}.table")
    call = next(
        one.id
        for one in table.API.operations.values()
        if not any(part.required for part in (*one.bodies, *one.parameters))
    )
    constants = {id(getattr(table, c)): c.lower() for c in table.__all__ if c.isupper()}
    said = {
        "name": name,
        "client": next(c for c in importlib.import_module(name).__all__ if "Async" not in c),
        "call": constants[id(table.API.operations[call])],
    }
    count = f"{len(table.API.operations)} operations"
    yield Line(f"{name}: import, {count}", PACKAGE.format_map(said), goal=LARGE_GOAL)
    client = f"{name}: import and a client, over httpx"
    yield Line(client, CLIENT.format_map(said), after="httpx")
    yield Line(f"{name}: the first call", CALL.format_map(said), after=client, goal=LARGE_GOAL)


def peers(document: Path, folder: Path) -> Iterator[Line]:
    """Generate with peers that are installed."""
    programs = CACHE / "-".join(pin.partition("==")[2] for pin in PINS) / "bin"
    name = document.stem.replace(".", "-").partition("-")[0]
    client, models = programs / "openapi-python-client", programs / "datamodel-codegen"
    python = str(programs / "python")
    own = f"{name}_peer"
    made = folder / f"{name}_models.py"
    commands = {
        client: ["generate", "--path", document, "--meta", "none", "--output-path", folder / own],
        models: ["--input", document, "--input-file-type", "openapi", "--output", made],
    }
    for program, options in commands.items():
        if program.exists():
            command = [str(one) for one in (program, *options)]
            try:
                done = subprocess.run(command, capture_output=True, timeout=LIMIT, check=False)
            except subprocess.TimeoutExpired:
                print(f"{program.name} does not finish {document.name} in {LIMIT} s")
            else:
                if done.returncode:
                    print(f"{program.name} fails on {document.name}")
    if made.exists():
        yield Line(f"  {name}: datamodel-code-generator's models", f"import {made.stem}", python)
    modules = sorted((folder / own / "api").glob("*/*.py")) if (folder / own).exists() else []
    first = next((one for one in modules if one.stem != "__init__"), None)
    if first is not None:
        dotted = f"{own}.api.{first.parent.name}.{first.stem}"
        yield Line(f"  {name}: openapi-python-client's first call", f"import {dotted}", python)


def runs(line: Line, folder: Path) -> bool:
    """Tell whether what a peer wrote can be imported, and say so if it cannot."""
    command = [line.python, "-c", line.program]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{line.name.strip()}: {line.program} fails: {done.stderr.splitlines()[-1][:90]}")
    return done.returncode == 0


def table(lines: list[Line], folder: Path, rounds: int, *, cold: bool) -> None:
    """Print what each line takes over the one that it comes after."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "runtime"), "."])}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for cached in folder.rglob("__pycache__"):
        shutil.rmtree(cached)
    if cold:
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
    else:
        for python in {line.python for line in lines}:
            command = [python, "-m", "compileall", "-q", str(folder)]
            subprocess.run(command, capture_output=True, check=False)
    times: dict[str, list[float]] = {line.name: [] for line in lines}
    for _ in range(rounds):
        for line in lines:
            times[line.name].append(measure(line, folder, environment))
    for line in lines:
        after = line.after or ("empty" if line.python == sys.executable else "empty, peers")
        pairs = zip(times[line.name], times[after], strict=True)
        took = statistics.median(one - other for one, other in pairs)
        if line.name != after:
            said = f"goal {line.goal:5.0f}" if line.goal else ""
            print(f"  {line.name:52} {took:8.1f} ms  {said}")


def main() -> None:
    """Measure, and print two tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    corpus = Path(os.environ.get("PICTURA_CORPUS") or ROOT.parent / "shared" / "corpus")
    large = options.documents or [corpus / one for one in LARGE if (corpus / one).is_file()]
    compileall.compile_dir(str(ROOT / "runtime" / "pictura_core"), quiet=1)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        lines = [Line("empty", ""), Line("httpx", "import httpx"), *validators(folder)]
        for document in (ROOT / "spec" / "ezlink" / "openapi.yaml", *large):
            lines += package(document, folder)
            lines += [line for line in peers(document, folder) if runs(line, folder)]
        lines += [
            Line("empty, peers", "", python)
            for python in {line.python for line in lines} - {sys.executable}
        ]
        for cold in (False, True):
            print("cold, without byte code" if cold else "with byte code")
            table(lines, folder, options.rounds, cold=cold)


if __name__ == "__main__":
    main()
