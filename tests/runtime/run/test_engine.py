"""`pictura run --engine`: the workers of a real Dask scheduler do the work, and may die of it."""

import base64
import json
import os
import signal
import time
from pathlib import Path

import pytest
from tests.runtime.run.conftest import (
    KEY,
    Honest,
    Project,
    Server,
    Start,
    error,
    images,
    many,
    png,
    prompt_of,
    recipe,
)

from pictura_core.wire import holds


def test_all_jobs_are_made_once(project: Project, server: Server, start: Start) -> None:
    """Every picture is in place, asked once, and in the lock; a second run keeps all."""
    workers = start()
    project.write(many(60))
    done = project.pictura("run", "otters.yaml", "--json", "--engine", workers.url, key="")
    assert done.status == 0, done.err
    assert done.summary["made"] == 60
    assert len(server.posts) == len(project.pictures()) == len(project.lock()["jobs"]) == 60
    assert len({asked.key for asked in server.posts}) == 60
    again = project.pictura("run", "otters.yaml", "--json", "--engine", workers.url, key="")
    assert (again.status, again.summary["kept"], len(server.posts)) == (0, 60, 60)
    assert project.plan("--exit-code").status == 0


def test_killed_workers_cost_nothing(project: Project, server: Server, start: Start) -> None:
    """Workers die mid-run: all pictures are there, and each is billed once where keys count."""
    honest = Honest(0.05)
    server.answer = honest
    workers = start()
    project.write(many(120))
    running = project.start("run", "otters.yaml", "--json", "--engine", workers.url, key="")
    for so_far in (15, 45, 80):
        honest.wait(so_far)
        workers.kill_worker()
    out, err = running.communicate(timeout=120)
    assert running.returncode == 0, (out[-2000:], err)
    assert honest.billed == len(project.pictures()) == len(project.lock()["jobs"]) == 120
    summary = json.loads(out.splitlines()[-1])
    assert (summary["made"], summary["failed"]) == (120, 0)


def test_a_restarted_scheduler_costs_nothing(
    project: Project, server: Server, start: Start
) -> None:
    """The scheduler forgets everything: what is outstanding is given out again, and billed once."""
    honest = Honest(0.05)
    server.answer = honest
    workers = start()
    project.write(many(120))
    running = project.start("run", "otters.yaml", "--json", "--engine", workers.url, key="")
    honest.wait(30)
    workers.restart()
    out, err = running.communicate(timeout=150)
    assert running.returncode == 0, (out[-2000:], err)
    assert honest.billed == len(project.pictures()) == len(project.lock()["jobs"]) == 120
    summary = json.loads(out.splitlines()[-1])
    assert (summary["made"], summary["restored"]) == (120, 0)
    assert summary["cost_usd"] == pytest.approx(120 * 0.04)


def test_an_interrupt_lets_what_is_in_flight_arrive(
    project: Project, server: Server, start: Start
) -> None:
    """Ctrl-C: nothing further is asked, what came is in its place and in the lock."""
    honest = Honest(0.2)
    server.answer = honest
    workers = start()
    project.write(many(120))
    running = project.start("run", "otters.yaml", "--json", "--engine", workers.url, key="")
    honest.wait(10)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    assert 10 <= honest.billed < 120
    assert len(project.pictures()) == len(project.lock()["jobs"]) == honest.billed
    ends = [json.loads(line) for line in out.splitlines()]
    assert sum(one["event"] == "job" for one in ends) == 120
    assert "Traceback" not in err
    server.answer = honest
    again = project.pictura("run", "otters.yaml", "--json", "--engine", workers.url, key="")
    assert (again.status, honest.billed, len(project.pictures())) == (0, 120, 120)


def test_a_second_interrupt_gives_up_what_is_in_flight(
    project: Project, server: Server, start: Start
) -> None:
    """Ctrl-C twice: the run ends although answers are outstanding; the next one bills no more."""
    honest = Honest(8.0)
    server.answer = honest
    workers = start()
    project.write(many(12))
    running = project.start("run", "otters.yaml", "--json", "--engine", workers.url, key="")
    honest.wait(4)
    running.send_signal(signal.SIGINT)
    time.sleep(0.5)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    assert "Traceback" not in err
    assert project.pictures() == {}
    honest._seconds = 0.0
    again = project.pictura("run", "otters.yaml", "--json", "--engine", workers.url, key="")
    assert (again.status, honest.billed, len(project.pictures())) == (0, 12, 12)


def test_no_message_holds_the_key(project: Project, server: Server, start: Start) -> None:
    """The driver needs no key; none is in what is sent, in the logs, or in what comes back."""
    server.answer = lambda asked: error(400, f"no otters for {asked.headers['authorization']}")
    workers = start(1, DASK_LOGGING__DISTRIBUTED="debug")
    project.write(many(3))
    done = project.pictura("run", "otters.yaml", "--json", "-v", "--engine", workers.url)
    assert (done.status, done.summary["failed"]) == (1, 3)
    assert server.posts[0].headers["authorization"] == f"Bearer {KEY}"
    told = done.out + done.err + workers.said()
    assert "no otters for" in told
    assert KEY not in told
    for path in project.root.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path


