"""Knows how a recipe's steps become jobs: which names they have, and the request of each.

It must not know other recipes, nor where outputs collide.
"""

from collections.abc import Callable, Mapping
from functools import partial

from pictura.job import Job, Upstream, UpstreamButtons, UpstreamTask
from pictura.project import Project
from pictura.recipes.expectations import ANYTHING, Wrong, read_expectation
from pictura.recipes.fields import Fields, Reading, Scalar, Unfilled, explain
from pictura.recipes.findings import Gathering
from pictura.recipes.frame import RESERVED
from pictura.recipes.inputs import Inputs
from pictura.recipes.labels import file_stem
from pictura.recipes.recipe import Recipe, Step
from pictura.recipes.spending import counting
from pictura.recipes.template import Whole
from pictura.recipes.validate import Fault, Requests
from pictura.recipes.variables import resolve
from pictura.recipes.variants import MAXIMUM_JOBS, Variant, Variants, find_variants
from pictura_core.data import Path
from pictura_core.diagnostics import Diagnostic, Note
from pictura_core.operation import expected_count
from pictura_core.source import Span
from pictura_core.tuples import NamedTuple

_UPSTREAM_NAMES = ("image", "index")
_SAVE_NAMES = ("index", "ext", "digest")


class _Origin(NamedTuple):
    """What a job starts from: the recipe alone, or an upstream picture as well.

    Attributes:
        values: The names that are known.
        upstream: The picture.
        stem: Of the picture's default file name.
    """

    values: Mapping[str, object]
    upstream: Upstream | None = None
    stem: str = ""


class _Plan(NamedTuple):
    """A step, compiled."""

    step: Step
    variants: Variants
    fields: Fields
    expect: Fields
    requests: Requests
    span: Span
    total: int
    tasks: frozenset[str]


