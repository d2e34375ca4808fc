"""Knows what a module of validators consists of: its functions, their names, constants, imports.

It must not know any keyword. Functions are written on demand: whoever refers to one has it written.
"""

from collections import deque
from collections.abc import Sequence
from typing import Final, NamedTuple

from pictura_codegen.schema import functions
from pictura_codegen.schema.code import Code, annotation, code, word
from pictura_codegen.schema.errors import SchemaError
from pictura_codegen.schema.faces import FACES
from pictura_codegen.schema.functions import Function
from pictura_codegen.schema.graph import Graph, refuse_loops
from pictura_codegen.schema.nodes import Key, Node, Nodes
from pictura_codegen.schema.scope import Options, Scope, stem_of
from pictura_codegen.schema.sharing import Face, Sharing, inner

_BOOL: Final = Code("bool")
_GUARD: Final = word("TypeGuard")
_DEFAULT: Final = " = ()"


class Public(NamedTuple):
    """How a schema that is asked for is to be called.

    Attributes:
        node: The schema.
        is_name: Of its fast function.
        check_name: Of its explaining function.
        type: What the fast function narrows to, None for nothing.
    """

    node: Node
    is_name: str
    check_name: str
    type: Code | None


class Modules:
    """The functions, constants and imports of one module, written on demand."""

    def __init__(
        self,
        nodes: Nodes,
        publics: Sequence[Public],
        options: Options,
        sharing: Sharing | None = None,
    ) -> None:
        self._nodes = nodes
        self._options = options
        self._publics = {public.node.key: public for public in publics}
        self._sharing = sharing
        self._deep = deep_among(nodes, publics) if sharing is None else sharing.deep
        self._names: dict[tuple[str, Key], str] = {}
        self._taken: set[str] = {p.is_name for p in publics} | {p.check_name for p in publics}
        self._waiting: deque[tuple[str, Node, str]] = deque()
        self.constants: dict[str, str] = {}
        self._made_of: dict[str, frozenset[str]] = {}
        self._cleared: set[Key] = set()
        self._values: dict[tuple[str, str], str] = {}
        self.words = {"Violation"}
        self.imports = {
            "from collections.abc import Iterator",
            "from typing import TypeGuard",
        }
        self.functions: list[Function] = []
        # One schema that is wrong is no reason not to look at the others.
        self._wrong: list[SchemaError] = []
        for public in publics:
            try:
                self._public(public)
            except SchemaError as error:
                self._wrong.append(error)
            self._drain()
        if self._wrong:
            first, *others = self._wrong
            raise SchemaError(first.schema_path, first.reason, tuple(others))
        self._prune()

    def constant(self, name: str, value: Code, annotation: str = "") -> Code:
        """Give the name of a constant.

        Equal values of one name are one constant. Those of different names are not: each would be
        called after whichever schema comes first, so that a new schema renamed others'.
        """
        known = self._values.get((name, value.text))
        if known is None:
            known = self._free(name)
            self._values[name, value.text] = known
            typed = f": {annotation}" if annotation else ""
            self.constants[known] = f"{known}{typed} = {value.text}"
            self._made_of[known] = value.names
        return word(known)

    def word(self, name: str) -> Code:
        """Use a word of the runtime."""
        self.words.add(name)
        return word(name)

    def imported(self, line: str) -> None:
        """Use a module."""
        self.imports.add(line)

    def reserved(self, name: str) -> bool:
        """Tell whether the module uses a name."""
        if self._sharing is not None and name == self._sharing.package:
            return True
        return name in self._taken or name in self.words or name in _WORDS

    def is_function(self, node: Node) -> Code:
        """Give the fast function of a schema."""
        return self._function("is", node)

    def check_function(self, node: Node) -> Code:
        """Give the explaining function of a schema."""
        return self._function("check", node)

    def _function(self, face: Face, node: Node) -> Code:
        if self._sharing is not None:
            called = self._sharing.called(face, node.key)
            if called is None:
                return self._private(face, node)
            if "." in called:
                self.imports.add(f"from .. import {self._sharing.package}")
            return word(called)
        public = self._publics.get(node.key)
        if public is not None and node.key not in self._deep:
            return word(public.is_name if face == "is" else public.check_name)
        return self._private(face, node)

    def evaluated_function(self, node: Node, what: str) -> Code:
        """Give the function that tells which `properties` or `items` a schema has evaluated."""
        return self._private(what, node)

    def _prune(self) -> None:
        """Forget what was asked for and then not used."""
        reads = {function.name: function.reads for function in self.functions}
        used = {name for name in reads if not name.startswith("_")}
        waiting = list(used)
        while waiting:
            fresh = reads.get(waiting.pop(), frozenset()) - used
            used |= fresh
            waiting.extend(fresh)
        self.functions = [function for function in self.functions if function.name in used]
        # A constant is made before those that are made of it.
        for name in reversed(list(self.constants)):
            if name in used:
                used |= self._made_of[name]
            else:
                del self.constants[name]
        self.words &= used
        self.imports = {line for line in self.imports if line.split()[-1] in used}

    def _free(self, name: str) -> str:
        candidate, count = name, 1
        while candidate in self._taken or candidate in _WORDS:
            count += 1
            candidate = f"{name}_{count}"
        self._taken.add(candidate)
        return candidate

    def _private(self, face: str, node: Node) -> Code:
        name = self._names.get((face, node.key))
        if name is None:
            name = self._free(f"_{face}_{self._stem(node)}")
            self._names[face, node.key] = name
            self._waiting.append((face, node, name))
        return word(name)

    def _stem(self, node: Node) -> str:
        public = self._publics.get(node.key)
        if public is not None:
            return public.is_name.removeprefix("is_")
        return stem_of(node.location.steps, "root")

    def _drain(self) -> None:
        while self._waiting:
            face, node, name = self._waiting.popleft()
            try:
                self.functions.append(self._write(face, node, name))
            except SchemaError as error:
                self._wrong.append(error)

    def _write(self, face: str, node: Node, name: str) -> Function:
        match face:
            case "is":
                return functions.fast(node, name, _BOOL, self._scope())
            case "check":
                return functions.explaining(node, name, "", self._scope())
            case _:
                return functions.evaluating(node, name, face, self._scope())

    def _public(self, public: Public) -> None:
        refuse_loops(public.node, self._nodes, self._cleared)
        if self._sharing is None or self._sharing.face == "is":
            self.functions.append(self._public_fast(public))
        if self._sharing is None or self._sharing.face == "check":
            self.functions.append(self._public_explaining(public))

    def _public_fast(self, public: Public) -> Function:
        node, name = public.node, public.is_name
        returned = _BOOL if public.type is None else code("{}[{}]", _GUARD, public.type)
        if node.key not in self._deep:
            return functions.fast(node, name, returned, self._scope())
        return functions.guarded_fast(node, name, returned, self._guarded("is", node))

    def _public_explaining(self, public: Public) -> Function:
        node, name = public.node, public.check_name
        if node.key not in self._deep:
            return functions.explaining(node, name, _DEFAULT, self._scope())
        called, too_deep = self._guarded("check", node), self.word("too_deep")
        return functions.guarded_explaining(node, name, _DEFAULT, called, too_deep)

    def _guarded(self, face: Face, node: Node) -> Code:
        """Have the function written that does the work of a public one."""
        if self._sharing is None:
            return self._private(face, node)
        name = inner(face, self._sharing.stems[node.key])
        self._waiting.append((face, node, name))
        return word(name)

    def _scope(self) -> Scope:
        return Scope(self._nodes, self, FACES, self._options)


def deep_among(nodes: Nodes, publics: Sequence[Public]) -> frozenset[Key]:
    """Find the schemas from which a value of unbounded depth can be reached."""
    return Graph(nodes).deep(tuple(public.node for public in publics))


def published(node: Node, is_name: str, check_name: str, type_: str | None) -> Public:
    """Say how a schema is to be called."""
    return Public(node, is_name, check_name, None if type_ is None else annotation(type_))


def ordered(imports: set[str]) -> list[str]:
    """Sort import lines as a linter wants them, those of a module in one line."""
    plain = sorted(line for line in imports if line.startswith("import "))
    names: dict[str, set[str]] = {}
    for line in imports - set(plain):
        module, _, listed = line.removeprefix("from ").partition(" import ")
        names.setdefault(module, set()).update(listed.split(", "))
    lines = [f"from {module} import {', '.join(sorted(names[module]))}" for module in sorted(names)]
    ours = [line for line in lines if line.startswith("from pictura")]
    return [*plain, *(line for line in lines if line not in ours), *ours]


_WORDS: Final = frozenset(
    ("Iterator", "Path", "TypeGuard", "Violation", "evaluated", "re", "regex")
)
