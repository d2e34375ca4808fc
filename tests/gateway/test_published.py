"""Documents that others publish: an overlay is enough to run recipes on them."""

import os
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image
from tests.gateway.conftest import HERE, Workshop

BESIDE = HERE.parents[2] / "shared" / "corpus"
CORPUS = Path(os.environ.get("PICTURA_CORPUS", BESIDE))


class Case(NamedTuple):
    """An API, a recipe for it, and what comes out.

    Attributes:
        document: Its file in the corpus.
        recipe: The recipe's steps.
        files: Names, formats and sizes of the pictures; no size if it is not asked for.
        usd: What they cost; None if that is not known.
    """

    document: str
    recipe: str
    files: dict[str, tuple[str, tuple[int, int] | None]]
    usd: float | None


CASES = {
    "bfl": Case(
        "bfl.json",
        """\
  - id: poster
    uses: createFluxPro
    matrix: {hour: [dawn, dusk]}
    with: {prompt: "A lighthouse at {{ hour }}", width: 512, height: 256, output_format: png}
    save: images/{{ step }}-{{ hour }}.{{ ext }}
    expect: {format: png, width: 512, height: 256}
  - id: night
    uses: editFluxKontext
    each: poster
    with: {input_image: "{{ image }}", prompt: The same by night, output_format: jpeg}
    save: images/{{ step }}-{{ hour }}.{{ ext }}
""",
        {
            "poster-dawn.png": ("PNG", (512, 256)),
            "poster-dusk.png": ("PNG", (512, 256)),
            "night-dawn.jpg": ("JPEG", None),
            "night-dusk.jpg": ("JPEG", None),
        },
        0.16,
    ),
    "recraft": Case(
        "recraft.json",
        """\
  - id: poster
    uses: createImage
    with: {prompt: A lighthouse, model: recraftv3, size: 1024x1024, n: 2}
    save: images/{{ step }}-{{ index }}.{{ ext }}
  - id: cut
    uses: removeBackground
    each: poster
    with: {image: "{{ image }}", response_format: b64_json}
    save: images/{{ step }}-{{ upstream_index }}.{{ ext }}
""",
        {
            "poster-0.png": ("PNG", (1024, 1024)),
            "poster-1.png": ("PNG", (1024, 1024)),
            "cut-0.png": ("PNG", None),
            "cut-1.png": ("PNG", None),
        },
        0.10,
    ),
    "together": Case(
        "together.yaml",
        """\
  - id: poster
    uses: createImage
    matrix: {form: [url, base64]}
    with:
      model: black-forest-labs/FLUX.1-schnell-Free
      prompt: A lighthouse
      width: 512
      height: 256
      n: 2
      response_format: "{{ form }}"
    save: images/{{ step }}-{{ form }}-{{ index }}.{{ ext }}
""",
        {
            f"poster-{form}-{index}.jpg": ("JPEG", (512, 256))
            for form in ("url", "base64")
            for index in range(2)
        },
        0.0,
    ),
    "replicate": Case(
        "replicate.yaml",
        """\
  - id: poster
    uses: createPrediction
    with:
      model_owner: black-forest-labs
      model_name: flux-schnell
      input: {prompt: A lighthouse}
    save: images/{{ step }}.{{ ext }}
""",
        {"poster.png": ("PNG", None)},
        None,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_recipes_run_with_an_overlay(name: str, workshop: Workshop) -> None:
    """Checked, planned and run against the emulator, with files, formats, sizes and costs."""
    case = CASES[name]
    if not (CORPUS / case.document).is_file():
        pytest.skip(f"{case.document} is not in the corpus of published documents")
    overlay = HERE / "overlays" / f"{name}.yaml"
    made = workshop.generate(CORPUS / case.document, name, "--overlay", str(overlay))
    assert made.code == 0, made.err
    assert "overlay" not in made.err
    workshop.recipe(name, f"recipe: {name}\napi: {name}\nsteps:\n{case.recipe}")

    checked = workshop.pictura("validate")
    assert checked.code == 0, checked.err
    planned = workshop.pictura("plan", "--json").lines()[-1]
    assert planned["cost_usd"] == pytest.approx(case.usd or 0.0)
    assert bool(planned["unpriced"]) == (case.usd is None)
    summary = workshop.run()
    assert summary["failed"] == 0
    assert summary["cost_usd"] == pytest.approx(case.usd or 0.0)
    found = {path.name: path for path in (workshop.recipes / "images").iterdir()}
    assert set(found) == set(case.files)
    for file, (kind, size) in case.files.items():
        with Image.open(BytesIO(found[file].read_bytes())) as image:
            assert image.format == kind
            assert size is None or image.size == size
    again = workshop.run()
    assert (again["made"], again["requests"]) == (0, 0)


def test_recipe_of_another_api_is_checked(workshop: Workshop) -> None:
    """Rules of a published document are told with the place in the recipe, without a network."""
    if not (CORPUS / "bfl.json").is_file():
        pytest.skip("bfl.json is not in the corpus of published documents")
    overlay = HERE / "overlays" / "bfl.yaml"
    assert workshop.generate(CORPUS / "bfl.json", "bfl", "--overlay", str(overlay)).code == 0
    steps = "  - {id: a, uses: createFluxPro, with: {prompt: A, width: 500}}\n"
    workshop.recipe("wrong", f"recipe: wrong\napi: bfl\nsteps:\n{steps}")
    ended = workshop.pictura("validate")
    assert ended.code == 1
    assert "wrong.yaml:4:" in ended.out + ended.err
    assert "multiple of 32" in ended.out + ended.err
    unknown = workshop.recipe(
        "gone", "recipe: gone\napi: bfl\nsteps: [{id: a, uses: createFluxPr}]\n"
    )
    ended = workshop.pictura("validate", str(unknown))
    assert ended.code == 1
    assert "createFluxPro" in ended.out + ended.err
