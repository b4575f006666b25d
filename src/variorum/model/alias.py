"""Other addresses of an article: that a redirect led to, that its page calls its own, or that serve it to small screens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class AliasKind(StrEnum):
    """How another address of an article became known."""

    REDIRECT = "redirect"
    CANONICAL = "canonical"
    AMP = "amp"


@dataclass(frozen=True, slots=True)
class Alias:
    """Another address of an article, and from when until when checks saw that it held."""

    kind: AliasKind
    url: str
    first_seen: datetime
    last_seen: datetime
