"""Knows the gallery's page: which words and files a template is given. It decides no layout.

Every text is escaped where it is put into the page: a prompt is text and never markup.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from pictura.gallery.copies import Copy
from pictura.gallery.exhibits import Collection, Exhibit
from pictura.gallery.sheets import Sheet, lay_out
from pictura.media import FILMS, SOUNDS
from pictura.money import Bill, dollars
from pictura.pictures import Picture
from pictura_core.tuples import NamedTuple

MARK = "pictura gallery"
"""Stands in every page that was written here, so that no other folder is taken for a gallery."""

PAGE = "index.html"
_ALT = 120
_MINUTE = "%Y-%m-%d %H:%M UTC"
_STATES: Mapping[str, str] = {
    "kept": "",
    "edited": "edited since",
    "restorable": "paid for, not in its file",
    "missing": "not made yet",
}


class Figure(NamedTuple):
    """A picture as the page names it.

    Attributes:
        exhibit: What is shown.
        name: Unique on the page.
        label: What distinguishes it within its step.
        alt: A short text in its place.
        full: Where its copy is, empty if there is none.
        preview: Where the small one is, empty if there is none.
        state: What is odd about it, empty if nothing is.
        cost: What it cost, empty if nobody says.
        made: When, empty if nobody knows.
        size: How big its file is, empty if there is none.
        ratio: Its width by its height.
        element: `img`; `video` or `audio` for what a browser plays.
    """

    exhibit: Exhibit
    name: str
    label: str
    alt: str
    full: str
    preview: str
    state: str
    cost: str
    made: str
    size: str
    ratio: str
    element: str


class Room(NamedTuple):
    """A recipe's part of the page."""

    collection: Collection
    anchor: str
    sheets: tuple[Sheet, ...]
    pictures: int


def environment() -> Environment:
    """Make what fills the templates."""
    return Environment(
        loader=PackageLoader("pictura.gallery"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_page(collections: Sequence[Collection], copies: Mapping[str, Copy]) -> str:
    """Write the gallery's page."""
    numbers: dict[Exhibit, int] = {}
    rooms = tuple(
        Room(one, f"recipe-{at}", lay_out(one.exhibits), sum(map(_is_there, one.exhibits)))
        for at, one in enumerate(collections, 1)
    )

    def figure(exhibit: Exhibit) -> Figure:
        number = numbers.setdefault(exhibit, len(numbers) + 1)
        return _figure(exhibit, number, copies)

    shown = [exhibit for one in collections for exhibit in one.exhibits]
    total = Bill(one.cost_usd for one in shown if one.cost_usd is not None and not one.emulated)
    return (
        environment()
        .get_template("gallery.html.j2")
        .render(
            mark=MARK,
            rooms=rooms,
            figure=figure,
            pictures=sum(map(_is_there, shown)),
            missing=sum(exhibit.state == "missing" for exhibit in shown),
            cost=dollars(total.usd) if total.usd else "",
            emulated=sum(exhibit.emulated for exhibit in shown),
        )
    )


def _is_there(exhibit: Exhibit) -> bool:
    return exhibit.picture is not None


def _figure(exhibit: Exhibit, number: int, copies: Mapping[str, Copy]) -> Figure:
    picture = exhibit.picture
    copy = None if picture is None else copies.get(picture.sha256)
    label = ", ".join(value for _, value in exhibit.axes) or exhibit.step
    prompt = exhibit.prompt or exhibit.job
    return Figure(
        exhibit,
        f"p{number}",
        f"{label} #{exhibit.position}" if exhibit.position else label,
        prompt if len(prompt) <= _ALT else f"{prompt[: _ALT - 1].rstrip()}…",
        copy.full if copy else "",
        copy.preview or copy.full if copy else "",
        _STATES[exhibit.state] if copy or exhibit.state == "missing" else "its bytes are gone",
        "" if exhibit.cost_usd is None or exhibit.emulated else dollars(exhibit.cost_usd),
        ""
        if exhibit.made is None
        else time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(exhibit.made)),
        "" if picture is None else _bytes(picture.bytes),
        f"{picture.width / picture.height:.3f}" if picture and picture.height else "1",
        _element(picture),
    )


def _element(picture: Picture | None) -> str:
    if picture is None or picture.format not in (*FILMS, *SOUNDS):
        return "img"
    return "video" if picture.format in FILMS else "audio"


def _bytes(count: int) -> str:
    size: Any = float(count)
    for unit in ("bytes", "KB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" or size >= 10 else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
