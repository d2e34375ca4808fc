"""Knows whether two machines mean the same by a recipe. It does not know where it lies."""

import json
from hashlib import sha256

from pictura.job import Batch, Job, ProjectFile, Upstream, UpstreamTask
from pictura_core.data import is_array, is_object


def fingerprint(batch: Batch) -> str:
    """Give a digest of everything that a recipe's jobs are, files' contents excepted.

    Two recipes that are written differently and mean the same have the same one; rows of a CSV file
    and variables count as what became of them.
    """
    text = sha256(json.dumps([batch.recipe, batch.folder, batch.api, batch.limits]).encode())
    for job in batch.jobs:
        told = json.dumps(_told(job), sort_keys=True, default=_plain)
        text.update(told.encode())
    return text.hexdigest()


def _told(job: Job) -> list[object]:
    request = {name: _value(value) for name, value in job.request.items()}
    values = {name: _value(value) for name, value in job.values.items()}
    rest = (job.save, values, job.pictures, job.expect, job.finish)
    return [job.key, job.step, job.operation.id, request, *rest]


def _value(value: object) -> object:
    """Tell a value without the places in the recipe at which it stands."""
    match value:
        case ProjectFile():
            return {"file": value.path}
        case Upstream() | UpstreamTask():
            return {type(value).__name__: list(value)}
        case _ if is_object(value):
            return {name: _value(one) for name, one in value.items()}
        case _ if is_array(value):
            return [_value(one) for one in value]
        case _:
            return value


def _plain(value: object) -> str:
    # What is no JSON is a stand-in whose type says all: nothing else can be in its place.
    return type(value).__name__
