"""Knows what a run would do with each job: make, keep, restore, or leave it alone, and why.

It reads files, lock and ledger, writes nothing and asks no server; time grows linearly with jobs.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from pictura.costs import batch_cost_of, cost_of
from pictura.decisions import (
    BatchPlan,
    Decision,
    Drifted,
    Elsewhere,
    Keep,
    Make,
    Orphan,
    Plan,
    Restore,
    Share,
    files_of,
)
from pictura.finishing import NOTHING
from pictura.job import Job, Upstream, upstream_of, usual_format
from pictura.pictures import Picture, extension
from pictura.project import OutsideProject, inside
from pictura.recipes.template import render_save
from pictura.recipes.vocabulary import TemplateError
from pictura.state.digest import digest_of
from pictura.state.known import Known
from pictura.state.known_batch import KnownBatch, Output
from pictura_core.diagnostics import Diagnostic, Rejected

_UNKNOWN_DIGEST = "0" * 64
"""Stands in a predicted path for a digest that is known only when the upstream picture is made."""


def plan(
    known: Known,
    batches: Sequence[KnownBatch],
    *,
    only: Collection[str] = (),
    force: bool = False,
) -> Plan:
    """Decide about every job.

    Args:
        known: What the project knows.
        batches: What is known of each recipe.
        only: Steps; if there are any, `force` concerns only their jobs.
        force: Make jobs anew although their pictures are there.

    Raises:
        Rejected: The ledger is broken.
        OSError: An input file or a picture cannot be read.
    """
    with known.at_once():
        if known.store is not None:
            known.store.learn(_unknown(known, batches))
        jobs = [batch.batch.jobs for batch in batches]
        found = plan_some(known, batches, jobs, only=only, force=force)
        planned = (
            replace(one, orphans=find_orphans(one.known, one.decisions)) for one in found.batches
        )
        return Plan(known, tuple(planned))


def _unknown(known: Known, batches: Sequence[KnownBatch]) -> Iterator[str]:
    """Give the requests of which nothing is known here, those of jobs that need others excepted."""
    for batch in batches:
        for job in batch.batch.jobs:
            digest = digest_of(job, known.project.root, known.hashes, _upstream({}))
            if digest is None or batch.entry(job, digest) is not None:
                continue
            if known.answered(digest) is None:
                yield digest


def plan_some(
    known: Known,
    batches: Sequence[KnownBatch],
    jobs: Sequence[Sequence[Job]],
    *,
    only: Collection[str] = (),
    force: bool = False,
) -> Plan:
    """Decide about some jobs of each recipe, those among them that others need first.

    It looks for no orphans: they are no matter of a few jobs.

    Args:
        known: What the project knows.
        batches: What is known of each recipe.
        jobs: Those of each recipe, in its order.
        only: As for `plan`.
        force: As for `plan`.

    Raises:
        Rejected: The ledger is broken.
        OSError: An input file or a picture cannot be read.
    """
    first: dict[str, tuple[int, str]] = {}
    planned: list[BatchPlan] = []
    for at, (batch, some) in enumerate(zip(batches, jobs, strict=True)):
        made: dict[str, Mapping[int, Picture]] = {}
        decisions: list[Decision] = []
        for job in some:
            forced = force and (not only or job.step in only)
            digest = digest_of(job, known.project.root, known.hashes, _upstream(made))
            decision = decide(batch, job, digest, force=forced)
            if isinstance(decision, Make | Restore) and digest is not None:
                other = first.setdefault(digest, (at, job.key))
                if other != (at, job.key) and not _has_pictures(decision):
                    files = predict(batch, job, digest)
                    decision = Share(job, digest, files, other[1], other[0])
            if isinstance(decision, Keep | Drifted | Restore | Elsewhere):
                made[job.key] = {output.position: output.picture for output in decision.outputs}
            decisions.append(decision)
        planned.append(BatchPlan(batch, tuple(decisions), ()))
    return Plan(known, tuple(planned))


def decide(batch: KnownBatch, job: Job, digest: str | None, *, force: bool = False) -> Decision:
    """Decide about one job.

    Raises:
        Rejected: The ledger is broken.
        OSError: A picture is there but cannot be read.
    """
    known = batch.known
    if digest is None:
        return _make(batch, job, None, _awaited(job), force=force)
    unsaved = known.unsaved(digest)
    if unsaved is not None:
        if unsaved.expires is None or unsaved.expires > time.time():
            files = predict(batch, job, digest)
            return Restore(job, digest, (), files, unsaved, "paid for, but not saved yet")
        reason = "the url of its picture expired before it was fetched"
        return _make(batch, job, digest, reason, force=force)
    if force and not known.is_fresh(digest):
        return _make(batch, job, digest, "forced", force=True)
    found: list[tuple[tuple[Output, ...], dict[str, str | None]]] = []
    for pictures in _remembered(batch, job, digest):
        outputs = tuple([batch.output(job, digest, at, one) for at, one in pictures])
        wrong: dict[str, str | None] = {}
        for output in outputs:
            there = known.present(output.file)
            if there != output.picture.sha256:
                wrong[output.file] = there
        if not wrong:
            return _finish(batch, job, digest, outputs)
        found.append((outputs, wrong))
    if not found:
        return _make(batch, job, digest, _novelty(batch, job, digest))
    for outputs, wrong in reversed(found):  # the ledger's first: its blobs are the surest source
        edited = _edited(batch, wrong)
        if edited:
            return Drifted(job, digest, outputs, edited)
        if all(batch.has(o.picture.sha256) for o in outputs if o.file in wrong):
            files = tuple(output.file for output in outputs)
            reason = "its file is gone" if None in wrong.values() else "its file is another one's"
            if not all(batch.source(o.picture.sha256) for o in outputs if o.file in wrong):
                reason = "another machine made it"
            return Restore(job, digest, outputs, files, None, reason)
    if known.is_paid_elsewhere(digest):
        return Elsewhere(job, digest, found[-1][0])
    return _make(batch, job, digest, "its file is gone, and .pictura/ does not remember it")


def _finish(
    batch: KnownBatch, job: Job, digest: str, outputs: tuple[Output, ...]
) -> Keep | Restore | Drifted:
    """Decide about a job whose pictures are there: what is derived from them may not be."""
    wanted = batch.wishes(job, outputs)
    stale = [wish.file for output, wish in wanted if batch.derived(wish, output) is None]
    if not stale:
        return Keep(job, digest, outputs)
    there = {file: batch.known.present(file) for file in stale}
    edited = tuple(
        file
        for file, found in there.items()
        if found is not None and batch.knows_derived(file) and not batch.has_derived(file, found)
    )
    if edited:
        return Drifted(job, digest, outputs, edited)
    files = tuple(output.file for output in outputs)
    return Restore(job, digest, outputs, files, None, f"{stale[0]} is to be derived anew")


def _remembered(
    batch: KnownBatch, job: Job, digest: str
) -> Iterator[tuple[tuple[int, Picture], ...]]:
    """Give a request's pictures as the lock has them, and then as the ledger does."""
    entry = batch.entry(job, digest)
    if entry is not None and entry.images:
        yield tuple([(image.position, image.picture) for image in entry.images])
    answered = batch.known.answered(digest)
    if answered is not None and answered.pictures:
        yield answered.pictures
    elif entry is None:
        shared = batch.known.shared(digest)
        if shared is not None:
            yield shared.pictures


