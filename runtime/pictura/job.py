"""Knows what a recipe asks for, job by job. It knows no file, no network and no state of a run.

A recipe has steps, a step expands into jobs, a job is one request and makes one or more pictures.
"""

from collections.abc import Mapping
from typing import TypeAlias

from pictura_core.data import Path
from pictura_core.operation import Operation
from pictura_core.source import Span
from pictura_core.tuples import NamedTuple


class ProjectFile(NamedTuple):
    """An input file of the project.

    Attributes:
        path: Relative to the project's root, with slashes.
        span: Where the recipe names it.
    """

    path: str
    span: Span


class Upstream(NamedTuple):
    """A picture that another job of the recipe makes.

    Attributes:
        job: That job's key.
        picture: Which of its pictures, counted from 0.
    """

    job: str
    picture: int


class UpstreamTask(NamedTuple):
    """The task that another job's picture comes from, or a button of it.

    Attributes:
        upstream: The picture; what is asked depends on it, not on the task's id, which is chance.
        button: The button's name; empty for the task's id.
    """

    upstream: Upstream
    button: str = ""

    def __str__(self) -> str:
        """Refuse: a text made of what is not known yet would be wrong.

        Raises:
            ValueError: Always.
        """
        message = "a task, and its buttons, are known only in a run"
        raise ValueError(message)


class UpstreamButtons:
    """The buttons of a task, by whatever names they will turn out to have.

    Args:
        upstream: The picture that the task made.
    """

    __slots__ = ("_upstream",)

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream

    def __getitem__(self, name: str) -> UpstreamTask:
        """Give a button."""
        return UpstreamTask(self._upstream, str(name))


Input: TypeAlias = ProjectFile | Upstream | UpstreamTask


def upstream_of(source: Input) -> Upstream | None:
    """Give the picture of another job that an input needs, None if it needs none."""
    match source:
        case ProjectFile():
            return None
        case Upstream():
            return source
        case UpstreamTask():
            return source.upstream


class Expectation(NamedTuple):
    """What a picture has to be; None where the recipe does not say.

    Attributes:
        format: `png`, `jpeg` or `webp`.
        width: In pixels.
        height: In pixels.
        min_bytes: At least so many.
        max_bytes: At most so many.
        not_blank: Whether it has to show more than one colour.
        similar_to: The file of a picture that it has to look like, relative to the project's root;
            empty if none.
        max_distance: How differently it may look from that one, 0 for alike, 1 for opposite.
    """

    format: str | None = None
    width: int | None = None
    height: int | None = None
    min_bytes: int | None = None
    max_bytes: int | None = None
    not_blank: bool = False
    similar_to: str = ""
    max_distance: float = 0.2


class Finish(NamedTuple):
    """What is derived from each picture and lies beside it.

    Attributes:
        convert: `png`, `jpeg` or `webp`; empty if it keeps its format.
        width: Pixels that a derived picture may have, None for any number.
        height: The same from top to bottom.
        thumbnail: Pixels of the longer side of a small one, None if there is to be none.
        provenance: `sidecar` or `embed`; empty if neither.
    """

    convert: str = ""
    width: int | None = None
    height: int | None = None
    thumbnail: int | None = None
    provenance: str = ""


class Job(NamedTuple):
    """One request that a recipe asks for.

    Attributes:
        key: Unique in the recipe and readable: `portrait[mood=calm,style=vivid]`; an `each` job
            carries its upstream picture, `night[portrait[mood=calm,style=vivid]#0]`.
        recipe: The recipe's name.
        step: The step's id.
        operation: What to call.
        request: The expanded `with`, parameters and body fields alike; where an input file stands,
            the value is an `Input`.
        inputs: Every input of the request with its path in it.
        values: The names that `save` may use, except index, ext and digest.
        save: The template of the output path, relative to the recipe's folder.
        pictures: How many it asks for.
        expect: What each picture has to be.
        span: Where the step stands.
        finish: What is derived from each picture.
    """

    key: str
    recipe: str
    step: str
    operation: Operation[object]
    request: Mapping[str, object]
    inputs: tuple[tuple[Path, Input], ...]
    values: Mapping[str, object]
    save: str
    pictures: int
    expect: Expectation
    span: Span
    finish: Finish = Finish()


class Limits(NamedTuple):
    """What a run may use; None where the recipe does not say."""

    concurrency: int | None = None
    images_per_minute: float | None = None
    budget: float | None = None
    requests_per_minute: float | None = None


class Batch(NamedTuple):
    """All the jobs of one recipe, upstream before downstream.

    Attributes:
        recipe: The recipe's name.
        file: The recipe's path as the person typed it.
        folder: The recipe's folder, relative to the project's root, with slashes; empty if it
            is the root.
        api: The name of the generated package.
        limits: As the recipe gives them.
        jobs: In the order of steps and of their expansion.
    """

    recipe: str
    file: str
    folder: str
    api: str
    limits: Limits
    jobs: tuple[Job, ...]


_USUAL = {"image": "png", "video": "mp4", "audio": "mp3"}


def usual_format(
    operation: Operation[object], request: Mapping[str, object], expected: str | None = None
) -> str:
    """Say in which format a request is probably answered.

    That is what it asks for; else what is expected, if anything is; else the usual one.
    """
    images = operation.images
    if images is None:
        return expected or "png"
    asked: object = None
    if images.format:
        asked = request.get(images.format) or images.defaults.get(images.format)
    if isinstance(asked, str):
        return "jpeg" if asked == "jpg" else asked
    return expected or _USUAL[images.sources[0].media if images.sources else "image"]
