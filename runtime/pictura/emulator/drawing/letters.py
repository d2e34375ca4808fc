"""Knows how text is measured, broken into lines and written with the one font that Pillow carries.

That font has the letters of English and little else. Accents are drawn upon its letters, dashes as
strokes; other scripts take a font of the system if one has them; what is left is written as its
code point in a small box, so that nothing is dropped in silence. It must not know a picture.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from pictura.emulator.drawing.glyphs import MARKS, OWN, SLASHED, SPELLED, STROKES, SYSTEM, Mark
from pictura_core.tuples import NamedTuple

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
Point = tuple[float, float]

FINE = 2
"""How many times larger letters are drawn than they are shown, for smooth edges."""


class _Own(NamedTuple):
    text: str


class _Marked(NamedTuple):
    letter: str
    marks: tuple[Mark, ...]


class _Slashed(NamedTuple):
    letter: str


class _Stroke(NamedTuple):
    sign: str


class _Foreign(NamedTuple):
    text: str
    font: str


class _Unknown(NamedTuple):
    code: str


_Piece = _Own | _Marked | _Slashed | _Stroke | _Foreign | _Unknown


def ascent(size: float) -> float:
    """Tell how far the letters' baseline lies below the top of their line."""
    return size * 0.98


@lru_cache(maxsize=8192)
def measure(text: str, size: float) -> float:
    """Tell how wide a text is, in the unit of its size."""
    return sum(_advance(piece, size * FINE) for piece in _pieces(text)) / FINE


def wrap(text: str, size: float, width: float, most: int) -> list[str]:
    """Break a text into lines no wider than so much; give up after so many lines."""
    lines: list[str] = []
    line, used = "", 0.0
    for word in _words(text):
        needed = measure(word, size)
        if used + measure(word.rstrip(), size) <= width:
            line, used = line + word, used + needed
            continue
        if line:
            lines.append(line.rstrip())
        line, used = word, needed
        while measure(line.rstrip(), size) > width and len(lines) < most:
            cut = max(1, _fitting(line, size, width))
            lines.append(line[:cut])
            line = line[cut:]
            used = measure(line, size)
        if len(lines) >= most:
            return lines
    return [*lines, line.rstrip()] if line.strip() else lines


def write(mask: Image.Image, at: Point, text: str, size: float, rise: float) -> None:
    """Write a line of text into a mask; its baseline lies `rise` below the given point."""
    draw = ImageDraw.Draw(mask)
    x, base = at[0], at[1] + rise
    for piece in _pieces(text):
        _write_piece(draw, (x, base), piece, size)
        x += _advance(piece, size)


def _words(text: str) -> Iterator[str]:
    """Give words with the space after each; a script without spaces may break anywhere."""
    word = ""
    for character in text:
        word += character
        if character == " " or unicodedata.east_asian_width(character) in "WF":
            yield word
            word = ""
    if word:
        yield word


def _fitting(text: str, size: float, width: float) -> int:
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle], size) <= width else (low, middle - 1)
    return low


@lru_cache(maxsize=4096)
def _pieces(text: str) -> tuple[_Piece, ...]:
    pieces: list[_Piece] = []
    for character in unicodedata.normalize("NFC", text):
        piece = _piece(character)
        last = pieces[-1] if pieces else None
        match last, piece:
            case _Own(before), _Own(after):
                pieces[-1] = _Own(before + after)
            case _Foreign(before, font), _Foreign(after, other) if font == other:
                pieces[-1] = _Foreign(before + after, font)
            case _:
                if piece is not None:
                    pieces.append(piece)
    return tuple(pieces)


def _piece(character: str) -> _Piece | None:
    if character in OWN:
        return _Own(character)
    if character in SPELLED and SPELLED[character] not in STROKES:
        return _Own(SPELLED[character])
    if SPELLED.get(character, character) in STROKES:
        return _Stroke(SPELLED.get(character, character))
    if character in SLASHED:
        return _Slashed(SLASHED[character])
    apart = unicodedata.normalize("NFD", character)
    letter, marks = apart[:1], apart[1:]
    if letter in OWN and all(mark in MARKS for mark in marks):
        return _Marked(letter, tuple(MARKS[mark] for mark in marks))
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf", "Cc"):
        return None
    font = _font_with(character)
    return _Foreign(character, font) if font else _Unknown(f"{ord(character):04X}")


@lru_cache(maxsize=64)
def _own_font(size: int) -> Font:
    return ImageFont.load_default(size=size)


@lru_cache(maxsize=64)
def _system_font(name: str, size: int) -> ImageFont.FreeTypeFont | None:
    try:
        return ImageFont.truetype(name, size)
    except OSError:
        return None


