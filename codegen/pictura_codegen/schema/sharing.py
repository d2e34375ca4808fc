"""Knows how modules of validators call each other. It must not know how a function is written."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from pictura_codegen.schema.nodes import Key

Face: TypeAlias = Literal["is", "check"]

INNER: Final = "inner_"


class Sharing(NamedTuple):
    """What one of several modules knows of the others.

    Attributes:
        package: The name through which they call each other.
        face: Which of a schema's two functions this module has.
        own: The schemas whose functions it has.
        stems: What the functions of each schema are called after, in whichever module they are.
        deep: The schemas from which a value of unbounded depth can be reached.
    """

    package: str
    face: Face
    own: frozenset[Key]
    stems: Mapping[Key, str]
    deep: frozenset[Key]

    def called(self, face: Face, key: Key) -> str | None:
        """Say how this module calls a schema's function, None if no module has one."""
        stem = self.stems.get(key)
        if stem is None:
            return None
        name = inner(face, stem) if key in self.deep else f"{face}_{stem}"
        return name if face == self.face and key in self.own else f"{self.package}.{name}"


def inner(face: Face, stem: str) -> str:
    """Name the function that does the work where the public one only guards against depth.

    Other modules call it: a guard in the midst of a value would take too deep for wrong, and go on.
    """
    return f"{INNER}{face}_{stem}"
