"""Named tuples that are made quickly do what `typing.NamedTuple` does."""

import copy
import inspect
import pickle
import subprocess
import sys
from typing import Generic, TypeVar

import pytest

from pictura_core.tuples import NamedTuple

T = TypeVar("T")


class Size(NamedTuple):
    """A size."""

    width: int
    height: int = 1

    @property
    def area(self) -> int:
        """Give the area."""
        return self.width * self.height


class Box(NamedTuple, Generic[T]):
    """Holds one thing."""

    content: T


class Square(Size):
    """A subclass that adds nothing."""


def test_values_are_tuples_with_names() -> None:
    """They are made, compared, taken apart, changed, copied, pickled and shown as usual."""
    size = Size(3)
    assert size == (3, 1) == Size(height=1, width=3)
    assert size.area == 3
    assert size._replace(height=2) == Size(3, 2)
    assert size._asdict() == {"width": 3, "height": 1}
    assert Size._make([5, 6]) == Size(5, 6)
    assert repr(size) == "Size(width=3, height=1)"
    assert pickle.loads(pickle.dumps(size)) == size  # noqa: S301 - our own
    assert type(copy.deepcopy(size)) is Size
    match size:
        case Size(width, height=1):
            assert width == 3
        case _:
            pytest.fail("it is not matched")


def test_a_class_tells_about_itself() -> None:
    """Fields, defaults, annotations and signature are there, before and after the first value."""

    class Fresh(NamedTuple):
        first: int
        second: str = "x"

    assert Fresh._fields == Fresh.__match_args__ == ("first", "second")
    assert Fresh._field_defaults == {"second": "x"}
    assert Fresh.__annotations__ == {"first": int, "second": str}
    Fresh(1)
    assert list(inspect.signature(Fresh).parameters) == ["first", "second"]


def test_wrong_arguments_are_type_errors() -> None:
    """The first value of a class is checked as every later one."""

    class Fresh(NamedTuple):
        first: int

    for _ in range(2):
        with pytest.raises(TypeError, match="missing 1 required positional argument: 'first'"):
            Fresh()  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
        with pytest.raises(TypeError, match="unexpected keyword argument 'third'"):
            Fresh(1, third=3)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    with pytest.raises(ValueError, match="unexpected field names: \\['third'\\]"):
        Fresh(1)._replace(third=3)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    with pytest.raises(AttributeError):
        Fresh(1).first = 2  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]


def test_generic_classes_and_subclasses_are_their_own() -> None:
    """A subclass makes values of itself, whichever of the two is made first."""
    assert Box[int](3) == (3,)
    assert type(Square(2)) is Square
    assert type(Size(2)) is Size
    assert Square(2).area == 2


def test_it_is_quick_where_it_has_to_be() -> None:
    """A command imports no constructor that it does not need: before 3.14 none is compiled."""
    program = (
        "import pictura_core.extensions as e; print('__new__' in vars(e.Task), e.Stream.__mro__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(str(sys.version_info >= (3, 14)))
