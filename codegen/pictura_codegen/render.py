"""Knows how files are printed: `Package -> Tree`. It decides nothing; what it prints is decided.

Templates get no values but those of `Package`, print nothing but `Code`, and ruff puts the
result into the form that hand-written code has.
"""

import os.path
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Mapping
from typing import TypeAlias, assert_never

from jinja2 import Environment, PackageLoader, StrictUndefined

from pictura_codegen import json_file
from pictura_codegen.code import Code
from pictura_codegen.package import (
    Client,
    Data,
    Facade,
    File,
    Group,
    Index,
    Init,
    Marker,
    Models,
    Operations,
    Package,
    Stub,
    Table,
    Validators,
)
from pictura_codegen.quoting import WIDTH

Tree: TypeAlias = Mapping[str, str]
"""Texts by path inside of a folder, with slashes."""

_PYTHON = (".py", ".pyi")
_ROOM = 10
"""Bytes for a character: up to four, before and after formatting, and some more."""


def render(package: Package) -> Tree:
    """Print every file of a package."""
    environment = Environment(
        loader=PackageLoader("pictura_codegen"),
        undefined=StrictUndefined,
        finalize=_only_code,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Python is printed, not HTML; `finalize` lets only Code pass
    )
    printed = {
        path: _print(environment, package.header, file) for path, file in package.files.items()
    }
    del package  # as large as what was printed, and the formatter needs memory too
    return _format(printed)


def _only_code(value: object) -> object:
    if isinstance(value, Code):
        return value
    message = f"a template prints {type(value).__name__}, which nobody quoted"
    raise TypeError(message)


def _print(environment: Environment, header: Code, file: File) -> str:
    match file:
        case Data():
            return json_file.write(file.value)
        case Marker():
            return ""
        case Models():
            template = "models.py.jinja"
        case Validators():
            template = "validators.py.jinja"
        case Table():
            template = "table.py.jinja"
        case Operations():
            template = "operations.py.jinja"
        case Client():
            template = "async_client.py.jinja" if file.asynchronous else "client.py.jinja"
        case Group():
            template = "async_group.py.jinja" if file.asynchronous else "group.py.jinja"
        case Facade():
            template = "facade.pyi.jinja" if file.stub else "facade.py.jinja"
        case Index():
            template = "index.py.jinja"
        case Stub():
            template = "stub.pyi.jinja"
        case Init():
            template = "__init__.py.jinja"
        case _:
            assert_never(file)
    return environment.get_template(template).render(header=header, file=file)


def _ruff() -> str:
    """Find the formatter that was installed with us, whatever else is on the path."""
    own = os.path.join(sysconfig.get_path("scripts"), "ruff")
    found = own if os.path.exists(own) else shutil.which("ruff")
    if found is None:
        message = "ruff is not installed beside pictura"
        raise RuntimeError(message)
    return found


def _format(printed: dict[str, str]) -> Tree:
    """Let ruff format all Python files in one process; their texts are taken out.

    Raises:
        RuntimeError: What was printed is no Python, which is our mistake.
    """
    python = [path for path in printed if path.endswith(_PYTHON)]
    need = sum(len(printed[path]) for path in python)
    with tempfile.TemporaryDirectory(prefix="pictura-gen-", dir=_in_memory(need)) as folder:
        for inside in {os.path.dirname(path) for path in python}:
            os.makedirs(os.path.join(folder, inside), exist_ok=True)
        for path in python:
            with open(os.path.join(folder, path), "wb") as file:
                file.write(printed.pop(path).encode("utf-8", "surrogatepass"))
        options = ["--isolated", "--no-cache", "--line-length", str(WIDTH)]
        command = [_ruff(), "format", *options, "--target-version", "py311", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr.replace(folder, ""))
        return {**{path: _read(os.path.join(folder, path)) for path in python}, **printed}


def _in_memory(need: int) -> str | None:
    """Give a folder that never waits for a disk, if there is one with room for some characters."""
    shared = "/dev/shm"  # noqa: S108 - what lies there lies in a folder of our own
    if not os.access(shared, os.W_OK):
        return None
    free = os.statvfs(shared)
    return shared if free.f_bavail * free.f_frsize > _ROOM * need else None


def _read(path: str) -> str:
    with open(path, "rb") as file:
        return file.read().decode()
