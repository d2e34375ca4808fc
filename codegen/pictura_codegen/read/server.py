"""Knows the Server and Server Variable Objects (OpenAPI 3.1, 4.8.5 and 4.8.6)."""

import re
from urllib.parse import urlsplit

from pictura_codegen.api import Place
from pictura_codegen.read.reader import Reader
from pictura_core.operation import Server, Variable

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_HOST = re.compile(r"(localhost|[\w-]+(\.[\w-]+)+)(:\d+)?(/|$)")
"""What begins like a host, and so is hardly a relative path."""


def read_servers(reader: Reader, owner: Place) -> tuple[Server, ...]:
    """Read the servers of a document, a path or an operation, each once."""
    found: list[Server] = []
    for index in range(len(reader.sequence(owner, "servers"))):
        server = _read(reader, owner.child("servers", index))
        if server is not None:
            found.append(server)
    return tuple(dict.fromkeys(found))


def read_own_servers(
    reader: Reader, item: Place, operation: Place, usual: tuple[Server, ...]
) -> tuple[Server, ...]:
    """Read the servers of an operation, or of its path; none if they are those of all the API."""
    for owner in (operation, item):
        if reader.mapping(owner).get("servers"):
            own = read_servers(reader, owner)
            return () if own == usual else own
    return ()


def base_urls(servers: tuple[Server, ...]) -> tuple[str, ...]:
    """Give the addresses of servers with their variables' defaults, as far as they have any.

    A url that is relative to the document's own address is left out: nobody can know that address.
    """
    found: list[str] = []
    for server in servers:
        url = server.url
        for variable in server.variables:
            if variable.default is not None:
                url = url.replace(f"{{{variable.name}}}", variable.default)
        if re.match(r"https?://", url) and not _VARIABLE.search(url):
            found.append(url.rstrip("/"))
    return tuple(dict.fromkeys(found))


def _read(reader: Reader, place: Place) -> Server | None:
    url = reader.text(place, "url").strip()
    declared = reader.member(place, "variables")
    names = tuple(dict.fromkeys(_VARIABLE.findall(url)))
    for name in names:
        if name not in declared:
            message = f"the server's variable {{{name}}} is not declared: callers have to say it"
            reader.warn("undeclared-server-variable", message, place.child("url"))
    variables = tuple(
        _variable(reader, place.child("variables", name), name)
        if name in declared
        else Variable(name, None)
        for name in names
    )
    return Server(_whole(reader, place, url).rstrip("/"), variables)


def _whole(reader: Reader, place: Place, url: str) -> str:
    """Add the scheme that somebody forgot; refuse what no client can speak."""
    if url.startswith("//"):
        return f"https:{url}"
    if _HOST.match(url):
        message = f"{url} has no scheme, and so would be a path: https:// is meant"
        reader.warn("server-without-scheme", message, place.child("url"))
        return f"https://{url}"
    scheme = _SCHEME.match(url)
    if scheme is not None and scheme[0].lower() not in ("http://", "https://"):
        message = f"a server is reached by http or https, not by {urlsplit(url).scheme}"
        reader.warn("server-not-http", message, place.child("url"))
    return url


def _variable(reader: Reader, place: Place, name: str) -> Variable:
    told = reader.mapping(place)
    values = tuple(_text(one) for one in reader.sequence(place, "enum"))
    default = None if told.get("default") is None else _text(told["default"])
    if default is None:
        message = f"the server's variable {name} has no default"
        instead = f": {values[0]} is taken" if values else ": callers have to say it"
        reader.warn("server-variable-without-default", message + instead, place)
        return Variable(name, values[0] if values else None, values)
    if values and default not in values:
        message = f"{default} is none of the values that {name} can have"
        reader.warn("server-default-not-in-enum", message, place.child("default"))
        values = (default, *values)
    return Variable(name, default, values)


def _text(value: object) -> str:
    """Write what YAML reads as a number: a port, or a version."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
