"""The pictures in answers: how many, how large, which format, where they stand, how long."""

import base64
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO

import httpx
import pytest
from PIL import Image

from pictura.emulator import Settings

Start = Callable[..., AbstractContextManager[httpx.Client]]


def opened(content: bytes) -> Image.Image:
    """Read a picture whole."""
    with Image.open(BytesIO(content)) as image:
        image.load()
        return image


def inline(client: httpx.Client, **fields: object) -> list[bytes]:
    """Ask for pictures in base64."""
    answer = client.post("/studio/paint", json={"words": "a", "deliver": "inline", **fields})
    assert answer.status_code == 200, answer.text
    return [base64.b64decode(one["inline"]) for one in answer.json()["pictures"]]


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
@pytest.mark.parametrize("extent", ["16x16", "64x48", "333x77", "1024x1024"])
def test_size_and_format_are_as_asked(client: httpx.Client, kind: str, extent: str) -> None:
    """A picture has exactly the size and the format that were asked for."""
    (content,) = inline(client, kind=kind, extent=extent)
    image = opened(content)
    assert image.format == kind.upper()
    assert f"{image.width}x{image.height}" == extent


def test_largest_size(client: httpx.Client) -> None:
    """A picture of 3840x2160 is made."""
    (content,) = inline(client, kind="jpeg", extent="3840x2160")
    assert opened(content).size == (3840, 2160)


def test_width_and_height_in_fields_of_their_own(client: httpx.Client) -> None:
    """Where the table names two fields for the size, they count; so does a place without a list."""
    answer = client.post("/studio/measured", json={"words": "a", "across": 90, "down": 60})
    assert opened(base64.b64decode(answer.json()["picture"])).size == (90, 60)


def test_sizes_that_cannot_be_drawn_are_refused(client: httpx.Client) -> None:
    """A size of nothing, or of more than the painter has canvas for, is a 400."""
    for extent in ("0x10", "99999x10"):
        answer = client.post("/studio/paint", json={"words": "a", "extent": extent})
        assert answer.status_code == 400
        assert extent in answer.json()["fault"]["text"]


def test_auto_means_the_default(client: httpx.Client) -> None:
    """A size that is no size means the table's default, and so does null or nothing."""
    assert opened(inline(client, extent="auto")[0]).size == (64, 48)
    assert opened(inline(client)[0]).size == (64, 48)


def test_every_picture_differs(client: httpx.Client) -> None:
    """Pictures differ by index and by prompt, at the smallest size too."""
    for extent in ("16x16", "256x256"):
        pictures = inline(client, many=4, extent=extent)
        pictures += inline(client, words="b", many=2, extent=extent)
        assert len({opened(one).tobytes() for one in pictures}) == 6


def test_the_same_request_gives_the_same_bytes_anywhere(start: Start) -> None:
    """Two servers with one seed draw the same bytes for the same request; another seed does not."""
    made = []
    for seed in (5, 5, 6):
        with start(Settings(seed=seed)) as client:
            made.append(inline(client, words="A lighthouse", many=2, extent="300x200"))
    assert made[0] == made[1]
    assert made[0] != made[2]


def test_number_of_pictures_must_be_drawable(client: httpx.Client) -> None:
    """No pictures, or a million, are a 400."""
    for many in (0, -1, 1_000_000):
        answer = client.post("/studio/paint", json={"words": "a", "many": many})
        assert answer.status_code == 400


def test_answer_begins_as_the_example(client: httpx.Client) -> None:
    """The answer is the example with that place, its element once for each picture."""
    answer = client.post("/studio/paint", json={"words": "a cat", "many": 3}).json()
    assert answer["made"] == 7
    assert [set(one) for one in answer["pictures"]] == [{"link", "meant"}] * 3
    assert {one["meant"] for one in answer["pictures"]} == {"a cat"}


def test_answer_repeats_what_was_asked(client: httpx.Client) -> None:
    """Where the example repeats a request field by its name, this request's value stands."""
    answer = client.post(
        "/studio/paint", json={"words": "a", "deliver": "inline", "kind": "webp", "extent": "20x30"}
    ).json()
    assert (answer["extent"], answer["kind"]) == ("20x30", "webp")


