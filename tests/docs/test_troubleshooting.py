"""The page of troubleshooting has every code that the source can print, and no other.

The codes are collected from the source: every text that becomes the code of a finding or of a job
that is not done, straight, through a function or method with a parameter `code`, or through an
object that carries one (`_CARRIERS`). An argument that cannot be followed fails the test, so that
no code is missed.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "troubleshooting.md"
PACKAGES = ("runtime/pictura_core", "runtime/pictura", "codegen/pictura_codegen")
_CARRIERS = frozenset(
    (
        *("Diagnostic", "TemplateError", "NoInput", "Fault", "_NumberError"),
        *("Trouble", "Refused", "NotAsked", "LetGo", "Stop", "Objection"),
    )
)
_TABLE = "code_of"
"""The function that gives a code of `CODES`, or `_OTHER`, of its module."""
_ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


class Module(NamedTuple):
    """A module's tree, its functions by name, and the texts that it gives names to."""

    path: Path
    tree: ast.Module
    functions: dict[str, Function]
    constants: dict[str, str]
    codeless: frozenset[str]
    """Its own classes that carry no code, whatever others of their names do."""

    @property
    def package(self) -> str:
        """The package that it is of."""
        return self.path.relative_to(ROOT).parts[1]


class Use(NamedTuple):
    """An argument that becomes a code."""

    module: Module
    around: tuple[Function, ...]
    argument: ast.expr

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.module.path.relative_to(ROOT)}:{self.argument.lineno}"


@cache
def _modules() -> tuple[Module, ...]:
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return tuple(_module(path) for path in paths)


def _module(path: Path) -> Module:
    tree = ast.parse(path.read_text("utf-8"))
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, Function)}
    constants: dict[str, str] = {}
    for node in tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(name)], value=ast.Constant(str(value)))
                | ast.AnnAssign(target=ast.Name(name), value=ast.Constant(str(value)))
            ):
                constants[name] = value
            case _:
                pass
    codeless = {
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef) and "code" not in _named(node)
    }
    return Module(path, tree, functions, constants, frozenset(codeless))


def _named(node: ast.ClassDef) -> set[str]:
    """Give the names of a class's fields and of what its methods take."""
    names: set[str] = set()
    for one in ast.walk(node):
        match one:
            case ast.AnnAssign(target=ast.Name(name)) | ast.arg(arg=name):
                names.add(name)
            case _:
                pass
    return names


def _parameters(function: Function) -> list[str]:
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    return names[1:] if names[:1] == ["self"] else names


def _places() -> dict[str, int]:
    """Give the place of the code among the arguments of the classes that carry one."""
    places: dict[str, int] = {}
    for module in _modules():
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.ClassDef) or node.name not in _CARRIERS:
                continue
            made = [
                one for one in node.body if isinstance(one, Function) and one.name == "__init__"
            ]
            fields = [
                one.target.id
                for one in node.body
                if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
            ]
            given = _parameters(made[0]) if made else fields
            if "code" in given:  # another class may have the name of one that carries a code
                places[node.name] = given.index("code")
    return places


