"""Measures `pictura run`, all its promises kept, against the openai SDK and plain httpx.

Whole processes in turn, one local server of prepared answers; what importing costs is taken off
from each. Prints medians and their ratios, with the goals beside them.
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
from typing import NamedTuple, Self

HERE = Path(__file__).parent
CONCURRENCY = 64
LARGE, SMALL = 836, 4
"""Pixels a side of a picture of 2.1 MB, and of one of some bytes."""

IMPORTS = {
    "pictura": "import pictura.commands.run, pictura.run.session, pictura_core.swift, jinja2",
    "openai": "import asyncio; from openai import AsyncOpenAI",
    "httpx": "import asyncio, httpx",
}


class Cost(NamedTuple):
    """What a process took: seconds of CPU, seconds on the clock, MB at its peak."""

    cpu: float
    wall: float
    memory: float


class Server:
    """A server of prepared answers in a process of its own."""

    def __init__(self, side: int, latency: float) -> None:
        words = [sys.executable, str(HERE / "serving.py"), str(side), str(latency)]
        self._process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()


def spend(words: list[str], folder: Path, **variables: str) -> Cost:
    """Run a process to its end."""
    began = time.perf_counter()
    with (folder / "out.txt").open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=folder,
            env={**os.environ, "EZLINK_API_KEY": "sk-benchmark", **variables},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    if process.returncode:
        sys.exit((folder / "out.txt").read_text()[-2000:])
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def ask(who: str, server: Server, form: str, count: int, concurrency: int) -> Cost:
    """Let one contender make pictures in an empty folder, and take its imports off."""
    folder = Path(tempfile.mkdtemp(prefix="pictura-bench-"))
    try:
        idle = spend(["-c", IMPORTS[who]], folder)
        if who == "pictura":
            (folder / "pictura.toml").touch()
            (folder / "rows.csv").write_text("n\n" + "\n".join(map(str, range(count))) + "\n")
            (folder / "otters.yaml").write_text(_recipe(form))
            words = ["-m", "pictura", "run", "otters.yaml", "--json"]
            words += ["--concurrency", str(concurrency)]
            used = spend(words, folder, EZLINK_BASE_URL=server.url)
        else:
            words = [str(HERE / "asking.py"), who, server.url, form, str(count), str(concurrency)]
            used = spend([*words, str(folder)], folder)
        made = len(list(folder.glob("*.png")))
        assert form == "url" or made == count, f"{who} made {made} of {count}"
        return Cost(*(mine - its for mine, its in zip(used, idle, strict=True)))
    finally:
        shutil.rmtree(folder)


def _recipe(form: str) -> str:
    answer = "b64_json" if form == "base64" else "url"
    return f"""\
recipe: otters
steps:
  - id: otter
    uses: createImage
    rows: rows.csv
    with: {{model: dall-e-3, prompt: "an otter, {{{{ n }}}}", response_format: {answer}}}
    save: "{{{{ n }}}}.{{{{ ext }}}}"
