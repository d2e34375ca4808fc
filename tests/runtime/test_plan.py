"""What a plan says of batches: both prices, and what waits for its answer in one."""

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from tests.runtime.run.conftest import png

from pictura.state.batch_records import BatchClosed, BatchMade, BatchOpened
from pictura.state.ledger import open_ledger
from pictura.state.records import Intent

RECIPE = """\
recipe: harbour
api: openai_images
defaults: {{createImage: {{quality: low}}}}
steps:
  - id: view
    uses: createImage
    matrix: {{season: [spring, winter]}}
    with: {{model: {model}, size: 1024x1024, prompt: "A harbour in {{{{ season }}}}"{more}}}
    save: "{{{{ season }}}}.{{{{ ext }}}}"
"""
EDIT = """\
  - id: edit
    uses: createImageEdit
    with: {model: dall-e-2, size: 1024x1024, image: quay.png, prompt: By night}
    save: "edit.{{ ext }}"
"""
UNPRICED = """\
  - id: new
    uses: createImage
    with: {model: gpt-image-2, size: 1024x1024, prompt: A new harbour}
    save: "new.{{ ext }}"
"""
NAME = "pictura-1"


def write(folder: Path, model: str = "gpt-image-1.5", more: str = "", further: str = "") -> None:
    """Make a project of one recipe."""
    (folder / "pictura.toml").touch()
    (folder / "harbour.yaml").write_text(RECIPE.format(model=model, more=more) + further)


def plan(folder: Path, *words: str, code: int = 0) -> str:
    """Plan with a key, so that nothing is emulated; give what is printed."""
    return pictura(folder, "plan", *words, code=code)


def pictura(folder: Path, command: str, *words: str, code: int = 0) -> str:
    """Type a command line with a key; give what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "pictura", command, "harbour.yaml", *words],
        cwd=folder,
        env={**os.environ, "OPENAI_API_KEY": "key"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == code, done.stderr
    return done.stdout


def values(folder: Path) -> list[dict[str, object]]:
    """Plan for scripts; gives each line."""
    return [json.loads(line) for line in plan(folder, "--json").splitlines()]


def hand_in(folder: Path, count: int, id_: str = "batch_123") -> None:
    """Write into the ledger that the first jobs lie in a batch."""
    jobs = values(folder)[:count]
    (folder / ".pictura").mkdir()
    with closing(open_ledger(str(folder / ".pictura"))) as ledger:
        ledger.write([BatchOpened(NAME, "createImage", "https://a", False, 1.0)])
        for job in jobs:
            digest, name = str(job["digest"]), str(job["job"])
            intent = Intent(
                digest, digest, "createImage", "harbour.yaml", name, False, 0.0045, 2.0, NAME
            )
            ledger.write([intent])
        if id_:
            ledger.write([BatchMade(NAME, id_)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a project with a job for each of two seasons."""
    write(tmp_path)
    return tmp_path


def test_both_prices_are_told(folder: Path) -> None:
    """A job has its own price, and the totals say what all would cost as a batch too."""
    text = plan(folder)
    assert "make       $0.009  view[season=spring]" in text
    assert text.endswith("2 to make ($0.018, or $0.009 with --batch), 0 kept\n")
    spring, winter, summary = values(folder)
    for job in (spring, winter):
        assert (job["action"], job["cost_usd"], job["batch_usd"]) == ("make", 0.009, 0.0045)
    assert (summary["cost_usd"], summary["batch_usd"], summary["unpriced"]) == (0.018, 0.009, 0)
    html = rendered(folder)
    assert '<th style="text-align:right">with --batch</th>' in html
    assert html.count('<td style="text-align:right">$0.0045</td>') == 2


def test_what_cannot_be_batched_has_its_full_price(folder: Path) -> None:
    """A job that can be no line costs as much with --batch; if none can, only one sum is told."""
    write(folder, more=", stream: true")
    assert plan(folder).endswith("2 to make ($0.018), 0 kept\n")
    first, _, summary = values(folder)
    assert (first["cost_usd"], first["batch_usd"]) == (0.009, None)
    assert (summary["cost_usd"], summary["batch_usd"]) == (0.018, 0.018)
    assert "--batch" not in rendered(folder)


