"""Knows which parts of a large document jsonschema has to look at.

jsonschema takes seconds for a document of megabytes, our own compiled validators a hundredth of
that; they say only yes or no here, and what is wrong is said by jsonschema.
"""

from collections.abc import Callable

from pictura_core.data import Json

_ENOUGH = 200_000
"""Characters from which on it takes less time to find what is wrong than to look at all of it."""


def suspicious(value: Json, dialect: str, length: int) -> Json:
    """Leave out the paths and components that are right; give None if all of it is.

    Args:
        value: A whole OpenAPI document.
        dialect: Its version, 3.0 or 3.1.
        length: Of its text, in characters.
    """
    is_valid = _compiled(dialect)
    if is_valid(value):
        return None
    if not isinstance(value, dict) or length < _ENOUGH:
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


def _compiled(dialect: str) -> Callable[[object], bool]:
    if dialect == "3.0":
        from pictura_codegen.official import openapi_3_0  # noqa: PLC0415 - one of two is needed

        return openapi_3_0.is_valid
    from pictura_codegen.official import openapi_3_1  # noqa: PLC0415 - the same

    return openapi_3_1.is_valid
