"""`pictura_core.document`: what a text says, where, and what is refused."""

import json
import math
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pictura_core import yaml_nodes, yaml_text
from pictura_core.diagnostics import Diagnostic, Rejected
from pictura_core.document import Document, load, read_source
from pictura_core.source import Lines, Source


def value_of(text: str, name: str = "a.yaml") -> object:
    """Read a text's value."""
    return load(Source(name, text)).value


def findings(text: str, name: str = "a.yaml") -> tuple[Diagnostic, ...]:
    """Read a text that has to be refused."""
    with pytest.raises(Rejected) as caught:
        load(Source(name, text))
    return caught.value.diagnostics


def finding(text: str, name: str = "a.yaml") -> Diagnostic:
    """Read a text that has to be refused for one reason."""
    (only,) = findings(text, name)
    return only


def place(found: Diagnostic) -> tuple[int, int]:
    """Give a finding's line and column."""
    assert found.span is not None
    return (found.span.start.line, found.span.start.column)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("y", "y"),
        ("true", True),
        ("TRUE", True),
        ("False", False),
        ("tRue", "tRue"),
        ("null", None),
        ("~", None),
        ("", None),
        ("1", 1),
        ("-1", -1),
        ("+1", 1),
        ("012", 12),
        ("0o17", 15),
        ("0o18", "0o18"),
        ("-0o17", "-0o17"),
        ("0x1F", 31),
        ("0xG", "0xG"),
        ("0x", "0x"),
        ("1e3", 1000.0),
        ("1E+2", 100.0),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.5", -0.5),
        ("1.5", 1.5),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("+.Inf", math.inf),
        ("inf", "inf"),
        ("infinity", "infinity"),
        ("nan", "nan"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("2024-01-01", "2024-01-01"),
        ("2024-01-01T10:00:00Z", "2024-01-01T10:00:00Z"),
        ("0b1", "0b1"),
        ("1e", "1e"),
        ("e1", "e1"),
        ("+", "+"),
        (".", "."),
        ("...x", "...x"),
        ("1.2.3", "1.2.3"),
        ("--1", "--1"),
        ("\u0663", "\u0663"),
        ("1\u0663", "1\u0663"),
        ("=", "="),
        ("<<", "<<"),
        ("'1'", "1"),
        ('"true"', "true"),
        ("|-\n  1", "1"),
        ("!!str 1", "1"),
        ("!!str", ""),
        ("!!int '1'", 1),
        ("!!float 1", 1.0),
        ("!!bool 'true'", True),
        ("!!null ''", None),
        ("!!map {a: 1}", {"a": 1}),
        ("!!seq [1]", [1]),
    ],
)
def test_scalars_are_those_of_yaml_1_2_core(text: str, value: object) -> None:
    """A plain scalar is what YAML 1.2's core schema says, and never a date or an 11th boolean."""
    found = value_of(f"a: {text}\n")
    assert found == {"a": value}
    assert isinstance(found, dict)
    assert type(found["a"]) is type(value)


def test_not_a_number_is_read() -> None:
    """`.nan` is a float, equal to nothing."""
    found = value_of("[.nan, .NaN]")
    assert isinstance(found, list)
    assert all(math.isnan(item) for item in found)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("200: a\n'404': b", {"200": "a", "404": "b"}),
        ("on: a\nno: b\ntrue: c", {"on": "a", "no": "b", "true": "c"}),
        ("1.0: a", {"1.0": "a"}),
        ("<<: {a: 1}\nb: 2", {"<<": {"a": 1}, "b": 2}),
        ("? a\n: b", {"a": "b"}),
        ("'': a", {"": "a"}),
        ("!!str 1: a", {"1": "a"}),
        ("a: &x [1]\nb: *x", {"a": [1], "b": [1]}),
        ("a: >-\n  x\n  y\n", {"a": "x y"}),
        ("\ufeffa: 1", {"a": 1}),
        ("%YAML 1.2\n---\na: 1\n...\n", {"a": 1}),
        ("--- x", "x"),
        ("---\n", None),
        ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
        ('{"a": "\\ud83d\\ude00\\/"}', {"a": "😀/"}),
        ('{"a": 1, b: 2}', {"a": 1, "b": 2}),
        ("[NaN, 1e999x]", ["NaN", "1e999x"]),
        ("emoji: 😀", {"emoji": "😀"}),
    ],
)
def test_documents(text: str, value: object) -> None:
    """Keys are their text, merge keys mean nothing, aliases are unfolded, JSON is YAML."""
    assert value_of(text) == value


