"""Knows how a request becomes bytes and an answer becomes a value. It sends nothing.

Building a request and sending it are two things: `prepare` checks a call against the generated
table and gives a `Request`, `encode` says what it is on the wire, `decode` reads the answer. Which
library carries the bytes is `pictura_core.transport`'s affair alone.
"""

from pictura_core.wire.answers import Reply, classify, decode, without_key
from pictura_core.wire.credentials import NO_KEYS, Credentials, credentials
from pictura_core.wire.encoding import Encoded, Multipart, authorise, chunks, encode, length
from pictura_core.wire.errands import (
    DOWNLOAD,
    Call,
    Errand,
    Fetch,
    Guard,
    Head,
    Headers,
    Outgoing,
    Server,
    Sink,
)
from pictura_core.wire.events import Event, EventParser, events
from pictura_core.wire.flow import Flow
from pictura_core.wire.forms import FormPart
from pictura_core.wire.request import (
    ABSENT,
    Absent,
    File,
    Request,
    StreamRequest,
    prepare,
    prepare_stream,
)
from pictura_core.wire.servers import Route
from pictura_core.wire.words import hide, hide_bytes, holds, redact

__all__ = [
    "ABSENT",
    "DOWNLOAD",
    "NO_KEYS",
    "Absent",
    "Call",
    "Credentials",
    "Encoded",
    "Errand",
    "Event",
    "EventParser",
    "Fetch",
    "File",
    "Flow",
    "FormPart",
    "Guard",
    "Head",
    "Headers",
    "Multipart",
    "Outgoing",
    "Reply",
    "Request",
    "Route",
    "Server",
    "Sink",
    "StreamRequest",
    "authorise",
    "chunks",
    "classify",
    "credentials",
    "decode",
    "encode",
    "events",
    "hide",
    "hide_bytes",
    "holds",
    "length",
    "prepare",
    "prepare_stream",
    "redact",
    "without_key",
]
