"""Which requests can be lines of a batch, and what they cost as such."""

import json
import re
from collections.abc import Iterator

import pytest

from pictura_core.batch_lines import batch_price_of, can_be_batched, write_body
from pictura_core.batches import (
    Batch,
    BatchCreation,
    BatchLine,
    BatchList,
    BatchPoll,
    BatchQuestion,
    BatchUpload,
)
from pictura_core.checks import Violation
from pictura_core.extensions import Errors, Price, PriceRow, Stream
from pictura_core.operation import (
    ANY_VALUE,
    Body,
    Operation,
    Parameter,
    Validator,
    price_of,
)

URL = r'\{"url": "data:[^"]+"\}'
BODY = rf'\{{"pictures": \[{URL}(, {URL})*\](, "mask": {URL})?\}}'


def takes(value: object) -> bool:
    """Take pictures and a mask as data URLs, and nothing else."""
    return re.fullmatch(BODY, json.dumps(value)) is not None


def complain(value: object) -> Iterator[Violation]:
    """Say nothing: nobody asks."""
    yield from ()


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
PICKY = Body("application/json", "json", True, Validator(takes, complain))
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
    # A request is written for the first body, and this one's JSON takes no such request.
    assert not can_be_batched(operation(FORM, PICKY), request)
    assert not can_be_batched(operation(JSON, batch=None), request)
    outside = operation(JSON, parameters=(HEADER,))
    assert can_be_batched(outside, request)
    assert not can_be_batched(outside, {**request, "trace": "a"})
    streamed = operation(JSON, stream=Stream("stream"))
    assert can_be_batched(streamed, request)
    assert can_be_batched(streamed, {**request, "stream": False})
    assert not can_be_batched(streamed, {**request, "stream": True})


def test_a_form_is_a_line_if_its_json_takes_it() -> None:
    """Files of a form need a place in the JSON body, and all else has to be fit for that."""
    inputs = {"picture": ("pictures", "*", "url"), "mask": ("mask", "url")}
    edit = operation(FORM, PICKY, batch=BATCH._replace(inputs=inputs))
    one, two = {"picture": "a.png"}, {"picture": ["a.png", "b.png"]}
    assert can_be_batched(edit, one)
    assert can_be_batched(edit, {**two, "mask": "c.png"})
    assert can_be_batched(edit, {**two, "mask": ["c.png"]})
    assert not can_be_batched(edit, {**two, "mask": ["c.png", "d.png"]})
    assert not can_be_batched(edit, {**one, "size": "small"})
    # Without a place, a file's path would stand for the file.
    assert not can_be_batched(operation(FORM, PICKY), one)


def test_a_form_is_written_as_json() -> None:
    """Each file stands as a text where its place is, and all else as it was."""
    inputs = {"picture": ("pictures", "*", "url"), "mask": ("mask",)}
    request = {"picture": ["a", "b"], "mask": "c", "size": "small"}
    assert write_body(BATCH._replace(inputs=inputs), request, lambda one: f"data:{one}") == {
        "pictures": [{"url": "data:a"}, {"url": "data:b"}],
        "mask": "data:c",
        "size": "small",
    }


def test_a_line_costs_the_factors_share() -> None:
    """A line costs the price times the factor; what is no line, or has no price, has none here."""
    third = operation(JSON, batch=BATCH._replace(factor=0.3))
    assert price_of(third, {"size": "small"}) == 0.04
    assert batch_price_of(third, {"size": "small"}) == pytest.approx(0.012)
    assert batch_price_of(third, {"size": "large"}) is None
    assert batch_price_of(operation(JSON, price=None), {"size": "small"}) is None
    assert batch_price_of(operation(FORM), {"size": "small"}) is None
    assert batch_price_of(operation(JSON, batch=None), {"size": "small"}) is None
