"""Knows which requests can be lines of a batch, what stands in one, and what it costs there.

A line holds one JSON body and nothing else (`x-batch`). This module must not know files.
"""

from collections.abc import Callable, Mapping, Sequence

from pictura_core.batches import Batch
from pictura_core.data import WILDCARD, is_array
from pictura_core.extensions import Images, applies
from pictura_core.operation import Body, Operation, price_of

_STAND_IN = "data:image/png;base64,AAAA"
"""What a validator sees where a file will be."""


def can_be_batched(operation: Operation[object], request: Mapping[str, object]) -> bool:
    """Tell whether a request can be a line of a batch.

    A request is written for the operation's usual body; where that is no JSON, its files have to
    have places in the JSON one (`Batch.inputs`), which has to take all else as it is. What is
    answered with an address that expires is no line: it may be dead before anybody hears of it.
    """
    batch, body = operation.batch, json_body(operation)
    if batch is None or body is None:
        return False
    stream = operation.stream
    if stream is not None and request.get(stream.field) is True:
        return False
    if any(parameter.name in request for parameter in operation.parameters):
        return False
    if _is_short_lived(operation.images, request):
        return False
    if body is operation.bodies[0]:
        return True
    if not all(_has_place(steps, request.get(name)) for name, steps in batch.inputs.items()):
        return False
    return body.validator.is_valid(write_body(batch, request, lambda _: _STAND_IN))


def batch_price_of(operation: Operation[object], request: Mapping[str, object]) -> float | None:
    """Tell what a request costs in USD as a line of a batch.

    None if it cannot be one, or if the document does not say what it costs.
    """
    price = price_of(operation, request)
    if price is None or operation.batch is None or not can_be_batched(operation, request):
        return None
    return price * operation.batch.factor


def json_body(operation: Operation[object]) -> Body | None:
    """Give the JSON body of an operation, None if it takes none."""
    return next((body for body in operation.bodies if body.form == "json"), None)


def write_body(
    batch: Batch, request: Mapping[str, object], write: Callable[[object], str]
) -> dict[str, object]:
    """Write a request that is meant for a form as the JSON body of a line.

    Args:
        batch: How it is handed in.
        request: That can be a line.
        write: Writes a file as a text.
    """
    body: dict[str, object] = {}
    for name, value in request.items():
        steps = batch.inputs.get(name)
        if steps is None:
            body[name] = value
        else:
            texts = [write(one) for one in (value if is_array(value) else [value])]
            body[steps[0]] = _nested(steps[1:], texts)
    return body


def _is_short_lived(images: Images | None, request: Mapping[str, object]) -> bool:
    """Tell whether a request is answered with an address that expires."""
    if images is None:
        return False
    asked = {**images.defaults, **{k: v for k, v in request.items() if v is not None}}
    source = next((one for one in images.sources if applies(one.when, asked)), None)
    return source is not None and source.kind == "url" and source.expires > 0


def _has_place(steps: Sequence[str], value: object) -> bool:
    return WILDCARD in steps or not is_array(value) or len(value) == 1


def _nested(steps: Sequence[str], texts: Sequence[str]) -> object:
    """Put texts where steps lead to; `*` makes a list with a member for each."""
    if not steps:
        return texts[0]
    if steps[0] == WILDCARD:
        return [_nested(steps[1:], [text]) for text in texts]
    return {steps[0]: _nested(steps[1:], texts)}
