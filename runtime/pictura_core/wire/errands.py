"""Knows what is sent where, and what is done with what comes back. It does no I/O.

An errand is carried out by whoever can reach a network: send `outgoing`, hand the head of the
answer to `begin`, its pieces to what that gives, and call `end`, which names the next errand, or
is the result.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias
from urllib.parse import urljoin, urlsplit

from pictura_core.errors import TransportError
from pictura_core.extensions import ErrorRule, Errors, Severe
from pictura_core.operation import Requirement
from pictura_core.tuples import NamedTuple
from pictura_core.wire.credentials import Credentials
from pictura_core.wire.encoding import Encoded, Multipart, authorise
from pictura_core.wire.errors import tell_error
from pictura_core.wire.forms import Content
from pictura_core.wire.funnel import Funnel
from pictura_core.wire.servers import Route, server_of
from pictura_core.wire.words import hide, hide_bytes

DOWNLOAD = "download"
"""Stands in messages where an operationId would."""

MAXIMUM_REDIRECTS = 5

MAXIMUM_REFUSAL = 8 * 1024 * 1024
"""Bytes that the words of a server that refuses may have; they are read into memory."""

_AGENT = ("User-Agent", "pictura")
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
# A host that asks for a key of its own says nothing about the API's key: no reason to stop a run.
_ERRORS = Errors((), (ErrorRule(Severe.FINAL, statuses=(401, 402)),))

Sink: TypeAlias = Callable[[bytes], object]
"""Takes an answer's body piece by piece; what it raises goes through untouched."""

Guard: TypeAlias = Callable[[str], object]
"""Sees each url before it is asked for, and raises what it likes if it may not be."""

Headers: TypeAlias = Sequence[tuple[str, str]]


class Head(NamedTuple):
    """An answer without its body.

    Attributes:
        status: The HTTP status.
        headers: By name, in lower case; several of one name are joined by commas.
    """

    status: int
    headers: Mapping[str, str]


class Outgoing(NamedTuple):
    """What is sent.

    Attributes:
        operation: The operationId, for messages.
        method: In capitals.
        url: Whole.
        headers: All of them, without Content-Length.
        content: The body.
        is_bare: Whether it goes without what a person's own client adds to its requests.
    """

    operation: str
    method: str
    url: str
    headers: Headers
    content: Content | Multipart | None
    is_bare: bool


class Server(NamedTuple):
    """Where an API is and how it is entered.

    Attributes:
        route: Where its operations are sent.
        credentials: The caller's keys.
        security: How keys are sent.
    """

    route: Route
    credentials: Credentials
    security: tuple[Requirement, ...]


class Call:
    """A request to the API: its answer goes to the sink, whatever the status.

    Raises:
        InvalidRequest: The operation's server has a variable without a value.
        TransportError: A header, such as the key's, holds what no header can hold.
    """

    def __init__(
        self, server: Server, encoded: Encoded, headers: Headers, sink: Sink, limit: int
    ) -> None:
        authorised = authorise(encoded, server.security, *server.credentials)
        sent = _merge(_merge((_AGENT,), authorised.headers), headers)
        _check_headers(encoded.operation, sent)
        self.outgoing = Outgoing(
            operation=encoded.operation,
            method=encoded.method,
            url=server_of(server.route, encoded.operation, encoded.servers) + authorised.target,
            headers=sent,
            content=encoded.content,
            is_bare=False,
        )
        self._sink = sink
        self._limit = limit
        self._head = Head(0, {})

    def begin(self, head: Head) -> Sink:
        """Take the head of the answer and give what takes the pieces."""
        self._head = head
        limit = self._limit if _is_good(head) else min(self._limit, MAXIMUM_REFUSAL)
        return Funnel(self.outgoing.operation, head.status, self._sink, limit).take

    def end(self) -> Head:
        """Give the result."""
        return self._head


class Fetch:
    """A file from another host, without the key; redirects lead to further errands.

    The keys are known only to be taken out of what a host says that refuses.
    """

    def __init__(
        self,
        url: str,
        sink: Sink,
        limit: int,
        allow: Guard,
        *,
        secrets: Sequence[str] = (),
        left: int = MAXIMUM_REDIRECTS,
    ) -> None:
        _check(url)
        allow(url)
        headers = (_AGENT, ("Accept", "*/*"))
        self.outgoing = Outgoing(DOWNLOAD, "GET", url, headers, None, is_bare=True)
        self._sink = sink
        self._limit = limit
        self._allow = allow
        self._left = left
        self._secrets = secrets
        self._head = Head(0, {})
        self._refused = bytearray()

    def begin(self, head: Head) -> Sink | None:
        """Take the head of the answer and give what takes the pieces, if there is a need for them.

        The words of a host that refuses the file do not go where the file should have gone.
        """
        self._head = head
        if self.is_redirect:
            return None
        if _is_good(head):
            return Funnel(DOWNLOAD, head.status, self._sink, self._limit).take
        limit = min(self._limit, MAXIMUM_REFUSAL)
        return Funnel(DOWNLOAD, head.status, self._refused.extend, limit).take

    def end(self) -> "Head | Fetch":
        """Give the result, or follow a redirect.

        Raises:
            ApiError: The host did not give the file out.
            TransportError: It redirects too often, or to what cannot be fetched.
        """
        status, headers = self._head
        if self.is_redirect:
            if not self._left:
                reason = f"the file is not reached after {MAXIMUM_REDIRECTS} redirects"
                raise TransportError(DOWNLOAD, reason, sent=True)
            url = _resolve(self.outgoing.url, headers["location"])
            left = self._left - 1
            return Fetch(
                url, self._sink, self._limit, self._allow, secrets=self._secrets, left=left
            )
        if not 200 <= status < 300:
            told = {name: hide(value, *self._secrets) for name, value in headers.items()}
            words = hide_bytes(bytes(self._refused), *self._secrets)
            raise tell_error(DOWNLOAD, _ERRORS, status, told, words)
        return self._head

    @property
    def is_redirect(self) -> bool:
        """Tell whether the answer leads elsewhere."""
        return self._head.status in _REDIRECTS and bool(self._head.headers.get("location"))


Errand: TypeAlias = Call | Fetch


def _is_good(head: Head) -> bool:
    return 200 <= head.status < 300


def _merge(usual: Headers, own: Headers) -> Headers:
    """Let a caller's headers take the place of those of the same name."""
    named = {name.lower() for name, _ in own}
    return (*(header for header in usual if header[0].lower() not in named), *own)


def _check_headers(operation: str, headers: Headers) -> None:
    """Refuse what HTTP libraries would quote in their complaints, key and all."""
    for name, value in headers:
        if not (value.isascii() and value.isprintable()):
            reason = f"the header {name} would hold characters that cannot be sent"
            raise TransportError(operation, reason, sent=False)


def _resolve(base: str, location: str) -> str:
    try:
        return urljoin(base, location)
    except ValueError:
        return ""


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        is_usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_usable = False
    if not is_usable:
        reason = "the file's url is no http or https address"
        raise TransportError(DOWNLOAD, reason, sent=False)
