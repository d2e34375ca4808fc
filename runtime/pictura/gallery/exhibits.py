"""Knows what is shown: each picture of a recipe, with everything that is known of it.

It must not know how it is shown.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from pictura.decisions import BatchPlan, Decision, Drifted, Elsewhere, Keep, Make, Restore, Share
from pictura.gallery.axes import Axes, axes_of
from pictura.pictures import Picture
from pictura.recipes.said import request_texts
from pictura.state.known_batch import KnownBatch, Output
from pictura_core.tuples import NamedTuple

State: TypeAlias = Literal["kept", "edited", "restorable", "missing"]
"""In its file; edited there since; paid for but not in its file; not made."""


class Exhibit(NamedTuple):
    """One picture, or the place of one that is not there.

    Attributes:
        recipe: The recipe's name.
        step: The step's id.
        job: The job's key.
        position: Which of the job's pictures, counted from 0.
        axes: The names and values by which the job differs from others of its step.
        state: Whether it is where it belongs.
        file: Where it belongs, relative to the project's root; empty if nobody knows yet.
        source: The absolute path of its bytes, None if they are nowhere.
        picture: What it is, None if it was never made.
        prompt: The text it was asked for with, empty if the request has none.
        parameters: Everything else that the request says, as texts.
        operation: Which was called.
        digest: Of the request, empty if it is not known yet.
        cost_usd: Its share of what the request cost, None if nobody says.
        made: When, in seconds since 1970; None if the ledger does not know.
        emulated: Whether the emulator drew it.
    """

    recipe: str
    step: str
    job: str
    position: int
    axes: Axes
    state: State
    file: str
    source: str | None
    picture: Picture | None
    prompt: str
    parameters: tuple[tuple[str, str], ...]
    operation: str
    digest: str
    cost_usd: float | None
    made: float | None
    emulated: bool


class Collection(NamedTuple):
    """What one recipe has made, or is to make.

    Attributes:
        recipe: Its name.
        file: As the person typed it.
        exhibits: In the order of its jobs.
        orphans: How many files belong to jobs that the recipe no longer has.
    """

    recipe: str
    file: str
    exhibits: tuple[Exhibit, ...]
    orphans: int


def collect(planned: BatchPlan, times: Mapping[str, float]) -> Collection:
    """Gather what there is to show of a recipe.

    Args:
        planned: What a run would do with it.
        times: When requests were answered, by digest.

    Raises:
        OSError: A picture is there but cannot be read.
    """
    known = planned.known
    exhibits = [
        exhibit for decision in planned.decisions for exhibit in _exhibits(known, decision, times)
    ]
    orphans = sum(len(orphan.files) for orphan in planned.orphans)
    return Collection(known.batch.recipe, known.batch.file, tuple(exhibits), orphans)


def _exhibits(
    known: KnownBatch, decision: Decision, times: Mapping[str, float]
) -> Iterator[Exhibit]:
    job, digest = decision.job, decision.digest or ""
    entry = known.entry(job, digest) if digest else None
    prompt, parameters = request_texts(job)
    blank = Exhibit(
        job.recipe, job.step, job.key, 0, axes_of(job.key), "missing", "", None, None, prompt,
        parameters, job.operation.id, digest, None, times.get(digest), False,
    )  # fmt: skip
    if entry is not None:
        each = None if entry.cost_usd is None else entry.cost_usd / max(len(entry.images), 1)
        blank = blank._replace(cost_usd=each, emulated=entry.emulated)
    match decision:
        case Keep(outputs=outputs):
            yield from (_shown(known, blank, output, "kept") for output in outputs)
        case Drifted(outputs=(_, *_) as outputs, edited=edited):
            for output in outputs:
                state: State = "edited" if output.file in edited else "kept"
                yield _shown(known, blank, output, state)
        case Restore(outputs=(_, *_) as outputs):
            yield from (_shown(known, blank, output, "restorable") for output in outputs)
        case Make(files=files) | Share(files=files) | Restore(files=files):
            yield from (blank._replace(position=at, file=file) for at, file in enumerate(files))
        case Elsewhere(outputs=outputs):
            yield from (_shown(known, blank, output, "missing") for output in outputs)
        case Drifted(edited=edited):
            yield from (blank._replace(position=at, file=file) for at, file in enumerate(edited))


def _shown(known: KnownBatch, blank: Exhibit, output: Output, state: State) -> Exhibit:
    here = known.known.absolute(output.file) if state == "kept" else None
    return blank._replace(
        position=output.position,
        state=state,
        file=output.file,
        source=here or known.source(output.picture.sha256),
        picture=output.picture,
    )
