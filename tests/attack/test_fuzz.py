"""Files that somebody damaged: whatever they say, they are read or refused in words."""

import copy
import json
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pictura.run.addresses import Addresses, Forbidden
from pictura.state.ledger import open_ledger, read_ledger
from pictura.state.lock import parse_lock, render_lock
from pictura_codegen.cli import main
from pictura_core.diagnostics import Rejected
from pictura_core.document import load
from pictura_core.report import render
from pictura_core.source import Source

ROOT = Path(__file__).resolve().parents[2]
SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
SEED = random.SystemRandom().randrange(1 << 32)


def show(rejected: Rejected) -> None:
    """See that what was found can be shown."""
    assert render(rejected.diagnostics, colour=False)


@given(st.text(alphabet="ab:- \n\t{}[]&*!|>'\"#%@`,?~1.e+\\x\u00e9\u2028\ufeff\x07<", max_size=200))
@settings(max_examples=500, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    """A text is a document, or has findings that can be shown; each value of it has a place."""
    for name in ("a.yaml", "a.json"):
        try:
            document = load(Source(name, text))
        except Rejected as rejected:
            show(rejected)
        else:
            document.span()
            document.span(("a", 0, "b"))
            json.dumps(document.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.data())
@settings(max_examples=400, deadline=None, suppress_health_check=SLOW)
def test_damaged_locks(data: st.DataObject) -> None:
    """A lock with anything anywhere is read or refused; what was read can be written."""
    value = json.loads((ROOT / "recipes" / "postcards.lock.json").read_text())
    places = list(walk(value))
    for _ in range(data.draw(st.integers(1, 3))):
        holder, key = data.draw(st.sampled_from(places))
        drawn = data.draw(JSON)
        if isinstance(holder, dict):
            holder[key] = drawn
        elif isinstance(holder, list) and isinstance(key, int) and key < len(holder):
            holder[key:] = [drawn]
    try:
        lock = parse_lock(Source("a.lock.json", json.dumps(value)))
    except Rejected as rejected:
        show(rejected)
    else:
        assert parse_lock(Source("a.lock.json", render_lock(lock))) == lock


def walk(value: object) -> Iterator[tuple[object, object]]:
    """Give every place in a JSON value."""
    items: list[tuple[object, object]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, item in items:
        yield value, key
        yield from walk(item)


def test_damaged_ledgers(tmp_path: Path) -> None:
    """A ledger with any bytes changed is opened or refused, to read and to write."""
    sys.stdout.write(f"seed {SEED}\n")
    chance = random.Random(SEED)
    state = tmp_path / "state"
    state.mkdir()
    open_ledger(str(state)).close()
    (file,) = (path for path in state.iterdir() if path.suffix != ".lock")
    whole = file.read_bytes()
    for _ in range(60):
        shutil.rmtree(state)
        state.mkdir()
        data = bytearray(whole)
        for _ in range(chance.choice((1, 10, 500))):
            # Most of what decides is in the first page.
            data[chance.randrange(chance.choice((100, 4096, len(data))))] = chance.randrange(256)
        file.write_bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])
        for open_one in (read_ledger, open_ledger):
            try:
                ledger = open_one(str(state))
            except Rejected as rejected:
                show(rejected)
            else:
                if ledger is not None:
                    ledger.close()


def test_a_ledger_of_something_else(tmp_path: Path) -> None:
    """A database of other tables is refused, not taken for an empty ledger."""
    state = tmp_path / "state"
    state.mkdir()
    open_ledger(str(state)).close()
    (file,) = (path for path in state.iterdir() if path.suffix != ".lock")
    file.unlink()
    other = sqlite3.connect(file)
    other.execute("PRAGMA user_version = 1")
    other.execute("CREATE TABLE birds (name)")
    other.commit()
    other.close()
    with pytest.raises(Rejected):
        open_ledger(str(state)).close()


def test_mutated_specifications(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a specification with random edits the generator makes code that imports, or findings."""
    sys.stdout.write(f"seed {SEED}\n")
    chance = random.Random(SEED)
    folder = tmp_path / "spec"
    shutil.copytree(ROOT / "spec" / "ezlink", folder)
    files = sorted(folder.glob("*.yaml"))
    texts = {file: file.read_text() for file in files}
    values = {file: yaml.safe_load(text) for file, text in texts.items()}
    oddities: list[object] = [
        *(None, True, -1, 1e300, "", "a/b", "class", "$ref", "\u00e9 \x07", [], {}, [None]),
        *({"$ref": "#"}, {"$ref": "#/nowhere"}, {"type": "object"}, {"allOf": []}, "'''\\\"\"\""),
    ]
    for number in range(14):
        file = chance.choice(files)
        value = copy.deepcopy(values[file])
        for _ in range(chance.choice((1, 2, 8))):
            holder, key = chance.choice(list(walk(value)))
            mutate(chance, holder, key, oddities)
        file.write_text(yaml.safe_dump(value, sort_keys=False))
        name = f"made{number}"
        status = main(["api", str(folder / "openapi.yaml"), "--out", str(tmp_path / name)])
        said = capsys.readouterr().err
        assert status in (0, 1), (SEED, number, said)
        assert "Traceback" not in said
        if status == 1:
            assert said, (SEED, number)
        if (tmp_path / name / "table.py").exists():
            for module in ("table", "client", "recipe"):
                source = (tmp_path / name / f"{module}.py").read_text()
                compile(source, module, "exec")
            code = f"import {name}.table, {name}.client, {name}.recipe"
            subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
        file.write_text(texts[file])


def mutate(chance: random.Random, holder: object, key: object, oddities: list[object]) -> None:
    """Change, remove, double or rename one thing."""
    if isinstance(holder, dict) and key in holder:
        match chance.randrange(4):
            case 0:
                del holder[key]
            case 1:
                holder[f"{key}"[::-1]] = holder.pop(key)
            case 2:
                holder[key] = copy.deepcopy(chance.choice(list(holder.values())))
            case _:
                holder[key] = copy.deepcopy(chance.choice(oddities))
    elif isinstance(holder, list) and isinstance(key, int) and key < len(holder):
        holder[key] = copy.deepcopy(chance.choice([*oddities, *holder]))


@pytest.mark.parametrize(
    "host",
    [
        *("[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::a00:1]"),
        *("[2002:7f00:1::]", "[2002:a00:1::1]", "[fec0::1]", "[fe80::1%25eth0]", "[fd00::1]"),
        *("127.1", "0x7f.1", "2130706433", "017700000001", "\u2460\u2461\u2466.0.0.1", "0"),
        *("100.64.0.1", "198.18.0.1", "192.0.0.1", "224.0.0.1", "255.255.255.255", "[ff02::1]"),
        *("a.com@127.0.0.1", "a.com:80@127.0.0.1", "a@b@10.0.0.1", "169.254.169.254:80"),
        *("[::ffff:a9fe:a9fe]", "[::]", "[::1]", "127\u30020\u30020\u30021"),
    ],
)
def test_inner_addresses_in_every_dress(host: str) -> None:
    """However an inner address is written, a server outside cannot send us there."""
    with pytest.raises(Forbidden):
        Addresses("https://8.8.4.4").allow(f"http://{host}/a.png")
