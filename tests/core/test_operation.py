"""Which requests can be lines of a batch, and what they cost as such."""

import pytest

from pictura_core.batches import (
    Batch,
    BatchCreation,
    BatchLine,
    BatchList,
    BatchPoll,
    BatchQuestion,
    BatchUpload,
)
from pictura_core.extensions import Errors, Price, PriceRow, Stream
from pictura_core.operation import (
    ANY_VALUE,
    Body,
    Operation,
    Parameter,
    batch_price_of,
    can_be_batched,
    price_of,
)

BATCH = Batch(
    "/pictures",
    BatchUpload("putFile", "file", ("id",)),
    BatchCreation("makeBatch", "file", "endpoint", ("name",), ("id",)),
    BatchList("listBatches", ("*",)),
    BatchPoll("askBatch", "id", ("state",), ("busy",), ("done",), ("broken",), (("file",),)),
    BatchQuestion("getFile", "id"),
    BatchLine(*((name,) for name in ("key", "method", "url", "body", "status", "answer", "error"))),
    requests=10,
    bytes=1000,
)
JSON = Body("application/json", "json", True, ANY_VALUE)
FORM = Body("multipart/form-data", "multipart", True, ANY_VALUE)
HEADER = Parameter("trace", "header", False, "simple", False, "", ANY_VALUE)
PRICE = Price("request", (PriceRow({"size": "small"}, 0.04),), {}, "")
"""What a request costs, and only a small one."""


def operation(
    *bodies: Body,
    parameters: tuple[Parameter, ...] = (),
    stream: Stream | None = None,
    price: Price | None = PRICE,
    batch: Batch | None = BATCH,
) -> Operation[object]:
    """Give an operation that can be batched, or nearly so."""
    plain = Operation("doIt", "POST", "/a", "", (), "", parameters, bodies, (), Errors((), ()))
    return plain._replace(stream=stream, price=price, batch=batch)


def test_a_line_holds_one_json_body_and_nothing_else() -> None:
    """Only a request that is a JSON body, is answered whole and sets nothing else can be a line."""
    request = {"size": "small"}
    assert can_be_batched(operation(JSON), request)
    assert can_be_batched(operation(JSON, FORM), request)
    assert not can_be_batched(operation(), request)
    # What the first body is is what a run sends.
    assert not can_be_batched(operation(FORM, JSON), request)
    assert not can_be_batched(operation(JSON, batch=None), request)
    outside = operation(JSON, parameters=(HEADER,))
    assert can_be_batched(outside, request)
    assert not can_be_batched(outside, {**request, "trace": "a"})
    streamed = operation(JSON, stream=Stream("stream"))
    assert can_be_batched(streamed, request)
    assert can_be_batched(streamed, {**request, "stream": False})
    assert not can_be_batched(streamed, {**request, "stream": True})


def test_a_line_costs_the_factors_share() -> None:
    """A line costs the price times the factor; what is no line, or has no price, has none here."""
    third = operation(JSON, batch=BATCH._replace(factor=0.3))
    assert price_of(third, {"size": "small"}) == 0.04
    assert batch_price_of(third, {"size": "small"}) == pytest.approx(0.012)
    assert batch_price_of(third, {"size": "large"}) is None
    assert batch_price_of(operation(JSON, price=None), {"size": "small"}) is None
    assert batch_price_of(operation(FORM), {"size": "small"}) is None
    assert batch_price_of(operation(JSON, batch=None), {"size": "small"}) is None
