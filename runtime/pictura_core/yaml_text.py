"""Knows YAML 1.2's core schema: how libyaml's nodes become plain values that keep their places.

It must not know where a text came from, nor what its values mean to a recipe or a specification.
"""

from typing import NoReturn

from yaml.composer import Composer
from yaml.error import MarkedYAMLError, YAMLError
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from pictura_core import yaml_errors
from pictura_core.data import Path
from pictura_core.diagnostics import Diagnostic, Note, Rejected
from pictura_core.source import Lines

MAXIMUM_DEPTH = 128
"""How deep values may lie in each other: what walks them later is recursive."""

MAXIMUM_DIGITS = 1000
"""How long a number may be: the time to read it grows with the square of its length."""

MAXIMUM_EXPANSION = 1_000_000
"""How many values (or 64 characters of text) aliases may add to what stands in the text."""

_TAG = "tag:yaml.org,2002:"
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_SPECIAL = {
    sign + word: float(sign + word[1:])
    for sign in ("", "+", "-")
    for word in (".inf", ".Inf", ".INF")
} | dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan"))
_NUMBER_STARTS = frozenset("0123456789+-.")
_DECIMAL = frozenset("0123456789+-.eE")
_DIGITS = frozenset("0123456789")
_OCTAL = frozenset("01234567")
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")


class _TooDeepError(Exception):
    """Stops the composer before its recursion does."""

    def __init__(self, offset: int) -> None:
        self.offset = offset


class _Hooks:
    """What a composer of PyYAML calls for each node: tags are left to us, depth is counted."""

    depth = 0

    def descend_resolver(self, parent: Node | None, _index: object) -> None:
        """Enter a node."""
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH and parent is not None:
            raise _TooDeepError(parent.start_mark.index)

    def ascend_resolver(self) -> None:
        """Leave a node."""
        self.depth -= 1

    @staticmethod
    def resolve(_kind: type[Node], _value: object, _implicit: object) -> str:
        """Leave a node without a tag as it is."""
        return ""


class _PureComposer(_Hooks, Reader, Scanner, Parser, Composer):
    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)


try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML was built without libyaml: the same, twenty times slower

    def _compose(text: str) -> Node | None:
        return _PureComposer(text).get_single_node()
else:

    class _Composer(_Hooks, CParser):
        pass

    def _compose(text: str) -> Node | None:
        return _Composer(text).get_single_node()


class Nodes:
    """The node graph of a text, to find the place of each value.

    Attributes:
        root: The document's node.
    """

    __slots__ = ("_members", "root")

    def __init__(self, root: Node) -> None:
        self.root = root
        self._members: dict[int, dict[str, tuple[Node, Node]]] = {}

    def value(self, path: Path) -> tuple[int, int]:
        """Tell from which offset to which the value at a path goes, or its deepest ancestor."""
        return _extent(self._walk(path)[1])

    def key(self, path: Path) -> tuple[int, int]:
        """Tell the same of the value's key; of the value where there is none."""
        key, node = self._walk(path)
        return _extent(key or node)

    def _walk(self, path: Path) -> tuple[Node | None, Node]:
        key: Node | None = None
        node = self.root
        for step in path:
            if isinstance(node, MappingNode):
                found = self._index(node).get(str(step))
                if found is None:
                    break
                key, node = found
            elif isinstance(node, SequenceNode) and isinstance(step, int):
                if not 0 <= step < len(node.value):
                    break
                key, node = None, node.value[step]
            else:
                break
        return key, node

    def _index(self, node: MappingNode) -> dict[str, tuple[Node, Node]]:
        members = self._members.get(id(node))
        if members is None:
            members = {str(key.value): (key, value) for key, value in node.value}
            self._members[id(node)] = members
        return members


