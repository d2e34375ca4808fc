"""Knows the words that `template` and what it hands to Jinja's sandbox have in common.

It must not import Jinja: most recipes do without it.
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from pictura_core.tuples import NamedTuple

Values: TypeAlias = Mapping[str, object]
"""What the names in an expression stand for."""

MAXIMUM_TEXT = 1_000_000
"""How long a text may become, in characters; far above what any API takes."""
OPENING = re.compile(r"\{\{|\{%|\{#")
"""Where an expression, a statement or a comment begins."""


class TemplateError(ValueError):
    """A template cannot be read, or cannot be expanded with some values.

    Attributes:
        code: What is wrong, as a finding's code.
        message: One sentence without a full stop.
        offset: Where in the template's text the expression begins.
        name: The variable that has no value, None if that is not what is wrong.
    """

    def __init__(self, code: str, message: str, offset: int, name: str | None = None) -> None:
        self.code = code
        self.message = message
        self.offset = offset
        self.name = name
        super().__init__(message)


class Sandboxed(NamedTuple):
    """A text that only Jinja understands.

    Attributes:
        render: Expands it.
        needed: Names that it cannot do without, each with the offset of its expression.
    """

    render: Callable[[Values], object]
    needed: tuple[tuple[str, int], ...]


def undefined(name: str, offset: int) -> TemplateError:
    """Say that a name has no value."""
    return TemplateError("undefined-variable", f"there is no variable {name!r}", offset, name)


def picture_in_text(offset: int) -> TemplateError:
    """Say that the upstream picture stands where only text can."""
    message = "`image` is a picture: it can be a field's whole value, not a part of a text"
    return TemplateError("picture-in-text", message, offset)


def task_in_text(offset: int) -> TemplateError:
    """Say that an upstream task, or a button of it, stands where only text can."""
    message = "`task` and `buttons.NAME` are known only in a run: each is a field's whole value"
    return TemplateError("task-in-text", message, offset)


def too_long(offset: int) -> TemplateError:
    """Say that a text has grown beyond measure."""
    message = f"the text becomes longer than {MAXIMUM_TEXT} characters"
    return TemplateError("unbounded-expression", message, offset)
