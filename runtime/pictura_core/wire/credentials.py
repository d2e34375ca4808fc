"""Knows which keys a caller has, and which of them an operation is sent. It must not know requests.

A specification offers several ways, each of which may need several keys at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from pictura_core.operation import Requirement, Security, schemes_of
from pictura_core.tuples import NamedTuple

NO_KEYS: Mapping[str, str] = MappingProxyType({})


class Credentials(NamedTuple):
    """The keys of a caller.

    Attributes:
        key: The one that goes wherever there is no other; empty if there is none.
        keys: By the name of their schemes.
    """

    key: str = ""
    keys: Mapping[str, str] = NO_KEYS

    @property
    def secrets(self) -> tuple[str, ...]:
        """Give what must not stand in any message, each once."""
        return tuple(dict.fromkeys(one for one in (self.key, *self.keys.values()) if one))


def credentials(key: str, keys: Mapping[str, str]) -> Credentials:
    """Take keys as people pass them, with white space around."""
    return Credentials(key.strip(), {name: one.strip() for name, one in keys.items()})


def choose(offered: Sequence[Requirement], given: Credentials) -> tuple[tuple[Security, str], ...]:
    """Choose the first way for which a caller has all keys, and give them.

    The one key stands in for one that has no name among `keys`. If no way can be gone whole, as
    much of the first is sent as there is: the server will say what it misses.
    """
    ways = [schemes_of(one) for one in offered]
    for way in ways:
        found = _keys(way, given)
        if way and len(found) == len(way):
            return found
    return next((found for way in ways if (found := _keys(way, given))), ())


def _keys(way: Iterable[Security], given: Credentials) -> tuple[tuple[Security, str], ...]:
    found: list[tuple[Security, str]] = []
    spare = given.key
    for scheme in way:
        key = given.keys.get(scheme.scheme) if scheme.scheme else None
        if not key:
            key, spare = spare, ""
        if key:
            found.append((scheme, key))
    return tuple(found)
