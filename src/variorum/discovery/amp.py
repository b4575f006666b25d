"""Takes the bytes of a page, gives the address of its twin for small screens, where it names one (`link rel=amphtml`)."""

from __future__ import annotations

import re
from html import unescape

from variorum.text.urls import joined

_LINK = re.compile(rb"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_REL = re.compile(rb"""\brel\s*=\s*(?:"\s*amphtml\s*"|'\s*amphtml\s*'|amphtml(?=[\s>]))""", re.IGNORECASE)
_HREF = re.compile(rb"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
#: A page names its twin in its head.
_HEAD = 300_000


def amp_address(body: bytes, where: str) -> str | None:
    """The absolute address of the AMP page that a page names, or `None`.

    >>> amp_address(b'<link rel="amphtml" href="/amp/1?a=1&amp;b=2">', "https://paper.example/1")
    'https://paper.example/amp/1?a=1&b=2'
    """
    head = body[:_HEAD]
    if b"amphtml" not in head.lower():
        return None
    for link in _LINK.finditer(head):
        if _REL.search(link[0]) and (found := _HREF.search(link[0])):
            reference = next(group for group in found.groups() if group is not None)
            return joined(where, unescape(reference.decode("utf-8", "replace")))
    return None
