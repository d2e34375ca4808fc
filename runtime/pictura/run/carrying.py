"""Knows how an input file is put into a request: as a file of a form, or as a text in JSON.

It must not know where files lie, nor what is asked of them.
"""

from base64 import b64encode
from os import PathLike
from typing import assert_never

from pictura.pictures import NoPicture, recognise
from pictura.recipes.places import form_at
from pictura_core.data import Path
from pictura_core.operation import Operation
from pictura_core.wire import File


def carried(operation: Operation[object], path: Path, file: File) -> File | str:
    """Give what stands in a request where an input does.

    Args:
        operation: What is called.
        path: Into the request.
        file: The input, by its path.

    Raises:
        OSError: The file cannot be read.
    """
    form = form_at(operation, path)
    match form:
        case "file":
            return file
        case "base64" | "data-url" | "url":
            # A file has no address: where only addresses are taken, its data URL is one.
            return _base64(_content(file)) if form == "base64" else data_url(file)
        case _:
            assert_never(form)


def data_url(file: File) -> str:
    """Write a file as a text that is its own address.

    Raises:
        OSError: The file cannot be read.
    """
    content = _content(file)
    return f"data:{_media_type(content)};base64,{_base64(content)}"


def _base64(content: bytes) -> str:
    return b64encode(content).decode("ascii")


def _content(file: File) -> bytes:
    inner = file[1] if isinstance(file, tuple) else file
    if isinstance(inner, bytes):
        return inner
    if isinstance(inner, PathLike):
        with open(inner, "rb") as opened:
            return opened.read()
    return inner.read()


def _media_type(content: bytes) -> str:
    try:
        return f"image/{recognise(content)[0]}"
    except NoPicture:
        return "application/octet-stream"
