"""The pages of docs/ as Sphinx builds them: no warning, nothing from elsewhere, fit to be read."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[2]
PAGES = sorted(path.stem for path in (ROOT / "docs").glob("*.md"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


def _build(source: Path, target: Path) -> "subprocess.CompletedProcess[str]":
    """Build pages as `make docs` does."""
    (line,) = re.findall(r"sphinx-build (.*) --doctree-dir", (ROOT / "Makefile").read_text())
    options = [*line.split(), "--doctree-dir", str(target / "doctrees")]
    return subprocess.run(
        [sys.executable, "-m", "sphinx", *options, str(source), str(target / "pages")],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build all pages; a warning fails."""
    target = tmp_path_factory.mktemp("docs")
    done = _build(ROOT / "docs", target)
    assert (done.returncode, done.stderr) == (0, "")
    return target / "pages"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium without a window."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield started
        started.close()


@pytest.mark.parametrize("link", ["[gone](gone.md)", "[gone](recipes.md#gone)"])
def test_a_broken_link_fails(tmp_path: Path, link: str) -> None:
    """A link to a page or a heading that is not there ends the build with an error."""
    source = tmp_path / "docs"
    source.mkdir()
    for name in ("conf.py", "static", "recipes.md", "troubleshooting.md", "running.md"):
        copy = shutil.copytree if (ROOT / "docs" / name).is_dir() else shutil.copy
        copy(ROOT / "docs" / name, source / name)
    names = "recipes\ntroubleshooting\nrunning\n"
    (source / "index.md").write_text(f"# Index\n\n{link}\n\n```{{toctree}}\n{names}```\n")
    done = _build(source, tmp_path)
    assert done.returncode != 0
    assert "index.md:3: WARNING" in done.stderr
    assert "gone" in done.stderr


def test_every_page_is_built_and_found(pages: Path) -> None:
    """Each page has its file, and the index's table leads to each."""
    assert [name for name in PAGES if not (pages / f"{name}.html").exists()] == []
    text = (ROOT / "docs" / "index.md").read_text("utf-8")
    table = set(re.findall(r"\]\(([\w-]+)\.md\)", text))
    assert sorted({"index", *table}) == PAGES
    listed = re.findall(
        r"^([\w-]+)$", "\n".join(re.findall(r"```\{toctree\}.*?```", text, re.DOTALL)), re.MULTILINE
    )
    assert sorted(["index", *listed]) == PAGES


@needs_chromium
def test_nothing_is_fetched_and_nothing_is_too_wide(browser: Browser, pages: Path) -> None:
    """Each page works from its file and asks no network; none is wider than a telephone."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
    for name in PAGES:
        page.goto((pages / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    page.close()


@needs_chromium
def test_the_search_works_from_a_file(browser: Browser, pages: Path) -> None:
    """A word that is looked for leads to the page that explains it."""
    page = browser.new_page()
    page.goto(f"{(pages / 'search.html').as_uri()}?q=alias-bomb")
    page.get_by_role("link", name="Troubleshooting").first.wait_for()
    page.close()


@needs_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, pages: Path, scheme: Literal["light", "dark"]) -> None:
    """Axe-core finds no violation in what the pages say, by day and by night."""
    page = browser.new_page(color_scheme=scheme)
    found: dict[str, str] = {}
    for name in PAGES:
        page.goto((pages / f"{name}.html").as_uri())
        results = Axe().run(page, context="article")
        if results.violations_count:
            found[name] = results.generate_report()
    assert not found
    page.close()
