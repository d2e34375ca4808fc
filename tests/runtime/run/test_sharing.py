"""What a run brings into a team's store, and what it lets be."""

import shutil
from pathlib import Path
from uuid import uuid4

import pytest
from tests.runtime.run.conftest import Project, Server, images, many, png

from pictura.state.folders import secrets_of, words_of


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    """A folder as a store."""
    return {"PICTURA_STORE": (tmp_path / "store").as_uri()}


@pytest.fixture
def other(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Project:
    """The same project on another machine, without anything that was made."""
    return Project(tmp_path_factory.mktemp("other"), server)


@pytest.mark.parametrize("has_lock", [True, False])
def test_what_was_made_anew_is_what_others_get(
    project: Project, other: Project, variables: dict[str, str], *, has_lock: bool
) -> None:
    """A forced run's pictures, not those before, are restored elsewhere, with a lock or without."""
    project.write(many(2))
    assert project.pictura("run", "otters.yaml", **variables).status == 0
    before = project.pictures()
    project.server.answer = lambda _: images(png(uuid4().hex))
    assert project.pictura("run", "otters.yaml", "--force", **variables).status == 0
    assert not set(before.values()) & set(project.pictures().values())
    other.write(many(2))
    if has_lock:
        shutil.copy(project.root / "otters.lock.json", other.root)
    done = other.pictura("run", "otters.yaml", "--json", key="", **variables)
    assert (done.status, done.summary["restored"]) == (0, 2), done.out
    assert other.pictures() == project.pictures()


def test_an_edited_file_is_left_alone(
    project: Project, other: Project, variables: dict[str, str]
) -> None:
    """A store has no say over a file that a person made; others get what was paid for."""
    project.write(many(2))
    assert project.pictura("run", "otters.yaml", **variables).status == 0
    name = "images/m0.png"
    (other.root / name).parent.mkdir(parents=True, exist_ok=True)
    (other.root / name).write_bytes(b"a person's own")
    other.write(many(2))
    done = other.pictura("run", "otters.yaml", "--json", **variables)
    assert (done.summary["restored"], done.summary["drifted"]) == (1, 1), done.out
    assert (other.root / name).read_bytes() == b"a person's own"
    assert len(project.server.posts) == 2


def test_show_tells_of_what_only_the_store_has(
    project: Project, other: Project, variables: dict[str, str]
) -> None:
    """A fresh clone knows where a picture comes from, by its bytes too, and who has it."""
    recipe = "recipes/otters.yaml"
    project.write(many(2), recipe)
    assert project.pictura("run", **variables).status == 0
    made = project.root / "recipes" / "images" / "m1.png"
    other.write(many(2), recipe)
    shutil.copy(made, other.root / "hero.png")
    by_bytes = other.pictura("show", "hero.png", "--json", key="", **variables)
    by_job = other.pictura("show", "otter[mood=m1]", "--json", key="", **variables)
    (value,) = by_bytes.values
    assert (value["job"], value["prompt"]) == ("otter[mood=m1]", "an otter, m1")
    assert (value["cost_usd"], value["source"], value["emulated"]) == (0.04, recipe, False)
    assert value["store"] == variables["PICTURA_STORE"]
    assert str(value["made"]).startswith("20")
    del value["signed"]
    assert by_job.values == [value]
    assert other.pictura("show", "hero.png").status == 1, "without a store nobody knows it"
    shutil.copy(project.root / "recipes" / "otters.lock.json", other.root / "recipes")
    (told,) = other.pictura("show", "otter[mood=m1]", "--json", key="", **variables).values
    assert told["store"] == variables["PICTURA_STORE"]
    assert f"kept in         {variables['PICTURA_STORE']}" in (
        other.pictura("show", "otter[mood=m1]", **variables).out
    )


def test_show_asks_no_store_for_what_is_here(project: Project) -> None:
    """What a lock and a folder know is told although the store is broken."""
    project.write(many(1))
    assert project.run().status == 0
    broken = {"PICTURA_STORE": "nothing-that-is-a-url"}
    for what in ("images/m0.png", "otter[mood=m0]"):
        done = project.pictura("show", what, "--json", **broken)
        assert done.status == 0, done.err
        assert "store" not in done.values[0]
    assert project.pictura("show", "otter[mood=m9]", **broken).status == 1


def test_cleaning_spares_the_store(
    project: Project, other: Project, variables: dict[str, str], tmp_path: Path
) -> None:
    """What a project needs no more, others may need."""
    project.write(many(3))
    assert project.pictura("run", "otters.yaml", **variables).status == 0
    there = sorted((tmp_path / "store").rglob("*"))
    project.write(many(1))
    done = project.pictura("clean", "otters.yaml", "--yes", **variables)
    assert done.status == 0, done.err
    assert len(project.pictures()) == 1
    assert sorted((tmp_path / "store").rglob("*")) == there
    other.write(many(3))
    done = other.pictura("run", "otters.yaml", "--json", key="", **variables)
    assert done.summary["restored"] == 3


def test_a_url_keeps_its_secrets() -> None:
    """Whatever a file system complains of, no word of a url that lets people in is said."""
    url = "sftp://ann:p%40ss@host/pictures?token=tok&secret=hunter22"
    error = OSError(f"no answer from {url} for ann with p@ss\nand tok, hunter22")
    said = words_of(error, secrets_of(url))
    assert "host/pictures" in said
    for word in ("ann", "p%40ss", "p@ss", "tok", "hunter22", "\n"):
        assert word not in said
