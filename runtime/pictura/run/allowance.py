"""Knows what a server's headers say of the requests that are left to us. It waits for nothing.

There is no standard that all follow; the names are those that image APIs and their gateways send.
"""

import re
from collections.abc import Mapping

_PREFIXES = ("x-ratelimit", "ratelimit")
_WHAT = ("", "-requests", "-images", "-tokens")
_EPOCH = 1_000_000_000
"""Seconds: what is larger is a moment, not a duration."""
_TIME = re.compile(
    r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?"
)
_UNITS = (86400.0, 3600.0, 60.0, 1.0, 0.001)


def pause(headers: Mapping[str, str], now: float, longest: float) -> float:
    """Say for how many seconds nothing is left to us; 0 if something is, or nothing is said.

    Args:
        headers: By name, in lower case.
        now: Seconds since 1970.
        longest: Seconds; what is longer is not believed: the next refusal will tell.
    """
    seconds = 0.0
    for prefix in _PREFIXES:
        for what in _WHAT:
            left = headers.get(f"{prefix}-remaining{what}", "").strip()
            if left and not left.strip("0"):
                reset = _seconds(headers.get(f"{prefix}-reset{what}", ""), now)
                seconds = max(seconds, reset if reset <= longest else 0.0)
    return seconds


def _seconds(text: str, now: float) -> float:
    """Read `12`, `1.5`, `6m0s`, `20ms`, or a moment in seconds since 1970."""
    told = text.strip()[:40]
    if re.fullmatch(r"\d+(\.\d+)?", told, re.ASCII):
        number = float(told)
        return max(0.0, number - now) if number > _EPOCH else number
    found = _TIME.fullmatch(told)
    if found is None:
        return 0.0
    pairs = zip(found.groups(), _UNITS, strict=True)
    return sum(float(number) * unit for number, unit in pairs if number)
