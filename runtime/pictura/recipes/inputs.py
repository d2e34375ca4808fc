"""Knows the pictures that a recipe names as input: where they lie, and whether they are pictures.

It must not know requests. Each file is looked at once, however many jobs name it.
"""

import os
from os.path import basename, dirname, join

from pictura.project import OutsideProject, Project, inside
from pictura_core.inputs import Facts
from pictura_core.tuples import NamedTuple

_MAXIMUM_BYTES = 256 * 1024 * 1024


class NoInput(NamedTuple):
    """Why a file cannot be an input."""

    code: str
    message: str


class Found(NamedTuple):
    """A picture of the project.

    Attributes:
        path: Relative to the project's root, with slashes.
        facts: What its bytes tell.
    """

    path: str
    facts: Facts


class Inputs:
    """The input files of one recipe."""

    __slots__ = ("_folder", "_known", "_project")

    def __init__(self, project: Project, folder: str) -> None:
        self._project = project
        self._folder = folder
        self._known: dict[str, Found | NoInput] = {}

    def find(self, path: str) -> Found | NoInput:
        """Give a picture with what its bytes tell, or why it cannot be used.

        Args:
            path: As written: relative to the recipe's folder.
        """
        found = self._known.get(path)
        if found is None:
            found = self._known[path] = self._look(path)
        return found

    def files(self) -> list[str]:
        """Give every picture that was found, relative to the project's root."""
        return [found.path for found in self._known.values() if isinstance(found, Found)]

    def _look(self, path: str) -> Found | NoInput:
        if path.startswith(("http://", "https://", "data:")):
            message = (
                "an input is a file of the project, not a url; save the picture beside the recipe"
            )
            return NoInput("not-a-file", message)
        try:
            relative = inside(self._project, self._folder, path)
        except OutsideProject as error:
            return NoInput("outside-project", f"the path {path!r} {error}")
        full = join(self._project.root, relative)
        try:
            if os.path.isdir(full):
                return NoInput("not-a-file", f"{path!r} is a folder, not a picture")
            if os.path.exists(full) and not os.path.isfile(full):
                return NoInput("not-a-file", f"{path!r} is a pipe or a device, not a picture")
            with open(full, "rb") as file:
                content = file.read(_MAXIMUM_BYTES)
        except FileNotFoundError:
            return NoInput("file-not-found", f"there is no file {path!r}{_beside(full)}")
        except OSError as error:
            return NoInput("unreadable-file", f"{path!r} cannot be read: {error.strerror}")
        from pictura.pictures import NoPicture, recognise  # noqa: PLC0415 - few recipes have inputs

        try:
            format_, width, height = recognise(content)
        except NoPicture as error:
            return NoInput("not-a-picture", f"{path!r} is not a picture: {error}")
        return Found(relative, Facts(format_, width, height, len(content)))


def _beside(full: str) -> str:
    from pictura.suggestion import meant  # noqa: PLC0415 - only a finding needs it

    try:
        return meant(basename(full), os.listdir(dirname(full)))
    except OSError:
        return ""
