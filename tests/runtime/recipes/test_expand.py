"""How recipes become jobs."""

import struct
import zlib
from pathlib import Path

import pytest

from ezlink import table
from pictura.job import Batch, ProjectFile, Upstream
from pictura.recipes.expand import Loaded, collect, load_batch, load_batches
from pictura.recipes.outputs import Claims
from pictura.recipes.template import render_save
from pictura.usage import UsageError
from pictura_core.diagnostics import Severity


def write_png(path: Path) -> None:
    """Write a whole picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def write(folder: Path, text: str, name: str = "recipes/a.yaml") -> str:
    """Write a file of a project, and give its path."""
    (folder / "pictura.toml").touch()
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def batch_of(loaded: Loaded) -> Batch:
    """Give the jobs of a recipe without errors."""
    assert loaded.batch is not None, [d.message for d in loaded.diagnostics]
    return loaded.batch


def codes(loaded: Loaded) -> list[str]:
    """Give the codes of what was found."""
    return [d.code for d in loaded.diagnostics]


def test_a_recipe_becomes_jobs(tmp_path: Path) -> None:
    """Defaults lie under `with`, constants keep their types, and keys tell jobs apart."""
    text = """\
recipe: sea-otters
vars: {animal: otter}
limits: {concurrency: 3, images_per_minute: 12.5, requests_per_minute: 9, budget: 2}
defaults: {createImage: {model: dall-e-3, size: 1024x1024}}
steps:
  - id: portrait
    uses: createImage
    matrix: {mood: [calm, stormy], style: [vivid, natural]}
    with: {prompt: "An {{ animal }} on a {{ mood }} sea", style: "{{ style }}", size: 1792x1024}
    save: images/{{ step }}-{{ mood }}-{{ style }}.{{ ext }}
    expect: {format: png, width: 1792, height: 1024}
"""
    batch = batch_of(load_batch(write(tmp_path, text)))
    assert (batch.recipe, batch.folder, batch.api) == ("sea-otters", "recipes", "ezlink")
    assert batch.limits == (3, 12.5, 2.0, 9.0)
    assert [job.key for job in batch.jobs] == [
        "portrait[mood=calm,style=vivid]",
        "portrait[mood=calm,style=natural]",
        "portrait[mood=stormy,style=vivid]",
        "portrait[mood=stormy,style=natural]",
    ]
    job = batch.jobs[2]
    assert job.request == {
        "model": "dall-e-3",
        "size": "1792x1024",
        "prompt": "An otter on a stormy sea",
        "style": "vivid",
    }
    assert job.pictures == 1
    assert job.expect[:3] == ("png", 1792, 1024)
    assert job.span.start.line == 6
    path = render_save(job, index=0, ext="png", digest="d")
    assert path == "images/portrait-stormy-vivid.png"


def test_an_upstream_picture_brings_its_values(tmp_path: Path) -> None:
    """`each` repeats a step for each picture of another, wherever that one stands."""
    text = """\
recipe: otters
steps:
  - id: framed
    uses: createImageEdit
    each: night
    with:
      model: gpt-image-2
      image: ["{{ image }}"]
      prompt: A frame for {{ mood }} {{ index }}
  - id: night
    uses: createImageEdit
    each: portrait
    matrix: {moon: [full]}
    with:
      model: gpt-image-2
      image: "{{ image }}"
      prompt: "{{ mood }}, a {{ moon }} moon, {{ step }}"
    save: "{{ step }}-{{ mood }}-{{ upstream_index }}.{{ ext }}"
  - id: portrait
    uses: createImage
    matrix: {mood: [calm, icy]}
    with: {model: gpt-image-2, n: 2, prompt: "A {{ mood }} sea"}
