"""Knows the node graph that libyaml makes of a text: how deep, how heavy, and where each node is.

It must not know what a node's value is.
"""

import re
from typing import NoReturn

from yaml.composer import Composer
from yaml.error import MarkedYAMLError, YAMLError
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from pictura_core.data import Path
from pictura_core.diagnostics import Diagnostic, Rejected
from pictura_core.source import Lines

MAXIMUM_DEPTH = 128
"""How deep values may lie in each other: what walks them later is recursive."""

MAXIMUM_EXPANSION = 1_000_000
"""How many values (or 64 characters of text) aliases may add to what stands in the text."""

_ANCHOR = re.compile(r"&([^\s,\[\]{}:?%@`]+)")
_ALIAS = re.compile(r"\*([^\s,\[\]{}:?%@`]+)")
"""How the name of every anchor and every alias begins, and some text too."""


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
    """The node graph of a text, to find the place of each value."""

    __slots__ = ("_lines", "_members", "_root")

    def __init__(self, lines: Lines, root: Node) -> None:
        self._lines = lines
        self._root: Node | None = root
        self._members: dict[int, dict[str, tuple[Node, Node]]] = {}

    def forget(self) -> None:
        """Give the memory back, twenty times the text's; the text is read again if need be."""
        self._root = None
        self._members = {}

    def value(self, path: Path) -> tuple[int, int]:
        """Tell from which offset to which the value at a path goes, or its deepest ancestor."""
        return extent(self._walk(path)[1])

    def key(self, path: Path) -> tuple[int, int]:
        """Tell the same of the value's key; of the value where there is none."""
        key, node = self._walk(path)
        return extent(key or node)

    def _walk(self, path: Path) -> tuple[Node | None, Node]:
        key: Node | None = None
        if self._root is None:
            self._root = compose(self._lines)
        node = self._root
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


def compose(lines: Lines) -> Node:
    """Make the nodes of a text of one document.

    Raises:
        Rejected: The text is no YAML, too deep, or unfolds to too much.
    """
    try:
        root = _compose(lines.source.text)
    except _TooDeepError as error:
        _reject(_too_deep(lines, error.offset))
    except (YAMLError, UnicodeEncodeError) as error:
        from pictura_core import yaml_errors  # noqa: PLC0415 - needed for bad files only

        if isinstance(error, MarkedYAMLError):
            _reject(yaml_errors.explain(lines, error))
        _reject(yaml_errors.unreadable(lines))
    if root is None:
        _reject(Diagnostic("empty-file", "the file is empty", lines.span(0, 0)))
    if _may_repeat(lines.source.text):
        _Weight(lines).of(root)
    return root


def _may_repeat(text: str) -> bool:
    """Tell whether there may be an alias: something has the name of an anchor."""
    anchors = set(_ANCHOR.findall(text))
    return bool(anchors) and not anchors.isdisjoint(_ALIAS.findall(text))


def extent(within: Node) -> tuple[int, int]:
    """Tell where a node's own text begins and ends.

    libyaml ends a block collection where the next token begins, so its last leaf says more.
    """
    node = within
    start: int = node.start_mark.index
    while isinstance(node, CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1][1] if isinstance(node, MappingNode) else node.value[-1]
        if last.start_mark.index < start:  # an alias: its anchor stands elsewhere
            return start, start
        if last.start_mark.index <= node.start_mark.index:  # an alias to what it stands in
            break
        node = last
    return start, node.end_mark.index


def _reject(diagnostic: Diagnostic) -> NoReturn:
    raise Rejected([diagnostic]) from None


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
        _reject(Diagnostic(code, message, self.lines.span(*extent(node))))
