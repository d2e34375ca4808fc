"""Knows request schemas as an editor wants them: every field offered, any of them an expression.

Rules between fields are left out, because what they ask for may come from `defaults` or from an
expression; `pictura validate` holds each expanded request against all of them.
"""

from pictura_codegen.api import Api, Operation, Place
from pictura_codegen.load import inside, split
from pictura_codegen.names import Scope
from pictura_codegen.plan.naming import schema_name
from pictura_core.data import Json, parse_pointer

EXPRESSION: Json = {"$ref": "#/$defs/expression"}
_RULES = frozenset(
    {
        "$anchor",
        "$dynamicAnchor",
        "$id",
        "dependentRequired",
        "dependentSchemas",
        "discriminator",
        "else",
        "example",
        "externalDocs",
        "if",
        "not",
        "nullable",
        "then",
        "xml",
    }
)
_SAID = ("title", "description", "default", "deprecated", "examples")
_SCALARS = frozenset({"string", "integer", "number", "boolean", "null"})
_LIMITS = frozenset({"enum", "const", "pattern", "format", "minLength", "maxLength"})


class EditorSchemas:
    """Writes request schemas, and keeps the schemas that those refer to."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._names: dict[Place, str] = {}
        self._scope = Scope()
        self._found: dict[str, Json] = {}

    def definitions(self) -> dict[str, Json]:
        """Give what was referred to, by name."""
        return self._found

    def request(self, operation: Operation) -> Json:
        """Write what `with` may say: parameters and body fields alike, none of them required."""
        fields: dict[str, Json] = {}
        for parameter in operation.parameters:
            field = self._field(parameter.schema.place)
            if isinstance(field, dict) and parameter.description:
                field = {**field, "description": parameter.description}
            fields[parameter.name] = field
        body = operation.bodies[0] if operation.bodies else None
        for name, place in body.fields if body is not None else ():
            is_file = body is not None and name in body.files
            fields.setdefault(name, self._file(place) if is_file else self._field(place))
        request: dict[str, Json] = {"type": "object", "properties": fields}
        if operation.summary:
            request = {"description": operation.summary, **request}
        if body is None or body.closed:
            request["additionalProperties"] = False
        return request

    def _field(self, place: Place) -> Json:
        return self._loosen(self._at(place), place)

    def _file(self, place: Place) -> Json:
        """Say that a file is given as a path, or an expression that gives one; or several."""
        value = self._at(place)
        while isinstance(value, dict) and isinstance(value.get("$ref"), str):
            place = self._target(str(value["$ref"]), place)
            value = self._at(place)
        said = {key: value[key] for key in _SAID if key in value} if isinstance(value, dict) else {}
        branches = [value]
        if isinstance(value, dict):
            for keyword in ("anyOf", "oneOf"):
                more = value.get(keyword)
                branches += more if isinstance(more, list) else []
        if any(isinstance(one, dict) and one.get("type") == "array" for one in branches):
            paths: Json = {"type": "array", "items": {"type": "string"}}
            return {**said, "anyOf": [{"type": "string"}, paths]}
        return {**said, "type": "string"}

    def _loosen(self, value: Json, place: Place) -> Json:
        """Let every scalar be an expression, and leave out rules between fields."""
        if not isinstance(value, dict):
            return value
        said = {key: value[key] for key in _SAID if key in value}
        rules: dict[str, Json] = {}
        for key, item in value.items():
            if key in _RULES or key in _SAID or key.startswith("x-"):
                continue
            rules[key] = self._keyword(key, item, place)
        if rules.get("allOf") == []:
            del rules["allOf"]
        if value.get("nullable") is True:
            rules = {"anyOf": [rules, {"type": "null"}]}
        if _is_limited(value):
            rules = {"anyOf": [rules, EXPRESSION]}
        return {**said, **rules}

    def _keyword(self, key: str, item: Json, place: Place) -> Json:
        if key == "$ref" and isinstance(item, str):
            return f"#/$defs/schemas/{self._refer(self._target(item, place))}"
        if key in ("properties", "patternProperties") and isinstance(item, dict):
            return {name: self._loosen(inner, place) for name, inner in item.items()}
        if key in ("items", "additionalProperties", "contains", "propertyNames"):
            return self._loosen(item, place)
        if key in ("anyOf", "oneOf", "allOf", "prefixItems") and isinstance(item, list):
            kept = [self._loosen(inner, place) for inner in item]
            return [one for one in kept if one != {}] if key == "allOf" else kept
        return item

    def _refer(self, place: Place) -> str:
        if place not in self._names:
            wanted = "".join(c if c.isalnum() else "_" for c in schema_name(place)) or "schema"
            name = self._scope.claim(wanted if wanted.isidentifier() else f"n{wanted}").text
            self._names[place] = name
            self._found[name] = True
            self._found[name] = self._field(place)
        return self._names[place]

    def _target(self, reference: str, place: Place) -> Place:
        file, fragment = split(reference, place.file)
        path: tuple[str | int, ...] = ()
        here = self._api.documents[file]
        for step in parse_pointer(fragment):
            if isinstance(here, list):
                path = (*path, int(step))
                here = here[int(step)]
            elif isinstance(here, dict):
                path = (*path, step)
                here = here[step]
        return Place(file, path)

    def _at(self, place: Place) -> Json:
        here = self._api.documents[place.file]
        for step in place.path:
            here = inside(here, step)
        return here


def _is_limited(value: dict[str, Json]) -> bool:
    """Tell whether a schema is of a scalar that not every text fits."""
    kind = value.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    if "enum" in value or "const" in value:
        return True
    if kind is None or not any(one in _SCALARS for one in kinds):
        return False
    return "string" not in kinds or any(key in _LIMITS for key in value)
