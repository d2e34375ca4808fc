"""Knows how a text that only Jinja understands is compiled and expanded, and where it fails.

It must not know what is allowed, which is the sandbox's affair, nor recipes.
"""

import re
import time
from collections.abc import ItemsView, Iterable, Iterator, KeysView, ValuesView
from types import TracebackType
from typing import TypeGuard

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, UndefinedError, nodes
from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import SecurityError

from pictura.job import Upstream, UpstreamTask
from pictura.recipes.sandbox import (
    BOUNDED,
    COUNTED,
    GLOBALS,
    MAXIMUM_RECIPE,
    MAXIMUM_SECONDS,
    MAXIMUM_TEMPLATE,
    MAXIMUM_TOTAL,
    SANDBOX,
    WEIGHED,
    Refusal,
    counted,
    limited,
)
from pictura.recipes.spending import spend, total
from pictura.recipes.vocabulary import (
    MAXIMUM_TEXT,
    OPENING,
    Sandboxed,
    TemplateError,
    Values,
    undefined,
)
from pictura_core.data import is_array

_SYNTAX = "template-syntax"
_UNDEFINED = "undefined-variable"
_UNSAFE = "unsafe-expression"
_UNBOUNDED = "unbounded-expression"
_FAILED = "expression-failed"
_REFUSED: dict[type[nodes.Node], str] = {
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.Include: "include",
    nodes.Extends: "extends",
    nodes.Block: "block",
    # Both gather text out of sight of who counts it.
    nodes.AssignBlock: "set … %}{% endset",
    nodes.FilterBlock: "filter",
}
_SLOW = MAXIMUM_SECONDS / 100
_UNKNOWN_FILTER = re.compile(r"No filter named '([^']+)'")
_QUOTED_NAME = re.compile(r"'([^']+)' is undefined")


def compile_sandboxed(text: str) -> Sandboxed:
    """Compile a template once, to be rendered often.

    Its `render` gives a value of JSON if the text is one whole expression, else a text.

    Raises:
        TemplateError: It is no template, or does what a recipe's templates cannot do.
    """
    if len(text) > MAXIMUM_TEMPLATE:
        message = f"a text with expressions has at most {MAXIMUM_TEMPLATE} characters"
        raise TemplateError(_UNBOUNDED, message, 0)
    try:
        tree = SANDBOX.parse(text)
        whole = _is_whole(text)
        _check_tree(tree, text)
        names = tuple((name, _of_name(text, name)) for name in _needed(tree))
        _guard(tree)
        if whole:
            _capture(tree)
        code = SANDBOX.compile(tree)
    except TemplateSyntaxError as error:
        offset = _on_line(text, error.lineno)
        raise TemplateError(_SYNTAX, _say_syntax(error.message or ""), offset) from None
    except SyntaxError as error:
        # Jinja writes Python without asking whether Python takes it.
        message = f"the expression cannot be compiled: {_plain(error.msg)}"
        raise TemplateError(_SYNTAX, message, 0) from None
    except (MemoryError, RecursionError):
        raise TemplateError(_SYNTAX, "the expression is too deep", 0) from None
    except UnicodeError:
        raise TemplateError(_SYNTAX, "the expression holds half of a character", 0) from None
    template = JinjaTemplate.from_code(SANDBOX, code, GLOBALS)
    return Sandboxed(_Renderer(text, template, whole=whole).render, names)


