"""Knows the Security Scheme and Security Requirement Objects (OpenAPI 3.1, 4.8.27 and 4.8.30)."""

from collections.abc import Iterable, Mapping

from pictura_codegen.api import Place
from pictura_codegen.read.reader import Reader
from pictura_core.operation import AllOf, Requirement, Security

_KEY_PLACES = {"header": "header", "query": "query", "cookie": "cookie"}


def read_security(reader: Reader) -> tuple[Requirement, ...]:
    """Read in which ways keys may be sent.

    Of a document that declares schemes and asks for none, any scheme by itself is one.
    """
    root = Place(reader.document.root, ())
    if "security" in reader.mapping(root):
        return _requirements(reader, root)
    return tuple(dict.fromkeys(_known(reader, _schemes(reader))))


def read_own_security(reader: Reader, operation: Place) -> tuple[Requirement, ...] | None:
    """Read how an operation wants keys, None if it says nothing of it."""
    if "security" not in reader.mapping(operation):
        return None
    return _requirements(reader, operation)


def _requirements(reader: Reader, owner: Place) -> tuple[Requirement, ...]:
    """Read the ways that a document or an operation offers, in their order."""
    schemes = _schemes(reader)
    found: list[Requirement] = []
    for index, requirement in enumerate(reader.sequence(owner, "security")):
        names = list(requirement) if isinstance(requirement, dict) else []
        for name in names:
            if name not in schemes:
                place = owner.child("security", index, name)
                message = f"there is no security scheme {name}; no key is sent for it"
                reader.warn("unknown-security-scheme", message, place, at="key")
        keys = tuple(_known(reader, (name for name in names if name in schemes)))
        if names and not schemes.keys() & set(names):
            continue
        if len({_carrier(one) for one in keys}) < len(keys):
            message = "two keys in one place: only the last of them can be sent"
            reader.warn("keys-in-one-place", message, owner.child("security", index))
        found.append(keys[0] if len(keys) == 1 else AllOf(keys))
    # Where nothing is needed in any way, no way need be told.
    is_open = all(one == AllOf(()) for one in found)
    return () if is_open else tuple(dict.fromkeys(found))


def _carrier(scheme: Security) -> tuple[str, str]:
    """Tell where a key stands; two that stand there exclude each other."""
    if scheme.kind in ("bearer", "basic"):
        return "header", "authorization"
    return scheme.kind, scheme.name.lower() if scheme.kind == "header" else scheme.name


def _schemes(reader: Reader) -> Mapping[str, object]:
    root = Place(reader.document.root, ())
    if not _has_components(reader):
        return {}
    return reader.member(root.child("components"), "securitySchemes")


def _known(reader: Reader, names: Iterable[str]) -> Iterable[Security]:
    place = Place(reader.document.root, ("components", "securitySchemes"))
    for name in names:
        scheme = _scheme(reader, place.child(name))
        if scheme is not None:
            yield scheme._replace(scheme=name)


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
