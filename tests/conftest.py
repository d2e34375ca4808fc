"""What every test may ask for."""

from collections import Counter

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update`, which rewrites golden files instead of comparing with them."""
    parser.addoption("--update", action="store_true", help="rewrite golden files")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--update"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what tests have counted: the property `told` of each, one a line.

    And what many have counted together: the property `summed`, a name and a number. It has to stand
    here: where workers run the tests, the folders' own files are not read.
    """
    properties = [
        one
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if report.when == "call"
        for one in report.user_properties
    ]
    lines = [str(value) for name, value in properties if name == "told"]
    sums: Counter[str] = Counter()
    tests: Counter[str] = Counter()
    for name, value in properties:
        if name == "summed":
            sums[value[0]] += value[1]
            tests[value[0]] += 1
    lines += [f"{name}: {count} ({tests[name]} documents)" for name, count in sums.items()]
    if lines:
        terminalreporter.write_sep("-", "counted")
    for line in sorted(lines):
        terminalreporter.write_line(line)
