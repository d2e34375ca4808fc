"""Every family of operations is run by what the document says of it: tasks, films, events."""

import base64
import json
import sqlite3
from contextlib import closing
from functools import partial

import pytest
from tests.runtime.run.conftest import (
    Answer,
    Asked,
    Project,
    Server,
    kill,
    png,
    wait_until,
)
from tests.runtime.run.haste import QUICK, film, run, step, told, wav

from pictura.display.values import progress_value
from pictura.run.following import percent

FLUX = step("createFluxImage", "{prompt: an otter, model: flux-2-max}")
SUBMITTED = {"id": "f1", "polling_url": "https://example.com/f1"}


def ledger_has(project: Project, words: str) -> bool:
    """Tell whether an answer with some words is in the ledger, paid for."""
    with closing(sqlite3.connect(project.root / ".pictura" / "ledger.sqlite")) as ledger:
        rows = ledger.execute("SELECT rest FROM requests WHERE state = 'paid'").fetchall()
    return any(words.encode() in (rest or b"") for (rest,) in rows)


@pytest.mark.parametrize("moment", ["before the first question", "between questions"])
def test_killed_run_goes_on_asking(project: Project, server: Server, moment: str) -> None:
    """A run that is killed after its task was submitted follows that task, and submits nothing."""
    project.write(FLUX)
    server.answer = lambda _: told(**SUBMITTED)
    server.turns = [told(id="f1", status="Pending")]
    process = project.start("run", "otters.yaml", "--json")
    if moment == "between questions":
        wait_until(lambda: len(server.gets) > 0)
    else:
        wait_until(lambda: server.posts != [] and ledger_has(project, "f1"))
        assert server.gets == []
    kill(process)
    ready = {"id": "f1", "status": "Ready", "result": {"sample": f"{server.url}/otter.png"}}
    server.turns = [told(**ready), Answer(png("late"))]
    asked = len(server.gets)
    done = project.run()
    assert (done.summary["restored"], len(server.posts)) == (1, 1)
    assert server.gets[asked:] == ["/flux/v1/get_result?id=f1", "/otter.png"]
    assert project.pictures() == {"otter.png": png("late")}


def test_refused_task_is_not_asked_anew_by_the_run_that_hears_of_it(
    project: Project, server: Server
) -> None:
    """A task that failed while nobody looked fails its job; only a further run asks anew."""
    project.write(FLUX)
    server.answer = lambda _: told(**SUBMITTED)
    server.turns = [told(id="f1", status="Pending")]
    task = QUICK.operations["createFluxImage"].task
    assert task is not None
    late = QUICK.operations["createFluxImage"]._replace(task=task._replace(maximum=0.05))
    run(project, QUICK._replace(operations={**QUICK.operations, "createFluxImage": late}))
    server.turns = [told(id="f1", status="Content Moderated", error="no otters")]
    done = run(project)
    assert (done.summary.failed, len(server.posts)) == (1, 1)
    assert "no otters" in done.jobs["otter"].reason
    run(project)
    assert len(server.posts) == 2


def test_progress_is_told(project: Project, server: Server) -> None:
    """What an API says of a task's progress is told as it changes, and as JSON lines."""
    project.write(step("submitImagine", "{prompt: an otter}"))
    server.answer = lambda _: told(code=1, description="ok", properties={}, result="m1")
    going = {"id": "m1", "status": "IN_PROGRESS", "buttons": [], "imageUrl": ""}
    ready = {**going, "status": "SUCCESS", "progress": "100%", "imageUrl": f"{server.url}/m.png"}
    server.turns = [
        told(**going, progress="0%"),
        told(**going, progress="43%"),
        told(**going, progress="43%"),
        told(**ready),
        Answer(png("grid")),
    ]
    done = run(project)
    assert [one.percent for one in done.progress] == [0.0, 43.0, 100.0]
    assert project.pictures() == {"otter.png": png("grid")}
    value = progress_value(done.progress[1])
    assert value == {"event": "progress", "job": "otter", "percent": 43.0, "state": "IN_PROGRESS"}


@pytest.mark.parametrize(
    ("said", "read"),
    [("43%", 43.0), (43, 43.0), (0.43, 43.0), ("0.5", 50.0), ("0.5%", 0.5), (1, 1.0), (170, 100.0)],
)
def test_progress_in_any_form(said: object, read: float) -> None:
    """Progress is told as a text or a number, out of a hundred or out of one."""
    assert percent(said) == pytest.approx(read)


