"""Knows documents, the schema resources in them, and where a reference leads.

It must not know what any keyword asserts. A place in a document is a `Location`; a URI becomes one
by `resolve`, which looks in the documents given and then among the official meta-schemas, never
elsewhere.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Final, NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from pictura_codegen.schema.dialects import META_SCHEMAS, Dialect, of_vocabularies
from pictura_codegen.schema.errors import SchemaError
from pictura_core.equality import is_array, is_object

_MAPS: Final = frozenset(
    ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies")
)
_LISTS: Final = frozenset(("allOf", "anyOf", "oneOf", "prefixItems", "items"))
_SINGLES: Final = frozenset(
    (
        "items",
        "additionalItems",
        "contains",
        "additionalProperties",
        "propertyNames",
        "not",
        "if",
        "then",
        "else",
        "unevaluatedItems",
        "unevaluatedProperties",
        "contentSchema",
    )
)
_DEEPEST: Final = 200


class Location(NamedTuple):
    """A place in a document: its URI without fragment, and the steps of a JSON pointer."""

    document: str
    steps: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "".join([self.document, "#", *[f"/{escaped(step)}" for step in self.steps]])


def escaped(step: str) -> str:
    """Write a step as it stands in a JSON pointer (RFC 6901, 3)."""
    if "~" in step or "/" in step:
        return step.replace("~", "~0").replace("/", "~1")
    return step


class Resource(NamedTuple):
    """One schema resource: what its identifiers are relative to, and what it calls its places."""

    uri: str
    root: Location
    dialect: Dialect
    anchors: dict[str, Location]
    dynamic: dict[str, Location]


class Documents:
    """All documents that references may lead into."""

    def __init__(self, registry: Mapping[str, object], dialect: Dialect) -> None:
        self._registry = registry
        self._default = dialect
        self._documents: dict[str, object] = {}
        self._resources: dict[Location, Resource] = {}
        self._nearest: dict[Location, Resource] = {}
        self._by_uri: dict[str, Resource] = {}
        self._scanned: set[Location] = set()
        self._resolved: dict[tuple[str, str], Location] = {}

    def add(self, uri: str, document: object) -> Location:
        """Take in a document under a URI without fragment; it may hold a schema or anything."""
        root = Location(uri)
        if uri not in self._documents:
            self._documents[uri] = document
            self._enter(root, document, uri, self._dialect(document, self._default, root))
            self._scan(root, document)
        return root

    def value(self, location: Location) -> object:
        """Give what stands at a place.

        Raises:
            SchemaError: Nothing does.
        """
        here: object = self._documents[location.document]
        for step in location.steps:
            if is_object(here) and step in here:
                here = here[step]
            elif is_array(here) and step.isdigit() and int(step) < len(here):
                here = here[int(step)]
            else:
                raise SchemaError(str(location), "there is nothing at this place")
        return here

    def rooted(self, location: Location) -> Resource | None:
        """Give the resource whose root a place is, None where it is none's."""
        return self._resources.get(location)

    def resource(self, location: Location) -> Resource:
        """Give the resource that a place belongs to."""
        found = self._nearest.get(location)
        if found is not None:
            return found
        for length in range(len(location.steps), -1, -1):
            found = self._resources.get(Location(location.document, location.steps[:length]))
            if found is not None:
                self._nearest[location] = found
                return found
        raise SchemaError(str(location), "its document is not known")

    def resolve(self, reference: str, base: str, place: str) -> Location:
        """Find where a reference leads.

        Raises:
            SchemaError: It leads nowhere; `place` is where it stands.
        """
        found = self._resolved.get((reference, base))
        if found is None:
            found = self._resolve(reference, base, place)
            self._resolved[reference, base] = found
        return found

    def _resolve(self, reference: str, base: str, place: str) -> Location:
        # By hand: the library drops newlines, and a pointer may hold any character.
        name, _, fragment = reference.partition("#")
        uri = join(base, name)
        resource = self._by_uri.get(uri) or self._retrieve(uri)
        if resource is None:
            raise SchemaError(place, f"the reference {reference!r} leads to no known document")
        fragment = unquote(fragment)
        if fragment and not fragment.startswith("/"):
            anchor = resource.anchors.get(fragment)
            if anchor is None:
                raise SchemaError(place, f"{uri or 'the schema'} has no anchor {fragment!r}")
            return anchor
        steps = tuple(s.replace("~1", "/").replace("~0", "~") for s in fragment.split("/")[1:])
        location = Location(resource.root.document, (*resource.root.steps, *steps))
        try:
            value = self.value(location)
        except SchemaError as error:
            reason = f"the reference {reference!r} leads nowhere"
            raise SchemaError(place, reason) from error
        # A pointer may lead where no keyword of the dialect leads, as into `components`.
        self._scan(location, value)
        return location

    def _retrieve(self, uri: str) -> Resource | None:
        for name in (uri, f"{uri}#"):
            if name in self._registry:
                self.add(uri, self._registry[name])
                return self._by_uri.get(uri) or self._resources[Location(uri)]
        official = _official(uri)
        if official is None:
            return None
        self.add(uri, official)
        return self._by_uri[uri]

    def _dialect(self, schema: object, inherited: Dialect, place: Location) -> Dialect:
        named = schema.get("$schema") if is_object(schema) else None
        if not isinstance(named, str):
            return inherited
        uri = named.rstrip("#")
        if uri in META_SCHEMAS:
            return META_SCHEMAS[uri]
        meta = self._registry.get(uri, self._registry.get(f"{uri}#", _official(uri)))
        if not is_object(meta):
            where, reason = f"{place}/$schema", f"the dialect {named!r} is not known"
            raise SchemaError(where, reason)
        vocabularies = meta.get("$vocabulary")
        if not is_object(vocabularies):
            return (
                self._dialect(meta, inherited, place) if meta.get("$schema") != named else inherited
            )
        try:
            return of_vocabularies(uri, vocabularies)
        except ValueError as error:
            where = f"{place}/$schema"
            raise SchemaError(where, str(error)) from error

    def _enter(self, root: Location, schema: object, uri: str, dialect: Dialect) -> Resource:
        identifier = schema.get(dialect.identifier) if is_object(schema) else None
        anchors: dict[str, Location] = {}
        base = uri
        if isinstance(identifier, str):
            base, fragment = urldefrag(join(uri, identifier))
            if fragment:
                anchors[fragment] = root
        resource = Resource(base, root, dialect, anchors, {})
        self._resources[root] = resource
        self._nearest.clear()
        self._by_uri.setdefault(base, resource)
        self._by_uri.setdefault(uri, resource)
        return resource

    def _scan(self, root: Location, document: object) -> None:
        """Find identifiers and anchors in a schema and all that its keywords hold."""
        waiting: list[tuple[Location, object, Resource]] = [(root, document, self.resource(root))]
        while waiting:
            location, schema, above = waiting.pop()
            if location in self._scanned or not is_object(schema):
                continue
            self._scanned.add(location)
            if len(location.steps) > _DEEPEST * 2:
                raise SchemaError(str(root), f"schemas are nested more than {_DEEPEST} deep")
            resource = self._name(location, schema, above)
            if resource.dialect.reference_alone and "$ref" in schema:
                # Definitions beside a reference can still be referred to.
                schema = {k: v for k, v in schema.items() if k in {"definitions", "$defs"}}
            for steps, child in children(schema):
                inner = Location(location.document, location.steps + steps)
                waiting.append((inner, child, resource))

    def _name(self, location: Location, schema: Mapping[str, object], above: Resource) -> Resource:
        """Take down what a schema is called, and give the resource that it belongs to."""
        resource = self._resources.get(location, above)
        dialect = self._dialect(schema, resource.dialect, location)
        alone = dialect.reference_alone and "$ref" in schema
        identifier = schema.get(dialect.identifier)
        if isinstance(identifier, str) and not alone and resource.root != location:
            if identifier.startswith("#"):
                resource.anchors.setdefault(identifier[1:], location)
            else:
                resource = self._enter(location, schema, resource.uri, dialect)
        for keyword, named in (("$anchor", resource.anchors), ("$dynamicAnchor", resource.dynamic)):
            name = schema.get(keyword)
            if isinstance(name, str) and keyword in dialect.keywords:
                named.setdefault(name, location)
                resource.anchors.setdefault(name, location)
        return resource


