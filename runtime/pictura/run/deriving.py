"""Knows how files are derived from a job's pictures, beside them and never over an edited one.

It must not know what is derived: `finishing` does.
"""

import asyncio
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from pictura.finishing import Refused, Wish, derive
from pictura.job import Job
from pictura.plan import check_path
from pictura.run.saving import Owners
from pictura.state.durable import make_folder, write_whole
from pictura.state.known_batch import KnownBatch, Output
from pictura.state.lock import Derived, Entry
from pictura_core.diagnostics import Rejected


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a job's derived files.

    Attributes:
        derived: For the lock, those that were up to date included.
        edited: Files that a person edited and that were left alone.
        problem: Why some are not there; empty if all are.
        refused: Why some never will be; empty if none refused.
    """

    derived: tuple[Derived, ...] = ()
    edited: tuple[str, ...] = ()
    problem: str = ""
    refused: str = ""


async def finish(
    batch: KnownBatch,
    job: Job,
    outputs: Sequence[Output],
    entry: Entry,
    owners: Owners,
    *,
    force: bool,
) -> Finished:
    """Derive what a step wants beside its pictures.

    Args:
        batch: The recipe's.
        job: Whose pictures they are.
        outputs: Its pictures, which are in their files.
        entry: What the lock is to say of it.
        owners: The run's.
        force: Overwrite a file that a person edited.
    """
    done: list[Derived] = []
    edited: list[str] = []
    problem = refused = ""
    for output, wish in batch.wishes(job, outputs):
        fresh = batch.derived(wish, output)
        if fresh is not None:
            done.append(fresh)
            continue
        other = owners.take(wish.file, batch.batch.file, job.key)
        if other is not None:
            problem = f"{wish.file} is the file of {other} too"
            continue
        facts = _facts(batch, job, output, entry)
        try:
            check_path(batch, job, wish.file)
            made = await asyncio.to_thread(_write, batch, wish, output, facts, force=force)
        except Refused as error:
            refused = str(error)
            own = ""
        except Rejected as error:
            problem = error.diagnostics[0].message
            continue
        except OSError as error:
            problem = f"{wish.file} cannot be written: {(error.strerror or str(error)).lower()}"
            continue
        else:
            if made is None:
                edited.append(wish.file)
                continue
            own = made
        file = batch.relative(wish.file)
        done.append(Derived(file, wish.order, output.picture.sha256, own))
    return Finished(tuple(done), tuple(edited), problem, refused)


def _write(
    batch: KnownBatch, wish: Wish, output: Output, facts: Mapping[str, str], *, force: bool
) -> str | None:
    """Write a derived file; gives its SHA-256, None if a person edited what stands there."""
    path = batch.known.absolute(wish.file)
    with open(batch.known.absolute(output.file), "rb") as file:
        data = derive(wish.order, file.read(), facts)
    own = sha256(data).hexdigest()
    try:
        with open(path, "rb") as file:
            there = sha256(file.read()).hexdigest()
    except FileNotFoundError:
        there = ""
    if there == own:
        return own
    if there and not force and not batch.has_derived(wish.file, there):
        return None
    make_folder(os.path.dirname(path))
    write_whole(path, data)
    return own


def _facts(batch: KnownBatch, job: Job, output: Output, entry: Entry) -> dict[str, str]:
    """Say what is known of a picture, for whoever finds it without its recipe."""
    cost = entry.cost_usd
    facts = {
        "recipe": batch.batch.recipe,
        "step": job.step,
        "job": job.key,
        "operation": entry.operation,
        "model": entry.model,
        "prompt": entry.prompt,
        "revised_prompt": output.picture.revised_prompt,
        "digest": entry.digest,
        "sha256": output.picture.sha256,
        "cost_usd": "" if cost is None or entry.emulated else f"{cost:g}",
        "made": entry.made,
        "emulated": "true" if entry.emulated else "",
        "digital_source_type": "trainedAlgorithmicMedia",
    }
    return {name: text for name, text in facts.items() if text}
