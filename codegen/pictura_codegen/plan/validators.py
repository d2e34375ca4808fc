"""Knows which schemas get a validator, and under which names the rest of a package calls it."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import LiteralString

from pictura_codegen.api import Api, Body, Enumeration, Place, Schema, String, target_of
from pictura_codegen.code import Code, fill, member, needing, trusted, word
from pictura_codegen.names import Name
from pictura_codegen.package import Sections, Validators
from pictura_codegen.plan.compilation import compile_all
from pictura_codegen.plan.imports import TYPE_CHECKING, exported, imports
from pictura_codegen.plan.naming import Names, anonymous
from pictura_codegen.plan.types import TypeWriter
from pictura_codegen.schema import Target
from pictura_core.data import pointer

_OPERATION: LiteralString = "pictura_core.operation"
_DIALECTS = {"3.0": "openapi-3.0", "3.1": "openapi-3.1"}


@dataclass(frozen=True, slots=True)
class Calls:
    """How other modules call validators."""

    names: Mapping[Place, Name]
    in_requests: Mapping[Place, Place]

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


def plan_validators(api: Api, names: Names) -> Validators | None:
    """Plan the module; None if there is nothing to check."""
    schemas = _used(api)
    if not schemas:
        return None
    types = {schema.place: _guarded(schema, names) for schema in schemas}
    named = {schema.place for schema in api.schemas}
    faces = {place: _faces(api, place, is_named=place in named) for place in types}
    places = [place for own in faces.values() for place in own]
    targets = [
        Target(
            _address(place),
            names.validators[place].text,
            " ".join(str(types[schema]).split()),
        )
        for schema, own in faces.items()
        for place in own
    ]
    typed = imports(types.values())
    module = compile_all(
        targets,
        api.documents,
        dialect=_DIALECTS[api.dialect],
        asserting={place.file for place in api.in_requests.values()},
    )
    return Validators(
        imports=written_imports(module.imports, typed=bool(typed)),
        exported=exported(
            Name(f"{face}_{names.validators[place]}")
            for place in places
            for face in ("is", "check")
        ),
        typing_imports=typed,
        constants=tuple(trusted(source) for source in module.constants),
        functions=tuple(trusted(function.source) for function in module.functions),
    )


def _faces(api: Api, place: Place, *, is_named: bool) -> tuple[Place, ...]:
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


def written_imports(statements: Iterable[str], *, typed: bool) -> Sections:
    """Sort the schema compiler's imports among ours."""
    needed = [TYPE_CHECKING] if typed else []
    for statement in ast.parse("\n".join(statements)).body:
        match statement:
            case ast.Import(names=names):
                needed += [needing(alias.name, "") for alias in names]
            case ast.ImportFrom(module=str(module), names=names):
                needed += [needing(module, alias.name) for alias in names if module != "__future__"]
            case _:
                message = f"{ast.unparse(statement)} is no import"
                raise ValueError(message)
    return imports(needed)
