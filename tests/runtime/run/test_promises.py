"""The page of promises names the tests that hold them."""

import re
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[2] / "docs" / "promises.md"


def test_every_promise_names_tests_that_exist() -> None:
    """Each section of the page names tests, and each of them is there."""
    written = {
        name
        for file in HERE.parents[1].rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text(), re.MULTILINE)
    }
    sections = re.split(r"^## ", PAGE.read_text(), flags=re.MULTILINE)[1:]
    assert len(sections) == 7
    for section in sections:
        named = set(re.findall(r"`(test_\w+)`", section))
        assert named, section
        assert named <= written, named - written
