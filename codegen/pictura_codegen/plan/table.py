"""Knows `table.py`: the operations as data, in the words of `pictura_core.operation`."""

from collections.abc import Mapping
from typing import LiteralString

from pictura_codegen.api import Api, Body, Operation, Parameter, Response, Stream
from pictura_codegen.code import (
    Code,
    call,
    fill,
    fixed,
    lines,
    literal,
    member,
    name,
    needs_of,
    word,
)
from pictura_codegen.names import Name, constant_name
from pictura_codegen.package import Assignment, Index, Table
from pictura_codegen.plan.imports import TYPE_CHECKING, exported, imports
from pictura_codegen.plan.indexes import index, lines_of_call
from pictura_codegen.plan.naming import Names
from pictura_codegen.plan.results import ResultTypes
from pictura_codegen.plan.validators import Calls
from pictura_core.operation import Part, Requirement

_OPERATION: LiteralString = "pictura_core.operation"


def plan_table(api: Api, names: Names) -> Table:
    """Plan the module."""
    calls = Calls(names.validators, api.in_requests)
    operations = _operations(api, names, calls, errors=fixed("ERRORS"))
    by_id = [
        fill("{}: {}", literal(operation.id), name(names.operations[operation.id].constant))
        for operation in api.operations
    ]
    constants = [_errors(api), *operations.values(), _api(api, names, lines("{", by_id, "}"))]
    return _table(constants, [Name("API"), Name("ERRORS"), *operations], depth=0)


def plan_table_part(api: Api, names: Names) -> Table:
    """Plan the module of a part; nothing that it needs is loaded with it."""
    calls = Calls(names.validators, api.in_requests, late=True)
    errors = member("table", Name("ERRORS"), package=".")
    operations = _operations(api, names, calls, errors=errors)
    return _table(list(operations.values()), list(operations), depth=1)


def plan_table_index(api: Api, names: Names, homes: Mapping[str, Name]) -> Index:
    """Plan the package above the parts, which has the API itself.

    Args:
        api: What the specification says.
        names: Every name.
        homes: The part of each operation.
    """
    constants = {one.id: names.operations[one.id].constant for one in api.operations}
    members = [
        fill("{}: {}", literal(one), literal(f"{homes[one]}.{constant}"))
        for one, constant in constants.items()
    ]
    operations = lines_of_call(
        word("pictura_core.parts", "Operations"), [fixed("__name__"), lines("{", members, "}")]
    )
    found = index(
        word("pictura_core.parts", "index"),
        (
            (homes[one.id], constant)
            for one in api.operations
            for constant in names.operations[one.id].constants
        ),
        own=("API", "ERRORS"),
    )
    own = (_errors(api), _api(api, names, operations))
    return Index(imports([found, *(one.value for one in own)], depth=1), own, found)


def _operations(api: Api, names: Names, calls: Calls, *, errors: Code) -> dict[Name, Assignment]:
    types = ResultTypes(api, names.models)
    found: dict[Name, Assignment] = {}
    for one in api.operations:
        own = names.operations[one.id]
        if own.events is not None and one.stream is not None:
            found[own.events] = _events(one.stream, own.events, types, calls)
        found[own.constant] = _operation(one, names, calls, types, api.security, errors)
    return found


def _table(constants: list[Assignment], own: list[Name], *, depth: int) -> Table:
    at_run_time = needs_of(one.value for one in constants)
    typed = imports((one.annotation for one in constants), without=at_run_time, depth=depth)
    needed = [*(one.value for one in constants), *([TYPE_CHECKING] if typed else [])]
    return Table(
        imports=imports(needed, depth=depth),
        exported=exported(own),
        typing_imports=typed,
        constants=tuple(constants),
    )


def _errors(api: Api) -> Assignment:
    value = literal(api.errors)
    if not api.errors.places and not api.errors.rules:
        value = call(
            word("pictura_core.extensions", "Errors"), places=fixed("()"), rules=fixed("()")
        )
    return Assignment(fixed("ERRORS"), fixed(""), value, fixed(""))


