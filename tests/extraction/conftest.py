"""What the tests of extraction share: libraries warmed before the audit hook watches, and the development pages."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.extraction.templates import ENGLISH, broadsheet

from variorum.extraction import extract

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session", autouse=True)
def _warm() -> None:
    """Codecs, the detection of encodings and the list of public suffixes are loaded when first needed."""
    page = broadsheet(ENGLISH)
    for body in (page, page.encode(), (page * 3).replace('charset="utf-8"', "").encode("cp1252", "replace")):
        extract(body, "https://www.harbour-courier.example/1")


@pytest.fixture(scope="session")
def development_pages(shared: Path) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """The English pages and every fifth of those in many languages, each with what is known to be true of it."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for name in ("fe", "ft"):
        folder = shared / "data/extraction" / name
        golds = (folder / "gold.jsonl").read_text("utf-8").splitlines()[:: 5 if name == "ft" else 1]
        found[name] = [
            (gzip.decompress((folder / f"{gold['id']}.html.gz").read_bytes()).decode(), gold)
            for gold in map(json.loads, golds)
        ]
    return found
