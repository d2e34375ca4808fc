"""Random schemas and values: both faces against two independent implementations."""

import random
import sys

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from pictura_codegen.schema import compile_schema
from pictura_core.data import find

SEED = random.SystemRandom().randrange(2**32)

NAMES = st.sampled_from(["a", "b", "model", "size", "x-1", "type", "", "a/b", "\u00e9"])
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.sampled_from([0.5, 1.0, -2.0, 0.1, 4.5, 1e20]),
    st.sampled_from(["", "a", "b", "foo", "\U0001f600", "x-1", "3"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=8,
)
TYPES = st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"])
PATTERNS = st.sampled_from(["^a", "^x-", "o+$", "[0-9]", "^$", "."])
COUNTS = st.integers(0, 3)


def _keywords(inner: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    some = st.lists(inner, min_size=1, max_size=3)
    named = st.dictionaries(NAMES, inner, max_size=3)
    names = st.lists(NAMES, max_size=2, unique=True)
    condition = st.one_of(
        inner,
        st.builds(
            lambda name, value, required: {
                "properties": {name: {"const": value}},
                **({"required": [name]} if required else {}),
            },
            NAMES,
            st.sampled_from(["a", "b"]),
            st.booleans(),
        ),
    )
    return st.fixed_dictionaries(
        {},
        optional={
            "type": st.one_of(TYPES, st.lists(TYPES, min_size=1, max_size=3, unique=True)),
            "enum": st.lists(VALUES, min_size=1, max_size=4),
            "const": VALUES,
            "minimum": st.integers(-2, 3),
            "exclusiveMaximum": st.sampled_from([0.5, 3, 5]),
            "multipleOf": st.sampled_from([1, 2, 0.5, 0.1]),
            "minLength": COUNTS,
            "maxLength": COUNTS,
            "pattern": PATTERNS,
            "items": inner,
            "prefixItems": some,
            "contains": inner,
            "minContains": COUNTS,
            "maxContains": COUNTS,
            "minItems": COUNTS,
            "maxItems": COUNTS,
            "uniqueItems": st.booleans(),
            "properties": named,
            "patternProperties": st.dictionaries(PATTERNS, inner, max_size=2),
            "additionalProperties": inner,
            "propertyNames": inner,
            "required": names,
            "minProperties": COUNTS,
            "maxProperties": COUNTS,
            "dependentRequired": st.dictionaries(NAMES, names, max_size=2),
            "dependentSchemas": named,
            "allOf": some,
            "anyOf": some,
            "oneOf": some,
            "not": inner,
            "if": condition,
            "then": inner,
            "else": inner,
            "unevaluatedProperties": inner,
            "unevaluatedItems": inner,
            "$ref": st.sampled_from(["#/$defs/one", "#/$defs/two"]),
        },
    ).map(_few)


def _few(schema: dict[str, object]) -> dict[str, object]:
    """Keep few keywords, the same of the same schema, so that values have a chance to hold."""
    if len(schema) <= 4:
        return schema
    kept = random.Random(repr(schema)).sample(sorted(schema), 4)
    return {name: schema[name] for name in schema if name in kept or name in {"if", "then"}}


def _without_references(schema: object) -> object:
    if isinstance(schema, dict):
        return {k: _without_references(v) for k, v in schema.items() if k != "$ref"}
    if isinstance(schema, list):
        return [_without_references(item) for item in schema]
    return schema


SCHEMAS: st.SearchStrategy[object] = st.recursive(
    st.booleans() | st.just({}), _keywords, max_leaves=12
)
DOCUMENTS = st.builds(
    lambda root, one, two: {
        **root,
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": {"one": _without_references(one), "two": _without_references(two)},
    },
    SCHEMAS.filter(lambda schema: isinstance(schema, dict)),
    SCHEMAS,
    SCHEMAS,
)


@pytest.fixture(autouse=True)
def _say_seed() -> None:
    sys.stdout.write(f"seed {SEED}\n")


@seed(SEED)
@settings(
    max_examples=200,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(DOCUMENTS, st.lists(VALUES, min_size=1, max_size=6))
def test_both_faces_agree_with_two_other_implementations(
    schema: dict[str, object], values: list[object]
) -> None:
    """A value holds for both faces where it does for jsonschema-rs, and for jsonschema."""
    compiled = compile_schema(schema)
    other = jsonschema_rs.validator_for(schema)
    third = jsonschema.Draft202012Validator(schema)
    for value in values:
        fast = compiled.is_valid(value)
        violations = list(compiled.check(value))
        assert fast is not bool(violations), (value, violations)
        expected = other.is_valid(value)
        assert third.is_valid(value) is expected, f"the peers differ on {value!r}"
        assert fast is expected, value
        for violation in violations:
            assert find(value, [str(step) for step in violation.path])
            assert len(violation.message) <= 200
