"""Takes a line, gives it without what changes by itself: how long ago, how many readers, how long it takes to read."""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = r"(?:\d[\d.,'’\u00a0\u202f ]*(?:[kKmM]\b|mil\b|Tsd\.?)?)"
_FEW: Final = (
    r"(?:\d+|an?|one|two|three|few|eine[rmn]?|wenigen|une?|quelques|un[oa]?s?|uma?|um|een|en|ett|et)"
)
_UNITS: Final = (
    r"(?:s|sec|secs|seconds?|m|min|mins|minutes?|h|hr|hrs|hours?|d|days?|w|wks?|weeks?|mo|months?|y|yrs?|years?"
    r"|Sek|Sekunden?|Minuten?|Std|Stunden?|Tag|Tagen|Wochen?|Monat|Monaten|Jahr|Jahren"
    r"|secondes?|heures?|jours?|semaines?|mois|ans?"
    r"|segundos?|minutos?|horas?|d[ií]as?|semanas?|m[eéê]s|meses|años?|anos?"
    r"|second[oi]|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]"
    r"|seconden|minuut|uur|uren|dag|dagen|week|weken|maand|maanden|jaar"
    r"|sekunder?|minuter|minutt(?:er)?|timm(?:e|ar)|timer?|dagar|dager|dage|veckor|uker|uger|månader|måneder|år"
    r"|godz|godzin[ayę]?|dni|tygodni|miesięcy)"
)
_LINES: Final = (
    rf"\b{_FEW}\s*{_UNITS}\.?(?:\s*(?:,|and|und|et|y|e)?\s*\d+\s*{_UNITS}\.?)?\s+(?:ago|atrás|fa|geleden|temu)\b",
    rf"\b(?:vor|il y a|hace|há|för|for)\s+(?:etwa\s+|environ\s+)?{_FEW}\s*{_UNITS}\b\.?(?:\s+(?:atrás|sedan|siden))?",
    r"\b(?:just now|(?:a few )?moments ago|gerade eben|à l['’]instant|ahora mismo)\b",
    r"\d+\s*(?:секунд|минут|час|дн|день|недел|месяц)\w*\s+назад",
    r"\d+\s*(?:秒|分|分钟|分鐘|小时|小時|時間|天|日|週間|か月)前|\d+\s*(?:초|분|시간|일)\s*전",
    r"\d+\s*(?:saniye|dakika|saat|gün|hafta|ay)\s+önce",
    r"(?:قبل|منذ)\s+\d+\s+\w+",
    (
        r"\b(?:reading time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo di lettura|tempo de leitura|leestijd)\s*:?\s*"
        rf"(?:ca\.?\s*)?\d+\s*{_UNITS}\b\.?"
    ),
    rf"\b\d+\s*-?\s*{_UNITS}\.?\s*(?:-?\s*read(?:ing time)?|lesezeit|de lecture|de lectura|di lettura|de leitura|leestijd|lästid)\b",
    (
        rf"{_NUMBER}\s*(?:page\s*)?(?:views?|reads?|shares?|likes?|comments?|aufrufe?|kommentare?|leser|vues?|lectures|commentaires?|partages?"
        r"|vistas?|visitas?|lecturas|comentarios?|compartidos|visualizações|comentários?|visualizzazioni|letture|comment[oi]|condivisioni"
        r"|reacties?|weergaven|kommentarer|visningar|visninger|komentarz[ey]|komentarzy|wyświetleń|просмотр\w*|комментари\w*)\b"
    ),
)
#: So many words are more than what a label has behind the span.
_FEWEST_WORDS: Final = 2
_TICKING: Final = re.compile("|".join(f"(?:{line})" for line in _LINES), re.IGNORECASE)


def without_ticking(text: str) -> str:
    """A text without spans of time up to now, numbers of readers and comments, and times that reading takes.

    >>> lines = "Updated 5 minutes ago", "vor 2 Stunden", "il y a 2 heures", "1,204 views", "5 min read", "He has two boats"
    >>> [without_ticking(line).strip() for line in lines]
    ['Updated', '', '', '', '', 'He has two boats']
    """
    return _TICKING.sub(" ", text)


def goes_on(text: str) -> bool:
    """Whether a line goes on behind a span of time with two words written small, as a sentence does and no label.

    >>> [goes_on(line) for line in ("Two hours ago it rained", "Updated two hours ago", "2 hours ago in Politics")]
    [True, False, False]
    """
    match = _TICKING.search(text)
    behind = text[match.end() :].split() if match else []
    return len(behind) >= _FEWEST_WORDS and all(word[:1].islower() for word in behind[:_FEWEST_WORDS])