class _Renderer:
    """One compiled template."""

    __slots__ = ("_slow", "_template", "_text", "_whole")

    def __init__(self, text: str, template: JinjaTemplate, *, whole: bool) -> None:
        self._text = text
        self._template = template
        self._whole = whole
        self._slow = 0.0

    def render(self, values: Values) -> object:
        """Expand the template.

        Raises:
            TemplateError: It fails with these values.
        """
        if self._slow > MAXIMUM_TOTAL:
            message = f"the expression takes more than {MAXIMUM_TOTAL:.0f} s for all jobs together"
            raise TemplateError(_UNBOUNDED, message, 0)
        if total() > MAXIMUM_RECIPE:
            message = f"the recipe's expressions take more than {MAXIMUM_RECIPE:.0f} s together"
            raise TemplateError(_UNBOUNDED, message, 0)
        start = time.monotonic()
        try:
            with limited():
                return self._captured(values) if self._whole else self._written(values)
        except UndefinedError as error:
            named = _QUOTED_NAME.fullmatch(error.message or "")
            if named is None:
                offset = self._offset(error.__traceback__)
                raise TemplateError(_UNDEFINED, _plain(error.message or ""), offset) from None
            raise undefined(named[1], _of_name(self._text, named[1])) from None
        except SecurityError as error:
            offset = self._offset(error.__traceback__)
            message = _plain(error.message or "")
            raise TemplateError(_UNSAFE, message, offset) from None
        except TemplateError as error:
            raise TemplateError(
                error.code, error.message, self._offset(error.__traceback__)
            ) from None
        except Refusal as error:
            offset = self._offset(error.__traceback__)
            raise TemplateError(_UNBOUNDED, str(error), offset) from None
        except (JinjaError, ArithmeticError, LookupError, MemoryError, RecursionError) as error:
            raise self._failure(error) from None
        except (AttributeError, TypeError, ValueError) as error:
            raise self._failure(error) from None
        finally:
            taken = time.monotonic() - start
            if taken > _SLOW:
                self._slow += taken
                spend(taken)

    def _failure(self, error: Exception) -> TemplateError:
        reason = _plain(str(error)) or type(error).__name__
        message = f"the expression fails: {reason}"
        return TemplateError(_FAILED, message, self._offset(error.__traceback__))

    def _written(self, values: Values) -> str:
        pieces: list[str] = []
        size = 0
        for piece in self._template.generate(values):
            size += len(piece)
            if size > MAXIMUM_TEXT:
                message = f"the text becomes longer than {MAXIMUM_TEXT} characters"
                raise Refusal(message)
            pieces.append(piece)
        return "".join(pieces)

    def _captured(self, values: Values) -> object:
        context = self._template.new_context(dict(values))
        for _ in self._template.root_render_func(context):
            pass
        result: object = context.vars[_RESULT]
        if isinstance(result, StrictUndefined):
            str(result)  # says that it is undefined as soon as it is looked at
        if isinstance(result, Undefined):
            message = "the expression has no value: its `if` needs an `else`"
            raise TemplateError(_FAILED, message, 0)
        return _plain_value(result)

    def _offset(self, trace: TracebackType | None) -> int:
        line = 0
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == "<template>":
                line = self._template.get_corresponding_lineno(trace.tb_lineno)
            trace = trace.tb_next
        return _on_line(self._text, line)


_RESULT = "result"


def _capture(tree: nodes.Template) -> None:
    """Turn a template that writes one expression into one that keeps its value."""
    (output,) = tree.body
    assert isinstance(output, nodes.Output)  # noqa: S101 - `_is_whole` has looked at the tokens
    name = nodes.Name(_RESULT, "store", lineno=output.lineno)
    tree.body = [nodes.Assign(name, output.nodes[0], lineno=output.lineno)]
    tree.set_environment(SANDBOX)


def _is_whole(text: str) -> bool:
    kinds = [kind for _, kind, _ in SANDBOX.lex(text)]
    return (
        kinds[0] == "variable_begin"
        and kinds[-1] == "variable_end"
        and kinds.count("variable_end") == 1
    )


def _check_tree(tree: nodes.Template, text: str) -> None:
    for node in tree.find_all(tuple(_REFUSED)):
        message = f"a recipe's expressions cannot use {{% {_REFUSED[type(node)]} %}}"
        raise TemplateError(_UNSAFE, message, _on_line(text, node.lineno))
    for loop in tree.find_all(nodes.For):
        if loop.recursive:
            message = "a recipe's loops cannot be recursive"
            raise TemplateError(_UNSAFE, message, _on_line(text, loop.lineno))


