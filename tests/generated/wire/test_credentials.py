"""Which keys are sent: several at once, one of several ways, or none."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import httpx
import pytest

SPEC = """\
openapi: 3.1.0
info: {title: Keys, version: "1"}
servers: [{url: "https://keys.example"}]
components:
  securitySchemes:
    id: {type: apiKey, in: header, name: X-Id}
    secret: {type: apiKey, in: header, name: X-Secret}
    part: {type: apiKey, in: query, name: part}
    crumb: {type: apiKey, in: cookie, name: crumb}
    crust: {type: apiKey, in: cookie, name: crust}
    token: {type: http, scheme: bearer}
    person: {type: http, scheme: basic}
    open: {type: openIdConnect, openIdConnectUrl: "https://keys.example/open"}
security:
  - {id: [], secret: []}
  - {token: []}
paths:
  /usual: {get: {operationId: usual, responses: {"204": {description: Done}}}}
  /mixed:
    get:
      operationId: mixed
      security: [{part: [], crumb: [], crust: [], person: []}]
      responses: {"204": {description: Done}}
  /maybe:
    get: {operationId: maybe, security: [{}, {open: []}], responses: {"204": {description: Done}}}
  /free: {get: {operationId: free, security: [], responses: {"204": {description: Done}}}}
  /empty: {get: {operationId: empty, security: [{}], responses: {"204": {description: Done}}}}
"""
CARRIERS = ("x-id", "x-secret", "authorization", "cookie")


@pytest.fixture
def carried(make: Callable[[str, str], str]) -> Callable[..., dict[str, str]]:
    """Tells what carries keys in a request of an operation."""
    package = make("made_credentials", SPEC)

    def ask(operation: str, *key: str, **named: Any) -> dict[str, str]:
        seen: list[httpx.Request] = []

        def answer(request: httpx.Request) -> httpx.Response:
            seen.append(request)
            return httpx.Response(204)

        own = httpx.Client(transport=httpx.MockTransport(answer))
        made = import_module(f"{package}.client").MadeCredentialsClient
        getattr(made(*key, client=own, **named), operation)()
        (request,) = seen
        found = {name: request.headers[name] for name in CARRIERS if name in request.headers}
        return {**found, **request.url.params}

    return ask


BOTH = {"id": "i", "secret": "s"}


def test_keys_that_go_together(carried: Callable[..., dict[str, str]]) -> None:
    """All keys of a way are sent, each in its place."""
    assert carried("usual", keys=BOTH) == {"x-id": "i", "x-secret": "s"}
    keys = {"part": "p", "crumb": "c", "crust": "d", "person": "me:x"}
    assert carried("mixed", keys=keys) == {
        "part": "p",
        "cookie": "crumb=c; crust=d",
        "authorization": "Basic bWU6eA==",
    }


def test_the_first_way_that_can_be_gone(carried: Callable[..., dict[str, str]]) -> None:
    """A way for which a key is missing is passed by; the order is the document's."""
    assert carried("usual", keys={"id": "i", "token": "t"}) == {"authorization": "Bearer t"}
    assert carried("usual", keys={**BOTH, "token": "t"}) == {"x-id": "i", "x-secret": "s"}


def test_one_key_goes_where_one_is_enough(carried: Callable[..., dict[str, str]]) -> None:
    """The one key is for a way with one key, or stands in for the one that has no name."""
    assert carried("usual", "k") == {"authorization": "Bearer k"}
    assert carried("usual", "k", keys={"id": "i"}) == {"x-id": "i", "x-secret": "k"}


def test_no_way_is_whole(carried: Callable[..., dict[str, str]]) -> None:
    """As much as there is of the first way is sent: the server says what it misses."""
    assert carried("usual", keys={"secret": "s"}) == {"x-secret": "s"}
    assert carried("usual", keys={"person": "me:x"}) == {}


def test_keys_may_be_optional_or_forbidden(carried: Callable[..., dict[str, str]]) -> None:
    """Where a key is optional it is sent if there is one; where none is wanted, none is."""
    assert carried("maybe", "k") == {"authorization": "Bearer k"}
    assert carried("maybe", keys=BOTH) == {}
    assert carried("free", "k", keys=BOTH) == {}
    assert carried("empty", "k") == {}


def test_the_environment_is_asked_only_if_the_call_says_nothing(
    carried: Callable[..., dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever passes several keys has said all there is."""
    monkeypatch.setenv("MADE_CREDENTIALS_API_KEY", "environment")
    assert carried("usual") == {"authorization": "Bearer environment"}
    assert carried("usual", keys={"id": "i", "token": "t"}) == {"authorization": "Bearer t"}


def test_a_scheme_that_nobody_has_is_refused(carried: Callable[..., dict[str, str]]) -> None:
    """A typing error is told with the schemes there are, and without the key."""
    with pytest.raises(ValueError, match=r"scheme 'tokn'; there are: .*token") as raised:
        carried("usual", keys={"tokn": "sk-very-secret"})
    assert "very-secret" not in str(raised.value)
