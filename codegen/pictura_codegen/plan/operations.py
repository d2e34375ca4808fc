"""Knows `operations.py` and the clients: a function or method for each operation."""

from pictura_codegen.api import Api, Operation
from pictura_codegen.code import Code, docstring, fill, fixed, join, member, name, needs_of, word
from pictura_codegen.names import Name
from pictura_codegen.package import Client, Function, Operations
from pictura_codegen.plan.imports import TYPE_CHECKING, exported, imports
from pictura_codegen.plan.naming import Names
from pictura_codegen.plan.results import ResultTypes
from pictura_codegen.plan.signatures import function, signature


def plan_operations(api: Api, names: Names) -> Operations:
    """Plan the functions that build requests."""
    types = ResultTypes(api, names.models)
    functions = tuple(_build(operation, names, types) for operation in api.operations)
    at_run_time = [*(one.body for one in functions), *(_defaults(one) for one in functions)]
    typed = imports(_annotations(functions), without=needs_of(at_run_time))
    return Operations(
        imports=imports([*at_run_time, *([TYPE_CHECKING] if typed else [])]),
        exported=exported(names.operations[operation.id].function for operation in api.operations),
        typing_imports=typed,
        functions=functions,
    )


def _build(operation: Operation, names: Names, types: ResultTypes) -> Function:
    called = signature(operation, names)
    constant = member("table", names.operations[operation.id].constant, package=".")
    body = fill(
        "{}({})",
        word("pictura_core.wire", "prepare"),
        join(", ", [constant, called.mapping, *called.body]),
    )
    result = fill("{}[{}]", word("pictura_core.wire", "Request"), types.of(operation))
    return function(operation, names, result=result, body=body, indent=4)


def _defaults(one: Function) -> Code:
    """Tell what a signature looks up while the module loads: the defaults, not the types."""
    absent = word("pictura_core.wire", "ABSENT")
    return absent if absent.needs <= needs_of(one.parameters) else fixed("")


def _annotations(functions: tuple[Function, ...]) -> list[Code]:
    return [code for one in functions for code in (*one.parameters, one.result)]


def plan_client(api: Api, names: Names, *, asynchronous: bool) -> Client:
    """Plan a client."""
    types = ResultTypes(api, names.models)
    methods = tuple(
        _method(operation, names, types, asynchronous=asynchronous) for operation in api.operations
    )
    prefix = "Async" if asynchronous else ""
    connect = word("pictura_core.connection", "connect_async" if asynchronous else "connect")
    at_run_time = [
        TYPE_CHECKING,
        connect,
        member("table", Name("API"), package="."),
        *(one.body for one in methods),
        *(_defaults(one) for one in methods),
    ]
    own = Name(f"{prefix}{names.client}Client")
    return Client(
        asynchronous=asynchronous,
        imports=imports(at_run_time),
        exported=exported([own]),
        typing_imports=imports(
            [word("typing", "Self"), member("httpx", Name("Client")), *_annotations(methods)],
            without=needs_of(at_run_time),
        ),
        name=name(own),
        docstring=docstring(api.title),
        methods=methods,
    )


def _method(
    operation: Operation, names: Names, types: ResultTypes, *, asynchronous: bool
) -> Function:
    called = signature(operation, names)
    build = member("operations", names.operations[operation.id].function, package=".")
    request = fill("{}({})", build, join(", ", called.arguments))
    frame = "await self._transport.send({})" if asynchronous else "self._transport.send({})"
    body = fill(frame, request)
    return function(operation, names, result=types.of(operation), body=body, indent=8)
