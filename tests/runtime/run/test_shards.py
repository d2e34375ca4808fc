"""Several runs at once: who does what, who waits for whom, and that nothing is paid for twice."""

import itertools
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from tests.runtime.run.clusters import Cluster
from tests.runtime.run.conftest import (
    Answer,
    Asked,
    Done,
    Project,
    Server,
    images,
    kill,
    many,
    png,
    prompt_of,
    wait_until,
)

from pictura.recipes.expand import load_batches
from pictura.run.departures import Distant
from pictura.run.quota import Memory, Rate
from pictura.shards import Shard, parse_shard, share_of, stable_digests
from pictura.state.digest import FileHashes

LEASE = {"PICTURA_LEASE": "1"}

CHAIN = """\
recipe: otters
steps:
  - id: portrait
    uses: createImage
    matrix: {mood: [calm, stormy, sunny]}
    with: {model: gpt-image-1, prompt: "an otter, {{ mood }}"}
    save: images/{{ mood }}.{{ ext }}
  - id: night
    uses: createImageEdit
    each: portrait
    matrix: {hour: [dusk, late, dawn, noon]}
    with: {image: "{{ image }}", model: gpt-image-1, prompt: "at {{ hour }}, {{ mood }}"}
    save: images/{{ mood }}-{{ hour }}.{{ ext }}
"""
COUNT = 15


def finish(process: "subprocess.Popen[str]") -> Done:
    """Wait for the end of a `pictura`."""
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in err, err
    return Done(process.returncode, out, err)


def run_shards(project: Project, count: int, *words: str) -> list[Done]:
    """Run all shards at once."""
    started = [
        project.start("run", "otters.yaml", "--json", "--shard", f"{i}/{count}", *words, **LEASE)
        for i in range(1, count + 1)
    ]
    return [finish(one) for one in started]


def bill(server: Server) -> Counter[str]:
    """Count, by prompt, what a server that honours keys would have billed."""
    keys = {(prompt_of(asked), asked.key) for asked in server.posts}
    return Counter(prompt for prompt, _ in keys)


def without_times(project: Project) -> dict[str, dict[str, object]]:
    """Give the lock's jobs, but for when they were made."""
    jobs = project.lock()["jobs"]
    return {key: {n: v for n, v in job.items() if n != "made"} for key, job in jobs.items()}


def test_shards_have_every_job_once_and_what_it_needs(tmp_path: Path) -> None:
    """However many shards there are, each job is one shard's own, and its upstream comes along."""
    seed = random.SystemRandom().randrange(1 << 30)
    print(f"seed {seed}")  # noqa: T201 - to run it again as it failed
    chance = random.Random(seed)
    (tmp_path / "pictura.toml").write_text("")
    (tmp_path / "chain.yaml").write_text(CHAIN)
    (tmp_path / "many.yaml").write_text(many(60).replace("otters", "many"))
    batches, _ = load_batches([str(tmp_path)])
    every = {(at, job.key) for at, batch in enumerate(batches) for job in batch.jobs}
    assert len(every) == COUNT + 60
    for count in (1, 2, 7, chance.randint(8, 500)):
        shares = [
            share_of(Shard(i, count), batches, str(tmp_path), FileHashes())
            for i in range(1, count + 1)
        ]
        own = [name for share in shares for name in share.own]
        assert (len(own), set(own)) == (len(every), every)
        for share in shares:
            needed = {
                (at, key.removeprefix("night[").partition("#")[0])
                for at, key in share.own
                if key.startswith("night")
            }
            assert share.all == share.own | needed
            assert not share.own & share.needed
    sizes = [len(share_of(Shard(i, 2), batches, str(tmp_path), FileHashes()).own) for i in (1, 2)]
    assert min(sizes) > len(every) / 5, "they have about the same to do"


def test_a_job_never_changes_its_shard(project: Project) -> None:
    """Neither what was made, nor the place of a step, nor where pictures go moves a job."""
    project.write(CHAIN)

    def planned() -> list[set[object]]:
        done = [project.plan("--shard", f"{i}/3") for i in (1, 2, 3)]
        return [{v["job"] for v in one.values if v["event"] == "job"} for one in done]

    before = planned()
    assert project.run().summary["made"] == COUNT
    assert planned() == before
    first, second = CHAIN.replace("images/", "other/").split("  - id: night")
    extra = "  - id: more\n    uses: createImage\n    with: {model: dall-e-3, prompt: more}\n"
    head, _, portrait = first.partition("steps:\n")
    project.write(f"{head}steps:\n{extra}{portrait}  - id: night{second}")
    assert [{job for job in one if job != "more"} for one in planned()] == before


