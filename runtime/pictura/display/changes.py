"""Knows what changed in a prompt since its picture was made, word by word. It prints nothing."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from pictura.decisions import BatchPlan, Decision, Make
from pictura_core.tuples import NamedTuple

Kind: TypeAlias = Literal["same", "gone", "new"]

_LONG = 2000
"""How many words of a prompt are compared at most; the comparison takes their product in time."""


class Piece(NamedTuple):
    """Some words that stayed, went, or came."""

    kind: Kind
    text: str


def changed_prompt(batch: BatchPlan, decision: Decision) -> tuple[Piece, ...]:
    """Compare a job's prompt with that of its last picture; empty if both are alike or unknown."""
    if not isinstance(decision, Make):
        return ()
    entry = batch.known.lock.jobs.get(decision.job.key)
    new = decision.job.request.get("prompt")
    if entry is None or not entry.prompt or not isinstance(new, str) or entry.prompt == new:
        return ()
    return tuple(compare_words(entry.prompt, new))


def compare_words(old: str, new: str) -> Iterator[Piece]:
    """Compare two texts word by word."""
    before, after = (re.findall(r"\S+\s*", text) for text in (old, new))
    if max(len(before), len(after)) > _LONG:
        yield Piece("gone", old)
        yield Piece("new", new)
        return
    plain = [word.strip() for word in before], [word.strip() for word in after]
    for tag, i, j, k, m in SequenceMatcher(None, *plain, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(after[k:m]).strip())
            continue
        if i < j:
            yield Piece("gone", "".join(before[i:j]).strip())
        if k < m:
            yield Piece("new", "".join(after[k:m]).strip())


def as_words(pieces: tuple[Piece, ...]) -> str:
    """Write a comparison as a plain text: `A [-red-] {+blue+} boat`."""
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return " ".join(marks[piece.kind].format(piece.text) for piece in pieces)
