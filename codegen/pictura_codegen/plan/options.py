"""Knows what the constructors of only some clients take: several keys, servers, variables."""

from typing import NamedTuple

from pictura_codegen.api import Api
from pictura_codegen.code import Code, fill, name, word
from pictura_codegen.names import Name
from pictura_core.operation import schemes_of


class Option(NamedTuple):
    """A parameter of a constructor, and how it is handed on."""

    written: Code
    passed: Code


def needed_options(api: Api) -> tuple[Option, ...]:
    """Tell which parameters the constructors of an API's clients have beside the usual ones."""
    offered = [*api.security, *(way for one in api.operations for way in one.security or ())]
    schemes = {scheme.scheme for way in offered for scheme in schemes_of(way)}
    own = [server for operation in api.operations for server in operation.servers]
    mapping = word("collections.abc", "Mapping")
    found: list[Option] = []
    for option, is_needed in (
        (Name("keys"), len(schemes) > 1),
        (Name("servers"), bool(own)),
        (Name("variables"), any(one.variables for one in (*api.templates, *own))),
    ):
        if is_needed:
            written = fill("{}: {}[str, str] | None = None", name(option), mapping)
            found.append(Option(written, fill("{}={}", name(option), name(option))))
    return tuple(found)
