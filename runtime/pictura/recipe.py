"""Knows a recipe as it is written: its frame, its steps and what may not stand together.

It must not know values: nothing is expanded here, and no request is looked into.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeGuard

from pictura.findings import (
    MISSING_FIELD,
    code_of,
    is_unknown,
    say,
    settle,
    shorten,
    warn,
)
from pictura.job import Limits
from pictura.packages import DEFAULT, UnknownApi, load_api
from pictura.template import WORDS
from pictura_core.checks import Violation
from pictura_core.data import Path, is_array, is_object
from pictura_core.diagnostics import Diagnostic, Note, Severity
from pictura_core.document import Document
from pictura_core.operation import Api, Operation

FIELDS: Mapping[tuple[str, ...], tuple[str, ...]] = {
    (): ("recipe", "description", "api", "vars", "limits", "defaults", "steps"),
    ("limits",): ("concurrency", "images_per_minute", "budget"),
    ("steps",): ("id", "uses", "each", "matrix", "rows", "with", "save", "expect"),
    ("steps", "expect"): ("format", "width", "height"),
}
"""The words of a recipe by where they stand, to propose the right one for a wrong one."""

RESERVED = ("digest", "ext", "index", "recipe", "step", "upstream_index")
"""Names that Pictura gives a value; no variable, axis or column can have them."""


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
    findings: list[Diagnostic] = []
    broken: set[object] = set()
    if not api.recipe.is_valid(value):
        findings, broken = _check_frame(document, api)
    steps = value.get("steps")
    found = [
        (i, step)
        for i, step in enumerate(steps if is_array(steps) else [])
        if i not in broken and is_object(step)
    ]
    findings.extend(_check_steps(document, dict(found)))
    findings.extend(_check_names(document))
    defaults = value.get("defaults")
    if is_object(defaults):
        findings.extend(_check_defaults(document, defaults, api))
    steps_by_id: dict[str, Step] = {}
    for i, written in found:
        step = _step(i, written, api, _mapping(defaults))
        steps_by_id.setdefault(step.id, step)
    recipe = Recipe(
        name=_text(value.get("recipe")) or "",
        api=api,
        vars=_mapping(value.get("vars")),
        limits=_limits(_mapping(value.get("limits"))),
        steps=tuple(steps_by_id.values()),
        document=document,
    )
    for step in recipe.steps:
        if step.operation.deprecated:
            message = f"{step.operation.id} is deprecated: {step.operation.deprecated}"
            findings.append(warn("deprecated", message, document.span((*step.path, "uses"))))
    return recipe, findings


def _check_frame(document: Document, api: Api) -> tuple[list[Diagnostic], set[object]]:
    """Explain what breaks the frame, and tell which steps cannot be used."""
    findings: list[Diagnostic] = []
    broken: set[object] = set()
    violations = list(api.recipe.check(document.value))
    for violation in violations:
        # Before settling: a step without `uses` is none, even if only the misspelled name is said.
        if violation.path[:1] == ("steps",) and not is_unknown(violation):
            broken.add(violation.path[1] if len(violation.path) > 1 else None)
    findings.extend(_explain(document, violation, api) for violation in settle(violations))
    if not findings:
        message = "the recipe does not have the form of a recipe"
        findings.append(Diagnostic("wrong-recipe", message, document.span()))
    return findings, broken


def _explain(document: Document, violation: Violation, api: Api) -> Diagnostic:
    from pictura.suggestion import meant  # noqa: PLC0415 - only a finding needs it

    path = violation.path
    code = code_of(violation)
    words = tuple(step for step in path if isinstance(step, str))
    if path[:1] == ("steps",) and len(path) > 1:
        violation = violation._replace(path=path[2:])  # the place says which step
        if len(path) == 2 and violation.keyword == "type":
            violation = violation._replace(message=f"a step {violation.message}")
    if is_unknown(violation):
        key = str(path[-1]) if path else ""
        hint = meant(key, FIELDS.get(words[:-1], ()))
        if words[:-1] == ("steps",):
            uses = _mapping(_at(document.value, path[:-1])).get("uses")
            hint = _misplaced(key, api.operations.get(str(uses))) or hint
        message = f"there is no field {key!r} here{hint}"
        return Diagnostic(code, message, document.key_span(path))
    if words == ("steps", "uses") and violation.keyword in ("enum", "const"):
        uses = _at(document.value, path)
        makers = [o.id for o in api.operations.values() if o.images is not None]
        known = isinstance(uses, str) and uses in api.operations
        what = "makes no pictures" if known else "is no operation of the API"
        message = f"{shorten(uses)} {what}{meant(str(uses), makers)}"
        return Diagnostic("unknown-operation", message, document.span(path))
    if words == ("steps", "rows") and violation.keyword == "not":
        return Diagnostic("matrix-and-rows", say(violation), document.key_span(path))
    if code == MISSING_FIELD and path and isinstance(path[-1], str) and len(words) > 1:
        return Diagnostic(code, say(violation), document.key_span(path))
    return Diagnostic(code, say(violation), document.span(path))


def _misplaced(key: str, operation: Operation[object] | None) -> str:
    """Say where a field belongs that stands beside `with`, most often for its indentation."""
    bodies = operation.bodies if operation is not None else ()
    is_field = any(key in body.fields for body in bodies)
    return "; it is a field of the request, so it belongs under `with`" if is_field else ""


def _check_steps(document: Document, steps: Mapping[int, Mapping[str, object]]) -> list[Diagnostic]:
    findings: list[Diagnostic] = []
    places: dict[str, Path] = {}
    for i, step in steps.items():
        path = ("steps", i, "id")
        first = places.setdefault(str(step.get("id")), path)
        if first != path:
            message = f"two steps have the id {shorten(step.get('id'))}"
            note = Note("the first is here", document.span(first))
            findings.append(Diagnostic("duplicate-id", message, document.span(path), notes=(note,)))
    findings.extend(_check_each(document, steps))
    return findings


def _check_each(
    document: Document, steps: Mapping[int, Mapping[str, object]]
) -> Iterator[Diagnostic]:
    written = _at(document.value, ("steps",))
    every = [step for step in written if is_object(step)] if is_array(written) else []
    above = {str(step.get("id")): step.get("each") for step in every}
    for i, step in steps.items():
        each = step.get("each")
        if not isinstance(each, str):
            continue
        span = document.span(("steps", i, "each"))
        if each not in above:
            from pictura.suggestion import meant  # noqa: PLC0415 - only a finding needs it

            message = f"there is no step {each!r}{meant(each, above)}"
            yield Diagnostic("unknown-step", message, span)
            continue
        own = str(step.get("id"))
        way = [each]
        while way[-1] != own and isinstance(above.get(way[-1]), str) and len(way) <= len(above):
            way.append(str(above[way[-1]]))
        if way[-1] == own:
            message = f"the step waits for its own pictures: {' → '.join((own, *way))}"
            yield Diagnostic("cycle", message, span)


def _check_names(document: Document) -> Iterator[Diagnostic]:
    value = document.value
    places: list[Path] = [("vars",)]
    steps = _at(value, ("steps",))
    places.extend(("steps", i, "matrix") for i in range(len(steps) if is_array(steps) else 0))
    for place in places:
        for name in _mapping(_at(value, place)):
            if name in RESERVED or name in WORDS:
                owner = "Pictura gives a value itself" if name in RESERVED else "expressions use"
                message = f"{name!r} is a name that {owner}; choose another"
                yield Diagnostic("reserved-name", message, document.key_span((*place, name)))


def _check_defaults(
    document: Document, defaults: Mapping[str, object], api: Api
) -> Iterator[Diagnostic]:
    for name in defaults:
        if name not in api.operations:
            from pictura.suggestion import meant  # noqa: PLC0415 - only a finding needs it

            message = f"{name!r} is no operation of the API{meant(name, api.operations)}"
            yield Diagnostic("unknown-operation", message, document.key_span(("defaults", name)))


def _step(i: int, step: Mapping[str, object], api: Api, defaults: Mapping[str, object]) -> Step:
    uses = str(step["uses"])
    under = _mapping(defaults.get(uses))
    over = _mapping(step.get("with"))
    origins: dict[str, Path] = {name: ("defaults", uses, name) for name in under}
    origins.update((name, ("steps", i, "with", name)) for name in over)
    return Step(
        path=("steps", i),
        id=str(step["id"]),
        operation=api.operations[uses],
        each=_text(step.get("each")),
        matrix={
            axis: values if is_array(values) else [values]
            for axis, values in _mapping(step.get("matrix")).items()
        },
        rows=_text(step.get("rows")),
        fields={**under, **over},
        origins=origins,
        save=_text(step.get("save")),
        expect=_mapping(step.get("expect")),
    )


def _limits(limits: Mapping[str, object]) -> Limits:
    concurrency = limits.get("concurrency")
    pace, budget = limits.get("images_per_minute"), limits.get("budget")
    return Limits(
        concurrency=int(concurrency) if _is_number(concurrency) else None,
        images_per_minute=float(pace) if _is_number(pace) else None,
        budget=float(budget) if _is_number(budget) else None,
    )


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _mapping(value: object) -> Mapping[str, object]:
    return value if is_object(value) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _at(value: object, path: Path) -> object:
    for step in path:
        if is_object(value) and isinstance(step, str):
            value = value.get(step)
        elif is_array(value) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def has_errors(findings: list[Diagnostic]) -> bool:
    """Tell whether any finding stops the work."""
    return any(finding.severity is Severity.ERROR for finding in findings)
