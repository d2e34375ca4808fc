"""Knows `pictura show`: where a picture comes from, or what a job made."""

import argparse
import os
import sys

from pictura.project import find_project
from pictura.usage import UsageError

HELP = "Tell where a picture comes from, also after renaming, or what a job made"
EXAMPLES = (
    "pictura show images/otter.png          # by its bytes, wherever it lies now",
    "pictura show 'portrait[mood=calm]'     # a job's pictures",
    "pictura show 27d1bfe94524 --json       # by the beginning of a request's digest",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("what", metavar="FILE|JOB|DIGEST", help="a picture, a job, or a digest")
    parser.add_argument("--json", action="store_true", help="one JSON object a line, for scripts")


def main(arguments: argparse.Namespace) -> int:
    """Print it; 0, or 1 if nothing is known of it.

    Raises:
        UsageError: It is a folder, or `PICTURA_STORE` names none.
        Rejected: The ledger cannot be used, or a team's store that has to be asked.
        OSError: The picture cannot be read.
    """
    from pictura.display.origins import about_file, origin_text, origin_value  # noqa: PLC0415 - cold
    from pictura.display.values import line  # noqa: PLC0415 - the same
    from pictura.provenance import (  # noqa: PLC0415 - the same
        job_names,
        origins_of_job,
        origins_of_picture,
    )
    from pictura.restorable import origins_to_restore, with_stores  # noqa: PLC0415 - the same
    from pictura.suggestion import meant  # noqa: PLC0415 - the same

    what: str = arguments.what
    if os.path.isdir(what):
        message = f"{what} is a folder; name a picture, a job, or a digest"
        raise UsageError(message)
    file = about_file(what) if os.path.isfile(what) else None
    project = find_project(what if file else ".")
    if file:
        found = origins_of_picture(project, file.sha256) or [
            one for one in origins_to_restore(project) if one.has_bytes(file.sha256)
        ]
    else:
        found = with_stores(project, origins_of_job(project, what)) or [
            one for one in origins_to_restore(project) if one.is_called(what)
        ]
    for origin in found:
        if arguments.json:
            sys.stdout.write(line(origin_value(origin, file)))
        else:
            sys.stdout.write(origin_text(origin, file))
    if found:
        return 0
    known = (
        "nothing in this project knows a picture with these bytes"
        if file
        else "there is no picture of that name, and nothing in this project knows a job "
        f"{what!r}{meant(what, job_names(project))}"
    )
    sys.stderr.write(f"{what}: {known}\n")
    if file and file.is_signed:
        sys.stderr.write(f"{what}: it carries a C2PA manifest, which tells who made it\n")
    return 1
