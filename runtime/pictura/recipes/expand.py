"""Knows how a recipe becomes jobs: each matrix combination, row or upstream picture is one.

It must not know what was made before, nor what a request may say.
"""

import os
from collections.abc import Sequence
from functools import partial
from os.path import basename, dirname, isdir, join, splitext

from pictura.job import Batch, Job, ProjectFile
from pictura.project import find_project, folder_of
from pictura.recipes.findings import Gathering, warn
from pictura.recipes.inputs import Inputs
from pictura.recipes.misspelling import find_misspelt
from pictura.recipes.outputs import Claims, Savings
from pictura.recipes.recipe import has_errors, read_recipe
from pictura.recipes.retirement import find_retired, today
from pictura.recipes.step import Steps
from pictura.usage import UsageError
from pictura_core.diagnostics import Diagnostic, Note, Rejected, arrange
from pictura_core.document import load, read_source
from pictura_core.tuples import NamedTuple

FOLDER = "recipes"
"""Where recipes are looked for if no path is given."""
_ENDINGS = (".yaml", ".yml")


class Loaded(NamedTuple):
    """A recipe's jobs, None if there are errors, and everything that was found."""

    batch: Batch | None
    diagnostics: tuple[Diagnostic, ...]


def load_batch(path: str, claims: Claims | None = None) -> Loaded:
    """Read a recipe, expand it and check every job, without network or key.

    Args:
        path: The recipe, as the person typed it.
        claims: Shared by recipes that are used together, so that none saves over another's
            pictures.
    """
    claims = Claims() if claims is None else claims
    try:
        document = load(read_source(path))
    except Rejected as rejected:
        return Loaded(None, rejected.diagnostics)
    recipe, findings = read_recipe(document)
    if recipe is None:
        return Loaded(None, arrange(findings))
    project = find_project(path)
    folder = folder_of(project, path)
    own = f"{folder}/{basename(path)}" if folder else basename(path)
    claims.protect(project, own, "a recipe")
    claims.protect(project, f"{splitext(own)[0]}.lock.json", "a recipe's lock file")
    inputs = Inputs(project, folder)
    steps = Steps(recipe, project, folder, inputs, findings)
    jobs = steps.expand()
    for file in inputs.files():
        claims.protect(project, file, "an input of the recipe")
    day = today()
    for step in recipe.steps:
        made = steps.jobs.get(step.id, [])
        findings.extend(find_retired(document, step, made, day))
        told = {one.span for one in findings}  # what is wrong need not be called unlikely
        findings.extend(one for one in find_misspelt(document, step, made) if one.span not in told)
        gathering = Gathering()
        has_save = step.save is not None
        savings = Savings(
            document,
            project,
            folder,
            (*step.path, "save") if has_save else (*step.path, "id"),
            steps.axes.get(step.id, ()),
        )
        savings.check(made, claims, gathering)
        findings.extend(gathering.findings(len(made)))
    findings.extend(_find_same(jobs))
    if has_errors(findings):
        return Loaded(None, arrange(findings))
    name = recipe.api.name
    batch = Batch(recipe.name, path, folder, name, recipe.limits, tuple(jobs))
    return Loaded(batch, arrange(findings))


def load_batches(paths: Sequence[str]) -> tuple[tuple[Batch, ...], tuple[Diagnostic, ...]]:
    """Read and check recipes that are used together.

    Args:
        paths: As the person typed them: files, folders, or nothing.

    Returns:
        The batches of those without errors, and everything that was found in all of them.

    Raises:
        UsageError: A path leads nowhere.
    """
    claims = Claims()
    loaded = [load_batch(path, claims) for path in collect(paths)]
    batches = tuple(one.batch for one in loaded if one.batch is not None)
    return batches, tuple(finding for one in loaded for finding in one.diagnostics)


def collect(paths: Sequence[str]) -> list[str]:
    """Find the recipes that a person means.

    Args:
        paths: Files, or folders in which every `.yaml` and `.yml` that does not start with a dot is
            a recipe; without any, the folder `recipes`.

    Raises:
        UsageError: A path leads nowhere, or a folder holds no recipe.
    """
    found: dict[str, None] = {}
    for path in paths or (FOLDER,):
        if isdir(path):
            inner = list(_walk(path))
            if not inner:
                message = f"the folder {path} holds no recipe (.yaml or .yml)"
                raise UsageError(message)
            found.update(dict.fromkeys(inner))
        elif os.path.exists(path):
            found[path] = None
        elif not paths:
            message = f"there is no folder {FOLDER}; name a recipe, or begin with `pictura init`"
            raise UsageError(message)
        else:
            from pictura.suggestion import meant  # noqa: PLC0415 - only a typing error needs it

            above = dirname(path) or "."
            names = os.listdir(above) if isdir(above) else []
            message = f"there is no file or folder {path}{meant(basename(path), names)}"
            raise UsageError(message)
    return list(found)


def _walk(folder: str) -> list[str]:
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    found: list[str] = []
    for entry in ordered:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            found.extend(_walk(entry.name if folder == "." else join(folder, entry.name)))
        elif entry.name.endswith(_ENDINGS):
            found.append(entry.name if folder == "." else join(folder, entry.name))
    return found


def _find_same(jobs: Sequence[Job]) -> list[Diagnostic]:
    """Find jobs whose requests are the same, and which so share one picture."""
    if len(jobs) < 2:
        return []
    seen: dict[str, Job] = {}
    findings: list[Diagnostic] = []
    gatherings: dict[str, Gathering] = {}
    for job in jobs:
        first = seen.setdefault(_shape(job), job)
        if first is job:
            continue
        gatherings.setdefault(job.step, Gathering()).add(
            "same-request",
            partial(_explain_same, job, first),
            tuple[Note, ...],
        )
    for step, gathering in gatherings.items():
        total = sum(1 for job in jobs if job.step == step)
        findings.extend(gathering.findings(total + 1))
    return findings


def _explain_same(job: Job, first: Job) -> Diagnostic:
    message = (
        f"{job.key} asks for the same as {first.key}, so both share one picture; "
        "to get several, use `n`, or let the prompts differ"
    )
    return warn("same-request", message, job.span)


def _shape(job: Job) -> str:
    """Write a request so that equal requests give equal texts."""
    request = dict(job.request)
    for path, one in job.inputs:
        request.pop(str(path[0]), None)
        request[str(path)] = one.path if isinstance(one, ProjectFile) else one
    return f"{job.operation.id}{sorted(request.items(), key=_name)!r}"


def _name(item: tuple[str, object]) -> str:
    return item[0]