"""
    batch = batch_of(load_batch(write(tmp_path, text)))
    steps = [job.step for job in batch.jobs]
    assert steps == ["portrait"] * 2 + ["night"] * 4 + ["framed"] * 4
    night = batch.jobs[3]
    assert night.key == "night[portrait[mood=calm]#1,moon=full]"
    assert night.inputs == ((("image",), Upstream("portrait[mood=calm]", 1)),)
    assert night.request["image"] == Upstream("portrait[mood=calm]", 1)
    assert night.request["prompt"] == "calm, a full moon, night"
    assert render_save(night, index=0, ext="png", digest="") == "night-calm-1.png"
    framed = batch.jobs[6]
    source = Upstream("night[portrait[mood=calm]#0,moon=full]", 0)
    assert framed.inputs == ((("image", 0), source),)
    assert framed.request["prompt"] == "A frame for calm 0"
    portraits = [render_save(batch.jobs[0], index=i, ext="png", digest="") for i in (0, 1)]
    assert portraits == ["images/otters/portrait-calm-0.png", "images/otters/portrait-calm-1.png"]
    assert len({render_save(j, index=0, ext="png", digest="") for j in batch.jobs}) == 10


def test_rows_of_csv_are_text(tmp_path: Path) -> None:
    """Cells are text, are never expanded, and a short distinct column names the jobs."""
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes/p.csv").write_text(
        '\ufeffid,prompt,n\r\nfirst,"An otter, ""calm""",1\r\n\r\n'
        'second,"two\nlines {{ x }}",2\r\n',
        encoding="utf-8",
        newline="",
    )
    text = """\
recipe: otters
steps:
  - id: p
    uses: createImage
    rows: p.csv
    with: {model: gpt-image-2, prompt: "{{ prompt }}", n: "{{ n | int }}"}
"""
    batch = batch_of(load_batch(write(tmp_path, text)))
    assert [job.key for job in batch.jobs] == ["p[id=first]", "p[id=second]"]
    assert [job.request["prompt"] for job in batch.jobs] == [
        'An otter, "calm"',
        "two\nlines {{ x }}",
    ]
    assert [job.request["n"] for job in batch.jobs] == [1, 2]
    assert batch.jobs[0].save == "images/otters/p-first.{{ ext }}"


def test_rows_of_json_lines_keep_their_types(tmp_path: Path) -> None:
    """JSON Lines keep numbers; a row without a name is numbered; a missing key is a finding."""
    (tmp_path / "recipes").mkdir()
    rows = tmp_path / "recipes/p.jsonl"
    long = "A very long prompt that cannot name a job, and so the row's number does"
    rows.write_text(f'{{"prompt": "{long}", "n": 2}}\n\n{{"prompt": "{long} too", "n": 1}}\n')
    text = """\
recipe: otters
steps:
  - id: p
    uses: createImage
    rows: p.jsonl
    with: {model: gpt-image-2, prompt: "{{ prompt }}", n: "{{ n }}"}
"""
    path = write(tmp_path, text)
    batch = batch_of(load_batch(path))
    assert [job.request["n"] for job in batch.jobs] == [2, 1]
    assert [job.key for job in batch.jobs] == ["p[n=2]", "p[n=1]"]
    rows.write_text('{"prompt": "a", "n": 1}\n{"prompt": "b"}\n')
    loaded = load_batch(path)
    assert codes(loaded) == ["undefined-variable"]
    span = loaded.diagnostics[0].notes[0].span
    assert span is not None
    assert (span.source.name.endswith("p.jsonl"), span.start.line) == (True, 2)


def test_input_files(tmp_path: Path) -> None:
    """An input file is found relative to the recipe, known relative to the project."""
    write_png(tmp_path / "shared/mask.png")
    write_png(tmp_path / "recipes/otter.png")
    text = """\
recipe: otters
vars: {folder: ../shared}
steps:
  - id: p
    uses: createImageEdit
    with:
      model: gpt-image-2
      prompt: At night
      image: [otter.png]
      mask: "{{ folder }}/mask.png"
"""
    job = batch_of(load_batch(write(tmp_path, text))).jobs[0]
    found = {path: one.path for path, one in job.inputs if isinstance(one, ProjectFile)}
    assert found == {("image", 0): "recipes/otter.png", ("mask",): "shared/mask.png"}
    assert isinstance(job.request["mask"], ProjectFile)
    assert job.request["mask"].span.start == (10, 13)


def test_an_output_must_not_overwrite_an_input(tmp_path: Path) -> None:
    """A picture that is an input cannot be an output."""
    write_png(tmp_path / "recipes/otter.png")
    text = """\
recipe: otters
steps:
  - id: p
    uses: createImageEdit
    with: {model: gpt-image-2, prompt: At night, image: otter.png}
    save: otter.png
"""
    assert codes(load_batch(write(tmp_path, text))) == ["save-collision"]


