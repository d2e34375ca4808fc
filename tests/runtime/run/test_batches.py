"""Requests that are handed in together: `pictura run --batch`, and whoever picks the answers up."""

import base64
import json
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace

import pytest
from tests.runtime.run.conftest import (
    KEY,
    Answer,
    Asked,
    Project,
    Server,
    environment,
    png,
    recipe,
)
from tests.runtime.run.houses import (
    House,
    Value,
    answered,
    harbours,
    prompt,
    refusal,
    result,
    told,
    unanswered,
)
from tests.runtime.run.killers import KILLER

MOODS = ("calm", "wild", "sly")


@pytest.fixture
def house(server: Server) -> House:
    """A server that takes batches."""
    return House(server)


def test_all_are_handed_in_at_once_for_half(project: Project, house: House) -> None:
    """One file, one batch, each picture in its place, at the batch's price; then all is kept."""
    project.write(harbours(*MOODS))
    done = project.run("--batch")
    assert done.status == 0, done.out + done.err
    assert (done.summary["made"], done.summary["cost_usd"]) == (3, 0.0135)
    assert project.pictures() == {f"{mood}.png": png(f"an otter, {mood}") for mood in MOODS}
    assert (len(house.batches), house.billed, house.direct) == (1, 3, [])
    assert len({str(line["custom_id"]) for line in house.handed_in}) == 3
    job = done.job("otter[mood=calm]")
    assert (job["action"], job["status"], job["cost_usd"]) == ("make", "made", 0.0045)
    assert [one["cost_usd"] for one in project.lock()["jobs"].values()] == [0.0045] * 3
    again = project.run("--batch")
    assert (again.status, again.summary["kept"], len(house.batches)) == (0, 3, 1)


def test_handed_in_and_picked_up_by_a_later_run(project: Project, house: House) -> None:
    """Without waiting a run ends well; the plan names the batch, and a plain run gets the rest."""
    project.write(harbours(*MOODS))
    house.states = ["in_progress", "completed"]
    first = project.run("--batch", "--no-wait")
    assert (first.status, first.summary["waiting"], first.summary["cost_usd"]) == (0, 3, 0.0)
    planned = project.plan()
    assert [one["action"] for one in planned.values[:-1]] == ["wait"] * 3
    again = project.run("--batch", "--no-wait")
    assert (again.status, again.summary["waiting"], len(house.batches)) == (0, 3, 1)
    last = project.run()
    assert (last.status, last.summary["made"], last.summary["cost_usd"]) == (0, 3, 0.0135)
    assert (house.billed, house.direct, len(project.pictures())) == (3, [], 3)
    assert sorted(map(prompt, house.handed_in)) == sorted(f"an otter, {one}" for one in MOODS)


