"""Generated from the meta-schema of OpenAPI 3.1 by pictura_codegen.meta.write_out."""

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


def not_equal(value: object, path: Path, schema_path: str, expected: str) -> Violation:
    """Say that a value is not the constant that it must be, which comes as `show` says it."""
    return Violation(path, "const", schema_path, f"must be {expected}, not {show(value)}")


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


_OPENAPI_PATTERN = re.compile("^3\\.1\\.\\d+(-[^\\n\\r\\u2028\\u2029]+)?\\Z", re.ASCII)
_PATTERN = re.compile("^/")
_PATTERN_2 = re.compile(
    "^(schemas|responses|parameters|examples|requestB"
    "odies|headers|securitySchemes|links|callbacks|pathItems)\\Z"
)
_SCHEMAS_RESPONSES_PARAMETERS_EXAMPLES_REQUEST_BODIES_HEADERS = re.compile("^[a-zA-Z0-9._\\-]+\\Z")
_PARAMETER_IN: tuple[str, ...] = (
    "query",
    "header",
    "path",
    "cookie",
)
_PARAMETER_IN_SET = frozenset(_PARAMETER_IN)
_SECURITY_SCHEME_TYPE: tuple[str, ...] = (
    "apiKey",
    "http",
    "mutualTLS",
    "oauth2",
    "openIdConnect",
)
_SECURITY_SCHEME_TYPE_SET = frozenset(_SECURITY_SCHEME_TYPE)
_RESPONSES_PATTERN = re.compile("^[1-5](?:[0-9]{2}|XX)\\Z")
_ANCHOR_STRING_PATTERN = re.compile("^[A-Za-z_][\\-A-Za-z0-9._]*\\Z")
_ID_PATTERN = re.compile("^[^#]*#?\\Z")
_NAME_PATTERN = re.compile("[^/#?]+\\Z")
_PARAMETER_STYLES_FOR_PATH_THEN_STYLE: tuple[str, ...] = (
    "matrix",
    "label",
    "simple",
)
_PARAMETER_STYLES_FOR_PATH_THEN_STYLE_SET = frozenset(_PARAMETER_STYLES_FOR_PATH_THEN_STYLE)
_PARAMETER_STYLES_FOR_QUERY_THEN_STYLE: tuple[str, ...] = (
    "form",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
)
_PARAMETER_STYLES_FOR_QUERY_THEN_STYLE_SET = frozenset(_PARAMETER_STYLES_FOR_QUERY_THEN_STYLE)
_SECURITY_SCHEME_TYPE_APIKEY_THEN_IN: tuple[str, ...] = (
    "query",
    "header",
    "cookie",
)
_SECURITY_SCHEME_TYPE_APIKEY_THEN_IN_SET = frozenset(_SECURITY_SCHEME_TYPE_APIKEY_THEN_IN)
_RESPONSES_IF_PATTERN = re.compile("^[1-5](?:[0-9]{2}|XX)\\Z")
_SIMPLE_TYPES: tuple[str, ...] = (
    "array",
    "boolean",
    "integer",
    "null",
    "number",
    "object",
    "string",
)
_SIMPLE_TYPES_SET = frozenset(_SIMPLE_TYPES)
_SCHEME_PATTERN = re.compile("^[Bb][Ee][Aa][Rr][Ee][Rr]\\Z")
_ENCODING_STYLE: tuple[str, ...] = (
    "form",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
)
_ENCODING_STYLE_SET = frozenset(_ENCODING_STYLE)


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
    return _is_root(value)


