"""Notes of the newsroom are known by their opening words and taken wherever they stand, those of other articles are not."""

from __future__ import annotations

import pytest
from lxml.html import fragment_fromstring

from variorum.extraction.blocks import Block
from variorum.extraction.notes import is_note

OPENINGS = (
    "תיקון: בגרסה קודמת נכתב כי הגשר נסגר ביום ראשון.",
    "הבהרה: המעבורת פועלת בימי חול בלבד.",
    "सुधार: इस लेख के पिछले संस्करण में तारीख गलत थी।",
    "स्पष्टीकरण: नाव सेवा केवल कार्यदिवसों पर चलती है।",
    "【訂正】当初の記事で日付を誤っていました。",
    "訂正：当初の記事で日付を誤っていました。",
    "【更正】本文早前的日期有误。",
    "勘误：本文早前的日期有误。",
    "澄清：渡轮只在工作日开行。",
    "Correction, May 5: The bridge was closed on Monday.",
    "Correction on May 5, 2026: The bridge was closed on Monday.",
    "Correction (May 5, 2026): The bridge was closed on Monday.",
    "Correction to this story: The bridge was closed on Monday.",
    "Corrected: The bridge was closed on Monday.",
    "This article has since been corrected.",
    "Note: This article has been corrected to give the right day.",
    "An earlier version of the article gave the wrong day.",
    "The original version of this article said it was a Sunday.",
    "Rectificación: el puente se cerró el lunes.",
    "Corrección del 5 de mayo: el puente se cerró el lunes.",
    "Este artículo ha sido corregido.",
    "Précision du 5 mai : le pont est fermé depuis lundi.",
    "Correctif : le pont est fermé depuis lundi.",
    "Korrekturhinweis: Die Brücke ist seit Montag gesperrt.",
    "Transparenzhinweis: Der Verlag ist am Fährbetrieb beteiligt.",
    "Korrektur vom 5. Mai 2026: Die Brücke ist seit Montag gesperrt.",
    "In einer früheren Fassung hieß es, die Brücke sei seit Sonntag gesperrt.",
)
SENTENCES = (
    "Correction officers in May 2026: what they earn and why they strike.",
    "Corrections of 5 percent: that is what the market expects.",
    "Correction to the downside: traders expect the price of copper to fall.",
    "Corrected figures were published by the bank on Monday.",
    "An earlier version of the bill would have closed the ferry.",
    "An earlier version of the story had the sailor drown.",
    "The original version of this song was recorded in 1961.",
    "In einer früheren Fassung des Gesetzes fehlte der Satz.",
    "Précisions attendues du 5 mai au 7 mai sur la fermeture du pont.",
    "Note: the ferry is free.",
    "सुधार की मांग को लेकर लोग सड़क पर उतरे।",
    "澄清会在周二举行。",
    "“Correction: it was a Monday,” she said.",
)


def noted(text: str) -> bool:
    return is_note(Block(text, (fragment_fromstring("<p>"),)))


@pytest.mark.parametrize("text", OPENINGS)
def test_a_note_is_known_by_its_opening_words(text: str) -> None:
    assert noted(text)


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_that_uses_the_words_of_notes_is_none(text: str) -> None:
    assert not noted(text)