def parse(lines: Lines) -> tuple[object, Nodes]:
    """Read a YAML text of one document into plain values.

    Raises:
        Rejected: The text is no YAML, or says something that JSON values cannot.
    """
    text = lines.source.text
    try:
        root = _compose(text)
    except _TooDeepError as error:
        _reject(_too_deep(lines, error.offset))
    except MarkedYAMLError as error:
        raise Rejected([yaml_errors.explain(lines, error)]) from None
    except (YAMLError, UnicodeEncodeError):
        raise Rejected([yaml_errors.unreadable(lines)]) from None
    if root is None:
        _reject(Diagnostic("empty-file", "the file is empty", lines.span(0, 0)))
    if "*" in text:
        _Weight(lines).of(root)
    builder = _Builder(lines)
    value = builder.build(root)
    if builder.findings:
        raise Rejected(builder.findings)
    return value, Nodes(root)


def _reject(diagnostic: Diagnostic) -> NoReturn:
    raise Rejected([diagnostic])


def _too_deep(lines: Lines, offset: int) -> Diagnostic:
    message = f"values lie more than {MAXIMUM_DEPTH} levels deep in each other here"
    return Diagnostic("nested-too-deep", message, lines.span(offset, offset + 1))


def _children(node: Node) -> list[Node]:
    if isinstance(node, MappingNode):
        return [child for pair in node.value for child in pair]
    return list(node.value) if isinstance(node, SequenceNode) else []


class _Weight:
    """Weighs what aliases unfold to, before anything is unfolded; each node is visited once."""

    __slots__ = ("limit", "lines", "memo")

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.limit = MAXIMUM_EXPANSION + len(lines.source.text)
        self.memo: dict[int, tuple[int, int] | None] = {}

    def of(self, node: Node, depth: int = 0) -> tuple[int, int]:
        """Give the weight of a node and the levels below it.

        Raises:
            Rejected: It contains itself, weighs too much, or becomes too deep.
        """
        if isinstance(node, ScalarNode):
            return 1 + len(node.value) // 64, 0
        known = self.memo.get(id(node), ())
        if known is None:
            self._reject(node, "recursive-alias", "this value contains itself through an alias")
        if known:
            if depth + known[1] >= MAXIMUM_DEPTH:
                _reject(_too_deep(self.lines, node.start_mark.index))
            return known
        self.memo[id(node)] = None
        weight, height = 1, 0
        for child in _children(node):
            more, levels = self.of(child, depth + 1)
            weight += more
            height = max(height, levels + 1)
        if weight > self.limit:
            self._reject(node, "alias-bomb", "aliases unfold this to a million values and more")
        self.memo[id(node)] = (weight, height)
        return weight, height

    def _reject(self, node: Node, code: str, message: str) -> NoReturn:
        _reject(Diagnostic(code, message, self.lines.span(*_extent(node))))


