"""Knows `operations.py` and the clients: a function or method for each operation."""

from collections.abc import Iterator

from pictura_codegen.api import Api, Operation
from pictura_codegen.code import (
    Code,
    docstring,
    fill,
    fixed,
    join,
    member,
    name,
    needing,
    needs_of,
    word,
)
from pictura_codegen.names import Name
from pictura_codegen.package import Client, Function, Group, Operations
from pictura_codegen.plan.imports import TYPE_CHECKING, exported, imports
from pictura_codegen.plan.naming import Names
from pictura_codegen.plan.options import needed_options
from pictura_codegen.plan.results import ResultTypes
from pictura_codegen.plan.signatures import function, signature


def plan_operations(api: Api, names: Names, *, depth: int = 0) -> Operations:
    """Plan the functions that build requests, of an API or of a part of it."""
    types = ResultTypes(api, names.models)
    functions = tuple(one for each in api.operations for one in _build(each, names, types))
    at_run_time = [*(one.body for one in functions), *(_defaults(one) for one in functions)]
    typed = imports(_annotations(functions), without=needs_of(at_run_time), depth=depth)
    return Operations(
        imports=imports([*at_run_time, *([TYPE_CHECKING] if typed else [])], depth=depth),
        exported=exported(
            one for each in api.operations for one in names.operations[each.id].functions
        ),
        typing_imports=typed,
        functions=functions,
    )


def _build(operation: Operation, names: Names, types: ResultTypes) -> Iterator[Function]:
    """Write the functions of an operation: for its answer in one piece, and for its events."""
    called = signature(operation, names)
    own = names.operations[operation.id]
    constant = member("table", own.constant, package=".")
    if own.stream != own.function:
        arguments = join(", ", [constant, called.mapping, *called.body])
        body = fill("{}({})", word("pictura_core.wire", "prepare"), arguments)
        result = fill("{}[{}]", word("pictura_core.wire", "Request"), types.of(operation))
        yield function(operation, names, called=own.function, result=result, body=body, indent=4)
    if own.stream is not None and own.events is not None and operation.stream is not None:
        events = member("table", own.events, package=".")
        arguments = join(", ", [constant, events, called.mapping, *called.body])
        body = fill("{}({})", word("pictura_core.wire", "prepare_stream"), arguments)
        kind = types.of_event(operation.stream)
        result = fill("{}[{}]", word("pictura_core.wire", "StreamRequest"), kind)
        yield function(operation, names, called=own.stream, result=result, body=body, indent=4)


def _defaults(one: Function) -> Code:
    """Tell what a signature looks up while the module loads: the defaults, not the types."""
    absent = word("pictura_core.wire", "ABSENT")
    return absent if absent.needs <= needs_of(one.parameters) else fixed("")


def _annotations(functions: tuple[Function, ...]) -> list[Code]:
    return [code for one in functions for code in (*one.parameters, one.result)]


def plan_client(api: Api, names: Names, *, asynchronous: bool) -> Client:
    """Plan a client that has every method itself."""
    methods = _methods(api, names, asynchronous=asynchronous)
    return _client(api, names, methods, None, asynchronous=asynchronous)


def plan_divided_client(api: Api, names: Names, base: Code, *, asynchronous: bool) -> Client:
    """Plan a client that has its methods from a class which knows their parts."""
    return _client(api, names, (), base, asynchronous=asynchronous)


def plan_group(api: Api, names: Names, own: Name, said: Code, *, asynchronous: bool) -> Group:
    """Plan the class that has the methods of a part."""
    methods = _methods(api, names, asynchronous=asynchronous)
    at_run_time = [
        TYPE_CHECKING,
        *(one.body for one in methods),
        *(_defaults(one) for one in methods),
    ]
    transport = word("pictura_core.transport", "Transport")
    if asynchronous:
        transport = word("pictura_core.transport", "AsyncTransport")
    return Group(
        asynchronous=asynchronous,
        imports=imports(at_run_time, depth=1),
        exported=exported([own]),
        typing_imports=imports(
            [transport, *_annotations(methods)], without=needs_of(at_run_time), depth=1
        ),
        name=name(own),
        docstring=said,
        transport=transport,
        methods=methods,
    )


def _methods(api: Api, names: Names, *, asynchronous: bool) -> tuple[Function, ...]:
    types = ResultTypes(api, names.models)
    return tuple(
        method
        for operation in api.operations
        for method in _of(operation, names, types, asynchronous=asynchronous)
    )


def _client(
    api: Api, names: Names, methods: tuple[Function, ...], base: Code | None, *, asynchronous: bool
) -> Client:
    prefix = "Async" if asynchronous else ""
    connect = word("pictura_core.connection", "connect_async" if asynchronous else "connect")
    options = needed_options(api)
    passed = [fixed("key"), fixed("base_url"), fixed("client"), *(one.passed for one in options)]
    table = member("table", Name("API"), package=".")
    transport = fill("{}({})", connect, join(", ", [table, *passed]))
    annotations = [*(one.written for one in options), *_annotations(methods)]
    at_run_time = [
        TYPE_CHECKING,
        transport,
        *(one.body for one in methods),
        *([] if base is None else [base]),
        *_of_the_core(annotations),
    ]
    depth = 0 if base is None else 1
    own = Name(f"{prefix}{names.client}Client")
    return Client(
        asynchronous=asynchronous,
        imports=imports(at_run_time, depth=depth),
        exported=exported([own]),
        typing_imports=imports(
            [
                word("typing", "Self"),
                member("httpx", Name("Client")),
                *annotations,
            ],
            without=needs_of(at_run_time),
            depth=depth,
        ),
        name=name(own),
        base=base or fixed(""),
        docstring=docstring(api.title),
        options=tuple(one.written for one in options),
        transport=transport,
        methods=methods,
    )


def _of_the_core(annotations: list[Code]) -> list[Code]:
    """Name what types need of the core: apart from httpx it stands where all linters want it.

    To some the core is of this project, and to others as far away as httpx.
    """
    return [
        needing(one.module, one.name)
        for one in needs_of(annotations)
        if one.module.startswith("pictura_core.")
    ]


def _of(
    operation: Operation, names: Names, types: ResultTypes, *, asynchronous: bool
) -> Iterator[Function]:
    called = signature(operation, names)
    own = names.operations[operation.id]
    arguments = join(", ", called.arguments)
    if own.stream != own.function:
        request = fill("{}({})", member("operations", own.function, package="."), arguments)
        frame = "await self._transport.send({})" if asynchronous else "self._transport.send({})"
        result, body = types.of(operation), fill(frame, request)
        yield function(
            operation,
            names,
            called=own.function,
            result=result,
            body=body,
            indent=8,
            awaited=asynchronous,
        )
    if own.stream is not None and operation.stream is not None:
        request = fill("{}({})", member("operations", own.stream, package="."), arguments)
        kind = word("pictura_core.streams", "AsyncStream" if asynchronous else "Stream")
        result = fill("{}[{}]", kind, types.of_event(operation.stream))
        body = fill("self._transport.stream({})", request)
        yield function(operation, names, called=own.stream, result=result, body=body, indent=8)