def test_an_alias_gives_a_value_of_its_own() -> None:
    """Two places never share an object, so that nobody changes both by changing one."""
    found = value_of("a: &x {k: [1]}\nb: *x")
    assert isinstance(found, dict)
    assert found["a"] == found["b"]
    assert found["a"] is not found["b"]
    assert found["a"]["k"] is not found["b"]["k"]


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("", "empty-file", (1, 1)),
        (" \n\n", "empty-file", (1, 1)),
        ("# only a comment\n", "empty-file", (1, 1)),
        ("a: 1\nb:\n  c: 1\n  c: 2\n", "duplicate-key", (4, 3)),
        ("200: a\n'200': b", "duplicate-key", (2, 1)),
        ("a: {{ x }}", "unquoted-expression", (1, 4)),
        ("a: {{ x }}.png", "unquoted-expression", (1, 4)),
        ("b: 1\na: {{ x }} and {{ y }}\nc: 1", "unquoted-expression", (2, 4)),
        ("- {{ x }}/b", "unquoted-expression", (1, 3)),
        ("a: [{{ x }}]", "unquoted-expression", (1, 5)),
        ("{{ x }}", "unquoted-expression", (1, 1)),
        ("? [a]\n: b", "complex-key", (1, 3)),
        ("? {a: b}\n: c", "complex-key", (1, 3)),
        ("?\n: x", "empty-key", (1, 2)),
        ("a: !!python/object:os.system x", "unknown-tag", (1, 4)),
        ("a: !!python/object/apply:os.system [x]", "unknown-tag", (1, 4)),
        ("a: !foo 1", "unknown-tag", (1, 4)),
        ("a: !!binary aGk=", "unknown-tag", (1, 4)),
        ("a: !!timestamp 2024-01-01", "unknown-tag", (1, 4)),
        ("!foo a: 1", "unknown-tag", (1, 1)),
        ("a: !!int x", "wrong-tag", (1, 4)),
        ("a: !!int 1.5", "wrong-tag", (1, 4)),
        ("a: !!bool 1", "wrong-tag", (1, 4)),
        ("a: !!null x", "wrong-tag", (1, 4)),
        ("a: !!map [1]", "wrong-tag", (1, 4)),
        ("a: !!str [1]", "wrong-tag", (1, 4)),
        ("a: *x", "undefined-alias", (1, 4)),
        ("a: &x 1\nb: &x 2", "duplicate-anchor", (2, 4)),
        ("a: &x [*x]", "recursive-alias", (1, 4)),
        ("&x {a: {b: *x}}", "recursive-alias", (1, 1)),
        ("&x\na:\n  b: *x\n", "recursive-alias", (1, 1)),
        ("a:\n  b: &x\n    c:\n      - *x\n", "recursive-alias", (2, 6)),
        ("\ta: 1", "tab-indentation", (1, 1)),
        ("a:\n\tb: 1", "tab-indentation", (2, 1)),
        ("a: |\n\tx", "tab-indentation", (2, 1)),
        ("a: 1\n---\nb: 2", "several-documents", (2, 1)),
        ("a: \x07", "control-character", (1, 4)),
        ("é: \x1b[31m", "control-character", (1, 4)),
        ("a: \ud83d", "lone-surrogate", (1, 4)),
        ("a: 1\0", "binary-file", (1, 5)),
        ("a: b: c", "syntax", (1, 5)),
        ("a: 'x\n\n", "syntax", (1, 4)),
        ("a: [1, 2\nb: 3", "syntax", (2, 2)),
        ("a: @x", "syntax", (1, 4)),
        ("a: `x`", "syntax", (1, 4)),
        ("a: %x", "syntax", (1, 4)),
        ("%x", "syntax", (1, 1)),
        ("save: *.png", "syntax", (1, 7)),
        ("a: & b", "syntax", (1, 4)),
        ('a: "\\q"', "syntax", (1, 5)),
        ("- a\nb: 1", "syntax", (2, 1)),
        ("{a: 1}}", "syntax", (1, 7)),
        ("%YAML 3.0\n---\na", "syntax", (1, 1)),
        ("a: 1e999", "number-too-large", (1, 4)),
        ("a: " + "9" * 5000, "number-too-long", (1, 4)),
        ("a: -" + "9" * 5000, "number-too-long", (1, 4)),
        ("a: 0x" + "f" * 5000, "number-too-long", (1, 4)),
        ("a: 0o" + "7" * 5000, "number-too-long", (1, 4)),
        ("日本語: 1\n日本語: 2\n", "duplicate-key", (2, 1)),
        ("日本語: {a: 1, a: 2}\n", "duplicate-key", (1, 13)),
    ],
)
def test_refused(text: str, code: str, where: tuple[int, int]) -> None:
    """What misleads or cannot be read is a finding with a code, a sentence and a place."""
    found = finding(text)
    assert found.code == code
    assert place(found) == where
    assert found.message
    assert not found.message.endswith(".")
    assert "\n" not in found.message


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ('{"a": 1,\n "a": 2}', "duplicate-key", (2, 2)),
        ('[{"a": {"b": 1, "b": 2}}]', "duplicate-key", (1, 17)),
        ('{"a" 1}', "syntax", (1, 6)),
        ('{"a": NaN}', "syntax", (1, 7)),
        ('{"a": -Infinity}', "syntax", (1, 7)),
        ('["NaN", NaN]', "syntax", (1, 9)),
        ("[1] 2", "syntax", (1, 5)),
        ("{'a': 1}", "syntax", (1, 2)),
        ('["\t"]', "syntax", (1, 3)),
        ('{"a": 1e999}', "number-too-large", (1, 7)),
        ('{"a": ' + "9" * 5000 + "}", "number-too-long", (1, 7)),
        ('{"a": "\\ud83d"}', "lone-surrogate", (1, 7)),
        ("[" * 200 + "]" * 200, "nested-too-deep", (1, 129)),
        ("[" * 100_000, "nested-too-deep", (1, 129)),
        ('["[[",\n' + "[" * 200 + "]" * 201, "nested-too-deep", (2, 128)),
        ("  ", "empty-file", (1, 1)),
    ],
)
def test_json_is_refused_alike(text: str, code: str, where: tuple[int, int]) -> None:
    """A `.json` file is held to JSON, and complaints look as they do for YAML."""
    found = finding(text, "a.json")
    assert found.code == code
    assert place(found) == where


