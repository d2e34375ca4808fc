"""Knows what regular expressions of Java, Perl, Python and POSIX say in the words of ECMA-262.

Only words that ECMA-262 does not have, or that could never match there. It must not know where
patterns stand.
"""

import re

_LITERAL = re.compile(r"/(\^.*\$)/([a-z]*)", re.DOTALL)
"""JavaScript's own notation: with a slash before `^`, nothing would ever match."""
_TOKEN = re.compile(
    r"""
    \\Q(?P<quoted>.*?)(?:\\E|$)
    | \\x\{(?P<point>[0-9A-Fa-f]{1,6})\}
    | \\(?P<escape>.)
    | \[:(?P<negated>\^?)(?P<posix>[a-z]+):\]
    | (?P<comment>\(\?\#[^)]*\))
    | (?P<atomic>\(\?>)
    | (?P<named>\(\?P<)
    | \(\?(?P<flags>[a-zA-Z]+)\)
    | \{,(?P<most>[0-9]+)\}
    | (?P<quantifier>[*+?]|\{[0-9]+(?:,[0-9]*)?\})
    | (?P<intersection>&&\[)
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"A": "^", "z": "$", "Z": "$", "h": "[ \\t]", "R": r"(?:\r\n|[\n\v\f\r\u2028\u2029])"}
_CHARACTERS = {"a": "\\u0007", "e": "\\u001b"}
_POSIX = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": "\\u0000-\\u007f",
    "blank": " \\t",
    "cntrl": "\\u0000-\\u001f\\u007f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-\/:-@\[-`\{-~",
    "space": " \\t-\\r",
    "upper": "A-Z",
    "word": "0-9A-Z_a-z",
    "xdigit": "0-9A-Fa-f",
}
_OUR_FLAGS = frozenset("ims")
_SILENT_FLAGS = frozenset("uU")
"""Flags that change nothing here: ECMA-262 is read with Unicode's characters anyway."""


def in_ecma(pattern: str) -> str | None:
    """Say a pattern in the words of ECMA-262; None if those words are not enough.

    A pattern that needs no change is given back as it is.
    """
    literal = _LITERAL.fullmatch(pattern)
    flags: set[str] = set()
    if literal:
        pattern, flags = literal[1], set(literal[2]) & _OUR_FLAGS
    said: list[str] = []
    in_class = repeated = False
    for token in _TOKEN.finditer(pattern):
        if token["flags"] and not in_class:
            own = set(token["flags"])
            if own - _OUR_FLAGS - _SILENT_FLAGS or "".join(said) not in ("", "^"):
                return None
            flags |= own & _OUR_FLAGS
            continue
        if token["intersection"] and in_class:
            return None
        if repeated and token[0] == "+" and not in_class:
            repeated = False  # possessive: it only says how to look
            continue
        word = _in_class(token) if in_class else _outside(token)
        if word is None:
            return None
        said.append(word)
        repeated = not in_class and bool(token["quantifier"] or token["most"])
        if token[0] == "[" and not in_class:
            in_class = True
        elif token[0] == "]":
            in_class = False
    head = f"(?{''.join(sorted(flags))})" if flags else ""
    return head + "".join(said)


def _outside(token: re.Match[str]) -> str:
    if token["quoted"] is not None:
        return re.sub(r"[\^$\\.*+?()\[\]{}|/]", r"\\\g<0>", token["quoted"])
    if token["point"]:
        return f"\\u{{{token['point']}}}"
    if token["escape"]:
        return _ESCAPES.get(token["escape"], _CHARACTERS.get(token["escape"], token[0]))
    if token["comment"]:
        return ""
    if token["atomic"]:
        return "(?:"
    if token["named"]:
        return "(?<"
    return f"{{0,{token['most']}}}" if token["most"] else token[0]


def _in_class(token: re.Match[str]) -> str | None:
    if token["point"]:
        return f"\\u{{{token['point']}}}"
    if token["posix"]:
        return None if token["negated"] else _POSIX.get(token["posix"])
    if token["escape"]:
        char = token["escape"]
        return " \\t" if char == "h" else _CHARACTERS.get(char, token[0])
    return token[0]
