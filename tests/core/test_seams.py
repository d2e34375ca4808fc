"""Where libraries may be known: changing the HTTP library has to mean changing one file."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = [
    path
    for folder in ("runtime", "generated", "codegen")
    for path in sorted((ROOT / folder).rglob("*.py"))
]


def imports(node: ast.AST) -> Iterator[str]:
    """List what a module imports when it runs, at whatever depth; types alone do not count."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case ast.Import(names=names):
                yield from (name.name.partition(".")[0] for name in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.partition(".")[0]
            case _:
                yield from imports(child)


def users(*libraries: str) -> set[str]:
    """List the modules that import one of some libraries."""
    found = set()
    for path in SOURCES:
        if set(libraries) & set(imports(ast.parse(path.read_text(encoding="utf-8")))):
            found.add(path.relative_to(ROOT).as_posix())
    return found


def test_one_room_knows_httpx() -> None:
    """Only the transport imports the library that carries bytes."""
    room = "runtime/pictura_core/transport/"
    assert {
        path for path in users("httpx", "httpcore", "h11") if not path.startswith(room)
    } == set()


def test_one_module_knows_aiohttp() -> None:
    """What lies below the transport for many requests at once is one module too."""
    assert users("aiohttp", "yarl") == {"runtime/pictura_core/swift.py"}


def test_the_wire_does_no_io() -> None:
    """What is said on the wire is known without a socket, a clock to wait by, or a loop."""
    network = users("socket", "ssl", "asyncio", "anyio", "select", "urllib3", "requests", "time")
    assert not {path for path in network if path.startswith("runtime/pictura_core/wire/")}


def test_two_modules_know_yaml_nodes() -> None:
    """Who reads YAML goes through `pictura_core.document`."""
    yaml = {path for path in users("yaml") if not path.startswith("runtime/pictura_core/yaml_")}
    assert yaml == set()
