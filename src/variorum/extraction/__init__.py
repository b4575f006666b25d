"""Takes a capture's bytes, gives an article, or Unreadable with the reason."""

from variorum.extraction.explaining import explain
from variorum.extraction.learning import learn, read_with_lesson
from variorum.extraction.memory import remembered
from variorum.extraction.reading import EXTRACTOR, extract, read
from variorum.extraction.redesign import Page, Reread, layout_change, reread
from variorum.extraction.text_file import extract_text

__all__ = [
    "EXTRACTOR",
    "Page",
    "Reread",
    "explain",
    "extract",
    "extract_text",
    "layout_change",
    "learn",
    "read",
    "read_with_lesson",
    "remembered",
    "reread",
]
