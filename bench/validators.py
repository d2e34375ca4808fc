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
PEERS: Final = ("jsonschema-rs", "fastjsonschema", "pydantic", "jsonschema")
"""Who is measured beside us, in the order of the last table."""


class Row(NamedTuple):
    """A figure, what it is to be at most, and what it is for the peers.

    `ours` is the figure itself; `peers` are in the same unit.
    """

    name: str
    ours: float
    goal: float
    unit: str
    peers: dict[str, float]


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
        rows.append(_against_hand(name, 1.15, _table(name, request, value, 400, 151)))
    many = {"hand-written": hand.requests, **_fast(REQUESTS)}
    assert all(call(MANY) for call in many.values())
    name = "is_valid, 1,000 requests"
    rows.append(_against_hand(name, 1.2, _table(name, many, MANY, 1, 21)))
    tree = {"hand-written": hand.tree, **_fast(TREE)}
    assert all(call(TREE_VALUE) for call in tree.values())
    name = "is_valid, tree of 10,000 nodes"
    rows.append(_against_hand(name, 1.2, _table(name, tree, TREE_VALUE, 1, 11)))
    taken = _table("check, invalid request", _explaining(), BAD, 150, 101)
    rust = taken["jsonschema-rs"].ratio
    times = {name: one.median / 1000 for name, one in taken.items()}
    ratios = {name: one.ratio / rust for name, one in taken.items()}
    rows.append(_row("check, invalid request", 3, "us", times))
    rows.append(_row("the same, beside jsonschema-rs", 0.5, "x", ratios))
    rows.append(_row("import of a written-out module", 5, "ms", _imports()))
    _goals(rows)


def _against_hand(name: str, goal: float, taken: dict[str, Taken]) -> Row:
    ratios = {contender: one.ratio for contender, one in taken.items()}
    return _row(name, goal, "x hand", ratios)


def _row(name: str, goal: float, unit: str, figures: dict[str, float]) -> Row:
    peers = {peer: figure for peer, figure in figures.items() if peer in PEERS}
    return Row(name, figures["pictura"], goal, unit, peers)


def _goals(rows: list[Row]) -> None:
    """Print each figure beside its goal and its peers'."""
    heads = "".join(f"{peer:>16}" for peer in PEERS)
    print(f"\ngoals\n{'':34}{'figure':>8}{'at most':>9}{'':14}{heads}")
    for row in rows:
        verdict = "pass" if row.ours <= row.goal else "short"
        listed = "".join(
            f"{row.peers[peer]:16.2f}" if peer in row.peers else f"{'-':>16}" for peer in PEERS
        )
        print(f"{row.name:34}{row.ours:8.2f}{row.goal:9.2f} {row.unit:7}{verdict:6}{listed}")


def _fast(schema: dict[str, object]) -> Contenders:
    found: Contenders = {
        "pictura": compile_schema(schema).is_valid,
        "jsonschema-rs": jsonschema_rs.validator_for(schema).is_valid,
        **fastjsonschema_of(schema),
        **pydantic_of(schema),
    }
    if not QUICK:
        found["jsonschema"] = jsonschema.Draft202012Validator(schema).is_valid
    return found


def _explaining() -> Contenders:
    """Give those that say what is wrong: all of it, but fastjsonschema, which says the first."""
    ours = compile_schema(REQUEST)
    rust = jsonschema_rs.validator_for(REQUEST)
    slow = jsonschema.Draft202012Validator(REQUEST)
    return {
        "hand-written, first error": hand.first_error,
        "pictura": lambda value: [(found.path, found.message) for found in ours.check(value)],
        "jsonschema-rs": lambda value: [
            (found.instance_path, found.message) for found in rust.iter_errors(value)
        ],
        **fastjsonschema_of(REQUEST),
        "jsonschema": lambda value: [
            (found.absolute_path, found.message) for found in slow.iter_errors(value)
        ],
    }


def _table(
    title: str, contenders: Contenders, value: object, calls: int, rounds: int
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


def _imports() -> dict[str, float]:
    """Measure what importing takes over an empty script: milliseconds of processor time."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        scripts = {"empty script": "", "pictura": "import written"}
        (root / "written.py").write_text(write_module(REQUEST), encoding="utf-8")
        # As after the first import: compiled once.
        py_compile.compile(str(root / "written.py"), doraise=True)
        scripts["jsonschema-rs"] = "import jsonschema_rs"
        scripts["jsonschema"] = "import jsonschema"
        if importlib.util.find_spec("fastjsonschema"):
            scripts["fastjsonschema"] = "import compiled"
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
    print(f"\nimport of a module, processor time over an empty script\n{'':28}{'median':>9}")
    over = {
        name: 1000
        * statistics.median(
            one - other for one, other in zip(times, taken["empty script"], strict=True)
        )
        for name, times in taken.items()
    }
    for name, milliseconds in over.items():
        print(f"{name:28}{milliseconds:6.1f} ms")
    return over


def _cpu(command: list[str], paths: str) -> float:
    started = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": paths})
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    assert started.returncode == 0
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    print(json.dumps({"python": sys.version.split()[0], "quick": QUICK}))
    main()
