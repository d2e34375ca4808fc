"""Knows how the ends of jobs add up to a summary."""

from pictura.events import WAITING, JobEnded, Status, Summary
from pictura.money import Bill


class Tally:
    """Counts."""

    __slots__ = (
        "_bill",
        "_counts",
        "_doubtful",
        "_drifted",
        "_pictures",
        "_requests",
        "_retries",
        "_shortfall",
        "_waiting",
    )

    def __init__(self) -> None:
        self._bill = Bill()
        self._counts: dict[Status, int] = {}
        self._doubtful = 0
        self._drifted = 0
        self._pictures = 0
        self._requests = 0
        self._retries = 0
        self._shortfall = 0
        self._waiting = 0

    def add(self, event: JobEnded) -> None:
        """Count a job's end."""
        self._counts[event.status] = self._counts.get(event.status, 0) + 1
        self._bill.add(event.cost_usd)
        self._doubtful += event.is_doubtful
        self._drifted += event.code == "drifted"
        self._pictures += event.pictures if event.status == "made" else 0
        self._requests += event.requests
        self._retries += max(0, event.requests - 1)
        self._shortfall += event.shortfall
        self._waiting += event.code == WAITING

    def summary(self) -> Summary:
        """Give the counts; what a tally does not know has its default."""
        return Summary(
            made=self._counts.get("made", 0),
            kept=self._counts.get("kept", 0),
            restored=self._counts.get("restored", 0),
            failed=self._counts.get("failed", 0),
            skipped=self._counts.get("skipped", 0),
            drifted=self._drifted,
            pictures=self._pictures,
            requests=self._requests,
            retries=self._retries,
            doubtful=self._doubtful,
            shortfall=self._shortfall,
            cost_usd=self._bill.usd,
            unpriced=self._bill.unknown,
            waiting=self._waiting,
        )


def together(one: Summary, other: Summary) -> Summary:
    """Add the summaries of two parts of a run."""
    return Summary(
        made=one.made + other.made,
        kept=one.kept + other.kept,
        restored=one.restored + other.restored,
        failed=one.failed + other.failed,
        skipped=one.skipped + other.skipped,
        drifted=one.drifted + other.drifted,
        orphans=one.orphans + other.orphans,
        pictures=one.pictures + other.pictures,
        requests=one.requests + other.requests,
        retries=one.retries + other.retries,
        doubtful=one.doubtful + other.doubtful,
        shortfall=one.shortfall + other.shortfall,
        cost_usd=round(one.cost_usd + other.cost_usd, 6),
        unpriced=one.unpriced + other.unpriced,
        seconds=one.seconds + other.seconds,
        emulated=one.emulated or other.emulated,
        waiting=one.waiting + other.waiting,
        interrupted=one.interrupted or other.interrupted,
        stopped=one.stopped or other.stopped,
        problem=one.problem or other.problem,
    )
