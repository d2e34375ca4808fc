"""Knows files: the root document, those it refers to, and where in them a place is.

It must not know what a specification means, beyond where a `$ref` may stand.
"""

import os.path
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from pictura_codegen.api import Dialect, Place
from pictura_codegen.mends import component, mend, respelled
from pictura_codegen.overlay import Text, overlaid
from pictura_core import document
from pictura_core.data import Json, Path, parse_pointer
from pictura_core.diagnostics import Diagnostic, Rejected
from pictura_core.source import Source, Span

_INDEX = re.compile(r"[0-9]{1,9}")
_OPAQUE = frozenset({"example", "examples", "default", "const", "enum", "value"})
"""Keys under which a value is data: a `$ref` in it refers to nothing."""


@dataclass(frozen=True, slots=True)
class Document:
    """A specification with all its files.

    Attributes:
        root: The root document's name in `files`.
        dialect: Its version, without the patch number.
        files: By path relative to the root document's folder, with slashes, the root first, then
            in the order in which they are referred to.
        findings: What is wrong with files that it refers to.
        broken: Those files.
        overlays: What changed the root document.
    """

    root: str
    dialect: Dialect
    files: Mapping[str, Text]
    findings: tuple[Diagnostic, ...] = ()
    broken: frozenset[str] = frozenset()
    overlays: tuple[Source, ...] = ()
    _anchors: dict[tuple[str, str], Place | None] = field(
        default_factory=dict[tuple[str, str], Place | None]
    )
    _places: dict[tuple[str, str], Place | None] = field(
        default_factory=dict[tuple[str, str], Place | None]
    )
    _ranks: dict[int, Mapping[str, int]] = field(default_factory=dict[int, Mapping[str, int]])

    def text(self, file: str) -> Json:
        """Give a whole file."""
        return cast("Json", self.files[file].value)

    def mentions(self, word: str) -> bool:
        """Tell whether any of its files, or an overlay, has a word in it."""
        sources = [*(text.source for text in self.files.values()), *self.overlays]
        return any(word in one.text for one in sources)

    def value(self, place: Place) -> Json:
        """Give what stands at a place.

        Raises:
            LookupError: Nothing does.
        """
        here = self.text(place.file)
        # Asked a hundred thousand times, and so written out: what `inside` does at each step.
        for step in place.path:
            if isinstance(here, dict) and isinstance(step, str):  # noqa: SIM114 - types
                here = here[step]
            elif isinstance(here, list) and isinstance(step, int):
                here = here[step]
            else:
                raise LookupError(step)  # noqa: TRY004 - as if it were looked for
        return here

    def span(self, place: Place) -> Span:
        """Give the source of a value."""
        return self.files[place.file].span(place.path)

    def key_span(self, place: Place) -> Span:
        """Give the source of a value's key; of the value itself if it stands in no mapping."""
        return self.files[place.file].key_span(place.path)

    def order(self, place: Place) -> tuple[int, ...]:
        """Give a key that sorts places as they stand in the specification."""
        key = [list(self.files).index(place.file)]
        here = self.text(place.file)
        for step in place.path:
            key.append(self._rank(here, str(step)) if isinstance(here, dict) else int(step))
            here = inside(here, step)
        return tuple(key)

    def _rank(self, mapping: dict[str, Json], key: str) -> int:
        ranks = self._ranks.get(id(mapping))
        if ranks is None:
            ranks = self._ranks[id(mapping)] = {key: rank for rank, key in enumerate(mapping)}
        return ranks[key]

    def leads_to_broken(self, reference: str, file: str) -> bool:
        """Tell whether a reference leads to a file that could not be read."""
        return _file_name(reference, file) in self.broken

    def resolve(self, reference: str, file: str) -> Place | None:
        """Follow a reference that stands in a file; None if it leads nowhere."""
        key = (reference, file)
        if key not in self._places:
            self._places[key] = self._resolve(reference, file)
        return self._places[key]

    def _resolve(self, reference: str, file: str) -> Place | None:
        name, fragment = split(reference, file)
        if name not in self.files:
            return None
        if fragment and not fragment.startswith("/"):
            return self._anchor(name, fragment)
        place = Place(name, ())
        for step in parse_pointer(fragment):
            here = self.value(place)
            if isinstance(here, dict) and step in here:
                place = place.child(step)
            elif isinstance(here, list) and _INDEX.fullmatch(step) and int(step) < len(here):
                place = place.child(int(step))
            else:
                return None
        return place

    def _anchor(self, file: str, anchor: str) -> Place | None:
        key = (file, anchor)
        if key not in self._anchors:
            self._anchors[key] = next(
                (
                    Place(file, path)
                    for path, node in nodes(self.text(file))
                    if anchor in (node.get("$anchor"), node.get("$dynamicAnchor"))
                ),
                None,
            )
        return self._anchors[key]


def split(reference: str, file: str) -> tuple[str, str]:
    """Split a reference that stands in a file into the file it leads to and the fragment.

    A relative path may leave the root document's folder, and then begins with `..`.
    """
    try:
        address, fragment = urldefrag(reference)
        urlsplit(address)
    except ValueError:
        # An address that is none, such as `http://[`, leads nowhere; as a file's name it does too.
        return f"./{quote(reference, safe='')}", ""
    if not address:
        return file, unquote(fragment)
    if urlsplit(address).scheme or urlsplit(file).scheme:
        return urljoin(file, address), unquote(fragment)
    folder = posixpath.dirname(file)
    return posixpath.normpath(posixpath.join(folder, unquote(address))), unquote(fragment)


