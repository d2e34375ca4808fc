"""Measure a whole cold `pictura validate` against a process that only parses the file.

Processes are started in rounds, each in another order, so that whatever else the machine does falls
on all alike; what counts is the ratio of medians, on a busy machine that of CPU time. A pre-commit
hook starts such a process for every commit.

    python bench/validate.py [--rounds 41]

The second table holds `pictura validate` against check-jsonschema with the same schema, which is
what a repository without Pictura would use: one recipe, and 5,000.
"""

import argparse
import compileall
import os
import random
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from importlib import import_module
from pathlib import Path

PARSE = "import sys, yaml; yaml.load(open(sys.argv[1], encoding='utf-8'), Loader=yaml.CSafeLoader)"
PARSE_MANY = """\
import sys, pathlib, yaml
for path in pathlib.Path(sys.argv[1]).iterdir():
    yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
"""
GOAL = 1.6
TIMES_FASTER = {1: 7, 5000: 25}
SCHEMA = Path(__file__).parents[1] / "generated" / "ezlink" / "recipe.schema.json"

LITERAL = """\
recipe: sea-otter
description: One otter for the landing page
defaults:
  createImage: {model: dall-e-3, size: 1024x1024}
steps:
  - id: portrait
    uses: createImage
    with:
      prompt: A cute baby sea otter on a calm sea
      style: vivid
    save: images/otter.png
    expect: {format: png, width: 1024, height: 1024}
"""
NAMES = """\
recipe: sea-otters
vars: {animal: sea otter}
defaults:
  createImage: {model: dall-e-3, size: 1024x1024}
steps:
  - id: portrait
    uses: createImage
    matrix: {mood: [calm, stormy], style: [vivid, natural]}
    with:
      prompt: A cute baby {{ animal }} on a {{ mood }} sea
      style: "{{ style }}"
    save: images/{{ step }}-{{ mood }}-{{ style }}.{{ ext }}
"""
JINJA = NAMES.replace("{{ animal }}", "{{ animal | upper }}")


def main() -> None:
    """Print a table of medians and their ratios to the first row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=41)
    rounds: int = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        _compare(Path(folder), rounds)


def _compare(folder: Path, rounds: int) -> None:
    texts = {"literal": LITERAL, "names": NAMES, "jinja": JINJA}
    files = {name: folder / f"{name}.yaml" for name in texts}
    for name, text in texts.items():
        files[name].write_text(text, encoding="utf-8")
    many = folder / "many"
    many.mkdir()
    for i in range(1000):
        text = NAMES.replace("sea-otters", f"otters-{i}").replace("images/", f"images/{i}-")
        (many / f"{i:04}.yaml").write_text(text, encoding="utf-8")
    _compile()
    script = str(Path(sysconfig.get_path("scripts")) / "pictura")
    python = sys.executable
    contenders = {
        "python -c 'import yaml', parse": [python, "-c", PARSE, str(files["literal"])],
        "pictura validate, no expressions": [script, "validate", str(files["literal"])],
        "pictura validate, {{ name }}": [script, "validate", str(files["names"])],
        "pictura validate, Jinja": [script, "validate", str(files["jinja"])],
    }
    _print(_measure(contenders, rounds))
    print(f"goal: {GOAL} for a recipe without expressions, or with names only\n")
    several = {
        "parse 1000 files": [python, "-c", PARSE_MANY, str(many)],
        "pictura validate 1000 recipes, 4000 jobs": [script, "validate", str(many)],
    }
    _print(_measure(several, max(3, rounds // 10)))
    _compare_with_check_jsonschema(folder, files["literal"], rounds)


def _compare_with_check_jsonschema(folder: Path, one: Path, rounds: int) -> None:
    """Print how many times faster `pictura validate` is, for one recipe and for many."""
    several = folder / "several"
    several.mkdir()
    for i in range(5000):
        text = LITERAL.replace("sea-otter\n", f"otter-{i}\n").replace("otter.png", f"{i}.png")
        (several / f"{i:04}.yaml").write_text(text, encoding="utf-8")
    scripts = Path(sysconfig.get_path("scripts"))
    checked = [str(scripts / "check-jsonschema"), "--schemafile", str(SCHEMA)]
    for count, files, repeated in ((1, [one], rounds // 4), (5000, sorted(several.iterdir()), 1)):
        names = [str(file) for file in files]
        given = names if count == 1 else [str(several)]
        print()
        measured = _measure(
            {
                f"check-jsonschema, {count:,}": [*checked, *names],
                f"pictura validate, {count:,}": [str(scripts / "pictura"), "validate", *given],
            },
            max(repeated, 1),
            warm=2 if count == 1 else 0,
        )
        _print(measured)
        theirs, ours = (statistics.median(wall for wall, _ in one) for one in measured.values())
        print(f"{theirs / ours:.1f} times faster  (goal {TIMES_FASTER[count]})")


def _print(measured: dict[str, list[tuple[float, float]]]) -> None:
    """Print a table; all ratios are to its first row."""
    print(f"{'whole process':<41} {'wall ms':>8} {'ratio':>6} {'CPU ms':>8} {'ratio':>6}")
    base: tuple[float, float] | None = None
    for name, pairs in measured.items():
        wall, cpu = (statistics.median(column) for column in zip(*pairs, strict=True))
        base = base or (wall, cpu)
        ratios = (wall / base[0], cpu / base[1])
        print(f"{name:<41} {wall * 1e3:8.1f} {ratios[0]:6.2f} {cpu * 1e3:8.1f} {ratios[1]:6.2f}")


def _compile() -> None:
    """Compile the packages, as an installer does and as a first import may be forbidden to."""
    for package in ("pictura", "pictura_core", "ezlink"):
        for place in import_module(package).__path__:
            compileall.compile_dir(place, quiet=2)


def _measure(
    contenders: dict[str, list[str]], rounds: int, warm: int = 2
) -> dict[str, list[tuple[float, float]]]:
    """Give the wall and CPU seconds of each process."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
    for number in range(rounds + warm):
        order = list(contenders.items())
        random.shuffle(order)  # a process pays for the state its predecessor left the machine in
        for name, command in order:
            start = time.perf_counter()
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            assert process.returncode == 0, command
            if number >= warm:  # the first rounds warm the disk's cache
                times[name].append((wall, usage.ru_utime + usage.ru_stime))
    return times


if __name__ == "__main__":
    main()
