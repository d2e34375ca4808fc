"""Knows what a recipe's `vars` stand for, each of which may use the others."""

from pictura.recipes.fields import Reading, Unfilled, explain, fill
from pictura.recipes.recipe import Recipe
from pictura_core.diagnostics import Diagnostic


def resolve(recipe: Recipe, findings: list[Diagnostic]) -> dict[str, object] | None:
    """Give the values of a recipe's variables, and its name as `recipe`.

    Returns:
        The values, None if some cannot be told; then the findings say why.
    """
    before = len(findings)
    known = (*recipe.vars, "recipe")
    reading = Reading(recipe.document, known, findings)
    waiting = {name: reading.tree(value, ("vars", name)) for name, value in recipe.vars.items()}
    if len(findings) > before:
        return None
    values: dict[str, object] = {"recipe": recipe.name}
    stuck: dict[str, Unfilled] = {}
    for name in recipe.vars:
        # A variable that wants another steps aside until that has its value.
        way = [name]
        while way:
            if way[-1] not in waiting:
                way.pop()
                continue
            try:
                values[way[-1]] = fill(waiting[way[-1]], values)
            except Unfilled as unfilled:
                wanted = unfilled.error.name
                if wanted in waiting and wanted not in stuck and wanted not in way:
                    way.append(wanted)
                else:
                    stuck[way.pop()] = unfilled
            else:
                del waiting[way.pop()]
    if stuck:
        findings.extend(
            _explain(recipe, stuck[name], known) for name in recipe.vars if name in stuck
        )
        return None
    return values


def _explain(recipe: Recipe, unfilled: Unfilled, known: tuple[str, ...]) -> Diagnostic:
    scalar, error = unfilled.scalar, unfilled.error
    diagnostic = explain(recipe.document, scalar.path, scalar.text, error, known)
    if error.name is None or error.name not in known:
        return diagnostic
    message = f"{scalar.path[1]!r} and {error.name!r} wait for each other"
    return diagnostic._replace(code="cycle", message=message)
