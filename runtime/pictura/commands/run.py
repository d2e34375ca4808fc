"""Knows `pictura run`: makes what is not made yet, and pays for nothing twice."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from pictura.commands.batches import Group, add_shard, gather
from pictura.display.displays import Detail, Display, JsonLines, Lines, Together
from pictura.display.junit import Junit
from pictura.piling import piling
from pictura.run.engines.address import EXAMPLE, parse_engine
from pictura.run.purse import Purse
from pictura.run.tally import Tally, together
from pictura.run.tries import Tries
from pictura.usage import UsageError, add_paths
from pictura_core.batch_lines import can_be_batched
from pictura_core.operation import Api

HELP = "Make what is not made yet, and pay for nothing twice"
EXAMPLES = (
    "pictura run                               # everything in recipes/",
    "pictura run otters.yaml --emulator        # without a key, pictures drawn on this machine",
    "pictura run --budget 2.50 --concurrency 8",
    "pictura run otters.yaml --only night --force   # make one step's pictures anew",
    "pictura run --json --junit report.xml     # for continuous integration",
    "pictura run --shard 2/8                   # one of eight processes that share the work",
    "pictura run --engine dask://scheduler:8786     # on the workers of a Dask cluster",
    "pictura run --batch --no-wait             # hand in for less; another run gets the answers",
)
_INTERRUPTED = 130
_PRETENDED_KEY = "sk-emulator"
_TASK_TIME = "0.5"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    add_paths(parser)
    parser.add_argument(
        "--concurrency",
        type=_count,
        metavar="N",
        help="how many requests at once; overrides the recipes' limits (4 if nobody says)",
    )
    parser.add_argument(
        "--images-per-minute",
        type=_rate,
        metavar="N",
        help="ask for no more pictures in a minute; overrides the recipes' limits",
    )
    parser.add_argument(
        "--requests-per-minute",
        type=_rate,
        metavar="N",
        help="send no more requests in a minute, further tries included; overrides the recipes'"
        " limits",
    )
    parser.add_argument(
        "--on-unknown",
        choices=("retry", "stop"),
        default="retry",
        help="what to do about a request that may have been paid for although no answer came:"
        " retry once with the same Idempotency-Key (the default), or stop and leave it",
    )
    parser.add_argument(
        "--budget",
        type=_dollars,
        metavar="USD",
        help="ask nothing that would make this run cost more, nor anything whose price nobody"
        " knows; overrides the recipes' limits",
    )
    unknown = parser.add_mutually_exclusive_group()
    unknown.add_argument(
        "--allow-unknown-cost",
        action="store_true",
        help="with --budget, ask what has no known price too; it counts as free",
    )
    unknown.add_argument(
        "--refuse-unknown-cost",
        action="store_true",
        help="with the recipes' own budgets too, ask nothing whose price nobody knows",
    )
    parser.add_argument(
        "--only", action="append", default=[], metavar="STEP", help="this step only; repeatable"
    )
    add_shard(parser)
    parser.add_argument(
        "--engine",
        default="",
        metavar="URL",
        help=f"let the workers of a Dask scheduler do the work, as in {EXAMPLE}; they have the key"
        " (needs pictura[dask])",
    )
    parser.add_argument(
        "--batch",
        action="store_true",
        help="hand in together what the API takes as a batch, which is answered later and costs"
        " less, and wait for the answers",
    )
    parser.add_argument(
        "--no-wait",
        action="store_true",
        help="do not wait for the answers of batches: a later run picks them up",
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help="make pictures anew that are there, which pays again, and overwrite edited files",
    )
    parser.add_argument(
        "--emulator",
        action="store_true",
        help="let this machine answer, with pictures drawn by itself; needs no key",
    )
    parser.add_argument(
        "--task-time",
        default="",
        metavar="SECONDS|MIN-MAX",
        help=f"with --emulator, how long a task or a batch takes, start to end ({_TASK_TIME})",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line, for scripts")
    detail = parser.add_mutually_exclusive_group()
    detail.add_argument(
        "-v", "--verbose", action="store_true", help="show each request, try and wait, and why"
    )
    detail.add_argument(
        "-q", "--quiet", action="store_true", help="show what went wrong and the summary alone"
    )
    parser.add_argument("--junit", metavar="FILE", help="write a JUnit report too")


def main(arguments: argparse.Namespace) -> int:
    """Run the recipes; 0 if all is made or kept, 1 if not, 130 if interrupted.

    Raises:
        UsageError: The key is missing, or a step or path is; or two options exclude each other.
        Rejected: A recipe, a lock or the ledger cannot be used.
    """
    if arguments.force and arguments.shard is not None:
        message = (
            "--force and --shard exclude each other: a shard could not tell what is to be made anew"
            " from what another one has just made; force without shards"
        )
        raise UsageError(message)
    if arguments.engine and arguments.shard is not None:
        message = "--engine and --shard exclude each other: an engine divides the work by itself"
        raise UsageError(message)
    engine = parse_engine(arguments.engine) if arguments.engine else None
    _check_batch(arguments)
    with piling():
        groups = gather(arguments.paths)
    if groups is None:
        return 1
    only = frozenset(arguments.only)
    _check_steps(groups, only)
    if arguments.batch:
        _check_batched(groups)
    roads = [_road(group.api, emulated=arguments.emulator) for group in groups]
    # asyncio and httpx: `pictura --help`, which imports every command, cannot wait for them.
    from pictura.run.engines.run import run_on_engine  # noqa: PLC0415
    from pictura.run.session import Options, Work, run_project  # noqa: PLC0415

    options = Options(
        concurrency=arguments.concurrency,
        purse=None if arguments.budget is None else Purse(arguments.budget),
        only=only,
        force=arguments.force,
        refuse_unknown_cost=arguments.refuse_unknown_cost
        or (arguments.budget is not None and not arguments.allow_unknown_cost),
        emulated=arguments.emulator,
        tries=Tries() if arguments.on_unknown == "retry" else Tries(doubtful=1),
        images_per_minute=arguments.images_per_minute,
        requests_per_minute=arguments.requests_per_minute,
        shard=arguments.shard,
        batch=arguments.batch,
        wait=not arguments.no_wait,
    )
    display = Together(_displays(arguments))
    summary = Tally().summary()
    try:
        for group, (server, key) in zip(groups, roads, strict=True):
            with _serving(group.api, server, arguments.task_time) as url:
                work = Work(group.project, group.batches, group.api, url, key)
                if engine is None:
                    ended = run_project(work, options, display.show)
                else:
                    ended = run_on_engine(work, options, engine, display.show)
            summary = together(summary, ended)
            if summary.interrupted:
                break
        display.show(summary)
    finally:
        display.close()
    if summary.interrupted:
        return _INTERRUPTED
    left = summary.failed + summary.skipped - summary.drifted - summary.waiting
    return 1 if left or summary.problem else 0


def _road(api: Api, *, emulated: bool) -> tuple[str, str]:
    """Give the server, empty for the emulator, and the key."""
    if emulated:
        return "", _PRETENDED_KEY
    key = os.environ.get(api.key_variable, "").strip()
    # Without a key, what is kept or restored is done all the same; the run says if it needs one.
    if not key.isascii() or not key.isprintable():
        message = f"the key in {api.key_variable} holds characters that no key has"
        raise UsageError(message)
    server = os.environ.get(api.url_variable, "").strip().rstrip("/")
    if not server:
        return api.servers[0], key
    if not server.startswith(("http://", "https://")):
        message = f"{api.url_variable} is to begin with http:// or https://"
        raise UsageError(message)
    if "@" in server.split("/")[2]:
        message = (
            f"{api.url_variable} holds a name or a password; requests carry the key from"
            f" {api.key_variable}, and nothing beside it"
        )
        raise UsageError(message)
    return server, key


def _serving(api: Api, server: str, task_time: str) -> AbstractContextManager[str]:
    if server:
        if task_time:
            message = "--task-time is for --emulator: a server takes the time that it takes"
            raise UsageError(message)
        return nullcontext(server)
    from pictura.emulator import parse_task_time, serve  # noqa: PLC0415 - only --emulator needs it

    try:
        time = parse_task_time(task_time or _TASK_TIME)
    except ValueError as error:
        raise UsageError(str(error)) from error
    # An API's rule of how often it may be asked protects its machines, and this one is nobody's.
    return serve(api, task_time=time, insistence=0.0)


def _check_steps(groups: Sequence[Group], only: frozenset[str]) -> None:
    steps = {job.step for group in groups for batch in group.batches for job in batch.jobs}
    for step in sorted(only - steps):
        from pictura.suggestion import meant  # noqa: PLC0415 - only a typing error needs it

        message = f"no recipe has a step {step!r}{meant(step, sorted(steps))}"
        raise UsageError(message)


def _check_batch(arguments: argparse.Namespace) -> None:
    """Make sure that the options go together.

    Raises:
        UsageError: They do not.
    """
    if arguments.batch and (arguments.engine or arguments.shard is not None):
        other = "--engine" if arguments.engine else "--shard"
        message = (
            f"--batch and {other} exclude each other: one process hands everything in, and the API"
            " divides the work"
        )
        raise UsageError(message)
    if arguments.no_wait and arguments.emulator:
        message = "--no-wait and --emulator exclude each other: the emulator ends with the run"
        raise UsageError(message)


def _check_batched(groups: Sequence[Group]) -> None:
    """Make sure that there is anything to hand in.

    Raises:
        UsageError: No job can be handed in.
    """
    jobs = (job for group in groups for batch in group.batches for job in batch.jobs)
    if not any(can_be_batched(job.operation, job.request) for job in jobs):
        titles = ", ".join(dict.fromkeys(group.api.title for group in groups))
        message = (
            f"--batch: none of these jobs can be handed in ({titles}); run them without --batch"
        )
        raise UsageError(message)


def _displays(arguments: argparse.Namespace) -> list[Display]:
    displays: list[Display] = []
    detail = Detail.MUCH if arguments.verbose else Detail.USUAL
    if arguments.json:
        displays.append(JsonLines(sys.stdout))
        if arguments.verbose:
            displays.append(Lines(sys.stderr, detail))
    elif arguments.quiet:
        displays.append(Lines(sys.stdout, Detail.LITTLE))
    elif sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        from rich.console import Console  # noqa: PLC0415 - only a terminal needs it

        from pictura.display.progress import Bar  # noqa: PLC0415 - the same

        displays.append(Bar(Console(), Lines(sys.stdout, detail)))
    else:
        displays.append(Lines(sys.stdout, detail))
    if arguments.junit:
        displays.append(Junit(arguments.junit))
    return displays


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        message = f"is a whole number from 1 to 1000, not {text!r}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _rate(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        message = f"is a number above 0, not {text!r}"
        raise argparse.ArgumentTypeError(message)
    return value


def _dollars(text: str) -> float:
    try:
        value = float(text.removeprefix("$"))
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        message = f"is a sum in US dollars such as 2.50, not {text!r}"
        raise argparse.ArgumentTypeError(message)
    return value
