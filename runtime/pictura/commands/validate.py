"""Knows `pictura validate`: everything that can be known without network or key."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pictura.recipes.expand import collect, load_batch
from pictura.recipes.outputs import Claims
from pictura.usage import add_paths
from pictura_core.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    import argparse  # a hook that names files only starts without it

HELP = "Check recipes and every request that they would make"
EXAMPLES = (
    "pictura validate                          # everything in recipes/",
    "pictura validate otters.yaml shop/        # a recipe, and a folder of recipes",
    "pictura validate --format github          # annotations on a pull request",
    "pictura validate --format sarif > found.sarif",
)
# The names that `pictura_core.report` knows; a test holds both equal.
_FORMATS = ("text", "json", "github", "sarif")


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add the command's options."""
    add_paths(parser)
    parser.add_argument(
        "--format",
        choices=_FORMATS,
        default="text",
        help="how findings are written: for people (text, the default), one JSON object a line,"
        " GitHub annotations, or SARIF",
    )


def main(arguments: "argparse.Namespace") -> int:
    """Check the recipes; 0 if there is no error, 1 if there is one.

    Findings go to standard output. In the text format the last line is a summary; in the others,
    which machines read, the summary goes to standard error.
    """
    return _validate(arguments.paths, arguments.format)


def main_plain(words: list[str]) -> int:
    """Check the recipes at these paths, as `main` does."""
    return _validate(words, "text")


def _validate(paths: Sequence[str], form: str) -> int:
    claims = Claims()
    loaded = [load_batch(path, claims) for path in collect(paths)]
    findings = [finding for one in loaded for finding in one.diagnostics]
    if findings or form == "sarif":
        sys.stdout.write(_render(findings, form))
    jobs = sum(len(one.batch.jobs) for one in loaded if one.batch is not None)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    parts = [_count(errors, "error")] if errors else []
    parts.extend([_count(warnings, "warning")] if warnings else [])
    total = _count(len(loaded), "recipe") + ("" if errors else f", {_count(jobs, 'job')}")
    summary = f"{total}: {', '.join(parts) or 'fine'}\n"
    (sys.stdout if form == "text" else sys.stderr).write(summary)
    return 1 if errors else 0


def _render(findings: list[Diagnostic], form: str) -> str:
    # A recipe that is fine does not pay for this import.
    from pictura_core.report import FORMATS, Format, render  # noqa: PLC0415

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    chosen: dict[str, Format] = {known: known for known in FORMATS}
    return render(findings, chosen[form], colour=colour)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