def test_a_renamed_step_stays_in_its_shard(tmp_path: Path) -> None:
    """Only what is asked decides, not what a job is called."""
    (tmp_path / "pictura.toml").write_text("")
    found: list[list[str]] = []
    for text in (CHAIN, CHAIN.replace("portrait", "face").replace("night", "evening")):
        (tmp_path / "otters.yaml").write_text(text)
        batches, _ = load_batches([str(tmp_path / "otters.yaml")])
        found.append(list(stable_digests(batches[0], str(tmp_path), FileHashes()).values()))
    assert found[0] == found[1]
    assert len(set(found[0])) == COUNT


@pytest.mark.parametrize("text", ["0/4", "5/4", "x", "1/0", "1", "/", "-1/4", "1/4/4", "1/99999"])
@pytest.mark.parametrize("command", ["run", "plan"])
def test_no_shard(project: Project, command: str, text: str) -> None:
    """What is no part of a whole is a wrong word, not a part without jobs."""
    project.write(many(1))
    done = project.pictura(command, "otters.yaml", f"--shard={text}")
    assert done.status == 2
    assert "--shard is a part and the number of parts, as in 2/8, not" in done.err
    with pytest.raises(ValueError, match="as in 2/8"):
        parse_shard(text)


def test_no_force_in_shards(project: Project) -> None:
    """Forced shards could not tell what another has just made from what is to be made anew."""
    project.write(many(1))
    done = project.pictura("run", "otters.yaml", "--shard", "1/2", "--force")
    assert done.status == 2
    assert "--force and --shard exclude each other" in done.err


def test_shards_leave_what_one_run_leaves(
    project: Project, server: Server, each_ledger: str, tmp_path: Path
) -> None:
    """Four shards at once make every picture, pay for each once, and leave one whole lock."""
    project.write(CHAIN)
    done = run_shards(project, 4)
    assert [one.status for one in done] == [0] * 4
    assert sum(int(str(one.summary["made"])) for one in done) == COUNT
    asked = bill(server)
    assert len(server.posts) == COUNT
    assert set(asked.values()) == {1}
    assert len(project.pictures()) == COUNT
    assert not (project.root / ".pictura/ledger.sqlite").exists() or each_ledger == "sqlite"
    other = tmp_path / "other"
    other.mkdir()
    alone = Project(other, server)
    alone.write(CHAIN)
    one = alone.pictura("run", "otters.yaml", "--json", PICTURA_LEDGER="")
    assert one.summary["made"] == COUNT
    assert without_times(project) == without_times(alone)
    assert project.pictures() == alone.pictures()
    kept = project.run()
    assert (kept.summary["kept"], kept.summary["made"]) == (COUNT, 0)


def test_shards_judge_no_orphans(project: Project, server: Server) -> None:
    """What the recipe no longer has stays in the lock as long as its file, and is told by a run."""
    project.write(many(8))
    assert project.run().summary["made"] == 8
    project.write(many(6))
    (project.root / "images/m7.png").unlink()
    done = run_shards(project, 3)
    assert [one.summary["orphans"] for one in done] == [0, 0, 0]
    left = set(project.lock()["jobs"])
    assert "otter[mood=m6]" in left, "its file is there"
    assert "otter[mood=m7]" not in left
    assert len(left) == 7
    assert project.run().summary["orphans"] == 1


def test_a_whole_run_waits_for_shards(project: Project, server: Server) -> None:
    """Shards are at work side by side, a whole run is not."""
    open_ = threading.Event()

    def answer(asked: Asked) -> Answer:
        open_.wait(60)
        return images(png(prompt_of(asked)))

    server.answer = answer
    project.write(many(4))
    shards = [
        project.start("run", "otters.yaml", "--shard", f"{i}/2", "--concurrency", "4")
        for i in (1, 2)
    ]
    wait_until(lambda: len(server.posts) == 4)
    whole = project.start("run", "otters.yaml", "--json", "-v")
    assert whole.stderr is not None
    assert any("another run" in line for line in whole.stderr)
    open_.set()
    for shard in shards:
        assert finish(shard).status == 0
    assert finish(whole).summary["kept"] == 4
    assert len(server.posts) == 4


def test_what_a_killed_shard_had_claimed_is_taken_over(
    project: Project, server: Server, each_ledger: str
) -> None:
    """After its lease another shard asks the same with the same key, and nothing is paid twice."""
    held = threading.Event()
    first: list[str] = []

    def answer(asked: Asked) -> Answer:
        if asked.key not in first and len(first) < 3:
            first.append(asked.key)
            held.wait(60)
            return Answer(drop=True)
        return images(png(prompt_of(asked)))

    server.answer = answer
    project.write(CHAIN)
    dead = project.start("run", "otters.yaml", "--shard", "1/2", **LEASE)
    wait_until(lambda: len(first) == 3)
    other = project.start("run", "otters.yaml", "--json", "--shard", "2/2", **LEASE)
    time.sleep(1.5)  # longer than the lease, which who is alive renews
    assert len(server.posts) == 3, "what another asks is not asked"
    kill(dead)
    held.set()
    done = finish(other)
    assert done.status == 0, done.err
    assert done.summary["unknown"] == 3
    again = project.pictura("run", "otters.yaml", "--json", "--shard", "1/2", **LEASE)
    assert again.status == 0
    assert len(project.pictures()) == COUNT
    assert set(bill(server).values()) == {1}
    assert len(project.lock()["jobs"]) == COUNT


