"""Knows how the validators of many schemas are divided into modules that call each other.

It must not know how a function is written, nor why a schema is in the part that it is in.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from pictura_codegen.schema.dialects import by_name
from pictura_codegen.schema.errors import SchemaError
from pictura_codegen.schema.library import Modules, Public, deep_among
from pictura_codegen.schema.module import Module, Target, arranged, options, publish
from pictura_codegen.schema.nodes import Nodes
from pictura_codegen.schema.resources import Documents
from pictura_codegen.schema.sharing import Face, Sharing


class Faces(NamedTuple):
    """The two modules of a part.

    Attributes:
        fast: With the functions that say yes or no.
        explaining: With those that yield violations.
    """

    fast: Module
    explaining: Module


def faces(
    fast: Mapping[str, Module | SchemaError], explaining: Mapping[str, Module | SchemaError]
) -> Mapping[str, Faces]:
    """Put both modules of each part together.

    Raises:
        SchemaError: Schemas of some could not be compiled.
    """
    wrong: dict[str, SchemaError] = {}
    written: dict[str, Faces] = {}
    for name, module in fast.items():
        other = explaining[name]
        for error in (module, other):
            if isinstance(error, SchemaError):
                wrong.update({one.schema_path: one for one in (error, *error.others)})
        if isinstance(module, Module) and isinstance(other, Module):
            written[name] = Faces(module, other)
    if wrong:
        first, *others = wrong.values()
        raise SchemaError(first.schema_path, first.reason, tuple(others))
    return written


class Parts:
    """Schemas that are about to be compiled into several modules, each by itself.

    No module imports another: a function of another one is called as a member of `package`, which
    lies above them all and has to find it. Of a schema that may be nested without end, that is
    `inner_is_<name>` or `inner_check_<name>`.

    Args:
        parts: The schemas of each part, in the order in which their functions shall stand.
        package: The name through which modules call each other.
        registry: As for `compile_functions`, and so are the others.
        dialect: What schemas without `$schema` are written in.
        asserting: Documents in which `format` is an assertion.
        helpers: The module that holds the runtime's words.

    Raises:
        SchemaError: A schema that is asked for is none.
        ValueError: There is no such dialect.
    """

    def __init__(
        self,
        parts: Mapping[str, Sequence[Target]],
        *,
        package: str,
        registry: Mapping[str, object],
        dialect: str,
        asserting: Collection[str] = (),
        helpers: str = "pictura_core.checks",
    ) -> None:
        documents = Documents(registry, by_name(dialect))
        self._nodes = Nodes(documents)
        self._publics = {
            name: publish(targets, documents, self._nodes, registry)
            for name, targets in parts.items()
        }
        every = [public for some in self._publics.values() for public in some]
        self._stems = {public.node.key: public.is_name.removeprefix("is_") for public in every}
        self._deep = deep_among(self._nodes, every)
        self._package = package
        self._options = options(asserting)
        self._helpers = helpers

    def fast(self) -> Mapping[str, Module | SchemaError]:
        """Write the functions of each part that say yes or no, or tell why not."""
        return {name: self._write("is", some) for name, some in self._publics.items()}

    def explaining(self) -> Mapping[str, Module | SchemaError]:
        """Write the functions of each part that yield violations, or tell why not."""
        return {name: self._write("check", some) for name, some in self._publics.items()}

    def _write(self, face: Face, some: Sequence[Public]) -> Module | SchemaError:
        own = frozenset(public.node.key for public in some)
        sharing = Sharing(self._package, face, own, self._stems, self._deep)
        try:
            modules = Modules(self._nodes, some, self._options, sharing)
        except SchemaError as error:
            return error
        return arranged(modules, self._helpers)