def predict(batch: KnownBatch, job: Job, digest: str | None) -> tuple[str, ...]:
    """Say where a job's pictures will probably be, relative to the project's root.

    Raises:
        Rejected: The recipe's `save` cannot be expanded.
    """
    ext = extension(usual_format(job.operation, job.request, job.expect.format))
    try:
        return tuple(
            batch.placed(render_save(job, index=i, ext=ext, digest=digest or _UNKNOWN_DIGEST))
            for i in range(job.pictures)
        )
    except TemplateError as error:
        raise Rejected([Diagnostic(error.code, error.message, job.span)]) from error


def find_orphans(batch: KnownBatch, decisions: Sequence[Decision]) -> tuple[Orphan, ...]:
    """Find the lock's jobs that the recipe no longer has and whose files nobody else claims."""
    keys = {job.key for job in batch.batch.jobs}
    strangers = [key for key in batch.lock.jobs if key not in keys]
    if not strangers:
        return ()
    claimed = {file for decision in decisions for file in files_of(decision)}
    claimed |= {
        batch.placed(one.file)
        for decision in decisions
        if decision.job.finish != NOTHING and decision.job.key in batch.lock.jobs
        for one in batch.lock.jobs[decision.job.key].derived
    }
    orphans: list[Orphan] = []
    for key in strangers:
        entry = batch.lock.jobs[key]
        files = [batch.placed(image.file) for image in entry.images]
        files += [batch.placed(one.file) for one in entry.derived if one.sha256]
        left = tuple(f for f in files if f not in claimed and batch.known.present(f) is not None)
        if left:
            orphans.append(Orphan(key, left))
    return tuple(orphans)


def check_path(batch: KnownBatch, job: Job, file: str) -> None:
    """Make sure, before it is written, that a picture's file is inside the project.

    Raises:
        Rejected: It is not.
    """
    relative = batch.relative(file)
    try:
        inside(batch.known.project, batch.batch.folder, relative)
    except OutsideProject as error:
        message = f"`save` gives {relative!r}, which {error}"
        raise Rejected([Diagnostic("save-outside-project", message, job.span)]) from error


def _make(
    batch: KnownBatch, job: Job, digest: str | None, reason: str, *, force: bool = False
) -> Make | Drifted:
    files = predict(batch, job, digest)
    if not force:
        edited = _edited(batch, {file: batch.known.present(file) for file in files})
        if edited:
            return Drifted(job, digest, (), edited)
    # Forced, it is asked anew, whatever comes of the batch.
    lies = None if digest is None or force else batch.known.handed_in(digest)
    handed_in = "" if lies is None else lies.id or lies.batch
    return Make(job, digest, files, cost_of(job), reason, batch_cost_of(job), handed_in)


def _edited(batch: KnownBatch, there: Mapping[str, str | None]) -> tuple[str, ...]:
    return tuple(
        file for file, digest in there.items() if digest is not None and not batch.is_ours(digest)
    )


def _has_pictures(decision: Make | Restore) -> bool:
    return isinstance(decision, Restore) and bool(decision.outputs)


def _upstream(
    made: Mapping[str, Mapping[int, Picture]],
) -> Callable[[Upstream], str | None]:
    def find(upstream: Upstream) -> str | None:
        picture = made.get(upstream.job, {}).get(upstream.picture)
        return None if picture is None else picture.sha256

    return find


def _awaited(job: Job) -> str:
    needed = (upstream_of(source) for _, source in job.inputs)
    names = dict.fromkeys(one.job for one in needed if one is not None)
    return f"waits for {', '.join(names)}"


def _novelty(batch: KnownBatch, job: Job, digest: str) -> str:
    entry = batch.lock.jobs.get(job.key)
    if entry is None:
        return "new"
    if entry.digest != digest:
        return "the request changed"
    return "so far only the emulator drew it" if entry.emulated else "new"
