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
"""Characters; what is shorter stands everywhere, and keeps no secret."""


def redact(text: str, *keys: str) -> str:
    """Take out keys, however they are escaped, and whatever looks like one."""
    return _KEYS.sub(REDACTED, hide(text, *keys))


def hide(text: str, *keys: str) -> str:
    """Take out keys, however they are escaped."""
    for key in keys:
        if len(key) >= _SHORTEST_KEY:
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
    return len(key) >= _SHORTEST_KEY and _places(key).search(data) is not None


@lru_cache(maxsize=64)
def _forms(key: str) -> re.Pattern[str]:
    """Find a key as it is, as it may stand in JSON, in a url or in a page, and behind `Basic`."""
    return re.compile("|".join("".join(map(_dresses, form)) for form in _plain_forms(key)))


@lru_cache(maxsize=64)
def _places(key: str) -> re.Pattern[bytes]:
    """Find where a key begins, ten times as fast as its forms: few bytes can begin one."""
    firsts = re.escape("".join({form[0] for form in _plain_forms(key)}))
    whole = f"[{firsts}\\\\%&u](?<=(?={_forms(key).pattern}).)"
    return re.compile(whole.encode(), re.DOTALL)


def _plain_forms(key: str) -> tuple[str, ...]:
    coded = b64encode(key.encode()).decode().rstrip("=")
    return tuple(dict.fromkeys((key, coded, coded.translate({43: "-", 47: "_"}))))


def _dresses(character: str) -> str:
    """Find one character of a key in any dress; escapes may themselves be escaped."""
    code = ord(character)
    slashes = r"\\{0,16}"  # any number would search a long run of them once from each of it
    return (
        f"(?:{slashes}{re.escape(character)}|{slashes}u(?i:{code:04x})"
        f"|%(?:25)*(?i:{code:02x})|&\\#0*{code};|&\\#[xX]0*(?i:{code:x});"
        f"{_NAMED.get(character, '')})"
    )


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
