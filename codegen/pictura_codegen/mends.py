"""Knows what is put right in a file before its references are followed, and says so.

It must not know what stands in a specification but that schemas are among its components.
"""

import os.path
import re
from collections.abc import Iterator, Mapping
from typing import cast

from pictura_codegen.overlay import Text
from pictura_core import document
from pictura_core.data import Json, Path
from pictura_core.diagnostics import Diagnostic, Severity

_MERGE = "<<"
_DEFINITIONS = "#/definitions/"
_NAME = re.compile(r"[A-Za-z_][\w.-]*")


def mend(file: document.Document) -> Iterator[Diagnostic]:
    """Merge what merge keys name, and follow `definitions` to where schemas are today."""
    text = file.source.text
    if _MERGE in text and not file.source.name.endswith(".json"):
        yield from _merge(file)
    if _DEFINITIONS in text:
        yield from _redirect(file)


def component(folder: str, root: Text, reference: str) -> str | None:
    """Give the reference that a schema's mere name stands for; None if it may be a file's."""
    is_named = _NAME.fullmatch(reference) and reference in _schemas(root)
    if not is_named or os.path.exists(os.path.join(folder, reference)):
        return None
    return f"#/components/schemas/{reference}"


def respelled(file: Text, path: Path, reference: str, meant: str) -> Diagnostic:
    """Say how a reference is written."""
    message = f"{reference} is written {meant}"
    span = file.span((*path, "$ref"))
    return Diagnostic("other-spelling", message, span, severity=Severity.WARNING)


def _merge(file: document.Document) -> Iterator[Diagnostic]:
    found = [(path, node) for path, node in _mappings(_value(file)) if _MERGE in node]
    # Inner ones first: what is merged may have a merge key itself.
    for path, node in reversed(found):
        value = node[_MERGE]
        named = value if isinstance(value, list) else [value]
        sources = [one for one in named if isinstance(one, dict)]
        if not sources or len(sources) < len(named):
            continue
        merged: dict[str, Json] = {}
        for key, item in node.items():
            if key != _MERGE:
                merged[key] = item
                continue
            for source in sources:
                for name, one in source.items():
                    if name not in node:
                        merged.setdefault(name, one)
        message = "merge keys are of YAML 1.1; what this one names is merged as it was there"
        span = file.key_span((*path, _MERGE))
        yield Diagnostic("merge-key", message, span, severity=Severity.WARNING)
        node.clear()
        node.update(merged)


def _redirect(file: document.Document) -> Iterator[Diagnostic]:
    value = _value(file)
    schemas = _schemas(file)
    if isinstance(value, dict) and "definitions" in value:
        return
    for path, node in _mappings(value):
        reference = node.get("$ref")
        if not isinstance(reference, str) or not reference.startswith(_DEFINITIONS):
            continue
        name, slash, rest = reference.removeprefix(_DEFINITIONS).partition("/")
        if name in schemas:
            meant = f"#/components/schemas/{name}{slash}{rest}"
            yield respelled(file, path, reference, meant)
            node["$ref"] = meant


def _schemas(file: Text) -> Mapping[str, Json]:
    value = _value(file)
    components = value.get("components") if isinstance(value, dict) else None
    schemas = components.get("schemas") if isinstance(components, dict) else None
    return schemas if isinstance(schemas, dict) else {}


def _value(file: Text) -> Json:
    return cast("Json", file.value)


def _mappings(value: Json) -> Iterator[tuple[Path, dict[str, Json]]]:
    """Go through every mapping, the outer before the inner."""
    waiting: list[tuple[Path, Json]] = [((), value)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, dict):
            yield path, node
            waiting.extend(((*path, key), item) for key, item in node.items())
        elif isinstance(node, list):
            waiting.extend(((*path, index), item) for index, item in enumerate(node))