@pytest.mark.parametrize("said", [None, "", "soon", True, [], "1e9", "9" * 400])
def test_no_progress(said: object) -> None:
    """What is no number says nothing."""
    assert percent(said) is None


def test_film_that_is_fetched_by_an_operation_of_its_own(project: Project, server: Server) -> None:
    """A film comes from the operation that `fetch` names, and is saved as what it is."""
    more = "    expect: {format: mp4, width: 64, height: 48}\n"
    project.write(
        step("createSoraVideo", "{prompt: an otter}", save="images/{{ step }}.{{ ext }}", more=more)
    )
    going = {"id": "v1", "object": "video", "model": "sora-2", "created_at": 1}
    server.answer = lambda _: told(**going, status="queued")
    server.turns = [
        told(**going, status="in_progress", progress=50),
        told(**going, status="completed", progress=100),
        Answer(film(), headers={"Content-Type": "video/mp4"}),
    ]
    done = run(project)
    assert done.summary.made == 1, done.jobs
    assert server.gets == ["/v1/videos/v1", "/v1/videos/v1", "/v1/videos/v1/content"]
    assert project.pictures() == {"otter.mp4": film()}
    image = project.lock()["jobs"]["otter"]["images"]
    assert isinstance(image, list)
    assert (image[0]["format"], image[0]["width"], image[0]["height"]) == ("mp4", 64, 48)
    assert run(project).summary.kept == 1


def test_failed_film_says_why(project: Project, server: Server) -> None:
    """A failure is one even where its words stand in the place of errors."""
    project.write(step("createSoraVideo", "{prompt: an otter}"))
    going = {"id": "v1", "object": "video", "model": "sora-2", "created_at": 1}
    server.answer = lambda _: told(**going, status="queued")
    server.turns = [told(**going, status="failed", error={"code": "x", "message": "too wet"})]
    done = run(project)
    assert done.jobs["otter"].reason == "its task failed: too wet"


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ({"task_id": "t1", "task_status": "succeed", "message": ""}, ["results", "result"]),
        ({"id": "t1", "model": "cogvideox", "task_status": "PROCESSING"}, ["zhipu"]),
        ({"taskId": "t1", "status": "processing"}, ["texts"]),
    ],
)
def test_film_in_all_its_forms(
    project: Project, server: Server, first: dict[str, object], last: list[str]
) -> None:
    """A task's id and its film stand where one of several pointers leads; the film counts once."""
    project.write(step("createVideo", "{model: cogvideox, prompt: an otter}"))
    url = f"{server.url}/film.mp4"
    ways: dict[str, dict[str, object]] = {
        "results": {"task_status": "succeed", "video_results": [{"url": url}]},
        "result": {"video_result": url},
        "zhipu": {"task_status": "SUCCESS", "video_result": [{"url": url}]},
        "texts": {"task_status": "succeed", "video_results": [url], "video_result": f"{url}?copy"},
    }
    server.answer = lambda _: told(**first)
    answer = {name: value for way in last for name, value in ways[way].items()}
    server.turns = [told(**answer), Answer(film())]
    done = run(project)
    assert done.summary.made == 1, done.jobs
    assert server.gets == [
        "/v1/video/generations/result?taskid=t1&response_format=url",
        "/film.mp4",
    ]
    assert project.pictures() == {"otter.mp4": film()}


def _say(answer: Answer, _: Asked) -> Answer:
    return answer


@pytest.mark.parametrize("kind", ["image/png", "application/json"])
def test_body_or_json_as_the_answer_says(project: Project, server: Server, kind: str) -> None:
    """An answer is the picture itself, or JSON with the picture in it, as its type says."""
    (project.root / "in.png").write_bytes(png("in", 64, 64))
    project.write(step("removeBackground", "{image: in.png}"))
    large = png("cut", 200, 100) + bytes(60_000)
    for picture in (png("cut"), large):
        body = picture
        if kind == "application/json":
            coded = base64.b64encode(picture).decode()
            body = json.dumps({"image": coded, "finish_reason": "SUCCESS", "seed": 1}).encode()
        answer = Answer(body, headers={"Content-Type": kind})
        server.answer = partial(_say, answer)
        assert run(project, force=True).summary.made == 1
        assert project.pictures() == {"otter.png": picture}


