"""Peers that need a wrapper or a second way to say the schema; absent ones are no contenders."""

import importlib
import importlib.util
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from schemas import REQUEST, REQUESTS, TREE


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, protected_namespaces=())


class _Request(_Strict):
    prompt: Annotated[str, Field(min_length=1, max_length=4000)]
    model: Literal["dall-e-2", "dall-e-3", "gpt-image-1"] | None = None
    n: Annotated[int, Field(ge=1, le=10)] | None = None
    quality: Literal["standard", "hd", "low", "medium", "high", "auto"] | None = None
    response_format: Literal["url", "b64_json"] | None = None
    style: Literal["vivid", "natural"] | None = None
    size: (
        Literal[
            "256x256",
            "512x512",
            "1024x1024",
            "1792x1024",
            "1024x1792",
            "1536x1024",
            "1024x1536",
            "auto",
        ]
        | None
    ) = None
    user: Annotated[str, Field(max_length=256)] | None = None

    @model_validator(mode="after")
    def _rules(self) -> "_Request":
        message = "not for this model"
        large = {None, "1024x1024", "1792x1024", "1024x1792"}
        small = {None, "256x256", "512x512", "1024x1024"}
        if self.model == "dall-e-3" and (self.n not in {None, 1} or self.size not in large):
            raise ValueError(message)
        if self.model == "dall-e-2" and (
            self.quality or self.style or len(self.prompt) > 1000 or self.size not in small
        ):
            raise ValueError(message)
        return self


class _Requests(_Strict):
    name: str | None = None
    steps: Annotated[list[_Request], Field(min_length=1)]


class _Label(_Strict):
    text: Annotated[str, Field(max_length=80)]
    weight: Annotated[float, Field(ge=0, le=1)] | None = None


class _Meta(_Strict):
    id: Annotated[int, Field(ge=0)]
    label: _Label | None = None


class _Node(_Strict):
    name: Annotated[str, Field(min_length=1, max_length=64)]
    meta: _Meta
    children: "list[_Node] | None" = None


def pydantic_of(schema: dict[str, object]) -> dict[str, Callable[[object], object]]:
    """Give pydantic's models for a schema; their rules between fields are Python."""
    found = [
        model
        for known, model in ((REQUEST, _Request), (REQUESTS, _Requests), (TREE, _Node))
        if known is schema
    ]
    return {"pydantic": _answering(found[0].model_validate, ValidationError)}


def fastjsonschema_of(schema: dict[str, object]) -> dict[str, Callable[[object], object]]:
    """Give fastjsonschema's validator, where it is installed."""
    if importlib.util.find_spec("fastjsonschema") is None:
        return {}
    library = importlib.import_module("fastjsonschema")
    compiled: Callable[[object], object] = library.compile(schema)
    error: type[Exception] = library.JsonSchemaException
    return {"fastjsonschema": _answering(compiled, error)}


def _answering(
    validate: Callable[[object], object], error: type[Exception]
) -> Callable[[object], object]:
    """Make a validator that raises one that answers, as the others do."""

    def holds(value: object) -> bool:
        try:
            validate(value)
        except error:
            return False
        return True

    return holds
