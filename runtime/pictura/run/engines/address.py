"""Knows how an engine is named on the command line. It connects to none."""

from pictura.usage import UsageError
from pictura_core.tuples import NamedTuple

_SCHEMES = {"dask": "tcp", "dask+tls": "tls"}
EXAMPLE = "dask://scheduler:8786"


class EngineAddress(NamedTuple):
    """Where an engine is.

    Attributes:
        text: As the person typed it.
        scheduler: As Dask writes it.
    """

    text: str
    scheduler: str


def parse_engine(text: str) -> EngineAddress:
    """Understand the name of an engine.

    Raises:
        UsageError: There is no such engine.
    """
    scheme, sign, rest = text.partition("://")
    host, colon, port = rest.rpartition(":")
    if scheme not in _SCHEMES or not sign:
        known = " or ".join(f"{one}://" for one in _SCHEMES)
        message = f"--engine begins with {known}, as in {EXAMPLE}, not {text!r}"
        raise UsageError(message)
    if not colon or not host or not port.isdecimal() or not 0 < int(port) < 65536:
        message = f"--engine names a host and a port, as in {EXAMPLE}, not {text!r}"
        raise UsageError(message)
    return EngineAddress(text, f"{_SCHEMES[scheme]}://{host}:{port}")
