"""The rules of each model, row by row, with jsonschema as the oracle."""

import os
import re
from collections import Counter
from typing import Any

from pictura_core import document
from pictura_core.data import pointer

ROWS = {
    "createImage": "tests/spec/create_image.rules.yaml",
    "createImageEdit": "tests/spec/create_image_edit.rules.yaml",
}
ROOT = os.path.join(os.path.dirname(__file__), "..", "..")
SCHEMAS = {
    "createImage": "image-requests.yaml#/components/schemas/CreateImageRequest",
    "createImageEdit": "image-edit-requests.yaml#/components/schemas/CreateImageEditRequest",
}


def load(path: str) -> Any:
    """Read a table."""
    return document.load(document.read_source(os.path.join(ROOT, path))).value


def test_row(operation: str, row: Any, specification: Any) -> None:
    """A request breaks exactly the rules that its row names, each with the sentence it names."""
    request = row.get("request", {})
    if "long" in row:
        request = {**request, **{name: "x" * length for name, length in row["long"].items()}}
    errors = list(specification.validator(SCHEMAS[operation]).iter_errors(request))
    found = Counter((pointer(tuple(error.absolute_path)), error.validator) for error in errors)
    wanted = Counter(
        (place, keyword)
        for place, keywords in row.get("fails", {}).items()
        for keyword in ([keywords] if isinstance(keywords, str) else keywords)
    )
    assert found == wanted
    if "message" in row:
        assert [error.schema.get("x-message") for error in errors] == [row["message"]]


def test_every_contradiction_about_a_request_is_settled() -> None:
    """Each contradiction of the documentation that concerns a request has a row that names it."""
    named = {row["seed"] for path in ROWS.values() for row in load(path) if "seed" in row}
    assert named >= {1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 17, 21, 22, 27}


def test_free_sizes_hold_the_rule_of_gpt_image_2(specification: Any) -> None:
    """No size that the rule allows is refused, and whatever passes has sides the rule allows."""
    schema = specification.files["image-requests.yaml"]["components"]["schemas"]["GptImage2Size"]
    allows = re.compile(schema["pattern"]).search
    sides = range(16, 3841, 16)
    for width in sides:
        for height in sides:
            fits = width <= 3 * height and height <= 3 * width and width * height <= 3840 * 2160
            assert allows(f"{width}x{height}") or not fits, f"{width}x{height}"
    wrong = {side for side in range(4200) if side not in sides and allows(f"{side}x1024")}
    assert not wrong
    wrong = {side for side in range(4200) if side not in sides and allows(f"1024x{side}")}
    assert not wrong
    odd = ("", "x", "1024x", "x1024", "01024x1024", "a1024x1024", "1024x1024x16", "AUTO", "autox16")
    assert not [text for text in odd if allows(text)]
