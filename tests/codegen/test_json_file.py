"""JSON files are written as the standard library writes them."""

import json
import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pictura_codegen import json_file
from pictura_core.data import Json

_PLAIN = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
)
_VALUES: st.SearchStrategy[Json] = st.recursive(
    _PLAIN | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


# How long a loaded machine takes to draw values says nothing of what is written.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_VALUES)
def test_any_value_is_written_as_by_the_standard_library(value: Json) -> None:
    """Every value becomes the text that `json.dumps` makes of it."""
    assert json_file.write(value) == json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def test_a_value_that_occurs_at_several_depths_is_indented_at_each() -> None:
    """What is shared is written at the depth where it stands."""
    shared: Json = {"a": [1]}
    value: Json = [shared, [shared, shared], {"b": shared}]
    assert json_file.write(value) == json.dumps(value, indent=2) + "\n"


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_what_is_no_number_is_refused(number: float) -> None:
    """A file that no reader takes is not written."""
    with pytest.raises(ValueError, match="JSON has no word"):
        json_file.write([number])
