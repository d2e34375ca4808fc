"""Knows `examples.json`: example answers by operation, for whoever plays the server."""

from pictura_codegen.api import Api
from pictura_codegen.package import Data
from pictura_core.data import Json


def plan_examples(api: Api) -> Data:
    """Plan the file."""
    found: dict[str, Json] = {}
    for operation in api.operations:
        if operation.examples:
            found[operation.id] = [
                {
                    "name": example.name,
                    "status": example.status,
                    "media_type": example.media_type,
                    "value": example.value,
                }
                for example in operation.examples
            ]
    return Data(found)
