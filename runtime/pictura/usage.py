"""Knows what commands have in common: how recipes are named, and what a wrong call is.

It does not print.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse  # a hook that names files only starts without it


class UsageError(Exception):
    """The command line asks for something that cannot be; nothing was done.

    Its message is one sentence without a full stop, which the door prints before it exits with 2.
    """


def add_paths(parser: "argparse.ArgumentParser") -> None:
    """Let a command take recipes, and folders of them."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a recipe, or a folder in which every .yaml and .yml is one; recipes/ if none",
    )
