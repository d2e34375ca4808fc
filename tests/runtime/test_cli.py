"""The door: commands, exit codes, and what a person sees when one ends badly."""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from pictura.cli import main
from pictura.commands import COMMANDS
from pictura.usage import UsageError
from pictura_core.diagnostics import Diagnostic, Rejected
from pictura_core.errors import PicturaError
from pictura_core.report import FORMATS

RECIPE = """\
recipe: otters
steps:
  - {id: a, uses: createImage, with: {model: gpt-image-2, prompt: An otter}}
"""
WRONG = RECIPE.replace("prompt", "promt")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a project with a sound recipe in `recipes/` and a wrong one beside it."""
    (tmp_path / "pictura.toml").touch()
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "a.yaml").write_text(RECIPE)
    (tmp_path / "wrong.yaml").write_text(WRONG)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Put a command's module where `pictura run` would find its own."""
    module = ModuleType("pictura.commands.run")
    module.__dict__["HELP"] = "Stand in"
    module.__dict__["add_arguments"] = lambda _: None
    monkeypatch.setitem(sys.modules, "pictura.commands.run", module)
    return module


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "pictura", *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
        timeout=60,
    )


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["validate"], 0),
        (["validate", "recipes/a.yaml"], 0),
        (["validate", "wrong.yaml"], 1),
        (["validate", "."], 1),
        (["validate", "--format", "json", "wrong.yaml"], 1),
        (["validate", "nowhere"], 2),
        (["validate", "--fromat", "json"], 2),
        (["validate", "--format", "xml"], 2),
        (["validate", "--format"], 2),
        (["valdate"], 2),
        (["--verson"], 2),
        ([], 2),
        (["--help"], 0),
        (["--version"], 0),
        (["validate", "--help"], 0),
    ],
)
@pytest.mark.usefixtures("folder")
def test_exit_status(words: list[str], status: int, capsys: pytest.CaptureFixture[str]) -> None:
    """0 is fine, 1 is findings, 2 is a wrong call, which is answered with a sentence."""
    assert main(words) == status
    said = capsys.readouterr()
    assert said.out + said.err
    assert "Traceback" not in said.err
    if status == 2 and words:
        assert said.err.startswith("pictura: ")
        assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["valdate"], "'validate'"),
        (["--verson"], "'--version'"),
        (["validate", "--fromat", "json"], "'--format'"),
        (["validate", "recips"], "'recipes'"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_typing_errors(words: list[str], meant: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A word that is nearly right is answered with the right one."""
    assert main(words) == 2
    assert f"did you mean {meant}?" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_summaries(capsys: pytest.CaptureFixture[str]) -> None:
    """The text format ends with a summary; what machines read holds nothing else."""
    main(["validate", "recipes", "wrong.yaml"])
    assert capsys.readouterr().out.splitlines()[-1] == "2 recipes: 1 error"
    main(["validate"])
    assert capsys.readouterr().out == "1 recipe, 1 job: fine\n"
    main(["validate", "--format", "json", "recipes", "wrong.yaml"])
    said = capsys.readouterr()
    assert [json.loads(line)["code"] for line in said.out.splitlines()] == ["unknown-field"]
    assert said.err == "2 recipes: 1 error\n"
    main(["validate", "--format", "sarif"])
    assert json.loads(capsys.readouterr().out)["version"] == "2.1.0"
    main(["validate", "--format", "github", "wrong.yaml"])
    assert capsys.readouterr().out.startswith("::error file=wrong.yaml,line=3,")


def test_the_formats_are_those_of_the_report() -> None:
    """The command offers each format that the report knows, and no other."""
    parser = ArgumentParser()
    import_module("pictura.commands.validate").add_arguments(parser)
    (choices,) = [action.choices for action in parser._actions if action.dest == "format"]
    assert choices is not None
    assert tuple(choices) == FORMATS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_keeps_the_protocol(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command has a line of help, examples and options that explain themselves."""
    module = import_module(f"pictura.commands.{name}")
    assert "\n" not in module.HELP
    assert not module.HELP.endswith(".")
    assert all(example.startswith(f"pictura {name}") for example in module.EXAMPLES)
    parser = ArgumentParser()
    module.add_arguments(parser)
    assert all(action.help for action in parser._actions)
    assert main([name, "--help"]) == 0
    assert "examples:" in capsys.readouterr().out


def test_the_overview_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """`pictura --help` lists the commands with their lines."""
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    for name in COMMANDS:
        assert f"  {name} " in said


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (UsageError("no such thing"), 2, "pictura: no such thing\n"),
        (PicturaError("the API said no"), 1, "pictura: the API said no\n"),
        (OSError(28, "No space left on device", "a.png"), 1, "No space left on device: a.png"),
        (KeyboardInterrupt(), 130, "pictura: interrupted\n"),
        (Rejected([Diagnostic("odd", "this is odd", None, "a.lock.json")]), 1, "a.lock.json: odd"),
        (RuntimeError("what nobody expected"), 1, "internal-error: RuntimeError"),
        (RecursionError(), 1, "internal-error: RecursionError"),
    ],
)
def test_what_is_raised_becomes_a_sentence(
    error: BaseException,
    status: int,
    said: str,
    stand_in: ModuleType,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whatever a command raises, a person sees a sentence and never a traceback."""

    def fail(arguments: object) -> int:
        raise error

    stand_in.__dict__["main"] = fail
    assert main(["run"]) == status
    caught = capsys.readouterr()
    assert said in caught.err
    assert "Traceback" not in caught.err
    assert caught.out == ""


def test_a_traceback_for_those_who_ask(
    stand_in: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`PICTURA_DEBUG` shows where an internal error happened."""

    def fail(arguments: object) -> int:
        message = "what nobody expected"
        raise RuntimeError(message)

    stand_in.__dict__["main"] = fail
    monkeypatch.setenv("PICTURA_DEBUG", "1")
    assert main(["run"]) == 1
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_a_reader_that_goes_away() -> None:
    """A closed pipe ends a command in silence."""
    with subprocess.Popen(
        [sys.executable, "-m", "pictura", "validate", "wrong.yaml"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


@pytest.mark.usefixtures("folder")
def test_output_that_cannot_be_encoded() -> None:
    """Characters that a terminal cannot show are escaped, not a reason to fail."""
    Path("é.yaml").write_text(WRONG.replace("An otter", "Ünder 海"), encoding="utf-8")
    done = run("validate", "é.yaml", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 1
    assert done.stderr == ""
    assert "\\u6d77" in done.stdout


def test_what_a_cold_validate_imports(folder: Path) -> None:
    """Checking a recipe without findings imports nothing slow, with names in it or without."""
    named = RECIPE.replace("otters\n", "seals\nvars: {a: b}\n").replace("An otter", '"{{ a }}"')
    (folder / "recipes" / "named.yaml").write_text(named)
    slow = {
        *("argparse", "asyncio", "dataclasses", "difflib", "httpx", "inspect", "jinja2"),
        *("jsonschema", "pathlib", "PIL", "pictura_codegen", "rich", "sqlite3", "uvicorn"),
        *("ezlink.models", "ezlink.client", "openai_images", "pictura_core.report"),
        "pictura_core.transport",
    }
    code = (
        "import sys; from pictura.cli import main; status = main(['validate'])\n"
        f"print(status, sorted({slow!r} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines() == ["2 recipes, 2 jobs: fine", "0 []"]
