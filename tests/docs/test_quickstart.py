"""The quick start, typed into an empty folder line by line: what comes out is what the page says.

A line of output that is `…` stands for any lines, and `…` inside a line for any text. Lines about
single jobs come in the order in which requests end; the page has them sorted.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from ezlink.table import API

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "quickstart.md").read_text("utf-8")
_BLOCK = re.compile(
    r"(?:^<!-- (?P<kind>file|written): (?P<file>\S+) -->\n)?"
    r"^```(?P<language>\w+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_INSTALLING = ("python3 -m venv ", ". .venv/", "pip install ")
_MARK = "@@@ the next command"


class Typed(NamedTuple):
    """A command of the page and the lines that are shown below it."""

    command: str
    shown: tuple[str, ...]


def _commands(block: str) -> Iterator[Typed]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *shown = part.splitlines()
        yield Typed(command, tuple(shown))


def _script(folder: Path) -> tuple[list[str], list[Typed]]:
    """Give the lines of a shell that types the page, and what it types."""
    lines: list[str] = []
    typed: list[Typed] = []
    for number, block in enumerate(_BLOCK.finditer(PAGE)):
        text = block["text"]
        match block["kind"], block["language"]:
            case "file", _:
                kept = folder / f"block-{number}"
                kept.write_text(text, "utf-8")
                lines.append(f"cp {kept} {block['file']}")
            case "written", _:
                kept = folder / f"block-{number}"
                kept.write_text(text, "utf-8")
                lines.append(f"cmp {kept} {block['file']} || exit 9")
            case _, "console":
                for one in _commands(text):
                    if not one.command.startswith(_INSTALLING):
                        lines += [f"echo '{_MARK}'", one.command.replace("…", "any-key")]
                        typed.append(one)
            case _, language:
                pytest.fail(f"nothing checks a block of {language}")
    return lines, typed


def _tidy(lines: list[str]) -> list[str]:
    """Sort neighbours that tell of single jobs."""
    jobs = re.compile(r"made  |skipped  |restored ")
    tidy: list[str] = []
    for line in lines:
        tidy.append(line)
        at = len(tidy) - 1
        while at and jobs.match(line) and jobs.match(tidy[at - 1]) and line < tidy[at - 1]:
            tidy[at], tidy[at - 1] = tidy[at - 1], tidy[at]
            at -= 1
    return tidy


def _pattern(shown: tuple[str, ...]) -> str:
    parts = [
        r"(?:.*\n)*?" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + r"\n"
        for line in _tidy(list(shown))
    ]
    return "".join(parts)


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A shell's environment: `pictura` on its path, no key, and the emulator in the API's place."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "pictura"
    script.write_text(f'#!/bin/sh\nexec {sys.executable} -m pictura "$@"\n', "utf-8")
    script.chmod(0o755)
    command = [sys.executable, "-m", "pictura", "emulate", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield {
                **{k: v for k, v in os.environ.items() if k != API.key_variable},
                "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
                "HOME": str(tmp_path),
                API.url_variable: server.stdout.readline().split()[-1],
                "NO_COLOR": "1",
            }
        finally:
            server.terminate()


def test_the_page_is_true(tmp_path: Path, environment: dict[str, str]) -> None:
    """Every command of the page, typed after all before it, prints what the page shows."""
    folder = tmp_path / "somewhere"
    folder.mkdir()
    lines, typed = _script(tmp_path)
    done = subprocess.run(
        ["bash", "-c", "\n".join(lines)],  # noqa: S607 - whichever bash people have
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    printed = done.stdout.split(f"{_MARK}\n")
    assert printed[0] == ""
    assert len(printed) == len(typed) + 1, done.stdout
    for one, text in zip(typed, printed[1:], strict=True):
        output = "\n".join([*_tidy(text.splitlines()), ""]) if text else ""
        assert re.fullmatch(_pattern(one.shown), output), f"{one.command}\n{output}"
    assert (folder / "lighthouses" / "gallery" / "index.html").exists()


def test_commands_are_found() -> None:
    """The page has the commands that a beginner needs, and none is lost by a change of marks."""
    commands = [one.command for b in _BLOCK.finditer(PAGE) for one in _commands(b["text"])]
    names = {words[1] for words in map(str.split, commands) if words[0] == "pictura"}
    assert names == {"init", "validate", "plan", "run", "gallery", "show", "history"}