def _operation(
    operation: Operation,
    names: Names,
    calls: Calls,
    types: ResultTypes,
    usual: tuple[Requirement, ...],
    errors: Code,
) -> Assignment:
    own = names.operations[operation.id]
    arguments = {
        "id": literal(operation.id),
        "method": literal(operation.method),
        "path": literal(operation.path),
        "summary": literal(operation.summary),
        "tags": literal(operation.tags),
        "deprecated": literal(operation.deprecated),
        "parameters": _tuple([_parameter(one, calls) for one in operation.parameters]),
        "bodies": _tuple([_body(one, calls, operation) for one in operation.bodies]),
        "responses": _tuple([_response(one, calls) for one in operation.responses]),
        "errors": errors if operation.errors is None else literal(operation.errors),
    }
    for key, extension in (
        ("images", operation.images),
        ("task", operation.task),
        ("price", operation.price),
        ("stream", operation.told_stream),
        ("lifecycle", operation.lifecycle),
        ("batch", operation.batch),
    ):
        if extension is not None:
            arguments[key] = literal(extension)
    if operation.accept:
        arguments["accept"] = literal(operation.accept)
    if operation.security is not None and operation.security != usual:
        arguments["security"] = _tuple([literal(one) for one in operation.security])
    if operation.servers:
        arguments["servers"] = _tuple([literal(one) for one in operation.servers])
    if own.events is not None:
        arguments["events"] = name(own.events)
    return Assignment(
        name(own.constant),
        fill(": {}[{}]", word(_OPERATION, "Operation"), types.of(operation)),
        call(word(_OPERATION, "Operation"), **arguments),
        fixed(""),
    )


def _events(stream: Stream, called: Name, types: ResultTypes, calls: Calls) -> Assignment:
    schema = stream.response.schema
    arguments = {
        "media_type": literal(stream.response.media_type),
        "form": literal(stream.response.form),
        "validator": fixed("None") if schema is None else calls.validator(schema),
    }
    if stream.frame:
        arguments["frame"] = literal(stream.frame)
    if stream.field:
        arguments["field"] = literal(stream.field)
    kind = fill(": {}[{}]", word(_OPERATION, "Events"), types.of_event(stream))
    return Assignment(name(called), kind, call(word(_OPERATION, "Events"), **arguments), fixed(""))


def _tuple(elements: list[Code]) -> Code:
    return lines("(", elements, ")")


def _parameter(parameter: Parameter, calls: Calls) -> Code:
    arguments = {
        "name": literal(parameter.name),
        "location": literal(parameter.location),
        "required": literal(parameter.required),
        "style": literal(parameter.style),
        "explode": literal(parameter.explode),
        "media_type": literal(parameter.media_type),
        "validator": calls.argument(parameter.schema),
    }
    if parameter.reserved:
        arguments["reserved"] = literal(parameter.reserved)
    return call(word(_OPERATION, "Parameter"), **arguments)


def _body(body: Body, calls: Calls, operation: Operation) -> Code:
    arguments = {
        "media_type": literal(body.media_type),
        "form": literal(body.form),
        "required": literal(body.required),
        "validator": calls.body(body),
    }
    if body.files:
        arguments["files"] = _tuple([literal(one) for one in body.files])
    if body.parts:
        parts = [Part(one.name, one.content_type, one.style, one.explode) for one in body.parts]
        arguments["parts"] = _tuple([literal(part) for part in parts])
    if body.fields:
        arguments["fields"] = _tuple([literal(one.name) for one in body.fields])
    if body.inputs:
        arguments["inputs"] = _tuple([literal(one) for one in body.inputs])
    if body.listed and operation.images is not None:  # recipes ask for it, and nobody else
        arguments["listed"] = _listed(body.listed)
    return call(word(_OPERATION, "Body"), **arguments)


def _listed(listed: Mapping[str, tuple[str, ...]]) -> Code:
    members = [
        fill("{}: {}", literal(name), _tuple([literal(one) for one in values]))
        for name, values in listed.items()
    ]
    return lines("{", members, "}")


def _response(response: Response, calls: Calls) -> Code:
    checked = response.schema is not None and response.form in ("json", "events", "lines")
    return call(
        word(_OPERATION, "Response"),
        status=literal(response.status),
        media_type=literal(response.media_type),
        form=literal(response.form),
        validator=calls.validator(response.schema) if checked else fixed("None"),
    )


def _api(api: Api, names: Names, operations: Code) -> Assignment:
    prefix = api.env_prefix or constant_name(names.package.text)
    makes_pictures = any(operation.images is not None for operation in api.operations)
    recipe = word(_OPERATION, "NO_RECIPE")
    if makes_pictures:
        recipe = fill(
            "{}({}, {})",
            word(_OPERATION, "Validator"),
            member("recipe", Name("is_recipe"), package="."),
            member("recipe", Name("check_recipe"), package="."),
        )
    arguments = {
        "name": literal(names.package.text),
        "title": literal(api.title),
        "servers": _tuple([literal(one) for one in api.servers]),
        "key_variable": literal(f"{prefix}_API_KEY"),
        "url_variable": literal(f"{prefix}_BASE_URL"),
        "security": _tuple([literal(one) for one in api.security]),
        "operations": operations,
        "recipe": recipe,
    }
    if any(one.variables or one.url not in api.servers for one in api.templates):
        arguments["templates"] = _tuple([literal(one) for one in api.templates])
    value = call(word(_OPERATION, "Api"), **arguments)
    return Assignment(fixed("API"), fixed(""), value, fixed(""))
