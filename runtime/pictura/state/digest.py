"""Knows the canonical request of a job and its digest. It does not know what was made before.

It is SHA-256 over the canonical JSON of `{"method", "path", "parameters", "body", "files"}`: the
path is the template, an input file stands in `body` or `parameters` as `{"sha256": …}`, and
`files` lists the places where such stand, so that no literal value can be taken for one.
"""

import os
from collections.abc import Callable, Mapping
from hashlib import sha256

from pictura.job import Job, ProjectFile, Upstream, UpstreamTask
from pictura_core.data import Path, canonical, fill, pointer


class FileHashes:
    """SHA-256 of files, each read once as long as its size and time of change stay the same."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, int, str]] = {}

    def get(self, path: str) -> str:
        """Hash a file.

        Raises:
            OSError: It is not there or cannot be read.
        """
        stat = os.stat(path)
        known = self._known.get(path)
        if known is not None and known[:2] == (stat.st_size, stat.st_mtime_ns):
            return known[2]
        result = hash_file(path)
        self._known[path] = (stat.st_size, stat.st_mtime_ns, result)
        return result


def hash_file(path: str) -> str:
    """Hash a file's bytes with SHA-256, in hexadecimal.

    Raises:
        OSError: It is not there or cannot be read.
    """
    result = sha256()
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            result.update(chunk)
    return result.hexdigest()


def digest_of(
    job: Job, root: str, files: FileHashes, upstream: Callable[[Upstream], str | None]
) -> str | None:
    """Compute a job's digest, in hexadecimal.

    Args:
        job: The job.
        root: The project's root.
        files: The hashes of input files.
        upstream: Gives the SHA-256 of another job's picture, None if it is not made yet.

    Returns:
        None if a picture that the job needs is not made yet.

    Raises:
        OSError: An input file is not there or cannot be read.
    """
    hashes: dict[Path, str] = {}
    for path, source in job.inputs:
        match source:
            case ProjectFile():
                hashes[path] = files.get(os.path.join(root, source.path))
            case Upstream() | UpstreamTask():
                made = upstream(source if isinstance(source, Upstream) else source.upstream)
                if made is None:
                    return None
                hashes[path] = made
    return sha256(canonical(canonical_request(job, hashes))).hexdigest()


def canonical_request(job: Job, hashes: Mapping[Path, str]) -> dict[str, object]:
    """Say what a job asks, without server and key; `hashes` has one for each of its inputs."""
    tasks = {path: one for path, one in job.inputs if isinstance(one, UpstreamTask)}
    request = fill(
        job.request,
        {path: _stands(value, tasks.get(path)) for path, value in hashes.items()},
    )
    names = [parameter.name for parameter in job.operation.parameters]
    if not names and not hashes:  # of most jobs, and there may be a hundred thousand
        method, path = job.operation.method, job.operation.path
        return {"method": method, "path": path, "parameters": {}, "body": request, "files": []}
    return {
        "method": job.operation.method,
        "path": job.operation.path,
        "parameters": {name: value for name, value in request.items() if name in names},
        "body": {name: value for name, value in request.items() if name not in names},
        "files": sorted(pointer(path) for path in hashes),
    }


def _stands(sha256: str, task: UpstreamTask | None) -> dict[str, object]:
    """Say what stands in the place of an input: a task is told by its picture, its id is chance."""
    if task is None:
        return {"sha256": sha256}
    return {"task": sha256, "button": task.button} if task.button else {"task": sha256}
