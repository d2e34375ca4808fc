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
from pictura_codegen.schema.scope import Options
from pictura_codegen.schema.sharing import Face, Sharing


class Faces(NamedTuple):
    """The two modules of a part.

    Attributes:
        fast: With the functions that say yes or no.
        explaining: With those that yield violations.
    """

    fast: Module
    explaining: Module


def compile_parts(
    parts: Mapping[str, Sequence[Target]],
    *,
    package: str,
    registry: Mapping[str, object],
    dialect: str,
    asserting: Collection[str] = (),
    helpers: str = "pictura_core.checks",
) -> Mapping[str, Faces]:
    """Write the validators of some schemas in several modules.

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
        SchemaError: Schemas cannot be compiled.
        ValueError: There is no such dialect.
    """
    documents = Documents(registry, by_name(dialect))
    nodes = Nodes(documents)
    publics = {
        name: publish(targets, documents, nodes, registry) for name, targets in parts.items()
    }
    every = [public for some in publics.values() for public in some]
    stems = {public.node.key: public.is_name.removeprefix("is_") for public in every}
    deep = deep_among(nodes, every)
    wrong: dict[str, SchemaError] = {}

    def write(face: Face, some: Sequence[Public], settings: Options) -> Module:
        own = frozenset(public.node.key for public in some)
        sharing = Sharing(package, face, own, stems, deep)
        try:
            return arranged(Modules(nodes, some, settings, sharing), helpers)
        except SchemaError as error:
            wrong.update({one.schema_path: one for one in (error, *error.others)})
            return Module((), (), ())

    settings = options(asserting)
    written = {
        name: Faces(write("is", some, settings), write("check", some, settings))
        for name, some in publics.items()
    }
    if wrong:
        first, *others = wrong.values()
        raise SchemaError(first.schema_path, first.reason, tuple(others))
    return written