def test_every_finding_is_told_at_once() -> None:
    """A file with several mistakes is refused once, with all of them, in the order of places."""
    found = findings("a: !foo 1\nb: {c: 1, c: 2}\nd: 1e999\nb: 2\n")
    assert [f.code for f in found] == [
        "unknown-tag",
        "duplicate-key",
        "number-too-large",
        "duplicate-key",
    ]


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_a_duplicate_key_points_at_the_first(name: str) -> None:
    """The note of a duplicate key stands where the key stands first."""
    found = finding('{"a": 1,\n"b": 2, "a": 3}', name)
    (note,) = found.notes
    assert note.span is not None
    assert tuple(note.span.start) == (1, 2)
    assert tuple(note.span.end) == (1, 5)


def bomb(levels: int, width: int) -> str:
    """Make a text in which each level holds the one before several times."""
    lines = ["l0: &l0 [x]"]
    lines += [f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * width)}]" for i in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        bomb(9, 10),
        bomb(100, 2),
        bomb(60, 10),
        "a: &a " + "x" * 100_000 + "\nb: [" + "*a, " * 2000 + "]",
    ],
)
def test_an_alias_bomb_is_refused_before_it_unfolds(text: str) -> None:
    """What a few lines unfold to is weighed, not tried."""
    begin = time.monotonic()
    found = finding(text)
    assert found.code == "alias-bomb"
    assert time.monotonic() - begin < 60  # else it was tried: nobody's promise about speed


