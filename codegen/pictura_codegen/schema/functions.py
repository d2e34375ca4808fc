"""Knows how one function of a module of validators is written: header, docstring, body.

It must not know which functions a module has, nor any keyword but through a scope.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import quote

from pictura_codegen.schema.code import Code, word
from pictura_codegen.schema.keywords.unevaluated import collect
from pictura_codegen.schema.nodes import Node
from pictura_codegen.schema.scope import Scope
from pictura_codegen.schema.statements import Line, When, Writer
from pictura_codegen.schema.subjects import Subject, Way

_VALUE: Final = word("value")
_PATH: Final = Way(word("path"), word("path"))
_WIDTH: Final = 60
_PLAIN: Final = re.compile(r"[#/:~A-Za-z0-9_.-]*")
_EXPLAINING: Final = frozenset(("Iterator", "Violation"))


class Function(NamedTuple):
    """One function.

    Attributes:
        name: What it is called.
        source: Its full source text.
        reads: Every name in it that may be another function's, a constant's or an import's.
    """

    name: str
    source: str
    reads: frozenset[str] = frozenset()


def fast(node: Node, name: str, returned: Code, scope: Scope) -> Function:
    """Write a function that says yes or no."""
    written = Writer()
    written.answer(scope.fast(node, Subject(_VALUE)))
    header = f"def {name}(value: object) -> {returned.text}:"
    lines = [header, *_docstring(node), *_unused(("value",), written), *written.lines]
    return _function(name, lines, returned.names | written.names)


def guarded_fast(node: Node, name: str, returned: Code, inner: Code) -> Function:
    """Write a function that says no where another one gets too deep into a value."""
    lines = [
        f"def {name}(value: object) -> {returned.text}:",
        *_docstring(node),
        "    try:",
        f"        return {inner.text}(value)",
        "    except RecursionError:",
        "        return False",
    ]
    return _function(name, lines, returned.names | inner.names)


def explaining(node: Node, name: str, default: str, scope: Scope) -> Function:
    """Write a function that yields every violation; `default` is what follows its last argument."""
    said = scope.explain(node, Subject(_VALUE), _PATH)
    match said:
        case (When(condition, first, (_, *_) as rest),):
            # Nothing follows in a function: a return reads better than an `else` around it all.
            said = (When(condition, (*first, Line(Code("return")))), *rest)
        case _:
            pass
    written = Writer()
    written.write(said)
    is_generator = any(line.lstrip().startswith("yield ") for line in written.lines)
    lines = [
        f"def {name}(value: object, path: Path{default}) -> Iterator[Violation]:",
        *_docstring(node),
        *_unused(("value", "path"), written),
        *written.lines,
        *([] if is_generator else ["    yield from ()"]),
    ]
    return _function(name, lines, _EXPLAINING | written.names)


def guarded_explaining(
    node: Node, name: str, default: str, inner: Code, too_deep: Code
) -> Function:
    """Write a function that says so where another one gets too deep into a value."""
    lines = [
        f"def {name}(value: object, path: Path{default}) -> Iterator[Violation]:",
        *_docstring(node),
        "    try:",
        f"        yield from {inner.text}(value, path)",
        "    except RecursionError:",
        f"        yield {too_deep.text}(path)",
    ]
    return _function(name, lines, _EXPLAINING | inner.names | too_deep.names)


def evaluating(node: Node, name: str, face: str, scope: Scope) -> Function:
    """Write a function that names the `properties` or `items` that a schema looks at.

    With `all_` before these, what its own unevaluated keyword looks at counts too.
    """
    what = face.removeprefix("all_")
    written = Writer()
    written.write(collect(node, _VALUE, what, scope, nested=what != face))
    taken, given = ("dict[str, object]", "str") if what == "properties" else ("list[object]", "int")
    lines = [
        f"def {name}(value: {taken}) -> set[{given}]:",
        *_docstring(node, f"Name the {what} that are looked at by"),
        f"    evaluated: set[{given}] = set()",
        *_unused(("value",), written),
        *written.lines,
        "    return evaluated",
    ]
    return _function(name, lines, frozenset(written.names))


def _function(name: str, lines: Sequence[str], reads: frozenset[str]) -> Function:
    return Function(name, "\n".join(lines) + "\n", reads)


def _unused(arguments: Sequence[str], written: Writer) -> list[str]:
    unread = [name for name in arguments if name not in written.names]
    return [f"    del {', '.join(unread)}"] if unread else []


def _docstring(node: Node, says: str = "Check a value against") -> list[str]:
    # A pointer as a URI fragment holds no character that could end a docstring (RFC 6901, 6).
    place = node.text
    if not _PLAIN.fullmatch(place):
        place = quote(place, safe="#/:~!$&'()*+,;=@?-._", errors="surrogatepass")
    if len(place) <= _WIDTH:
        return [f'    """{says} `{place}`."""']
    return [f'    """{says} the schema at this place.', "", f"    `{place}`", '    """']
