"""Which media type an answer is asked for in."""

import pytest

from ezlink import operations
from ezlink.table import REMOVE_BACKGROUND
from pictura_core.errors import InvalidRequest
from pictura_core.wire import encode, prepare

PICTURE = b"\x89PNG\r\n\x1a\n"


def test_usual_answer_is_asked_for_alone() -> None:
    """The first of `x-accept` is what the header says, and nothing beside it."""
    request = operations.remove_background({"image": PICTURE})
    assert dict(encode(request).headers)["Accept"] == "image/*"


def test_caller_chooses_the_answer() -> None:
    """A caller can ask for another of the documented media types."""
    request = operations.remove_background({"image": PICTURE}, accept="application/json")
    assert dict(encode(request).headers)["Accept"] == "application/json"


def test_answer_that_there_is_not_is_refused() -> None:
    """A media type that the document does not name is refused before anything is sent."""
    with pytest.raises(InvalidRequest, match="image/\\*, application/json"):
        prepare(REMOVE_BACKGROUND, {}, {"image": PICTURE}, accept="text/html")
