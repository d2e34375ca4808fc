"""Knows how to expand what only Jinja understands, without trusting who wrote it.

A recipe comes from a pull request. Its templates reach no file, no environment and no attribute
that is not listed here; they stop after so many steps, seconds and characters. It must not know
recipes, and it is the only module of the runtime that imports Jinja for them.
"""

import re
import time
import unicodedata
from collections.abc import (
    Callable,
    ItemsView,
    Iterable,
    Iterator,
    KeysView,
    Mapping,
    Sequence,
    ValuesView,
)
from contextvars import ContextVar
from types import TracebackType
from typing import TypeGuard

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, UndefinedError, nodes
from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pictura.job import Upstream
from pictura.template import OPENING, Sandboxed, TemplateError, Values, picture_in_text, undefined

MAXIMUM_STEPS = 100_000
"""How many turns all loops of one template may take together."""
MAXIMUM_TEXT = 1_000_000
"""How long a text may become, in characters; far above what any API takes."""
MAXIMUM_SECONDS = 5.0
"""How long one template may take."""
_MAXIMUM_BITS = 4096

_SYNTAX = "template-syntax"
_UNDEFINED = "undefined-variable"
_UNSAFE = "unsafe-expression"
_UNBOUNDED = "unbounded-expression"
_FAILED = "expression-failed"

