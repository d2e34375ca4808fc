"""Knows how other people's words are quoted in messages: shortened, on one line, without a key."""

import re

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


def redact(text: str, *keys: str) -> str:
    """Take out keys, and whatever looks like one."""
    for key in keys:
        text = text.replace(key, REDACTED) if key else text
    return _KEYS.sub(REDACTED, text)


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
