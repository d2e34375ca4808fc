"""Knows `pictura completion`: a script that lets a shell complete commands, options and files."""

import argparse
import sys

HELP = "Print a script that lets bash, zsh or tcsh complete what is typed"
EXAMPLES = (
    "pictura completion bash > ~/.local/share/bash-completion/completions/pictura",
    "pictura completion zsh > ~/.zfunc/_pictura    # a folder of $fpath",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"), help="whose script")


def main(arguments: argparse.Namespace) -> int:
    """Print the script; 0."""
    from importlib import import_module  # noqa: PLC0415 - for this command only

    import shtab  # noqa: PLC0415 - for this command only

    from pictura.commands import COMMANDS  # noqa: PLC0415 - it names this very module

    parser = argparse.ArgumentParser(prog="pictura")
    commands = parser.add_subparsers(dest="command")
    for name in COMMANDS:
        module = import_module(f"pictura.commands.{name}")
        one = commands.add_parser(name, help=module.HELP)
        module.add_arguments(one)
        for action in one._actions:  # noqa: SLF001 - argparse has no other way to list them
            if action.dest in {"paths", "path", "what", "folder", "out", "junit"}:
                vars(action)["complete"] = shtab.FILE
    sys.stdout.write(shtab.complete(parser, arguments.shell))
    sys.stdout.write("\n")
    return 0
