"""Knows the order of the work, from load to sync. It must not know what any step does."""

import os.path
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pictura_codegen.api import Place
from pictura_codegen.load import Document, inside, load
from pictura_codegen.plan import plan
from pictura_codegen.read import read
from pictura_codegen.read.requests import PREFIX
from pictura_codegen.reference import describe
from pictura_codegen.render import render
from pictura_codegen.schema import SchemaError, write_module
from pictura_codegen.sync import Changes, compare, difference, sync, write_file
from pictura_core import document
from pictura_core.data import Json, parse_pointer
from pictura_core.diagnostics import Diagnostic, Rejected, Severity, arrange


@dataclass(frozen=True, slots=True)
class Result:
    """What was done.

    Attributes:
        changes: What was written, or would be.
        findings: Warnings.
        inputs: The files that were read.
        root: The package's folder.
    """

    changes: Changes
    findings: tuple[Diagnostic, ...]
    inputs: tuple[str, ...]
    root: Path

    @property
    def difference(self) -> Iterator[str]:
        """The changes as a unified diff."""
        return difference(self.changes, self.root)


def generate(
    spec: str,
    out: str,
    *,
    frame: str,
    strict: bool = False,
    remote: bool = False,
    overlays: Sequence[str] = (),
    write: bool = True,
) -> Result:
    """Write a package from a specification.

    Args:
        spec: The root document.
        out: The package's folder, whose name becomes the package's.
        frame: The JSON Schema of a recipe.
        strict: Whether warnings count as errors.
        remote: Whether references to http addresses are fetched.
        overlays: Files that change the root document, the first one first.
        write: Whether files are written.

    Raises:
        Rejected: The specification is wrong, or the folder holds something else.
    """
    source = document.read_source(spec)
    above = [document.read_source(one) for one in overlays]
    specification = load(source, remote=remote, overlays=above)
    api = read(specification)
    if strict and api.findings:
        raise Rejected([one._replace(severity=Severity.ERROR) for one in api.findings])
    # What comes now asks for places only if it fails.
    for one in specification.files.values():
        one.forget_places()
    folder = os.path.abspath(out)
    try:
        packages = [  # which is handed over below, not kept
            plan(
                api,
                os.path.basename(folder),
                source="/".join(Path(os.path.abspath(spec)).parts[-2:]),
                frame=cast("Mapping[str, Json]", document.load(document.read_source(frame)).value),
            )
        ]
    except SchemaError as error:
        wrong = [_located(one, specification) for one in (error, *error.others)]
        # A schema of requests is a copy of one that the document has.
        raise Rejected(arrange([*api.findings, *dict.fromkeys(wrong)])) from error
    files = (one.source.name for one in specification.files.values())
    inputs = (*files, *overlays)
    findings = arrange(api.findings)
    del specification, api  # what comes now takes its memory
    tree = render(packages.pop())
    changes = sync(tree, Path(out)) if write else compare(tree, Path(out))
    return Result(changes, findings, (*inputs, frame), Path(out))


def generate_reference(
    spec: str, out: str, *, overlays: Sequence[str] = (), write: bool = True
) -> Result:
    """Write the page of an API's operations, for people.

    Args:
        spec: The root document.
        out: The Markdown file.
        overlays: Files that change the root document, the first one first.
        write: Whether the file is written.

    Raises:
        Rejected: The specification is wrong.
    """
    above = [document.read_source(one) for one in overlays]
    specification = load(document.read_source(spec), overlays=above)
    name = "/".join(Path(os.path.abspath(spec)).parts[-2:])
    text = describe(read(specification), name)
    file, folder = os.path.basename(out), Path(os.path.dirname(out))
    path = folder / file
    before = path.read_text("utf-8") if path.is_file() else None
    changes = Changes({}, {}, {})
    if before != text:
        changes = Changes({file: before}, {}, {file: text})
        if write:
            write_file(path, text)
    inputs = tuple(one.source.name for one in specification.files.values())
    return Result(changes, (), (*inputs, *overlays), folder)


def generate_schema(schema: str, out: str, *, dialect: str, formats: bool) -> None:
    """Write a module of validators from a JSON Schema, in JSON or YAML.

    Raises:
        Rejected: The schema is wrong.
    """
    read_in = document.load(document.read_source(schema))
    plain = "".join(c for c in os.path.basename(schema) if c.isalnum() or c in "._-")
    said = f"Generated by pictura-gen from {plain}: edit that, not this."
    try:
        text = write_module(read_in.value, dialect=dialect, assert_formats=formats, doc=said)
    except SchemaError as error:
        _, _, fragment = error.schema_path.partition("#")
        span = read_in.span(_path(read_in.value, fragment))
        raise Rejected([Diagnostic("impossible-schema", error.reason, span)]) from error
    write_file(Path(out), text)


def _path(value: object, fragment: str) -> tuple[str | int, ...]:
    """Turn a pointer into a path as far as it leads."""
    steps = parse_pointer(fragment) if fragment.startswith("/") else ()
    path: tuple[str | int, ...] = ()
    for step in steps:
        here = int(step) if isinstance(value, list) and step.isdigit() else step
        try:
            value = inside(cast("Json", value), here)
        except LookupError:
            return path
        path = (*path, here)
    return path


def _located(error: SchemaError, specification: Document) -> Diagnostic:
    """Give a schema that cannot be compiled its place in the file."""
    file, _, fragment = error.schema_path.removeprefix(PREFIX).partition("#")
    place = specification.resolve(f"#{fragment}", file) if file in specification.files else None
    known = place or Place(specification.root, ())
    return Diagnostic("impossible-schema", error.reason, specification.span(known))
