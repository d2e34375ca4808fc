"""What a run does when the API says no, says nothing, or says nonsense."""

import json
import threading
import time
from email.utils import formatdate

import pytest
from tests.runtime.run.conftest import (
    Answer,
    Asked,
    Project,
    Server,
    error,
    images,
    many,
    png,
    prompt_of,
    recipe,
)

from pictura.events import Event, JobEnded, JobRetries
from pictura.packages import load_api
from pictura.project import Project as Root
from pictura.recipes.expand import load_batches
from pictura.run.session import Options, Work, run_project
from pictura.run.tries import Tries


class Once:
    """Answers the first requests of each prompt with something else."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = answers
        self._seen: dict[str, int] = {}
        self._lock = threading.Lock()

    def __call__(self, asked: Asked) -> Answer:
        """Answer one request."""
        prompt = prompt_of(asked)
        with self._lock:
            number = self._seen[prompt] = self._seen.get(prompt, 0) + 1
        if number <= len(self.answers):
            return self.answers[number - 1]
        return images(png(prompt))


def in_200(message: str, code: str) -> Answer:
    """Say no in an answer that looks like a success."""
    return Answer(json.dumps({"error": {"message": message, "code": code}}).encode())


@pytest.mark.parametrize(
    "answer",
    [
        error(429, "too fast", "rate_limit_exceeded"),
        error(500, "oops"),
        error(503, "busy"),
        Answer(b"<html>502 Bad Gateway</html>", 502, {"Content-Type": "text/html"}),
        in_200("upstream load is saturated, please try again later", "rate_limit_exceeded"),
    ],
    ids=["429", "500", "503", "html-502", "429-in-200"],
)
def test_what_may_pass_is_tried_again(project: Project, server: Server, answer: Answer) -> None:
    """An error that may pass is tried again with the same key, and is no doubt about payment."""
    server.answer = Once(answer)
    project.write(recipe("calm"))
    done = project.run()
    assert done.status == 0, done.out
    assert (done.summary["requests"], done.summary["retries"]) == (2, 1)
    assert done.summary["unknown"] == 0
    assert len({asked.key for asked in server.posts}) == 1
    assert server.posts[0].key


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_honoured(project: Project, server: Server, form: str) -> None:
    """No request leaves before the time that `Retry-After` names, whichever job got it."""
    wanted = "1" if form == "seconds" else formatdate(time.time() + 2, usegmt=True)
    times: list[float] = []
    lock = threading.Lock()

    def answer(asked: Asked) -> Answer:
        with lock:
            times.append(time.monotonic())
            if len(times) == 1:
                return error(429, "slow down", Retry_After=wanted)
        return images(png(prompt_of(asked)))

    server.answer = answer
    project.write(recipe("calm", "stormy"))
    done = project.run("--concurrency", "1")
    assert (done.status, len(times)) == (0, 3)
    assert min(times[1:]) - times[0] >= 0.9


def test_too_long_a_wait_fails_the_job(project: Project, server: Server) -> None:
    """A server that asks to come back in an hour fails the job now, with that reason."""
    server.answer = lambda _: error(429, "come back later", Retry_After="3600")
    project.write(recipe("calm"))
    done = project.run()
    assert (done.status, len(server.posts)) == (1, 1)
    assert "come back later" in str(done.job("otter[mood=calm]")["reason"])


@pytest.mark.parametrize("cut", [None, 40], ids=["no answer", "half an answer"])
def test_dropped_connection_is_retried_once_and_told(
    project: Project, server: Server, cut: int | None
) -> None:
    """A request of which nobody knows whether it was paid is sent once more, with the same key."""
    broken = Answer(drop=True) if cut is None else Answer(images(png("x")).body, cut=cut)
    server.answer = Once(broken)
    project.write(recipe("calm", "stormy"))
    done = project.run("--concurrency", "1")
    assert done.status == 0, done.out
    assert (done.summary["requests"], done.summary["unknown"]) == (4, 2)
    assert len({asked.key for asked in server.posts}) == 2
    assert len(list(project.root.glob(".pictura/partial/*"))) == 0


def test_unknown_outcome_can_stop_a_job(project: Project, server: Server) -> None:
    """With `--on-unknown stop` it is not sent again, in this run and in the next."""
    server.answer = Once(Answer(drop=True))
    project.write(recipe("calm"))
    done = project.run("--on-unknown", "stop")
    assert (done.status, done.summary["requests"], done.summary["unknown"]) == (1, 1, 1)
    done = project.run("--on-unknown", "stop")
    assert (done.status, done.summary["requests"], done.summary["unknown"]) == (1, 0, 1)
    assert project.run().status == 0
    assert len({asked.key for asked in server.posts}) == 1


def test_always_dropped_stays_unknown_and_keeps_its_key(project: Project, server: Server) -> None:
    """A second drop fails the job; the next run asks with the same key."""
    server.answer = lambda _: Answer(drop=True)
    project.write(recipe("calm"))
    done = project.run()
    assert (done.status, len(server.posts)) == (1, 2)
    assert done.job("otter[mood=calm]")["code"] == "unknown-outcome"
    server.answer = lambda asked: images(png(prompt_of(asked)))
    done = project.run()
    assert (done.status, done.summary["made"], done.summary["unknown"]) == (0, 1, 1)
    assert len({asked.key for asked in server.posts}) == 1


def test_refused_key_stops_the_run(project: Project, server: Server) -> None:
    """A refused key stops the run after what was in flight, and says what to do."""
    server.answer = lambda _: error(401, "Token not provided")
    project.write(many(40))
    done = project.run("--concurrency", "3")
    assert done.status == 1
    assert len(server.posts) <= 6
    assert int(str(done.summary["failed"])) + int(str(done.summary["skipped"])) == 40
    told = project.pictura("run", "otters.yaml").out
    assert "Token not provided" in told
    assert "check the key" in told


@pytest.mark.parametrize("status", [402, 403])
def test_empty_account_stops_the_run(project: Project, server: Server, status: int) -> None:
    """Without balance nothing further is asked, and what is in flight still arrives."""
    started = threading.Event()

    def answer(asked: Asked) -> Answer:
        if "m0" in prompt_of(asked):
            started.wait(5)
            return error(status, "user quota is not enough", "insufficient_user_quota")
        started.set()
        time.sleep(0.3)
        return images(png(prompt_of(asked)))

    server.answer = answer
    project.write(many(30))
    done = project.run("--concurrency", "2")
    assert (done.status, done.summary["failed"]) == (1, 1)
    assert done.summary["made"] == len(project.pictures()) >= 1
    assert len(server.posts) < 10


def test_refused_picture_does_not_hide_the_others(project: Project, server: Server) -> None:
    """A picture that the policy refuses fails alone, is not tried again, and is told with words."""

    def answer(asked: Asked) -> Answer:
        if prompt_of(asked) == "an otter, m3":
            return error(400, "Your request was rejected.", "content_policy_violation")
        return images(png(prompt_of(asked)))

    server.answer = answer
    project.write(many(8))
    done = project.run()
    assert (done.status, done.summary["made"], done.summary["failed"]) == (1, 7, 1)
    assert len(server.posts) == 8
    job = done.job("otter[mood=m3]")
    assert (job["code"], job["severity"]) == ("content_policy_violation", "final")
    assert "Your request was rejected." in str(job["reason"])
    # The next run asks it again, as a new request.
    project.run()
    assert len(server.posts) == 9
    assert server.posts[8].key not in {asked.key for asked in server.posts[:8]}


def test_error_in_200_is_an_error(project: Project, server: Server) -> None:
    """An error inside a successful answer is an error, and nothing is saved."""
    server.answer = lambda _: in_200("rejected by the safety system", "content_policy_violation")
    project.write(recipe("calm"))
    done = project.run()
    assert (done.status, done.summary["failed"], len(server.posts)) == (1, 1, 1)
    assert done.job("otter[mood=calm]")["code"] == "content_policy_violation"
    assert not (project.root / "images").exists()


@pytest.mark.parametrize("body", [b"<html>hello</html>", b'{"created": 1, "da', b"null"], ids=repr)
def test_nonsense_is_tried_three_times(project: Project, server: Server, body: bytes) -> None:
    """A success that makes no sense is asked again twice, told, and keeps its key for later."""
    server.answer = lambda _: Answer(body)
    project.write(recipe("calm"))
    done = project.run()
    assert (done.status, len(server.posts)) == (1, 3)
    assert done.job("otter[mood=calm]")["code"] == "garbled-answer"
    server.answer = Once(Answer(body))
    done = project.run()
    assert (done.status, done.summary["made"], done.summary["unknown"]) == (0, 1, 1)
    assert len({asked.key for asked in server.posts}) == 1


@pytest.mark.parametrize("status", [400, 401, 402])
def test_refusal_after_a_drop_keeps_the_key(project: Project, server: Server, status: int) -> None:
    """A refusal says nothing of a try before it that may be paid: the next run uses its key."""
    refusals = [error(status, "no", "content_policy_violation" if status == 400 else None)] * 6
    server.answer = Once(Answer(drop=True), *refusals)
    project.write(recipe("calm"))
    done = project.run()
    assert (done.status, done.summary["made"]) == (1, 0)
    server.answer = Once()
    done = project.run()
    assert (done.status, done.summary["made"]) == (0, 1)
    assert len({asked.key for asked in server.posts}) == 1


def test_refusal_alone_lets_go_of_the_key(project: Project, server: Server) -> None:
    """What was refused and nothing else was not paid: the next run asks with a key of its own."""
    server.answer = Once(error(400, "no", "content_policy_violation"))
    project.write(recipe("calm"))
    assert project.run().status == 1
    assert project.run().status == 0
    assert len({asked.key for asked in server.posts}) == 2


def test_no_picture_in_a_good_answer(project: Project, server: Server) -> None:
    """An answer without any picture fails its job."""
    server.answer = lambda _: Answer(b'{"created": 1, "data": []}')
    project.write(recipe("calm"))
    done = project.run()
    assert (done.status, done.summary["failed"]) == (1, 1)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/a.png", "http://", "nonsense"], ids=str
)
def test_urls_that_lead_elsewhere(project: Project, server: Server, url: str) -> None:
    """A url that is no web address is not fetched, and nothing is saved."""
    body = json.dumps({"created": 1, "data": [{"url": url}]}).encode()
    server.answer = lambda _: Answer(body)
    project.write(recipe("calm").replace("b64_json", "url"))
    done = project.run()
    assert (done.status, done.summary["failed"]) == (1, 1)
    assert not (project.root / "images").exists()


def test_causes_are_grouped(project: Project, server: Server) -> None:
    """People read each cause once, with some of its jobs and what to do."""
    server.answer = lambda _: error(400, "the prompt is not allowed", "content_policy_violation")
    project.write(many(9))
    out = project.pictura("run", "otters.yaml").out
    assert out.count("9 jobs failed: the prompt is not allowed") == 1
    assert "… and 4 more" in out
    assert "0 made, 0 kept, 9 failed" in out


def test_unreachable_server(project: Project) -> None:
    """A server that nobody listens at fails the jobs with a sentence, after several tries."""
    project.write(recipe("calm"))
    (loaded,), _ = load_batches([str(project.root / "otters.yaml")])
    work = Work(Root(str(project.root)), (loaded,), load_api(), "http://127.0.0.1:9", "key")
    events: list[Event] = []
    options = Options(tries=Tries(base=0.001, maximum=4))
    summary = run_project(work, options, events.append)
    assert (summary.failed, summary.requests) == (1, 4)
    (ended,) = [event for event in events if isinstance(event, JobEnded)]
    assert (ended.code, "cannot be reached" in ended.reason) == ("unreachable", True)
    assert sum(isinstance(event, JobRetries) for event in events) == 3
