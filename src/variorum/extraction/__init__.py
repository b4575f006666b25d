"""Takes a capture's bytes, gives an article, or Unreadable with the reason."""

from variorum.extraction.reading import EXTRACTOR, extract
from variorum.extraction.text_file import extract_text

__all__ = ["EXTRACTOR", "extract", "extract_text"]
