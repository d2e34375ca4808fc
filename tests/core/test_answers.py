"""`pictura_core.wire.answers`: what an answer means, and which errors are how severe."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pictura_core.checks import Violation
from pictura_core.errors import ApiError, InvalidResponse
from pictura_core.extensions import ErrorPlace, ErrorRule, Errors, Severe
from pictura_core.operation import Operation, Response, Validator
from pictura_core.wire import Reply, classify, decode, redact, without_key

ERRORS = Errors(
    places=(
        ErrorPlace(("error",), ("error", "message"), ("error", "code")),
        ErrorPlace(("error",), ("error",)),
    ),
    rules=(
        ErrorRule(Severe.STOP, codes=("insufficient_*", "billing_hard_limit_reached")),
        ErrorRule(Severe.FINAL, codes=("content_policy_violation",)),
        ErrorRule(Severe.STOP, statuses=(403,), messages=("quota is not enough",)),
        ErrorRule(Severe.FINAL, statuses=(503,), messages=("no channels",)),
    ),
)


def check_object(value: object) -> Iterator[Violation]:
    """Accept an object with `data`."""
    if not isinstance(value, dict):
        yield Violation((), "type", "#/type", "must be an object")
    elif "data" not in value:
        yield Violation((), "required", "#/required", "is required: 'data'")


OBJECT = Validator(lambda value: not list(check_object(value)), check_object)


def operation(*responses: Response) -> Operation[object]:
    """Describe an operation."""
    return Operation("doIt", "POST", "/a", "", (), "", (), (), responses, ERRORS)


DOCUMENTED = operation(
    Response("200", "application/json", "json", OBJECT),
    Response("200", "text/event-stream", "events", None),
    Response("200", "image/*", "binary", None),
    Response("202", "", "none", None),
    Response("2XX", "text/plain", "text", None),
    Response("400", "application/json", "json", None),
)


def reply(status: int, body: object, **headers: str) -> Reply:
    """Make an answer; what is not bytes is JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    kind = {} if isinstance(body, bytes) else {"content-type": "application/json"}
    return Reply(status, kind | named, content)


def refused(status: int, body: object, **headers: str) -> ApiError:
    """Read an answer that is an error."""
    answer = reply(status, body, **headers)
    error = classify(DOCUMENTED, answer)
    assert error is not None
    with pytest.raises(ApiError) as caught:
        decode(DOCUMENTED, answer)
    assert str(caught.value) == str(error)
    assert error.status == status
    return error


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        (reply(200, {"data": [1]}), {"data": [1]}),
        (reply(201, b"some text", content_type="text/plain"), "some text"),
        (reply(200, b"\xff\xd8", content_type="image/jpeg"), b"\xff\xd8"),
        (reply(202, b""), None),
        (reply(204, b"\xe9", content_type="text/plain; charset=latin-1"), "é"),
        (reply(200, b'{"data": 1}', content_type="text/plain"), {"data": 1}),
        (reply(200, b'{"data": 1}'), {"data": 1}),
        (reply(200, {"data": 1, "error": None}), {"data": 1, "error": None}),
        (reply(200, {"data": 1, "error": ""}), {"data": 1, "error": ""}),
        (
            reply(
                200,
                b'data: {"a": 1}\n\ndata: text\n\ndata: [DONE]\n\n',
                content_type="text/event-stream; charset=utf-8",
            ),
            [{"a": 1}, "text"],
        ),
    ],
)
def test_good_answers(answer: Reply, value: object) -> None:
    """An answer is decoded as its status and media type are described, or the nearest thing."""
    assert classify(DOCUMENTED, answer) is None
    assert decode(DOCUMENTED, answer) == value


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        (reply(200, {"a": 1}), {"a": 1}),
        (reply(200, b""), None),
        (reply(200, b"x", content_type="text/csv"), "x"),
        (reply(200, b"x", content_type="image/png"), b"x"),
        (reply(200, b"x"), b"x"),
    ],
)
def test_answers_that_nobody_described(answer: Reply, value: object) -> None:
    """Without a description the media type decides."""
    assert decode(operation(), answer) == value


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"<html><body>Welcome</body></html>", "is no JSON, it begins with: <html>"),
        (b'{"data": [{"b64_json": "iVBOR', "breaks off in the middle of JSON"),
        (b'{"data": [1', "breaks off in the middle of JSON"),
        (b'{"data":', "breaks off in the middle of JSON"),
        (b"", "is empty"),
        (b"[" * 100_000, "is no JSON"),
        (b"\x89PNG\r\n\x1a\n\0", "is no JSON"),
        (b'{"date": 1}', "is required: 'data'"),
        (b"[]", "must be an object"),
    ],
)
def test_answers_that_are_not_what_was_promised(body: bytes, says: str) -> None:
    """Half an answer, a web page and a wrong value are the server's fault, said shortly."""
    answer = reply(200, body, content_type="application/json")
    assert classify(DOCUMENTED, answer) is None
    with pytest.raises(InvalidResponse) as caught:
        decode(DOCUMENTED, answer)
    assert says in str(caught.value)
    assert str(caught.value).startswith("doIt: the answer (status 200) ")
    assert len(str(caught.value)) < 700
    assert str(caught.value).isprintable()


