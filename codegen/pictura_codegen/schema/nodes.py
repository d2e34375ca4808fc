"""Knows schemas in their context: where each stands, in which resource, under which dynamic scope.

It must not know what any keyword asserts. A dynamic scope is known when the code is written: a
schema that is reached on two ways with different dynamic anchors is two nodes, and two functions.
"""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote, urldefrag

from pictura_codegen.schema.dialects import Dialect
from pictura_codegen.schema.errors import SchemaError
from pictura_codegen.schema.resources import Documents, Location, Resource
from pictura_core.equality import is_array, is_object

DynamicScope: TypeAlias = tuple[tuple[str, Location], ...]
"""What each dynamic anchor means here: the outermost resource that was entered decides."""


class Node(NamedTuple):
    """One schema where it stands."""

    schema: bool | Mapping[str, object]
    location: Location
    resource: Resource
    scope: DynamicScope
    sentence: str | None = None

    @property
    def key(self) -> tuple[Location, DynamicScope]:
        """What makes it the same schema."""
        return self.location, self.scope

    @property
    def dialect(self) -> Dialect:
        """The dialect it is written in."""
        return self.resource.dialect

    def get(self, keyword: str) -> object:
        """Give a keyword's value, None where it is absent or its dialect does not have it."""
        # Most keywords are absent from most schemas: that is asked first.
        if isinstance(self.schema, bool) or keyword not in self.schema:
            return None
        return self.schema[keyword] if keyword in self.resource.dialect.keywords else None

    def has(self, keyword: str) -> bool:
        """Tell whether a keyword stands here and does something."""
        return (
            not isinstance(self.schema, bool)
            and keyword in self.schema
            and keyword in self.resource.dialect.keywords
        )

    def place(self, keyword: str = "") -> str:
        """Give the pointer to a keyword, with its document."""
        return f"{self.location}/{keyword}" if keyword else str(self.location)


class Nodes:
    """Finds nodes."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def at(self, location: Location, scope: DynamicScope = (), sentence: str | None = None) -> Node:
        """Give the schema at a place.

        Raises:
            SchemaError: What stands there is no schema.
        """
        schema = self._documents.value(location)
        resource = self._documents.resource(location)
        if not isinstance(schema, bool) and not is_object(schema):
            raise SchemaError(str(location), "a schema is an object, true or false")
        if resource.dynamic:
            scope = tuple(sorted(({**resource.dynamic, **dict(scope)}).items()))
        own = None if isinstance(schema, bool) else schema.get("x-message")
        if isinstance(own, str):
            sentence = own
        return Node(schema, location, resource, scope, sentence)

    def child(self, node: Node, *steps: str) -> Node:
        """Give a schema that a keyword holds."""
        location = Location(node.location.document, node.location.steps + steps)
        schema = self._documents.value(location)
        # A custom sentence also speaks for what cannot carry one, and for a whole `then`.
        inherits = isinstance(schema, bool) or {"then", "else"} & set(node.location.steps[-3:])
        return self.at(location, node.scope, node.sentence if inherits else None)

    def children(self, node: Node, keyword: str) -> dict[str, Node]:
        """Give the schemas that a keyword holds by name.

        Raises:
            SchemaError: It does not hold an object.
        """
        held = node.get(keyword)
        if held is None:
            return {}
        if not is_object(held):
            raise SchemaError(node.place(keyword), "must be an object of schemas")
        return {name: self.child(node, keyword, name) for name in held}

    def branches(self, node: Node, keyword: str) -> tuple[Node, ...]:
        """Give the schemas that a keyword holds in order.

        Raises:
            SchemaError: It does not hold an array.
        """
        held = node.get(keyword)
        if held is None:
            return ()
        if not is_array(held):
            raise SchemaError(node.place(keyword), "must be an array of schemas")
        return tuple(self.child(node, keyword, str(index)) for index in range(len(held)))

    def referred(self, node: Node) -> tuple[tuple[str, Node], ...]:
        """Give the schemas that a schema refers to, each with the keyword that does."""
        found: list[tuple[str, Node]] = []
        for keyword in ("$ref", "$dynamicRef"):
            reference = node.get(keyword)
            if not isinstance(reference, str):
                continue
            location = self._documents.resolve(reference, node.resource.uri, node.place(keyword))
            if keyword == "$dynamicRef":
                name = unquote(urldefrag(reference)[1])
                bookend = self._documents.resource(location).dynamic.get(name)
                if bookend == location:
                    location = dict(node.scope).get(name, location)
            found.append((keyword, self.at(location, node.scope)))
        return tuple(found)