@lru_cache(maxsize=4096)
def _font_with(character: str) -> str:
    """Find a font of the system that has a character; empty if none has."""
    for name in SYSTEM:
        font = _system_font(name, 24)
        if font is not None and _shape(font, character) != _shape(font, "\U0010fffd"):
            return name
    return ""


def _shape(font: ImageFont.FreeTypeFont, character: str) -> tuple[object, ...]:
    mask = Image.new("L", (64, 64))
    ImageDraw.Draw(mask).text((8, 8), character, font=font, fill=255)
    return font.getlength(character), mask.tobytes()


def _font(piece: _Piece, size: float) -> Font:
    if isinstance(piece, _Foreign):
        found = _system_font(piece.font, max(1, round(size * 0.94)))
        if found is not None:
            return found
    return _own_font(max(1, round(size)))


def _advance(piece: _Piece, size: float) -> float:
    match piece:
        case _Own(text) | _Foreign(text, _):
            return _font(piece, size).getlength(text)
        case _Marked(letter, _) | _Slashed(letter):
            return _own_font(max(1, round(size))).getlength(letter)
        case _Stroke(sign):
            return size * (STROKES[sign] + 0.08)
        case _Unknown(code):
            return size * (0.62 if len(code) <= 4 else 0.84)


def _write_piece(draw: ImageDraw.ImageDraw, at: Point, piece: _Piece, size: float) -> None:
    x, base = at
    thick = max(1, round(size * 0.065))
    match piece:
        case _Own(text) | _Foreign(text, _):
            draw.text((x, base), text, font=_font(piece, size), fill=255, anchor="ls")
        case _Marked(letter, marks):
            _letter_with(draw, at, letter, marks, size)
        case _Slashed(letter):
            draw.text((x, base), letter, font=_own_font(max(1, round(size))), fill=255, anchor="ls")
            wide = _advance(piece, size)
            tall = size * (0.72 if letter.isupper() else 0.52)
            if letter in "oO":
                ends = [(x + wide * 0.12, base + size * 0.03), (x + wide * 0.88, base - tall)]
            else:
                ends = [(x, base - size * 0.42), (x + wide * 0.8, base - size * 0.56)]
            draw.line(ends, fill=255, width=thick)
        case _Stroke("\u00d7"):
            half, middle = size * 0.17, (x + size * 0.32, base - size * 0.3)
            for slope in (-1, 1):
                start = (middle[0] - half, middle[1] - half * slope)
                draw.line([start, (middle[0] + half, middle[1] + half * slope)], 255, thick)
        case _Stroke(sign):
            y = base - size * 0.26
            draw.line([(x + size * 0.04, y), (x + size * (STROKES[sign] + 0.04), y)], 255, thick)
        case _Unknown(code):
            _box(draw, at, code, size)


def _letter_with(
    draw: ImageDraw.ImageDraw, at: Point, letter: str, marks: Sequence[Mark], size: float
) -> None:
    base = at[1]
    font = _own_font(max(1, round(size)))
    draw.text(at, letter, font=font, fill=255, anchor="ls")
    left, top, right, bottom = draw.textbbox(at, letter, font=font, anchor="ls")
    middle = (left + right) / 2
    above = [mark for mark in marks if not mark.below]
    if letter in "ij" and above:
        # The dot gives way to the accent.
        draw.rectangle((left - 1, top - 1, right + 1, base - size * 0.56), fill=0)
        top = base - size * 0.5
    thick = max(1, round(size * 0.07))
    for mark in marks:
        foot = bottom if mark.below else top
        for stroke in mark.strokes:
            points = [(middle + dx * size, foot - dy * size) for dx, dy in stroke]
            draw.line(points, fill=255, width=thick, joint="curve")
        if not mark.below:
            top -= size * 0.14


def _box(draw: ImageDraw.ImageDraw, at: Point, code: str, size: float) -> None:
    """Write a code point in a box, two rows of digits."""
    x, base = at
    half = (len(code) + 1) // 2
    wide = size * (0.54 if len(code) <= 4 else 0.76)
    frame = (x + size * 0.04, base - size * 0.78, x + size * 0.04 + wide, base + size * 0.06)
    draw.rectangle(frame, outline=200, width=max(1, round(size * 0.03)))
    font = _own_font(max(1, round(size * 0.36)))
    for row, digits in enumerate((code[:half], code[half:])):
        place = ((frame[0] + frame[2]) / 2, base - size * (0.42 - 0.37 * row))
        draw.text(place, digits, font=font, fill=230, anchor="ms")
