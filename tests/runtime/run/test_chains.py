"""Steps that go on from what other steps made: pictures, tasks and their buttons, in any family."""

import base64
import json
import re

import pytest
from tests.runtime.run.conftest import Answer, Asked, Project, Server, images, png, prompt_of
from tests.runtime.run.haste import film, run, told

PRESSED = """\
recipe: otters
steps:
  - id: grid
    uses: submitImagine
    with: {prompt: four otters}
    save: images/grid.{{ ext }}
  - id: large
    uses: submitAction
    each: grid
    matrix: {button: [U1, "Vary (Strong)"]}
    with: {taskId: "{{ task }}", customId: "{{ buttons[button] }}"}
    save: images/{{ button | slug }}.{{ ext }}
"""
SUBMITTED = {"code": 1, "description": "ok", "properties": {}}


class Painter:
    """A Midjourney that gives each task a picture of what was asked, and two buttons."""

    def __init__(self, server: Server, first: int = 1) -> None:
        self.server = server
        self.number = first
        server.answer = self.submit

    def submit(self, asked: Asked) -> Answer:
        """Take a task and finish it."""
        name = f"{self.number:03}"
        self.number += 1
        words = str(asked.value.get("customId", asked.value.get("prompt")))
        buttons = [
            {"customId": f"MJ::JOB::upsample::1::{name}", "label": "U1", "emoji": ""},
            {"customId": f"MJ::JOB::reroll::{name}", "label": "", "emoji": "🔄"},
            {"customId": f"MJ::JOB::high_variation::{name}", "label": "Vary (Strong)"},
        ]
        ready = {"id": name, "status": "SUCCESS", "progress": "100%", "buttons": buttons}
        url = f"{self.server.url}/{name}.png"
        self.server.files[f"/mj/task/{name}/fetch"] = told(**ready, imageUrl=url)
        # The picture is of what was pressed, not of the chance number of the task.
        self.server.files[f"/{name}.png"] = Answer(png(re.sub("::[0-9]{3}", "", words)))
        return told(**SUBMITTED, result=name)


def test_buttons_of_a_finished_task_are_pressed(project: Project, server: Server) -> None:
    """A step goes on from a task with its id and its buttons; a second run keeps everything."""
    project.write(PRESSED)
    Painter(server)
    done = run(project)
    assert done.summary.made == 3, done.jobs
    sent = [asked.value for asked in server.posts if asked.path == "/mj/submit/action"]
    assert {str(one["taskId"]) for one in sent} == {"001"}
    assert {str(one["customId"]) for one in sent} == {
        "MJ::JOB::upsample::1::001",
        "MJ::JOB::high_variation::001",
    }
    assert project.pictures() == {
        "grid.png": png("four otters"),
        "u1.png": png("MJ::JOB::upsample::1"),
        "vary-strong.png": png("MJ::JOB::high_variation"),
    }
    assert run(project).summary.kept == 3
    # What the buttons cost is told by their values, which nobody knew before.
    costs = {name: job.cost_usd for name, job in done.jobs.items()}
    assert costs["large[grid#0,button=U1]"] == 0.018
    assert costs["large[grid#0,button=(2)]"] == 0.036


def test_digest_does_not_depend_on_the_task(project: Project, server: Server) -> None:
    """The same picture from another task gives the same jobs: a task's id is chance."""
    project.write(PRESSED)
    Painter(server)
    first = {name: job.digest for name, job in run(project).jobs.items()}
    Painter(server, first=100)
    again = run(project, force=True)
    assert again.summary.made == 3, again.jobs
    assert {name: job.digest for name, job in again.jobs.items()} == first


def test_step_that_is_added_later_goes_on_from_the_task(project: Project, server: Server) -> None:
    """A task of an earlier run is remembered with its buttons."""
    project.write(PRESSED[: PRESSED.index("  - id: large")])
    Painter(server)
    run(project)
    project.write(PRESSED)
    done = run(project)
    assert (done.summary.kept, done.summary.made) == (1, 2), done.jobs


def test_button_that_is_not_there(project: Project, server: Server) -> None:
    """A button that the task does not have fails the job with the names of those there are."""
    project.write(PRESSED.replace("[U1,", "[U9,"))
    Painter(server)
    done = run(project)
    (failed,) = [job for job in done.jobs.values() if job.status == "failed"]
    assert failed.code == "no-button"
    assert "'U9'; it has U1, 🔄, Vary (Strong)" in failed.reason


def test_task_of_another_machine(project: Project, server: Server) -> None:
    """Where the ledger is gone nobody knows the task, and that is said."""
    project.write(PRESSED[: PRESSED.index("  - id: large")])
    Painter(server)
    run(project)
    (project.root / ".pictura" / "ledger.sqlite").unlink()
    project.write(PRESSED)
    done = run(project)
    assert done.summary.kept == 1
    assert {job.code for job in done.jobs.values()} == {"", "task-unknown"}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('"id {{ task }}"', "task-in-text"),
        ('"{{ buttons }}"', "task-in-text"),
        ('"{{ buttons.U1 | upper }}"', "expression-failed"),
    ],
)
def test_task_is_no_text(project: Project, value: str, said: str) -> None:
    """A task's id is known only in a run, so that no text can be made of it."""
    project.write(PRESSED.replace('"{{ buttons[button] }}"', value))
    done = project.pictura("validate", "otters.yaml")
    assert done.status == 1
    assert said in done.out


