"""Statements as a person would write them, and what they are known to read."""

import pytest

from pictura_codegen.schema.code import ALWAYS, NEVER, ask, code, joined, literal, word
from pictura_codegen.schema.code import Test as Question
from pictura_codegen.schema.statements import (
    Line,
    Statements,
    Writer,
    each,
    elements,
    members,
    reads,
    reject,
    when,
)

ITEM, KEY, VALUE = word("item"), word("key"), word("value")


def question(name: str) -> Question:
    """Give a question about a variable."""
    return ask(code("is_{}", word(name)))


def said(name: str) -> Line:
    """Give a line that reads a variable."""
    return Line(code("yield {}", word(name)))


def written(statements: Statements) -> list[str]:
    """Write statements that are not indented."""
    writer = Writer()
    writer.write(statements, "")
    return writer.lines


@pytest.mark.parametrize(
    "nothing",
    [
        reject(),
        when(question("a"), ()),
        when(NEVER, (said("a"),)),
        each(ITEM, VALUE, ()),
        members(KEY, ITEM, VALUE, when(question("a"), ())),
    ],
)
def test_what_does_nothing_is_no_statement(nothing: Statements) -> None:
    """A statement that would do nothing is left out when it is made."""
    assert nothing == ()


def test_an_if_without_a_choice_is_none() -> None:
    """What is done in any case stands by itself."""
    assert when(ALWAYS, (said("a"),), (said("b"),)) == (said("a"),)


def test_an_if_with_nothing_to_do_is_turned_round() -> None:
    """Where only the other case does something, the question is asked the other way."""
    assert written(when(question("a"), (), (said("b"),))) == ["if not is_a:", "    yield b"]


def test_an_if_in_a_lone_if_is_one_question() -> None:
    """Two conditions of one thing are joined."""
    inner = when(question("b"), (said("c"),))
    assert written(when(question("a"), inner)) == ["if is_a and is_b:", "    yield c"]


def test_a_refusal_in_an_if_is_one_question() -> None:
    """A value is refused in one line where that is all that a condition leads to."""
    refused = when(question("a"), reject(question("b"), question("c")))
    assert written(refused) == ["if is_a and (not is_b or not is_c):", "    return False"]


def test_nothing_is_indented_after_a_return() -> None:
    """What follows a refusal needs no `else`."""
    statements = when(question("a"), reject(NEVER), (said("b"),))
    assert written(statements) == ["if is_a:", "    return False", "yield b"]


def test_cases_are_a_chain() -> None:
    """An `if` in an `else` is an `elif`."""
    last = when(question("b"), (said("b"), said("b")), reject(question("c")))
    assert written(when(question("a"), (said("a"), said("a")), last)) == [
        "if is_a:",
        "    yield a",
        "    yield a",
        "elif is_b:",
        "    yield b",
        "    yield b",
        "elif not is_c:",
        "    return False",
    ]


@pytest.mark.parametrize(
    ("body", "loop"),
    [
        ((said("key"),), "for key in value:"),
        ((said("item"),), "for item in value.values():"),
        ((said("key"), said("item")), "for key, item in value.items():"),
    ],
)
def test_a_loop_takes_of_members_what_it_reads(body: Statements, loop: str) -> None:
    """Neither a key nor a value is taken that the body does not read."""
    assert written(members(KEY, ITEM, VALUE, body))[0] == loop


@pytest.mark.parametrize(
    ("start", "body", "loop"),
    [
        (0, (said("item"),), "for item in value:"),
        (2, (said("item"),), "for item in value[2:]:"),
        (0, (said("key"),), "for key in range(len(value)):"),
        (2, (said("key"),), "for key in range(2, len(value)):"),
        (0, (said("key"), said("item")), "for key, item in enumerate(value):"),
        (2, (said("key"), said("item")), "for key, item in enumerate(value[2:], 2):"),
    ],
)
def test_a_loop_takes_of_elements_what_it_reads(start: int, body: Statements, loop: str) -> None:
    """Neither a position nor an element is taken that the body does not read."""
    assert written(elements(KEY, ITEM, VALUE, start, body))[0] == loop


def test_a_name_in_a_text_is_not_read() -> None:
    """Statements read variables, not what texts happen to say."""
    line = Line(code("yield {}", joined((literal("item"), word("other")))))
    assert not reads((line,), ITEM)
    assert reads((line,), word("other"))


def test_names_are_found_wherever_they_are_read() -> None:
    """A variable is read in conditions, in what is looped over, and in all that is inside."""
    loop = each(ITEM, VALUE, when(question("a"), (said("b"), said("b")), (said("c"), said("c"))))
    found = {name for name in ("value", "a", "b", "c", "d") if reads(loop, word(name))}
    assert found == {"value", "a", "b", "c"}


def test_a_writer_knows_what_it_has_written() -> None:
    """The names of a function are those of its statements."""
    writer = Writer()
    writer.answer((*reject(question("a")), *each(ITEM, VALUE, reject(ask(ITEM)))))
    assert writer.lines == [
        "    if not is_a:",
        "        return False",
        "    return all(item for item in value)",
    ]
    assert writer.names == {"a", "item", "value"}
