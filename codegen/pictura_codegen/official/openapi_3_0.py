"""Generated from the meta-schema of OpenAPI 3.0 by pictura_codegen.meta.write_out."""

import re
from collections.abc import Callable, Iterable, Iterator

__all__ = ["Violation", "check", "is_valid"]

Path = tuple[str | int, ...]


class Violation:
    """One broken rule.

    Attributes:
        path: Where in the value: keys and indexes, outermost first.
        keyword: The JSON Schema keyword whose assertion failed.
        schema_path: Where the keyword stands in the schema, as a JSON pointer.
        message: One sentence about the value.
    """

    __slots__ = ("keyword", "message", "path", "schema_path")

    def __init__(self, path: Path, keyword: str, schema_path: str, message: str) -> None:
        self.path = path
        self.keyword = keyword
        self.schema_path = schema_path
        self.message = message

    def __repr__(self) -> str:
        return (
            f"Violation(path={self.path!r}, keyword={self.keyword!r}, "
            f"schema_path={self.schema_path!r}, message={self.message!r})"
        )


def is_unique(items: list[object]) -> bool:
    """Tell whether no two elements are equal."""
    if len(items) < 2:
        return True
    if all(isinstance(item, str) for item in items):
        return len(set(items)) == len(items)
    try:
        return repetition(items) is None
    except RecursionError:
        # What is nested too deeply to be looked at does not hold.
        return False


def repetition(items: list[object]) -> tuple[int, int] | None:
    """Find the first element that equals an earlier one: the indexes of both, the earlier first.

    Raises:
        RecursionError: An element is nested deeper than Python's stack reaches.
    """
    seen: dict[object, int] = {}
    for index, item in enumerate(items):
        earlier = seen.setdefault(_likeness(item), index)
        if earlier != index:
            return earlier, index
    return None


def _likeness(value: object) -> object:
    """Give what can be hashed, and is equal exactly where two values are."""
    if isinstance(value, dict):
        return ("object", frozenset((name, _likeness(item)) for name, item in value.items()))
    if isinstance(value, list):
        return ("array", tuple(map(_likeness, value)))
    # In a set, true and 1 are one.
    return ("boolean", value) if isinstance(value, bool) else value


def similar(text: str, options: Iterable[object]) -> str:
    """Ask whether one of some words was meant, in a sentence's tail; empty if none is like it."""
    reach = 1 if len(text) < 8 else 2
    best, least, length = "", reach + 1, len(text)
    for option in options:
        if isinstance(option, str) and -least < len(option) - length < least:
            edits = _edits(text, option, least)
            if edits < least:
                best, least = option, edits
    return f": did you mean {best[:60]!r}?" if best and best != text else ""


def _edits(one: str, other: str, enough: int) -> int:
    """Count the letters to insert, delete, replace or swap; no further than is enough to know."""
    # An edit changes at most two letters of the sets.
    if len({*one} ^ {*other}) > 2 * (enough - 1):
        return enough
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, left in enumerate(one, 1):
        line = [row]
        for column, right in enumerate(other, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (left != right))
            if row > 1 and column > 1 and left == other[column - 2] and one[row - 2] == right:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) >= enough:
            return enough
        before, last = last, line
    return last[-1]


def show(value: object) -> str:
    """Say a value in at most 60 characters."""
    if isinstance(value, str):
        text = repr(value) if len(value) <= 60 else repr(value[:61])
        return text if len(text) <= 60 else f"{text[:57]}..."
    if isinstance(value, int):
        if isinstance(value, bool):
            return "true" if value else "false"
        return repr(value) if -(10**30) < value < 10**30 else "a very large integer"
    if value is None or isinstance(value, float):
        return "null" if value is None else repr(value)
    if isinstance(value, dict):
        return f"an object with {_counted(len(value), 'field')}"
    if isinstance(value, list):
        return f"an array with {_counted(len(value), 'item')}"
    return f"a {type(value).__name__}"


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def keyword_of(schema_path: str) -> str:
    """Give the keyword at the end of a place in a schema."""
    return schema_path.rpartition("/")[2]


def shortened(message: str) -> str:
    """Cut a sentence that is too long."""
    return message if len(message) <= 200 else f"{message[:197]}..."


def wrong_type(value: object, path: Path, schema_path: str, expected: str) -> Violation:
    """Say that a value is of another type."""
    return Violation(path, "type", schema_path, shortened(f"must be {expected}, not {show(value)}"))


def not_listed(
    value: object, path: Path, schema_path: str, options: tuple[object, ...]
) -> Violation:
    """Say that a value is none of those listed, and which one it is like."""
    kept = _CHOICES.get(id(options))
    if kept is None or kept.options is not options:
        kept = _keep(options)
    said = f"must be {kept.text}, not {show(value)}"
    if not isinstance(value, str) or not kept.least <= len(value) <= kept.most:
        return Violation(path, "enum", schema_path, said)
    meant = similar(value, options)
    return Violation(path, "enum", schema_path, shortened(said + meant) if meant else said)


class _Choice:
    """An enum as it is said; the same mistake is often made in many places."""

    __slots__ = ("least", "most", "options", "text")

    def __init__(self, options: tuple[object, ...], text: str) -> None:
        self.options = options
        self.text = text
        lengths = [len(option) for option in options if isinstance(option, str)]
        # Words of other lengths are like none of them: two letters may differ, of few but one.
        shortest = min(lengths, default=3)
        self.least = shortest - (1 if shortest < 10 else 2)
        self.most = max(lengths, default=-3) + 2


_CHOICES: dict[int, _Choice] = {}


def _keep(options: tuple[object, ...]) -> _Choice:
    text = ", ".join([show(option) for option in options[:20]]) or "none of any values"
    if len(text) > 90 or len(options) > 20:
        text = f"{text[:80].rpartition(', ')[0] or show(options[0])}, ... ({len(options)} in all)"
    if len(_CHOICES) > 1000:
        _CHOICES.clear()
    kept = _Choice(options, f"one of {text}" if len(options) > 1 else text)
    _CHOICES[id(options)] = kept
    return kept


def too_small(value: object, path: Path, schema_path: str, limit: float) -> Violation:
    """Say that a number is below its least value."""
    return Violation(path, "minimum", schema_path, f"must be at least {limit}, is {show(value)}")


def not_above(value: object, path: Path, schema_path: str, limit: float) -> Violation:
    """Say that a number is not above its exclusive bound."""
    return Violation(
        path,
        keyword_of(schema_path),
        schema_path,
        f"must be greater than {limit}, is {show(value)}",
    )


def too_few_items(value: list[object], path: Path, schema_path: str, limit: int) -> Violation:
    """Say that an array has too few items."""
    least = _counted(limit, "item")
    return Violation(path, "minItems", schema_path, f"must have at least {least}, has {len(value)}")


def too_few_fields(value: dict[str, object], path: Path, schema_path: str, limit: int) -> Violation:
    """Say that an object has too few fields."""
    least = _counted(limit, "field")
    return Violation(
        path, "minProperties", schema_path, f"must have at least {least}, has {len(value)}"
    )


def too_many_fields(
    value: dict[str, object], path: Path, schema_path: str, limit: int
) -> Violation:
    """Say that an object has too many fields."""
    most = _counted(limit, "field")
    return Violation(
        path, "maxProperties", schema_path, f"must have at most {most}, has {len(value)}"
    )


def no_match(value: object, path: Path, schema_path: str, pattern: str) -> Violation:
    """Say that a string does not match its pattern."""
    shown = pattern if len(pattern) <= 60 else f"{pattern[:57]}..."
    return Violation(
        path,
        "pattern",
        schema_path,
        shortened(f"must match the pattern {shown}, {show(value)} does not"),
    )


def missing(value: object, path: Path, schema_path: str, name: str) -> Violation:
    """Say that an object lacks a field."""
    del value
    return Violation(path, "required", schema_path, f"is required: {show(name)}")


def unknown_field(name: str, path: Path, schema_path: str, known: Iterable[str]) -> Violation:
    """Say that a field is unknown, and which known one it is like."""
    return Violation(
        path,
        keyword_of(schema_path),
        schema_path,
        shortened(f"unknown field {show(name)}{similar(name, sorted(known))}"),
    )


def denied(value: object, path: Path, schema_path: str) -> Violation:
    """Say that a value is what it must not be."""
    return Violation(path, "not", schema_path, f"must not be as it is: {show(value)}")


def repeated(value: list[object], path: Path, schema_path: str) -> Violation:
    """Say which elements of an array are equal."""
    try:
        found = repetition(value)
    except RecursionError:
        message = "is nested too deeply to be checked"
    else:
        message = "must not repeat an item"
        if found is not None:
            message += f": {show(value[found[1]])} stands at {found[0]} and {found[1]}"
    return Violation(path, "uniqueItems", schema_path, shortened(message))


def too_deep(path: Path) -> Violation:
    """Say that a value is nested deeper than Python can follow."""
    return Violation(path, "", "#", "is nested too deeply to be checked")


_CONSTANTS = frozenset(("const", "enum", "false"))


def none_of(
    value: object,
    path: Path,
    schema_path: str,
    checks: "tuple[Callable[[object, Path], Iterator[Violation]], ...]",
    *,
    tag: str | None = None,
    said: str | None = None,
) -> Iterator[Violation]:
    """Say why a value is of no alternative, by the nearest one if there is such.

    Args:
        value: The value.
        path: Where it is.
        schema_path: Where the alternatives stand.
        checks: What explains each of them.
        tag: The field that tells alternatives apart, if there is one.
        said: The schema's own sentence, for all that is wrong with the value itself.
    """
    failed = [list(check(value, path)) for check in checks]
    ranked = sorted(failed, key=lambda violations: _distance(violations, path, tag))
    nearest = ranked[0]
    if len(ranked) == 1 or (
        _distance(nearest, path, tag)[:2] == (0, 0)
        and _distance(nearest, path, tag) < _distance(ranked[1], path, tag)
    ):
        yield from nearest if said is None else _retold(nearest, path, said)
        return
    told = list(dict.fromkeys(found.message for violations in failed for found in violations[:1]))
    message = shortened(f"fits none of {len(failed)} alternatives: {'; or '.join(told)}")
    yield Violation(path, keyword_of(schema_path), schema_path, said or message)


def not_one_of(
    value: object,
    path: Path,
    schema_path: str,
    checks: "tuple[Callable[[object, Path], Iterator[Violation]], ...]",
    *,
    tag: str | None = None,
    said: str | None = None,
) -> Iterator[Violation]:
    """Say why a value is not of exactly one alternative; the arguments are those of `none_of`."""
    fitting = [str(i) for i, check in enumerate(checks) if next(check(value, path), None) is None]
    if not fitting:
        yield from none_of(value, path, schema_path, checks, tag=tag, said=said)
        return
    listed = " and ".join(fitting)
    message = f"must fit exactly one of {len(checks)} alternatives, fits {listed} (counted from 0)"
    yield Violation(path, keyword_of(schema_path), schema_path, said or message)


def _retold(violations: list[Violation], path: Path, said: str) -> Iterator[Violation]:
    """Say once, in the schema's own sentence, what is wrong with the value itself."""
    told = False
    for found in violations:
        if found.path != path:
            yield found
        elif not told:
            told = True
            yield Violation(path, found.keyword, found.schema_path, said)


def _distance(violations: list[Violation], path: Path, tag: str | None) -> tuple[int, ...]:
    """Tell how far an alternative is.

    The tag decides, then the type. Of what is left, a pattern is further than words that are
    listed: with these a person can do something. Then fewer mistakes are nearer.
    """
    tagged = tag is not None and any(found.path == (*path, tag) for found in violations)
    types = patterns = constants = 0
    for found in violations:
        if found.path == path:
            types += found.keyword == "type"
            patterns += found.keyword == "pattern"
        elif found.keyword in _CONSTANTS and len(found.path) == len(path) + 1:
            constants += 1
    return tagged, types, 0 if tag else constants, patterns, len(violations)


_OPENAPI_PATTERN = re.compile("^3\\.0\\.\\d(-[^\\n\\r\\u2028\\u2029]+)?\\Z", re.ASCII)
_ROOT_FIELDS = frozenset(
    (
        "openapi",
        "info",
        "externalDocs",
        "servers",
        "security",
        "tags",
        "paths",
        "components",
    )
)
_INFO_FIELDS = frozenset(
    (
        "title",
        "description",
        "termsOfService",
        "contact",
        "license",
        "version",
    )
)
_PATHS_PATTERN = re.compile("^/")
_EXTERNAL_DOCUMENTATION_FIELDS = frozenset(
    (
        "description",
        "url",
    )
)
_SERVER_FIELDS = frozenset(
    (
        "url",
        "description",
        "variables",
    )
)
_TAG_FIELDS = frozenset(
    (
        "name",
        "description",
        "externalDocs",
    )
)
_PATTERN = re.compile("^[a-zA-Z0-9\\.\\-_]+\\Z")
_RESPONSES_PATTERN = re.compile("^[a-zA-Z0-9\\.\\-_]+\\Z")
_PARAMETERS_PATTERN = re.compile("^[a-zA-Z0-9\\.\\-_]+\\Z")
_EXAMPLES_PATTERN = re.compile("^[a-zA-Z0-9\\.\\-_]+\\Z")
_REQUEST_BODIES_PATTERN = re.compile("^[a-zA-Z0-9\\.\\-_]+\\Z")
_HEADERS_PATTERN = re.compile("^[a-zA-Z0-9\\.\\-_]+\\Z")
_SECURITY_SCHEMES_PATTERN = re.compile("^[a-zA-Z0-9\\.\\-_]+\\Z")
_LINKS_PATTERN = re.compile("^[a-zA-Z0-9\\.\\-_]+\\Z")
_CALLBACKS_PATTERN = re.compile("^[a-zA-Z0-9\\.\\-_]+\\Z")
_COMPONENTS_FIELDS = frozenset(
    (
        "schemas",
        "responses",
        "parameters",
        "examples",
        "requestBodies",
        "headers",
        "securitySchemes",
        "links",
        "callbacks",
    )
)
_CONTACT_FIELDS = frozenset(
    (
        "name",
        "url",
        "email",
    )
)
_LICENSE__FIELDS = frozenset(
    (
        "name",
        "url",
    )
)
_PATH_ITEM_PATTERN = re.compile("^(get|put|post|delete|options|head|patch|trace)\\Z")
_PATH_ITEM_FIELDS = frozenset(
    (
        "$ref",
        "summary",
        "description",
        "servers",
        "parameters",
    )
)
_SERVER_VARIABLE_FIELDS = frozenset(
    (
        "enum",
        "default",
        "description",
    )
)
_SCHEMA_TYPE: tuple[str, ...] = (
    "array",
    "boolean",
    "integer",
    "number",
    "object",
    "string",
)
_SCHEMA_TYPE_SET = frozenset(_SCHEMA_TYPE)
_SCHEMA_FIELDS = frozenset(
    (
        "title",
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
        "maxProperties",
        "minProperties",
        "required",
        "enum",
        "type",
        "not",
        "allOf",
        "oneOf",
        "anyOf",
        "items",
        "properties",
        "additionalProperties",
        "description",
        "format",
        "default",
        "nullable",
        "discriminator",
        "readOnly",
        "writeOnly",
        "example",
        "externalDocs",
        "deprecated",
        "xml",
    )
)
_REFERENCE_PATTERN = re.compile("^\\$ref\\Z")
_RESPONSE_FIELDS = frozenset(
    (
        "description",
        "headers",
        "content",
        "links",
    )
)
_PARAMETER_FIELDS = frozenset(
    (
        "name",
        "in",
        "description",
        "required",
        "deprecated",
        "allowEmptyValue",
        "style",
        "explode",
        "allowReserved",
        "schema",
        "content",
        "example",
        "examples",
    )
)
_EXAMPLE_FIELDS = frozenset(
    (
        "summary",
        "description",
        "value",
        "externalValue",
    )
)
_REQUEST_BODY_FIELDS = frozenset(
    (
        "description",
        "content",
        "required",
    )
)
_HEADER_FIELDS = frozenset(
    (
        "description",
        "required",
        "deprecated",
        "allowEmptyValue",
        "style",
        "explode",
        "allowReserved",
        "schema",
        "content",
        "example",
        "examples",
    )
)
_LINK_FIELDS = frozenset(
    (
        "operationId",
        "operationRef",
        "parameters",
        "requestBody",
        "description",
        "server",
    )
)
_HEADER_STYLE: tuple[str, ...] = ("simple",)
_OPERATION_FIELDS = frozenset(
    (
        "tags",
        "summary",
        "description",
        "externalDocs",
        "operationId",
        "parameters",
        "requestBody",
        "responses",
        "callbacks",
        "deprecated",
        "security",
        "servers",
    )
)
_XML_FIELDS = frozenset(
    (
        "name",
        "namespace",
        "prefix",
        "attribute",
        "wrapped",
    )
)
_MEDIA_TYPE_FIELDS = frozenset(
    (
        "schema",
        "example",
        "examples",
        "encoding",
    )
)
_API_KEY_SECURITY_SCHEME_IN: tuple[str, ...] = (
    "header",
    "query",
    "cookie",
)
_API_KEY_SECURITY_SCHEME_IN_SET = frozenset(_API_KEY_SECURITY_SCHEME_IN)
_API_KEY_SECURITY_SCHEME_FIELDS = frozenset(
    (
        "type",
        "name",
        "in",
        "description",
    )
)
_HTTP_SECURITY_SCHEME_FIELDS = frozenset(
    (
        "scheme",
        "bearerFormat",
        "description",
        "type",
    )
)
_O_AUTH2_SECURITY_SCHEME_FIELDS = frozenset(
    (
        "type",
        "flows",
        "description",
    )
)
_OPEN_ID_CONNECT_SECURITY_SCHEME_FIELDS = frozenset(
    (
        "type",
        "openIdConnectUrl",
        "description",
    )
)
_API_KEY_SECURITY_SCHEME_TYPE: tuple[str, ...] = ("apiKey",)
_HTTP_SECURITY_SCHEME_TYPE: tuple[str, ...] = ("http",)
_O_AUTH2_SECURITY_SCHEME_TYPE: tuple[str, ...] = ("oauth2",)
_OPEN_ID_CONNECT_SECURITY_SCHEME_TYPE: tuple[str, ...] = ("openIdConnect",)
_RESPONSES_PATTERN_2 = re.compile("^[1-5](?:\\d{2}|XX)\\Z", re.ASCII)
_RESPONSES_FIELDS = frozenset(("default",))
_ENCODING_STYLE: tuple[str, ...] = (
    "form",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
)
_ENCODING_STYLE_SET = frozenset(_ENCODING_STYLE)
_ENCODING_FIELDS = frozenset(
    (
        "contentType",
        "headers",
        "style",
        "explode",
        "allowReserved",
    )
)
_PARAMETER_LOCATION_ONE_OF_0_STYLE: tuple[str, ...] = (
    "matrix",
    "label",
    "simple",
)
_PARAMETER_LOCATION_ONE_OF_0_STYLE_SET = frozenset(_PARAMETER_LOCATION_ONE_OF_0_STYLE)
_PARAMETER_LOCATION_ONE_OF_1_STYLE: tuple[str, ...] = (
    "form",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
)
_PARAMETER_LOCATION_ONE_OF_1_STYLE_SET = frozenset(_PARAMETER_LOCATION_ONE_OF_1_STYLE)
_SCHEME_PATTERN = re.compile("^[Bb][Ee][Aa][Rr][Ee][Rr]\\Z")
_SCHEME_NOT_PATTERN = re.compile("^[Bb][Ee][Aa][Rr][Ee][Rr]\\Z")
_O_AUTH_FLOWS_FIELDS = frozenset(
    (
        "implicit",
        "password",
        "clientCredentials",
        "authorizationCode",
    )
)
_PARAMETER_LOCATION_ONE_OF_0_IN: tuple[str, ...] = ("path",)
_PARAMETER_LOCATION_ONE_OF_0_REQUIRED: tuple[object, ...] = (True,)
_PARAMETER_LOCATION_ONE_OF_1_IN: tuple[str, ...] = ("query",)
_PARAMETER_LOCATION_ONE_OF_2_IN: tuple[str, ...] = ("header",)
_PARAMETER_LOCATION_ONE_OF_2_STYLE: tuple[str, ...] = ("simple",)
_PARAMETER_LOCATION_ONE_OF_3_IN: tuple[str, ...] = ("cookie",)
_PARAMETER_LOCATION_ONE_OF_3_STYLE: tuple[str, ...] = ("form",)
_IMPLICIT_O_AUTH_FLOW_FIELDS = frozenset(
    (
        "authorizationUrl",
        "refreshUrl",
        "scopes",
    )
)
_PASSWORDOAUTHFLOWVALUE_FIELDS = frozenset(
    (
        "tokenUrl",
        "refreshUrl",
        "scopes",
    )
)
_CLIENT_CREDENTIALS_FLOW_FIELDS = frozenset(
    (
        "tokenUrl",
        "refreshUrl",
        "scopes",
    )
)
_AUTHORIZATION_CODE_O_AUTH_FLOW_FIELDS = frozenset(
    (
        "authorizationUrl",
        "tokenUrl",
        "refreshUrl",
        "scopes",
    )
)


