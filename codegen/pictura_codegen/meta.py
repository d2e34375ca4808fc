"""Knows the official meta-schemas of OpenAPI and the schema of our own extensions.

It must not know what the generator can express: it only says whether a document is what the
standard describes.
"""

from __future__ import annotations

import json
import os.path
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol, cast

from pictura_codegen.load import Document
from pictura_codegen.overlay import Text
from pictura_codegen.schema import write_module
from pictura_codegen.suspects import suspicious
from pictura_core import document
from pictura_core.data import Json, Path
from pictura_core.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:  # it takes longer to load than most documents to check
    from jsonschema.exceptions import ValidationError

_LENIENT = frozenset(
    {
        "additionalProperties",
        "format",
        "minProperties",
        "pattern",
        "unevaluatedProperties",
        "uniqueItems",
    }
)
"""Keywords whose violation leaves the meaning clear: a member too many, a name in another style."""
_NEEDED = frozenset({"openapi", "name", "in", "$ref", "type", "propertyName", "operationId"})
"""Members without which the meaning is not clear; others are text for people."""
_VALUE = 60


class _Validator(Protocol):
    """What we use of jsonschema's validators, which are loaded only for what is wrong."""

    def iter_errors(self, instance: Json) -> Iterable[ValidationError]: ...


def check_document(specification: Document) -> list[Diagnostic]:
    """Hold every file against the meta-schema of the document's version."""
    found: list[Diagnostic] = []
    for file, text in specification.files.items():
        value = specification.text(file)
        for pointer, start in _parts(
            value, specification.dialect, is_root=file == specification.root
        ):
            part = value
            for step in start:
                part = cast("dict[str, Json]", part)[str(step)]
            if not start:
                part = suspicious(value, specification.dialect, len(text.source.text))
            if part is None:
                continue
            for error in _validator(specification.dialect, pointer).iter_errors(part):
                found.extend(_explain(text, start, error, _official(specification.dialect)))
    return _without_echoes(found)


def _parts(value: Json, dialect: str, *, is_root: bool) -> Iterator[tuple[str, Path]]:
    """Tell which parts of a file are to be held against which definition of the meta-schema.

    A file that only holds what others refer to need not be a whole document.
    """
    if is_root or (isinstance(value, dict) and "openapi" in value):
        yield "", ()
    elif isinstance(value, dict):
        for key in ("paths", "components"):
            if isinstance(value.get(key), dict):
                yield (
                    (f"#/$defs/{key}" if dialect == "3.1" else f"#/definitions/{key.title()}"),
                    (key,),
                )


def check_extension(name: str, value: Json) -> list[tuple[Path, str]]:
    """Hold the value of an extension against our schema; give paths and sentences."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - as above

    schema = {**_extension_schema(), "$ref": f"#/$defs/{name}"}
    errors = cast("_Validator", Draft202012Validator(schema)).iter_errors(value)
    root = cast("dict[str, Any]", _extension_schema())
    return [(path, message) for error in errors for path, _, message in _leaves(error, root)]


def is_ours(name: str, value: Json) -> bool:
    """Tell whether an extension's value has any member that ours has, right or wrong."""
    schema = cast("dict[str, Any]", _extension_schema())["$defs"][name]
    if schema.get("type") in ("array", "string"):
        return isinstance(value, list if schema["type"] == "array" else str)
    return isinstance(value, dict) and bool(value.keys() & schema["properties"].keys())


@cache
def _extension_schema() -> dict[str, Json]:
    path = os.path.join(os.path.dirname(__file__), "extensions.schema.yaml")
    return cast("dict[str, Json]", document.load(document.read_source(path)).value)


@cache
def _official(version: str) -> dict[str, Any]:
    # Only a file is wanted: importing the package would take longer than checking a document.
    found = find_spec("openapi_spec_validator")
    folder = os.path.dirname(str(found and found.origin))
    path = os.path.join(folder, "resources", "schemas", f"v{version}", "schema.json")
    with open(path, encoding="utf-8") as file:
        return cast("dict[str, Any]", json.load(file))


def _bound(pointer: str = "") -> dict[str, Any]:
    """Write the schema around the 3.1 meta-schema that says which dialect Schema Objects are in.

    It binds `$dynamicRef: #meta` to JSON Schema 2020-12, as the standard's own base schema does.
    """
    address = _official("3.1")["$id"]
    return {
        "$id": f"{address}/bound",
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": f"{address}{pointer}",
        "$defs": {
            "schema": {
                "$dynamicAnchor": "meta",
                "$ref": "https://json-schema.org/draft/2020-12/schema",
            }
        },
    }


def write_out(dialect: str) -> str:
    """Write the module of `official` that says whether a document of a version is right."""
    official = _official(dialect)
    said = f"Generated from the meta-schema of OpenAPI {dialect} by pictura_codegen.meta.write_out."
    if dialect == "3.0":
        registry = {official["id"]: official}
        return write_module(official, dialect="draft4", registry=registry, doc=said)
    around = _bound()
    registry = {around["$id"]: around, official["$id"]: official}
    return write_module(around, registry=registry, doc=said)


