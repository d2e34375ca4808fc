"""Knows what a recipe's expressions may do: Jinja's sandbox, from a list of what is allowed.

A recipe comes from a pull request. Its templates reach no file, no environment and no attribute
that is not listed here; they stop after so many steps, seconds and characters. It must not know
recipes, nor how a template's errors are said.
"""

import re
import time
import unicodedata
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, TypeGuard

from jinja2 import StrictUndefined
from jinja2.filters import do_round, make_attrgetter
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import htmlsafe_json_dumps, pass_environment

from pictura.job import Upstream, UpstreamButtons, UpstreamTask
from pictura.recipes.vocabulary import MAXIMUM_TEXT, picture_in_text, task_in_text

MAXIMUM_STEPS = 100_000
"""How many turns all loops of one template may take together."""
MAXIMUM_SECONDS = 5.0
"""How long one template may take."""
MAXIMUM_TOTAL = 20.0
"""How many seconds one template may take for all jobs together, where each takes long."""
MAXIMUM_RECIPE = 40.0
"""How many seconds all templates of one recipe may take together, where each takes long."""
MAXIMUM_TEMPLATE = 100_000
"""How long the text of a template may be, in characters: compiling costs far more than reading."""
COUNTED = "_counted"
"""The filter that counts the turns of a loop; templates cannot write its name."""
BOUNDED = "_bounded"
"""The filter that refuses a value that has grown too large."""
WEIGHED = "_weighed"
"""The filter that refuses items that grow too large together."""
_MAXIMUM_BITS = 4096
_MAXIMUM_PLACES = 100

