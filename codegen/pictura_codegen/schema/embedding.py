"""Knows the runtime's words as source text, and what each needs.

It must not know a schema. A standalone module carries copies, cut from the runtime's own files, so
there is one text of each word; where the runtime narrows by a typed alias of a built-in test, a
copy says `isinstance`.
"""

import ast
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

MODULES: Final = tuple(
    f"pictura_core.{name}"
    for name in (
        "equality",
        "hostnames",
        "expressions",
        "formats",
        "spelling",
        "checks",
        "alternatives",
    )
)
"""Where the words are, the ground floor first."""

VIOLATION: Final = '''class Violation:
    """One broken rule.

    Attributes:
        path: Where in the value: keys and indexes, outermost first.
        keyword: The JSON Schema keyword whose assertion failed.
        schema_path: Where the keyword stands in the schema, as a JSON pointer.
        message: One sentence about the value.
    """

    __slots__ = ("keyword", "message", "path", "schema_path")

    def __init__(self, path: Path, keyword: str, schema_path: str, message: str) -> None:
        self.path = path
        self.keyword = keyword
        self.schema_path = schema_path
        self.message = message

    def __repr__(self) -> str:
        return (
            f"Violation(path={self.path!r}, keyword={self.keyword!r}, "
            f"schema_path={self.schema_path!r}, message={self.message!r})"
        )
'''
"""A plain class: what the standard library offers for this takes longer to import than to use."""

_GUARDS: Final = {"is_object": "dict", "is_array": "list"}


class Piece(NamedTuple):
    """One top-level definition, and the names that it uses."""

    source: str
    uses: frozenset[str]


class Embedded(NamedTuple):
    """What a standalone module carries.

    Attributes:
        imports: Import lines.
        pieces: Definitions, in the order of the runtime's files.
    """

    imports: frozenset[str]
    pieces: tuple[str, ...]


def embed(words: set[str]) -> Embedded:
    """Collect the definitions of some words and of all that they use."""
    pieces = _pieces()
    imports = _imports()
    needed: set[str] = set()
    lines: set[str] = set()
    waiting = [word for word in words if word in pieces]
    while waiting:
        name = waiting.pop()
        if name in needed:
            continue
        needed.add(name)
        for used in pieces[name].uses:
            if used in pieces:
                waiting.append(used)
            elif used in imports:
                lines.add(imports[used])
    kept = (piece.source for name, piece in pieces.items() if name in needed)
    return Embedded(frozenset(lines), tuple(kept))


@cache
def _pieces() -> dict[str, Piece]:
    found: dict[str, Piece] = {}
    for module in MODULES:
        text = _text(module)
        body = ast.parse(text).body
        rows = text.split("\n")
        for index, statement in enumerate(body):
            name = _defined(statement)
            if name is None or name in _GUARDS or name == "Violation":
                continue
            source = _source(rows, statement)
            following = body[index + 1] if index + 1 < len(body) else None
            if isinstance(following, ast.Expr) and isinstance(
                statement, ast.Assign | ast.AnnAssign
            ):
                source += "\n" + _source(rows, following)
            source = _plain(source)
            found[name] = Piece(source + "\n", _names(source))
    return found


@cache
def _imports() -> dict[str, str]:
    """Give the import line for each name that the runtime takes from the standard library."""
    found: dict[str, str] = {}
    for module in MODULES:
        for statement in ast.parse(_text(module)).body:
            match statement:
                case ast.Import(names=names):
                    found.update({alias.name: f"import {alias.name}" for alias in names})
                case ast.ImportFrom(module=str(source), names=names) if not source.startswith(
                    "pictura_core"
                ):
                    found.update(
                        {alias.name: f"from {source} import {alias.name}" for alias in names}
                    )
                case _:
                    pass
    return found


def _source(rows: list[str], statement: ast.stmt) -> str:
    """Give the lines of a top-level statement; `ast` would split the text anew for each."""
    return "\n".join(rows[statement.lineno - 1 : statement.end_lineno])


def _defined(statement: ast.stmt) -> str | None:
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case _:
            return None


def _plain(source: str) -> str:
    for guard, kind in _GUARDS.items():
        source = re.sub(rf"\b{guard}\((\w+)\)", rf"isinstance(\1, {kind})", source)
    return re.sub(
        r": Final(?:\[(.*)\])? =", lambda found: f": {found[1]} =" if found[1] else " =", source
    )


def _names(source: str) -> frozenset[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            # An annotation may be quoted.
            names.update(re.findall(r"\b[A-Z]\w+", node.value))
    return frozenset(names)


@cache
def _text(module: str) -> str:
    found = find_spec(module)
    if found is None or found.origin is None:
        message = f"there is no module {module}"
        raise ValueError(message)
    return Path(found.origin).read_text(encoding="utf-8")
