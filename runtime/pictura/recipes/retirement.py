"""Knows which jobs ask for what is served no more, or not much longer, as the table's dates say.

It must not know whether a server still answers them: a gateway may keep what its provider retires.
"""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from pictura.job import Job
from pictura.recipes.findings import Gathering, warn
from pictura.recipes.recipe import Step
from pictura_core.diagnostics import Diagnostic, Note
from pictura_core.document import Document
from pictura_core.extensions import Retirement, applies
from pictura_core.operation import Operation

_CLOCK = "SOURCE_DATE_EPOCH"
"""The variable that many tools take as the time, so that they say the same on any day."""


def today() -> str:
    """Give the day, in UTC: `2026-11-22`."""
    given = os.environ.get(_CLOCK, "")
    # Ten digits last until 2286.
    at = int(given) if given.isdecimal() and len(given) <= 10 else time.time()
    return time.strftime("%Y-%m-%d", time.gmtime(at))


def find_retired(
    document: Document, step: Step, jobs: Sequence[Job], day: str
) -> Iterator[Diagnostic]:
    """Find what a step's jobs ask for and that retires, or has retired by a day.

    Args:
        document: The recipe.
        step: The step.
        jobs: Its jobs.
        day: As `today` gives it.
    """
    lifecycle = step.operation.lifecycle
    if lifecycle is None or not lifecycle.retires:
        return
    fields = tuple(dict.fromkeys(name for one in lifecycle.retires for name in one.when))
    defaults = _defaults(step.operation)
    known: dict[str, Retirement | None] = {}
    gathering = Gathering()
    for job in jobs:
        asked = {name: _value(job.request, name, defaults) for name in fields}
        key = repr(asked)
        if key not in known:
            rows = (one for one in lifecycle.retires if applies(one.when, asked))
            known[key] = next(rows, None)
        found = known[key]
        if found is not None:
            make = partial(_explain, document, step, job, found, day)
            gathering.add(found.on + key, make, tuple[Note, ...])
    yield from gathering.findings(len(jobs))


def _explain(
    document: Document, step: Step, job: Job, retirement: Retirement, day: str
) -> Diagnostic:
    defaults = _defaults(step.operation)
    values = [f"{name} {_value(job.request, name, defaults)}" for name in retirement.when]
    what = " with ".join(values)
    written = [name for name in retirement.when if job.request.get(name) is not None]
    if retirement.on <= day:
        code, message = "retired", f"{what} was retired on {retirement.on}"
    else:
        code, message = "retiring", f"{what} retires on {retirement.on}"
    if not written:
        message = f"{message}, and it is what is taken if the recipe names none"
    if retirement.instead:
        message = f"{message}; use {retirement.instead}"
    origin = next((step.origins[name] for name in written if name in step.origins), None)
    if origin is None:
        return warn(code, message, document.span((*step.path, "uses")))
    return warn(code, message, document.span(origin))


def _defaults(operation: Operation[object]) -> Mapping[str, object]:
    return operation.images.defaults if operation.images is not None else {}


def _value(request: Mapping[str, object], name: str, defaults: Mapping[str, object]) -> object:
    value = request.get(name)
    return defaults.get(name) if value is None else value
