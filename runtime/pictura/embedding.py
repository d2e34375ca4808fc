"""Knows how words about a picture are put into its file, and no pixel: nothing is encoded anew.

The words are an XMP packet, which most tools read. Sources: XMP (ISO 16684-1) and its part 3 for
PNG (`iTXt`), JPEG (APP1) and WebP (`XMP `, RFC 9649); IPTC Photo Metadata 2025.1 for the fields.
"""

from collections.abc import Mapping
from struct import pack, unpack_from
from xml.sax.saxutils import escape, quoteattr
from zlib import crc32

SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
"""IPTC's name for a picture that a trained model drew."""

_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "pictura": "urn:pictura:provenance:1",
}
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_HEAD = b"http://ns.adobe.com/xap/1.0/\x00"
_LONGEST = 12_000
"""Characters of a text that go into a file: a segment of JPEG holds 65,533 bytes in all."""


def packet(facts: Mapping[str, str]) -> bytes:
    """Write what is known of a picture as an XMP packet.

    Args:
        facts: Texts by name, as a sidecar has them; `prompt`, `model`, `made` and `revised_prompt`
            go into the fields that other tools read too.
    """
    told = {name: _legible(value) for name, value in facts.items() if value}
    attributes = {"xmp:CreatorTool": "Pictura", "Iptc4xmpExt:DigitalSourceType": SOURCE_TYPE}
    for name, field in (
        ("made", "xmp:CreateDate"),
        ("model", "Iptc4xmpExt:AISystemUsed"),
        ("prompt", "Iptc4xmpExt:AIPromptInformation"),
    ):
        if name in told:
            attributes[field] = told[name]
    attributes.update((f"pictura:{name}", value) for name, value in told.items())
    attributes.pop("pictura:prompt", None)  # it is there twice already
    spaces = "".join(f"\n xmlns:{name}={quoteattr(uri)}" for name, uri in _SPACES.items())
    fields = "".join(f"\n {name}={quoteattr(value)}" for name, value in attributes.items())
    description = ""
    if "prompt" in told:
        description = (
            '\n<dc:description><rdf:Alt><rdf:li xml:lang="x-default">'
            f"{escape(told['prompt'])}</rdf:li></rdf:Alt></dc:description>"
        )
    text = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'<rdf:Description rdf:about=""{spaces}{fields}>{description}\n</rdf:Description>\n'
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    )
    return text.encode("utf-8")


def embed(data: bytes, xmp: bytes) -> bytes:
    """Put a packet into a PNG, JPEG or WebP; the pixels stay byte for byte as they are.

    Raises:
        ValueError: The bytes are none of these.
    """
    if data.startswith(_PNG):
        return _into_png(data, xmp)
    if data.startswith(b"\xff\xd8"):
        body = _JPEG_HEAD + xmp
        return data[:2] + b"\xff\xe1" + pack(">H", len(body) + 2) + body + data[2:]
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _into_webp(data, xmp)
    message = "only PNG, JPEG and WebP take a packet"
    raise ValueError(message)


def _legible(text: str) -> str:
    """Leave out what XML cannot hold."""
    kept = (c for c in text[:_LONGEST] if c in "\t\n" or (c >= " " and c.isprintable()) or c == " ")
    return "".join(kept)


def _into_png(data: bytes, xmp: bytes) -> bytes:
    end = len(_PNG) + 25  # the header chunk, which has to be the first
    body = b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + xmp
    chunk = pack(">I", len(body)) + b"iTXt" + body + pack(">I", crc32(b"iTXt" + body))
    return data[:end] + chunk + data[end:]


def _into_webp(data: bytes, xmp: bytes) -> bytes:
    chunks = [(name, body) for name, body in _riff_chunks(data) if name not in (b"XMP ", b"VP8X")]
    (extended,) = [body for name, body in _riff_chunks(data) if name == b"VP8X"] or [
        _extended(*chunks[0])
    ]
    head = bytes((extended[0] | 0x04, *extended[1:]))
    chunks = [(b"VP8X", head), *chunks, (b"XMP ", xmp)]
    inner = b"WEBP" + b"".join(
        name + pack("<I", len(body)) + body + b"\x00" * (len(body) % 2) for name, body in chunks
    )
    return b"RIFF" + pack("<I", len(inner)) + inner


def _extended(name: bytes, body: bytes) -> bytes:
    """Write the header that a simple WebP lacks: its flags and its size."""
    if name == b"VP8L":
        (bits,) = unpack_from("<I", body, 1)
        width, height, alpha = bits & 0x3FFF, bits >> 14 & 0x3FFF, bits >> 28 & 1
        return bytes((alpha << 4, 0, 0, 0)) + _three(width) + _three(height)
    width, height = unpack_from("<HH", body, 6)
    return bytes(4) + _three((width & 0x3FFF) - 1) + _three((height & 0x3FFF) - 1)


def _three(value: int) -> bytes:
    return value.to_bytes(3, "little")


def _riff_chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    found: list[tuple[bytes, bytes]] = []
    at = 12
    while at + 8 <= len(data):
        (size,) = unpack_from("<I", data, at + 4)
        found.append((data[at : at + 4], data[at + 8 : at + 8 + size]))
        at += 8 + size + size % 2
    return found
