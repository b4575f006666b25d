"""Takes feeds that name a hub, subscribes to them there, and checks a feed when its hub tells of news (W3C WebSub)."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from variorum.discovery import hub_of
from variorum.model import Failure, FailureKind, Hub, SourceKind, SourceState, Subscription, SubscriptionState
from variorum.text.amounts import span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from variorum.flow.engine.desk import Desk
    from variorum.model import Capture, Source

#: The digests that a hub may sign with (section 7 of the specification).
_DIGESTS = frozenset({"sha1", "sha256", "sha384", "sha512"})
#: A lease is asked for as long as this, and renewed when less than a share of it is left.
_LEASE = timedelta(days=10)
_RENEWED = 0.2
#: What a hub did not verify, or denied, is asked for again so much later.
_AGAIN, _AGAIN_DENIED = timedelta(days=1), timedelta(days=7)
#: However often a hub calls, its feed is not checked sooner after the last check.
_APART = timedelta(minutes=1)
_LONGEST_CHALLENGE = 2_000


class Reply(NamedTuple):
    """What a hub is answered."""

    status: HTTPStatus
    body: str = ""


class Hubs:
    """The subscriptions of an archive; `callback` is where hubs reach this process, such as `https://desk.example/websub`.

    What a hub delivers is not believed and not even read: it only says that the feed is to be checked now.
    """

    def __init__(self, callback: str, token: Callable[[], str]) -> None:
        """`token` draws what nobody can guess."""
        self._callback = callback.rstrip("/")
        self._token = token

    async def tend(self, desk: Desk, source: Source, answer: Capture) -> None:
        """Subscribes to a feed that was just checked, if it names a hub; renews a lease that is about to end."""
        if source.kind is not SourceKind.FEED:
            return
        known = await desk.archived(desk.archive.subscription, source_id=source.id)
        now = desk.clock.now()
        if known is not None and not _is_time(known, now):
            return
        hub = known.hub if known is not None and not answer.body else await _named(desk, answer)
        if hub is None:
            return
        await self._subscribe(desk, source, known, hub)

    async def _subscribe(self, desk: Desk, source: Source, known: Subscription | None, hub: Hub) -> None:
        same = known is not None and known.hub == hub
        token, secret = (known.token, known.secret) if known and same else (self._token(), self._token())
        asked = Subscription(
            source.id,
            hub,
            token,
            secret,
            # A lease that is renewed holds until the hub has verified the new one.
            known.state if known and same else SubscriptionState.ASKED,
            desk.clock.now(),
            known.lease_until if known and same else None,
            known.delivered_at if known else None,
        )
        # Kept before the hub is asked: it may verify before it answers.
        await desk.archived(_keep, desk, asked)
        form = {
            "hub.mode": "subscribe",
            "hub.topic": hub.topic,
            "hub.callback": f"{self._callback}/{token}",
            "hub.secret": secret,
            "hub.lease_seconds": str(int(_LEASE.total_seconds())),
        }
        answer = await desk.fetcher.post(hub.url, form)
        if isinstance(answer, Failure):
            await desk.archived(_note, desk, source, answer)
        elif not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
            failure = Failure(
                FailureKind.HTTP_STATUS,
                hub.url,
                f"the hub refused to tell of news ({answer.status})",
                answer.status,
            )
            await desk.archived(_note, desk, source, failure)

    async def verified(self, desk: Desk, token: str, asked: Mapping[str, str]) -> Reply:
        """The answer to a hub that wants to know whether we meant it (section 5.3), or says that it denies us (5.2)."""
        known = await desk.archived(desk.archive.subscription, token=token)
        mode, challenge = asked.get("hub.mode"), asked.get("hub.challenge", "")
        if known is None or asked.get("hub.topic") != known.hub.topic:
            return Reply(HTTPStatus.NOT_FOUND)
        if mode == "denied":
            await desk.archived(_keep, desk, replace(known, state=SubscriptionState.DENIED, lease_until=None))
            return Reply(HTTPStatus.OK)
        lease = asked.get("hub.lease_seconds", "")
        if (
            mode != "subscribe"
            or not 0 < len(challenge) <= _LONGEST_CHALLENGE
            or not await _is_watched(desk, known)
        ):
            return Reply(HTTPStatus.NOT_FOUND)
        granted = timedelta(seconds=int(lease)) if lease.isdigit() and len(lease) <= 9 else _LEASE  # noqa: PLR2004 - 30 years
        until = desk.clock.now() + granted * desk.clock.tempo
        await desk.archived(_keep, desk, replace(known, state=SubscriptionState.VERIFIED, lease_until=until))
        return Reply(HTTPStatus.OK, challenge)

    async def delivered(self, desk: Desk, token: str, signature: str, body: bytes) -> Reply:
        """The answer to a hub that delivers news: its feed is checked at once, if the signature is right."""
        known = await desk.archived(desk.archive.subscription, token=token)
        if known is None or not await _is_watched(desk, known):
            # The hub is told to stop (section 7.1).
            return Reply(HTTPStatus.GONE)
        if known.state is SubscriptionState.VERIFIED and is_signed(known.secret, signature, body):
            await desk.archived(_pull_forward, desk, known)
        # What is not signed right is passed over without a word (section 8).
        return Reply(HTTPStatus.ACCEPTED)


def is_signed(secret: str, signature: str, body: bytes) -> bool:
    """Whether a signature, as `X-Hub-Signature` has it, is that of a body.

    >>> is_signed("key", "sha256=" + hmac.new(b"key", b"news", "sha256").hexdigest(), b"news")
    True
    >>> is_signed("key", "md5=" + hmac.new(b"key", b"news", "md5").hexdigest(), b"news")
    False
    """
    method, _, given = signature.strip().partition("=")
    if method.lower() not in _DIGESTS:
        return False
    right = hmac.new(secret.encode("ascii"), body, getattr(hashlib, method.lower())).hexdigest()
    return hmac.compare_digest(right.encode("ascii"), given.lower().encode("utf-8", "replace"))


def _is_time(known: Subscription, now: datetime) -> bool:
    """Whether a hub is to be asked again."""
    if known.state is SubscriptionState.DENIED:
        return now - known.asked_at >= _AGAIN_DENIED
    if known.state is SubscriptionState.VERIFIED and known.lease_until is not None:
        left = known.lease_until - now
        if left > timedelta(0):
            return left <= (known.lease_until - known.asked_at) * _RENEWED
    return now - known.asked_at >= _AGAIN


async def _named(desk: Desk, answer: Capture) -> Hub | None:
    links = tuple(value for name, value in answer.headers if name == "link")
    content_type = answer.header("content-type") or ""
    found = await desk.workers.run(answer.url, hub_of, answer.body, answer.address, content_type, links)
    return None if isinstance(found, Failure) else found


async def _is_watched(desk: Desk, known: Subscription) -> bool:
    source = await desk.archived(desk.archive.source, known.source_id)
    return source is not None and source.state is SourceState.WATCHED


def _keep(desk: Desk, kept: Subscription) -> None:
    with desk.archive.writing() as writer:
        writer.keep_subscription(kept)


def _note(desk: Desk, source: Source, failure: Failure) -> None:
    with desk.archive.writing() as writer:
        writer.record_failure(source.id, failure, desk.clock.now())


def _pull_forward(desk: Desk, known: Subscription) -> None:
    now = desk.clock.now()
    schedule = desk.archive.source_schedule(known.source_id)
    with desk.archive.writing() as writer:
        writer.keep_subscription(replace(known, delivered_at=now))
        if schedule is None or schedule.next_check is None:
            return
        at = now if schedule.last_checked is None else max(now, schedule.last_checked + _APART)
        if at < schedule.next_check:
            when = "at once" if at <= now else f"{span(_APART)} after the last check"
            told = f"its hub says that it lists something new, so it is checked {when}"
            writer.set_schedule(known.source_id, replace(schedule, next_check=at, reason=told))
