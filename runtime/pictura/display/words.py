"""Knows how people are told what a run did. It prints nothing."""

import os
from collections.abc import Sequence
from typing import assert_never

from pictura.events import (
    WAITING,
    BatchProgresses,
    DownloadWaits,
    JobEnded,
    JobProgresses,
    JobWaits,
    RequestAnswered,
    RequestLeft,
    Summary,
)
from pictura.money import dollars, said

_SHOWN = 5
"""How many jobs of one cause are named."""

_OWN = {
    "drifted": "a file was edited, or not made here, and is left alone",
    WAITING: "answers of a batch are still to come",
    "garbled-answer": "the answers make no sense",
    "input-gone": "a picture that the job needs has no bytes any more",
    "made-elsewhere": "the pictures were paid for in another folder that shares the ledger",
    "no-button": "the task that a job goes on from has no such button",
    "no-picture": "the answers hold no picture that can be used",
    "not-derived": "the pictures are there, but not what is to be derived from them",
    "not-saved": "the pictures came, but cannot be written to their files",
    "picture-lost": "the pictures could not be fetched yet",
    "task-unknown": "the task that a job goes on from is not known here",
    "twin-failed": "another job asks the same, and failed",
    "unfit-picture": "the pictures are not what the recipe expects",
    "unknown-outcome": "nobody knows whether they were paid for",
    "unreachable": "the server did not answer",
    "upstream-failed": "a picture that the job needs is not there",
    "wrong-input": "a picture that was made does not fit the operation that takes it",
}
"""Codes whose reasons speak of one job, and what they have in common."""


def count(number: int, what: str) -> str:
    """Say how many: `1 job`, `2,000 jobs`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def near(root: str, file: str) -> str:
    """Say a file of a project as a person would type it here."""
    return os.path.relpath(os.path.join(root, file)) if root else file


def job_line(event: JobEnded, root: str = "") -> str:
    """Say a job's end on one line."""
    detail = ", ".join(near(root, file) for file in event.files)
    if event.status in ("failed", "skipped"):
        detail = event.reason
    elif event.reason:
        detail = f"{detail} ({event.reason})"
    cost = f"  {said(event.cost_usd)}" if event.status == "made" else ""
    word = "waits" if event.code == WAITING else event.status
    return f"{word:<8} {event.job}{cost}  {detail}"


def batch_line(event: BatchProgresses) -> str:
    """Say how far a batch is."""
    if event.total is None:
        return f"batch    {event.batch}  {event.state}"
    done = f"{event.completed:,} of " if event.completed else ""
    return f"batch    {event.batch}  {event.state}, {done}{count(event.total, 'request')}"


def waiting_line(event: DownloadWaits) -> str:
    """Say that a picture takes its time, and what may be done about it."""
    left = f"{event.seconds / 60:.0f} min" if event.seconds >= 90 else f"{event.seconds:.0f} s"
    return (
        f"wait     {event.job}  {event.reason}; it is paid for and tried again for up to {left}"
        " (Ctrl-C leaves it to the next run)"
    )


def detail_line(event: JobWaits | JobProgresses | RequestLeft | RequestAnswered) -> str:
    """Say on one line what few want to know."""
    match event:
        case JobWaits():
            return f"wait     {event.job}  {event.seconds:.1f} s: {event.reason}"
        case JobProgresses():
            share = "" if event.percent is None else f"{event.percent:.0f}%"
            return f"progress {event.job}  {' '.join(filter(None, (share, event.state)))}"
        case RequestLeft():
            again = ", with the key of one that may be paid" if event.is_known else ""
            return f"request  {event.job}  {event.operation}, try {event.attempt}{again}"
        case RequestAnswered():
            return f"answer   {event.job}  after {event.seconds:.1f} s"
        case _:
            assert_never(event)


def summary_lines(summary: Summary, troubles: Sequence[JobEnded]) -> list[str]:
    """Say how a run ended: what is to be done first, the counts last.

    Args:
        summary: The counts.
        troubles: The jobs that failed or were skipped.
    """
    lines = _causes(troubles)
    if summary.problem:
        lines.append(f"{summary.problem}; the next run writes it")
    if summary.doubtful:
        lines.append(
            f"{count(summary.doubtful, 'job')} may have been paid for twice: the connection broke"
            " after a request had left, and it was sent again with the same Idempotency-Key"
        )
    if summary.shortfall:
        lines.append(f"{count(summary.shortfall, 'picture')} fewer came than were asked for")
    if summary.orphans:
        lines.append(
            f"{count(summary.orphans, 'job')} of the lock are no longer in the recipe;"
            " their files are left alone (`pictura plan` names them)"
        )
    parts = [f"{summary.made:,} made", f"{summary.kept:,} kept"]
    parts += [f"{summary.restored:,} restored"] if summary.restored else []
    parts += [f"{summary.failed:,} failed"] if summary.failed else []
    skipped = summary.skipped - summary.waiting
    parts += [f"{skipped:,} skipped"] if skipped else []
    parts += [f"{summary.waiting:,} waiting for a batch"] if summary.waiting else []
    lines.append(f"{', '.join(parts)}; {count(summary.requests, 'request')}; {_cost(summary)}")
    return lines


def _cost(summary: Summary) -> str:
    sum_ = dollars(summary.cost_usd)
    if summary.unpriced:
        unknown = f"{count(summary.unpriced, 'job')} of unknown cost"
        sum_ = f"{sum_} and {unknown}" if summary.cost_usd else unknown
    return f"{sum_} if it were real (emulated: nothing was paid)" if summary.emulated else sum_


def _causes(troubles: Sequence[JobEnded]) -> list[str]:
    """Group what went wrong by its cause, the most frequent first.

    Jobs with one code are one group if the API's words are the same, or if the words are only about
    each job itself.
    """
    groups: dict[tuple[str, str, str], list[JobEnded]] = {}
    for event in troubles:
        cause = "" if event.code in _OWN else event.reason
        groups.setdefault((event.status, event.code, cause), []).append(event)
    lines: list[str] = []
    for (status, code, cause), events in sorted(groups.items(), key=lambda item: -len(item[1])):
        word = "waiting" if code == WAITING else status
        lines.append(f"{count(len(events), 'job')} {word}: {cause or _OWN[code]} [{code}]")
        for event in events[:_SHOWN]:
            detail = f": {event.reason}" if not cause else ""
            lines.append(f"  {event.job}{detail}")
        if len(events) > _SHOWN:
            lines.append(f"  … and {len(events) - _SHOWN:,} more")
        if events[0].hint:
            lines.append(f"  → {events[0].hint}")
    return lines
