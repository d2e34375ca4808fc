"""`pictura_core.report`: findings in four formats, and carets that stand where they should."""

import json
from unicodedata import east_asian_width

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pictura_core.diagnostics import Diagnostic, Note, Rejected, Severity
from pictura_core.document import load
from pictura_core.report import FORMATS, render
from pictura_core.source import Lines, Position, Source, Span

TEXT = "a: 1\n  prompt: otters\nb: [1,\n  2]\n"


def at(text: str, start: int, end: int, name: str = "recipes/otters.yaml") -> Diagnostic:
    """Make a finding about a part of a text."""
    return Diagnostic("some-code", "it is so", Lines(Source(name, text)).span(start, end))


def shown(text: str, start: int, end: int) -> tuple[str, str]:
    """Give the excerpt of a finding: the source line and the carets, without the gutter."""
    _, line, carets = render([at(text, start, end)]).splitlines()
    assert line[:8].ljust(8) == "    1 | "
    assert carets[:8] == "      | "
    return line[8:], carets[8:]


def test_text() -> None:
    """A finding is a place, code and sentence, then its line and the carets."""
    assert render([at(TEXT, 15, 21)]) == (
        "recipes/otters.yaml:2:11: some-code: it is so\n"
        "    2 |   prompt: otters\n"
        "      |           ^^^^^^\n"
    )


def test_text_of_a_span_over_lines() -> None:
    """Of a span over several lines the first is shown, underlined to its end."""
    assert render([at(TEXT, 25, 33)]).splitlines()[1:] == ["    3 | b: [1,", "      |    ^^^"]


def test_text_of_notes_and_warnings() -> None:
    """Notes follow with their own places, and a warning says that it is one."""
    note = Note("it stands here first", Lines(Source("b.yaml", "x: 1")).span(0, 1))
    found = Diagnostic(
        "some-code", "it is so", None, "a.yaml", Severity.WARNING, (note, Note("mood is calm"))
    )
    assert render([found]) == (
        "a.yaml: warning: some-code: it is so\n"
        "  b.yaml:1:1: note: it stands here first\n"
        "    1 | x: 1\n"
        "      | ^\n"
        "  note: mood is calm\n"
    )


@pytest.mark.parametrize(
    ("text", "start", "end", "line", "carets"),
    [
        ("ab", 0, 0, "ab", "^"),
        ("ab", 2, 2, "ab", "  ^"),
        ("", 0, 0, "", "^"),
        ("\tx: y", 1, 2, "    x: y", "    ^"),
        ("a\tx: y", 2, 3, "a   x: y", "    ^"),
        ("a\tx", 1, 2, "a   x", " ^^^"),
        ("日本: x", 4, 5, "日本: x", "      ^"),
        ("日本: x", 0, 2, "日本: x", "^^^^"),
        ("e\u0301e\u0301: x", 6, 7, "e\u0301e\u0301: x", "    ^"),
        ("a\u202eb: x", 2, 3, "a\\u202eb: x", "       ^"),
        ("a\x07b", 2, 3, "a\\x07b", "     ^"),
        ("a\u200bb", 2, 3, "a\\u200bb", "       ^"),
        ("\x1b[31mx", 5, 6, "\\x1b[31mx", "        ^"),
        ("a\u2028b", 2, 3, "a\\u2028b", "       ^"),
        ("a\xa0b", 2, 3, "a\xa0b", "  ^"),
        ("\u06cc\u200c\u062e x", 4, 5, "\u06cc\u200c\u062e x", "   ^"),
    ],
)
def test_the_caret_stands_under_its_character(
    text: str, start: int, end: int, line: str, carets: str
) -> None:
    """Tabs, wide and combining characters keep the caret in place; hidden ones are made visible."""
    assert shown(text, start, end) == (line, carets)


@settings(deadline=None)
@given(st.integers(1, 9000), st.data())
def test_a_long_line_is_cut_around_the_place(length: int, data: st.DataObject) -> None:
    """However long the line, the excerpt fits a screen and the caret is under the character."""
    start = data.draw(st.integers(0, length - 1))
    marked = data.draw(st.sampled_from("X日"))
    text = "".join(marked if i == start else "a\t日"[i % 3] for i in range(length))
    line, carets = shown(text, start, start + 1)
    column = len(carets) - len(carets.lstrip())
    before = ""
    while cells(before) < column:
        before = line[: len(before) + 1]
    assert line[len(before)] == marked
    assert cells(line) <= 104
    assert carets.strip() == "^" * cells(marked)


def cells(text: str) -> int:
    """Count the columns of a terminal, for texts of this test."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def test_colour_only_if_asked() -> None:
    """Without colour there is no escape sequence; with it, the words are the same."""
    plain = render([at(TEXT, 15, 21)])
    colourful = render([at(TEXT, 15, 21)], colour=True)
    assert "\x1b" not in plain
    assert "\x1b[1;31m" in colourful
    for sequence in ("\x1b[1;31m", "\x1b[1m", "\x1b[0m"):
        colourful = colourful.replace(sequence, "")
    assert colourful == plain


def test_a_message_cannot_move_the_cursor() -> None:
    """Control characters of a file's name or of a value do not reach the terminal."""
    found = Diagnostic("some-code", "\x1b[2Jit\nis so\u202e", None, "a\x1b.yaml")
    assert render([found]) == "a\\x1b.yaml: some-code: \\x1b[2Jit\\nis so\\u202e\n"


