"""What operations ask of the files that they take."""

import pytest

from pictura_core.inputs import Facts, InputRule, Range, complaints

SQUARE = InputRule(formats=("png",), aspect=Range(1, 1), bytes=Range(maximum=4194304))
FLAT = InputRule(
    formats=("jpeg", "png", "webp"),
    side=Range(64),
    pixels=Range(4096, 9437184),
    aspect=Range(0.4, 2.5),
)
VIDEO = InputRule(sizes=("1024x576", "576x1024", "768x768"))


@pytest.mark.parametrize(
    ("rule", "facts", "said"),
    [
        (SQUARE, Facts("png", 256, 256, 4194304), []),
        (SQUARE, Facts("jpeg", 256, 256, 1), ["is jpeg, not png"]),
        (SQUARE, Facts("", 0, 0, 1), ["is of an unknown format, not png"]),
        (SQUARE, Facts("png", 256, 255, 1), ["is 256x255, but has to be square"]),
        (
            SQUARE,
            Facts("png", 256, 256, 4194305),
            ["has 4,194,305 bytes, at most 4,194,304 bytes are taken"],
        ),
        (FLAT, Facts("webp", 64, 64, 1), []),
        (FLAT, Facts("webp", 3072, 3072, 1), []),
        (FLAT, Facts("gif", 64, 64, 1), ["is gif, not jpeg, png or webp"]),
        (
            FLAT,
            Facts("png", 63, 70, 1),
            ["is 63x70; each side has to have at least 64 pixels"],
        ),
        (
            FLAT,
            Facts("png", 3072, 3073, 1),
            ["has 9,440,256 pixels (3072x3073), 4,096 to 9,437,184 pixels are taken"],
        ),
        (FLAT, Facts("png", 250, 100, 1), []),
        (FLAT, Facts("png", 100, 250, 1), []),
        (
            FLAT,
            Facts("png", 251, 100, 1),
            ["is 251x100; its width has to be 0.4 to 2.5 times its height"],
        ),
        (VIDEO, Facts("png", 768, 768, 1), []),
        (VIDEO, Facts("png", 768, 769, 1), ["is 768x769, not 1024x576, 576x1024 or 768x768"]),
        (InputRule(), Facts("", 0, 0, 0), []),
    ],
)
def test_complaints(rule: InputRule, facts: Facts, said: list[str]) -> None:
    """A file is told in what it is not as a rule asks; at the limits it is fine."""
    assert list(complaints(rule, facts)) == said


def test_another_picture_tells_the_size() -> None:
    """A mask has to be as large as its picture, if that is known."""
    rule = InputRule(like="image")
    mask, image = Facts("png", 10, 10, 1), Facts("png", 20, 10, 1)
    assert list(complaints(rule, mask)) == []
    assert list(complaints(rule, mask, mask)) == []
    assert list(complaints(rule, mask, image)) == [
        "is 10x10, but has to be as large as image, which is 20x10"
    ]
