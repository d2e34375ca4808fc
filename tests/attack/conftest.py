"""`pictura` in a process of its own, with little memory and time, in a project of its own."""

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

KEY = 'sk-4f9/a+1c7e"22d\\84b5=='
"""A key whose form differs in JSON, in urls and in base64."""


class Ended(NamedTuple):
    """How a process ended."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """All that a person saw."""
        return self.out + self.err


class Attacked:
    """A project to attack, and `pictura` as people start it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "pictura.toml").write_text("")

    def write(self, text: str, name: str = "r.yaml") -> None:
        """Write a recipe, or another file."""
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text)

    def pictura(
        self,
        *words: str,
        url: str = "http://127.0.0.1:9",
        key: str = KEY,
        seconds: float = 60,
        megabytes: int = 1500,
    ) -> Ended:
        """Start it and wait for its end; a traceback, or one that is hidden, fails the test."""

        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

        kept = {n: v for n, v in os.environ.items() if not n.startswith("EZLINK_")}
        ended = subprocess.run(
            [sys.executable, "-m", "pictura", *words],
            cwd=self.root,
            env={**kept, "EZLINK_BASE_URL": url, "EZLINK_API_KEY": key, "PICTURA_SECRET": "s3cret"},
            capture_output=True,
            timeout=seconds,
            preexec_fn=limit,
            check=False,
        )
        said = Ended(
            ended.returncode,
            ended.stdout.decode("utf-8", "replace"),
            ended.stderr.decode("utf-8", "replace"),
        )
        assert "Traceback" not in said.said, said.said
        assert "internal-error" not in said.said, said.said
        return said


@pytest.fixture
def attacked(tmp_path: Path) -> Attacked:
    """A project to attack."""
    root = tmp_path / "project"
    root.mkdir()
    return Attacked(root)
