"""Knows what a module of validators consists of: its functions, their names, constants, imports.

It must not know any keyword. Functions are written on demand: whoever refers to one has it written.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple
from urllib.parse import quote

from pictura_codegen.schema.code import Code, annotation, word
from pictura_codegen.schema.errors import SchemaError
from pictura_codegen.schema.faces import FACES
from pictura_codegen.schema.graph import Graph, refuse_loops
from pictura_codegen.schema.keywords.unevaluated import collect
from pictura_codegen.schema.nodes import Key, Node, Nodes
from pictura_codegen.schema.scope import Options, Scope, stem_of
from pictura_codegen.schema.sharing import Face, Sharing, inner
from pictura_codegen.schema.statements import Line, When, Writer
from pictura_codegen.schema.subjects import Subject, Way

_VALUE: Final = word("value")
_PATH: Final = Way(word("path"), word("path"))
_WIDTH: Final = 60
_PLAIN: Final = re.compile(r"[#/:~A-Za-z0-9_.-]*")


class Function(NamedTuple):
    """One function: its name and its full source text."""

    name: str
    source: str


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
        self._waiting: list[tuple[str, Node, str]] = []
        self.constants: dict[str, str] = {}
        # What constants are made of, and what functions read.
        self._made_of: dict[str, frozenset[str]] = {}
        self._reads: dict[str, set[str]] = {}
        self._cleared: set[Key] = set()
        self._values: dict[tuple[str, str], str] = {}
        self.words: set[str] = set()
        self.imports: set[str] = set()
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
        used = {function.name for function in self.functions if not function.name.startswith("_")}
        waiting = list(used)
        while waiting:
            fresh = self._reads.get(waiting.pop(), set()) - used
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
            face, node, name = self._waiting.pop(0)
            try:
                match face:
                    case "is":
                        self._add(name, self._fast(node, name, "bool"))
                    case "check":
                        self._add(name, self._explaining(node, name, ""))
                    case _:
                        self._add(name, self._evaluating(node, name, face))
            except SchemaError as error:
                self._wrong.append(error)

    def _public(self, public: Public) -> None:
        refuse_loops(public.node, self._nodes, self._cleared)
        if self._sharing is None or self._sharing.face == "is":
            self._public_fast(public)
        if self._sharing is None or self._sharing.face == "check":
            self._public_explaining(public)

    def _public_fast(self, public: Public) -> None:
        node, name = public.node, public.is_name
        returned = "bool"
        if public.type is not None:
            returned = f"TypeGuard[{public.type.text}]"
            self.imports.add("from typing import TypeGuard")
            self._note(name, ("TypeGuard",))
        if node.key not in self._deep:
            self._add(name, self._fast(node, name, returned))
            return
        inner_one = self._guarded("is", node)
        self._note(name, inner_one.names)
        guarded = [
            f"def {name}(value: object) -> {returned}:",
            *_docstring(node),
            "    try:",
            f"        return {inner_one.text}(value)",
            "    except RecursionError:",
            "        return False",
        ]
        self._add(name, guarded)

    def _public_explaining(self, public: Public) -> None:
        node, name = public.node, public.check_name
        if node.key not in self._deep:
            self._add(name, self._explaining(node, name, " = ()"))
            return
        inner_one = self._guarded("check", node)
        self._note(name, (*inner_one.names, "too_deep", "Violation", "Iterator"))
        guarded = [
            f"def {name}(value: object, path: Path = ()) -> Iterator[Violation]:",
            *_docstring(node),
            "    try:",
            f"        yield from {inner_one.text}(value, path)",
            "    except RecursionError:",
            f"        yield {self.word('too_deep').text}(path)",
        ]
        self._add(name, guarded)

    def _guarded(self, face: Face, node: Node) -> Code:
        """Have the function written that does the work of a public one."""
        if self._sharing is None:
            return self._private(face, node)
        name = inner(face, self._sharing.stems[node.key])
        self._waiting.append((face, node, name))
        return word(name)

    def _note(self, name: str, read: Iterable[str]) -> None:
        """Remember what a function reads: what no function reads is not written."""
        self._reads.setdefault(name, set()).update(read)

    def _add(self, name: str, source: list[str]) -> None:
        self.functions.append(Function(name, "\n".join(source) + "\n"))

    def _scope(self) -> Scope:
        return Scope(self._nodes, self, FACES, self._options)

    def _fast(self, node: Node, name: str, returned: str) -> list[str]:
        written = Writer()
        written.answer(self._scope().fast(node, Subject(_VALUE)))
        self._note(name, written.names)
        unused = [] if "value" in written.names else ["    del value"]
        header = f"def {name}(value: object) -> {returned}:"
        return [header, *_docstring(node), *unused, *written.lines]

    def _explaining(self, node: Node, name: str, default: str) -> list[str]:
        said = self._scope().explain(node, Subject(_VALUE), _PATH)
        match said:
            case (When(condition, first, (_, *_) as rest),):
                # Nothing follows in a function: a return reads better than an `else` around it all.
                said = (When(condition, (*first, Line(Code("return")))), *rest)
            case _:
                pass
        written = Writer()
        written.write(said)
        body = written.lines
        if not any(line.lstrip().startswith("yield ") for line in body):
            body.append("    yield from ()")
        unused = [given for given in ("value", "path") if given not in written.names]
        if unused:
            body.insert(0, f"    del {', '.join(unused)}")
        self.words.add("Violation")
        self.imports.add("from collections.abc import Iterator")
        self._note(name, ("Violation", "Iterator", *written.names))
        header = f"def {name}(value: object, path: Path{default}) -> Iterator[Violation]:"
        return [header, *_docstring(node), *body]

    def _evaluating(self, node: Node, name: str, face: str) -> list[str]:
        what = face.removeprefix("all_")
        scope = self._scope()
        written = Writer()
        written.write(collect(node, _VALUE, what, scope, nested=face.startswith("all_")))
        self._note(name, written.names)
        taken, given = (
            ("dict[str, object]", "str") if what == "properties" else ("list[object]", "int")
        )
        unused = [] if "value" in written.names else ["    del value"]
        return [
            f"def {name}(value: {taken}) -> set[{given}]:",
            *_docstring(node, f"Name the {what} that are looked at by"),
            f"    evaluated: set[{given}] = set()",
            *unused,
            *written.lines,
            "    return evaluated",
        ]


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


def _docstring(node: Node, says: str = "Check a value against") -> list[str]:
    # A pointer as a URI fragment holds no character that could end a docstring (RFC 6901, 6).
    place = node.text
    if not _PLAIN.fullmatch(place):
        place = quote(place, safe="#/:~!$&'()*+,;=@?-._", errors="surrogatepass")
    if len(place) <= _WIDTH:
        return [f'    """{says} `{place}`."""']
    return [f'    """{says} the schema at this place.', "", f"    `{place}`", '    """']


_WORDS: Final = frozenset(
    ("Iterator", "Path", "TypeGuard", "Violation", "evaluated", "re", "regex")
)