def test_aliases_cannot_hide_depth() -> None:
    """Short nested lists that stack by aliases are as deep as if they were written out."""
    lines = ["a0: &a0 [x]"] + [f"a{i}: &a{i} [[[*a{i - 1}]]]" for i in range(1, 60)]
    assert finding("\n".join(lines)).code == "nested-too-deep"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "[" * 10_000 + "]" * 10_000,
        "{a: " * 10_000,
        "- " * 10_000 + "x",
        "? " * 10_000,
        "".join(" " * i + "a:\n" for i in range(2000)),
        "\n".join(" " * i + "-" for i in range(2000)),
        '{"a":' * 10_000,
        "a: " + "[" * 200_000,
    ],
)
def test_depth_is_a_finding_and_no_crash(text: str) -> None:
    """Ten thousand levels give one finding with a place, whatever they are made of."""
    found = finding(text)
    assert found.code == "nested-too-deep"
    assert place(found) > (1, 1)


@pytest.mark.parametrize("depth", [127, 128, 129])
@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_the_limit_of_depth_is_the_same_for_both(depth: int, name: str) -> None:
    """128 lists in each other are read, 129 are not, in YAML and JSON alike."""
    text = "[" * depth + "]" * depth
    # Comments are none of JSON's business, so the same text is read by the other parser.
    text = text if name == "a.json" else text + " # YAML"
    if depth <= yaml_nodes.MAXIMUM_DEPTH:
        assert value_of(text, name)
    else:
        assert finding(text, name).code == "nested-too-deep"


TREE = """\
# a comment
recipe: otters   # another
steps:
  - id: first
    with: {prompt: "a \\"b\\"", n: 2}
  -
    id: second

    text: |
      one
      two

  # the end
last: *none
"""


@pytest.mark.parametrize(
    ("path", "part"),
    [
        (("recipe",), "otters"),
        (("steps", 0, "id"), "first"),
        (("steps", 0, "with"), '{prompt: "a \\"b\\"", n: 2}'),
        (("steps", 0, "with", "prompt"), '"a \\"b\\""'),
        (("steps", 0, "with", "n"), "2"),
        (("steps", 1), "id: second\n\n    text: |\n      one\n      two"),
        (("steps", 1, "text"), "|\n      one\n      two"),
        (("steps", 0, "with", "nothing"), '{prompt: "a \\"b\\"", n: 2}'),
        (("steps", 7), None),
        (("recipe", "x", 1), "otters"),
    ],
)
def test_places_of_values(path: tuple[str | int, ...], part: str | None) -> None:
    """A span covers the value's own text; a path that leads too far ends at its last ancestor."""
    document = load(Source("a.yaml", TREE.replace("*none", "x")))
    if part is not None:
        assert cut(document, path).rstrip() == part
    else:
        assert cut(document, path) == cut(document, ("steps",))


def cut(document: Document, path: tuple[str | int, ...], *, key: bool = False) -> str:
    """Give the text under a span."""
    span = document.key_span(path) if key else document.span(path)
    lines = document.source.text.split("\n")
    (first, start), (last, end) = span.start, span.end
    if first == last:
        return lines[first - 1][start - 1 : end - 1]
    middle = lines[first : last - 1]
    return "\n".join([lines[first - 1][start - 1 :], *middle, lines[last - 1][: end - 1]])


def test_places_of_keys() -> None:
    """A key's span is the key; an element has none of its own."""
    document = load(Source("a.yaml", TREE.replace("*none", "x")))
    assert cut(document, ("steps",), key=True) == "steps"
    assert cut(document, ("steps", 0, "with", "n"), key=True) == "n"
    assert cut(document, ("steps", 0), key=True) == cut(document, ("steps", 0))


