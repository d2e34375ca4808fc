"""Knows `table.py`: the operations as data, in the words of `pictura_core.operation`."""

from typing import LiteralString

from pictura_codegen.api import Api, Body, Operation, Parameter, Response
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
from pictura_codegen.package import Assignment, Table
from pictura_codegen.plan.imports import TYPE_CHECKING, exported, imports
from pictura_codegen.plan.naming import Names
from pictura_codegen.plan.results import ResultTypes
from pictura_codegen.plan.validators import Calls
from pictura_core.operation import Part, Security

_OPERATION: LiteralString = "pictura_core.operation"


def plan_table(api: Api, names: Names) -> Table:
    """Plan the module."""
    calls = Calls(names.validators, api.in_requests)
    types = ResultTypes(api, names.models)
    constants = [
        Assignment(fixed("ERRORS"), fixed(""), _errors(api), fixed("")),
        *(_operation(one, names, calls, types, api.security) for one in api.operations),
        Assignment(fixed("API"), fixed(""), _api(api, names), fixed("")),
    ]
    at_run_time = needs_of(one.value for one in constants)
    typed = imports((one.annotation for one in constants), without=at_run_time)
    own = [names.operations[operation.id].constant for operation in api.operations]
    return Table(
        imports=imports([*(one.value for one in constants), *([TYPE_CHECKING] if typed else [])]),
        exported=exported([Name("API"), Name("ERRORS"), *own]),
        typing_imports=typed,
        constants=tuple(constants),
    )


def _errors(api: Api) -> Code:
    if api.errors.places or api.errors.rules:
        return literal(api.errors)
    return call(word(_OPERATION, "Errors"), places=fixed("()"), rules=fixed("()"))


def _operation(
    operation: Operation,
    names: Names,
    calls: Calls,
    types: ResultTypes,
    usual: tuple[Security, ...],
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
        "bodies": _tuple([_body(one, calls) for one in operation.bodies]),
        "responses": _tuple([_response(one, calls) for one in operation.responses]),
        "errors": fixed("ERRORS") if operation.errors is None else literal(operation.errors),
    }
    for key, extension in (
        ("images", operation.images),
        ("task", operation.task),
        ("price", operation.price),
        ("stream", operation.stream),
        ("lifecycle", operation.lifecycle),
    ):
        if extension is not None:
            arguments[key] = literal(extension)
    if operation.accept:
        arguments["accept"] = literal(operation.accept)
    # Only the first way is ever used: what begins as the API's does needs no saying.
    if operation.security is not None and operation.security[:1] != usual[:1]:
        arguments["security"] = _tuple([literal(one) for one in operation.security])
    return Assignment(
        name(own.constant),
        fill(": {}[{}]", word(_OPERATION, "Operation"), types.of(operation)),
        call(word(_OPERATION, "Operation"), **arguments),
        fixed(""),
    )


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


def _body(body: Body, calls: Calls) -> Code:
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
    return call(word(_OPERATION, "Body"), **arguments)


def _response(response: Response, calls: Calls) -> Code:
    checked = response.schema is not None and response.form in ("json", "events")
    return call(
        word(_OPERATION, "Response"),
        status=literal(response.status),
        media_type=literal(response.media_type),
        form=literal(response.form),
        validator=calls.validator(response.schema) if checked else fixed("None"),
    )


def _api(api: Api, names: Names) -> Code:
    prefix = constant_name(names.package.text)
    operations = [
        fill("{}: {}", literal(operation.id), name(names.operations[operation.id].constant))
        for operation in api.operations
    ]
    makes_pictures = any(operation.images is not None for operation in api.operations)
    recipe = word(_OPERATION, "NO_RECIPE")
    if makes_pictures:
        recipe = fill(
            "{}({}, {})",
            word(_OPERATION, "Validator"),
            member("recipe", Name("is_recipe"), package="."),
            member("recipe", Name("check_recipe"), package="."),
        )
    return call(
        word(_OPERATION, "Api"),
        name=literal(names.package.text),
        title=literal(api.title),
        servers=_tuple([literal(one) for one in api.servers]),
        key_variable=literal(f"{prefix}_API_KEY"),
        url_variable=literal(f"{prefix}_BASE_URL"),
        security=_tuple([literal(one) for one in api.security]),
        operations=lines("{", operations, "}"),
        recipe=recipe,
    )
