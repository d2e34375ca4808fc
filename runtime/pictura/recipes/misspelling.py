"""Knows which values of a recipe are probably misspelt: nearly, and not quite, what an API lists.

Only lists that are open are looked at: what a closed one does not name is an error already. It must
not know what the values mean.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from pictura.job import Job
from pictura.recipes.findings import Gathering, shorten, warn
from pictura.recipes.recipe import Step
from pictura_core.diagnostics import Diagnostic, Note
from pictura_core.document import Document
from pictura_core.spelling import similar

_VERSION = str.maketrans("", "", "0123456789.")
"""What differs in these is another version, another day or another size, and no slip."""


def find_misspelt(document: Document, step: Step, jobs: Sequence[Job]) -> Iterator[Diagnostic]:
    """Find values of a step's jobs that look much like one that the API's document lists.

    Args:
        document: The recipe.
        step: The step.
        jobs: Its jobs.
    """
    bodies = step.operation.bodies
    if not bodies or not bodies[0].listed:
        return
    gathering = Gathering()
    known: dict[tuple[str, str], str] = {}
    for name, listed in bodies[0].listed.items():
        for job in jobs if name in step.origins else ():
            value = job.request.get(name)
            if not isinstance(value, str) or value in listed:
                continue
            if (name, value) not in known:
                known[name, value] = _meant(value, listed)
            meant = known[name, value]
            if meant:
                make = partial(_explain, document, step, name, value, meant)
                gathering.add((name, value), make, tuple[Note, ...])
    yield from gathering.findings(len(jobs))


def _meant(value: str, listed: Iterable[str]) -> str:
    """Ask whether a listed value was meant; empty if none is like it."""
    folded, plain = value.casefold(), value.translate(_VERSION)
    candidates: list[str] = []
    for one in listed:
        if one.casefold() == folded:
            return f": did you mean {one!r}?"
        if one.translate(_VERSION) != plain:
            candidates.append(one)
    return similar(value, candidates)


def _explain(document: Document, step: Step, name: str, value: str, meant: str) -> Diagnostic:
    message = f"{shorten(value)} is no {name} that the API's document names{meant}"
    return warn("unlikely-value", message, document.span(step.origins[name]))
