"""Knows what can be said of a file that a person wrote, and where. It does not print."""

from collections.abc import Iterable
from enum import Enum

from pictura_core.source import Span
from pictura_core.tuples import NamedTuple


class Severity(Enum):
    """Whether a finding stops the work."""

    ERROR = "error"
    WARNING = "warning"


class Note(NamedTuple):
    """A further sentence on a finding, with the second place it speaks of, if there is one."""

    message: str
    span: Span | None = None


class Diagnostic(NamedTuple):
    """One finding.

    Attributes:
        code: Its name in kebab-case, the same in every release: people look it up and filter by it.
        message: One sentence that says what to do, without a full stop. Never a secret.
        span: Where; None only if the file could not be read at all.
        file: The name of the file, for findings without a span.
        severity: An error makes the command fail, a warning does not.
        notes: Further sentences: the first of two duplicates, the matrix values that led here.
    """

    code: str
    message: str
    span: Span | None
    file: str = ""
    severity: Severity = Severity.ERROR
    notes: tuple[Note, ...] = ()

    @property
    def name(self) -> str:
        """The name of the file that the finding is about."""
        return self.span.source.name if self.span else self.file

    @property
    def place(self) -> tuple[str, int, int]:
        """File, line and column, to sort by; 0 where there is no span."""
        if self.span is None:
            return (self.file, 0, 0)
        start = self.span.start
        return (self.span.source.name, start.line, start.column)


class Rejected(Exception):  # noqa: N818 - a file is rejected; nothing here erred
    """A file that a person wrote cannot be used; they have to change it.

    Attributes:
        diagnostics: Why, in the order of places, at least one of them an error.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = arrange(diagnostics)
        super().__init__("; ".join(d.message for d in self.diagnostics))


def arrange(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort findings by place and leave out those that say the same twice."""
    unique = {(d.place, d.code, d.message): d for d in diagnostics}
    return tuple(unique[key] for key in sorted(unique))
