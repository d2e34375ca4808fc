"""Tasks of the real API: started, walked through their states, fetched, failed, gone on with."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image

from ezlink.table import API
from pictura.emulator import Latency, Settings, serve_settings

KEY = {"authorization": "Bearer any"}
IMAGINE = "/mj/submit/imagine"
UPSCALE = "/v2beta/stable-image/upscale/creative"


class Clock:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@contextmanager
def served(**settings: Any) -> Iterator[tuple[httpx.Client, Clock]]:
    """Serve the API with tasks that take ten seconds of a clock turned by hand."""
    clock = Clock()
    plain: dict[str, Any] = {"task_time": Latency(10, 10), "clock": clock}
    with (
        serve_settings(API, Settings(**{**plain, **settings})) as url,
        httpx.Client(base_url=url, headers=KEY, timeout=30) as client,
    ):
        yield client, clock


def a_picture(width: int = 96, height: int = 64) -> bytes:
    """Make a picture to upload."""
    out = BytesIO()
    Image.new("RGB", (width, height), (90, 120, 150)).save(out, "PNG")
    return out.getvalue()


def right(answer: httpx.Response) -> Any:
    """Give an answer's value, which has to be a success."""
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_states_follow_each_other_with_progress() -> None:
    """A task walks through the document's pending states, with its percentage, to its picture."""
    with served() as (client, clock):
        id_ = right(client.post(IMAGINE, json={"prompt": "A cat in a window"}))["result"]
        assert re.fullmatch(r"[0-9]{12,}", id_)
        seen: list[tuple[str, str]] = []
        for _ in range(4):
            task = right(client.get(f"/mj/task/{id_}/fetch"))
            assert task["id"] == id_
            assert not task["imageUrl"]
            seen.append((task["status"], task["progress"]))
            clock.now += 2.5
        task = right(client.get(f"/mj/task/{id_}/fetch"))
        picture = client.get(task["imageUrl"])
    assert seen == [
        ("", "0%"),
        ("NOT_START", "25%"),
        ("SUBMITTED", "50%"),
        ("IN_PROGRESS", "75%"),
    ]
    assert (task["status"], task["progress"]) == ("SUCCESS", "100%")
    assert task["prompt"] == "A cat in a window"
    with Image.open(BytesIO(picture.content)) as image:
        assert image.format == "PNG"


def test_a_pending_task_may_be_told_by_the_status() -> None:
    """Where the document says so a pending task is a 202; done, it gives bytes or JSON as asked."""
    with served() as (client, clock):
        form = {"prompt": "An otter", "output_format": "webp"}
        started = client.post(UPSCALE, data=form, files={"image": a_picture()})
        path = f"{UPSCALE}/result/{right(started)['id']}"
        waiting = client.get(path)
        clock.now += 10
        as_bytes = client.get(path, headers={"accept": "image/*"})
        clock.now += 10
        as_json = client.get(path, headers={"accept": "application/json"})
    assert waiting.status_code == 202
    assert waiting.json()["status"] == "in-progress"
    assert waiting.json()["id"] in path
    assert as_bytes.headers["content-type"] == "image/webp"
    with Image.open(BytesIO(as_bytes.content)) as image:
        assert (image.format, image.size) == ("WEBP", (96, 64))
    assert right(as_json)["finish_reason"] == "SUCCESS"


def test_too_frequent_questions_are_refused() -> None:
    """Who asks sooner than the document allows is told 429 and how long to wait."""
    with served() as (client, clock):
        started = client.post(UPSCALE, data={"prompt": "a"}, files={"image": a_picture()})
        path = f"{UPSCALE}/result/{right(started)['id']}"
        statuses: list[int] = []
        for seconds in (5, 5, 10):
            answer = client.get(path)
            statuses.append(answer.status_code)
            if answer.status_code == 429:
                assert answer.headers["retry-after"] in ("5", "6")
            clock.now += seconds
    assert statuses == [202, 429, 200]


