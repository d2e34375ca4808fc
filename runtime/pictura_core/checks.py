"""Knows the words that generated validators are written in. It imports the standard library only.

It must not know a schema: each function here serves validators of any schema, and the standalone
modules that the generator writes carry copies of those they use.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from pictura_core.data import Path, pointer


class Violation(NamedTuple):
    """One broken rule.

    Attributes:
        path: Where in the value.
        keyword: The JSON Schema keyword whose assertion failed.
        schema_path: Where the keyword stands in the schema, as a JSON pointer with its document.
        message: One sentence about the value, which is shortened; never more than 200 characters.
    """

    path: Path
    keyword: str
    schema_path: str
    message: str


Guard: TypeAlias = Callable[[object], bool]
"""A fast validator: does the value hold?"""

Check: TypeAlias = Callable[[object], Iterator[Violation]]
"""An explaining validator: every broken rule, in the order of the schema."""


def sentence(violation: Violation) -> str:
    """Say a violation with its place."""
    return f"{pointer(violation.path) or 'value'}: {violation.message}"
