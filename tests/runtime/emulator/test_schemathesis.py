"""Schemathesis attacks the emulator with what the document allows and with what it does not."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from ezlink.table import API
from pictura.emulator import Settings, serve_settings

FOLDER = Path(__file__).parent
DOCUMENT = FOLDER.parents[2] / "spec" / "ezlink" / "openapi.yaml"
COMMAND = "from schemathesis.cli import schemathesis; schemathesis()"


EACH_KIND = (
    "POST /v1/images/generations",
    "POST /v2beta/stable-image/edit/outpaint",
    "GET /v2beta/stable-image/upscale/creative/result/{id}",
    "POST /mj/submit/shorten",
    "GET /mj/task/{id}/fetch",
    "GET /flux/v1/get_result",
    "POST /v1/audio/transcriptions",
    "POST /v1/chat/completions",
    "POST /v1/embeddings",
    "GET /v1/models/{model}",
    "POST /v1/files",
)
"""An operation of each kind: the thousands of requests to all of them take minutes."""


@pytest.mark.skipif(find_spec("schemathesis") is None, reason="schemathesis is not installed")
@pytest.mark.parametrize(
    ("phases", "only"), [("examples,fuzzing,stateful", ()), ("coverage", EACH_KIND)]
)
def test_no_attack_succeeds(phases: str, only: tuple[str, ...], tmp_path: Path) -> None:
    """No request, right or wrong, gets an answer that the document does not have."""
    said: list[str] = []
    settings = Settings(log=said.append, insistence=0.0)
    seed = os.environ.get("PICTURA_SEED", "7")
    with serve_settings(API, settings) as url:
        attack = subprocess.run(
            [
                *(sys.executable, "-c", COMMAND),
                *("--config-file", str(FOLDER / "schemathesis.toml")),
                *("run", str(DOCUMENT), "--url", url),
                *("--header", "Authorization: Bearer any", "--header", "mj-api-secret: any"),
                *("--phases", phases, "--max-examples", "4", "--seed", seed),
                *(part for name in only for part in ("--include-name", name)),
                *("--no-color", "--generation-database", "none"),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
    failed = [one for one in said if "internal-error" in one]
    assert not failed
    assert attack.returncode == 0, f"seed {seed}: {attack.stdout[-6000:]} {attack.stderr[-2000:]}"
    assert f"{len(only) or len(API.operations)} selected" in attack.stdout
    assert len(said) > 100
