"""Forms: files, several of one name, and texts that are numbers."""

import random
from io import BytesIO

import httpx
import pytest
from PIL import Image

from pictura.emulator.forms import MalformedForm, Upload, read_multipart, read_urlencoded
from pictura.emulator.readings import scalar


def plain(colour: tuple[int, ...], size: tuple[int, int] = (80, 60)) -> bytes:
    """Make a picture of one colour."""
    out = BytesIO()
    Image.new("RGBA" if len(colour) == 4 else "RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def altered(client: httpx.Client, files: object, **fields: str) -> Image.Image:
    """Have a picture changed and fetch what came of it."""
    answer = client.post("/studio/alter", data={"words": "at night", **fields}, files=files)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    with Image.open(BytesIO(client.get(answer.json()["pictures"][0]["link"]).content)) as image:
        return image.convert("RGB")


def test_text_becomes_the_number_that_the_table_wants(client: httpx.Client) -> None:
    """A form's `2` is a number where a number is wanted, and a text where a text is."""
    files = {"ground": ("a.png", plain((9, 9, 9)), "image/png")}
    answer = client.post("/studio/alter", data={"words": "7", "many": "2"}, files=files)
    assert len(answer.json()["pictures"]) == 2
    for many, words in (("two", "another type"), ("10", "more than 9")):
        answer = client.post("/studio/alter", data={"words": "7", "many": many}, files=files)
        assert answer.status_code == 400
        assert words in answer.json()["fault"]["text"]
    answer = client.post("/studio/paint", data={"words": "7", "many": "3"})
    assert len(answer.json()["pictures"]) == 3


def test_one_file_several_files_and_brackets(client: httpx.Client) -> None:
    """A file field may come once, several times, or with [] after its name."""
    one, two = (("a.png", plain((n, n, n)), "image/png") for n in (10, 200))
    pictures = [
        altered(client, files)
        for files in (
            [("ground", one)],
            [("ground", one), ("ground", two)],
            [("ground[]", one), ("ground[]", two)],
        )
    ]
    assert pictures[0].tobytes() != pictures[1].tobytes()
    assert pictures[1].tobytes() == pictures[2].tobytes()


def test_change_stays_inside_the_masks_hole(client: httpx.Client) -> None:
    """Outside a mask's transparent part the picture is as it was; inside it is another."""
    size = (400, 400)
    mask = Image.new("RGBA", size, (0, 0, 0, 255))
    mask.paste((0, 0, 0, 0), (200, 120, 380, 260))
    out = BytesIO()
    mask.save(out, "PNG")
    red = (200, 30, 40)
    files = [
        ("ground", ("a.png", plain(red, size), "image/png")),
        ("hole", ("m.png", out.getvalue(), "image/png")),
    ]
    changed = altered(client, files, extent="400x400", words="x")
    # The caption stands at the top left; everything below it and left of the hole is untouched.
    assert changed.crop((0, 120, 190, 400)).getcolors() == [(190 * 280, red)]
    inside = changed.crop((210, 130, 370, 250)).getcolors(100_000)
    assert inside is not None
    assert red not in [colour for _, colour in inside]


def test_without_a_mask_the_whole_is_changed(client: httpx.Client) -> None:
    """Without a mask the ground takes other colours and has the size asked for."""
    changed = altered(client, {"ground": ("a.png", plain((200, 30, 40)), "image/png")})
    assert changed.size == (64, 48)
    assert changed.getpixel((32, 40)) != (200, 30, 40)


def test_file_that_is_no_picture_is_refused(client: httpx.Client) -> None:
    """An upload that is no picture, or half of one, is a 400."""
    whole = plain((1, 2, 3))
    for content in (b"", b"hello", whole[: len(whole) // 2], b"\x89PNG\r\n\x1a\n" + b"\0" * 99):
        answer = client.post(
            "/studio/alter", data={"words": "a"}, files={"ground": ("a.png", content, "image/png")}
        )
        assert answer.status_code == 400
        assert "picture" in answer.json()["fault"]["text"]


def test_multipart_gives_back_what_httpx_writes() -> None:
    """Random bytes in random parts come back as they were sent."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")  # noqa: T201 - a random test says its seed
    chance = random.Random(seed)
    alphabet = [b"\r\n", b"--", b"\n", b"\r", b"\0", b"\xff", b"x", b"boundary"]
    for _ in range(200):
        contents = [
            b"".join(chance.choices(alphabet, k=chance.randrange(12)))
            for _ in range(chance.randrange(1, 5))
        ]
        files = [("f", (f"ü {n}.bin", one, "x/y")) for n, one in enumerate(contents)]
        request = httpx.Request("POST", "http://x", files=files, data={"t": "ä\r\nö"})
        fields = read_multipart(request.read(), request.headers["content-type"])
        assert fields == [
            ("t", "ä\r\nö"),
            *(("f", Upload(f"ü {n}.bin", one, "x/y")) for n, one in enumerate(contents)),
        ]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "multipart/form-data; boundary=b"),
        (b"--b\r\nhello", "multipart/form-data; boundary=b"),
        (b"--b--\r\n", "multipart/form-data"),
        (b"--b\r\n\r\nx\r\n--b--", "multipart/form-data; boundary=b"),
    ],
)
def test_malformed_multipart_is_told(body: bytes, content_type: str) -> None:
    """A body without its boundaries, or a part without a name or text, is no form."""
    with pytest.raises(MalformedForm):
        read_multipart(body, content_type)


def test_urlencoded() -> None:
    """A urlencoded form keeps order, repetition and empty values."""
    assert read_urlencoded(b"a=1&b=&a=%C3%A4+x") == [("a", "1"), ("b", ""), ("a", "ä x")]
    with pytest.raises(MalformedForm):
        read_urlencoded(b"a=%ff")


def test_a_part_that_is_no_text_is_a_file() -> None:
    """A part without a file name whose bytes are no UTF-8 is a file without a name."""
    body = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--b--'
    fields = read_multipart(body, "multipart/form-data; boundary=b")
    assert fields == [("a", Upload("", b"\xff", "application/octet-stream"))]


@pytest.mark.parametrize("text", ["nan", "inf", "1_000", " 5", "1e999", "٣", "9" * 5000])
def test_what_json_does_not_call_a_number_stays_a_text(text: str) -> None:
    """In a form only what JSON would write as a number is read as one."""
    assert scalar(text) == text
