"""How the parts of a large package are loaded."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from pictura_core.operation import NO_RECIPE
from pictura_core.parts import Operations, late

FILES = {
    "words/__init__.py": """
from pictura_core.parts import index
HERE = 1
__getattr__, __dir__, __all__ = index(
    __name__, {"near": ["word"], "far": ["other"]}, own=["HERE"]
)
""",
    "words/near.py": "word = 'word'\nhidden = 'hidden'\n",
    "words/far.py": "other = ['other']\n",
    "faces/__init__.py": """
from pictura_core.parts import index_faces
__getattr__, __dir__, __all__ = index_faces(__name__, {"near": ["one", "is_two"]})
""",
    "faces/near.py": "is_one = 'is'\ninner_is_one = 'inner'\nis_is_two = 'two'\n",
    "faces/checks/__init__.py": "",
    "faces/checks/near.py": "check_one = 'check'\ncheck_is_two = 'check two'\n",
    "client/__init__.py": "",
    "client/_methods.py": """
from pictura_core.parts import Group, Method
class Methods:
    near = Group("Near")
    call = Method("near")
    def __init__(self, transport):
        self._transport = transport
""",
    "client/near.py": """
class Near:
    def __init__(self, transport):
        self._transport = transport
    def call(self, more):
        return self._transport, more
""",
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a package that is divided, and forgotten afterwards."""
    for path, text in FILES.items():
        target = tmp_path / "divided" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    (tmp_path / "divided" / "__init__.py").write_text("", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield "divided"
    for name in [name for name in sys.modules if name.partition(".")[0] == "divided"]:
        del sys.modules[name]


def test_a_name_loads_its_part(root: str) -> None:
    """A name is looked for in its part, once; the other parts are not loaded."""
    words = import_module(f"{root}.words")
    assert f"{root}.words.near" not in sys.modules
    assert words.word == "word"
    assert vars(words)["word"] == "word"
    assert f"{root}.words.far" not in sys.modules
    assert words.far.other is words.other


def test_what_is_listed(root: str) -> None:
    """The public names of all parts and of the package are listed, and not what is hidden."""
    words = import_module(f"{root}.words")
    assert words.__all__ == ["HERE", "other", "word"]
    assert {"HERE", "other", "word", "near", "far"} <= set(dir(words))
    with pytest.raises(AttributeError, match=r"module 'divided\.words' has no attribute 'hidden'"):
        _ = words.hidden


def test_faces(root: str) -> None:
    """The functions of a validator are found by their stem, each in the module of its face."""
    faces = import_module(f"{root}.faces")
    assert faces.is_one == "is"
    assert faces.inner_is_one == "inner"
    assert f"{root}.faces.checks" not in sys.modules
    assert faces.check_one == "check"
    assert faces.is_is_two == "two"
    assert faces.__all__ == ["check_is_two", "check_one", "is_is_two", "is_one"]
    for name in ("is_three", "one", "was_one", "inner_check_one"):
        with pytest.raises(AttributeError):
            getattr(faces, name)


def test_a_late_validator(root: str) -> None:
    """The functions of a late validator are not looked for before they are called."""
    words = import_module(f"{root}.words")
    validator = late(words, "thing")
    vars(words)["is_thing"] = lambda value: value == 1
    assert validator.is_valid(1)
    assert not validator.is_valid(2)
    vars(words)["check_thing"] = NO_RECIPE.check
    assert [one.path for one in validator.check(0)] == [()]


def test_operations(root: str) -> None:
    """A table's mapping knows all operations without loading any."""
    operations = Operations(f"{root}.words", {"a/b": "near.word", "c": "far.other"})
    assert list(operations) == ["a/b", "c"]
    assert len(operations) == 2
    assert "a/b" in operations
    assert "near" not in operations
    assert f"{root}.words.near" not in sys.modules
    assert str(operations["a/b"]) == "word"
    with pytest.raises(KeyError):
        _ = operations["d"]


def test_methods(root: str) -> None:
    """A client's method is the one of its group, made once; asked of the class, a function."""
    methods = import_module(f"{root}.client._methods").Methods
    client = methods("transport")
    assert client.call(1) == ("transport", 1)
    assert client.near.call(2) == ("transport", 2)
    assert client.near is client.near
    assert methods.call is import_module(f"{root}.client.near").Near.call
