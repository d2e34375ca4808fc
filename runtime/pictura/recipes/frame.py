"""Knows what breaks a recipe's frame: the schema's rules, and those that a schema cannot say.

It must not know values: nothing is expanded here, and no request is looked into.
"""

from collections.abc import Iterator, Mapping

from pictura.recipes.findings import MISSING_FIELD, code_of, is_unknown, say, settle, shorten
from pictura.recipes.template import WORDS
from pictura_core.checks import Violation
from pictura_core.data import Path, is_array, is_object
from pictura_core.diagnostics import Diagnostic, Note
from pictura_core.document import Document
from pictura_core.operation import Api, Operation

FIELDS: Mapping[tuple[str, ...], tuple[str, ...]] = {
    (): ("recipe", "description", "api", "vars", "limits", "defaults", "steps"),
    ("limits",): ("concurrency", "images_per_minute", "requests_per_minute", "budget"),
    ("steps",): (
        *("id", "uses", "each", "matrix", "rows", "with", "save", "expect"),
        *("convert", "resize", "thumbnail", "provenance"),
    ),
    ("steps", "resize"): ("width", "height"),
    ("steps", "expect"): (
        *("format", "width", "height", "min_bytes", "max_bytes"),
        *("not_blank", "similar_to", "max_distance"),
    ),
}
"""The words of a recipe by where they stand, to propose the right one for a wrong one."""

_SHOWN = 8
"""How many steps of a circle are named."""

RESERVED = ("digest", "ext", "index", "recipe", "step", "upstream_index")
"""Names that Pictura gives a value; no variable, axis or column can have them."""


def check_frame(
    document: Document, api: Api
) -> tuple[list[Diagnostic], dict[int, dict[str, object]]]:
    """Find everything that is wrong with a recipe's frame.

    Returns:
        The findings, and by their index the steps that can be used all the same.
    """
    findings: list[Diagnostic] = []
    broken: set[object] = set()
    if not api.recipe.is_valid(document.value):
        findings, broken = _check_schema(document, api)
    written = _at(document.value, ("steps",))
    steps = {
        i: step
        for i, step in enumerate(written if is_array(written) else [])
        if i not in broken and is_object(step)
    }
    findings.extend(_check_ids(document, steps))
    findings.extend(_check_each(document, steps))
    findings.extend(_check_names(document))
    findings.extend(_check_defaults(document, api))
    return findings, steps


def _check_schema(document: Document, api: Api) -> tuple[list[Diagnostic], set[object]]:
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
            uses = mapping(_at(document.value, path[:-1])).get("uses")
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


def _check_ids(document: Document, steps: Mapping[int, Mapping[str, object]]) -> list[Diagnostic]:
    findings: list[Diagnostic] = []
    places: dict[str, Path] = {}
    for i, step in steps.items():
        path = ("steps", i, "id")
        first = places.setdefault(str(step.get("id")), path)
        if first != path:
            message = f"two steps have the id {shorten(step.get('id'))}"
            note = Note("the first is here", document.span(first))
            findings.append(Diagnostic("duplicate-id", message, document.span(path), notes=(note,)))
    return findings


def _check_each(
    document: Document, steps: Mapping[int, Mapping[str, object]]
) -> Iterator[Diagnostic]:
    written = _at(document.value, ("steps",))
    every = [step for step in written if is_object(step)] if is_array(written) else []
    above = {str(step.get("id")): step.get("each") for step in every}
    circular = _circular(above)
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
        if own in circular:
            message = f"the step waits for its own pictures: {_circle(own, above)}"
            yield Diagnostic("cycle", message, span)


def _circular(above: Mapping[str, object]) -> set[str]:
    """Find the steps that wait for themselves, looking at each step once."""
    circular: set[str] = set()
    done: set[str] = set()
    for begin in above:
        way: dict[str, int] = {}
        at: object = begin
        while isinstance(at, str) and at in above and at not in done and at not in way:
            way[at] = len(way)
            at = above[at]
        if isinstance(at, str) and at in way:
            circular.update(list(way)[way[at] :])
        done.update(way)
    return circular


def _circle(own: str, above: Mapping[str, object]) -> str:
    """Write a circle from one of its steps on; of a long one its beginning."""
    way = [own]
    while len(way) < _SHOWN:
        way.append(str(above[way[-1]]))
        if way[-1] == own:
            return " → ".join(way)
    return " → ".join((*way, "…", own))


def _check_names(document: Document) -> Iterator[Diagnostic]:
    value = document.value
    places: list[Path] = [("vars",)]
    steps = _at(value, ("steps",))
    places.extend(("steps", i, "matrix") for i in range(len(steps) if is_array(steps) else 0))
    for place in places:
        for name in mapping(_at(value, place)):
            if name in RESERVED or name in WORDS:
                owner = "Pictura gives a value itself" if name in RESERVED else "expressions use"
                message = f"{name!r} is a name that {owner}; choose another"
                yield Diagnostic("reserved-name", message, document.key_span((*place, name)))


def _check_defaults(document: Document, api: Api) -> Iterator[Diagnostic]:
    for name in mapping(_at(document.value, ("defaults",))):
        if name not in api.operations:
            from pictura.suggestion import meant  # noqa: PLC0415 - only a finding needs it

            message = f"{name!r} is no operation of the API{meant(name, api.operations)}"
            yield Diagnostic("unknown-operation", message, document.key_span(("defaults", name)))


def mapping(value: object) -> Mapping[str, object]:
    """Give a value if it is a mapping, else an empty one."""
    return value if is_object(value) else {}


def _at(value: object, path: Path) -> object:
    for step in path:
        if is_object(value) and isinstance(step, str):
            value = value.get(step)
        elif is_array(value) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value
