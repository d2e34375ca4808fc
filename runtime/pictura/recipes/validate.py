"""Knows whether an expanded request is what its operation takes, without network or key.

It must not know any operation by name: what is allowed is said by the generated validators.
"""

from collections.abc import Iterator, Mapping

from pictura.job import Input, ProjectFile, Upstream, UpstreamTask
from pictura.recipes.findings import MISSING_FIELD, UNKNOWN_FIELD, code_of, is_unknown, say, settle
from pictura.recipes.inputs import Inputs, NoInput
from pictura.recipes.places import (
    FilePlace,
    FilePlaces,
    has_pictures,
    pictures_in,
    stand_in,
    wrong_with,
)
from pictura_core.checks import Violation
from pictura_core.data import Path, fill
from pictura_core.diagnostics import Diagnostic
from pictura_core.document import Document
from pictura_core.inputs import Facts
from pictura_core.operation import Operation
from pictura_core.source import Span
from pictura_core.tuples import NamedTuple


class Fault(NamedTuple):
    """What is wrong with a request.

    Attributes:
        code: As of a finding.
        message: As of a finding.
        path: Into the request.
        unknown: Whether the name at the path is at fault, not the value.
    """

    code: str
    message: str
    path: Path
    unknown: bool = False


class Checked(NamedTuple):
    """A request with its input files found, and what is wrong with it."""

    request: Mapping[str, object]
    inputs: tuple[tuple[Path, Input], ...]
    faults: tuple[Fault, ...]


class Requests:
    """The requests of one step: where their fields stand, and what checks them.

    Attributes:
        document: The recipe.
    """

    __slots__ = (
        "_inputs",
        "_operation",
        "_origins",
        "_parameters",
        "_path",
        "_places",
        "document",
    )

    def __init__(
        self,
        document: Document,
        operation: Operation[object],
        origins: Mapping[str, Path],
        path: Path,
        inputs: Inputs,
    ) -> None:
        self.document = document
        self._operation = operation
        self._origins = origins
        self._path = path
        self._inputs = inputs
        self._parameters = {p.name: p for p in operation.parameters}
        self._places = FilePlaces(operation)

    def check(self, request: dict[str, object]) -> Checked:
        """Check one request, expanded, in which input files stand as texts or `Upstream`."""
        places = [] if self._places.is_empty else self._places.find(request)
        if not places and not any(has_pictures(value) for value in request.values()):
            return Checked(request, (), tuple(self._faults(request)))
        known = {place.path for place in places}
        awaited = dict(pictures_in(request))
        tasks = {path: one for path, one in awaited.items() if isinstance(one, UpstreamTask)}
        strangers = [path for path in awaited if path not in known and path not in tasks]
        seen: dict[Path, object] = {place.path: stand_in(place) for place in places}
        seen.update(dict.fromkeys(strangers, "picture.png"))
        plain = fill(request, {**seen, **dict.fromkeys(tasks, "task")})
        faults = list(self._faults(plain))
        for path in strangers:
            message = f"{'.'.join(map(str, path))} takes no picture"
            faults.append(Fault("not-a-file-field", message, path))
        if faults:
            return Checked(request, (), tuple(faults))
        found = self._resolve(places, request, faults)
        given: dict[Path, object] = dict(found)
        return Checked(fill(request, given), (*found, *tasks.items()), tuple(faults))

    def explain(self, fault: Fault) -> Diagnostic:
        """Make a finding of what is wrong with a request."""
        message = fault.message
        if fault.unknown:
            from pictura.suggestion import meant  # noqa: PLC0415 - only a finding needs it

            name = str(fault.path[-1])
            names = self._names() if len(fault.path) == 1 else ()
            message = f"{self._operation.id} has no field {name!r}{meant(name, names)}"
        return Diagnostic(fault.code, message, self._span(fault))

    def _names(self) -> tuple[str, ...]:
        fields = self._operation.bodies[0].fields if self._operation.bodies else ()
        return (*self._parameters, *fields)

    def _span(self, fault: Fault) -> Span:
        origin = self._origins.get(str(fault.path[0])) if fault.path else None
        if origin is None:
            return self.document.key_span((*self._path, "with"))
        path = (*origin, *fault.path[1:])
        return self.document.key_span(path) if fault.unknown else self.document.span(path)

    def _faults(self, request: Mapping[str, object]) -> Iterator[Fault]:
        body = request
        if self._parameters:
            body = {name: v for name, v in request.items() if name not in self._parameters}
            for name, parameter in self._parameters.items():
                if name in request:
                    for violation in parameter.validator.check(request[name]):
                        yield _fault(violation._replace(path=(name, *violation.path)))
                elif parameter.required:
                    yield Fault(MISSING_FIELD, f"the field {name!r} is missing", ())
        if not self._operation.bodies:
            for name in body:
                yield Fault(UNKNOWN_FIELD, f"there is no field {name!r}", (name,), unknown=True)
            return
        validator = self._operation.bodies[0].validator
        if not validator.is_valid(body):
            yield from (_fault(violation) for violation in settle(validator.check(body)))

    def _resolve(
        self, places: list[FilePlace], request: dict[str, object], faults: list[Fault]
    ) -> tuple[tuple[Path, Input], ...]:
        """Find the files that a request names, and say what is wrong with them."""
        found: list[tuple[Path, Input]] = []
        facts: dict[Path, Facts] = {}
        for place in places:
            if isinstance(place.value, Upstream):
                found.append((place.path, place.value))
                continue
            file = self._inputs.find(place.value)
            if isinstance(file, NoInput):
                faults.append(Fault(file.code, file.message, place.path))
                continue
            origin = self._origins[str(place.path[0])]
            span = self.document.span((*origin, *place.path[1:]))
            found.append((place.path, ProjectFile(file.path, span)))
            facts[place.path] = file.facts
        for place in places:
            faults.extend(
                Fault("wrong-input", f"{place.value!r} {wrong}", place.path)
                for wrong in wrong_with(place, facts, request)
            )
        return tuple(found)


def _fault(violation: Violation) -> Fault:
    unknown = is_unknown(violation)
    return Fault(code_of(violation), say(violation), violation.path, unknown=unknown)
