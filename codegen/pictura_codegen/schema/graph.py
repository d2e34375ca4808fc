"""Knows which schemas lead back to themselves. It must not know what they assert."""

from collections.abc import Iterator

from pictura_codegen.schema.errors import SchemaError
from pictura_codegen.schema.nodes import Key, Node, Nodes
from pictura_codegen.schema.resources import children

_SILENT = frozenset(("$defs", "definitions", "contentSchema"))
_IN_PLACE = frozenset(("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"))


class Graph:
    """The references between schemas, followed once each."""

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes
        self._edges: dict[Key, tuple[Node, ...]] = {}

    def deep(self, roots: tuple[Node, ...]) -> frozenset[Key]:
        """Give every schema from which a value of unbounded depth can be reached."""
        edges = self._explore(roots)
        backwards: dict[Key, set[Key]] = {}
        for source, targets in edges.items():
            for target in targets:
                backwards.setdefault(target.key, set()).add(source)
        waiting = list(_recursive({k: tuple(n.key for n in v) for k, v in edges.items()}))
        found: set[Key] = set(waiting)
        while waiting:
            for source in backwards.get(waiting.pop(), ()):
                if source not in found:
                    found.add(source)
                    waiting.append(source)
        return frozenset(found)

    def _explore(self, roots: tuple[Node, ...]) -> dict[Key, tuple[Node, ...]]:
        waiting = list(roots)
        while waiting:
            node = waiting.pop()
            if node.key in self._edges:
                continue
            self._edges[node.key] = tuple(self._references(node))
            waiting.extend(self._edges[node.key])
        return self._edges

    def _references(self, node: Node) -> Iterator[Node]:
        """Give all schemas that a schema, or one inside it, refers to."""
        waiting = [node]
        while waiting:
            here = waiting.pop()
            for _, target in self._nodes.referred(here):
                yield target
            if isinstance(here.schema, bool):
                continue
            if here.refers_alone:
                continue
            for steps, child in children(here.schema):
                asserts = steps[0] in here.said and steps[0] not in _SILENT
                if asserts and isinstance(child, bool | dict):
                    waiting.append(self._nodes.child(here, *steps))


def _recursive(edges: dict[Key, tuple[Key, ...]]) -> Iterator[Key]:
    """Give every key that a way leads back to, in time linear in the ways (Tarjan 1972)."""
    order: dict[Key, int] = {}
    lowest: dict[Key, int] = {}
    open_keys: list[Key] = []
    inside: set[Key] = set()
    for start, targets in edges.items():
        waiting = [] if start in order else [(start, iter(targets))]
        while waiting:
            key, rest = waiting[-1]
            if key not in order:
                order[key] = lowest[key] = len(order)
                open_keys.append(key)
                inside.add(key)
            following = next(rest, None)
            if following is None:
                waiting.pop()
                if waiting:
                    above = waiting[-1][0]
                    lowest[above] = min(lowest[above], lowest[key])
                if lowest[key] == order[key]:
                    first = open_keys.index(key)
                    group = open_keys[first:]
                    del open_keys[first:]
                    inside.difference_update(group)
                    if len(group) > 1 or key in edges[key]:
                        yield from group
            elif following not in order:
                waiting.append((following, iter(edges[following])))
            elif following in inside:
                lowest[key] = min(lowest[key], order[following])


def refuse_loops(node: Node, nodes: Nodes, cleared: set[Key]) -> None:
    """Refuse a schema that asks itself about the same value, which no value could answer.

    Args:
        node: The schema.
        nodes: Where to find those that it refers to.
        cleared: Those that are known not to; all that were looked at are added.

    Raises:
        SchemaError: It does.
    """
    waiting: list[tuple[Node, tuple[Key, ...]]] = [(node, ())]
    done: set[Key] = set()
    while waiting:
        here, way = waiting.pop()
        if here.key in way:
            raise SchemaError(here.place(), "the schema refers to itself for the same value")
        if here.key in done or here.key in cleared or isinstance(here.schema, bool):
            continue
        done.add(here.key)
        inside = (*way, here.key)
        waiting.extend([(target, inside) for _, target in nodes.referred(here)])
        if here.refers_alone or _IN_PLACE.isdisjoint(here.said):
            continue
        for steps, child in children(here.schema):
            if steps[0] in _IN_PLACE and steps[0] in here.said and isinstance(child, bool | dict):
                waiting.append((nodes.child(here, *steps), inside))
    cleared |= done
