"""Knows what operations ask of the files that they take: format, sides, pixels, bytes, shape.

It must not know how a file is read or sent; who knows the facts of one asks here what is wrong.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from pictura_core.data import Json
from pictura_core.tuples import NamedTuple

Form: TypeAlias = Literal["file", "data-url", "base64", "url"]
"""How a file travels: a part of a form, a data URL, bare base64, or the address of a copy."""

_NOTHING: Mapping[str, Json] = MappingProxyType({})
_TOLERANCE = 1e-6


class Range(NamedTuple):
    """What a number may be, both ends included; None where nothing is asked."""

    minimum: float | None = None
    maximum: float | None = None

    def holds(self, value: float) -> bool:
        """Tell whether a number is in the range."""
        low = self.minimum is None or value >= self.minimum - _TOLERANCE
        return low and (self.maximum is None or value <= self.maximum + _TOLERANCE)


class InputRule(NamedTuple):
    """What is asked of a file (an entry of `x-input.rules`).

    Attributes:
        when: The requests of which it is asked.
        formats: Names as of `pictura.pictures.recognise`; any if empty.
        side: Pixels of the width, and of the height.
        pixels: Width times height.
        aspect: Width divided by height.
        bytes: The file's length.
        sizes: `WIDTHxHEIGHT`, one of them; any if empty.
        like: The request field whose picture has the same width and height, empty if none.
    """

    when: Mapping[str, Json] = _NOTHING
    formats: tuple[str, ...] = ()
    side: Range = Range()
    pixels: Range = Range()
    aspect: Range = Range()
    bytes: Range = Range()
    sizes: tuple[str, ...] = ()
    like: str = ""


class InputField(NamedTuple):
    """A place in a request's body that takes a file (`x-input`).

    Attributes:
        path: Steps into the body, `*` for each element of an array.
        forms: How the file may travel; a file of the project travels in the first.
        defaults: What the API takes for fields that a request leaves out.
        rules: The first that applies to a request counts.
    """

    path: tuple[str, ...]
    forms: tuple[Form, ...] = ("file",)
    defaults: Mapping[str, Json] = _NOTHING
    rules: tuple[InputRule, ...] = ()


class Facts(NamedTuple):
    """What is known of a file.

    Attributes:
        format: `png`, `mp4` and so on; empty if it is not known.
        width: In pixels; 0 if it has none.
        height: In pixels; 0 if it has none.
        bytes: How many.
    """

    format: str
    width: int
    height: int
    bytes: int


def complaints(rule: InputRule, facts: Facts, like: Facts | None = None) -> Iterator[str]:
    """Say in what a file is not as a rule asks; nothing if it is.

    Args:
        rule: What is asked.
        facts: What is known of the file.
        like: What is known of the file in the field that `rule.like` names, if it is there.
    """
    if rule.formats and facts.format not in rule.formats:
        yield f"is {facts.format or 'of an unknown format'}, not {_either(rule.formats)}"
    yield from _measure(rule, facts)
    if not rule.bytes.holds(facts.bytes):
        yield f"has {facts.bytes:,} bytes, {_told(rule.bytes, 'byte')} are taken"
    if like is not None and (facts.width, facts.height) != (like.width, like.height):
        yield (
            f"is {facts.width}x{facts.height}, but has to be as large as {rule.like}, which is "
            f"{like.width}x{like.height}"
        )


def _measure(rule: InputRule, facts: Facts) -> Iterator[str]:
    width, height = facts.width, facts.height
    if not width or not height:
        return
    shown = f"{width}x{height}"
    if rule.sizes and shown not in rule.sizes:
        yield f"is {shown}, not {_either(rule.sizes)}"
    if not (rule.side.holds(width) and rule.side.holds(height)):
        yield f"is {shown}; each side has to have {_told(rule.side, 'pixel')}"
    if not rule.pixels.holds(width * height):
        yield f"has {width * height:,} pixels ({shown}), {_told(rule.pixels, 'pixel')} are taken"
    if not rule.aspect.holds(width / height):
        if rule.aspect.minimum == rule.aspect.maximum == 1:
            yield f"is {shown}, but has to be square"
        else:
            yield f"is {shown}; its width has to be {_told(rule.aspect, '')} times its height"


def _either(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _told(asked: Range, unit: str) -> str:
    low = "" if asked.minimum is None else f"{asked.minimum:,g}"
    high = "" if asked.maximum is None else f"{asked.maximum:,.10g}"
    words = f" {unit}s" if unit else ""
    if low and high:
        return f"{low} to {high}{words}"
    return f"at least {low}{words}" if low else f"at most {high}{words}"
