"""Knows which schemas get a validator, and under which names the rest of a package calls it."""

import ast
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import LiteralString, NamedTuple

from pictura_codegen.api import Api, Body, Enumeration, Place, Schema, String, target_of
from pictura_codegen.aside import aside
from pictura_codegen.code import Code, fill, literal, member, needing, sibling, trusted, word
from pictura_codegen.names import Name
from pictura_codegen.package import Sections, Validators
from pictura_codegen.plan.compilation import compile_all
from pictura_codegen.plan.imports import TYPE_CHECKING, exported, imports
from pictura_codegen.plan.naming import Names, anonymous
from pictura_codegen.plan.types import TypeWriter
from pictura_codegen.schema import (
    INNER,
    Faces,
    Module,
    Parts,
    SchemaError,
    Target,
    compile_functions,
    faces,
)
from pictura_core.data import Json, pointer

_OPERATION: LiteralString = "pictura_core.operation"
_PARTS: LiteralString = "pictura_core.parts"
_DIALECTS = {"3.0": "openapi-3.0", "3.1": "openapi-3.1"}


@dataclass(frozen=True, slots=True)
class Calls:
    """How other modules call validators.

    Attributes:
        late: Whether the functions are looked up when they are first called.
    """

    names: Mapping[Place, Name]
    in_requests: Mapping[Place, Place]
    late: bool = False

    def argument(self, schema: Schema | None) -> Code:
        """Write the validator of what is sent."""
        if schema is None:
            return self.validator(None)
        place = target_of(schema)
        return self._written(self.in_requests.get(place, place))

    def validator(self, schema: Schema | None) -> Code:
        """Write the validator of a schema; of none, one that takes any value."""
        if schema is None:
            return word(_OPERATION, "ANY_VALUE")
        return self._written(target_of(schema))

    def _written(self, place: Place) -> Code:
        called = self.names[place]
        if self.late:
            functions = sibling("validators")
            return fill("{}({}, {})", word(_PARTS, "late"), functions, literal(called.text))
        return fill(
            "{}({}, {})",
            word(_OPERATION, "Validator"),
            member("validators", Name(f"is_{called}"), package="."),
            member("validators", Name(f"check_{called}"), package="."),
        )

    def body(self, body: Body) -> Code:
        """Write the validator of a body; bytes and texts of other formats are taken as they are."""
        if body.form == "binary" or (body.form == "text" and not _is_text(body.schema)):
            return self.validator(None)
        return self.argument(body.schema)


def _is_text(schema: Schema | None) -> bool:
    return schema is not None and isinstance(schema.shape, String | Enumeration)


class ValidatorModule(NamedTuple):
    """One of the modules of a part, and what others may call in it."""

    module: Validators
    callable: tuple[Name, ...]


class ValidatorPart(NamedTuple):
    """The modules of a part.

    Attributes:
        fast: With the functions that say yes or no.
        explaining: With those that yield violations.
        names: What they are called after.
    """

    fast: ValidatorModule
    explaining: ValidatorModule
    names: tuple[Name, ...]


class _Checked(NamedTuple):
    """A schema that gets functions."""

    place: Place
    name: Name
    type: Code

    @property
    def target(self) -> Target:
        """The same for the schema compiler."""
        return Target(_address(self.place), self.name.text, " ".join(str(self.type).split()))


def plan_validators(api: Api, names: Names) -> Validators | None:
    """Plan the module; None if there is nothing to check."""
    checked = _checked(api, names)
    if not checked:
        return None
    targets = [one.target for one in checked]
    module = compile_all(
        lambda documents: compile_functions(
            targets,
            registry=documents,
            dialect=_DIALECTS[api.dialect],
            asserting=_asserting(api),
        ),
        api.documents,
    )
    public = [Name(f"{face}_{one.name}") for one in checked for face in ("is", "check")]
    return _module(module, public, [one.type for one in checked], depth=0)


@contextmanager
def plan_validator_parts(
    api: Api, names: Names, homes: Mapping[Place, Name]
) -> Generator[Callable[[], Mapping[Name, ValidatorPart]]]:
    """Begin to plan the modules of each part; what is given ends it."""
    parts: dict[Name, list[_Checked]] = {}
    for one in _checked(api, names):
        parts.setdefault(homes[one.place], []).append(one)
    targets = {part.text: [one.target for one in checked] for part, checked in parts.items()}
    with _compiling(api, targets) as compiled:
        yield lambda: _planned(parts, compiled())


