"""A project with pictures, and the gallery of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOSTILE = "<img src=x onerror=alert(1)> {{ '</dd><script>alert(2)</script>' }} \"'`&amp;"
RECIPE = f"""\
recipe: still-lifes
steps:
  - id: table
    uses: createImage
    matrix:
      subject: [quinces, a violin, tulips]
      light: [candlelight, a north window]
    with: {{model: gpt-image-2, size: 64x64, prompt: "{{{{ subject }}}} by {{{{ light }}}}"}}
    save: images/{{{{ subject }}}}-{{{{ light }}}}.{{{{ ext }}}}
  - id: card
    uses: createImage
    with:
      model: gpt-image-2
      n: 2
      size: 64x64
      prompt: |-
        {HOSTILE}
    save: images/card-{{{{ index }}}}.{{{{ ext }}}}
"""


def pictura(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Type a command line in a folder."""
    environment = {k: v for k, v in os.environ.items() if k != "EZLINK_API_KEY"}
    return subprocess.run(
        [sys.executable, "-m", "pictura", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run a recipe with a grid, and with markup in a prompt; then write the gallery."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "pictura.toml").touch()
    (folder / "recipes").mkdir()
    (folder / "recipes" / "still-lifes.yaml").write_text(RECIPE)
    done = pictura(folder, "run", "--emulator")
    assert done.returncode == 0, done.stderr
    done = pictura(folder, "gallery")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"8 pictures in {os.path.join('gallery', 'index.html')}\n"
    return folder
