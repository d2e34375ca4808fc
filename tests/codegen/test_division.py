"""Holds divided packages to loading what is used, changing where something changed, and no more."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest

from pictura_codegen.cli import main

ROOT = Path(__file__).parents[2]
Spec = dict[str, object]
KINDS = ("models", "validators", "table", "operations", "client", "async_client")

NODE: Spec = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "maxLength": 9},
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/TreeNode"}},
        "owner": {"$ref": "#/components/schemas/Owner"},
    },
}
OWNER: Spec = {
    "type": "object",
    "properties": {"tree": {"$ref": "#/components/schemas/TreeNode"}, "models": {"type": "string"}},
}


def _operation(tag: str, number: int, *, tagged: bool) -> Spec:
    own: Spec = {"$ref": f"#/components/schemas/Thing{tag}{number}"}
    found: Spec = {
        "operationId": f"change{tag}{number}",
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 9}},
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": own}}},
        "responses": {
            "200": {
                "description": "It.",
                "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/TreeNode"}}
                },
            }
        },
    }
    return {**found, "tags": [tag]} if tagged else found


def _spec(tags: int, each: int, *, tagged: bool = True, with_schemas: bool = True) -> Spec:
    """Write a document; each operation has a schema of its own, and all of them share two."""
    names = [f"Tag{chr(ord('A') + index)}" for index in range(tags)]
    schemas: Spec = {"TreeNode": NODE, "Owner": OWNER}
    paths: Spec = {}
    for tag in names:
        for number in range(each):
            path = f"/v1/{tag.lower()}/{{id}}/{number}"
            paths[path] = {"post": _operation(tag, number, tagged=tagged)}
            if with_schemas:
                schemas[f"Thing{tag}{number}"] = {
                    "type": "object",
                    "properties": {
                        "size": {"enum": ["s", "l"]},
                        "near": {"$ref": "#/components/schemas/TreeNode"},
                    },
                }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Many", "version": "1"},
        "servers": [{"url": "https://many.example"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _generate(spec: Mapping[str, object], folder: Path, name: str = "many") -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "spec.json").write_text(json.dumps(spec), "utf-8")
    out = folder / name
    assert main(["api", str(folder / "spec.json"), "--out", str(out), "--strict"]) == 0
    return {
        path.relative_to(out).as_posix(): path.read_text("utf-8")
        for path in sorted(out.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def _python(program: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of 104 operations and 106 schemas in eight parts."""
    folder = tmp_path_factory.mktemp("large")
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    _generate(_spec(8, 13), folder)
    return folder


def test_small_packages_have_one_file_of_each_kind(tmp_path: Path) -> None:
    """200 operations and schemas stay in one file of each kind; one more is too many."""
    files = _generate(_spec(9, 11), tmp_path / "small")
    assert set(files) == {"__init__.py", "examples.json", "py.typed", *(f"{k}.py" for k in KINDS)}
    spec = _spec(9, 11)
    cast("Spec", cast("Spec", spec["components"])["schemas"])["OneMore"] = {"type": "string"}
    files = _generate(spec, tmp_path / "large")
    assert {path.partition("/")[0] for path in files if "/" in path} == set(KINDS)


def test_a_call_loads_its_own_part(large: Path) -> None:
    """Import, client, request and answer load the modules of one tag, and what is shared."""
    program = """
import sys
from many import ManyClient
loaded = {one for one in sys.modules if one.startswith("many.")}
assert loaded == {"many.client", "many.client._methods", "many.table"}, loaded
client = ManyClient("key")
from many import operations
request = operations.change_tag_c_4("7", {"size": "s", "near": {"name": "n"}}, limit=3)
assert client.tag_c.change_tag_c_4.__func__ is ManyClient.change_tag_c_4
assert request.operation.responses[0].validator.is_valid({"name": "n"})
print(*sorted(one for one in sys.modules if one.startswith("many.") and "tag_" in one))
print(*sorted(one for one in sys.modules if one.startswith("many.") and "shared" in one))
"""
    own, shared = _python(program, large).splitlines()
    kinds = ("client", "operations", "table", "validators")
    assert own.split() == [f"many.{kind}.tag_c" for kind in kinds]
    assert shared.split() == ["many.validators.shared_tree"]


