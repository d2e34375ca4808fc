"""The painter: sizes, words, scripts."""

import hashlib
from io import BytesIO

import pytest
from PIL import Image

from pictura.emulator.drawing.chance import Chance
from pictura.emulator.drawing.letters import measure, wrap
from pictura.emulator.drawing.order import Order
from pictura.emulator.drawing.painter import paint
from pictura.emulator.drawing.palettes import PALETTES
from pictura.emulator.drawing.scenes import choose


def order(prompt: str, width: int = 512, height: int = 512, **members: object) -> Order:
    """Order a picture."""
    digest = hashlib.sha256(repr((prompt, members)).encode()).digest()
    plain = Order(digest, width, height, "png", prompt, ("brush", "fine"), 0, 1)
    return plain._replace(**members)  # type: ignore[arg-type]


def picture(asked: Order) -> Image.Image:
    """Have a picture painted."""
    with Image.open(BytesIO(paint(asked))) as image:
        image.load()
        return image


@pytest.mark.parametrize(
    "prompt",
    [
        "otter", "lighthouse", "icon", "fern", "still life", "planet", "village", "city", "sea",
        "desert", "forest at night", "mountain", "abstract", "aurora over a hill", "ink mountain",
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [(16, 16), (1, 1), (3, 700), (700, 3), (260, 140), (140, 260)])
def test_every_scene_in_every_shape(prompt: str, size: tuple[int, int]) -> None:
    """Each scene is painted in exactly its size, however small or narrow."""
    for turn in range(4):
        asked = order(prompt, *size, number=turn)
        assert picture(asked).size == size


def test_pictures_are_no_plain_colour() -> None:
    """A picture has many colours, and others than another prompt's."""
    one, two = (picture(order(prompt)) for prompt in ("a quiet bay", "a loud bay"))
    colours = one.getcolors(1_000_000)
    assert colours is not None
    assert len(colours) > 500
    assert one.tobytes() != two.tobytes()


def test_words_are_written_dark_on_light() -> None:
    """With words a plate of paper with ink on it stands below; it grows with them."""

    def ink(prompt: str) -> int:
        # With one digest and no word that means a scene, only the plate differs.
        with_words, without = (
            picture(order(words, digest=b"7" * 32)).convert("L") for words in (prompt, "")
        )
        pairs = zip(with_words.tobytes(), without.tobytes(), strict=True)
        return sum(one < 90 for one, other in pairs if one != other)

    few, many = ink("ab"), ink("a rather long row of words about nothing")
    assert 20 < few < many


@pytest.mark.parametrize(
    "prompt",
    [
        "", " \n\t ", "naïve façade, Łódź, Dvořák, Tromsø, İzmir", "一只可爱的小海獺宝宝",
        "Привет, мир", "שלום", "🦦🌊", "e\u0301\u0301\u0323", "\ud800", "a" * 5000, "wort " * 6000,
        "\x00\x1b[31m", "日本語のとても長い文章" * 50,
    ],
)  # fmt: skip
def test_every_script_and_length(prompt: str) -> None:
    """Whatever the words are, they are written or stand as code points, and nothing fails."""
    for size in ((512, 512), (64, 64), (900, 120)):
        assert picture(order(prompt, *size)).size == size


def test_lines_are_no_wider_than_asked() -> None:
    """Wrapped lines fit, lose no word, and break inside a word only if it is wider than a line."""
    text = (
        "The quick brown fox — naïve — jumps over thelazydogthatisfartoolongforanyline 水水水水水水"
    )
    lines = wrap(text, 20.0, 160.0, 99)
    assert all(measure(line, 20.0) <= 160.0 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_the_prompt_is_in_the_file_too() -> None:
    """A picture's metadata say what it shows and that the emulator drew it."""
    image = picture(order("ein Otter — süß"))
    assert image.info["Description"].startswith("ein Otter — süß")
    assert "emulator" in image.info["Software"]


def test_words_choose_the_light() -> None:
    """A prompt that names an hour gets its light, whatever chance says."""
    for digest in (b"1" * 32, b"2" * 32):
        assert choose("a boat at night", Chance(digest))[1].name == "night"
        assert choose("Boats at DAWN", Chance(digest))[1].name == "dawn"
    assert len({choose("x", Chance(bytes([n] * 32)))[1].name for n in range(64)}) > 5
    assert set(PALETTES) >= {"night", "dawn"}
