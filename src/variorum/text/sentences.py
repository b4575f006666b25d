"""Takes a paragraph, gives its sentences as spans that cover it without a gap."""

from __future__ import annotations

import re
from typing import NamedTuple

from variorum.text.dates import MONTHS, WEEKDAYS
from variorum.text.languages import spoken_language
from variorum.text.word_lists import (
    ABBREVIATIONS,
    BEFORE_ORDINALS,
    CLOSING_ABBREVIATIONS,
    MARKS_IN_NAMES,
    NUMBER_ABBREVIATIONS,
    OPENING_WORDS,
    SPEECH_VERBS,
)

_CLOSERS = "\"'”’»›)]}」』）】"
_OPENERS = "\"'“‘«‹„‚([{「『（【¿¡"
_WIDE_STOPS = "。！？｡"
# A stop with what closes behind it: marks, a guillemet behind a blank, a low mark's counterpart, the sign of a footnote. Then white space, the end,
# an opening quote, or a capital that was set without a space. The look-behind keeps a run of stops from being tried at each of them.
_STOP = re.compile(
    rf"(?<![.!?…؟۔।‽⁇⁈⁉])(?P<stop>[.!?…؟۔।‽⁇⁈⁉]++)"
    rf"(?P<closers>(?:[{re.escape(_CLOSERS)}]|[ \u00a0\u202f]»|[“«‘](?=[\s,.;:)]|$))*+)(?:[¹²³⁴⁵⁶⁷⁸⁹⁰*†]+|(?:\[\d{{1,3}}\])+|(?<=[a-zß-öø-ÿ]\.)\d{{1,2}}(?=\s+[A-ZÀ-Þ]))?"
    rf"(?=\s|$|[“„«¿¡]|[A-ZÀ-Þ][a-zß-öø-ÿ])"
    rf"|(?P<wide>[{_WIDE_STOPS}]+[{re.escape(_CLOSERS)}]*)|(?P<line>\n+)"
)
_NOT_BLANK = re.compile(r"\S")
#: The word before a stop is looked for so far back.
_WORD_WITHIN = 40
_LAST_WORD = re.compile(r"([^\s“”„«\"'(\[]+)$")
_WORD_BEFORE_LAST = re.compile(r"(\w+)\s+\S+$")
_NEXT_WORD = re.compile(rf"\s*([{re.escape(_OPENERS)}—–-]*)\s*((?:\w|(?<=\w)[’'](?=\w))+)?")
_INITIALS = re.compile(r"(?:[^\W\d_]\.(?:-(?=[^\W\d_]))?)*[^\W\d_]")
_ASKED_IN_CHINESE = re.compile(r".{0,6}?[问問说說道喊叫言]")
_GLUED_WORD = re.compile(r"[^\W\d_]{3,}$")
_TOLD = re.compile(r"[^.!?“„«]*")
_ROMAN = re.compile(r"[IVXLC]{2,}")
_ON = re.compile(r"\s*\w+(?:[’']\w+)?\s+[^\W\d_]")
_CAMEL = re.compile(r"[a-z]{1,2}[A-Z]")
_CLOCK = frozenset({"a.m", "p.m"})
_ZONES = frozenset(
    ["eastern", "pacific", "central", "mountain", "gmt", "bst", "cet", "est", "edt", "et", "utc"]
)


def sentence_spans(paragraph: str) -> tuple[tuple[int, int], ...]:
    """Spans (start, end) of the sentences of a paragraph; white space belongs to the sentence before it.

    A closing quotation mark stays with its sentence; abbreviations, initials and ordinals do not end one.

    >>> text = "“It works.” Mr. Blau of the U.S. team left on Sept. 27. He paid 3.5 m."
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['“It works.” ', 'Mr. Blau of the U.S. team left on Sept. 27. ', 'He paid 3.5 m.']
    """
    if not paragraph:
        return ()
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _STOP.finditer(paragraph):
        end = match.end()
        while end < len(paragraph) and paragraph[end].isspace():
            end += 1
        if (
            end < len(paragraph)
            and _NOT_BLANK.search(paragraph, start, match.start())
            and _ends(paragraph, start, match)
        ):
            spans.append((start, end))
            start = end
    spans.append((start, len(paragraph)))
    return tuple(spans)


