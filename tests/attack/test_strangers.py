"""A recipe, its rows and its links come from a stranger's pull request."""

import json
import os
from pathlib import Path
from typing import Protocol

import pytest


class Ended(Protocol):
    """How a process ended."""

    status: int

    @property
    def said(self) -> str:
        """All that a person saw."""
        ...


class Attacked(Protocol):
    """A project to attack."""

    root: Path

    def write(self, text: str, name: str = "r.yaml") -> None:
        """Write a recipe, or another file."""

    def pictura(self, *words: str, seconds: float = 60) -> Ended:
        """Start it and wait for its end."""
        ...


def of_prompt(text: str, variables: str = "{a: x}", extra: str = "") -> str:
    """Write a recipe with one prompt."""
    return (
        f"recipe: r\nvars: {variables}\nsteps:\n  - id: s\n    uses: createImage\n{extra}"
        f"    with: {{model: dall-e-3, prompt: {json.dumps(text)}}}\n"
    )


BIG = "{% set b = 'x' * 900000 %}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ '\"'" + "|tojson" * 40 + " }}", "unbounded-expression"),
        ("{{ [1]|tojson(indent=2000000000) }}", "unbounded-expression"),
        ("{{ 1|round(999999999, 'ceil') }}", "unbounded-expression"),
        ("{{ ('%(a)s' * 100000) % {'a': 'x' * 900000} }}", "unbounded-expression"),
        ("{{ ('%(a)999d' * 100000) % {'a': 1} }}", "unbounded-expression"),
        ("{{ '%99999999d' % 1 }}", "unbounded-expression"),
        (
            BIG + "{{ range(100000)|map('string')|map('replace', '1', b)|list|length }}",
            "unbounded-expression",
        ),
        ("{{ [2 ** 2000] * 500000 }}", "unbounded-expression"),
        ("{{ ([[1]] * 200000)|sum(start=[])|length }}", "expression-failed"),
        (
            BIG + "{% set c %}{% for i in range(90000) %}{{ b }}{% endfor %}{% endset %}{{ c }}",
            "unsafe-expression",
        ),
        (
            BIG + "{% filter upper %}{% for i in range(9000) %}{{ b }}{% endfor %}{% endfilter %}",
            "unsafe-expression",
        ),
        (BIG + "{% for i in range(90000) %}{{ b }}{% endfor %}", "unbounded-expression"),
        (
            "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
            "unbounded-expression",
        ),
        ("{% set a = [a, a] %}" * 60 + "{{ a }}", "unbounded-expression"),
        ("{{ a|upper }} " * 200000, "unbounded-expression"),
        ("{% for i in 'a' %}" * 30 + "x" + "{% endfor %}" * 30, "template-syntax"),
        ("{% if a %}" * 120 + "x" + "{% endif %}" * 120, "template-syntax"),
        ("{{ a|default(x=1, x=2) }}", "template-syntax"),
        ("{{ " + "(" * 300 + "a" + ")" * 300 + " }}", "template-syntax"),
        ("{{ " + "not " * 3000 + "a }}", "template-syntax"),
    ],
    ids=range(20),
)
def test_templates_that_never_end(attacked: Attacked, text: str, code: str) -> None:
    """What would grow to gigabytes, run for hours or break Python's compiler is a finding."""
    attacked.write(of_prompt(text))
    ended = attacked.pictura("validate", "r.yaml")
    assert ended.status == 1
    assert f" {code}: " in ended.said


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''['__class__'] }}",
        "{{ ''|attr('__class__') }}",
        "{{ ['']|map(attribute='__class__.__mro__')|list|string }}",
        "{{ ['']|map('attr', '__class__')|list }}",
        "{{ [a]|sort(attribute='__class__.__mro__')|list }}",
        "{{ [1]|sum(attribute='__class__') }}",
        "{{ '{0.__class__.__init__.__globals__}'.format(a) }}",
        "{{ '{0.__class__}'.format_map({'0': a}) }}",
        "{{ 'x'.join([a]).__class__ }}",
        "{{ cycler.__init__.__globals__.os.environ }}",
        "{{ joiner.__init__.__globals__ }}",
        "{{ namespace.__init__.__globals__ }}",
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{{ dict.__base__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ range.__globals__ }}",
        "{{ loop.__class__ }}",
        "{% for i in 'a' %}{{ loop.__class__.__init__.__globals__ }}{% endfor %}",
        "{% for i in 'a' %}{{ loop._iterable }}{% endfor %}",
        "{% for i in 'a' recursive %}{{ loop('a') }}{% endfor %}",
        "{% macro m() %}{{ caller.__globals__ }}{% endmacro %}{{ m() }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends '/etc/passwd' %}",
        "{{ a.encode().__class__ }}",
        "{{ a._counted }}",
        "{{ a|_counted }}{{ (a|upper).__init__ }}",
        "{{ undefined.__class__ }}",
        "{{ (a|default).__init__.__globals__ }}",
        "{{ config }}{{ request }}{{ environ }}{{ env }}",
        "{{ get_flashed_messages.__globals__ }}",
    ],
)
def test_the_sandbox_holds(attacked: Attacked, text: str) -> None:
    """No known way out of Jinja's sandbox leads to Python's inside, the environment or a file."""
    attacked.write(of_prompt(text))
    ended = attacked.pictura("validate", "r.yaml")
    assert ended.status == 1, text
    for leak in ("root:", "s3cret", "subclass", "<function", "site-packages"):
        assert leak not in ended.said.replace(text, ""), ended.said


