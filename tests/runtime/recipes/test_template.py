"""Expressions: by ourselves, through Jinja, and what they must never do."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pictura.job import Upstream
from pictura.recipes.template import (
    Joined,
    Whole,
    compile_template,
    is_template,
    needed,
    render,
    spot,
)
from pictura.recipes.vocabulary import Sandboxed, TemplateError
from pictura_core.document import load
from pictura_core.source import Source

VALUES: dict[str, object] = {
    "animal": "otter",
    "count": 3,
    "flag": True,
    "none_at_all": None,
    "size": 1.5,
    "words": ["calm", "icy"],
    "place": {"name": "Kyoto"},
    "image": Upstream("portrait", 0),
}
ORACLE = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined,
    keep_trailing_newline=True,
    autoescape=False,
)


def expand(text: str) -> object:
    """Expand a text with the values above."""
    return render(compile_template(text), VALUES)


@given(
    st.lists(
        st.one_of(
            st.text(alphabet="ab{}%# \n\r\té'\"\\-", max_size=6),
            st.sampled_from(
                [
                    f"{{{{{a}{name}{b}}}}}"
                    for name in VALUES
                    if name != "image"
                    for a, b in (("", ""), (" ", " "), ("\n", "\t"))
                ]
            ),
        ),
        min_size=1,
        max_size=6,
    ).map("".join)
)
def test_our_own_way_is_jinja_s_way(text: str) -> None:
    """What is expanded without Jinja is expanded to what Jinja would give."""
    if not is_template(text):
        return
    try:
        template = compile_template(text)
    except TemplateError:
        return
    if isinstance(template, Joined):
        assert render(template, VALUES) == ORACLE.from_string(text).render(VALUES)
    elif isinstance(template, Whole):
        assert str(render(template, VALUES)) == ORACLE.from_string(text).render(VALUES)


@given(st.text(alphabet="{}%#|()[].'\"_ abcrange01*+~,:=<>\n", max_size=40))
def test_any_text_is_expanded_or_refused(text: str) -> None:
    """No text leads to another exception than ours."""
    try:
        if is_template(text):
            expand("{{" + text + "}}")
            expand(text)
    except TemplateError as error:
        if not (error.message and error.code and 0 <= error.offset <= len(text) + 4):
            pytest.fail(f"{error.code!r} says {error.message!r} at {error.offset}")


@pytest.mark.parametrize("text", ["", "otter", "{ a }", "{a}", "100%", "# a", "}} {", "a }} %} #}"])
def test_texts_without_expressions(text: str) -> None:
    """Single braces and closing ones are text."""
    assert not is_template(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{ count }}", 3),
        ("{{count}}", 3),
        ("{{ flag }}", True),
        ("{{ words }}", ["calm", "icy"]),
        ("{{ none_at_all }}", None),
        ("{{ image }}", Upstream("portrait", 0)),
        ("{{ count + 1 }}", 4),
        ("{{ words | first }}", "calm"),
        ("{{ words | map('upper') }}", ["CALM", "ICY"]),
        ("{{ place.name }}", "Kyoto"),
        ("{{ true }}", True),
        ("{{ (1, 2) }}", [1, 2]),
        ("{{ image if flag else none }}", Upstream("portrait", 0)),
        ("{{ place.items() }}", [["name", "Kyoto"]]),
        (" {{ count }}", " 3"),
        ("{{ count }}\n", "3\n"),
        ("{{ count }}{{ count }}", "33"),
        ("an {{ animal }}", "an otter"),
        ("{% for word in words %}{{ loop.index }}{{ word }}{% endfor %}", "1calm2icy"),
        ("{% set a = 1 %}{{ a }}", "1"),
        ("{# nothing #}an otter", "an otter"),
        ("{% if missing is defined %}a{% else %}b{% endif %}", "b"),
        ("{{ missing | default('sea') }}!", "sea!"),
        ("{{ '%02d' % count }}", "03"),
        ("{{ animal ~ '-' ~ count }}", "otter-3"),
        ("{{ [count, [animal]] }}", [3, ["otter"]]),
        ("{{ {'a': count}.a }}", 3),
        ("{% for a, b in [(1, 2)] %}{{ a }}{{ b }}{% endfor %}", "12"),
        ("{% set a, b = 1, 2 %}{{ a }}{{ b }}", "12"),
        ("{{ words | join(', ') }}", "calm, icy"),
        ("{{ 'a' in ['a'] }}", True),
        ("{{ 'calm' in words and not ('x' in ('y',)) }}", True),
        ("{{ animal | slug }}.png", "otter.png"),
        ("{{ 'An Ünusual: name/../x' | slug }}", "an-ünusual-name-x"),
        ("{{ range(3) | list }}", [0, 1, 2]),
        ("{{ animal | replace('t', 'TT') }}", "oTTTTer"),
        ("{% raw %}{{ animal }}{% endraw %}", "{{ animal }}"),
    ],
)
def test_values(text: str, value: object) -> None:
    """A whole expression keeps its type; anything else becomes text."""
    result = expand(text)
    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ missing }}", "undefined-variable"),
        ("a {{ missing }}", "undefined-variable"),
        ("{{ missing | upper }}", "undefined-variable"),
        ("{{ place.missing }}", "undefined-variable"),
        ("{{ a b }}", "template-syntax"),
        ("{{ animal", "template-syntax"),
        ("{% if flag %}", "template-syntax"),
        ("{{ animal | attr('upper') }}", "template-syntax"),
        ("{{ " + "(" * 5000 + ")" * 5000 + " }}", "template-syntax"),
        ("{{ 1 / 0 }}", "expression-failed"),
        ("{{ animal + 1 }}", "expression-failed"),
        ("{{ animal if not flag }}", "expression-failed"),
        ("{{ range }}", "expression-failed"),
        ("{{ animal.upper }}", "expression-failed"),
        ("a {{ image }}", "picture-in-text"),
        ("a {{ image | default(1) }}", "picture-in-text"),
        ("{{ ''.__class__ }}", "unsafe-expression"),
        ("{{ ''['__class__'] }}", "unsafe-expression"),
        ("{{ animal.format }}", "unsafe-expression"),
        ("{{ '{:9999999999}'.format(1) }}", "unsafe-expression"),
        ("{{ image.job }}", "unsafe-expression"),
        ("{{ words.append(1) }}", "unsafe-expression"),
        ("{{ animal.ljust(10**9) }}", "unsafe-expression"),
        ("{% include '/etc/passwd' %}", "unsafe-expression"),
        ("{% import 'os' as os %}", "unsafe-expression"),
        ("{% extends 'a' %}", "unsafe-expression"),
        ("{% macro f(n) %}{{ f(n) }}{{ f(n) }}{% endmacro %}{{ f(1) }}", "unsafe-expression"),
        ("{% for a in words recursive %}{{ loop(words) }}{% endfor %}", "unsafe-expression"),
        ("{{ cycler(1) }}", "undefined-variable"),
        ("{{ lipsum(100000) }}", "undefined-variable"),
        ("{{ namespace(a=1) }}", "undefined-variable"),
        ("{{ environ }}", "undefined-variable"),
        ("{{ 'a' * 10**8 }}", "unbounded-expression"),
        ("{{ [words] * 10**8 }}", "unbounded-expression"),
        ("{{ 10 ** 9999 }}", "unbounded-expression"),
        ("{{ '%99999d' % 1 }}", "unbounded-expression"),
        ("{{ '%*d' % (99999, 1) }}", "unbounded-expression"),
        ("{{ range(10 ** 9) }}", "unbounded-expression"),
        ("{{ ['a' * 900000] * 900000 }}!", "unbounded-expression"),
        ("{{ (['a' * 900000] * 20000) | join }}", "unbounded-expression"),
        ("{{ ['a', 'b'] | join('c' * 900000) }}", "unbounded-expression"),
        ("{% set a = 'ab' %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}", "unbounded-expression"),
        ("{% set a = [1] %}" + "{% set a = [a, a] %}" * 40 + "{{ a }}", "unbounded-expression"),
        ("{% set a = 1 %}" + "{% set a = {1: a, 2: a} %}" * 40 + "{{ a }}", "unbounded-expression"),
        ("{% set a = 1 %}" + "{% set a = (a, a) %}" * 40 + "{{ a }}", "unbounded-expression"),
        ("{{ words | batch(10 ** 9, 'x') | list }}", "template-syntax"),
        ("{{ image | string }}", "picture-in-text"),
        ("{{ [image] | join }}", "picture-in-text"),
        ("{{ image ~ '' }}", "picture-in-text"),
        ("{{ ('a' * 900000) | replace('a', 'aa') }}", "unbounded-expression"),
        (
            "{% for a in range(1000) %}{% for b in range(1000) %}{% endfor %}{% endfor %}",
            "unbounded-expression",
        ),
        ("{% for a in range(99) %}{{ 'a' * 99999 }}{% endfor %}", "unbounded-expression"),
    ],
)
def test_refusals(text: str, code: str) -> None:
    """What cannot or must not be done is an error with a name, a sentence and a place."""
    with pytest.raises(TemplateError) as caught:
        expand(text)
    assert caught.value.code == code
    assert 0 < len(caught.value.message) < 300


def test_names_that_are_needed() -> None:
    """A name is needed unless the template can do without it."""
    text = (
        "{{ a }}{{ b | upper }}{{ c | default(d) }}{{ e if f else g }}{% if h %}{{ i }}{% endif %}"
        "{% for j in k %}{{ j }}{{ l }}{% endfor %}{% set m = n %}{{ m }}{{ o is defined }}"
        "{{ p or q }}{{ r.s }}"
    )
    assert {name for name, _ in needed(compile_template(text))} == set("abdfhknpr")


@pytest.mark.parametrize(
    ("yaml", "line", "column"),
    [
        ("a: x {{ y }}", 1, 6),
        ('a: "\\u00e9 {{ y }}"', 1, 12),
        ("a: >-\n  one\n  two {{ y }}\n", 3, 7),
        ("a: |\n\n    {# no #}\n      {{ y }}\n", 4, 7),
        ("a: 'it''s {{ y }}'", 1, 11),
        ("a: one\n  two\n  {{ y }}", 3, 3),
    ],
)
def test_the_place_of_an_expression(yaml: str, line: int, column: int) -> None:
    """An expression is found in every style of scalar, by line and column."""
    document = load(Source("a.yaml", yaml))
    value = document.value
    assert isinstance(value, dict)
    text = value["a"]
    assert isinstance(text, str)
    span = spot(document.span(("a",)), text, text.index("{{"))
    assert (span.start.line, span.start.column) == (line, column)
    assert span.lines()[0][column - 1 :].startswith("{{ y }}")


def test_jinja_is_imported_only_if_it_is_needed() -> None:
    """Names alone are expanded without importing Jinja; anything else imports it."""
    code = (
        "import sys; from pictura.recipes.template import compile_template as c\n"
        "c('a {{ b }} {{ c }}'); assert 'jinja2' not in sys.modules\n"
        "c('{{ b | upper }}'); assert 'jinja2' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_kinds() -> None:
    """One name, text with names, and anything else are told apart."""
    assert isinstance(compile_template("{{ a }}"), Whole)
    assert isinstance(compile_template("{{ a }} "), Joined)
    assert isinstance(compile_template("{{- a }}"), Sandboxed)
    assert isinstance(compile_template("{{ loop }}"), Sandboxed)
