"""Knows how a folder of any file system is opened by its url, and what of that may be shown.

It does not know what is in the folder.
"""

from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from pictura.usage import UsageError
from pictura_core.diagnostics import Diagnostic, Rejected
from pictura_core.wire import redact

_FRESH = {"use_listings_cache": False, "skip_instance_cache": True}
"""What other machines write is looked for anew, and settings in the environment count."""

_FOR_S3 = {
    # s3fs tries again by itself, and what it builds on would do so each time.
    "config_kwargs": {"connect_timeout": 10, "retries": {"max_attempts": 1}},
    # To read a file in parts at once, it would ask for the size of each first.
    "max_concurrency": 1,
}


def open_folder(address: str, what: str) -> tuple[Any, str]:
    """Open a folder by its url, with fsspec; gives the file system and the path in it.

    Args:
        address: The url.
        what: Where the person wrote it.

    Raises:
        UsageError: It is none, or something has to be installed for it.
        Rejected: It cannot be opened.
    """
    name = public_name(address)
    is_s3 = address.partition("://")[0] in {"s3", "s3a"}
    if "://" not in address:
        # What it is instead is not quoted: it may be a password without its url.
        message = f"{what} is a url such as s3://bucket/pictures; it is to begin with a scheme"
        raise UsageError(message)
    try:
        core = import_module("fsspec.core")
        options = _FRESH | (_FOR_S3 if is_s3 else {})
        files, root = core.url_to_fs(address, **options)
    except ImportError as error:
        extra = "s3" if is_s3 else "store"
        message = f"{what} needs `pip install 'pictura[{extra}]'` ({error})"
        raise UsageError(message) from error
    except Exception as error:
        words = words_of(error, secrets_of(address))
        message = f"{name} cannot be opened: {words}"
        raise unusable(message, name) from error
    return files, str(root)


def public_name(address: str) -> str:
    """Give a url as it may be shown: without user, password, query and fragment."""
    try:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return address.partition("://")[0]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def secrets_of(address: str) -> tuple[str, ...]:
    """Give the words of a url that nobody may see: user, password, and what its query says."""
    try:
        parts = urlsplit(address)
        user, password = parts.username or "", parts.password or ""
        said = [user, password, *(value for _, value in parse_qsl(parts.query)), parts.query]
    except ValueError:
        return ()
    words = {word for one in said for word in (one, unquote(one)) if word}
    # The longest first: one may be a part of another.
    return tuple(sorted(words, key=len, reverse=True))


def words_of(error: Exception, secrets: tuple[str, ...]) -> str:
    """Say what a file system complains of, in one line, without what nobody may see."""
    words = redact(str(error).partition("\n")[0], *secrets)
    for secret in secrets:
        words = words.replace(secret, "***")
    return words[:200] or type(error).__name__


def unusable(message: str, name: str) -> Rejected:
    """Say that a folder cannot be used; `name` is as `public_name` gives it."""
    return Rejected([Diagnostic("store-unusable", message, None, name)])