def paths(
    value: object, path: tuple[str | int, ...] = ()
) -> list[tuple[tuple[str | int, ...], object]]:
    """List every path of a value, with what is there."""
    found = [(path, value)]
    if isinstance(value, dict):
        for name, item in value.items():
            found += paths(item, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found += paths(item, (*path, index))
    return found


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=5)
    ),
    max_leaves=20,
)


def same(left: object, right: object) -> bool:
    """Compare values with their types: 1 is not 1.0 and not true."""
    return json.dumps(left) == json.dumps(right)


@settings(max_examples=150, deadline=None)
@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_json_text_is_read_back(value: object, ascii_only: bool, indent: int | None) -> None:
    """Any JSON value that is written as JSON is read back, and each span reads back its part."""
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    document = load(Source("a.json", text))
    assert same(document.value, value)
    for path, part in paths(value):
        assert same(json.loads(cut(document, path)), part)
        if path and isinstance(path[-1], str):
            assert json.loads(cut(document, path, key=True)) == path[-1]


@settings(max_examples=150, deadline=None)
@given(VALUES)
def test_json_and_yaml_agree(value: object) -> None:
    """A value written as YAML reads as the same value written as JSON does."""
    text = yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    if any(repr(float(part)).count("e") for part in numbers(value)):
        # PyYAML writes 1e+16 as 1.0e+16 and the like; the value is what counts.
        assert value_of(text) == value
    else:
        assert same(value_of(text), value)


def numbers(value: object) -> list[float]:
    """List the floats in a value."""
    return [part for _, part in paths(value) if isinstance(part, float)]


SNIPPETS = st.lists(
    st.sampled_from(
        [
            "a",
            ": ",
            "- ",
            "\n",
            "  ",
            "[",
            "]",
            "{",
            "}",
            ",",
            "&x ",
            "*x",
            "!t ",
            "!!str ",
            "'",
            '"',
            "|\n",
            ">\n",
            "#",
            "\t",
            "? ",
            "%",
            "@",
            "---\n",
            "...\n",
            "<<",
            "\\",
            "\r",
            "1",
            "é",
            "\u2028",
            "\x85",
            "\x00",
            "\x07",
            "\ud800",
            "\ufeff",
            "{{ x }}",
            "~",
            "0x",
            "e5",
        ]
    )
).map("".join)


@settings(max_examples=600, deadline=None)
@given(st.text() | SNIPPETS, st.sampled_from(["a.yaml", "a.json"]))
@example("\ufeff\ufeff", "a.yaml")
@example("a: \u2028", "a.yaml")
@example("?", "a.yaml")
@example("*", "a.yaml")
@example("!", "a.yaml")
@example("!!", "a.yaml")
@example("!<tag:yaml.org,2002:int> ''", "a.yaml")
def test_any_text_is_read_or_refused(text: str, name: str) -> None:
    """Any text makes a document whose places can be asked for, or findings."""
    try:
        document = load(Source(name, text))
    except Rejected as rejected:
        spans = [found.span for found in rejected.diagnostics]
    else:
        spans = [document.span(path) for path, _ in paths(document.value)]
        spans += [document.key_span(path) for path, _ in paths(document.value)]
    assert spans
    assert all(span and span.start <= span.end for span in spans)


@settings(max_examples=200, deadline=None)
@given(SNIPPETS)
def test_the_pure_parser_agrees(text: str) -> None:
    """Where PyYAML has no libyaml, its own parser gives the same value or refuses too."""
    text = text.replace("\ufeff", "")  # libyaml skips such marks at the beginning of any line
    try:
        expected: object = value_of(text + "\n# YAML")
    except Rejected:
        return
    try:
        root = yaml_nodes._PureComposer(text + "\n# YAML").get_single_node()
    except yaml.YAMLError:
        return  # it is stricter in some corners, and laxer in none that this test knows
    assert root is not None
    builder = yaml_text._Builder(Lines(Source("a.yaml", text)))
    assert repr(builder.build(root)) == repr(expected)


