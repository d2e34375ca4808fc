"""The official suite over the modules as they are written out, both faces of each."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple, Protocol

import pytest

from pictura_codegen.schema.standalone import write_source


class Suite(Protocol):
    """What the fixtures give."""

    tests: Path
    remotes: Path


class Part(NamedTuple):
    """A part of the suite, with the number of tests in the package's copy and in the newer one."""

    draft: str
    folder: str
    dialect: str
    formats: bool
    packed: int
    newer: int


PARTS = (
    Part("draft2020-12", "", "2020-12", formats=False, packed=1257, newer=1299),
    Part("draft7", "", "draft7", formats=False, packed=913, newer=927),
    Part("draft4", "", "draft4", formats=False, packed=610, newer=618),
    Part("draft2020-12", "optional/format", "2020-12", formats=True, packed=491, newer=764),
    Part("draft7", "optional/format", "draft7", formats=True, packed=434, newer=676),
    Part("draft4", "optional/format", "draft4", formats=True, packed=153, newer=219),
)


class Case(NamedTuple):
    """A schema with its tests."""

    name: str
    schema: object
    tests: tuple[dict[str, object], ...]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.draft}/{part.folder}".strip("/"))
@pytest.mark.parametrize("copy", ["packed", "newer"])
def test_every_test_of_the_suite_passes_in_both_faces(
    copy: str,
    part: Part,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    """A written-out module answers every test of its draft as the suite does, in both faces."""
    suite: Suite = request.getfixturevalue(f"{copy}_suite")
    cases = list(_cases(suite.tests / part.draft / part.folder))
    registry = _remotes(suite.remotes, part.draft)
    modules = _write(cases, part, registry, tmp_path)
    passed = 0
    failed: list[str] = []
    for case, module in zip(cases, modules, strict=True):
        is_valid: Callable[[object], object] = module.is_valid
        check: Callable[[object], Iterator[object]] = module.check
        for test in case.tests:
            answers = (is_valid(test["data"]), not list(check(test["data"])))
            if answers == (test["valid"], test["valid"]):
                passed += 1
            else:
                failed.append(f"{case.name}: {test['description']}: {answers}")
    what = "formats, asserted" if part.formats else "required"
    source = "the package's copy" if copy == "packed" else "the newer copy"
    counted = f"{part.dialect} {what}: {passed:,} of {passed + len(failed):,}"
    record_property("told", f"official JSON Schema test suite, {source}: {counted}")
    assert not failed, "\n".join(failed)
    if copy == "packed":
        assert passed == part.packed
    else:
        # A clone of the suite may be newer still.
        assert passed >= part.newer


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