class Steps:
    """The steps of a recipe on their way to jobs.

    Attributes:
        jobs: Those of each step, by its id, upstream first; none where a step has findings.
        axes: The names that distinguish the jobs of each step.
    """

    __slots__ = (
        *("_circular", "_findings", "_folder", "_inputs", "_project", "_recipe", "_stems"),
        *("axes", "jobs"),
    )

    def __init__(
        self,
        recipe: Recipe,
        project: Project,
        folder: str,
        inputs: Inputs,
        findings: list[Diagnostic],
    ) -> None:
        self.jobs: dict[str, list[Job]] = {}
        self.axes: dict[str, tuple[str, ...]] = {}
        self._circular: set[str] = set()
        self._recipe = recipe
        self._project = project
        self._folder = folder
        self._inputs = inputs
        self._findings = findings
        self._stems: dict[str, str] = {}

    def expand(self) -> list[Job]:
        """Expand every step; what is found goes to the findings."""
        values = resolve(self._recipe, self._findings)
        if values is None:
            return []
        steps = {step.id: step for step in self._recipe.steps}
        with counting():
            for step in self._recipe.steps:
                self._expand_after(step, steps, values)
        return [job for jobs in self.jobs.values() for job in jobs]

    def _expand_after(
        self, step: Step, steps: Mapping[str, Step], values: Mapping[str, object]
    ) -> None:
        """Expand a step after those that it waits for."""
        way: dict[str, Step] = {}
        one: Step | None = step
        while one is not None and one.id not in self.jobs:
            if one.id in way or one.id in self._circular:
                self._circular.update(way)  # a circle, or after one: that is a finding already
                return
            way[one.id] = one
            one = steps.get(one.each) if one.each is not None else None
        for one in reversed(way.values()):
            self.jobs[one.id] = self._expand(one, {**values, "step": one.id})

    def _expand(self, step: Step, values: Mapping[str, object]) -> list[Job]:
        before = len(self._findings)
        document = self._recipe.document
        reading = Reading(document, tuple(values), self._findings)
        variants = find_variants(step, reading, values, self._project, self._folder)
        origins = self._origins(step, values)
        if variants is None or not origins:
            return []
        self._check_columns(step, variants)
        names = {*values, *variants.names, *(origins[0].values if step.each else ())}
        inner = names | set(_UPSTREAM_NAMES) if step.each else names
        inner |= self._task_names(step)
        reading = Reading(document, inner, self._findings)
        fields = reading.fields(step.fields, step.origins)
        expect = reading.fields(
            step.expect, {name: (*step.path, "expect", name) for name in step.expect}
        )
        if step.save is not None:
            saving = Reading(document, {*names, *_SAVE_NAMES}, self._findings)
            saving.tree(step.save, (*step.path, "save"))
        total = len(origins) * len(variants.all)
        others = sum(map(len, self.jobs.values()))
        if total + others > MAXIMUM_JOBS:
            beside = f" beside {others} of other steps" if others else ""
            message = f"the step has {total} jobs{beside}; a recipe has at most {MAXIMUM_JOBS} jobs"
            span = document.span((*step.path, "id"))
            self._findings.append(Diagnostic("too-many-jobs", message, span))
        if len(self._findings) > before:
            return []
        self.axes[step.id] = (*variants.names, *(("upstream_index",) if step.each else ()))
        requests = Requests(document, step.operation, step.origins, step.path, self._inputs)
        span = document.span((*step.path, "id"))
        tasks = self._task_names(step)
        plan = _Plan(step, variants, fields, expect, requests, span, total, tasks)
        return self._make(plan, origins)

    def _check_columns(self, step: Step, variants: Variants) -> None:
        """Find columns and axes whose names stand for something else."""
        taken = (*RESERVED, "image") if step.each else RESERVED
        kind = "matrix" if step.rows is None else "rows"
        for name in variants.names:
            # Names in a matrix and in vars were looked at before, without the step's `each`.
            if name in taken and (kind == "rows" or name not in RESERVED):
                message = f"{name!r} is a name that Pictura gives a value itself; choose another"
                path = (*step.path, kind, name) if kind == "matrix" else (*step.path, kind)
                span = self._recipe.document.key_span(path)
                if variants.table is not None:
                    span = variants.table.header()
                self._findings.append(Diagnostic("reserved-name", message, span))

    def _task_names(self, step: Step) -> frozenset[str]:
        """Give the names that speak of the task that the upstream picture comes from."""
        above = next((one for one in self._recipe.steps if one.id == step.each), None)
        task = above.operation.task if above is not None else None
        if task is None:
            return frozenset()
        return frozenset(("task", "buttons") if task.buttons is not None else ("task",))

    def _origins(self, step: Step, values: Mapping[str, object]) -> list[_Origin]:
        if step.each is None:
            return [_Origin(values)]
        return [
            _Origin(
                {**values, **job.values, "step": step.id, "upstream_index": i},
                Upstream(job.key, i),
                self._stems[job.key] + (f"-{i}" if job.pictures > 1 else ""),
            )
            for job in self.jobs.get(step.each, ())
            for i in range(job.pictures)
        ]

    def _make(self, plan: _Plan, origins: list[_Origin]) -> list[Job]:
        gathering = Gathering()
        jobs: list[Job] = []
        for origin in origins:
            for variant in plan.variants.all:
                job = self._job(plan, origin, variant, gathering)
                if job is not None:
                    jobs.append(job)
        self._findings.extend(gathering.findings(plan.total))
        return jobs

    def _job(
        self, plan: _Plan, origin: _Origin, variant: Variant, gathering: Gathering
    ) -> Job | None:
        step = plan.step
        values = {**origin.values, **variant.values} if variant.values else origin.values
        inner = values
        if origin.upstream is not None:
            inner = {**values, "image": origin.upstream, "index": origin.upstream.picture}
            tasks = {
                "task": UpstreamTask(origin.upstream),
                "buttons": UpstreamButtons(origin.upstream),
            }
            inner.update((name, tasks[name]) for name in plan.tasks - values.keys())

        def cause() -> tuple[Note, ...]:
            above = origin.upstream
            notes = (Note(f"for picture {above.picture} of {above.job}"),) if above else ()
            return (*notes, *plan.variants.cause(variant))

        try:
            checked = plan.requests.check(plan.fields.fill(inner))
            expected = plan.expect.fill(inner) if plan.expect.constants else {}
        except Unfilled as unfilled:
            scalar, error = unfilled.scalar, unfilled.error
            gathering.add(
                (error.code, scalar.path, error.offset),
                partial(_explain_unfilled, plan, unfilled, tuple(inner)),
                cause,
            )
            return None
        # One job may break two rules about one field; it counts as one job.
        for fault in {(fault.code, fault.path): fault for fault in checked.faults[::-1]}.values():
            gathering.add((fault.code, fault.path), partial(_explain_fault, plan, fault), cause)
        if checked.faults:
            return None
        expect = ANYTHING
        if expected:
            expect, wrong = read_expectation(expected, self._inputs)
            _explain_wrong(plan, wrong, gathering, cause)
        above = origin.upstream
        names = ",".join(
            name
            for name in (f"{above.job}#{above.picture}" if above else "", variant.names)
            if name
        )
        key = f"{step.id}[{names}]" if names else step.id
        pictures = expected_count(step.operation, checked.request)
        stem = "-".join(part for part in (step.id, origin.stem, variant.stem) if part)
        self._stems[key] = stem
        return Job(
            key=key,
            recipe=self._recipe.name,
            step=step.id,
            operation=step.operation,
            request=checked.request,
            inputs=checked.inputs,
            values=values,
            save=step.save if step.save is not None else self._default_save(stem, pictures),
            pictures=pictures,
            expect=expect,
            span=plan.span,
            finish=step.finish,
        )

    def _default_save(self, stem: str, pictures: int) -> str:
        folder = file_stem(self._recipe.name) or "recipe"
        index = "-{{ index }}" if pictures > 1 else ""
        return f"images/{folder}/{stem}{index}.{{{{ ext }}}}"


def _explain_wrong(
    plan: _Plan,
    wrong: tuple[Wrong, ...],
    gathering: Gathering,
    cause: Callable[[], tuple[Note, ...]],
) -> None:
    for one in wrong:
        path = (*plan.step.path, "expect", one.name)
        make = partial(_finding, plan, one.code, one.message, path)
        gathering.add(("expect", one.name), make, cause)


def _finding(plan: _Plan, code: str, message: str, path: Path) -> Diagnostic:
    return Diagnostic(code, message, plan.requests.document.span(path))


def _explain_unfilled(plan: _Plan, unfilled: Unfilled, names: tuple[str, ...]) -> Diagnostic:
    scalar = unfilled.scalar
    return explain(plan.requests.document, scalar.path, scalar.text, unfilled.error, names)


def _explain_fault(plan: _Plan, fault: Fault) -> Diagnostic:
    """Make a finding, with a hint where a cell's text stands for a number."""
    diagnostic = plan.requests.explain(fault)
    tree = plan.fields.open.get(str(fault.path[0])) if fault.path else None
    if fault.code != "wrong-type" or not isinstance(tree, Scalar):
        return diagnostic
    template = tree.template
    if not isinstance(template, Whole) or template.name not in plan.variants.texts:
        return diagnostic
    note = Note(f"a cell of CSV is text; `{{{{ {template.name} | int }}}}` makes a number of it")
    return diagnostic._replace(notes=(*diagnostic.notes, note))
