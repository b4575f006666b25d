"""Takes a block, gives whether it is a note of the newsroom: a correction, a clarification, an editor's note."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from variorum.extraction.time_line import is_time_line
from variorum.text.dates import MONTHS
from variorum.text.word_lists import either

if TYPE_CHECKING:
    from variorum.extraction.blocks import Block

# A label opens a note only with a sign after it: "Correction officers said" opens a paragraph.
_LABELS = (
    "corrections?",
    "corrected",
    "clarifications?",
    "editor['’]?s['’]? notes?",
    "korrektur(?:hinweis)?",
    "transparenzhinweis",
    "berichtigung",
    "klarstellung",
    "richtigstellung",
    "anmerkung der redaktion",
    r"anm\. d\. red\.",
    "hinweis der redaktion",
    "rectificatif",
    "correctif",
    "précision",
    "erratum",
    "note de la rédaction",
    "ndlr",
    "corrección",
    "rectificación",
    "fe de erratas",
    "fe de errores",
    "aclaración",
    "nota de(?:l editor| la redacción)",
    "correzion[ei]",
    "rettifica",
    "precisazione",
    "errata corrige",
    "nota della redazione",
    "correção",
    "errata",
    "esclarecimento",
    "nota da redação",
    "correcties?",
    "rectificaties?",
    "verduidelijking",
    "rättelse",
    "rettelse",
    "sprostowanie",
    "поправка",
    "от редакции",
    "düzeltme",
    "تصحيح",
    "تنويه",
    "訂正(?:とお詫び)?",
    "お詫びと訂正",
    "おことわり",
    "更正",
    "勘[误誤]",
    "澄清",
    "정정",
    "바로잡습니다",
    "תיקון(?: טעות)?",
    "הבהרה",
    "(?:भूल )?सुधार",
    "स्पष्टीकरण",
)
# Live reports and menus are full of updates: only these signs after the word make it the label of a note.
_UPDATES = (
    "updates?",
    "aktualisierung",
    "mise à jour",
    "actualización",
    "aggiornamento",
    "atualização",
    "uppdatering",
    "opp?datering",
    "aktualizacja",
    "обновление",
    "güncelleme",
    "تحديث",
)
# What an outlet calls the thing that a reader has before them.
_ARTICLE = r"(?:article|story|report|piece|post|page|headline|column|text|version|live ?blog)"
_CHANGED = r"(?:amended|corrected|clarified|edited|updated|revised)"
_ERRED = r"(?:mis(?:stat|spell|spelt|identif|attribut|quot|report|nam|dat|characteri[sz])\w*|incorrectly|wrongly|mistakenly|erroneously|inaccurately)"
_SAID = r"(?:said|stated|gave|reported|named|claimed|described|identified|listed|attributed|referred)"
_PHRASES = (
    rf"this {_ARTICLE} (?:has (?:since )?been|was|is) (?:\w+ )?{_CHANGED}",
    rf"this {_ARTICLE} (?:was |has been )?(?:\w+ )?(?:published|posted) .{{1,80}}\band (?:it )?(?:has (?:since )?been|was) (?:\w+ )?{_CHANGED}",
    rf"(?:the|our) (?:headline|standfirst|(?:photo )?caption) (?:of|on|to|for|in|above|accompanying) this {_ARTICLE} (?:has (?:since )?been|was) (?:\w+ )?(?:changed|{_CHANGED})",
    # Reports and texts that somebody else wrote err too.
    rf"this (?:article|story|headline|caption|live ?blog) (?:(?:originally|initially|previously|first) )?(?:{_ERRED}|(?:originally|initially|previously) {_SAID})\b",
    r"we (?:originally|incorrectly|wrongly|mistakenly|erroneously) (?:said|stated|reported|gave) (?:that|the|in)\b",
    rf"we(?:['’]ve| have)? (?:since )?{_CHANGED} (?:this|our) {_ARTICLE}",
    r"(?:amended|corrected|clarified) on (?=[^:.]{0,28}\d)[^:.]{3,30}[:.]",
    r"amendment\s*:\s",
    # Some outlets tell the time first: "For the Record, 9:12 a.m. May 4:", "A correction was made on May 4:".
    rf"an? (?:correction|clarification) (?:was|has been) (?:made|published|issued|added|appended) (?:on (?=[^:]{{0,38}}\d)[^:]{{3,40}}(?::\d\d[^:]{{0,40}})?:\s|to this {_ARTICLE})",
    r"for the record(?:,\s[^:]{0,40}(?::\d\d[^:]{0,40})?:|:\s[^.!?]{0,200}\b(?:earlier version|misstated|misspelled|incorrectly|should have|not \d))",
    r"an? (?:earlier|previous|original|prior) version of this",
    rf"(?:an?|the) (?:earlier|previous|original|prior) (?:version|headline|caption) (?:had )?(?:{_ERRED}|gave the wrong)\b",
    # A film has a story and a law has versions: "the" needs a word that only a newspaper uses of itself.
    r"an? (?:earlier|previous|original|prior) version of (?:the|our) (?:article|headline|live ?blog)\b",
    rf"(?:the|our) (?:earlier|previous|original|first) version of this {_ARTICLE}\b",
    rf"(?:because of|due to|owing to|as a result of) (?:an? |our )?(?:[\w’'-]+ ){{0,3}}(?:error|mistake)s?\b[^.!?:]{{0,60}}?,\s(?:(?:this|our) {_ARTICLE}|an? (?:earlier|previous|original) version)\b",
    r"we (?:apologi[sz]e|regret)\b.{0,40}\berror",
    r"in einer (?:früheren|ersten|vorherigen|älteren|vorigen) (?:version|fassung) (?:dieses|des) (?:artikels|textes|beitrags)",
    r"in einer (?:früheren|ersten|vorherigen|älteren|vorigen) (?:version|fassung) (?:hieß|stand|war|wurde)",
    r"dieser (?:artikel|text|beitrag) wurde .{0,100}(?:korrigiert|berichtigt|aktualisiert)",
    r"wir haben (?:diesen (?:artikel|text|beitrag|bericht)|diese meldung) .{0,60}(?:korrigiert|berichtigt)",
    r"die (?:überschrift|schlagzeile) (?:dieses|des) (?:artikels|textes|beitrags) wurde .{0,60}(?:geändert|korrigiert|angepasst)",
    r"une (?:première |précédente )?version (?:précédente |antérieure |initiale )?de (?:cet article|ce texte)",
    r"cet article a été (?:\w+ )?(?:corrigé|modifié|rectifié)",
    r"cet article a été publié .{1,80}\bet (?:a été )?(?:corrigé|modifié|rectifié)",
    r"nous avons (?:corrigé|rectifié|modifié) (?:cet article|ce texte|le titre de)",
    r"le titre de (?:cet article|ce texte) a été (?:\w+ )?(?:changé|corrigé|modifié)",
    r"una versión (?:anterior|previa) de est[ae]",
    r"est[ae] (?:artículo|noticia|nota|texto|información|reportaje) (?:ha sido|fue) (?:\w+ )?(?:corregid|rectificad|modificad)[oa]",
    r"est[ae] (?:artículo|noticia|nota|texto|información|reportaje) (?:se publicó|fue publicad[oa]) .{1,80}\by (?:ha sido|fue) (?:corregid|rectificad|modificad)[oa]",
    r"hemos (?:corregido|rectificado|modificado) est[ae] (?:artículo|noticia|nota|texto|información|reportaje)",
    r"el (?:titular|título) de est[ae] (?:artículo|noticia|nota|texto|información|reportaje) (?:ha sido|fue|se ha) (?:cambiad|corregid|modificad|rectificad)o",
    r"una versione precedente di quest",
    r"quest['’]articolo è stato (?:\w+ )?(?:corretto|modificato|rettificato)",
    r"questo articolo è stato (?:\w+ )?(?:corretto|modificato|rettificato)",
    r"(?:quest['’]|questo )articolo è stato pubblicato .{1,80}\be (?:è stato )?(?:\w+ )?(?:corretto|modificato|rettificato)",
    r"abbiamo (?:corretto|rettificato|modificato) quest",
    r"il titolo di quest(?:o |['’])(?:articolo|testo) è stato (?:\w+ )?(?:cambiato|corretto|modificato)",
    r"uma versão anterior dest[ae]",
    r"est[ae] (?:artigo|reportagem|texto|notícia) foi (?:\w+ )?(?:corrigid|retificad)[oa]",
    r"est[ae] (?:artigo|reportagem|texto|notícia) foi publicad[oa] .{1,80}\be (?:foi )?(?:\w+ )?(?:corrigid|retificad|alterad)[oa]",
    r"(?:corrigimos|retificamos|alteramos) est[ae] (?:artigo|reportagem|texto|notícia)",
    r"o título dest[ae] (?:artigo|reportagem|texto|notícia) foi (?:\w+ )?(?:alterad|corrigid|modificad)o",
    r"(?:in )?een eerdere versie van dit",
    r"dit (?:artikel|bericht|stuk) (?:is|werd) (?:\w+ ){0,3}(?:gecorrigeerd|gerectificeerd)",
    r"(?:wij|we) hebben dit (?:artikel|bericht|stuk) (?:\w+ )?(?:gecorrigeerd|gerectificeerd|aangepast)",
    r"de kop (?:van|boven) dit (?:artikel|bericht|stuk) (?:is|werd) (?:\w+ ){0,3}(?:aangepast|gecorrigeerd|gewijzigd)",
    r"i en tidigare version av (?:artikeln|texten|den här)",
    r"i en tidligere (?:versjon|version) a[vf] (?:artikkelen|artiklen|saken|teksten|denne)",
    r"we? wcześniejszej wersji (?:tego )?(?:artykułu|tekstu)\b(?!\s*\d)",
    r"в (?:предыдущей|ранней|более ранней|первоначальной) версии (?:эт\w+ |данн\w+ )?(?:статьи|материала|текста|заметки|новости)\b(?!\s*\d)",
    r"bu haberin önceki (?:sürüm|versiyon|hal)",
    r"(?:この|本)(?:記事|稿)の(?:以前の版|当初の版|旧版|当初、)",
    r"本文(?:早前|此前|较早|先前|初始)的?版本",
    r"ذكرت نسخة سابقة من هذا",
    r"בגרסה (?:קודמת|מוקדמת) של (?:הכתבה|הידיעה|המאמר|כתבה)",
    r"इस (?:लेख|खबर|रिपोर्ट) के पिछले संस्करण",
    r"이 기사의 (?:이전|초기)",
)
# The same within the first sentence, behind what led to it: "Through a slip of ours an earlier version of this article ...".
# Somebody else's words stand in quotation marks, laws and treaties have articles, and what appeared elsewhere first is no error.
_WITHIN = re.compile(
    r"(?<![\w“\"„«])(?:"
    r"an? (?:earlier|previous|prior|original) version of this (?:article|story|report|piece|post|page|live ?blog)\b(?! of\b)(?! (?:\w+ )?(?:appeared|ran|was (?:\w+ )?(?:published|broadcast|printed)))"
    r"|in einer (?:früheren|ersten|vorherigen|älteren|vorigen) (?:version|fassung) dieses (?:artikels|textes|beitrags)\b"
    r"|une (?:première |précédente )?version (?:précédente |antérieure |initiale )?de cet article\b"
    r"|una versión (?:anterior|previa) de est[ae] (?:artículo|noticia|nota|información)\b"
    r"|una versione precedente di quest(?:o |['’])articolo\b"
    r"|uma versão anterior dest[ae] (?:artigo|reportagem|texto|notícia)\b"
    r"|een eerdere versie van dit (?:artikel|bericht)\b"
    r")",
    re.IGNORECASE,
)
_VERSION = ("vers", "fassung")
#: So many letters are the first sentence, as far as it is asked.
_FIRST = 180
_QUOTED = re.compile(r"[“„«\"][^”“»\"]*[”“»\"]?")
_SENTENCE_END = re.compile(r"(?<!\b[ap]\.m)[.!?]\s")
# White space, bullets, stars and brackets may come before; quotation marks make it somebody's words.
_BEFORE = r"[\s*•·_\[(【〔（［–—-]*"
_MONTH = rf"(?:{either(MONTHS)})\.?"
# "Correction, May 5:", "Corrección del 5 de mayo:": a day after a label, and a colon or a dash after the day.
_DAY = (
    rf"(?:\s*,)?\s+(?:(?:on|of|from|vom|du|del|de|di|do|da|van|av|z)\s+)?(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?"
    rf"|\d{{1,2}}(?:\.|st|nd|rd|th|er|º|°)?\s+(?:de\s+)?{_MONTH}|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}})"
    r"(?:(?:,|\s+del?)?\s*\d{4})?"
)
_OPENING = re.compile(
    rf"{_BEFORE}(?:(?:{'|'.join(_LABELS)})(?:(?:\s+(?:appended|\([^)]*\)|\d[\d .:/]*))?\s*(?:[:：.)\]】〕）］—–-]|$)"
    rf"|(?:{_DAY}|\s+to (?:this|our) (?:\w+ )?{_ARTICLE})\s*[:：)\]—–-])"
    rf"|(?:(?:note|hinweis|nota)\s*[:：—–-]\s*)?(?:{'|'.join(_PHRASES)}))",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf"{_BEFORE}(?:{'|'.join(_LABELS)})(?:\s+(?:appended|and clarifications?|\([^)]*\)|\d[\d .:/]*)|{_DAY})?[\s:：.)\]】〕）］–—-]*",
    re.IGNORECASE,
)
_UPDATE = re.compile(
    rf"{_BEFORE}(?:{'|'.join(_UPDATES)})(?:\s+(?:\([^)]*\)|\d[\d .:/]*))?\s*(?:[:：\])]|\s[—–-]\s)\s*\S",
    re.IGNORECASE,
)
_CLASS = re.compile(
    r"(?:^|[-_ ])(?:corrections?|clarifications?|editors?-?note|errat(?:a|um)|amend(?:ed|ment)|article-footnote|korrektur)(?:$|[-_ ])",
    re.IGNORECASE,
)
_LONGEST = 3_000
_LONGEST_LABEL = 60
#: Above the block itself, the class of so many elements around it is asked.
_NEAR = 2


def opens_as_note(block: Block) -> bool:
    """Whether a block opens as a note that says what was wrong, or stands behind such a label: an update is told by its place too.

    A label that announces nothing says nothing.
    """
    return block.is_labelled or (opens_with_words_of_note(block) and not is_label_of_note(block))


def opens_with_words_of_note(block: Block) -> bool:
    """Whether the first words of a block are those of a note that says what was wrong, a mere label among them."""
    return len(block.text) <= _LONGEST and _opens(block.text)


def is_label_of_note(block: Block) -> bool:
    """Whether a block is nothing but the label of a note: "Correction", "Corrections:", "Correction, May 5"."""
    return len(block.text) <= _LONGEST_LABEL and _LABEL.fullmatch(block.text) is not None


def is_note(block: Block) -> bool:
    """Whether a block opens as a note does, or stands in an element whose class says so.

    >>> from variorum.extraction.blocks import Block
    >>> from lxml.html import fragment_fromstring
    >>> at = (fragment_fromstring("<p>"),)
    >>> [is_note(Block(text, at)) for text in ("Correction: it was Tuesday.", "Correction officers said no.")]
    [True, False]
    """
    if opens_as_note(block):
        return True
    if len(block.text) > _LONGEST:
        return False
    # "Update: 3 May 2024, 10:15" tells when, not what.
    if _UPDATE.match(block.text):
        return not is_time_line(block)
    return any(
        _says_note(element.get("class") or "", element.get("id") or "") for element in block.path[: 1 + _NEAR]
    )


@lru_cache(maxsize=8_192)
def _opens(text: str) -> bool:
    return _OPENING.match(text) is not None or _speaks_of_itself(text[:_FIRST])


def _speaks_of_itself(head: str) -> bool:
    """Whether the first sentence of a text tells, outside of quotation marks, what an earlier version of this very article said."""
    lowered = head.lower()
    if not any(word in lowered for word in _VERSION):
        return False
    told = _QUOTED.sub("_", head)
    end = _SENTENCE_END.search(told)
    return _WITHIN.search(told[: end.start()] if end else told) is not None


@lru_cache(maxsize=8_192)
def _says_note(classes: str, name: str) -> bool:
    """Whether the classes and the id of an element say that it holds a note."""
    return _CLASS.search(f"{classes} {name}"[:400]) is not None
