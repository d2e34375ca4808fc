"""How much of a run a person reads, and that nothing in it steers a terminal."""

import base64
import json
import threading

import pytest
from tests.runtime.run.conftest import (
    KEY,
    Answer,
    Asked,
    Project,
    Server,
    error,
    images,
    png,
    prompt_of,
    recipe,
)

from pictura.run.allowance import pause


class Slow:
    """Refuses the first request for a while."""

    def __init__(self) -> None:
        self._asked = 0
        self._lock = threading.Lock()

    def __call__(self, asked: Asked) -> Answer:
        """Answer one request."""
        with self._lock:
            self._asked += 1
            if self._asked == 1:
                return error(429, f"slow down, {KEY}", Retry_After="1")
        return images(png(prompt_of(asked)))


def test_verbose_shows_requests_tries_and_waits(project: Project, server: Server) -> None:
    """With -v each request, its try, and what is waited for are shown, without the key."""
    server.answer = Slow()
    project.write("limits: {requests_per_minute: 60}\n" + recipe("calm", "stormy"))
    done = project.pictura("run", "otters.yaml", "-v", "--concurrency", "1")
    assert done.status == 0, done.err
    lines = done.out.splitlines()
    assert sum(line.startswith("request  otter[mood=") for line in lines) == 3
    assert sum(line.startswith("answer   otter[mood=") for line in lines) == 2
    assert any(line.startswith("retry    ") and "slow down" in line for line in lines)
    assert any(line.startswith("wait     ") and "rate a minute" in line for line in lines)
    assert "try 2" in done.out
    assert KEY not in done.out + done.err


def test_verbose_beside_json(project: Project) -> None:
    """With --json the lines for scripts stay what they are, and people read the other stream."""
    project.write(recipe("calm"))
    done = project.pictura("run", "otters.yaml", "-v", "--json")
    assert [value["event"] for value in done.values] == ["job", "summary"]
    assert "request  otter[mood=calm]" in done.err


def test_quiet_shows_failures_and_the_summary(project: Project, server: Server) -> None:
    """With -q what is made is counted only; what failed has its line, its cause and its hint."""
    server.answer = lambda asked: (
        error(400, "not that", "content_policy_violation")
        if "bad" in prompt_of(asked)
        else images(png(prompt_of(asked)))
    )
    project.write(recipe("calm", "bad"))
    done = project.pictura("run", "otters.yaml", "-q")
    assert done.status == 1
    assert "made     " not in done.out
    assert "failed   otter[mood=bad]" in done.out
    assert "1 made, 0 kept, 1 failed" in done.out
    assert project.pictura("run", "otters.yaml", "-q", "-v").status == 2


def test_nothing_steers_the_terminal(project: Project, server: Server) -> None:
    """Escapes and markup in a recipe and in a provider's words are shown and not obeyed."""
    evil = "\x1b]0;owned\x07\x1b[2J[red]x[/red]\u202eabc\r\b"
    server.answer = lambda _: error(400, evil, f"code{evil}")
    text = recipe("calm").replace("mood: [calm]", f"mood: [calm, {json.dumps(evil)}]")
    project.write(text.replace("{{ mood }}.{{ ext }}", "{{ digest }}.{{ ext }}"))
    for words in ((), ("-v",), ("-q",), ("--json",), ("--junit", "report.xml")):
        done = project.pictura("run", "otters.yaml", *words)
        assert done.status == 1, done.out + done.err
        for said in (done.out, done.err):
            assert not {*said} & {*"\x1b\x07\x08\r\u202e"}, words
    assert "\x1b" not in (project.root / "report.xml").read_text()
    missing = project.pictura("run", f"no{evil}.yaml")
    assert missing.status == 2
    assert "\x1b" not in missing.err


@pytest.mark.parametrize("save", ["images/a\\0b.png", "images/\\ud800.png"], ids=["nul", "half"])
def test_paths_that_no_system_has(project: Project, server: Server, save: str) -> None:
    """NUL and half a surrogate pair in a path are findings before anything is asked."""
    project.write(recipe("calm", save=f'"{save}"'))
    done = project.pictura("run", "otters.yaml")
    assert done.status == 1
    assert "otters.yaml:" in done.err + done.out
    assert not server.posts


def test_half_a_surrogate_pair_in_a_row(project: Project, server: Server) -> None:
    """Half a surrogate pair in a prompt, and in an answer, is asked and kept as it is."""
    told = json.dumps({"data": [{"b64_json": base64.b64encode(png()).decode()}]})
    revised = told.replace("}]", ', "revised_prompt": "\\ud83d"}]')
    server.answer = lambda _: Answer(revised.encode())
    (project.root / "rows.jsonl").write_text('{"mood": "a \\ud83d b"}\n')
    project.write(
        recipe("x", save="images/{{ digest }}.{{ ext }}").replace(
            "matrix: {mood: [x]}", "rows: rows.jsonl"
        )
    )
    done = project.pictura("run", "otters.yaml")
    assert done.status == 0, done.out + done.err
    assert server.posts[0].value["prompt"] == "an otter, a \ud83d b"
    done = project.pictura("run", "otters.yaml", "--json")
    assert (done.summary["kept"], len(server.posts)) == (1, 1)


NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "6m0s"}, 0),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1m30s"}, 90),
        ({"x-ratelimit-remaining-requests": "1", "x-ratelimit-reset-requests": "1m30s"}, 0),
        ({"x-ratelimit-remaining-images": "0", "x-ratelimit-reset-images": "250ms"}, 0.25),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW) + 7)}, 7),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW) - 7)}, 0),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "12"}, 12),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "soon"}, 0),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "9" * 500}, 0),
        ({"ratelimit-remaining": "none", "ratelimit-reset": "5"}, 0),
    ],
)
def test_what_headers_say_is_left(headers: dict[str, str], seconds: float) -> None:
    """When nothing is left, nobody asks until there is; what cannot be believed is not."""
    assert pause(headers, NOW, 300.0) == seconds


def test_a_used_up_allowance_is_waited_for(project: Project, server: Server) -> None:
    """After an answer that says nothing is left, the next request waits as long as it says."""
    told = {"X-RateLimit-Remaining-Requests": "0", "X-RateLimit-Reset-Requests": "1s"}

    def answer(asked: Asked) -> Answer:
        one = images(png(prompt_of(asked)))
        return Answer(one.body, headers=told)

    server.answer = answer
    project.write(recipe("calm", "stormy"))
    done = project.pictura("run", "otters.yaml", "-v", "--concurrency", "1")
    assert done.status == 0
    assert "asked for a pause" in done.out
