"""Knows how an operation is called: its arguments, their types, their order, and its docstring.

Path parameters and a required body may be given by position; all else is named.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pictura_codegen.api import Anything, Body, Operation, Parameter
from pictura_codegen.code import Code, docstring, fill, fixed, lines, literal, name, word
from pictura_codegen.names import Name
from pictura_codegen.package import Function
from pictura_codegen.plan.naming import Names, OperationNames
from pictura_codegen.plan.types import TypeWriter, union


class Signature(NamedTuple):
    """How an operation is called.

    Attributes:
        parameters: Each with its type and default, in order.
        arguments: The same, as handed on.
        mapping: The parameters outside the body, by their names on the wire.
        body: What to pass as the body, its media type and what to accept, as far as there is a
            choice.
    """

    parameters: tuple[Code, ...]
    arguments: tuple[Code, ...]
    mapping: Code
    body: tuple[Code, ...]


def signature(operation: Operation, names: Names) -> Signature:
    """Write an operation's signature."""
    own = names.operations[operation.id]
    writer = TypeWriter(names.models, outside=True)
    positional: list[Code] = []
    required: list[Code] = []
    optional: list[Code] = []
    for parameter, argument in _in_order(operation, own):
        types = writer.alternatives(parameter.schema.shape)
        type_ = union(types)
        if parameter.location == "path":
            positional.append(fill("{}: {}", name(argument), type_))
        elif parameter.required:
            required.append(fill("{}: {}", name(argument), type_))
        else:
            optional.append(_optional(name(argument), types))
    ordered = _in_order(operation, own)
    passed = [name(argument) for one, argument in ordered if one.location == "path"]
    named = [argument for one, argument in ordered if one.location != "path"]
    body: list[Code] = []
    if operation.bodies:
        types = _body_types(operation.bodies, writer)
        body.append(fixed("body"))
        passed.append(fixed("body"))
        if all(one.required for one in operation.bodies):
            positional.append(fill("body: {}", union(types)))
        else:
            positional.append(_optional(fixed("body"), types))
    if len(operation.bodies) > 1:
        kinds = list(dict.fromkeys(literal(one.media_type) for one in operation.bodies))
        optional.append(
            fill(
                "media_type: {}[{}] = {}", word("typing", "Literal"), lines("", kinds, ""), kinds[0]
            )
        )
        body.append(fixed("media_type"))
        named.append(Name("media_type"))
    if len(operation.accept) > 1:
        kinds = [literal(one) for one in operation.accept]
        optional.append(
            fill("accept: {}[{}] = {}", word("typing", "Literal"), lines("", kinds, ""), kinds[0])
        )
        body.append(fixed("accept=accept"))
        named.append(Name("accept"))
    keywords = [*required, *optional]
    return Signature(
        parameters=(*positional, *([fixed("*")] if keywords else []), *keywords),
        arguments=(*passed, *(fill("{}={}", name(one), name(one)) for one in named)),
        mapping=_mapping(operation, own),
        body=tuple(body),
    )


def _in_order(operation: Operation, own: OperationNames) -> list[tuple[Parameter, Name]]:
    """Give parameters with their names, those of the path as they stand in it."""
    pairs = list(zip(operation.parameters, own.arguments, strict=True))
    path = operation.path
    return sorted(
        pairs,
        key=lambda pair: (
            path.find(f"{{{pair[0].name}}}") if pair[0].location == "path" else len(path)
        ),
    )


def _optional(argument: Code, types: Sequence[Code]) -> Code:
    type_ = union([*types, word("pictura_core.wire", "Absent")])
    return fill("{}: {} = {}", argument, type_, word("pictura_core.wire", "ABSENT"))


def _body_types(bodies: Sequence[Body], writer: TypeWriter) -> tuple[Code, ...]:
    types: dict[Code, None] = {}
    for body in bodies:
        match body.form:
            case "binary":
                types[word("pictura_core.wire", "File")] = None
            case "text":
                types[fixed("str")] = None
            case _:
                shape = body.schema.shape if body.schema else Anything()
                types.update(dict.fromkeys(writer.alternatives(shape)))
    return (fixed("object"),) if fixed("object") in types else tuple(types)


def _mapping(operation: Operation, own: OperationNames) -> Code:
    names = [parameter.name for parameter in operation.parameters]
    members = [
        fill(
            "{}: {}",
            literal(
                parameter.name
                if names.count(parameter.name) == 1
                else f"{parameter.location}.{parameter.name}"
            ),
            name(argument),
        )
        for parameter, argument in zip(operation.parameters, own.arguments, strict=True)
    ]
    return lines("{", members, "}")


def documentation(operation: Operation, own: OperationNames, *, indent: int) -> Code:
    """Write an operation's docstring: what the specification says, and where it is sent."""
    texts = [operation.summary]
    if operation.description and operation.description != operation.summary:
        texts.append(operation.description)
    if operation.deprecated:
        texts.append(f"Deprecated: {operation.deprecated}.")
    said = [
        f"    {argument}: {' '.join(parameter.description.split())}"
        for parameter, argument in _in_order(operation, own)
        if parameter.description
    ]
    if operation.bodies and operation.bodies[0].description:
        said.append(f"    body: {' '.join(operation.bodies[0].description.split())}")
    if said:
        texts.append("Args:\n" + "\n".join(said))
    sent = f"{operation.method} {operation.path}"
    text = "\n\n".join(text.strip() for text in texts if text.strip())
    if not (operation.summary.strip() or operation.description.strip()):
        return docstring(f"{sent}\n\n{text}", indent=indent)
    return docstring(text, sent, indent=indent)


def function(
    operation: Operation,
    names: Names,
    *,
    called: Name,
    result: Code,
    body: Code,
    indent: int,
    awaited: bool = False,
) -> Function:
    """Write a function or method that hands an operation's arguments on."""
    own = names.operations[operation.id]
    return Function(
        name=name(called),
        parameters=signature(operation, names).parameters,
        result=result,
        docstring=documentation(operation, own, indent=indent),
        body=body,
        awaited=awaited,
    )
