"""Knows JUnit's XML, which continuous integration shows as tests. It writes nothing else.

A recipe is a suite, a job a case. There is no standard; the elements are those that Jenkins,
GitLab and GitHub's reporters read.
"""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pictura.events import Event, JobEnded, Summary
from pictura.state.durable import write_whole

# What XML 1.0 (2.2) cannot hold even as a reference.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Junit:
    """Gathers jobs, and writes the file when the run has ended."""

    __slots__ = ("_jobs", "_path")

    def __init__(self, path: str) -> None:
        self._path = path
        self._jobs: list[JobEnded] = []

    def show(self, event: Event) -> None:
        """Take one event.

        Raises:
            OSError: The file cannot be written.
        """
        match event:
            case JobEnded():
                self._jobs.append(event)
            case Summary():
                write_whole(self._path, render_junit(self._jobs))
            case _:
                pass

    def close(self) -> None:
        """Do nothing: the file is written with the summary."""


def render_junit(jobs: Sequence[JobEnded]) -> bytes:
    """Write jobs as JUnit XML."""
    root = Element("testsuites", name="pictura")
    suites: dict[str, list[JobEnded]] = {}
    for job in jobs:
        suites.setdefault(job.source, []).append(job)
    for source, members in suites.items():
        suite = SubElement(
            root,
            "testsuite",
            name=_clean(source),
            tests=str(len(members)),
            failures=str(sum(job.status == "failed" for job in members)),
            skipped=str(sum(job.status == "skipped" for job in members)),
            errors="0",
            time=f"{sum(job.seconds for job in members):.3f}",
        )
        for job in members:
            _add_case(suite, job)
    indent(root)
    text = tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _add_case(suite: Element, job: JobEnded) -> None:
    case = SubElement(
        suite,
        "testcase",
        name=_clean(job.job),
        classname=_clean(f"{job.recipe}.{job.step}"),
        time=f"{job.seconds:.3f}",
    )
    if job.status == "failed":
        failure = SubElement(case, "failure", type=_clean(job.code), message=_clean(job.reason))
        failure.text = _clean(job.hint)
    elif job.status == "skipped":
        SubElement(case, "skipped", message=_clean(job.reason))
    if job.files:
        SubElement(case, "system-out").text = _clean("\n".join(job.files))


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