def test_recipes_that_save_to_the_same_place(tmp_path: Path) -> None:
    """Recipes that are used together must not save over each other's pictures."""
    text = """\
recipe: otters
steps:
  - {id: p, uses: createImage, with: {model: gpt-image-2, prompt: An otter}, save: otter.png}
"""
    first, second = write(tmp_path, text), write(tmp_path, text, "recipes/b.yaml")
    batches, findings = load_batches([first, second])
    assert [batch.file for batch in batches] == [first]
    assert [finding.code for finding in findings] == ["save-collision"]
    note = findings[0].notes[0]
    assert note.span is not None
    assert note.span.source.name == first
    assert load_batch(second).batch is not None
    assert codes(load_batch(second, Claims())) == []


def test_a_step_without_jobs_is_no_error_elsewhere(tmp_path: Path) -> None:
    """A finding in one step does not hide those of others, nor cause new ones downstream."""
    text = """\
recipe: otters
steps:
  - {id: a, uses: createImage, with: {promt: An otter}}
  - {id: b, uses: createImageEdit, each: a, with: {image: "{{ image }}", prompt: b}}
  - {id: c, uses: createImage, with: {prompt: c, size: huge, model: dall-e-3}}
"""
    assert codes(load_batch(write(tmp_path, text))) == ["unknown-field", "wrong-value"]


def test_findings_of_many_jobs_are_said_once(tmp_path: Path) -> None:
    """What is wrong with a thousand jobs is one finding with a count."""
    numbers = ", ".join(str(i) for i in range(1000))
    text = f"""\
recipe: otters
steps:
  - id: p
    uses: createImage
    matrix: {{number: [{numbers}]}}
    with: {{model: dall-e-3, prompt: "{{{{ number }}}}", n: "{{{{ number }}}}"}}
"""
    loaded = load_batch(write(tmp_path, text))
    assert len(loaded.diagnostics) < 4
    notes = [note.message for finding in loaded.diagnostics for note in finding.notes]
    assert "and in 997 more jobs of the step" in notes


def test_a_matrix_that_is_too_large(tmp_path: Path) -> None:
    """A matrix of a billion combinations is a finding, not an endless run."""
    axis = ", ".join(str(i) for i in range(1000))
    text = f"""\
recipe: otters
steps:
  - id: p
    uses: createImage
    matrix: {{a: [{axis}], b: [{axis}], c: [{axis}]}}
    with: {{prompt: "{{{{ a }}}}{{{{ b }}}}{{{{ c }}}}"}}
"""
    assert codes(load_batch(write(tmp_path, text))) == ["too-many-jobs"]


def test_saving_by_digest(tmp_path: Path) -> None:
    """Different requests have different digests, also shortened ones, so they do not collide."""
    text = """\
recipe: otters
steps:
  - id: p
    uses: createImage
    matrix: {mood: [calm, icy]}
    with: {prompt: "A {{ mood }} sea"}
    save: "{{ digest[:8] }}.{{ ext }}"
"""
    batch = batch_of(load_batch(write(tmp_path, text)))
    path = render_save(batch.jobs[0], index=0, ext="webp", digest="0123456789abcdef")
    assert path == "01234567.webp"


def test_formats_in_a_matrix_do_not_collide(tmp_path: Path) -> None:
    """Jobs that differ in their format only are saved beside each other by `ext`."""
    text = """\
recipe: otters
steps:
  - id: p
    uses: createImage
    matrix: {kind: [png, jpeg, webp]}
    with: {model: gpt-image-2, prompt: A sea, output_format: "{{ kind }}"}
    save: "sea.{{ ext }}"
    expect: {format: "{{ kind }}"}
"""
    batch = batch_of(load_batch(write(tmp_path, text)))
    assert [job.expect.format for job in batch.jobs] == ["png", "jpeg", "webp"]


def test_variables_may_use_each_other(tmp_path: Path) -> None:
    """The order of variables does not matter, and their types are kept."""
    text = """\
recipe: otters
vars: {c: "{{ b }}!", b: "{{ a + 1 }}", a: 1}
steps:
  - id: p
    uses: createImage
    with: {model: gpt-image-2, prompt: "{{ c }}{{ recipe }}", n: "{{ b }}"}
"""
    job = batch_of(load_batch(write(tmp_path, text))).jobs[0]
    assert job.request == {"model": "gpt-image-2", "prompt": "2!otters", "n": 2}