def test_models_have_both_prices(folder: Path) -> None:
    """What is told by model says both too; dall-e-2's edits, which no line can hold, have one."""
    (folder / "quay.png").write_bytes(png(width=256, height=256))
    write(folder, further=EDIT)
    text = plan(folder)
    assert "dall-e-2       $0.02\ngpt-image-1.5  $0.018, or $0.009 with --batch\n" in text
    assert text.endswith("3 to make ($0.038, or $0.029 with --batch), 0 kept\n")
    html = rendered(folder)
    assert '<td style="text-align:right">$0.018, or $0.009 with --batch</td>' in html
    assert html.count('<td style="text-align:right"></td>') == 1


def test_a_run_costs_what_the_plan_says(folder: Path) -> None:
    """With --batch, what can be no line is asked by itself, and the bill is the plan's."""
    (folder / "quay.png").write_bytes(png(width=256, height=256))
    write(folder, further=EDIT)
    planned = values(folder)
    told = pictura(folder, "run", "--emulator", "--batch", "--task-time", "0.2", "--json")
    ended = [json.loads(line) for line in told.splitlines()]
    bill = {one["job"]: one["cost_usd"] for one in ended if one["event"] == "job"}
    for job in planned[:-1]:
        batched = job["batch_usd"]
        assert bill[job["job"]] == (job["cost_usd"] if batched is None else batched)
    assert ended[-1]["cost_usd"] == planned[-1]["batch_usd"] == 0.029


def test_a_price_that_nobody_knows_is_unknown_in_a_batch_too(folder: Path) -> None:
    """No sum is made up for what has no price."""
    write(folder, "gpt-image-2")
    assert plan(folder).endswith("2 to make (unknown cost of 2 jobs), 0 kept\n")
    summary = values(folder)[-1]
    assert (summary["cost_usd"], summary["batch_usd"], summary["unpriced"]) == (0, 0, 2)
    write(folder, further=UNPRICED)
    end = "3 to make ($0.018, or $0.009 with --batch, and 1 job of unknown cost), 0 kept\n"
    assert plan(folder).endswith(end)


def test_what_is_handed_in_waits_and_costs_nothing_more(folder: Path) -> None:
    """A job in an open batch is no part of the bill; the plan says where it is."""
    hand_in(folder, 1)
    text = plan(folder)
    assert "  wait               view[season=spring]  spring.png" in text
    assert "(handed in as batch_123: a run picks it up)" in text
    assert text.endswith("1 to make ($0.009, or $0.0045 with --batch), 1 handed in, 0 kept\n")
    spring, winter, summary = values(folder)
    assert (spring["action"], spring["batch"], spring["cost_usd"]) == ("wait", "batch_123", 0)
    assert spring["batch_usd"] is None
    assert winter["action"] == "make"
    assert "batch" not in winter
    assert (summary["wait"], summary["make"], summary["cost_usd"]) == (1, 1, 0.009)
    assert "<td>handed in</td>" in rendered(folder)


def test_a_batch_without_an_id_has_our_name(folder: Path) -> None:
    """Where a crash lost the server's name for a batch, ours is told."""
    hand_in(folder, 1, "")
    assert f"(handed in as {NAME}: a run picks it up)" in plan(folder)


def test_waiting_is_something_to_do(folder: Path) -> None:
    """While answers are to be picked up, --exit-code ends with 1; nothing is to be paid."""
    hand_in(folder, 2)
    text = plan(folder, "--exit-code", code=1)
    assert text.endswith("0 to make ($0.00), 2 handed in, 0 kept\n")


def test_a_closed_batch_holds_nobody_back(folder: Path) -> None:
    """What a batch did not answer is to be made again."""
    hand_in(folder, 2)
    with closing(open_ledger(str(folder / ".pictura"))) as ledger:
        ledger.write([BatchClosed(NAME, "expired", "time is up", False, 9.0)])
    assert [one["action"] for one in values(folder)[:2]] == ["make", "make"]


def rendered(folder: Path) -> str:
    """Plan as a comment; gives it as HTML."""
    text = plan(folder, "--format", "markdown")
    return str(MarkdownIt("commonmark").enable("table").render(text))
