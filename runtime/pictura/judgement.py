"""Knows whether a picture is what its recipe expects, by its pixels too. It knows no job.

What a picture looks like is told in a short text, a *look*, so that it need not be decoded twice.
"""

from typing import IO

from pictura.job import Expectation
from pictura.likeness import difference_hash, distance, is_blank
from pictura.pictures import Picture, complaint, needs_look

_UNREADABLE = "unreadable"
_BLANK = "-blank"


def look_of(file: str | IO[bytes]) -> str:
    """Tell what a picture looks like: its difference hash in hexadecimal, and whether it is blank.

    Decodes the picture: some 20 milliseconds for a megapixel.
    """
    found = difference_hash(file)
    blank = None if found is None else is_blank(file)
    if found is None or blank is None:
        return _UNREADABLE
    return f"{found:x}{_BLANK if blank else ''}"


def judge(expect: Expectation, picture: Picture, reference: str = "") -> str:
    """Say in what a picture is not as a recipe expects it; empty if it is.

    Args:
        expect: What the recipe says.
        picture: With its look, if `needs_look`.
        reference: The look of the picture that it has to be similar to.
    """
    wrong = complaint(expect, picture)
    if not needs_look(expect):
        return wrong
    if picture.look == _UNREADABLE:
        found: list[str] = ["pixels that cannot be decoded"]
    else:
        found = []
        if expect.not_blank and picture.look.endswith(_BLANK):
            found.append("one colour only")
        if expect.similar_to:
            found += _likeness(expect, picture, reference)
    return ", ".join(filter(None, (wrong, *found)))


def _likeness(expect: Expectation, picture: Picture, reference: str) -> list[str]:
    if reference in ("", _UNREADABLE):
        return [f"nothing to be compared with: {expect.similar_to} cannot be read"]
    apart = distance(_hash(picture.look), _hash(reference))
    if apart <= expect.max_distance:
        return []
    limit = f"{expect.max_distance:g}"
    return [f"a distance of {apart:.2f} from {expect.similar_to}, more than {limit}"]


def _hash(look: str) -> int:
    return int(look.removesuffix(_BLANK), 16)
