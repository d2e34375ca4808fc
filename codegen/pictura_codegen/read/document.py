"""Knows the OpenAPI Object (OpenAPI 3.1, 4.8.1), and puts the whole together."""

from collections.abc import Callable, Iterable, Iterator

from pictura_codegen.api import Api, Operation, Place, target_of
from pictura_codegen.load import Document
from pictura_codegen.meta import check_document
from pictura_codegen.read.batch_checks import check_batches
from pictura_codegen.read.bends import straighten
from pictura_codegen.read.body import mark_body
from pictura_codegen.read.extension_checks import check_extensions
from pictura_codegen.read.extensions import NO_ERRORS, read_env_prefix, read_errors
from pictura_codegen.read.operation import operation_places, read_operations
from pictura_codegen.read.reader import Reader
from pictura_codegen.read.requests import PREFIX, Requests
from pictura_codegen.read.schema import read_referred, refer
from pictura_codegen.read.security import read_security
from pictura_codegen.read.server import base_urls, read_servers
from pictura_codegen.read.webhooks import read_webhooks
from pictura_core.data import Json, Path
from pictura_core.diagnostics import Diagnostic, Rejected, Severity

FILE: dict[str, Json] = {"not": {"type": ["array", "object", "number", "boolean", "null"]}}
"""What a file field takes before it is encoded: a string, or a `pictura_core.wire.File`."""

_SAID = ("title", "description")


def read(document: Document) -> Api:
    """Read what a specification says.

    Raises:
        Rejected: It is wrong, or says what the generator cannot express. Every finding at once.
    """
    reader = Reader(document)
    root = Place(document.root, ())
    reader.mapping(root)
    straighten(reader)
    for _, _, place in operation_places(Reader(document)):
        if isinstance(reader.value(place), dict):
            mark_body(reader, place)
    info = reader.member(root, "info")
    servers = read_servers(reader, root)
    operations = read_operations(reader, servers)
    components = reader.member(root, "components")
    if components:
        for name in reader.member(root.child("components"), "schemas"):
            refer(reader, root.child("components", "schemas", name))
    read_webhooks(reader)
    read_referred(reader)
    check_extensions(reader, operations)
    check_batches(reader, operations)
    documents = _documents(reader)
    requests = Requests(document, documents, _sent(operations))
    api = Api(
        title=str(info.get("title", "")),
        description=str(info.get("description", "")),
        servers=base_urls(servers),
        templates=servers,
        security=read_security(reader),
        env_prefix=read_env_prefix(reader, root),
        errors=read_errors(reader, root) or NO_ERRORS,
        operations=operations,
        schemas=tuple(
            sorted(reader.schemas.values(), key=lambda schema: document.order(schema.place))
        ),
        documents={**documents, **requests.documents},
        in_requests={place: Place(PREFIX + place.file, place.path) for place in requests.places},
        dialect=document.dialect,
        findings=_findings(reader),
    )
    if any(finding.severity is Severity.ERROR for finding in api.findings):
        raise Rejected(api.findings)
    return api


def _sent(operations: Iterable[Operation]) -> Iterator[Place]:
    """Give every schema that an argument is held against."""
    for operation in operations:
        for parameter in operation.parameters:
            yield target_of(parameter.schema)
        for body in operation.bodies:
            if body.schema is not None:
                yield target_of(body.schema)


def _findings(reader: Reader) -> tuple[Diagnostic, ...]:
    """Join our findings with the meta-schema's, which say less of the same places."""
    own = {finding.place for finding in reader.findings}
    official = [finding for finding in check_document(reader.document) if finding.place not in own]
    return (*reader.document.findings, *reader.findings, *official)


def _documents(reader: Reader) -> dict[str, Json]:
    """Give the documents with what a validator has to take: files, and null in the words of 3.0."""
    documents = {file: reader.document.text(file) for file in reader.document.files}
    for place in reader.nullable:
        documents[place.file] = _replace(documents[place.file], place.path, _or_null)
    for place in reader.files:
        documents[place.file] = _replace(documents[place.file], place.path, _file)
    return documents


def _file(value: Json) -> Json:
    kept = value if isinstance(value, dict) else {}
    return {**{key: kept[key] for key in _SAID if key in kept}, **FILE}


def _or_null(value: Json) -> Json:
    """Let a schema take null, so that what stands inside of it stays in its place."""
    if not isinstance(value, dict):
        return value
    schema = {key: item for key, item in value.items() if key != "nullable"}
    for keyword in ("anyOf", "oneOf"):
        branches = schema.get(keyword)
        if isinstance(branches, list):
            schema[keyword] = [*branches, {"type": "null"}]
    if "$ref" in schema:
        schema["anyOf"] = [{"$ref": schema.pop("$ref")}, {"type": "null"}]
    values = schema.get("enum")
    if isinstance(values, list) and None not in values:
        schema["enum"] = [*values, None]
    if isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
    return schema


def _replace(value: Json, path: Path, change: Callable[[Json], Json]) -> Json:
    if not path:
        return change(value)
    step, rest = path[0], path[1:]
    if isinstance(value, dict) and isinstance(step, str):
        return {**value, step: _replace(value[step], rest, change)}
    if isinstance(value, list) and isinstance(step, int):
        return [*value[:step], _replace(value[step], rest, change), *value[step + 1 :]]
    return value
