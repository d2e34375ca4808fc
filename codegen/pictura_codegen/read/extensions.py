"""Knows the extensions of operations: pictures, tasks, streams, prices, errors, lifecycles.

It must not know whether the fields and places that they name are there: `extension_checks` does.
"""

from typing import Literal

from pictura_codegen.api import Place
from pictura_codegen.read.extension_members import (
    extension_at,
    fits_extension,
    list_in,
    mapping_in,
    mappings_in,
    number_in,
    states_in,
    steps_in,
    text_in,
    texts_in,
    whole_in,
)
from pictura_codegen.read.reader import Reader
from pictura_core.data import Json, parse_pointer
from pictura_core.extensions import (
    Buttons,
    ErrorPlace,
    ErrorRule,
    Errors,
    Images,
    Lifecycle,
    Media,
    Picture,
    Price,
    PriceRow,
    Retirement,
    Severe,
    Stream,
    Task,
)

_KINDS: dict[Json, Literal["url", "base64", "data-url", "body"]] = {
    "url": "url",
    "base64": "base64",
    "data-url": "data-url",
    "body": "body",
}
_MEDIA: dict[Json, Media] = {"image": "image", "video": "video", "audio": "audio"}
NO_ERRORS = Errors((), ())


def read_images(reader: Reader, operation: Place) -> Images | None:
    """Read where an operation's pictures are."""
    value = extension_at(reader, operation, "x-images")
    if value is None:
        return None
    stream = extension_at(reader, operation, "x-stream")
    return Images(
        sources=_sources(value),
        number=text_in(value, "count"),
        size=text_in(value, "size"),
        width=text_in(value, "width"),
        height=text_in(value, "height"),
        format=text_in(value, "format"),
        prompt=text_in(value, "prompt"),
        revised_prompt=steps_in(value, "revised_prompt"),
        defaults=mapping_in(value, "defaults"),
        stream=text_in(stream, "field") if stream is not None else "",
    )


def _sources(value: dict[str, Json]) -> tuple[Picture, ...]:
    return tuple(
        Picture(
            pointer=steps_in(source, "pointer"),
            kind=_KINDS[source["kind"]],
            expires=whole_in(source, "expires"),
            when=mapping_in(source, "when"),
            media=_MEDIA[source.get("media", "image")],
        )
        for source in mappings_in(value, "sources")
    )


def read_told_stream(reader: Reader, operation: Place) -> Stream | None:
    """Read how an operation answers in events."""
    value = extension_at(reader, operation, "x-stream")
    if value is None:
        return None
    return Stream(
        field=text_in(value, "field"),
        kind=steps_in(value, "kind"),
        partial=texts_in(value, "partial"),
        final=texts_in(value, "final"),
        sources=_sources(value),
    )


def read_accept(reader: Reader, operation: Place) -> tuple[str, ...]:
    """Read what an operation's Accept header may say."""
    if not fits_extension(reader, operation, "x-accept"):
        return ()
    return texts_in(reader.mapping(operation), "x-accept")


def read_lifecycle(reader: Reader, operation: Place) -> Lifecycle | None:
    """Read since when, and until when, an operation is served."""
    value = extension_at(reader, operation, "x-lifecycle")
    if value is None:
        return None
    return Lifecycle(
        since=text_in(value, "since"),
        removed=text_in(value, "removed"),
        is_served="served" not in value,
        retires=tuple(
            Retirement(mapping_in(one, "when"), text_in(one, "on"), text_in(one, "instead"))
            for one in mappings_in(value, "retires")
        ),
    )


def read_price(reader: Reader, operation: Place) -> Price | None:
    """Read what a request costs."""
    value = extension_at(reader, operation, "x-price")
    if value is None:
        return None
    rows = tuple(
        PriceRow(
            when=mapping_in(row, "when"),
            usd=number_in(row, "usd", 0),
            megapixel=number_in(row, "megapixel", 0) if "megapixel" in row else None,
        )
        for row in mappings_in(value, "rows")
    )
    return Price(
        per="request" if value.get("per") == "request" else "image",
        rows=rows,
        defaults=mapping_in(value, "defaults"),
        source=text_in(value, "source"),
    )


def read_task(reader: Reader, operation: Place) -> Task | None:
    """Read how an operation that answers with a task is followed."""
    value = extension_at(reader, operation, "x-task")
    if value is None:
        return None
    ids = [parse_pointer(one) for one in texts_in(value, "id")] or [steps_in(value, "id")]
    return Task(
        poll=text_in(value, "poll"),
        id=ids[0],
        parameter=text_in(value, "parameter"),
        state=steps_in(value, "state"),
        pending=states_in(value, "pending"),
        done=states_in(value, "done"),
        failed=states_in(value, "failed"),
        reason=steps_in(value, "reason"),
        progress=steps_in(value, "progress"),
        interval=number_in(value, "interval", 5.0),
        maximum=number_in(value, "maximum", 900.0),
        paused=states_in(value, "paused"),
        arguments=mapping_in(value, "arguments"),
        fetch=text_in(value, "fetch"),
        minimum=number_in(value, "minimum", 0.0),
        backoff=number_in(value, "backoff", 1.0),
        longest=number_in(value, "longest", 60.0),
        expires=whole_in(value, "expires"),
        buttons=_buttons(mapping_in(value, "buttons")) if "buttons" in value else None,
        other_ids=tuple(ids[1:]),
    )


def _buttons(value: dict[str, Json]) -> Buttons:
    return Buttons(steps_in(value, "pointer"), texts_in(value, "names"), text_in(value, "value"))


def read_errors(reader: Reader, owner: Place) -> Errors | None:
    """Read how errors are told, at the root or in an operation."""
    value = extension_at(reader, owner, "x-errors")
    if value is None:
        return None
    places = tuple(
        ErrorPlace(steps_in(place, "error"), steps_in(place, "message"), steps_in(place, "code"))
        for place in mappings_in(value, "places")
    )
    rules = tuple(
        ErrorRule(
            severity=Severe(text_in(rule, "severity")),
            statuses=tuple(one for one in list_in(rule, "statuses") if isinstance(one, int)),
            codes=tuple(str(one) for one in list_in(rule, "codes")),
            messages=tuple(str(one).lower() for one in list_in(rule, "messages")),
        )
        for rule in mappings_in(value, "rules")
    )
    return Errors(places, rules)


def read_env_prefix(reader: Reader, root: Place) -> str:
    """Read how the environment variables of an API begin; empty if the document does not say."""
    if not fits_extension(reader, root, "x-env-prefix"):
        return ""
    return text_in(reader.mapping(root), "x-env-prefix")


def read_deprecated(reader: Reader, operation: Place) -> str:
    """Read why an operation should no longer be used; empty if it may be."""
    reason = reader.mapping(operation).get("x-deprecated")
    if isinstance(reason, str) and reason:
        return reason
    return "deprecated by its specification" if reader.flag(operation, "deprecated") else ""
