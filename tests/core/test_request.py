"""`pictura_core.wire.request`: calls that break the specification are not sent."""

from collections.abc import Iterator

import pytest

from pictura_core.checks import Violation
from pictura_core.errors import InvalidRequest
from pictura_core.extensions import Errors
from pictura_core.operation import Body, Location, Operation, Parameter, Validator
from pictura_core.wire import ABSENT, Request, prepare


def check_text(value: object) -> Iterator[Violation]:
    """Accept a text of at most three characters."""
    if not isinstance(value, str):
        yield Violation((), "type", "#/type", "must be a string")
    elif len(value) > 3:
        yield Violation((), "maxLength", "#/maxLength", "must have at most 3 characters")


def check_body(value: object) -> Iterator[Violation]:
    """Accept an object of texts."""
    if not isinstance(value, dict):
        yield Violation((), "type", "#/type", "must be an object")
        return
    for name, item in value.items():
        for violation in check_text(item):
            yield violation._replace(path=(name, *violation.path))


TEXT = Validator(lambda value: not list(check_text(value)), check_text)
OBJECT = Validator(lambda value: not list(check_body(value)), check_body)


def parameter(name: str, location: Location, *, required: bool = False) -> Parameter:
    """Describe a short text."""
    return Parameter(name, location, required, "simple", False, "", TEXT)


def operation(*parameters: Parameter, bodies: tuple[Body, ...] = ()) -> Operation[object]:
    """Describe an operation."""
    return Operation("doIt", "POST", "/a/{id}", "", (), "", parameters, bodies, (), Errors((), ()))


JSON = Body("application/json", "json", True, OBJECT)
FORM = Body("multipart/form-data", "multipart", True, OBJECT)
FULL = operation(
    parameter("id", "path", required=True),
    parameter("q", "query"),
    parameter("X-Name", "header"),
    bodies=(JSON, FORM),
)


def broken(
    call: Operation[object],
    parameters: dict[str, object],
    body: object = ABSENT,
    media_type: str = "",
) -> list[tuple[tuple[str | int, ...], str]]:
    """Prepare a call that has to be refused; give paths and keywords of what is wrong."""
    with pytest.raises(InvalidRequest) as caught:
        prepare(call, parameters, body, media_type)
    assert caught.value.operation == "doIt"
    assert str(caught.value).startswith("doIt: ")
    return [(v.path, v.keyword) for v in caught.value.violations]


def test_a_right_call() -> None:
    """A call that holds is given back as a request; what is absent is left out."""
    request = prepare(FULL, {"id": "x", "q": ABSENT}, {"a": "b"})
    assert request == Request(FULL, {"id": "x"}, {"a": "b"}, "")


def test_everything_wrong_is_told_at_once() -> None:
    """Missing, unknown and wrong parameters and a wrong body are one refusal."""
    assert broken(FULL, {"q": "long", "x": 1, "X-Name": 2}, {"a": "long", "b": 1}) == [
        (("x",), "additionalProperties"),
        (("id",), "required"),
        (("q",), "maxLength"),
        (("X-Name",), "type"),
        (("a",), "maxLength"),
        (("b",), "type"),
    ]


def test_bodies() -> None:
    """A body is there if it has to be, not there if it cannot be, and of a type that is offered."""
    assert broken(FULL, {"id": "x"}) == [((), "required")]
    assert broken(FULL, {"id": "x"}, None) == [((), "type")]
    assert broken(FULL, {"id": "x"}, {}, "text/plain") == [((), "mediaType")]
    assert broken(operation(), {}, {}) == [((), "additionalProperties")]
    assert prepare(operation(), {}).body is ABSENT
    assert prepare(operation(bodies=(JSON._replace(required=False),)), {}).body is ABSENT
    chosen = prepare(FULL, {"id": "x"}, {}, "Multipart/Form-Data; boundary=x")
    assert chosen.media_type == "Multipart/Form-Data; boundary=x"


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_a_path_cannot_lead_elsewhere(value: str) -> None:
    """A value that would make another path of it is refused."""
    assert broken(operation(parameter("id", "path")), {"id": value}) == [(("id",), "path")]


@pytest.mark.parametrize("value", ["a\nb", "a\r", "é", "\0"])
def test_a_header_cannot_begin_another(value: str) -> None:
    """A value that no header can hold is refused."""
    assert broken(operation(parameter("h", "header")), {"h": value}) == [(("h",), "header")]


def test_one_name_in_two_places() -> None:
    """Parameters of one name are told apart by their location."""
    twice = operation(parameter("id", "path"), parameter("id", "query"))
    assert prepare(twice, {"path.id": "a", "query.id": "b"}).parameters["query.id"] == "b"
    assert broken(twice, {"id": "a"}) == [
        (("id",), "additionalProperties"),
        (("path.id",), "required"),
    ]


def test_absent_has_a_name() -> None:
    """In a traceback, no body looks like no body."""
    assert repr(ABSENT) == "ABSENT"
