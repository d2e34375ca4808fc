"""Puts the pictures of a folder on one sheet: `python contact_sheet.py FOLDER OUT.webp`.

Made `demo.webp` from `recipes/images` after `make demo`.
"""

import sys
from pathlib import Path

from PIL import Image, ImageOps

HEIGHT = 168
WIDTH = 1200
GAP = 6
ENDINGS = {".png", ".jpg", ".webp"}


def lay_out(files: list[Path]) -> list[list[Image.Image]]:
    """Scale pictures to one height and fill rows with them, as a line breaks into words."""
    rows: list[list[Image.Image]] = [[]]
    for file in files:
        with Image.open(file) as picture:
            scaled = ImageOps.contain(picture.convert("RGB"), (WIDTH, HEIGHT))
        used = sum(each.width + GAP for each in rows[-1])
        if used + scaled.width > WIDTH:
            rows.append([])
        rows[-1].append(scaled)
    return rows


def main(folder: str, out: str) -> None:
    """Write the sheet."""
    files = sorted(file for file in Path(folder).rglob("*") if file.suffix in ENDINGS)
    rows = lay_out(files)
    sheet = Image.new("RGB", (WIDTH, len(rows) * (HEIGHT + GAP) - GAP), "white")
    for line, row in enumerate(rows):
        left = 0
        for picture in row:
            sheet.paste(picture, (left, line * (HEIGHT + GAP)))
            left += picture.width + GAP
    sheet.save(out, quality=80)


if __name__ == "__main__":
    main(*sys.argv[1:])
