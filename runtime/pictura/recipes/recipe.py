"""Knows a recipe as it is written: its name, its limits and its steps.

It must not know values: nothing is expanded here, and no request is looked into.
"""

from collections.abc import Mapping
from typing import TypeGuard

from pictura.job import Finish, Limits
from pictura.packages import DEFAULT, UnknownApi, load_api
from pictura.recipes.findings import warn
from pictura.recipes.frame import check_frame, mapping
from pictura_core.data import Path, is_array, is_object
from pictura_core.diagnostics import Diagnostic, Severity
from pictura_core.document import Document
from pictura_core.operation import Api, Operation
from pictura_core.tuples import NamedTuple


class Step(NamedTuple):
    """One step.

    Attributes:
        path: Where it stands in the document.
        id: Unique in the recipe.
        operation: What it calls.
        each: The step whose pictures it is repeated for.
        matrix: Axes and their values.
        rows: The file of its rows, as written.
        fields: `with` over `defaults`, nothing expanded.
        origins: Where in the document each field stands.
        save: The template of its outputs, None if it leaves that to us.
        expect: As written.
        finish: What it derives from its pictures.
    """

    path: Path
    id: str
    operation: Operation[object]
    each: str | None
    matrix: Mapping[str, list[object]]
    rows: str | None
    fields: Mapping[str, object]
    origins: Mapping[str, Path]
    save: str | None
    expect: Mapping[str, object]
    finish: Finish = Finish()


class Recipe(NamedTuple):
    """A recipe whose frame holds.

    Attributes:
        name: Its name.
        api: What it calls.
        vars: As written.
        limits: Of its runs.
        steps: Those that have no finding, in the order of the document.
        document: Where everything stands.
    """

    name: str
    api: Api
    vars: Mapping[str, object]
    limits: Limits
    steps: tuple[Step, ...]
    document: Document


def read_recipe(document: Document) -> tuple[Recipe | None, list[Diagnostic]]:
    """Check a recipe's frame and read it.

    Returns:
        The recipe without the steps that have findings, None if nothing can be read, and findings.
    """
    value = document.value
    if not is_object(value):
        message = "a recipe is a mapping with `recipe` and `steps`"
        return None, [Diagnostic("wrong-type", message, document.span())]
    name = value.get("api", DEFAULT)
    try:
        api = load_api(name if isinstance(name, str) else "")
    except UnknownApi as error:
        span = document.span(("api",)) if "api" in value else document.span()
        return None, [Diagnostic("unknown-api", str(error), span)]
    findings, found = check_frame(document, api)
    defaults = value.get("defaults")
    steps_by_id: dict[str, Step] = {}
    for i, written in found.items():
        step = _step(i, written, api, mapping(defaults))
        steps_by_id.setdefault(step.id, step)
    recipe = Recipe(
        name=_text(value.get("recipe")) or "",
        api=api,
        vars=mapping(value.get("vars")),
        limits=_limits(mapping(value.get("limits"))),
        steps=tuple(steps_by_id.values()),
        document=document,
    )
    for step in recipe.steps:
        if step.operation.deprecated:
            message = f"{step.operation.id} is deprecated: {step.operation.deprecated}"
            findings.append(warn("deprecated", message, document.span((*step.path, "uses"))))
    return recipe, findings


def _step(i: int, step: Mapping[str, object], api: Api, defaults: Mapping[str, object]) -> Step:
    uses = str(step["uses"])
    under = mapping(defaults.get(uses))
    over = mapping(step.get("with"))
    origins: dict[str, Path] = {name: ("defaults", uses, name) for name in under}
    origins.update((name, ("steps", i, "with", name)) for name in over)
    return Step(
        path=("steps", i),
        id=str(step["id"]),
        operation=api.operations[uses],
        each=_text(step.get("each")),
        matrix={
            axis: values if is_array(values) else [values]
            for axis, values in mapping(step.get("matrix")).items()
        },
        rows=_text(step.get("rows")),
        fields={**under, **over},
        origins=origins,
        save=_text(step.get("save")),
        expect=mapping(step.get("expect")),
        finish=_finish(step),
    )


def _finish(step: Mapping[str, object]) -> Finish:
    resize = mapping(step.get("resize"))
    width, height, thumbnail = resize.get("width"), resize.get("height"), step.get("thumbnail")
    return Finish(
        convert=_text(step.get("convert")) or "",
        width=int(width) if _is_number(width) else None,
        height=int(height) if _is_number(height) else None,
        thumbnail=int(thumbnail) if _is_number(thumbnail) else None,
        provenance=_text(step.get("provenance")) or "",
    )


def _limits(limits: Mapping[str, object]) -> Limits:
    concurrency = limits.get("concurrency")
    images, requests = limits.get("images_per_minute"), limits.get("requests_per_minute")
    budget = limits.get("budget")
    return Limits(
        concurrency=int(concurrency) if _is_number(concurrency) else None,
        images_per_minute=float(images) if _is_number(images) else None,
        budget=float(budget) if _is_number(budget) else None,
        requests_per_minute=float(requests) if _is_number(requests) else None,
    )


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def has_errors(findings: list[Diagnostic]) -> bool:
    """Tell whether any finding stops the work."""
    return any(finding.severity is Severity.ERROR for finding in findings)