def test_a_finished_task_is_forgotten() -> None:
    """After the time for which the document keeps a finished task it is unknown."""
    with served() as (client, clock):
        started = client.post(UPSCALE, data={"prompt": "a"}, files={"image": a_picture()})
        path = f"{UPSCALE}/result/{right(started)['id']}"
        clock.now += 86_411
        gone = client.get(path)
    assert (gone.status_code, gone.json()["name"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/mj/task/999/fetch", 400),
        ("/v1/async/images/result?taskid=999", 404),
        ("/flux/v1/get_result?id=999", 404),
        ("/v1/videos/999", 404),
        ("/v1/videos/999/content", 404),
        (f"{UPSCALE}/result/{'0' * 64}", 404),
    ],
)
def test_an_unknown_task_is_the_documents_error(path: str, status: int) -> None:
    """A task that was never started is told as the document tells it."""
    with served() as (client, _):
        assert client.get(path).status_code == status


def _mj(client: httpx.Client, id_: str) -> tuple[object, object]:
    task = right(client.get(f"/mj/task/{id_}/fetch"))
    return task["status"], task["failReason"]


def _flux(client: httpx.Client, id_: str) -> tuple[object, object]:
    task = right(client.get("/flux/v1/get_result", params={"id": id_}))
    return task["status"], task["error"]


def _sora(client: httpx.Client, id_: str) -> tuple[object, object]:
    task = right(client.get(f"/v1/videos/{id_}"))
    return task["status"], task["error"]["message"]


Read = Callable[[httpx.Client, str], tuple[object, object]]


@pytest.mark.parametrize(
    ("path", "body", "name", "read", "state"),
    [
        (IMAGINE, {"prompt": "a"}, "result", _mj, "FAILURE"),
        ("/flux/v1/flux-dev", {"prompt": "a"}, "id", _flux, "Content Moderated"),
        ("/v1/videos", {"prompt": "a"}, "id", _sora, "failed"),
    ],
)
def test_a_task_fails_and_says_why(
    path: str, body: dict[str, str], name: str, read: Read, state: str
) -> None:
    """With the fault `task` a task ends in a failed state, and its reason is where it should be."""
    with served(faults=(("task", 1.0),)) as (client, clock):
        id_ = right(client.post(path, json=body))[name]
        clock.now += 10
        told, reason = read(client, id_)
        stats = client.get("/_pictura/stats").json()
    assert told == state
    assert isinstance(reason, str)
    assert reason
    assert stats["faults"] == {"task": 1}


def test_a_button_of_a_finished_task_starts_another() -> None:
    """A finished task's buttons carry values of its own, and pressing one starts a new task."""
    with served() as (client, clock):
        first, second = (
            right(client.post(IMAGINE, json={"prompt": words}))["result"] for words in "ab"
        )
        clock.now += 10
        buttons = right(client.get(f"/mj/task/{first}/fetch"))["buttons"]
        press = {"taskId": first, "customId": buttons[0]["customId"]}
        pressed = right(client.post("/mj/submit/action", json=press))["result"]
        clock.now += 10
        task = right(client.get(f"/mj/task/{pressed}/fetch"))
        refused = client.post("/mj/submit/action", json={**press, "taskId": second})
        assert client.get(task["imageUrl"]).status_code == 200
    labels = ["U1", "U2", "U3", "U4", "", "V1", "V2", "V3", "V4"]
    assert [one["label"] for one in buttons] == labels
    assert pressed not in (first, second)
    assert task["status"] == "SUCCESS"
    assert refused.status_code == 400
    assert "customId" in refused.json()["description"]


def test_buttons_are_known_again_after_a_new_start() -> None:
    """A button's value follows from its task: an emulator that forgot the task knows the button."""
    with served() as (client, clock):
        id_ = right(client.post(IMAGINE, json={"prompt": "a"}))["result"]
        clock.now += 10
        value = right(client.get(f"/mj/task/{id_}/fetch"))["buttons"][0]["customId"]
    with served() as (client, _):
        press = {"taskId": id_, "customId": value}
        assert right(client.post("/mj/submit/action", json=press))["result"]