_FILTERS = frozenset(
    (
        *("abs", "capitalize", "count", "d", "default", "dictsort", "first", "float"),
        *("int", "items", "join", "last", "length", "list", "lower", "map", "max", "min"),
        *("reject", "rejectattr", "replace", "reverse", "round", "select", "selectattr"),
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
_WIDE = re.compile(r"\d{4}|\*")
_WIDTH = re.compile(r"\d+")


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
            raise Refusal(message)


class Refusal(RuntimeError):  # noqa: N818 - the sandbox refuses; it did not err
    """A template asks for more than a recipe may have."""


_allowance: ContextVar[_Allowance] = ContextVar("allowance")


@contextmanager
def limited() -> Generator[None, None, None]:
    """Give one rendering its allowance of steps and seconds."""
    token = _allowance.set(_Allowance())
    try:
        yield
    finally:
        _allowance.reset(token)


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


def _check_size(operator: str, left: object, right: object) -> None:
    size = 0
    if operator == "%" and isinstance(left, str) and _WIDE.search(left):
        message = "a format is at most 999 characters wide"
        raise Refusal(message)
    if operator == "%" and isinstance(left, str):
        # Each place may take the widest width, and the whole of what is on the right.
        width = max((int(found) for found in _WIDTH.findall(left)), default=0)
        _refuse_above(len(left) + left.count("%") * (width + _weigh(right)))
        return
    if isinstance(left, int) and isinstance(right, int):
        if operator == "*":
            bits = left.bit_length() + right.bit_length()
        else:
            bits = left.bit_length() * abs(right) if operator == "**" else 0
        if bits > _MAXIMUM_BITS:
            message = "the number becomes too long"
            raise Refusal(message)
        return
    for one, other in ((left, right), (right, left)):
        if operator == "*" and isinstance(other, int):
            size = max(size, _weigh(one) * other)
        elif operator == "+":
            size += _weigh(one)
    _refuse_above(size)


def _weigh(value: object) -> int:
    """Tell how long a value becomes as text, roughly; no further than is allowed."""
    size = 0
    waiting = [value]
    while waiting and size <= MAXIMUM_TEXT:
        one = waiting.pop()
        if isinstance(one, str):
            size += len(one)
        elif isinstance(one, int):
            size += 1 + one.bit_length() // 3
        elif _is_sequence(one):
            size += 2
            waiting.extend(one)
        elif _is_mapping(one):
            size += 2
            waiting.extend(one.keys())
            waiting.extend(one.values())
        else:
            size += 1
    return size


def _refuse_above(size: int) -> None:
    if size > MAXIMUM_TEXT:
        message = f"the text becomes longer than {MAXIMUM_TEXT} characters"
        raise Refusal(message)


def counted(items: Iterable[object]) -> Iterator[object]:
    """Give the items as they are, and stop when the allowance is used up.

    Raises:
        Refusal: It is.
    """
    allowance = _allowance.get()
    for item in items:
        allowance.spend()
        yield item


def _weighed(items: Iterable[object]) -> Iterator[object]:
    """Give the items as they are, and stop when they have grown too large together."""
    size = 0
    for item in counted(items):
        size += _weigh(item)
        _refuse_above(size)
        yield item


def _range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > MAXIMUM_STEPS:
        message = f"a range has at most {MAXIMUM_STEPS} numbers"
        raise Refusal(message)
    return numbers


def _replace(text: object, old: str, new: str, count: int | None = None) -> str:
    """Replace as Jinja's own filter does, without growing beyond measure."""
    whole = str(text)
    times = whole.count(old) if count is None else min(count, whole.count(old))
    _refuse_above(len(whole) + times * len(new))
    return whole.replace(old, new, times)


def _bounded(value: object) -> object:
    """Give a value as it is, unless it is larger than a text may be."""
    _refuse_above(_weigh(value))
    return value


def _join(items: Iterable[object], between: object = "", attribute: object = None) -> str:
    """Join as Jinja's own filter does, without growing beyond measure."""
    if attribute is not None:
        message = "join takes no attribute here; use map"
        raise Refusal(message)
    texts: list[str] = []
    size = 0
    for item in counted(items):
        _refuse_above(_weigh(_finalize(item)))
        texts.append(str(item))
        size += len(texts[-1]) + len(str(between))
        _refuse_above(size)
    return str(between).join(texts)


def _round(
    value: float, precision: int = 0, method: Literal["common", "ceil", "floor"] = "common"
) -> float:
    """Round as Jinja's own filter does, which takes ten to the power of the precision."""
    if abs(precision) > _MAXIMUM_PLACES:
        message = f"a number is rounded to at most {_MAXIMUM_PLACES} places"
        raise Refusal(message)
    return do_round(value, precision, method)


@pass_environment
def _sum(
    environment: _Sandbox,
    items: Iterable[object],
    attribute: str | int | None = None,
    start: float = 0,
) -> float:
    """Add numbers as Jinja's own filter does; lists would be copied again for each."""
    get = None if attribute is None else make_attrgetter(environment, attribute)
    total = start + 0.0 if isinstance(start, float) else int(start)
    for item in counted(items):
        number: object = item if get is None else get(item)
        if not isinstance(number, int | float):
            message = f"sum takes numbers, not a {type(number).__name__}"
            raise TypeError(message)
        total += number
    return total


def _tojson(value: object, indent: int | None = None) -> str:
    """Write JSON as Jinja's own filter does; its indentation comes once for each item."""
    if indent is not None:
        size = _weigh(value)
        if indent > _MAXIMUM_PLACES or size * max(indent, 1) * _depth(value) > MAXIMUM_TEXT:
            message = f"the text becomes longer than {MAXIMUM_TEXT} characters"
            raise Refusal(message)
    return htmlsafe_json_dumps(value, sort_keys=True, indent=indent)


def _depth(value: object) -> int:
    if _is_sequence(value):
        return 1 + max(map(_depth, value), default=0)
    if _is_mapping(value):
        return 1 + max(map(_depth, value.values()), default=0)
    return 0


def _text(value: object) -> str:
    """Give a value as text, as Jinja's own filter does, but no picture."""
    return str(_finalize(value))


def _slug(text: object, length: int = 60) -> str:
    """Make a text fit to be a part of a file's name."""
    plain = unicodedata.normalize("NFKC", str(text)).lower()
    words = re.sub(r"[^\w]+", "-", plain).strip("-_")
    return words[: max(1, min(length, 80))].rstrip("-_") or "untitled"


def _finalize(value: object) -> object:
    if isinstance(value, Upstream):
        raise picture_in_text(0)
    if isinstance(value, UpstreamTask | UpstreamButtons):
        raise task_in_text(0)
    return value


def _is_sequence(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, list | tuple)


def _is_mapping(value: object) -> TypeGuard[dict[object, object]]:
    return isinstance(value, dict)


def _make_environment() -> _Sandbox:
    environment = _Sandbox(
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
        finalize=_finalize,
        cache_size=0,
    )
    environment.globals.clear()
    for name in environment.filters.keys() - _FILTERS:
        del environment.filters[name]
    own: dict[str, Callable[..., object]] = {
        "join": _join,
        "replace": _replace,
        "string": _text,
        "round": _round,
        "sum": _sum,
        "tojson": _tojson,
        BOUNDED: _bounded,
        WEIGHED: _weighed,
        "slug": _slug,
        COUNTED: counted,
    }
    environment.filters.update(own)
    return environment


SANDBOX = _make_environment()
GLOBALS: dict[str, Callable[..., object]] = {"range": _range}
"""The names that every template knows."""