def test_no_byte_on_the_wire_is_of_a_key(project: Project, server: Server, start: Start) -> None:
    """Nothing that command, scheduler and workers say to each other holds the key in any dress."""
    server.answer = lambda asked: (
        error(400, f"no otters for {asked.headers['authorization']}")
        if prompt_of(asked).endswith("m1")
        else images(png(prompt_of(asked)))
    )
    plain = {"DASK_DISTRIBUTED__COMM__COMPRESSION": "null"}
    workers = start(2, tapped=True, **plain)
    project.write(many(6))
    words = ("run", "otters.yaml", "--json", "--engine", workers.url)
    done = project.pictura(*words, **plain)
    assert (done.status, done.summary["made"], done.summary["failed"]) == (1, 5, 1), done.err
    digest = str(project.lock()["jobs"]["otter[mood=m2]"]["digest"]).encode()
    picture = png("an otter, m2")
    # The order passes twice on its way to a worker, and what became of it on its way back.
    assert sum(digest in one for one in workers.streams) >= 4
    said = b"\0".join(workers.streams)
    assert b"images/m2.png" in said
    assert b"no otters for" in said
    assert not holds(said, KEY)
    assert picture not in said
    assert base64.b64encode(picture) not in said


def test_chains_go_through_several_chunks(project: Project, server: Server, start: Start) -> None:
    """Jobs wait for the pictures that they take, whichever worker makes those."""
    workers = start()
    project.write(
        many(20)
        + """
  - id: night
    uses: createImageEdit
    each: otter
    with: {image: "{{ image }}", model: gpt-image-1, prompt: "by night, {{ mood }}"}
    save: images/night-{{ mood }}.{{ ext }}
  - id: day
    uses: createImageEdit
    each: night
    with: {image: "{{ image }}", model: gpt-image-1, prompt: "by day, {{ mood }}"}
    save: images/day-{{ mood }}.{{ ext }}
"""
    )
    done = project.pictura("run", "otters.yaml", "--json", "--engine", workers.url, key="")
    assert (done.status, done.summary["made"]) == (0, 60), (done.out[-1500:], done.err)
    assert len(project.pictures()) == len(server.posts) == 60


def test_a_failed_picture_skips_what_needs_it(
    project: Project, server: Server, start: Start
) -> None:
    """A job whose upstream failed is skipped, and says which."""
    server.answer = lambda asked: (
        error(400, "no") if prompt_of(asked).endswith("m3") else images(png(prompt_of(asked)))
    )
    workers = start()
    project.write(
        many(8)
        + """
  - id: night
    uses: createImageEdit
    each: otter
    with: {image: "{{ image }}", model: gpt-image-1, prompt: "by night, {{ mood }}"}
    save: images/night-{{ mood }}.{{ ext }}
"""
    )
    done = project.pictura("run", "otters.yaml", "--json", "--engine", workers.url, key="")
    assert (done.status, done.summary["failed"], done.summary["skipped"]) == (1, 1, 1)
    skipped = next(v for v in done.values if v.get("status") == "skipped")
    assert "needs otter[mood=m3]" in str(skipped["reason"])


def test_forced_jobs_are_made_anew_once(project: Project, server: Server, start: Start) -> None:
    """`--force` makes each picture anew, once, though a worker dies of it."""
    honest = Honest(0.05)
    server.answer = honest
    workers = start()
    project.write(many(40))
    assert project.pictura("run", "otters.yaml", "--engine", workers.url, key="").status == 0
    words = ("run", "otters.yaml", "--json", "--force", "--engine", workers.url)
    running = project.start(*words, key="")
    honest.wait(50)
    workers.kill_worker()
    out, err = running.communicate(timeout=120)
    assert running.returncode == 0, (out[-2000:], err)
    assert honest.billed == 80


def test_a_budget_holds_across_workers(project: Project, server: Server, start: Start) -> None:
    """No more is asked than there is money for; what is not asked says so."""
    workers = start()
    project.write(many(30))
    words = ("run", "otters.yaml", "--json", "--budget", "0.40", "--engine", workers.url)
    done = project.pictura(*words, key="")
    assert (done.status, len(server.posts)) == (1, 10), (done.out[-1500:], done.err)
    codes = {v.get("code") for v in done.values if v.get("status") == "skipped"}
    assert codes == {"over-budget"}
    assert done.summary["cost_usd"] == pytest.approx(0.40)


