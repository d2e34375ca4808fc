"""How an input file stands in a request."""

from base64 import b64decode
from pathlib import Path

import pytest

from ezlink.table import API
from pictura.run.carrying import carried

PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNQSFgAAAHEASFiX4r9AAAAAElFTkSuQmCC"
)


@pytest.mark.parametrize(
    ("operation", "path", "begin"),
    [
        ("submitBlend", ("base64Array", 1), "data:image/png;base64,iVBORw0"),
        ("submitDescribe", ("base64",), "data:image/png;base64,iVBORw0"),
        ("createFluxImage", ("input_image",), "iVBORw0"),
        ("createVideo", ("image_url",), "data:image/png;base64,iVBORw0"),
        ("createVideo", ("instances", 0, "image", "bytesBase64Encoded"), "iVBORw0"),
    ],
)
def test_file_becomes_a_text(
    operation: str, path: tuple[str | int, ...], begin: str, tmp_path: Path
) -> None:
    """Where JSON takes a picture, its bytes travel as a data URL or in base64."""
    file = tmp_path / "pixel.png"
    file.write_bytes(PIXEL)
    for given in (file, ("a.png", file, "image/png"), PIXEL):
        text = carried(API.operations[operation], path, given)
        assert isinstance(text, str)
        assert text.startswith(begin)
        assert b64decode(text.rpartition(",")[2]) == PIXEL


@pytest.mark.parametrize(
    ("operation", "path"),
    [("createImageEdit", ("image", 2)), ("removeBackground", ("image",))],
)
def test_file_of_a_form_stays_one(
    operation: str, path: tuple[str | int, ...], tmp_path: Path
) -> None:
    """A part of a form stays a file, which is read piece by piece as it leaves."""
    file = tmp_path / "pixel.png"
    assert carried(API.operations[operation], path, file) is file
