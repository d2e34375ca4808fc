"""Knows how pictures are laid out: by recipe, by step, and in a grid where two things vary.

It must not know what a page is written in.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from pictura.gallery.axes import Axes
from pictura.gallery.exhibits import Exhibit
from pictura_core.tuples import NamedTuple

_SPARSE = 2
"""How many cells a grid may have for each job; beyond, most of it would be empty."""


class Grid(NamedTuple):
    """Pictures by two axes: the rows of a table and its columns.

    Attributes:
        row_axis: What the rows are named by.
        column_axis: What the columns are named by.
        rows: The values of the row axis, in the order in which they came.
        columns: The values of the column axis, the same way.
        cells: Row by row, column by column: the pictures, none if there is no such job.
    """

    row_axis: str
    column_axis: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[tuple[Exhibit, ...], ...], ...]


class Part(NamedTuple):
    """Pictures of a step that have the same values on all but two axes.

    Attributes:
        fixed: Those values, empty if there are no further axes.
        exhibits: The pictures in order.
        grid: The same in a table, None if fewer than two axes vary.
    """

    fixed: Axes
    exhibits: tuple[Exhibit, ...]
    grid: Grid | None


class Sheet(NamedTuple):
    """All pictures of a step.

    Attributes:
        step: Its id.
        operation: Which it calls.
        common: What all its requests say alike.
        parts: The pictures.
    """

    step: str
    operation: str
    common: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]


def lay_out(exhibits: Iterable[Exhibit]) -> tuple[Sheet, ...]:
    """Make a sheet of each step."""
    steps: dict[str, list[Exhibit]] = {}
    for exhibit in exhibits:
        steps.setdefault(exhibit.step, []).append(exhibit)
    return tuple(_sheet(step, members) for step, members in steps.items())


def _sheet(step: str, members: Sequence[Exhibit]) -> Sheet:
    said = [dict(exhibit.parameters) for exhibit in members]
    common = tuple(
        (name, value)
        for name, value in said[0].items()
        if all(one.get(name) == value for one in said)
    )
    names = {name for name, _ in common}
    varying = _varying(members)
    own = [
        exhibit._replace(
            parameters=tuple(p for p in exhibit.parameters if p[0] not in names),
            axes=tuple(axis for axis in exhibit.axes if axis[0] in varying),
        )
        for exhibit in members
    ]
    return Sheet(step, members[0].operation, common, _parts(own, varying))


def _varying(members: Sequence[Exhibit]) -> dict[str, int]:
    """Name the axes on which pictures differ, with the number of their values."""
    values: dict[str, set[str]] = {}
    for exhibit in members:
        for name, value in exhibit.axes:
            values.setdefault(name, set()).add(value)
    return {name: len(seen) for name, seen in values.items() if len(seen) > 1}


def _parts(members: Sequence[Exhibit], varying: Mapping[str, int]) -> tuple[Part, ...]:
    jobs = len({exhibit.job for exhibit in members})
    if len(varying) < 2:
        return (Part((), tuple(members), None),)
    *others, row_axis, column_axis = varying
    grouped: dict[Axes, list[Exhibit]] = {}
    for exhibit in members:
        own = dict(exhibit.axes)
        key = tuple((name, own.get(name, "")) for name in others)
        grouped.setdefault(key, []).append(exhibit)
    cells = varying[row_axis] * varying[column_axis] * len(grouped)
    if cells > _SPARSE * jobs:
        return (Part((), tuple(members), None),)
    return tuple(
        Part(fixed, tuple(some), _grid(some, row_axis, column_axis))
        for fixed, some in grouped.items()
    )


def _grid(members: Sequence[Exhibit], row_axis: str, column_axis: str) -> Grid:
    cells: dict[tuple[str, str], list[Exhibit]] = {}
    for exhibit in members:
        own = dict(exhibit.axes)
        cells.setdefault((own.get(row_axis, ""), own.get(column_axis, "")), []).append(exhibit)
    rows = tuple(dict.fromkeys(row for row, _ in cells))
    columns = tuple(dict.fromkeys(column for _, column in cells))
    table = {at: tuple(cells.get(at, ())) for at in product(rows, columns)}
    return Grid(
        row_axis,
        column_axis,
        rows,
        columns,
        tuple(tuple(table[row, column] for column in columns) for row in rows),
    )
