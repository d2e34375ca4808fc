"""Knows where pictures come from that no lock tells of, and which of them only a team's store has.

What recipes ask for is looked up as for a run: in the ledger, and in the store. It changes nothing.
"""

import os
from calendar import timegm
from collections.abc import Sequence
from contextlib import suppress
from time import strptime

from pictura.decisions import Elsewhere, Keep, Restore
from pictura.job import Batch, Job
from pictura.plan import plan
from pictura.project import Project
from pictura.provenance import Origin
from pictura.recipes.expand import FOLDER, load_batches
from pictura.recipes.said import request_texts
from pictura.state.known import Known, open_known
from pictura.state.known_batch import KnownBatch, Output, look_up_batch
from pictura.usage import UsageError


def origins_to_restore(project: Project) -> list[Origin]:
    """Find where the pictures come from that a run of `recipes/` would have for nothing.

    Raises:
        Rejected: A lock, the ledger or the store cannot be used.
        UsageError: `PICTURA_STORE` names no folder that can be opened.
        OSError: A file cannot be read.
    """
    batches = _recipes(project)
    if not batches:
        return []
    with open_known(project) as known:
        planned = plan(known, [look_up_batch(known, batch) for batch in batches])
        return [
            _origin(one.known, decision.job, decision.digest, output)
            for one in planned.batches
            for decision in one.decisions
            if isinstance(decision, Keep | Restore | Elsewhere)
            if one.known.entry(decision.job, decision.digest) is None
            for output in decision.outputs
        ]


def with_stores(project: Project, origins: Sequence[Origin]) -> list[Origin]:
    """Say of pictures whose bytes are not here whether the team's store has them.

    Raises:
        Rejected: The ledger or the store cannot be used.
        UsageError: `PICTURA_STORE` names no folder that can be opened.
    """
    if all(os.path.exists(os.path.join(project.root, one.saved)) for one in origins):
        return list(origins)  # no store is asked for what is here
    with open_known(project) as known:
        return [one._replace(store=_store(known, one)) for one in origins]


def _recipes(project: Project) -> Sequence[Batch]:
    with suppress(UsageError):  # there are none
        return load_batches([os.path.join(project.root, FOLDER)])[0]
    return ()


def _origin(batch: KnownBatch, job: Job, digest: str, output: Output) -> Origin:
    answered = batch.known.answered(digest)
    shared = None if answered is not None else batch.known.shared(digest)
    cost, made = None, None
    if answered is not None:
        cost, made = answered.cost_usd, answered.at
    elif shared is not None:
        cost, made = shared.cost_usd, _seconds(shared.made)
    prompt, parameters = request_texts(job)
    model = job.request.get("model")
    origin = Origin(
        batch.batch.recipe,
        os.path.relpath(batch.batch.file, batch.known.project.root).replace(os.sep, "/"),
        job.key,
        job.step,
        job.operation.id,
        model if isinstance(model, str) else "",
        prompt,
        parameters,
        changed=False,
        digest=digest,
        cost_usd=cost,
        made=made,
        emulated=answered is not None and answered.emulated,
        saved=output.file,
        position=output.position,
        picture=output.picture,
    )
    return origin._replace(store=_store(batch.known, origin))


def _store(known: Known, origin: Origin) -> str:
    """Give the name of the store that has a picture; empty if it is here, or nowhere."""
    sha256, store = origin.picture.sha256, known.store
    if known.present(origin.saved) == sha256 or known.source(sha256) is not None:
        return ""
    return store.name if store is not None and store.has(sha256) else ""


def _seconds(made: str) -> float | None:
    """Read a lock's time as seconds since 1970; None if it is none."""
    with suppress(ValueError):
        return float(timegm(strptime(made, "%Y-%m-%dT%H:%M:%SZ")))
    return None
