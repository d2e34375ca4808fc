"""Knows tables of values: CSV with a header line, and JSON Lines.

It must not know recipes. What a cell holds is data: it is never expanded as a template.
"""

import re
from typing import NoReturn

from pictura_core.data import is_object
from pictura_core.diagnostics import Diagnostic, Rejected
from pictura_core.source import Lines, Position, Source, Span
from pictura_core.tuples import NamedTuple

_LINE_END = r"\r\n|\n|\r"


class Row(NamedTuple):
    """One row.

    Attributes:
        values: By column. All are texts in CSV, of any type in JSON Lines.
        line: Where it begins, counted from 1.
    """

    values: dict[str, object]
    line: int


class Table(NamedTuple):
    """All rows of a file.

    Attributes:
        source: The file.
        columns: Every column that any row has, in the order of the file.
        rows: At least one.
        typed: Whether cells have types other than text.
    """

    source: Source
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    typed: bool

    def header(self) -> Span:
        """Tell where the columns are named, or in JSON Lines where the first row stands."""
        return _line_span(self.source, 1)

    def span(self, row: Row) -> Span:
        """Tell where a row stands."""
        return _line_span(self.source, row.line)


def read_rows(source: Source) -> Table:
    """Read a table: JSON Lines if its name ends with `.jsonl` or `.ndjson`, else CSV.

    Raises:
        Rejected: With everything that is wrong with it.
    """
    typed = source.name.casefold().endswith((".jsonl", ".ndjson"))
    table = _read_jsonl(source) if typed else _read_csv(source)
    if not table.rows:
        _reject("empty-rows", "the file has no rows", _line_span(source, 1))
    return table


def _read_csv(source: Source) -> Table:
    import csv  # noqa: PLC0415 - few recipes have rows
    from io import StringIO  # noqa: PLC0415 - the same

    text = source.text
    header = text.split("\n", 1)[0]
    delimiter = next((d for d in (",", ";", "\t") if d in header), ",")
    csv.field_size_limit(len(text) + 1)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    findings: list[Diagnostic] = []
    rows: list[Row] = []
    columns: tuple[str, ...] = ()
    line = 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if not cells:
                continue
            if not columns:
                columns = tuple(cell.strip() for cell in cells)
                findings.extend(_check_header(source, columns, start))
            elif len(cells) != len(columns):
                plural = "" if len(cells) == 1 else "s"
                message = f"the row has {len(cells)} cell{plural}, the header has {len(columns)}"
                findings.append(Diagnostic("wrong-row", message, _line_span(source, start)))
            else:
                rows.append(Row(dict(zip(columns, cells, strict=True)), start))
    except csv.Error as error:
        message = f"the row cannot be read: {error}"
        findings.append(Diagnostic("wrong-row", message, _line_span(source, line)))
    if findings:
        raise Rejected(findings)
    return Table(source, columns, tuple(rows), typed=False)


def _check_header(source: Source, columns: tuple[str, ...], line: int) -> list[Diagnostic]:
    findings: list[Diagnostic] = []
    span = _line_span(source, line)
    for i, name in enumerate(columns):
        if not name:
            message = f"column {i + 1} has no name"
            findings.append(Diagnostic("wrong-header", message, span))
        elif name in columns[:i]:
            message = f"two columns have the name {name!r}"
            findings.append(Diagnostic("duplicate-column", message, span))
    return findings


def _read_jsonl(source: Source) -> Table:
    import json  # noqa: PLC0415 - few recipes have rows

    decoder = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse)
    findings: list[Diagnostic] = []
    rows: list[Row] = []
    columns: dict[str, None] = {}
    for number, text in enumerate(re.split(_LINE_END, source.text), 1):
        if not text.strip():
            continue
        try:
            value: object = decoder.decode(text)
        except json.JSONDecodeError as error:
            here = Position(number, error.pos + 1)
            message = f"the line is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
            findings.append(Diagnostic("wrong-row", message, Span(source, here, here)))
        except (ValueError, RecursionError) as error:
            message = str(error) if isinstance(error, ValueError) else "the line is too deep"
            findings.append(Diagnostic("wrong-row", message, _line_span(source, number)))
        else:
            if is_object(value):
                rows.append(Row(value, number))
                columns.update(dict.fromkeys(value))
            else:
                message = "each line must be a JSON object"
                findings.append(Diagnostic("wrong-row", message, _line_span(source, number)))
    if findings:
        raise Rejected(findings)
    return Table(source, tuple(columns), tuple(rows), typed=True)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for i, key in enumerate(keys) if key in keys[:i])
        message = f"the key {twice!r} stands twice in one object"
        raise ValueError(message)
    return value


def _refuse(constant: str) -> NoReturn:
    message = f"{constant} is no number in JSON"
    raise ValueError(message)


def _line_span(source: Source, line: int) -> Span:
    lines = Lines(source)
    text = source.text
    line_end = re.compile(_LINE_END)
    start = 0
    for _ in range(line - 1):
        found = line_end.search(text, start)
        if found is None:
            break
        start = found.end()
    end = line_end.search(text, start)
    return lines.span(start, end.start() if end else len(text))


def _reject(code: str, message: str, span: Span) -> NoReturn:
    raise Rejected([Diagnostic(code, message, span)])
