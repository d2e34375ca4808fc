"""Knows names of hosts, also international ones (IDNA 2008). It must not know a schema.

The derived property of a code point (RFC 5892, 3) is computed from the library's Unicode tables.
"""

import re
import unicodedata
from typing import Final

_LABEL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_DOTS: Final = re.compile("[.\u3002\uff0e\uff61]")
_VALID: Final = frozenset("\xdf\u03c2\u06fd\u06fe\u0f0b\u3007")
_DISALLOWED: Final = frozenset("\u0640\u07fa\u302e\u302f\u3031\u3032\u3033\u3034\u3035\u303b")
_LETTERS: Final = frozenset(("Ll", "Lu", "Lo", "Nd", "Lm", "Mn", "Mc"))


def is_plain_hostname(text: str) -> bool:
    """RFC 1123, 2.1, without a look at what a label encodes."""
    return len(text) <= 253 and all(_LABEL.fullmatch(label) for label in text.split("."))


def is_hostname(text: str) -> bool:
    """RFC 1123, 2.1, with the A-labels of RFC 5890."""
    if not is_plain_hostname(text):
        return False
    labels = text.split(".")
    if all(label[2:4] != "--" for label in labels):
        return True
    decoded = [_decoded(label) if label[2:4] == "--" else label.lower() for label in labels]
    return _is_bidi_name([label for label in decoded if label is not None]) and None not in decoded


def is_idn_hostname(text: str) -> bool:
    """RFC 5890, internationalized hostname."""
    names: list[str] = []
    length = -1
    for label in _DOTS.split(text):
        if label.isascii():
            name = _decoded(label) if label[2:4] == "--" else label.lower()
            if name is None or not _LABEL.fullmatch(label):
                return False
            length += len(label) + 1
        else:
            name = label
            encoded = label.encode("punycode", "surrogatepass")
            if len(encoded) > 59 or not _is_label(label):
                return False
            length += len(encoded) + 5
        names.append(name)
    return length <= 253 and _is_bidi_name(names)


def _decoded(label: str) -> str | None:
    """Give the U-label of an A-label, None if it is none (RFC 5891, 5.4)."""
    lower = label.lower()
    if not lower.startswith("xn--"):
        return None
    try:
        name = lower[4:].encode("ascii").decode("punycode")
        again = name.encode("punycode").decode("ascii")
    except (UnicodeError, ValueError, OverflowError):
        return None
    if name.isascii() or again != lower[4:] or not _is_label(name):
        return None
    return name


def _is_label(label: str) -> bool:
    """Tell whether a label with characters beyond ASCII is a U-label (RFC 5891, 4.2)."""
    if label.startswith("-") or label.endswith("-") or label[2:4] == "--":
        return False
    if unicodedata.normalize("NFC", label) != label or unicodedata.category(label[0]).startswith(
        "M"
    ):
        return False
    return all(_is_allowed(label, at) for at in range(len(label)))


def _is_allowed(label: str, at: int) -> bool:
    """Tell whether a code point may stand where it stands (RFC 5892, 2 and appendix A)."""
    char = label[at]
    before, after = label[at - 1 : at], label[at + 1 : at + 2]
    match char:
        case "\u200c":
            return _is_virama(before) or _joins(label, at)
        case "\u200d":
            return _is_virama(before)
        case "\xb7":
            return before == after == "l"
        case "\u0375":
            return _is_of("GREEK", after)
        case "\u05f3" | "\u05f4":
            return _is_of("HEBREW", before)
        case "\u30fb":
            return any(
                _is_of(script, c) for c in label for script in ("HIRAGANA", "KATAKANA", "CJK")
            )
        case _:
            pass
    if "\u0660" <= char <= "\u0669" or "\u06f0" <= char <= "\u06f9":
        other = "\u06f0\u06f9" if char <= "\u0669" else "\u0660\u0669"
        return not any(other[0] <= c <= other[1] for c in label)
    if char in _VALID or char == "-" or (char.isascii() and (char.isdigit() or char.islower())):
        return True
    if char in _DISALLOWED or "\u1100" <= char <= "\u11ff" or "\ua960" <= char <= "\ua97f":
        return False
    if "\ud7b0" <= char <= "\ud7ff" or "\u20d0" <= char <= "\u20ff":
        return False
    stable = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", char).casefold()) == char
    return stable and unicodedata.category(char) in _LETTERS and unicodedata.combining(char) < 255


def _is_of(script: str, char: str) -> bool:
    return char not in {"", "\u30fb"} and unicodedata.name(char, "").startswith(script)


def _is_virama(char: str) -> bool:
    return char != "" and unicodedata.combining(char) == 9


def _joins(label: str, at: int) -> bool:
    """Tell whether a joiner stands between letters that join (RFC 5892, A.1).

    The library has no joining types; a letter joins to the next one if it has an initial form, and
    to the one before if it has a final form.
    """
    left = [char for char in label[:at] if unicodedata.category(char) not in {"Mn", "Me", "Cf"}]
    right = [
        char for char in label[at + 1 :] if unicodedata.category(char) not in {"Mn", "Me", "Cf"}
    ]
    return bool(left and right) and _has(left[-1], "INITIAL") and _has(right[0], "FINAL")


def _has(char: str, form: str) -> bool:
    try:
        unicodedata.lookup(f"{unicodedata.name(char)} {form} FORM")
    except (KeyError, ValueError):
        return False
    return True


def _is_bidi_name(labels: list[str]) -> bool:
    """Tell whether a name keeps the rule for right-to-left labels (RFC 5893, 2)."""
    kinds = [[unicodedata.bidirectional(char) for char in label] for label in labels]
    if not any(kind in {"R", "AL", "AN"} for label in kinds for kind in label):
        return True
    return all(_is_bidi_label(label) for label in kinds)


def _is_bidi_label(kinds: list[str]) -> bool:
    ends = [kind for kind in kinds if kind != "NSM"]
    seen = set(kinds)
    if not ends:
        return False
    if kinds[0] in {"R", "AL"}:
        allowed = {"R", "AL", "AN", "EN", "ES", "CS", "ET", "ON", "BN", "NSM"}
        return seen <= allowed and ends[-1] in {"R", "AL", "EN", "AN"} and not {"EN", "AN"} <= seen
    if kinds[0] == "L":
        return seen <= {"L", "EN", "ES", "CS", "ET", "ON", "BN", "NSM"} and ends[-1] in {"L", "EN"}
    return False
