"""Knows which of some names a person may have meant. It does not know what the names are of."""

from collections.abc import Iterable


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Give the name that looks most like a word, None if none does."""
    # Only a finding needs it, so a recipe that is fine does not pay for the import.
    from difflib import get_close_matches  # noqa: PLC0415

    spelled: dict[str, str] = {}
    for name in names:
        spelled.setdefault(name.casefold(), name)
    found = get_close_matches(word.casefold(), spelled, n=1, cutoff=0.6)
    return spelled[found[0]] if found else None


def meant(word: str, names: Iterable[str]) -> str:
    """Give the end of a sentence that proposes the nearest name; empty if there is none."""
    name = nearest(word, names)
    return f"; did you mean {name!r}?" if name is not None else ""
