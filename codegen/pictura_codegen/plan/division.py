"""Knows how a large package is divided: the part that each operation and each schema belongs to.

It must not know what stands in a file. Where something belongs depends on itself and on who uses
it, never on how much there is, so a change of the document moves little.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pictura_codegen.api import Api, Operation, Place, target_of
from pictura_codegen.load import inside, split
from pictura_codegen.names import Name, Scope, function_name, words
from pictura_codegen.plan.naming import Names, anonymous, objects, schema_name
from pictura_core.data import Json, parse_pointer

LARGE = 200
"""How many operations and named schemas together a package may have in one file of each kind."""

_LONGEST = 60
"""So many characters of a tag name a file; file systems take no more than 255."""
_UNTELLING = re.compile(r"v\d[\w.]*|apis?|rest", re.IGNORECASE)
"""Segments of a path that say which server it is, not what it is about."""
_OTHERS = ("checks", "close", "aclose")


@dataclass(frozen=True, slots=True)
class Division:
    """The parts of a package.

    Attributes:
        operations: By operationId.
        schemas: By place: every schema that has a validator or a type.
    """

    operations: Mapping[str, Name]
    schemas: Mapping[Place, Name]

    def parts(self) -> tuple[Name, ...]:
        """Give every part, sorted."""
        return tuple(sorted({*self.operations.values(), *self.schemas.values()}))


def divide(api: Api, names: Names) -> Division | None:
    """Divide a package; None if it is small."""
    if len(api.operations) + len(api.schemas) <= LARGE:
        return None
    scope = Scope()
    scope.reserve(_OTHERS)
    # A part and what it holds are members of one package.
    scope.reserve(one.function.text for one in names.operations.values())
    scope.reserve(
        f"{face}_{name}" for name in names.validators.values() for face in ("is", "check")
    )
    called: dict[str, Name] = {}

    def part(wanted: str) -> Name:
        if wanted not in called:
            called[wanted] = scope.claim(wanted)
        return called[wanted]

    subjects = _subjects(api)
    operations = {one: part(subject) for one, subject in subjects.items()}
    schemas: dict[Place, Name] = {}
    for place, users in _users(api, operations).items():
        if len(users) == 1:
            (schemas[place],) = users
        else:
            schemas[place] = part(f"shared_{_first_word(place)}")
    _with_inner(api, schemas)
    return Division(operations, schemas)


def _subjects(api: Api) -> dict[str, str]:
    """Tell what each operation is about: its first tag, or where its path begins.

    A tag that most operations have tells nothing.
    """
    tags = Counter(operation.tags[0] for operation in api.operations if operation.tags)
    return {
        operation.id: function_name(operation.tags[0])[:_LONGEST]
        if operation.tags and tags[operation.tags[0]] * 2 <= len(api.operations)
        else function_name(_beginning(operation))[:_LONGEST]
        for operation in api.operations
    }


def _beginning(operation: Operation) -> str:
    segments = [one for one in operation.path.split("/") if one and "{" not in one]
    return next((one for one in segments if not _UNTELLING.fullmatch(one)), "root")


def _first_word(place: Place) -> str:
    """Give the first word of a schema's own name, without the namespaces before it."""
    spaced = [one for one in re.split(r"[./]", schema_name(place)) if words(one)]
    return words(spaced[-1])[0].lower()[:_LONGEST] if spaced else "others"


def _users(api: Api, operations: Mapping[str, Name]) -> dict[Place, dict[Name, None]]:
    """Find the parts whose operations use each schema, directly or through others."""
    references = _References(api)
    users: dict[Place, dict[Name, None]] = {schema.place: {} for schema in api.schemas}
    for operation in api.operations:
        part = operations[operation.id]
        waiting = [
            place
            for _, schema in anonymous(operation)
            for place in dict.fromkeys((schema.place, target_of(schema)))
        ]
        while waiting:
            place = waiting.pop()
            own = users.setdefault(place, {})
            if part not in own:
                own[part] = None
                waiting.extend(references.of(place))
    return users


class _References:
    """The schemas that each schema refers to, looked for once."""

    def __init__(self, api: Api) -> None:
        self._documents = api.documents
        self._named = {schema.place for schema in api.schemas}
        self._places: dict[tuple[str, str], Place] = {}
        self._found: dict[Place, tuple[Place, ...]] = {}

    def of(self, place: Place) -> tuple[Place, ...]:
        """Give the schemas with names that a schema refers to."""
        if place not in self._found:
            texts = dict.fromkeys(_texts(self._at(place)))
            places = (self._target(text, place.file) for text in texts)
            self._found[place] = tuple(one for one in places if one in self._named)
        return self._found[place]

    def _at(self, place: Place) -> Json:
        here = self._documents[place.file]
        for step in place.path:
            try:
                here = inside(here, step)
            except LookupError:
                return None
        return here

    def _target(self, reference: str, file: str) -> Place:
        known = self._places.get((reference, file))
        if known is None:
            target, fragment = split(reference, file)
            steps = parse_pointer(fragment) if fragment.startswith("/") else ()
            known = Place(target, self._typed(target, steps))
            self._places[reference, file] = known
        return known

    def _typed(self, file: str, steps: tuple[str, ...]) -> tuple[str | int, ...]:
        """Turn the steps of a pointer into those of a path, in which indexes are numbers."""
        here = self._documents.get(file)
        path: tuple[str | int, ...] = ()
        for step in steps:
            own = int(step) if isinstance(here, list) and step.isdigit() else step
            path = (*path, own)
            try:
                here = inside(here, own) if here is not None else None
            except LookupError:
                here = None
        return path


def _texts(value: Json) -> Iterator[str]:
    """Find every reference in a schema."""
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            reference = here.get("$ref")
            if isinstance(reference, str):
                yield reference
            waiting.extend(here.values())
        elif isinstance(here, list):
            waiting.extend(here)


def _with_inner(api: Api, schemas: dict[Place, Name]) -> None:
    """Put objects beside the schema that they stand in, and a request's schema beside the plain."""
    inline = (schema for operation in api.operations for _, schema in anonymous(operation))
    for schema in (*api.schemas, *inline):
        for _, inner in objects(schema.shape, ""):
            schemas.setdefault(inner.place, schemas[schema.place])
    for place, strict in api.in_requests.items():
        schemas[strict] = schemas[place]