def is_valid(value: object) -> bool:
    """Check a value against `#`."""
    try:
        return _is_valid(value)
    except RecursionError:
        return False


def check(value: object, path: Path = ()) -> Iterator[Violation]:
    """Check a value against `#`."""
    try:
        yield from _check_valid(value, path)
    except RecursionError:
        yield too_deep(path)


def _is_valid(value: object) -> bool:
    """Check a value against `#`."""
    if not isinstance(value, dict):
        return False
    if "openapi" not in value:
        return False
    if "info" not in value:
        return False
    if "paths" not in value:
        return False
    openapi = value["openapi"]
    if not isinstance(openapi, str) or _OPENAPI_PATTERN.search(openapi) is None:
        return False
    info = value["info"]
    if not _is_info(info):
        return False
    paths = value["paths"]
    if not _is_paths(paths):
        return False
    if "externalDocs" in value:
        external_docs = value["externalDocs"]
        if not _is_external_documentation(external_docs):
            return False
    if "servers" in value:
        servers = value["servers"]
        if not isinstance(servers, list):
            return False
        for item in servers:
            if not _is_server(item):
                return False
    if "security" in value:
        security = value["security"]
        if not isinstance(security, list):
            return False
        for item_2 in security:
            if not _is_security_requirement(item_2):
                return False
    if "tags" in value:
        tags = value["tags"]
        if not isinstance(tags, list):
            return False
        for item_3 in tags:
            if not _is_tag(item_3):
                return False
        if not is_unique(tags):
            return False
    if "components" in value:
        components = value["components"]
        if not _is_components(components):
            return False
    return all(key in _ROOT_FIELDS or key.startswith("x-") for key in value)


