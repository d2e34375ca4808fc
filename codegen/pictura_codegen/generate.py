"""Knows the order of the work, from load to sync. It must not know what any step does."""

import os.path
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pictura_codegen.api import Place
from pictura_codegen.load import Document, load
from pictura_codegen.plan import plan
from pictura_codegen.read import read
from pictura_codegen.render import render
from pictura_codegen.schema import SchemaError
from pictura_codegen.sync import Changes, compare, difference, sync
from pictura_core import document
from pictura_core.data import Json
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
    write: bool = True,
) -> Result:
    """Write a package from a specification.

    Args:
        spec: The root document.
        out: The package's folder, whose name becomes the package's.
        frame: The JSON Schema of a recipe.
        strict: Whether warnings count as errors.
        remote: Whether references to http addresses are fetched.
        write: Whether files are written.

    Raises:
        Rejected: The specification is wrong, or the folder holds something else.
    """
    source = document.read_source(spec)
    specification = load(source, remote=remote)
    api = read(specification)
    if strict and api.findings:
        raise Rejected([one._replace(severity=Severity.ERROR) for one in api.findings])
    folder = os.path.abspath(out)
    try:
        package = plan(
            api,
            os.path.basename(folder),
            source="/".join(Path(os.path.abspath(spec)).parts[-2:]),
            frame=cast("Mapping[str, Json]", document.load(document.read_source(frame)).value),
        )
    except SchemaError as error:
        raise Rejected([*api.findings, _located(error, specification)]) from error
    tree = render(package)
    changes = sync(tree, Path(out)) if write else compare(tree, Path(out))
    inputs = tuple(one.source.name for one in specification.files.values())
    return Result(changes, arrange(api.findings), (*inputs, frame), Path(out))


def _located(error: SchemaError, specification: Document) -> Diagnostic:
    """Give a schema that cannot be compiled its place in the file."""
    file, _, fragment = error.schema_path.partition("#")
    place = specification.resolve(f"#{fragment}", file) if file in specification.files else None
    known = place or Place(specification.root, ())
    return Diagnostic("impossible-schema", error.reason, specification.span(known))
