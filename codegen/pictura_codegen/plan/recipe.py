"""Knows the recipe's frame with the operations that make pictures: checked, and shown in editors.

The checked frame leaves `with` and `defaults` open, because expressions stand in them; the editor's
schema offers the operation's fields, each of which may be an expression as well.
"""

from collections.abc import Mapping

from pictura_codegen.api import Api, Operation
from pictura_codegen.code import trusted
from pictura_codegen.names import Name
from pictura_codegen.package import Data, Validators
from pictura_codegen.plan.editor import EditorSchemas
from pictura_codegen.plan.imports import exported
from pictura_codegen.plan.validators import written_imports
from pictura_codegen.schema import Target, compile_functions
from pictura_core.data import Json

_FRAME = "recipe.yaml"


def makers(api: Api) -> tuple[Operation, ...]:
    """Find the operations that a recipe can use."""
    return tuple(operation for operation in api.operations if operation.images is not None)


def plan_recipe(api: Api, frame: Mapping[str, Json]) -> Validators:
    """Plan `recipe.py`."""
    module = compile_functions(
        [Target(f"{_FRAME}#", "recipe", "dict[str, object]")],
        registry={_FRAME: restricted(api, frame)},
        dialect="2020-12",
    )
    return Validators(
        imports=written_imports(module.imports, typed=False),
        exported=exported([Name("is_recipe"), Name("check_recipe")]),
        typing_imports=(),
        constants=tuple(trusted(source) for source in module.constants),
        functions=tuple(trusted(function.source) for function in module.functions),
    )


def restricted(api: Api, frame: Mapping[str, Json]) -> dict[str, Json]:
    """Say in the frame which operations there are."""
    names: list[Json] = [operation.id for operation in makers(api)]
    definitions = _object(frame, "$defs")
    step = _object(definitions, "step")
    properties = _object(step, "properties")
    uses: dict[str, Json] = {**_object(properties, "uses"), "enum": names, "examples": names[:1]}
    properties["uses"] = uses
    step["properties"] = properties
    definitions["step"] = step
    return {**frame, "$defs": definitions}


def plan_editor(api: Api, frame: Mapping[str, Json]) -> Data:
    """Plan `recipe.schema.json`.

    A step's `with` is told by one chain of `if` and `else` over `uses`: editors then offer the
    chosen operation's fields and no other's, which they do not with `oneOf` or `allOf`.
    """
    schemas = EditorSchemas(api)
    schema = restricted(api, frame)
    requests: dict[str, Json] = {}
    for operation in makers(api):
        requests[operation.id] = schemas.request(operation)
    definitions = _object(schema, "$defs")
    step = {**_object(definitions, "step"), **_chain(list(requests))}
    properties = _object(schema, "properties")
    defaults = {
        key: value
        for key, value in _object(properties, "defaults").items()
        if key != "additionalProperties"
    }
    defaults["properties"] = {name: _request(name) for name in requests}
    defaults["additionalProperties"] = False
    return Data(
        _plain(
            {
                **schema,
                "properties": {**properties, "defaults": defaults},
                "$defs": {
                    **definitions,
                    "step": step,
                    "requests": requests,
                    "schemas": schemas.definitions(),
                },
            }
        )
    )


def _chain(names: list[str]) -> dict[str, Json]:
    if not names:
        return {}
    condition: Json = {"properties": {"uses": {"const": names[0]}}, "required": ["uses"]}
    link: dict[str, Json] = {"if": condition, "then": {"properties": {"with": _request(names[0])}}}
    rest = _chain(names[1:])
    return {**link, "else": rest} if rest else link


def _request(name: str) -> Json:
    escaped = name.replace("~", "~0").replace("/", "~1")
    return {"$ref": f"#/$defs/requests/{escaped}"}


def _plain(value: Json) -> Json:
    """Leave our own keywords out, which an editor does not know."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key != "x-message"}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _object(value: Mapping[str, Json], key: str) -> dict[str, Json]:
    """Copy a mapping that may be left out."""
    found = value.get(key)
    return dict(found) if isinstance(found, dict) else {}
