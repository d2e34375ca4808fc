"""Knows whether a request shows a key. Any key will do: it must not know which are good."""

from starlette.requests import Request

from pictura_core.operation import Api, Operation, Security, schemes_of


def shows_key(api: Api, operation: Operation[object], request: Request) -> bool:
    """Tell whether a request shows the keys that its operation wants, in one of the ways."""
    ways = api.security if operation.security is None else operation.security
    return not ways or any(all(_shows(one, request) for one in schemes_of(way)) for way in ways)


def _shows(security: Security, request: Request) -> bool:
    match security.kind:
        case "bearer" | "basic":
            scheme, _, key = request.headers.get("authorization", "").partition(" ")
            return scheme.lower() == security.kind and bool(key.strip())
        case "header":
            return bool(request.headers.get(security.name, "").strip())
        case "query":
            return bool(request.query_params.get(security.name, "").strip())
        case "cookie":
            return bool(request.cookies.get(security.name, "").strip())
