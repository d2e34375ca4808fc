"""Knows YAML 1.2's core schema: how nodes become plain values.

It must not know where a text came from, nor what its values mean to a recipe or a specification.
"""

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from pictura_core.diagnostics import Diagnostic, Note, Rejected
from pictura_core.source import Lines
from pictura_core.yaml_nodes import Nodes, compose, extent

MAXIMUM_DIGITS = 1000
"""How long a number may be: the time to read it grows with the square of its length."""

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


def parse(lines: Lines) -> tuple[object, Nodes]:
    """Read a YAML text of one document into plain values.

    Raises:
        Rejected: The text is no YAML, or says something that JSON values cannot.
    """
    root = compose(lines)
    builder = _Builder(lines)
    value = builder.build(root)
    if builder.findings:
        raise Rejected(builder.findings)
    return value, Nodes(lines, root)


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
            self._complain_of_key(key)
            return False
        if key.tag:
            self._tagged(key)
        elif not key.value and not key.style:
            self._complain(key, "empty-key", "a key is missing before the colon")
            return False
        return True

    def _complain_of_key(self, key: Node) -> None:
        start, end = extent(key)
        if self.lines.source.text[start - 1 : start + 1] == "{{":
            message = "a value that begins with {{ has to stand in quotes"
            span = self.lines.span(start - 1, end + 1)
            self.findings.append(Diagnostic("unquoted-expression", message, span))
        else:
            message = "a key has to be a text, not a list or a mapping"
            self._complain(key, "complex-key", message)

    def _duplicates(self, node: Node) -> None:
        first: dict[str, Node] = {}
        for key, _ in node.value:
            if not isinstance(key, ScalarNode):
                continue
            name: str = key.value
            before = first.setdefault(name, key)
            if before is not key:
                note = Note("it stands here first", self.lines.span(*extent(before)))
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
        span = self.lines.span(*extent(node))
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


def _shorten(text: str, *, quote: bool = True) -> str:
    short = text if len(text) <= 60 else text[:59] + "…"
    return repr(short) if quote else short