@pytest.mark.parametrize("signals", [0, 1, 2])
def test_a_run_that_ends_lets_go(
    project: Project, server: Server, shared_ledger: str, signals: int
) -> None:
    """Nobody waits for the leases of a run that is over, however it ended."""
    held = threading.Event()

    def answer(asked: Asked) -> Answer:
        held.wait(60)
        return images(png(prompt_of(asked)))

    server.answer = answer
    project.write(many(4))
    one = project.start("run", "otters.yaml", "--json", PICTURA_LEASE="3600")
    wait_until(lambda: len(server.posts) == 4)
    for _ in range(signals):
        one.terminate()
        time.sleep(0.3)
    held.set()
    finish(one)
    done = project.pictura("run", "otters.yaml", "--json", PICTURA_LEASE="3600")
    assert done.status == 0
    assert set(bill(server).values()) == {1}


def test_two_clones_share_a_ledger(project: Project, server: Server, shared_ledger: str) -> None:
    """Two runs in two folders pay for each picture once; what the other has is said, not paid."""
    clone = Project(Path(shutil.copytree(project.root, project.root.with_suffix(".clone"))), server)
    for one in (project, clone):
        one.write(many(12))
    started = [one.start("run", "otters.yaml", "--json", **LEASE) for one in (project, clone)]
    done = [finish(one) for one in started]
    assert len(server.posts) == 12
    statuses = [
        {str(v["job"]): (v["status"], v.get("code")) for v in one.values if v["event"] == "job"}
        for one in done
    ]
    for job in statuses[0]:
        both = {statuses[0][job], statuses[1][job]}
        assert both == {("made", None), ("skipped", "made-elsewhere")}
    assert [one.status for one in done] == [
        int(any(status != "made" for status, _ in one.values())) for one in statuses
    ]
    plan = clone.plan()
    assert (plan.summary["make"], plan.summary["elsewhere"]) == (0, len(project.pictures()))
    for name, picture in project.pictures().items():
        (clone.root / "images" / name).parent.mkdir(exist_ok=True)
        (clone.root / "images" / name).write_bytes(picture)
    assert clone.run().summary["kept"] == 12
    forced = project.pictura("run", "otters.yaml", "--json", "--force")
    assert forced.summary["made"] == 12


def test_what_another_folder_has_is_no_input_here(
    project: Project, server: Server, shared_ledger: str
) -> None:
    """A job whose upstream picture lies elsewhere is not asked, and says so."""
    project.write(CHAIN)
    assert project.run("--only", "portrait").summary["made"] == 3
    clone = Project(Path(shutil.copytree(project.root, project.root.with_suffix(".clone"))), server)
    shutil.rmtree(clone.root / ".pictura")
    shutil.rmtree(clone.root / "images")
    done = clone.run()
    assert done.status == 1
    codes = Counter(v.get("code") for v in done.values if v["event"] == "job")
    assert codes == {"made-elsewhere": 3, "input-gone": 12}
    assert len(server.posts) == 3


def test_a_server_that_restarts_in_a_run(
    project: Project, server: Server, own_cluster: Cluster
) -> None:
    """While the ledger's server restarts, a run waits for it, and loses nothing."""
    ledger = {"PICTURA_LEDGER": own_cluster.address("restarts")}
    server.answer = _slow
    project.write(many(30))
    run = project.start("run", "otters.yaml", "--json", **ledger)
    wait_until(lambda: len(server.posts) >= 8)
    own_cluster.stop()
    own_cluster.start()
    done = finish(run)
    assert done.status == 0, done.err
    assert done.summary["made"] == 30
    assert set(bill(server).values()) == {1}


