"""Knows the regular expressions of ECMA-262 (with its `u` flag) and how Python says the same.

It must not know where patterns stand in a schema. Where the two languages agree, the text stays as
it is; a pattern that Python cannot say is an error, never a near miss.
"""

import importlib
import re
from collections.abc import Callable
from importlib.util import find_spec
from typing import Final, NamedTuple, NoReturn

from pictura_codegen.schema.characters import SPACE, Ranges, complement, named

_SYNTAX: Final = frozenset("^$\\.*+?()[]{}|/")
_CONTROL: Final = {"t": "\\t", "n": "\\n", "v": "\\v", "f": "\\f", "r": "\\r"}
_COUNT: Final = re.compile(r"\{[0-9]+(,[0-9]*)?\}")
_NAME: Final = re.compile(r"<([A-Za-z_$][A-Za-z0-9_$]*)>")
_PROPERTY: Final = re.compile(r"\{([A-Za-z_]+(=[A-Za-z_]+)?)\}")
_FLAGS: Final = re.compile(r"\(\?([ims]+)\)")
_LOOKS_BEHIND: Final = re.compile(r"\(\?<[=!]")
_DIGITS: Final = ((0x30, 0x39),)
_WORDS: Final = (*_DIGITS, (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_WORD: Final = "[0-9A-Z_a-z]"
_ENDS: Final = r"[\n\r\u2028\u2029]"
_GROUPS: Final = ("(?:", "(?=", "(?!", "(?<=", "(?<!", "(?i:", "(?s:", "(?m:")


class UnsupportedPatternError(ValueError):
    """A pattern that is none, or that Python cannot say."""


class Translated(NamedTuple):
    """A pattern in Python's language.

    Attributes:
        text: The pattern.
        module: What compiles it: `re`, or `regex` where it needs Unicode's scripts.
        ascii: Whether its classes are those of ASCII, as in ECMA-262.
    """

    text: str
    module: str
    ascii: bool


def translate(pattern: str, *, strict: bool = False) -> Translated:
    """Say a pattern in Python.

    Args:
        pattern: As in the schema.
        strict: Whether escapes that the `u` flag forbids are errors, not the characters themselves.

    Raises:
        UnsupportedPatternError: It is no pattern, or cannot be said.
    """
    reader = _Reader(pattern, strict=strict)
    text = reader.read()
    if reader.module == "re" and _LOOKS_BEHIND.search(text) and not _is_said(text):
        # `re` looks back by as many characters as it is told, `regex` by any number.
        reader = _Reader(pattern, strict=strict, is_spelled=True)
        reader.module, text = "regex", reader.read()
    try:
        if reader.module == "re":
            re.compile(text, re.ASCII if reader.ascii else 0)
        elif find_spec("regex") is not None:
            # Without it the names of scripts cannot be looked up; the written module says so then.
            _regex()(text)
    except (re.error, OverflowError, RecursionError) as error:
        message = f"the pattern {pattern!r} cannot be said in Python: {error}"
        raise UnsupportedPatternError(message) from error
    return Translated(text, reader.module, reader.ascii)


def _is_said(text: str) -> bool:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError):
        return find_spec("regex") is None
    return True


def _regex() -> Callable[[str], object]:
    """Give the compiler of the `regex` package, whose errors become those of `re`."""
    library = importlib.import_module("regex")
    compiler: Callable[[str], object] = library.compile
    refused = re.error
    wrong: type[Exception] = library.error

    def compiled(text: str) -> object:
        try:
            return compiler(text)
        except wrong as error:
            raise refused(str(error)) from error

    return compiled


class _Reader:
    """Reads a pattern once, from left to right."""

    def __init__(self, pattern: str, *, strict: bool, is_spelled: bool = False) -> None:
        self.pattern = pattern
        self.strict = strict
        # ASCII would keep É and é apart where case is ignored, and empty scripts in `regex`.
        self.is_spelled = is_spelled or re.search(r"\\[pP]\{", pattern) is not None
        self.at = 0
        self.module = "re"
        self.ascii = False
        self.flags = ""

    def read(self) -> str:
        written: list[str] = []
        # ECMA-262 has no flags in a pattern; where one starts with them, their meaning is clear.
        flags = None if self.strict else _FLAGS.match(self.pattern)
        if flags:
            self.at, self.flags = flags.end(), flags[1]
            written.append("(?i)" if "i" in self.flags else "")
        while self.at < len(self.pattern):
            written.append(self.one())
        return "".join(written)

    def one(self) -> str:
        char = self.pattern[self.at]
        match char:
            case "\\":
                return self.escape(inside=False)
            case "[":
                return self.char_class()
            case "(":
                return self.group()
            case "$":
                return self.take(1, rf"(?={_ENDS}|\Z)" if "m" in self.flags else r"\Z")
            case "^" if "m" in self.flags:
                return self.take(1, f"(?:^|(?<={_ENDS}))")
            case ".":
                return self.take(1, r"[\s\S]" if "s" in self.flags else f"[^{_ENDS[1:]}")
            case "*" | "+" | "?":
                return self.take(1, char) + self.lazy()
            case "{":
                count = _COUNT.match(self.pattern, self.at)
                if count:
                    return self.take(len(count[0]), count[0]) + self.lazy()
                if self.strict:
                    self.refuse("a brace that counts nothing")
                return self.take(1, r"\{")
            case "]" | "}":
                if self.strict:
                    self.refuse(f"a lone {char}")
                return self.take(1, f"\\{char}")
            case _:
                return self.take(1, char)

    def lazy(self) -> str:
        """Read what may follow a quantifier; Python would take a `+` for a possessive one."""
        following = self.pattern[self.at : self.at + 1]
        if following == "?":
            self.at += 1
            following = self.pattern[self.at : self.at + 1]
            if following not in {"*", "+", "?"}:
                return "?"
        if following in {"*", "+", "?"}:
            self.refuse("nothing to repeat")
        return ""

    def take(self, length: int, text: str) -> str:
        self.at += length
        return text

    def refuse(self, reason: str) -> NoReturn:
        """Give the pattern up."""
        message = f"{self.pattern!r} is no regular expression: {reason}"
        raise UnsupportedPatternError(message)

    def group(self) -> str:
        if not self.pattern.startswith("(?", self.at):
            return self.take(1, "(")
        for opening in _GROUPS:
            if self.pattern.startswith(opening, self.at):
                return self.take(len(opening), opening)
        name = _NAME.match(self.pattern, self.at + 2)
        if name is None:
            self.refuse("an unknown kind of group")
        self.at = name.end()
        return f"(?P<{name[1]}>"

    def escape(self, *, inside: bool) -> str:
        """Read an escape; `inside` a class it may not bring brackets of its own."""
        char = self.pattern[self.at + 1 : self.at + 2]
        if not char:
            self.refuse("it ends in a backslash")
        if char in "dDwW" or (char in "bB" and not inside):
            if "i" in self.flags or self.is_spelled:
                return self.take(2, _spelled(char, inside=inside))
            self.ascii = True
            return self.take(2, f"\\{char}")
        if char in "sS":
            self.at += 2
            return _class(SPACE if char == "s" else complement(SPACE), inside=inside)
        if char in "pP":
            return self.property_escape(inside=inside)
        if char == "k" and not inside:
            name = _NAME.match(self.pattern, self.at + 2)
            if name:
                self.at = name.end()
                return f"(?P={name[1]})"
        if char in "123456789" and not inside:
            return self.take(2, f"\\{char}")
        return _literal(self.character(inside=inside))

    def character(self, *, inside: bool) -> int:
        """Read an escape that stands for one character."""
        char = self.pattern[self.at + 1]
        rest = self.pattern[self.at + 2 :]
        if char == "c" and rest[:1].isascii() and rest[:1].isalpha():
            self.at += 3
            return ord(rest[0]) % 32
        if char == "b" and inside:
            self.at += 2
            return 8
        if char == "0" and not rest[:1].isdigit():
            self.at += 2
            return 0
        for pattern in (
            r"x([0-9A-Fa-f]{2})",
            r"u\{([0-9A-Fa-f]{1,6})\}",
            r"u([Dd][89ABab][0-9A-Fa-f]{2})\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})",
            r"u([0-9A-Fa-f]{4})",
        ):
            found = re.match(pattern, self.pattern[self.at + 1 :])
            if found:
                self.at += 1 + found.end()
                point = int(found[1], 16)
                if found.lastindex == 2:
                    point = 0x10000 + ((point - 0xD800) << 10) + int(found[2], 16) - 0xDC00
                if point > 0x10FFFF:
                    self.refuse("a code point beyond Unicode")
                return point
        self.at += 2
        if char in _CONTROL:
            return ord(_CONTROL[char].encode().decode("unicode_escape"))
        if self.strict and char not in _SYNTAX and not (inside and char == "-"):
            self.refuse(f"the escape \\{char} does not exist")
        return ord(char)

    def property_escape(self, *, inside: bool) -> str:
        found = _PROPERTY.match(self.pattern, self.at + 2)
        if found is None:
            if self.strict:
                self.refuse("a property escape without a name")
            return self.take(2, self.pattern[self.at + 1])
        escape = self.pattern[self.at : found.end()]
        negated = escape.startswith("\\P")
        self.at = found.end()
        ranges = named(found[1])
        if ranges is None:
            self.module = "regex"
            return escape
        return _class(complement(ranges) if negated else ranges, inside=inside)

    def char_class(self) -> str:
        self.at += 1
        negated = self.pattern.startswith("^", self.at)
        self.at += negated
        parts: list[str] = []
        while True:
            if self.at >= len(self.pattern):
                self.refuse("a class without an end")
            if self.pattern[self.at] == "]":
                self.at += 1
                break
            parts.append(self.class_part())
        if not parts:
            return r"[\s\S]" if negated else "(?!)"
        return f"[{'^' if negated else ''}{''.join(parts)}]"

    def class_part(self) -> str:
        """Read one member of a class, or a range of them."""
        low, first = self.class_atom()
        ranged = self.pattern[self.at : self.at + 1] == "-"
        if not ranged or self.pattern[self.at + 1 : self.at + 2] in {"]", ""}:
            return first
        self.at += 1
        high, last = self.class_atom()
        if low is None or high is None:
            if self.strict:
                self.refuse("a range between classes")
            return f"{first}\\-{last}"
        if low > high:
            self.refuse("a range out of order")
        return f"{first}-{last}"

    def class_atom(self) -> tuple[int | None, str]:
        char = self.pattern[self.at]
        if char != "\\":
            self.at += 1
            return ord(char), _literal(ord(char)) if char in "[]&|~-^\\" else char
        if self.pattern[self.at + 1 : self.at + 2] in set("dDwWsSpP"):
            return None, self.escape(inside=True)
        if self.at + 1 >= len(self.pattern):
            self.refuse("it ends in a backslash")
        point = self.character(inside=True)
        return point, _literal(point)


def _spelled(char: str, *, inside: bool) -> str:
    """Say an escape of ECMA-262 by the characters it stands for."""
    if char in "bB":
        one, other = ("=", "!") if char == "b" else ("!", "=")
        return f"(?:(?<!{_WORD})(?{one}{_WORD})|(?<={_WORD})(?{other}{_WORD}))"
    ranges = _DIGITS if char in "dD" else _WORDS
    return _class(ranges if char in "dw" else complement(ranges), inside=inside)


def _literal(point: int) -> str:
    char = chr(point)
    if char.isascii() and char.isprintable():
        return char if char.isalnum() or char in " _@#%,;:=!<>\"'`/" else f"\\{char}"
    if point < 0x100:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def _class(ranges: Ranges, *, inside: bool) -> str:
    members = "".join(
        _literal(low) if low == high else f"{_literal(low)}-{_literal(high)}"
        for low, high in ranges
    )
    return members if inside else f"[{members}]"