class _Builder:
    """Makes plain values from nodes and gathers every finding on the way."""

    __slots__ = ("findings", "lines")

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.findings: list[Diagnostic] = []

    def build(self, node: Node) -> object:
        """Make the value of a node."""
        if node.tag:
            return self._tagged(node)
        if isinstance(node, ScalarNode):
            text: str = node.value
            if node.style:
                return text
            if text in _CONSTANTS:
                return _CONSTANTS[text]
            return self._number(node, text) if text[0] in _NUMBER_STARTS else text
        if isinstance(node, MappingNode):
            return self._mapping(node)
        return [self.build(item) for item in node.value]

    def _mapping(self, node: Node) -> dict[str, object]:
        result: dict[str, object] = {}
        for key, value in node.value:
            simple = key.__class__ is ScalarNode and not key.tag and (key.value or key.style)
            if simple or self._is_name(key):
                result[key.value] = self.build(value)
        if len(result) != len(node.value):
            self._duplicates(node)
        return result

    def _is_name(self, key: Node) -> bool:
        if not isinstance(key, ScalarNode):
            self._complain(key, "complex-key", _complex_key(self.lines.source.text, key))
            return False
        if key.tag:
            self._tagged(key)
        elif not key.value and not key.style:
            self._complain(key, "empty-key", "a key is missing before the colon")
            return False
        return True

    def _duplicates(self, node: Node) -> None:
        first: dict[str, Node] = {}
        for key, _ in node.value:
            if not isinstance(key, ScalarNode):
                continue
            name: str = key.value
            before = first.setdefault(name, key)
            if before is not key:
                note = Note("it stands here first", self.lines.span(*_extent(before)))
                message = f"the key {_shorten(name)} stands here twice"
                self._complain(key, "duplicate-key", message, note)

    def _tagged(self, node: Node) -> object:
        kind = node.tag.removeprefix(_TAG)
        value = node.value
        match node, kind:
            case (ScalarNode(), "str"):
                return value
            case (ScalarNode(), "null" | "bool"):
                constant = _CONSTANTS.get(value, value)
                if constant is not value and (constant is None) == (kind == "null"):
                    return constant
            case (ScalarNode(), "int" | "float"):
                number = self._number(node, value) if value else value
                if isinstance(number, int):
                    return number if kind == "int" else float(number)
                if isinstance(number, float) and kind == "float":
                    return number
            case (MappingNode(), "map"):
                return self._mapping(node)
            case (SequenceNode(), "seq"):
                return [self.build(item) for item in value]
            case (_, "null" | "bool" | "int" | "float" | "str" | "map" | "seq"):
                pass
            case _:
                name = _shorten("!!" + kind if kind != node.tag else node.tag, quote=False)
                self._complain(node, "unknown-tag", f"the tag {name} means nothing here; remove it")
                return None
        self._complain(node, "wrong-tag", f"this value is not what its tag !!{kind} says")
        return None

    def _number(self, node: Node, text: str) -> object:
        if text in _SPECIAL:
            return _SPECIAL[text]
        if len(text) > MAXIMUM_DIGITS and _HEXADECIMAL.issuperset(text[2:].replace(".", "")):
            message = f"this number has {len(text)} digits; quote it if it is text"
            self._complain(node, "number-too-long", message)
            return 0
        value = number(text)
        if value in (float("inf"), float("-inf")):
            self._complain(node, "number-too-large", f"the number {_shorten(text)} is too large")
            return 0
        return value

    def _complain(self, node: Node, code: str, message: str, *notes: Note) -> None:
        span = self.lines.span(*_extent(node))
        self.findings.append(Diagnostic(code, message, span, notes=notes))


def number(text: str) -> int | float | str:
    """Read a plain scalar as YAML 1.2's core schema (10.3.2) does; text that is no number stays.

    Python's own readers take more (`1_000`, `infinity`, other scripts' digits), so what they are
    given is looked at first.
    """
    if _DIGITS.issuperset(text) or (text[0] in "+-" and text[1:] and _DIGITS.issuperset(text[1:])):
        return int(text)
    if _DECIMAL.issuperset(text):
        try:
            return float(text)
        except ValueError:
            return text
    if text.startswith("0o") and text[2:] and _OCTAL.issuperset(text[2:]):
        return int(text, 0)
    if text.startswith("0x") and text[2:] and _HEXADECIMAL.issuperset(text[2:]):
        return int(text, 0)
    return text


def _complex_key(text: str, key: Node) -> str:
    start = key.start_mark.index
    if text[start - 1 : start + 1] == "{{":
        return "a value that begins with {{ has to stand in quotes"
    return "a key has to be a text, not a list or a mapping"


def _shorten(text: str, *, quote: bool = True) -> str:
    short = text if len(text) <= 60 else text[:59] + "…"
    return repr(short) if quote else short


def _extent(within: Node) -> tuple[int, int]:
    """Tell where a node's own text begins and ends.

    libyaml ends a block collection where the next token begins, so its last leaf says more.
    """
    node = within
    start: int = node.start_mark.index
    while isinstance(node, CollectionNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, MappingNode) else node.value[-1]
        if node.start_mark.index < start:  # an alias: its anchor stands elsewhere
            return start, start
    return start, node.end_mark.index
