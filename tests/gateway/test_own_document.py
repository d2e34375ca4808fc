"""A document of one's own is all it takes: a made-up API, from its YAML to pictures.

Nothing in these tests or in the product knows a word of it; `atelier/` holds the whole API.
"""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from tests.gateway.conftest import HERE, Workshop

DOCUMENT = (HERE / "atelier" / "openapi.yaml").read_text("utf-8")
MORE = (HERE / "atelier" / "engraving.yaml").read_text("utf-8")
BOATS = """\
recipe: boats
api: atelier
steps:
  - id: boat
    uses: commissionPainting
    matrix: {hour: [dawn, dusk]}
    with: {motif: "A boat at {{ hour }}", copies: 2, broad: 320, tall: 160}
    save: images/{{ step }}-{{ hour }}-{{ index }}.{{ ext }}
    expect: {format: png, width: 320, height: 160}
  - id: storm
    uses: retouchPainting
    each: boat
    with: {number: 17, canvas: "{{ image }}", wish: A storm}
    save: images/{{ step }}-{{ hour }}-{{ upstream_index }}.{{ ext }}
"""


@pytest.fixture
def atelier(workshop: Workshop) -> Workshop:
    """A project beside the package of the made-up API."""
    (workshop.root / "atelier.yaml").write_text(DOCUMENT, "utf-8")
    made = workshop.generate("atelier.yaml", "atelier", "--strict")
    assert made.code == 0, made.err
    return workshop


def pictures(workshop: Workshop) -> dict[str, tuple[str | None, tuple[int, int]]]:
    """Give format and size of every picture that was made, by name."""
    found: dict[str, tuple[str | None, tuple[int, int]]] = {}
    for path in filter(Path.is_file, (workshop.recipes / "images").rglob("*")):
        with Image.open(BytesIO(path.read_bytes())) as image:
            found[path.name] = (image.format, image.size)
    return found


def test_recipe_from_check_to_pictures(atelier: Workshop) -> None:
    """Validated, planned with its cost, followed through its tasks, saved, and then kept."""
    atelier.recipe("boats", BOATS)
    checked = atelier.pictura("validate")
    assert checked.code == 0, checked.out + checked.err
    plan = atelier.pictura("plan", "--json").lines()
    assert plan[-1]["make"] == 6
    assert plan[-1]["cost_usd"] == pytest.approx(4 * 0.05)
    assert plan[-1]["unpriced"] == 4
    summary = atelier.run("--task-time", "0.3")
    assert (summary["made"], summary["failed"], summary["requests"]) == (6, 0, 6)
    found = pictures(atelier)
    sizes = {name: one for name, one in found.items() if name.startswith("boat")}
    assert sizes == {
        f"boat-{hour}-{index}.png": ("PNG", (320, 160))
        for hour in ("dawn", "dusk")
        for index in range(2)
    }
    assert set(found) - set(sizes) == {
        f"storm-{hour}-{index}.png" for hour in ("dawn", "dusk") for index in range(2)
    }
    again = atelier.run()
    assert (again["made"], again["kept"], again["requests"]) == (0, 6, 0)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("tall: 160", "tall: 165", "with.tall"),
        ("tall: 160", "taller: 160", "taller"),
        ("copies: 2", "copies: 4", "3"),
        ("A boat at {{ hour }}", "A boat at {{ hour * 20 }}", "80"),
        ("wish: A storm", "whish: A storm", "wish"),
        ("uses: retouchPainting", "uses: askForCommission", "askForCommission"),
        ("number: 17", "number: 0", "1"),
    ],
)
def test_mistakes_are_found_with_their_place(
    old: str, new: str, said: str, atelier: Workshop
) -> None:
    """What the document forbids is found in the recipe before anything is sent."""
    atelier.recipe("boats", BOATS.replace(old, new))
    ended = atelier.pictura("validate", "--format", "json")
    assert ended.code == 1
    lines = BOATS.splitlines()
    wanted = next(number for number, line in enumerate(lines, 1) if old in line)
    findings = [one for one in ended.lines() if "line" in one]
    assert wanted in {one["line"] for one in findings}, ended.out
    assert said.rpartition(".")[2] in ended.out


def test_input_picture_is_checked(atelier: Workshop) -> None:
    """A picture of the project that the document's rules forbid is found by `validate`."""
    Image.new("RGB", (48, 200)).save(atelier.recipes / "narrow.png")
    step = "{id: a, uses: retouchPainting, with: {number: 1, canvas: narrow.png, wish: Wider}}"
    atelier.recipe("narrow", f"recipe: narrow\napi: atelier\nsteps:\n  - {step}\n")
    ended = atelier.pictura("validate")
    assert ended.code == 1
    assert "narrow.yaml:4:" in ended.out
    assert "64" in ended.out


def test_one_operation_more(atelier: Workshop) -> None:
    """An operation that is added to the document runs as soon as it is generated."""
    steps = "{id: boat, uses: pressEngraving, matrix: {n: [1, 2]}, with: {plate: 'Boat {{ n }}'}}"
    engraving = f"recipe: engraving\napi: atelier\nsteps:\n  - {steps}\n"
    path = atelier.recipe("engraving", engraving)
    before = atelier.pictura("validate")
    assert before.code == 1
    assert "pressEngraving" in before.out

    (atelier.root / "atelier.yaml").write_text(
        DOCUMENT.replace("components:\n", f"{MORE}components:\n", 1), "utf-8"
    )
    made = atelier.generate("atelier.yaml", "atelier", "--strict")
    assert made.code == 0, made.err
    assert atelier.pictura("validate").code == 0
    assert atelier.pictura("plan", "--json").lines()[-1]["cost_usd"] == pytest.approx(0.02)
    assert atelier.run()["made"] == 2
    assert set(pictures(atelier).values()) == {("PNG", (128, 96))}
    path.write_text(engraving.replace("plate", "plaet"), "utf-8")
    assert "plate" in atelier.pictura("validate").out