def _guard(node: nodes.Node) -> None:
    """Have loops counted, and everything that can grow weighed where it is made."""
    for name, value in list(node.iter_fields()):
        guarded = [_guarded(item) for item in value] if is_array(value) else _guarded(value)
        setattr(node, name, guarded)
    if isinstance(node, nodes.For):
        node.iter = _filter(node.iter, COUNTED)


def _guarded(value: object) -> object:
    if not isinstance(value, nodes.Node):
        return value
    _guard(value)
    match value:
        case nodes.Concat():
            return _filter(nodes.List(value.nodes, lineno=value.lineno), "join")
        case nodes.List() | nodes.Dict() | nodes.Tuple(ctx="load"):
            return _filter(value, BOUNDED)
        case nodes.Filter(name=name):
            return _filter(value, WEIGHED if name == "map" else BOUNDED)
        case _:
            return value


def _filter(value: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(value, name, [], [], None, None, lineno=value.lineno)


def _needed(tree: nodes.Template) -> dict[str, None]:
    """Find the names without which a template cannot be rendered, whatever their values are."""
    assigned = {
        name.name for name in tree.find_all(nodes.Name) if name.ctx in ("store", "param")
    } | set(GLOBALS)
    needed: dict[str, None] = {}
    waiting: list[nodes.Node] = [tree]
    while waiting:
        node = waiting.pop(0)
        match node:
            case nodes.Name(name=name, ctx="load"):
                if name not in assigned:
                    needed[name] = None
            case nodes.CondExpr(test=test) | nodes.If(test=test):
                waiting.append(test)
            case nodes.And(left=left) | nodes.Or(left=left):
                waiting.append(left)
            case nodes.For(iter=items):
                waiting.append(items)
            case nodes.Test(name="defined" | "undefined"):
                pass
            case nodes.Filter(name="default" | "d", node=under) if isinstance(under, nodes.Name):
                waiting.extend(node.args)
            case _:
                waiting.extend(node.iter_child_nodes())
    return needed


def _plain_value(value: object) -> object:
    if value is None or isinstance(value, bool | int | float | Upstream | UpstreamTask):
        return value
    if isinstance(value, str):
        return str(value)
    if _is_mapping(value):
        return {str(key): _plain_value(item) for key, item in value.items()}
    if _is_many(value):
        return [_plain_value(item) for item in counted(value)]
    message = f"the expression gives no value that JSON has, but a {type(value).__name__}"
    raise TemplateError(_FAILED, message, 0)


def _is_mapping(value: object) -> TypeGuard[dict[object, object]]:
    return isinstance(value, dict)


def _is_many(value: object) -> TypeGuard[Iterable[object]]:
    return isinstance(value, (list, tuple, range, ItemsView, KeysView, ValuesView, Iterator))


def _say_syntax(message: str) -> str:
    """Say Jinja's commonest complaints in words that fit a recipe."""
    if "'end of print statement'" in message and "end of template" in message:
        return "its `{{` has no `}}`"
    unknown = _UNKNOWN_FILTER.match(message)
    if unknown is None:
        return _plain(message)
    from pictura.suggestion import meant  # noqa: PLC0415 - only a finding needs it

    names = [name for name in SANDBOX.filters if not name.startswith("_")]
    return f"there is no filter {unknown[1]!r}{meant(unknown[1], names)}"


def _plain(message: str) -> str:
    """Make one sentence of a library's message."""
    words = " ".join(message.split()).rstrip(".")[:200]
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def _on_line(text: str, line: int) -> int:
    """Find the first expression that begins on a line or behind, else the last before it."""
    found = 0
    for opening in OPENING.finditer(text):
        found = opening.start()
        if text.count("\n", 0, found) + 1 >= line:
            break
    return found


def _of_name(text: str, name: str) -> int:
    """Find the expression in which a name stands first."""
    found = 0
    place = re.search(rf"(?<![\w.'\"]){re.escape(name)}(?!\w)", text)
    for opening in OPENING.finditer(text):
        if place is not None and opening.start() > place.start():
            break
        found = opening.start()
    return found
