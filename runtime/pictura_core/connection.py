"""Knows how a generated client comes to its transport: which key, which server.

It must not know any one API: the table says what the environment's variables are called.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pictura_core.operation import Api
from pictura_core.transport import AsyncTransport, Transport

if TYPE_CHECKING:
    import httpx

__all__ = ["connect", "connect_async"]


def connect(
    api: Api, key: str | None, base_url: str | None, client: httpx.Client | None
) -> Transport:
    """Open a transport; the environment and then the document say what is left out.

    Raises:
        ValueError: Neither the call nor the environment nor the document names a server.
    """
    return Transport(_server(api, base_url), _key(api, key), api.security, client=client)


def connect_async(
    api: Api, key: str | None, base_url: str | None, client: httpx.AsyncClient | None
) -> AsyncTransport:
    """Open a transport whose calls are awaited; raises as `connect` does."""
    return AsyncTransport(_server(api, base_url), _key(api, key), api.security, client=client)


def _key(api: Api, key: str | None) -> str:
    return os.environ.get(api.key_variable, "") if key is None else key


def _server(api: Api, base_url: str | None) -> str:
    named = base_url or os.environ.get(api.url_variable) or next(iter(api.servers), "")
    if not named:
        message = f"{api.name} has no server of its own: pass base_url or set {api.url_variable}"
        raise ValueError(message)
    return named
