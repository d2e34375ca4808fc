"""Knows what is written into a repository, and what is there already. It prints nothing.

A file that exists is never replaced: lines are added to it, or it is left alone and the person is
told what to add.
"""

import json
import os
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from typing import Literal, TypeAlias

from pictura.packages import load_api
from pictura.state.durable import write_whole
from pictura_core.data import is_array, is_object
from pictura_core.tuples import NamedTuple

Outcome: TypeAlias = Literal["written", "extended", "kept", "by hand"]
"""New; lines were added; nothing had to be done; the person has to add something."""

RECIPES = "recipes"
_SCHEMA = ".schema.json"
_INDENT = " " * 6


class Laid(NamedTuple):
    """What became of one file.

    Attributes:
        file: Relative to the folder, with slashes.
        outcome: What was done.
        advice: What is to be added by hand, empty if nothing is.
    """

    file: str
    outcome: Outcome
    advice: str = ""


class Words(NamedTuple):
    """What a scaffold's texts are filled with."""

    api: str
    schema: str
    operation: str
    fields: str
    key: str
    version: str

    def fill(self, name: str) -> str:
        """Fill one of the texts."""
        text = (files("pictura.scaffold") / "files" / name).read_text("utf-8")
        for mark, value in (
            ("@SCHEMA@", _SCHEMA),
            ("@OPERATION@", self.operation),
            ("@FIELDS@", self.fields),
            ("@RECIPES@", RECIPES),
            ("@KEY@", self.key),
            ("@VERSION@", self.version),
        ):
            text = text.replace(mark, value)
        return text


def prepare(api: str) -> Words:
    """Find out what the texts are to say of an API.

    Raises:
        UnknownApi: No generated package has this name.
    """
    table = load_api(api)
    schema = (files(api) / "recipe.schema.json").read_text("utf-8")
    operation, fields = _first(json.loads(schema))
    key = table.key_variable
    return Words(api, schema, operation, fields, key, version("pictura"))


def lay(folder: str, words: Words) -> Iterator[Laid]:
    """Write everything that is not there yet, one file after the other.

    Raises:
        OSError: A file cannot be read or written.
    """
    recipe = words.fill("recipe.yaml")
    has_recipes = any(
        name.endswith((".yaml", ".yml")) for name in _names(os.path.join(folder, RECIPES))
    )
    if has_recipes:
        yield Laid(f"{RECIPES}/first.yaml", "kept")
    else:
        yield _new(folder, f"{RECIPES}/first.yaml", recipe)
    yield _replaced(folder, f"{RECIPES}/{_SCHEMA}", words.schema)
    yield _settings(folder)
    yield _appended(folder, ".gitignore", words.fill("gitignore"), ".pictura/")
    yield _hooks(folder, words.fill("pre-commit.yaml"))
    yield _new(folder, ".github/workflows/pictures.yml", words.fill("workflow.yml"))
    if not os.path.isdir(os.path.join(folder, ".git")):
        yield _new(folder, "pictura.toml", "# Marks the root of a project of recipes.\n")


def _first(schema: object) -> tuple[str, str]:
    """Choose the first operation, and fill what a picture is asked for with."""
    steps = _at(schema, "$defs", "step", "properties", "uses", "enum")
    operation = str(steps[0]) if is_array(steps) else "createImage"
    fields = _at(schema, "$defs", "requests", operation, "properties")
    lines: list[str] = []
    examples = _at(fields, "model", "examples")
    if is_array(examples) and examples:
        lines.append(f"{_INDENT}model: {examples[0]}")
    lines.append(f"{_INDENT}prompt: A lighthouse on {{{{ place }}}} at {{{{ hour }}}}, gouache")
    return operation, "\n".join(lines)


def _at(value: object, *steps: str) -> object:
    for step in steps:
        if not is_object(value):
            return None
        value = value.get(step)
    return value


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []


def _read(folder: str, file: str) -> str | None:
    try:
        with open(os.path.join(folder, file), encoding="utf-8") as opened:
            return opened.read()
    except FileNotFoundError:
        return None


def _write(folder: str, file: str, text: str) -> None:
    write_whole(os.path.join(folder, file), text.encode())


def _new(folder: str, file: str, text: str) -> Laid:
    if _read(folder, file) is not None:
        return Laid(file, "kept")
    _write(folder, file, text)
    return Laid(file, "written")


def _replaced(folder: str, file: str, text: str) -> Laid:
    """Bring a file that nobody edits up to date."""
    old = _read(folder, file)
    if old == text:
        return Laid(file, "kept")
    _write(folder, file, text)
    return Laid(file, "written" if old is None else "extended")


def _appended(folder: str, file: str, text: str, mark: str) -> Laid:
    """Add lines to a file unless it has the one that matters."""
    old = _read(folder, file)
    if old is None:
        _write(folder, file, text)
        return Laid(file, "written")
    if mark in old.splitlines():
        return Laid(file, "kept")
    gap = "" if not old or old.endswith("\n") else "\n"
    _write(folder, file, f"{old}{gap}\n{text}" if old else text)
    return Laid(file, "extended")


def _settings(folder: str) -> Laid:
    file = ".vscode/settings.json"
    schema = f"{RECIPES}/{_SCHEMA}"
    wanted = {schema: [f"{RECIPES}/*.yaml", f"{RECIPES}/*.yml"]}
    old = _read(folder, file)
    advice = f'"yaml.schemas": {json.dumps(wanted)}'
    try:
        settings: object = json.loads(old or "{}")
    except json.JSONDecodeError:  # with comments, which an editor allows and json does not
        settings = None
    if old is not None and schema in old:
        return Laid(file, "kept")
    if not is_object(settings):
        return Laid(file, "by hand", advice)
    schemas = settings.get("yaml.schemas", {})
    if not is_object(schemas):
        return Laid(file, "by hand", advice)
    settings["yaml.schemas"] = {**schemas, **wanted}
    _write(folder, file, json.dumps(settings, indent=2, ensure_ascii=False) + "\n")
    return Laid(file, "written" if old is None else "extended")


def _hooks(folder: str, entry: str) -> Laid:
    file = ".pre-commit-config.yaml"
    old = _read(folder, file)
    if old is None:
        _write(folder, file, f"repos:\n{entry}")
        return Laid(file, "written")
    if "pictura-validate" in old:
        return Laid(file, "kept")
    # Only a file that ends with its list of repositories, two spaces deep, can be added to blindly.
    lines = [line for line in old.splitlines() if line.strip() and not line.startswith("#")]
    tops = [line for line in lines if not line.startswith((" ", "-"))]
    deep = any(line.startswith("  - repo:") for line in lines)
    if not tops or tops[-1].rstrip() != "repos:" or not deep:
        return Laid(file, "by hand", f"under `repos:`:\n{entry.rstrip()}")
    _write(folder, file, f"{old.rstrip()}\n{entry}")
    return Laid(file, "extended")
