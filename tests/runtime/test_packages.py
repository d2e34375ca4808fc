"""How a recipe's `api` leads to a generated package."""

import shutil
import sys
from pathlib import Path

import pytest

import ezlink
from pictura.packages import UnknownApi, load_api


def test_the_first_api() -> None:
    """Without a name, a recipe means ezlink."""
    assert load_api().name == "ezlink"
    assert load_api() is load_api("ezlink")


def test_the_second_api() -> None:
    """A recipe may name OpenAI's own images, whose package is another."""
    assert load_api("openai_images").name == "openai_images"
    assert load_api("openai_images") is not load_api()


def test_another_generated_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any package that the generator wrote is found by its import name."""
    shutil.copytree(ezlink.__path__[0], tmp_path / "other_api")
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.partition(".")[0] == "other_api"]:
        monkeypatch.delitem(sys.modules, name)
    assert set(load_api("other_api").operations) == set(load_api().operations)


@pytest.mark.parametrize(
    "name",
    ["", "os", "os.path", "../x", "class", "jinja2", "antigravity", "no_such_package", "a b"],
)
def test_names_that_lead_nowhere(name: str) -> None:
    """A name that is no generated package's is refused with a sentence, and not imported."""
    before = set(sys.modules)
    with pytest.raises(UnknownApi):
        load_api(name)
    assert set(sys.modules) == before


def test_a_package_that_is_not_generated_is_not_executed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A recipe cannot make somebody's module run by naming it."""
    evil = tmp_path / "evil"
    evil.mkdir()
    (evil / "__init__.py").write_text("raise SystemExit('executed')\n")
    (evil / "table.py").write_text("raise SystemExit('executed')\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(UnknownApi):
        load_api("evil")
