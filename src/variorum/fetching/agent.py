"""Takes the contact that a user configured, gives the name under which every request is made."""

from __future__ import annotations

import re
from importlib.metadata import metadata, version

#: The product token that robots.txt files address (RFC 9309 section 2.2.1).
PRODUCT = "Variorum"

#: What made a capture, as its circumstances name it.
TOOL = f"{PRODUCT}/{version('variorum')}"

_LONGEST_CONTACT = 200
# A comment of RFC 9110 section 5.6.5, without the brackets and the backslash that would end or nest it.
_NOT_IN_A_COMMENT = re.compile(r"[^\x21-\x5b\x5d-\x7e]+|[()]")


def _homepage() -> str:
    """The address that the project's own metadata names; releases always carry one."""
    entries = metadata("variorum").get_all("Project-URL") or []
    pairs = (entry.partition(",") for entry in entries)
    return next((url.strip() for label, _, url in pairs if label.strip().lower() == "homepage"), "")


def user_agent(contact: str | None = None) -> str:
    r"""The User-Agent: name, version and where its user can be reached, an address or a URL, else the project's page.

    What no header may carry is left out of `contact`.

    >>> user_agent("desk@paper.example\r\n").removeprefix(f"Variorum/{version('variorum')} ")
    '(+desk@paper.example)'
    """
    reach = _NOT_IN_A_COMMENT.sub("", contact or "")[:_LONGEST_CONTACT] or _homepage()
    return f"{TOOL} (+{reach})"
