"""Overlays: what they change, what they refuse, and that every value keeps its place."""

import json
from pathlib import Path

import pytest

from pictura_codegen.cli import main
from pictura_codegen.overlay import overlaid
from pictura_core import document
from pictura_core.diagnostics import Diagnostic, Rejected
from pictura_core.source import Source

SPEC = """\
openapi: 3.1.0
info: {title: Easel, version: "1"}
paths:
  /draw:
    post:
      tags: [a, b]
      responses: {"200": {description: Drawn.}}
  /wipe:
    post:
      operationId: wipe
      responses: {"200": {description: Wiped.}}
"""


def change(*actions: str, spec: str = SPEC) -> tuple[object, list[Diagnostic], object]:
    """Give what a document says with an overlay, the warnings, and the document."""
    text = document.load(Source("spec.yaml", spec))
    lines = "".join(f"  - {one}\n" for one in actions)
    said = 'overlay: 1.0.0\ninfo: {title: T, version: "1"}\nactions:\n' + lines
    changed, warnings = overlaid(text, [document.load(Source("over.yaml", said))])
    return changed.value, warnings, changed


def at(changed: object, *path: str | int, key: bool = False) -> str:
    """Tell where a value of a changed document stands."""
    assert hasattr(changed, "span")
    assert hasattr(changed, "key_span")
    span = changed.key_span(path) if key else changed.span(path)
    return f"{span.source.name}:{span.start.line}:{span.start.column}"


def test_objects_are_merged() -> None:
    """An update goes into its target deeply; what it does not name stays."""
    value, warnings, _ = change(
        "{target: \"$.paths['/draw'].post\", update: {operationId: draw, "
        "responses: {'200': {x-a: 1}}}}"
    )
    expected = document.load(Source("spec.yaml", SPEC)).value
    assert isinstance(expected, dict)
    post = expected["paths"]["/draw"]["post"]
    post["operationId"] = "draw"
    post["responses"]["200"]["x-a"] = 1
    assert value == expected
    assert not warnings


def test_arrays_grow() -> None:
    """An array in an update is put behind the target's; an array as a target takes one more."""
    value, _, changed = change(
        "{target: \"$.paths['/draw'].post\", update: {tags: [c]}}",
        "{target: \"$.paths['/draw'].post.tags\", update: d}",
    )
    assert isinstance(value, dict)
    assert value["paths"]["/draw"]["post"]["tags"] == ["a", "b", "c", "d"]
    tags = ("paths", "/draw", "post", "tags")
    assert [at(changed, *tags, index).partition(":")[0] for index in range(4)] == [
        *("spec.yaml", "spec.yaml", "over.yaml", "over.yaml")
    ]


def test_removal_moves_what_stands_behind() -> None:
    """What is removed is gone, and what stood behind it in an array keeps its place."""
    value, _, changed = change(
        "{target: \"$.paths['/draw'].post.tags[0]\", remove: true}",
        "{target: \"$.paths['/wipe']\", remove: true}",
    )
    assert isinstance(value, dict)
    assert value["paths"]["/draw"]["post"]["tags"] == ["b"]
    assert list(value["paths"]) == ["/draw"]
    assert at(changed, "paths", "/draw", "post", "tags", 0) == "spec.yaml:6:17"


def test_many_targets_share_nothing() -> None:
    """One action changes all that its target finds, each with a copy of its own."""
    value, _, _ = change(
        '{target: "$.paths[*].post", update: {x-task: {id: /id}}}',
        "{target: \"$.paths['/wipe'].post.x-task\", update: {more: 1}}",
    )
    assert isinstance(value, dict)
    assert value["paths"]["/draw"]["post"]["x-task"] == {"id": "/id"}
    assert value["paths"]["/wipe"]["post"]["x-task"] == {"id": "/id", "more": 1}


