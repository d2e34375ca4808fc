"""Knows `pictura plan`: what a run would do, job by job, and what it would cost."""

import argparse
import os
import sys
from collections.abc import Callable
from typing import TextIO

from pictura.commands.batches import Group, add_shard, gather
from pictura.display.markdown import MarkdownPlan
from pictura.display.plans import JsonPlan, PlanDisplay, TextPlan
from pictura.piling import piling
from pictura.plan import plan
from pictura.shards import Shard, cut_out, share_of
from pictura.state.known import look_up
from pictura.state.known_batch import look_up_batch
from pictura.usage import add_paths

HELP = "Show what a run would do, job by job, and what it would cost"
EXAMPLES = (
    "pictura plan                      # everything in recipes/",
    "pictura plan otters.yaml --json   # one JSON object a line",
    "pictura plan --format markdown    # a table for a comment on a pull request",
    "pictura plan --shard 2/8          # what one of eight processes would do",
    "pictura plan --exit-code          # 1 if there is something to do, for CI",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    add_paths(parser)
    parser.add_argument(
        "--format",
        choices=("text", "json", "markdown"),
        default="text",
        help="for people (text, the default), one JSON object a line, or a comment on a pull"
        " request",
    )
    parser.add_argument(
        "--json",
        action="store_const",
        const="json",
        dest="format",
        help="the same as --format json",
    )
    parser.add_argument(
        "--exit-code", action="store_true", help="end with 1 if there is something to do"
    )
    parser.add_argument(
        "--emulator",
        action="store_true",
        help="plan for `run --emulator`: what the emulator drew counts as made; also without a key",
    )
    add_shard(parser)


def main(arguments: argparse.Namespace) -> int:
    """Plan; 0, or with --exit-code 1 if there is something to make, to pick up or to restore.

    Raises:
        UsageError: A path leads nowhere.
        Rejected: A recipe, a lock or the ledger cannot be used.
    """
    with piling():
        groups = gather(arguments.paths)
    if groups is None:
        return 1
    shown: dict[str, Callable[[TextIO], PlanDisplay]] = {
        "text": TextPlan,
        "json": JsonPlan,
        "markdown": MarkdownPlan,
    }
    out = shown[arguments.format](sys.stdout)
    for group in groups:
        emulated = arguments.emulator or not os.environ.get(group.api.key_variable)
        _plan(group, out, arguments.shard, emulated=emulated)
    out.end()
    return 1 if arguments.exit_code and out.total.to_do else 0


def _plan(group: Group, out: PlanDisplay, shard: Shard | None, *, emulated: bool) -> None:
    known = look_up(group.project, emulated=emulated)
    try:
        with piling():
            found = plan(known, [look_up_batch(known, batch) for batch in group.batches])
            if shard is not None:
                share = share_of(shard, group.batches, group.project.root, known.hashes)
                found = cut_out(found, share)
    finally:
        if known.ledger is not None:
            known.ledger.close()
    for batch in found.batches:
        out.show(batch)
