"""Knows whether anything has changed since a folder was last generated.

It must not know what is generated: it compares digests of what was read, of the generator itself,
and of what was written. If in doubt it says that something has changed.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from typing import cast

_VERSION = 1


def is_fresh(out: str, options: list[str]) -> bool:
    """Tell whether a folder, or a file, is what the generator would write now."""
    try:
        with open(_place(out), encoding="utf-8") as file:
            stamp: object = json.load(file)
        if not isinstance(stamp, dict):
            return False
        known = cast("dict[str, object]", stamp)
        inputs = known.get("inputs")
        return (
            isinstance(inputs, dict)
            and known.get("options") == options
            and known.get("generator") == _generator()
            and all(
                _digest(path) == digest for path, digest in cast("dict[str, str]", inputs).items()
            )
            and known.get("outputs") == _written(out)
        )
    except (OSError, ValueError):
        return False


def remember(out: str, options: list[str], inputs: Iterable[str]) -> None:
    """Remember what a folder or a file was made of; a cache that cannot be written is no error."""
    stamp = {
        "options": options,
        "generator": _generator(),
        "inputs": {os.path.abspath(path): _digest(path) for path in inputs},
        "outputs": _written(out),
    }
    place = _place(out)
    temporary = f"{place}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(stamp, file)
        os.replace(temporary, place)
    except OSError:
        return


def _place(out: str) -> str:
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    name = hashlib.sha256(os.path.realpath(out).encode()).hexdigest()[:24]
    return os.path.join(cache, "pictura-gen", f"{name}.json")


def _generator() -> str:
    """Digest the generator's own files, and those of the vocabulary that it writes in."""
    own = os.path.dirname(os.path.abspath(__file__))
    import pictura_core  # noqa: PLC0415 - found where it is installed, and only if there is a stamp

    total = hashlib.sha256(str(_VERSION).encode())
    for folder in (own, os.path.dirname(os.path.abspath(str(pictura_core.__file__)))):
        for path, digest in _folder(folder).items():
            total.update(f"{path}={digest}\n".encode())
    return total.hexdigest()


def _written(out: str) -> dict[str, str]:
    """Digest what was written: a folder, or a single file."""
    return {"": _digest(out)} if os.path.isfile(out) else _folder(out)


def _folder(root: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(
            one for one in folders if one != "__pycache__" and not one.startswith(".")
        )
        for file in sorted(files):
            if not file.startswith("."):
                path = os.path.join(folder, file)
                found[os.path.relpath(path, root)] = _digest(path)
    return found


def _digest(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
