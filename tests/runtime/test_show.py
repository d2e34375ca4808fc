"""`pictura show`: a picture's history by its bytes, and what a job made."""

import json
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from pictura.signatures import is_signed

RECIPE = """\
recipe: boats
vars: {colour: red}
steps:
  - id: boat
    uses: createImage
    matrix: {sea: [calm, stormy]}
    with: {model: gpt-image-2, size: 64x64, prompt: "A {{ colour }} boat on a {{ sea }} sea"}
    save: images/{{ sea }}.{{ ext }}
"""


def pictura(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Type a command line in a folder, without a key."""
    return subprocess.run(
        [sys.executable, "-m", "pictura", *words],
        cwd=folder,
        env={k: v for k, v in os.environ.items() if k != "EZLINK_API_KEY"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make two pictures."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "recipes").mkdir()
    (folder / "pictura.toml").touch()
    (folder / "recipes" / "boats.yaml").write_text(RECIPE)
    assert pictura(folder, "run", "--emulator").returncode == 0
    return folder


def shown(folder: Path, *words: str) -> list[dict[str, object]]:
    """Give the objects that `show --json` prints."""
    done = pictura(folder, "show", *words, "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_renamed_picture_is_recognised(project: Path, tmp_path: Path) -> None:
    """The bytes tell, not the name: a copy elsewhere in the project has the same history."""
    copy = project / "elsewhere" / "hero.png"
    copy.parent.mkdir()
    copy.write_bytes((project / "recipes/images/stormy.png").read_bytes())
    (one,) = shown(project, "elsewhere/hero.png")
    assert one["job"] == "boat[sea=stormy]"
    assert one["prompt"] == "A red boat on a stormy sea"
    assert one["file"] == "recipes/images/stormy.png"
    assert one["parameters"] == {"model": "gpt-image-2", "size": "64x64"}
    assert (one["changed"], one["signed"], one["emulated"]) == (False, False, True)
    text = pictura(project, "show", "elsewhere/hero.png").stdout
    assert "prompt          A red boat on a stormy sea" in text
    assert "it carries no C2PA manifest" in text


def test_jobs_by_key_and_by_digest(project: Path) -> None:
    """A job's key, and the beginning of its digest, lead to the same pictures."""
    (by_key,) = shown(project, "boat[sea=calm]")
    (by_digest,) = shown(project, str(by_key["digest"])[:12])
    assert by_key == by_digest


def test_a_recipe_that_changed(project: Path) -> None:
    """A picture whose recipe asks for something else by now says so, with the prompt it had."""
    recipe = project / "recipes" / "boats.yaml"
    recipe.write_text(RECIPE.replace("red", "blue"))
    try:
        (one,) = shown(project, "recipes/images/calm.png")
    finally:
        recipe.write_text(RECIPE)
    assert (one["changed"], one["prompt"]) == (True, "A red boat on a calm sea")


def test_what_nobody_knows(project: Path) -> None:
    """A picture that was not made here, and a word that is no job, end with 1 and a sentence."""
    (project / "mine.png").write_bytes(b"mine")
    done = pictura(project, "show", "mine.png")
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing in this project knows a picture with these bytes" in done.stderr
    assert pictura(project, "show", "boat[sea=flat]").returncode == 1
    assert pictura(project, "show", "recipes").returncode == 2


def chunk(name: bytes, data: bytes) -> bytes:
    """Write a PNG chunk."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0" * 13)
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab"
RIFF = b"RIFF\x00\x00\x00\x00WEBP"


@pytest.mark.parametrize(
    ("data", "signed"),
    [
        (PNG + chunk(b"caBX", b"...") + chunk(b"IEND", b""), True),
        (PNG + chunk(b"tEXt", b"caBX"), False),
        (JPEG + b"\xff\xeb\x00\x12JP..jumb....c2pa" + b"\xff\xda", True),
        (JPEG + b"\xff\xda\xff\xeb\x00\x12JP..jumb....c2pa", False),
        (RIFF + b"VP8 \x01\x00\x00\x00x\x00C2PA\x02\x00\x00\x00xy", True),
        (RIFF + b"VP8 \x04\x00\x00\x00C2PA", False),
        (b"", False),
        (JPEG + b"\xff\xeb\x00\x00", False),
    ],
)
def test_signatures_are_seen(data: bytes, signed: bool) -> None:
    """A manifest is found where each format has it, and not in text that looks like one."""
    assert is_signed(data) is signed
