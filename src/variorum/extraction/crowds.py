"""Takes the text of a page, gives it without the excess attributes of its tags, or nothing where there are too many in all."""

from __future__ import annotations

import re

#: libxml2 appends each attribute to a list that it walks from the start; real tags have some fifty at most.
_MOST_ATTRIBUTES = 200
#: A tag shorter than this cannot hold more.
_SHORTEST_CROWD = 2 * _MOST_ATTRIBUTES
#: So many attributes on one page take some 250 MB; they are only counted where tags hold so many letters.
MOST_ATTRIBUTES_IN_ALL = 1_000_000
_MANY_LETTERS_IN_TAGS = 2 * MOST_ATTRIBUTES_IN_ALL

# The tokenisation of HTML (WHATWG, section 13.2.5) as far as attributes go. Nothing in it backtracks: linear time.
_BLANK = r"\t\n\f\r "
_ATTRIBUTE = (
    rf"[{_BLANK}/]*+[^{_BLANK}/>][^{_BLANK}/>=]*+"
    rf"""(?:="[^"]*+"|(?:[{_BLANK}]*+=[{_BLANK}]*+(?:"[^"]*+"?|'[^']*+'?|[^{_BLANK}>]*+))?+)"""
)
_COMMENT = r"<!--(?:[^-]++|-(?!->))*+"
_SCRIPT = (
    rf"<(?:[sS][cC][rR][iI][pP][tT]|[sS][tT][yY][lL][eE])(?=[{_BLANK}/>])(?:{_ATTRIBUTE})*+"
    r"(?:[^<]++|<(?!/[sS][cCtT]))*+"
)
_NAME = rf"<[a-zA-Z][^{_BLANK}/>]*+"
_TAG = re.compile(rf"{_COMMENT}|{_SCRIPT}|{_NAME}(?P<attributes>(?:{_ATTRIBUTE})*+)")
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_FIRST_ATTRIBUTES = re.compile(rf"(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+")
# All of a page up to the first tag that is crowded, in one match: what most pages are asked, and all that they are asked.
_ORDERLY = re.compile(
    rf"(?:[^<]++(?:</[^<]*+)*+|{_COMMENT}|{_SCRIPT}|{_NAME}(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+(?!{_ATTRIBUTE})|<(?![a-zA-Z]))*+"
)


def uncrowded(text: str) -> str | None:
    """The text without the excess attributes of its tags; `None` when there are too many attributes in all.

    >>> crowd = "".join(f" a{number}=1" for number in range(300))
    >>> uncrowded(f"<p{crowd}>Shut</p>").count("="), uncrowded("<p class=lead>Shut</p>")
    (200, '<p class=lead>Shut</p>')
    """
    if len(text) <= _MANY_LETTERS_IN_TAGS and _is_orderly(text):
        return text
    crowded, letters = False, 0
    for match in _TAG.finditer(text):
        letters += match.end("attributes") - match.start("attributes")
        crowded = crowded or _is_crowded(match)
    if letters > _MANY_LETTERS_IN_TAGS:
        counts = (
            sum(1 for _ in _ATTRIBUTES.finditer(match["attributes"] or "")) for match in _TAG.finditer(text)
        )
        if sum(min(count, _MOST_ATTRIBUTES) for count in counts) > MOST_ATTRIBUTES_IN_ALL:
            return None
    return _TAG.sub(_thinned, text) if crowded else text


def _is_orderly(text: str) -> bool:
    found = _ORDERLY.match(text)
    return found is not None and found.end() == len(text)


def _is_crowded(match: re.Match[str]) -> bool:
    attributes = match["attributes"]
    if attributes is None or len(attributes) < _SHORTEST_CROWD:
        return False
    kept = _FIRST_ATTRIBUTES.match(attributes)
    return kept is not None and kept.end() < len(attributes)


def _thinned(match: re.Match[str]) -> str:
    """A tag with its first attributes only; what is no tag stays as it is."""
    attributes = match["attributes"]
    if attributes is None:
        return match[0]
    kept = _FIRST_ATTRIBUTES.match(attributes)
    return match[0][: len(match[0]) - len(attributes)] + (kept[0] if kept else "")
