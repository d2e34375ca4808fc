"""Knows how an order becomes a picture's bytes. It must not know why it was ordered."""

from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from pictura.emulator.drawing.canvas import Canvas
from pictura.emulator.drawing.caption import write_caption
from pictura.emulator.drawing.chance import Chance
from pictura.emulator.drawing.editing import change
from pictura.emulator.drawing.order import Order
from pictura.emulator.drawing.scenes import choose

__all__ = ["draw", "paint"]

_SOFTWARE = "Pictura emulator"
_IMAGE_DESCRIPTION = 0x010E
_EXIF_SOFTWARE = 0x0131


def paint(order: Order) -> bytes:
    """Draw a picture and encode it.

    Raises:
        UnreadablePicture: An input is no picture that Pillow can read.
    """
    return _encode(draw(order), order)


def draw(order: Order) -> Image.Image:
    """Draw a picture.

    Raises:
        UnreadablePicture: An input is no picture that Pillow can read.
    """
    chance = Chance(order.digest)
    scene, palette = choose(order.prompt, chance)
    canvas = Canvas(Image.new("RGB", (order.width, order.height)))
    scene(canvas, palette, chance)
    if order.inputs:
        change(canvas, palette, order)
    write_caption(canvas, palette, order)
    return canvas.image


def _encode(image: Image.Image, order: Order) -> bytes:
    out = BytesIO()
    prompt = order.prompt[:2000].encode("utf-8", "replace").decode().replace("\0", "")
    note = f"{prompt} [{order.digest.hex()[:16]}]"
    match order.format:
        case "png":
            info = PngInfo()
            info.add_itxt("Description", note)
            info.add_text("Software", _SOFTWARE)
            image.save(out, "PNG", compress_level=3, pnginfo=info)
        case _:
            exif = Image.Exif()
            exif[_IMAGE_DESCRIPTION] = note
            exif[_EXIF_SOFTWARE] = _SOFTWARE
            if order.format == "webp":
                image.save(out, "WEBP", quality=90, method=2, exif=exif)
            else:
                image.save(out, "JPEG", quality=92, exif=exif)
    return out.getvalue()
