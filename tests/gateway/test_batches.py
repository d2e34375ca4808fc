"""Batches of an API that nobody knows: what its document says is all that a run goes by."""

from collections import Counter
from pathlib import Path

import pytest
from tests.gateway.conftest import Workshop

HOUSE = Path(__file__).parent.parent / "cases/codegen/batches/spec.yaml"
RECIPE = """\
recipe: sheets
api: printing_house
steps:
  - id: sheet
    uses: pressSheet
    matrix: {mood: [calm, wild, sly, shy, bold, meek, glad]}
    with: {words: "an otter, {{ mood }}"}
    save: sheets/{{ mood }}.{{ ext }}
"""


@pytest.fixture
def house(workshop: Workshop) -> Workshop:
    """A project for the printing house, of which a batch takes three requests."""
    written = workshop.generate(HOUSE, "printing_house")
    assert written.code == 0, written.err
    workshop.recipe("sheets", RECIPE)
    return workshop


def test_what_is_too_much_for_one_batch_becomes_several(house: Workshop) -> None:
    """Seven requests are three batches, at a quarter of the price, and seven pictures."""
    ended = house.pictura("run", "--emulator", "--batch", "--json", "--task-time", "0")
    assert ended.code == 0, ended.out + ended.err
    lines = ended.lines()
    batches = [one for one in lines if one["event"] == "batch"]
    handed = Counter(str(one["total"]) for one in batches if one["state"] == "handed in")
    assert handed == {"3": 2, "1": 1}
    assert (lines[-1]["made"], lines[-1]["cost_usd"]) == (7, 0.875)
    assert len(list(house.recipes.glob("sheets/*"))) == 7
    assert house.run("--batch")["kept"] == 7


def test_a_request_that_is_too_large_for_a_batch(house: Workshop) -> None:
    """It is refused with what to do; the others are handed in."""
    house.recipe("sheets", RECIPE.replace("an otter,", "{{ 'an otter ' * 250 if mood == 'sly' }}"))
    ended = house.pictura("run", "--emulator", "--batch", "--json", "--task-time", "0")
    lines = ended.lines()
    assert (ended.code, lines[-1]["made"], lines[-1]["failed"]) == (1, 6, 1)
    wrong = next(one for one in lines if one.get("status") == "failed")
    assert (wrong["job"], wrong["code"]) == ("sheet[mood=sly]", "line-too-long")
    assert house.run()["made"] == 1