_FILTERS = frozenset(
    (
        *("abs", "batch", "capitalize", "count", "d", "default", "dictsort", "first", "float"),
        *("int", "items", "join", "last", "length", "list", "lower", "map", "max", "min"),
        *("reject", "rejectattr", "replace", "reverse", "round", "select", "selectattr", "slice"),
        *("sort", "string", "sum", "title", "tojson", "trim", "truncate", "unique", "upper"),
        *("urlencode", "wordcount"),
    )
)
_METHODS: Mapping[type, frozenset[str]] = {
    str: frozenset(
        (
            *("capitalize", "casefold", "count", "endswith", "find", "isalnum", "isalpha"),
            *("isdigit", "islower", "isnumeric", "isspace", "istitle", "isupper", "lower"),
            *("lstrip", "partition", "removeprefix", "removesuffix", "rpartition", "rsplit"),
            *("rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "upper"),
        )
    ),
    dict: frozenset(("get", "items", "keys", "values")),
    list: frozenset(("count", "index")),
    tuple: frozenset(("count", "index")),
    LoopContext: frozenset(
        (
            *("changed", "cycle", "depth", "depth0", "first", "index", "index0", "last"),
            *("length", "nextitem", "previtem", "revindex", "revindex0"),
        )
    ),
}
_REFUSED: Mapping[type[nodes.Node], str] = {
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.Include: "include",
    nodes.Extends: "extends",
    nodes.Block: "block",
}
_WIDE = re.compile(r"\d{4}|\*")
_QUOTED_NAME = re.compile(r"'([^']+)' is undefined")


class _Allowance:
    """What is left for one rendering."""

    __slots__ = ("deadline", "steps")

    def __init__(self) -> None:
        self.steps = MAXIMUM_STEPS
        self.deadline = time.monotonic() + MAXIMUM_SECONDS

    def spend(self) -> None:
        self.steps -= 1
        if self.steps < 0 or time.monotonic() > self.deadline:
            message = "the expression does not come to an end"
            raise _Refusal(message)


class _Refusal(RuntimeError):  # noqa: N818 - the sandbox refuses; it did not err
    """A template asks for more than a recipe may have."""


_allowance: ContextVar[_Allowance] = ContextVar("allowance")


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, from a list of what is allowed instead of what is not.

    Inheriting is the way that Jinja offers for this.
    """

    intercepted_binops = frozenset(("*", "**", "+", "%"))

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:  # noqa: ARG002
        return any(isinstance(obj, kind) and attr in names for kind, names in _METHODS.items())

    def wrap_str_format(self, value: object) -> None:
        """Leave `str.format` out: a format may ask for any width."""

    def call_binop(
        self,
        context: Context,
        operator: str,
        left: object,
        right: object,
    ) -> object:
        _check_size(operator, left, right)
        return super().call_binop(context, operator, left, right)


def compile_sandboxed(text: str) -> Sandboxed:
    """Compile a template once, to be rendered often.

    Its `render` gives a value of JSON if the text is one whole expression, else a text.

    Raises:
        TemplateError: It is no template, or does what a recipe's templates cannot do.
    """
    try:
        tree = _environment.parse(text)
        whole = _is_whole(text)
        _check_tree(tree, text)
        names = tuple((name, _of_name(text, name)) for name in _needed(tree))
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, "_counted", [], [], None, None)
        if whole:
            _capture(tree)
        code = _environment.compile(tree)
    except TemplateSyntaxError as error:
        offset = _on_line(text, error.lineno)
        raise TemplateError(_SYNTAX, _plain(error.message or ""), offset) from None
    except RecursionError:
        raise TemplateError(_SYNTAX, "the expression is too deep", 0) from None
    template = JinjaTemplate.from_code(_environment, code, _environment.globals)
    return Sandboxed(_Renderer(text, template, whole=whole).render, names)


class _Renderer:
    """One compiled template."""

    __slots__ = ("_template", "_text", "_whole")

    def __init__(self, text: str, template: JinjaTemplate, *, whole: bool) -> None:
        self._text = text
        self._template = template
        self._whole = whole

    def render(self, values: Values) -> object:
        """Expand the template.

        Raises:
            TemplateError: It fails with these values.
        """
        token = _allowance.set(_Allowance())
        try:
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
        except _Refusal as error:
            offset = self._offset(error.__traceback__)
            raise TemplateError(_UNBOUNDED, str(error), offset) from None
        except (JinjaError, ArithmeticError, LookupError, MemoryError, RecursionError) as error:
            raise self._failure(error) from None
        except (AttributeError, TypeError, ValueError) as error:
            raise self._failure(error) from None
        finally:
            _allowance.reset(token)

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
                raise _Refusal(message)
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
    tree.set_environment(_environment)


def _is_whole(text: str) -> bool:
    kinds = [kind for _, kind, _ in _environment.lex(text)]
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


def _needed(tree: nodes.Template) -> dict[str, None]:
    """Find the names without which a template cannot be rendered, whatever their values are."""
    assigned = {
        name.name for name in tree.find_all(nodes.Name) if name.ctx in ("store", "param")
    } | set(_environment.globals)
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


def _check_size(operator: str, left: object, right: object) -> None:
    size = 0
    if operator == "%" and isinstance(left, str) and _WIDE.search(left):
        message = "a format is at most 999 characters wide"
        raise _Refusal(message)
    if isinstance(left, int) and isinstance(right, int):
        if operator == "*":
            bits = left.bit_length() + right.bit_length()
        else:
            bits = left.bit_length() * abs(right) if operator == "**" else 0
        if bits > _MAXIMUM_BITS:
            message = "the number becomes too long"
            raise _Refusal(message)
        return
    for one, other in ((left, right), (right, left)):
        length = len(one) if _is_sequence(one) else 0
        if operator == "*" and isinstance(other, int):
            size = max(size, length * other)
        elif operator == "+":
            size += length
    if size > MAXIMUM_TEXT:
        message = f"the text becomes longer than {MAXIMUM_TEXT} characters"
        raise _Refusal(message)


def _counted(items: Iterable[object]) -> Iterator[object]:
    allowance = _allowance.get()
    for item in items:
        allowance.spend()
        yield item


def _range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > MAXIMUM_STEPS:
        message = f"a range has at most {MAXIMUM_STEPS} numbers"
        raise _Refusal(message)
    return numbers


def _replace(text: object, old: str, new: str, count: int | None = None) -> str:
    """Replace as Jinja's own filter does, without growing beyond measure."""
    whole = str(text)
    times = whole.count(old) if count is None else min(count, whole.count(old))
    if len(whole) + times * len(new) > MAXIMUM_TEXT:
        message = f"the text becomes longer than {MAXIMUM_TEXT} characters"
        raise _Refusal(message)
    return whole.replace(old, new, times)


def _slug(text: object, length: int = 60) -> str:
    """Make a text fit to be a part of a file's name."""
    plain = unicodedata.normalize("NFKC", str(text)).lower()
    words = re.sub(r"[^\w]+", "-", plain).strip("-_")
    return words[: max(1, min(length, 80))].rstrip("-_") or "untitled"


def _finalize(value: object) -> object:
    if isinstance(value, Upstream):
        raise picture_in_text(0)
    return value


def _plain_value(value: object) -> object:
    if value is None or isinstance(value, bool | int | float | Upstream):
        return value
    if isinstance(value, str):
        return str(value)
    if _is_mapping(value):
        return {str(key): _plain_value(item) for key, item in value.items()}
    if _is_many(value):
        return [_plain_value(item) for item in _counted(value)]
    message = f"the expression gives no value that JSON has, but a {type(value).__name__}"
    raise TemplateError(_FAILED, message, 0)


def _is_mapping(value: object) -> TypeGuard[dict[object, object]]:
    return isinstance(value, dict)


def _is_sequence(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, str | list | tuple)


def _is_many(value: object) -> TypeGuard[Iterable[object]]:
    return isinstance(value, (list, tuple, range, ItemsView, KeysView, ValuesView, Iterator))


def _plain(message: str) -> str:
    """Make one sentence of a library's message."""
    return " ".join(message.split()).rstrip(".")[:200]


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


def _make_environment() -> _Sandbox:
    environment = _Sandbox(
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
        finalize=_finalize,
        cache_size=0,
    )
    environment.globals.clear()
    environment.globals.update(range=_range)
    for name in environment.filters.keys() - _FILTERS:
        del environment.filters[name]
    own: dict[str, Callable[..., object]] = {
        "replace": _replace,
        "slug": _slug,
        "_counted": _counted,
    }
    environment.filters.update(own)
    return environment


_environment = _make_environment()