def test_the_nearest_description_counts() -> None:
    """An answer with another good status than the one that is described is held to that one."""
    described = operation(Response("200", "application/json", "json", OBJECT))
    assert decode(described, reply(201, {"data": 1})) == {"data": 1}
    with pytest.raises(InvalidResponse):
        decode(described, reply(201, {"date": 1}))


@pytest.mark.parametrize(
    ("body", "code", "reason"),
    [
        ({"error": {"message": "m", "type": "api_error", "param": "", "code": "c"}}, "c", "m"),
        ({"error": {"message": "m", "type": "api_error"}}, "", "m"),
        ({"error": {"message": "m", "code": None}}, "", "m"),
        ({"error": {"message": "m", "code": 30}}, "30", "m"),
        ({"error": "plain words (request id: 2024)"}, "", "plain words (request id: 2024)"),
        ({"message": "m", "type": "api_error", "param": "", "code": "c"}, "c", "m"),
        ({"description": "m", "type": "upstream_error", "code": 30}, "30", "m"),
        ({"id": "x", "name": "bad_request", "errors": ["m", "n"]}, "bad_request", "m"),
        ({"detail": "m"}, "", "m"),
        ({"odd": 1}, "", '{"odd": 1}'),
        ("words", "", "words"),
        (b"<html><head><title>502 Bad\n Gateway</title></head></html>", "", "502 Bad Gateway"),
        (b"<html><style>x{}</style><h1>Not here</h1></html>", "", "Not here"),
        (b"no JSON\nat all", "", "no JSON at all"),
        (b'{"error": {"mess', "", '{"error": {"mess'),
        (b"", "", "Bad Request, without a body"),
        (b"\xff\xfe", "", "\ufffd\ufffd"),
    ],
)
def test_shapes_of_errors(body: object, code: str, reason: str) -> None:
    """The shapes that gateways have used are all read, and web pages are not quoted whole."""
    error = refused(400, body)
    assert (error.code, error.reason) == (code, reason)


@pytest.mark.parametrize(
    ("status", "severity"),
    [
        (400, Severe.FINAL),
        (401, Severe.STOP),
        (402, Severe.STOP),
        (403, Severe.FINAL),
        (404, Severe.FINAL),
        (408, Severe.RETRY),
        (409, Severe.RETRY),
        (413, Severe.FINAL),
        (422, Severe.FINAL),
        (425, Severe.RETRY),
        (429, Severe.RETRY),
        (500, Severe.RETRY),
        (501, Severe.FINAL),
        (502, Severe.RETRY),
        (503, Severe.RETRY),
        (504, Severe.RETRY),
        (524, Severe.RETRY),
        (301, Severe.FINAL),
    ],
)
def test_severity_by_status(status: int, severity: Severe) -> None:
    """Where no rule says otherwise, the status tells whether another try may help."""
    assert refused(status, {"error": "m"}).severity is severity


@pytest.mark.parametrize(
    ("status", "body", "severity"),
    [
        (429, {"error": {"message": "m", "code": "insufficient_quota"}}, Severe.STOP),
        (403, {"error": {"message": "user Quota is not enough"}}, Severe.STOP),
        (503, {"error": {"message": "There are no channels for x"}}, Severe.FINAL),
        (500, {"error": {"message": "m", "code": "content_policy_violation"}}, Severe.FINAL),
        (200, {"error": {"message": "m", "code": "billing_hard_limit_reached"}}, Severe.STOP),
        (200, {"error": {"message": "m", "code": "rate_limit_exceeded"}}, Severe.RETRY),
        (200, {"error": {"message": "m", "code": "model_not_found"}}, Severe.FINAL),
        (200, {"error": "m", "data": []}, Severe.FINAL),
    ],
)
def test_severity_by_rule(status: int, body: object, severity: Severe) -> None:
    """The first rule that matches decides, also for an error inside a successful answer."""
    assert refused(status, body).severity is severity


