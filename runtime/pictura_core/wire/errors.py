"""Knows how an API tells its errors: where in a body, how severe, and how long to wait."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from fnmatch import fnmatchcase
from http import HTTPStatus
from math import isfinite

from pictura_core.data import find
from pictura_core.errors import ApiError
from pictura_core.extensions import ErrorPlace, ErrorRule, Errors, Severe
from pictura_core.wire.words import cleaned, shorten

# Shapes that gateways use although their documents do not mention them.
_USUAL_PLACES = (
    ErrorPlace(("error",), ("error", "message"), ("error", "code")),
    ErrorPlace(("error",), ("error",)),
    ErrorPlace(("message",), ("message",), ("code",)),
    ErrorPlace(("description",), ("description",), ("code",)),
    ErrorPlace(("errors",), ("errors", "*", "message"), ("errors", "*", "code")),
    ErrorPlace(("errors",), ("errors", "*"), ("name",)),
    ErrorPlace(("detail",), ("detail",), ("code",)),
    ErrorPlace(("title",), ("title",), ("type",)),
)
_TEMPORARY = ("rate_limit*", "server_error*", "*overloaded*", "*timeout*", "*unavailable*")
_TITLE = re.compile(r"(?is)<title[^>]*>(.*?)</title>")
_MARKUP = re.compile(r"(?is)<(script|style)\b.*?</\1>|<[^>]*>")


def read_error(
    operation: str, errors: Errors, status: int, headers: Mapping[str, str], body: object
) -> ApiError | None:
    """Tell whether an answer is an error; arguments as of `tell_error`."""
    if not 200 <= status < 300:
        return tell_error(operation, errors, status, headers, body)
    place = _hidden(errors, body)
    if place is None:
        return None
    first = errors._replace(places=(place, *errors.places))
    return tell_error(operation, first, status, headers, body)


def tell_error(
    operation: str, errors: Errors, status: int, headers: Mapping[str, str], body: object
) -> ApiError:
    """Say what an answer that is an error says.

    Args:
        operation: The operationId.
        errors: How the API tells them.
        status: The HTTP status.
        headers: By name, in lower case.
        body: The decoded body; its bytes if they are no JSON.
    """
    code, reason = _words(body, (*errors.places, *_USUAL_PLACES))
    return ApiError(
        operation,
        status=status,
        code=code,
        reason=reason or _phrase(status, headers, body),
        severity=_severity(errors, status, code, reason),
        retry_after=retry_after(headers),
        body=cleaned(_prose(body) if isinstance(body, bytes) else body),
    )


def default_severity(status: int) -> Severe:
    """Tell what a status means where no rule of the API says it."""
    if status in (401, 402):
        return Severe.STOP
    if status in (408, 409, 425, 429) or (status >= 500 and status != 501):
        return Severe.RETRY
    return Severe.FINAL


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Read how many seconds the API asks to wait (RFC 9110, 10.2.3), None if it does not say.

    A date is compared with the answer's own `Date`, so that a wrong clock does no harm.
    """
    milliseconds = _seconds(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    told = headers.get("retry-after", "").strip()
    seconds = _seconds(told)
    if seconds is not None:
        return seconds
    until = _date(told)
    if until is None:
        return None
    since = now or _date(headers.get("date", "")) or datetime.now(UTC)
    return max(0.0, (until - since).total_seconds())


def _seconds(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) and value >= 0 else None


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return found.replace(tzinfo=found.tzinfo or UTC)


def _hidden(errors: Errors, body: object) -> ErrorPlace | None:
    """Find an error inside a successful body; what is empty is none."""
    if isinstance(body, bytes):
        return None
    for place in errors.places:
        if any(value for _, value in find(body, place.error)):
            return place
    return None


def _words(body: object, places: tuple[ErrorPlace, ...]) -> tuple[str, str]:
    """Give the API's name for an error and its words, from the first place that has words."""
    if isinstance(body, bytes):
        return "", shorten(_prose(body))
    if isinstance(body, str):
        return "", shorten(body)
    for place in places:
        for reason in _texts(body, place.message):
            code = next(_texts(body, place.code), "") if place.code else ""
            return shorten(code, 100), shorten(reason)
    return "", shorten(json.dumps(body, ensure_ascii=False)) if body else ""


def _texts(body: object, steps: tuple[str, ...]) -> Iterator[str]:
    for _, value in find(body, steps):
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            yield str(value)


def _prose(body: bytes) -> str:
    """Give the words of an answer that is no JSON; of a web page, its title or its text."""
    text = body[:65536].decode("utf-8", "replace")
    if "<" not in text[:200]:
        return text
    title = _TITLE.search(text)
    return title[1].strip() if title and title[1].strip() else _MARKUP.sub(" ", text)


def _phrase(status: int, headers: Mapping[str, str], body: object) -> str:
    """Say something of an error without words."""
    if 300 <= status < 400:
        return f"it redirects to {shorten(headers.get('location', 'nowhere'), 200)}"
    known = status in HTTPStatus.__members__.values()
    phrase = HTTPStatus(status).phrase if known else "unknown status"
    return phrase if body else f"{phrase}, without a body"


def _severity(errors: Errors, status: int, code: str, reason: str) -> Severe:
    for rule in errors.rules:
        if _applies(rule, status, code, reason.lower()):
            return rule.severity
    if 200 <= status < 300:
        temporary = any(fnmatchcase(code.lower(), pattern) for pattern in _TEMPORARY)
        return Severe.RETRY if temporary else Severe.FINAL
    return default_severity(status)


def _applies(rule: ErrorRule, status: int, code: str, reason: str) -> bool:
    return (
        (not rule.statuses or status in rule.statuses)
        and (not rule.codes or any(fnmatchcase(code, pattern) for pattern in rule.codes))
        and (not rule.messages or any(part in reason for part in rule.messages))
    )
