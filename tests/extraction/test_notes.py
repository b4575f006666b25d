"""Notes of the newsroom are known by their opening words and taken wherever they stand, those of other articles are not."""

from __future__ import annotations

import pytest
from lxml.html import fragment_fromstring
from tests.extraction.templates import ENGLISH, URL

from variorum.extraction import extract, read, remembered
from variorum.extraction.blocks import Block
from variorum.extraction.notes import is_note
from variorum.model import Article, Layout, ParagraphKind

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
    "A correction was made on May 4, 2026: An earlier version of this article gave the wrong day.",
    "For the Record, 9:12 a.m. May 4, 2026: An earlier version misstated the day.",
    "For the record: The bridge was built in 1931, not 1913.",
    "Because of an editing error, an earlier version of this article misstated the day.",
    "Due to an error by our desk, this article misstated the day.",
    "Through a slip in our newsroom, an earlier version of this article misstated the day.",
    "We have corrected this article: the bridge was closed on Monday.",
    "We originally said the bridge was built in 1913. It was 1931.",
    "Amended on 4 May: the day has been corrected.",
    "Amendment: the bridge was closed on Monday.",
    "This article originally said 1913.",
    "This article was first published on 2 May and has been amended.",
    "The headline of this article has been changed.",
    "An earlier version misstated the day.",
    "Wegen eines Fehlers in der Redaktion stand in einer früheren Version dieses Artikels ein falscher Tag.",
    "Die Überschrift dieses Artikels wurde nachträglich geändert.",
    "Wir haben diesen Artikel am 5. Mai korrigiert.",
    "En raison d’une erreur, une version précédente de cet article donnait un jour faux.",
    "Nous avons corrigé cet article : le pont est fermé depuis lundi.",
    "Debido a un error, una versión anterior de este artículo daba otro día.",
    "Hemos corregido este artículo.",
    "Correzione: il ponte è chiuso da lunedì.",
    "Per un errore, una versione precedente di questo articolo riportava un altro giorno.",
    "Il titolo di questo articolo è stato modificato.",
    "Por um erro, uma versão anterior deste texto trazia outro dia.",
    "O título deste texto foi alterado.",
    "Door een fout stond in een eerdere versie van dit artikel een andere dag.",
    "De kop van dit artikel is later aangepast.",
    "I en tidigare version av artikeln angavs fel dag.",
    "В предыдущей версии этой статьи был указан другой день.",
    "本文早前版本误写了日期。",
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
    "For the record: I never liked the bridge.",
    "The paper apologised: “An earlier version of this article misstated the day.”",
    "Because of an error in the count, the council votes again on Monday.",
    "Under an earlier version of this article of the treaty ships paid nothing.",
    "This report wrongly blamed the engineers, the court found.",
    "Amendment 64: voters decide on the sale of fish.",
    "A correction was made on the market, and prices fell.",
    "The editor resigned after the newspaper corrected an article on the bridge.",
    "We originally came from the other side of the bay.",
    "O título deste texto foi tirado de uma canção.",
    "本文初次发表于五月。",
)


def noted(text: str) -> bool:
    return is_note(Block(text, (fragment_fromstring("<p>"),)))


@pytest.mark.parametrize("text", OPENINGS)
def test_a_note_is_known_by_its_opening_words(text: str) -> None:
    assert noted(text)


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_that_uses_the_words_of_notes_is_none(text: str) -> None:
    assert not noted(text)


NOTE = "<p>Correction: An earlier version gave the wrong day. It was a Monday.</p>"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
SITE_FOOT = (
    '<p>© 2026 Harbour Courier</p><p><a href="/privacy">Privacy</a> <a href="/terms">Terms of use</a></p>'
)


