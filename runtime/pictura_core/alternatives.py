"""Knows which of several alternatives a value comes nearest to, and says why it is none of them.

It must not know a schema: like the words in `checks`, these serve validators of any.
"""

from collections.abc import Callable, Iterator
from typing import Final

from pictura_core.checks import Violation, keyword_of, shortened
from pictura_core.data import Path

_CONSTANTS: Final = frozenset(("const", "enum", "false"))


def none_of(
    value: object,
    path: Path,
    schema_path: str,
    checks: "tuple[Callable[[object, Path], Iterator[Violation]], ...]",
    *,
    tag: str | None = None,
    said: str | None = None,
) -> Iterator[Violation]:
    """Say why a value is of no alternative, by the nearest one if there is such.

    Args:
        value: The value.
        path: Where it is.
        schema_path: Where the alternatives stand.
        checks: What explains each of them.
        tag: The field that tells alternatives apart, if there is one.
        said: The schema's own sentence, for all that is wrong with the value itself.
    """
    failed = [list(check(value, path)) for check in checks]
    ranked = sorted(failed, key=lambda violations: _distance(violations, path, tag))
    nearest = ranked[0]
    if len(ranked) == 1 or (
        _distance(nearest, path, tag)[:2] == (0, 0)
        and _distance(nearest, path, tag) < _distance(ranked[1], path, tag)
    ):
        yield from nearest if said is None else _retold(nearest, path, said)
        return
    told = list(dict.fromkeys(found.message for violations in failed for found in violations[:1]))
    message = shortened(f"fits none of {len(failed)} alternatives: {'; or '.join(told)}")
    yield Violation(path, keyword_of(schema_path), schema_path, said or message)


def not_one_of(
    value: object,
    path: Path,
    schema_path: str,
    checks: "tuple[Callable[[object, Path], Iterator[Violation]], ...]",
    *,
    tag: str | None = None,
    said: str | None = None,
) -> Iterator[Violation]:
    """Say why a value is not of exactly one alternative; the arguments are those of `none_of`."""
    fitting = [str(i) for i, check in enumerate(checks) if next(check(value, path), None) is None]
    if not fitting:
        yield from none_of(value, path, schema_path, checks, tag=tag, said=said)
        return
    listed = " and ".join(fitting)
    message = f"must fit exactly one of {len(checks)} alternatives, fits {listed} (counted from 0)"
    yield Violation(path, keyword_of(schema_path), schema_path, said or message)


def _retold(violations: list[Violation], path: Path, said: str) -> Iterator[Violation]:
    """Say once, in the schema's own sentence, what is wrong with the value itself."""
    told = False
    for found in violations:
        if found.path != path:
            yield found
        elif not told:
            told = True
            yield Violation(path, found.keyword, found.schema_path, said)


def _distance(violations: list[Violation], path: Path, tag: str | None) -> tuple[int, ...]:
    """Tell how far an alternative is.

    The tag decides, then the type. Of what is left, a pattern is further than words that are
    listed: with these a person can do something. Then fewer mistakes are nearer.
    """
    tagged = tag is not None and any(found.path == (*path, tag) for found in violations)
    types = patterns = constants = 0
    for found in violations:
        if found.path == path:
            types += found.keyword == "type"
            patterns += found.keyword == "pattern"
        elif found.keyword in _CONSTANTS and len(found.path) == len(path) + 1:
            constants += 1
    return tagged, types, 0 if tag else constants, patterns, len(violations)
