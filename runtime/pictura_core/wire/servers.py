"""Knows to which server an operation is sent. It must not know requests, nor the environment.

What a caller names counts for more than what the operation has, and that for more than what all of
the API has.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from urllib.parse import urljoin

from pictura_core.checks import Violation
from pictura_core.errors import InvalidRequest
from pictura_core.operation import Server
from pictura_core.tuples import NamedTuple

_NOTHING: Mapping[str, str] = MappingProxyType({})
EVERY = "*"
"""Stands, among the servers that a caller names, for all that operations have of their own."""


class Route(NamedTuple):
    """Where the operations of an API are sent.

    Attributes:
        base_url: Without a trailing slash.
        takes_all: Whether operations that have servers of their own are sent there too.
        instead: Other servers, by operationId, by the server they take the place of, or by `EVERY`.
        variables: Values of servers' variables.
    """

    base_url: str
    takes_all: bool = True
    instead: Mapping[str, str] = _NOTHING
    variables: Mapping[str, str] = _NOTHING


def server_of(route: Route, operation: str, own: Sequence[Server]) -> str:
    """Give the base URL of an operation, without a trailing slash.

    Args:
        route: What the caller named.
        operation: Its operationId.
        own: The servers that the specification gives to it alone.

    Raises:
        InvalidRequest: Its own server has a variable without a value.
    """
    named = [operation, *(key for one in own[:1] for key in (one.url, EVERY))]
    for name in named:
        if name in route.instead:
            return route.instead[name].rstrip("/")
    if not own or route.takes_all:
        return route.base_url
    try:
        filled = fill(own[0], route.variables)
    except ValueError as error:
        raise InvalidRequest(operation, [Violation((), "server", "", str(error))]) from None
    return urljoin(route.base_url + "/", filled).rstrip("/")


def fill(server: Server, variables: Mapping[str, str]) -> str:
    """Put values into a server's url.

    Raises:
        ValueError: A variable has no value, or one that the specification does not allow.
    """
    url = server.url
    for variable in server.variables:
        value = variables.get(variable.name, variable.default)
        if value is None:
            message = f"the server {server.url} needs a value for {variable.name}: pass variables"
            raise ValueError(message)
        if variable.name in variables and variable.values and value not in variable.values:
            message = f"{variable.name} can be {', '.join(variable.values)}, not {value[:60]!r}"
            raise ValueError(message)
        url = url.replace(f"{{{variable.name}}}", value)
    return url.rstrip("/")


def fits(server: Server, url: str, variables: Mapping[str, str]) -> bool:
    """Tell whether a url is a server of the specification, with any value that is allowed there."""
    pattern = re.escape(server.url)
    for variable in server.variables:
        default = variables.get(variable.name, variable.default)
        values = variable.values or (() if default is None else (default,))
        choice = "|".join(re.escape(value) for value in values)
        pattern = pattern.replace(re.escape(f"{{{variable.name}}}"), f"(?:{choice})")
    return re.fullmatch(pattern, url.rstrip("/")) is not None