"""


def median(costs: list[Cost]) -> Cost:
    """Take the median of each figure."""
    return Cost(*(statistics.median(each) for each in zip(*costs, strict=True)))


def verdict(figure: float, goal: float, unit: str, *, at_least: bool = False) -> str:
    """Say whether a figure reaches its goal."""
    reached = figure >= goal if at_least else figure <= goal
    sign = "≥" if at_least else "≤"
    return f"{figure:6.2f}{unit}  goal {sign} {goal}{unit}  {'reached' if reached else 'MISSED'}"


def large(rounds: int, count: int) -> None:
    """Compare pictures of 2.1 MB in base64."""
    who = ("pictura", "openai", "httpx")
    costs: dict[str, list[Cost]] = {one: [] for one in who}
    with Server(LARGE, 0.2) as server:
        for _ in range(rounds):
            for one in who:
                costs[one].append(ask(one, server, "base64", count, CONCURRENCY))
    print(f"{count} pictures of 2.1 MB in base64, 200 ms latency, concurrency {CONCURRENCY}")
    print(f"  {'':8} {'CPU ms each':>12} {'MB above start':>15} {'pictures/s':>11}")
    found = {one: median(each) for one, each in costs.items()}
    for one, cost in found.items():
        each = 1000 * cost.cpu / count
        print(f"  {one:8} {each:12.2f} {cost.memory:15.1f} {count / cost.wall:11.1f}")
    ours = found["pictura"]
    print("  CPU, of the openai SDK's   ", verdict(ours.cpu / found["openai"].cpu, 0.4, ""))
    print(f"  CPU, of httpx's             {ours.cpu / found['httpx'].cpu:6.2f}")
    print("  memory above start         ", verdict(ours.memory, 48, " MB"))


def flat(counts: tuple[int, int]) -> None:
    """See whether memory grows with the number of pictures."""
    with Server(LARGE, 0.0) as server:
        few, many = (ask("pictura", server, "base64", one, CONCURRENCY).memory for one in counts)
    print(f"memory above start: {few:.1f} MB for {counts[0]} pictures, {many:.1f} for {counts[1]}")
    print("  many, of few               ", verdict(many / few, 1.1, ""))


def waiting(rounds: int) -> None:
    """Compare the time on the clock with what the server's latency alone would take."""
    print("wall time, small base64 answers, 200 ms latency, of jobs x latency / concurrency")
    with Server(SMALL, 0.2) as server:
        for concurrency in (4, 16, CONCURRENCY):
            count = concurrency * 12
            shares: dict[str, float] = {}
            for who, times in (("pictura", rounds), ("openai", 1)):
                costs = [ask(who, server, "base64", count, concurrency) for _ in range(times)]
                shares[who] = median(costs).wall / (count * 0.2 / concurrency)
            said = verdict(shares["pictura"], 1.1, "")
            print(f"  concurrency {concurrency:2}             ", said)
            print(f"    the openai SDK            {shares['openai']:6.2f}")


def small(rounds: int, count: int) -> None:
    """Compare small answers without latency."""
    contenders = (("pictura", "fetch"), ("openai", "url"), ("openai", "fetch"), ("httpx", "fetch"))
    costs: dict[tuple[str, str], list[Cost]] = {one: [] for one in contenders}
    with Server(SMALL, 0.0) as server:
        for _ in range(rounds):
            for one, form in contenders:
                costs[one, form].append(ask(one, server, form, count, CONCURRENCY))
    print(f"{count} small answers with a url, no latency, concurrency {CONCURRENCY}")
    rates: dict[tuple[str, str], float] = {}
    for (one, form), each in costs.items():
        cost = median(each)
        requests = count * (2 if form == "fetch" else 1)
        rates[one, form] = requests / cost.wall
        how = "and fetches the url, writes the file" if form == "fetch" else "asks alone"
        per = 1000 * cost.cpu / count
        print(f"  {one:8} {requests / cost.wall:7.0f} requests/s {per:6.2f} CPU ms a job, {how}")
    ours = rates["pictura", "fetch"]
    alone, fetching = rates["openai", "url"], rates["openai", "fetch"]
    print(
        "  requests/s, of the SDK's which asks alone ",
        verdict(ours / alone, 1.5, "", at_least=True),
    )
    print(
        "  requests/s, of the SDK's which fetches too",
        verdict(ours / fetching, 1.5, "", at_least=True),
    )


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=3, help="how often each contender has its turn"
    )
    parser.add_argument("--count", type=int, default=200, help="how many large pictures")
    parser.add_argument(
        "--many", type=int, default=0, help="how many to see memory grow from 200; 0: skip"
    )
    parser.add_argument("--long", action="store_true", help="5 rounds, and memory to 2,000")
    parser.add_argument("--only", choices=("large", "flat", "waiting", "small"))
    given = parser.parse_args()
    if given.long:
        given.rounds, given.many = 5, 2000
    if given.only in (None, "large"):
        large(given.rounds, given.count)
    if given.only in (None, "flat") and given.many:
        flat((200, given.many))
    if given.only in (None, "waiting"):
        waiting(given.rounds)
    if given.only in (None, "small"):
        small(given.rounds, 1000)


if __name__ == "__main__":
    main()
