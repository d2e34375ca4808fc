"""What is said at the end of the tests of the generator."""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count the published documents from which everything was generated, and their operations."""
    reports: list[object] = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if getattr(report, "when", "") == "call"
        and "test_corpus.py::test_every_operation" in getattr(report, "nodeid", "")
    ]
    counts = [
        int(str(value))
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == "corpus_operations"
    ]
    if reports:
        terminalreporter.write_sep(
            "-", f"{len(counts)} of {len(reports)} documents, {sum(counts)} operations"
        )
