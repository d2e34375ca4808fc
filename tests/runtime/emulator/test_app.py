"""The server's paths, keys, checks and errors."""

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from pictura.emulator import Latency, Settings, serve_settings
from pictura_core.operation import Api

Start = Callable[..., AbstractContextManager[httpx.Client]]


def test_unknown_path_is_told_in_the_apis_shape(client: httpx.Client) -> None:
    """An unknown path is a 404 whose body has the shape of the API's errors, code left blank."""
    answer = client.get("/studio/nothing")
    assert answer.status_code == 404
    assert answer.json() == {
        "fault": {"name": "", "text": "Invalid URL (GET /studio/nothing)", "layer": "studio"}
    }


def test_wrong_method_names_the_right_ones(client: httpx.Client) -> None:
    """A known path with another method is a 405 with Allow."""
    answer = client.put("/studio/paint")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert "PUT" in answer.json()["fault"]["text"]


def test_no_key_is_the_examples_answer(client: httpx.Client) -> None:
    """A request without a key, or with an empty one, is answered with the example `no_key`."""
    for key in (None, ""):
        request = client.build_request("POST", "/studio/paint", json={"words": "a"})
        del request.headers["x-studio-key"]
        if key is not None:
            request.headers["x-studio-key"] = key
        answer = client.send(request)
        assert (answer.status_code, answer.json()["fault"]["text"]) == (401, "No key.")


def test_wrong_field_is_named(client: httpx.Client) -> None:
    """A request that breaks the schema is a 400: the example's shape and code, our words."""
    answer = client.post("/studio/paint", json={"words": 1, "colour": "red", "many": True})
    assert answer.status_code == 400
    fault = answer.json()["fault"]
    assert fault["name"] == "invalid"
    assert all(name in fault["text"] for name in ("/words", "/colour", "/many"))


def test_bad_json_is_a_400(client: httpx.Client) -> None:
    """Bodies that are no JSON, NaN, too deep, or not UTF-8 are 400s, not failures."""
    headers = {"content-type": "application/json"}
    for body in (b"{", b"", b"\xff\xfe{", b'{"words": NaN}', b"[" * 100_000, b"[]", b"null"):
        answer = client.post("/studio/paint", content=body, headers=headers)
        assert answer.status_code == 400, body[:20]
        assert answer.json()["fault"]["text"]


def test_other_media_type_is_a_415_that_names_the_right_ones(client: httpx.Client) -> None:
    """A Content-Type that the operation does not take is told with those that it takes."""
    answer = client.post("/studio/paint", content=b"x", headers={"content-type": "text/plain"})
    assert answer.status_code == 415
    assert "application/json" in answer.json()["fault"]["text"]


def test_only_documented_as_unserved(client: httpx.Client) -> None:
    """An operation that documents nothing but 501 answers that."""
    answer = client.post("/studio/never")
    assert (answer.status_code, answer.json()["fault"]["name"]) == (501, "never")


def test_too_large_a_body_is_a_413(start: Start, studio: Api) -> None:
    """A body above the limit is refused, even while it is still being sent."""
    with start(Settings(body_limit=1000)) as client:
        answer = client.post("/studio/paint", json={"words": "a" * 300_000})
        assert answer.status_code == 413
        assert "1000" in answer.json()["fault"]["text"]
        assert client.post("/studio/paint", json={"words": "a"}).status_code == 200


def test_thing_of_a_list_is_found_by_its_name(client: httpx.Client) -> None:
    """A path parameter chooses the example that holds it, also from another operation's list."""
    assert client.get("/studio/brushes/oil").json() == {"name": "oil"}
    assert client.get("/studio/brushes/hair%2Ffine").json() == {"name": "hair/fine"}
    missing = client.get("/studio/brushes/none")
    assert (missing.status_code, missing.json()["fault"]["name"]) == (404, "unknown")
    assert "'none'" in missing.json()["fault"]["text"]


def test_query_parameter_is_read_as_its_type(client: httpx.Client) -> None:
    """A number in the query is valid where the table wants a number; a word is not."""
    assert client.get("/studio/brushes/oil?deep=3").status_code == 200
    answer = client.get("/studio/brushes/oil?deep=three")
    assert answer.status_code == 400
    assert "/query/deep" in answer.json()["fault"]["text"]


def test_stats_count_requests_not_downloads(start: Start) -> None:
    """`/_pictura/stats` counts requests by status and operation, and what was billed."""
    with start() as client:
        link = client.post("/studio/paint", json={"words": "a"}).json()["pictures"][0]["link"]
        client.get(link)
        client.get("/_pictura/images/none.png")
        client.post("/_pictura/stats")
        client.get("/studio/brushes")
        client.get("/studio/nothing")
        client.post("/studio/paint", json={})
        assert client.get("/_pictura/stats").json() == {
            "requests": 4,
            "billed": 1,
            "replays": 0,
            "busiest_second": 4,
            "by_status": {"200": 2, "400": 1, "404": 1},
            "by_operation": {"list": 1, "paint": 2},
            "faults": {},
        }


def test_many_at_once(start: Start) -> None:
    """Forty requests at once are each answered with their own picture."""

    def ask(number: int) -> str:
        body = {"words": f"picture {number}", "deliver": "inline"}
        answer = client.post("/studio/paint", json=body)
        assert answer.status_code == 200
        return str(answer.json()["pictures"][0]["inline"])

    with start() as client, ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(ask, range(40)))) == 40
        assert client.get("/_pictura/stats").json()["billed"] == 40


def test_an_api_without_examples_still_answers(studio: Api) -> None:
    """Where there are no examples, answers and errors are made from the table's pointers."""
    with (
        serve_settings(studio, Settings(), examples={}) as url,
        httpx.Client(base_url=url, headers={"x-studio-key": "k"}) as client,
    ):
        answer = client.post("/studio/paint", json={"words": "a", "many": 2})
        assert [set(one) for one in answer.json()["pictures"]] == [{"link"}, {"link"}]
        wrong = client.post("/studio/paint", json={})
        assert wrong.status_code == 400
        assert "words" in wrong.json()["fault"]["text"]
        assert client.get("/studio/brushes").json() == {}


def test_ends_while_an_answer_is_due(start: Start) -> None:
    """The server ends with its context, also while a request waits and connections are open."""
    with ThreadPoolExecutor(1) as pool:
        with start(Settings(latency=Latency(60, 60))) as client:
            base_url = client.base_url
            waiting = pool.submit(
                httpx.post, f"{base_url}/studio/paint", json={"words": "a"}, timeout=50
            )
            while client.get("/_pictura/stats").json()["requests"] == 0:
                pass
        # Depending on how far it had come, it is cut off or told that the server failed.
        assert waiting.exception() is not None or waiting.result().status_code == 500
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{base_url}/_pictura/stats")


def test_folder_of_a_server_is_removed(start: Start, tmp_path: Path) -> None:
    """Answers and pictures are kept in a temporary folder, and nothing of it stays."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path))
        with start() as client:
            client.post("/studio/paint", json={"words": "a"}, headers={"Idempotency-Key": "k"})
            assert len(list(tmp_path.glob("*/*"))) == 2
    assert list(tmp_path.iterdir()) == []
