"""Knows how other people's words are quoted in messages: shortened, on one line, without a key."""

import re
from base64 import b64encode
from functools import lru_cache

from pictura_core.data import is_array, is_object

# A word with a digit in it: `Bearer authentication` and `key-value` are no keys.
_KEYS = re.compile(
    r"""(?x)
    \b(?i:bearer|basic)\s+(?=\S*\d)[\w.~+/=*-]{6,}    # what an Authorization header holds
    | \b(?:sk|pk|rk)-[\w*.-]{6,}                        # how image APIs begin their keys
    | \bkey-(?=\S*\d)[\w-]{16,}
    | (?<=\b(?i:api)[_-](?i:key))["'=:\s]+[\w*.-]{6,}  # api_key=…
    | (?<=\b(?i:apikey))["'=:\s]+[\w*.-]{6,}
    """
)
REDACTED = "[redacted]"

_SHORTEST_KEY = 6
"""Characters, not counting backslashes at the beginning; what is shorter stands everywhere."""


def redact(text: str, *keys: str) -> str:
    """Take out keys, however they are escaped, and whatever looks like one."""
    return _KEYS.sub(REDACTED, hide(text, *keys))


def hide(text: str, *keys: str) -> str:
    """Take out keys, however they are escaped."""
    for key in keys:
        if _is_long(key):
            text = _forms(key).sub(REDACTED, text)
    return text


def hide_bytes(data: bytes, *keys: str) -> bytes:
    """Do as `hide` with a text's bytes."""
    for key in keys:
        if holds(data, key):
            data = re.sub(_forms(key).pattern.encode(), REDACTED.encode(), data)
    return data


def holds(data: bytes, key: str) -> bool:
    """Tell whether bytes hold a key, however it is escaped."""
    return _is_long(key) and _places(key).search(data) is not None


def _is_long(key: str) -> bool:
    return len(key.lstrip("\\")) >= _SHORTEST_KEY


@lru_cache(maxsize=64)
def _forms(key: str) -> re.Pattern[str]:
    """Find a key as it is, as it may stand in JSON, in a url or in a page, and behind `Basic`.

    However long a run of backslashes is, it is gone through once for each place where the key may
    have begun: those before the first letter are taken from where their run begins and from nowhere
    else, and what was taken before any other letter is never given back.
    """
    dressed = "|".join(map(_dressed, _plain_forms(key)))
    return re.compile(rf"(?:(?<!\\)\\++)?(?:{dressed})")


@lru_cache(maxsize=64)
def _places(key: str) -> re.Pattern[bytes]:
    """Find where a key begins, ten times as fast as its forms: few bytes can begin one."""
    firsts = re.escape("".join({form[0] for form in _plain_forms(key)}))
    whole = f"[{firsts}\\\\%&u](?<=(?={_forms(key).pattern}).)"
    return re.compile(whole.encode(), re.DOTALL)


def _plain_forms(key: str) -> tuple[str, ...]:
    """Give what is searched for; backslashes that a key begins with keep no secret."""
    coded = b64encode(key.encode()).decode().rstrip("=")
    return tuple(dict.fromkeys((key.lstrip("\\"), coded, coded.translate({43: "-", 47: "_"}))))


def _dressed(form: str) -> str:
    """Find a key in any dress, with any number of backslashes before all but the first letter."""
    first, *others = re.findall(r"\\+|[^\\]", form)
    return _dresses(first) + "".join(
        _runs(len(one)) if one[0] == "\\" else rf"\\*+{_dresses(one)}" for one in others
    )


def _dresses(character: str) -> str:
    """Find one character of a key in any dress; escapes may themselves be escaped."""
    code = ord(character)
    plain = re.escape(character)  # last: what is escaped may begin with it
    return f"(?:u(?i:{code:04x})|{_coded(code)}{_NAMED.get(character, '')}|{plain})"


def _runs(length: int) -> str:
    """Find a key's backslashes, and those that escape the next letter: nothing tells them apart."""
    coded = rf"\\*+(?:u(?i:005c)|{_coded(0x5C)})"
    return rf"(?:(?:{coded})+\\*+|\\{{{length},}}+)"


def _coded(code: int) -> str:
    """Find a character by its number, as it may stand in a url or in a page."""
    return rf"%(?:25)*(?i:{code:02x})|&\#0*{code};|&\#[xX]0*(?i:{code:x});"


_NAMED = {'"': "|&quot;", "&": "|&amp;", "<": "|&lt;", ">": "|&gt;", "'": "|&apos;"}


def shorten(text: str, limit: int = 500) -> str:
    """Put a text on one line, without a key, and cut it."""
    line = " ".join(redact(text[: limit * 4]).split())
    printable = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
    return printable if len(printable) <= limit else printable[: limit - 1] + "…"


def cleaned(value: object) -> object:
    """Copy a JSON value without keys in its texts."""
    if isinstance(value, str):
        return redact(value)
    if is_object(value):
        return {name: cleaned(item) for name, item in value.items()}
    if is_array(value):
        return [cleaned(item) for item in value]
    return value