@cache
def _validator(dialect: str, pointer: str) -> _Validator:
    """Build the validator of one definition."""
    from jsonschema import Draft4Validator, Draft202012Validator  # noqa: PLC0415 - as above
    from referencing import Registry, Resource  # noqa: PLC0415 - the same

    official = _official(dialect)
    if dialect == "3.0":
        schema = {**official, "$ref": pointer} if pointer else official
        return cast("_Validator", Draft4Validator(schema))
    around = _bound(pointer)
    address = official["$id"]
    registry = cast("Any", Registry)().with_resource(address, Resource.from_contents(official))
    return cast("_Validator", Draft202012Validator(around, registry=registry))


def _explain(
    text: Text, start: Path, error: ValidationError, root: dict[str, Any]
) -> Iterator[Diagnostic]:
    for path, keyword, message in _leaves(error, root):
        place = (*start, *path)
        lenient = keyword in _LENIENT
        unknown = keyword in ("unevaluatedProperties", "additionalProperties")
        yield Diagnostic(
            "not-openapi",
            message,
            text.key_span(place) if unknown else text.span(place),
            severity=Severity.WARNING if lenient else Severity.ERROR,
        )


def _leaves(error: ValidationError, root: dict[str, Any]) -> Iterator[tuple[Path, str, str]]:
    """Go to what is really wrong, through the branches of `oneOf` and `anyOf`."""
    if (
        error.validator in ("oneOf", "anyOf", "allOf", "$ref", "if", "then", "else")
        and error.context
    ):
        branches: dict[object, list[ValidationError]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        chosen = min(branches.values(), key=_cost)
        for inner in chosen:
            yield from _leaves(inner, root)
        return
    path = tuple(cast("Iterable[str | int]", error.absolute_path))
    instance = cast("Json", error.instance)
    match error.validator:
        case "unevaluatedProperties" | "additionalProperties":
            for name in _unknown(error, root):
                if not (isinstance(instance, dict) and name.startswith("x-")):
                    yield (*path, name), str(error.validator), f"{name} is not known here"
        case "required":
            for name in cast("list[str]", error.validator_value):
                if isinstance(instance, dict) and name not in instance:
                    kind = "needed" if name in _NEEDED else "format"
                    yield path, kind, f"{name} is missing"
        case "type":
            kinds = cast("str | list[str]", error.validator_value)
            wanted = " or ".join(kinds) if isinstance(kinds, list) else kinds
            yield path, "type", f"{_short(instance)} is not of type {wanted}"
        case "enum":
            choices = ", ".join(_short(one) for one in cast("list[Json]", error.validator_value))
            yield path, "enum", f"{_short(instance)} is none of {choices}"
        case "const":
            yield (
                path,
                "const",
                f"{_short(instance)} has to be {_short(cast('Json', error.validator_value))}",
            )
        case keyword:
            limit = cast("Json", error.validator_value)
            shown = f" {_short(limit)}" if not isinstance(limit, dict | list) else ""
            yield path, str(keyword), f"{_short(instance)} breaks the rule {keyword}{shown}"


def _cost(errors: list[ValidationError]) -> tuple[int, int]:
    """Order branches: the one that was meant has the right type and the fewest errors."""
    wrong_branch = any(
        error.validator == "type"
        or (error.validator == "required" and error.validator_value == ["$ref"])
        for error in errors
        if len(error.relative_path) == 0
    )
    return (1 if wrong_branch else 0, len(errors) if not wrong_branch else 0)


def _unknown(error: ValidationError, root: dict[str, Any]) -> list[str]:
    """Name members that no part of the schema knows.

    jsonschema calls every member unevaluated as soon as a sibling keyword fails, so what the schema
    knows is collected from it.
    """
    instance = error.instance
    if not isinstance(instance, dict):
        return []
    known, patterns = _known(cast("dict[str, Any]", error.schema), root, 0)
    return [
        name
        for name in cast("dict[str, Json]", instance)
        if name not in known and not any(re.search(pattern, name) for pattern in patterns)
    ]


def _known(schema: Any, root: dict[str, Any], depth: int) -> tuple[set[str], set[str]]:
    known: set[str] = set()
    patterns: set[str] = set()
    if not isinstance(schema, dict) or depth > 4:
        return known, patterns
    schema = cast("dict[str, Any]", schema)
    known.update(schema.get("properties", {}))
    patterns.update(schema.get("patternProperties", {}))
    inner = [*schema.get("allOf", []), *schema.get("oneOf", []), *schema.get("anyOf", [])]
    inner += [schema[key] for key in ("if", "then", "else") if key in schema]
    inner += list(schema.get("dependentSchemas", {}).values())
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/"):
        target: Any = root
        for step in reference[2:].split("/"):
            target = target.get(step, {})
        inner.append(target)
    for one in inner:
        more, further = _known(one, root, depth + 1)
        known |= more
        patterns |= further
    return known, patterns


def _short(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _VALUE else text[: _VALUE - 1] + "…"


def _without_echoes(found: list[Diagnostic]) -> list[Diagnostic]:
    """Leave out what is said twice of one place: each branch of a schema may say it."""
    seen: set[tuple[object, str]] = set()
    unique: list[Diagnostic] = []
    for finding in found:
        key = (finding.place, finding.message)
        if key not in seen:
            seen.add(key)
            unique.append(finding)
    return unique
