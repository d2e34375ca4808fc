"""Where which operation is sent: servers of the document, of paths, of operations, of callers."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import httpx
import pytest

from pictura_core.errors import InvalidRequest

SPEC = """\
openapi: 3.1.0
info: {title: Servers, version: "1"}
servers:
  - url: "https://{region}.example.com/v1/"
    variables: {region: {default: eu, enum: [eu, us]}}
  - url: https://example.org/v1
paths:
  /usual:
    get: {operationId: usual, responses: {"204": {description: Done}}}
  /path:
    servers: [{url: "https://path.example.com"}]
    get: {operationId: path, responses: {"204": {description: Done}}}
    put:
      operationId: own
      servers: [{url: "https://own-{region}.example.com/x", variables: {region: {default: eu}}}]
      responses: {"204": {description: Done}}
  /relative:
    get:
      operationId: relative
      servers: [{url: /v2}]
      responses: {"204": {description: Done}}
  /asks:
    get:
      operationId: asks
      servers: [{url: "https://{tenant}.example.net", variables: {tenant: {default: x}}}]
      responses: {"204": {description: Done}}
"""
SENT = {
    "usual": "https://eu.example.com/v1/usual",
    "path": "https://path.example.com/path",
    "own": "https://own-eu.example.com/x/path",
    "relative": "https://eu.example.com/v2/relative",
    "asks": "https://x.example.net/asks",
}
ALL = "https://proxy.test/api"


@pytest.fixture
def sent(make: Callable[[str, str], str]) -> Callable[..., dict[str, str]]:
    """Tells where a client sends each operation."""
    package = make("made_servers", SPEC)

    def ask(**named: Any) -> dict[str, str]:
        seen: list[str] = []

        def answer(request: httpx.Request) -> httpx.Response:
            seen.append(str(request.url))
            return httpx.Response(204)

        own = httpx.Client(transport=httpx.MockTransport(answer))
        client = import_module(f"{package}.client").MadeServersClient("key", client=own, **named)
        for operation in SENT:
            getattr(client, operation)()
        return dict(zip(SENT, seen, strict=True))

    return ask


def test_each_operation_has_its_server(sent: Callable[..., dict[str, str]]) -> None:
    """An operation's servers count for more than its path's, those for more than the document's.

    A relative one begins at the server that all of the API has.
    """
    assert sent() == SENT


def test_variables_are_filled(sent: Callable[..., dict[str, str]]) -> None:
    """A variable goes into every server that has it, and only with a value that is allowed."""
    assert sent(variables={"region": "us", "tenant": "acme"}) == {
        **SENT,
        "usual": "https://us.example.com/v1/usual",
        "own": "https://own-us.example.com/x/path",
        "relative": "https://us.example.com/v2/relative",
        "asks": "https://acme.example.net/asks",
    }
    with pytest.raises(ValueError, match="region can be eu, us, not 'mars'"):
        sent(variables={"region": "mars"})
    with pytest.raises(ValueError, match="no variable of a server 'regoin'"):
        sent(variables={"regoin": "us"})


@pytest.mark.parametrize("url", ["https://example.org/v1", "https://us.example.com/v1/"])
def test_a_server_of_the_document_leaves_others_alone(
    sent: Callable[..., dict[str, str]], url: str
) -> None:
    """Whoever picks one of the document's servers picks it for what has no server of its own."""
    base = url.rstrip("/")
    assert sent(base_url=url) == {
        **SENT,
        "usual": f"{base}/usual",
        "relative": f"{base.removesuffix('/v1')}/v2/relative",
    }


def test_a_server_of_nobody_takes_all(
    sent: Callable[..., dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever names another server, by argument or environment, means all of the API."""
    paths = {"usual": "/usual", "path": "/path", "own": "/path"}
    everything = {one: ALL + paths.get(one, f"/{one}") for one in SENT}
    assert sent(base_url=ALL) == everything
    monkeypatch.setenv("MADE_SERVERS_BASE_URL", ALL + "/")
    assert sent() == everything


@pytest.mark.parametrize(
    ("servers", "moved"),
    [
        ({"own": ALL}, {"own": f"{ALL}/path"}),
        ({"usual": ALL}, {"usual": f"{ALL}/usual"}),
        ({"https://path.example.com": ALL + "/"}, {"path": f"{ALL}/path"}),
        (
            {"*": ALL, "own": "https://one.test"},
            {
                "path": f"{ALL}/path",
                "own": "https://one.test/path",
                "relative": f"{ALL}/relative",
                "asks": f"{ALL}/asks",
            },
        ),
    ],
)
def test_callers_name_servers_of_single_operations(
    sent: Callable[..., dict[str, str]], servers: Mapping[str, str], moved: Mapping[str, str]
) -> None:
    """A server is replaced by operation, by what the document calls it, or everywhere."""
    assert sent(servers=servers) == {**SENT, **moved}
    assert sent(base_url=ALL, servers=servers).items() >= moved.items()


def test_a_server_that_nobody_has_is_refused(sent: Callable[..., dict[str, str]]) -> None:
    """A typing error does not send an operation somewhere else in silence."""
    with pytest.raises(ValueError, match=r"'owm'; there are: .*own"):
        sent(servers={"owm": ALL})


ODD = """\
openapi: 3.1.0
info: {{title: Odd, version: "1"}}
servers: [{server}]
paths:
  /a:
    get: {{operationId: ask, {own} responses: {{"204": {{description: Done}}}}}}
"""


@pytest.mark.parametrize(
    ("name", "server", "own", "said"),
    [
        ("relative", "{url: /v1}", "", "relative to an address nobody knows: pass base_url"),
        ("nothing", "{url: ''}", "", "relative to an address"),
        (
            "open",
            '{url: "https://{zone}.example.com"}',
            "",
            "needs a value for zone: pass variables",
        ),
    ],
)
def test_servers_that_nobody_knows(
    make_lenient: Callable[[str, str], str], name: str, server: str, own: str, said: str
) -> None:
    """A client says at once what it needs to know of its server, and takes it from the caller."""
    package = make_lenient(f"made_odd_{name}", ODD.format(server=server, own=own))
    made = getattr(import_module(f"{package}.client"), f"MadeOdd{name.title()}Client")
    with pytest.raises(ValueError, match=said):
        made("key")
    with made("key", base_url="http://127.0.0.1:1"):
        pass
    if name == "open":
        with made("key", variables={"zone": "a"}):
            pass


def test_an_operation_whose_server_nobody_knows(make_lenient: Callable[[str, str], str]) -> None:
    """The other operations go on; this one is refused before anything is sent."""
    own = 'servers: [{url: "https://{zone}.example.com"}],'
    text = ODD.format(server="{url: api.example.com/v1}", own=own)
    package = make_lenient("made_odd_own", text)
    assert import_module(f"{package}.table").API.servers == ("https://api.example.com/v1",)
    client = import_module(f"{package}.client").MadeOddOwnClient("key")
    with client, pytest.raises(InvalidRequest, match="needs a value for zone"):
        client.ask()
