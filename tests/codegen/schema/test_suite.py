"""The official suite over the modules as they are written out, both faces of each."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple, Protocol

import pytest

from pictura_codegen.schema.standalone import write_source


class Suite(Protocol):
    """What the fixture gives."""

    tests: Path
    remotes: Path
    pinned: bool


class Part(NamedTuple):
    """A part of the suite, and how many tests the pinned copy has in it."""

    draft: str
    folder: str
    dialect: str
    formats: bool
    total: int


PARTS = (
    Part("draft2020-12", "", "2020-12", formats=False, total=1257),
    Part("draft7", "", "draft7", formats=False, total=913),
    Part("draft4", "", "draft4", formats=False, total=610),
    Part("draft2020-12", "optional/format", "2020-12", formats=True, total=491),
    Part("draft7", "optional/format", "draft7", formats=True, total=434),
    Part("draft4", "optional/format", "draft4", formats=True, total=153),
)


class Case(NamedTuple):
    """A schema with its tests."""

    name: str
    schema: object
    tests: tuple[dict[str, object], ...]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.draft}/{part.folder}".strip("/"))
def test_every_test_of_the_suite_passes_in_both_faces(
    part: Part, suite: Suite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A written-out module answers every test of its draft as the suite does, in both faces."""
    cases = list(_cases(suite.tests / part.draft / part.folder))
    registry = _remotes(suite.remotes, part.draft)
    modules = _write(cases, part, registry, tmp_path)
    passed: Counter[str] = Counter()
    failed: list[str] = []
    for case, module in zip(cases, modules, strict=True):
        is_valid: Callable[[object], object] = module.is_valid
        check: Callable[[object], Iterator[object]] = module.check
        for test in case.tests:
            answers = (is_valid(test["data"]), not list(check(test["data"])))
            if answers == (test["valid"], test["valid"]):
                passed[part.draft] += 1
            else:
                failed.append(f"{case.name}: {test['description']}: {answers}")
    with capsys.disabled():
        total = passed[part.draft] + len(failed)
        # The count is what a reader of the log wants to know.
        sys.stdout.write(
            f"\n{part.draft} {part.folder or 'required'}: {passed[part.draft]} of {total}"
        )
    assert not failed, "\n".join(failed)
    if suite.pinned:
        assert passed[part.draft] == part.total


def _cases(folder: Path) -> Iterator[Case]:
    for path in sorted(folder.glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            name = f"{path.stem}: {case['description']}"
            yield Case(name, case["schema"], tuple(case["tests"]))


def _remotes(folder: Path, draft: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*.json")):
        name = path.relative_to(folder).as_posix()
        if not name.startswith("draft") or name.startswith(f"{draft}/"):
            document = json.loads(path.read_text(encoding="utf-8"))
            found[f"http://localhost:1234/{name}"] = document
    return found


def _write(
    cases: list[Case], part: Part, registry: dict[str, object], folder: Path
) -> list[ModuleType]:
    """Write all modules, format them in one go, import them."""
    for number, case in enumerate(cases):
        text = write_source(
            case.schema,
            dialect=part.dialect,
            registry=registry,
            assert_formats=part.formats,
            doc="A case of the suite.",
        )
        (folder / f"case_{number}.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "format", "--quiet", "--isolated", str(folder)]
    subprocess.run(command, check=True)
    return [_load(folder / f"case_{number}.py") for number in range(len(cases))]


def _load(path: Path) -> ModuleType:
    module = ModuleType(path.stem)
    code = compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True)
    exec(code, module.__dict__)  # noqa: S102 - what was written is what is tested
    return module
