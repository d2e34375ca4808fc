"""Knows in which ways a step is repeated: combinations of a matrix, rows of a file.

It must not know requests, nor upstream pictures.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from os.path import dirname, exists, isfile, join, normpath, realpath

from pictura.project import OutsideProject, Project, inside
from pictura.recipes.fields import Reading, Unfilled, explain, fill
from pictura.recipes.findings import shorten
from pictura.recipes.labels import label, naming_column
from pictura.recipes.recipe import Step
from pictura.recipes.rows import Table, read_rows
from pictura_core.data import is_array
from pictura_core.diagnostics import Diagnostic, Note, Rejected
from pictura_core.document import read_source
from pictura_core.tuples import NamedTuple

MAXIMUM_JOBS = 250_000
"""How many jobs a recipe may have; more is a mistake in a matrix, or malice."""

_TABLES = (".csv", ".jsonl", ".ndjson")


class Variant(NamedTuple):
    """One of the ways in which a step is repeated.

    Attributes:
        values: What is special of it.
        names: What distinguishes its job's key.
        stem: What distinguishes its default file name, empty if nothing has to.
        row: Which row it is, counted from 0; -1 if it is none.
    """

    values: Mapping[str, object]
    names: str = ""
    stem: str = ""
    row: int = -1


class Variants(NamedTuple):
    """All the ways in which a step is repeated.

    Attributes:
        all: In order; one that is like no repetition if the step has neither matrix nor rows.
        names: The names that any of them has a value for.
        texts: The names whose values are always text: columns of CSV.
        table: The file of rows, None if there is none.
    """

    all: Sequence[Variant]
    names: Sequence[str] = ()
    texts: Sequence[str] = ()
    table: Table | None = None

    def cause(self, variant: Variant) -> tuple[Note, ...]:
        """Say what is special of a variant, with its row's place."""
        values = ", ".join(f"{name} = {shorten(v)}" for name, v in variant.values.items())
        if self.table is not None and variant.row >= 0:
            place = self.table.span(self.table.rows[variant.row])
            return (Note(f"with row {variant.row + 1}: {values[:200]}", place),)
        return (Note(f"with {values[:200]}"),) if values else ()


def find_variants(
    step: Step,
    reading: Reading,
    values: Mapping[str, object],
    project: Project,
    folder: str,
) -> Variants | None:
    """Find all variants of a step.

    Args:
        step: The step.
        reading: Knows the names that a matrix may use; takes the findings.
        values: What those names stand for.
        project: The recipe's project.
        folder: The recipe's folder in it.

    Returns:
        The variants, None if they cannot be told.
    """
    if step.rows is not None:
        return _read_rows(step, step.rows, reading, project, folder)
    if step.matrix:
        return _combine(step, reading, values)
    return Variants((Variant({}),))


def _combine(step: Step, reading: Reading, values: Mapping[str, object]) -> Variants | None:
    path = (*step.path, "matrix")
    before = len(reading.findings)
    axes: dict[str, Sequence[object]] = {}
    for axis, written in step.matrix.items():
        tree = reading.tree(written, (*path, axis))
        if len(reading.findings) > before:
            continue
        try:
            filled = fill(tree, values)
        except Unfilled as unfilled:
            scalar, error = unfilled.scalar, unfilled.error
            reading.findings.append(
                explain(reading.document, scalar.path, scalar.text, error, reading.names)
            )
            continue
        axes[axis] = filled if is_array(filled) else [filled]
    if len(reading.findings) > before:
        return None
    count = prod(len(axis) for axis in axes.values())
    if count > MAXIMUM_JOBS:
        message = f"the matrix has {count} combinations; a recipe has at most {MAXIMUM_JOBS} jobs"
        span = reading.document.key_span(path)
        reading.findings.append(Diagnostic("too-many-jobs", message, span))
        return None
    names = tuple(axes)
    columns = [
        [
            (value, f"{axis}={named.key}", named.stem)
            for value, named in zip(v, label(axis, v), strict=True)
        ]
        for axis, v in axes.items()
    ]
    every: list[Variant] = []
    for combination in product(*columns):
        own, keys, stems = zip(*combination, strict=True)
        every.append(Variant(dict(zip(names, own, strict=True)), ",".join(keys), "-".join(stems)))
    return Variants(every, names)


def _read_rows(
    step: Step, written: str, reading: Reading, project: Project, folder: str
) -> Variants | None:
    document = reading.document
    span = document.span((*step.path, "rows"))
    try:
        place = inside(project, folder, written)
    except OutsideProject as error:
        message = f"the path {written!r} {error}"
        reading.findings.append(Diagnostic("outside-project", message, span))
        return None
    real = realpath(join(project.root, place))
    if exists(real) and not (isfile(real) and real.lower().endswith(_TABLES)):
        # A link named `rows.csv` may lead to anything: `.env`, or a pipe that nobody writes to.
        message = f"the path {written!r} leads to no file that ends in .csv or .jsonl"
        reading.findings.append(Diagnostic("not-a-file", message, span))
        return None
    try:
        # Folded: `link/../rows.csv` leads beside what the link leads to, and only the system knows.
        source = read_source(join(dirname(document.source.name), normpath(written)))
    except Rejected as rejected:
        # The file is missing because of what the recipe says, so that is the place to look at.
        first = rejected.diagnostics[0]
        reading.findings.append(first if first.span else first._replace(span=span))
        return None
    try:
        table = read_rows(source)
    except Rejected as rejected:
        reading.findings.extend(rejected.diagnostics)
        return None
    if len(table.rows) > MAXIMUM_JOBS:
        message = f"the file has {len(table.rows)} rows; a recipe has at most {MAXIMUM_JOBS} jobs"
        reading.findings.append(Diagnostic("too-many-jobs", message, span))
        return None
    column = naming_column(table.columns, [row.values for row in table.rows])
    if column is None:
        names = [(f"row={i}", str(i)) for i in range(1, len(table.rows) + 1)]
    else:
        labels = label(column, [row.values.get(column) for row in table.rows])
        names = [(f"{column}={named.key}", named.stem) for named in labels]
    every = [
        Variant(row.values, key, stem, i)
        for i, (row, (key, stem)) in enumerate(zip(table.rows, names, strict=True))
    ]
    texts = () if table.typed else table.columns
    return Variants(every, table.columns, texts, table)
