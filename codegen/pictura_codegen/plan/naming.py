"""Knows the one naming pass: every Python name of a package is settled here, and only here.

It must not know what a file looks like.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pictura_codegen.api import Api, Array, Map, Object, Operation, Place, Schema, Shape, Union
from pictura_codegen.names import Name, Scope, class_name, constant_name, function_name
from pictura_core import checks, equality, expressions, formats, hostnames

RESERVED_TYPES = frozenset(
    {"File", "Literal", "NotRequired", "Required", "TypeAlias", "TypedDict", "Never", "builtins"}
)
"""What `models.py` imports."""
_RESERVED_VALIDATORS = frozenset(
    word.removeprefix("is_")
    for module in (checks, equality, expressions, formats, hostnames)
    for word in vars(module)
    if word.startswith("is_")
)
"""What validators import: a schema that is called `Date` must not stand in the format's way."""
_RESERVED_CONSTANTS = frozenset({"API", "ERRORS"})
_STRUCTURE = frozenset(
    {"components", "schemas", "properties", "schema", "content", "paths", "requestBody", "$defs"}
)


@dataclass(frozen=True, slots=True)
class OperationNames:
    """The names of one operation.

    Attributes:
        function: Of the function and the clients' methods.
        constant: In the table.
        stream: Of the function and methods that give its events one by one; None if it has none.
        events: What it streams, in the table; None if it streams nothing.
        arguments: By parameter, in their order; its name in signatures.
    """

    function: Name
    constant: Name
    stream: Name | None
    events: Name | None
    arguments: tuple[Name, ...]

    @property
    def functions(self) -> tuple[Name, ...]:
        """Give every function and method: for the answer in one piece, and for its events."""
        own = (self.function, self.stream)
        return tuple(dict.fromkeys(one for one in own if one is not None))

    @property
    def constants(self) -> tuple[Name, ...]:
        """Give every constant in the table, those first of which others are made."""
        return tuple(one for one in (self.events, self.constant) if one is not None)


@dataclass(frozen=True, slots=True)
class Names:
    """Every name of a package.

    Attributes:
        models: By place: schemas that are referred to, and objects that stand inside of others.
        validators: By place: what follows `is_` and `check_`.
        operations: By operationId.
        package: Of the package.
        client: What the clients' names begin with.
    """

    models: Mapping[Place, Name]
    validators: Mapping[Place, Name]
    operations: Mapping[str, OperationNames]
    package: Name
    client: Name


def name_everything(api: Api, package: str) -> Names:
    """Settle every name; who comes first in the specification gets the name it wants."""
    models = _name_models(api)
    return Names(
        models=models,
        validators=_name_validators(api, models),
        operations=_name_operations(api),
        package=Name(function_name(package)),
        client=Name(class_name(package)),
    )


def anonymous(operation: Operation) -> Iterator[tuple[str, Schema]]:
    """Give every schema of an operation with what it would be called if it has no name."""
    for parameter in operation.parameters:
        yield f"{operation.id} {parameter.name}", parameter.schema
    for index, body in enumerate(operation.bodies):
        if body.schema is not None:
            suffix = "" if index == 0 else f" {body.form}"
            yield f"{operation.id} request{suffix}", body.schema
    for response in operation.responses:
        if response.schema is not None:
            streams = response.form in ("events", "lines")
            main = response.status == "200" and (streams or response.form == "json")
            kind = "event" if streams else "response"
            yield f"{operation.id} {kind}{'' if main else f' {response.status}'}", response.schema


def objects(shape: Shape, called: str) -> Iterator[tuple[str, Object]]:
    """Find objects inside of a shape with what they would be called, outermost first."""
    match shape:
        case Object():
            yield called, shape
            for field in shape.fields:
                yield from objects(field.shape, f"{called} {field.name}")
        case Array():
            yield from objects(shape.item, f"{called} item")
        case Map():
            yield from objects(shape.value, f"{called} value")
        case Union():
            for member in shape.members:
                yield from objects(member, called)
        case _:
            pass


def schema_name(place: Place) -> str:
    """Tell what a schema is called in the specification."""
    match place.path:
        case (*_, "schemas" | "$defs" | "definitions", str(last)):
            return last
        case ("webhooks", str(name), *_):
            return f"{name} webhook"
        case (*_, "callbacks", str(name), str(), str(), "requestBody", "content", str(), "schema"):
            return f"{name} callback"
        case ():
            return re.sub(r"\.\w+$", "", place.file.rsplit("/", 1)[-1])
        case path:
            return " ".join(str(step) for step in path if step not in _STRUCTURE)


def _name_models(api: Api) -> dict[Place, Name]:
    scope = Scope()
    scope.reserve(RESERVED_TYPES)
    names: dict[Place, Name] = {}
    for schema in api.schemas:
        names[schema.place] = scope.claim(class_name(schema_name(schema.place)))
    for schema in api.schemas:
        own = names[schema.place].text
        called = f"{own} object" if isinstance(schema.shape, Union) else own
        _name_inner(schema.shape, called, names, scope)
    for operation in api.operations:
        for called, schema in anonymous(operation):
            if schema.place not in names:
                _name_inner(schema.shape, called, names, scope)
    return names


def _name_inner(shape: Shape, called: str, names: dict[Place, Name], scope: Scope) -> None:
    for wanted, inner in objects(shape, called):
        if inner.place not in names:
            capitals = "".join(class_name(word) for word in wanted.split(" ") if word)
            names[inner.place] = scope.claim(class_name(capitals))


def _name_validators(api: Api, models: Mapping[Place, Name]) -> dict[Place, Name]:
    scope = Scope()
    scope.reserve(_RESERVED_VALIDATORS)
    names: dict[Place, Name] = {}
    for schema in api.schemas:
        names[schema.place] = scope.claim(function_name(models[schema.place].text))
    for operation in api.operations:
        for called, schema in anonymous(operation):
            if schema.place not in names:
                names[schema.place] = scope.claim(function_name(called))
    named = {schema.place for schema in api.schemas}
    for place, strict in api.in_requests.items():
        # What only a request refers to has no other face, and so needs no other name.
        shared = place in named
        names[strict] = scope.claim(f"{names[place]}_to_send") if shared else names[place]
    return names


def _name_operations(api: Api) -> dict[str, OperationNames]:
    functions, constants = Scope(), Scope()
    functions.reserve({"close", "aclose", "models", "prepare", "table"})
    constants.reserve(_RESERVED_CONSTANTS)
    settled = [
        (functions.claim(function_name(one.id)), constants.claim(constant_name(one.id)))
        for one in api.operations
    ]
    names: dict[str, OperationNames] = {}
    # What an operation streams is named last: no operation has to give its name up for that.
    for operation, (function, constant) in zip(api.operations, settled, strict=True):
        arguments = Scope()
        arguments.reserve({"self", "body", "media_type", "operations", "prepare", "table"})
        if operation.accept:
            arguments.reserve({"accept"})
        stream = events = None
        if operation.stream is not None:
            events = constants.claim(constant_name(f"{operation.id} events"))
            wanted = function_name(f"{operation.id} stream")
            stream = function if operation.stream.is_alone else functions.claim(wanted)
        names[operation.id] = OperationNames(
            function=function,
            constant=constant,
            stream=stream,
            events=events,
            arguments=tuple(
                arguments.claim(function_name(parameter.name)) for parameter in operation.parameters
            ),
        )
    return names
