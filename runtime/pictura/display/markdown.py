"""Knows what a plan looks like in a comment on a pull request. It decides nothing.

Recipes are written by whoever opens the pull request: their texts are escaped, and stay text.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from pictura.decisions import BatchPlan, Decision, files_of
from pictura.display.changes import Piece, changed_prompt
from pictura.display.plans import Total, costs_said
from pictura.display.values import action_of, reason_of
from pictura.display.words import count, near
from pictura_core.tuples import NamedTuple

_SHOWN = 200
"""How many lines of a recipe's table are written; a comment has a limit."""
_SIGNS = re.compile(r"([\\`*_\[\]#|~<>&@])")
_WORDS = {
    "make": "make",
    "wait": "handed in",
    "restore": "restore",
    "drifted": "edited, left alone",
    "elsewhere": "not here",
}


class MarkdownPlan:
    """A table a recipe, and what is kept folded away."""

    __slots__ = ("_out", "_parts", "total")

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._parts: list[str] = []
        self.total = Total()

    def show(self, batch: BatchPlan) -> None:
        """Take one recipe."""
        self.total.add(batch)
        root = batch.known.known.project.root
        rows: list[_Row] = []
        kept: list[str] = []
        for decision in batch.decisions:
            if action_of(decision) == "keep":
                kept.append(f"- {escape(decision.job.key)}")
            else:
                rows.append(_row(batch, decision, root))
        for orphan in batch.orphans:
            files = ", ".join(escape(near(root, file)) for file in orphan.files)
            rows.append(_Row("no longer in the recipe", escape(orphan.key), "", "", files))
        self._parts.append(f"### {escape(batch.known.batch.file)}\n")
        if rows:
            self._parts.append("\n".join(_table(rows)) + "\n")
        if kept:
            summary = f"<summary>{count(len(kept), 'job')} kept</summary>"
            listed = "\n".join(kept[:_SHOWN])
            self._parts.append(f"<details>{summary}\n\n{listed}\n\n</details>\n")

    def end(self) -> None:
        """Write the totals, and then the tables."""
        lines = ["## Pictures", "", f"**{self.total}**", ""]
        if len(self.total.models) > 1:
            lines += ["| model | to make |", "|---|---:|"]
            lines += [f"| {escape(name)} | {costs} |" for name, costs in self.total.by_model()]
            lines.append("")
        self._out.write("\n".join([*lines, *self._parts]))


def escape(text: str) -> str:
    """Make text of what would be markup, on one line."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split())).replace("\\@", "@\u200b")


class _Row(NamedTuple):
    """What is said of a job, as Markdown; `batched` is what it costs in a batch."""

    action: str
    job: str
    cost: str
    batched: str
    files: str


def _table(rows: Sequence[_Row]) -> Iterator[str]:
    """Write rows as a table, with a column for batches if anything can be in one."""
    shown = list(rows[:_SHOWN])
    if len(rows) > _SHOWN:
        shown.append(_Row("…", f"{len(rows) - _SHOWN:,} more", "", "", ""))
    if any(row.batched for row in rows):
        yield "| | job | cost | with --batch | files |"
        yield "|---|---|---:|---:|---|"
        yield from (f"| {' | '.join(row)} |" for row in shown)
    else:
        yield "| | job | cost | files |"
        yield "|---|---|---:|---|"
        yield from (f"| {row.action} | {row.job} | {row.cost} | {row.files} |" for row in shown)


def _row(batch: BatchPlan, decision: Decision, root: str) -> _Row:
    action = action_of(decision)
    cost, batched = costs_said(decision)
    files = ", ".join(escape(near(root, file)) for file in files_of(decision))
    job = escape(decision.job.key)
    reason = reason_of(decision)
    pieces = changed_prompt(batch, decision)
    if pieces:
        job += f"<br>{_compared(pieces)}"
    elif reason and reason != "new":
        job += f"<br>{escape(reason)}"
    return _Row(_WORDS.get(action, action), job, cost, batched, files)


def _compared(pieces: tuple[Piece, ...]) -> str:
    marks = {"same": "{}", "gone": "<del>{}</del>", "new": "<ins>{}</ins>"}
    return " ".join(marks[piece.kind].format(escape(piece.text)) for piece in pieces)
