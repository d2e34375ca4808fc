"""What the README and the pages say of files and commands is true."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from ezlink.table import API
from pictura.commands import COMMANDS
from pictura.options import parse
from pictura_core.data import is_array, is_object
from pictura_core.document import load, read_source

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
TYPED = tuple(
    f"docs/{name}.md" for name in ("index", "recipes", "running", "ci", "troubleshooting")
)
"""Pages whose commands are for a checkout of this repository; the quick start has its own test."""
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`((?:pictura|pictura-gen|make) [^`]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_SPECIFICATION = """\
openapi: 3.1.0
info: {title: Your API, version: "1"}
paths:
  /pictures:
    get: {operationId: list, responses: {"200": {description: Pictures}}}
"""


def _text(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def _commands() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for page in ("README.md", *TYPED):
        text = _text(page)
        for block in _CONSOLE.findall(text):
            found.extend((page, line[2:]) for line in block.splitlines() if line.startswith("$ "))
        found.extend((page, command) for command in _INLINE.findall(_FENCE.sub("", text)))
    return list(dict.fromkeys(found))


def _links() -> list[tuple[str, str]]:
    return [
        (page, link)
        for page in PAGES
        for link in dict.fromkeys(_LINK.findall(_FENCE.sub("", _text(page))))
        if "://" not in link
    ]


@pytest.mark.parametrize(("page", "link"), _links())
def test_link(page: str, link: str) -> None:
    """A link leads to a file that is there, and to one of its headings."""
    name, _, anchor = link.partition("#")
    file = (ROOT / page).parent / name if name else ROOT / page
    assert file.exists()
    headings = _HEADING.findall(_FENCE.sub("", file.read_text("utf-8"))) if anchor else []
    anchors = [re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings]
    assert not anchor or anchor in anchors


@pytest.mark.parametrize(("page", "command"), _commands())
def test_command(page: str, command: str, tmp_path: Path) -> None:
    """A command that a page names exists and takes the words that it is given."""
    words = shlex.split(command, comments=True)
    match words:
        case ["make", target]:
            assert re.search(rf"^{target}:", _text("Makefile"), re.MULTILINE), page
        case ["pictura", name, *rest]:
            assert name in COMMANDS
            arguments = parse(name, import_module(f"pictura.commands.{name}"), rest)
            assert arguments is not None
            assert all((ROOT / path).exists() for path in getattr(arguments, "paths", ())), page
        case ["pictura-gen", *rest]:
            (tmp_path / "your-api.yaml").write_text(_SPECIFICATION, "utf-8")
            complete = rest if "--out" in rest else [*rest, "your-api.yaml", "--out", "your_api"]
            _run(tmp_path, "pictura_codegen.cli", *complete)
            assert (tmp_path / "your_api" / "table.py").exists()
        case ["pip", "install", "."]:
            assert (ROOT / "pyproject.toml").exists()
        case ["export", assignment]:
            assert assignment.partition("=")[0] == API.key_variable
        case _:
            pytest.fail(f"{page}: nothing checks `{command}`")


def _run(folder: Path, module: str, *words: str) -> str:
    """Run a module's `main` as a command; it has to end well."""
    code = f"import sys; from {module} import main; sys.exit(main())"
    environment = {k: v for k, v in os.environ.items() if k != API.key_variable}
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_lighthouse(tmp_path: Path) -> None:
    """The README's recipe makes three pictures and its lock file, and nothing in a second run."""
    (tmp_path / "pictura.toml").touch()
    (tmp_path / "recipes").mkdir()
    shutil.copy(ROOT / "recipes" / "lighthouse.yaml", tmp_path / "recipes")
    for made, kept in ((3, 0), (0, 3)):
        output = _run(
            tmp_path, "pictura.cli", "run", "recipes/lighthouse.yaml", "--emulator", "--json"
        )
        summary = json.loads(output.splitlines()[-1])
        assert (summary["made"], summary["kept"]) == (made, kept)
        assert summary["requests"] == made
    pictures = sorted(path.name for path in tmp_path.glob("recipes/images/lighthouse/*"))
    assert pictures == ["poster-dawn.png", "poster-dusk.png", "poster-noon.png"]
    assert (tmp_path / "recipes" / "lighthouse.lock.json").exists()
    assert (tmp_path / ".pictura").is_dir()


def test_hook(tmp_path: Path) -> None:
    """The configuration of pre-commit names a hook of this repository and its version."""
    shown = re.search(
        r"```yaml\n(# \.pre-commit-config\.yaml\n.*?)```", _text("README.md"), re.DOTALL
    )
    assert shown is not None
    file = tmp_path / "config.yaml"
    file.write_text(shown[1].replace("<this repository's URL>", "here"), "utf-8")
    config = load(read_source(str(file))).value
    assert is_object(config)
    assert is_array(config["repos"])
    (repository,) = config["repos"]
    hooks = load(read_source(str(ROOT / ".pre-commit-hooks.yaml"))).value
    assert is_array(hooks)
    assert is_object(repository)
    offered = [hook["id"] for hook in hooks if is_object(hook)]
    assert is_array(repository["hooks"])
    assert [hook["id"] in offered for hook in repository["hooks"] if is_object(hook)] == [True]
    version = re.search(r'^version = "(.*)"$', _text("pyproject.toml"), re.MULTILINE)
    assert version is not None
    assert repository["rev"] == f"v{version[1]}"
