"""Takes a paragraph, gives its sentences as spans that cover it without a gap."""

from __future__ import annotations

import re

from variorum.text.word_lists import ABBREVIATIONS, MONTHS, OPENING_WORDS, SPEECH_VERBS

_CLOSERS = "\"'”’»›)]}」』）】"
_OPENERS = "\"'“‘«‹„‚([{「『（【¿¡"
_WIDE_STOPS = "。！？｡"
# A stop with what closes behind it, then white space, the end, or an opening quote that was set without a space.
# The look-behind keeps a run of stops from being tried at each of them.
_STOP = re.compile(
    rf"(?<![.!?…؟۔।])[.!?…؟۔।]++[{re.escape(_CLOSERS)}]*+(?=\s|$|[“„«¿¡])|[{_WIDE_STOPS}]+[{re.escape(_CLOSERS)}]*|\n+"
)
_NOT_BLANK = re.compile(r"\S")
#: The word before a stop is looked for so far back.
_WORD_WITHIN = 40
_LAST_WORD = re.compile(r"([^\s“”\"'(\[]+)$")
_NEXT_WORD = re.compile(rf"\s*([{re.escape(_OPENERS)}—–-]*)\s*(\w+)?")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


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
    stop = match[0]
    if stop[0] in _WIDE_STOPS or stop[0] == "\n":
        return True
    following = _NEXT_WORD.match(paragraph, match.end())
    opener, word = (following[1], following[2] or "") if following else ("", "")
    if word[:1].islower():
        return False
    if stop[0] in "!?" and stop[-1] in _CLOSERS and not opener:
        # “Why?” Kirby asked: the question is part of the sentence that tells who asked it.
        return not SPEECH_VERBS & {
            word.rstrip(".,:;") for word in paragraph[match.end() : match.end() + 60].split()[1:4]
        }
    before = paragraph[max(start, match.start() - _WORD_WITHIN) : match.start()]
    return stop != "." or _full_stop_ends(before, opener, word)


def _full_stop_ends(before: str, opener: str, word: str) -> bool:
    found = _LAST_WORD.search(before)
    last = found[1] if found else ""
    opens = word.casefold() in OPENING_WORDS or bool(opener)
    if last.casefold() in ABBREVIATIONS:
        return False
    if _INITIALS.fullmatch(last):
        # "U.S. The" ends, "U.S. Senate" and "J. Smith" do not; a lone letter is an initial unless it opens a new one.
        return opens and len(last) > 1
    if last.isdigit() and len(last) <= 2 and word.istitle() and not opens:  # noqa: PLR2004 - "am 3. Oktober"
        return word.casefold() not in MONTHS | {"jahrhundert"}
    return True
