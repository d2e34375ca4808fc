"""Knows `pictura init`: a repository made ready for recipes, and what to type next."""

import argparse
import os
import sys

from pictura.packages import DEFAULT
from pictura.usage import UsageError

HELP = "Make a repository ready: a first recipe, editor, hook and CI settings"
EXAMPLES = (
    "pictura init            # here",
    "pictura init site       # in another folder, which is made if need be",
)
_SAID = {
    "written": "wrote   ",
    "extended": "added to",
    "kept": "kept    ",
    "by hand": "add this",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("folder", nargs="?", default=".", help="the repository; here if none")
    parser.add_argument(
        "--api", default=DEFAULT, metavar="NAME", help="a generated package (%(default)s)"
    )


def main(arguments: argparse.Namespace) -> int:
    """Write what is not there yet; 0.

    Raises:
        UsageError: There is no such API, or the folder is a file.
        OSError: A file cannot be written.
    """
    from pictura.packages import UnknownApi  # noqa: PLC0415 - beside its only use
    from pictura.scaffold.lay import RECIPES, lay, prepare  # noqa: PLC0415 - reads package data

    if os.path.exists(arguments.folder) and not os.path.isdir(arguments.folder):
        message = f"{arguments.folder} is a file; name a folder"
        raise UsageError(message)
    try:
        words = prepare(arguments.api)
    except UnknownApi as error:
        raise UsageError(str(error)) from None
    for laid in lay(arguments.folder, words):
        sys.stdout.write(f"{_SAID[laid.outcome]}  {laid.file}\n")
        for line in laid.advice.splitlines():
            sys.stdout.write(f"          {line}\n")
    where = "" if arguments.folder == "." else f"cd {arguments.folder}\n  "
    sys.stdout.write(
        "\nnext:\n"
        f"  {where}pictura validate          # checks {RECIPES}/, without a network\n"
        "  pictura run --emulator    # makes the pictures without a key, for nothing\n"
        "  pictura gallery           # a page to look at them\n"
        f"  export {words.key}=…   # then `pictura plan` and `pictura run` are for real\n"
    )
    return 0
