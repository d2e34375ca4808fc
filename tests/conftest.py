"""What every test may ask for."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update`, which rewrites golden files instead of comparing with them."""
    parser.addoption("--update", action="store_true", help="rewrite golden files")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--update"))
