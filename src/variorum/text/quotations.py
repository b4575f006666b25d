"""The pattern of text between quotation marks, as outlets of many languages set them."""

from __future__ import annotations

import re

#: Marks come in pairs; one that is not closed in its paragraph runs to the next quotation or to the paragraph's end, as in
#: quotations of many paragraphs. The text between the marks is the only group that matched.
QUOTATION = re.compile(
    r"“([^“”]+)(?:”|$|(?=“))|„([^„“”]+)(?:[“”]|$|(?=„))|«([^«»]+)(?:»|$|(?=«))|»([^«»]+)(?:«|$)"
    r"|(?<!\w)\"([^\"]+)(?:(?<!\s)\"|\"(?!\w)|$|(?=\"))"
    r"|(?<!\w)‘([^‘’]{12,}(?:’\w[^‘’]*)*)’(?!\w)"
    # A straight single mark is an apostrophe more often: it closes only where the sentence has or gets a stop.
    r"|(?<!\w)'(?=[^\W\d_])((?:[^']|(?<=\w)'(?=\w)|(?<=s)'(?=\s)){12,1000}?)(?:(?<=[,.!?…])'(?!\w)|'(?=[,.;:!?]|$))"
)
_CLOSING = "”“»«\"’'"


def is_open(quotation: re.Match[str]) -> bool:
    """Whether a quotation that `QUOTATION` matched lacks its closing mark.

    >>> [is_open(match) for match in QUOTATION.finditer("“It works,” she said. “It does")]
    [False, True]
    """
    return quotation[0][-1] not in _CLOSING