def test_values_that_cannot_name_a_job(tmp_path: Path) -> None:
    """Long or odd values are numbered, so that keys stay readable and unique."""
    text = """\
recipe: otters
steps:
  - id: p
    uses: createImage
    matrix: {a: ["x,b=y", x, "a/b", "a b"], b: [z, {deep: 1}]}
    with: {prompt: "{{ a }}{{ b }}"}
"""
    batch = batch_of(load_batch(write(tmp_path, text)))
    keys = [job.key for job in batch.jobs]
    assert keys[0] == "p[a=(1),b=z]"
    assert keys[1] == "p[a=(1),b=(2)]"
    assert len(set(keys)) == 8
    saves = {render_save(job, index=0, ext="png", digest="") for job in batch.jobs}
    assert len(saves) == 8


def test_the_same_request_twice_is_a_warning(tmp_path: Path) -> None:
    """Two jobs that ask for the same are told so; a warning does not stop the work."""
    text = """\
recipe: otters
steps:
  - {id: p, uses: createImage, with: {model: gpt-image-2, prompt: An otter}}
  - {id: q, uses: createImage, with: {model: gpt-image-2, prompt: An otter}}
"""
    loaded = load_batch(write(tmp_path, text))
    assert batch_of(loaded).jobs[1].key == "q"
    assert [(d.code, d.severity) for d in loaded.diagnostics] == [
        ("same-request", Severity.WARNING)
    ]


def test_a_deprecated_operation_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An operation that the API gives up is told at `uses`, with the API's own sentence."""
    old = table.API.operations["createImage"]._replace(deprecated="use createPicture")
    api = table.API._replace(operations={**table.API.operations, "createImage": old})
    monkeypatch.setattr(table, "API", api)
    text = """\
recipe: otters
steps:
  - {id: p, uses: createImage, with: {model: gpt-image-2, prompt: An otter}}
"""
    loaded = load_batch(write(tmp_path, text))
    assert batch_of(loaded).jobs
    (finding,) = loaded.diagnostics
    assert (finding.code, finding.severity) == ("deprecated", Severity.WARNING)
    assert finding.message == "createImage is deprecated: use createPicture"
    assert finding.place[1:] == (3, 19)


def test_parameters_beside_the_body(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`with` names parameters and body fields alike; each is checked as what it is."""
    model = table.API.operations["retrieveModel"].parameters[0]
    old = table.API.operations["createImage"]
    new = old._replace(parameters=(model._replace(name="tenant", required=True),))
    api = table.API._replace(operations={**table.API.operations, "createImage": new})
    monkeypatch.setattr(table, "API", api)
    text = """\
recipe: otters
steps:
  - {id: p, uses: createImage, with: {prompt: An otter, tenant: zoo}}
"""
    job = batch_of(load_batch(write(tmp_path, text))).jobs[0]
    assert job.request == {"prompt": "An otter", "tenant": "zoo"}
    assert codes(load_batch(write(tmp_path, text.replace("zoo", "[zoo]")))) == ["wrong-type"]
    without = text.replace(", tenant: zoo", "")
    assert codes(load_batch(write(tmp_path, without))) == ["missing-field"]


def test_folders_and_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder, every .yaml and .yml that does not start with a dot is a recipe."""
    monkeypatch.chdir(tmp_path)
    for name in ("recipes/b.yml", "recipes/a.yaml", "recipes/.c.yaml", "recipes/deep/d.yaml"):
        write(tmp_path, "", name)
    for name in ("recipes/.git/e.yaml", "recipes/f.json", "recipes/a.lock.json"):
        write(tmp_path, "", name)
    assert collect([]) == ["recipes/a.yaml", "recipes/b.yml", "recipes/deep/d.yaml"]
    assert collect(["recipes/f.json", "recipes/a.yaml", "recipes/a.yaml"]) == [
        "recipes/f.json",
        "recipes/a.yaml",
    ]
    monkeypatch.chdir(tmp_path / "recipes")
    assert collect(["."])[0] == "a.yaml"


def test_paths_that_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path that does not exist, and a folder without recipes, are wrong calls."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="there is no folder recipes"):
        collect([])
    (tmp_path / "recipes").mkdir()
    with pytest.raises(UsageError, match="holds no recipe"):
        collect([])
    (tmp_path / "recipes/otters.yaml").touch()
    with pytest.raises(UsageError, match=r"did you mean 'otters\.yaml'"):
        collect(["recipes/oters.yaml"])