def test_a_task_rests_until_it_is_taken_up() -> None:
    """With the fault `pause` a task rests, and goes on under its id when it is taken up."""
    with served(faults=(("pause", 1.0),)) as (client, clock):
        id_ = right(client.post(IMAGINE, json={"prompt": "a"}))["result"]
        clock.now += 10
        resting = right(client.get(f"/mj/task/{id_}/fetch"))
    assert resting["status"] == "MODAL"
    with served(faults=(("pause", 0.5),), seed=3) as (client, clock):
        for _ in range(20):
            id_ = right(client.post(IMAGINE, json={"prompt": "a"}))["result"]
            clock.now += 10
            if right(client.get(f"/mj/task/{id_}/fetch"))["status"] == "MODAL":
                answer = client.post("/mj/submit/modal", json={"taskId": id_, "prompt": "b"})
                if right(answer)["result"] != id_:
                    pytest.fail("another task was started")
                clock.now += 10
                task = right(client.get(f"/mj/task/{id_}/fetch"))
                if task["status"] == "SUCCESS":
                    break
        else:
            pytest.fail("no task rested and went on")
    assert task["prompt"] == "b"


def test_a_finished_film_is_fetched_by_an_operation_of_its_own() -> None:
    """A video's task is polled by one operation and its bytes are given by another."""
    with served() as (client, clock):
        started = right(client.post("/v1/videos", json={"prompt": "Waves", "size": "1280x720"}))
        path = f"/v1/videos/{started['id']}"
        early = client.get(f"{path}/content")
        clock.now += 10
        task = right(client.get(path))
        film = client.get(f"{path}/content")
    assert early.status_code == 404
    assert (task["status"], task["size"]) == ("completed", "1280x720")
    assert film.headers["content-type"] == "video/mp4"
    assert film.content[4:8] == b"ftyp"


def test_a_film_may_stand_at_several_places() -> None:
    """Where an answer names its film twice both urls lead to the same film."""
    with served() as (client, clock):
        body = {"model": "cogvideox", "prompt": "Waves"}
        id_ = right(client.post("/v1/video/generations", json=body))["task_id"]
        clock.now += 10
        asked = {"taskid": id_, "response_format": "url"}
        task = right(client.get("/v1/video/generations/result", params=asked))
        films = {
            client.get(url).content
            for url in (task["video_result"], task["video_results"][0]["url"])
        }
    assert len(films) == 1
    assert films.pop()[4:8] == b"ftyp"


def test_an_address_in_an_answer_leads_to_this_server() -> None:
    """A polling url that an answer gives can be asked as it is."""
    with served() as (client, clock):
        started = right(client.post("/flux/v1/flux-dev", json={"prompt": "A harbour"}))
        clock.now += 10
        task = right(client.get(started["polling_url"]))
    assert task["id"] == started["id"]
    assert task["result"]["prompt"] == "A harbour"


def test_a_finished_task_can_be_asked_other_things() -> None:
    """An operation whose path names a known task answers, and refuses an unknown one."""
    with served() as (client, _):
        id_ = right(client.post(IMAGINE, json={"prompt": "a"}))["result"]
        assert right(client.get(f"/mj/task/{id_}/image-seed"))["result"]
        assert client.get("/mj/task/999/image-seed").status_code == 400


def test_a_repeated_request_starts_no_second_task() -> None:
    """An Idempotency-Key seen before names the same task; the same request without it does not."""
    with served() as (client, _):
        ids = [
            right(client.post(IMAGINE, json={"prompt": "a"}, headers=headers))["result"]
            for headers in ({"idempotency-key": "1"}, {"idempotency-key": "1"}, {}, {})
        ]
        stats = client.get("/_pictura/stats").json()
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3
    assert stats["billed"] == 3