def test_data_url_and_raw_body(client: httpx.Client) -> None:
    """A data url carries its media type; a body is the picture itself."""
    answer = client.post("/studio/paint", json={"words": "a", "deliver": "data", "kind": "jpeg"})
    head, _, content = answer.json()["pictures"][0]["data"].partition(",")
    assert head == "data:image/jpeg;base64"
    assert opened(base64.b64decode(content)).format == "JPEG"
    raw = client.post("/studio/paint", json={"words": "a", "deliver": "raw"})
    assert raw.headers["content-type"] == "image/png"
    assert opened(raw.content).size == (64, 48)


def test_urls_serve_until_they_expire(start: Start) -> None:
    """A url serves GET and HEAD with type and length, and after its time a plain 403."""
    now = [100.0]
    with start(Settings(clock=lambda: now[0])) as client:
        answer = client.post("/studio/paint", json={"words": "a", "kind": "webp"}).json()
        link = answer["pictures"][0]["link"]
        assert link.startswith(f"{client.base_url}".rstrip("/"))
        assert link.endswith(".webp")
        got, head = client.get(link), client.head(link)
        assert opened(got.content).format == "WEBP"
        for one in (got, head):
            assert one.headers["content-type"] == "image/webp"
            assert int(one.headers["content-length"]) == len(got.content)
        assert head.content == b""
        now[0] += 59
        assert client.get(link).status_code == 200
        now[0] += 1
        gone = client.get(link)
        assert gone.status_code == 403
        assert gone.headers["content-type"].startswith("text/plain")
        client.post("/studio/paint", json={"words": "b"})
        assert client.get(link).status_code == 403
        assert client.get(link.replace(".webp", ".png")).status_code == 404


def test_same_idempotency_key_same_answer_billed_once(start: Start) -> None:
    """A repeated Idempotency-Key gives the same bytes for nothing; another one works anew."""
    with start() as client:
        body = {"words": "a", "many": 2}
        one, two = (
            client.post("/studio/paint", json=body, headers={"Idempotency-Key": "k1"})
            for _ in range(2)
        )
        assert one.content == two.content
        other = client.post("/studio/paint", json=body, headers={"Idempotency-Key": "k2"})
        assert other.content != one.content
        assert client.get(two.json()["pictures"][1]["link"]).status_code == 200
        stats = client.get("/_pictura/stats").json()
        assert (stats["requests"], stats["billed"], stats["replays"]) == (3, 2, 1)


def test_idempotency_key_of_another_request_is_refused(start: Start) -> None:
    """A key that belongs to another request gives neither its answer nor a new one."""
    with start() as client:
        headers = {"Idempotency-Key": "k"}
        client.post("/studio/paint", json={"words": "a"}, headers=headers)
        answer = client.post("/studio/paint", json={"words": "b"}, headers=headers)
        assert answer.status_code == 422
        assert client.get("/_pictura/stats").json()["billed"] == 1


def test_server_that_ignores_idempotency_keys(start: Start) -> None:
    """With idempotency off, every request is billed."""
    with start(Settings(idempotency=False)) as client:
        for _ in range(2):
            client.post("/studio/paint", json={"words": "a"}, headers={"Idempotency-Key": "k"})
        stats = client.get("/_pictura/stats").json()
        assert (stats["billed"], stats["replays"]) == (2, 0)


def test_a_refused_request_can_be_tried_again_with_its_key(start: Start) -> None:
    """An Idempotency-Key remembers answers, not errors."""
    with start() as client:
        headers = {"Idempotency-Key": "k"}
        assert client.post("/studio/paint", json={}, headers=headers).status_code == 400
        answer = client.post("/studio/paint", json={"words": "a"}, headers=headers)
        assert answer.status_code == 200


def test_stream_of_events(client: httpx.Client) -> None:
    """A request that asks to stream gets the example's event for each picture."""
    answer = client.post("/studio/paint", json={"words": "a", "many": 2, "live": True})
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [
        json.loads(block.removeprefix("data: ")) for block in answer.text.split("\n\n") if block
    ]
    assert [(one["is"], one["kind"]) for one in events] == [("done", "png")] * 2
    one, two = (opened(base64.b64decode(event["inline"])) for event in events)
    assert one.size == (64, 48)
    assert one.tobytes() != two.tobytes()