def _check_valid(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#`."""
    yield from _check_root(value, path)


def _is_root(value: object) -> bool:
    """Check a value against `https://spec.openapis.org/oas/3.1/schema/2022-10-07#`."""
    if not isinstance(value, dict):
        return False
    if "openapi" not in value:
        return False
    if "info" not in value:
        return False
    openapi = value["openapi"]
    if not isinstance(openapi, str) or _OPENAPI_PATTERN.search(openapi) is None:
        return False
    info = value["info"]
    if not _is_info(info):
        return False
    if "jsonSchemaDialect" in value:
        json_schema_dialect = value["jsonSchemaDialect"]
        if not isinstance(json_schema_dialect, str):
            return False
    if "servers" in value:
        servers = value["servers"]
        if not isinstance(servers, list):
            return False
        for item in servers:
            if not _is_server(item):
                return False
    if "paths" in value:
        paths = value["paths"]
        if not _is_root_2(paths):
            return False
    if "webhooks" in value:
        webhooks = value["webhooks"]
        if not isinstance(webhooks, dict):
            return False
        for item_2 in webhooks.values():
            if not _is_path_item_or_reference(item_2):
                return False
    if "components" in value:
        components = value["components"]
        if not _is_root_3(components):
            return False
    if "security" in value:
        security = value["security"]
        if not isinstance(security, list):
            return False
        for item_3 in security:
            if not _is_security_requirement(item_3):
                return False
    if "tags" in value:
        tags = value["tags"]
        if not isinstance(tags, list):
            return False
        for item_4 in tags:
            if not _is_tag(item_4):
                return False
    if "externalDocs" in value:
        external_docs = value["externalDocs"]
        if not _is_external_documentation(external_docs):
            return False
    if not _is_specification_extensions(value):
        return False
    if "paths" not in value and "components" not in value and "webhooks" not in value:
        return False
    evaluated_2 = _properties_root(value)
    return all(key_2 in evaluated_2 for key_2 in value)


def _check_root(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `https://spec.openapis.org/oas/3.1/schema/2022-10-07#`."""
    if not isinstance(value, dict):
        yield wrong_type(
            value, path, "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/type", "an object"
        )
        return
    if "openapi" not in value:
        yield missing(
            value, path, "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/required", "openapi"
        )
    if "info" not in value:
        yield missing(
            value, path, "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/required", "info"
        )
    if "openapi" in value:
        openapi = value["openapi"]
        if not isinstance(openapi, str):
            yield wrong_type(
                openapi,
                (*path, "openapi"),
                ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/properties/openapi/type"),
                "a string",
            )
        elif _OPENAPI_PATTERN.search(openapi) is None:
            yield no_match(
                openapi,
                (*path, "openapi"),
                ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/properties/openapi/pattern"),
                "^3\\.1\\.\\d+(-.+)?$",
            )
    if "info" in value:
        info = value["info"]
        yield from _check_info(info, (*path, "info"))
    if "jsonSchemaDialect" in value:
        json_schema_dialect = value["jsonSchemaDialect"]
        if not isinstance(json_schema_dialect, str):
            yield wrong_type(
                json_schema_dialect,
                (*path, "jsonSchemaDialect"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/properties/"
                    "jsonSchemaDialect/type"
                ),
                "a string",
            )
    if "servers" in value:
        servers = value["servers"]
        if not isinstance(servers, list):
            yield wrong_type(
                servers,
                (*path, "servers"),
                ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/properties/servers/type"),
                "an array",
            )
        else:
            for index, item in enumerate(servers):
                yield from _check_server(item, (*path, "servers", index))
    if "paths" in value:
        paths = value["paths"]
        yield from _check_root_2(paths, (*path, "paths"))
    if "webhooks" in value:
        webhooks = value["webhooks"]
        if not isinstance(webhooks, dict):
            yield wrong_type(
                webhooks,
                (*path, "webhooks"),
                ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/properties/webhooks/type"),
                "an object",
            )
        else:
            for key, item_2 in webhooks.items():
                yield from _check_path_item_or_reference(item_2, (*path, "webhooks", key))
    if "components" in value:
        components = value["components"]
        yield from _check_root_3(components, (*path, "components"))
    if "security" in value:
        security = value["security"]
        if not isinstance(security, list):
            yield wrong_type(
                security,
                (*path, "security"),
                ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/properties/security/type"),
                "an array",
            )
        else:
            for index_2, item_3 in enumerate(security):
                yield from _check_security_requirement(item_3, (*path, "security", index_2))
    if "tags" in value:
        tags = value["tags"]
        if not isinstance(tags, list):
            yield wrong_type(
                tags,
                (*path, "tags"),
                ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/properties/tags/type"),
                "an array",
            )
        else:
            for index_3, item_4 in enumerate(tags):
                yield from _check_tag(item_4, (*path, "tags", index_3))
    if "externalDocs" in value:
        external_docs = value["externalDocs"]
        yield from _check_external_documentation(external_docs, (*path, "externalDocs"))
    evaluated_2 = _properties_root(value)
    for key_3 in value:
        if key_3 not in evaluated_2:
            yield unknown_field(
                key_3,
                (*path, key_3),
                ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/unevaluatedProperties"),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)
    if "paths" not in value and "components" not in value and "webhooks" not in value:
        yield from none_of(
            value,
            path,
            "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/anyOf",
            (
                _check_any_of_0,
                _check_any_of_1,
                _check_any_of_2,
            ),
        )


def _is_specification_extensions(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/specification-extensions`
    """
    del value
    return True


def _is_info(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/info`
    """
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
    if "summary" in value:
        summary = value["summary"]
        if not isinstance(summary, str):
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
    if not _is_specification_extensions(value):
        return False
    evaluated_2 = _properties_info(value)
    return all(key in evaluated_2 for key in value)


def _is_server(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/server`
    """
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
    if not _is_specification_extensions(value):
        return False
    evaluated_2 = _properties_server(value)
    return all(key_2 in evaluated_2 for key_2 in value)


def _is_root_2(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/paths`
    """
    if not isinstance(value, dict):
        return False
    for key, item in value.items():
        if _PATTERN.search(key) is not None and not _is_path_item_or_reference(item):
            return False
    if not _is_specification_extensions(value):
        return False
    evaluated_2 = _properties_root_2(value)
    return all(key_2 in evaluated_2 for key_2 in value)


def _is_path_item_or_reference(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/path-item-or-reference`
    """
    if isinstance(value, dict) and "$ref" in value:
        if not _is_reference(value):
            return False
    elif not _is_path_item(value):
        return False
    return True


def _is_root_3(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/components`
    """
    if not isinstance(value, dict):
        return False
    if "schemas" in value:
        schemas = value["schemas"]
        if not isinstance(schemas, dict):
            return False
        for item in schemas.values():
            if not _is_root_4(item):
                return False
    if "responses" in value:
        responses = value["responses"]
        if not isinstance(responses, dict):
            return False
        for item_2 in responses.values():
            if not _is_response_or_reference(item_2):
                return False
    if "parameters" in value:
        parameters = value["parameters"]
        if not isinstance(parameters, dict):
            return False
        for item_3 in parameters.values():
            if not _is_parameter_or_reference(item_3):
                return False
    if "examples" in value:
        examples = value["examples"]
        if not isinstance(examples, dict):
            return False
        for item_4 in examples.values():
            if not _is_example_or_reference(item_4):
                return False
    if "requestBodies" in value:
        request_bodies = value["requestBodies"]
        if not isinstance(request_bodies, dict):
            return False
        for item_5 in request_bodies.values():
            if not _is_request_body_or_reference(item_5):
                return False
    if "headers" in value:
        headers = value["headers"]
        if not isinstance(headers, dict):
            return False
        for item_6 in headers.values():
            if not _is_header_or_reference(item_6):
                return False
    if "securitySchemes" in value:
        security_schemes = value["securitySchemes"]
        if not isinstance(security_schemes, dict):
            return False
        for item_7 in security_schemes.values():
            if not _is_security_scheme_or_reference(item_7):
                return False
    if "links" in value:
        links = value["links"]
        if not isinstance(links, dict):
            return False
        for item_8 in links.values():
            if not _is_link_or_reference(item_8):
                return False
    if "callbacks" in value:
        callbacks = value["callbacks"]
        if not isinstance(callbacks, dict):
            return False
        for item_9 in callbacks.values():
            if not _is_callbacks_or_reference(item_9):
                return False
    if "pathItems" in value:
        path_items = value["pathItems"]
        if not isinstance(path_items, dict):
            return False
        for item_10 in path_items.values():
            if not _is_path_item_or_reference(item_10):
                return False
    for key_11, item_11 in value.items():
        if _PATTERN_2.search(key_11) is not None and isinstance(item_11, dict):
            for key_12 in item_11:
                if (
                    _SCHEMAS_RESPONSES_PARAMETERS_EXAMPLES_REQUEST_BODIES_HEADERS.search(key_12)
                    is None
                ):
                    return False
    if not _is_specification_extensions(value):
        return False
    evaluated_2 = _properties_root_3(value)
    return all(key_13 in evaluated_2 for key_13 in value)


def _is_security_requirement(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-requirement`
    """
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
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/tag`
    """
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
    if not _is_specification_extensions(value):
        return False
    evaluated_2 = _properties_tag(value)
    return all(key in evaluated_2 for key in value)


def _is_external_documentation(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/external-documentation`
    """
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
    if not _is_specification_extensions(value):
        return False
    evaluated_2 = _properties_external_documentation(value)
    return all(key in evaluated_2 for key in value)


def _properties_root(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by `https://spec.openapis.org/oas/3.1/schema/2022-10-07#`."""
    evaluated: set[str] = set()
    evaluated.update(
        (
            "openapi",
            "info",
            "jsonSchemaDialect",
            "servers",
            "paths",
            "webhooks",
            "components",
            "security",
            "tags",
            "externalDocs",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _check_info(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/info`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/info/type",
            "an object",
        )
        return
    if "title" not in value:
        yield missing(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/info/required"),
            "title",
        )
    if "version" not in value:
        yield missing(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/info/required"),
            "version",
        )
    if "title" in value:
        title = value["title"]
        if not isinstance(title, str):
            yield wrong_type(
                title,
                (*path, "title"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/info/"
                    "properties/title/type"
                ),
                "a string",
            )
    if "summary" in value:
        summary = value["summary"]
        if not isinstance(summary, str):
            yield wrong_type(
                summary,
                (*path, "summary"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/info/"
                    "properties/summary/type"
                ),
                "a string",
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/info/"
                    "properties/description/type"
                ),
                "a string",
            )
    if "termsOfService" in value:
        terms_of_service = value["termsOfService"]
        if not isinstance(terms_of_service, str):
            yield wrong_type(
                terms_of_service,
                (*path, "termsOfService"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/info/"
                    "properties/termsOfService/type"
                ),
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
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/info/"
                    "properties/version/type"
                ),
                "a string",
            )
    evaluated_2 = _properties_info(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/info/"
                    "unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)


def _check_server(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/server`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/server/type",
            "an object",
        )
        return
    if "url" not in value:
        yield missing(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/server/required"),
            "url",
        )
    if "url" in value:
        url = value["url"]
        if not isinstance(url, str):
            yield wrong_type(
                url,
                (*path, "url"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/server/"
                    "properties/url/type"
                ),
                "a string",
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/server/"
                    "properties/description/type"
                ),
                "a string",
            )
    if "variables" in value:
        variables = value["variables"]
        if not isinstance(variables, dict):
            yield wrong_type(
                variables,
                (*path, "variables"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/server/"
                    "properties/variables/type"
                ),
                "an object",
            )
        else:
            for key, item in variables.items():
                yield from _check_server_variable(item, (*path, "variables", key))
    evaluated_2 = _properties_server(value)
    for key_3 in value:
        if key_3 not in evaluated_2:
            yield unknown_field(
                key_3,
                (*path, key_3),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/server/"
                    "unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)


def _check_root_2(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/paths`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/paths/type",
            "an object",
        )
        return
    for key, item in value.items():
        if _PATTERN.search(key) is not None:
            yield from _check_path_item_or_reference(item, (*path, key))
    evaluated_2 = _properties_root_2(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/paths/"
                    "unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)


def _check_path_item_or_reference(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/path-item-or-reference`
    """
    if isinstance(value, dict) and "$ref" in value:
        yield from _check_reference(value, path)
        return
    yield from _check_path_item(value, path)


def _check_root_3(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/components`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/components/type"),
            "an object",
        )
        return
    if "schemas" in value:
        schemas = value["schemas"]
        if not isinstance(schemas, dict):
            yield wrong_type(
                schemas,
                (*path, "schemas"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/components/"
                    "properties/schemas/type"
                ),
                "an object",
            )
        else:
            for key, item in schemas.items():
                yield from _check_root_4(item, (*path, "schemas", key))
    if "responses" in value:
        responses = value["responses"]
        if not isinstance(responses, dict):
            yield wrong_type(
                responses,
                (*path, "responses"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/components/"
                    "properties/responses/type"
                ),
                "an object",
            )
        else:
            for key_2, item_2 in responses.items():
                yield from _check_response_or_reference(item_2, (*path, "responses", key_2))
    if "parameters" in value:
        parameters = value["parameters"]
        if not isinstance(parameters, dict):
            yield wrong_type(
                parameters,
                (*path, "parameters"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/components/"
                    "properties/parameters/type"
                ),
                "an object",
            )
        else:
            for key_3, item_3 in parameters.items():
                yield from _check_parameter_or_reference(item_3, (*path, "parameters", key_3))
    if "examples" in value:
        examples = value["examples"]
        if not isinstance(examples, dict):
            yield wrong_type(
                examples,
                (*path, "examples"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/components/"
                    "properties/examples/type"
                ),
                "an object",
            )
        else:
            for key_4, item_4 in examples.items():
                yield from _check_example_or_reference(item_4, (*path, "examples", key_4))
    if "requestBodies" in value:
        request_bodies = value["requestBodies"]
        if not isinstance(request_bodies, dict):
            yield wrong_type(
                request_bodies,
                (*path, "requestBodies"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/components/"
                    "properties/requestBodies/type"
                ),
                "an object",
            )
        else:
            for key_5, item_5 in request_bodies.items():
                yield from _check_request_body_or_reference(item_5, (*path, "requestBodies", key_5))
    if "headers" in value:
        headers = value["headers"]
        if not isinstance(headers, dict):
            yield wrong_type(
                headers,
                (*path, "headers"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/components/"
                    "properties/headers/type"
                ),
                "an object",
            )
        else:
            for key_6, item_6 in headers.items():
                yield from _check_header_or_reference(item_6, (*path, "headers", key_6))
    if "securitySchemes" in value:
        security_schemes = value["securitySchemes"]
        if not isinstance(security_schemes, dict):
            yield wrong_type(
                security_schemes,
                (*path, "securitySchemes"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/components/"
                    "properties/securitySchemes/type"
                ),
                "an object",
            )
        else:
            for key_7, item_7 in security_schemes.items():
                yield from _check_security_scheme_or_reference(
                    item_7, (*path, "securitySchemes", key_7)
                )
    if "links" in value:
        links = value["links"]
        if not isinstance(links, dict):
            yield wrong_type(
                links,
                (*path, "links"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/components/"
                    "properties/links/type"
                ),
                "an object",
            )
        else:
            for key_8, item_8 in links.items():
                yield from _check_link_or_reference(item_8, (*path, "links", key_8))
    if "callbacks" in value:
        callbacks = value["callbacks"]
        if not isinstance(callbacks, dict):
            yield wrong_type(
                callbacks,
                (*path, "callbacks"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/components/"
                    "properties/callbacks/type"
                ),
                "an object",
            )
        else:
            for key_9, item_9 in callbacks.items():
                yield from _check_callbacks_or_reference(item_9, (*path, "callbacks", key_9))
    if "pathItems" in value:
        path_items = value["pathItems"]
        if not isinstance(path_items, dict):
            yield wrong_type(
                path_items,
                (*path, "pathItems"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/components/"
                    "properties/pathItems/type"
                ),
                "an object",
            )
        else:
            for key_10, item_10 in path_items.items():
                yield from _check_path_item_or_reference(item_10, (*path, "pathItems", key_10))
    for key_11, item_11 in value.items():
        if _PATTERN_2.search(key_11) is not None and isinstance(item_11, dict):
            for key_13 in item_11:
                if (
                    _SCHEMAS_RESPONSES_PARAMETERS_EXAMPLES_REQUEST_BODIES_HEADERS.search(key_13)
                    is None
                ):
                    yield no_match(
                        key_13,
                        (*path, key_11, key_13),
                        (
                            "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/components/"
                            "patternProperties/"
                            "^(schemas|responses|parameters|examples|requestB"
                            "odies|headers|securitySchemes|links|callbacks|pathItems)$/"
                            "propertyNames/pattern"
                        ),
                        "^[a-zA-Z0-9._-]+$",
                    )
    evaluated_2 = _properties_root_3(value)
    for key_14 in value:
        if key_14 not in evaluated_2:
            yield unknown_field(
                key_14,
                (*path, key_14),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/components/"
                    "unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)


def _check_security_requirement(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-requirement`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                "security-requirement/type"
            ),
            "an object",
        )
        return
    for key, item in value.items():
        if not isinstance(item, list):
            yield wrong_type(
                item,
                (*path, key),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "security-requirement/additionalProperties/type"
                ),
                "an array",
            )
        else:
            for index, item_2 in enumerate(item):
                if not isinstance(item_2, str):
                    yield wrong_type(
                        item_2,
                        (*path, key, index),
                        (
                            "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                            "security-requirement/additionalProperties/items/type"
                        ),
                        "a string",
                    )


def _check_tag(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/tag`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/tag/type",
            "an object",
        )
        return
    if "name" not in value:
        yield missing(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/tag/required"),
            "name",
        )
    if "name" in value:
        name = value["name"]
        if not isinstance(name, str):
            yield wrong_type(
                name,
                (*path, "name"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/tag/"
                    "properties/name/type"
                ),
                "a string",
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/tag/"
                    "properties/description/type"
                ),
                "a string",
            )
    if "externalDocs" in value:
        external_docs = value["externalDocs"]
        yield from _check_external_documentation(external_docs, (*path, "externalDocs"))
    evaluated_2 = _properties_tag(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/tag/"
                    "unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)


def _check_external_documentation(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/external-documentation`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                "external-documentation/type"
            ),
            "an object",
        )
        return
    if "url" not in value:
        yield missing(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                "external-documentation/required"
            ),
            "url",
        )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "external-documentation/properties/description/type"
                ),
                "a string",
            )
    if "url" in value:
        url = value["url"]
        if not isinstance(url, str):
            yield wrong_type(
                url,
                (*path, "url"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "external-documentation/properties/url/type"
                ),
                "a string",
            )
    evaluated_2 = _properties_external_documentation(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "external-documentation/unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)


def _check_specification_extensions(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/specification-extensions`
    """
    del value, path
    yield from ()


def _check_any_of_0(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/anyOf/0`."""
    if isinstance(value, dict) and "paths" not in value:
        yield missing(
            value,
            path,
            "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/anyOf/0/required",
            "paths",
        )


def _check_any_of_1(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/anyOf/1`."""
    if isinstance(value, dict) and "components" not in value:
        yield missing(
            value,
            path,
            "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/anyOf/1/required",
            "components",
        )


def _check_any_of_2(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/anyOf/2`."""
    if isinstance(value, dict) and "webhooks" not in value:
        yield missing(
            value,
            path,
            "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/anyOf/2/required",
            "webhooks",
        )


def _is_contact(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/contact`
    """
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
    if not _is_specification_extensions(value):
        return False
    evaluated_2 = _properties_contact(value)
    return all(key in evaluated_2 for key in value)


def _is_license_(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/license`
    """
    if not isinstance(value, dict):
        return False
    if "name" not in value:
        return False
    name = value["name"]
    if not isinstance(name, str):
        return False
    if "identifier" in value:
        identifier = value["identifier"]
        if not isinstance(identifier, str):
            return False
    if "url" in value:
        url = value["url"]
        if not isinstance(url, str):
            return False
    if "identifier" in value and "url" in value:
        return False
    if not _is_specification_extensions(value):
        return False
    evaluated_2 = _properties_license_(value)
    return all(key in evaluated_2 for key in value)


def _properties_info(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/info`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "title",
            "summary",
            "description",
            "termsOfService",
            "contact",
            "license",
            "version",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _is_server_variable(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/server-variable`
    """
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
        if len(enum) < 1:
            return False
        for item in enum:
            if not isinstance(item, str):
                return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    if not _is_specification_extensions(value):
        return False
    evaluated_2 = _properties_server_variable(value)
    return all(key in evaluated_2 for key in value)


def _properties_server(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/server`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "url",
            "description",
            "variables",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _properties_root_2(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/paths`
    """
    evaluated: set[str] = set()
    for key in value:
        if _PATTERN.search(key) is not None:
            evaluated.add(key)
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _is_reference(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/reference`
    """
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
    evaluated_2 = _properties_reference(value)
    return all(key in evaluated_2 for key in value)


def _is_path_item(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/path-item`
    """
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
            if not _is_parameter_or_reference(item_2):
                return False
    if "get" in value:
        get = value["get"]
        if not _is_operation(get):
            return False
    if "put" in value:
        put = value["put"]
        if not _is_operation(put):
            return False
    if "post" in value:
        post = value["post"]
        if not _is_operation(post):
            return False
    if "delete" in value:
        delete = value["delete"]
        if not _is_operation(delete):
            return False
    if "options" in value:
        options = value["options"]
        if not _is_operation(options):
            return False
    if "head" in value:
        head = value["head"]
        if not _is_operation(head):
            return False
    if "patch" in value:
        patch = value["patch"]
        if not _is_operation(patch):
            return False
    if "trace" in value:
        trace = value["trace"]
        if not _is_operation(trace):
            return False
    if not _is_specification_extensions(value):
        return False
    evaluated_2 = _properties_path_item(value)
    return all(key in evaluated_2 for key in value)


def _is_root_4(value: object) -> bool:
    """Check a value against `#/$defs/schema`."""
    return _is_root_5(value)


def _is_response_or_reference(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/response-or-reference`
    """
    if isinstance(value, dict) and "$ref" in value:
        if not _is_reference(value):
            return False
    elif not _is_response(value):
        return False
    return True


def _is_parameter_or_reference(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter-or-reference`
    """
    if isinstance(value, dict) and "$ref" in value:
        if not _is_reference(value):
            return False
    elif not _is_parameter(value):
        return False
    return True


def _is_example_or_reference(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/example-or-reference`
    """
    if isinstance(value, dict) and "$ref" in value:
        if not _is_reference(value):
            return False
    elif not _is_example(value):
        return False
    return True


def _is_request_body_or_reference(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/request-body-or-reference`
    """
    if isinstance(value, dict) and "$ref" in value:
        if not _is_reference(value):
            return False
    elif not _is_request_body(value):
        return False
    return True


def _is_header_or_reference(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header-or-reference`
    """
    if isinstance(value, dict) and "$ref" in value:
        if not _is_reference(value):
            return False
    elif not _is_header(value):
        return False
    return True


def _is_security_scheme_or_reference(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme-or-reference`
    """
    if isinstance(value, dict) and "$ref" in value:
        if not _is_reference(value):
            return False
    elif not _is_security_scheme(value):
        return False
    return True


def _is_link_or_reference(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/link-or-reference`
    """
    if isinstance(value, dict) and "$ref" in value:
        if not _is_reference(value):
            return False
    elif not _is_link(value):
        return False
    return True


def _is_callbacks_or_reference(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/callbacks-or-reference`
    """
    if isinstance(value, dict) and "$ref" in value:
        if not _is_reference(value):
            return False
    elif not _is_callbacks(value):
        return False
    return True


def _properties_root_3(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/components`
    """
    evaluated: set[str] = set()
    evaluated.update(
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
            "pathItems",
        )
    )
    for key in value:
        if _PATTERN_2.search(key) is not None:
            evaluated.add(key)
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _properties_tag(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/tag`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "name",
            "description",
            "externalDocs",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _properties_external_documentation(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/external-documentation`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "description",
            "url",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _all_properties_specification_extensions(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/specification-extensions`
    """
    evaluated: set[str] = set()
    for key in value:
        if key.startswith("x-"):
            evaluated.add(key)
    return evaluated


def _check_contact(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/contact`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/contact/type"),
            "an object",
        )
        return
    if "name" in value:
        name = value["name"]
        if not isinstance(name, str):
            yield wrong_type(
                name,
                (*path, "name"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/contact/"
                    "properties/name/type"
                ),
                "a string",
            )
    if "url" in value:
        url = value["url"]
        if not isinstance(url, str):
            yield wrong_type(
                url,
                (*path, "url"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/contact/"
                    "properties/url/type"
                ),
                "a string",
            )
    if "email" in value:
        email = value["email"]
        if not isinstance(email, str):
            yield wrong_type(
                email,
                (*path, "email"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/contact/"
                    "properties/email/type"
                ),
                "a string",
            )
    evaluated_2 = _properties_contact(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/contact/"
                    "unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)


def _check_license_(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/license`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/license/type"),
            "an object",
        )
        return
    if "name" not in value:
        yield missing(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/license/required"),
            "name",
        )
    if "name" in value:
        name = value["name"]
        if not isinstance(name, str):
            yield wrong_type(
                name,
                (*path, "name"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/license/"
                    "properties/name/type"
                ),
                "a string",
            )
    if "identifier" in value:
        identifier = value["identifier"]
        if not isinstance(identifier, str):
            yield wrong_type(
                identifier,
                (*path, "identifier"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/license/"
                    "properties/identifier/type"
                ),
                "a string",
            )
    if "url" in value:
        url = value["url"]
        if not isinstance(url, str):
            yield wrong_type(
                url,
                (*path, "url"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/license/"
                    "properties/url/type"
                ),
                "a string",
            )
    if "identifier" in value and "url" in value:
        yield denied(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/license/"
                "dependentSchemas/identifier/not"
            ),
        )
    evaluated_2 = _properties_license_(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/license/"
                    "unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)


def _check_server_variable(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/server-variable`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/server-variable/type"),
            "an object",
        )
        return
    if "default" not in value:
        yield missing(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/server-variable/required"),
            "default",
        )
    if "enum" in value:
        enum = value["enum"]
        if not isinstance(enum, list):
            yield wrong_type(
                enum,
                (*path, "enum"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "server-variable/properties/enum/type"
                ),
                "an array",
            )
        else:
            if len(enum) < 1:
                yield too_few_items(
                    enum,
                    (*path, "enum"),
                    (
                        "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                        "server-variable/properties/enum/minItems"
                    ),
                    1,
                )
            for index, item in enumerate(enum):
                if not isinstance(item, str):
                    yield wrong_type(
                        item,
                        (*path, "enum", index),
                        (
                            "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                            "server-variable/properties/enum/items/type"
                        ),
                        "a string",
                    )
    if "default" in value:
        default = value["default"]
        if not isinstance(default, str):
            yield wrong_type(
                default,
                (*path, "default"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "server-variable/properties/default/type"
                ),
                "a string",
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "server-variable/properties/description/type"
                ),
                "a string",
            )
    evaluated_2 = _properties_server_variable(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "server-variable/unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)


def _check_reference(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/reference`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/reference/type"),
            "an object",
        )
        return
    if "$ref" in value:
        ref = value["$ref"]
        if not isinstance(ref, str):
            yield wrong_type(
                ref,
                (*path, "$ref"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/reference/"
                    "properties/$ref/type"
                ),
                "a string",
            )
    if "summary" in value:
        summary = value["summary"]
        if not isinstance(summary, str):
            yield wrong_type(
                summary,
                (*path, "summary"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/reference/"
                    "properties/summary/type"
                ),
                "a string",
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/reference/"
                    "properties/description/type"
                ),
                "a string",
            )
    evaluated_2 = _properties_reference(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/reference/"
                    "unevaluatedProperties"
                ),
                evaluated_2,
            )


def _check_path_item(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/path-item`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/path-item/type"),
            "an object",
        )
        return
    if "summary" in value:
        summary = value["summary"]
        if not isinstance(summary, str):
            yield wrong_type(
                summary,
                (*path, "summary"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/path-item/"
                    "properties/summary/type"
                ),
                "a string",
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/path-item/"
                    "properties/description/type"
                ),
                "a string",
            )
    if "servers" in value:
        servers = value["servers"]
        if not isinstance(servers, list):
            yield wrong_type(
                servers,
                (*path, "servers"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/path-item/"
                    "properties/servers/type"
                ),
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
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/path-item/"
                    "properties/parameters/type"
                ),
                "an array",
            )
        else:
            for index_2, item_2 in enumerate(parameters):
                yield from _check_parameter_or_reference(item_2, (*path, "parameters", index_2))
    if "get" in value:
        get = value["get"]
        yield from _check_operation(get, (*path, "get"))
    if "put" in value:
        put = value["put"]
        yield from _check_operation(put, (*path, "put"))
    if "post" in value:
        post = value["post"]
        yield from _check_operation(post, (*path, "post"))
    if "delete" in value:
        delete = value["delete"]
        yield from _check_operation(delete, (*path, "delete"))
    if "options" in value:
        options = value["options"]
        yield from _check_operation(options, (*path, "options"))
    if "head" in value:
        head = value["head"]
        yield from _check_operation(head, (*path, "head"))
    if "patch" in value:
        patch = value["patch"]
        yield from _check_operation(patch, (*path, "patch"))
    if "trace" in value:
        trace = value["trace"]
        yield from _check_operation(trace, (*path, "trace"))
    evaluated_2 = _properties_path_item(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/path-item/"
                    "unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)


def _check_root_4(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `#/$defs/schema`."""
    yield from _check_root_5(value, path)


def _check_response_or_reference(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/response-or-reference`
    """
    if isinstance(value, dict) and "$ref" in value:
        yield from _check_reference(value, path)
        return
    yield from _check_response(value, path)


def _check_parameter_or_reference(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter-or-reference`
    """
    if isinstance(value, dict) and "$ref" in value:
        yield from _check_reference(value, path)
        return
    yield from _check_parameter(value, path)


def _check_example_or_reference(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/example-or-reference`
    """
    if isinstance(value, dict) and "$ref" in value:
        yield from _check_reference(value, path)
        return
    yield from _check_example(value, path)


def _check_request_body_or_reference(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/request-body-or-reference`
    """
    if isinstance(value, dict) and "$ref" in value:
        yield from _check_reference(value, path)
        return
    yield from _check_request_body(value, path)


def _check_header_or_reference(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header-or-reference`
    """
    if isinstance(value, dict) and "$ref" in value:
        yield from _check_reference(value, path)
        return
    yield from _check_header(value, path)


def _check_security_scheme_or_reference(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme-or-reference`
    """
    if isinstance(value, dict) and "$ref" in value:
        yield from _check_reference(value, path)
        return
    yield from _check_security_scheme(value, path)


def _check_link_or_reference(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/link-or-reference`
    """
    if isinstance(value, dict) and "$ref" in value:
        yield from _check_reference(value, path)
        return
    yield from _check_link(value, path)


def _check_callbacks_or_reference(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/callbacks-or-reference`
    """
    if isinstance(value, dict) and "$ref" in value:
        yield from _check_reference(value, path)
        return
    yield from _check_callbacks(value, path)


def _properties_contact(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/contact`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "name",
            "url",
            "email",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _properties_license_(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/license`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "name",
            "identifier",
            "url",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _properties_server_variable(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/server-variable`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "enum",
            "default",
            "description",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _properties_reference(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/reference`
    """
    evaluated: set[str] = set()
    del value
    evaluated.update(
        (
            "$ref",
            "summary",
            "description",
        )
    )
    return evaluated


def _is_operation(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/operation`
    """
    if not isinstance(value, dict):
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
            if not _is_parameter_or_reference(item_2):
                return False
    if "requestBody" in value:
        request_body = value["requestBody"]
        if not _is_request_body_or_reference(request_body):
            return False
    if "responses" in value:
        responses = value["responses"]
        if not _is_responses(responses):
            return False
    if "callbacks" in value:
        callbacks = value["callbacks"]
        if not isinstance(callbacks, dict):
            return False
        for item_3 in callbacks.values():
            if not _is_callbacks_or_reference(item_3):
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
    if not _is_specification_extensions(value):
        return False
    evaluated_2 = _properties_operation(value)
    return all(key_2 in evaluated_2 for key_2 in value)


def _properties_path_item(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/path-item`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "summary",
            "description",
            "servers",
            "parameters",
            "get",
            "put",
            "post",
            "delete",
            "options",
            "head",
            "patch",
            "trace",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _is_root_5(value: object) -> bool:
    """Check a value against `https://json-schema.org/draft/2020-12/schema#`."""
    if not isinstance(value, bool) and not isinstance(value, dict):
        return False
    if isinstance(value, dict):
        if "definitions" in value:
            definitions = value["definitions"]
            if not isinstance(definitions, dict):
                return False
            for item in definitions.values():
                if not _is_root_4(item):
                    return False
        if "dependencies" in value:
            dependencies = value["dependencies"]
            if not isinstance(dependencies, dict):
                return False
            for item_2 in dependencies.values():
                if not _is_root_4(item_2) and not _is_string_array(item_2):
                    return False
        if "$recursiveAnchor" in value:
            recursive_anchor = value["$recursiveAnchor"]
            if not _is_anchor_string(recursive_anchor):
                return False
        if "$recursiveRef" in value:
            recursive_ref = value["$recursiveRef"]
            if not _is_uri_reference_string(recursive_ref):
                return False
    if not _is_root_6(value):
        return False
    if not _is_root_7(value):
        return False
    if not _is_root_8(value):
        return False
    if not _is_root_9(value):
        return False
    if not _is_root_10(value):
        return False
    if not _is_root_11(value):
        return False
    return _is_root_12(value)


def _is_response(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/response`
    """
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
            if not _is_header_or_reference(item):
                return False
    if "content" in value:
        content = value["content"]
        if not _is_root_13(content):
            return False
    if "links" in value:
        links = value["links"]
        if not isinstance(links, dict):
            return False
        for item_2 in links.values():
            if not _is_link_or_reference(item_2):
                return False
    if not _is_specification_extensions(value):
        return False
    evaluated_2 = _properties_response(value)
    return all(key_3 in evaluated_2 for key_3 in value)


def _is_parameter(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter`
    """
    if not isinstance(value, dict):
        return False
    if "name" not in value:
        return False
    if "in" not in value:
        return False
    in_ = value["in"]
    if not isinstance(in_, str) or in_ not in _PARAMETER_IN_SET:
        return False
    name = value["name"]
    if not isinstance(name, str):
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
    if "schema" in value:
        schema = value["schema"]
        if not _is_root_4(schema):
            return False
    if "content" in value:
        content = value["content"]
        if isinstance(content, dict) and not 1 <= len(content) <= 1:
            return False
        if not _is_root_13(content):
            return False
    if "allowEmptyValue" in value:
        allow_empty_value = value["allowEmptyValue"]
        if in_ == "query" and not isinstance(allow_empty_value, bool):
            return False
    if "schema" in value:
        if "style" in value:
            style = value["style"]
            if not isinstance(style, str):
                return False
        if "explode" in value:
            explode = value["explode"]
            if not isinstance(explode, bool):
                return False
        if not _is_examples(value):
            return False
        if not _is_parameter_dependent_schemas_styles_for_path(value):
            return False
        if not _is_parameter_dependent_schemas_styles_for_header(value):
            return False
        if not _is_parameter_dependent_schemas_styles_for_query(value):
            return False
        if not _is_parameter_dependent_schemas_styles_for_cookie(value):
            return False
        if not _is_parameter_dependent_schemas_styles_for_form(value):
            return False
    if not _is_specification_extensions(value):
        return False
    if sum(("schema" in value, "content" in value)) != 1:
        return False
    evaluated_2 = _properties_parameter(value)
    return all(key in evaluated_2 for key in value)


def _is_example(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/example`
    """
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
    if not _is_specification_extensions(value):
        return False
    if "value" in value and "externalValue" in value:
        return False
    evaluated_2 = _properties_example(value)
    return all(key in evaluated_2 for key in value)


def _is_request_body(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/request-body`
    """
    if not isinstance(value, dict):
        return False
    if "content" not in value:
        return False
    content = value["content"]
    if not _is_root_13(content):
        return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    if "required" in value:
        required = value["required"]
        if not isinstance(required, bool):
            return False
    if not _is_specification_extensions(value):
        return False
    evaluated_2 = _properties_request_body(value)
    return all(key in evaluated_2 for key in value)


def _is_header(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header`
    """
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
    if "schema" in value:
        schema = value["schema"]
        if not _is_root_4(schema):
            return False
    if "content" in value:
        content = value["content"]
        if isinstance(content, dict) and not 1 <= len(content) <= 1:
            return False
        if not _is_root_13(content):
            return False
    if "schema" in value:
        if "style" in value:
            style = value["style"]
            if style != "simple":
                return False
        if "explode" in value:
            explode = value["explode"]
            if not isinstance(explode, bool):
                return False
        if not _is_examples(value):
            return False
    if not _is_specification_extensions(value):
        return False
    if sum(("schema" in value, "content" in value)) != 1:
        return False
    evaluated_2 = _properties_header(value)
    return all(key in evaluated_2 for key in value)


def _is_security_scheme(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme`
    """
    if not isinstance(value, dict):
        return False
    if "type" not in value:
        return False
    type_ = value["type"]
    if not isinstance(type_, str) or type_ not in _SECURITY_SCHEME_TYPE_SET:
        return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    if not _is_specification_extensions(value):
        return False
    if not _is_security_scheme_type_apikey(value):
        return False
    if not _is_security_scheme_type_http(value):
        return False
    if not _is_security_scheme_type_http_bearer(value):
        return False
    if not _is_security_scheme_type_oauth2(value):
        return False
    if not _is_security_scheme_type_oidc(value):
        return False
    evaluated_2 = _properties_security_scheme(value)
    return all(key in evaluated_2 for key in value)


def _is_link(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/link`
    """
    if not isinstance(value, dict):
        return False
    if "operationRef" in value:
        operation_ref = value["operationRef"]
        if not isinstance(operation_ref, str):
            return False
    if "operationId" in value:
        operation_id = value["operationId"]
        if not isinstance(operation_id, str):
            return False
    if "parameters" in value:
        parameters = value["parameters"]
        if not _is_map_of_strings(parameters):
            return False
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            return False
    if "body" in value:
        body = value["body"]
        if not _is_server(body):
            return False
    if not _is_specification_extensions(value):
        return False
    if sum(("operationRef" in value, "operationId" in value)) != 1:
        return False
    evaluated_2 = _properties_link(value)
    return all(key in evaluated_2 for key in value)


def _is_callbacks(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/callbacks`
    """
    if not isinstance(value, dict):
        return False
    for item in value.values():
        if not _is_path_item_or_reference(item):
            return False
    return _is_specification_extensions(value)


def _check_operation(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/operation`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/operation/type"),
            "an object",
        )
        return
    if "tags" in value:
        tags = value["tags"]
        if not isinstance(tags, list):
            yield wrong_type(
                tags,
                (*path, "tags"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/operation/"
                    "properties/tags/type"
                ),
                "an array",
            )
        else:
            for index, item in enumerate(tags):
                if not isinstance(item, str):
                    yield wrong_type(
                        item,
                        (*path, "tags", index),
                        (
                            "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/operation/"
                            "properties/tags/items/type"
                        ),
                        "a string",
                    )
    if "summary" in value:
        summary = value["summary"]
        if not isinstance(summary, str):
            yield wrong_type(
                summary,
                (*path, "summary"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/operation/"
                    "properties/summary/type"
                ),
                "a string",
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/operation/"
                    "properties/description/type"
                ),
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
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/operation/"
                    "properties/operationId/type"
                ),
                "a string",
            )
    if "parameters" in value:
        parameters = value["parameters"]
        if not isinstance(parameters, list):
            yield wrong_type(
                parameters,
                (*path, "parameters"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/operation/"
                    "properties/parameters/type"
                ),
                "an array",
            )
        else:
            for index_2, item_2 in enumerate(parameters):
                yield from _check_parameter_or_reference(item_2, (*path, "parameters", index_2))
    if "requestBody" in value:
        request_body = value["requestBody"]
        yield from _check_request_body_or_reference(request_body, (*path, "requestBody"))
    if "responses" in value:
        responses = value["responses"]
        yield from _check_responses(responses, (*path, "responses"))
    if "callbacks" in value:
        callbacks = value["callbacks"]
        if not isinstance(callbacks, dict):
            yield wrong_type(
                callbacks,
                (*path, "callbacks"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/operation/"
                    "properties/callbacks/type"
                ),
                "an object",
            )
        else:
            for key, item_3 in callbacks.items():
                yield from _check_callbacks_or_reference(item_3, (*path, "callbacks", key))
    if "deprecated" in value:
        deprecated = value["deprecated"]
        if not isinstance(deprecated, bool):
            yield wrong_type(
                deprecated,
                (*path, "deprecated"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/operation/"
                    "properties/deprecated/type"
                ),
                "true or false",
            )
    if "security" in value:
        security = value["security"]
        if not isinstance(security, list):
            yield wrong_type(
                security,
                (*path, "security"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/operation/"
                    "properties/security/type"
                ),
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
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/operation/"
                    "properties/servers/type"
                ),
                "an array",
            )
        else:
            for index_4, item_5 in enumerate(servers):
                yield from _check_server(item_5, (*path, "servers", index_4))
    evaluated_2 = _properties_operation(value)
    for key_3 in value:
        if key_3 not in evaluated_2:
            yield unknown_field(
                key_3,
                (*path, key_3),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/operation/"
                    "unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)


def _check_root_5(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `https://json-schema.org/draft/2020-12/schema#`."""
    if not isinstance(value, bool) and not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            "https://json-schema.org/draft/2020-12/schema#/type",
            "true or false or an object",
        )
        return
    if isinstance(value, dict):
        if "definitions" in value:
            definitions = value["definitions"]
            if not isinstance(definitions, dict):
                yield wrong_type(
                    definitions,
                    (*path, "definitions"),
                    ("https://json-schema.org/draft/2020-12/schema#/properties/definitions/type"),
                    "an object",
                )
            else:
                for key, item in definitions.items():
                    yield from _check_root_4(item, (*path, "definitions", key))
        if "dependencies" in value:
            dependencies = value["dependencies"]
            if not isinstance(dependencies, dict):
                yield wrong_type(
                    dependencies,
                    (*path, "dependencies"),
                    ("https://json-schema.org/draft/2020-12/schema#/properties/dependencies/type"),
                    "an object",
                )
            else:
                for key_2, item_2 in dependencies.items():
                    if not _is_root_4(item_2) and not _is_string_array(item_2):
                        yield from none_of(
                            item_2,
                            (*path, "dependencies", key_2),
                            (
                                "https://json-schema.org/draft/2020-12/schema#/properties/dependencies/"
                                "additionalProperties/anyOf"
                            ),
                            (
                                _check_dependencies_value_any_of_0,
                                _check_string_array,
                            ),
                        )
        if "$recursiveAnchor" in value:
            recursive_anchor = value["$recursiveAnchor"]
            yield from _check_anchor_string(recursive_anchor, (*path, "$recursiveAnchor"))
        if "$recursiveRef" in value:
            recursive_ref = value["$recursiveRef"]
            yield from _check_uri_reference_string(recursive_ref, (*path, "$recursiveRef"))
    yield from _check_root_6(value, path)
    yield from _check_root_7(value, path)
    yield from _check_root_8(value, path)
    yield from _check_root_9(value, path)
    yield from _check_root_10(value, path)
    yield from _check_root_11(value, path)
    yield from _check_root_12(value, path)


def _check_response(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/response`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/response/type"),
            "an object",
        )
        return
    if "description" not in value:
        yield missing(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/response/required"),
            "description",
        )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/response/"
                    "properties/description/type"
                ),
                "a string",
            )
    if "headers" in value:
        headers = value["headers"]
        if not isinstance(headers, dict):
            yield wrong_type(
                headers,
                (*path, "headers"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/response/"
                    "properties/headers/type"
                ),
                "an object",
            )
        else:
            for key, item in headers.items():
                yield from _check_header_or_reference(item, (*path, "headers", key))
    if "content" in value:
        content = value["content"]
        yield from _check_root_13(content, (*path, "content"))
    if "links" in value:
        links = value["links"]
        if not isinstance(links, dict):
            yield wrong_type(
                links,
                (*path, "links"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/response/"
                    "properties/links/type"
                ),
                "an object",
            )
        else:
            for key_2, item_2 in links.items():
                yield from _check_link_or_reference(item_2, (*path, "links", key_2))
    evaluated_2 = _properties_response(value)
    for key_4 in value:
        if key_4 not in evaluated_2:
            yield unknown_field(
                key_4,
                (*path, key_4),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/response/"
                    "unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)


def _check_parameter(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/type"),
            "an object",
        )
        return
    if "name" not in value:
        yield missing(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/required"),
            "name",
        )
    if "in" not in value:
        yield missing(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/required"),
            "in",
        )
    if "name" in value:
        name = value["name"]
        if not isinstance(name, str):
            yield wrong_type(
                name,
                (*path, "name"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                    "properties/name/type"
                ),
                "a string",
            )
    if "in" in value:
        in_ = value["in"]
        if not isinstance(in_, str) or in_ not in _PARAMETER_IN_SET:
            yield not_listed(
                in_,
                (*path, "in"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                    "properties/in/enum"
                ),
                _PARAMETER_IN,
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                    "properties/description/type"
                ),
                "a string",
            )
    if "required" in value:
        required = value["required"]
        if not isinstance(required, bool):
            yield wrong_type(
                required,
                (*path, "required"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                    "properties/required/type"
                ),
                "true or false",
            )
    if "deprecated" in value:
        deprecated = value["deprecated"]
        if not isinstance(deprecated, bool):
            yield wrong_type(
                deprecated,
                (*path, "deprecated"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                    "properties/deprecated/type"
                ),
                "true or false",
            )
    if "schema" in value:
        schema = value["schema"]
        yield from _check_root_4(schema, (*path, "schema"))
    if "content" in value:
        content = value["content"]
        if isinstance(content, dict):
            if len(content) < 1:
                yield too_few_fields(
                    content,
                    (*path, "content"),
                    (
                        "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                        "properties/content/minProperties"
                    ),
                    1,
                )
            if len(content) > 1:
                yield too_many_fields(
                    content,
                    (*path, "content"),
                    (
                        "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                        "properties/content/maxProperties"
                    ),
                    1,
                )
        yield from _check_root_13(content, (*path, "content"))
    if "schema" in value:
        if "style" in value:
            style = value["style"]
            if not isinstance(style, str):
                yield wrong_type(
                    style,
                    (*path, "style"),
                    (
                        "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                        "dependentSchemas/schema/properties/style/type"
                    ),
                    "a string",
                )
        if "explode" in value:
            explode = value["explode"]
            if not isinstance(explode, bool):
                yield wrong_type(
                    explode,
                    (*path, "explode"),
                    (
                        "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                        "dependentSchemas/schema/properties/explode/type"
                    ),
                    "true or false",
                )
        yield from _check_examples(value, path)
        yield from _check_parameter_dependent_schemas_styles_for_path(value, path)
        yield from _check_parameter_dependent_schemas_styles_for_header(value, path)
        yield from _check_parameter_dependent_schemas_styles_for_query(value, path)
        yield from _check_parameter_dependent_schemas_styles_for_cookie(value, path)
        yield from _check_parameter_dependent_schemas_styles_for_form(value, path)
    evaluated_2 = _properties_parameter(value)
    for key_4 in value:
        if key_4 not in evaluated_2:
            yield unknown_field(
                key_4,
                (*path, key_4),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                    "unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)
    if sum(("schema" in value, "content" in value)) != 1:
        yield from not_one_of(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/oneOf"),
            (
                _check_parameter_one_of_0,
                _check_parameter_one_of_1,
            ),
        )
    if value.get("in") == "query" and "allowEmptyValue" in value:
        allow_empty_value = value["allowEmptyValue"]
        if not isinstance(allow_empty_value, bool):
            yield wrong_type(
                allow_empty_value,
                (*path, "allowEmptyValue"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                    "then/properties/allowEmptyValue/type"
                ),
                "true or false",
            )


def _check_example(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/example`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/example/type"),
            "an object",
        )
        return
    if "summary" in value:
        summary = value["summary"]
        if not isinstance(summary, str):
            yield wrong_type(
                summary,
                (*path, "summary"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/example/"
                    "properties/summary/type"
                ),
                "a string",
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/example/"
                    "properties/description/type"
                ),
                "a string",
            )
    if "externalValue" in value:
        external_value = value["externalValue"]
        if not isinstance(external_value, str):
            yield wrong_type(
                external_value,
                (*path, "externalValue"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/example/"
                    "properties/externalValue/type"
                ),
                "a string",
            )
    evaluated_2 = _properties_example(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/example/"
                    "unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)
    if "value" in value and "externalValue" in value:
        yield denied(
            value, path, "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/example/not"
        )


def _check_request_body(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/request-body`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/request-body/type"),
            "an object",
        )
        return
    if "content" not in value:
        yield missing(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/request-body/required"),
            "content",
        )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "request-body/properties/description/type"
                ),
                "a string",
            )
    if "content" in value:
        content = value["content"]
        yield from _check_root_13(content, (*path, "content"))
    if "required" in value:
        required = value["required"]
        if not isinstance(required, bool):
            yield wrong_type(
                required,
                (*path, "required"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "request-body/properties/required/type"
                ),
                "true or false",
            )
    evaluated_2 = _properties_request_body(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "request-body/unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)


def _check_header(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header/type",
            "an object",
        )
        return
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header/"
                    "properties/description/type"
                ),
                "a string",
            )
    if "required" in value:
        required = value["required"]
        if not isinstance(required, bool):
            yield wrong_type(
                required,
                (*path, "required"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header/"
                    "properties/required/type"
                ),
                "true or false",
            )
    if "deprecated" in value:
        deprecated = value["deprecated"]
        if not isinstance(deprecated, bool):
            yield wrong_type(
                deprecated,
                (*path, "deprecated"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header/"
                    "properties/deprecated/type"
                ),
                "true or false",
            )
    if "schema" in value:
        schema = value["schema"]
        yield from _check_root_4(schema, (*path, "schema"))
    if "content" in value:
        content = value["content"]
        if isinstance(content, dict):
            if len(content) < 1:
                yield too_few_fields(
                    content,
                    (*path, "content"),
                    (
                        "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header/"
                        "properties/content/minProperties"
                    ),
                    1,
                )
            if len(content) > 1:
                yield too_many_fields(
                    content,
                    (*path, "content"),
                    (
                        "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header/"
                        "properties/content/maxProperties"
                    ),
                    1,
                )
        yield from _check_root_13(content, (*path, "content"))
    if "schema" in value:
        if "style" in value:
            style = value["style"]
            if style != "simple":
                yield not_equal(
                    style,
                    (*path, "style"),
                    (
                        "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header/"
                        "dependentSchemas/schema/properties/style/const"
                    ),
                    "'simple'",
                )
        if "explode" in value:
            explode = value["explode"]
            if not isinstance(explode, bool):
                yield wrong_type(
                    explode,
                    (*path, "explode"),
                    (
                        "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header/"
                        "dependentSchemas/schema/properties/explode/type"
                    ),
                    "true or false",
                )
        yield from _check_examples(value, path)
    evaluated_2 = _properties_header(value)
    for key_4 in value:
        if key_4 not in evaluated_2:
            yield unknown_field(
                key_4,
                (*path, key_4),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header/"
                    "unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)
    if sum(("schema" in value, "content" in value)) != 1:
        yield from not_one_of(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header/oneOf"),
            (
                _check_header_one_of_0,
                _check_header_one_of_1,
            ),
        )


def _check_security_scheme(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/type"),
            "an object",
        )
        return
    if "type" not in value:
        yield missing(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/required"),
            "type",
        )
    if "type" in value:
        type_ = value["type"]
        if not isinstance(type_, str) or type_ not in _SECURITY_SCHEME_TYPE_SET:
            yield not_listed(
                type_,
                (*path, "type"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "security-scheme/properties/type/enum"
                ),
                _SECURITY_SCHEME_TYPE,
            )
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "security-scheme/properties/description/type"
                ),
                "a string",
            )
    evaluated_2 = _properties_security_scheme(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "security-scheme/unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)
    yield from _check_security_scheme_type_apikey(value, path)
    yield from _check_security_scheme_type_http(value, path)
    yield from _check_security_scheme_type_http_bearer(value, path)
    yield from _check_security_scheme_type_oauth2(value, path)
    yield from _check_security_scheme_type_oidc(value, path)


def _check_link(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/link`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/link/type",
            "an object",
        )
        return
    if "operationRef" in value:
        operation_ref = value["operationRef"]
        if not isinstance(operation_ref, str):
            yield wrong_type(
                operation_ref,
                (*path, "operationRef"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/link/"
                    "properties/operationRef/type"
                ),
                "a string",
            )
    if "operationId" in value:
        operation_id = value["operationId"]
        if not isinstance(operation_id, str):
            yield wrong_type(
                operation_id,
                (*path, "operationId"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/link/"
                    "properties/operationId/type"
                ),
                "a string",
            )
    if "parameters" in value:
        parameters = value["parameters"]
        yield from _check_map_of_strings(parameters, (*path, "parameters"))
    if "description" in value:
        description = value["description"]
        if not isinstance(description, str):
            yield wrong_type(
                description,
                (*path, "description"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/link/"
                    "properties/description/type"
                ),
                "a string",
            )
    if "body" in value:
        body = value["body"]
        yield from _check_server(body, (*path, "body"))
    evaluated_2 = _properties_link(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/link/"
                    "unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)
    if sum(("operationRef" in value, "operationId" in value)) != 1:
        yield from not_one_of(
            value,
            path,
            "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/link/oneOf",
            (
                _check_link_one_of_0,
                _check_link_one_of_1,
            ),
        )


def _check_callbacks(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/callbacks`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/callbacks/type"),
            "an object",
        )
        return
    for key, item in value.items():
        yield from _check_path_item_or_reference(item, (*path, key))
    yield from _check_specification_extensions(value, path)


def _is_responses(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/responses`
    """
    if not isinstance(value, dict):
        return False
    if len(value) < 1:
        return False
    if "default" in value:
        default = value["default"]
        if not _is_response_or_reference(default):
            return False
    for key, item in value.items():
        if _RESPONSES_PATTERN.search(key) is not None and not _is_response_or_reference(item):
            return False
    if not _is_specification_extensions(value):
        return False
    if _is_responses_if(value) and "default" not in value:
        return False
    evaluated_2 = _properties_responses(value)
    return all(key_2 in evaluated_2 for key_2 in value)


def _properties_operation(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/operation`
    """
    evaluated: set[str] = set()
    evaluated.update(
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
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _is_string_array(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/validation#/$defs/stringArray`
    """
    if not isinstance(value, list):
        return False
    for item in value:
        if not isinstance(item, str):
            return False
    return is_unique(value)


def _is_anchor_string(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/core#/$defs/anchorString`
    """
    return isinstance(value, str) and _ANCHOR_STRING_PATTERN.search(value) is not None


def _is_uri_reference_string(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/core#/$defs/uriReferenceString`
    """
    return isinstance(value, str)


def _is_root_6(value: object) -> bool:
    """Check a value against `https://json-schema.org/draft/2020-12/meta/core#`."""
    if not isinstance(value, bool) and not isinstance(value, dict):
        return False
    if isinstance(value, dict):
        if "$id" in value:
            id_ = value["$id"]
            if isinstance(id_, str) and _ID_PATTERN.search(id_) is None:
                return False
            if not _is_uri_reference_string(id_):
                return False
        if "$schema" in value:
            schema = value["$schema"]
            if not _is_uri_string(schema):
                return False
        if "$ref" in value:
            ref = value["$ref"]
            if not _is_uri_reference_string(ref):
                return False
        if "$anchor" in value:
            anchor = value["$anchor"]
            if not _is_anchor_string(anchor):
                return False
        if "$dynamicRef" in value:
            dynamic_ref = value["$dynamicRef"]
            if not _is_uri_reference_string(dynamic_ref):
                return False
        if "$dynamicAnchor" in value:
            dynamic_anchor = value["$dynamicAnchor"]
            if not _is_anchor_string(dynamic_anchor):
                return False
        if "$vocabulary" in value:
            vocabulary = value["$vocabulary"]
            if not isinstance(vocabulary, dict):
                return False
            for item in vocabulary.values():
                if not isinstance(item, bool):
                    return False
            for key_2 in vocabulary:
                if not _is_uri_string(key_2):
                    return False
        if "$comment" in value:
            comment = value["$comment"]
            if not isinstance(comment, str):
                return False
        if "$defs" in value:
            defs = value["$defs"]
            if not isinstance(defs, dict):
                return False
            for item_2 in defs.values():
                if not _is_root_4(item_2):
                    return False
    return True


def _is_root_7(value: object) -> bool:
    """Check a value against `https://json-schema.org/draft/2020-12/meta/applicator#`."""
    if not isinstance(value, bool) and not isinstance(value, dict):
        return False
    if isinstance(value, dict):
        if "prefixItems" in value:
            prefix_items = value["prefixItems"]
            if not _is_schema_array(prefix_items):
                return False
        if "items" in value:
            items = value["items"]
            if not _is_root_4(items):
                return False
        if "contains" in value:
            contains = value["contains"]
            if not _is_root_4(contains):
                return False
        if "additionalProperties" in value:
            additional_properties = value["additionalProperties"]
            if not _is_root_4(additional_properties):
                return False
        if "properties" in value:
            properties = value["properties"]
            if not isinstance(properties, dict):
                return False
            for item in properties.values():
                if not _is_root_4(item):
                    return False
        if "patternProperties" in value:
            pattern_properties = value["patternProperties"]
            if not isinstance(pattern_properties, dict):
                return False
            for item_2 in pattern_properties.values():
                if not _is_root_4(item_2):
                    return False
        if "dependentSchemas" in value:
            dependent_schemas = value["dependentSchemas"]
            if not isinstance(dependent_schemas, dict):
                return False
            for item_3 in dependent_schemas.values():
                if not _is_root_4(item_3):
                    return False
        if "propertyNames" in value:
            property_names = value["propertyNames"]
            if not _is_root_4(property_names):
                return False
        if "if" in value:
            if_ = value["if"]
            if not _is_root_4(if_):
                return False
        if "then" in value:
            then = value["then"]
            if not _is_root_4(then):
                return False
        if "else" in value:
            else_ = value["else"]
            if not _is_root_4(else_):
                return False
        if "allOf" in value:
            all_of = value["allOf"]
            if not _is_schema_array(all_of):
                return False
        if "anyOf" in value:
            any_of = value["anyOf"]
            if not _is_schema_array(any_of):
                return False
        if "oneOf" in value:
            one_of = value["oneOf"]
            if not _is_schema_array(one_of):
                return False
        if "not" in value:
            not_ = value["not"]
            if not _is_root_4(not_):
                return False
    return True


def _is_root_8(value: object) -> bool:
    """Check a value against `https://json-schema.org/draft/2020-12/meta/unevaluated#`."""
    if not isinstance(value, bool) and not isinstance(value, dict):
        return False
    if isinstance(value, dict):
        if "unevaluatedItems" in value:
            unevaluated_items = value["unevaluatedItems"]
            if not _is_root_4(unevaluated_items):
                return False
        if "unevaluatedProperties" in value:
            unevaluated_properties = value["unevaluatedProperties"]
            if not _is_root_4(unevaluated_properties):
                return False
    return True


def _is_root_9(value: object) -> bool:
    """Check a value against `https://json-schema.org/draft/2020-12/meta/validation#`."""
    if not isinstance(value, bool) and not isinstance(value, dict):
        return False
    if isinstance(value, dict):
        if "type" in value:
            type_ = value["type"]
            if not _is_simple_types(type_) and not _is_type_any_of_1(type_):
                return False
        if "enum" in value:
            enum = value["enum"]
            if not isinstance(enum, list):
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
            if type(exclusive_maximum) is not int and type(exclusive_maximum) is not float:
                return False
        if "minimum" in value:
            minimum = value["minimum"]
            if type(minimum) is not int and type(minimum) is not float:
                return False
        if "exclusiveMinimum" in value:
            exclusive_minimum = value["exclusiveMinimum"]
            if type(exclusive_minimum) is not int and type(exclusive_minimum) is not float:
                return False
        if "maxLength" in value:
            max_length = value["maxLength"]
            if not _is_non_negative_integer(max_length):
                return False
        if "minLength" in value:
            min_length = value["minLength"]
            if not _is_non_negative_integer_default0(min_length):
                return False
        if "pattern" in value:
            pattern = value["pattern"]
            if not isinstance(pattern, str):
                return False
        if "maxItems" in value:
            max_items = value["maxItems"]
            if not _is_non_negative_integer(max_items):
                return False
        if "minItems" in value:
            min_items = value["minItems"]
            if not _is_non_negative_integer_default0(min_items):
                return False
        if "uniqueItems" in value:
            unique_items = value["uniqueItems"]
            if not isinstance(unique_items, bool):
                return False
        if "maxContains" in value:
            max_contains = value["maxContains"]
            if not _is_non_negative_integer(max_contains):
                return False
        if "minContains" in value:
            min_contains = value["minContains"]
            if not _is_non_negative_integer(min_contains):
                return False
        if "maxProperties" in value:
            max_properties = value["maxProperties"]
            if not _is_non_negative_integer(max_properties):
                return False
        if "minProperties" in value:
            min_properties = value["minProperties"]
            if not _is_non_negative_integer_default0(min_properties):
                return False
        if "required" in value:
            required = value["required"]
            if not _is_string_array(required):
                return False
        if "dependentRequired" in value:
            dependent_required = value["dependentRequired"]
            if not isinstance(dependent_required, dict):
                return False
            for item_2 in dependent_required.values():
                if not _is_string_array(item_2):
                    return False
    return True


def _is_root_10(value: object) -> bool:
    """Check a value against `https://json-schema.org/draft/2020-12/meta/meta-data#`."""
    if not isinstance(value, bool) and not isinstance(value, dict):
        return False
    if isinstance(value, dict):
        if "title" in value:
            title = value["title"]
            if not isinstance(title, str):
                return False
        if "description" in value:
            description = value["description"]
            if not isinstance(description, str):
                return False
        if "deprecated" in value:
            deprecated = value["deprecated"]
            if not isinstance(deprecated, bool):
                return False
        if "readOnly" in value:
            read_only = value["readOnly"]
            if not isinstance(read_only, bool):
                return False
        if "writeOnly" in value:
            write_only = value["writeOnly"]
            if not isinstance(write_only, bool):
                return False
        if "examples" in value:
            examples = value["examples"]
            if not isinstance(examples, list):
                return False
    return True


def _is_root_11(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/format-annotation#`
    """
    if not isinstance(value, bool) and not isinstance(value, dict):
        return False
    if isinstance(value, dict) and "format" in value:
        format_ = value["format"]
        if not isinstance(format_, str):
            return False
    return True


def _is_root_12(value: object) -> bool:
    """Check a value against `https://json-schema.org/draft/2020-12/meta/content#`."""
    if not isinstance(value, bool) and not isinstance(value, dict):
        return False
    if isinstance(value, dict):
        if "contentEncoding" in value:
            content_encoding = value["contentEncoding"]
            if not isinstance(content_encoding, str):
                return False
        if "contentMediaType" in value:
            content_media_type = value["contentMediaType"]
            if not isinstance(content_media_type, str):
                return False
        if "contentSchema" in value:
            content_schema = value["contentSchema"]
            if not _is_root_4(content_schema):
                return False
    return True


def _is_root_13(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/content`
    """
    if not isinstance(value, dict):
        return False
    return all(_is_media_type(item) for item in value.values())


def _properties_response(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/response`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "description",
            "headers",
            "content",
            "links",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _is_examples(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/examples`
    """
    if isinstance(value, dict) and "examples" in value:
        examples = value["examples"]
        if not isinstance(examples, dict):
            return False
        for item in examples.values():
            if not _is_example_or_reference(item):
                return False
    return True


def _is_parameter_dependent_schemas_styles_for_path(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-path`
    """
    if isinstance(value, dict):
        in_ = None
        if "in" in value:
            in_ = value["in"]
        if "name" in value:
            name = value["name"]
            if in_ == "path" and isinstance(name, str) and _NAME_PATTERN.search(name) is None:
                return False
        if "style" in value:
            style = value["style"]
            if in_ == "path" and (
                not isinstance(style, str) or style not in _PARAMETER_STYLES_FOR_PATH_THEN_STYLE_SET
            ):
                return False
        if "required" in value:
            required = value["required"]
            if in_ == "path" and required is not True:
                return False
        if in_ == "path" and "required" not in value:
            return False
    return True


def _is_parameter_dependent_schemas_styles_for_header(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-header`
    """
    if isinstance(value, dict):
        in_ = None
        if "in" in value:
            in_ = value["in"]
        if "style" in value:
            style = value["style"]
            if in_ == "header" and style != "simple":
                return False
    return True


def _is_parameter_dependent_schemas_styles_for_query(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-query`
    """
    if isinstance(value, dict):
        in_ = None
        if "in" in value:
            in_ = value["in"]
        if "style" in value:
            style = value["style"]
            if in_ == "query" and (
                not isinstance(style, str)
                or style not in _PARAMETER_STYLES_FOR_QUERY_THEN_STYLE_SET
            ):
                return False
        if "allowReserved" in value:
            allow_reserved = value["allowReserved"]
            if in_ == "query" and not isinstance(allow_reserved, bool):
                return False
    return True


def _is_parameter_dependent_schemas_styles_for_cookie(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-cookie`
    """
    if isinstance(value, dict):
        in_ = None
        if "in" in value:
            in_ = value["in"]
        if "style" in value:
            style = value["style"]
            if in_ == "cookie" and style != "form":
                return False
    return True


def _is_parameter_dependent_schemas_styles_for_form(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-form`
    """
    if isinstance(value, dict):
        style = None
        if "style" in value:
            style = value["style"]
    return True


def _properties_parameter(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "name",
            "in",
            "description",
            "required",
            "deprecated",
            "schema",
            "content",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    if _is_parameter_if(value):
        evaluated.update(("in",))
        evaluated.update(("allowEmptyValue",))
    if "schema" in value:
        evaluated.update(
            (
                "style",
                "explode",
            )
        )
        evaluated |= _all_properties_examples(value)
        evaluated |= _all_properties_parameter_dependent_schemas_styles_for_path(value)
        evaluated |= _all_properties_parameter_dependent_schemas_styles_for_header(value)
        evaluated |= _all_properties_parameter_dependent_schemas_styles_for_query(value)
        evaluated |= _all_properties_parameter_dependent_schemas_styles_for_cookie(value)
        evaluated |= _all_properties_parameter_dependent_schemas_styles_for_form(value)
    return evaluated


def _properties_example(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/example`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "summary",
            "description",
            "value",
            "externalValue",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _properties_request_body(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/request-body`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "description",
            "content",
            "required",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _properties_header(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "description",
            "required",
            "deprecated",
            "schema",
            "content",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    if "schema" in value:
        evaluated.update(
            (
                "style",
                "explode",
            )
        )
        evaluated |= _all_properties_examples(value)
    return evaluated


def _is_security_scheme_type_apikey(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-apikey`
    """
    if isinstance(value, dict):
        type_ = None
        if "type" in value:
            type_ = value["type"]
        if "name" in value:
            name = value["name"]
            if type_ == "apiKey" and not isinstance(name, str):
                return False
        if "in" in value:
            in_ = value["in"]
            if type_ == "apiKey" and (
                not isinstance(in_, str) or in_ not in _SECURITY_SCHEME_TYPE_APIKEY_THEN_IN_SET
            ):
                return False
        if type_ == "apiKey" and "name" not in value:
            return False
        if type_ == "apiKey" and "in" not in value:
            return False
    return True


def _is_security_scheme_type_http(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-http`
    """
    if isinstance(value, dict):
        type_ = None
        if "type" in value:
            type_ = value["type"]
        if "scheme" in value:
            scheme = value["scheme"]
            if type_ == "http" and not isinstance(scheme, str):
                return False
        if type_ == "http" and "scheme" not in value:
            return False
    return True


def _is_security_scheme_type_http_bearer(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-http-bearer`
    """
    if (
        _is_security_scheme_type_http_bearer_if(value)
        and isinstance(value, dict)
        and "bearerFormat" in value
    ):
        bearer_format = value["bearerFormat"]
        if not isinstance(bearer_format, str):
            return False
    return True


def _is_security_scheme_type_oauth2(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-oauth2`
    """
    if isinstance(value, dict):
        type_ = None
        if "type" in value:
            type_ = value["type"]
        if "flows" in value:
            flows = value["flows"]
            if type_ == "oauth2" and not _is_oauth_flows(flows):
                return False
        if type_ == "oauth2" and "flows" not in value:
            return False
    return True


def _is_security_scheme_type_oidc(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-oidc`
    """
    if isinstance(value, dict):
        type_ = None
        if "type" in value:
            type_ = value["type"]
        if "openIdConnectUrl" in value:
            open_id_connect_url = value["openIdConnectUrl"]
            if type_ == "openIdConnect" and not isinstance(open_id_connect_url, str):
                return False
        if type_ == "openIdConnect" and "openIdConnectUrl" not in value:
            return False
    return True


def _properties_security_scheme(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "type",
            "description",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    evaluated |= _all_properties_security_scheme_type_apikey(value)
    evaluated |= _all_properties_security_scheme_type_http(value)
    evaluated |= _all_properties_security_scheme_type_http_bearer(value)
    evaluated |= _all_properties_security_scheme_type_oauth2(value)
    evaluated |= _all_properties_security_scheme_type_oidc(value)
    return evaluated


def _is_map_of_strings(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/map-of-strings`
    """
    if not isinstance(value, dict):
        return False
    return all(isinstance(item, str) for item in value.values())


def _properties_link(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/link`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "operationRef",
            "operationId",
            "parameters",
            "requestBody",
            "description",
            "body",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _check_responses(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/responses`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/responses/type"),
            "an object",
        )
        return
    if "default" in value:
        default = value["default"]
        yield from _check_response_or_reference(default, (*path, "default"))
    if len(value) < 1:
        yield too_few_fields(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/responses/minProperties"),
            1,
        )
    for key, item in value.items():
        if _RESPONSES_PATTERN.search(key) is not None:
            yield from _check_response_or_reference(item, (*path, key))
    evaluated_2 = _properties_responses(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/responses/"
                    "unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)
    if _is_responses_if(value) and "default" not in value:
        yield missing(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/responses/then/required"),
            "default",
        )


def _check_dependencies_value_any_of_0(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/schema#/properties/dependencies/additionalProperties/anyOf/0`
    """
    yield from _check_root_4(value, path)


def _check_string_array(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/validation#/$defs/stringArray`
    """
    if not isinstance(value, list):
        yield wrong_type(
            value,
            path,
            ("https://json-schema.org/draft/2020-12/meta/validation#/$defs/stringArray/type"),
            "an array",
        )
        return
    for index, item in enumerate(value):
        if not isinstance(item, str):
            yield wrong_type(
                item,
                (*path, index),
                (
                    "https://json-schema.org/draft/2020-12/meta/validation#/$defs/"
                    "stringArray/items/type"
                ),
                "a string",
            )
    if not is_unique(value):
        yield repeated(
            value,
            path,
            (
                "https://json-schema.org/draft/2020-12/meta/validation#/$defs/"
                "stringArray/uniqueItems"
            ),
        )


def _check_anchor_string(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/core#/$defs/anchorString`
    """
    if not isinstance(value, str):
        yield wrong_type(
            value,
            path,
            ("https://json-schema.org/draft/2020-12/meta/core#/$defs/anchorString/type"),
            "a string",
        )
        return
    if _ANCHOR_STRING_PATTERN.search(value) is None:
        yield no_match(
            value,
            path,
            ("https://json-schema.org/draft/2020-12/meta/core#/$defs/anchorString/pattern"),
            "^[A-Za-z_][-A-Za-z0-9._]*$",
        )


def _check_uri_reference_string(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/core#/$defs/uriReferenceString`
    """
    if not isinstance(value, str):
        yield wrong_type(
            value,
            path,
            ("https://json-schema.org/draft/2020-12/meta/core#/$defs/uriReferenceString/type"),
            "a string",
        )


def _check_root_6(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `https://json-schema.org/draft/2020-12/meta/core#`."""
    if not isinstance(value, bool) and not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            "https://json-schema.org/draft/2020-12/meta/core#/type",
            "true or false or an object",
        )
        return
    if isinstance(value, dict):
        if "$id" in value:
            id_ = value["$id"]
            if isinstance(id_, str) and _ID_PATTERN.search(id_) is None:
                yield no_match(
                    id_,
                    (*path, "$id"),
                    ("https://json-schema.org/draft/2020-12/meta/core#/properties/$id/pattern"),
                    "^[^#]*#?$",
                )
            yield from _check_uri_reference_string(id_, (*path, "$id"))
        if "$schema" in value:
            schema = value["$schema"]
            yield from _check_uri_string(schema, (*path, "$schema"))
        if "$ref" in value:
            ref = value["$ref"]
            yield from _check_uri_reference_string(ref, (*path, "$ref"))
        if "$anchor" in value:
            anchor = value["$anchor"]
            yield from _check_anchor_string(anchor, (*path, "$anchor"))
        if "$dynamicRef" in value:
            dynamic_ref = value["$dynamicRef"]
            yield from _check_uri_reference_string(dynamic_ref, (*path, "$dynamicRef"))
        if "$dynamicAnchor" in value:
            dynamic_anchor = value["$dynamicAnchor"]
            yield from _check_anchor_string(dynamic_anchor, (*path, "$dynamicAnchor"))
        if "$vocabulary" in value:
            vocabulary = value["$vocabulary"]
            if not isinstance(vocabulary, dict):
                yield wrong_type(
                    vocabulary,
                    (*path, "$vocabulary"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/core#/properties/"
                        "$vocabulary/type"
                    ),
                    "an object",
                )
            else:
                for key, item in vocabulary.items():
                    if not isinstance(item, bool):
                        yield wrong_type(
                            item,
                            (*path, "$vocabulary", key),
                            (
                                "https://json-schema.org/draft/2020-12/meta/core#/properties/"
                                "$vocabulary/additionalProperties/type"
                            ),
                            "true or false",
                        )
                for key_2 in vocabulary:
                    yield from _check_uri_string(key_2, (*path, "$vocabulary", key_2))
        if "$comment" in value:
            comment = value["$comment"]
            if not isinstance(comment, str):
                yield wrong_type(
                    comment,
                    (*path, "$comment"),
                    ("https://json-schema.org/draft/2020-12/meta/core#/properties/$comment/type"),
                    "a string",
                )
        if "$defs" in value:
            defs = value["$defs"]
            if not isinstance(defs, dict):
                yield wrong_type(
                    defs,
                    (*path, "$defs"),
                    "https://json-schema.org/draft/2020-12/meta/core#/properties/$defs/type",
                    "an object",
                )
            else:
                for key_3, item_2 in defs.items():
                    yield from _check_root_4(item_2, (*path, "$defs", key_3))


def _check_root_7(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `https://json-schema.org/draft/2020-12/meta/applicator#`."""
    if not isinstance(value, bool) and not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            "https://json-schema.org/draft/2020-12/meta/applicator#/type",
            "true or false or an object",
        )
        return
    if isinstance(value, dict):
        if "prefixItems" in value:
            prefix_items = value["prefixItems"]
            yield from _check_schema_array(prefix_items, (*path, "prefixItems"))
        if "items" in value:
            items = value["items"]
            yield from _check_root_4(items, (*path, "items"))
        if "contains" in value:
            contains = value["contains"]
            yield from _check_root_4(contains, (*path, "contains"))
        if "additionalProperties" in value:
            additional_properties = value["additionalProperties"]
            yield from _check_root_4(additional_properties, (*path, "additionalProperties"))
        if "properties" in value:
            properties = value["properties"]
            if not isinstance(properties, dict):
                yield wrong_type(
                    properties,
                    (*path, "properties"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/applicator#/properties/"
                        "properties/type"
                    ),
                    "an object",
                )
            else:
                for key, item in properties.items():
                    yield from _check_root_4(item, (*path, "properties", key))
        if "patternProperties" in value:
            pattern_properties = value["patternProperties"]
            if not isinstance(pattern_properties, dict):
                yield wrong_type(
                    pattern_properties,
                    (*path, "patternProperties"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/applicator#/properties/"
                        "patternProperties/type"
                    ),
                    "an object",
                )
            else:
                for key_2, item_2 in pattern_properties.items():
                    yield from _check_root_4(item_2, (*path, "patternProperties", key_2))
        if "dependentSchemas" in value:
            dependent_schemas = value["dependentSchemas"]
            if not isinstance(dependent_schemas, dict):
                yield wrong_type(
                    dependent_schemas,
                    (*path, "dependentSchemas"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/applicator#/properties/"
                        "dependentSchemas/type"
                    ),
                    "an object",
                )
            else:
                for key_4, item_3 in dependent_schemas.items():
                    yield from _check_root_4(item_3, (*path, "dependentSchemas", key_4))
        if "propertyNames" in value:
            property_names = value["propertyNames"]
            yield from _check_root_4(property_names, (*path, "propertyNames"))
        if "if" in value:
            if_ = value["if"]
            yield from _check_root_4(if_, (*path, "if"))
        if "then" in value:
            then = value["then"]
            yield from _check_root_4(then, (*path, "then"))
        if "else" in value:
            else_ = value["else"]
            yield from _check_root_4(else_, (*path, "else"))
        if "allOf" in value:
            all_of = value["allOf"]
            yield from _check_schema_array(all_of, (*path, "allOf"))
        if "anyOf" in value:
            any_of = value["anyOf"]
            yield from _check_schema_array(any_of, (*path, "anyOf"))
        if "oneOf" in value:
            one_of = value["oneOf"]
            yield from _check_schema_array(one_of, (*path, "oneOf"))
        if "not" in value:
            not_ = value["not"]
            yield from _check_root_4(not_, (*path, "not"))


def _check_root_8(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `https://json-schema.org/draft/2020-12/meta/unevaluated#`."""
    if not isinstance(value, bool) and not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            "https://json-schema.org/draft/2020-12/meta/unevaluated#/type",
            "true or false or an object",
        )
        return
    if isinstance(value, dict):
        if "unevaluatedItems" in value:
            unevaluated_items = value["unevaluatedItems"]
            yield from _check_root_4(unevaluated_items, (*path, "unevaluatedItems"))
        if "unevaluatedProperties" in value:
            unevaluated_properties = value["unevaluatedProperties"]
            yield from _check_root_4(unevaluated_properties, (*path, "unevaluatedProperties"))


def _check_root_9(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `https://json-schema.org/draft/2020-12/meta/validation#`."""
    if not isinstance(value, bool) and not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            "https://json-schema.org/draft/2020-12/meta/validation#/type",
            "true or false or an object",
        )
        return
    if isinstance(value, dict):
        if "type" in value:
            type_ = value["type"]
            if not _is_simple_types(type_) and not _is_type_any_of_1(type_):
                yield from none_of(
                    type_,
                    (*path, "type"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/validation#/properties/"
                        "type/anyOf"
                    ),
                    (
                        _check_simple_types,
                        _check_type_any_of_1,
                    ),
                )
        if "enum" in value:
            enum = value["enum"]
            if not isinstance(enum, list):
                yield wrong_type(
                    enum,
                    (*path, "enum"),
                    ("https://json-schema.org/draft/2020-12/meta/validation#/properties/enum/type"),
                    "an array",
                )
        if "multipleOf" in value:
            multiple_of = value["multipleOf"]
            if type(multiple_of) is not int and type(multiple_of) is not float:
                yield wrong_type(
                    multiple_of,
                    (*path, "multipleOf"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/validation#/properties/"
                        "multipleOf/type"
                    ),
                    "a number",
                )
            elif multiple_of <= 0:
                yield not_above(
                    multiple_of,
                    (*path, "multipleOf"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/validation#/properties/"
                        "multipleOf/exclusiveMinimum"
                    ),
                    0,
                )
        if "maximum" in value:
            maximum = value["maximum"]
            if type(maximum) is not int and type(maximum) is not float:
                yield wrong_type(
                    maximum,
                    (*path, "maximum"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/validation#/properties/"
                        "maximum/type"
                    ),
                    "a number",
                )
        if "exclusiveMaximum" in value:
            exclusive_maximum = value["exclusiveMaximum"]
            if type(exclusive_maximum) is not int and type(exclusive_maximum) is not float:
                yield wrong_type(
                    exclusive_maximum,
                    (*path, "exclusiveMaximum"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/validation#/properties/"
                        "exclusiveMaximum/type"
                    ),
                    "a number",
                )
        if "minimum" in value:
            minimum = value["minimum"]
            if type(minimum) is not int and type(minimum) is not float:
                yield wrong_type(
                    minimum,
                    (*path, "minimum"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/validation#/properties/"
                        "minimum/type"
                    ),
                    "a number",
                )
        if "exclusiveMinimum" in value:
            exclusive_minimum = value["exclusiveMinimum"]
            if type(exclusive_minimum) is not int and type(exclusive_minimum) is not float:
                yield wrong_type(
                    exclusive_minimum,
                    (*path, "exclusiveMinimum"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/validation#/properties/"
                        "exclusiveMinimum/type"
                    ),
                    "a number",
                )
        if "maxLength" in value:
            max_length = value["maxLength"]
            yield from _check_non_negative_integer(max_length, (*path, "maxLength"))
        if "minLength" in value:
            min_length = value["minLength"]
            yield from _check_non_negative_integer_default0(min_length, (*path, "minLength"))
        if "pattern" in value:
            pattern = value["pattern"]
            if not isinstance(pattern, str):
                yield wrong_type(
                    pattern,
                    (*path, "pattern"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/validation#/properties/"
                        "pattern/type"
                    ),
                    "a string",
                )
        if "maxItems" in value:
            max_items = value["maxItems"]
            yield from _check_non_negative_integer(max_items, (*path, "maxItems"))
        if "minItems" in value:
            min_items = value["minItems"]
            yield from _check_non_negative_integer_default0(min_items, (*path, "minItems"))
        if "uniqueItems" in value:
            unique_items = value["uniqueItems"]
            if not isinstance(unique_items, bool):
                yield wrong_type(
                    unique_items,
                    (*path, "uniqueItems"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/validation#/properties/"
                        "uniqueItems/type"
                    ),
                    "true or false",
                )
        if "maxContains" in value:
            max_contains = value["maxContains"]
            yield from _check_non_negative_integer(max_contains, (*path, "maxContains"))
        if "minContains" in value:
            min_contains = value["minContains"]
            yield from _check_non_negative_integer(min_contains, (*path, "minContains"))
        if "maxProperties" in value:
            max_properties = value["maxProperties"]
            yield from _check_non_negative_integer(max_properties, (*path, "maxProperties"))
        if "minProperties" in value:
            min_properties = value["minProperties"]
            yield from _check_non_negative_integer_default0(
                min_properties, (*path, "minProperties")
            )
        if "required" in value:
            required = value["required"]
            yield from _check_string_array(required, (*path, "required"))
        if "dependentRequired" in value:
            dependent_required = value["dependentRequired"]
            if not isinstance(dependent_required, dict):
                yield wrong_type(
                    dependent_required,
                    (*path, "dependentRequired"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/validation#/properties/"
                        "dependentRequired/type"
                    ),
                    "an object",
                )
            else:
                for key, item_2 in dependent_required.items():
                    yield from _check_string_array(item_2, (*path, "dependentRequired", key))


def _check_root_10(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `https://json-schema.org/draft/2020-12/meta/meta-data#`."""
    if not isinstance(value, bool) and not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            "https://json-schema.org/draft/2020-12/meta/meta-data#/type",
            "true or false or an object",
        )
        return
    if isinstance(value, dict):
        if "title" in value:
            title = value["title"]
            if not isinstance(title, str):
                yield wrong_type(
                    title,
                    (*path, "title"),
                    ("https://json-schema.org/draft/2020-12/meta/meta-data#/properties/title/type"),
                    "a string",
                )
        if "description" in value:
            description = value["description"]
            if not isinstance(description, str):
                yield wrong_type(
                    description,
                    (*path, "description"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/meta-data#/properties/"
                        "description/type"
                    ),
                    "a string",
                )
        if "deprecated" in value:
            deprecated = value["deprecated"]
            if not isinstance(deprecated, bool):
                yield wrong_type(
                    deprecated,
                    (*path, "deprecated"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/meta-data#/properties/"
                        "deprecated/type"
                    ),
                    "true or false",
                )
        if "readOnly" in value:
            read_only = value["readOnly"]
            if not isinstance(read_only, bool):
                yield wrong_type(
                    read_only,
                    (*path, "readOnly"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/meta-data#/properties/"
                        "readOnly/type"
                    ),
                    "true or false",
                )
        if "writeOnly" in value:
            write_only = value["writeOnly"]
            if not isinstance(write_only, bool):
                yield wrong_type(
                    write_only,
                    (*path, "writeOnly"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/meta-data#/properties/"
                        "writeOnly/type"
                    ),
                    "true or false",
                )
        if "examples" in value:
            examples = value["examples"]
            if not isinstance(examples, list):
                yield wrong_type(
                    examples,
                    (*path, "examples"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/meta-data#/properties/"
                        "examples/type"
                    ),
                    "an array",
                )


def _check_root_11(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/format-annotation#`
    """
    if not isinstance(value, bool) and not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            "https://json-schema.org/draft/2020-12/meta/format-annotation#/type",
            "true or false or an object",
        )
        return
    if isinstance(value, dict) and "format" in value:
        format_ = value["format"]
        if not isinstance(format_, str):
            yield wrong_type(
                format_,
                (*path, "format"),
                (
                    "https://json-schema.org/draft/2020-12/meta/format-annotation#/"
                    "properties/format/type"
                ),
                "a string",
            )


def _check_root_12(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against `https://json-schema.org/draft/2020-12/meta/content#`."""
    if not isinstance(value, bool) and not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            "https://json-schema.org/draft/2020-12/meta/content#/type",
            "true or false or an object",
        )
        return
    if isinstance(value, dict):
        if "contentEncoding" in value:
            content_encoding = value["contentEncoding"]
            if not isinstance(content_encoding, str):
                yield wrong_type(
                    content_encoding,
                    (*path, "contentEncoding"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/content#/properties/"
                        "contentEncoding/type"
                    ),
                    "a string",
                )
        if "contentMediaType" in value:
            content_media_type = value["contentMediaType"]
            if not isinstance(content_media_type, str):
                yield wrong_type(
                    content_media_type,
                    (*path, "contentMediaType"),
                    (
                        "https://json-schema.org/draft/2020-12/meta/content#/properties/"
                        "contentMediaType/type"
                    ),
                    "a string",
                )
        if "contentSchema" in value:
            content_schema = value["contentSchema"]
            yield from _check_root_4(content_schema, (*path, "contentSchema"))


def _check_root_13(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/content`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/content/type"),
            "an object",
        )
        return
    for key, item in value.items():
        yield from _check_media_type(item, (*path, key))


def _check_examples(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/examples`
    """
    if isinstance(value, dict) and "examples" in value:
        examples = value["examples"]
        if not isinstance(examples, dict):
            yield wrong_type(
                examples,
                (*path, "examples"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/examples/"
                    "properties/examples/type"
                ),
                "an object",
            )
        else:
            for key, item in examples.items():
                yield from _check_example_or_reference(item, (*path, "examples", key))


def _check_parameter_dependent_schemas_styles_for_path(
    value: object, path: Path
) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-path`
    """
    if isinstance(value, dict) and value.get("in") == "path":
        if "required" not in value:
            yield missing(
                value,
                path,
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                    "dependentSchemas/schema/$defs/styles-for-path/then/required"
                ),
                "required",
            )
        if "name" in value:
            name = value["name"]
            if isinstance(name, str) and _NAME_PATTERN.search(name) is None:
                yield no_match(
                    name,
                    (*path, "name"),
                    (
                        "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                        "dependentSchemas/schema/$defs/styles-for-path/then/properties/name/"
                        "pattern"
                    ),
                    "[^/#?]+$",
                )
        if "style" in value:
            style = value["style"]
            if not isinstance(style, str) or style not in _PARAMETER_STYLES_FOR_PATH_THEN_STYLE_SET:
                yield not_listed(
                    style,
                    (*path, "style"),
                    (
                        "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                        "dependentSchemas/schema/$defs/styles-for-path/then/properties/style/"
                        "enum"
                    ),
                    _PARAMETER_STYLES_FOR_PATH_THEN_STYLE,
                )
        if "required" in value:
            required = value["required"]
            if required is not True:
                yield not_equal(
                    required,
                    (*path, "required"),
                    (
                        "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                        "dependentSchemas/schema/$defs/styles-for-path/then/properties/"
                        "required/const"
                    ),
                    "true",
                )


def _check_parameter_dependent_schemas_styles_for_header(
    value: object, path: Path
) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-header`
    """
    if isinstance(value, dict) and value.get("in") == "header" and "style" in value:
        style = value["style"]
        if style != "simple":
            yield not_equal(
                style,
                (*path, "style"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                    "dependentSchemas/schema/$defs/styles-for-header/then/properties/style/"
                    "const"
                ),
                "'simple'",
            )


def _check_parameter_dependent_schemas_styles_for_query(
    value: object, path: Path
) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-query`
    """
    if isinstance(value, dict) and value.get("in") == "query":
        if "style" in value:
            style = value["style"]
            if (
                not isinstance(style, str)
                or style not in _PARAMETER_STYLES_FOR_QUERY_THEN_STYLE_SET
            ):
                yield not_listed(
                    style,
                    (*path, "style"),
                    (
                        "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                        "dependentSchemas/schema/$defs/styles-for-query/then/properties/style/"
                        "enum"
                    ),
                    _PARAMETER_STYLES_FOR_QUERY_THEN_STYLE,
                )
        if "allowReserved" in value:
            allow_reserved = value["allowReserved"]
            if not isinstance(allow_reserved, bool):
                yield wrong_type(
                    allow_reserved,
                    (*path, "allowReserved"),
                    (
                        "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                        "dependentSchemas/schema/$defs/styles-for-query/then/properties/"
                        "allowReserved/type"
                    ),
                    "true or false",
                )


def _check_parameter_dependent_schemas_styles_for_cookie(
    value: object, path: Path
) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-cookie`
    """
    if isinstance(value, dict) and value.get("in") == "cookie" and "style" in value:
        style = value["style"]
        if style != "form":
            yield not_equal(
                style,
                (*path, "style"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                    "dependentSchemas/schema/$defs/styles-for-cookie/then/properties/style/"
                    "const"
                ),
                "'form'",
            )


def _check_parameter_dependent_schemas_styles_for_form(
    value: object, path: Path
) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-form`
    """
    del value, path
    yield from ()


def _check_parameter_one_of_0(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/oneOf/0`
    """
    if isinstance(value, dict) and "schema" not in value:
        yield missing(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                "oneOf/0/required"
            ),
            "schema",
        )


def _check_parameter_one_of_1(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/oneOf/1`
    """
    if isinstance(value, dict) and "content" not in value:
        yield missing(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/"
                "oneOf/1/required"
            ),
            "content",
        )


def _check_header_one_of_0(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header/oneOf/0`
    """
    if isinstance(value, dict) and "schema" not in value:
        yield missing(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header/oneOf/0/required"),
            "schema",
        )


def _check_header_one_of_1(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header/oneOf/1`
    """
    if isinstance(value, dict) and "content" not in value:
        yield missing(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/header/oneOf/1/required"),
            "content",
        )


def _check_security_scheme_type_apikey(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-apikey`
    """
    if isinstance(value, dict) and value.get("type") == "apiKey":
        if "name" not in value:
            yield missing(
                value,
                path,
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "security-scheme/$defs/type-apikey/then/required"
                ),
                "name",
            )
        if "in" not in value:
            yield missing(
                value,
                path,
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "security-scheme/$defs/type-apikey/then/required"
                ),
                "in",
            )
        if "name" in value:
            name = value["name"]
            if not isinstance(name, str):
                yield wrong_type(
                    name,
                    (*path, "name"),
                    (
                        "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                        "security-scheme/$defs/type-apikey/then/properties/name/type"
                    ),
                    "a string",
                )
        if "in" in value:
            in_ = value["in"]
            if not isinstance(in_, str) or in_ not in _SECURITY_SCHEME_TYPE_APIKEY_THEN_IN_SET:
                yield not_listed(
                    in_,
                    (*path, "in"),
                    (
                        "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                        "security-scheme/$defs/type-apikey/then/properties/in/enum"
                    ),
                    _SECURITY_SCHEME_TYPE_APIKEY_THEN_IN,
                )


def _check_security_scheme_type_http(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-http`
    """
    if isinstance(value, dict) and value.get("type") == "http":
        if "scheme" not in value:
            yield missing(
                value,
                path,
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "security-scheme/$defs/type-http/then/required"
                ),
                "scheme",
            )
        if "scheme" in value:
            scheme = value["scheme"]
            if not isinstance(scheme, str):
                yield wrong_type(
                    scheme,
                    (*path, "scheme"),
                    (
                        "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                        "security-scheme/$defs/type-http/then/properties/scheme/type"
                    ),
                    "a string",
                )


def _check_security_scheme_type_http_bearer(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-http-bearer`
    """
    if (
        _is_security_scheme_type_http_bearer_if(value)
        and isinstance(value, dict)
        and "bearerFormat" in value
    ):
        bearer_format = value["bearerFormat"]
        if not isinstance(bearer_format, str):
            yield wrong_type(
                bearer_format,
                (*path, "bearerFormat"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "security-scheme/$defs/type-http-bearer/then/properties/bearerFormat/"
                    "type"
                ),
                "a string",
            )


def _check_security_scheme_type_oauth2(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-oauth2`
    """
    if isinstance(value, dict) and value.get("type") == "oauth2":
        if "flows" not in value:
            yield missing(
                value,
                path,
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "security-scheme/$defs/type-oauth2/then/required"
                ),
                "flows",
            )
        if "flows" in value:
            flows = value["flows"]
            yield from _check_oauth_flows(flows, (*path, "flows"))


def _check_security_scheme_type_oidc(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-oidc`
    """
    if isinstance(value, dict) and value.get("type") == "openIdConnect":
        if "openIdConnectUrl" not in value:
            yield missing(
                value,
                path,
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "security-scheme/$defs/type-oidc/then/required"
                ),
                "openIdConnectUrl",
            )
        if "openIdConnectUrl" in value:
            open_id_connect_url = value["openIdConnectUrl"]
            if not isinstance(open_id_connect_url, str):
                yield wrong_type(
                    open_id_connect_url,
                    (*path, "openIdConnectUrl"),
                    (
                        "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                        "security-scheme/$defs/type-oidc/then/properties/openIdConnectUrl/type"
                    ),
                    "a string",
                )


def _check_map_of_strings(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/map-of-strings`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/map-of-strings/type"),
            "an object",
        )
        return
    for key, item in value.items():
        if not isinstance(item, str):
            yield wrong_type(
                item,
                (*path, key),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "map-of-strings/additionalProperties/type"
                ),
                "a string",
            )


def _check_link_one_of_0(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/link/oneOf/0`
    """
    if isinstance(value, dict) and "operationRef" not in value:
        yield missing(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/link/oneOf/0/required"),
            "operationRef",
        )


def _check_link_one_of_1(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/link/oneOf/1`
    """
    if isinstance(value, dict) and "operationId" not in value:
        yield missing(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/link/oneOf/1/required"),
            "operationId",
        )


def _is_responses_if(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/responses/if`
    """
    if isinstance(value, dict):
        for key in value:
            if _RESPONSES_IF_PATTERN.search(key) is not None:
                return False
    return True


def _properties_responses(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/responses`
    """
    evaluated: set[str] = set()
    evaluated.update(("default",))
    for key in value:
        if _RESPONSES_PATTERN.search(key) is not None:
            evaluated.add(key)
    evaluated |= _all_properties_specification_extensions(value)
    if _is_responses_if(value):
        for key_2 in value:
            if _RESPONSES_IF_PATTERN.search(key_2) is not None:
                evaluated.add(key_2)
    return evaluated


def _is_uri_string(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/core#/$defs/uriString`
    """
    return isinstance(value, str)


def _is_schema_array(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/applicator#/$defs/schemaArray`
    """
    if not isinstance(value, list):
        return False
    if len(value) < 1:
        return False
    return all(_is_root_4(item) for item in value)


def _is_simple_types(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/validation#/$defs/simpleTypes`
    """
    return isinstance(value, str) and value in _SIMPLE_TYPES_SET


def _is_type_any_of_1(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/validation#/properties/type/anyOf/1`
    """
    if not isinstance(value, list):
        return False
    if len(value) < 1:
        return False
    for item in value:
        if not _is_simple_types(item):
            return False
    return is_unique(value)


def _is_non_negative_integer(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/validation#/$defs/nonNegativeInteger`
    """
    if type(value) is not int and (not isinstance(value, float) or not value.is_integer()):
        return False
    return value >= 0


def _is_non_negative_integer_default0(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/validation#/$defs/nonNegativeIntegerDefault0`
    """
    return _is_non_negative_integer(value)


def _is_media_type(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/media-type`
    """
    if not isinstance(value, dict):
        return False
    if "schema" in value:
        schema = value["schema"]
        if not _is_root_4(schema):
            return False
    if "encoding" in value:
        encoding = value["encoding"]
        if not isinstance(encoding, dict):
            return False
        for item in encoding.values():
            if not _is_encoding(item):
                return False
    if not _is_specification_extensions(value):
        return False
    if not _is_examples(value):
        return False
    evaluated_2 = _properties_media_type(value)
    return all(key_2 in evaluated_2 for key_2 in value)


def _is_parameter_if(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/if`
    """
    if isinstance(value, dict):
        if "in" not in value:
            return False
        in_ = value["in"]
        if in_ != "query":
            return False
    return True


def _all_properties_examples(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/examples`
    """
    evaluated: set[str] = set()
    del value
    evaluated.update(
        (
            "example",
            "examples",
        )
    )
    return evaluated


def _all_properties_parameter_dependent_schemas_styles_for_path(
    value: dict[str, object],
) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-path`
    """
    evaluated: set[str] = set()
    if _is_parameter_dependent_schemas_styles_for_path_if(value):
        evaluated.update(("in",))
        evaluated.update(
            (
                "name",
                "style",
                "required",
            )
        )
    return evaluated


def _all_properties_parameter_dependent_schemas_styles_for_header(
    value: dict[str, object],
) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-header`
    """
    evaluated: set[str] = set()
    if _is_parameter_dependent_schemas_styles_for_header_if(value):
        evaluated.update(("in",))
        evaluated.update(("style",))
    return evaluated


def _all_properties_parameter_dependent_schemas_styles_for_query(
    value: dict[str, object],
) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-query`
    """
    evaluated: set[str] = set()
    if _is_parameter_dependent_schemas_styles_for_query_if(value):
        evaluated.update(("in",))
        evaluated.update(
            (
                "style",
                "allowReserved",
            )
        )
    return evaluated


def _all_properties_parameter_dependent_schemas_styles_for_cookie(
    value: dict[str, object],
) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-cookie`
    """
    evaluated: set[str] = set()
    if _is_parameter_dependent_schemas_styles_for_cookie_if(value):
        evaluated.update(("in",))
        evaluated.update(("style",))
    return evaluated


def _all_properties_parameter_dependent_schemas_styles_for_form(
    value: dict[str, object],
) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-form`
    """
    evaluated: set[str] = set()
    if _is_parameter_dependent_schemas_styles_for_form_if(value):
        evaluated.update(("style",))
        evaluated.update(("explode",))
    else:
        evaluated.update(("explode",))
    return evaluated


def _is_security_scheme_type_http_bearer_if(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-http-bearer/if`
    """
    if isinstance(value, dict):
        if "type" not in value:
            return False
        if "scheme" not in value:
            return False
        type_ = value["type"]
        if type_ != "http":
            return False
        scheme = value["scheme"]
        if not isinstance(scheme, str) or _SCHEME_PATTERN.search(scheme) is None:
            return False
    return True


def _is_oauth_flows(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/oauth-flows`
    """
    if not isinstance(value, dict):
        return False
    if "implicit" in value:
        implicit = value["implicit"]
        if not _is_oauth_flows_implicit(implicit):
            return False
    if "password" in value:
        passwordvalue = value["password"]
        if not _is_oauthflowspasswordvalue(passwordvalue):
            return False
    if "clientCredentials" in value:
        client_credentials = value["clientCredentials"]
        if not _is_oauth_flows_client_credentials(client_credentials):
            return False
    if "authorizationCode" in value:
        authorization_code = value["authorizationCode"]
        if not _is_oauth_flows_authorization_code(authorization_code):
            return False
    if not _is_specification_extensions(value):
        return False
    evaluated_2 = _properties_oauth_flows(value)
    return all(key in evaluated_2 for key in value)


def _all_properties_security_scheme_type_apikey(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-apikey`
    """
    evaluated: set[str] = set()
    if _is_security_scheme_type_apikey_if(value):
        evaluated.update(("type",))
        evaluated.update(
            (
                "name",
                "in",
            )
        )
    return evaluated


def _all_properties_security_scheme_type_http(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-http`
    """
    evaluated: set[str] = set()
    if _is_security_scheme_type_http_if(value):
        evaluated.update(("type",))
        evaluated.update(("scheme",))
    return evaluated


def _all_properties_security_scheme_type_http_bearer(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-http-bearer`
    """
    evaluated: set[str] = set()
    if _is_security_scheme_type_http_bearer_if(value):
        evaluated.update(
            (
                "type",
                "scheme",
            )
        )
        evaluated.update(("bearerFormat",))
    return evaluated


def _all_properties_security_scheme_type_oauth2(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-oauth2`
    """
    evaluated: set[str] = set()
    if _is_security_scheme_type_oauth2_if(value):
        evaluated.update(("type",))
        evaluated.update(("flows",))
    return evaluated


def _all_properties_security_scheme_type_oidc(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-oidc`
    """
    evaluated: set[str] = set()
    if _is_security_scheme_type_oidc_if(value):
        evaluated.update(("type",))
        evaluated.update(("openIdConnectUrl",))
    return evaluated


def _check_uri_string(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/core#/$defs/uriString`
    """
    if not isinstance(value, str):
        yield wrong_type(
            value,
            path,
            "https://json-schema.org/draft/2020-12/meta/core#/$defs/uriString/type",
            "a string",
        )


def _check_schema_array(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/applicator#/$defs/schemaArray`
    """
    if not isinstance(value, list):
        yield wrong_type(
            value,
            path,
            ("https://json-schema.org/draft/2020-12/meta/applicator#/$defs/schemaArray/type"),
            "an array",
        )
        return
    if len(value) < 1:
        yield too_few_items(
            value,
            path,
            ("https://json-schema.org/draft/2020-12/meta/applicator#/$defs/schemaArray/minItems"),
            1,
        )
    for index, item in enumerate(value):
        yield from _check_root_4(item, (*path, index))


def _check_simple_types(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/validation#/$defs/simpleTypes`
    """
    if not isinstance(value, str) or value not in _SIMPLE_TYPES_SET:
        yield not_listed(
            value,
            path,
            ("https://json-schema.org/draft/2020-12/meta/validation#/$defs/simpleTypes/enum"),
            _SIMPLE_TYPES,
        )


def _check_type_any_of_1(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/validation#/properties/type/anyOf/1`
    """
    if not isinstance(value, list):
        yield wrong_type(
            value,
            path,
            ("https://json-schema.org/draft/2020-12/meta/validation#/properties/type/anyOf/1/type"),
            "an array",
        )
        return
    if len(value) < 1:
        yield too_few_items(
            value,
            path,
            (
                "https://json-schema.org/draft/2020-12/meta/validation#/properties/"
                "type/anyOf/1/minItems"
            ),
            1,
        )
    for index, item in enumerate(value):
        yield from _check_simple_types(item, (*path, index))
    if not is_unique(value):
        yield repeated(
            value,
            path,
            (
                "https://json-schema.org/draft/2020-12/meta/validation#/properties/"
                "type/anyOf/1/uniqueItems"
            ),
        )


def _check_non_negative_integer(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/validation#/$defs/nonNegativeInteger`
    """
    if type(value) is not int and (not isinstance(value, float) or not value.is_integer()):
        yield wrong_type(
            value,
            path,
            (
                "https://json-schema.org/draft/2020-12/meta/validation#/$defs/"
                "nonNegativeInteger/type"
            ),
            "an integer",
        )
        return
    if value < 0:
        yield too_small(
            value,
            path,
            (
                "https://json-schema.org/draft/2020-12/meta/validation#/$defs/"
                "nonNegativeInteger/minimum"
            ),
            0,
        )


def _check_non_negative_integer_default0(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://json-schema.org/draft/2020-12/meta/validation#/$defs/nonNegativeIntegerDefault0`
    """
    yield from _check_non_negative_integer(value, path)


def _check_media_type(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/media-type`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/media-type/type"),
            "an object",
        )
        return
    if "schema" in value:
        schema = value["schema"]
        yield from _check_root_4(schema, (*path, "schema"))
    if "encoding" in value:
        encoding = value["encoding"]
        if not isinstance(encoding, dict):
            yield wrong_type(
                encoding,
                (*path, "encoding"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/media-type/"
                    "properties/encoding/type"
                ),
                "an object",
            )
        else:
            for key, item in encoding.items():
                yield from _check_encoding(item, (*path, "encoding", key))
    evaluated_2 = _properties_media_type(value)
    for key_3 in value:
        if key_3 not in evaluated_2:
            yield unknown_field(
                key_3,
                (*path, key_3),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/media-type/"
                    "unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)
    yield from _check_examples(value, path)


def _check_oauth_flows(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/oauth-flows`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/oauth-flows/type"),
            "an object",
        )
        return
    if "implicit" in value:
        implicit = value["implicit"]
        yield from _check_oauth_flows_implicit(implicit, (*path, "implicit"))
    if "password" in value:
        passwordvalue = value["password"]
        yield from _check_oauthflowspasswordvalue(passwordvalue, (*path, "password"))
    if "clientCredentials" in value:
        client_credentials = value["clientCredentials"]
        yield from _check_oauth_flows_client_credentials(
            client_credentials, (*path, "clientCredentials")
        )
    if "authorizationCode" in value:
        authorization_code = value["authorizationCode"]
        yield from _check_oauth_flows_authorization_code(
            authorization_code, (*path, "authorizationCode")
        )
    evaluated_2 = _properties_oauth_flows(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "oauth-flows/unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)


def _is_encoding(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/encoding`
    """
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
            if not _is_header_or_reference(item):
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
    if not _is_specification_extensions(value):
        return False
    if not _is_encoding_explode_default(value):
        return False
    evaluated_2 = _properties_encoding(value)
    return all(key_2 in evaluated_2 for key_2 in value)


def _properties_media_type(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/media-type`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "schema",
            "encoding",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    evaluated |= _all_properties_examples(value)
    return evaluated


def _is_parameter_dependent_schemas_styles_for_path_if(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-path/if`
    """
    if isinstance(value, dict):
        if "in" not in value:
            return False
        in_ = value["in"]
        if in_ != "path":
            return False
    return True


def _is_parameter_dependent_schemas_styles_for_header_if(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-header/if`
    """
    if isinstance(value, dict):
        if "in" not in value:
            return False
        in_ = value["in"]
        if in_ != "header":
            return False
    return True


def _is_parameter_dependent_schemas_styles_for_query_if(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-query/if`
    """
    if isinstance(value, dict):
        if "in" not in value:
            return False
        in_ = value["in"]
        if in_ != "query":
            return False
    return True


def _is_parameter_dependent_schemas_styles_for_cookie_if(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-cookie/if`
    """
    if isinstance(value, dict):
        if "in" not in value:
            return False
        in_ = value["in"]
        if in_ != "cookie":
            return False
    return True


def _is_parameter_dependent_schemas_styles_for_form_if(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-form/if`
    """
    if isinstance(value, dict):
        if "style" not in value:
            return False
        style = value["style"]
        if style != "form":
            return False
    return True


def _is_oauth_flows_implicit(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/oauth-flows/$defs/implicit`
    """
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
    if not _is_map_of_strings(scopes):
        return False
    if "refreshUrl" in value:
        refresh_url = value["refreshUrl"]
        if not isinstance(refresh_url, str):
            return False
    if not _is_specification_extensions(value):
        return False
    evaluated_2 = _properties_oauth_flows_implicit(value)
    return all(key in evaluated_2 for key in value)


def _is_oauthflowspasswordvalue(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/oauth-flows/$defs/password`
    """
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
    if not _is_map_of_strings(scopes):
        return False
    if "refreshUrl" in value:
        refresh_url = value["refreshUrl"]
        if not isinstance(refresh_url, str):
            return False
    if not _is_specification_extensions(value):
        return False
    evaluated_2 = _properties_oauthflowspasswordvalue(value)
    return all(key in evaluated_2 for key in value)


def _is_oauth_flows_client_credentials(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/oauth-flows/$defs/client-credentials`
    """
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
    if not _is_map_of_strings(scopes):
        return False
    if "refreshUrl" in value:
        refresh_url = value["refreshUrl"]
        if not isinstance(refresh_url, str):
            return False
    if not _is_specification_extensions(value):
        return False
    evaluated_2 = _properties_oauth_flows_client_credentials(value)
    return all(key in evaluated_2 for key in value)


def _is_oauth_flows_authorization_code(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/oauth-flows/$defs/authorization-code`
    """
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
    if not _is_map_of_strings(scopes):
        return False
    if "refreshUrl" in value:
        refresh_url = value["refreshUrl"]
        if not isinstance(refresh_url, str):
            return False
    if not _is_specification_extensions(value):
        return False
    evaluated_2 = _properties_oauth_flows_authorization_code(value)
    return all(key in evaluated_2 for key in value)


def _properties_oauth_flows(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/oauth-flows`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "implicit",
            "password",
            "clientCredentials",
            "authorizationCode",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _is_security_scheme_type_apikey_if(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-apikey/if`
    """
    if isinstance(value, dict):
        if "type" not in value:
            return False
        type_ = value["type"]
        if type_ != "apiKey":
            return False
    return True


def _is_security_scheme_type_http_if(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-http/if`
    """
    if isinstance(value, dict):
        if "type" not in value:
            return False
        type_ = value["type"]
        if type_ != "http":
            return False
    return True


def _is_security_scheme_type_oauth2_if(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-oauth2/if`
    """
    if isinstance(value, dict):
        if "type" not in value:
            return False
        type_ = value["type"]
        if type_ != "oauth2":
            return False
    return True


def _is_security_scheme_type_oidc_if(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/security-scheme/$defs/type-oidc/if`
    """
    if isinstance(value, dict):
        if "type" not in value:
            return False
        type_ = value["type"]
        if type_ != "openIdConnect":
            return False
    return True


def _check_encoding(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/encoding`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            ("https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/encoding/type"),
            "an object",
        )
        return
    if "contentType" in value:
        content_type = value["contentType"]
        if not isinstance(content_type, str):
            yield wrong_type(
                content_type,
                (*path, "contentType"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/encoding/"
                    "properties/contentType/type"
                ),
                "a string",
            )
    if "headers" in value:
        headers = value["headers"]
        if not isinstance(headers, dict):
            yield wrong_type(
                headers,
                (*path, "headers"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/encoding/"
                    "properties/headers/type"
                ),
                "an object",
            )
        else:
            for key, item in headers.items():
                yield from _check_header_or_reference(item, (*path, "headers", key))
    if "style" in value:
        style = value["style"]
        if not isinstance(style, str) or style not in _ENCODING_STYLE_SET:
            yield not_listed(
                style,
                (*path, "style"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/encoding/"
                    "properties/style/enum"
                ),
                _ENCODING_STYLE,
            )
    if "explode" in value:
        explode = value["explode"]
        if not isinstance(explode, bool):
            yield wrong_type(
                explode,
                (*path, "explode"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/encoding/"
                    "properties/explode/type"
                ),
                "true or false",
            )
    if "allowReserved" in value:
        allow_reserved = value["allowReserved"]
        if not isinstance(allow_reserved, bool):
            yield wrong_type(
                allow_reserved,
                (*path, "allowReserved"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/encoding/"
                    "properties/allowReserved/type"
                ),
                "true or false",
            )
    evaluated_2 = _properties_encoding(value)
    for key_3 in value:
        if key_3 not in evaluated_2:
            yield unknown_field(
                key_3,
                (*path, key_3),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/encoding/"
                    "unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)
    yield from _check_encoding_explode_default(value, path)


def _check_oauth_flows_implicit(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/oauth-flows/$defs/implicit`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                "oauth-flows/$defs/implicit/type"
            ),
            "an object",
        )
        return
    if "authorizationUrl" not in value:
        yield missing(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                "oauth-flows/$defs/implicit/required"
            ),
            "authorizationUrl",
        )
    if "scopes" not in value:
        yield missing(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                "oauth-flows/$defs/implicit/required"
            ),
            "scopes",
        )
    if "authorizationUrl" in value:
        authorization_url = value["authorizationUrl"]
        if not isinstance(authorization_url, str):
            yield wrong_type(
                authorization_url,
                (*path, "authorizationUrl"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "oauth-flows/$defs/implicit/properties/authorizationUrl/type"
                ),
                "a string",
            )
    if "refreshUrl" in value:
        refresh_url = value["refreshUrl"]
        if not isinstance(refresh_url, str):
            yield wrong_type(
                refresh_url,
                (*path, "refreshUrl"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "oauth-flows/$defs/implicit/properties/refreshUrl/type"
                ),
                "a string",
            )
    if "scopes" in value:
        scopes = value["scopes"]
        yield from _check_map_of_strings(scopes, (*path, "scopes"))
    evaluated_2 = _properties_oauth_flows_implicit(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "oauth-flows/$defs/implicit/unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)


def _check_oauthflowspasswordvalue(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/oauth-flows/$defs/password`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                "oauth-flows/$defs/password/type"
            ),
            "an object",
        )
        return
    if "tokenUrl" not in value:
        yield missing(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                "oauth-flows/$defs/password/required"
            ),
            "tokenUrl",
        )
    if "scopes" not in value:
        yield missing(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                "oauth-flows/$defs/password/required"
            ),
            "scopes",
        )
    if "tokenUrl" in value:
        tokenurlvalue = value["tokenUrl"]
        if not isinstance(tokenurlvalue, str):
            yield wrong_type(
                tokenurlvalue,
                (*path, "tokenUrl"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "oauth-flows/$defs/password/properties/tokenUrl/type"
                ),
                "a string",
            )
    if "refreshUrl" in value:
        refresh_url = value["refreshUrl"]
        if not isinstance(refresh_url, str):
            yield wrong_type(
                refresh_url,
                (*path, "refreshUrl"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "oauth-flows/$defs/password/properties/refreshUrl/type"
                ),
                "a string",
            )
    if "scopes" in value:
        scopes = value["scopes"]
        yield from _check_map_of_strings(scopes, (*path, "scopes"))
    evaluated_2 = _properties_oauthflowspasswordvalue(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "oauth-flows/$defs/password/unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)


def _check_oauth_flows_client_credentials(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/oauth-flows/$defs/client-credentials`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                "oauth-flows/$defs/client-credentials/type"
            ),
            "an object",
        )
        return
    if "tokenUrl" not in value:
        yield missing(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                "oauth-flows/$defs/client-credentials/required"
            ),
            "tokenUrl",
        )
    if "scopes" not in value:
        yield missing(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                "oauth-flows/$defs/client-credentials/required"
            ),
            "scopes",
        )
    if "tokenUrl" in value:
        tokenurlvalue = value["tokenUrl"]
        if not isinstance(tokenurlvalue, str):
            yield wrong_type(
                tokenurlvalue,
                (*path, "tokenUrl"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "oauth-flows/$defs/client-credentials/properties/tokenUrl/type"
                ),
                "a string",
            )
    if "refreshUrl" in value:
        refresh_url = value["refreshUrl"]
        if not isinstance(refresh_url, str):
            yield wrong_type(
                refresh_url,
                (*path, "refreshUrl"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "oauth-flows/$defs/client-credentials/properties/refreshUrl/type"
                ),
                "a string",
            )
    if "scopes" in value:
        scopes = value["scopes"]
        yield from _check_map_of_strings(scopes, (*path, "scopes"))
    evaluated_2 = _properties_oauth_flows_client_credentials(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "oauth-flows/$defs/client-credentials/unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)


def _check_oauth_flows_authorization_code(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/oauth-flows/$defs/authorization-code`
    """
    if not isinstance(value, dict):
        yield wrong_type(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                "oauth-flows/$defs/authorization-code/type"
            ),
            "an object",
        )
        return
    if "authorizationUrl" not in value:
        yield missing(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                "oauth-flows/$defs/authorization-code/required"
            ),
            "authorizationUrl",
        )
    if "tokenUrl" not in value:
        yield missing(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                "oauth-flows/$defs/authorization-code/required"
            ),
            "tokenUrl",
        )
    if "scopes" not in value:
        yield missing(
            value,
            path,
            (
                "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                "oauth-flows/$defs/authorization-code/required"
            ),
            "scopes",
        )
    if "authorizationUrl" in value:
        authorization_url = value["authorizationUrl"]
        if not isinstance(authorization_url, str):
            yield wrong_type(
                authorization_url,
                (*path, "authorizationUrl"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "oauth-flows/$defs/authorization-code/properties/authorizationUrl/type"
                ),
                "a string",
            )
    if "tokenUrl" in value:
        tokenurlvalue = value["tokenUrl"]
        if not isinstance(tokenurlvalue, str):
            yield wrong_type(
                tokenurlvalue,
                (*path, "tokenUrl"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "oauth-flows/$defs/authorization-code/properties/tokenUrl/type"
                ),
                "a string",
            )
    if "refreshUrl" in value:
        refresh_url = value["refreshUrl"]
        if not isinstance(refresh_url, str):
            yield wrong_type(
                refresh_url,
                (*path, "refreshUrl"),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "oauth-flows/$defs/authorization-code/properties/refreshUrl/type"
                ),
                "a string",
            )
    if "scopes" in value:
        scopes = value["scopes"]
        yield from _check_map_of_strings(scopes, (*path, "scopes"))
    evaluated_2 = _properties_oauth_flows_authorization_code(value)
    for key_2 in value:
        if key_2 not in evaluated_2:
            yield unknown_field(
                key_2,
                (*path, key_2),
                (
                    "https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/"
                    "oauth-flows/$defs/authorization-code/unevaluatedProperties"
                ),
                evaluated_2,
            )
    yield from _check_specification_extensions(value, path)


def _is_encoding_explode_default(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/encoding/$defs/explode-default`
    """
    if isinstance(value, dict):
        style = None
        if "style" in value:
            style = value["style"]
    return True


def _properties_encoding(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/encoding`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "contentType",
            "headers",
            "style",
            "explode",
            "allowReserved",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    evaluated |= _all_properties_encoding_explode_default(value)
    return evaluated


def _properties_oauth_flows_implicit(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/oauth-flows/$defs/implicit`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "authorizationUrl",
            "refreshUrl",
            "scopes",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _properties_oauthflowspasswordvalue(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/oauth-flows/$defs/password`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "tokenUrl",
            "refreshUrl",
            "scopes",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _properties_oauth_flows_client_credentials(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/oauth-flows/$defs/client-credentials`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "tokenUrl",
            "refreshUrl",
            "scopes",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _properties_oauth_flows_authorization_code(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/oauth-flows/$defs/authorization-code`
    """
    evaluated: set[str] = set()
    evaluated.update(
        (
            "authorizationUrl",
            "tokenUrl",
            "refreshUrl",
            "scopes",
        )
    )
    evaluated |= _all_properties_specification_extensions(value)
    return evaluated


def _check_encoding_explode_default(value: object, path: Path) -> Iterator[Violation]:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/encoding/$defs/explode-default`
    """
    del value, path
    yield from ()


def _all_properties_encoding_explode_default(value: dict[str, object]) -> set[str]:
    """Name the properties that are looked at by the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/encoding/$defs/explode-default`
    """
    evaluated: set[str] = set()
    if _is_encoding_explode_default_if(value):
        evaluated.update(("style",))
        evaluated.update(("explode",))
    else:
        evaluated.update(("explode",))
    return evaluated


def _is_encoding_explode_default_if(value: object) -> bool:
    """Check a value against the schema at this place.

    `https://spec.openapis.org/oas/3.1/schema/2022-10-07#/$defs/encoding/$defs/explode-default/if`
    """
    if isinstance(value, dict):
        if "style" not in value:
            return False
        style = value["style"]
        if style != "form":
            return False
    return True
