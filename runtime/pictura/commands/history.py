"""Knows `pictura history`: past runs, and what was spent on which day, model and recipe."""

import argparse
import os
import sys

from pictura.project import STATE, find_project
from pictura.usage import UsageError

HELP = "Show past runs, and what was spent by day, by model and by recipe"
EXAMPLES = (
    "pictura history                    # of the project that is here",
    "pictura history --json             # one JSON object a line",
    "pictura history --emulator         # what the emulator was asked",
)
_LIMIT = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("path", nargs="?", default=".", help="a file or folder of the project")
    parser.add_argument("--json", action="store_true", help="one JSON object a line, for scripts")
    parser.add_argument(
        "--limit",
        type=_count,
        default=_LIMIT,
        metavar="N",
        help="how many runs are shown, 0 for all (%(default)s); sums are always of all",
    )
    parser.add_argument(
        "--emulator", action="store_true", help="runs against the emulator, which cost nothing"
    )


def main(arguments: argparse.Namespace) -> int:
    """Print it; 0.

    Raises:
        UsageError: The path leads nowhere.
        Rejected: The ledger cannot be used.
    """
    from pictura.display.past import Past, add_up, as_json, as_text, sum_up  # noqa: PLC0415 - cold
    from pictura.state.history import past_runs, payments  # noqa: PLC0415 - the same
    from pictura.state.ledger import read_ledger  # noqa: PLC0415 - the same
    from pictura.state.locks import project_locks  # noqa: PLC0415 - the same

    if not os.path.exists(arguments.path):
        message = f"there is no {arguments.path}"
        raise UsageError(message)
    root = find_project(arguments.path).root
    ledger = read_ledger(os.path.join(root, STATE))
    runs = [] if ledger is None else past_runs(ledger)
    paid = [] if ledger is None else payments(ledger)
    if ledger is not None:
        ledger.close()
    runs = [run for run in runs if run.emulated == arguments.emulator]
    paid = [one for one in paid if one.emulated == arguments.emulator]
    models = {
        entry.digest: entry.model for _, lock in project_locks(root) for entry in lock.jobs.values()
    }
    limit = arguments.limit or len(runs)
    past = Past(
        runs[:limit],
        max(len(runs) - limit, 0),
        add_up(paid, models),
        sum_up("total", paid),
        arguments.emulator,
    )
    sys.stdout.write(as_json(past) if arguments.json else as_text(past))
    if not runs and not arguments.json:
        sys.stderr.write("`pictura run` makes pictures; its runs are listed here afterwards\n")
    return 0


def _count(text: str) -> int:
    if not text.isdecimal():
        message = f"is a number, not {text!r}"
        raise argparse.ArgumentTypeError(message)
    return int(text)
