"""Knows how an uploaded picture is changed: everywhere, or where a mask is transparent."""

from io import BytesIO

from PIL import Image, ImageChops, ImageFilter, ImageOps

from pictura.emulator.drawing import figures
from pictura.emulator.drawing.canvas import Canvas
from pictura.emulator.drawing.chance import Chance
from pictura.emulator.drawing.order import LONGEST, Order, UnreadablePicture
from pictura.emulator.drawing.palettes import DARK, Palette, mix
from pictura.emulator.drawing.scaling import scale

_OPAQUE = 250


def change(canvas: Canvas, palette: Palette, order: Order) -> None:
    """Put the first input under what the canvas shows, and the other inputs beside it.

    Without a mask the input takes the colours of the new light; with one, the new scene is where
    the mask is transparent, and the rest stays as it was.

    Raises:
        UnreadablePicture: An input is no picture that Pillow can read.
    """
    size = (canvas.width, canvas.height)
    opened = [_open(content) for content in order.inputs]
    base = ImageOps.fit(opened[0].convert("RGB"), size)
    hole = _hole(opened[0], [_open(content) for content in order.others], size)
    if hole is None:
        _relight(canvas, base, palette)
        if sum(palette.sky[0]) < DARK:
            figures.stars(canvas, Chance(order.digest), 0.4, palette.light, 90)
    else:
        _fill(canvas, base, hole, palette)
    _insets(canvas, opened[1:], palette)


def _open(content: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(content)) as image:
            if max(image.size) > LONGEST:
                message = f"an input picture has more than {LONGEST} pixels a side"
                raise UnreadablePicture(message)
            image.load()
            return ImageOps.exif_transpose(image)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, UnreadablePicture):
            raise
        message = "an input file is no picture that can be read"
        raise UnreadablePicture(message) from error


def _hole(
    base: Image.Image, others: list[Image.Image], size: tuple[int, int]
) -> Image.Image | None:
    """Give where to change: the transparent part of a mask, or of the picture itself."""
    for image in (*others, base):
        if "A" not in image.getbands() and "transparency" not in image.info:
            continue
        alpha = image.convert("RGBA").getchannel("A")
        lowest = alpha.getextrema()[0]
        if isinstance(lowest, int | float) and lowest < _OPAQUE:
            return ImageOps.invert(ImageOps.fit(alpha, size))
    return None


def _relight(canvas: Canvas, base: Image.Image, palette: Palette) -> None:
    grey = ImageOps.autocontrast(base.convert("L"), cutoff=1)
    toned = ImageOps.colorize(
        grey,
        mix(palette.near, (0, 0, 0), 0.25),
        mix(palette.sky[2], palette.light, 0.5),
        mid=mix(palette.far, palette.sky[1], 0.4),
    )
    changed = Image.blend(base, toned, 0.72)
    # Of the new scene only its light is let in, not its shapes.
    glow = canvas.image.reduce(max(1, canvas.unit // 24)).filter(ImageFilter.GaussianBlur(2))
    glow = scale(glow, base.size, Image.Resampling.BICUBIC)
    canvas.image = Image.blend(changed, ImageChops.soft_light(changed, glow), 0.6)


def _fill(canvas: Canvas, base: Image.Image, hole: Image.Image, palette: Palette) -> None:
    edge = ImageChops.subtract(hole.filter(ImageFilter.MaxFilter(_odd(canvas.unit * 0.008))), hole)
    whole = base.copy()
    whole.paste(canvas.image, (0, 0), hole)
    whole.paste(palette.accent, (0, 0, *whole.size), edge)
    canvas.image = whole


def _odd(width: float) -> int:
    return min(15, max(3, int(width) // 2 * 2 + 1))


def _insets(canvas: Canvas, images: list[Image.Image], palette: Palette) -> None:
    """Hang further inputs as small framed pictures in the lower right corner."""
    side = int(canvas.unit * 0.17)
    frame = max(2, int(canvas.unit * 0.008))
    gap = int(canvas.unit * 0.03)
    if side < 16:
        return
    x, y = canvas.width - gap - side, canvas.height - gap - side
    for image in images[:16]:
        if x < gap:
            x, y = canvas.width - gap - side, y - gap - side
        box = (x - frame, y - frame, x + side + frame, y + side + frame)
        canvas.plate(box, frame * 0.6, palette.paper)
        canvas.image.paste(ImageOps.fit(image.convert("RGB"), (side, side)), (x, y))
        x -= side + gap + frame