def _check_valid(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/type", "an object")
        return
    if "openapi" not in value:
        yield missing(value, path, "#/required", "openapi")
    if "info" not in value:
        yield missing(value, path, "#/required", "info")
    if "paths" not in value:
        yield missing(value, path, "#/required", "paths")
    if "openapi" in value:
        openapi = value["openapi"]
        if not isinstance(openapi, str):
            yield wrong_type(openapi, (*path, "openapi"), "#/properties/openapi/type", "a string")
        elif _OPENAPI_PATTERN.search(openapi) is None:
            yield no_match(
                openapi, (*path, "openapi"), "#/properties/openapi/pattern", "^3\\.0\\.\\d(-.+)?$"
            )
    if "info" in value:
        info = value["info"]
        yield from _check_info(info, (*path, "info"))
    if "externalDocs" in value:
        external_docs = value["externalDocs"]
        yield from _check_external_documentation(external_docs, (*path, "externalDocs"))
    if "servers" in value:
        servers = value["servers"]
        if not isinstance(servers, list):
            yield wrong_type(servers, (*path, "servers"), "#/properties/servers/type", "an array")
        else:
            for index, item in enumerate(servers):
                yield from _check_server(item, (*path, "servers", index))
    if "security" in value:
        security = value["security"]
        if not isinstance(security, list):
            yield wrong_type(
                security, (*path, "security"), "#/properties/security/type", "an array"
            )
        else:
            for index_2, item_2 in enumerate(security):
                yield from _check_security_requirement(item_2, (*path, "security", index_2))
    if "tags" in value:
        tags = value["tags"]
        if not isinstance(tags, list):
            yield wrong_type(tags, (*path, "tags"), "#/properties/tags/type", "an array")
        else:
            for index_3, item_3 in enumerate(tags):
                yield from _check_tag(item_3, (*path, "tags", index_3))
            if not is_unique(tags):
                yield repeated(tags, (*path, "tags"), "#/properties/tags/uniqueItems")
    if "paths" in value:
        paths = value["paths"]
        yield from _check_paths(paths, (*path, "paths"))
    if "components" in value:
        components = value["components"]
        yield from _check_components(components, (*path, "components"))
    for key in value:
        if key not in _ROOT_FIELDS and not key.startswith("x-"):
            yield unknown_field(key, (*path, key), "#/additionalProperties", _ROOT_FIELDS)


def _is_info(value: object) -> bool:
    """Check a value against `#/definitions/Info`."""
    if not isinstance(value, dict):
        return False
    if "title" not in value:
        return False
    if "version" not in value:
        return False
    title = value["title"]
    if not isinstance(title, str):
        return False
    version = value["version"]
    if not isinstance(version, str):
        return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    if "termsOfService" in value:
        terms_of_service = value["termsOfService"]
        if not isinstance(terms_of_service, str):
            return False
    if "contact" in value:
        contact = value["contact"]
        if not _is_contact(contact):
            return False
    if "license" in value:
        license_ = value["license"]
        if not _is_license_(license_):
            return False
    return all(key in _INFO_FIELDS or key.startswith("x-") for key in value)


def _is_paths(value: object) -> bool:
    """Check a value against `#/definitions/Paths`."""
    if not isinstance(value, dict):
        return False
    for key, item in value.items():
        if _PATHS_PATTERN.search(key) is not None and not _is_path_item(item):
            return False
        if _PATHS_PATTERN.search(key) is None and not key.startswith("x-"):
            return False
    return True


def _is_external_documentation(value: object) -> bool:
    """Check a value against `#/definitions/ExternalDocumentation`."""
    if not isinstance(value, dict):
        return False
    if "url" not in value:
        return False
    url = value["url"]
    if not isinstance(url, str):
        return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    return all(key in _EXTERNAL_DOCUMENTATION_FIELDS or key.startswith("x-") for key in value)


def _is_server(value: object) -> bool:
    """Check a value against `#/definitions/Server`."""
    if not isinstance(value, dict):
        return False
    if "url" not in value:
        return False
    url = value["url"]
    if not isinstance(url, str):
        return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    if "variables" in value:
        variables = value["variables"]
        if not isinstance(variables, dict):
            return False
        for item in variables.values():
            if not _is_server_variable(item):
                return False
    return all(key_2 in _SERVER_FIELDS or key_2.startswith("x-") for key_2 in value)


def _is_security_requirement(value: object) -> bool:
    """Check a value against `#/definitions/SecurityRequirement`."""
    if not isinstance(value, dict):
        return False
    for item in value.values():
        if not isinstance(item, list):
            return False
        for item_2 in item:
            if not isinstance(item_2, str):
                return False
    return True


def _is_tag(value: object) -> bool:
    """Check a value against `#/definitions/Tag`."""
    if not isinstance(value, dict):
        return False
    if "name" not in value:
        return False
    name = value["name"]
    if not isinstance(name, str):
        return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    if "externalDocs" in value:
        external_docs = value["externalDocs"]
        if not _is_external_documentation(external_docs):
            return False
    return all(key in _TAG_FIELDS or key.startswith("x-") for key in value)


def _is_components(value: object) -> bool:
    """Check a value against `#/definitions/Components`."""
    if not isinstance(value, dict):
        return False
    if "schemas" in value:
        schemas = value["schemas"]
        if not isinstance(schemas, dict):
            return False
        for key, item in schemas.items():
            if (
                _PATTERN.search(key) is not None
                and sum((_is_schema(item), _is_reference(item))) != 1
            ):
                return False
    if "responses" in value:
        responses = value["responses"]
        if not isinstance(responses, dict):
            return False
        for key_2, item_2 in responses.items():
            if (
                _RESPONSES_PATTERN.search(key_2) is not None
                and sum((_is_reference(item_2), _is_response(item_2))) != 1
            ):
                return False
    if "parameters" in value:
        parameters = value["parameters"]
        if not isinstance(parameters, dict):
            return False
        for key_3, item_3 in parameters.items():
            if (
                _PARAMETERS_PATTERN.search(key_3) is not None
                and sum((_is_reference(item_3), _is_parameter(item_3))) != 1
            ):
                return False
    if "examples" in value:
        examples = value["examples"]
        if not isinstance(examples, dict):
            return False
        for key_4, item_4 in examples.items():
            if (
                _EXAMPLES_PATTERN.search(key_4) is not None
                and sum((_is_reference(item_4), _is_example(item_4))) != 1
            ):
                return False
    if "requestBodies" in value:
        request_bodies = value["requestBodies"]
        if not isinstance(request_bodies, dict):
            return False
        for key_5, item_5 in request_bodies.items():
            if (
                _REQUEST_BODIES_PATTERN.search(key_5) is not None
                and sum((_is_reference(item_5), _is_request_body(item_5))) != 1
            ):
                return False
    if "headers" in value:
        headers = value["headers"]
        if not isinstance(headers, dict):
            return False
        for key_6, item_6 in headers.items():
            if (
                _HEADERS_PATTERN.search(key_6) is not None
                and sum((_is_reference(item_6), _is_header(item_6))) != 1
            ):
                return False
    if "securitySchemes" in value:
        security_schemes = value["securitySchemes"]
        if not isinstance(security_schemes, dict):
            return False
        for key_7, item_7 in security_schemes.items():
            if (
                _SECURITY_SCHEMES_PATTERN.search(key_7) is not None
                and sum((_is_reference(item_7), _is_security_scheme(item_7))) != 1
            ):
                return False
    if "links" in value:
        links = value["links"]
        if not isinstance(links, dict):
            return False
        for key_8, item_8 in links.items():
            if (
                _LINKS_PATTERN.search(key_8) is not None
                and sum((_is_reference(item_8), _is_link(item_8))) != 1
            ):
                return False
    if "callbacks" in value:
        callbacks = value["callbacks"]
        if not isinstance(callbacks, dict):
            return False
        for key_9, item_9 in callbacks.items():
            if (
                _CALLBACKS_PATTERN.search(key_9) is not None
                and sum((_is_reference(item_9), _is_callback(item_9))) != 1
            ):
                return False
    return all(key_10 in _COMPONENTS_FIELDS or key_10.startswith("x-") for key_10 in value)


def _check_info(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Info`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/Info/type", "an object")
        return
    if "title" not in value:
        yield missing(value, path, "#/definitions/Info/required", "title")
    if "version" not in value:
        yield missing(value, path, "#/definitions/Info/required", "version")
    if "title" in value:
        title = value["title"]
        if not isinstance(title, str):
            yield wrong_type(
                title, (*path, "title"), "#/definitions/Info/properties/title/type", "a string"
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                "#/definitions/Info/properties/description/type",
                "a string",
            )
    if "termsOfService" in value:
        terms_of_service = value["termsOfService"]
        if not isinstance(terms_of_service, str):
            yield wrong_type(
                terms_of_service,
                (*path, "termsOfService"),
                "#/definitions/Info/properties/termsOfService/type",
                "a string",
            )
    if "contact" in value:
        contact = value["contact"]
        yield from _check_contact(contact, (*path, "contact"))
    if "license" in value:
        license_ = value["license"]
        yield from _check_license_(license_, (*path, "license"))
    if "version" in value:
        version = value["version"]
        if not isinstance(version, str):
            yield wrong_type(
                version,
                (*path, "version"),
                "#/definitions/Info/properties/version/type",
                "a string",
            )
    for key in value:
        if key not in _INFO_FIELDS and not key.startswith("x-"):
            yield unknown_field(
                key, (*path, key), "#/definitions/Info/additionalProperties", _INFO_FIELDS
            )


def _check_external_documentation(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/ExternalDocumentation`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/ExternalDocumentation/type", "an object")
        return
    if "url" not in value:
        yield missing(value, path, "#/definitions/ExternalDocumentation/required", "url")
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                "#/definitions/ExternalDocumentation/properties/description/type",
                "a string",
            )
    if "url" in value:
        url = value["url"]
        if not isinstance(url, str):
            yield wrong_type(
                url,
                (*path, "url"),
                "#/definitions/ExternalDocumentation/properties/url/type",
                "a string",
            )
    for key in value:
        if key not in _EXTERNAL_DOCUMENTATION_FIELDS and not key.startswith("x-"):
            yield unknown_field(
                key,
                (*path, key),
                "#/definitions/ExternalDocumentation/additionalProperties",
                _EXTERNAL_DOCUMENTATION_FIELDS,
            )


def _check_server(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Server`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/Server/type", "an object")
        return
    if "url" not in value:
        yield missing(value, path, "#/definitions/Server/required", "url")
    if "url" in value:
        url = value["url"]
        if not isinstance(url, str):
            yield wrong_type(
                url, (*path, "url"), "#/definitions/Server/properties/url/type", "a string"
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                "#/definitions/Server/properties/description/type",
                "a string",
            )
    if "variables" in value:
        variables = value["variables"]
        if not isinstance(variables, dict):
            yield wrong_type(
                variables,
                (*path, "variables"),
                "#/definitions/Server/properties/variables/type",
                "an object",
            )
        else:
            for key, item in variables.items():
                yield from _check_server_variable(item, (*path, "variables", key))
    for key_2 in value:
        if key_2 not in _SERVER_FIELDS and not key_2.startswith("x-"):
            yield unknown_field(
                key_2, (*path, key_2), "#/definitions/Server/additionalProperties", _SERVER_FIELDS
            )


def _check_security_requirement(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/SecurityRequirement`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/SecurityRequirement/type", "an object")
        return
    for key, item in value.items():
        if not isinstance(item, list):
            yield wrong_type(
                item,
                (*path, key),
                "#/definitions/SecurityRequirement/additionalProperties/type",
                "an array",
            )
        else:
            for index, item_2 in enumerate(item):
                if not isinstance(item_2, str):
                    yield wrong_type(
                        item_2,
                        (*path, key, index),
                        "#/definitions/SecurityRequirement/additionalProperties/items/type",
                        "a string",
                    )


def _check_tag(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Tag`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/Tag/type", "an object")
        return
    if "name" not in value:
        yield missing(value, path, "#/definitions/Tag/required", "name")
    if "name" in value:
        name = value["name"]
        if not isinstance(name, str):
            yield wrong_type(
                name, (*path, "name"), "#/definitions/Tag/properties/name/type", "a string"
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                "#/definitions/Tag/properties/description/type",
                "a string",
            )
    if "externalDocs" in value:
        external_docs = value["externalDocs"]
        yield from _check_external_documentation(external_docs, (*path, "externalDocs"))
    for key in value:
        if key not in _TAG_FIELDS and not key.startswith("x-"):
            yield unknown_field(
                key, (*path, key), "#/definitions/Tag/additionalProperties", _TAG_FIELDS
            )


def _check_paths(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Paths`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/Paths/type", "an object")
        return
    for key, item in value.items():
        if _PATHS_PATTERN.search(key) is not None:
            yield from _check_path_item(item, (*path, key))
        if _PATHS_PATTERN.search(key) is None and not key.startswith("x-"):
            yield unknown_field(key, (*path, key), "#/definitions/Paths/additionalProperties", ())


def _check_components(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Components`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/Components/type", "an object")
        return
    if "schemas" in value:
        schemas = value["schemas"]
        if not isinstance(schemas, dict):
            yield wrong_type(
                schemas,
                (*path, "schemas"),
                "#/definitions/Components/properties/schemas/type",
                "an object",
            )
        else:
            for key, item in schemas.items():
                if (
                    _PATTERN.search(key) is not None
                    and sum((_is_schema(item), _is_reference(item))) != 1
                ):
                    yield from not_one_of(
                        item,
                        (*path, "schemas", key),
                        (
                            "#/definitions/Components/properties/schemas/patternProperties/"
                            "^[a-zA-Z0-9\\.\\-_]+$/oneOf"
                        ),
                        (
                            _check_schema,
                            _check_reference,
                        ),
                    )
    if "responses" in value:
        responses = value["responses"]
        if not isinstance(responses, dict):
            yield wrong_type(
                responses,
                (*path, "responses"),
                "#/definitions/Components/properties/responses/type",
                "an object",
            )
        else:
            for key_2, item_2 in responses.items():
                if (
                    _RESPONSES_PATTERN.search(key_2) is not None
                    and sum((_is_reference(item_2), _is_response(item_2))) != 1
                ):
                    yield from not_one_of(
                        item_2,
                        (*path, "responses", key_2),
                        (
                            "#/definitions/Components/properties/responses/patternProperties/"
                            "^[a-zA-Z0-9\\.\\-_]+$/oneOf"
                        ),
                        (
                            _check_reference,
                            _check_response,
                        ),
                    )
    if "parameters" in value:
        parameters = value["parameters"]
        if not isinstance(parameters, dict):
            yield wrong_type(
                parameters,
                (*path, "parameters"),
                "#/definitions/Components/properties/parameters/type",
                "an object",
            )
        else:
            for key_3, item_3 in parameters.items():
                if (
                    _PARAMETERS_PATTERN.search(key_3) is not None
                    and sum((_is_reference(item_3), _is_parameter(item_3))) != 1
                ):
                    yield from not_one_of(
                        item_3,
                        (*path, "parameters", key_3),
                        (
                            "#/definitions/Components/properties/parameters/patternProperties/"
                            "^[a-zA-Z0-9\\.\\-_]+$/oneOf"
                        ),
                        (
                            _check_reference,
                            _check_parameter,
                        ),
                    )
    if "examples" in value:
        examples = value["examples"]
        if not isinstance(examples, dict):
            yield wrong_type(
                examples,
                (*path, "examples"),
                "#/definitions/Components/properties/examples/type",
                "an object",
            )
        else:
            for key_4, item_4 in examples.items():
                if (
                    _EXAMPLES_PATTERN.search(key_4) is not None
                    and sum((_is_reference(item_4), _is_example(item_4))) != 1
                ):
                    yield from not_one_of(
                        item_4,
                        (*path, "examples", key_4),
                        (
                            "#/definitions/Components/properties/examples/patternProperties/"
                            "^[a-zA-Z0-9\\.\\-_]+$/oneOf"
                        ),
                        (
                            _check_reference,
                            _check_example,
                        ),
                    )
    if "requestBodies" in value:
        request_bodies = value["requestBodies"]
        if not isinstance(request_bodies, dict):
            yield wrong_type(
                request_bodies,
                (*path, "requestBodies"),
                "#/definitions/Components/properties/requestBodies/type",
                "an object",
            )
        else:
            for key_5, item_5 in request_bodies.items():
                if (
                    _REQUEST_BODIES_PATTERN.search(key_5) is not None
                    and sum((_is_reference(item_5), _is_request_body(item_5))) != 1
                ):
                    yield from not_one_of(
                        item_5,
                        (*path, "requestBodies", key_5),
                        (
                            "#/definitions/Components/properties/requestBodies/patternProperties/"
                            "^[a-zA-Z0-9\\.\\-_]+$/oneOf"
                        ),
                        (
                            _check_reference,
                            _check_request_body,
                        ),
                    )
    if "headers" in value:
        headers = value["headers"]
        if not isinstance(headers, dict):
            yield wrong_type(
                headers,
                (*path, "headers"),
                "#/definitions/Components/properties/headers/type",
                "an object",
            )
        else:
            for key_6, item_6 in headers.items():
                if (
                    _HEADERS_PATTERN.search(key_6) is not None
                    and sum((_is_reference(item_6), _is_header(item_6))) != 1
                ):
                    yield from not_one_of(
                        item_6,
                        (*path, "headers", key_6),
                        (
                            "#/definitions/Components/properties/headers/patternProperties/"
                            "^[a-zA-Z0-9\\.\\-_]+$/oneOf"
                        ),
                        (
                            _check_reference,
                            _check_header,
                        ),
                    )
    if "securitySchemes" in value:
        security_schemes = value["securitySchemes"]
        if not isinstance(security_schemes, dict):
            yield wrong_type(
                security_schemes,
                (*path, "securitySchemes"),
                "#/definitions/Components/properties/securitySchemes/type",
                "an object",
            )
        else:
            for key_7, item_7 in security_schemes.items():
                if (
                    _SECURITY_SCHEMES_PATTERN.search(key_7) is not None
                    and sum((_is_reference(item_7), _is_security_scheme(item_7))) != 1
                ):
                    yield from not_one_of(
                        item_7,
                        (*path, "securitySchemes", key_7),
                        (
                            "#/definitions/Components/properties/securitySchemes/patternProperties/"
                            "^[a-zA-Z0-9\\.\\-_]+$/oneOf"
                        ),
                        (
                            _check_reference,
                            _check_security_scheme,
                        ),
                    )
    if "links" in value:
        links = value["links"]
        if not isinstance(links, dict):
            yield wrong_type(
                links,
                (*path, "links"),
                "#/definitions/Components/properties/links/type",
                "an object",
            )
        else:
            for key_8, item_8 in links.items():
                if (
                    _LINKS_PATTERN.search(key_8) is not None
                    and sum((_is_reference(item_8), _is_link(item_8))) != 1
                ):
                    yield from not_one_of(
                        item_8,
                        (*path, "links", key_8),
                        (
                            "#/definitions/Components/properties/links/patternProperties/"
                            "^[a-zA-Z0-9\\.\\-_]+$/oneOf"
                        ),
                        (
                            _check_reference,
                            _check_link,
                        ),
                    )
    if "callbacks" in value:
        callbacks = value["callbacks"]
        if not isinstance(callbacks, dict):
            yield wrong_type(
                callbacks,
                (*path, "callbacks"),
                "#/definitions/Components/properties/callbacks/type",
                "an object",
            )
        else:
            for key_9, item_9 in callbacks.items():
                if (
                    _CALLBACKS_PATTERN.search(key_9) is not None
                    and sum((_is_reference(item_9), _is_callback(item_9))) != 1
                ):
                    yield from not_one_of(
                        item_9,
                        (*path, "callbacks", key_9),
                        (
                            "#/definitions/Components/properties/callbacks/patternProperties/"
                            "^[a-zA-Z0-9\\.\\-_]+$/oneOf"
                        ),
                        (
                            _check_reference,
                            _check_callback,
                        ),
                    )
    for key_10 in value:
        if key_10 not in _COMPONENTS_FIELDS and not key_10.startswith("x-"):
            yield unknown_field(
                key_10,
                (*path, key_10),
                "#/definitions/Components/additionalProperties",
                _COMPONENTS_FIELDS,
            )


def _is_contact(value: object) -> bool:
    """Check a value against `#/definitions/Contact`."""
    if not isinstance(value, dict):
        return False
    if "name" in value:
        name = value["name"]
        if not isinstance(name, str):
            return False
    if "url" in value:
        url = value["url"]
        if not isinstance(url, str):
            return False
    if "email" in value:
        email = value["email"]
        if not isinstance(email, str):
            return False
    return all(key in _CONTACT_FIELDS or key.startswith("x-") for key in value)


def _is_license_(value: object) -> bool:
    """Check a value against `#/definitions/License`."""
    if not isinstance(value, dict):
        return False
    if "name" not in value:
        return False
    name = value["name"]
    if not isinstance(name, str):
        return False
    if "url" in value:
        url = value["url"]
        if not isinstance(url, str):
            return False
    return all(key in _LICENSE__FIELDS or key.startswith("x-") for key in value)


def _is_path_item(value: object) -> bool:
    """Check a value against `#/definitions/PathItem`."""
    if not isinstance(value, dict):
        return False
    if "$ref" in value:
        ref = value["$ref"]
        if not isinstance(ref, str):
            return False
    if "summary" in value:
        summary = value["summary"]
        if not isinstance(summary, str):
            return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    if "servers" in value:
        servers = value["servers"]
        if not isinstance(servers, list):
            return False
        for item in servers:
            if not _is_server(item):
                return False
    if "parameters" in value:
        parameters = value["parameters"]
        if not isinstance(parameters, list):
            return False
        for item_2 in parameters:
            if sum((_is_parameter(item_2), _is_reference(item_2))) != 1:
                return False
        if not is_unique(parameters):
            return False
    for key, item_3 in value.items():
        if _PATH_ITEM_PATTERN.search(key) is not None and not _is_operation(item_3):
            return False
        if (
            key not in _PATH_ITEM_FIELDS
            and _PATH_ITEM_PATTERN.search(key) is None
            and not key.startswith("x-")
        ):
            return False
    return True


def _is_server_variable(value: object) -> bool:
    """Check a value against `#/definitions/ServerVariable`."""
    if not isinstance(value, dict):
        return False
    if "default" not in value:
        return False
    default = value["default"]
    if not isinstance(default, str):
        return False
    if "enum" in value:
        enum = value["enum"]
        if not isinstance(enum, list):
            return False
        for item in enum:
            if not isinstance(item, str):
                return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    return all(key in _SERVER_VARIABLE_FIELDS or key.startswith("x-") for key in value)


def _is_schema(value: object) -> bool:
    """Check a value against `#/definitions/Schema`."""
    if not isinstance(value, dict):
        return False
    if "title" in value:
        title = value["title"]
        if not isinstance(title, str):
            return False
    if "multipleOf" in value:
        multiple_of = value["multipleOf"]
        if type(multiple_of) is not int and type(multiple_of) is not float:
            return False
        if multiple_of <= 0:
            return False
    if "maximum" in value:
        maximum = value["maximum"]
        if type(maximum) is not int and type(maximum) is not float:
            return False
    if "exclusiveMaximum" in value:
        exclusive_maximum = value["exclusiveMaximum"]
        if not isinstance(exclusive_maximum, bool):
            return False
    if "minimum" in value:
        minimum = value["minimum"]
        if type(minimum) is not int and type(minimum) is not float:
            return False
    if "exclusiveMinimum" in value:
        exclusive_minimum = value["exclusiveMinimum"]
        if not isinstance(exclusive_minimum, bool):
            return False
    if "maxLength" in value:
        max_length = value["maxLength"]
        if type(max_length) is not int or max_length < 0:
            return False
    if "minLength" in value:
        min_length = value["minLength"]
        if type(min_length) is not int or min_length < 0:
            return False
    if "pattern" in value:
        pattern = value["pattern"]
        if not isinstance(pattern, str):
            return False
    if "maxItems" in value:
        max_items = value["maxItems"]
        if type(max_items) is not int or max_items < 0:
            return False
    if "minItems" in value:
        min_items = value["minItems"]
        if type(min_items) is not int or min_items < 0:
            return False
    if "uniqueItems" in value:
        unique_items = value["uniqueItems"]
        if not isinstance(unique_items, bool):
            return False
    if "maxProperties" in value:
        max_properties = value["maxProperties"]
        if type(max_properties) is not int or max_properties < 0:
            return False
    if "minProperties" in value:
        min_properties = value["minProperties"]
        if type(min_properties) is not int or min_properties < 0:
            return False
    if "required" in value:
        required = value["required"]
        if not isinstance(required, list):
            return False
        if len(required) < 1:
            return False
        for item in required:
            if not isinstance(item, str):
                return False
        if not is_unique(required):
            return False
    if "enum" in value:
        enum = value["enum"]
        if not isinstance(enum, list):
            return False
        if len(enum) < 1:
            return False
    if "type" in value:
        type_ = value["type"]
        if not isinstance(type_, str) or type_ not in _SCHEMA_TYPE_SET:
            return False
    if "not" in value:
        not_ = value["not"]
        if sum((_is_schema(not_), _is_reference(not_))) != 1:
            return False
    if "allOf" in value:
        all_of = value["allOf"]
        if not isinstance(all_of, list):
            return False
        for item_3 in all_of:
            if sum((_is_schema(item_3), _is_reference(item_3))) != 1:
                return False
    if "oneOf" in value:
        one_of = value["oneOf"]
        if not isinstance(one_of, list):
            return False
        for item_4 in one_of:
            if sum((_is_schema(item_4), _is_reference(item_4))) != 1:
                return False
    if "anyOf" in value:
        any_of = value["anyOf"]
        if not isinstance(any_of, list):
            return False
        for item_5 in any_of:
            if sum((_is_schema(item_5), _is_reference(item_5))) != 1:
                return False
    if "items" in value:
        items = value["items"]
        if sum((_is_schema(items), _is_reference(items))) != 1:
            return False
    if "properties" in value:
        properties = value["properties"]
        if not isinstance(properties, dict):
            return False
        for item_6 in properties.values():
            if sum((_is_schema(item_6), _is_reference(item_6))) != 1:
                return False
    if "additionalProperties" in value:
        additional_properties = value["additionalProperties"]
        if (
            sum(
                (
                    _is_schema(additional_properties),
                    _is_reference(additional_properties),
                    isinstance(additional_properties, bool),
                )
            )
            != 1
        ):
            return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    if "format" in value:
        format_ = value["format"]
        if not isinstance(format_, str):
            return False
    if "nullable" in value:
        nullable = value["nullable"]
        if not isinstance(nullable, bool):
            return False
    if "discriminator" in value:
        discriminator = value["discriminator"]
        if not _is_discriminator(discriminator):
            return False
    if "readOnly" in value:
        read_only = value["readOnly"]
        if not isinstance(read_only, bool):
            return False
    if "writeOnly" in value:
        write_only = value["writeOnly"]
        if not isinstance(write_only, bool):
            return False
    if "externalDocs" in value:
        external_docs = value["externalDocs"]
        if not _is_external_documentation(external_docs):
            return False
    if "deprecated" in value:
        deprecated = value["deprecated"]
        if not isinstance(deprecated, bool):
            return False
    if "xml" in value:
        xml = value["xml"]
        if not _is_xml(xml):
            return False
    return all(key_2 in _SCHEMA_FIELDS or key_2.startswith("x-") for key_2 in value)


def _is_reference(value: object) -> bool:
    """Check a value against `#/definitions/Reference`."""
    if not isinstance(value, dict):
        return False
    if "$ref" not in value:
        return False
    return all(
        _REFERENCE_PATTERN.search(key) is None or isinstance(item, str)
        for key, item in value.items()
    )


def _is_response(value: object) -> bool:
    """Check a value against `#/definitions/Response`."""
    if not isinstance(value, dict):
        return False
    if "description" not in value:
        return False
    description = value["description"]
    if not isinstance(description, str):
        return False
    if "headers" in value:
        headers = value["headers"]
        if not isinstance(headers, dict):
            return False
        for item in headers.values():
            if sum((_is_header(item), _is_reference(item))) != 1:
                return False
    if "content" in value:
        content = value["content"]
        if not isinstance(content, dict):
            return False
        for item_2 in content.values():
            if not _is_media_type(item_2):
                return False
    if "links" in value:
        links = value["links"]
        if not isinstance(links, dict):
            return False
        for item_3 in links.values():
            if sum((_is_link(item_3), _is_reference(item_3))) != 1:
                return False
    return all(key_4 in _RESPONSE_FIELDS or key_4.startswith("x-") for key_4 in value)


def _is_parameter(value: object) -> bool:
    """Check a value against `#/definitions/Parameter`."""
    if not isinstance(value, dict):
        return False
    if "name" not in value:
        return False
    if "in" not in value:
        return False
    name = value["name"]
    if not isinstance(name, str):
        return False
    in_ = value["in"]
    if not isinstance(in_, str):
        return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    if "required" in value:
        required = value["required"]
        if not isinstance(required, bool):
            return False
    if "deprecated" in value:
        deprecated = value["deprecated"]
        if not isinstance(deprecated, bool):
            return False
    if "allowEmptyValue" in value:
        allow_empty_value = value["allowEmptyValue"]
        if not isinstance(allow_empty_value, bool):
            return False
    if "style" in value:
        style = value["style"]
        if not isinstance(style, str):
            return False
    if "explode" in value:
        explode = value["explode"]
        if not isinstance(explode, bool):
            return False
    if "allowReserved" in value:
        allow_reserved = value["allowReserved"]
        if not isinstance(allow_reserved, bool):
            return False
    if "schema" in value:
        schema = value["schema"]
        if sum((_is_schema(schema), _is_reference(schema))) != 1:
            return False
    if "content" in value:
        content = value["content"]
        if not isinstance(content, dict):
            return False
        if not 1 <= len(content) <= 1:
            return False
        for item in content.values():
            if not _is_media_type(item):
                return False
    if "examples" in value:
        examples = value["examples"]
        if not isinstance(examples, dict):
            return False
        for item_2 in examples.values():
            if sum((_is_example(item_2), _is_reference(item_2))) != 1:
                return False
    for key_3 in value:
        if key_3 not in _PARAMETER_FIELDS and not key_3.startswith("x-"):
            return False
    if not _is_example_xor_examples(value):
        return False
    if not _is_schema_xor_content(value):
        return False
    return _is_parameter_location(value)


def _is_example(value: object) -> bool:
    """Check a value against `#/definitions/Example`."""
    if not isinstance(value, dict):
        return False
    if "summary" in value:
        summary = value["summary"]
        if not isinstance(summary, str):
            return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    if "externalValue" in value:
        external_value = value["externalValue"]
        if not isinstance(external_value, str):
            return False
    return all(key in _EXAMPLE_FIELDS or key.startswith("x-") for key in value)


def _is_request_body(value: object) -> bool:
    """Check a value against `#/definitions/RequestBody`."""
    if not isinstance(value, dict):
        return False
    if "content" not in value:
        return False
    content = value["content"]
    if not isinstance(content, dict):
        return False
    for item in content.values():
        if not _is_media_type(item):
            return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    if "required" in value:
        required = value["required"]
        if not isinstance(required, bool):
            return False
    return all(key_2 in _REQUEST_BODY_FIELDS or key_2.startswith("x-") for key_2 in value)


def _is_header(value: object) -> bool:
    """Check a value against `#/definitions/Header`."""
    if not isinstance(value, dict):
        return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    if "required" in value:
        required = value["required"]
        if not isinstance(required, bool):
            return False
    if "deprecated" in value:
        deprecated = value["deprecated"]
        if not isinstance(deprecated, bool):
            return False
    if "allowEmptyValue" in value:
        allow_empty_value = value["allowEmptyValue"]
        if not isinstance(allow_empty_value, bool):
            return False
    if "style" in value:
        style = value["style"]
        if not isinstance(style, str) or style != "simple":
            return False
    if "explode" in value:
        explode = value["explode"]
        if not isinstance(explode, bool):
            return False
    if "allowReserved" in value:
        allow_reserved = value["allowReserved"]
        if not isinstance(allow_reserved, bool):
            return False
    if "schema" in value:
        schema = value["schema"]
        if sum((_is_schema(schema), _is_reference(schema))) != 1:
            return False
    if "content" in value:
        content = value["content"]
        if not isinstance(content, dict):
            return False
        if not 1 <= len(content) <= 1:
            return False
        for item in content.values():
            if not _is_media_type(item):
                return False
    if "examples" in value:
        examples = value["examples"]
        if not isinstance(examples, dict):
            return False
        for item_2 in examples.values():
            if sum((_is_example(item_2), _is_reference(item_2))) != 1:
                return False
    for key_3 in value:
        if key_3 not in _HEADER_FIELDS and not key_3.startswith("x-"):
            return False
    if not _is_example_xor_examples(value):
        return False
    return _is_schema_xor_content(value)


def _is_security_scheme(value: object) -> bool:
    """Check a value against `#/definitions/SecurityScheme`."""
    return (
        sum(
            (
                _is_api_key_security_scheme(value),
                _is_http_security_scheme(value),
                _is_o_auth2_security_scheme(value),
                _is_open_id_connect_security_scheme(value),
            )
        )
        == 1
    )


def _is_link(value: object) -> bool:
    """Check a value against `#/definitions/Link`."""
    if not isinstance(value, dict):
        return False
    if "operationId" in value:
        operation_id = value["operationId"]
        if not isinstance(operation_id, str):
            return False
    if "operationRef" in value:
        operation_ref = value["operationRef"]
        if not isinstance(operation_ref, str):
            return False
    if "parameters" in value:
        parameters = value["parameters"]
        if not isinstance(parameters, dict):
            return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    if "server" in value:
        server = value["server"]
        if not _is_server(server):
            return False
    for key_2 in value:
        if key_2 not in _LINK_FIELDS and not key_2.startswith("x-"):
            return False
    return "operationId" not in value or "operationRef" not in value


def _is_callback(value: object) -> bool:
    """Check a value against `#/definitions/Callback`."""
    if not isinstance(value, dict):
        return False
    return all(key.startswith("x-") or _is_path_item(item) for key, item in value.items())


def _check_contact(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Contact`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/Contact/type", "an object")
        return
    if "name" in value:
        name = value["name"]
        if not isinstance(name, str):
            yield wrong_type(
                name, (*path, "name"), "#/definitions/Contact/properties/name/type", "a string"
            )
    if "url" in value:
        url = value["url"]
        if not isinstance(url, str):
            yield wrong_type(
                url, (*path, "url"), "#/definitions/Contact/properties/url/type", "a string"
            )
    if "email" in value:
        email = value["email"]
        if not isinstance(email, str):
            yield wrong_type(
                email, (*path, "email"), "#/definitions/Contact/properties/email/type", "a string"
            )
    for key in value:
        if key not in _CONTACT_FIELDS and not key.startswith("x-"):
            yield unknown_field(
                key, (*path, key), "#/definitions/Contact/additionalProperties", _CONTACT_FIELDS
            )


def _check_license_(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/License`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/License/type", "an object")
        return
    if "name" not in value:
        yield missing(value, path, "#/definitions/License/required", "name")
    if "name" in value:
        name = value["name"]
        if not isinstance(name, str):
            yield wrong_type(
                name, (*path, "name"), "#/definitions/License/properties/name/type", "a string"
            )
    if "url" in value:
        url = value["url"]
        if not isinstance(url, str):
            yield wrong_type(
                url, (*path, "url"), "#/definitions/License/properties/url/type", "a string"
            )
    for key in value:
        if key not in _LICENSE__FIELDS and not key.startswith("x-"):
            yield unknown_field(
                key, (*path, key), "#/definitions/License/additionalProperties", _LICENSE__FIELDS
            )


def _check_server_variable(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/ServerVariable`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/ServerVariable/type", "an object")
        return
    if "default" not in value:
        yield missing(value, path, "#/definitions/ServerVariable/required", "default")
    if "enum" in value:
        enum = value["enum"]
        if not isinstance(enum, list):
            yield wrong_type(
                enum,
                (*path, "enum"),
                "#/definitions/ServerVariable/properties/enum/type",
                "an array",
            )
        else:
            for index, item in enumerate(enum):
                if not isinstance(item, str):
                    yield wrong_type(
                        item,
                        (*path, "enum", index),
                        "#/definitions/ServerVariable/properties/enum/items/type",
                        "a string",
                    )
    if "default" in value:
        default = value["default"]
        if not isinstance(default, str):
            yield wrong_type(
                default,
                (*path, "default"),
                "#/definitions/ServerVariable/properties/default/type",
                "a string",
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                "#/definitions/ServerVariable/properties/description/type",
                "a string",
            )
    for key in value:
        if key not in _SERVER_VARIABLE_FIELDS and not key.startswith("x-"):
            yield unknown_field(
                key,
                (*path, key),
                "#/definitions/ServerVariable/additionalProperties",
                _SERVER_VARIABLE_FIELDS,
            )


def _check_path_item(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/PathItem`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/PathItem/type", "an object")
        return
    if "$ref" in value:
        ref = value["$ref"]
        if not isinstance(ref, str):
            yield wrong_type(
                ref, (*path, "$ref"), "#/definitions/PathItem/properties/$ref/type", "a string"
            )
    if "summary" in value:
        summary = value["summary"]
        if not isinstance(summary, str):
            yield wrong_type(
                summary,
                (*path, "summary"),
                "#/definitions/PathItem/properties/summary/type",
                "a string",
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                "#/definitions/PathItem/properties/description/type",
                "a string",
            )
    if "servers" in value:
        servers = value["servers"]
        if not isinstance(servers, list):
            yield wrong_type(
                servers,
                (*path, "servers"),
                "#/definitions/PathItem/properties/servers/type",
                "an array",
            )
        else:
            for index, item in enumerate(servers):
                yield from _check_server(item, (*path, "servers", index))
    if "parameters" in value:
        parameters = value["parameters"]
        if not isinstance(parameters, list):
            yield wrong_type(
                parameters,
                (*path, "parameters"),
                "#/definitions/PathItem/properties/parameters/type",
                "an array",
            )
        else:
            for index_2, item_2 in enumerate(parameters):
                if sum((_is_parameter(item_2), _is_reference(item_2))) != 1:
                    yield from not_one_of(
                        item_2,
                        (*path, "parameters", index_2),
                        "#/definitions/PathItem/properties/parameters/items/oneOf",
                        (
                            _check_parameter,
                            _check_reference,
                        ),
                    )
            if not is_unique(parameters):
                yield repeated(
                    parameters,
                    (*path, "parameters"),
                    "#/definitions/PathItem/properties/parameters/uniqueItems",
                )
    for key, item_3 in value.items():
        if _PATH_ITEM_PATTERN.search(key) is not None:
            yield from _check_operation(item_3, (*path, key))
        if (
            key not in _PATH_ITEM_FIELDS
            and _PATH_ITEM_PATTERN.search(key) is None
            and not key.startswith("x-")
        ):
            yield unknown_field(
                key, (*path, key), "#/definitions/PathItem/additionalProperties", _PATH_ITEM_FIELDS
            )


def _check_schema(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Schema`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/Schema/type", "an object")
        return
    if "title" in value:
        title = value["title"]
        if not isinstance(title, str):
            yield wrong_type(
                title, (*path, "title"), "#/definitions/Schema/properties/title/type", "a string"
            )
    if "multipleOf" in value:
        multiple_of = value["multipleOf"]
        if type(multiple_of) is not int and type(multiple_of) is not float:
            yield wrong_type(
                multiple_of,
                (*path, "multipleOf"),
                "#/definitions/Schema/properties/multipleOf/type",
                "a number",
            )
        elif multiple_of <= 0:
            yield not_above(
                multiple_of,
                (*path, "multipleOf"),
                "#/definitions/Schema/properties/multipleOf/minimum",
                0,
            )
    if "maximum" in value:
        maximum = value["maximum"]
        if type(maximum) is not int and type(maximum) is not float:
            yield wrong_type(
                maximum,
                (*path, "maximum"),
                "#/definitions/Schema/properties/maximum/type",
                "a number",
            )
    if "exclusiveMaximum" in value:
        exclusive_maximum = value["exclusiveMaximum"]
        if not isinstance(exclusive_maximum, bool):
            yield wrong_type(
                exclusive_maximum,
                (*path, "exclusiveMaximum"),
                "#/definitions/Schema/properties/exclusiveMaximum/type",
                "true or false",
            )
    if "minimum" in value:
        minimum = value["minimum"]
        if type(minimum) is not int and type(minimum) is not float:
            yield wrong_type(
                minimum,
                (*path, "minimum"),
                "#/definitions/Schema/properties/minimum/type",
                "a number",
            )
    if "exclusiveMinimum" in value:
        exclusive_minimum = value["exclusiveMinimum"]
        if not isinstance(exclusive_minimum, bool):
            yield wrong_type(
                exclusive_minimum,
                (*path, "exclusiveMinimum"),
                "#/definitions/Schema/properties/exclusiveMinimum/type",
                "true or false",
            )
    if "maxLength" in value:
        max_length = value["maxLength"]
        if type(max_length) is not int:
            yield wrong_type(
                max_length,
                (*path, "maxLength"),
                "#/definitions/Schema/properties/maxLength/type",
                "an integer",
            )
        elif max_length < 0:
            yield too_small(
                max_length,
                (*path, "maxLength"),
                "#/definitions/Schema/properties/maxLength/minimum",
                0,
            )
    if "minLength" in value:
        min_length = value["minLength"]
        if type(min_length) is not int:
            yield wrong_type(
                min_length,
                (*path, "minLength"),
                "#/definitions/Schema/properties/minLength/type",
                "an integer",
            )
        elif min_length < 0:
            yield too_small(
                min_length,
                (*path, "minLength"),
                "#/definitions/Schema/properties/minLength/minimum",
                0,
            )
    if "pattern" in value:
        pattern = value["pattern"]
        if not isinstance(pattern, str):
            yield wrong_type(
                pattern,
                (*path, "pattern"),
                "#/definitions/Schema/properties/pattern/type",
                "a string",
            )
    if "maxItems" in value:
        max_items = value["maxItems"]
        if type(max_items) is not int:
            yield wrong_type(
                max_items,
                (*path, "maxItems"),
                "#/definitions/Schema/properties/maxItems/type",
                "an integer",
            )
        elif max_items < 0:
            yield too_small(
                max_items,
                (*path, "maxItems"),
                "#/definitions/Schema/properties/maxItems/minimum",
                0,
            )
    if "minItems" in value:
        min_items = value["minItems"]
        if type(min_items) is not int:
            yield wrong_type(
                min_items,
                (*path, "minItems"),
                "#/definitions/Schema/properties/minItems/type",
                "an integer",
            )
        elif min_items < 0:
            yield too_small(
                min_items,
                (*path, "minItems"),
                "#/definitions/Schema/properties/minItems/minimum",
                0,
            )
    if "uniqueItems" in value:
        unique_items = value["uniqueItems"]
        if not isinstance(unique_items, bool):
            yield wrong_type(
                unique_items,
                (*path, "uniqueItems"),
                "#/definitions/Schema/properties/uniqueItems/type",
                "true or false",
            )
    if "maxProperties" in value:
        max_properties = value["maxProperties"]
        if type(max_properties) is not int:
            yield wrong_type(
                max_properties,
                (*path, "maxProperties"),
                "#/definitions/Schema/properties/maxProperties/type",
                "an integer",
            )
        elif max_properties < 0:
            yield too_small(
                max_properties,
                (*path, "maxProperties"),
                "#/definitions/Schema/properties/maxProperties/minimum",
                0,
            )
    if "minProperties" in value:
        min_properties = value["minProperties"]
        if type(min_properties) is not int:
            yield wrong_type(
                min_properties,
                (*path, "minProperties"),
                "#/definitions/Schema/properties/minProperties/type",
                "an integer",
            )
        elif min_properties < 0:
            yield too_small(
                min_properties,
                (*path, "minProperties"),
                "#/definitions/Schema/properties/minProperties/minimum",
                0,
            )
    if "required" in value:
        required = value["required"]
        if not isinstance(required, list):
            yield wrong_type(
                required,
                (*path, "required"),
                "#/definitions/Schema/properties/required/type",
                "an array",
            )
        else:
            if len(required) < 1:
                yield too_few_items(
                    required,
                    (*path, "required"),
                    "#/definitions/Schema/properties/required/minItems",
                    1,
                )
            for index, item in enumerate(required):
                if not isinstance(item, str):
                    yield wrong_type(
                        item,
                        (*path, "required", index),
                        "#/definitions/Schema/properties/required/items/type",
                        "a string",
                    )
            if not is_unique(required):
                yield repeated(
                    required,
                    (*path, "required"),
                    "#/definitions/Schema/properties/required/uniqueItems",
                )
    if "enum" in value:
        enum = value["enum"]
        if not isinstance(enum, list):
            yield wrong_type(
                enum, (*path, "enum"), "#/definitions/Schema/properties/enum/type", "an array"
            )
        elif len(enum) < 1:
            yield too_few_items(
                enum, (*path, "enum"), "#/definitions/Schema/properties/enum/minItems", 1
            )
    if "type" in value:
        type_ = value["type"]
        if not isinstance(type_, str):
            yield wrong_type(
                type_, (*path, "type"), "#/definitions/Schema/properties/type/type", "a string"
            )
        elif type_ not in _SCHEMA_TYPE_SET:
            yield not_listed(
                type_, (*path, "type"), "#/definitions/Schema/properties/type/enum", _SCHEMA_TYPE
            )
    if "not" in value:
        not_ = value["not"]
        if sum((_is_schema(not_), _is_reference(not_))) != 1:
            yield from not_one_of(
                not_,
                (*path, "not"),
                "#/definitions/Schema/properties/not/oneOf",
                (
                    _check_schema,
                    _check_reference,
                ),
            )
    if "allOf" in value:
        all_of = value["allOf"]
        if not isinstance(all_of, list):
            yield wrong_type(
                all_of, (*path, "allOf"), "#/definitions/Schema/properties/allOf/type", "an array"
            )
        else:
            for index_3, item_3 in enumerate(all_of):
                if sum((_is_schema(item_3), _is_reference(item_3))) != 1:
                    yield from not_one_of(
                        item_3,
                        (*path, "allOf", index_3),
                        "#/definitions/Schema/properties/allOf/items/oneOf",
                        (
                            _check_schema,
                            _check_reference,
                        ),
                    )
    if "oneOf" in value:
        one_of = value["oneOf"]
        if not isinstance(one_of, list):
            yield wrong_type(
                one_of, (*path, "oneOf"), "#/definitions/Schema/properties/oneOf/type", "an array"
            )
        else:
            for index_4, item_4 in enumerate(one_of):
                if sum((_is_schema(item_4), _is_reference(item_4))) != 1:
                    yield from not_one_of(
                        item_4,
                        (*path, "oneOf", index_4),
                        "#/definitions/Schema/properties/oneOf/items/oneOf",
                        (
                            _check_schema,
                            _check_reference,
                        ),
                    )
    if "anyOf" in value:
        any_of = value["anyOf"]
        if not isinstance(any_of, list):
            yield wrong_type(
                any_of, (*path, "anyOf"), "#/definitions/Schema/properties/anyOf/type", "an array"
            )
        else:
            for index_5, item_5 in enumerate(any_of):
                if sum((_is_schema(item_5), _is_reference(item_5))) != 1:
                    yield from not_one_of(
                        item_5,
                        (*path, "anyOf", index_5),
                        "#/definitions/Schema/properties/anyOf/items/oneOf",
                        (
                            _check_schema,
                            _check_reference,
                        ),
                    )
    if "items" in value:
        items = value["items"]
        if sum((_is_schema(items), _is_reference(items))) != 1:
            yield from not_one_of(
                items,
                (*path, "items"),
                "#/definitions/Schema/properties/items/oneOf",
                (
                    _check_schema,
                    _check_reference,
                ),
            )
    if "properties" in value:
        properties = value["properties"]
        if not isinstance(properties, dict):
            yield wrong_type(
                properties,
                (*path, "properties"),
                "#/definitions/Schema/properties/properties/type",
                "an object",
            )
        else:
            for key, item_6 in properties.items():
                if sum((_is_schema(item_6), _is_reference(item_6))) != 1:
                    yield from not_one_of(
                        item_6,
                        (*path, "properties", key),
                        "#/definitions/Schema/properties/properties/additionalProperties/oneOf",
                        (
                            _check_schema,
                            _check_reference,
                        ),
                    )
    if "additionalProperties" in value:
        additional_properties = value["additionalProperties"]
        if (
            sum(
                (
                    _is_schema(additional_properties),
                    _is_reference(additional_properties),
                    isinstance(additional_properties, bool),
                )
            )
            != 1
        ):
            yield from not_one_of(
                additional_properties,
                (*path, "additionalProperties"),
                "#/definitions/Schema/properties/additionalProperties/oneOf",
                (
                    _check_schema,
                    _check_reference,
                    _check_schema_value_one_of_2,
                ),
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                "#/definitions/Schema/properties/description/type",
                "a string",
            )
    if "format" in value:
        format_ = value["format"]
        if not isinstance(format_, str):
            yield wrong_type(
                format_,
                (*path, "format"),
                "#/definitions/Schema/properties/format/type",
                "a string",
            )
    if "nullable" in value:
        nullable = value["nullable"]
        if not isinstance(nullable, bool):
            yield wrong_type(
                nullable,
                (*path, "nullable"),
                "#/definitions/Schema/properties/nullable/type",
                "true or false",
            )
    if "discriminator" in value:
        discriminator = value["discriminator"]
        yield from _check_discriminator(discriminator, (*path, "discriminator"))
    if "readOnly" in value:
        read_only = value["readOnly"]
        if not isinstance(read_only, bool):
            yield wrong_type(
                read_only,
                (*path, "readOnly"),
                "#/definitions/Schema/properties/readOnly/type",
                "true or false",
            )
    if "writeOnly" in value:
        write_only = value["writeOnly"]
        if not isinstance(write_only, bool):
            yield wrong_type(
                write_only,
                (*path, "writeOnly"),
                "#/definitions/Schema/properties/writeOnly/type",
                "true or false",
            )
    if "externalDocs" in value:
        external_docs = value["externalDocs"]
        yield from _check_external_documentation(external_docs, (*path, "externalDocs"))
    if "deprecated" in value:
        deprecated = value["deprecated"]
        if not isinstance(deprecated, bool):
            yield wrong_type(
                deprecated,
                (*path, "deprecated"),
                "#/definitions/Schema/properties/deprecated/type",
                "true or false",
            )
    if "xml" in value:
        xml = value["xml"]
        yield from _check_xml(xml, (*path, "xml"))
    for key_2 in value:
        if key_2 not in _SCHEMA_FIELDS and not key_2.startswith("x-"):
            yield unknown_field(
                key_2, (*path, key_2), "#/definitions/Schema/additionalProperties", _SCHEMA_FIELDS
            )


def _check_reference(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Reference`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/Reference/type", "an object")
        return
    if "$ref" not in value:
        yield missing(value, path, "#/definitions/Reference/required", "$ref")
    for key, item in value.items():
        if _REFERENCE_PATTERN.search(key) is not None and not isinstance(item, str):
            yield wrong_type(
                item,
                (*path, key),
                "#/definitions/Reference/patternProperties/^\\$ref$/type",
                "a string",
            )


def _check_response(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Response`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/Response/type", "an object")
        return
    if "description" not in value:
        yield missing(value, path, "#/definitions/Response/required", "description")
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                "#/definitions/Response/properties/description/type",
                "a string",
            )
    if "headers" in value:
        headers = value["headers"]
        if not isinstance(headers, dict):
            yield wrong_type(
                headers,
                (*path, "headers"),
                "#/definitions/Response/properties/headers/type",
                "an object",
            )
        else:
            for key, item in headers.items():
                if sum((_is_header(item), _is_reference(item))) != 1:
                    yield from not_one_of(
                        item,
                        (*path, "headers", key),
                        "#/definitions/Response/properties/headers/additionalProperties/oneOf",
                        (
                            _check_header,
                            _check_reference,
                        ),
                    )
    if "content" in value:
        content = value["content"]
        if not isinstance(content, dict):
            yield wrong_type(
                content,
                (*path, "content"),
                "#/definitions/Response/properties/content/type",
                "an object",
            )
        else:
            for key_2, item_2 in content.items():
                yield from _check_media_type(item_2, (*path, "content", key_2))
    if "links" in value:
        links = value["links"]
        if not isinstance(links, dict):
            yield wrong_type(
                links, (*path, "links"), "#/definitions/Response/properties/links/type", "an object"
            )
        else:
            for key_3, item_3 in links.items():
                if sum((_is_link(item_3), _is_reference(item_3))) != 1:
                    yield from not_one_of(
                        item_3,
                        (*path, "links", key_3),
                        "#/definitions/Response/properties/links/additionalProperties/oneOf",
                        (
                            _check_link,
                            _check_reference,
                        ),
                    )
    for key_4 in value:
        if key_4 not in _RESPONSE_FIELDS and not key_4.startswith("x-"):
            yield unknown_field(
                key_4,
                (*path, key_4),
                "#/definitions/Response/additionalProperties",
                _RESPONSE_FIELDS,
            )


def _check_parameter(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Parameter`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/Parameter/type", "an object")
        return
    if "name" not in value:
        yield missing(value, path, "#/definitions/Parameter/required", "name")
    if "in" not in value:
        yield missing(value, path, "#/definitions/Parameter/required", "in")
    if "name" in value:
        name = value["name"]
        if not isinstance(name, str):
            yield wrong_type(
                name, (*path, "name"), "#/definitions/Parameter/properties/name/type", "a string"
            )
    if "in" in value:
        in_ = value["in"]
        if not isinstance(in_, str):
            yield wrong_type(
                in_, (*path, "in"), "#/definitions/Parameter/properties/in/type", "a string"
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                "#/definitions/Parameter/properties/description/type",
                "a string",
            )
    if "required" in value:
        required = value["required"]
        if not isinstance(required, bool):
            yield wrong_type(
                required,
                (*path, "required"),
                "#/definitions/Parameter/properties/required/type",
                "true or false",
            )
    if "deprecated" in value:
        deprecated = value["deprecated"]
        if not isinstance(deprecated, bool):
            yield wrong_type(
                deprecated,
                (*path, "deprecated"),
                "#/definitions/Parameter/properties/deprecated/type",
                "true or false",
            )
    if "allowEmptyValue" in value:
        allow_empty_value = value["allowEmptyValue"]
        if not isinstance(allow_empty_value, bool):
            yield wrong_type(
                allow_empty_value,
                (*path, "allowEmptyValue"),
                "#/definitions/Parameter/properties/allowEmptyValue/type",
                "true or false",
            )
    if "style" in value:
        style = value["style"]
        if not isinstance(style, str):
            yield wrong_type(
                style, (*path, "style"), "#/definitions/Parameter/properties/style/type", "a string"
            )
    if "explode" in value:
        explode = value["explode"]
        if not isinstance(explode, bool):
            yield wrong_type(
                explode,
                (*path, "explode"),
                "#/definitions/Parameter/properties/explode/type",
                "true or false",
            )
    if "allowReserved" in value:
        allow_reserved = value["allowReserved"]
        if not isinstance(allow_reserved, bool):
            yield wrong_type(
                allow_reserved,
                (*path, "allowReserved"),
                "#/definitions/Parameter/properties/allowReserved/type",
                "true or false",
            )
    if "schema" in value:
        schema = value["schema"]
        if sum((_is_schema(schema), _is_reference(schema))) != 1:
            yield from not_one_of(
                schema,
                (*path, "schema"),
                "#/definitions/Parameter/properties/schema/oneOf",
                (
                    _check_schema,
                    _check_reference,
                ),
            )
    if "content" in value:
        content = value["content"]
        if not isinstance(content, dict):
            yield wrong_type(
                content,
                (*path, "content"),
                "#/definitions/Parameter/properties/content/type",
                "an object",
            )
        else:
            if len(content) < 1:
                yield too_few_fields(
                    content,
                    (*path, "content"),
                    "#/definitions/Parameter/properties/content/minProperties",
                    1,
                )
            if len(content) > 1:
                yield too_many_fields(
                    content,
                    (*path, "content"),
                    "#/definitions/Parameter/properties/content/maxProperties",
                    1,
                )
            for key, item in content.items():
                yield from _check_media_type(item, (*path, "content", key))
    if "examples" in value:
        examples = value["examples"]
        if not isinstance(examples, dict):
            yield wrong_type(
                examples,
                (*path, "examples"),
                "#/definitions/Parameter/properties/examples/type",
                "an object",
            )
        else:
            for key_2, item_2 in examples.items():
                if sum((_is_example(item_2), _is_reference(item_2))) != 1:
                    yield from not_one_of(
                        item_2,
                        (*path, "examples", key_2),
                        "#/definitions/Parameter/properties/examples/additionalProperties/oneOf",
                        (
                            _check_example,
                            _check_reference,
                        ),
                    )
    for key_3 in value:
        if key_3 not in _PARAMETER_FIELDS and not key_3.startswith("x-"):
            yield unknown_field(
                key_3,
                (*path, key_3),
                "#/definitions/Parameter/additionalProperties",
                _PARAMETER_FIELDS,
            )
    yield from _check_example_xor_examples(value, path)
    yield from _check_schema_xor_content(value, path)
    yield from _check_parameter_location(value, path)


def _check_example(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Example`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/Example/type", "an object")
        return
    if "summary" in value:
        summary = value["summary"]
        if not isinstance(summary, str):
            yield wrong_type(
                summary,
                (*path, "summary"),
                "#/definitions/Example/properties/summary/type",
                "a string",
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                "#/definitions/Example/properties/description/type",
                "a string",
            )
    if "externalValue" in value:
        external_value = value["externalValue"]
        if not isinstance(external_value, str):
            yield wrong_type(
                external_value,
                (*path, "externalValue"),
                "#/definitions/Example/properties/externalValue/type",
                "a string",
            )
    for key in value:
        if key not in _EXAMPLE_FIELDS and not key.startswith("x-"):
            yield unknown_field(
                key, (*path, key), "#/definitions/Example/additionalProperties", _EXAMPLE_FIELDS
            )


def _check_request_body(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/RequestBody`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/RequestBody/type", "an object")
        return
    if "content" not in value:
        yield missing(value, path, "#/definitions/RequestBody/required", "content")
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                "#/definitions/RequestBody/properties/description/type",
                "a string",
            )
    if "content" in value:
        content = value["content"]
        if not isinstance(content, dict):
            yield wrong_type(
                content,
                (*path, "content"),
                "#/definitions/RequestBody/properties/content/type",
                "an object",
            )
        else:
            for key, item in content.items():
                yield from _check_media_type(item, (*path, "content", key))
    if "required" in value:
        required = value["required"]
        if not isinstance(required, bool):
            yield wrong_type(
                required,
                (*path, "required"),
                "#/definitions/RequestBody/properties/required/type",
                "true or false",
            )
    for key_2 in value:
        if key_2 not in _REQUEST_BODY_FIELDS and not key_2.startswith("x-"):
            yield unknown_field(
                key_2,
                (*path, key_2),
                "#/definitions/RequestBody/additionalProperties",
                _REQUEST_BODY_FIELDS,
            )


def _check_header(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Header`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/Header/type", "an object")
        return
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                "#/definitions/Header/properties/description/type",
                "a string",
            )
    if "required" in value:
        required = value["required"]
        if not isinstance(required, bool):
            yield wrong_type(
                required,
                (*path, "required"),
                "#/definitions/Header/properties/required/type",
                "true or false",
            )
    if "deprecated" in value:
        deprecated = value["deprecated"]
        if not isinstance(deprecated, bool):
            yield wrong_type(
                deprecated,
                (*path, "deprecated"),
                "#/definitions/Header/properties/deprecated/type",
                "true or false",
            )
    if "allowEmptyValue" in value:
        allow_empty_value = value["allowEmptyValue"]
        if not isinstance(allow_empty_value, bool):
            yield wrong_type(
                allow_empty_value,
                (*path, "allowEmptyValue"),
                "#/definitions/Header/properties/allowEmptyValue/type",
                "true or false",
            )
    if "style" in value:
        style = value["style"]
        if not isinstance(style, str):
            yield wrong_type(
                style, (*path, "style"), "#/definitions/Header/properties/style/type", "a string"
            )
        elif style != "simple":
            yield not_listed(
                style, (*path, "style"), "#/definitions/Header/properties/style/enum", _HEADER_STYLE
            )
    if "explode" in value:
        explode = value["explode"]
        if not isinstance(explode, bool):
            yield wrong_type(
                explode,
                (*path, "explode"),
                "#/definitions/Header/properties/explode/type",
                "true or false",
            )
    if "allowReserved" in value:
        allow_reserved = value["allowReserved"]
        if not isinstance(allow_reserved, bool):
            yield wrong_type(
                allow_reserved,
                (*path, "allowReserved"),
                "#/definitions/Header/properties/allowReserved/type",
                "true or false",
            )
    if "schema" in value:
        schema = value["schema"]
        if sum((_is_schema(schema), _is_reference(schema))) != 1:
            yield from not_one_of(
                schema,
                (*path, "schema"),
                "#/definitions/Header/properties/schema/oneOf",
                (
                    _check_schema,
                    _check_reference,
                ),
            )
    if "content" in value:
        content = value["content"]
        if not isinstance(content, dict):
            yield wrong_type(
                content,
                (*path, "content"),
                "#/definitions/Header/properties/content/type",
                "an object",
            )
        else:
            if len(content) < 1:
                yield too_few_fields(
                    content,
                    (*path, "content"),
                    "#/definitions/Header/properties/content/minProperties",
                    1,
                )
            if len(content) > 1:
                yield too_many_fields(
                    content,
                    (*path, "content"),
                    "#/definitions/Header/properties/content/maxProperties",
                    1,
                )
            for key, item in content.items():
                yield from _check_media_type(item, (*path, "content", key))
    if "examples" in value:
        examples = value["examples"]
        if not isinstance(examples, dict):
            yield wrong_type(
                examples,
                (*path, "examples"),
                "#/definitions/Header/properties/examples/type",
                "an object",
            )
        else:
            for key_2, item_2 in examples.items():
                if sum((_is_example(item_2), _is_reference(item_2))) != 1:
                    yield from not_one_of(
                        item_2,
                        (*path, "examples", key_2),
                        "#/definitions/Header/properties/examples/additionalProperties/oneOf",
                        (
                            _check_example,
                            _check_reference,
                        ),
                    )
    for key_3 in value:
        if key_3 not in _HEADER_FIELDS and not key_3.startswith("x-"):
            yield unknown_field(
                key_3, (*path, key_3), "#/definitions/Header/additionalProperties", _HEADER_FIELDS
            )
    yield from _check_example_xor_examples(value, path)
    yield from _check_schema_xor_content(value, path)


def _check_security_scheme(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/SecurityScheme`."""
    if (
        sum(
            (
                _is_api_key_security_scheme(value),
                _is_http_security_scheme(value),
                _is_o_auth2_security_scheme(value),
                _is_open_id_connect_security_scheme(value),
            )
        )
        != 1
    ):
        yield from not_one_of(
            value,
            path,
            "#/definitions/SecurityScheme/oneOf",
            (
                _check_api_key_security_scheme,
                _check_http_security_scheme,
                _check_o_auth2_security_scheme,
                _check_open_id_connect_security_scheme,
            ),
            tag="type",
        )


def _check_link(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Link`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/Link/type", "an object")
        return
    if "operationId" in value:
        operation_id = value["operationId"]
        if not isinstance(operation_id, str):
            yield wrong_type(
                operation_id,
                (*path, "operationId"),
                "#/definitions/Link/properties/operationId/type",
                "a string",
            )
    if "operationRef" in value:
        operation_ref = value["operationRef"]
        if not isinstance(operation_ref, str):
            yield wrong_type(
                operation_ref,
                (*path, "operationRef"),
                "#/definitions/Link/properties/operationRef/type",
                "a string",
            )
    if "parameters" in value:
        parameters = value["parameters"]
        if not isinstance(parameters, dict):
            yield wrong_type(
                parameters,
                (*path, "parameters"),
                "#/definitions/Link/properties/parameters/type",
                "an object",
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                "#/definitions/Link/properties/description/type",
                "a string",
            )
    if "server" in value:
        server = value["server"]
        yield from _check_server(server, (*path, "server"))
    for key_2 in value:
        if key_2 not in _LINK_FIELDS and not key_2.startswith("x-"):
            yield unknown_field(
                key_2, (*path, key_2), "#/definitions/Link/additionalProperties", _LINK_FIELDS
            )
    if "operationId" in value and "operationRef" in value:
        yield denied(value, path, "#/definitions/Link/not")


def _check_callback(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Callback`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/Callback/type", "an object")
        return
    for key, item in value.items():
        if not key.startswith("x-"):
            yield from _check_path_item(item, (*path, key))


def _is_operation(value: object) -> bool:
    """Check a value against `#/definitions/Operation`."""
    if not isinstance(value, dict):
        return False
    if "responses" not in value:
        return False
    responses = value["responses"]
    if not _is_responses(responses):
        return False
    if "tags" in value:
        tags = value["tags"]
        if not isinstance(tags, list):
            return False
        for item in tags:
            if not isinstance(item, str):
                return False
    if "summary" in value:
        summary = value["summary"]
        if not isinstance(summary, str):
            return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    if "externalDocs" in value:
        external_docs = value["externalDocs"]
        if not _is_external_documentation(external_docs):
            return False
    if "operationId" in value:
        operation_id = value["operationId"]
        if not isinstance(operation_id, str):
            return False
    if "parameters" in value:
        parameters = value["parameters"]
        if not isinstance(parameters, list):
            return False
        for item_2 in parameters:
            if sum((_is_parameter(item_2), _is_reference(item_2))) != 1:
                return False
        if not is_unique(parameters):
            return False
    if "requestBody" in value:
        request_body = value["requestBody"]
        if sum((_is_request_body(request_body), _is_reference(request_body))) != 1:
            return False
    if "callbacks" in value:
        callbacks = value["callbacks"]
        if not isinstance(callbacks, dict):
            return False
        for item_3 in callbacks.values():
            if sum((_is_callback(item_3), _is_reference(item_3))) != 1:
                return False
    if "deprecated" in value:
        deprecated = value["deprecated"]
        if not isinstance(deprecated, bool):
            return False
    if "security" in value:
        security = value["security"]
        if not isinstance(security, list):
            return False
        for item_4 in security:
            if not _is_security_requirement(item_4):
                return False
    if "servers" in value:
        servers = value["servers"]
        if not isinstance(servers, list):
            return False
        for item_5 in servers:
            if not _is_server(item_5):
                return False
    return all(key_2 in _OPERATION_FIELDS or key_2.startswith("x-") for key_2 in value)


def _is_discriminator(value: object) -> bool:
    """Check a value against `#/definitions/Discriminator`."""
    if not isinstance(value, dict):
        return False
    if "propertyName" not in value:
        return False
    property_name = value["propertyName"]
    if not isinstance(property_name, str):
        return False
    if "mapping" in value:
        mapping = value["mapping"]
        if not isinstance(mapping, dict):
            return False
        for item in mapping.values():
            if not isinstance(item, str):
                return False
    return True


def _is_xml(value: object) -> bool:
    """Check a value against `#/definitions/XML`."""
    if not isinstance(value, dict):
        return False
    if "name" in value:
        name = value["name"]
        if not isinstance(name, str):
            return False
    if "namespace" in value:
        namespace = value["namespace"]
        if not isinstance(namespace, str):
            return False
    if "prefix" in value:
        prefix = value["prefix"]
        if not isinstance(prefix, str):
            return False
    if "attribute" in value:
        attribute = value["attribute"]
        if not isinstance(attribute, bool):
            return False
    if "wrapped" in value:
        wrapped = value["wrapped"]
        if not isinstance(wrapped, bool):
            return False
    return all(key in _XML_FIELDS or key.startswith("x-") for key in value)


def _is_media_type(value: object) -> bool:
    """Check a value against `#/definitions/MediaType`."""
    if not isinstance(value, dict):
        return False
    if "schema" in value:
        schema = value["schema"]
        if sum((_is_schema(schema), _is_reference(schema))) != 1:
            return False
    if "examples" in value:
        examples = value["examples"]
        if not isinstance(examples, dict):
            return False
        for item in examples.values():
            if sum((_is_example(item), _is_reference(item))) != 1:
                return False
    if "encoding" in value:
        encoding = value["encoding"]
        if not isinstance(encoding, dict):
            return False
        for item_2 in encoding.values():
            if not _is_encoding(item_2):
                return False
    for key_3 in value:
        if key_3 not in _MEDIA_TYPE_FIELDS and not key_3.startswith("x-"):
            return False
    return _is_example_xor_examples(value)


def _is_example_xor_examples(value: object) -> bool:
    """Check a value against `#/definitions/ExampleXORExamples`."""
    return not _is_example_xor_examples_not(value)


def _is_schema_xor_content(value: object) -> bool:
    """Check a value against `#/definitions/SchemaXORContent`."""
    if (
        sum(
            (
                not isinstance(value, dict) or "schema" in value,
                _is_schema_xor_content_one_of_1(value),
            )
        )
        != 1
    ):
        return False
    return not _is_schema_xor_content_not(value)


def _is_parameter_location(value: object) -> bool:
    """Check a value against `#/definitions/ParameterLocation`."""
    return (
        sum(
            (
                _is_parameter_location_one_of_0(value),
                _is_parameter_location_one_of_1(value),
                _is_parameter_location_one_of_2(value),
                _is_parameter_location_one_of_3(value),
            )
        )
        == 1
    )


def _is_api_key_security_scheme(value: object) -> bool:
    """Check a value against `#/definitions/APIKeySecurityScheme`."""
    if not isinstance(value, dict):
        return False
    if "type" not in value:
        return False
    if "name" not in value:
        return False
    if "in" not in value:
        return False
    type_ = value["type"]
    if not isinstance(type_, str) or type_ != "apiKey":
        return False
    name = value["name"]
    if not isinstance(name, str):
        return False
    in_ = value["in"]
    if not isinstance(in_, str) or in_ not in _API_KEY_SECURITY_SCHEME_IN_SET:
        return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    return all(key in _API_KEY_SECURITY_SCHEME_FIELDS or key.startswith("x-") for key in value)


def _is_http_security_scheme(value: object) -> bool:
    """Check a value against `#/definitions/HTTPSecurityScheme`."""
    if not isinstance(value, dict):
        return False
    if "scheme" not in value:
        return False
    if "type" not in value:
        return False
    scheme = value["scheme"]
    if not isinstance(scheme, str):
        return False
    type_ = value["type"]
    if not isinstance(type_, str) or type_ != "http":
        return False
    if "bearerFormat" in value:
        bearer_format = value["bearerFormat"]
        if not isinstance(bearer_format, str):
            return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    for key in value:
        if key not in _HTTP_SECURITY_SCHEME_FIELDS and not key.startswith("x-"):
            return False
    return (
        sum((_is_http_security_scheme_one_of_0(value), _is_http_security_scheme_one_of_1(value)))
        == 1
    )


def _is_o_auth2_security_scheme(value: object) -> bool:
    """Check a value against `#/definitions/OAuth2SecurityScheme`."""
    if not isinstance(value, dict):
        return False
    if "type" not in value:
        return False
    if "flows" not in value:
        return False
    type_ = value["type"]
    if not isinstance(type_, str) or type_ != "oauth2":
        return False
    flows = value["flows"]
    if not _is_o_auth_flows(flows):
        return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    return all(key in _O_AUTH2_SECURITY_SCHEME_FIELDS or key.startswith("x-") for key in value)


def _is_open_id_connect_security_scheme(value: object) -> bool:
    """Check a value against `#/definitions/OpenIdConnectSecurityScheme`."""
    if not isinstance(value, dict):
        return False
    if "type" not in value:
        return False
    if "openIdConnectUrl" not in value:
        return False
    type_ = value["type"]
    if not isinstance(type_, str) or type_ != "openIdConnect":
        return False
    open_id_connect_url = value["openIdConnectUrl"]
    if not isinstance(open_id_connect_url, str):
        return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    return all(
        key in _OPEN_ID_CONNECT_SECURITY_SCHEME_FIELDS or key.startswith("x-") for key in value
    )


def _check_operation(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Operation`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/Operation/type", "an object")
        return
    if "responses" not in value:
        yield missing(value, path, "#/definitions/Operation/required", "responses")
    if "tags" in value:
        tags = value["tags"]
        if not isinstance(tags, list):
            yield wrong_type(
                tags, (*path, "tags"), "#/definitions/Operation/properties/tags/type", "an array"
            )
        else:
            for index, item in enumerate(tags):
                if not isinstance(item, str):
                    yield wrong_type(
                        item,
                        (*path, "tags", index),
                        "#/definitions/Operation/properties/tags/items/type",
                        "a string",
                    )
    if "summary" in value:
        summary = value["summary"]
        if not isinstance(summary, str):
            yield wrong_type(
                summary,
                (*path, "summary"),
                "#/definitions/Operation/properties/summary/type",
                "a string",
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                "#/definitions/Operation/properties/description/type",
                "a string",
            )
    if "externalDocs" in value:
        external_docs = value["externalDocs"]
        yield from _check_external_documentation(external_docs, (*path, "externalDocs"))
    if "operationId" in value:
        operation_id = value["operationId"]
        if not isinstance(operation_id, str):
            yield wrong_type(
                operation_id,
                (*path, "operationId"),
                "#/definitions/Operation/properties/operationId/type",
                "a string",
            )
    if "parameters" in value:
        parameters = value["parameters"]
        if not isinstance(parameters, list):
            yield wrong_type(
                parameters,
                (*path, "parameters"),
                "#/definitions/Operation/properties/parameters/type",
                "an array",
            )
        else:
            for index_2, item_2 in enumerate(parameters):
                if sum((_is_parameter(item_2), _is_reference(item_2))) != 1:
                    yield from not_one_of(
                        item_2,
                        (*path, "parameters", index_2),
                        "#/definitions/Operation/properties/parameters/items/oneOf",
                        (
                            _check_parameter,
                            _check_reference,
                        ),
                    )
            if not is_unique(parameters):
                yield repeated(
                    parameters,
                    (*path, "parameters"),
                    "#/definitions/Operation/properties/parameters/uniqueItems",
                )
    if "requestBody" in value:
        request_body = value["requestBody"]
        if sum((_is_request_body(request_body), _is_reference(request_body))) != 1:
            yield from not_one_of(
                request_body,
                (*path, "requestBody"),
                "#/definitions/Operation/properties/requestBody/oneOf",
                (
                    _check_request_body,
                    _check_reference,
                ),
            )
    if "responses" in value:
        responses = value["responses"]
        yield from _check_responses(responses, (*path, "responses"))
    if "callbacks" in value:
        callbacks = value["callbacks"]
        if not isinstance(callbacks, dict):
            yield wrong_type(
                callbacks,
                (*path, "callbacks"),
                "#/definitions/Operation/properties/callbacks/type",
                "an object",
            )
        else:
            for key, item_3 in callbacks.items():
                if sum((_is_callback(item_3), _is_reference(item_3))) != 1:
                    yield from not_one_of(
                        item_3,
                        (*path, "callbacks", key),
                        ("#/definitions/Operation/properties/callbacks/additionalProperties/oneOf"),
                        (
                            _check_callback,
                            _check_reference,
                        ),
                    )
    if "deprecated" in value:
        deprecated = value["deprecated"]
        if not isinstance(deprecated, bool):
            yield wrong_type(
                deprecated,
                (*path, "deprecated"),
                "#/definitions/Operation/properties/deprecated/type",
                "true or false",
            )
    if "security" in value:
        security = value["security"]
        if not isinstance(security, list):
            yield wrong_type(
                security,
                (*path, "security"),
                "#/definitions/Operation/properties/security/type",
                "an array",
            )
        else:
            for index_3, item_4 in enumerate(security):
                yield from _check_security_requirement(item_4, (*path, "security", index_3))
    if "servers" in value:
        servers = value["servers"]
        if not isinstance(servers, list):
            yield wrong_type(
                servers,
                (*path, "servers"),
                "#/definitions/Operation/properties/servers/type",
                "an array",
            )
        else:
            for index_4, item_5 in enumerate(servers):
                yield from _check_server(item_5, (*path, "servers", index_4))
    for key_2 in value:
        if key_2 not in _OPERATION_FIELDS and not key_2.startswith("x-"):
            yield unknown_field(
                key_2,
                (*path, key_2),
                "#/definitions/Operation/additionalProperties",
                _OPERATION_FIELDS,
            )


def _check_schema_value_one_of_2(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Schema/properties/additionalProperties/oneOf/2`."""
    if not isinstance(value, bool):
        yield wrong_type(
            value,
            path,
            "#/definitions/Schema/properties/additionalProperties/oneOf/2/type",
            "true or false",
        )


def _check_discriminator(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Discriminator`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/Discriminator/type", "an object")
        return
    if "propertyName" not in value:
        yield missing(value, path, "#/definitions/Discriminator/required", "propertyName")
    if "propertyName" in value:
        property_name = value["propertyName"]
        if not isinstance(property_name, str):
            yield wrong_type(
                property_name,
                (*path, "propertyName"),
                "#/definitions/Discriminator/properties/propertyName/type",
                "a string",
            )
    if "mapping" in value:
        mapping = value["mapping"]
        if not isinstance(mapping, dict):
            yield wrong_type(
                mapping,
                (*path, "mapping"),
                "#/definitions/Discriminator/properties/mapping/type",
                "an object",
            )
        else:
            for key, item in mapping.items():
                if not isinstance(item, str):
                    yield wrong_type(
                        item,
                        (*path, "mapping", key),
                        (
                            "#/definitions/Discriminator/properties/mapping/additionalProperties/"
                            "type"
                        ),
                        "a string",
                    )


def _check_xml(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/XML`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/XML/type", "an object")
        return
    if "name" in value:
        name = value["name"]
        if not isinstance(name, str):
            yield wrong_type(
                name, (*path, "name"), "#/definitions/XML/properties/name/type", "a string"
            )
    if "namespace" in value:
        namespace = value["namespace"]
        if not isinstance(namespace, str):
            yield wrong_type(
                namespace,
                (*path, "namespace"),
                "#/definitions/XML/properties/namespace/type",
                "a string",
            )
    if "prefix" in value:
        prefix = value["prefix"]
        if not isinstance(prefix, str):
            yield wrong_type(
                prefix, (*path, "prefix"), "#/definitions/XML/properties/prefix/type", "a string"
            )
    if "attribute" in value:
        attribute = value["attribute"]
        if not isinstance(attribute, bool):
            yield wrong_type(
                attribute,
                (*path, "attribute"),
                "#/definitions/XML/properties/attribute/type",
                "true or false",
            )
    if "wrapped" in value:
        wrapped = value["wrapped"]
        if not isinstance(wrapped, bool):
            yield wrong_type(
                wrapped,
                (*path, "wrapped"),
                "#/definitions/XML/properties/wrapped/type",
                "true or false",
            )
    for key in value:
        if key not in _XML_FIELDS and not key.startswith("x-"):
            yield unknown_field(
                key, (*path, key), "#/definitions/XML/additionalProperties", _XML_FIELDS
            )


def _check_media_type(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/MediaType`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/MediaType/type", "an object")
        return
    if "schema" in value:
        schema = value["schema"]
        if sum((_is_schema(schema), _is_reference(schema))) != 1:
            yield from not_one_of(
                schema,
                (*path, "schema"),
                "#/definitions/MediaType/properties/schema/oneOf",
                (
                    _check_schema,
                    _check_reference,
                ),
            )
    if "examples" in value:
        examples = value["examples"]
        if not isinstance(examples, dict):
            yield wrong_type(
                examples,
                (*path, "examples"),
                "#/definitions/MediaType/properties/examples/type",
                "an object",
            )
        else:
            for key, item in examples.items():
                if sum((_is_example(item), _is_reference(item))) != 1:
                    yield from not_one_of(
                        item,
                        (*path, "examples", key),
                        "#/definitions/MediaType/properties/examples/additionalProperties/oneOf",
                        (
                            _check_example,
                            _check_reference,
                        ),
                    )
    if "encoding" in value:
        encoding = value["encoding"]
        if not isinstance(encoding, dict):
            yield wrong_type(
                encoding,
                (*path, "encoding"),
                "#/definitions/MediaType/properties/encoding/type",
                "an object",
            )
        else:
            for key_2, item_2 in encoding.items():
                yield from _check_encoding(item_2, (*path, "encoding", key_2))
    for key_3 in value:
        if key_3 not in _MEDIA_TYPE_FIELDS and not key_3.startswith("x-"):
            yield unknown_field(
                key_3,
                (*path, key_3),
                "#/definitions/MediaType/additionalProperties",
                _MEDIA_TYPE_FIELDS,
            )
    yield from _check_example_xor_examples(value, path)


def _check_example_xor_examples(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/ExampleXORExamples`."""
    if _is_example_xor_examples_not(value):
        yield denied(value, path, "#/definitions/ExampleXORExamples/not")


def _check_schema_xor_content(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/SchemaXORContent`."""
    if (
        sum(
            (
                not isinstance(value, dict) or "schema" in value,
                _is_schema_xor_content_one_of_1(value),
            )
        )
        != 1
    ):
        yield from not_one_of(
            value,
            path,
            "#/definitions/SchemaXORContent/oneOf",
            (
                _check_schema_xor_content_one_of_0,
                _check_schema_xor_content_one_of_1,
            ),
        )
    if _is_schema_xor_content_not(value):
        yield denied(value, path, "#/definitions/SchemaXORContent/not")


def _check_parameter_location(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/ParameterLocation`."""
    if (
        sum(
            (
                _is_parameter_location_one_of_0(value),
                _is_parameter_location_one_of_1(value),
                _is_parameter_location_one_of_2(value),
                _is_parameter_location_one_of_3(value),
            )
        )
        != 1
    ):
        yield from not_one_of(
            value,
            path,
            "#/definitions/ParameterLocation/oneOf",
            (
                _check_parameter_location_one_of_0,
                _check_parameter_location_one_of_1,
                _check_parameter_location_one_of_2,
                _check_parameter_location_one_of_3,
            ),
            tag="in",
        )


def _check_api_key_security_scheme(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/APIKeySecurityScheme`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/APIKeySecurityScheme/type", "an object")
        return
    if "type" not in value:
        yield missing(value, path, "#/definitions/APIKeySecurityScheme/required", "type")
    if "name" not in value:
        yield missing(value, path, "#/definitions/APIKeySecurityScheme/required", "name")
    if "in" not in value:
        yield missing(value, path, "#/definitions/APIKeySecurityScheme/required", "in")
    if "type" in value:
        type_ = value["type"]
        if not isinstance(type_, str):
            yield wrong_type(
                type_,
                (*path, "type"),
                "#/definitions/APIKeySecurityScheme/properties/type/type",
                "a string",
            )
        elif type_ != "apiKey":
            yield not_listed(
                type_,
                (*path, "type"),
                "#/definitions/APIKeySecurityScheme/properties/type/enum",
                _API_KEY_SECURITY_SCHEME_TYPE,
            )
    if "name" in value:
        name = value["name"]
        if not isinstance(name, str):
            yield wrong_type(
                name,
                (*path, "name"),
                "#/definitions/APIKeySecurityScheme/properties/name/type",
                "a string",
            )
    if "in" in value:
        in_ = value["in"]
        if not isinstance(in_, str):
            yield wrong_type(
                in_,
                (*path, "in"),
                "#/definitions/APIKeySecurityScheme/properties/in/type",
                "a string",
            )
        elif in_ not in _API_KEY_SECURITY_SCHEME_IN_SET:
            yield not_listed(
                in_,
                (*path, "in"),
                "#/definitions/APIKeySecurityScheme/properties/in/enum",
                _API_KEY_SECURITY_SCHEME_IN,
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                "#/definitions/APIKeySecurityScheme/properties/description/type",
                "a string",
            )
    for key in value:
        if key not in _API_KEY_SECURITY_SCHEME_FIELDS and not key.startswith("x-"):
            yield unknown_field(
                key,
                (*path, key),
                "#/definitions/APIKeySecurityScheme/additionalProperties",
                _API_KEY_SECURITY_SCHEME_FIELDS,
            )


def _check_http_security_scheme(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/HTTPSecurityScheme`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/HTTPSecurityScheme/type", "an object")
        return
    if "scheme" not in value:
        yield missing(value, path, "#/definitions/HTTPSecurityScheme/required", "scheme")
    if "type" not in value:
        yield missing(value, path, "#/definitions/HTTPSecurityScheme/required", "type")
    if "scheme" in value:
        scheme = value["scheme"]
        if not isinstance(scheme, str):
            yield wrong_type(
                scheme,
                (*path, "scheme"),
                "#/definitions/HTTPSecurityScheme/properties/scheme/type",
                "a string",
            )
    if "bearerFormat" in value:
        bearer_format = value["bearerFormat"]
        if not isinstance(bearer_format, str):
            yield wrong_type(
                bearer_format,
                (*path, "bearerFormat"),
                "#/definitions/HTTPSecurityScheme/properties/bearerFormat/type",
                "a string",
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                "#/definitions/HTTPSecurityScheme/properties/description/type",
                "a string",
            )
    if "type" in value:
        type_ = value["type"]
        if not isinstance(type_, str):
            yield wrong_type(
                type_,
                (*path, "type"),
                "#/definitions/HTTPSecurityScheme/properties/type/type",
                "a string",
            )
        elif type_ != "http":
            yield not_listed(
                type_,
                (*path, "type"),
                "#/definitions/HTTPSecurityScheme/properties/type/enum",
                _HTTP_SECURITY_SCHEME_TYPE,
            )
    for key in value:
        if key not in _HTTP_SECURITY_SCHEME_FIELDS and not key.startswith("x-"):
            yield unknown_field(
                key,
                (*path, key),
                "#/definitions/HTTPSecurityScheme/additionalProperties",
                _HTTP_SECURITY_SCHEME_FIELDS,
            )
    if (
        sum((_is_http_security_scheme_one_of_0(value), _is_http_security_scheme_one_of_1(value)))
        != 1
    ):
        yield from not_one_of(
            value,
            path,
            "#/definitions/HTTPSecurityScheme/oneOf",
            (
                _check_http_security_scheme_one_of_0,
                _check_http_security_scheme_one_of_1,
            ),
        )


def _check_o_auth2_security_scheme(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/OAuth2SecurityScheme`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/OAuth2SecurityScheme/type", "an object")
        return
    if "type" not in value:
        yield missing(value, path, "#/definitions/OAuth2SecurityScheme/required", "type")
    if "flows" not in value:
        yield missing(value, path, "#/definitions/OAuth2SecurityScheme/required", "flows")
    if "type" in value:
        type_ = value["type"]
        if not isinstance(type_, str):
            yield wrong_type(
                type_,
                (*path, "type"),
                "#/definitions/OAuth2SecurityScheme/properties/type/type",
                "a string",
            )
        elif type_ != "oauth2":
            yield not_listed(
                type_,
                (*path, "type"),
                "#/definitions/OAuth2SecurityScheme/properties/type/enum",
                _O_AUTH2_SECURITY_SCHEME_TYPE,
            )
    if "flows" in value:
        flows = value["flows"]
        yield from _check_o_auth_flows(flows, (*path, "flows"))
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                "#/definitions/OAuth2SecurityScheme/properties/description/type",
                "a string",
            )
    for key in value:
        if key not in _O_AUTH2_SECURITY_SCHEME_FIELDS and not key.startswith("x-"):
            yield unknown_field(
                key,
                (*path, key),
                "#/definitions/OAuth2SecurityScheme/additionalProperties",
                _O_AUTH2_SECURITY_SCHEME_FIELDS,
            )


def _check_open_id_connect_security_scheme(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/OpenIdConnectSecurityScheme`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/OpenIdConnectSecurityScheme/type", "an object")
        return
    if "type" not in value:
        yield missing(value, path, "#/definitions/OpenIdConnectSecurityScheme/required", "type")
    if "openIdConnectUrl" not in value:
        yield missing(
            value, path, "#/definitions/OpenIdConnectSecurityScheme/required", "openIdConnectUrl"
        )
    if "type" in value:
        type_ = value["type"]
        if not isinstance(type_, str):
            yield wrong_type(
                type_,
                (*path, "type"),
                "#/definitions/OpenIdConnectSecurityScheme/properties/type/type",
                "a string",
            )
        elif type_ != "openIdConnect":
            yield not_listed(
                type_,
                (*path, "type"),
                "#/definitions/OpenIdConnectSecurityScheme/properties/type/enum",
                _OPEN_ID_CONNECT_SECURITY_SCHEME_TYPE,
            )
    if "openIdConnectUrl" in value:
        open_id_connect_url = value["openIdConnectUrl"]
        if not isinstance(open_id_connect_url, str):
            yield wrong_type(
                open_id_connect_url,
                (*path, "openIdConnectUrl"),
                ("#/definitions/OpenIdConnectSecurityScheme/properties/openIdConnectUrl/type"),
                "a string",
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                "#/definitions/OpenIdConnectSecurityScheme/properties/description/type",
                "a string",
            )
    for key in value:
        if key not in _OPEN_ID_CONNECT_SECURITY_SCHEME_FIELDS and not key.startswith("x-"):
            yield unknown_field(
                key,
                (*path, key),
                "#/definitions/OpenIdConnectSecurityScheme/additionalProperties",
                _OPEN_ID_CONNECT_SECURITY_SCHEME_FIELDS,
            )


def _is_responses(value: object) -> bool:
    """Check a value against `#/definitions/Responses`."""
    if not isinstance(value, dict):
        return False
    if len(value) < 1:
        return False
    if "default" in value:
        default = value["default"]
        if sum((_is_response(default), _is_reference(default))) != 1:
            return False
    for key, item in value.items():
        if (
            _RESPONSES_PATTERN_2.search(key) is not None
            and sum((_is_response(item), _is_reference(item))) != 1
        ):
            return False
        if (
            key not in _RESPONSES_FIELDS
            and _RESPONSES_PATTERN_2.search(key) is None
            and not key.startswith("x-")
        ):
            return False
    return True


def _is_encoding(value: object) -> bool:
    """Check a value against `#/definitions/Encoding`."""
    if not isinstance(value, dict):
        return False
    if "contentType" in value:
        content_type = value["contentType"]
        if not isinstance(content_type, str):
            return False
    if "headers" in value:
        headers = value["headers"]
        if not isinstance(headers, dict):
            return False
        for item in headers.values():
            if sum((_is_header(item), _is_reference(item))) != 1:
                return False
    if "style" in value:
        style = value["style"]
        if not isinstance(style, str) or style not in _ENCODING_STYLE_SET:
            return False
    if "explode" in value:
        explode = value["explode"]
        if not isinstance(explode, bool):
            return False
    if "allowReserved" in value:
        allow_reserved = value["allowReserved"]
        if not isinstance(allow_reserved, bool):
            return False
    return all(key_2 in _ENCODING_FIELDS or key_2.startswith("x-") for key_2 in value)


def _is_example_xor_examples_not(value: object) -> bool:
    """Check a value against `#/definitions/ExampleXORExamples/not`."""
    if isinstance(value, dict):
        if "example" not in value:
            return False
        if "examples" not in value:
            return False
    return True


def _is_schema_xor_content_one_of_1(value: object) -> bool:
    """Check a value against `#/definitions/SchemaXORContent/oneOf/1`."""
    if isinstance(value, dict) and "content" not in value:
        return False
    if not isinstance(value, dict) or "style" in value:
        return False
    if not isinstance(value, dict) or "explode" in value:
        return False
    if not isinstance(value, dict) or "allowReserved" in value:
        return False
    if not isinstance(value, dict) or "example" in value:
        return False
    return isinstance(value, dict) and "examples" not in value


def _is_schema_xor_content_not(value: object) -> bool:
    """Check a value against `#/definitions/SchemaXORContent/not`."""
    if isinstance(value, dict):
        if "schema" not in value:
            return False
        if "content" not in value:
            return False
    return True


def _is_parameter_location_one_of_0(value: object) -> bool:
    """Check a value against `#/definitions/ParameterLocation/oneOf/0`."""
    if isinstance(value, dict):
        if "required" not in value:
            return False
        required = value["required"]
        if required is not True:
            return False
        if "in" in value:
            in_ = value["in"]
            if in_ != "path":
                return False
        if "style" in value:
            style = value["style"]
            if not isinstance(style, str) or style not in _PARAMETER_LOCATION_ONE_OF_0_STYLE_SET:
                return False
    return True


def _is_parameter_location_one_of_1(value: object) -> bool:
    """Check a value against `#/definitions/ParameterLocation/oneOf/1`."""
    if isinstance(value, dict):
        if "in" in value:
            in_ = value["in"]
            if in_ != "query":
                return False
        if "style" in value:
            style = value["style"]
            if not isinstance(style, str) or style not in _PARAMETER_LOCATION_ONE_OF_1_STYLE_SET:
                return False
    return True


def _is_parameter_location_one_of_2(value: object) -> bool:
    """Check a value against `#/definitions/ParameterLocation/oneOf/2`."""
    if isinstance(value, dict):
        if "in" in value:
            in_ = value["in"]
            if in_ != "header":
                return False
        if "style" in value:
            style = value["style"]
            if style != "simple":
                return False
    return True


def _is_parameter_location_one_of_3(value: object) -> bool:
    """Check a value against `#/definitions/ParameterLocation/oneOf/3`."""
    if isinstance(value, dict):
        if "in" in value:
            in_ = value["in"]
            if in_ != "cookie":
                return False
        if "style" in value:
            style = value["style"]
            if style != "form":
                return False
    return True


def _is_http_security_scheme_one_of_0(value: object) -> bool:
    """Check a value against `#/definitions/HTTPSecurityScheme/oneOf/0`."""
    if isinstance(value, dict) and "scheme" in value:
        scheme = value["scheme"]
        if not isinstance(scheme, str) or _SCHEME_PATTERN.search(scheme) is None:
            return False
    return True


def _is_http_security_scheme_one_of_1(value: object) -> bool:
    """Check a value against `#/definitions/HTTPSecurityScheme/oneOf/1`."""
    if isinstance(value, dict) and "scheme" in value:
        scheme = value["scheme"]
        if isinstance(scheme, str) and _SCHEME_NOT_PATTERN.search(scheme) is not None:
            return False
    return isinstance(value, dict) and "bearerFormat" not in value


def _is_o_auth_flows(value: object) -> bool:
    """Check a value against `#/definitions/OAuthFlows`."""
    if not isinstance(value, dict):
        return False
    if "implicit" in value:
        implicit = value["implicit"]
        if not _is_implicit_o_auth_flow(implicit):
            return False
    if "password" in value:
        passwordvalue = value["password"]
        if not _is_passwordoauthflowvalue(passwordvalue):
            return False
    if "clientCredentials" in value:
        client_credentials = value["clientCredentials"]
        if not _is_client_credentials_flow(client_credentials):
            return False
    if "authorizationCode" in value:
        authorization_code = value["authorizationCode"]
        if not _is_authorization_code_o_auth_flow(authorization_code):
            return False
    return all(key in _O_AUTH_FLOWS_FIELDS or key.startswith("x-") for key in value)


def _check_responses(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Responses`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/Responses/type", "an object")
        return
    if "default" in value:
        default = value["default"]
        if sum((_is_response(default), _is_reference(default))) != 1:
            yield from not_one_of(
                default,
                (*path, "default"),
                "#/definitions/Responses/properties/default/oneOf",
                (
                    _check_response,
                    _check_reference,
                ),
            )
    if len(value) < 1:
        yield too_few_fields(value, path, "#/definitions/Responses/minProperties", 1)
    for key, item in value.items():
        if (
            _RESPONSES_PATTERN_2.search(key) is not None
            and sum((_is_response(item), _is_reference(item))) != 1
        ):
            yield from not_one_of(
                item,
                (*path, key),
                "#/definitions/Responses/patternProperties/^[1-5](?:\\d{2}|XX)$/oneOf",
                (
                    _check_response,
                    _check_reference,
                ),
            )
        if (
            key not in _RESPONSES_FIELDS
            and _RESPONSES_PATTERN_2.search(key) is None
            and not key.startswith("x-")
        ):
            yield unknown_field(
                key, (*path, key), "#/definitions/Responses/additionalProperties", _RESPONSES_FIELDS
            )


def _check_encoding(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/Encoding`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/Encoding/type", "an object")
        return
    if "contentType" in value:
        content_type = value["contentType"]
        if not isinstance(content_type, str):
            yield wrong_type(
                content_type,
                (*path, "contentType"),
                "#/definitions/Encoding/properties/contentType/type",
                "a string",
            )
    if "headers" in value:
        headers = value["headers"]
        if not isinstance(headers, dict):
            yield wrong_type(
                headers,
                (*path, "headers"),
                "#/definitions/Encoding/properties/headers/type",
                "an object",
            )
        else:
            for key, item in headers.items():
                if sum((_is_header(item), _is_reference(item))) != 1:
                    yield from not_one_of(
                        item,
                        (*path, "headers", key),
                        "#/definitions/Encoding/properties/headers/additionalProperties/oneOf",
                        (
                            _check_header,
                            _check_reference,
                        ),
                    )
    if "style" in value:
        style = value["style"]
        if not isinstance(style, str):
            yield wrong_type(
                style, (*path, "style"), "#/definitions/Encoding/properties/style/type", "a string"
            )
        elif style not in _ENCODING_STYLE_SET:
            yield not_listed(
                style,
                (*path, "style"),
                "#/definitions/Encoding/properties/style/enum",
                _ENCODING_STYLE,
            )
    if "explode" in value:
        explode = value["explode"]
        if not isinstance(explode, bool):
            yield wrong_type(
                explode,
                (*path, "explode"),
                "#/definitions/Encoding/properties/explode/type",
                "true or false",
            )
    if "allowReserved" in value:
        allow_reserved = value["allowReserved"]
        if not isinstance(allow_reserved, bool):
            yield wrong_type(
                allow_reserved,
                (*path, "allowReserved"),
                "#/definitions/Encoding/properties/allowReserved/type",
                "true or false",
            )
    for key_2 in value:
        if key_2 not in _ENCODING_FIELDS and not key_2.startswith("x-"):
            yield unknown_field(
                key_2,
                (*path, key_2),
                "#/definitions/Encoding/additionalProperties",
                _ENCODING_FIELDS,
            )


def _check_schema_xor_content_one_of_0(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/SchemaXORContent/oneOf/0`."""
    if isinstance(value, dict) and "schema" not in value:
        yield missing(value, path, "#/definitions/SchemaXORContent/oneOf/0/required", "schema")


def _check_schema_xor_content_one_of_1(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/SchemaXORContent/oneOf/1`."""
    if isinstance(value, dict) and "content" not in value:
        yield missing(value, path, "#/definitions/SchemaXORContent/oneOf/1/required", "content")
    if not isinstance(value, dict) or "style" in value:
        yield denied(value, path, "#/definitions/SchemaXORContent/oneOf/1/allOf/0/not")
    if not isinstance(value, dict) or "explode" in value:
        yield denied(value, path, "#/definitions/SchemaXORContent/oneOf/1/allOf/1/not")
    if not isinstance(value, dict) or "allowReserved" in value:
        yield denied(value, path, "#/definitions/SchemaXORContent/oneOf/1/allOf/2/not")
    if not isinstance(value, dict) or "example" in value:
        yield denied(value, path, "#/definitions/SchemaXORContent/oneOf/1/allOf/3/not")
    if not isinstance(value, dict) or "examples" in value:
        yield denied(value, path, "#/definitions/SchemaXORContent/oneOf/1/allOf/4/not")


def _check_parameter_location_one_of_0(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/ParameterLocation/oneOf/0`."""
    if isinstance(value, dict):
        if "required" not in value:
            yield missing(
                value, path, "#/definitions/ParameterLocation/oneOf/0/required", "required"
            )
        if "in" in value:
            in_ = value["in"]
            if in_ != "path":
                yield not_listed(
                    in_,
                    (*path, "in"),
                    "#/definitions/ParameterLocation/oneOf/0/properties/in/enum",
                    _PARAMETER_LOCATION_ONE_OF_0_IN,
                )
        if "style" in value:
            style = value["style"]
            if not isinstance(style, str) or style not in _PARAMETER_LOCATION_ONE_OF_0_STYLE_SET:
                yield not_listed(
                    style,
                    (*path, "style"),
                    "#/definitions/ParameterLocation/oneOf/0/properties/style/enum",
                    _PARAMETER_LOCATION_ONE_OF_0_STYLE,
                )
        if "required" in value:
            required = value["required"]
            if required is not True:
                yield not_listed(
                    required,
                    (*path, "required"),
                    "#/definitions/ParameterLocation/oneOf/0/properties/required/enum",
                    _PARAMETER_LOCATION_ONE_OF_0_REQUIRED,
                )


def _check_parameter_location_one_of_1(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/ParameterLocation/oneOf/1`."""
    if isinstance(value, dict):
        if "in" in value:
            in_ = value["in"]
            if in_ != "query":
                yield not_listed(
                    in_,
                    (*path, "in"),
                    "#/definitions/ParameterLocation/oneOf/1/properties/in/enum",
                    _PARAMETER_LOCATION_ONE_OF_1_IN,
                )
        if "style" in value:
            style = value["style"]
            if not isinstance(style, str) or style not in _PARAMETER_LOCATION_ONE_OF_1_STYLE_SET:
                yield not_listed(
                    style,
                    (*path, "style"),
                    "#/definitions/ParameterLocation/oneOf/1/properties/style/enum",
                    _PARAMETER_LOCATION_ONE_OF_1_STYLE,
                )


def _check_parameter_location_one_of_2(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/ParameterLocation/oneOf/2`."""
    if isinstance(value, dict):
        if "in" in value:
            in_ = value["in"]
            if in_ != "header":
                yield not_listed(
                    in_,
                    (*path, "in"),
                    "#/definitions/ParameterLocation/oneOf/2/properties/in/enum",
                    _PARAMETER_LOCATION_ONE_OF_2_IN,
                )
        if "style" in value:
            style = value["style"]
            if style != "simple":
                yield not_listed(
                    style,
                    (*path, "style"),
                    "#/definitions/ParameterLocation/oneOf/2/properties/style/enum",
                    _PARAMETER_LOCATION_ONE_OF_2_STYLE,
                )


def _check_parameter_location_one_of_3(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/ParameterLocation/oneOf/3`."""
    if isinstance(value, dict):
        if "in" in value:
            in_ = value["in"]
            if in_ != "cookie":
                yield not_listed(
                    in_,
                    (*path, "in"),
                    "#/definitions/ParameterLocation/oneOf/3/properties/in/enum",
                    _PARAMETER_LOCATION_ONE_OF_3_IN,
                )
        if "style" in value:
            style = value["style"]
            if style != "form":
                yield not_listed(
                    style,
                    (*path, "style"),
                    "#/definitions/ParameterLocation/oneOf/3/properties/style/enum",
                    _PARAMETER_LOCATION_ONE_OF_3_STYLE,
                )


def _check_http_security_scheme_one_of_0(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/HTTPSecurityScheme/oneOf/0`."""
    if isinstance(value, dict) and "scheme" in value:
        scheme = value["scheme"]
        if not isinstance(scheme, str):
            yield wrong_type(
                scheme,
                (*path, "scheme"),
                "#/definitions/HTTPSecurityScheme/oneOf/0/properties/scheme/type",
                "a string",
            )
        elif _SCHEME_PATTERN.search(scheme) is None:
            yield no_match(
                scheme,
                (*path, "scheme"),
                "#/definitions/HTTPSecurityScheme/oneOf/0/properties/scheme/pattern",
                "^[Bb][Ee][Aa][Rr][Ee][Rr]$",
            )


def _check_http_security_scheme_one_of_1(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/HTTPSecurityScheme/oneOf/1`."""
    if isinstance(value, dict) and "scheme" in value:
        scheme = value["scheme"]
        if isinstance(scheme, str) and _SCHEME_NOT_PATTERN.search(scheme) is not None:
            yield denied(
                scheme,
                (*path, "scheme"),
                "#/definitions/HTTPSecurityScheme/oneOf/1/properties/scheme/not",
            )
    if not isinstance(value, dict) or "bearerFormat" in value:
        yield denied(value, path, "#/definitions/HTTPSecurityScheme/oneOf/1/not")


def _check_o_auth_flows(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/OAuthFlows`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/OAuthFlows/type", "an object")
        return
    if "implicit" in value:
        implicit = value["implicit"]
        yield from _check_implicit_o_auth_flow(implicit, (*path, "implicit"))
    if "password" in value:
        passwordvalue = value["password"]
        yield from _check_passwordoauthflowvalue(passwordvalue, (*path, "password"))
    if "clientCredentials" in value:
        client_credentials = value["clientCredentials"]
        yield from _check_client_credentials_flow(client_credentials, (*path, "clientCredentials"))
    if "authorizationCode" in value:
        authorization_code = value["authorizationCode"]
        yield from _check_authorization_code_o_auth_flow(
            authorization_code, (*path, "authorizationCode")
        )
    for key in value:
        if key not in _O_AUTH_FLOWS_FIELDS and not key.startswith("x-"):
            yield unknown_field(
                key,
                (*path, key),
                "#/definitions/OAuthFlows/additionalProperties",
                _O_AUTH_FLOWS_FIELDS,
            )


def _is_implicit_o_auth_flow(value: object) -> bool:
    """Check a value against `#/definitions/ImplicitOAuthFlow`."""
    if not isinstance(value, dict):
        return False
    if "authorizationUrl" not in value:
        return False
    if "scopes" not in value:
        return False
    authorization_url = value["authorizationUrl"]
    if not isinstance(authorization_url, str):
        return False
    scopes = value["scopes"]
    if not isinstance(scopes, dict):
        return False
    for item in scopes.values():
        if not isinstance(item, str):
            return False
    if "refreshUrl" in value:
        refresh_url = value["refreshUrl"]
        if not isinstance(refresh_url, str):
            return False
    return all(key_2 in _IMPLICIT_O_AUTH_FLOW_FIELDS or key_2.startswith("x-") for key_2 in value)


def _is_passwordoauthflowvalue(value: object) -> bool:
    """Check a value against `#/definitions/PasswordOAuthFlow`."""
    if not isinstance(value, dict):
        return False
    if "tokenUrl" not in value:
        return False
    if "scopes" not in value:
        return False
    tokenurlvalue = value["tokenUrl"]
    if not isinstance(tokenurlvalue, str):
        return False
    scopes = value["scopes"]
    if not isinstance(scopes, dict):
        return False
    for item in scopes.values():
        if not isinstance(item, str):
            return False
    if "refreshUrl" in value:
        refresh_url = value["refreshUrl"]
        if not isinstance(refresh_url, str):
            return False
    return all(key_2 in _PASSWORDOAUTHFLOWVALUE_FIELDS or key_2.startswith("x-") for key_2 in value)


def _is_client_credentials_flow(value: object) -> bool:
    """Check a value against `#/definitions/ClientCredentialsFlow`."""
    if not isinstance(value, dict):
        return False
    if "tokenUrl" not in value:
        return False
    if "scopes" not in value:
        return False
    tokenurlvalue = value["tokenUrl"]
    if not isinstance(tokenurlvalue, str):
        return False
    scopes = value["scopes"]
    if not isinstance(scopes, dict):
        return False
    for item in scopes.values():
        if not isinstance(item, str):
            return False
    if "refreshUrl" in value:
        refresh_url = value["refreshUrl"]
        if not isinstance(refresh_url, str):
            return False
    return all(
        key_2 in _CLIENT_CREDENTIALS_FLOW_FIELDS or key_2.startswith("x-") for key_2 in value
    )


def _is_authorization_code_o_auth_flow(value: object) -> bool:
    """Check a value against `#/definitions/AuthorizationCodeOAuthFlow`."""
    if not isinstance(value, dict):
        return False
    if "authorizationUrl" not in value:
        return False
    if "tokenUrl" not in value:
        return False
    if "scopes" not in value:
        return False
    authorization_url = value["authorizationUrl"]
    if not isinstance(authorization_url, str):
        return False
    tokenurlvalue = value["tokenUrl"]
    if not isinstance(tokenurlvalue, str):
        return False
    scopes = value["scopes"]
    if not isinstance(scopes, dict):
        return False
    for item in scopes.values():
        if not isinstance(item, str):
            return False
    if "refreshUrl" in value:
        refresh_url = value["refreshUrl"]
        if not isinstance(refresh_url, str):
            return False
    return all(
        key_2 in _AUTHORIZATION_CODE_O_AUTH_FLOW_FIELDS or key_2.startswith("x-") for key_2 in value
    )


def _check_implicit_o_auth_flow(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/ImplicitOAuthFlow`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/ImplicitOAuthFlow/type", "an object")
        return
    if "authorizationUrl" not in value:
        yield missing(value, path, "#/definitions/ImplicitOAuthFlow/required", "authorizationUrl")
    if "scopes" not in value:
        yield missing(value, path, "#/definitions/ImplicitOAuthFlow/required", "scopes")
    if "authorizationUrl" in value:
        authorization_url = value["authorizationUrl"]
        if not isinstance(authorization_url, str):
            yield wrong_type(
                authorization_url,
                (*path, "authorizationUrl"),
                "#/definitions/ImplicitOAuthFlow/properties/authorizationUrl/type",
                "a string",
            )
    if "refreshUrl" in value:
        refresh_url = value["refreshUrl"]
        if not isinstance(refresh_url, str):
            yield wrong_type(
                refresh_url,
                (*path, "refreshUrl"),
                "#/definitions/ImplicitOAuthFlow/properties/refreshUrl/type",
                "a string",
            )
    if "scopes" in value:
        scopes = value["scopes"]
        if not isinstance(scopes, dict):
            yield wrong_type(
                scopes,
                (*path, "scopes"),
                "#/definitions/ImplicitOAuthFlow/properties/scopes/type",
                "an object",
            )
        else:
            for key, item in scopes.items():
                if not isinstance(item, str):
                    yield wrong_type(
                        item,
                        (*path, "scopes", key),
                        (
                            "#/definitions/ImplicitOAuthFlow/properties/scopes/"
                            "additionalProperties/type"
                        ),
                        "a string",
                    )
    for key_2 in value:
        if key_2 not in _IMPLICIT_O_AUTH_FLOW_FIELDS and not key_2.startswith("x-"):
            yield unknown_field(
                key_2,
                (*path, key_2),
                "#/definitions/ImplicitOAuthFlow/additionalProperties",
                _IMPLICIT_O_AUTH_FLOW_FIELDS,
            )


def _check_passwordoauthflowvalue(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/PasswordOAuthFlow`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/PasswordOAuthFlow/type", "an object")
        return
    if "tokenUrl" not in value:
        yield missing(value, path, "#/definitions/PasswordOAuthFlow/required", "tokenUrl")
    if "scopes" not in value:
        yield missing(value, path, "#/definitions/PasswordOAuthFlow/required", "scopes")
    if "tokenUrl" in value:
        tokenurlvalue = value["tokenUrl"]
        if not isinstance(tokenurlvalue, str):
            yield wrong_type(
                tokenurlvalue,
                (*path, "tokenUrl"),
                "#/definitions/PasswordOAuthFlow/properties/tokenUrl/type",
                "a string",
            )
    if "refreshUrl" in value:
        refresh_url = value["refreshUrl"]
        if not isinstance(refresh_url, str):
            yield wrong_type(
                refresh_url,
                (*path, "refreshUrl"),
                "#/definitions/PasswordOAuthFlow/properties/refreshUrl/type",
                "a string",
            )
    if "scopes" in value:
        scopes = value["scopes"]
        if not isinstance(scopes, dict):
            yield wrong_type(
                scopes,
                (*path, "scopes"),
                "#/definitions/PasswordOAuthFlow/properties/scopes/type",
                "an object",
            )
        else:
            for key, item in scopes.items():
                if not isinstance(item, str):
                    yield wrong_type(
                        item,
                        (*path, "scopes", key),
                        (
                            "#/definitions/PasswordOAuthFlow/properties/scopes/"
                            "additionalProperties/type"
                        ),
                        "a string",
                    )
    for key_2 in value:
        if key_2 not in _PASSWORDOAUTHFLOWVALUE_FIELDS and not key_2.startswith("x-"):
            yield unknown_field(
                key_2,
                (*path, key_2),
                "#/definitions/PasswordOAuthFlow/additionalProperties",
                _PASSWORDOAUTHFLOWVALUE_FIELDS,
            )


def _check_client_credentials_flow(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/ClientCredentialsFlow`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/ClientCredentialsFlow/type", "an object")
        return
    if "tokenUrl" not in value:
        yield missing(value, path, "#/definitions/ClientCredentialsFlow/required", "tokenUrl")
    if "scopes" not in value:
        yield missing(value, path, "#/definitions/ClientCredentialsFlow/required", "scopes")
    if "tokenUrl" in value:
        tokenurlvalue = value["tokenUrl"]
        if not isinstance(tokenurlvalue, str):
            yield wrong_type(
                tokenurlvalue,
                (*path, "tokenUrl"),
                "#/definitions/ClientCredentialsFlow/properties/tokenUrl/type",
                "a string",
            )
    if "refreshUrl" in value:
        refresh_url = value["refreshUrl"]
        if not isinstance(refresh_url, str):
            yield wrong_type(
                refresh_url,
                (*path, "refreshUrl"),
                "#/definitions/ClientCredentialsFlow/properties/refreshUrl/type",
                "a string",
            )
    if "scopes" in value:
        scopes = value["scopes"]
        if not isinstance(scopes, dict):
            yield wrong_type(
                scopes,
                (*path, "scopes"),
                "#/definitions/ClientCredentialsFlow/properties/scopes/type",
                "an object",
            )
        else:
            for key, item in scopes.items():
                if not isinstance(item, str):
                    yield wrong_type(
                        item,
                        (*path, "scopes", key),
                        (
                            "#/definitions/ClientCredentialsFlow/properties/scopes/"
                            "additionalProperties/type"
                        ),
                        "a string",
                    )
    for key_2 in value:
        if key_2 not in _CLIENT_CREDENTIALS_FLOW_FIELDS and not key_2.startswith("x-"):
            yield unknown_field(
                key_2,
                (*path, key_2),
                "#/definitions/ClientCredentialsFlow/additionalProperties",
                _CLIENT_CREDENTIALS_FLOW_FIELDS,
            )


def _check_authorization_code_o_auth_flow(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/definitions/AuthorizationCodeOAuthFlow`."""
    if not isinstance(value, dict):
        yield wrong_type(value, path, "#/definitions/AuthorizationCodeOAuthFlow/type", "an object")
        return
    if "authorizationUrl" not in value:
        yield missing(
            value, path, "#/definitions/AuthorizationCodeOAuthFlow/required", "authorizationUrl"
        )
    if "tokenUrl" not in value:
        yield missing(value, path, "#/definitions/AuthorizationCodeOAuthFlow/required", "tokenUrl")
    if "scopes" not in value:
        yield missing(value, path, "#/definitions/AuthorizationCodeOAuthFlow/required", "scopes")
    if "authorizationUrl" in value:
        authorization_url = value["authorizationUrl"]
        if not isinstance(authorization_url, str):
            yield wrong_type(
                authorization_url,
                (*path, "authorizationUrl"),
                ("#/definitions/AuthorizationCodeOAuthFlow/properties/authorizationUrl/type"),
                "a string",
            )
    if "tokenUrl" in value:
        tokenurlvalue = value["tokenUrl"]
        if not isinstance(tokenurlvalue, str):
            yield wrong_type(
                tokenurlvalue,
                (*path, "tokenUrl"),
                "#/definitions/AuthorizationCodeOAuthFlow/properties/tokenUrl/type",
                "a string",
            )
    if "refreshUrl" in value:
        refresh_url = value["refreshUrl"]
        if not isinstance(refresh_url, str):
            yield wrong_type(
                refresh_url,
                (*path, "refreshUrl"),
                "#/definitions/AuthorizationCodeOAuthFlow/properties/refreshUrl/type",
                "a string",
            )
    if "scopes" in value:
        scopes = value["scopes"]
        if not isinstance(scopes, dict):
            yield wrong_type(
                scopes,
                (*path, "scopes"),
                "#/definitions/AuthorizationCodeOAuthFlow/properties/scopes/type",
                "an object",
            )
        else:
            for key, item in scopes.items():
                if not isinstance(item, str):
                    yield wrong_type(
                        item,
                        (*path, "scopes", key),
                        (
                            "#/definitions/AuthorizationCodeOAuthFlow/properties/scopes/"
                            "additionalProperties/type"
                        ),
                        "a string",
                    )
    for key_2 in value:
        if key_2 not in _AUTHORIZATION_CODE_O_AUTH_FLOW_FIELDS and not key_2.startswith("x-"):
            yield unknown_field(
                key_2,
                (*path, key_2),
                "#/definitions/AuthorizationCodeOAuthFlow/additionalProperties",
                _AUTHORIZATION_CODE_O_AUTH_FLOW_FIELDS,
            )
