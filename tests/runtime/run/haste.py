"""Runs in this process, against the counting server, of tasks that are asked about in haste."""

import json
import struct

from tests.runtime.run.conftest import Answer, Project

from ezlink.table import API
from pictura.events import Event, JobEnded, JobProgresses, Summary
from pictura.project import Project as Root
from pictura.recipes.expand import load_batches
from pictura.run.session import Options, Work, run_project
from pictura.run.tries import Tries
from pictura_core.diagnostics import Severity
from pictura_core.operation import Api, Operation


def hasty(operation: Operation[object]) -> Operation[object]:
    """Let an operation's task be asked about without waiting."""
    task = operation.task
    if task is None:
        return operation
    return operation._replace(task=task._replace(interval=0.01, minimum=0.0, longest=0.02))


QUICK: Api = API._replace(operations={name: hasty(one) for name, one in API.operations.items()})


class Done:
    """What became of a run."""

    def __init__(self, summary: Summary, events: list[Event]) -> None:
        self.summary = summary
        self.jobs = {one.job: one for one in events if isinstance(one, JobEnded)}
        self.progress = [one for one in events if isinstance(one, JobProgresses)]


def run(project: Project, api: Api = QUICK, *, force: bool = False) -> Done:
    """Run the recipe in this process."""
    batches, findings = load_batches([str(project.root / "otters.yaml")])
    wrong = [one for one in findings if one.severity is Severity.ERROR]
    assert not wrong, wrong
    batch = batches[0]
    jobs = tuple(job._replace(operation=api.operations[job.operation.id]) for job in batch.jobs)
    work = Work(Root(str(project.root)), (batch._replace(jobs=jobs),), api, project.server.url, "k")
    events: list[Event] = []
    options = Options(tries=Tries(base=0.01), force=force)
    return Done(run_project(work, options, events.append), events)


def box(kind: bytes, content: bytes) -> bytes:
    """Write a box of an MP4 file."""
    return struct.pack(">I", 8 + len(content)) + kind + content


def film(width: int = 64, height: int = 48) -> bytes:
    """Write the frame of an MP4 film, without any picture in it."""
    header = bytes(76) + struct.pack(">II", width << 16, height << 16)
    movie = box(b"moov", box(b"mvhd", bytes(100)) + box(b"trak", box(b"tkhd", header)))
    return box(b"ftyp", b"isom\0\0\2\0isommp41") + movie + box(b"mdat", b"otters")


def wav() -> bytes:
    """Write a second of silence."""
    form = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    body = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", 8000)
    return b"RIFF" + struct.pack("<I", len(body) + 8000) + body + bytes(8000)


def told(**members: object) -> Answer:
    """Answer with JSON."""
    return Answer(json.dumps(members).encode())


def step(uses: str, request: str, *, save: str = "images/otter.{{ ext }}", more: str = "") -> str:
    """Write a recipe of one step."""
    return f"""\
recipe: otters
steps:
  - id: otter
    uses: {uses}
    with: {request}
    save: {save}
{more}"""
