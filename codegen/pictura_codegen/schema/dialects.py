"""Knows which keywords each dialect of JSON Schema has. It must not know Python.

A dialect is a set of active keywords and four answers; 2020-12 with a custom meta-schema is 2020-12
with the keywords of the vocabularies which that names (2020-12 Core, 8.1.2).
"""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Dialect(NamedTuple):
    """One dialect.

    Attributes:
        name: What users call it.
        keywords: The keywords that do something.
        identifier: The keyword that names a resource.
        reference_alone: Whether `$ref` hides its siblings.
        integral_floats: Whether 1.0 is an integer.
        formats: Whether `format` is an assertion by itself.
    """

    name: str
    keywords: frozenset[str]
    identifier: str = "$id"
    reference_alone: bool = False
    integral_floats: bool = True
    formats: bool = False


_VOCABULARIES: Final[Mapping[str, frozenset[str]]] = {
    "core": frozenset(
        (
            "$id",
            "$schema",
            "$ref",
            "$anchor",
            "$dynamicRef",
            "$dynamicAnchor",
            "$vocabulary",
            "$comment",
            "$defs",
        )
    ),
    "applicator": frozenset(
        (
            "prefixItems",
            "items",
            "contains",
            "additionalProperties",
            "properties",
            "patternProperties",
            "dependentSchemas",
            "propertyNames",
            "if",
            "then",
            "else",
            "allOf",
            "anyOf",
            "oneOf",
            "not",
        )
    ),
    "unevaluated": frozenset(("unevaluatedItems", "unevaluatedProperties")),
    "validation": frozenset(
        (
            "type",
            "const",
            "enum",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "maxItems",
            "minItems",
            "uniqueItems",
            "maxContains",
            "minContains",
            "maxProperties",
            "minProperties",
            "required",
            "dependentRequired",
        )
    ),
    "meta-data": frozenset(),
    "format-annotation": frozenset(("format",)),
    "format-assertion": frozenset(("format",)),
    "content": frozenset(("contentSchema",)),
}
_PREFIX: Final = "https://json-schema.org/draft/2020-12/vocab/"

DRAFT_2020_12: Final = Dialect("2020-12", frozenset().union(*_VOCABULARIES.values()))

_DRAFT_4: Final = frozenset(
    (
        "$ref",
        "$schema",
        "type",
        "enum",
        "multipleOf",
        "maximum",
        "exclusiveMaximum",
        "minimum",
        "exclusiveMinimum",
        "maxLength",
        "minLength",
        "pattern",
        "items",
        "additionalItems",
        "maxItems",
        "minItems",
        "uniqueItems",
        "maxProperties",
        "minProperties",
        "required",
        "properties",
        "patternProperties",
        "additionalProperties",
        "dependencies",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "definitions",
        "format",
    )
)

DRAFT_4: Final = Dialect(
    "draft4",
    _DRAFT_4 | {"id"},
    identifier="id",
    reference_alone=True,
    integral_floats=False,
)

DRAFT_7: Final = Dialect(
    "draft7",
    _DRAFT_4 | {"$id", "const", "contains", "propertyNames", "if", "then", "else"},
    reference_alone=True,
)

OPENAPI_3_0: Final = Dialect(
    "openapi-3.0",
    (_DRAFT_4 - {"$schema", "patternProperties", "dependencies", "definitions", "additionalItems"})
    | {"nullable"},
    identifier="",
    reference_alone=True,
    integral_floats=False,
)

NAMED: Final[Mapping[str, Dialect]] = {
    "2020-12": DRAFT_2020_12,
    "draft2020-12": DRAFT_2020_12,
    "7": DRAFT_7,
    "draft7": DRAFT_7,
    "draft-07": DRAFT_7,
    "4": DRAFT_4,
    "draft4": DRAFT_4,
    "draft-04": DRAFT_4,
    "openapi-3.0": OPENAPI_3_0,
    "openapi-3.1": DRAFT_2020_12,
}
"""The dialects by what a caller may name them."""

META_SCHEMAS: Final[Mapping[str, Dialect]] = {
    "https://json-schema.org/draft/2020-12/schema": DRAFT_2020_12,
    "https://spec.openapis.org/oas/3.1/dialect/base": DRAFT_2020_12,
    "http://json-schema.org/draft-07/schema": DRAFT_7,
    "http://json-schema.org/draft-06/schema": DRAFT_7,
    "http://json-schema.org/draft-04/schema": DRAFT_4,
}
"""The dialects by the meta-schema that a `$schema` names, without its empty fragment."""


def by_name(name: str) -> Dialect:
    """Find a dialect by its name or its meta-schema's URI.

    Raises:
        ValueError: There is none of this name.
    """
    found = NAMED.get(name) or META_SCHEMAS.get(name.rstrip("#"))
    if found is None:
        message = f"no dialect {name!r}: there are {', '.join(NAMED)}"
        raise ValueError(message)
    return found


def of_vocabularies(uri: str, vocabularies: Mapping[str, object]) -> Dialect:
    """Give the dialect of a meta-schema by its `$vocabulary` (2020-12 Core, 8.1.2).

    Raises:
        ValueError: It requires a vocabulary that is not known.
    """
    keywords: set[str] = set(_VOCABULARIES["core"])
    for vocabulary, required in vocabularies.items():
        known = _VOCABULARIES.get(vocabulary.removeprefix(_PREFIX))
        if vocabulary.startswith(_PREFIX) and known is not None:
            keywords |= known
        elif required is True:
            message = f"the dialect {uri} requires the unknown vocabulary {vocabulary}"
            raise ValueError(message)
    return DRAFT_2020_12._replace(
        name=uri,
        keywords=frozenset(keywords),
        formats=f"{_PREFIX}format-assertion" in vocabularies,
    )
