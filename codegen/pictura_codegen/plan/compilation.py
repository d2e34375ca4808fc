"""Knows how all is found that keeps schemas from being compiled, not just what comes first.

It must not know what any schema says: what is wrong is left out of a copy of the document, and the
rest is tried again until nothing else is wrong.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar, cast

from pictura_codegen.schema import SchemaError
from pictura_core.data import Json, Path, parse_pointer

_BY_NAME = frozenset(
    {"properties", "patternProperties", "schemas", "$defs", "definitions", "dependentSchemas"}
)
_SCHEMAS = frozenset(
    {"additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "schema"}
    | {"then", "unevaluatedItems", "unevaluatedProperties"}
)
"""Keys under which a schema stands, which cannot be left out without others missing it."""
_ROUNDS = 100

T = TypeVar("T")


def compile_all(
    compile_from: Callable[[Mapping[str, Json]], T], documents: Mapping[str, Json]
) -> T:
    """Compile the validators of a package.

    Args:
        compile_from: Compiles them from the documents that it is given.
        documents: The documents as they are.

    Raises:
        SchemaError: Some cannot be compiled. `others` has all that is wrong beside the first thing.
    """
    found: dict[str, SchemaError] = {}
    for _ in range(_ROUNDS):
        try:
            compiled = compile_from(documents)
        except SchemaError as error:
            new = {one.schema_path: one for one in (error, *error.others)}
            if not new.keys() - found.keys():
                break
            found = {**new, **found}
            for place in new:
                documents = _without(documents, place)
            continue
        if not found:
            return compiled
        break
    first, *others = found.values()
    raise SchemaError(first.schema_path, first.reason, tuple(others))


def _without(documents: Mapping[str, Json], place: str) -> Mapping[str, Json]:
    """Copy documents with a keyword left out, or with a schema that says nothing."""
    file, _, fragment = place.partition("#")
    if file not in documents or not fragment.startswith("/"):
        return documents
    return {**documents, file: _mended(documents[file], parse_pointer(fragment), ())}


def _mended(value: Json, steps: tuple[str, ...], above: Path) -> Json:
    step, *rest = steps
    if isinstance(value, list) and step.isdigit() and int(step) < len(value):
        index = int(step)
        inner = _mended(value[index], tuple(rest), (*above, index)) if rest else {}
        return cast("Json", [*value[:index], inner, *value[index + 1 :]])
    if not isinstance(value, dict) or step not in value:
        return value
    if rest:
        return {**value, step: _mended(value[step], tuple(rest), (*above, step))}
    if (above[-1:] and above[-1] in _BY_NAME) or step in _SCHEMAS:
        return {**value, step: {}}
    return {key: one for key, one in value.items() if key != step}
