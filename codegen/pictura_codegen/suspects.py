"""Knows which parts of a large document jsonschema has to look at.

jsonschema takes seconds for a document of megabytes, our own compiled validators a hundredth of
that; they say only yes or no here, and what is wrong is said by jsonschema.
"""

from collections.abc import Mapping

from pictura_codegen.schema import compile_schema
from pictura_core.data import Json

ENOUGH = 200_000
"""Characters from which on compiling the meta-schema takes less time than it saves."""


def suspicious(value: Json, dialect: str, meta: Mapping[str, object]) -> Json:
    """Leave out the paths and components that are right; give None if all of it is.

    Args:
        value: A whole OpenAPI document.
        dialect: Its version, 3.0 or 3.1.
        meta: The meta-schema, by its URI: the one to hold the document against, and those it needs.
    """
    first = next(iter(meta))
    is_valid = compile_schema(
        meta[first],
        dialect="draft4" if dialect == "3.0" else "2020-12",
        registry=meta,
    ).is_valid
    if is_valid(value):
        return None
    if not isinstance(value, dict):
        return value
    members = ("paths", "webhooks", "components")
    bare: dict[str, Json] = {**value, "paths": {}, **{key: {} for key in members if key in value}}
    if not is_valid(bare):
        return value
    kept: dict[str, Json] = dict(bare)
    # What stands beside them is right, and is not looked at again for each of them.
    plain: dict[str, Json] = {"openapi": value["openapi"], "info": value["info"], "paths": {}}
    for key in members[:2]:
        items = value.get(key)
        if isinstance(items, dict):
            kept[key] = {
                path: item
                for path, item in items.items()
                if not is_valid({**plain, key: {path: item}})
            }
    components = value.get("components")
    if isinstance(components, dict):
        kept["components"] = {
            kind: {
                name: item
                for name, item in group.items()
                if not is_valid({**plain, "components": {kind: {name: item}}})
            }
            if isinstance(group, dict)
            else group
            for kind, group in components.items()
        }
    return kept
