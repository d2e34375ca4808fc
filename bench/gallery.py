"""How long a gallery of 10,000 pictures takes to write, and to open in Chromium.

    python bench/gallery.py [--pictures 10000] [--rounds 5]

Opening is measured by the browser itself, from the navigation to the load event and to the first
painted content, in a fresh page each time. Goal: at most 2 s.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from pictura.gallery.build import build
from pictura.gallery.exhibits import Collection, Exhibit
from pictura.pictures import Picture

GOAL = 2.0
DIFFERENT = 200
SIDE = 256


def exhibits(count: int, folder: Path) -> tuple[Exhibit, ...]:
    """Draw pictures, and exhibit each many times, with a long prompt of its own."""
    for number in range(DIFFERENT):
        colour = (number * 37 % 256, number * 91 % 256, number * 13 % 256)
        Image.new("RGB", (SIDE, SIDE), colour).save(folder / f"{number}.png")
    words = "a lighthouse above the sea in the evening with many boats and a long description "
    return tuple(
        Exhibit(
            recipe="many",
            step=f"step-{at // 2500}",
            job=f"step[row={at}]",
            position=0,
            axes=(("row", str(at)),),
            state="kept",
            file=f"images/{at}.png",
            source=str(folder / f"{at % DIFFERENT}.png"),
            picture=Picture(f"{at % DIFFERENT:064x}", "png", SIDE, SIDE, 900, words * 2),
            prompt=f"{at} {words * 3}",
            parameters=(("model", "gpt-image-2"), ("size", f"{SIDE}x{SIDE}"), ("seed", str(at))),
            operation="createImage",
            digest=f"{at:064x}",
            cost_usd=0.04,
            made=1.76e9 + at,
            emulated=False,
        )
        for at in range(count)
    )


def opened(browser: Browser, page: Path) -> tuple[float, float]:
    """Open the page; give the seconds until its load event and its first content."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.goto(page.as_uri())
    timing = tab.evaluate(
        """() => [performance.getEntriesByType("navigation")[0].loadEventEnd,
                  performance.getEntriesByName("first-contentful-paint")[0].startTime]"""
    )
    tab.close()
    return timing[0] / 1000, timing[1] / 1000


def main() -> None:
    """Write, open, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shown = exhibits(arguments.pictures, folder)
        started = time.perf_counter()
        built = build(
            [Collection("many", "many.yaml", shown, 0)], str(folder / "out"), lambda _: None
        )
        page = Path(built.page)
        print(
            f"written in {time.perf_counter() - started:.2f} s: {page.stat().st_size / 1e6:.1f} MB"
        )
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        if chromium is None:
            print("there is no Chromium on this machine: opening is not measured")
            return
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            times = [opened(browser, page) for _ in range(arguments.rounds)]
            browser.close()
    loads, paints = zip(*times, strict=True)
    print(f"opened in {statistics.median(loads):.2f} s  (goal {GOAL:.0f})")
    print(f"first content after {statistics.median(paints):.2f} s")


if __name__ == "__main__":
    main()
