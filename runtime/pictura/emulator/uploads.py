"""Knows the files in a request, wherever they stand in it, and whether they are as they must be.

Where they stand and what is asked of them, the table says (`x-input`). It must not know why.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from io import BytesIO

from PIL import Image

from pictura.emulator.calls import BadRequest, Call
from pictura.emulator.forms import Upload
from pictura_core.data import Path, find, is_array, is_object, pointer
from pictura_core.extensions import applies
from pictura_core.inputs import Facts, InputField, complaints
from pictura_core.tuples import NamedTuple

_SENTENCES = 3


class Sent(NamedTuple):
    """A file of a request.

    Attributes:
        path: Where it stands in the body.
        content: Its bytes.
        field: What is asked of it, None if nothing.
    """

    path: Path
    content: bytes
    field: InputField | None


def sent_files(call: Call) -> list[Sent]:
    """Find the files that a request brings along: parts of a form, data URLs, base64.

    A file that is only linked to is not fetched, and is not among them.

    Raises:
        BadRequest: What should be a file is none, or is not as the operation asks.
    """
    files = list(_described(call))
    seen = {one.path for one in files}
    for name, uploads in call.uploads():
        several = is_object(call.body) and is_array(call.body.get(name))
        for number, upload in enumerate(uploads):
            path: Path = (name, number) if several else (name,)
            if path not in seen:
                files.append(Sent(path, upload.content, None))
    wrong = list(_wrong(call, files))
    if wrong:
        raise BadRequest("; ".join(wrong[:_SENTENCES]))
    return files


def _described(call: Call) -> Iterator[Sent]:
    fields = [
        field
        for body in call.operation.bodies
        if body.media_type == call.media_type
        for field in body.inputs
    ]
    for field in fields:
        steps = field.path
        places = find(call.body, steps)
        if any(is_array(value) for _, value in places):
            places = find(call.body, (*steps, "*"))
        for path, value in places:
            content = _content(field, path, value)
            if content is not None:
                yield Sent(path, content, field)


def _content(field: InputField, path: Path, value: object) -> bytes | None:
    if isinstance(value, Upload):
        return value.content
    if not isinstance(value, str) or not value:
        return None
    if "url" in field.forms and value.startswith(("http://", "https://")):
        return None
    text = value
    if value.startswith("data:"):
        head, comma, text = value.partition(",")
        if not comma or not head.endswith(";base64"):
            message = f"{pointer(path)}: is no data URL with base64"
            raise BadRequest(message)
    elif "base64" not in field.forms:
        known = " or ".join(field.forms)
        message = f"{pointer(path)}: is no {known}"
        raise BadRequest(message)
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        message = f"{pointer(path)}: is not base64"
        raise BadRequest(message) from error


def _wrong(call: Call, files: list[Sent]) -> Iterator[str]:
    by_name = {str(one.path[0]): one for one in reversed(files)}
    for one in files:
        if one.field is None:
            continue
        asked = {**one.field.defaults, **_said(call.fields())}
        rule = next((rule for rule in one.field.rules if applies(rule.when, asked)), None)
        if rule is None:
            continue
        like = by_name.get(rule.like)
        facts = _facts(one.content)
        for complaint in complaints(rule, facts, _facts(like.content) if like else None):
            yield f"{pointer(one.path)}: {complaint}"


def _said(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value is not None}


def _facts(content: bytes) -> Facts:
    try:
        with Image.open(BytesIO(content)) as image:
            return Facts((image.format or "").lower(), image.width, image.height, len(content))
    except Exception:  # noqa: BLE001 - Pillow's readers raise whatever broken bytes lead them to
        return Facts("mp4" if content[4:8] == b"ftyp" else "", 0, 0, len(content))
