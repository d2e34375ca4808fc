"""`pictura emulate`, as a person types it."""

import os
import re
import signal
import socket
import subprocess
import sys

import httpx
import pytest

COMMAND = [sys.executable, "-m", "pictura", "emulate"]


def test_serves_until_interrupted() -> None:
    """It prints its url and the variables to set, serves, and ends at Ctrl-C with status 0."""
    for end in (signal.SIGINT, signal.SIGTERM):
        with subprocess.Popen(
            [*COMMAND, "--port", "0", "--fault", "503=1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        ) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(6)]
            text = "".join(lines)
            found = re.search(r"export EZLINK_BASE_URL=(http://127\.0\.0\.1:\d+)\n", text)
            assert found, text
            assert "export EZLINK_API_KEY=" in text
            answer = httpx.get(f"{found[1]}/v1/models/x", headers={"authorization": "Bearer k"})
            assert answer.status_code == 503
            process.send_signal(end)
            out, err = process.communicate(timeout=20)
        assert process.returncode == 0
        assert "Traceback" not in out + err
        assert "GET /v1/models/x 503 (503)" in err


def test_port_in_use_is_a_sentence() -> None:
    """A port that somebody has already is told in one line, status 2."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [*COMMAND, "--port", port], capture_output=True, text=True, timeout=30, check=False
        )
    assert done.returncode == 2
    assert port in done.stderr
    assert "in use" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ["--fault", "418=0.1"],
        ["--fault", "429=2"],
        ["--fault", "429"],
        ["--port", "70000"],
        ["--port", "http"],
        ["--latency", "soon"],
        ["--seed", "x"],
        ["--api", "os"],
        ["--api", "../x"],
    ],
)
def test_wrong_options_are_sentences(words: list[str]) -> None:
    """A wrong value is told in one line, status 2, and nothing is served."""
    done = subprocess.run(
        [*COMMAND, *words], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("pictura: ")
    assert done.stderr.count("\n") == 1
