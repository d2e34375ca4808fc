"""The gallery in a real browser: seen, filtered, typed through, and held against axe-core."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from .conftest import HOSTILE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


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


def open_page(page: Page, project: Path) -> Page:
    """Open the gallery from its file; a script's error, or a prompt that runs, fails the test."""
    page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
    page.on("dialog", lambda _: pytest.fail("a prompt was run as a script"))
    page.goto((project / "gallery" / "index.html").as_uri())
    return page


def test_axe_finds_nothing(browser: Browser, project: Path) -> None:
    """Axe-core finds no violation: light, dark, and with a picture open."""
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page = open_page(browser.new_page(color_scheme=scheme), project)
        for opened in (False, True):
            if opened:
                page.locator("a.picture").first.click()
            results = Axe().run(page)
            assert results.violations_count == 0, results.generate_report()
        page.close()


def test_a_picture_is_looked_at_by_keyboard(browser: Browser, project: Path) -> None:
    """Enter opens a picture, arrows go on, `i` hides what is known of it, Escape comes back."""
    page = open_page(browser.new_page(), project)
    links = page.locator("a.picture")
    links.first.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog")
    assert dialog.is_visible()
    assert dialog.locator(".at").inner_text() == "1 of 8"
    page.keyboard.press("ArrowRight")
    assert dialog.locator(".at").inner_text() == "2 of 8"
    page.keyboard.press("End")
    assert dialog.locator(".at").inner_text() == "8 of 8"
    assert HOSTILE.split("{{")[0].strip() in dialog.locator(".plate").inner_text()
    page.keyboard.press("i")
    assert not dialog.locator(".plate").is_visible()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate("document.activeElement === document.querySelectorAll('a.picture')[7]")
    page.close()


def test_words_filter_the_page(browser: Browser, project: Path) -> None:
    """`/` goes to the filter; figures that hold all words stay, with their count."""
    page = open_page(browser.new_page(), project)
    page.keyboard.press("/")
    page.keyboard.type("NORTH violin")
    assert page.locator("figure:visible").count() == 1
    assert page.locator("output").inner_text() == "1 of 8"
    assert page.locator("section.step:visible").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("figure:visible").count() == 8
    page.close()


def test_it_reads_without_scripts(browser: Browser, project: Path) -> None:
    """Without JavaScript every picture and every text is there, and no dead control."""
    page = open_page(browser.new_page(java_script_enabled=False), project)
    assert page.locator("figure:visible").count() == 8
    assert not page.locator("form").is_visible()
    page.locator("summary").first.click()
    assert page.locator(".facts").first.is_visible()
    href = page.locator("a.picture").first.get_attribute("href")
    assert href is not None
    assert href.startswith("pictures/")
    page.close()


def test_a_picture_has_an_address(browser: Browser, project: Path) -> None:
    """A link with a picture's fragment opens that picture."""
    page = browser.new_page()
    page.goto((project / "gallery" / "index.html").as_uri() + "#p3")
    assert page.locator("dialog .at").inner_text() == "3 of 8"
    page.close()


def test_nothing_is_wider_than_a_telephone(browser: Browser, project: Path) -> None:
    """On a narrow screen only the grid scrolls sideways, in its own frame."""
    page = open_page(browser.new_page(viewport={"width": 360, "height": 740}), project)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()