def _ends(paragraph: str, start: int, match: re.Match[str]) -> bool:
    """Whether a stop ends its sentence, judged by the word before it and the word after it."""
    if match["line"]:
        # A line of a verse or an address goes on in the next one.
        return paragraph[match.start() - 1] not in ",;:–—" and not paragraph[match.end()].islower()
    if match["wide"]:
        asked = match[0][-1] in _CLOSERS and match[0][0] in "？！"
        return not (asked and _ASKED_IN_CHINESE.match(paragraph, match.end(), match.end() + 8))
    following = _NEXT_WORD.match(paragraph, match.end())
    opener, word = (following[1], following[2] or "") if following else ("", "")
    # „Warum?“, fragte sie.
    if paragraph[match.end()] in ",;:" or (word[:1].islower() and not _CAMEL.match(word)):
        return False
    before = paragraph[max(start, match.start() - _WORD_WITHIN) : match.start()]
    found = _LAST_WORD.search(before)
    last = found[1] if found else ""
    if not opener and paragraph[match.end()].isupper():
        # Nothing stands between: a sentence was set too close, or this is a file, a site, initials.
        return _GLUED_WORD.search(last) is not None or bool(match["closers"])
    if "!" in match["stop"] or "?" in match["stop"]:
        return _exclamation_ends(paragraph, match, last, opener, word)
    return match["stop"] != "." or _full_stop_ends(_Stop(paragraph, match.end(), before, last, opener, word))


def _exclamation_ends(paragraph: str, match: re.Match[str], last: str, opener: str, word: str) -> bool:
    if match["closers"] and not opener:
        # “Why?” Kirby asked: the question is part of the sentence that tells who asked it.
        told = _TOLD.match(paragraph, match.end(), match.end() + 80)
        return not SPEECH_VERBS & {word.rstrip(".,:;") for word in (told[0] if told else "").split()[1:8]}
    in_name = len(match["stop"]) == 1 and last in MARKS_IN_NAMES
    return not in_name or word.casefold() in OPENING_WORDS


class _Stop(NamedTuple):
    """A full stop: where it stands, what stands before it in its sentence, the word before it, and what follows."""

    paragraph: str
    end: int
    before: str
    last: str
    opener: str
    word: str

    @property
    def opens(self) -> bool:
        """Whether what follows opens a sentence, whatever stands before."""
        return self.word.casefold() in OPENING_WORDS or bool(self.opener)


def _full_stop_ends(stop: _Stop) -> bool:
    last, word = stop.last, stop.word
    if last in NUMBER_ABBREVIATIONS:
        ends = not word[:1].isdigit()
    elif last in _CLOCK:
        ends = stop.opens or word.casefold() not in _ZONES | WEEKDAYS.keys() | MONTHS.keys()
    elif last in CLOSING_ABBREVIATIONS:
        # "Acme Inc. Shares fell", but "Acme Inc. Chief Executive Ann Blau"
        follows = _ON.match(stop.paragraph, stop.end)
        ends = stop.opens or (follows is not None and follows[0][-1].islower())
    elif last in ABBREVIATIONS or (last.isupper() and len(last) > 1 and last.title() in ABBREVIATIONS):
        ends = last == "St" and stop.opens and not stop.opener  # "on Main St. The road"
    elif last.islower() and len(last) == 1 and stop.before[-3:-2].isdigit():
        ends = True  # "9 h.", "3.5 m."
    elif _INITIALS.fullmatch(last):
        ends = _initials_end(stop)
    elif _ROMAN.fullmatch(last):
        ends = stop.opens
    elif last.isdigit() and len(last) <= 2:  # noqa: PLR2004 - a day, an ordinal, an item of a list
        ends = not _is_ordinal(stop)
    else:
        ends = True
    return ends


def _initials_end(stop: _Stop) -> bool:
    """Whether "U.S. The" ends; "U.S. Senate" and "J. Smith" do not. A lone letter is an initial unless it closes "plan B"."""
    earlier = _WORD_BEFORE_LAST.search(stop.before)
    is_thing = earlier is not None and earlier[1].islower() and not stop.opener
    return stop.opens and (len(stop.last) > 1 or is_thing)


def _is_ordinal(stop: _Stop) -> bool:
    """Whether digits before a full stop are an ordinal ("am 3. Oktober", "ihren 80. Geburtstag") or number an item."""
    before, last, word = stop.before, stop.last, stop.word
    if before.strip() == last or before.rstrip()[: -len(last)].rstrip().endswith(":"):
        return True
    if not word.istitle() or stop.opens:
        return False
    earlier = _WORD_BEFORE_LAST.search(before)
    return (
        word.casefold() in MONTHS.keys() | {"jahrhundert"}
        or (earlier is not None and earlier[1] in BEFORE_ORDINALS)
        # In German, digits, a full stop and a noun are an ordinal far more often than an end.
        or spoken_language(stop.paragraph) == "de"
    )