def test_an_error_inside_a_stream() -> None:
    """A stream that ends with an error is an error."""
    body = b'data: {"a": 1}\n\nevent: error\ndata: {"error": {"message": "m"}}\n\n'
    assert refused(200, body, content_type="text/event-stream").reason == "m"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry_after": "7"}, 7.0),
        ({"retry_after": "0.5"}, 0.5),
        ({"retry_after": "7", "retry_after_ms": "250"}, 0.25),
        ({"retry_after": "-1"}, None),
        ({"retry_after": "inf"}, None),
        ({"retry_after": "nan"}, None),
        ({"retry_after": "soon"}, None),
        (
            {
                "retry_after": "Wed, 21 Oct 2015 07:28:30 GMT",
                "date": "Wed, 21 Oct 2015 07:28:00 GMT",
            },
            30.0,
        ),
        (
            {
                "retry_after": "Wed, 21 Oct 2015 07:28:00 GMT",
                "date": "Wed, 21 Oct 2015 07:28:30 GMT",
            },
            0.0,
        ),
        ({"retry_after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
        ({"retry_after": "Wed, 99 Oct 2015 07:28:00 GMT"}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    """Seconds, milliseconds and dates are read; nonsense is not waited for."""
    assert refused(429, {"error": "m"}, **headers).retry_after == seconds


@pytest.mark.parametrize(
    "words",
    [
        "Incorrect API key provided: sk-abc123def456",
        "header was Authorization: Bearer abc123def456ghi",
        "got Basic dXNlcjpwYXNzd29yZDE=",
        "api_key=abc123def456 is unknown",
        'your "api-key": "abc123def456"',
        "sk-***f456 is unknown",
    ],
)
def test_messages_hold_no_key(words: str) -> None:
    """What looks like a key stands neither in an error's sentence nor in its body."""
    error = refused(401, {"error": {"message": words}})
    for text in (str(error), error.reason, json.dumps(error.body)):
        assert "[redacted]" in text
        assert "f456" not in text
        assert "dXNl" not in text


@pytest.mark.parametrize(
    "words",
    [
        "Bearer authentication is required",
        "basic information is missing",
        "use key-value pairs",
        "the api key is missing",
        "ask-me-anything",
    ],
)
def test_words_about_keys_stay(words: str) -> None:
    """A sentence about keys is no key."""
    assert redact(words) == words


def test_a_key_that_looks_like_nothing() -> None:
    """An echoed key is taken out whatever it looks like."""
    answer = reply(400, {"error": "no such key: correcthorse"})
    error = classify(DOCUMENTED, without_key(answer, "correcthorse"))
    assert error is not None
    assert error.reason == "no such key: [redacted]"
    assert redact("it is correcthorse", "correcthorse") == "it is [redacted]"
    assert without_key(answer, "") is answer


def test_long_words_are_cut() -> None:
    """A prompt that comes back in an error does not fill the screen."""
    error = refused(400, {"error": {"message": "x " * 5000, "code": "c" * 5000}})
    assert len(str(error)) < 700


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.sampled_from(["error", "message", "code", "errors", "data"]), inner)
    ),
)


@given(
    st.integers(200, 599),
    JSON.map(lambda value: json.dumps(value).encode()) | st.binary(),
    st.sampled_from(["", "application/json", "text/html; charset=nope", "text/event-stream"]),
    st.text(),
)
def test_any_answer_is_read_or_refused(status: int, body: bytes, kind: str, wait: str) -> None:
    """No server can cause any other exception than the two that say whose fault it is."""
    answer = Reply(status, {"content-type": kind, "retry-after": wait, "date": wait}, body)
    for described in (DOCUMENTED, operation()):
        try:
            decode(described, answer)
        except (ApiError, InvalidResponse) as error:
            told = str(error)
        else:
            told = ""
            assert status < 300
        assert len(told) < 1000