def test_task_told_by_status_is_asked_no_faster_than_allowed(
    project: Project, server: Server
) -> None:
    """A picture that is still made is told by 202; then the body is the film."""
    (project.root / "in.png").write_bytes(png("in", 1024, 576))
    project.write(step("startImageToVideo", "{image: in.png}"))
    server.answer = lambda _: told(id="a" * 64)
    server.turns = [
        Answer(b'{"id": "a", "status": "in-progress"}', 202),
        Answer(film(), headers={"Content-Type": "video/mp4"}),
    ]
    done = run(project)
    assert done.summary.made == 1, done.jobs
    assert project.pictures() == {"otter.mp4": film()}


def test_speech(project: Project, server: Server) -> None:
    """Sound is saved as what it is."""
    request = "{model: tts-1, input: hello, voice: alloy, response_format: wav}"
    project.write(step("createSpeech", request, more="    expect: {format: wav}\n"))
    server.answer = lambda _: Answer(wav(), headers={"Content-Type": "audio/wav"})
    assert run(project).summary.made == 1
    assert project.pictures() == {"otter.wav": wav()}


EVENTS = step("createImage", "{model: gpt-image-1, prompt: an otter, stream: true}")


def events(*named: tuple[str, dict[str, object]]) -> Answer:
    """Answer in server-sent events."""
    lines = (
        f"event: {name}\ndata: {json.dumps({'type': name, **data})}\n\n" for name, data in named
    )
    return Answer("".join(lines).encode(), headers={"Content-Type": "text/event-stream"})


def shown(name: str, picture: bytes) -> tuple[str, dict[str, object]]:
    """Make an event with a picture."""
    coded = base64.b64encode(picture).decode()
    return f"image_generation.{name}", {"b64_json": coded, "partial_image_index": 0}


def test_stream_is_read_to_its_final_picture(project: Project, server: Server) -> None:
    """Partial pictures are progress, the final one is saved, and a second run keeps it."""
    project.write(EVENTS)
    server.answer = lambda _: events(
        shown("partial_image", png("a")),
        shown("partial_image", png("b")),
        shown("completed", png("c")),
    )
    done = run(project)
    assert done.summary.made == 1, done.jobs
    assert [one.state for one in done.progress] == ["partial picture 1", "partial picture 2"]
    assert project.pictures() == {"otter.png": png("c")}
    assert run(project).summary.kept == 1
    assert server.posts[0].value["stream"] is True


@pytest.mark.parametrize("is_cut", [True, False])
def test_stream_that_breaks_off_is_of_unknown_outcome(
    project: Project, server: Server, *, is_cut: bool
) -> None:
    """A stream without its final picture may be paid for: it is asked once more with its key."""
    project.write(EVENTS)
    whole = events(shown("partial_image", png("a")), shown("completed", png("c")))
    half = events(shown("partial_image", png("a")))
    if is_cut:
        half = Answer(whole.body, headers=whole.headers, cut=len(half.body))
    server.answer = lambda _: half if len(server.posts) == 1 else whole
    done = run(project)
    assert (done.summary.made, done.summary.doubtful) == (1, 1)
    assert len({asked.key for asked in server.posts}) == 1
    assert project.pictures() == {"otter.png": png("c")}


def test_stream_that_breaks_off_behind_its_picture(project: Project, server: Server) -> None:
    """What comes after the final picture does not matter."""
    project.write(EVENTS)
    whole = events(shown("completed", png("c")), ("done", {}))
    cut = Answer(whole.body, headers=whole.headers, cut=len(whole.body) - 5)
    server.answer = lambda _: cut
    done = run(project)
    assert (done.summary.made, done.summary.doubtful, len(server.posts)) == (1, 0, 1)
    assert project.pictures() == {"otter.png": png("c")}


def test_stream_with_an_error(project: Project, server: Server) -> None:
    """An error among the events is the answer's."""
    project.write(EVENTS)
    told_no: dict[str, object] = {
        "error": {"code": "content_policy_violation", "message": "no otters", "type": "x"}
    }
    server.answer = lambda _: events(shown("partial_image", png("a")), ("error", told_no))
    done = run(project)
    assert (done.jobs["otter"].code, len(server.posts)) == ("content_policy_violation", 1)
    assert "no otters" in done.jobs["otter"].reason


def test_stream_that_is_none(project: Project, server: Server) -> None:
    """A server that answers in one piece all the same is understood."""
    project.write(EVENTS)
    assert run(project).summary.made == 1
    assert project.pictures() == {"otter.png": png("an otter")}
