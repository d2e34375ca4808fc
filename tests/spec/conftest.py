"""The specifications as plain values, and jsonschema as the oracle over them."""

import os
from functools import cache
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from pictura_core import document

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")


class Specification(NamedTuple):
    """Every file of a folder of `spec/` by its name."""

    files: dict[str, Any]
    registry: Registry[Any]

    def validator(self, reference: str) -> Draft202012Validator:
        """Give the oracle for a schema, named as `$ref` would name it."""
        return Draft202012Validator({"$ref": reference}, registry=self.registry)

    def follow(self, value: Any, file: str) -> tuple[Any, str]:
        """Give what a value refers to, and in which file, as long as it refers."""
        while isinstance(value, dict) and "$ref" in value:
            target, _, pointer = value["$ref"].partition("#")
            file = target or file
            value = self.files[file]
            for step in pointer.split("/")[1:]:
                value = value[step.replace("~1", "/").replace("~0", "~")]
        return value, file


def load(path: str) -> Any:
    """Read a YAML file of the repository."""
    return document.load(document.read_source(os.path.join(ROOT, path))).value


@cache
def read_specification(folder: str) -> Specification:
    """Read all files of a folder of `spec/`."""
    names = sorted(os.listdir(os.path.join(ROOT, "spec", folder)))
    files = {name: load(f"spec/{folder}/{name}") for name in names if name.endswith(".yaml")}
    resources = [(name, DRAFT202012.create_resource(text)) for name, text in files.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    return Specification(files, registry)


@pytest.fixture(scope="session")
def specification() -> Specification:
    """Give the gateway's specification."""
    return read_specification("ezlink")


@pytest.fixture(scope="session")
def openai() -> Specification:
    """Give the specification of OpenAI's images."""
    return read_specification("openai")


@pytest.fixture(scope="session", params=["ezlink", "openai"])
def each(request: pytest.FixtureRequest) -> Specification:
    """Give one specification after the other."""
    return read_specification(request.param)


@pytest.fixture(scope="session")
def extensions() -> Any:
    """Give the schema of the specification extensions."""
    return load("codegen/pictura_codegen/extensions.schema.yaml")


@pytest.fixture(scope="session")
def frame() -> Draft202012Validator:
    """Give the oracle for a recipe's frame."""
    return Draft202012Validator(load("spec/recipe.yaml"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for `row` every row of the tables that its module names as ROWS."""
    if "row" in metafunc.fixturenames:
        rows = [
            (operation, row)
            for operation, path in metafunc.module.ROWS.items()
            for row in load(path)
        ]
        ids = [f"{operation}: {row['says']}" for operation, row in rows]
        metafunc.parametrize(("operation", "row"), rows, ids=ids)