def test_every_value_keeps_its_place() -> None:
    """What an overlay brings stands in the overlay, all else where it stood, and keys too."""
    _, _, changed = change(
        "{target: \"$.paths['/draw'].post\", update: {operationId: draw, x: {y: 1}}}"
    )
    post = ("paths", "/draw", "post")
    assert at(changed, *post, "operationId", key=True) == "over.yaml:4:48"
    assert at(changed, *post, "x", "y") == "over.yaml:4:74"
    assert at(changed, *post, "responses", "200", "description") == "spec.yaml:7:40"
    assert at(changed, "paths", "/wipe", "post", "operationId", key=True) == "spec.yaml:10:7"


def test_target_that_finds_nothing() -> None:
    """An action without a target changes nothing, and is warned of at its target."""
    _, (one,), _ = change('{target: "$.paths.nowhere", update: {a: 1}}')
    assert one.code == "overlay-target"
    assert one.place == ("over.yaml", 4, 14)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("overlay: 2.0.0\nactions: [{target: $, remove: true}]\n", "overlay-version"),
        ("openapi: 3.1.0\n", "overlay-version"),
        ("- 1\n", "overlay-version"),
        ("overlay: 1.0.0\n", "overlay-shape"),
        ("overlay: 1.0.0\nactions: []\n", "overlay-shape"),
        ("overlay: 1.0.0\nactions: [1]\n", "overlay-shape"),
        ("overlay: 1.0.0\nactions: [{target: $}]\n", "overlay-shape"),
        ("overlay: 1.0.0\nactions: [{target: $, udpate: {}, remove: true}]\n", "overlay-shape"),
        ("overlay: 1.0.0\nfoo: 1\nactions: [{target: $, update: {}}]\n", "overlay-shape"),
        ('overlay: 1.0.0\nactions: [{target: "$.paths[", update: {}}]\n', "overlay-target"),
        ("overlay: 1.0.0\nactions: [{target: $.openapi, update: 3.0.0}]\n", "overlay-update"),
        ("overlay: 1.0.0\nactions: [{target: $.paths, update: 1}]\n", "overlay-update"),
        ("overlay: 1.0.0\nactions: [{target: $, remove: true}]\n", "overlay-update"),
    ],
)
def test_what_is_no_overlay_is_refused(text: str, code: str) -> None:
    """A wrong overlay is refused with a place in it."""
    spec = document.load(Source("spec.yaml", SPEC))
    with pytest.raises(Rejected) as caught:
        overlaid(spec, [document.load(Source("over.yaml", text))])
    assert {one.code for one in caught.value.diagnostics} == {code}
    assert all(one.span and one.name == "over.yaml" for one in caught.value.diagnostics)


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--overlay` takes several files in order, JSON too; a change of one generates anew."""
    (tmp_path / "easel.yaml").write_text(SPEC)
    first, second = tmp_path / "first.yaml", tmp_path / "second.json"
    target = "$.paths['/draw'].post"
    action = f'{{target: "{target}", update: {{operationId: paint, summary: Draw it.}}}}'
    first.write_text(f"overlay: 1.0.0\ninfo: {{title: T, version: '1'}}\nactions: [{action}]\n")
    rename = {"target": target, "update": {"operationId": "draw"}}
    second.write_text(json.dumps({"overlay": "1.0.0", "actions": [rename]}))
    out = tmp_path / "easel"
    options = ["--overlay", str(first), "--overlay", str(second)]
    call = ["api", str(tmp_path / "easel.yaml"), "--out", str(out), *options]
    assert main(call) == 0
    client = (out / "client.py").read_text()
    assert "def draw(" in client
    assert "Draw it." in client
    assert main([*call, "--check"]) == 0
    second.write_text(second.read_text().replace('"draw"', '"sketch"'))
    assert main([*call, "--check"]) == 1
    assert main(call) == 0
    assert "def sketch(" in (out / "client.py").read_text()
    page = ["reference", str(tmp_path / "easel.yaml"), "--out", str(tmp_path / "api.md"), *options]
    assert main(page) == 0
    assert "`sketch`" in (tmp_path / "api.md").read_text()
    capsys.readouterr()
    second.write_text(
        second.read_text().replace('{"operationId": "sketch"}', '{"x-task": {"id": 1}}')
    )
    assert main(call) == 1
    assert "second.json:1:" in capsys.readouterr().err
