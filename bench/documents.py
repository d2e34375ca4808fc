"""Measure reading a YAML text against PyYAML's own loaders, which keep no places.

The contenders take turns in one process; what counts is the median of the ratios of each round.

    python bench/documents.py [--rounds 15]
"""

import argparse
import statistics
import time
from collections.abc import Callable

import yaml

from pictura_core.document import load
from pictura_core.source import Source

RECIPE = """\
recipe: sea-otters
vars: {animal: sea otter}
limits: {concurrency: 4, images_per_minute: 50, budget: 5.00}
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
    expect: {format: png, width: 1024, height: 1024}
"""


def specification(operations: int) -> str:
    """Make a text in the shape of an OpenAPI document."""
    paths = {
        f"/v1/things{i}/{{id}}": {
            "get": {
                "operationId": f"getThing{i}",
                "parameters": [{"name": "id", "in": "path", "schema": {"maximum": i * 3.5}}],
                "responses": {"200": {"description": "The thing. " * 5, "$ref": "#/x"}},
            }
        }
        for i in range(operations)
    }
    return yaml.dump({"openapi": "3.1.0", "paths": paths}, Dumper=yaml.CSafeDumper)


def contenders(text: str) -> dict[str, Callable[[], object]]:
    """Name the ways to read a text; the first is what the others are compared with."""
    source = Source("text.yaml", text)
    return {
        "yaml.CSafeLoader": lambda: yaml.load(text, yaml.CSafeLoader),
        "pictura_core.document": lambda: load(source).value,
        "yaml.SafeLoader": lambda: yaml.load(text, yaml.SafeLoader),
    }


def measure(text: str, rounds: int, repeat: int) -> dict[str, list[float]]:
    """Time each contender in each round, in seconds for one reading."""
    ways = contenders(text)
    values = [way() for way in ways.values()]
    assert all(value == values[0] for value in values)
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            begin = time.perf_counter()
            for _ in range(repeat):
                way()
            taken[name].append((time.perf_counter() - begin) / repeat)
    return taken


def main() -> None:
    """Print a table for each text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    for title, text, repeat in (("recipe", RECIPE, 50), ("specification", specification(300), 1)):
        taken = measure(text, rounds, repeat)
        first = next(iter(taken.values()))
        print(f"{title}, {len(text)} characters")
        for name, seconds in taken.items():
            ratio = statistics.median(a / b for a, b in zip(seconds, first, strict=True))
            print(f"  {name:24} {statistics.median(seconds) * 1000:9.2f} ms  x {ratio:.2f}")


if __name__ == "__main__":
    main()
