"""Knows httpx, and is the only room that does: another library would change these files alone.

It decides nothing about requests, answers and errors; `pictura_core.wire` does.
"""

from pictura_core.transport.road import Timeouts
from pictura_core.transport.transport import BEARER, MAXIMUM_ANSWER, AsyncTransport, Transport
from pictura_core.wire import Head, Sink

__all__ = ["BEARER", "MAXIMUM_ANSWER", "AsyncTransport", "Head", "Sink", "Timeouts", "Transport"]
