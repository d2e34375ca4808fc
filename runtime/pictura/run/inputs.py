"""Knows how what a request needs is found: files, pictures of other jobs, tasks; and looked at.

It sends nothing: what is wrong with an input is said before anything is asked or paid for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from pictura.job import Job, ProjectFile, Upstream, UpstreamTask
from pictura.media import FILMS, SOUNDS
from pictura.pictures import NoPicture, Picture, extension, recognise
from pictura.recipes.places import FilePlaces, wrong_with
from pictura.run.ends import Trouble
from pictura.state.known_batch import KnownBatch
from pictura_core.data import Path, fill
from pictura_core.inputs import Facts
from pictura_core.wire import File


@dataclass(frozen=True, slots=True)
class Ready:
    """What stands in a request besides its own words.

    Attributes:
        files: Each input file, by its place.
        values: What is known only now, by its place: ids of tasks, and their buttons.
    """

    files: Mapping[Path, File]
    values: Mapping[Path, str | int] = field(default_factory=dict[Path, str | int])


def find_inputs(
    known: KnownBatch, job: Job, upstream: Mapping[Upstream, Picture]
) -> Ready | Trouble:
    """Find each input's bytes, or value.

    Args:
        known: What is known of the recipe.
        job: Whose inputs they are.
        upstream: The pictures of other jobs that it needs.

    Raises:
        OSError: A file cannot be read.
    """
    files: dict[Path, File] = {}
    values: dict[Path, str | int] = {}
    for path, source in job.inputs:
        match source:
            case ProjectFile():
                files[path] = FilePath(known.known.absolute(source.path))
            case Upstream():
                found = _file(known, source, upstream[source])
                if isinstance(found, Trouble):
                    return found
                files[path] = found
            case UpstreamTask():
                value = _told(known, source, upstream[source.upstream])
                if isinstance(value, Trouble):
                    return value
                values[path] = value
    return _wrong(known, job, upstream) or Ready(files, values)


def media_type(format_: str) -> str:
    """Give the media type of a format, as `recognise` names it."""
    kind = "video" if format_ in FILMS else "audio" if format_ in SOUNDS else "image"
    return f"{kind}/{ {'mov': 'quicktime', 'mp3': 'mpeg', 'm4a': 'mp4'}.get(format_, format_) }"


def _file(known: KnownBatch, source: Upstream, picture: Picture) -> File | Trouble:
    file = known.source(picture.sha256)
    if file is None:
        reason = (
            f"not asked: the bytes of {source.job}'s picture are gone:"
            " its file was edited, and .pictura/ does not remember it"
        )
        return Trouble("skipped", "input-gone", reason)
    name = f"{picture.sha256[:12]}.{extension(picture.format)}"
    return (name, FilePath(file), media_type(picture.format))


def _told(known: KnownBatch, source: UpstreamTask, picture: Picture) -> str | int | Trouble:
    """Give a task's id, or what a button of it stands for."""
    ledger, job = known.known.ledger, source.upstream.job
    task = None
    if ledger is not None:
        task = ledger.task(picture.sha256, emulated=known.known.emulated)
    if task is None:
        reason = f"not asked: .pictura/ does not remember the task of {job}; it was made elsewhere"
        hint = "--only STEP --force makes it anew, which pays again"
        return Trouble("skipped", "task-unknown", reason, hint)
    if not source.button:
        return task.task
    buttons = dict(task.buttons)
    if source.button not in buttons:
        there = f"; it has {', '.join(buttons)}" if buttons else ""
        reason = f"not asked: the task of {job} has no button {source.button!r}{there}"
        return Trouble("failed", "no-button", reason)
    return buttons[source.button]


def _wrong(known: KnownBatch, job: Job, upstream: Mapping[Upstream, Picture]) -> Trouble | None:
    """Hold pictures that were made against what the operation asks of them.

    Files of the project were looked at before the run; what is made is known only now.
    """
    made = {path: source for path, source in job.inputs if isinstance(source, Upstream)}
    places = FilePlaces(job.operation)
    if not made or places.is_empty:
        return None
    given = {path: source for path, source in job.inputs if isinstance(source, ProjectFile)}
    facts = {path: _facts(upstream[source]) for path, source in made.items()}
    for path, source in given.items():
        facts[path] = _read_facts(known.known.absolute(source.path))
    request = fill(job.request, {path: source.path for path, source in given.items()})
    for place in places.find(request):
        for wrong in wrong_with(place, facts, request):
            whose = made[place.path].job if place.path in made else given[place.path].path
            reason = f"not asked: the picture of {whose} {wrong}"
            hint = "change the step that makes it, or put one between that makes it fit"
            return Trouble("failed", "wrong-input", reason, hint, "final")
    return None


def _facts(picture: Picture) -> Facts:
    return Facts(picture.format, picture.width, picture.height, picture.bytes)


def _read_facts(file: str) -> Facts:
    content = FilePath(file).read_bytes()
    try:
        return Facts(*recognise(content), len(content))
    except NoPicture:
        return Facts("", 0, 0, len(content))
