"""Knows which files a divided package has, part by part.

It must not know what belongs to which part.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import LiteralString

from pictura_codegen.api import Api, Operation
from pictura_codegen.code import Code, docstring, fill, fixed, literal, name, word
from pictura_codegen.names import Name, Scope, class_name
from pictura_codegen.package import Facade, File, Index, Sections, Stub
from pictura_codegen.plan.division import Division
from pictura_codegen.plan.imports import exported, imports
from pictura_codegen.plan.indexes import index, reexports
from pictura_codegen.plan.models import plan_model_parts
from pictura_codegen.plan.naming import Names
from pictura_codegen.plan.operations import plan_divided_client, plan_group, plan_operations
from pictura_codegen.plan.table import plan_table_index, plan_table_part
from pictura_codegen.plan.validators import ValidatorPart, plan_validator_parts

_PARTS: LiteralString = "pictura_core.parts"


def plan_divided(api: Api, names: Names, division: Division) -> dict[str, File]:
    """Plan the packages of models, validators, operations and methods."""
    files: dict[str, File] = {}
    with plan_validator_parts(api, names, division.schemas) as validators:
        files.update(_models(api, names, division))
        if api.operations:
            parts = _apis(api, division)
            files.update(_operations(api, names, division, parts))
            for asynchronous in (False, True):
                files.update(_clients(api, names, division, parts, asynchronous=asynchronous))
        files.update(_table(api, names, division))
        files.update(_validators(validators()))
    return files


def _apis(api: Api, division: Division) -> Mapping[Name, Api]:
    """Give each part of the API as if it were all of it."""
    parts: dict[Name, list[Operation]] = {}
    for operation in api.operations:
        parts.setdefault(division.operations[operation.id], []).append(operation)
    return {part: replace(api, operations=tuple(parts[part])) for part in sorted(parts)}


def _models(api: Api, names: Names, division: Division) -> dict[str, File]:
    parts = plan_model_parts(api, names, division.schemas)
    homes = [(part, one) for part, (_, declared) in parts.items() for one in declared]
    files: dict[str, File] = {f"models/{part}.py": module for part, (module, _) in parts.items()}
    return files | _package("models", index(word(_PARTS, "index"), homes), homes)


def _validators(parts: Mapping[Name, ValidatorPart]) -> dict[str, File]:
    files: dict[str, File] = {}
    seen: list[tuple[str, Name]] = []
    for part, (fast, explaining, _) in parts.items():
        files[f"validators/{part}.py"] = fast.module
        files[f"validators/checks/{part}.py"] = explaining.module
        seen += [(part.text, one) for one in fast.callable]
        seen += [(f"checks.{part}", one) for one in explaining.callable]
    homes = [(part, one) for part, own in parts.items() for one in own.names]
    found = index(word(_PARTS, "index_faces"), homes)
    files["validators/checks/__init__.py"] = Index((), (), fixed(""))
    files["validators/__init__.py"] = Index(imports([found]), (), found)
    files["validators/__init__.pyi"] = Stub(reexports(seen), ())
    return files


def _operations(
    api: Api, names: Names, division: Division, parts: Mapping[Name, Api]
) -> dict[str, File]:
    files: dict[str, File] = {
        f"operations/{part}.py": plan_operations(own, names, depth=1) for part, own in parts.items()
    }
    homes = [
        (division.operations[one.id], function)
        for one in api.operations
        for function in names.operations[one.id].functions
    ]
    return files | _package("operations", index(word(_PARTS, "index"), homes), homes)


def _table(api: Api, names: Names, division: Division) -> dict[str, File]:
    files: dict[str, File] = {
        f"table/{part}.py": plan_table_part(own, names)
        for part, own in _apis(api, division).items()
    }
    homes = [
        (division.operations[one.id].text, constant)
        for one in api.operations
        for constant in names.operations[one.id].constants
    ]
    api_type, errors_type = (
        word("pictura_core.operation", "Api"),
        word("pictura_core.extensions", "Errors"),
    )
    files["table/__init__.py"] = plan_table_index(api, names, division.operations)
    files["table/__init__.pyi"] = Stub(
        imports([api_type, errors_type]) + reexports(homes),
        (fill("API: {}", api_type), fill("ERRORS: {}", errors_type)),
    )
    return files


def _package(folder: str, found: Code, homes: Iterable[tuple[Name, Name]]) -> dict[str, File]:
    return {
        f"{folder}/__init__.py": Index(imports([found]), (), found),
        f"{folder}/__init__.pyi": Stub(reexports((part.text, one) for part, one in homes), ()),
    }


def _clients(
    api: Api, names: Names, division: Division, parts: Mapping[Name, Api], *, asynchronous: bool
) -> dict[str, File]:
    folder = "async_client" if asynchronous else "client"
    scope = Scope()
    prefix = "Async" if asynchronous else ""
    classes = {part: scope.claim(f"{prefix}{class_name(part.text)}Operations") for part in parts}
    files: dict[str, File] = {
        f"{folder}/{part}.py": plan_group(
            own,
            names,
            classes[part],
            docstring(f"{api.title}: {part}"),
            asynchronous=asynchronous,
        )
        for part, own in parts.items()
    }
    base = Name("Methods")
    files[f"{folder}/_methods.py"] = _facade(api, names, division, base, classes)
    files[f"{folder}/_methods.pyi"] = _facade_stub(base, classes)
    files[f"{folder}/__init__.py"] = plan_divided_client(
        api, names, word("._methods", "Methods"), asynchronous=asynchronous
    )
    return files


def _facade(
    api: Api, names: Names, division: Division, own: Name, classes: Mapping[Name, Name]
) -> Facade:
    group, method = word(_PARTS, "Group"), word(_PARTS, "Method")
    members = [
        *(
            fill("{} = {}({})", name(part), group, literal(one.text))
            for part, one in classes.items()
        ),
        *(
            fill(
                "{} = {}({})",
                name(function),
                method,
                literal(division.operations[one.id].text),
            )
            for one in api.operations
            for function in names.operations[one.id].functions
        ),
    ]
    said = fixed('"""Where each operation is."""')
    return Facade(False, imports(members), exported([own]), name(own), said, (), tuple(members))


def _facade_stub(own: Name, classes: Mapping[Name, Name]) -> Facade:
    bases = tuple(name(one) for one in classes.values())
    statements = tuple(
        fill("from .{} import {}", name(part), name(one)) for part, one in classes.items()
    )
    members = tuple(fill("{}: {}", name(part), name(one)) for part, one in classes.items())
    sections: Sections = (statements,)
    return Facade(True, sections, exported([own]), name(own), fixed(""), bases, members)