def inside(value: Json, step: str | int) -> Json:
    """Give what stands in a value under a key or an index.

    Raises:
        LookupError: Nothing does.
    """
    if isinstance(value, dict) and isinstance(step, str):
        return value[step]
    if isinstance(value, list) and isinstance(step, int):
        return value[step]
    raise LookupError(step)


def load(source: Source, *, remote: bool = False, overlays: Sequence[Source] = ()) -> Document:
    """Read a specification and every file it refers to.

    Args:
        source: The root document, under the path it was opened by.
        remote: Whether references to http and https addresses are fetched.
        overlays: What changes the root document before anything else is done with it.

    Raises:
        Rejected: The root document is no YAML or JSON, or no OpenAPI 3.0 or 3.1.
    """
    folder, root = os.path.split(source.name)
    written = document.load(source)
    findings: list[Diagnostic] = [*mend(written)]
    text, warnings = overlaid(written, [document.load(one) for one in overlays])
    findings += warnings
    files: dict[str, Text] = {root: text}
    dialect = _dialect(text)
    broken: set[str] = set()
    waiting = [root]
    while waiting:
        file = waiting.pop(0)
        for path, node, reference in _references(cast("Json", files[file].value)):
            meant = component(folder, files[root], reference) if file == root else None
            if meant is not None:
                findings.append(respelled(files[file], path, reference, meant))
                node["$ref"] = meant
                continue
            name = _file_name(reference, file)
            if name is None or name in files or name in broken:
                continue
            try:
                opened = _open(folder, name, files[file].span((*path, "$ref")), remote=remote)
            except Rejected as rejected:
                findings.extend(rejected.diagnostics)
                broken.add(name)
                continue
            files[name] = opened
            findings.extend(mend(opened))
            waiting.append(name)
    return Document(root, dialect, files, tuple(findings), frozenset(broken), tuple(overlays))


def _dialect(root: Text) -> Dialect:
    value = cast("Json", root.value)
    version = value.get("openapi") if isinstance(value, dict) else None
    if isinstance(version, float):
        version = str(version)  # `openapi: 3.1` without quotes
    if isinstance(version, str) and version.startswith("3.0"):
        return "3.0"
    if isinstance(version, str) and version.startswith("3.1"):
        return "3.1"
    path: Path = ("openapi",) if version is not None else ()
    if isinstance(value, dict) and "swagger" in value:
        path, version = ("swagger",), value["swagger"]
    said = f", this one says {version}" if version is not None else ""
    raise Rejected(
        [
            Diagnostic(
                "unsupported-version",
                f"a specification begins with `openapi: 3.1.x` or `openapi: 3.0.x`{said}",
                root.span(path),
            )
        ]
    )


def _references(value: Json) -> Iterator[tuple[Path, dict[str, Json], str]]:
    """Find the references that lead, or may lead, into other files."""
    for path, node in nodes(value):
        reference = node.get("$ref")
        # Most references stay in their file, and ask for none.
        if isinstance(reference, str) and not reference.startswith("#"):
            yield path, node, reference


def nodes(value: Json) -> Iterator[tuple[Path, dict[str, Json]]]:
    """Go through every mapping that is no data, in the order of the document."""
    waiting: list[tuple[Path, Json]] = [((), value)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, dict):
            yield path, node
            named = bool(path) and path[-1] in {"properties", "schemas", "patternProperties"}
            waiting.extend(
                ((*path, key), item)
                for key, item in reversed(node.items())
                if isinstance(item, dict | list)
                and (named or not (key in _OPAQUE or key.startswith("x-")))
            )
        elif isinstance(node, list):
            waiting.extend(
                ((*path, index), node[index])
                for index in range(len(node) - 1, -1, -1)
                if isinstance(node[index], dict | list)
            )


def _file_name(reference: str, file: str) -> str | None:
    name = split(reference, file)[0]
    return None if name == file else name


def _open(folder: str, name: str, span: Span, *, remote: bool) -> document.Document:
    scheme = urlsplit(name).scheme
    if scheme in ("http", "https"):
        if not remote:
            message = f"{name} is a remote reference; allow those with --remote"
            raise Rejected([Diagnostic("remote-reference", message, span)])
        return document.load(_fetch(name, span))
    if scheme:
        message = f"a reference leads to a file or an http address, not to {scheme}:"
        raise Rejected([Diagnostic("remote-reference", message, span)])
    if "\0" in name:
        message = "a file's name has no NUL in it"
        raise Rejected([Diagnostic("unresolved-reference", message, span)])
    path = os.path.join(folder, *name.split("/"))
    inside = os.path.realpath(folder or ".")
    real = os.path.realpath(path)
    if name.startswith(("/", "..")) or os.path.commonpath([inside, real]) != inside:
        message = f"{name} lies outside the folder of the root document"
        raise Rejected([Diagnostic("reference-outside", message, span)])
    if not os.path.isfile(path):
        message = f"there is no file {name}"
        raise Rejected([Diagnostic("unresolved-reference", message, span)])
    return document.load(document.read_source(path))


def _fetch(address: str, span: Span) -> Source:
    from urllib.request import urlopen  # noqa: PLC0415 - few documents lie elsewhere

    try:
        with urlopen(address, timeout=30) as answer:  # noqa: S310 - the scheme was checked
            return Source(address, answer.read().decode("utf-8"))
    except (OSError, ValueError) as error:
        message = f"{address} cannot be fetched: {error}"
        raise Rejected([Diagnostic("unresolved-reference", message, span)]) from error
