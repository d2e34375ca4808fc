"""Knows schemas in their context: where each stands, in which resource, under which dynamic scope.

It must not know what any keyword asserts. A dynamic scope is known when the code is written: a
schema that is reached on two ways with different dynamic anchors is two nodes, and two functions.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple, TypeAlias
from urllib.parse import unquote, urldefrag

from pictura_codegen.schema.dialects import Dialect
from pictura_codegen.schema.errors import SchemaError
from pictura_codegen.schema.resources import Documents, Location, Resource, escaped
from pictura_core.equality import is_array, is_object

DynamicScope: TypeAlias = tuple[tuple[str, Location], ...]
"""What each dynamic anchor means here: the outermost resource that was entered decides."""

Key: TypeAlias = tuple[Location, DynamicScope]
"""What makes a schema the same schema."""

_NOTHING: Final[Mapping[str, object]] = {}


class Node(NamedTuple):
    """One schema where it stands.

    Attributes:
        schema: All of it.
        said: The keywords that do something, with their values.
        key: What makes it the same schema.
        location: Where it stands.
        text: The same as a pointer with its document.
        resource: The resource that it belongs to.
        scope: What dynamic anchors mean here.
        sentence: What is to be said of a value that breaks it, if the schema says so itself.
        held: The schemas in it, as far as somebody has asked for them.
    """

    schema: bool | Mapping[str, object]
    said: Mapping[str, object]
    key: Key
    location: Location
    text: str
    resource: Resource
    scope: DynamicScope
    sentence: str | None
    held: "dict[tuple[str, ...], Node]"

    @property
    def dialect(self) -> Dialect:
        """The dialect it is written in."""
        return self.resource.dialect

    @property
    def refers_alone(self) -> bool:
        """Whether it is a reference that hides what stands beside it."""
        return "$ref" in self.said and self.resource.dialect.reference_alone

    def get(self, keyword: str) -> object:
        """Give a keyword's value, None where it is absent or its dialect does not have it."""
        return self.said.get(keyword)

    def has(self, keyword: str) -> bool:
        """Tell whether a keyword stands here and does something."""
        return keyword in self.said

    def place(self, keyword: str = "") -> str:
        """Give the pointer to a keyword, with its document."""
        return f"{self.text}/{keyword}" if keyword else self.text


class Nodes:
    """Finds nodes; each is made once."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._found: dict[tuple[Location, DynamicScope], Node] = {}

    def at(self, location: Location, scope: DynamicScope = ()) -> Node:
        """Give the schema at a place.

        Raises:
            SchemaError: What stands there is no schema.
        """
        found = self._found.get((location, scope))
        if found is None:
            schema = self._documents.value(location)
            resource = self._documents.resource(location)
            found = _node(schema, location, str(location), resource, scope, None)
            self._found[location, scope] = found
        return found

    def child(self, node: Node, *steps: str) -> Node:
        """Give a schema that a keyword holds.

        Raises:
            SchemaError: There is none.
        """
        found = node.held.get(steps)
        if found is None:
            found = self._child(node, steps)
            node.held[steps] = found
        return found

    def _child(self, node: Node, steps: tuple[str, ...]) -> Node:
        schema: object = node.schema
        text = node.text
        for step in steps:
            text = f"{text}/{escaped(step)}"
            if is_object(schema) and step in schema:
                schema = schema[step]
            elif is_array(schema) and step.isdigit() and int(step) < len(schema):
                schema = schema[int(step)]
            else:
                raise SchemaError(text, "there is nothing at this place")
        location = Location(node.location.document, node.location.steps + steps)
        resource = self._documents.rooted(location) or node.resource
        sentence = node.sentence
        # A custom sentence also speaks for what cannot carry one, and for a whole `then`.
        if sentence is not None and not isinstance(schema, bool):
            inherits = not {"then", "else"}.isdisjoint(node.location.steps[-3:])
            sentence = sentence if inherits else None
        return _node(schema, location, text, resource, node.scope, sentence)

    def children(self, node: Node, keyword: str) -> dict[str, Node]:
        """Give the schemas that a keyword holds by name.

        Raises:
            SchemaError: It does not hold an object.
        """
        held = node.said.get(keyword)
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
        held = node.said.get(keyword)
        if held is None:
            return ()
        if not is_array(held):
            raise SchemaError(node.place(keyword), "must be an array of schemas")
        return tuple([self.child(node, keyword, str(index)) for index in range(len(held))])

    def referred(self, node: Node) -> tuple[tuple[str, Node], ...]:
        """Give the schemas that a schema refers to, each with the keyword that does."""
        if "$ref" not in node.said and "$dynamicRef" not in node.said:
            return ()
        found: list[tuple[str, Node]] = []
        for keyword in ("$ref", "$dynamicRef"):
            reference = node.said.get(keyword)
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


def _node(
    schema: object,
    location: Location,
    text: str,
    resource: Resource,
    scope: DynamicScope,
    sentence: str | None,
) -> Node:
    if isinstance(schema, bool):
        said = _NOTHING
    elif is_object(schema):
        keywords = resource.dialect.keywords
        said = {keyword: value for keyword, value in schema.items() if keyword in keywords}
        own = schema.get("x-message")
        sentence = own if isinstance(own, str) else sentence
    else:
        raise SchemaError(text, "a schema is an object, true or false")
    if resource.dynamic:
        scope = tuple(sorted(({**resource.dynamic, **dict(scope)}).items()))
    return Node(schema, said, (location, scope), location, text, resource, scope, sentence, {})