def axis(name: str, count: int) -> str:
    """Write an axis of a matrix."""
    return f"      {name}: [{', '.join(map(str, range(count)))}]\n"


@pytest.mark.parametrize("name", ["matrix", "each", "steps"])
def test_a_billion_jobs(attacked: Attacked, name: str) -> None:
    """More jobs than anybody can mean are a finding before they are made."""
    text = "recipe: r\nsteps:\n  - id: s\n    uses: createImage\n    matrix:\n"
    fields = '    with: {model: dall-e-3, prompt: "{{ a }}{{ b }}"}\n'
    small = axis("a", 100) + axis("b", 10)
    if name == "matrix":
        text += axis("a", 1000) + axis("b", 1000) + axis("c", 1000) + fields
    elif name == "each":
        text += small + fields
        text += "  - id: e\n    uses: createImageEdit\n    each: s\n    matrix:\n"
        text += axis("c", 1000)
        text += '    with: {model: dall-e-2, image: "{{ image }}", prompt: "{{ c }}"}\n'
    else:
        text += small + fields
        text += "  - id: t\n    uses: createImage\n    matrix:\n"
        text += axis("a", 500) + axis("b", 500) + fields
    attacked.write(text)
    ended = attacked.pictura("validate", "r.yaml")
    assert ended.status == 1
    assert " too-many-jobs: " in ended.said


def chain(count: int) -> str:
    """Write variables of which each waits for the next."""
    named = "".join(f'  v{i}: "{{{{ v{i + 1} }}}}"\n' for i in range(count))
    return f"\n{named}  v{count}: x"


def doubled(count: int) -> str:
    """Write variables of which each is twice as long as the one before."""
    named = "".join(f'  v{i + 1}: "{{{{ v{i} }}}}{{{{ v{i} }}}}"\n' for i in range(count))
    return f"\n  v0: xx\n{named}"


def test_variables_of_a_stranger(attacked: Attacked) -> None:
    """Long chains of variables are followed in time; those that grow without end are a finding."""
    attacked.write(of_prompt("{{ v0 }}", chain(3000)))
    assert attacked.pictura("validate", "r.yaml", seconds=20).status == 0
    attacked.write(of_prompt("{{ v60 }}", doubled(60)))
    ended = attacked.pictura("validate", "r.yaml", seconds=20)
    assert ended.status == 1
    assert " unbounded-expression: " in ended.said


def test_a_large_matrix_of_mappings(attacked: Attacked) -> None:
    """Whether a value stands twice is told in a time that grows with their number alone."""
    values = "".join(f"        - {{a: v{i}}}\n" for i in range(30000))
    attacked.write(of_prompt("{{ m.a }}", extra=f"    matrix:\n      m:\n{values}"))
    assert attacked.pictura("validate", "r.yaml", seconds=45).status == 0


@pytest.mark.parametrize("name", ["os", "../x", "json.tool", "", "pictura", "class", "x" * 5000])
def test_no_other_module_is_imported(attacked: Attacked, name: str) -> None:
    """`api` leads to packages that the generator wrote, and to nothing else."""
    attacked.write(f"recipe: r\napi: {json.dumps(name)}\n{of_prompt('x').partition(chr(10))[2]}")
    assert attacked.pictura("validate", "r.yaml").status == 1


ROWS = "    rows: {}\n"


@pytest.mark.parametrize(
    "path",
    [
        "../secret.csv",
        "/etc/passwd.csv",
        "link.csv",
        "folder/../secret.csv",
        "folder/secret.csv",
        "hidden.csv",
        "git.csv",
        "device.csv",
        "pipe.csv",
        "is-a-folder.csv",
    ],
)
def test_rows_lead_to_tables_of_the_project(attacked: Attacked, path: str) -> None:
    """No file of rows is read that lies elsewhere, or is no table, whatever link leads to it."""
    outside = attacked.root.parent
    (outside / "elsewhere" / "below").mkdir(parents=True)
    for place in (outside, outside / "elsewhere", outside / "elsewhere" / "below"):
        (place / "secret.csv").write_text("a\nhunter2\n")
    root = attacked.root
    (root / ".env").write_text("a\nhunter2\n")
    (root / ".git").mkdir()
    (root / ".git" / "config.csv").write_text("a\nhunter2\n")
    (root / "is-a-folder.csv").mkdir()
    os.symlink(outside / "secret.csv", root / "link.csv")
    os.symlink(outside / "elsewhere" / "below", root / "folder")
    os.symlink(".env", root / "hidden.csv")
    os.symlink(".git/config.csv", root / "git.csv")
    os.symlink("/dev/zero", root / "device.csv")
    os.mkfifo(root / "pipe.csv")
    attacked.write(of_prompt("{{ a }}", "{}", ROWS.format(path)))
    for words in (("validate", "r.yaml"), ("plan", "r.yaml", "--json")):
        ended = attacked.pictura(*words, seconds=20)
        assert ended.status == 1
        assert "hunter2" not in ended.said