def notes(*, above: str = "", end: str = "", after: str = "", foot: str = "") -> list[str]:
    """What is read as notes on a page, cold and as the version without them was; its text must come back whole."""
    noted_page = page(above=above, end=end, after=after, foot=foot)
    article = extract(noted_page, URL)
    assert isinstance(article, Article), article
    told = [one.text for one in article.paragraphs if one.kind is not ParagraphKind.NOTE]
    assert told == list(ENGLISH.paragraphs)
    memory = remembered(None, URL, read(page(), URL))
    later = read(noted_page, URL, memory=memory)
    assert isinstance(later.article, Article)
    assert later.article.paragraphs == article.paragraphs
    again = read(noted_page, URL, memory=remembered(memory, URL, later))
    assert isinstance(again.article, Article)
    assert again.article.paragraphs == article.paragraphs
    assert again.layout is Layout.KEPT
    return [one.text for one in article.paragraphs if one.kind is ParagraphKind.NOTE]


def page(*, above: str = "", end: str = "", after: str = "", foot: str = "") -> str:
    return (
        f"<html><body><header><nav><a href='/'>Home</a></nav></header><main>{above}<article class='story'>"
        f"<h1>Mill Bridge closed</h1><div class='text'>{TEXT}{end}</div></article>{after}</main>"
        f"<footer class='site-footer'>{foot}{SITE_FOOT}</footer></body></html>"
    )


LINKS = '<ul><li><a href="/n/7">Ferries to run all night in summer</a></li><li><a href="/n/8">Repairs of the road begin in May</a></li></ul>'
PLACES = {
    "a paragraph after the article": {"after": NOTE},
    "a box after the article": {"after": f"<div>{NOTE}</div>"},
    "a box by its class after the article": {
        "after": '<div class="correction"><p>It was a Monday.</p></div>'
    },
    "a foot after the article": {
        "after": f'<footer class="article-footer">{NOTE}<p>Ada Lind covers roads.</p></footer>'
    },
    "a section after the article": {"after": f'<section class="article-footer">{NOTE}</section>'},
    "a column beside the article": {"after": f'<aside class="sidebar">{NOTE}</aside>'},
    "the foot of the page": {"foot": NOTE},
    "the foot of the page below what leads to its terms": {
        "foot": f'<div class="legal"><a href="/terms">Terms of use and privacy</a>{NOTE}</div>'
    },
    "above the headline": {"above": NOTE},
    "among related articles": {"end": f'<div class="related">{NOTE}{LINKS}</div>'},
    "below related articles": {"end": f'<div class="related"><h3>Related</h3>{LINKS}{NOTE}</div>'},
    "a promotion": {"end": f'<div class="promo-box">{NOTE}</div>'},
    "what shares": {
        "end": f'<div class="share-tools"><a href="https://social.example/">Share</a>{NOTE}</div>'
    },
    "a newsletter's box": {"end": f'<div class="newsletter">{NOTE}<p>Sign up for our letter</p></div>'},
}


@pytest.mark.parametrize("place", PLACES)
def test_a_note_is_read_wherever_it_stands(place: str) -> None:
    (note,) = notes(**PLACES[place])
    assert "It was a Monday." in note


ELSEWHERE = {
    "a card": f'<div class="related"><div class="card"><h3><a href="/n/7">Ferries run all night</a></h3>{NOTE}</div></div>',
    "a linked card": f'<a class="teaser-link" href="/n/7"><div><h3>Ferries run all night</h3>{NOTE}</div></a>',
    "an item of a list": f'<ul class="related"><li><a href="/n/7">Ferries to run all night in summer</a>{NOTE}</li></ul>',
    "another article": f'<article class="story"><h2>Ferries run all night</h2>{NOTE}</article>',
    "a reader's comment": f'<section class="comments"><div class="entry">{NOTE}</div></section>',
    "a teaser at the foot of the page": f'<footer><div><a href="/2026/05/ferries">Ferries to run all night</a>{NOTE}</div></footer>',
    "a column that leads to others": f'<aside class="sidebar"><a href="/n/7">Ferries to run all night in summer</a><a href="/n/8">Repairs of the road begin in May</a>{NOTE}</aside>',
    "what nobody sees": f'<div style="display: none">{NOTE}</div>',
}


@pytest.mark.parametrize("place", ELSEWHERE)
def test_a_note_of_another_article_or_of_a_reader_is_left_out(place: str) -> None:
    assert notes(after=ELSEWHERE[place]) == []
