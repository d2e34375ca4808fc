"""Knows until when the url of a picture can be fetched. It fetches nothing.

A signed url says itself when it expires; of any other the table knows how long such urls live.
"""

import re
from calendar import timegm
from collections.abc import Mapping
from time import strptime
from urllib.parse import parse_qsl, urlsplit

from pictura.run.answers import Address

_FORMS = ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%MZ", "%Y-%m-%d", "%Y%m%dT%H%M%SZ")
_FRACTION = re.compile(r"\.\d+(?=Z\Z)")


def expiry(one: Address, now: float) -> float | None:
    """Say until when a picture can be fetched.

    Args:
        one: Where, from an answer that came just now.
        now: Seconds since 1970.

    Returns:
        Seconds since 1970; None if nobody knows.
    """
    own = signed_until(one.url)
    # A url that has just come is alive: if it says otherwise, its host's clock is not ours.
    if own is not None and own > now:
        return own
    return now + one.expires if one.expires else None


def signed_until(url: str) -> float | None:
    """Read until when a signature holds, in seconds since 1970; None if the url has none.

    The forms are those of Azure's, Amazon's and Google's stores.
    """
    try:
        pairs = parse_qsl(urlsplit(url).query, max_num_fields=100)
    except ValueError:
        return None
    fields = {name.lower(): text for name, text in pairs}
    if "sig" in fields and "se" in fields:
        return _moment(fields["se"])
    for vendor in ("x-amz-", "x-goog-"):
        if f"{vendor}signature" in fields:
            begun = _moment(fields.get(f"{vendor}date", ""))
            life = _number(fields, f"{vendor}expires")
            return None if begun is None or life is None else begun + life
    return _number(fields, "expires") if "signature" in fields else None


def _moment(text: str) -> float | None:
    plain = _FRACTION.sub("", text)
    for form in _FORMS:
        try:
            return float(timegm(strptime(plain, form)))
        except ValueError:
            continue
    return None


def _number(fields: Mapping[str, str], name: str) -> float | None:
    text = fields.get(name, "")
    return float(text) if text.isascii() and text.isdigit() and len(text) < 12 else None
