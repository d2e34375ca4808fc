"""What a recipe expects of its pictures, held against pictures that are otherwise."""

import json
from io import BytesIO
from typing import Literal

import pytest
from PIL import Image, ImageDraw
from tests.runtime.run.conftest import Project, Server, images, recipe

WORDS = {
    "{min_bytes: 100000}": "less than 100,000",
    "{max_bytes: 100}": "more than 100",
    "{not_blank: true}": "one colour only",
    "{similar_to: hill.png}": "from hill.png, more than 0.2",
}
JOB = "otter[mood=calm]"


def drawn(
    *corners: tuple[int, int], size: int = 256, kind: Literal["PNG", "JPEG", "WEBP"] = "PNG"
) -> bytes:
    """Draw a hill through corners of a field of 256 by 256, scaled."""
    picture = Image.new("RGB", (256, 256), "navy")
    if corners:
        ImageDraw.Draw(picture).polygon([(0, 256), *corners, (256, 256)], "khaki", None, 0)
    out = BytesIO()
    picture.resize((size, size)).save(out, kind)
    return out.getvalue()


HILL = ((0, 200), (60, 40), (130, 180), (200, 90), (256, 220))
VALLEY = ((0, 20), (60, 240), (130, 30), (200, 230), (256, 10))


@pytest.mark.parametrize("expect", WORDS)
def test_unfit_pictures_are_kept_aside(project: Project, server: Server, expect: str) -> None:
    """What is not as expected fails with a reason, is kept aside, and is not paid again."""
    (project.root / "hill.png").write_bytes(drawn(*HILL))
    picture = drawn() if "blank" in expect else drawn(*VALLEY)
    server.answer = lambda _: images(picture)
    project.write(recipe("calm", extra=f"    expect: {expect}\n"))
    (project.root / "images").mkdir()
    for _ in range(2):
        done = project.run()
        assert (done.status, len(server.posts)) == (1, 1)
        assert done.job(JOB)["code"] == "unfit-picture"
        assert WORDS[expect] in str(done.job(JOB)["reason"])
        assert "images/calm.unfit.png" in str(done.job(JOB)["reason"])
        assert project.pictures() == {"calm.unfit.png": picture}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_what_looks_alike_passes(
    project: Project, server: Server, kind: Literal["PNG", "JPEG", "WEBP"]
) -> None:
    """Another size and another format make no difference to `similar_to`."""
    (project.root / "hill.png").write_bytes(drawn(*HILL))
    server.answer = lambda _: images(drawn(*HILL, size=180, kind=kind))
    wish = "{similar_to: hill.png, not_blank: true, min_bytes: 100, max_bytes: 100000}"
    project.write(recipe("calm", extra=f"    expect: {wish}\n"))
    assert project.run().status == 0
    lock = json.loads((project.root / "otters.lock.json").read_text())
    assert lock["jobs"][JOB]["images"][0]["look"]
    assert (project.run().status, len(server.posts)) == (0, 1)


def test_a_later_wish_concerns_pictures_that_are_there(project: Project, server: Server) -> None:
    """A recipe that begins to expect something judges what it has; what passes again comes back."""
    server.answer = lambda _: images(drawn())
    project.write(recipe("calm"))
    assert project.run().status == 0
    project.write(recipe("calm", extra="    expect: {not_blank: true}\n"))
    done = project.run()
    assert (done.status, len(server.posts)) == (1, 1)
    assert done.job(JOB)["code"] == "unfit-picture"
    project.write(recipe("calm"))
    assert (project.run().status, len(server.posts)) == (0, 1)
    assert project.pictures()["calm.png"] == drawn()


def test_a_good_picture_stays_when_the_next_is_unfit(project: Project, server: Server) -> None:
    """A picture that is made anew and fails does not replace the one that people use."""
    server.answer = lambda _: images(drawn(*HILL))
    project.write(recipe("calm", extra="    expect: {not_blank: true}\n"))
    assert project.run().status == 0
    server.answer = lambda _: images(drawn())
    assert project.run("--force").status == 1
    assert project.pictures() == {"calm.png": drawn(*HILL), "calm.unfit.png": drawn()}


def test_wrong_wishes_are_found(project: Project) -> None:
    """`validate` finds what no picture could be, and references that are not there."""
    for wish, code in {
        "{similar_to: no.png}": "file-not-found",
        "{similar_to: ../../no.png}": "outside-project",
        "{max_distance: 0.1}": "missing-field",
        "{min_bytes: 9, max_bytes: 8}": "too-large",
        "{not_blank: yes please}": "wrong-type",
    }.items():
        project.write(recipe("calm", extra=f"    expect: {wish}\n"))
        done = project.plan()
        assert done.status == 1, wish
        assert code in done.err, (wish, done.err)
