"""Knows which scene and which light a prompt asks for; where it says nothing, chance decides."""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from pictura.emulator.drawing import arrangements, landscapes, plates
from pictura.emulator.drawing.canvas import Canvas
from pictura.emulator.drawing.chance import Chance
from pictura.emulator.drawing.palettes import INK, PALETTES, Palette, turned

Scene: TypeAlias = Callable[[Canvas, Palette, Chance], None]

_WORDS = re.compile(r"[^\W\d_]+")

# The first line that shares a word with the prompt counts: what is rare stands first.
_SCENES: tuple[tuple[Scene, str], ...] = (
    (landscapes.otters, "otter seal 獺 獭"),
    (landscapes.lighthouse, "lighthouse beacon headland cliff 灯塔"),
    (plates.emblem, "icon logo emblem pictogram sticker 图标"),
    (plates.bouquet, "tulip bouquet vase peony rose sunflower 花束"),
    (
        arrangements.still_life,
        "still fruit violin candle jug apple pear bowl bottle quince lemon bread cheese",
    ),
    (
        plates.herbarium,
        "herbarium botanical plant flower fern lily petal leaf frond blossom 花",
    ),
    (
        arrangements.cosmos,
        "planet space galaxy cosmos astronaut rocket orbit universe nebula alien 星球 宇宙",
    ),
    (landscapes.village, "village house cottage town terrace rooftop monastery 村"),
    (
        arrangements.city,
        "city street tower skyline building robot car tram station urban neon 城市",
    ),
    (
        landscapes.sea,
        "sea ocean wave boat ship sail island beach harbour harbor coast whale fish lake water 海",
    ),
    (landscapes.dunes, "desert dune sand camel sahara oasis mars 沙漠"),
    (
        landscapes.forest,
        "forest tree wood pine fox bear owl deer wolf jungle moss garden 森林",
    ),
    (
        landscapes.hills,
        "mountain hill valley meadow field allotment hut cloud horse sheep cow farm castle 山",
    ),
    (
        arrangements.mosaic,
        "pattern abstract geometric bauhaus mosaic tile poster texture quilt cubist 图案",
    ),
)
_LIGHTS: tuple[tuple[str, str], ...] = (
    ("aurora", "aurora northern borealis 极光"),
    ("night", "night midnight moon moonlit star dark nocturne 夜 月"),
    ("dusk", "dusk twilight sunset evening neon 黄昏 日落"),
    ("dawn", "dawn sunrise daybreak pink 黎明 日出"),
    ("storm", "storm stormy rain thunder tempest gale wild grey gray 雨 暴"),
    ("mist", "mist fog haze misty foggy north 雾"),
    ("winter", "winter snow ice frost cold arctic hail 雪 冬"),
    ("ember", "fire volcano lava ember autumn red 火"),
    ("morning", "morning bright calm spring fresh 晨"),
    ("noon", "noon midday summer sunny glass"),
    ("gold", "gold golden candle candlelight lamp desert sand warm harvest yellow orange"),
    ("moss", "moss forest jungle green"),
    ("lagoon", "tropical reef lagoon turquoise"),
    ("lilac", "lavender lilac violet purple"),
    ("rose", "rose love romantic blossom"),
)
_UNCOLOURED = {"ink", "brush", "minimal", "charcoal", "sketch"}
_COLOURED = {"watercolour", "watercolor", "colour", "color", "gouache", "oil", "four"}
_SPARE: tuple[Scene, ...] = (
    landscapes.hills,
    landscapes.sea,
    landscapes.dunes,
    landscapes.forest,
    landscapes.village,
    arrangements.mosaic,
    arrangements.city,
)


def choose(prompt: str, chance: Chance) -> tuple[Scene, Palette]:
    """Give a scene and its colours for a prompt."""
    words = _words(prompt)
    scene = next((one for one, hints in _SCENES if _meets(words, prompt, hints)), None)
    light = next((one for one, hints in _LIGHTS if _meets(words, prompt, hints)), None)
    spare = chance.pick(_SPARE)
    names: Mapping[str, Palette] = PALETTES
    palette = names[light] if light is not None else chance.pick(tuple(names.values()))
    if words & _UNCOLOURED and not words & _COLOURED:
        palette = INK
    palette = turned(palette, chance.between(-7, 7), chance.between(0.95, 1.05))
    return scene or spare, palette


def _words(prompt: str) -> set[str]:
    """Give a prompt's words, plurals also without their ending."""
    words = set(_WORDS.findall(prompt[:4000].lower()))
    return words | {word[:-1] for word in words if word.endswith("s")}


def _meets(words: set[str], prompt: str, hints: str) -> bool:
    return any(hint in words or (not hint.isascii() and hint in prompt) for hint in hints.split())