def _calls(
    node: ast.AST, around: tuple[Function, ...] = ()
) -> Iterator[tuple[ast.Call, tuple[Function, ...]]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, around
        yield from _calls(child, (*around, child) if isinstance(child, Function) else around)


def _called(call: ast.Call) -> tuple[str, list[ast.expr]]:
    """Give the name of what is called, or will be by `partial`, and the arguments."""
    match call:
        case ast.Call(func=ast.Name("partial"), args=[ast.Name(name), *rest]):
            return name, rest
        case ast.Call(func=ast.Name(name) | ast.Attribute(attr=name), args=args):
            return name, args
        case _:
            return "", []


def _uses() -> list[Use]:
    """Find every argument that becomes a code, following parameters until nothing new is found."""
    carriers = _places()
    takers: dict[int, int] = {}  # the place of the code, by the function's id
    public: dict[tuple[str, str], int] = {}  # the same, by package and name
    uses: dict[int, Use] = {}
    while True:
        known = len(uses)
        for module in _modules():
            for call, around in _calls(module.tree):
                name, arguments = _called(call)
                own = module.functions.get(name)
                place = takers.get(id(own))
                if own is None and name not in module.codeless:
                    place = carriers.get(name, public.get((module.package, name)))
                named = [one.value for one in call.keywords if one.arg == "code"]
                if place is None and not (name == "_replace" and named):
                    continue
                given = named or arguments[place or 0 :][:1]
                for argument in given:
                    uses[id(argument)] = Use(module, around, argument)
                    for function in around:
                        if argument_is(argument, "code") and "code" in _parameters(function):
                            at = _parameters(function).index("code")
                            takers[id(function)] = at
                            public.setdefault((module.package, function.name), at)
        if len(uses) == known:
            return list(uses.values())


def argument_is(argument: ast.expr, name: str) -> bool:
    """Tell whether an argument is the variable of a name."""
    return isinstance(argument, ast.Name) and argument.id == name


def _codes(use: Use) -> Iterator[str]:
    """Give the codes that an argument can be; nothing where somebody else has given them."""
    match use.argument:
        case ast.Constant(str(code)):
            yield code
        case ast.IfExp(body=body, orelse=other):
            yield from _codes(use._replace(argument=body))
            yield from _codes(use._replace(argument=other))
        case ast.BoolOp(values=values):
            for value in values:
                yield from _codes(use._replace(argument=value))
        case ast.JoinedStr(
            values=[ast.Constant(str(text)), ast.FormattedValue(ast.Attribute(_, name))]
        ):
            yield f"{text}<{name}>"
        case ast.Call(func=ast.Name(name)) if name == _TABLE:
            yield from _table()
        case ast.Attribute(attr="code"):
            pass  # of a carrier, which was given it
        case ast.Name(name):
            yield from _variable(use, name)
        case _:
            message = f"{use.place}: the code of this finding cannot be collected"
            raise AssertionError(message)


def _variable(use: Use, name: str) -> Iterator[str]:
    if any(name in _parameters(function) for function in use.around):
        return  # whoever calls gives it
    assigned = [
        value
        for function in use.around
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for value in _given(node, name)
    ]
    for value in assigned:
        yield from _codes(use._replace(argument=value))
    if not assigned:
        constants = [use.module.constants, *(module.constants for module in _modules())]
        values = [one[name] for one in constants if name in one]
        assert values, f"{use.place}: nobody gives {name} a value"
        yield values[0]


def _given(assignment: ast.Assign, name: str) -> Iterator[ast.expr]:
    """Give what an assignment gives a name, alone or as one of several."""
    for target in assignment.targets:
        match target, assignment.value:
            case ast.Name(id=one), value if one == name:
                yield value
            case ast.Tuple(elts=targets), ast.Tuple(elts=values):
                for at, value in zip(targets, values, strict=True):
                    if argument_is(at, name):
                        yield value
            case _:
                pass


def _table() -> Iterator[str]:
    (module,) = [one for one in _modules() if _TABLE in one.functions]
    yield module.constants["_OTHER"]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.AnnAssign) and argument_is(node.target, "CODES"):
            assert isinstance(node.value, ast.Dict)
            for value in node.value.values:
                use = Use(module, (), value)
                yield from (code.replace("{field}", "<field>") for code in _codes(use))


@cache
def _printed() -> dict[str, str]:
    """Give every code with a place that prints it."""
    found: dict[str, str] = {}
    for use in _uses():
        for code in _codes(use):
            found.setdefault(code, use.place)
    return found


def test_every_code_is_explained() -> None:
    """Each code that the source prints has a row on the page."""
    rows = _ROW.findall(PAGE.read_text("utf-8"))
    missing = {code: place for code, place in _printed().items() if code not in rows}
    assert not missing


def test_no_code_too_many() -> None:
    """Each row of the page is of a code that the source prints, and no code has two rows."""
    rows = _ROW.findall(PAGE.read_text("utf-8"))
    assert [code for code in rows if code not in _printed()] == []
    assert [code for code in set(rows) if rows.count(code) > 1] == []


def test_rows_are_complete() -> None:
    """Each row has a cause and a remedy."""
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if _ROW.match(line)]
    whole = re.compile(r"\| `[^`]+` \| ([^|]|\\\|)+\. \| ([^|]|\\\|)+\. \|")
    assert [line for line in lines if whole.fullmatch(line) is None] == []


def test_collecting() -> None:
    """Codes are collected from every way in which they are written."""
    ways = {
        "duplicate-id": "Diagnostic itself",
        "cycle": "_replace",
        "wrong-value": "partial, and the table of keywords",
        "unsafe-expression": "a constant and a carrier",
        "same-request": "a function with a parameter",
        "not-a-schema": "a method",
        "<field>-too-long": "the table of keywords",
        "number-too-long": "a carrier behind a function",
        "wrong-request": "the table's last resort",
        "retiring": "one of several names that are given values at once",
        "unfit-picture": "what carries the end of a job",
        "http-<status>": "a text with a value in it",
    }
    assert ways.keys() <= _printed().keys()
    assert all(
        re.fullmatch(r"(<\w+>|[a-z0-9.]+)(-(<\w+>|[a-z0-9.]+))*", code) for code in _printed()
    )