@contextmanager
def _compiling(
    api: Api, targets: Mapping[str, Sequence[Target]]
) -> Generator[Callable[[], Mapping[str, Faces]]]:
    """Begin to compile; half of it is done aside while the rest of a package is planned."""

    def prepare(documents: Mapping[str, Json]) -> Parts:
        return Parts(
            targets,
            package="validators",
            registry=documents,
            dialect=_DIALECTS[api.dialect],
            asserting=_asserting(api),
        )

    def compile_from(documents: Mapping[str, Json]) -> Mapping[str, Faces]:
        parted = prepare(documents)
        return faces(parted.fast(), parted.explaining())

    try:
        parted = prepare(api.documents)
    except SchemaError:
        yield lambda: compile_all(compile_from, api.documents)
        return
    with aside(parted.explaining) as explaining:

        def compiled() -> Mapping[str, Faces]:
            try:
                return faces(parted.fast(), explaining())
            except SchemaError:
                return compile_all(compile_from, api.documents)

        yield compiled


def _planned(
    parts: Mapping[Name, list[_Checked]], compiled: Mapping[str, Faces]
) -> Mapping[Name, ValidatorPart]:
    planned: dict[Name, ValidatorPart] = {}
    for part, checked in parts.items():
        fast, explaining = compiled[part.text]
        types = [one.type for one in checked]
        called = tuple(one.name for one in checked)
        planned[part] = ValidatorPart(
            _part(fast, [Name(f"is_{one}") for one in called], types, depth=1),
            _part(explaining, [Name(f"check_{one}") for one in called], [], depth=2),
            called,
        )
    return planned


def _part(
    module: Module, public: list[Name], types: Iterable[Code], *, depth: int
) -> ValidatorModule:
    written = [Name(function.name) for function in module.functions]
    inner = [one for one in written if one.text.startswith(INNER)]
    return ValidatorModule(_module(module, public, types, depth=depth), (*public, *inner))


def _module(
    module: Module, public: Iterable[Name], types: Iterable[Code], *, depth: int
) -> Validators:
    typed = imports(types, depth=depth)
    return Validators(
        imports=written_imports(module.imports, typed=bool(typed), depth=depth),
        exported=exported(public),
        typing_imports=typed,
        constants=tuple(trusted(source) for source in module.constants),
        functions=tuple(trusted(function.source) for function in module.functions),
    )


def _checked(api: Api, names: Names) -> list[_Checked]:
    named = {schema.place for schema in api.schemas}
    found: list[_Checked] = []
    for schema in _used(api):
        type_ = _guarded(schema, names)
        places = _faces_of(api, schema.place, is_named=schema.place in named)
        found.extend(_Checked(place, names.validators[place], type_) for place in places)
    return found


def _asserting(api: Api) -> set[str]:
    return {place.file for place in api.in_requests.values()}


def _faces_of(api: Api, place: Place, *, is_named: bool) -> tuple[Place, ...]:
    """Give a schema as it is, and as requests are held against it if that is something else.

    What has no name belongs to one request or answer alone.
    """
    strict = api.in_requests.get(place)
    if strict is None:
        return (place,)
    return (place, strict) if is_named else (strict,)


def _used(api: Api) -> list[Schema]:
    """Find every schema that has a name, or that an operation checks something against."""
    used: dict[Place, Schema] = {schema.place: schema for schema in api.schemas}
    for operation in api.operations:
        for _, schema in anonymous(operation):
            if target_of(schema) not in used:
                used[schema.place] = schema
    return list(used.values())


def _guarded(schema: Schema, names: Names) -> Code:
    """Write the type that a validator vouches for."""
    if schema.place in names.models:
        return member("models", names.models[schema.place], package=".")
    return TypeWriter(names.models, outside=True).write(schema.shape)


def _address(place: Place) -> str:
    return f"{place.file}#{pointer(place.path)}"


def written_imports(statements: Iterable[str], *, typed: bool, depth: int = 0) -> Sections:
    """Sort the schema compiler's imports among ours."""
    needed = [TYPE_CHECKING] if typed else []
    for statement in ast.parse("\n".join(statements)).body:
        match statement:
            case ast.Import(names=names):
                needed += [needing(alias.name, "") for alias in names]
            case ast.ImportFrom(module=None, names=names):
                needed += [needing(".", alias.name) for alias in names]
            case ast.ImportFrom(module=str(module), names=names):
                needed += [needing(module, alias.name) for alias in names if module != "__future__"]
            case _:
                message = f"{ast.unparse(statement)} is no import"
                raise ValueError(message)
    return imports(needed, depth=depth)
