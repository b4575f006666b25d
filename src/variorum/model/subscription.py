"""A subscription to a feed at a hub, which tells when the feed lists something new (W3C WebSub)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


class SubscriptionState(StrEnum):
    """Asked for, verified by the hub, or denied by it."""

    ASKED = "asked"
    VERIFIED = "verified"
    DENIED = "denied"


class Hub(NamedTuple):
    """The hub that a feed names, and the address by which that knows the feed."""

    url: str
    topic: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """What was agreed on with a hub about a source. `token` is the secret part of the address that the hub calls.

    `secret` signs what the hub delivers. A lease that was granted ends at `lease_until`. Times are the schedule's.
    """

    source_id: str
    hub: Hub
    token: str
    secret: str
    state: SubscriptionState
    asked_at: datetime
    lease_until: datetime | None = None
    delivered_at: datetime | None = None
