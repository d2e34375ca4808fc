"""docs/commands.md shows what `--help` says, and every shell completes what is typed."""

import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from pictura.commands import COMMANDS
from pictura.options import parser_of

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
HEAD = """\
# Commands

What `pictura COMMAND --help` says; a test keeps this page true. Exit codes are in
[running.md](running.md#exit-codes), findings in [troubleshooting.md](troubleshooting.md).
`eval "$(pictura completion bash)"` lets the shell complete all of it.
"""


def page(monkeypatch: pytest.MonkeyPatch) -> str:
    """Write the page anew."""
    monkeypatch.setenv("COLUMNS", "86")
    monkeypatch.setenv("NO_COLOR", "1")
    parts = [HEAD]
    for name in COMMANDS:
        text = parser_of(name, import_module(f"pictura.commands.{name}")).format_help()
        parts.append(f"## {name}\n\n```text\n{text.rstrip()}\n```\n")
    return "\n".join(parts)


def test_the_page_is_what_help_says(monkeypatch: pytest.MonkeyPatch, update: bool) -> None:
    """Each command's help stands in the page; `--update` writes it."""
    written = page(monkeypatch)
    if update:
        PAGE.write_text(written)
    assert PAGE.read_text() == written


def test_every_command_has_examples() -> None:
    """Whoever asks for help sees lines that can be typed."""
    for name in COMMANDS:
        assert import_module(f"pictura.commands.{name}").EXAMPLES, name


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash on this machine")
@pytest.mark.parametrize(
    ("typed", "completed"), [("pictura his", "history"), ("pictura run --bud", "--budget")]
)
def test_bash_completes(typed: str, completed: str) -> None:
    """After the script is read, bash completes commands and options."""
    *before, word = typed.split()
    script = f"""
        eval "$({sys.executable} -m pictura completion bash)"
        COMP_WORDS=({typed}); COMP_CWORD={len(before)}; COMP_LINE="{typed}"; COMP_POINT={len(typed)}
        function=$(complete -p pictura | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
        $function pictura {word} {before[-1]}
        echo "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        [str(shutil.which("bash")), "-c", script],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.split() == [completed]
