"""Knows how a command's words become its arguments. It does not know what they mean.

Apart from the door, because a command line of paths only does without argparse.
"""

import argparse
from types import ModuleType

from pictura.suggestion import meant
from pictura.usage import UsageError


def parse(command: str, module: ModuleType, words: list[str]) -> argparse.Namespace | None:
    """Read a command's words.

    Args:
        command: Its name.
        module: Its module, as `pictura.commands` describes it.
        words: What stands behind the name.

    Returns:
        The arguments, None if the words asked for help and got it.

    Raises:
        UsageError: The command does not take these words.
    """
    parser = parser_of(command, module)
    try:
        arguments, unknown = parser.parse_known_args(words)
    except argparse.ArgumentError as error:
        raise UsageError(_say(error)) from None
    except SystemExit as done:
        if done.code:
            message = f"`pictura {command} --help` shows what it takes"
            raise UsageError(message) from None
        return None
    if unknown:
        word = unknown[0].partition("=")[0]
        options = [
            option
            for action in parser._actions  # noqa: SLF001 - argparse has no other way to list them
            if action.help != argparse.SUPPRESS
            for option in action.option_strings
        ]
        message = f"pictura {command} takes no {word!r}{meant(word, options)}"
        raise UsageError(message)
    return arguments


def parser_of(command: str, module: ModuleType) -> argparse.ArgumentParser:
    """Make the parser of one command."""
    parser = argparse.ArgumentParser(
        prog=f"pictura {command}",
        description=f"{module.HELP}.",
        epilog=_examples(module),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        exit_on_error=False,
    )
    module.add_arguments(parser)
    return parser


def _say(error: argparse.ArgumentError) -> str:
    # Our own types of options say `is …, not …`; argparse's sentences have no verb.
    own = error.message.startswith("is ")
    return f"{error.argument_name or ''}{' ' if own else ': '}{error.message}"


def _examples(module: ModuleType) -> str:
    examples: tuple[str, ...] = getattr(module, "EXAMPLES", ())
    return "\n".join(("examples:", *(f"  {line}" for line in examples))) if examples else ""
