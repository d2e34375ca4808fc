"""Knows what can go wrong between a program and an API, and whose part it is to act.

    PicturaError
    ├── InvalidRequest    your call: the request breaks the specification; nothing was sent
    ├── InvalidResponse   their answer: it is not what the specification promises
    ├── ApiError          their status: the API said no
    └── TransportError    the road: no answer came, or half of one

`pictura_core.diagnostics.Rejected` is the fifth: your file. Messages never hold a key.
"""

from collections.abc import Sequence

from pictura_core.checks import Violation, sentence
from pictura_core.extensions import Severe


class PicturaError(Exception):
    """The root of what this package raises."""


class InvalidRequest(PicturaError):  # noqa: N818 - the name says whose error it is
    """The request breaks the specification; nothing was sent.

    Attributes:
        operation: The operationId.
        violations: Every rule that is broken, with paths into the request.
    """

    def __init__(self, operation: str, violations: Sequence[Violation]) -> None:
        self.operation = operation
        self.violations = tuple(violations)
        super().__init__(f"{operation}: " + "; ".join(sentence(v) for v in self.violations))


class InvalidResponse(PicturaError):  # noqa: N818 - the same
    """The answer is not what the specification promises.

    Attributes:
        operation: The operationId.
        status: The HTTP status.
    """

    def __init__(self, operation: str, status: int, reason: str) -> None:
        self.operation = operation
        self.status = status
        super().__init__(f"{operation}: the answer (status {status}) {reason}")


class ApiError(PicturaError):
    """The API said no.

    Attributes:
        operation: The operationId.
        status: The HTTP status; 200 if the error stood inside a successful answer.
        code: The API's own name for the error, empty if it gave none.
        reason: The API's own words.
        severity: Whether this job, or the whole run, is lost, or another try may help.
        retry_after: Seconds the API asks to wait, None if it did not say.
        body: The decoded body, or its text.
    """

    def __init__(
        self,
        operation: str,
        *,
        status: int,
        code: str,
        reason: str,
        severity: Severe,
        retry_after: float | None = None,
        body: object = None,
    ) -> None:
        self.operation = operation
        self.status = status
        self.code = code
        self.reason = reason
        self.severity = severity
        self.retry_after = retry_after
        self.body = body
        named = f" {code}" if code else ""
        super().__init__(f"{operation}: {status}{named}: {reason}")


class TransportError(PicturaError):
    """No answer came, or half of one.

    Attributes:
        operation: The operationId.
        sent: Whether the request may have reached the API, so that it may have been billed.
    """

    def __init__(self, operation: str, reason: str, *, sent: bool) -> None:
        self.operation = operation
        self.sent = sent
        super().__init__(f"{operation}: {reason}")
