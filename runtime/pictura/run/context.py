"""Knows what every part of a run shares. It does nothing with it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from pictura.events import Event, RunStops
from pictura.run.addresses import Addresses
from pictura.run.brake import Brake, Stop
from pictura.run.claims import Claims
from pictura.run.disk import Room
from pictura.run.downloads import Downloads
from pictura.run.journal import Journal
from pictura.run.pace import Width
from pictura.run.road import Road
from pictura.run.sharing import Sharing
from pictura.run.storing import Storer
from pictura.run.tries import Tries
from pictura.state.known import Known
from pictura_core.operation import Api


@dataclass(frozen=True, slots=True)
class Context:
    """What every part of a run shares.

    Attributes:
        api: The API's table.
        known: What the project knows; its ledger is there, and open.
        journal: Writes the ledger.
        storer: Puts files in their places.
        room: On the disk.
        road: Carries bytes.
        addresses: Where pictures may be fetched from.
        brake: Stops the run.
        tries: How often and how soon to try again.
        emulated: Whether the emulator answers.
        secret: The key, to be taken out of whatever the server says.
        show: Takes what happens.
        width: How many requests are in flight, and until when nobody asks.
        sharing: Brings what was made into the team's store.
        claims: What this run may ask; None if nobody else is at work in its ledger.
        maximum_answer: Bytes that an answer may have.
        maximum_picture: Bytes that a fetched picture may have.
        decoding: How many answers are opened at once: each needs a few times its size of memory.
        downloads: Pictures that are fetched, and jobs that wait for some.
    """

    api: Api
    known: Known
    journal: Journal
    storer: Storer
    room: Room
    road: Road
    addresses: Addresses
    brake: Brake
    tries: Tries
    emulated: bool
    secret: str = field(repr=False)
    show: Callable[[Event], None]
    width: Width
    claims: Claims | None = None
    sharing: Sharing = field(default_factory=lambda: Sharing(None))
    maximum_answer: int = 512 << 20
    maximum_picture: int = 128 << 20
    decoding: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(3))
    downloads: Downloads = field(default_factory=Downloads)

    def halt(self, stop: Stop) -> None:
        """Send no further request, and say so, unless the run has stopped already."""
        if self.brake.pull(stop):
            self.show(RunStops(stop.reason))
