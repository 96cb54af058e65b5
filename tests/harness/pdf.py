"""What is in a PDF document."""

import io

import pypdf


def texts(document: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages]
