"""From SVG text to a picture."""

from io import BytesIO

import resvg_py
from PIL import Image


def raster(svg: str, width: int) -> Image.Image:
    # Loading the machine's fonts takes longer than drawing, and no drawing has letters.
    png = resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True)
    return Image.open(BytesIO(png)).convert("RGBA")