def test_a_server_that_stays_away_in_a_run(
    project: Project, server: Server, own_cluster: Cluster
) -> None:
    """A run whose ledger stays away stops in good order; the next asks again with the same keys."""
    ledger = {"PICTURA_LEDGER": own_cluster.address("away"), "PICTURA_LEDGER_PATIENCE": "0.5"}
    server.answer = _slow
    project.write(many(30))
    run = project.start("run", "otters.yaml", "--json", **ledger)
    wait_until(lambda: len(server.posts) >= 8)
    own_cluster.stop()
    done = finish(run)
    assert done.status == 1
    codes = {v.get("code") for v in done.values if v["event"] == "job"}
    assert codes & {"ledger-failed", "ledger-unreachable"}
    assert len(server.posts) < 30
    own_cluster.start()
    again = project.pictura("run", "otters.yaml", "--json", **ledger, **LEASE)
    assert again.status == 0
    assert len(project.pictures()) == 30
    assert set(bill(server).values()) == {1}


def test_a_wrong_lease(project: Project, shared_ledger: str) -> None:
    """A lease that is no time is said to be wrong before anything is asked."""
    project.write(many(1))
    for text in ("soon", "0", "-5", "inf"):
        done = project.pictura("run", "otters.yaml", PICTURA_LEASE=text)
        assert done.status == 2
        assert "PICTURA_LEASE is a number of seconds from 0.5 on, not" in done.err
    assert project.server.posts == []


_BOOK = """
import sys, time
from pictura.run.departures import Distant
from pictura.run.quota import Rate
record = Distant(sys.argv[1], "http://a")
for _ in range(50):
    moment = record.book(time.monotonic(), [Rate("requests", 3000.0), Rate("images", 1e6)], 1)
    print(moment)
    time.sleep(max(0.0, moment - time.monotonic()))
"""


def test_four_processes_keep_one_rate(cluster: Cluster) -> None:
    """What four processes book together is 50 a second, in whichever second one looks."""
    address = cluster.address("rates")
    started = [
        subprocess.Popen([sys.executable, "-c", _BOOK, address], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    moments = sorted(float(line) for one in started for line in one.communicate()[0].split())
    assert len(moments) == 200
    worst = max(sum(begin <= at < begin + 1 for at in moments) for begin in moments)
    assert worst <= 51
    assert moments[-1] - moments[0] >= 199 / 50 * 0.98


def test_a_server_keeps_the_same_rule_as_memory(cluster: Cluster) -> None:
    """Booked in a database, a sequence of requests leaves as it does by the list in memory."""
    seed = random.SystemRandom().randrange(1 << 30)
    print(f"seed {seed}")  # noqa: T201 - to run it again as it failed
    chance = random.Random(seed)
    rates = [Rate("images", 60.0), Rate("requests", 25.0)]
    numbers = [chance.choice([1, 1, 2, 4, 70]) for _ in range(40)]
    record, memory = Distant(cluster.address("rule"), f"http://{seed}"), Memory()
    moments = [record.book(time.monotonic(), rates, number) for number in numbers]
    record.close()
    expected = [memory.book(0.0, rates, number) for number in numbers]
    found = [moment - moments[0] for moment in moments]
    assert found == pytest.approx(expected, abs=0.5)
    assert all(a <= b + 0.5 for a, b in itertools.pairwise(found))


def test_projects_of_a_database_share_a_rate(cluster: Cluster) -> None:
    """A rate is a key's, not a project's: two projects that ask one server have it together."""
    rate = [Rate("requests", 6.0)]
    one = Distant(cluster.address("first"), "http://shared/")
    two = Distant(cluster.address("second"), "http://shared")
    began = one.book(time.monotonic(), rate, 1)
    assert two.book(time.monotonic(), rate, 1) - began == pytest.approx(10.0, abs=1.0)
    one.close()
    two.close()


def test_runs_that_share_a_ledger_keep_one_rate(
    project: Project, server: Server, shared_ledger: str
) -> None:
    """The rate of a recipe is kept by the ledger's database, not by this machine's file."""
    project.write(many(3) + "limits: {requests_per_minute: 600}\n")
    assert project.run().summary["made"] == 3
    record = Distant(shared_ledger, server.url)
    try:
        record.book(time.monotonic(), [Rate("requests", 1e6)], 1)
        assert record._database is not None
        rows = record._database.select(
            "SELECT count(*) FROM leaving WHERE scope = ? AND kind = 'requests'", (server.url,)
        )
    finally:
        record.close()
    assert rows[0][0] >= 4, "the run's three, more if it was late for one, and this one"


def _slow(asked: Asked) -> Answer:
    time.sleep(0.1)
    return images(png(prompt_of(asked)))


def test_the_benchmark(cluster: Cluster) -> None:
    """Its short form, one shard killed and faults among the answers, ends with an honest bill."""
    bench = Path(__file__).parents[3] / "bench" / "shards.py"
    done = subprocess.run(
        [sys.executable, str(bench), "--short"], capture_output=True, text=True, check=False
    )
    for line in ("in place, bit for bit", "entries in the one lock", "billed"):
        assert re.search(rf"{line} +200\b", done.stdout), done.stdout + done.stderr
