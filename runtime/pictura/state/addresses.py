"""Knows how a ledger's database is named, and which words of it are never shown. It opens none."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from pictura.usage import UsageError
from pictura_core.tuples import NamedTuple

_SCHEMES = ("postgresql", "postgres")
_PROJECT = re.compile("[a-z0-9_-]{1,48}")
_EXAMPLE = "postgresql://ann@db.example/pictura?project=otters"


class Address(NamedTuple):
    """Where a ledger's database is.

    Attributes:
        name: For people: server, database and project.
        project: Which project's ledger it is.
        options: For whoever connects.
        secrets: Words that nobody may see.
    """

    name: str
    project: str
    options: Mapping[str, Any]
    secrets: tuple[str, ...]

    @property
    def schema(self) -> str:
        """Where the project's tables are."""
        return f"pictura_{self.project}"

    def __repr__(self) -> str:
        return f"Address({self.name!r})"

    def without_password(self, text: str) -> str:
        """Take out of a text what nobody may see."""
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return text


def parse_address(address: str, understand: Callable[[str], Mapping[str, Any]]) -> Address:
    """Understand an address; no sentence about a wrong one quotes it.

    Args:
        address: As in `PICTURA_LEDGER`.
        understand: Gives the options that an address without a project means; a text that it
            cannot understand is an error of its own.

    Raises:
        UsageError: It cannot be understood, or names no project.
    """
    try:
        parts = urlsplit(address)
        query = parse_qsl(parts.query, keep_blank_values=True)
        _check_parts(parts)
        hidden = [parts.password or "", *(value for name, value in query if name == "password")]
    except ValueError:
        raise UsageError(_not_understood()) from None
    if parts.scheme not in _SCHEMES:
        message = (
            f"PICTURA_LEDGER is to begin with postgresql://, as in {_EXAMPLE}; without it,"
            " the ledger is a file in .pictura/"
        )
        raise UsageError(message)
    projects = [value for name, value in query if name == "project"]
    if len(projects) != 1 or not _PROJECT.fullmatch(projects[0]):
        message = (
            f"PICTURA_LEDGER is to name the project, as in {_EXAMPLE}: up to 48 small letters,"
            " digits, _ and -, the same on every machine, another one for every project"
        )
        raise UsageError(message)
    rest = urlencode([one for one in query if one[0] != "project"], quote_via=quote)
    try:
        options = dict(understand(urlunsplit(parts._replace(query=rest))))
    except Exception:  # noqa: BLE001 - whatever it says may quote the address
        raise UsageError(_not_understood()) from None
    hidden.append(str(options.get("password") or ""))
    secrets = {word for one in hidden for word in (one, unquote(one)) if word}
    server = parts.netloc.rpartition("@")[2] or str(options.get("host", "")) or "here"
    name = f"postgresql://{server}{parts.path} (project {projects[0]})"
    # The longest first: one may be a part of another.
    return Address(name, projects[0], options, tuple(sorted(secrets, key=len, reverse=True)))


def _check_parts(parts: SplitResult) -> None:
    """Make sure that no part of a password is taken for something else, which would be shown.

    Raises:
        ValueError: One may be.
    """
    if "@" in parts.path or parts.fragment or ("," not in parts.netloc and parts.port == 0):
        raise ValueError


def _not_understood() -> str:
    return (
        f"the address in PICTURA_LEDGER cannot be understood; it looks like {_EXAMPLE}, and in a"
        " password @, /, :, ?, # and % are written %40, %2F, %3A, %3F, %23 and %25"
    )
