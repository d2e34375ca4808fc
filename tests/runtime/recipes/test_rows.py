"""Tables of values: CSV and JSON Lines, right and wrong."""

import pytest

from pictura.recipes.rows import read_rows
from pictura_core.diagnostics import Rejected
from pictura_core.source import Source


@pytest.mark.parametrize(
    ("name", "text", "rows"),
    [
        ("a.csv", "a,b\n1,2\n", [({"a": "1", "b": "2"}, 2)]),
        ("a.csv", "a,b\r\n1,2\r\n", [({"a": "1", "b": "2"}, 2)]),
        ("a.csv", "a\n1", [({"a": "1"}, 2)]),
        ("a.csv", " a , b\n 1,2 \n", [({"a": " 1", "b": "2 "}, 2)]),
        (
            "a.csv",
            'a,b\n"x\ny",2\n\n3,4\n',
            [({"a": "x\ny", "b": "2"}, 2), ({"a": "3", "b": "4"}, 5)],
        ),
        ("a.csv", 'a\n"say ""no"""\n', [({"a": 'say "no"'}, 2)]),
        ("a.csv", "a;b\n1,5;2\n", [({"a": "1,5", "b": "2"}, 2)]),
        ("a.csv", "a\tb\n1\t2\n", [({"a": "1", "b": "2"}, 2)]),
        ("a.csv", "a,b\n,\n", [({"a": "", "b": ""}, 2)]),
        ("a.csv", "a\n" + "x" * 200_000, [({"a": "x" * 200_000}, 2)]),
        ("a.jsonl", '{"a": 1}\n\n{"b": [true]}\n', [({"a": 1}, 1), ({"b": [True]}, 3)]),
        ("a.ndjson", ' {"a": null} \r\n', [({"a": None}, 1)]),
        ("A.JSONL", '{"a": "\u2028"}', [({"a": "\u2028"}, 1)]),
    ],
)
def test_rows(name: str, text: str, rows: list[tuple[dict[str, object], int]]) -> None:
    """Each row has its values and the line on which it begins."""
    table = read_rows(Source(name, text))
    assert [(row.values, row.line) for row in table.rows] == rows
    assert [table.span(row).start.line for row in table.rows] == [line for _, line in rows]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.csv", "a,b\n", [("empty-rows", 1, 1)]),
        ("a.csv", "\n", [("empty-rows", 1, 1)]),
        ("a.csv", "a,a\n1,2\n", [("duplicate-column", 1, 1)]),
        ("a.csv", "a,\n1,2\n", [("wrong-header", 1, 1)]),
        ("a.csv", "a,b\n1\n2,3\n4,5,6\n", [("wrong-row", 2, 1), ("wrong-row", 4, 1)]),
        ("a.csv", 'a\n1\n"open\n', [("wrong-row", 3, 1)]),
        ("a.csv", 'a\n"x"y\n', [("wrong-row", 2, 1)]),
        ("a.jsonl", "", [("empty-rows", 1, 1)]),
        ("a.jsonl", '{"a": 1}\n{"a": }\n[1]\n', [("wrong-row", 2, 7), ("wrong-row", 3, 1)]),
        ("a.jsonl", '{"a": 1, "a": 2}\n', [("wrong-row", 1, 1)]),
        ("a.jsonl", '{"a": {"b": 1, "b": 2}}\n', [("wrong-row", 1, 1)]),
        ("a.jsonl", '{"a": NaN}\n', [("wrong-row", 1, 1)]),
        ("a.jsonl", '{"a": ' + "[" * 100_000 + "\n", [("wrong-row", 1, 1)]),
        ("a.jsonl", '{"a": ' + "9" * 10_000 + "}\n", [("wrong-row", 1, 1)]),
    ],
)
def test_wrong_rows(name: str, text: str, found: list[tuple[str, int, int]]) -> None:
    """Everything that is wrong with a table has a place in its file."""
    with pytest.raises(Rejected) as caught:
        read_rows(Source(name, text))
    assert [(d.code, *d.place[1:]) for d in caught.value.diagnostics] == found
