"""Paints one picture in a process of its own: imports nothing that needs Django."""

from io import BytesIO
from zlib import crc32

from portal.demo.drawing import picture


def paint(order: tuple[str, str, int]) -> tuple[bytes, tuple[int, int]]:
    """Return the WebP picture for (scene, key, width) and its size."""
    scene, key, width = order
    size = (width, width * 5 // 8)
    drawn = picture(scene, seed=crc32(key.encode()) % 10_000, size=size)
    stream = BytesIO()
    drawn.save(stream, "WEBP", quality=86, method=2)
    return stream.getvalue(), size
