"""Knows how a text becomes a Python literal or a docstring that holds that and nothing else.

It must not know where the text comes from: any text is taken as if somebody meant harm.
"""

import re
import textwrap

WIDTH = 100
_CHUNK = 72
_HIDDEN = re.compile(
    "[^\\t\\n\\x20-\\x7e\\xa0-\\U0010ffff]"  # controls
    "|[\\xad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]"
    "|[\\ud800-\\udfff\\U000e0000-\\U000e007f]"
)
"""Characters that a reader does not see or that turn a line around, and half characters."""
_LINE_ENDS = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")


def quote(text: str) -> str:
    """Write a text as one literal, in double quotes unless that costs an escape."""
    shown = repr(text)
    if shown.startswith("'") and '"' not in text:
        shown = '"' + shown[1:-1] + '"'
    return _HIDDEN.sub(_escape, shown)


def quote_long(text: str) -> str:
    """Write a text as a literal, or as several in brackets if it is too long for a line."""
    if len(text) <= _CHUNK:
        return quote(text)
    chunks = list(_chunks(text))
    return "(\n" + "".join(f"{quote(chunk)}\n" for chunk in chunks) + ")"


def _chunks(text: str) -> list[str]:
    """Cut behind spaces where there are any."""
    chunks: list[str] = []
    start = 0
    while len(text) - start > _CHUNK:
        cut = text.rfind(" ", start + 1, start + _CHUNK) + 1 or start + _CHUNK
        chunks.append(text[start:cut])
        start = cut
    chunks.append(text[start:])
    return chunks


def quote_docstring(text: str, pointer: str = "", *, indent: int = 4) -> str:
    """Write a text of a specification as a docstring, wrapped, with a pointer home.

    Empty if there is neither text nor pointer. The text may lose nothing but spaces.
    """
    body = _wrap(text, WIDTH - indent - 6) if text.strip() else []
    if pointer:
        body = [*body, "", *_wrap(pointer, WIDTH)] if body else _wrap(pointer, WIDTH)
    if not body:
        return ""
    margin = " " * indent
    inside = "\n".join([body[0], *(margin + line if line else "" for line in body[1:])])
    end = f"\n{margin}" if len(body) > 1 else ""
    fragile = (
        '"""' in inside or inside.startswith('"') or (not end and inside.endswith(('"', "\\")))
    )
    if fragile or _HIDDEN.search(inside):
        escaped = inside.replace("\\", "\\\\").replace('"', '\\"')
        return f'"""{_HIDDEN.sub(_escape, escaped)}{end}"""'
    return f'{"r" if chr(92) in inside else ""}"""{inside}{end}"""'


def _wrap(text: str, width: int) -> list[str]:
    found: list[str] = []
    for line in _LINE_ENDS.split(text.strip()):
        plain = line.expandtabs(4).rstrip()
        margin = len(plain) - len(plain.lstrip())
        hang = margin + 2 if re.match(r"\s*[-*] ", plain) else margin
        if len(plain) <= width:
            found.append(plain)
            continue
        found.extend(
            textwrap.wrap(
                plain,
                width,
                break_long_words=False,
                break_on_hyphens=False,
                subsequent_indent=" " * min(hang, width // 2),
            )
        )
    return found


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
