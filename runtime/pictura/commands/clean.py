"""Knows `pictura clean`: files of jobs that no recipe has any more, deleted after asking."""

import argparse
import os
import sys

from pictura.commands.batches import Group, gather
from pictura.project import STATE
from pictura.usage import UsageError, add_paths

HELP = "Delete the pictures of jobs that the recipes no longer have; asks first"
EXAMPLES = (
    "pictura clean            # lists them, and asks",
    "pictura clean --yes      # for scripts",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    add_paths(parser)
    parser.add_argument("--yes", action="store_true", help="delete without asking")


def main(arguments: argparse.Namespace) -> int:
    """Delete; 0, or 1 if the answer was no or a recipe cannot be used.

    Raises:
        UsageError: A path leads nowhere, or nobody is there to be asked.
        Rejected: A lock or the ledger cannot be used.
        OSError: A file cannot be deleted.
    """
    groups = gather(arguments.paths)
    if groups is None:
        return 1
    return max((_clean(group, sure=arguments.yes) for group in groups), default=0)


def _clean(group: Group, *, sure: bool) -> int:
    from pictura.cleaning import delete, find_leftovers  # noqa: PLC0415 - for this command only
    from pictura.display.words import near  # noqa: PLC0415 - the same
    from pictura.plan import plan  # noqa: PLC0415 - the same
    from pictura.run.holding import hold  # noqa: PLC0415 - the same
    from pictura.state.known import open_known  # noqa: PLC0415 - the same
    from pictura.state.known_batch import look_up_batch  # noqa: PLC0415 - the same

    root = group.project.root
    with hold(os.path.join(root, STATE), _say_who), open_known(group.project) as known:
        planned = plan(known, [look_up_batch(known, batch) for batch in group.batches])
        found = [(one, find_leftovers(one)) for one in planned.batches]
        every = [leftover for _, leftovers in found for leftover in leftovers]
        for one in every:
            note = f"  (stays: {one.reason})" if one.reason else ""
            sys.stdout.write(f"{near(root, one.file)}  {one.job}{note}\n")
        count = sum(not one.reason for one in every)
        if not count:
            sys.stdout.write("nothing to delete\n")
            return 0
        size = sum(one.bytes for one in every if not one.reason)
        if not sure and not _agrees(count, size):
            sys.stderr.write("nothing was deleted\n")
            return 1
        for batch, leftovers in found:
            delete(batch, leftovers)
    sys.stdout.write(f"{count} deleted; what was paid for stays in {near(root, STATE)}/\n")
    return 0


def _agrees(count: int, size: int) -> bool:
    if not sys.stdin.isatty():
        message = "nobody is there to be asked; --yes deletes without asking"
        raise UsageError(message)
    sys.stdout.flush()
    files = "1 file" if count == 1 else f"{count} files"
    sys.stderr.write(f"delete {files}, {size / 1e6:.1f} MB? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _say_who(holder: str) -> None:
    sys.stderr.write(f"waiting for a run that is at work here: {holder}\n")
