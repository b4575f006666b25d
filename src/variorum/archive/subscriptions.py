"""Subscriptions to feeds at hubs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from variorum.archive import schema
from variorum.archive.upsert import insert
from variorum.model import Hub, Subscription, SubscriptionState

_subscription = schema.subscription


def subscription(
    connection: Connection, *, source_id: str | None = None, token: str | None = None
) -> Subscription | None:
    """The subscription of a source, or the one whose hub calls under a token."""
    query = select(_subscription)
    if source_id is not None:
        query = query.where(_subscription.c.source_id == source_id)
    if token is not None:
        query = query.where(_subscription.c.token == token)
    row = connection.execute(query.limit(1)).first()
    return None if row is None else _of(row)


def _of(row: Row[Any]) -> Subscription:
    return Subscription(
        source_id=row.source_id,
        hub=Hub(row.hub, row.topic),
        token=row.token,
        secret=row.secret,
        state=SubscriptionState(row.state),
        asked_at=row.asked_at,
        lease_until=row.lease_until,
        delivered_at=row.delivered_at,
    )


def keep_subscription(connection: Connection, kept: Subscription) -> None:
    """Keeps a subscription in place of the one that its source had."""
    values = {
        "hub": kept.hub.url,
        "topic": kept.hub.topic,
        "token": kept.token,
        "secret": kept.secret,
        "state": str(kept.state),
        "asked_at": kept.asked_at,
        "lease_until": kept.lease_until,
        "delivered_at": kept.delivered_at,
    }
    connection.execute(
        insert(connection.dialect.name, _subscription)
        .values(source_id=kept.source_id, **values)
        .on_conflict_do_update(index_elements=["source_id"], set_=values)
    )