def test_json() -> None:
    """A finding is one line of JSON; what has no place has none there."""
    note = Note("first", Lines(Source("b.yaml", "x: 1")).span(0, 1))
    found = at(TEXT, 15, 21)._replace(notes=(note, Note("mood is calm")))
    lines = render([found, Diagnostic("gone", "no file", None, "c.yaml")], "json").splitlines()
    assert [json.loads(line) for line in lines] == [
        {
            "file": "recipes/otters.yaml",
            "line": 2,
            "column": 11,
            "endLine": 2,
            "endColumn": 17,
            "code": "some-code",
            "severity": "error",
            "message": "it is so",
            "notes": [
                {
                    "message": "first",
                    "file": "b.yaml",
                    "line": 1,
                    "column": 1,
                    "endLine": 1,
                    "endColumn": 2,
                },
                {"message": "mood is calm"},
            ],
        },
        {
            "file": "c.yaml",
            "line": None,
            "column": None,
            "endLine": None,
            "endColumn": None,
            "code": "gone",
            "severity": "error",
            "message": "no file",
            "notes": [],
        },
    ]


def test_github() -> None:
    """Annotations are escaped as workflow commands ask, so that no value can end one."""
    found = at(TEXT, 15, 21, "a,b:c%.yaml")._replace(
        message="50% of\r\n::error::it, is so: yes", severity=Severity.WARNING
    )
    assert render([found], "github") == (
        "::warning file=a%2Cb%3Ac%25.yaml,line=2,endLine=2,col=11,endColumn=17,title=some-code"
        "::50%25 of%0D%0A::error::it, is so: yes\n"
    )
    assert render([at(TEXT, 25, 33)], "github").startswith(
        "::error file=recipes/otters.yaml,line=3,endLine=4,col=4,title=some-code::"
    )
    assert render([Diagnostic("gone", "no file", None, "c.yaml")], "github") == (
        "::error file=c.yaml,title=gone::no file\n"
    )


def test_sarif() -> None:
    """A SARIF log has one run, a rule for each code, and regions in code points."""
    note = Note("first", Lines(Source("b c.yaml", "x: 1")).span(0, 1))
    found = at(TEXT, 15, 21)._replace(notes=(note, Note("mood is calm")))
    other = Diagnostic("gone", "no file", None, "/x/ü.yaml")
    log = json.loads(render([found, other, found], "sarif"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["tool"]["driver"]["rules"] == [{"id": "some-code"}, {"id": "gone"}]
    assert run["columnKind"] == "unicodeCodePoints"
    first, second, third = run["results"]
    assert third == first
    assert first["ruleId"] == "some-code"
    assert first["ruleIndex"] == 0
    assert first["level"] == "error"
    assert first["message"]["text"] == "it is so\nmood is calm"
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "recipes/otters.yaml"},
                "region": {"startLine": 2, "startColumn": 11, "endLine": 2, "endColumn": 17},
            }
        }
    ]
    (related,) = first["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "b%20c.yaml"
    assert related["message"] == {"text": "first"}
    assert second["ruleIndex"] == 1
    assert second["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "file:///x/%C3%BC.yaml"}}}
    ]


def test_no_findings() -> None:
    """Nothing found is nothing written, but a SARIF log says that there was a run."""
    assert [render([], form) for form in FORMATS[:3]] == ["", "", ""]
    assert json.loads(render([], "sarif"))["runs"][0]["results"] == []


@settings(max_examples=200, deadline=None)
@given(st.text(), st.text(), st.integers(1, 9), st.integers(1, 99), st.integers(0, 99))
def test_any_finding_can_be_written(
    text: str, message: str, line: int, column: int, width: int
) -> None:
    """No text and no place, right or wrong, breaks a format or reaches the screen unescaped."""
    span = Span(Source("a", text), Position(line, column), Position(line, column + width))
    for form in FORMATS:
        out = render([Diagnostic("some-code", message, span)], form)
        out.encode()
        assert all(
            character.isprintable()
            or character in "\n\u200c\u200d"
            or character.isspace()
            or not character.isascii()
            for character in out
        )
        if form != "text":
            assert form == "sarif" or out.count("\n") == 1


def test_findings_of_a_file_that_was_read() -> None:
    """What the reader of files finds is told with the line and the caret."""
    with pytest.raises(Rejected) as caught:
        load(Source("recipes/otters.yaml", "recipe: a\nsteps:\n  - id: x\n    id: y\n"))
    assert render(caught.value.diagnostics) == (
        "recipes/otters.yaml:4:5: duplicate-key: the key 'id' stands here twice\n"
        "    4 |     id: y\n"
        "      |     ^^\n"
        "  recipes/otters.yaml:3:5: note: it stands here first\n"
        "    3 |   - id: x\n"
        "      |     ^^\n"
    )
