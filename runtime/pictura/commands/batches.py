"""Knows how `plan` and `run` come to the recipes that a person means, project by project."""

import argparse
import sys
from collections.abc import Sequence

from pictura.job import Batch
from pictura.packages import load_api
from pictura.project import Project, find_project
from pictura.recipes.expand import load_batches
from pictura.shards import Shard, parse_shard
from pictura_core.diagnostics import Severity
from pictura_core.operation import Api
from pictura_core.tuples import NamedTuple


class Group(NamedTuple):
    """Recipes of one project that use one API."""

    project: Project
    api: Api
    batches: tuple[Batch, ...]


def add_shard(parser: argparse.ArgumentParser) -> None:
    """Add `--shard`."""
    parser.add_argument(
        "--shard",
        type=_shard,
        metavar="I/N",
        help="only the Ith of N parts of the jobs, the same ones each time, and what they need;"
        " other processes, here or on machines with the same PICTURA_LEDGER, do the rest meanwhile",
    )


def _shard(text: str) -> Shard:
    try:
        return parse_shard(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def gather(paths: Sequence[str]) -> tuple[Group, ...] | None:
    """Read and check recipes; what is found in them goes to standard error.

    Returns:
        None if a recipe cannot be used.

    Raises:
        UsageError: A path leads nowhere.
    """
    batches, findings = load_batches(paths)
    if findings:
        from pictura_core.report import render  # noqa: PLC0415 - only findings need it

        sys.stderr.write(render(findings, "text"))
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    if errors:
        sys.stderr.write("nothing was done: mend the recipes first\n")
        return None
    groups: dict[tuple[str, str], list[Batch]] = {}
    for batch in batches:
        groups.setdefault((find_project(batch.file).root, batch.api), []).append(batch)
    return tuple(
        Group(Project(root), load_api(api), tuple(members))
        for (root, api), members in groups.items()
    )