def children(schema: Mapping[str, object]) -> Iterator[tuple[tuple[str, ...], object]]:
    """Give every schema that a schema's keywords hold, with the steps to it."""
    for keyword, value in schema.items():
        if keyword in _MAPS and is_object(value):
            yield from (((keyword, name), child) for name, child in value.items())
        elif keyword in _LISTS and is_array(value):
            yield from (((keyword, str(i)), child) for i, child in enumerate(value))
        elif keyword in _SINGLES:
            yield (keyword,), value


def join(base: str, reference: str) -> str:
    """Resolve a reference against a base (RFC 3986, 5.2); `urljoin` loses the base of a URN."""
    if not reference or reference.startswith("#"):
        return base.partition("#")[0] + reference
    scheme = urlsplit(base).scheme
    if scheme not in {"", "http", "https", "file"} and not urlsplit(reference).scheme:
        # `urljoin` knows hierarchical schemes by name; others resolve alike.
        joined = urljoin(base.replace(scheme, "http", 1), reference)
        return joined.replace("http", scheme, 1)
    return urljoin(base, reference)


def _official(uri: str) -> object:
    # Imported late, and one by name because it has no types: few schemas refer to a meta-schema.
    from referencing import Registry  # noqa: PLC0415

    registry: Registry[object] = import_module("jsonschema_specifications").REGISTRY
    for name in (uri, f"{uri}#"):
        resource = registry.get(name)
        if resource is not None:
            return resource.contents
    return None
