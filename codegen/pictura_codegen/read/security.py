"""Knows the Security Scheme and Server Objects (OpenAPI 3.1, 4.8.27 and 4.8.5)."""

import re
from collections.abc import Iterable, Mapping

from pictura_codegen.api import Place
from pictura_codegen.read.reader import Reader
from pictura_core.operation import Security

_KEY_PLACES = {"header": "header", "query": "query", "cookie": "cookie"}


def read_security(reader: Reader) -> tuple[Security, ...]:
    """Read how a key may be sent, the scheme that the document asks for by itself first."""
    asked = _asked(reader, Place(reader.document.root, ()))
    return _read(reader, dict.fromkeys([*asked, *_schemes(reader)]))


def read_own_security(reader: Reader, operation: Place) -> tuple[Security, ...] | None:
    """Read how an operation wants the key, None if it says nothing of it."""
    if "security" not in reader.mapping(operation):
        return None
    return _read(reader, dict.fromkeys(_asked(reader, operation)))


def _asked(reader: Reader, owner: Place) -> list[str]:
    """Name the schemes that a document or an operation asks for, in their order."""
    schemes = _schemes(reader)
    asked: list[str] = []
    for index, requirement in enumerate(reader.sequence(owner, "security")):
        for name in requirement if isinstance(requirement, dict) else ():
            if name not in schemes:
                place = owner.child("security", index, name)
                message = f"there is no security scheme {name}"
                reader.error("unknown-security-scheme", message, place, at="key")
            asked.append(name)
    return asked


def _schemes(reader: Reader) -> Mapping[str, object]:
    root = Place(reader.document.root, ())
    if not _has_components(reader):
        return {}
    return reader.member(root.child("components"), "securitySchemes")


def _read(reader: Reader, names: Iterable[str]) -> tuple[Security, ...]:
    schemes = _schemes(reader)
    place = Place(reader.document.root, ("components", "securitySchemes"))
    found = [_scheme(reader, place.child(name)) for name in names if name in schemes]
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _has_components(reader: Reader) -> bool:
    root = reader.value(Place(reader.document.root, ()))
    return isinstance(root, dict) and isinstance(root.get("components"), dict)


def _scheme(reader: Reader, written: Place) -> Security | None:
    place = reader.follow(written)
    if place is None:
        return None
    match reader.text(place, "type"):
        case "http":
            scheme = reader.text(place, "scheme").lower()
            if scheme in ("bearer", "basic"):
                return Security("bearer" if scheme == "bearer" else "basic")
            return Security("header", "Authorization")
        case "oauth2" | "openIdConnect":
            return Security("bearer")
        case "apiKey":
            location = reader.text(place, "in")
            name = reader.text(place, "name")
            match location:
                case "header" | "query" | "cookie":
                    return Security(location, name)
                case _:
                    message = f"a key is sent in the {', '.join(_KEY_PLACES)}, not in {location!r}"
                    reader.error("unknown-location", message, place)
                    return None
        case "mutualTLS":
            return None
        case other:
            message = f"{other!r} is no kind of security scheme"
            reader.error("unknown-security-scheme", message, place)
            return None


def read_servers(reader: Reader) -> tuple[str, ...]:
    """Read base URLs, each variable with its default, without a trailing slash.

    A URL that is relative to the document's own address is left out: nobody can know that address.
    """
    root = Place(reader.document.root, ())
    found: list[str] = []
    for index in range(len(reader.sequence(root, "servers"))):
        place = root.child("servers", index)
        url = reader.text(place, "url")
        variables = reader.member(place, "variables")
        for name in re.findall(r"\{([^{}]*)\}", url):
            if name not in variables:
                message = f"the server's variable {{{name}}} is not declared"
                reader.error("undeclared-server-variable", message, place.child("url"))
                continue
            default = reader.text(place.child("variables", name), "default")
            url = url.replace(f"{{{name}}}", default)
        if re.match(r"https?://", url):
            found.append(url.rstrip("/"))
    return tuple(dict.fromkeys(found))
