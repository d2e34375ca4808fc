"""Knows which of some words was meant by another. It must not know what the words are of.

It counts edits by itself: a finding pays for no import, and words that are far off cost nothing.
"""

from collections.abc import Iterable


def similar(text: str, options: Iterable[object]) -> str:
    """Ask whether one of some words was meant, in a sentence's tail; empty if none is like it."""
    reach = 1 if len(text) < 8 else 2
    best, least, length = "", reach + 1, len(text)
    for option in options:
        if isinstance(option, str) and -least < len(option) - length < least:
            edits = _edits(text, option, least)
            if edits < least:
                best, least = option, edits
    return f": did you mean {best[:60]!r}?" if best and best != text else ""


def _edits(one: str, other: str, enough: int) -> int:
    """Count the letters to insert, delete, replace or swap; no further than is enough to know."""
    # An edit changes at most two letters of the sets.
    if len({*one} ^ {*other}) > 2 * (enough - 1):
        return enough
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, left in enumerate(one, 1):
        line = [row]
        for column, right in enumerate(other, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (left != right))
            if row > 1 and column > 1 and left == other[column - 2] and one[row - 2] == right:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) >= enough:
            return enough
        before, last = last, line
    return last[-1]
