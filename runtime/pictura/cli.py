"""Knows the door: which command is typed, and what a person sees when one ends badly.

It must not know what any command does. Everything that is raised below is caught here, and only
here; no traceback leaves, unless `PICTURA_DEBUG` asks for it.
"""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from pictura.commands import COMMANDS
from pictura.usage import UsageError

INTERRUPTED = 130
"""What a shell reports for a command that Ctrl-C ended."""
_CLOSED = 141
"""What a shell reports for a command whose reader went away."""
_ABOUT = "Image recipes: checked, planned, run, and never paid for twice."
_DEBUG = "PICTURA_DEBUG"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and give its exit status.

    Args:
        argv: The words after the program's name, by default those of the process.
    """
    # Imports and a short command make no garbage worth looking for, and looking costs a sixth of a
    # cold start; `_run` turns the collector on again for commands that live longer.
    collects = gc.isenabled()
    gc.disable()
    try:
        return _main(list(sys.argv[1:] if argv is None else argv))
    finally:
        if argv is None:
            gc.freeze()
        if collects:
            gc.enable()


def _main(words: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        # A file name may hold bytes that are no text; saying it must not fail.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    try:
        status = _dispatch(words)
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("pictura: interrupted\n")
        return INTERRUPTED
    except BrokenPipeError:
        # What is left in the buffer has no reader; the interpreter must not flush it either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLOSED
    except Exception as error:  # noqa: BLE001 - the door: what nobody expected becomes a sentence
        return _explain(error)
    return status


def _dispatch(words: list[str]) -> int:
    command = words[0] if words else "--help"
    if command in ("-h", "--help", "help"):
        sys.stdout.write(_overview())
        return 0 if words else 2
    if command == "--version":
        from importlib.metadata import version  # noqa: PLC0415 - slow, and rarely asked for

        sys.stdout.write(f"pictura {version('pictura')}\n")
        return 0
    if command not in COMMANDS:
        from pictura.suggestion import meant  # noqa: PLC0415 - only a typing error needs it

        kind = "option" if command.startswith("-") else "command"
        names = ("--help", "--version") if kind == "option" else COMMANDS
        message = f"there is no {kind} {command!r}{meant(command, names)}"
        raise UsageError(message)
    return _run(command, words[1:])


def _run(command: str, words: list[str]) -> int:
    module = import_module(f"pictura.commands.{command}")
    plain: Callable[[list[str]], int] | None = getattr(module, "main_plain", None)
    if plain is not None and not any(word.startswith("-") for word in words):
        return plain(words)
    from pictura.options import parse  # noqa: PLC0415 - argparse takes a third of a cold start

    arguments = parse(command, module, words)
    if arguments is None:
        return 0
    gc.enable()
    status: int = module.main(arguments)
    return status


def _overview() -> str:
    commands = "\n".join(
        f"  {name:<10} {import_module(f'pictura.commands.{name}').HELP}" for name in COMMANDS
    )
    return (
        f"usage: pictura COMMAND [PATH...] [OPTION...]\n\n{_ABOUT}\n\ncommands:\n{commands}\n\n"
        "A PATH is a recipe or a folder of recipes; recipes/ if none is given.\n"
        "`pictura COMMAND --help` shows a command's options and examples.\n"
        "`pictura --version` shows the version.\n"
    )


def _explain(error: Exception) -> int:
    if os.environ.get(_DEBUG):
        import traceback  # noqa: PLC0415 - only for those who debug

        traceback.print_exception(error)
    from pictura_core.report import visible  # noqa: PLC0415 - only a failure needs it

    if isinstance(error, UsageError):
        sys.stderr.write(f"pictura: {visible(str(error))}\n")
        return 2
    from pictura_core.diagnostics import Rejected  # noqa: PLC0415 - only a failure needs it
    from pictura_core.errors import PicturaError  # noqa: PLC0415 - the same

    if isinstance(error, Rejected):
        from pictura_core.report import render  # noqa: PLC0415 - the same

        sys.stderr.write(render(error.diagnostics, "text"))
        return 1
    if isinstance(error, PicturaError):
        sys.stderr.write(f"pictura: {visible(str(error))}\n")
        return 1
    if isinstance(error, OSError):
        place = f": {error.filename}" if error.filename is not None else ""
        sys.stderr.write(f"pictura: {visible(f'{error.strerror or error}{place}')}\n")
        return 1
    sys.stderr.write(
        f"pictura: internal-error: {type(error).__name__}: {visible(str(error))}\n"
        f"This is a bug in pictura. Set {_DEBUG}=1 to see where it happened, and report it with\n"
        "the recipe and the command line.\n"
    )
    return 1
