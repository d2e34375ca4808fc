"""Knows what libyaml's complaints mean, as one sentence with a place. It reads no values."""

import re

from yaml.error import MarkedYAMLError

from pictura_core.diagnostics import Diagnostic, Note
from pictura_core.source import Lines

# YAML 1.2.2, 5.1: what may stand in a text at all.
_UNPRINTABLE = r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"

_SENTENCES = {
    "mapping values are not allowed": "a colon with a space after it cannot stand here; "
    "quote the text it belongs to, or check the indentation",
    "could not find expected ':'": "this line is neither a `key: value` pair nor part of one",
    "did not find expected key": "a key is expected here; check indentation and quotes",
    "did not find expected '-' indicator": "a list item is expected here; check the indentation",
    "did not find expected ',' or ']'": "this list misses a comma or its closing bracket, "
    "or a text in it needs quotes",
    "did not find expected ',' or '}'": "this mapping misses a comma or its closing brace, "
    "or a text in it needs quotes",
    "found unexpected end of stream": "this text is quoted and the quotes are never closed",
    "found unexpected document indicator": "this text is quoted and the quotes are never closed",
    "found unknown escape character": "no such escape; in double quotes, \\ is written \\\\",
    "did not find expected hexdecimal number": "this escape misses hexadecimal digits",
    "found invalid Unicode character escape code": "this escape stands for no character",
    "found incompatible YAML document": "this file says that it is of another YAML version",
    "did not find expected <document start>": "nothing can stand here, after the end of the value",
    "block sequence entries are not allowed": "a list item cannot stand here; begin a new line",
    "mapping keys are not allowed": "a `? key` cannot stand here",
    "did not find expected node content": "a value is expected here",
    "found undefined tag handle": "this tag's prefix is not declared",
}
_EXPRESSION = re.compile(r"(?:^[ ]*|[:,\[-][ ]+)(\{\{)", re.MULTILINE)

# What libyaml calls things, and what people call them.
_WORDS = {
    "block mapping": "mapping",
    "flow mapping": "mapping",
    "block collection": "list",
    "block sequence": "list",
    "flow sequence": "list",
}
# Where the beginning of the thing, not the place where it broke, is what a person wants to see.
_BEGINNINGS = ("found unexpected", "could not find expected ':'")


def explain(lines: Lines, error: MarkedYAMLError) -> Diagnostic:
    """Turn libyaml's complaint into a finding."""
    problem = error.problem or "the file is no YAML"
    mark = error.problem_mark or error.context_mark
    offset = mark.index if mark else 0
    begin = error.context_mark.index if error.context_mark else offset
    text = lines.source.text
    found = text[offset : offset + 1]
    if "another document" in problem:
        message = "a second document begins here; one file holds one"
        return Diagnostic("several-documents", message, lines.span(offset, offset + 3))
    if "undefined alias" in problem:
        end = offset + len(_word(text, offset))
        message = f"no anchor of the name {text[offset + 1 : end]} stands above"
        return Diagnostic("undefined-alias", message, lines.span(offset, end))
    if "duplicate anchor" in (error.context or "") or "duplicate anchor" in problem:
        note = Note("it stands here first", lines.span(begin, begin + len(_word(text, begin))))
        message = f"the anchor {_word(text, offset)} stands here twice"
        span = lines.span(offset, offset + len(_word(text, offset)))
        return Diagnostic("duplicate-anchor", message, span, notes=(note,))
    if "tab" in problem or (found == "\t" and "cannot start any token" in problem):
        message = "a tab indents this line; YAML takes spaces only"
        return Diagnostic("tab-indentation", message, lines.span(offset, offset + 1))
    is_sign = (error.context or "").endswith((" alias", " anchor", " directive"))
    if is_sign or "cannot start any token" in problem:
        # A text was meant; for `*.png` libyaml complains of the dot.
        offset = begin if is_sign else offset
        message = f"a text cannot begin with {text[offset : offset + 1]}; put it in quotes"
        return Diagnostic("syntax", message, lines.span(offset, offset + 1))
    line = text.rfind("\n", 0, offset) + 1
    for expression in _EXPRESSION.finditer(text, line, offset):
        # `save: {{ step }}.png` is a mapping to YAML, and libyaml complains of what follows it.
        message = "a value that begins with {{ has to stand in quotes"
        return Diagnostic("unquoted-expression", message, lines.span(*expression.span(1)))
    for part, sentence in _SENTENCES.items():
        if part in problem:
            place = begin if problem.startswith(_BEGINNINGS) else offset
            notes: tuple[Note, ...] = ()
            if place != begin:
                begun = (error.context or "").split(" a ", 1)[-1]
                notes = (
                    Note(
                        f"the {_WORDS.get(begun, begun)} begins here", lines.span(begin, begin + 1)
                    ),
                )
            return Diagnostic("syntax", sentence, lines.span(place, place + 1), notes=notes)
    context = f" {error.context}" if error.context else ""
    return Diagnostic("syntax", f"{problem}{context}", lines.span(offset, offset + 1))


def unreadable(lines: Lines) -> Diagnostic:
    """Name the first character that may not stand in a YAML text."""
    found = re.search(_UNPRINTABLE, lines.source.text)
    if found is None:
        return Diagnostic("syntax", "the file is no YAML", lines.span(0, 0))
    character = ord(found.group())
    if 0xD800 <= character <= 0xDFFF:
        message = f"half of a surrogate pair stands here (U+{character:04X})"
        return Diagnostic("lone-surrogate", message, lines.span(found.start(), found.end()))
    message = f"a control character stands here (U+{character:04X}); remove it or escape it"
    return Diagnostic("control-character", message, lines.span(found.start(), found.end()))


def _word(text: str, offset: int) -> str:
    """Give the text from an offset up to what ends an anchor's name."""
    found = re.compile(r"[^\s,\[\]{}]*").match(text, offset)
    return found.group() if found else ""
