"""Knows which commands there are. A command's module is imported only when its command is typed.

The module `pictura.commands.<name>` has three members:

    HELP: str
        One line for `pictura --help`, in the imperative, without a full stop.
    EXAMPLES: tuple[str, ...]
        Command lines for `pictura <name> --help`, each with a comment: `pictura run  # the folder`.
    def add_arguments(parser: argparse.ArgumentParser) -> None
        Adds the command's options; `--help` is there already.
    def main(arguments: argparse.Namespace) -> int
        Does it and gives the exit status.
    def main_plain(words: list[str]) -> int
        The same for a command line without options; only for commands that must start fast.

`main` writes results to `sys.stdout` and everything else to `sys.stderr`. It may raise: the door
(`pictura.cli`) turns `UsageError` into a sentence and status 2, `Rejected` into findings and
status 1, `PicturaError` and `OSError` into a sentence and status 1, `KeyboardInterrupt` into 130,
and a closed pipe into silence. Heavy imports belong inside functions, because the overview of
`pictura --help` imports every command.
"""

COMMANDS = (
    "init",
    "validate",
    "plan",
    "run",
    "gallery",
    "diff",
    "show",
    "history",
    "clean",
    "emulate",
    "completion",
)
"""In the order of the overview."""