def test_a_violation_loads_what_explains_it(large: Path) -> None:
    """What is wrong with a call is told in full, over parts, and loaded when it is needed."""
    program = """
import sys
from many import operations
from pictura_core.errors import InvalidRequest
try:
    operations.change_tag_a_0("7", {"size": "x", "near": {"owner": {"tree": {}}}}, limit=10)
except InvalidRequest as error:
    print(*sorted(".".join(map(str, one.path)) for one in error.violations))
print(*sorted(one for one in sys.modules if one.startswith("many.validators.checks.")))
"""
    wrong, loaded = _python(program, large).splitlines()
    assert wrong.split() == ["limit", "near", "near.owner.tree", "size"]
    assert loaded.split() == [
        "many.validators.checks.shared_owner",
        "many.validators.checks.shared_tree",
        "many.validators.checks.tag_a",
    ]


def test_depth_is_one_finding(large: Path) -> None:
    """A value nested too deep, through several parts, is not valid, and one violation says so."""
    program = """
from many import validators
value = {"name": "leaf"}
for _ in range(100_000):
    value = {"name": "n", "owner": {"tree": value}}
assert not validators.is_tree_node(value)
print(*[one.message for one in validators.check_owner({"tree": value})], sep="\\n")
"""
    assert len(_python(program, large).splitlines()) == 1


def test_every_name_is_there(large: Path) -> None:
    """Each divided package lists its names and gives each; what it has not is an AttributeError."""
    program = """
import many, many.models, many.validators, many.table, many.operations
for module in (many.models, many.validators, many.table, many.operations):
    names = module.__all__
    assert names == sorted(set(names)) and set(names) <= set(dir(module)), module
    for name in names:
        getattr(module, name)
    try:
        module.nothing
    except AttributeError as error:
        assert "nothing" in str(error)
    else:
        raise SystemExit("found")
api = many.table.API
assert len(api.operations) == 104 and "changeTagA0" in api.operations
assert list(api.operations)[0] == "changeTagA0" and "nothing" not in api.operations
assert api.operations["changeTagB1"] is many.table.CHANGE_TAG_B_1
assert {one.id for one in api.operations.values()} == set(api.operations)
assert api.operations.get("nothing") is None
assert all(one.errors is many.table.ERRORS for one in api.operations.values())
for name in many.operations.__all__:
    assert callable(getattr(many.ManyClient, name)), name
    assert callable(getattr(many.AsyncManyClient, name)), name
import typing
hints = typing.get_type_hints(many.models.ThingTagA0)
print(hints["near"].__args__[0] if hasattr(hints["near"], "__args__") else hints["near"])
"""
    assert "TreeNode" in _python(program, large)


def test_parts_do_not_import_each_other(large: Path) -> None:
    """A part imports the packages of its own package, and none of the parts in them."""
    for path in sorted((large / "many").rglob("*.py")):
        parts = path.relative_to(large / "many").parts
        if len(parts) == 1 or parts[-1] == "__init__.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level:
                assert node.module is None, path
                assert node.level == len(parts), path
                assert {one.name for one in node.names} <= set(KINDS), path


