"""Recipes that nobody would write: findings, never an exception."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pictura.recipes.expand import load_batch
from pictura_core.report import FORMATS, render

NAMES = st.sampled_from(["a", "b", "mood", "image", "index", "ext", "step", "true", "é", ""])
TEXTS = st.sampled_from(
    [
        *("", "otter", "a", "b", "c", "{{ a }}", "{{ mood }} sea", "{{ image }}", "x {{ image }}"),
        *("{{ a | upper }}", "{{ b }}{{ a }}", "{{", "{% if a %}", "{{ a.b }}", "{{ index }}.png"),
        *("createImage", "createImageEdit", "listModels", "dall-e-3", "gpt-image-2", "1024x1024"),
        *("images/{{ mood }}.{{ ext }}", "../../x.png", "rows.csv", "rows.jsonl", "\0", "\ud800"),
        *("{{ digest }}", "{{ upstream_index }}", "ezlink", "os", "x" * 300, "{{ range(9) }}"),
    ]
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-2, 12), st.floats(), TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(NAMES, TEXTS), inner, max_size=3)
    ),
    max_leaves=5,
)
FIELDS = st.sampled_from(
    ["prompt", "model", "n", "image", "mask", "size", "output_format", "promt"]
)
STEP = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["a", "b", "c"]),
        "uses": st.sampled_from(["createImage", "createImageEdit"]),
    },
    optional={
        "with": st.dictionaries(FIELDS, st.one_of(TEXTS, VALUES), max_size=4),
        "each": st.sampled_from(["a", "b", "c", "d"]),
        "matrix": st.dictionaries(NAMES, st.lists(VALUES, max_size=3), max_size=2),
        "rows": st.sampled_from(["rows.csv", "rows.jsonl", "none.csv", "../x.csv"]),
        "save": TEXTS,
        "expect": st.dictionaries(st.sampled_from(["format", "width"]), VALUES, max_size=2),
        "odd": VALUES,
    },
)
RECIPE = st.fixed_dictionaries(
    {"recipe": TEXTS, "steps": st.lists(st.one_of(STEP, STEP, STEP, VALUES), max_size=4)},
    optional={
        "vars": st.dictionaries(NAMES, VALUES, max_size=3),
        "limits": VALUES,
        "api": TEXTS,
        "defaults": st.dictionaries(
            st.sampled_from(["createImage", "createImageEdit", "x"]),
            st.dictionaries(FIELDS, VALUES, max_size=3),
        ),
    },
)


# Sound but for what the parts do to each other: this reaches what lies behind the frame.
WORDS = st.sampled_from(
    ["otter", "{{ a }}", "{{ mood }} sea", "{{ a | default('x') }}", "{{ step }}", "{{ index }}"]
)
NEAR = st.fixed_dictionaries(
    {
        "recipe": st.sampled_from(["a", "Ä b", "../c"]),
        "vars": st.fixed_dictionaries({"a": st.sampled_from([1, "x", ["x"], "{{ recipe }}", 1.5])}),
        "steps": st.tuples(
            *(
                st.fixed_dictionaries(
                    {
                        "id": st.just(name),
                        "uses": st.just("createImageEdit" if each else "createImage"),
                        "with": st.fixed_dictionaries(
                            {"prompt": WORDS, "model": st.just("gpt-image-2")}
                            | (
                                {"image": st.sampled_from(["{{ image }}", ["{{ image }}"]])}
                                if each
                                else {}
                            ),
                            optional={"n": st.sampled_from([1, 3, "{{ a }}"])},
                        ),
                    }
                    | ({"each": st.just(each)} if each else {}),
                    optional={
                        "save": st.sampled_from(
                            [
                                *("{{ step }}-{{ index }}.png", "{{ mood }}.{{ ext }}", "x.png"),
                                *("{{ upstream_index }}/{{ digest }}", "{{ a }}/../{{ step }}.png"),
                            ]
                        ),
                        "expect": st.just({"format": "png"}),
                        **(
                            {"rows": st.sampled_from(["rows.csv", "rows.jsonl"])}
                            if name == "p"
                            else {"matrix": st.just({"mood": ["calm", {"x": 1}, 2, "a/b"]})}
                        ),
                    },
                )
                for name, each in (("r", "q"), ("p", ""), ("q", "p"))
            )
        ),
    }
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a project with rows of both kinds."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "pictura.toml").touch()
    (folder / "rows.csv").write_text("a,mood\n1,calm\n2,icy\n")
    (folder / "rows.jsonl").write_text('{"a": 1}\n{"mood": ["x"]}\n')
    return folder


@given(st.one_of(NEAR, RECIPE, VALUES))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_recipe_is_answered_with_an_exception(folder: Path, value: object) -> None:
    """A recipe of any form gives jobs or findings, each of which can be shown in every format."""
    path = folder / "recipe.yaml"
    path.write_text(json.dumps(value, allow_nan=True), encoding="utf-8")
    batch, findings = load_batch(str(path))
    for form in FORMATS:
        render(findings, form)
    if batch is not None:
        keys = [job.key for job in batch.jobs]
        assert len(set(keys)) == len(keys)
        assert all(job.save for job in batch.jobs)


@given(st.text(alphabet="recip:e- \n\t{}[]&*!|>'\"#%@`,a1\\é\x00", max_size=80))
@settings(max_examples=200, deadline=None)
def test_no_text_is_answered_with_an_exception(folder: Path, text: str) -> None:
    """Neither is any other text, in a recipe or in its rows."""
    path = folder / "text.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    assert load_batch(str(path)).diagnostics
    for kind in ("csv", "jsonl"):
        (folder / f"text.{kind}").write_text(text, encoding="utf-8", newline="")
        path.write_text(
            "recipe: a\nsteps:\n"
            f"  - {{id: a, uses: createImage, rows: text.{kind}, with: {{prompt: b}}}}\n"
        )
        _, findings = load_batch(str(path))
        for form in FORMATS:
            render(findings, form)
