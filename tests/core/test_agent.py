"""What stands in a request's own headers stands there alone."""

import httpx
import pytest

from pictura_core.errors import ApiError
from pictura_core.extensions import Errors
from pictura_core.operation import Operation, Parameter, Validator
from pictura_core.transport import Transport
from pictura_core.wire import Request, prepare

ANYTHING = Validator(lambda _: True, lambda _: iter(()))


def _asked(name: str) -> Request[object]:
    parameter = Parameter(name, "header", False, "simple", False, "", ANYTHING)
    operation: Operation[object] = Operation(
        "see", "GET", "/sea", "", (), "", (parameter,), (), (), Errors((), ())
    )
    return prepare(operation, {name: "otter"})


@pytest.mark.parametrize("name", ["User-Agent", "user-agent"])
def test_a_parameter_takes_the_place_of_our_own_header(name: str) -> None:
    """A document may declare `User-Agent`; then it is sent once, as it was given."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(418)

    with (
        httpx.Client(transport=httpx.MockTransport(answer)) as client,
        pytest.raises(ApiError),
    ):
        Transport("http://sea.example", "key", client=client).send(_asked(name))
    assert seen[0].headers.get_list("user-agent") == ["otter"]