def test_type_checkers_see_every_name(large: Path) -> None:
    """Stubs, parts and a program that uses them pass mypy strict and pyright strict."""
    (large / "uses.py").write_text(
        """
from many import AsyncManyClient, ManyClient, models, operations, table, validators
from pictura_core.wire import Request


def use(client: ManyClient, value: object) -> models.TreeNode:
    near: models.TreeNode = {"name": "n"}
    request: Request[models.TreeNode] = operations.change_tag_a_0("1", {"near": near})
    assert request.operation is table.CHANGE_TAG_A_0
    client.change_tag_a_0("1", {"size": "s"}, limit=1)
    if validators.is_tree_node(value):
        return value
    return client.tag_h.change_tag_h_12("1", {})


async def wait(client: AsyncManyClient) -> models.TreeNode:
    await client.tag_b.change_tag_b_3("1", {})
    return await client.change_tag_b_3("1", {})
""",
        "utf-8",
    )
    wrong = 'from many import ManyClient\n\nManyClient().change_tag_a_0("1", {"size": 1})\n'
    (large / "misuses.py").write_text(wrong, "utf-8")
    strict = ["--strict", "--config-file", os.devnull, "--cache-dir", str(large / "mypy")]
    mypy = [sys.executable, "-m", "mypy", *strict]
    done = subprocess.run(
        [*mypy, "-p", "many", "-m", "uses"], cwd=large, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    done = subprocess.run(
        [*mypy, "-m", "misuses"], cwd=large, capture_output=True, text=True, check=False
    )
    assert done.stdout.count("error:") == 1, done.stdout
    settings = {
        "include": ["many", "uses.py"],
        "typeCheckingMode": "strict",
        "extraPaths": [str(ROOT / "runtime")],
    }
    (large / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    done = subprocess.run(
        [Path(sys.executable).parent / "pyright", "-p", ".", "--pythonpath", sys.executable],
        cwd=large,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_a_new_operation_changes_its_own_part(tmp_path: Path) -> None:
    """An operation more changes the files of its tag, and adds lines to the indexes above them."""
    spec = _spec(8, 13)
    paths, schemas = cast("Spec", spec["paths"]), cast("Spec", spec["components"])["schemas"]
    cast("Spec", schemas)["ThingTagB13"] = {"type": "object"}
    paths["/v1/tagb/{id}/13"] = {"post": _operation("TagB", 13, tagged=True)}
    before = _generate(_spec(8, 13), tmp_path / "before" / "specs")
    after = _generate(spec, tmp_path / "after" / "specs")
    assert set(before) == set(after)
    changed = {path for path, text in after.items() if before[path] != text} - {"examples.json"}
    parts = {path for path in changed if "__init__" not in path and "_methods" not in path}
    assert parts == {
        *(f"{kind}/tag_b.py" for kind in KINDS),
        "validators/checks/tag_b.py",
    }
    for path in changed - parts:
        kept = iter(after[path].splitlines())
        assert all(line in kept for line in before[path].splitlines()), path


def test_layouts_follow_each_other(tmp_path: Path) -> None:
    """A package that grows is divided, one that shrinks is put together, and nothing is left."""
    small, large = _spec(2, 2), _spec(8, 13)
    first = _generate(small, tmp_path)
    assert "client.py" in first
    divided = _generate(large, tmp_path)
    assert not {"client.py", "models.py", "validators.py"} & set(divided)
    assert _generate(small, tmp_path) == first


def test_what_tells_operations_apart(tmp_path: Path) -> None:
    """Without tags, and with a tag that most have, operations belong where their paths begin."""
    untagged = _generate(_spec(8, 13, tagged=False), tmp_path / "one")
    spec = _spec(8, 13)
    for item in cast("Spec", spec["paths"]).values():
        cast("Spec", cast("Spec", item)["post"])["tags"] = ["Everything"]
    tagged = _generate(spec, tmp_path / "two")
    wanted = {"__init__", *(f"tag{letter}" for letter in "abcdefgh")}
    for files in (untagged, tagged):
        assert {Path(path).stem for path in files if path.startswith("table/")} == wanted


def test_parts_give_way(tmp_path: Path) -> None:
    """A tag that is called like an operation, a validator or a method gets another name."""
    spec = _spec(8, 13)
    for item, tag in zip(
        cast("Spec", spec["paths"]).values(),
        ["change tag-B0", "is tree node", "close", "checks", "class", "", "日本"],
        strict=False,
    ):
        cast("Spec", cast("Spec", item)["post"])["tags"] = [tag]
    _generate(spec, tmp_path)
    program = """
import many
client = many.ManyClient("key")
print(*sorted(name for name in vars(type(client).__mro__[1]) if "change_tag_" not in name))
assert client.change_tag_b_0.__name__ == "change_tag_b_0" and callable(client.close)
assert many.validators.is_tree_node({"name": "n"})
"""
    said = _python("import many.validators\n" + program, tmp_path)
    for name in ("is_tree_node_2", "close_2", "checks_2", "class_", "unnamed", "u65e5_u672c"):
        assert name in said.split()


def test_the_same_bytes_whatever_the_seed(tmp_path: Path) -> None:
    """Divided packages do not depend on the hash seed."""
    made: list[dict[str, str]] = []
    (tmp_path / "spec.json").write_text(json.dumps(_spec(8, 13)), "utf-8")
    for seed in ("1", "2"):
        out = tmp_path / seed / "many"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "XDG_CACHE_HOME": str(tmp_path)}
        program = "import sys; from pictura_codegen.cli import main; sys.exit(main(sys.argv[1:]))"
        command = [sys.executable, "-c", program, "api", "spec.json", "--out", str(out)]
        subprocess.run(command, cwd=tmp_path, env=environment, check=True)
        made.append(
            {p.relative_to(out).as_posix(): p.read_text("utf-8") for p in out.rglob("*.py*")}
        )
    assert made[0] == made[1]


def test_recipes_find_operations_in_parts(tmp_path: Path) -> None:
    """`pictura validate` holds recipes against a divided package, and loads the part it needs."""
    spec = _spec(8, 13)
    paths = cast("Spec", spec["paths"])
    prompt = {"prompt": {"type": "string", "maxLength": 5}, "n": {"type": "integer"}}
    body = {"type": "object", "additionalProperties": False, "properties": prompt}
    answer = {"type": "object", "properties": {"picture": {"type": "string"}}}
    paths["/v1/draw"] = {
        "post": {
            "operationId": "draw",
            "tags": ["Pictures"],
            "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
            "responses": {
                "200": {"description": "It.", "content": {"application/json": {"schema": answer}}}
            },
            "x-images": {"sources": [{"pointer": "/picture", "kind": "base64"}]},
        }
    }
    out = tmp_path / "many"
    (tmp_path / "spec.json").write_text(json.dumps(spec), "utf-8")
    frame = ROOT / "spec" / "recipe.yaml"
    made = ["api", str(tmp_path / "spec.json"), "--out", str(out), "--recipe", str(frame)]
    assert main(made) == 0
    recipe = """\
recipe: many
api: many
steps:
  - id: one
    uses: draw
    with: {prompt: long words}
    save: one.png
"""
    (tmp_path / "many.yaml").write_text(recipe, "utf-8")
    program = """
import sys
from pictura.cli import main
sys.path.insert(0, ".")
sys.argv = ["pictura", "validate", "many.yaml"]
try:
    code = main()
except SystemExit as end:
    code = end.code
print(code, *sorted(one for one in sys.modules if one.startswith("many.")))
"""
    said = _python(program, tmp_path).splitlines()[-1].split()
    assert said == [
        "1",
        "many.recipe",
        "many.table",
        "many.table.pictures",
        "many.validators",
        "many.validators.checks",
        "many.validators.checks.pictures",
        "many.validators.pictures",
    ]
    (tmp_path / "many.yaml").write_text(recipe.replace("long words", "words"), "utf-8")
    assert _python(program, tmp_path).splitlines()[-1].split()[0] == "0"


def test_two_thousand_operations(tmp_path: Path) -> None:
    """2,000 operations are generated, all there, and a call loads the modules of its own part."""
    _generate(_spec(20, 100), tmp_path)
    program = """
import sys
from many import operations, table
operations.change_tag_t_99("1", {"size": "l"})
print(len([one for one in sys.modules if one.startswith("many.")]))
print(len({one.path for one in table.API.operations.values()}))
"""
    loaded, operations = _python(program, tmp_path).split()
    assert int(loaded) <= 8
    assert int(operations) == 2000
