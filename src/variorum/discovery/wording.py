"""Takes the markup of a title or summary, gives the plain text that a reader would see, on one line."""

from __future__ import annotations

import html
import re

from variorum.discovery.limits import LONGEST_MARKUP, LONGEST_TEXT
from variorum.text.printable import one_line

#: What stands in the place of a tag. Only HTML's own elements are markup: `List<String>` and `<name withheld>` are text.
TAG_AS_SEEN = {
    name: seen
    for seen, names in {
        "": """a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark nobr q s samp small span
            strike strong sub sup time tt u var wbr""",
        " ": """address article aside audio blockquote body br button canvas caption center col colgroup dd details dialog
            div dl dt embed fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html iframe input label
            legend li link main map menu meta nav noscript object ol option p param picture pre section select source
            summary svg table tbody td textarea tfoot th thead title tr track ul video""",
    }.items()
    for name in names.split()
}
# Nothing here is tried twice over the same stretch, so that the time stays in proportion to the length of the text.
_TAG = re.compile(
    r"""</?(?:[a-z]\w*:)?([a-z][a-z0-9]*)(?=[\s/>])(?:(?:[^<>"']|"[^"<]*"|'[^'<]*')*+|[^<>]*)>""",
    re.IGNORECASE,
)
#: Comments, scripts and style sheets, each up to its end or that of the text.
UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)(?=[\s>]).*?(?:</\1[^<>]*>?|\Z)", re.IGNORECASE | re.DOTALL
)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
# Browsers read the characters 128 to 159 as Windows-1252 (HTML standard, numeric character reference end state).
_WINDOWS_1252 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}


def _without_tags(markup: str) -> str:
    if len(markup) > LONGEST_MARKUP:
        markup = markup[:LONGEST_MARKUP]
        markup = markup[: markup.rfind("<")] if markup.rfind("<") > markup.rfind(">") else markup
    return _TAG.sub(lambda tag: TAG_AS_SEEN.get(tag[1].lower(), tag[0]), UNSEEN.sub(" ", markup))


def literal(text: str) -> str:
    r"""The text on one line, at most `LONGEST_TEXT` characters, character references read even where they should not stand.

    >>> literal("Tom &amp; Jerry&#146;s\n<b>day</b>")
    'Tom & Jerry’s <b>day</b>'
    """
    text = text[:LONGEST_MARKUP]
    if "&" in text:
        text = _REFERENCE.sub(lambda found: html.unescape(found[0]), text)
    if not text.isascii():
        text = text.translate(_WINDOWS_1252)
    return one_line(text)[:LONGEST_TEXT].rstrip()


def plain(markup: str) -> str:
    """The text of HTML markup: tags of HTML left out, comments, scripts and styles too; what is no markup is kept.

    >>> plain("<p>Why <i>List&lt;String></i> &amp; 3 < 4</p><p>matter</p>")
    'Why List<String> & 3 < 4 matter'
    """
    return literal(_without_tags(markup) if "<" in markup else markup)
