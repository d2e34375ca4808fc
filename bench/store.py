"""Measure what a store costs a run, and how fast another machine restores from it.

A server that answers at once stands for the API, and one that speaks S3 for the store, each in a
process or thread of its own on this machine: the figures say what Pictura costs, not what a network
does.

    python bench/store.py [--jobs 1000] [--concurrency 32]
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.runtime.run.buckets import Buckets
from tests.runtime.run.conftest import Project, Server, many


def main() -> int:
    """Print the figures; 1 if one is not as it has to be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--jobs", type=int, default=1000)
    parser.add_argument("--concurrency", type=int, default=32)
    chosen = parser.parse_args()
    jobs: int = chosen.jobs
    words = ("run", "otters.yaml", "--json", "--concurrency", str(chosen.concurrency))
    server, buckets = Server(), Buckets()
    try:
        with tempfile.TemporaryDirectory(prefix="pictura-bench-store-") as folder:
            plain, first, second = (_project(Path(folder, name), server, jobs) for name in "abc")
            variables = {"PICTURA_STORE": "s3://otters/bench", **buckets.variables}
            without = _timed(plain, "made", jobs, *words)
            before = buckets.count()
            shared = _timed(first, "made", jobs, *words, **variables)
            brought = buckets.count() - before
            before = buckets.count()
            began = time.perf_counter()
            assert second.pictura("plan", "otters.yaml", **variables).status == 0
            planned, asked = time.perf_counter() - began, buckets.count() - before
            before = buckets.count()
            restored = _timed(second, "restored", jobs, *words, **variables)
            fetched = buckets.count() - before
            is_same = second.pictures() == first.pictures()
    finally:
        server.close()
        buckets.stop()
    print(f"{jobs:,} jobs, {chosen.concurrency} at once")
    print(f"run without a store    {without:8.1f} s  {jobs / without:8.0f} pictures/s")
    print(f"run with a store       {shared:8.1f} s  {jobs / shared:8.0f} pictures/s", end="")
    print(f"  {brought / jobs:.2f} requests a picture")
    print(f"plan of another        {planned:8.1f} s  {asked / jobs:17.2f} requests a picture")
    print(f"run of another         {restored:8.1f} s  {jobs / restored:8.0f} pictures/s", end="")
    print(f"  {fetched / jobs:.2f} requests a picture")
    print(f"asked of the API       {len(server.posts):,} (of {2 * jobs:,})")
    print(f"the same pictures      {'yes' if is_same else 'no'}")
    return 0 if is_same and len(server.posts) == 2 * jobs else 1


def _project(root: Path, server: Server, jobs: int) -> Project:
    root.mkdir()
    project = Project(root, server)
    project.write(many(jobs))
    return project


def _timed(project: Project, what: str, jobs: int, *words: str, **variables: str) -> float:
    began = time.perf_counter()
    done = project.pictura(*words, **variables)
    seconds = time.perf_counter() - began
    assert done.status == 0, done.err
    assert done.summary[what] == jobs, done.summary
    return seconds


if __name__ == "__main__":
    sys.exit(main())
