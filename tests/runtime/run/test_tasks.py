"""Pictures that take their time: tasks that are followed, urls that die, inputs that come again."""

import json
from pathlib import Path

from tests.runtime.run.conftest import (
    Answer,
    Asked,
    Project,
    Server,
    error,
    images,
    png,
    prompt_of,
    recipe,
)

from ezlink.table import API
from pictura.events import Event, JobEnded, Summary
from pictura.project import Project as Root
from pictura.recipes.expand import load_batches
from pictura.run.session import Options, Work, run_project
from pictura.run.tries import Tries
from pictura_core.diagnostics import Severity
from pictura_core.extensions import Task
from pictura_core.operation import Api, Operation, Parameter, Response, Validator

ANYTHING = Validator(lambda _: True, lambda _: iter(()))
CREATE = API.operations["createImage"]
TASK = Task(
    poll="fetchTask",
    id=("task", "id"),
    parameter="id",
    state=("state",),
    pending=("queued",),
    done=("done",),
    failed=("failed",),
    reason=("why",),
    interval=0.01,
    maximum=2.0,
)
FETCH: Operation[object] = CREATE._replace(
    id="fetchTask",
    method="GET",
    path="/v1/tasks/{id}",
    parameters=(Parameter("id", "path", True, "simple", False, "", ANYTHING),),
    bodies=(),
    responses=(Response("200", "application/json", "json", None),),
    images=None,
    price=None,
)


def patient(task: Task = TASK) -> Api:
    """Make an API whose pictures come from a task."""
    submit = CREATE._replace(
        task=task, responses=(Response("200", "application/json", "json", None),)
    )
    return API._replace(operations={"createImage": submit, "fetchTask": FETCH})


def state(name: str, **more: object) -> Answer:
    """Tell a task's state."""
    return Answer(json.dumps({"state": name, **more}).encode())


def run(root: Path, server: Server, api: Api) -> tuple[Summary, JobEnded]:
    """Run the recipe in this process."""
    batches, findings = load_batches([str(root / "otters.yaml")])
    assert not [one for one in findings if one.severity is Severity.ERROR]
    jobs = tuple(job._replace(operation=api.operations["createImage"]) for job in batches[0].jobs)
    work = Work(Root(str(root)), (batches[0]._replace(jobs=jobs),), api, server.url, "key")
    events: list[Event] = []
    summary = run_project(work, Options(tries=Tries(base=0.01)), events.append)
    (ended,) = [event for event in events if isinstance(event, JobEnded)]
    return summary, ended


def prepare(project: Project) -> None:
    """Let the server answer with a task."""
    project.write(recipe("calm"))
    project.server.answer = lambda _: Answer(b'{"task": {"id": "t 1/2"}}')


def test_task_is_followed_to_its_pictures(project: Project, server: Server) -> None:
    """A task is asked about until it is done; its pictures stand in the last answer."""
    prepare(project)
    done = json.loads(images(png("slow")).body)
    server.turns = [state("queued"), error(500, "oops"), state("painting"), state("done", **done)]
    summary, _ = run(project.root, server, patient())
    assert (summary.made, summary.requests, len(server.posts)) == (1, 1, 1)
    assert project.pictures() == {"calm.png": png("slow")}
    assert server.gets == ["/v1/tasks/t%201%2F2"] * 4
    assert run(project.root, server, patient())[0].kept == 1
    assert len(server.gets) == 4


def test_task_that_is_late_is_followed_by_the_next_run(project: Project, server: Server) -> None:
    """A task that is not done in time is paid for: the next run follows it, and asks nothing."""
    prepare(project)
    server.turns = [state("queued")]
    summary, ended = run(project.root, server, patient(TASK._replace(maximum=0.1)))
    assert (summary.failed, ended.code) == (1, "picture-lost")
    server.turns = [state("done", **json.loads(images(png("late")).body))]
    summary, _ = run(project.root, server, patient())
    assert (summary.restored, len(server.posts)) == (1, 1)
    assert project.pictures() == {"calm.png": png("late")}


def test_task_that_fails(project: Project, server: Server) -> None:
    """A task that failed fails its job with the API's words, and the next run asks anew."""
    prepare(project)
    server.turns = [state("failed", why="the otter swam away")]
    summary, ended = run(project.root, server, patient())
    assert (summary.failed, ended.code) == (1, "no-picture")
    assert "the otter swam away" in ended.reason
    run(project.root, server, patient())
    assert len({asked.key for asked in server.posts}) == 2


def test_task_told_by_status(project: Project, server: Server) -> None:
    """A task's state may be the HTTP status of the polling answer."""
    prepare(project)
    task = TASK._replace(state=(), pending=(202,), done=(200,), failed=(410,))
    server.turns = [Answer(b"", 202), images(png("by status"))]
    assert run(project.root, server, patient(task))[0].made == 1


def test_dead_url_of_a_job_with_an_input(project: Project, server: Server) -> None:
    """A paid picture whose url has died is asked again with its input, and that is told."""
    extra = """\
  - id: night
    uses: createImageEdit
    each: otter
    with: {image: "{{ image }}", model: gpt-image-1, prompt: night}
    save: images/night.{{ ext }}
"""
    project.write(recipe("calm", extra=extra))

    def answer(asked: Asked) -> Answer:
        if asked.path.endswith("edits"):
            body = {"created": 1, "data": [{"url": f"{server.url}/{len(server.posts)}.png"}]}
            return Answer(json.dumps(body).encode())
        return images(png(prompt_of(asked)))

    server.answer = answer
    server.files["/2.png"] = Answer(b"busy", 503, {"Retry-After": "9000"})
    assert project.run().summary["failed"] == 1
    server.files = {"/3.png": Answer(png("night"))}
    done = project.run()
    assert (done.status, done.summary["made"], done.summary["unknown"]) == (0, 1, 1)
    assert png("an otter, calm") in server.posts[2].body
    assert project.pictures()["night.png"] == png("night")
