"""Validators side by side: emitted ones against hand-written ones and against named peers.

One process, all contenders of a table interleaved round by round; a figure is the median of the
ratios to the yardstick, round for round, so that a busy machine disturbs all alike. Run it as
`python bench/validators.py`, with `--quick` for a glance. Peers that are not installed are absent.
"""

import gc
import importlib
import importlib.util
import itertools
import json
import os
import py_compile
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import hand
import jsonschema
import jsonschema_rs
from peers import fastjsonschema_of, pydantic_of
from schemas import (
    BAD,
    FULL,
    MANY,
    REQUEST,
    REQUESTS,
    SMALL,
    TREE,
    TREE_VALUE,
)

from pictura_codegen.schema import compile_schema, write_module

Contenders: TypeAlias = dict[str, Callable[[object], object]]
QUICK: Final = "--quick" in sys.argv


class Row(NamedTuple):
    """A figure, and what it is to be at most."""

    name: str
    figure: float
    goal: float
    unit: str


class Taken(NamedTuple):
    """What calls of one contender took: nanoseconds, and as a multiple of the yardstick's."""

    median: float
    ratio: float


def main() -> None:
    """Print every table, and then each figure beside its goal."""
    rows: list[Row] = []
    request = {"hand-written": hand.request, **_fast(REQUEST)}
    for title, value in (("small", SMALL), ("full", FULL), ("invalid", BAD)):
        expected = value is not BAD
        assert all(bool(call(value)) is expected for call in request.values()), title
        name = f"is_valid, {title} request"
        taken = _table(name, request, value, calls=400, rounds=151)
        rows.append(Row(name, taken["pictura"].ratio, 1.15, "x hand"))
    many = {"hand-written": hand.requests, **_fast(REQUESTS)}
    assert all(call(MANY) for call in many.values())
    taken = _table("is_valid, 1,000 requests", many, MANY, calls=1, rounds=21)
    rows.append(Row("is_valid, 1,000 requests", taken["pictura"].ratio, 1.2, "x hand"))
    tree = {"hand-written": hand.tree, **_fast(TREE)}
    assert all(call(TREE_VALUE) for call in tree.values())
    taken = _table("is_valid, tree of 10,000 nodes", tree, TREE_VALUE, calls=1, rounds=11)
    rows.append(Row("is_valid, tree of 10,000 nodes", taken["pictura"].ratio, 1.2, "x hand"))
    taken = _table("check, invalid request", _explaining(), BAD, calls=150, rounds=101)
    ours, rust = taken["pictura"], taken["jsonschema-rs"]
    rows.append(Row("check, invalid request", ours.median / 1000, 3, "us"))
    rows.append(Row("the same", ours.ratio / rust.ratio, 0.5, "x jsonschema-rs"))
    rows.append(Row("import of a written-out module", _imports(), 5, "ms"))
    print(f"\ngoals\n{'':34}{'figure':>8}{'at most':>9}")
    for row in rows:
        verdict = "pass" if row.figure <= row.goal else "short"
        print(f"{row.name:34}{row.figure:8.2f}{row.goal:9.2f} {row.unit:16}{verdict}")


def _fast(schema: dict[str, object]) -> Contenders:
    found: Contenders = {
        "pictura": compile_schema(schema).is_valid,
        "jsonschema-rs": jsonschema_rs.validator_for(schema).is_valid,
        **fastjsonschema_of(schema),
        **pydantic_of(schema),
    }
    slow = jsonschema.Draft202012Validator(schema)
    if not QUICK:
        found["jsonschema"] = slow.is_valid
    return found


def _explaining() -> Contenders:
    ours = compile_schema(REQUEST)
    rust = jsonschema_rs.validator_for(REQUEST)
    return {
        "hand-written, first error": hand.first_error,
        "pictura": lambda value: [(found.path, found.message) for found in ours.check(value)],
        "jsonschema-rs": lambda value: [
            (found.instance_path, found.message) for found in rust.iter_errors(value)
        ],
    }


def _table(
    title: str, contenders: Contenders, value: object, *, calls: int, rounds: int
) -> dict[str, Taken]:
    rounds = max(5, rounds // 5) if QUICK else rounds
    times: dict[str, list[float]] = {name: [] for name in contenders}
    gc.collect()
    gc.disable()
    for number in range(rounds):
        order: Iterable[str] = contenders if number % 2 else reversed(contenders)
        for name in order:
            # A peer that takes a hundred times as long is called as much less often.
            fewer = max(1, calls // 20) if times[name] and times[name][0] > 20_000 else calls
            times[name].append(_time(contenders[name], value, fewer))
    gc.enable()
    yardstick = next(iter(contenders))
    print(f"\n{title}\n{'':28}{'x hand':>9}{'median':>12}{'least':>12}")
    found: dict[str, Taken] = {}
    for name, taken in times.items():
        ratio = statistics.median(
            one / other for one, other in zip(taken, times[yardstick], strict=True)
        )
        found[name] = Taken(statistics.median(taken), ratio)
        print(f"{name:28}{ratio:9.2f}{_shown(found[name].median)}{_shown(min(taken))}")
    return found


def _time(call: Callable[[object], object], value: object, calls: int) -> float:
    repeat = itertools.repeat(None, calls)
    start = time.perf_counter_ns()
    for _ in repeat:
        call(value)
    return (time.perf_counter_ns() - start) / calls


def _shown(nanoseconds: float) -> str:
    if nanoseconds < 10_000:
        return f"{nanoseconds:9,.0f} ns"
    return f"{nanoseconds / 1000:9,.1f} us"


def _imports() -> float:
    """Compare the processor time of importing a written-out module with an empty script's.

    Gives what ours takes over it, in milliseconds.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        scripts = {"empty script": "", "pictura's module": "import written"}
        (root / "written.py").write_text(write_module(REQUEST), encoding="utf-8")
        # As after the first import: compiled once.
        py_compile.compile(str(root / "written.py"), doraise=True)
        scripts["jsonschema-rs"] = "import jsonschema_rs"
        scripts["jsonschema"] = "import jsonschema"
        if importlib.util.find_spec("fastjsonschema"):
            scripts["fastjsonschema's module"] = "import compiled"
            library = importlib.import_module("fastjsonschema")
            text: str = library.compile_to_code(REQUEST)
            (root / "compiled.py").write_text(text, encoding="utf-8")
            py_compile.compile(str(root / "compiled.py"), doraise=True)
        for index, text in enumerate(scripts.values()):
            (root / f"script_{index}.py").write_text(text, encoding="utf-8")
        taken: dict[str, list[float]] = {name: [] for name in scripts}
        paths = os.pathsep.join([str(root), *(path for path in sys.path if path)])
        # Without `site`, whose hooks may have imported half the library already.
        command = [sys.executable, "-S"]
        for _ in range(5 if QUICK else 21):
            for index, name in enumerate(scripts):
                taken[name].append(_cpu([*command, str(root / f"script_{index}.py")], paths))
    print(f"\nimport, processor time over an empty script\n{'':28}{'median':>9}")
    over = {
        name: statistics.median(
            one - other for one, other in zip(times, taken["empty script"], strict=True)
        )
        for name, times in taken.items()
    }
    for name, seconds in over.items():
        print(f"{name:28}{seconds * 1000:6.1f} ms")
    return over["pictura's module"] * 1000


def _cpu(command: list[str], paths: str) -> float:
    started = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": paths})
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    assert started.returncode == 0
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    print(json.dumps({"python": sys.version.split()[0], "quick": QUICK}))
    main()
