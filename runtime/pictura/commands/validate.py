"""Knows `pictura validate`: everything that can be known without network or key."""

import argparse
import sys
from typing import Literal

from pictura.expand import collect, load_batch
from pictura.outputs import Claims
from pictura_core.diagnostics import Severity

HELP = "Check recipes and every request that they would make"
EXAMPLES = (
    "pictura validate                          # everything in recipes/",
    "pictura validate otters.yaml shop/        # a recipe, and a folder of recipes",
    "pictura validate --format github          # annotations on a pull request",
    "pictura validate --format sarif > found.sarif",
)
_FORMATS: tuple[Literal["text", "json", "github", "sarif"], ...] = (
    "text",
    "json",
    "github",
    "sarif",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a recipe, or a folder in which every .yaml and .yml is one; recipes/ if none",
    )
    parser.add_argument(
        "--format",
        choices=_FORMATS,
        default="text",
        help="how findings are written: for people (text, the default), one JSON object a line,"
        " GitHub annotations, or SARIF",
    )


def main(arguments: argparse.Namespace) -> int:
    """Check the recipes; 0 if there is no error, 1 if there is one.

    Findings go to standard output. In the text format the last line is a summary; in the others,
    which machines read, the summary goes to standard error.
    """
    claims = Claims()
    paths = collect(arguments.paths)
    loaded = [load_batch(path, claims) for path in paths]
    findings = [finding for one in loaded for finding in one.diagnostics]
    form = next(form for form in _FORMATS if form == arguments.format)
    if findings or form in ("sarif", "json"):
        from pictura_core.report import render  # noqa: PLC0415 - a recipe that is fine has none

        sys.stdout.write(render(findings, form))
    jobs = sum(len(one.batch.jobs) for one in loaded if one.batch is not None)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    parts = [_count(errors, "error")] if errors else []
    parts.extend([_count(warnings, "warning")] if warnings else [])
    total = _count(len(paths), "recipe") + ("" if errors else f", {_count(jobs, 'job')}")
    summary = f"{total}: {', '.join(parts) or 'fine'}\n"
    (sys.stdout if form == "text" else sys.stderr).write(summary)
    return 1 if errors else 0


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
