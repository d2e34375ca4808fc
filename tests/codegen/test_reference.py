"""The page of an API's operations."""

from pathlib import Path

import pytest

from pictura_codegen.cli import main

ROOT = Path(__file__).parents[2]

SPEC = """
openapi: 3.1.0
info: {title: "A | <b>", version: "1"}
paths:
  /draw:
    post:
      operationId: draw
      tags: [Art]
      summary: Draw | paint.
      deprecated: true
      requestBody:
        content:
          application/json:
            schema:
              anyOf:
                - {type: object, required: [a, b], properties: {a: {}, b: {type: string}}}
                - {type: object, required: [b], properties: {b: {type: string}}}
      responses:
        "200": {description: x, content: {application/json: {schema: {type: object}}}}
      x-images: {sources: [{pointer: /url, kind: url, media: video}]}
      x-price: {per: image, source: s, rows: [{when: {a: x}, usd: 0.5}, {usd: 0.25}]}
      x-task: {poll: look, id: /id, parameter: id, pending: [1], done: [2], failed: [3]}
      x-lifecycle: {removed: "2026-01"}
  /look/{id}:
    get:
      operationId: look
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: x}}
      x-lifecycle: {served: false}
"""


@pytest.mark.parametrize(("folder", "name"), [("ezlink", "api.md"), ("openai", "api-openai.md")])
def test_page_is_in_step_with_the_document(
    folder: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A page under docs/ is what its document says now."""
    spec, page = ROOT / "spec" / folder / "openapi.yaml", ROOT / "docs" / name
    assert main(["reference", str(spec), "--out", str(page), "--check"]) == 0
    assert capsys.readouterr().out == ""


def test_page_has_a_row_for_each_operation(tmp_path: Path) -> None:
    """An operation's row says how it is called, what it takes and gives, and what it costs."""
    spec, page = tmp_path / "spec.yaml", tmp_path / "api.md"
    spec.write_text(SPEC)
    assert main(["reference", str(spec), "--out", str(page)]) == 0
    rows = [line for line in page.read_text().splitlines() if line.startswith("| `")]
    assert rows[0] == (
        "| `draw`<br>Draw \\| paint.<br>**Deprecated:** deprecated by its specification "
        "| `POST /draw` | JSON: **`b`**, `a` | a task, by `look`<br>videos | 0.25 to 0.5 a picture "
        "| until 2026-01 |"
    )
    assert rows[1] == "| `look` | `GET /look/{id}` | **`id`** | nothing | - | never |"
    assert "# Every operation of A \\| &lt;b>" in page.read_text()


def test_page_that_differs_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --check nothing is written; the difference is shown, and the exit code is 1."""
    spec, page = tmp_path / "spec.yaml", tmp_path / "api.md"
    spec.write_text(SPEC)
    page.write_text("# Old\n")
    assert main(["reference", str(spec), "--out", str(page), "--check"]) == 1
    assert "-# Old" in capsys.readouterr().out
    assert page.read_text() == "# Old\n"


def test_wrong_document_is_rejected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong document is told with its place, and no page is written."""
    spec, page = tmp_path / "spec.yaml", tmp_path / "api.md"
    spec.write_text("openapi: 3.1.0\ninfo: {title: a, version: b}\npaths: {x: {}}\n")
    assert main(["reference", str(spec), "--out", str(page)]) == 1
    assert "path-without-slash" in capsys.readouterr().err
    assert not page.exists()
