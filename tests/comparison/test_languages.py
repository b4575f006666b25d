"""A language is data: one that is added as files alone is compared like the others."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import variorum
from variorum.comparison.language import LANGUAGES, language
from variorum.text.languages import FUNCTION_WORDS
from variorum.text.numbers import figures
from variorum.text.word_lists import LANGUAGE_WORDS

WORDS = """
function_words = "di che non per una sono con della il alla"
stop_words = "il lo la le gli un uno una di che e in a per con del della al alla sono non è ha hanno"
auxiliaries = "sono stati state"
articles = "il lo la i gli le un uno una"

[calendar]
months = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
weekdays = "lunedì martedì mercoledì giovedì venerdì sabato domenica"
written_small = true

[figures]
at_least = "almeno più_di"
at_most = "meno_di quasi"
fates = ["morti morte uccisi", "feriti ferite"]
one = "un uno una"

[numerals]
units = "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici"
scales = { mila = 1_000, milioni = 1_000_000 }
blank_separates = true
decimal = ","
"""
RULES = """
[notices]
correction = ['^\\\\W*(correzione|rettifica)\\\\b\\\\s*:']

[certainty]
hedges = "presunto presunta forse"

[negation]
words = "non mai nessuno"

[names]
places_after = "in vicino_a"
place_names = "milano torino"

[opposites]
words = [["condannato", "assolto"]]
"""
PAIRS = {
    "figure": (
        "Almeno dodici persone sono state ferite nel crollo.",
        "Almeno undici persone sono state ferite nel crollo.",
    ),
    "date": ("Il voto è fissato per martedì alla camera.", "Il voto è fissato per giovedì alla camera."),
    "negation": (
        "Il sindaco ha firmato la legge sulla casa.",
        "Il sindaco non ha firmato la legge sulla casa.",
    ),
    "certainty": (
        "La polizia ha fermato il ladro della villa.",
        "La polizia ha fermato il presunto ladro della villa.",
    ),
    "place": (
        "La mostra si apre domani in Toscana per un mese.",
        "La mostra si apre domani in Umbria per un mese.",
    ),
}
RUN = """
import json, sys
from variorum.comparison import compare
from variorum.model import Article, Paragraph
told = {}
for name, texts in json.loads(sys.stdin.read()).items():
    old, new = (Article(paragraphs=(Paragraph("Una sera di pioggia."), Paragraph(text)), language="it") for text in texts)
    told[name] = [str(finding.kind) for finding in compare(old, new).findings]
print(json.dumps(told))
"""


def with_files(
    folder: Path, files: dict[str, str], pairs: dict[str, tuple[str, str]]
) -> dict[str, list[str]]:
    """The classes that the project finds, once these files stand in a copy of it."""
    package = folder / "variorum"
    shutil.copytree(
        Path(variorum.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__", "static")
    )
    for name, text in files.items():
        (package / name).write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8"},
    )
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


@pytest.fixture
def italian(tmp_path: Path) -> dict[str, list[str]]:
    """The classes found once a language is added."""
    files = {"text/words/it.toml": WORDS, "comparison/languages/it.toml": RULES}
    opposite = ("Il tribunale lo ha condannato in appello.", "Il tribunale lo ha assolto in appello.")
    return with_files(tmp_path, files, PAIRS | {"opposite": opposite})


@pytest.fixture
def scarce(tmp_path: Path) -> dict[str, list[str]]:
    """The classes found once the least that a language can be is added."""
    files = {
        "text/words/it.toml": 'function_words = "di che non"\n',
        "comparison/languages/it.toml": '[negation]\nwords = "non"\n',
    }
    digits = ("Le case sono 12.", "Le case sono 14.")
    return with_files(
        tmp_path, files, {name: PAIRS[name] for name in ("figure", "negation")} | {"digits": digits}
    )


def test_a_language_that_is_added_as_two_files_is_compared_like_the_others(
    italian: dict[str, list[str]],
) -> None:
    assert {name: name in italian[name] for name in PAIRS} == dict.fromkeys(PAIRS, True)
    assert "negation" in italian["opposite"]


def test_a_language_of_few_words_is_compared_as_far_as_they_go(scarce: dict[str, list[str]]) -> None:
    assert "negation" in scarce["negation"]
    assert "figure" in scarce["digits"]
    assert "figure" not in scarce["figure"]


def test_in_a_language_that_is_not_known_digits_are_figures_all_the_same() -> None:
    assert [str(figure.value) for figure in figures("12 huse og tre kirker", "da")] == ["12"]
    assert language("da") is LANGUAGES["en"]


@pytest.mark.parametrize("name", sorted(LANGUAGES))
def test_each_language_has_both_files_and_can_be_told(name: str) -> None:
    assert name in LANGUAGE_WORDS
    assert name in FUNCTION_WORDS
