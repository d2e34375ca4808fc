"""Knows where pictures are to be saved, and that no two of them may be saved to the same place.

It must not know what was made before: digests, and formats that the API chooses, are still unknown
and stand-ins take their places.
"""

from collections.abc import Iterable, Sequence
from os.path import dirname, join, realpath, relpath, sep

from pictura.job import Job, usual_format
from pictura.project import OutsideProject, Project, collision_key, inside
from pictura.recipes.findings import Gathering
from pictura.recipes.template import Template, compile_template, is_template, render_text, spot
from pictura.recipes.vocabulary import TemplateError
from pictura_core.data import Path
from pictura_core.diagnostics import Diagnostic, Note
from pictura_core.document import Document
from pictura_core.source import Span
from pictura_core.tuples import NamedTuple

_EXTENSIONS = {"jpeg": "jpg"}
_MOST = 1000
"""How many pictures of one job are looked at; no API makes as many."""


class Claim(NamedTuple):
    """Who saves to a path.

    Attributes:
        path: The path, relative to the project's root.
        job: The job's key; empty for files that are there already.
        span: Where the recipe says so.
        what: What the path is, for files that are there already.
    """

    path: str
    job: str
    span: Span | None
    what: str = ""


class Claims:
    """Which paths are taken, by all recipes that are validated together."""

    __slots__ = ("_above", "_folders", "_taken")

    def __init__(self) -> None:
        self._taken: dict[tuple[str, str], Claim] = {}
        self._above: dict[tuple[str, str], Claim] = {}
        self._folders: dict[str, bool] = {}

    def protect(self, project: Project, path: str, what: str) -> None:
        """Take a path that no picture may overwrite."""
        claim = Claim(path, "", None, what)
        self._taken.setdefault((project.root, collision_key(path)), claim)

    def take(self, project: Project, path: str, claim: Claim) -> Claim | None:
        """Take a path; gives the claim that was there first, if there was one."""
        key = collision_key(self._real(project, path))
        first = self._taken.setdefault((project.root, key), claim)
        if first is not claim:
            return first
        # What is a file cannot be a folder too: `sea` and `sea/otter.png`.
        above = self._above.get((project.root, key))
        folder = key.rpartition("/")[0]
        while above is None and folder and self._above.get((project.root, folder)) is None:
            above = self._taken.get((project.root, folder))
            self._above[project.root, folder] = claim
            folder = folder.rpartition("/")[0]
        return above

    def _real(self, project: Project, path: str) -> str:
        """Give the path of a file whose folder may be a link to another of the project's."""
        if self._folders.get(join(project.root, dirname(path)), True):
            return path
        return relpath(realpath(join(project.root, path)), project.root).replace(sep, "/")

    def place(self, project: Project, folder: str, path: str) -> str:
        """Give the project-relative path of what a recipe names, as `inside` does, but faster.

        Raises:
            OutsideProject: The path leads out of the project.
        """
        return inside(project, folder, path, self._folders)


class Savings(NamedTuple):
    """The outputs of one step.

    Attributes:
        document: The recipe.
        project: The recipe's project.
        folder: The recipe's folder, relative to the project's root.
        path: Where `save`, or the step without one, stands in the document.
        axes: Names whose values differ between the step's jobs.
    """

    document: Document
    project: Project
    folder: str
    path: Path
    axes: Sequence[str]

    def check(self, jobs: Iterable[Job], claims: Claims, gathering: Gathering) -> None:
        """Take the paths of all jobs' pictures and find those that cannot be had."""
        templates: dict[str, Template | None] = {}
        span = self.document.span(self.path)
        for job in jobs:
            if job.save not in templates:
                # A default path differs from job to job, and so would each be kept.
                templates = {job.save: _compile(job.save)}
            self._check_job(job, templates[job.save], span, claims, gathering)

    def _check_job(
        self,
        job: Job,
        template: Template | None,
        span: Span,
        claims: Claims,
        gathering: Gathering,
    ) -> None:
        values = {**job.values, "ext": _extension(job), "digest": _stand_in(job)}
        previous = None
        text = job.save
        for index in range(min(job.pictures, _MOST)):
            values["index"] = index
            try:
                text = job.save if template is None else render_text(template, values)
                path = claims.place(self.project, self.folder, text)
            except TemplateError as error:
                self._add(gathering, job, error.code, error.message, offset=error.offset)
                return
            except OutsideProject as error:
                message = f"the path {text!r} {error}"
                self._add(gathering, job, "outside-project", message)
                return
            if path == previous:
                message = (
                    f"the job makes {job.pictures} pictures, which would all be saved as {text}; "
                    "add `{{ index }}`"
                )
                self._add(gathering, job, "save-collision", message)
                return
            previous = path
            first = claims.take(self.project, path, Claim(path, job.key, span))
            if first is not None:
                self._collide(gathering, job, text, path, first)
                return

    def _collide(self, gathering: Gathering, job: Job, text: str, path: str, first: Claim) -> None:
        if first.what:
            self._add(gathering, job, "save-collision", f"{text} is {first.what}")
            return
        others = [axis for axis in self.axes if axis not in job.save]
        hint = f"; add `{{{{ {others[0]} }}}}`" if others else ""
        own = first.span is not None and first.span.source == self.document.source
        too = ", which is the same file where the ways to write an accent do not count"
        if path == first.path:
            too = ""
        elif path.casefold() == first.path.casefold():
            too = ", which is the same file where case does not count"
        elif len(path.split("/")) != len(first.path.split("/")):
            too = ", and what is a file cannot be a folder"
        message = f"{first.job} saves to {first.path} too{too}{hint if own else ''}"
        here = first.span == self.document.span(self.path)
        notes = () if here else (Note("it says so here", first.span),)
        self._add(gathering, job, "save-collision", message, notes=notes)

    def _add(
        self,
        gathering: Gathering,
        job: Job,
        code: str,
        message: str,
        *,
        offset: int | None = None,
        notes: tuple[Note, ...] = (),
    ) -> None:
        def cause() -> tuple[Note, ...]:
            return () if job.key == job.step else (Note(f"in job {job.key}"),)

        def make() -> Diagnostic:
            span = self.document.span(self.path)
            if offset is not None:
                span = spot(span, job.save, offset)
            return Diagnostic(code, message, span, notes=notes)

        gathering.add((code, self.path, offset), make, cause)


def _compile(text: str) -> Template | None:
    return compile_template(text) if is_template(text) else None


def _extension(job: Job) -> str:
    format_ = job.expect.format or usual_format(job.operation, job.request)
    return _EXTENSIONS.get(format_, format_)


def _stand_in(job: Job) -> str:
    """Give what looks like a digest and is different for each job."""
    if "digest" not in job.save:
        return ""
    from hashlib import sha256  # noqa: PLC0415 - few recipes save by digest

    return sha256(job.key.encode("utf-8", "surrogatepass")).hexdigest()
