"""Knows the page of an API for people: a table of every operation, by its tags.

It must not know how the page is written to disk, nor anything that the document does not say.
"""

from collections.abc import Iterator

from pictura_codegen.api import (
    Api,
    Body,
    Object,
    Operation,
    Place,
    Reference,
    Schema,
    Shape,
    Union,
)
from pictura_core.extensions import Lifecycle, Price

_HEAD = (
    "| operation | call | takes | gives | costs, USD | served |",
    "|---|---|---|---|---|---|",
)
_LEGEND = (
    "Fields in bold are needed. A task is answered at once and followed by the operation named "
    "beside it. A price that the document does not know is a dash; so is a first day."
)
_FORMS = {
    "json": "JSON",
    "multipart": "form",
    "urlencoded": "form",
    "text": "text",
    "binary": "bytes",
}
_MEDIA = {"image": "pictures", "video": "videos", "audio": "sound"}
_NOTHING = "-"
_SHOWN = 6
"""How many fields are named; the others are counted."""


def describe(api: Api, source: str) -> str:
    """Write the page, in Markdown.

    Args:
        api: What the specification says.
        source: How the page calls the specification.
    """
    schemas = {schema.place: schema for schema in api.schemas}
    lines = [
        f"<!-- Written by pictura-gen from {source}: edit that, not this. -->",
        "",
        f"# Every operation of {_cell(api.title)}",
        "",
    ]
    if api.description:
        lines += [" ".join(api.description.split()), ""]
    lines += [_LEGEND, ""]
    for tag in dict.fromkeys(_tag(operation) for operation in api.operations):
        lines += [f"## {_cell(tag)}", "", *_HEAD]
        lines += [_row(one, schemas) for one in api.operations if _tag(one) == tag]
        lines.append("")
    return "\n".join(lines)


def _tag(operation: Operation) -> str:
    return operation.tags[0] if operation.tags else "Others"


def _row(operation: Operation, schemas: dict[Place, Schema]) -> str:
    name = f"`{operation.id}`"
    if operation.summary:
        name += f"<br>{_cell(operation.summary)}"
    if operation.deprecated:
        name += f"<br>**Deprecated:** {_cell(operation.deprecated)}"
    cells = (
        name,
        f"`{operation.method} {operation.path}`",
        "<br>".join(_takes(operation, schemas)) or _NOTHING,
        "<br>".join(_gives(operation)),
        _costs(operation.price),
        _served(operation.lifecycle),
    )
    return f"| {' | '.join(cells)} |"


def _takes(operation: Operation, schemas: dict[Place, Schema]) -> Iterator[str]:
    parameters = [
        f"**`{one.name}`**" if one.required else f"`{one.name}`"
        for one in operation.parameters
        if one.location != "header"
    ]
    if parameters:
        yield ", ".join(parameters)
    for body in operation.bodies:
        needed = _required(body.schema.shape, schemas) if body.schema is not None else ()
        yield f"{_FORMS[body.form]}: {_fields(body, needed)}" if body.fields else _FORMS[body.form]
        if body.inputs or body.files:
            inputs = [*body.files, *(one.path[0] for one in body.inputs)]
            yield "files in " + ", ".join(f"`{one}`" for one in dict.fromkeys(inputs))


def _fields(body: Body, needed: tuple[str, ...]) -> str:
    names = sorted((one.name for one in body.fields), key=lambda name: name not in needed)
    shown = [f"**`{name}`**" if name in needed else f"`{name}`" for name in names]
    if len(shown) <= _SHOWN:
        return ", ".join(shown)
    return f"{', '.join(shown[:_SHOWN])} and {len(shown) - _SHOWN} more"


def _required(shape: Shape, schemas: dict[Place, Schema]) -> tuple[str, ...]:
    seen: set[Place] = set()
    while isinstance(shape, Reference) and shape.to in schemas and shape.to not in seen:
        seen.add(shape.to)
        shape = schemas[shape.to].shape
    if isinstance(shape, Union):
        first, *others = (_required(one, schemas) for one in shape.members)
        return tuple(name for name in first if all(name in other for other in others))
    if not isinstance(shape, Object):
        return ()
    return tuple(one.name for one in shape.fields if one.required)


def _gives(operation: Operation) -> Iterator[str]:
    answers = [one for one in operation.responses if one.status.startswith("2")]
    if operation.task is not None:
        yield f"a task, by `{operation.task.poll}`"
    if operation.images is not None:
        yield ", ".join(dict.fromkeys(_MEDIA[one.media] for one in operation.images.sources))
    elif operation.task is None:
        kinds = [_FORMS.get(one.form, "") for one in answers if one.form not in ("events", "none")]
        yield ", ".join(dict.fromkeys(kinds)) or "nothing"
    if operation.stream is not None:
        yield f"events, if `{operation.stream.field}`" if operation.stream.field else "events"


def _costs(price: Price | None) -> str:
    if price is None:
        return _NOTHING
    prices = sorted(row.usd for row in price.rows)
    told = f"{prices[0]:g}"
    if prices[-1] != prices[0]:
        told += f" to {prices[-1]:g}"
    if any(row.megapixel for row in price.rows):
        told += " and more by size"
    return f"{told} a picture" if price.per == "image" else told


def _served(lifecycle: Lifecycle | None) -> str:
    if lifecycle is None:
        return _NOTHING
    if not lifecycle.is_served:
        return "never"
    if not lifecycle.removed:
        return f"since {lifecycle.since}"
    begin = f"{lifecycle.since} to" if lifecycle.since else "until"
    return f"{begin} {lifecycle.removed}"


def _cell(text: str) -> str:
    """Keep a text of the document in its cell."""
    plain = " ".join(text.split())
    return plain.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
