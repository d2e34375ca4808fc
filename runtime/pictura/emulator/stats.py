"""Knows what a server was asked so far. It knows no HTTP."""

import time
from collections import Counter, deque


class Stats:
    """Counts requests and what became of them; downloads of pictures are not requests."""

    def __init__(self) -> None:
        self._requests = 0
        self._billed = 0
        self._replays = 0
        self._statuses: Counter[str] = Counter()
        self._operations: Counter[str] = Counter()
        self._faults: Counter[str] = Counter()
        self._second: deque[float] = deque()
        self._busiest = 0

    def count_request(self, operation: str) -> None:
        """Note a request; the operation is empty if the path is unknown."""
        self._requests += 1
        now = time.monotonic()
        self._second.append(now)
        while self._second[0] <= now - 1.0:
            self._second.popleft()
        self._busiest = max(self._busiest, len(self._second))
        if operation:
            self._operations[operation] += 1

    def count_answer(self, status: int) -> None:
        """Note an answer, as far as it got."""
        self._statuses[str(status)] += 1

    def count_fault(self, kind: str) -> None:
        """Note that a fault struck."""
        self._faults[kind] += 1

    def bill(self) -> None:
        """Note that work was done for which an API would charge."""
        self._billed += 1

    def count_replay(self) -> None:
        """Note that an earlier answer was given again, for nothing."""
        self._replays += 1

    def snapshot(self) -> dict[str, object]:
        """Tell all counts as JSON."""
        return {
            "requests": self._requests,
            "billed": self._billed,
            "replays": self._replays,
            "busiest_second": self._busiest,
            "by_status": dict(sorted(self._statuses.items())),
            "by_operation": dict(sorted(self._operations.items())),
            "faults": dict(sorted(self._faults.items())),
        }
