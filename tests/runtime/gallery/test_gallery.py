"""The gallery's folder: what is in it, and what is left alone."""

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pictura.gallery.axes import axes_of

from .conftest import RECIPE, pictura


class Reader(HTMLParser):
    """Reads a page as a browser without scripts would."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Take a text."""
        self.texts.append(data)


def read(folder: Path) -> Reader:
    """Read a gallery's page."""
    reader = Reader()
    reader.feed((folder / "index.html").read_text())
    return reader


@pytest.mark.parametrize(
    ("key", "axes"),
    [
        ("poster", ()),
        ("poster[hour=dawn,sky=clear]", (("hour", "dawn"), ("sky", "clear"))),
        ("night[poster[hour=dawn]#1]", (("hour", "dawn"), ("poster", "#1"))),
        ("a[b[c[x=1]#0]#2,y=2]", (("x", "1"), ("c", "#0"), ("b", "#2"), ("y", "2"))),
    ],
)
def test_axes_come_from_the_key(key: str, axes: tuple[tuple[str, str], ...]) -> None:
    """A job's key tells by what it differs, upstream pictures included."""
    assert axes_of(key) == axes


def test_everything_a_page_names_is_in_the_folder(project: Path) -> None:
    """A gallery can be moved: what it shows lies in it, and nothing is asked of a network."""
    folder = project / "gallery"
    page = read(folder)
    named = [
        value
        for tag, given in page.tags
        for name in ("src", "href")
        if (value := given.get(name)) is not None and not value.startswith("#")
    ]
    assert len(named) > 16
    for value in named:
        assert ":" not in value
        assert (folder / value).is_file(), value
    pictures = {path.read_bytes() for path in (folder / "pictures").iterdir()}
    assert pictures == {path.read_bytes() for path in (project / "recipes/images").iterdir()}


def test_a_prompt_is_text(project: Path) -> None:
    """Markup in a prompt is shown as it was written, and makes no element."""
    page = read(project / "gallery")
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not any("onerror" in given for _, given in page.tags)
    assert any("<img src=x onerror=alert(1)>" in text for text in page.texts)


def test_two_axes_make_a_grid(project: Path) -> None:
    """A matrix of two axes is a table with both named at its sides."""
    page = (project / "gallery" / "index.html").read_text()
    assert re.findall(r'<th scope="col">(.*?)</th>', page) == ["candlelight", "a north window"]
    assert re.findall(r'<th scope="row">(.*?)</th>', page) == ["quinces", "a violin", "tulips"]


def test_what_is_not_made_has_its_place(project: Path, tmp_path: Path) -> None:
    """A picture that is not made, and one that is gone, are named instead of left out."""
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    recipe = copy / "recipes" / "still-lifes.yaml"
    recipe.write_text(RECIPE.replace("[quinces,", "[quinces, a skull,"))
    done = pictura(copy, "gallery")
    assert done.returncode == 0, done.stderr
    page = (copy / "gallery" / "index.html").read_text()
    assert page.count("not made yet</div>") == 2
    assert "8 pictures, 2 not made yet" in page


def test_a_second_gallery_copies_only_what_is_new(project: Path, tmp_path: Path) -> None:
    """Written again, a gallery keeps its copies and takes away what is no longer shown."""
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    before = {path: path.stat().st_mtime_ns for path in (copy / "gallery/previews").iterdir()}
    recipe = copy / "recipes" / "still-lifes.yaml"
    recipe.write_text(RECIPE.replace("[quinces, a violin, tulips]", "[quinces, a violin]"))
    done = pictura(copy, "gallery")
    assert done.returncode == 0, done.stderr
    after = {path: path.stat().st_mtime_ns for path in (copy / "gallery/previews").iterdir()}
    assert len(after) == 6
    assert after.items() <= before.items()


def test_no_other_folder_is_written_over(project: Path, tmp_path: Path) -> None:
    """A folder that holds something else is refused, and nothing in it is touched."""
    (tmp_path / "index.html").write_text("<p>my page</p>")
    done = pictura(project, "gallery", "--out", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "is no gallery; name another folder with --out" in done.stderr
    assert (tmp_path / "index.html").read_text() == "<p>my page</p>"
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_a_broken_picture_is_shown_without_a_preview(project: Path, tmp_path: Path) -> None:
    """A file that an editor damaged does not end the gallery."""
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    damaged = copy / "recipes" / "images" / "card-0.png"
    damaged.write_bytes(damaged.read_bytes()[:60])
    shutil.rmtree(copy / "gallery")
    done = pictura(copy, "gallery")
    assert done.returncode == 0, done.stderr
    assert "edited since" in (copy / "gallery" / "index.html").read_text()
