"""Knows expressions: `{{ name }}` by itself, anything more by handing it to Jinja's sandbox.

It must not know what the names are of, nor in which file a text stands. Most recipes hold nothing
but names, and for them Jinja, which takes as long to import as all the rest, is never imported.
"""

import re
from functools import lru_cache
from typing import TypeAlias, assert_never

from pictura.job import Job, Upstream, UpstreamButtons, UpstreamTask
from pictura.recipes.vocabulary import (
    MAXIMUM_TEXT,
    OPENING,
    Sandboxed,
    Values,
    picture_in_text,
    task_in_text,
    too_long,
    undefined,
)
from pictura_core.source import Lines, Span
from pictura_core.tuples import NamedTuple

_NAME = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")
_LINE_END = r"\r\n|\r|\n"
WORDS = frozenset(
    (
        *("and", "else", "if", "import", "in", "is", "not", "or", "range"),
        *("false", "False", "loop", "none", "None", "self", "super", "true", "True"),
    )
)
"""Words that are no variables to Jinja, or not only."""


class Whole(NamedTuple):
    """A text that is one name, and so keeps the type of its value."""

    name: str
    offset: int = 0


class Joined(NamedTuple):
    """A text with names in it.

    Attributes:
        texts: What stands before, between and behind the names; one more than names.
        names: The names.
        offsets: Where each begins.
    """

    texts: tuple[str, ...]
    names: tuple[str, ...]
    offsets: tuple[int, ...]


Template: TypeAlias = Whole | Joined | Sandboxed


def is_template(text: str) -> bool:
    """Tell whether a text holds anything to expand."""
    return "{" in text and OPENING.search(text) is not None


def compile_template(text: str) -> Template:
    """Read a text that holds expressions.

    Raises:
        TemplateError: It is no template.
    """
    simple = _simple(text)
    if simple is not None:
        return simple
    from pictura.recipes.expression import compile_sandboxed  # noqa: PLC0415 - imports Jinja

    return compile_sandboxed(text)


def render(template: Template, values: Values) -> object:
    """Expand a template.

    Raises:
        TemplateError: A name has no value, or an expression fails.
    """
    if isinstance(template, Joined):
        return _join(template, values)
    if isinstance(template, Whole):
        try:
            value = values[template.name]
        except KeyError:
            raise undefined(template.name, template.offset) from None
        if isinstance(value, UpstreamButtons):
            raise task_in_text(template.offset)
        return value
    return template.render(values)


def needed(template: Template) -> tuple[tuple[str, int], ...]:
    """Give the names that a template cannot do without, each with the offset of its expression."""
    match template:
        case Whole(name, offset):
            return ((name, offset),)
        case Joined(_, names, offsets):
            return tuple(zip(names, offsets, strict=True))
        case Sandboxed(_, names):
            return names
        case _:
            assert_never(template)


def render_text(template: Template, values: Values) -> str:
    """Expand a template that has to give text, such as a path.

    Raises:
        TemplateError: A name has no value, or an expression fails.
    """
    value = render(template, values)
    if isinstance(value, Upstream):
        raise picture_in_text(0)
    if isinstance(value, UpstreamTask):
        raise task_in_text(0)
    return value if isinstance(value, str) else str(value)


def render_save(job: Job, *, index: int, ext: str, digest: str) -> str:
    """Give the path of one of a job's pictures, relative to the recipe's folder.

    Whether the path stays inside the project is to be asked of `pictura.project.inside`.

    Args:
        job: The job.
        index: Which of its pictures, counted from 0.
        ext: `png`, `jpg` or `webp`, without a dot.
        digest: The job's digest.

    Raises:
        TemplateError: The recipe was not validated.
    """
    if not is_template(job.save):
        return job.save
    template = _compiled(job.save)
    return render_text(template, {**job.values, "index": index, "ext": ext, "digest": digest})


def spot(span: Span, text: str, offset: int) -> Span:
    """Give the place of an expression inside a scalar.

    In every style of scalar, quoted, folded or literal, the text's n-th opening brace is the n-th
    opening brace of its source; so the expression is found again without undoing YAML's escapes.

    Args:
        span: The scalar.
        text: Its value.
        offset: Where in the value an expression begins.
    """
    before = sum(1 for _ in OPENING.finditer(text, 0, offset))
    lines = Lines(span.source)
    start, end = _offset(span.source.text, span.start), _offset(span.source.text, span.end)
    openings = list(OPENING.finditer(span.source.text, start, end))
    if len(openings) != sum(1 for _ in OPENING.finditer(text)) or before >= len(openings):
        return span
    opening = openings[before]
    closing = {"{{": "}}", "{%": "%}", "{#": "#}"}[opening.group()]
    last = span.source.text.find(closing, opening.end(), end)
    return lines.span(opening.start(), opening.end() if last < 0 else last + len(closing))


_compiled = lru_cache(maxsize=1024)(compile_template)


def _simple(text: str) -> Whole | Joined | None:
    texts: list[str] = []
    names: list[str] = []
    offsets: list[int] = []
    end = 0
    for found in _NAME.finditer(text):
        if found.group(1) in WORDS or text[end : found.start()].endswith("{"):
            return None
        texts.append(text[end : found.start()])
        names.append(found.group(1))
        offsets.append(found.start())
        end = found.end()
    texts.append(text[end:])
    if not names or any(OPENING.search(literal) for literal in texts):
        return None
    if texts == ["", ""]:
        return Whole(names[0])
    if "\r" in text:
        # Jinja gives every line the same end; so that both ways give one result, we do too.
        texts = [re.sub(_LINE_END, "\n", literal) for literal in texts]
    return Joined(tuple(texts), tuple(names), tuple(offsets))


def _join(template: Joined, values: Values) -> str:
    texts = template.texts
    pieces = [texts[0]]
    size = 0
    for i, name in enumerate(template.names):
        try:
            value = values[name]
        except KeyError:
            raise undefined(name, template.offsets[i]) from None
        if type(value) is str:
            pieces.append(value)
        elif isinstance(value, Upstream):
            raise picture_in_text(template.offsets[i])
        elif isinstance(value, UpstreamTask | UpstreamButtons):
            raise task_in_text(template.offsets[i])
        else:
            pieces.append(str(value))
        pieces.append(texts[i + 1])
        size += len(pieces[-2])
        if size > MAXIMUM_TEXT:
            raise too_long(template.offsets[i])
    return "".join(pieces)


def _offset(text: str, position: tuple[int, int]) -> int:
    line, column = position
    start = 0
    line_end = re.compile(_LINE_END)
    for _ in range(line - 1):
        found = line_end.search(text, start)
        if found is None:
            return len(text)
        start = found.end()
    return start + column - 1