# Where a run is killed, and whether the batch is at the server by then.
MOMENTS = {
    "opened": ("pictura.run.batches.batching.Parcel", "before", False),
    "written": ("pictura.run.batches.batching.Batching.enter", "after", False),
    "not-uploaded": ("pictura.run.batches.batching.submit", "before", False),
    "uploaded": ("pictura.run.batches.submission.put", "before", False),
    "made": ("pictura.run.batches.batching.submit", "after", True),
    "known": ("pictura.run.batches.batching.Batching._follow", "before", True),
    "done": ("pictura.run.batches.following.take_in", "before", True),
    "fetched": ("pictura.run.batches.results._fetch", "after", True),
    "one-answer": ("pictura.run.batches.results.keep", "after", True),
    "all-answers": ("pictura.run.batches.following.take_in", "after", True),
    "closed": ("pictura.run.batches.batching.Batching._end", "after", True),
    "opening": ("pictura.run.batches.taking.open_kept", "before", True),
    "saving": ("pictura.run.job.save", "before", True),
}


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("again", [(), ("--batch",)], ids=["plain", "batch"])
def test_kill_at_a_moment(
    project: Project, house: House, moment: str, again: tuple[str, ...]
) -> None:
    """Whenever a run is killed, the next one pays for each picture once, and has them all."""
    where, when, is_there = MOMENTS[moment]
    project.write(harbours(*MOODS))
    killed = subprocess.run(
        [sys.executable, "-c", KILLER, where, when, "run", "otters.yaml", "--batch"],
        cwd=project.root,
        env=environment(house.server.url, KEY),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert killed.returncode == -9, killed.stderr.decode()
    assert bool(house.batches) == is_there
    done = project.run(*again)
    assert done.status == 0, done.out + done.err
    assert house.billed == 3
    assert project.pictures() == {f"{mood}.png": png(f"an otter, {mood}") for mood in MOODS}
    assert (house.direct == []) == (is_there or bool(again))
    assert project.run(*again).summary["kept"] == 3


def test_results_are_taken_as_they_come(project: Project, house: House) -> None:
    """Shuffled, doubled, unknown or without sense: each picture is that of its own request."""
    project.write(harbours(*MOODS))
    stranger = answered({"custom_id": "of-somebody-else", "body": {"prompt": "a cat"}})
    noise = [b"", b"{", b"[]", b"null", b'{"custom_id": 7}', json.dumps(stranger).encode()]
    house.arrange = lambda lines: [*noise, *reversed(lines), *lines, b" "]
    done = project.run("--batch")
    assert (done.status, done.summary["made"], done.summary["unknown"]) == (0, 3, 0)
    assert project.pictures() == {f"{mood}.png": png(f"an otter, {mood}") for mood in MOODS}
    assert (house.billed, len(house.batches)) == (3, 1)


def test_a_request_that_no_result_speaks_of(project: Project, house: House) -> None:
    """It may have been paid for, and is handed in once more with its key; then it is told."""
    project.write(harbours(*MOODS))
    house.result = lambda line: None if "sly" in prompt(line) else answered(line)
    done = project.run("--batch")
    assert done.status == 1
    assert (done.summary["made"], done.summary["failed"], done.summary["unknown"]) == (2, 1, 1)
    assert done.job("otter[mood=sly]")["code"] == "unknown-outcome"
    assert [len(lines) for lines in house.lines.values()] == [3, 1]
    keys = {str(one["custom_id"]) for one in house.handed_in if "sly" in prompt(one)}
    assert len(keys) == 1
    house.result = answered
    assert project.run("--batch", "--on-unknown", "stop").status == 1
    assert project.run("--batch").summary["made"] == 1
    assert house.billed == 3


def test_refusals_are_as_of_a_request_by_itself(project: Project, house: House) -> None:
    """What is refused for good ends; what may come is handed in again; neither is paid for."""
    project.write(harbours(*MOODS))
    turned: list[str] = []

    def answer(line: Value) -> Value:
        if "wild" in prompt(line):
            words = {"message": "too wild", "type": "x", "code": "moderation_blocked"}
            return result(line, 400, {"error": words})
        if "sly" in prompt(line) and not turned:
            turned.append("sly")
            return result(line, 500, {"error": {"message": "oops", "type": "server_error"}})
        return answered(line)

    house.result = answer
    done = project.run("--batch")
    assert (done.status, done.summary["made"], done.summary["failed"]) == (1, 2, 1)
    wild = done.job("otter[mood=wild]")
    assert (wild["code"], wild["severity"]) == ("moderation_blocked", "final")
    assert (house.billed, done.summary["cost_usd"]) == (2, 0.009)
    assert [len(lines) for lines in house.lines.values()] == [3, 1]
    assert done.job("otter[mood=sly]")["requests"] == 2


def test_a_refused_key_stops_the_run(project: Project, house: House) -> None:
    """A line that says so ends it, and so does the door where the file is handed in."""
    project.write(harbours(*MOODS))
    words = {"message": "no such key", "type": "x", "code": "invalid_api_key"}
    house.result = lambda line: result(line, 401, {"error": words})
    done = project.run("--batch")
    assert (done.status, done.summary["failed"]) == (1, 3)
    assert "stopped" in done.summary
    house.early = lambda _: refusal(401, "no such key", "invalid_api_key")
    done = project.run("--batch")
    assert (done.status, done.summary["failed"]) == (1, 3)
    assert {one["code"] for one in done.values[:-1]} >= {"invalid_api_key"}
    house.early, house.result = (lambda _: None), answered
    assert project.run("--batch").summary["made"] == 3
    assert house.billed == 3


def test_a_batch_that_expires(project: Project, house: House) -> None:
    """What was answered in time is kept; the rest was never asked, and the next run asks it."""
    project.write(harbours(*MOODS))
    house.states = ["expired"]
    house.result = lambda line: (
        answered(line) if "calm" in prompt(line) else unanswered(line, "time is up")
    )
    done = project.run("--batch")
    assert (done.status, done.summary["made"], done.summary["failed"]) == (1, 1, 2)
    job = done.job("otter[mood=sly]")
    assert (job["code"], job["severity"]) == ("never-answered", "retry")
    assert "time is up" in str(job["reason"])
    house.result, house.states = answered, ["completed"]
    assert project.run("--batch").summary["made"] == 2
    assert house.billed == 3


def test_a_batch_whose_file_is_refused(project: Project, house: House) -> None:
    """The API's words are told, nothing is paid, and the next run hands in anew."""
    project.write(harbours(*MOODS))
    house.states = ["failed"]
    done = project.run("--batch")
    assert (done.status, done.summary["failed"], done.summary["cost_usd"]) == (1, 3, 0.0)
    assert "the model is unknown" in str(done.job("otter[mood=sly]")["reason"])
    house.states = ["completed"]
    assert project.run("--batch").summary["made"] == 3


@pytest.mark.parametrize("is_made", [True, False])
def test_a_batch_whose_making_was_not_answered(
    project: Project, house: House, *, is_made: bool
) -> None:
    """It is looked for by its name, on whatever page; only if it is not there it is made again."""
    project.write(harbours(*MOODS))
    for one in range(5):
        house.batches[f"old_{one}"] = {"id": f"old_{one}", "metadata": {"pictura": f"p{one}"}}
    turned: list[str] = []

    def early(asked: Asked) -> Answer | None:
        if asked.path != "/batches" or turned:
            return None
        turned.append("once")
        if is_made:
            house.make(asked.value)
        return Answer(drop=True)

    house.early = early
    done = project.run("--batch")
    assert (done.status, done.summary["made"], done.summary["unknown"]) == (0, 3, 0)
    assert (len(house.lines), house.billed) == (1, 3)


def test_a_file_that_comes_by_halves(project: Project, house: House) -> None:
    """Results that break off are fetched again, and what is known already is passed over."""
    project.write(harbours(*MOODS))
    turned: list[str] = []
    give = house.get

    def get(path: str) -> Answer | None:
        answer = give(path)
        if answer is not None and path.endswith("/content") and len(turned) < 2:
            turned.append(path)
            return replace(answer, cut=len(answer.body) // 2)
        return answer

    house.server.give = get
    done = project.run("--batch")
    assert (done.status, done.summary["made"], house.billed) == (0, 3, 3)


def test_a_budget_counts_the_price_of_a_batch(project: Project, house: House) -> None:
    """Half the price lets twice as many in; what is not paid for in the end is given back."""
    project.write(harbours(*MOODS, "shy"))
    done = project.run("--batch", "--budget", "0.0135")
    assert (done.status, done.summary["made"], done.summary["skipped"]) == (1, 3, 1)
    skipped = [one for one in done.values[:-1] if one.get("status") == "skipped"]
    assert [one["code"] for one in skipped] == ["over-budget"]
    assert project.run("--batch", "--budget", "0.0135").summary["made"] == 1


def test_interrupted_while_it_waits(project: Project, house: House) -> None:
    """Ctrl-C leaves the batch to the next run, at once."""
    project.write(harbours(*MOODS))
    house.states = ["in_progress"]
    process = project.start("run", "otters.yaml", "--json", "--batch")
    assert process.stdout is not None
    while "in_progress" not in process.stdout.readline():
        pass
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert json.loads(out.splitlines()[-1])["waiting"] == 3
    house.states = ["completed"]
    done = project.run()
    assert (done.status, done.summary["made"], house.billed) == (0, 3, 3)


NIGHTS = """\
  - id: night
    uses: createImageEdit
    each: otter
    with: {model: gpt-image-1.5, image: "{{ image }}", prompt: "at night, {{ mood }}"}
    save: images/{{ mood }}-night.{{ ext }}
"""


def test_pictures_that_need_pictures(project: Project, house: House) -> None:
    """They are handed in when the batch that they need is answered, with the pictures in JSON."""
    project.write(harbours(*MOODS, extra=NIGHTS))
    first = project.run("--batch", "--no-wait")
    assert (first.status, first.summary["waiting"], len(house.handed_in)) == (0, 6, 3)
    done = project.run("--batch")
    assert (done.status, done.summary["made"]) == (0, 6)
    assert (house.direct, house.billed, len(project.pictures())) == ([], 6, 6)
    assert [len(lines) for lines in house.lines.values()] == [3, 3]
    assert [one["endpoint"] for one in house.batches.values()] == [
        "/v1/images/generations",
        "/v1/images/edits",
    ]
    night = next(one for one in house.handed_in if "at night, calm" in prompt(one))
    assert isinstance(night["body"], dict)
    (image,) = night["body"]["images"]
    head, _, text = image["image_url"].partition(",")
    assert (head, base64.b64decode(text)) == ("data:image/png;base64", png("an otter, calm"))


def test_what_cannot_be_handed_in_is_asked_by_itself(project: Project, house: House) -> None:
    """A run may do both: what is asked for in events has no line."""
    streamed = NIGHTS.replace("model:", "stream: true, model:")
    project.write(harbours(*MOODS, extra=streamed))
    done = project.run("--batch")
    assert (done.status, done.summary["made"]) == (0, 6), done.out
    assert (len(house.handed_in), len(house.direct), house.billed) == (3, 3, 6)


def test_what_is_answered_by_an_address_that_expires(project: Project, house: House) -> None:
    """It is asked by itself: it might be dead before anybody hears of the answer."""
    by_url = NIGHTS.replace("createImageEdit", "createImage").replace('image: "{{ image }}", ', "")
    by_url = by_url.replace("gpt-image-1.5", "dall-e-3, response_format: url")
    house.server.files["/a.png"] = Answer(png("a"))
    body = {"created": 1, "data": [{"url": f"{house.server.url}/a.png"}]}
    house.early = lambda asked: told(body) if asked.path.startswith("/images") else None
    project.write(harbours(*MOODS, extra=by_url))
    done = project.run("--batch")
    assert (done.status, done.summary["made"]) == (0, 6), done.out
    assert (len(house.handed_in), len(house.direct)) == (3, 3)


def test_twins_are_handed_in_once(project: Project, house: House) -> None:
    """Two jobs that ask the same lie in the batch as one."""
    twin = harbours(*MOODS).partition("steps:\n")[2]
    twin = twin.replace("id: otter", "id: twin").replace("images/", "images/twin-")
    project.write(harbours(*MOODS, extra=twin))
    first = project.run("--batch", "--no-wait")
    assert (first.summary["waiting"], len(house.handed_in)) == (6, 3)
    done = project.run()
    assert (done.status, house.billed, len(project.pictures())) == (0, 3, 6)
    assert done.summary["cost_usd"] == 0.0135


def test_answers_of_jobs_that_are_no_more(project: Project, house: House) -> None:
    """They are kept all the same: should the job come back, its picture costs nothing."""
    project.write(harbours(*MOODS))
    project.run("--batch", "--no-wait")
    project.write(harbours("calm"))
    done = project.run()
    assert (done.status, done.summary["made"], len(project.pictures())) == (0, 1, 1)
    project.write(harbours(*MOODS))
    done = project.run()
    assert (done.status, done.summary["restored"], done.summary["kept"]) == (0, 2, 1)
    assert (house.billed, house.direct) == (3, [])


def test_a_batch_that_the_server_does_not_know(project: Project, house: House) -> None:
    """Nothing is asked anew, for it may be another key's; --force gives it up."""
    project.write(harbours(*MOODS))
    project.run("--batch", "--no-wait")
    house.batches.clear()
    done = project.run()
    assert (done.status, done.summary["failed"], house.direct) == (1, 3, [])
    assert done.job("otter[mood=sly]")["code"] == "batch-lost"
    done = project.run("--force")
    assert (done.status, done.summary["made"], len(house.direct)) == (0, 3, 3)
    assert project.run().summary["kept"] == 3


def test_a_batch_at_another_address(project: Project, house: House) -> None:
    """It is not asked for where it was not handed in, and nothing is asked anew."""
    project.write(harbours(*MOODS))
    project.run("--batch", "--no-wait")
    other = Server()
    elsewhere = House(other)
    try:
        done = project.pictura("run", "otters.yaml", "--json", OPENAI_BASE_URL=other.url)
    finally:
        other.close()
    assert (done.status, done.summary["failed"]) == (1, 3)
    assert done.job("otter[mood=sly]")["code"] == "batch-elsewhere"
    assert (other.posts, elsewhere.billed) == ([], 0)
    assert project.run().summary["made"] == 3


def test_forced_anew_while_it_lies_in_a_batch(project: Project, house: House) -> None:
    """Forced jobs are asked anew with keys of their own, and that answer counts."""
    project.write(harbours(*MOODS))
    house.states = ["in_progress", "in_progress", "completed"]
    project.run("--batch", "--no-wait")
    done = project.run("--force")
    assert (done.status, done.summary["made"], len(house.direct)) == (0, 3, 3)
    lines = {str(one["custom_id"]) for one in house.handed_in}
    assert lines.isdisjoint(asked.key for asked in house.direct)
    assert project.run().summary["kept"] == 3


def test_a_server_that_is_away(project: Project, house: House) -> None:
    """A batch that cannot be followed is left to the next run; nothing is asked by itself."""
    project.write(harbours(*MOODS))
    project.run("--batch", "--no-wait")
    give, house.server.give = house.server.give, lambda _: Answer(status=503)
    slow = project.start("run", "otters.yaml", "--json")
    assert slow.stdout is not None
    process_waits(slow)
    house.server.give = give
    out, _ = slow.communicate(timeout=60)
    assert json.loads(out.splitlines()[-1])["made"] == 3
    assert (house.billed, house.direct) == (3, [])


def process_waits(process: "subprocess.Popen[str]") -> None:
    """Let a run meet a few refusals."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(3)


def test_keys_stand_nowhere(project: Project, house: House) -> None:
    """A server that echoes the key in its results, or in its words, brings it onto no disk."""
    project.write(harbours(*MOODS))

    def echo(line: Value) -> Value:
        if "sly" in prompt(line):
            return unanswered(line, f"bad key {KEY}")
        if "wild" in prompt(line):
            return result(line, 400, {"error": {"message": f"bad {KEY}", "type": "x"}})
        good = answered(line)
        response = good["response"]
        assert isinstance(response, dict)
        response["body"]["usage_note"] = KEY
        return good

    house.result = echo
    done = project.run("--batch")
    assert KEY not in done.out + done.err
    for path in project.root.rglob("*"):
        if path.is_file():
            assert KEY.encode() not in path.read_bytes(), path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--batch", "--shard", "1/2"), "--shard"),
        (("--batch", "--engine", "dask://localhost:1"), "--engine"),
        (("--batch", "--no-wait", "--emulator"), "--emulator"),
    ],
)
def test_options_that_exclude_each_other(
    project: Project, house: House, words: tuple[str, ...], said: str
) -> None:
    """They are refused before anything is read."""
    project.write(harbours(*MOODS))
    done = project.pictura("run", "otters.yaml", *words)
    assert (done.status, said in done.err) == (2, True)
    assert house.server.posts == []


def test_recipes_of_which_nothing_can_be_handed_in(project: Project, house: House) -> None:
    """Who asks for a batch where there is none is told so, and pays nothing."""
    project.write(recipe("calm"))
    done = project.pictura("run", "otters.yaml", "--batch")
    assert (done.status, "--batch" in done.err) == (2, True)
    assert house.server.posts == []


def test_clones_that_share_a_ledger_hand_in_once(
    project: Project, house: House, shared_ledger: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What one clone handed in another one picks up; neither hands it in again."""
    clone = Project(tmp_path_factory.mktemp("clone"), house.server)
    for one in (project, clone):
        one.write(harbours(*MOODS))
        done = one.run("--batch", "--no-wait")
        assert (done.status, done.summary["waiting"]) == (0, 3), done.out + done.err
        house.states = ["in_progress", "completed"]
    done = clone.run()
    assert (done.status, done.summary["made"], len(clone.pictures())) == (0, 3, 3)
    assert (len(house.handed_in), house.billed, house.direct) == (3, 3, [])
    left = project.run()
    assert {one["code"] for one in left.values[:-1]} == {"made-elsewhere"}


def test_one_of_two_runs_looks_after_a_batch(
    project: Project, house: House, shared_ledger: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """While a run waits for its batch, another one leaves it alone and says so."""
    clone = Project(tmp_path_factory.mktemp("clone"), house.server)
    house.states = ["in_progress"]
    for one in (project, clone):
        one.write(harbours(*MOODS))
    waiting = project.start("run", "otters.yaml", "--json", "--batch")
    assert waiting.stdout is not None
    while "in_progress" not in waiting.stdout.readline():
        pass
    done = clone.run("--batch")
    assert (done.status, done.summary["waiting"], len(house.handed_in)) == (0, 3, 3)
    waiting.send_signal(signal.SIGINT)
    out, _ = waiting.communicate(timeout=30)
    assert json.loads(out.splitlines()[-1])["waiting"] == 3
    house.states = ["completed"]
    assert clone.run().summary["made"] == 3
    assert house.billed == 3


def test_a_mistake_of_ours_is_told(project: Project, house: House) -> None:
    """What should not go wrong with a batch, and does, is a bug that is told, and loses nothing."""
    project.write(harbours(*MOODS))
    program = """\
import sys
from pictura.run.batches import batching
def broken(*words, **more):
    raise KeyError("oops")
batching.submit = broken
from pictura.cli import main
sys.exit(main(["run", "otters.yaml", "--batch"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=project.root,
        env=environment(house.server.url, KEY),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, "internal-error: KeyError: 'oops'" in done.stderr) == (1, True)
    assert "Traceback" not in done.stderr
    assert project.run("--batch").summary["made"] == 3
