"""Knows how a node of a specification is looked at, and collects what is wrong with it.

It must not know any one OpenAPI object: the other files of this room do.
"""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pictura_codegen.api import Place, Schema, Shape
from pictura_codegen.load import Document
from pictura_core.data import Json, pointer
from pictura_core.diagnostics import Diagnostic, Note, Severity

Kind: TypeAlias = Literal["key", "value"]
Invented: TypeAlias = tuple[Json] | tuple[()]
"""A value that fits a schema; nothing if none comes to mind."""


@dataclass(slots=True)
class Reader:
    """A specification on its way to an `Api`.

    Attributes:
        document: The specification.
        findings: What was found so far.
        schemas: By place, every schema that is referred to; None while it is being read.
        files: Places of schemas that stand for a file, in multipart bodies.
        nullable: Places of schemas that say so in the words of 3.0, in a 3.1 document.
        waiting: Places that are referred to and not yet read.
        following: Places whose shape is being asked for, to notice a circle.
        resolved: By place, shapes that were asked for before.
        invented: Values that fit schemas, by the schema's identity and how deep it was met.
        weights: By identity, of how many values those are made.
        cuts: How often a circle was cut, so that what hangs on it is not kept as an answer.
        merged: How many fields were put together from several schemas.
        is_too_deep: Whether references were too deep to follow, which is said once.
        has_inputs: Whether any file says `x-input`; None as long as nobody has looked.
    """

    document: Document
    findings: list[Diagnostic] = field(default_factory=list[Diagnostic])
    schemas: dict[Place, Schema] = field(default_factory=dict[Place, Schema])
    files: dict[Place, None] = field(default_factory=dict[Place, None])
    nullable: dict[Place, None] = field(default_factory=dict[Place, None])
    waiting: list[Place] = field(default_factory=list[Place])
    following: list[Place] = field(default_factory=list[Place])
    resolved: dict[Place, Shape] = field(default_factory=dict[Place, Shape])
    invented: dict[tuple[int, int], Invented] = field(
        default_factory=dict[tuple[int, int], Invented]
    )
    weights: dict[int, int] = field(default_factory=dict[int, int])
    cuts: int = 0
    merged: int = 0
    is_too_deep: bool = False
    has_inputs: bool | None = None

    def value(self, place: Place) -> Json:
        """Give what stands at a place; the caller knows that something does."""
        return self.document.value(place)

    def error(
        self,
        code: str,
        message: str,
        place: Place,
        *,
        at: Kind = "value",
        also: Place | None = None,
    ) -> None:
        """Say what stops the work, with the place of the first of two, if it is about two."""
        self._report(code, message, place, at=at, also=also, severity=Severity.ERROR)

    def warn(
        self,
        code: str,
        message: str,
        place: Place,
        *,
        at: Kind = "value",
        also: Place | None = None,
    ) -> None:
        """Say what bends the standard and leaves the meaning clear."""
        self._report(code, message, place, at=at, also=also, severity=Severity.WARNING)

    def _report(
        self,
        code: str,
        message: str,
        place: Place,
        *,
        at: Kind,
        also: Place | None,
        severity: Severity,
    ) -> None:
        span = self.document.key_span(place) if at == "key" else self.document.span(place)
        notes = (Note("the first is here", self.document.span(also)),) if also else ()
        self.findings.append(Diagnostic(code, message, span, severity=severity, notes=notes))

    def mapping(self, place: Place) -> dict[str, Json]:
        """Give a mapping; an empty one, with a finding, if something else stands there."""
        value = self.value(place)
        if isinstance(value, dict):
            return value
        self.error("not-an-object", f"{_last(place)} has to be a mapping", place)
        return {}

    def member(self, place: Place, key: str) -> dict[str, Json]:
        """Give a mapping that may be left out."""
        if self.mapping(place).get(key) is None:
            return {}
        return self.mapping(place.child(key))

    def sequence(self, place: Place, key: str) -> list[Json]:
        """Give a list that may be left out; an empty one, with a finding, if it is no list."""
        value = self.mapping(place).get(key)
        if value is None:
            return []
        if isinstance(value, list):
            return value
        self.error("not-an-array", f"{key} has to be a list", place.child(key))
        return []

    def text(self, place: Place, key: str) -> str:
        """Give a text that may be left out; a number or a truth value counts as written."""
        value = self.mapping(place).get(key)
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        self.error("not-a-text", f"{key} has to be a text", place.child(key))
        return ""

    def flag(self, place: Place, key: str, *, default: bool = False) -> bool:
        """Give a truth value that may be left out."""
        value = self.mapping(place).get(key)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        if value in ("true", "false"):
            self.warn(
                "not-a-boolean", f"{key} has to be true or false, not a text", place.child(key)
            )
            return value == "true"
        self.error("not-a-boolean", f"{key} has to be true or false", place.child(key))
        return default

    def follow(self, place: Place) -> Place | None:
        """Follow a `$ref`, and those it leads to; None, with a finding, if they lead nowhere."""
        seen = [place]
        while True:
            value = self.value(seen[-1])
            if not isinstance(value, dict) or not isinstance(value.get("$ref"), str):
                return seen[-1]
            target = self.target(seen[-1])
            if target is None:
                return None
            if target in seen:
                self.error(
                    "reference-loop", "this reference leads back to itself", place.child("$ref")
                )
                return None
            seen.append(target)

    def target(self, place: Place) -> Place | None:
        """Follow one `$ref`; None, with a finding, if it leads nowhere."""
        reference = str(self.mapping(place)["$ref"])
        target = self.document.resolve(reference, place.file)
        if target is None and not self.document.leads_to_broken(reference, place.file):
            message = f"{reference} leads nowhere"
            self.error("unresolved-reference", message, place.child("$ref"))
        return target


def home(place: Place) -> str:
    """Write a place as a reference from the root document would."""
    return f"#{pointer(place.path)}"


def _last(place: Place) -> str:
    return str(place.path[-1]) if place.path else "a specification"
