"""Knows which of several documented answers a request's Accept header asks for (RFC 9110)."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from pictura_core.operation import Operation, Response


def chosen(operation: Operation[object], accept: str) -> Response | None:
    """Choose between bytes and JSON; None if the operation does not offer both.

    Of equally wanted ones that counts which a caller gets who says nothing. A header that fits none
    of them counts as none: so official clients are answered that ask for any bytes at all.
    """
    offered = [
        one
        for one in operation.responses
        if one.form in ("binary", "json") and one.status in ("200", "2XX", "default")
    ]
    if len({one.form for one in offered}) < 2:
        return None
    usual = {kind: number for number, kind in enumerate(operation.accept)}
    offered.sort(key=lambda one: usual.get(one.media_type, len(usual)))
    ranges = _ranges(accept)
    # The sort is stable, and max gives the first of the best.
    return max(offered, key=lambda one: _quality(ranges, one.media_type))


def _ranges(accept: str) -> list[tuple[str, float]]:
    ranges: list[tuple[str, float]] = []
    for text in accept.lower().split(","):
        kind, *parameters = (one.strip() for one in text.split(";"))
        weight = next((one[2:] for one in parameters if one.startswith("q=")), "1")
        try:
            ranges.append((kind, float(weight)))
        except ValueError:
            continue
    # The most specific range decides.
    return sorted(ranges, key=lambda one: one[0].count("*"))


def _quality(ranges: Sequence[tuple[str, float]], media_type: str) -> float:
    kind = media_type.partition(";")[0].strip().lower()
    return next(
        (weight for one, weight in ranges if fnmatchcase(kind, one) or fnmatchcase(one, kind)), 0.0
    )
