"""Knows `pictura diff`: the pictures of two commits, or of two runs, side by side."""

import argparse
import os
import sys

from pictura.project import find_project
from pictura.usage import UsageError

HELP = "Show the pictures of two commits, or of two runs, side by side"
EXAMPLES = (
    "pictura diff main                 # main, and the lock files as they are now",
    "pictura diff v1.0 v1.1            # two commits, tags or branches",
    "pictura diff run:3 run:4 --json   # two runs, as `pictura history` counts them",
    "pictura diff main --out s3://bucket/diff   # into a bucket, or wherever fsspec writes",
)
_FOLDER = "diff"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("before", help="a commit, or run:N")
    parser.add_argument("after", nargs="?", default="now", help="the same, or now (%(default)s)")
    parser.add_argument(
        "--out",
        metavar="FOLDER",
        help=f"where the page is written, also as a url such as s3://bucket/diff (pictura[s3]);"
        f" {_FOLDER}/ at the project's root if not given",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line, for scripts")


def main(arguments: argparse.Namespace) -> int:
    """Compare, write the page, and say what differs; 0.

    Raises:
        UsageError: There is no such commit or run, or the folder holds something else.
        Rejected: The ledger cannot be used, or what is behind a url.
        OSError: The page cannot be written.
    """
    from pictura.comparison import (  # noqa: PLC0415 - for this command only
        Shown,
        UnknownState,
        bytes_of,
        differences,
        read_state,
    )
    from pictura.display.changes import as_words  # noqa: PLC0415 - the same
    from pictura.display.values import line  # noqa: PLC0415 - the same
    from pictura.gallery.build import NotAGallery  # noqa: PLC0415 - loads Pillow and Jinja
    from pictura.gallery.pairs import build_pairs  # noqa: PLC0415 - the same
    from pictura.gallery.publishing import destination  # noqa: PLC0415 - the same

    project = find_project(".")
    names = (arguments.before, arguments.after)
    try:
        before, after = (read_state(project, name) for name in names)
    except UnknownState as error:
        raise UsageError(str(error)) from None
    pairs = differences(before, after)
    if not pairs:
        if not arguments.json:
            sys.stdout.write("no picture differs\n")
        return 0

    def find(shown: Shown, state: str) -> bytes | None:
        return bytes_of(project, shown, state)

    folder = arguments.out or os.path.join(project.root, _FOLDER)
    try:
        with destination(folder) as place:
            groups = build_pairs(pairs, names, find, place.folder)
    except NotAGallery as error:
        raise UsageError(str(error)) from None
    for group in groups:
        if not arguments.json:
            sys.stdout.write(f"{group.name}\n")
        for row in group.rows:
            words = as_words(row.pieces)
            if arguments.json:
                value: dict[str, object] = {
                    "event": "difference",
                    "recipe": group.name,
                    "job": row.job,
                    "verdict": row.verdict,
                    "distance": None if row.distance is None else round(row.distance, 4),
                    "prompt": words,
                }
                sys.stdout.write(line(value))
            else:
                sys.stdout.write(f"  {row.job}  {row.verdict}\n")
                sys.stdout.write(f"    prompt: {words}\n" if words else "")
    if not arguments.json:
        sys.stdout.write(f"side by side in {place.name}\n")
    return 0