def test_plan_says_that_the_price_is_unknown_before(project: Project) -> None:
    """What a button costs is not guessed before the button is known."""
    project.write(PRESSED)
    done = project.plan("--emulator")
    assert done.job("grid")["cost_usd"] == 0.036
    assert done.job("large[grid#0,button=U1]")["cost_usd"] is None


CHAIN = """\
recipe: otters
steps:
  - id: film
    uses: startImageToVideo
    each: large
    with: {image: "{{ image }}"}
    save: images/{{ step }}-{{ index }}.{{ ext }}
  - id: large
    uses: upscaleConservative
    each: bare
    with: {image: "{{ image }}", prompt: an otter}
    save: images/{{ step }}.{{ ext }}
  - id: bare
    uses: removeBackground
    each: otter
    with: {image: "{{ image }}"}
    save: images/{{ step }}.{{ ext }}
  - id: otter
    uses: createImage
    with: {model: gpt-image-2, prompt: an otter}
    save: images/{{ step }}.{{ ext }}
"""


def family(server: Server, sides: tuple[int, int]) -> None:
    """Let the server draw, cut out, enlarge and film."""

    def answer(asked: Asked) -> Answer:
        if asked.path.endswith("generations"):
            return images(png("drawn", 96, 96))
        if asked.path.endswith("remove-background"):
            return Answer(png("bare", 96, 96), headers={"Content-Type": "image/png"})
        if asked.path.endswith("conservative"):
            return Answer(png("large", *sides), headers={"Content-Type": "image/png"})
        return told(id="f" * 64)

    server.answer = answer
    server.turns = [Answer(film(), headers={"Content-Type": "video/mp4"})]


def test_chain_across_families(project: Project, server: Server) -> None:
    """Steps follow each other across families, in whatever order the recipe names them."""
    project.write(CHAIN)
    family(server, (1024, 576))
    done = run(project)
    assert done.summary.made == 4, done.jobs
    assert [asked.path.rpartition("/")[2] for asked in server.posts] == [
        "generations",
        "remove-background",
        "conservative",
        "image-to-video",
    ]
    assert png("bare", 96, 96) in server.posts[2].body
    assert set(project.pictures()) == {"otter.png", "bare.png", "large.png", "film-0.mp4"}
    assert run(project).summary.kept == 4


def test_picture_that_does_not_fit_the_next_step_is_not_sent(
    project: Project, server: Server
) -> None:
    """A picture is held against what the next operation takes, and nothing is sent if it fails."""
    project.write(CHAIN)
    family(server, (640, 480))
    done = run(project)
    job = done.jobs["film[large[bare[otter#0]#0]#0]"]
    assert (job.status, job.code, len(server.posts)) == ("failed", "wrong-input", 3)
    assert "640x480" in job.reason


def test_circle_is_found_where_it_is(project: Project) -> None:
    """Steps that wait for each other are a finding with a place."""
    project.write(
        CHAIN.replace(
            "    with: {model: gpt-image-2", "    each: film\n    with: {model: gpt-image-2"
        )
    )
    done = project.pictura("validate", "otters.yaml")
    assert done.status == 1
    assert re.search(r"otters\.yaml:\d+:\d+: cycle: ", done.out)


def test_pictures_in_json(project: Project, server: Server) -> None:
    """Pictures travel as data URLs in a list of a JSON body: files and those of other steps."""
    (project.root / "in.png").write_bytes(png("in"))
    project.write("""\
recipe: otters
steps:
  - id: otter
    uses: createImage
    with: {model: gpt-image-2, prompt: an otter}
    save: images/otter.{{ ext }}
  - id: both
    uses: submitBlend
    each: otter
    with: {base64Array: [in.png, "{{ image }}"]}
    save: images/both.{{ ext }}
""")
    painter = Painter(server)

    def answer(asked: Asked) -> Answer:
        return painter.submit(asked) if asked.path.startswith("/mj") else images(png("drawn"))

    server.answer = answer
    done = run(project)
    assert done.summary.made == 2, done.jobs
    expected = [
        "data:image/png;base64," + base64.b64encode(png(one)).decode() for one in ("in", "drawn")
    ]
    assert json.loads(server.posts[1].body)["base64Array"] == expected


def test_several_files_under_one_name(project: Project, server: Server) -> None:
    """Files in a list are parts of one form under one name, each with its own type."""
    (project.root / "in.png").write_bytes(png("in"))
    project.write("""\
recipe: otters
steps:
  - id: otter
    uses: createImage
    with: {model: gpt-image-2, prompt: an otter}
    save: images/otter.{{ ext }}
  - id: both
    uses: createImageEdit
    each: otter
    with: {image: [in.png, "{{ image }}"], model: gpt-image-2, prompt: both}
    save: images/both.{{ ext }}
""")
    server.answer = lambda asked: images(png(prompt_of(asked)))
    done = run(project)
    assert done.summary.made == 2, done.jobs
    parts = server.posts[1].body.split(b"\r\n--")
    files = [part for part in parts if b"filename=" in part]
    assert len(files) == 2
    assert png("in") in files[0]
    assert png("an otter") in files[1]
    names = [re.findall(rb' name="([^"]*)"', part)[0] for part in files]
    assert names[0] == names[1]
    assert all(b"Content-Type: image/png" in part for part in files)
