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
    while waiting:
        before_round = len(waiting)
        stuck: list[Unfilled] = []
        for name, tree in list(waiting.items()):
            try:
                values[name] = fill(tree, values)
            except Unfilled as unfilled:
                stuck.append(unfilled)
            else:
                del waiting[name]
        if stuck and len(stuck) == before_round:
            findings.extend(_explain(recipe, unfilled, known) for unfilled in stuck)
            return None
    return values


def _explain(recipe: Recipe, unfilled: Unfilled, known: tuple[str, ...]) -> Diagnostic:
    scalar, error = unfilled.scalar, unfilled.error
    diagnostic = explain(recipe.document, scalar.path, scalar.text, error, known)
    if error.name is None or error.name not in known:
        return diagnostic
    message = f"{scalar.path[1]!r} and {error.name!r} wait for each other"
    return diagnostic._replace(code="cycle", message=message)
