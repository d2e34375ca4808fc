"""The project's root, and which paths stay inside it."""

from pathlib import Path

import pytest

from pictura.project import OutsideProject, Project, find_project, folder_of, inside


def test_the_nearest_mark_above_is_the_root(tmp_path: Path) -> None:
    """The nearest folder above with `.git` or `pictura.toml` is the project."""
    (tmp_path / ".git").mkdir()
    shop = tmp_path / "shop"
    (shop / "recipes").mkdir(parents=True)
    recipe = shop / "recipes" / "a.yaml"
    recipe.touch()
    assert find_project(str(recipe)).root == str(tmp_path)
    (shop / "pictura.toml").touch()
    assert find_project(str(recipe)).root == str(shop)
    assert folder_of(find_project(str(recipe)), str(recipe)) == "recipes"


def test_a_worktree_is_a_project(tmp_path: Path) -> None:
    """`.git` may be a file, as in worktrees and submodules."""
    (tmp_path / ".git").write_text("gitdir: elsewhere\n")
    (tmp_path / "a.yaml").touch()
    assert find_project(str(tmp_path / "a.yaml")).root == str(tmp_path)


def test_without_a_mark_the_recipe_s_folder_is_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a mark anywhere above, a recipe's own folder is its project, wherever one stands."""
    if any((above / ".git").exists() for above in tmp_path.parents):
        pytest.skip("the folder for temporary files lies inside a repository")
    folder = tmp_path / "deep"
    folder.mkdir()
    (folder / "a.yaml").touch()
    monkeypatch.chdir(folder)
    assert find_project("a.yaml").root == str(folder)
    assert folder_of(find_project("a.yaml"), "a.yaml") == ""


def test_a_linked_recipe_belongs_to_where_it_really_lies(tmp_path: Path) -> None:
    """A symbolic link to a recipe does not move it into another project."""
    (tmp_path / "one" / ".git").mkdir(parents=True)
    (tmp_path / "two" / ".git").mkdir(parents=True)
    (tmp_path / "one" / "a.yaml").touch()
    (tmp_path / "two" / "a.yaml").symlink_to(tmp_path / "one" / "a.yaml")
    assert find_project(str(tmp_path / "two" / "a.yaml")).root == str(tmp_path / "one")


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a.png", "recipes/a.png"),
        ("images/a b.png", "recipes/images/a b.png"),
        ("../images/a.png", "images/a.png"),
        ("./x//y/../a.png", "recipes/x/a.png"),
        ("é/日本.png", "recipes/é/日本.png"),
        ("a..b/...c.png", "recipes/a..b/...c.png"),
        ("console.png", "recipes/console.png"),
        ("x" * 251 + ".png", "recipes/" + "x" * 251 + ".png"),
        (".github/a.png", "recipes/.github/a.png"),
    ],
)
def test_paths_inside(tmp_path: Path, path: str, found: str) -> None:
    """A path is relative to the recipe's folder and comes back relative to the root."""
    assert inside(Project(str(tmp_path)), "recipes", path) == found


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "..",
        "images/",
        "../../a.png",
        "x/../../../a.png",
        "/a.png",
        "//server/share/a.png",
        "\\\\server\\a.png",
        "images\\a.png",
        "c:a.png",
        "C:/a.png",
        "a\0.png",
        "a\n.png",
        "a\x1b[31m.png",
        "a\u2028.png",
        "\ud800.png",
        "con",
        "images/CON.png",
        "lpt1.tar.gz",
        "nul .png",
        "a./b.png",
        "a .png/b.png ",
        "a.",
        "é" * 128,
        "/".join(["x" * 200] * 6),
        "../.git/config",
        "../.GIT/config",
        "vendored/.git/hooks/pre-commit",
        "../.pictura/ledger",
    ],
)
def test_paths_outside(tmp_path: Path, path: str) -> None:
    """A path that leads out, or cannot exist on every system, is refused with a sentence."""
    with pytest.raises(OutsideProject) as caught:
        inside(Project(str(tmp_path)), "recipes", path)
    assert str(caught.value)
    assert not str(caught.value).endswith(".")


def test_links_that_lead_out(tmp_path: Path) -> None:
    """A symbolic link leads out of the project, whether it is a folder or the file itself."""
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "outside").mkdir()
    (root / "away").symlink_to(tmp_path / "outside")
    (root / "file.png").symlink_to(tmp_path / "outside" / "file.png")
    (root / "images").mkdir()
    (root / "home").symlink_to(root / "images")
    project = Project(str(root))
    for path in ("away/a.png", "away/deeper/a.png", "file.png"):
        with pytest.raises(OutsideProject, match="symbolic link"):
            inside(project, "", path)
    assert inside(project, "", "home/a.png") == "home/a.png"


def test_a_memory_of_folders_does_not_change_the_answer(tmp_path: Path) -> None:
    """Asking often with a memory gives what asking once gives."""
    root = tmp_path / "project"
    root.mkdir()
    (root / "away").symlink_to(tmp_path)
    known: dict[str, bool] = {}
    for _ in range(2):
        assert inside(Project(str(root)), "", "images/a.png", known) == "images/a.png"
        with pytest.raises(OutsideProject):
            inside(Project(str(root)), "", "away/a.png", known)
