"""Schemathesis attacks the emulator with what the document allows and with what it does not."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import ezlink.table
import openai_images.table
from pictura.emulator import Settings, serve_settings

FOLDER = Path(__file__).parent
SPEC = FOLDER.parents[2] / "spec"
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
BATCHES = (
    "POST /files",
    "GET /files",
    "GET /files/{file_id}",
    "DELETE /files/{file_id}",
    "GET /files/{file_id}/content",
    "POST /batches",
    "GET /batches",
    "GET /batches/{batch_id}",
    "POST /batches/{batch_id}/cancel",
)
"""Everything about files and batches."""


@pytest.mark.skipif(find_spec("schemathesis") is None, reason="schemathesis is not installed")
@pytest.mark.parametrize(
    ("api", "phases", "only"),
    [
        ("ezlink", "examples,fuzzing,stateful", ()),
        ("ezlink", "coverage", EACH_KIND),
        ("openai_images", "examples,fuzzing,stateful", ()),
        ("openai_images", "coverage", BATCHES),
    ],
)
def test_no_attack_succeeds(api: str, phases: str, only: tuple[str, ...], tmp_path: Path) -> None:
    """No request, right or wrong, gets an answer that the document does not have."""
    table, document = {
        "ezlink": (ezlink.table.API, SPEC / "ezlink" / "openapi.yaml"),
        "openai_images": (openai_images.table.API, SPEC / "openai" / "openapi.yaml"),
    }[api]
    said: list[str] = []
    settings = Settings(log=said.append, insistence=0.0)
    seed = os.environ.get("PICTURA_SEED", "7")
    with serve_settings(table, settings) as url:
        attack = subprocess.run(
            [
                *(sys.executable, "-c", COMMAND),
                *("--config-file", str(FOLDER / "schemathesis.toml")),
                *("run", str(document), "--url", url),
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
    assert f"{len(only) or len(table.operations)} selected" in attack.stdout
    assert len(said) > 60
