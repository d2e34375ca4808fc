"""What a run promises, held against a server that counts."""

import json
import os
import shutil
import time
import xml.etree.ElementTree as ET

import pytest
from tests.runtime.run.conftest import (
    KEY,
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


def test_second_run_asks_nothing(project: Project, server: Server) -> None:
    """A second run makes no request, keeps everything and leaves the lock as it is."""
    project.write(recipe("calm", "stormy"))
    first = project.run()
    assert (first.status, first.summary["made"], len(server.posts)) == (0, 2, 2)
    assert first.summary["cost_usd"] == pytest.approx(0.08)
    lock = (project.root / "otters.lock.json").read_bytes()
    second = project.run()
    assert (second.status, second.summary["kept"], second.summary["requests"]) == (0, 2, 0)
    assert second.summary["cost_usd"] == 0
    assert len(server.posts) == 2
    assert (project.root / "otters.lock.json").read_bytes() == lock


def test_picture_is_saved_bit_for_bit(project: Project) -> None:
    """A picture's file has exactly the bytes that were paid for."""
    project.write(recipe("calm"))
    assert project.run().status == 0
    assert project.pictures() == {"calm.png": png("an otter, calm")}


def test_deleted_picture_is_restored(project: Project, server: Server) -> None:
    """A picture whose file is gone comes back without a request."""
    project.write(recipe("calm", "stormy"))
    project.run()
    before = project.pictures()
    (project.root / "images/calm.png").unlink()
    assert [v["action"] for v in project.plan().values[:2]] == ["restore", "keep"]
    done = project.run()
    assert (done.status, done.summary["restored"], done.summary["kept"]) == (0, 1, 1)
    assert project.pictures() == before
    assert len(server.posts) == 2


def test_without_state_the_lock_and_the_files_prove(project: Project, server: Server) -> None:
    """Without `.pictura`, what the lock and the files prove is kept."""
    project.write(recipe("calm", "stormy"))
    project.run()
    shutil.rmtree(project.root / ".pictura")
    assert project.plan("--exit-code").status == 0
    done = project.run()
    assert (done.summary["kept"], len(server.posts)) == (2, 2)


def test_without_lock_the_ledger_proves(project: Project, server: Server) -> None:
    """Without the lock, what the ledger remembers is kept, and the lock is written again."""
    project.write(recipe("calm"))
    project.run()
    lock = (project.root / "otters.lock.json").read_bytes()
    (project.root / "otters.lock.json").unlink()
    assert project.run().summary["kept"] == 1
    assert (project.root / "otters.lock.json").read_bytes() == lock
    assert len(server.posts) == 1


def test_renamed_step_is_not_paid_again(project: Project, server: Server) -> None:
    """A step's new name changes no request, so nothing is asked."""
    project.write(recipe("calm"))
    project.run()
    project.write(recipe("calm").replace("id: otter", "id: seaotter"))
    done = project.run()
    assert (done.summary["kept"], len(server.posts)) == (1, 1)
    assert list(project.lock()["jobs"]) == ["seaotter[mood=calm]"]


@pytest.mark.parametrize("state", ["there", "deleted"])
def test_moved_save_is_not_paid_again(project: Project, server: Server, state: str) -> None:
    """A new `save` puts the picture to its new place for nothing, even without `.pictura`."""
    project.write(recipe("calm"))
    project.run()
    if state == "deleted":
        shutil.rmtree(project.root / ".pictura")
    project.write(recipe("calm", save="images/new/{{ mood }}-{{ step }}.{{ ext }}"))
    done = project.run()
    assert (done.status, done.summary["restored"], len(server.posts)) == (0, 1, 1)
    assert project.pictures()["new/calm-otter.png"] == png("an otter, calm")


def test_lock_brings_in_no_file_from_elsewhere(project: Project, server: Server) -> None:
    """A lock that names a file outside the project, with its true hash, restores nothing."""
    project.write(recipe("calm"))
    project.run()
    shutil.rmtree(project.root / ".pictura")
    outside = project.root.parent / "secret.png"
    shutil.move(project.root / "images/calm.png", outside)
    lock = project.root / "otters.lock.json"
    lock.write_text(lock.read_text("utf-8").replace("images/calm.png", "../secret.png"), "utf-8")
    done = project.run()
    assert (done.status, done.summary["restored"], len(server.posts)) == (0, 0, 2)


def test_changed_request_is_asked_and_replaces(project: Project, server: Server) -> None:
    """A changed request is asked, and its picture replaces the old one, which nobody edited."""
    project.write(recipe("calm"))
    project.run()
    project.write(recipe("calm").replace("an otter", "two otters"))
    done = project.run()
    assert (done.status, done.summary["made"], len(server.posts)) == (0, 1, 2)
    assert project.pictures() == {"calm.png": png("two otters, calm")}


def test_edited_file_is_reported_and_kept(project: Project, server: Server) -> None:
    """A file that a person edited is reported and left alone, even if its request changed."""
    project.write(recipe("calm", "stormy"))
    project.run()
    (project.root / "images/calm.png").write_bytes(b"retouched")
    plan = project.plan()
    assert plan.job("otter[mood=calm]")["action"] == "drifted"
    done = project.run()
    assert (done.status, done.summary["drifted"], done.summary["kept"]) == (0, 1, 1)
    assert "edited" in str(done.job("otter[mood=calm]")["reason"])
    project.write(recipe("calm", "stormy").replace("an otter", "two otters"))
    done = project.run()
    assert (done.summary["drifted"], done.summary["made"]) == (1, 1)
    assert project.pictures()["calm.png"] == b"retouched"
    assert len(server.posts) == 3


def test_stranger_file_is_not_overwritten(project: Project, server: Server) -> None:
    """A file that was there before the first run is somebody's, and nothing is asked for it."""
    project.write(recipe("calm"))
    (project.root / "images").mkdir()
    (project.root / "images/calm.png").write_bytes(b"mine")
    done = project.run()
    assert (done.summary["drifted"], len(server.posts)) == (1, 0)
    assert project.pictures() == {"calm.png": b"mine"}


def test_force_asks_again_and_overwrites(project: Project, server: Server) -> None:
    """`--force` makes pictures anew with a new key, and overwrites an edited file."""
    project.write(recipe("calm", "stormy"))
    project.run()
    (project.root / "images/calm.png").write_bytes(b"retouched")
    done = project.run("--force")
    assert (done.status, done.summary["made"], len(server.posts)) == (0, 2, 4)
    assert len({asked.key for asked in server.posts}) == 4
    assert project.pictures()["calm.png"] == png("an otter, calm")
    assert project.run().summary["kept"] == 2


def test_orphan_is_reported_and_left_alone(project: Project) -> None:
    """A job that left the recipe is an orphan as long as its file is there."""
    project.write(recipe("calm", "stormy"))
    project.run()
    project.write(recipe("calm"))
    plan = project.plan("--exit-code")
    assert plan.status == 0
    assert plan.job("otter[mood=stormy]")["action"] == "orphan"
    assert project.run().summary["orphans"] == 1
    assert "stormy.png" in project.pictures()
    (project.root / "images/stormy.png").unlink()
    assert project.run().summary["orphans"] == 0
    assert list(project.lock()["jobs"]) == ["otter[mood=calm]"]


def test_url_answers_are_fetched(project: Project, server: Server) -> None:
    """A url in an answer is fetched at once, without the key, and its picture is saved."""
    server.files["/a.png?sig=s3cret"] = Answer(png("from afar"))
    body = json.dumps({"created": 1, "data": [{"url": f"{server.url}/a.png?sig=s3cret"}]})
    server.answer = lambda _: Answer(body.encode())
    project.write(recipe("calm").replace("b64_json", "url"))
    done = project.run()
    assert done.status == 0, done.out
    assert project.pictures() == {"calm.png": png("from afar")}
    assert "s3cret" not in done.out + done.err


def test_lost_url_is_fetched_by_the_next_run(project: Project, server: Server) -> None:
    """A picture that could not be fetched is fetched by the next run, which asks nothing."""
    body = json.dumps({"created": 1, "data": [{"url": f"{server.url}/a.png"}]})
    server.answer = lambda _: Answer(body.encode())
    server.files["/a.png"] = Answer(b"busy", 503, {"Retry-After": "9000"})
    project.write(recipe("calm").replace("b64_json", "url"))
    done = project.run()
    assert (done.status, done.summary["failed"]) == (1, 1)
    assert done.job("otter[mood=calm]")["code"] == "picture-lost"
    server.files["/a.png"] = Answer(png("from afar"))
    done = project.run()
    assert (done.status, done.summary["restored"], len(server.posts)) == (0, 1, 1)
    assert project.pictures() == {"calm.png": png("from afar")}


def test_expired_url_is_asked_again(project: Project, server: Server) -> None:
    """A url that gives its picture no more is asked again, which is told."""
    body = json.dumps({"created": 1, "data": [{"url": f"{server.url}/a.png"}]})
    server.answer = lambda _: Answer(body.encode())
    project.write(recipe("calm").replace("b64_json", "url"))
    done = project.run()
    assert (done.status, done.job("otter[mood=calm]")["code"]) == (1, "no-picture")
    server.files["/a.png"] = Answer(png("from afar"))
    done = project.run()
    assert (done.status, done.summary["made"], len(server.posts)) == (0, 1, 3)
    assert server.posts[0].key == server.posts[1].key != server.posts[2].key


def test_dead_url_is_asked_for_with_the_same_key(project: Project, server: Server) -> None:
    """A url that is dead from the start is asked for again at once, with the same key, and told."""

    def answer(_: Asked) -> Answer:
        name = "b" if len(server.posts) > 1 else "a"
        body = json.dumps({"created": 1, "data": [{"url": f"{server.url}/{name}.png"}]})
        return Answer(body.encode())

    server.answer = answer
    server.files["/b.png"] = Answer(png("from afar"))
    project.write(recipe("calm").replace("b64_json", "url"))
    done = project.run()
    assert (done.status, done.summary["made"], done.summary["unknown"]) == (0, 1, 1)
    assert len({asked.key for asked in server.posts}) == 1
    assert len(server.posts) == 2


@pytest.mark.parametrize(
    "content", [b"", b"<html>gone</html>", b"GIF89a....", png("x")[:40]], ids=str
)
def test_what_is_no_picture_is_not_saved(project: Project, server: Server, content: bytes) -> None:
    """An answer whose bytes are no whole picture is an error, and nothing is saved."""
    server.answer = lambda _: images(content) if content else images(b"\0")
    project.write(recipe("calm"))
    done = project.run()
    assert (done.status, done.summary["failed"]) == (1, 1)
    assert not (project.root / "images").exists()


def test_several_pictures_and_a_shortfall(project: Project, server: Server) -> None:
    """All pictures of an answer are saved; those that an answer lacks are told, not asked again."""
    server.answer = lambda asked: images(*(png(f"{prompt_of(asked)} {i}") for i in range(3)))
    text = recipe("calm", save="images/{{ mood }}-{{ index }}.{{ ext }}")
    project.write(text.replace("dall-e-3", "dall-e-2, n: 4"))
    done = project.run()
    assert (done.status, done.summary["made"], done.summary["shortfall"]) == (0, 1, 1)
    assert list(project.pictures()) == ["calm-0.png", "calm-1.png", "calm-2.png"]
    assert project.run().summary["kept"] == 1
    assert len(server.posts) == 1


def test_formats_are_recognised_by_bytes(project: Project, server: Server) -> None:
    """The extension comes from the picture's bytes, whatever was asked for."""
    from io import BytesIO  # noqa: PLC0415 - for this test only

    from PIL import Image  # noqa: PLC0415 - the same

    def draw(asked: Asked) -> Answer:
        buffer = BytesIO()
        kind = "JPEG" if "calm" in prompt_of(asked) else "WEBP"
        Image.new("RGB", (17, 9), "teal").save(buffer, kind)
        return images(buffer.getvalue())

    server.answer = draw
    project.write(recipe("calm", "stormy"))
    assert project.run().status == 0
    assert sorted(project.pictures()) == ["calm.jpg", "stormy.webp"]
    jobs = project.lock()["jobs"]
    listed = jobs["otter[mood=calm]"]["images"]
    assert isinstance(listed, list)
    assert (listed[0]["format"], listed[0]["width"], listed[0]["height"]) == ("jpeg", 17, 9)


def test_downstream_job_gets_the_picture(project: Project, server: Server) -> None:
    """A job that needs another's picture sends its bytes, and is kept with it afterwards."""
    extra = """\
  - id: night
    uses: createImageEdit
    each: otter
    with: {image: "{{ image }}", model: gpt-image-1, prompt: "night, {{ mood }}"}
    save: images/night-{{ mood }}.{{ ext }}
"""
    project.write(recipe("calm", "stormy", extra=extra))
    assert project.plan().summary["make"] == 4
    done = project.run()
    assert (done.status, done.summary["made"], len(server.posts)) == (0, 4, 4)
    edits = [asked for asked in server.posts if asked.path == "/v1/images/edits"]
    assert {png("an otter, calm") in one.body for one in edits} == {True, False}
    assert all(b"image/png" in one.body for one in edits)
    assert project.run().summary["kept"] == 4
    # A changed upstream picture changes the request of what comes of it.
    project.write(recipe("calm", "stormy", extra=extra).replace("an otter", "two otters"))
    assert project.run().summary["made"] == 4


def test_failed_upstream_skips_downstream(project: Project, server: Server) -> None:
    """What needs a picture that was refused is skipped with that reason; the others are made."""
    extra = """\
  - id: night
    uses: createImageEdit
    each: otter
    with: {image: "{{ image }}", model: gpt-image-1, prompt: "night, {{ mood }}"}
    save: images/night-{{ mood }}.{{ ext }}
"""

    def answer(asked: Asked) -> Answer:
        if prompt_of(asked) == "an otter, calm":
            return error(400, "refused by policy", "content_policy_violation")
        return images(png(prompt_of(asked)))

    server.answer = answer
    project.write(recipe("calm", "stormy", extra=extra))
    done = project.run()
    summary = done.summary
    assert (done.status, summary["made"], summary["failed"], summary["skipped"]) == (1, 2, 1, 1)
    assert done.job("night[otter[mood=calm]#0]")["code"] == "upstream-failed"


def test_same_request_is_asked_once(project: Project, server: Server) -> None:
    """Two jobs that ask the same share one picture and one payment."""
    text = recipe("calm", "stormy").replace("an otter, {{ mood }}", "an otter")
    project.write(text)
    plan = project.plan()
    assert (plan.summary["make"], plan.summary["restore"]) == (1, 1)
    done = project.run("--concurrency", "2")
    assert (done.status, done.summary["made"], done.summary["restored"]) == (0, 1, 1)
    assert len(server.posts) == 1
    assert project.pictures()["calm.png"] == project.pictures()["stormy.png"]


def test_only_one_step(project: Project, server: Server) -> None:
    """`--only` does one step's jobs; an unknown step is a wrong call."""
    extra = """\
  - id: seal
    uses: createImage
    with: {model: dall-e-3, prompt: a seal, response_format: b64_json}
    save: images/seal.{{ ext }}
"""
    project.write(recipe("calm", extra=extra))
    done = project.run("--only", "seal")
    assert (done.status, done.summary["made"]) == (0, 1)
    assert [prompt_of(asked) for asked in server.posts] == ["a seal"]
    assert list(project.lock()["jobs"]) == ["seal"]
    assert project.pictura("run", "otters.yaml", "--only", "sael").status == 2
    done = project.run()
    assert (done.summary["made"], done.summary["kept"]) == (1, 1)


def test_budget_is_never_passed(project: Project, server: Server) -> None:
    """With a budget, what does not fit is skipped with that reason, whatever the concurrency."""
    project.write(many(10))
    done = project.run("--budget", "0.13", "--concurrency", "8")
    assert (done.status, done.summary["made"], done.summary["skipped"]) == (1, 3, 7)
    assert (len(server.posts), done.summary["cost_usd"]) == (3, 0.12)
    assert {v.get("code") for v in done.values if v.get("status") == "skipped"} == {"over-budget"}
    assert project.run("--budget", "1").summary["made"] == 7


def test_unknown_price_is_refused_under_a_budget(project: Project, server: Server) -> None:
    """`--budget` asks no job without a known price, unless `--allow-unknown-cost` says so."""
    project.write(recipe("calm").replace("dall-e-3", "brand-new-model"))
    assert project.plan().summary["unpriced"] == 1
    done = project.run("--budget", "5")
    assert (done.status, done.job("otter[mood=calm]")["code"]) == (1, "unknown-cost")
    assert not server.posts
    done = project.run("--budget", "5", "--allow-unknown-cost")
    assert (done.status, done.summary["made"], done.summary["unpriced"]) == (0, 1, 1)


def test_a_recipe_s_budget_counts_what_has_a_price(project: Project, server: Server) -> None:
    """Under the recipe's own budget such a job counts as free, unless the person refuses it."""
    project.write(recipe("calm").replace("dall-e-3", "brand-new-model") + "limits: {budget: 5}\n")
    done = project.run("--refuse-unknown-cost")
    assert (done.status, done.job("otter[mood=calm]")["code"]) == (1, "unknown-cost")
    assert project.run().summary["made"] == 1


def test_concurrency_is_bounded_and_used(project: Project, server: Server) -> None:
    """As many requests as allowed are in flight at once, and never more."""

    def slow(asked: Asked) -> Answer:
        time.sleep(0.05)
        return images(png(prompt_of(asked)))

    server.answer = slow
    project.write(many(12))
    assert project.run("--concurrency", "3").status == 0
    assert server.most == 3


def test_limits_of_the_recipe(project: Project, server: Server) -> None:
    """A recipe's own limits hold if no option overrides them."""
    project.write(many(3) + "limits: {concurrency: 1, budget: 0.05}\n")
    done = project.run()
    assert (server.most, done.summary["made"]) == (1, 1)
    assert project.run("--budget", "9").summary["made"] == 2


def test_unexpected_picture_fails_and_is_not_paid_again(project: Project, server: Server) -> None:
    """A picture that is not as expected fails its job, stays, and is not asked again."""
    project.write(recipe("calm", extra="    expect: {width: 1024}\n"))
    done = project.run()
    assert done.status == 1
    assert done.job("otter[mood=calm]")["code"] == "unfit-picture"
    assert "width 8 instead of 1024" in str(done.job("otter[mood=calm]")["reason"])
    assert project.pictures() == {"calm.unfit.png": png("an otter, calm")}
    assert project.run().status == 1
    assert len(server.posts) == 1
    project.write(recipe("calm", extra="    expect: {width: 8}\n"))
    assert project.run().status == 0
    assert len(server.posts) == 1


def test_unwritable_folder_then_restored(project: Project, server: Server) -> None:
    """A picture that cannot be saved is safe: when its folder works again, it costs nothing."""
    project.write(recipe("calm"))
    (project.root / "images").write_text("a file where the folder should be")
    done = project.run()
    assert (done.status, done.job("otter[mood=calm]")["code"]) == (1, "not-saved")
    assert done.summary["cost_usd"] == 0.04
    (project.root / "images").unlink()
    assert project.plan().job("otter[mood=calm]")["action"] == "restore"
    done = project.run()
    assert (done.status, done.summary["restored"], len(server.posts)) == (0, 1, 1)
    assert project.pictures() == {"calm.png": png("an otter, calm")}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write into a read-only folder")
def test_read_only_folder_then_restored(project: Project, server: Server) -> None:
    """A folder without write permission costs nothing a second time."""
    project.write(recipe("calm"))
    (project.root / "images").mkdir(mode=0o500)
    assert project.run().status == 1
    (project.root / "images").chmod(0o700)
    assert project.run().summary["restored"] == 1
    assert len(server.posts) == 1


def test_key_appears_nowhere(project: Project, server: Server) -> None:
    """The key is in no output, lock, ledger or report, even if the API says it."""
    project.write(recipe("calm", "stormy"))

    def answer(asked: Asked) -> Answer:
        if "calm" in prompt_of(asked):
            return error(400, f"bad key {KEY} in {asked.headers['authorization']}", f"x_{KEY}")
        return images(png(prompt_of(asked)))

    server.answer = answer
    done = project.run("--junit", "report.xml")
    assert done.status == 1
    assert all(asked.headers["authorization"] == f"Bearer {KEY}" for asked in server.posts)
    plain = project.pictura("run", "otters.yaml")
    assert KEY not in done.out + done.err + plain.out + plain.err
    for path in project.root.rglob("*"):
        if path.is_file():
            assert KEY.encode() not in path.read_bytes(), path


def test_wrong_calls(project: Project, server: Server) -> None:
    """Without a key, or with a wrong recipe, nothing is sent and the person is told what to do."""
    project.write(recipe("calm"))
    done = project.pictura("run", "otters.yaml", key="")
    assert done.status == 2
    assert "EZLINK_API_KEY" in done.err
    assert "--emulator" in done.err
    project.write(recipe("calm").replace("prompt:", "promt:"))
    done = project.pictura("run", "otters.yaml")
    assert done.status == 1
    assert "otters.yaml:6:" in done.err
    for words in (("--budget", "lots"), ("--concurrency", "0"), ("nowhere.yaml",)):
        assert project.pictura("run", *words).status == 2
    assert server.posts == []


def test_shape_of_the_lines(project: Project) -> None:
    """`--json` prints one object a line: each job with what it did, and last the summary."""
    project.write(recipe("calm"))
    job, summary = project.run().values
    assert set(job) >= {
        *("event", "job", "step", "recipe", "action", "status", "files", "cost_usd"),
    }
    assert (job["event"], job["action"], job["status"]) == ("job", "make", "made")
    assert (job["job"], job["step"], job["recipe"]) == ("otter[mood=calm]", "otter", "otters")
    assert (job["files"], job["cost_usd"]) == (["images/calm.png"], 0.04)
    assert set(summary) >= {
        *("event", "made", "kept", "restored", "failed", "skipped", "requests", "cost_usd"),
        *("drifted", "orphans", "unknown", "shortfall", "retries", "seconds"),
    }
    plan = project.plan().values
    assert (plan[0]["action"], plan[0]["files"]) == ("keep", ["images/calm.png"])
    assert plan[-1]["event"] == "summary"


def test_plan_tells_the_cost_and_what_is_to_do(project: Project, server: Server) -> None:
    """A plan sums up what is to be paid, and with `--exit-code` says whether there is anything."""
    project.write(recipe("calm", "stormy"))
    done = project.pictura("plan", "otters.yaml", "--exit-code", key="")
    assert done.status == 1
    assert "2 to make ($0.08)" in done.out
    assert "images/calm.png" in done.out
    assert not (project.root / ".pictura").exists()
    assert project.plan().summary["cost_usd"] == 0.08
    project.run()
    assert project.pictura("plan", "otters.yaml", "--exit-code").status == 0


def test_junit_report(project: Project, server: Server) -> None:
    """`--junit` writes a suite for each recipe, with failures and their reasons."""

    def answer(asked: Asked) -> Answer:
        if "calm" in prompt_of(asked):
            return error(400, "not \x01 allowed", "content_policy_violation")
        return images(png(prompt_of(asked)))

    server.answer = answer
    project.write(recipe("calm", "stormy"))
    project.run("--junit", "out/report.xml")
    root = ET.parse(project.root / "out/report.xml").getroot()  # noqa: S314 - our own
    (suite,) = root
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    failure = root.find(".//failure")
    assert failure is not None
    assert "allowed" in str(failure.get("message"))


def test_state_hides_itself(project: Project) -> None:
    """`.pictura` tells the version control to leave it alone."""
    project.write(recipe("calm"))
    project.run()
    assert (project.root / ".pictura/.gitignore").read_text() == "*\n"


def test_answers_are_not_stored_twice(project: Project) -> None:
    """After a run the store holds the pictures, and no answer that repeats them."""
    project.write(many(3))
    project.run()
    blobs = [path for path in (project.root / ".pictura/blobs").rglob("*") if path.is_file()]
    assert sorted(path.read_bytes() for path in blobs) == sorted(
        png(f"an otter, m{i}") for i in range(3)
    )
    assert list((project.root / ".pictura/partial").iterdir()) == []


def test_emulated_pictures_are_not_taken_for_real(project: Project, server: Server) -> None:
    """What the emulator drew is kept by `--emulator`, and made when a key is there."""
    text = recipe("calm").replace("model: dall-e-3,", "model: dall-e-3, size: 1024x1024,")
    project.write(text)
    done = project.pictura("run", "otters.yaml", "--emulator", "--json", key="")
    assert (done.status, done.summary["made"], done.summary["emulated"]) == (0, 1, True)
    done = project.pictura("run", "otters.yaml", "--emulator", "--json", key="")
    assert (done.summary["kept"], done.summary["requests"]) == (1, 0)
    assert project.pictura("plan", "otters.yaml", "--exit-code", key="").status == 0
    assert len(server.posts) == 0
    done = project.run()
    assert (done.status, done.summary["made"], len(server.posts)) == (0, 1, 1)
    assert project.pictures() == {"calm.png": png("an otter, calm")}


def test_only_one_of_two_that_ask_the_same(project: Project, server: Server) -> None:
    """`--only` makes a job although another step, which is not asked now, asks the same."""
    extra = """\
  - id: twin
    uses: createImage
    with: {model: dall-e-3, prompt: "an otter, calm", response_format: b64_json}
    save: images/twin.{{ ext }}
"""
    project.write(recipe("calm", extra=extra))
    done = project.run("--only", "twin")
    assert (done.status, done.summary["made"], len(server.posts)) == (0, 1, 1)
    assert project.run().summary["restored"] == 1
    done = project.run("--force")
    assert (done.status, done.summary["made"], len(server.posts)) == (0, 1, 2)


def test_link_out_of_the_project_is_not_followed(
    project: Project, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A folder that is a link out of the project gets no picture, and nothing is asked for it."""
    outside = tmp_path_factory.mktemp("outside")
    project.write(recipe("calm"))
    (project.root / "images").symlink_to(outside)
    done = project.pictura("run", "otters.yaml")
    assert done.status == 1
    assert (list(outside.iterdir()), server.posts) == ([], [])
    # A link that appears while the run is at work is noticed before anything is written.
    (project.root / "images").unlink()

    def answer(asked: Asked) -> Answer:
        (project.root / "images").symlink_to(outside)
        return images(png(prompt_of(asked)))

    server.answer = answer
    done = project.run()
    assert (done.status, done.job("otter[mood=calm]")["code"]) == (1, "not-saved")
    assert list(outside.iterdir()) == []
    (project.root / "images").unlink()
    assert project.run().summary["restored"] == 1


def test_lock_that_cannot_be_written(project: Project, server: Server) -> None:
    """Without its lock a run ends with 1 and says so; the pictures are there and are kept."""

    def answer(asked: Asked) -> Answer:
        (project.root / "otters.lock.json").mkdir(exist_ok=True)
        return images(png(prompt_of(asked)))

    server.answer = answer
    project.write(recipe("calm"))
    done = project.run()
    assert (done.status, done.summary["made"]) == (1, 1)
    assert "otters.lock.json cannot be written" in str(done.summary["problem"])
    (project.root / "otters.lock.json").rmdir()
    assert (project.run().summary["kept"], len(server.posts)) == (1, 1)
    assert list(project.lock()["jobs"]) == ["otter[mood=calm]"]


def test_people_read_paths_from_where_they_are(project: Project) -> None:
    """Nothing depends on where the command is typed, but files are named as found from there."""
    project.write(recipe("calm"), "recipes/otters.yaml")
    (project.root / "elsewhere").mkdir()
    root, project.root = project.root, project.root / "elsewhere"
    done = project.pictura("run", "../recipes/otters.yaml")
    assert done.status == 0
    assert "../recipes/images/calm.png" in done.out
    plan = project.pictura("plan", "../recipes/otters.yaml")
    assert "../recipes/images/calm.png" in plan.out
    project.root = root
    assert (root / ".pictura/ledger.sqlite").exists()
    assert (root / "recipes/otters.lock.json").exists()
    done = project.pictura("run", "recipes/otters.yaml", "--json")
    assert (done.summary["kept"], done.values[0]["files"]) == (1, ["recipes/images/calm.png"])