WITHOUT_LIBYAML = """\
import sys
sys.modules["yaml._yaml"] = None
import yaml
from pictura_core.diagnostics import Rejected
from pictura_core.document import load
from pictura_core.source import Source
assert not yaml.__with_libyaml__
print(load(Source("a.yaml", "a: [1, {b: NO}]")).value)
for text in ("[ " * 10_000 + "#", "- " * 10_000, "a: 1\\na: 2", "a:\\n\\tb", "a: *x", "a: \\x07"):
    try:
        load(Source("a.yaml", text))
    except Rejected as rejected:
        print(rejected.diagnostics[0].code)
"""


def test_no_libyaml_is_no_trouble() -> None:
    """Where PyYAML was built without libyaml, documents are read by its own parser."""
    command = [sys.executable, "-c", WITHOUT_LIBYAML]
    out = subprocess.run(command, capture_output=True, check=True, text=True)
    assert out.stdout.splitlines() == [
        "{'a': [1, {'b': 'NO'}]}",
        "nested-too-deep",
        "nested-too-deep",
        "duplicate-key",
        "tab-indentation",
        "undefined-alias",
        "control-character",
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary-file"),
        (b"a: 1\n\0", "binary-file"),
        ("a: é".encode("latin-1"), "not-utf-8"),
        ("a: 1".encode("utf-16"), "not-utf-8"),
        (b"\xff", "not-utf-8"),
    ],
)
def test_files_that_are_no_text(tmp_path: Path, content: bytes, code: str) -> None:
    """A file that is not UTF-8 text is refused under its own name."""
    file = tmp_path / "a.yaml"
    file.write_bytes(content)
    with pytest.raises(Rejected) as caught:
        read_source(str(file))
    (found,) = caught.value.diagnostics
    assert found.code == code
    assert found.name == str(file)


def test_the_byte_that_is_not_utf_8_has_a_place(tmp_path: Path) -> None:
    """A person is led to the byte that an editor has to change."""
    file = tmp_path / "a.yaml"
    file.write_bytes("\ufeffé: 1\nbé: ".encode() + b"\xe9\n")
    with pytest.raises(Rejected) as caught:
        read_source(str(file))
    assert place(caught.value.diagnostics[0]) == (2, 5)


def test_a_file_with_a_mark_is_read(tmp_path: Path) -> None:
    """A byte order mark is no part of the text, and line ends stay as they are."""
    file = tmp_path / "a.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\r\n")
    assert read_source(str(file)) == Source(str(file), "a: 1\r\n")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """No file, a folder, a forbidden file and a name with NUL are findings, not tracebacks."""
    forbidden = tmp_path / "forbidden.yaml"
    forbidden.touch(mode=0)
    cases = [
        (str(tmp_path / "none.yaml"), "file-not-found"),
        (str(tmp_path), "not-a-file"),
        ("a\0b", "unreadable-file"),
    ]
    if os.geteuid() != 0:  # root reads everything
        cases.append((str(forbidden), "unreadable-file"))
    for name, code in cases:
        with pytest.raises(Rejected) as caught:
            read_source(name)
        (found,) = caught.value.diagnostics
        assert (found.code, found.file, found.span) == (code, name, None)


def test_a_cold_start_imports_little() -> None:
    """Reading a recipe and reporting on it imports none of the slow modules."""
    program = (
        "import sys; import pictura_core.document as d, pictura_core.report;"
        "from pictura_core.source import Source;"
        "d.load(Source('a.yaml', 'a: [1, {b: 2}]'));"
        "print(*sorted(sys.modules))"
    )
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    slow = {"dataclasses", "pathlib", "inspect", "asyncio", "jinja2", "httpx", "rich", "jsonschema"}
    assert not slow & set(out.stdout.split())


def test_places_count_code_points_and_editors_lines() -> None:
    """Lines end where an editor ends them, and a wide character is one column."""
    document = load(Source("a.yaml", "a: 'x\u2028y'\n😀é: {b: 1}\r\nc: 2\rd: 3"))
    assert tuple(document.span(("😀é", "b")).start) == (2, 9)
    assert tuple(document.span(("c",)).start) == (3, 4)
    assert tuple(document.span(("d",)).start) == (4, 4)
