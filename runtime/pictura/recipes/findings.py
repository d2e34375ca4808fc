"""Knows how broken rules of a schema become findings about a recipe, and how many become one.

It must not know what the rules are: codes follow from JSON Schema's keywords, sentences from the
generated validators.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping

from pictura_core.checks import Violation
from pictura_core.data import Path
from pictura_core.diagnostics import Diagnostic, Note, Severity
from pictura_core.source import Span

UNKNOWN_FIELD = "unknown-field"
MISSING_FIELD = "missing-field"

CODES: Mapping[str, str] = {
    "additionalProperties": UNKNOWN_FIELD,
    "unevaluatedProperties": UNKNOWN_FIELD,
    "propertyNames": "wrong-name",
    "required": MISSING_FIELD,
    "dependentRequired": MISSING_FIELD,
    "type": "wrong-type",
    "enum": "wrong-value",
    "const": "wrong-value",
    "not": "wrong-value",
    "false": "field-not-allowed",
    "maxLength": "{field}-too-long",
    "minLength": "{field}-too-short",
    "pattern": "wrong-form",
    "format": "wrong-form",
    "minimum": "too-small",
    "exclusiveMinimum": "too-small",
    "maximum": "too-large",
    "exclusiveMaximum": "too-large",
    "multipleOf": "wrong-step",
    "maxItems": "too-many",
    "minItems": "too-few",
    "uniqueItems": "repeated",
    "maxProperties": "too-many",
    "minProperties": "too-few",
}
"""JSON Schema's keywords and the codes of the findings that they lead to."""
_OTHER = "wrong-request"
_MISSING = r"is required(?: beside '[^']+')?: '([^']+)'"
_VERBS = ("must ", "is ", "has ", "may ", "can ")


def code_of(violation: Violation) -> str:
    """Give the code of a broken rule; `{field}` in the table stands for the field's name."""
    code = CODES.get(violation.keyword, _OTHER)
    if "{" not in code:
        return code
    field = next((step for step in reversed(violation.path) if isinstance(step, str)), "value")
    return code.format(field=re.sub(r"[^a-z0-9]+", "-", field.lower()).strip("-") or "value")


def is_unknown(violation: Violation) -> bool:
    """Tell whether a name is at fault that no rule knows."""
    return CODES.get(violation.keyword) == UNKNOWN_FIELD


def missing_name(violation: Violation) -> str | None:
    """Give the name of the field that is missing, None if that is not what is wrong."""
    if CODES.get(violation.keyword) != MISSING_FIELD:
        return None
    found = re.match(_MISSING, violation.message)
    return found[1] if found else None


def settle(violations: Iterable[Violation]) -> list[Violation]:
    """Leave out that a field is missing where its name stands misspelled beside."""
    every = list(violations)
    unknown = [(v.path[:-1], str(v.path[-1])) for v in every if is_unknown(v) and v.path]
    if not unknown:
        return every
    from pictura.suggestion import nearest  # noqa: PLC0415 - only a finding needs it

    missing = [(v.path, name) for v in every if (name := missing_name(v)) is not None]
    misspelled = {
        (path, meant)
        for path, written in unknown
        if (meant := nearest(written, [name for above, name in missing if above == path]))
    }
    return [v for v in every if (v.path, missing_name(v)) not in misspelled]


def say(violation: Violation) -> str:
    """Say a broken rule as one sentence with its subject."""
    name = missing_name(violation)
    if name is not None:
        return f"the field {name!r} is missing"
    message = violation.message.rstrip(".")
    if violation.path and message.startswith(_VERBS):
        return f"{_subject(violation.path)} {message}"
    return message


def shorten(value: object, length: int = 40) -> str:
    """Show a value in a sentence."""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= length else f"{text[: length - 1]}…"


class Gathering:
    """Findings about the jobs of one step: what many jobs have in common is said once."""

    __slots__ = ("_counts", "_first")

    def __init__(self) -> None:
        self._first: dict[Hashable, tuple[Diagnostic, tuple[Note, ...]]] = {}
        self._counts: dict[Hashable, int] = {}

    def add(
        self,
        key: Hashable,
        make: Callable[[], Diagnostic],
        cause: Callable[[], tuple[Note, ...]],
    ) -> None:
        """Note a finding about one job.

        Args:
            key: Equal for findings that say the same.
            make: Makes the finding; called for the first job only.
            cause: Tells what is special of the job; called for the first job only.
        """
        if key in self._first:
            self._counts[key] += 1
            return
        self._first[key] = (make(), cause())
        self._counts[key] = 1

    def findings(self, jobs: int) -> Iterable[Diagnostic]:
        """Give each finding once, with a note on how many jobs it is about.

        Args:
            jobs: How many jobs the step has.
        """
        for key, (diagnostic, cause) in self._first.items():
            count = self._counts[key]
            notes = cause
            if count > 1:
                more = (
                    Note(f"so in {'both' if jobs == 2 else f'all {jobs}'} jobs of the step")
                    if count == jobs
                    else Note(f"and in {count - 1} more job{'s' if count > 2 else ''} of the step")
                )
                notes = (more,) if count == jobs else (*cause, more)
            yield diagnostic._replace(notes=(*diagnostic.notes, *notes))


def warn(code: str, message: str, span: Span) -> Diagnostic:
    """Make a finding that does not stop the work."""
    return Diagnostic(code, message, span, severity=Severity.WARNING)


def _subject(path: Path) -> str:
    words = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(words).removeprefix(".")
