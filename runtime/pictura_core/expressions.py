"""Knows what is a regular expression of ECMA-262, with its `u` flag. It must not know Python's.

It reads a pattern once and says yes or no; it does not run it. A standalone module carries a copy.
"""

import re
from typing import Final

_ESCAPE: Final = re.compile(
    r"\\(?:[dDwWsStnvfr^$\\.*+?()[\]{}|/]|c[A-Za-z]|0(?![0-9])|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}"
    r"|u\{0*(?:10)?[0-9A-Fa-f]{1,5}\}|[pP]\{[A-Za-z_]+(?:=[A-Za-z0-9_]+)?\})"
)
_TOKEN: Final = re.compile(
    r"(?P<class>\[)"
    r"|(?P<look>\(\?(?:=|!|<=|<!))"
    r"|(?P<plain>\(\?:)"
    r"|\(\?<(?P<name>[A-Za-z_$][A-Za-z0-9_$]*)>"
    r"|(?P<open>\((?!\?))"
    r"|(?P<close>\))"
    r"|(?:[*+?]|(?P<count>\{[0-9]+(?:,[0-9]*)?\}))(?P<lazy>\??)"
    r"|(?P<edge>[\^$|]|\\[bB])"
    r"|\\(?P<back>[1-9][0-9]*)"
    r"|\\k<(?P<named>[A-Za-z_$][A-Za-z0-9_$]*)>"
    rf"|(?P<one>{_ESCAPE.pattern}|[^\\()[\]{{}}*+?])",
    re.DOTALL,
)
_CLASS_ATOM: Final = re.compile(rf"{_ESCAPE.pattern}|\\[b-]|[^\\\]]", re.DOTALL)
_CLASS_SET: Final = re.compile(r"\\[dDwWsSpP]")


def is_regex(text: str) -> bool:
    """ECMA-262, 22.2.1, Pattern."""
    open_groups: list[bool] = []
    names: list[str] = []
    wanted: list[str] = []
    counted, highest = 0, 0
    at: int | None = 0
    repeatable = False
    while at is not None and at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            return False
        at = found.end()
        kind = found.lastgroup
        match kind:
            case "class":
                at = _class_end(text, at)
            case "look" | "plain" | "name" | "open":
                # What looks around asserts, and cannot be repeated.
                open_groups.append(kind != "look")
                counted += kind in {"name", "open"}
                names.extend([found["name"]] if kind == "name" else [])
            case "close":
                if not open_groups:
                    return False
                repeatable = open_groups.pop()
                continue
            case "lazy" if not repeatable or not _is_count(found["count"]):
                return False
            case "back":
                highest = max(highest, int(found["back"]))
            case "named":
                wanted.append(found["named"])
            case _:
                pass
        repeatable = kind in {"class", "back", "named", "one"}
    known = highest <= counted and len(set(names)) == len(names) and set(wanted) <= set(names)
    return at is not None and not open_groups and known


def _is_count(count: str | None) -> bool:
    """Tell whether a quantifier's bounds are in order; there are none in `*`, `+` and `?`."""
    if count is None:
        return True
    least, _, most = count[1:-1].partition(",")
    return not most or int(least) <= int(most)


def _class_end(text: str, at: int) -> int | None:
    """Give where a class ends, None if it does not or holds what it must not."""
    at += text.startswith("^", at)
    while at < len(text) and text[at] != "]":
        first = _CLASS_ATOM.match(text, at)
        if first is None:
            return None
        at = first.end()
        if text.startswith("-", at) and text[at + 1 : at + 2] not in {"]", ""}:
            last = _CLASS_ATOM.match(text, at + 1)
            if last is None or _CLASS_SET.match(first[0]) or _CLASS_SET.match(last[0]):
                return None
            if len(first[0]) == len(last[0]) == 1 and first[0] > last[0]:
                return None
            at = last.end()
    return at + 1 if at < len(text) else None