@pytest.mark.parametrize(
    "path",
    [
        "../a.png",
        "/etc/passwd",
        "link.png",
        "folder/../a.png",
        "folder/a.png",
        "git.png",
        "device.png",
        "pipe.png",
        "environment.png",
        "large.png",
        "file:///etc/passwd",
        "a.png\u0000",
        "http://127.0.0.1/a.png",
    ],
)
def test_inputs_are_pictures_of_the_project(attacked: Attacked, path: str) -> None:
    """Nothing leaves in a request but pictures of the project, whatever link leads elsewhere."""
    outside, root = attacked.root.parent, attacked.root
    (outside / "elsewhere").mkdir()
    for place in (outside, outside / "elsewhere"):
        (place / "a.png").write_bytes(b"\x89PNG\r\n\x1a\nhunter2")
    (root / ".git").mkdir()
    (root / ".git" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\nhunter2")
    os.symlink(outside / "a.png", root / "link.png")
    os.symlink(outside / "elsewhere", root / "folder")
    os.symlink(".git/a.png", root / "git.png")
    os.symlink("/dev/zero", root / "device.png")
    os.symlink("/proc/self/environ", root / "environment.png")
    os.mkfifo(root / "pipe.png")
    with open(root / "large.png", "wb") as file:
        file.truncate(8 << 30)
    attacked.write(
        "recipe: r\nsteps:\n  - id: s\n    uses: createImageEdit\n"
        f"    with: {{model: dall-e-2, prompt: x, image: {json.dumps(path)}}}\n"
    )
    ended = attacked.pictura("validate", "r.yaml", seconds=20)
    assert ended.status == 1
    assert "hunter2" not in ended.said
    assert "s3cret" not in ended.said


@pytest.mark.parametrize(
    "path",
    [
        "../a.png",
        "/a.png",
        "x/../../a.png",
        "C:/a.png",
        "C:a.png",
        "x\\..\\a.png",
        "outside/a.png",
        "outside-file.png",
        "loop/a.png",
        ".git/hooks/a.png",
        ".GIT/a.png",
        "git~1/a.png",
        ".g\u200cit/a.png",
        ".pictura/a.png",
        "hooks/a.png",
        "CON.png",
        "aux",
        "com1.tar.png",
        "nul .png",
        "x/LPT\u00b9.png",
        "a.png ",
        "a.png.",
        "x. /a.png",
        "a\nb.png",
        "a\x1b[31m.png",
        "a\u0085.png",
        "a:b.png",
        "a?.png",
        "a*.png",
        "a|b.png",
        "<a>.png",
        "a" * 300 + ".png",
        "é" * 130 + ".png",
        "x/" * 600 + "a.png",
        "x/",
        ".",
        "x/..",
        "",
        "r.yaml",
        "R.YAML",
        "r.lock.json",
        "r.yaml/a.png",
    ],
)
def test_pictures_are_saved_in_the_project(attacked: Attacked, path: str) -> None:
    """No `save` leads out of the project, over what is needed, or to a name that is none."""
    outside, root = attacked.root.parent, attacked.root
    (outside / "elsewhere").mkdir()
    (root / ".git" / "hooks").mkdir(parents=True)
    os.symlink(outside / "elsewhere", root / "outside")
    os.symlink(outside / "elsewhere" / "a.png", root / "outside-file.png")
    os.symlink(".git/hooks", root / "hooks")
    os.symlink("loop", root / "loop")
    before = sorted(outside.rglob("*"))
    attacked.write(of_prompt("x", extra=f"    save: {json.dumps(path)}\n"))
    ended = attacked.pictura("validate", "r.yaml")
    assert ended.status == 1, path
    assert "\x1b" not in ended.said
    assert sorted(outside.rglob("*")) == sorted([*before, root / "r.yaml"])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("images/a.png", "images/A.png"),
        ("images/stra\u00dfe.png", "images/STRASSE.png"),
        ("images/\u00e9.png", "images/e\u0301.png"),
        ("images/\u00c9.png", "images/e\u0301.png"),
        ("images/a", "images/a/b.png"),
        ("images/a/b/c.png", "images/A"),
        ("images/./a.png", "images/x/../a.png"),
        ("images/a.png", "link/a.png"),
    ],
)
def test_names_that_are_one_file_somewhere(attacked: Attacked, first: str, second: str) -> None:
    """Two pictures collide if any system takes them for one, or one for the other's folder."""
    if second.startswith("link"):
        (attacked.root / "images").mkdir()
        os.symlink("images", attacked.root / "link")
    step = of_prompt("x", extra=f"    save: {first}\n")
    other = step.partition("steps:\n")[2].replace("id: s", "id: t").replace(first, second)
    attacked.write(step + other.replace('"x"', '"y"'))
    ended = attacked.pictura("validate", "r.yaml")
    assert ended.status == 1
    assert " save-collision: " in ended.said
