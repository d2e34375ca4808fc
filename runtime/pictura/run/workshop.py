"""Knows what a process opens once to do jobs, however many plans it carries out with it.

Ledger, store and connections are dear to open; a plan is not. It decides nothing about jobs.
"""

import os
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from pictura.run.addresses import Addresses
from pictura.run.brake import Brake, LoopClock
from pictura.run.claims import Claims, lease
from pictura.run.disk import Room
from pictura.run.journal import Journal
from pictura.run.pace import Width
from pictura.run.quota import Careful, Record, Shared, shared_path
from pictura.run.road import Road
from pictura.run.storing import Storer
from pictura.state.ledger import ADDRESS, Ledger
from pictura_core.connection import find_route
from pictura_core.operation import Api
from pictura_core.transport import AsyncTransport


@dataclass(frozen=True, slots=True)
class Site:
    """Where jobs are done, and whom they ask.

    Attributes:
        root: The project's.
        api: What the recipes use.
        server: Its base url.
        key: For it; never written anywhere.
        emulated: Whether the server is the emulator.
    """

    root: str
    api: Api
    server: str
    key: str = field(repr=False)
    emulated: bool


@dataclass(frozen=True, slots=True)
class Workshop:
    """What is open.

    Attributes:
        site: Where jobs are done.
        journal: Writes the ledger.
        storer: Puts files in their places.
        room: On the disk.
        road: Carries bytes.
        addresses: Where pictures may be fetched from.
        width: How many requests are in flight, whichever plan they are of.
        record: What left for the server already; None if that is each plan's own affair.
        claims: What this process may ask; None if nobody else is at work in the ledger.
    """

    site: Site
    journal: Journal
    storer: Storer
    room: Room
    road: Road
    addresses: Addresses
    width: Width
    record: Record | None
    claims: Claims | None


@asynccontextmanager
async def open_workshop(
    site: Site, ledger: Ledger, concurrency: int, *, shared: bool = False
) -> AsyncGenerator[Workshop]:
    """Open what jobs need, as long as it is needed.

    Args:
        site: Where they are done.
        ledger: The project's, open to be written.
        concurrency: How many requests may be in flight.
        shared: Whether others are at work in the ledger although it is a file: then each request
            is claimed, as always where the ledger lies on a server.

    Raises:
        UsageError: What the environment says of leases cannot be understood.
    """
    claimed = shared or ledger.is_shared
    seconds = lease() if claimed else 0.0
    addresses = Addresses(site.server)
    route = find_route(site.api, site.server)
    transport = AsyncTransport(route, site.key, site.api.security, resolve=addresses.resolve)
    async with (
        _closing(Journal(ledger)) as journal,
        _closing(Storer()) as storer,
        transport as road,
        AsyncExitStack() as stack,
    ):
        claims = Claims(ledger, seconds) if claimed else None
        if claims is not None:
            stack.push_async_callback(claims.close)
        yield Workshop(
            site=site,
            journal=journal,
            storer=storer,
            room=Room(site.root),
            road=road,
            addresses=addresses,
            width=Width(concurrency, Brake(LoopClock())),
            # Nobody else asks an emulator of our own; others may ask the server, from elsewhere.
            record=None if site.emulated else _record(site, stack),
            claims=claims,
        )


def _record(site: Site, stack: AsyncExitStack) -> Record:
    """Find where all who ask a server write down what left: on this machine, or on all."""
    address = os.environ.get(ADDRESS, "").strip()
    if not address:
        return Careful(Shared(shared_path(), site.server))
    from pictura.run.departures import Distant  # noqa: PLC0415 - few have such a database

    distant = Distant(address, site.server)
    stack.callback(distant.close)
    return Careful(distant)


class _Closed(Protocol):
    async def close(self) -> None: ...


_C = TypeVar("_C", bound=_Closed)


@asynccontextmanager
async def _closing(one: _C) -> AsyncGenerator[_C]:
    try:
        yield one
    finally:
        await one.close()
