"""The pattern of text between quotation marks, as outlets of many languages set them."""

from __future__ import annotations

import re

#: Marks come in pairs; one that is not closed in its paragraph runs to the paragraph's end, as in quotations of many
#: paragraphs. The text between the marks is the only group that matched.
QUOTATION = re.compile(
    r"“([^“”]+)(?:”|$)|„([^„“”]+)(?:[“”]|$)|«([^«»]+)(?:»|$)|»([^«»]+)(?:«|$)|(?<!\w)\"([^\"]+)(?:\"|$)"
    r"|(?<!\w)‘([^‘’]{12,}(?:’\w[^‘’]*)*)’(?!\w)"
)
