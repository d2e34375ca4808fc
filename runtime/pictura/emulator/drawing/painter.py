"""Knows how an order becomes a picture's bytes. It must not know why it was ordered."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from pictura.emulator.drawing.order import Order
from pictura.emulator.drawing.scaling import scale

__all__ = ["paint"]


def paint(order: Order) -> bytes:
    """Draw a picture and encode it."""
    size = (order.width, order.height)
    top, bottom = tuple(order.digest[:3]), tuple(order.digest[3:6])
    image = Image.new("RGB", (1, 2))
    image.putpixel((0, 0), top)
    image.putpixel((0, 1), bottom)
    image = scale(image, size, Image.Resampling.BICUBIC)
    ImageDraw.Draw(image).text((10, 10), order.prompt, font=ImageFont.load_default(size=24))
    out = BytesIO()
    image.save(out, {"jpg": "JPEG"}.get(order.format, order.format.upper()), compress_level=1)
    return out.getvalue()
