"""Knows the pictures that a team shares: a folder of any file system that fsspec reaches.

In it lie `blobs/`, each picture under its SHA-256, and `requests/`, under each request's digest
what came of it. A picture is never changed, so whoever finds one may rely on it once its bytes were
held against its name; a request that is made anew gets a new record. Pictures that the emulator
drew are never in it.
"""

import json
import os
import re
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock
from typing import Any
from uuid import uuid4

from pictura.pictures import Picture
from pictura.state.blobs import Blobs
from pictura.state.durable import make_folder, put_synced
from pictura.state.folders import open_folder, public_name, secrets_of, unusable, words_of
from pictura_core.data import is_array, is_object
from pictura_core.tuples import NamedTuple

ADDRESS = "PICTURA_STORE"
"""The variable that names the folder: `s3://bucket/prefix`, `file:///srv/pictures`, …"""

_WHOLE = frozenset(("s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "memory"))
"""Where a file is seen when all of it is there; elsewhere it is written beside, and renamed."""

_LOCAL = frozenset(("file", "local"))
"""Where a file is lost in a power cut unless it is synced."""

_FEW = 6
"""Of the 256 parts of a listing, so many are asked for one by one; then all at once."""

_AT_ONCE = 32
"""Records that are read side by side."""

_VERSION = 1
_SHA256 = re.compile("[0-9a-f]{64}")
_FORMAT = re.compile("[a-z0-9]{2,5}")


class StoreFailed(Exception):  # noqa: N818 - the name says what happened
    """The store does not answer, or refuses; its message says why, without any password."""


class Shared(NamedTuple):
    """What came of a request, as another machine wrote it down.

    Attributes:
        pictures: By their position in the answer.
        cost_usd: What was paid, None if nobody says.
        made: When, as in a lock; empty if nobody says.
    """

    pictures: tuple[tuple[int, Picture], ...]
    cost_usd: float | None
    made: str


class Store:
    """Pictures that a team shares. Any thread may use it.

    Args:
        files: A file system of fsspec.
        root: The folder in it.
        name: What it is called, for people: without a password.
        secrets: Words that nobody may see.
    """

    __slots__ = (
        "_blobs",
        "_files",
        "_is_local",
        "_is_whole",
        "_known",
        "_requests",
        "_root",
        "_secrets",
        "_turn",
        "name",
    )

    # fsspec has no types of its own.
    def __init__(self, files: Any, root: str, name: str, secrets: tuple[str, ...] = ()) -> None:
        self.name = name
        self._secrets = secrets
        self._files = files
        self._root = root.rstrip("/")
        protocols = files.protocol
        names = {protocols} if isinstance(protocols, str) else set(protocols)
        self._is_whole = not names.isdisjoint(_WHOLE)
        self._is_local = not names.isdisjoint(_LOCAL)
        self._turn = Lock()
        self._known: dict[str, Shared | None] = {}
        self.look_again()

    def look_again(self) -> None:
        """Forget what was seen so far: others may have brought much since."""
        with self._turn:
            self._blobs = _Listing(lambda part: self._names("blobs", part))
            self._requests = _Listing(lambda part: self._names("requests", part))
            self._known.clear()

    def has(self, sha256: str) -> bool:
        """Tell whether a picture is there.

        Raises:
            Rejected: The store does not answer.
        """
        with self._turn, self._rejecting():
            return self._blobs.has(sha256)

    def has_by_now(self, sha256: str) -> bool:
        """Tell whether a picture is there at this moment, whatever the listing said before.

        Raises:
            Rejected: The store does not answer.
        """
        with self._turn, self._rejecting():
            is_there: bool = self._files.exists(self._path("blobs", sha256))
            if is_there:
                self._blobs.add(sha256)
            return is_there

    def knows(self, digest: str) -> bool:
        """Tell whether it is known what came of a request.

        Raises:
            Rejected: The store does not answer.
        """
        with self._turn, self._rejecting():
            return self._requests.has(digest)

    def request(self, digest: str) -> Shared | None:
        """Find what came of a request.

        Raises:
            Rejected: The store does not answer.
        """
        with self._turn, self._rejecting():
            if not self._requests.has(digest):
                return None
            if digest not in self._known:
                self._known[digest] = self._read(digest)
            return self._known[digest]

    def learn(self, digests: Iterable[str]) -> None:
        """Read side by side what came of some requests, for who will ask for each of them.

        Raises:
            Rejected: The store does not answer.
        """
        with self._turn, self._rejecting():
            wanted = {one for one in digests if self._requests.has(one)} - self._known.keys()
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                self._known.update(zip(wanted, pool.map(self._read, wanted), strict=True))

    def fetch(self, sha256: str, blobs: Blobs) -> bool:
        """Bring a picture here; False if there is none.

        Raises:
            StoreFailed: The store does not answer, or its bytes are not what their name says.
            OSError: It cannot be written here.
        """
        unfinished = blobs.unfinished()
        try:
            with self._explained():
                try:
                    self._files.get_file(self._path("blobs", sha256), unfinished)
                except FileNotFoundError:
                    return False
            if not blobs.adopt(unfinished, sha256):
                path = self._path("blobs", sha256)
                message = f"the store {self.name} holds other bytes in {path}: delete them there"
                raise StoreFailed(message)
            return True
        finally:
            if os.path.exists(unfinished):
                os.unlink(unfinished)

    def put(self, sha256: str, file: str) -> bool:
        """Share a picture; False if it was there already.

        Args:
            sha256: Its own.
            file: Where its bytes are.

        Raises:
            StoreFailed: The store does not answer, or refuses.
        """
        with self._turn, self._explained():
            if self._blobs.has(sha256):
                return False
        with self._explained():
            self._write("blobs", sha256, lambda path: self._files.put_file(file, path))
        with self._turn:
            self._blobs.add(sha256)
        return True

    def put_request(self, digest: str, shared: Shared) -> None:
        """Share what came of a request, whose pictures are all there by now.

        Raises:
            StoreFailed: The store does not answer, or refuses.
        """
        images = [{"position": at, **one._asdict()} for at, one in shared.pictures]
        told = {"cost_usd": shared.cost_usd, "images": images, "made": shared.made}
        data = json.dumps({"version": _VERSION, **told}, sort_keys=True).encode()
        with self._explained():
            self._write("requests", digest, lambda path: self._files.pipe_file(path, data))
        with self._turn:
            self._requests.add(digest)
            self._known[digest] = shared

    def _read(self, digest: str) -> Shared | None:
        try:
            data: object = self._files.cat_file(self._path("requests", digest))
        except FileNotFoundError:
            return None
        return _parse(data)

    def _write(self, kind: str, name: str, write: Callable[[str], object]) -> None:
        path = self._path(kind, name)
        if self._is_whole:
            write(path)
            return
        partial = f"{self._root}/partial"
        unfinished = f"{partial}/{uuid4().hex}"
        make, move = self._make_folder, self._move
        if self._is_local:
            make, move = make_folder, put_synced
        make(partial)
        try:
            write(unfinished)
            move(unfinished, path)
        except BaseException:
            if self._files.exists(unfinished):
                self._files.rm_file(unfinished)
            raise

    def _make_folder(self, folder: str) -> None:
        self._files.makedirs(folder, exist_ok=True)

    def _move(self, source: str, target: str) -> None:
        self._make_folder(target.rpartition("/")[0])
        self._files.mv(source, target)

    def _names(self, kind: str, part: str) -> Iterable[str]:
        """List the names that begin in a way, or all."""
        folder = f"{self._root}/{kind}/{part}".rstrip("/")
        for path in self._files.find(folder):
            above, _, name = str(path).rpartition("/")
            yield above.rpartition("/")[2] + name

    def _path(self, kind: str, name: str) -> str:
        return f"{self._root}/{kind}/{name[:2]}/{name[2:]}"

    @contextmanager
    def _explained(self) -> Generator[None]:
        try:
            yield
        except Exception as error:  # every file system has errors of its own
            message = f"the store {self.name} cannot be used: {words_of(error, self._secrets)}"
            raise StoreFailed(message) from error

    @contextmanager
    def _rejecting(self) -> Generator[None]:
        try:
            with self._explained():
                yield
        except StoreFailed as error:
            raise unusable(str(error), self.name) from error


class _Listing:
    """Names that are known to be there, asked for part by part: by their first two letters."""

    __slots__ = ("_ask", "_asked", "_has_all", "_names")

    def __init__(self, ask: Callable[[str], Iterable[str]]) -> None:
        self._ask = ask
        self._names: set[str] = set()
        # That a name was added does not say that its part was asked for.
        self._asked: set[str] = set()
        self._has_all = False

    def has(self, name: str) -> bool:
        part = name[:2]
        if name not in self._names and not self._has_all and part not in self._asked:
            is_whole = len(self._asked) >= _FEW
            self._names.update(self._ask("" if is_whole else part))
            # Only now: a question that failed has said nothing of what is there.
            self._asked.add(part)
            self._has_all = is_whole
        return name in self._names

    def add(self, name: str) -> None:
        self._names.add(name)


def open_store() -> Store | None:
    """Open the folder that the environment names; None if it names none.

    Raises:
        UsageError: What is named is no folder, or something has to be installed for it.
        Rejected: It cannot be opened.
    """
    address = os.environ.get(ADDRESS, "").strip()
    if not address:
        return None
    name = public_name(address)
    files, root = open_folder(address, ADDRESS)
    return Store(files, root, name, secrets_of(address))


def _parse(data: object) -> Shared | None:
    """Read what another machine wrote; None if it makes no sense, as if it were not there."""
    if not isinstance(data, bytes):
        return None
    try:
        value: object = json.loads(data)
    except ValueError:
        return None
    if not is_object(value) or value.get("version") != _VERSION:
        return None
    images, cost, made = value.get("images"), value.get("cost_usd"), value.get("made")
    if not is_array(images) or not isinstance(made, str):
        return None
    pictures = [_picture(one) for one in images]
    found = tuple(one for one in pictures if one is not None)
    if not found or len(found) < len(pictures):
        return None
    if isinstance(cost, bool) or not isinstance(cost, int | float):
        cost = None
    return Shared(found, cost, made)


def _picture(value: object) -> tuple[int, Picture] | None:
    if not is_object(value):
        return None
    said = [value.get(name) for name in ("sha256", "format", "revised_prompt", "look")]
    numbers = [value.get(name) for name in ("position", "width", "height", "bytes")]
    sha256, format_, prompt, look = (one if isinstance(one, str) else None for one in said)
    position, width, height, size = (one if type(one) is int else -1 for one in numbers)
    if sha256 is None or format_ is None or prompt is None or min(position, width, height) < 0:
        return None
    if not _SHA256.fullmatch(sha256) or not _FORMAT.fullmatch(format_):
        return None
    return position, Picture(sha256, format_, width, height, size, prompt, look or "")
