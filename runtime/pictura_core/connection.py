"""Knows how a generated client comes to its transport: which keys, which servers.

It must not know any one API: the table says what the environment's variables are called.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pictura_core.operation import Api, Server, schemes_of
from pictura_core.wire.servers import EVERY, Route, fill, fits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import httpx

    from pictura_core.transport import AsyncTransport, Transport

__all__ = ["connect", "connect_async", "find_route"]


def connect(
    api: Api,
    key: str | None,
    base_url: str | None,
    client: httpx.Client | None,
    *,
    keys: Mapping[str, str] | None = None,
    servers: Mapping[str, str] | None = None,
    variables: Mapping[str, str] | None = None,
) -> Transport:
    """Open a transport; the environment and then the document say what is left out.

    Args:
        api: Whose.
        key: The key of an API that needs one at a time.
        base_url: Where to; see `find_route`.
        client: Your own httpx client.
        keys: By the names that the document gives to its security schemes.
        servers: As of `find_route`.
        variables: As of `find_route`.

    Raises:
        ValueError: Neither the call nor the environment nor the document names a server, or the
            call names what the document does not know.
    """
    # httpx takes longer to load than all else: whoever only builds requests does without.
    from pictura_core.transport import Transport  # noqa: PLC0415 - see above

    route = find_route(api, base_url, servers=servers, variables=variables)
    known, key = _keys(api, keys), _key(api, key, keys)
    return Transport(route, key, api.security, keys=known, client=client)


def connect_async(
    api: Api,
    key: str | None,
    base_url: str | None,
    client: httpx.AsyncClient | None,
    *,
    keys: Mapping[str, str] | None = None,
    servers: Mapping[str, str] | None = None,
    variables: Mapping[str, str] | None = None,
) -> AsyncTransport:
    """Open a transport whose calls are awaited; arguments and errors as of `connect`."""
    from pictura_core.transport import AsyncTransport  # noqa: PLC0415 - as in `connect`

    route = find_route(api, base_url, servers=servers, variables=variables)
    known, key = _keys(api, keys), _key(api, key, keys)
    return AsyncTransport(route, key, api.security, keys=known, client=client)


def find_route(
    api: Api,
    base_url: str | None = None,
    *,
    servers: Mapping[str, str] | None = None,
    variables: Mapping[str, str] | None = None,
) -> Route:
    """Find where operations are sent.

    Args:
        api: Whose.
        base_url: If it is a server of the document, operations that have servers of their own keep
            them. Any other takes all operations: whoever names a proxy or a test server means the
            whole API. If left out, the environment's, else the document's first.
        servers: Takes the place of servers that operations have of their own: by operationId, by
            the server as the document writes it, or by `*` for all.
        variables: Values of servers' variables.

    Raises:
        ValueError: Nobody names a server, or the call names what the document does not know.
    """
    instead, values = servers or {}, variables or {}
    written = api.templates or tuple(Server(url) for url in api.servers)
    # Operations of a large package are loaded only if somebody speaks of what they have.
    if instead:
        urls = {one.url for each in api.operations.values() for one in each.servers}
        _check("operation and no server", instead, {*api.operations, *urls, EVERY})
    named = {variable.name for one in written for variable in one.variables}
    if not values.keys() <= named:
        own = [one for each in api.operations.values() for one in each.servers]
        named |= {variable.name for one in own for variable in one.variables}
    _check("variable of a server", values, named)
    asked = (base_url or os.environ.get(api.url_variable, "")).strip().rstrip("/")
    if not asked:
        return Route(_usual(api, written, values), False, instead, values)
    is_known = any(fits(one, asked, values) for one in written)
    return Route(asked, not is_known, instead, values)


def _usual(api: Api, written: Sequence[Server], values: Mapping[str, str]) -> str:
    """Give the document's first server of which anybody knows where it is."""
    for server in written:
        if server.url.lower().startswith(("http://", "https://", "{")):
            return fill(server, values)
    what = "no server of its own"
    if written:
        what = f"a server {written[0].url or '/'} that is relative to an address nobody knows"
    message = f"{api.name} has {what}: pass base_url or set {api.url_variable}"
    raise ValueError(message)


def _key(api: Api, key: str | None, keys: Mapping[str, str] | None) -> str:
    """Take the one key; whoever passes several has said all there is."""
    if key is None and not keys:
        return os.environ.get(api.key_variable, "")
    return key or ""


def _keys(api: Api, keys: Mapping[str, str] | None) -> Mapping[str, str]:
    if not keys:
        return {}
    named = {scheme.scheme for way in api.security for scheme in schemes_of(way)}
    if not keys.keys() <= named:
        own = [way for each in api.operations.values() for way in each.security or ()]
        named |= {scheme.scheme for way in own for scheme in schemes_of(way)}
    _check("security scheme", keys, named)
    return keys


def _check(what: str, given: Iterable[str], known: set[str]) -> None:
    """Refuse names that are not known: a typing error must not send a key somewhere else."""
    wrong = next((name for name in given if name not in known), None)
    if wrong is not None:
        listed = ", ".join(sorted(known - {"", EVERY})) or "none"
        message = f"there is no {what} {wrong!r}; there are: {listed[:300]}"
        raise ValueError(message)
