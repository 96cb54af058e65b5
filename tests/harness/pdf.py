"""The contents of PDF documents."""

import io
from typing import Any

import pypdf


def texts(document: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages]


def picture_widths(document: bytes) -> list[int]:
    """The widths of the images, in pixels of the original files."""
    widths = []
    for page in pypdf.PdfReader(io.BytesIO(document)).pages:
        objects: Any = page["/Resources"]
        found = objects.get("/XObject", {}).values()
        widths += [one.get_object().get("/Width") for one in found]
    return [width for width in widths if width]