def test_a_refused_key_stops_all_workers(project: Project, server: Server, start: Start) -> None:
    """A 401 stops the run: few requests leave, and each job says why it was not asked."""
    server.answer = lambda _: error(401, "bad key")
    workers = start()
    project.write(many(200))
    done = project.pictura("run", "otters.yaml", "--json", "--engine", workers.url, key="")
    assert done.status == 1
    assert len(server.posts) < 60
    assert done.summary["failed"] + done.summary["skipped"] == 200  # type: ignore[operator]
    assert done.summary["stopped"]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ray://127.0.0.1:1", "--engine begins with dask://"),
        ("dask://127.0.0.1", "--engine names a host and a port"),
        ("dask://127.0.0.1:1", "no Dask scheduler answers at tcp://127.0.0.1:1"),
    ],
)
def test_an_engine_that_is_none_is_a_sentence(project: Project, url: str, words: str) -> None:
    """A wrong scheme, no port, nobody there: a usage error, and no traceback."""
    project.write(recipe("calm"))
    done = project.pictura("run", "otters.yaml", "--engine", url)
    assert done.status == 2
    assert words in done.err


def test_an_engine_and_shards_exclude_each_other(project: Project) -> None:
    """An engine divides the work by itself."""
    project.write(recipe("calm"))
    done = project.pictura("run", "otters.yaml", "--engine", "dask://a:1", "--shard", "1/2")
    assert done.status == 2
    assert "--engine and --shard exclude each other" in done.err


def test_a_worker_without_a_key_says_so(project: Project, server: Server, start: Start) -> None:
    """The key is the worker's own; the driver's stays where it is."""
    workers = start(1, EZLINK_API_KEY="")
    project.write(recipe("calm", "stormy"))
    done = project.pictura("run", "otters.yaml", "--engine", workers.url)
    assert done.status == 1
    assert "has no key for" in done.out + done.err
    assert server.posts == []


def test_a_worker_that_sees_no_project_says_so(
    project: Project, server: Server, start: Start, tmp_path: Path
) -> None:
    """It names the file that it misses, and where it looked; nothing is asked."""
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    workers = start(1, PICTURA_PROJECT=str(nowhere))
    project.write(recipe("calm"))
    done = project.pictura("run", "otters.yaml", "--engine", workers.url)
    assert done.status == 1
    assert f"does not find otters.yaml in {nowhere}" in done.out + done.err
    assert server.posts == []


def test_a_worker_with_another_recipe_says_so(
    project: Project, server: Server, start: Start, tmp_path: Path
) -> None:
    """A worker whose recipe means other jobs asks nothing."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "pictura.toml").write_text("")
    (elsewhere / "otters.yaml").write_text(recipe("calm", "wild"))
    workers = start(1, PICTURA_PROJECT=str(elsewhere))
    project.write(recipe("calm", "stormy"))
    done = project.pictura("run", "otters.yaml", "--engine", workers.url)
    assert done.status == 1
    assert "otters.yaml is not the same for the worker" in done.out + done.err
    assert server.posts == []


def test_the_emulator_answers_workers_too(project: Project, start: Start) -> None:
    """`--emulator` listens where the driver runs, and its workers need no key."""
    workers = start(1, EZLINK_API_KEY="")
    project.write(many(12))
    words = ("run", "otters.yaml", "--json", "--emulator", "--engine", workers.url)
    done = project.pictura(*words, key="")
    assert (done.status, done.summary["made"], done.summary["emulated"]) == (0, 12, True), done.err
    assert len(project.pictures()) == 12


def test_a_rate_holds_across_workers(project: Project, server: Server, start: Start) -> None:
    """Two workers together ask no more often than the recipe allows."""
    workers = start(2, XDG_STATE_HOME=os.environ["XDG_STATE_HOME"])
    server.answer = lambda asked: images(png(prompt_of(asked)))
    project.write(many(20) + "limits: {images_per_minute: 600}\n")
    done = project.pictura("run", "otters.yaml", "--json", "--engine", workers.url, key="")
    assert (done.status, len(server.posts)) == (0, 20), done.err
    assert done.summary["seconds"] >= 1.8  # type: ignore[operator]


def test_an_engine_without_workers_is_a_sentence(project: Project, start: Start) -> None:
    """A scheduler alone does nothing; the sentence says what to start."""
    workers = start(0)
    project.write(recipe("calm"))
    done = project.pictura("run", "otters.yaml", "--engine", workers.url)
    assert done.status == 2
    assert "has no workers; start some with" in done.err


@pytest.mark.parametrize("address", ["ftp://127.0.0.1", "127.0.0.1", "http://ann:sesame@127.0.0.1"])
def test_an_address_that_cannot_be_asked(project: Project, address: str) -> None:
    """It is refused before anything is asked, and no password of it is shown."""
    project.write(recipe("calm"))
    done = project.pictura("run", "otters.yaml", EZLINK_BASE_URL=address)
    assert (done.status, "EZLINK_BASE_URL" in done.err) == (2, True)
    assert "sesame" not in done.out + done.err
