"""Films and sounds in a gallery."""

import pytest

from pictura.gallery.copies import Copy
from pictura.gallery.exhibits import Collection, Exhibit
from pictura.gallery.page import render_page
from pictura.pictures import Picture


@pytest.mark.parametrize(
    ("format_", "element"), [("mp4", "video"), ("wav", "audio"), ("mp3", "audio"), ("png", "img")]
)
def test_what_a_browser_plays_has_controls(format_: str, element: str) -> None:
    """A film and a sound, whose sides nobody may know, are played; only a picture is an image."""
    side = 8 if element == "img" else 0
    picture = Picture("ab", format_, side, side, 100)
    shown = Exhibit(
        recipe="otters",
        step="film",
        job="film",
        position=0,
        axes=(),
        state="kept",
        file=f"film.{format_}",
        source=None,
        picture=picture,
        prompt="an otter",
        parameters=(),
        operation="createVideo",
        digest="cd",
        cost_usd=0.1,
        made=None,
        emulated=False,
    )
    collection = Collection("otters", "otters.yaml", (shown,), 0)
    page = render_page((collection,), {"ab": Copy(f"p/ab.{format_}", "")})
    attributes = 'controls preload="metadata"'
    told = f'<{element} {attributes} src="p/ab.{format_}" aria-label="an otter">'
    assert (told in page) == (element != "img")
    assert (f'<img src="p/ab.{format_}"' in page) == (element == "img")
