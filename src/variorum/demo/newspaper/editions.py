"""Takes the start of the demonstration and a moment, gives the whole news web as it stands then: a pure function of time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from variorum.demo.newspaper.mastheads import outlets
from variorum.demo.newspaper.stories import articles
from variorum.demo.newspaper.values import Alteration, Report
from variorum.demo.newspaper.wording import told

if TYPE_CHECKING:
    from datetime import datetime

    from variorum.demo.newspaper.values import Article, Draft


@dataclass(frozen=True, slots=True)
class Edition:
    """All that has been published by a moment, by any outlet, newest first, withdrawn or not."""

    now: datetime
    reports: tuple[Report, ...]

    def standing(self, slug: str) -> tuple[Report, ...]:
        """What an outlet offers its readers: its articles that are not withdrawn, newest first."""
        return tuple(r for r in self.reports if r.outlet == slug and r.draft.status == 200)  # noqa: PLR2004 - HTTP's OK

    def under(self, slug: str, path: str) -> Report | None:
        """The article that has, or had, this address."""
        return next(
            (r for r in self.reports if r.outlet == slug and path in (r.draft.path, *r.former_paths)), None
        )

    def changed(self, slug: str) -> datetime | None:
        """When an outlet last published, altered or withdrew anything, or `None` before its first article."""
        return max((r.changed for r in self.reports if r.outlet == slug), default=None)


def edition(start: datetime, now: datetime) -> Edition:
    """The news web at `now`, when the demonstration began at `start`; both aware UTC."""
    reports = (
        _report(article, start, number)
        for article in articles()
        if (number := sum(start + timedelta(minutes=state.minute) <= now for state in article.states))
    )
    return Edition(now, tuple(sorted(reports, key=lambda report: report.published, reverse=True)))


@cache
def _languages() -> dict[str, str]:
    return {outlet.slug: outlet.language for outlet in outlets()}


def _report(article: Article, start: datetime, number: int) -> Report:
    """An article in its state of that number, counted from 1."""
    state = article.states[number - 1]
    paths = dict.fromkeys(earlier.draft.path for earlier in article.states[:number])
    return Report(
        id=article.id,
        story=article.story,
        outlet=article.outlet,
        section=article.section,
        picture=article.picture,
        draft=_told(state.draft, start, _languages()[article.outlet]),
        published=start + timedelta(minutes=article.states[0].minute),
        modified=start + timedelta(minutes=state.modified),
        changed=start + timedelta(minutes=state.minute),
        former_paths=tuple(path for path in paths if path != state.draft.path),
        number=number,
    )


def _told(draft: Draft, start: datetime, language: str) -> Draft:
    """A draft with its moments in words."""

    def tell(text: str) -> str:
        return told(text, start, language)

    return replace(
        draft,
        headline=tell(draft.headline),
        standfirst=tell(draft.standfirst),
        caption=tell(draft.caption),
        blocks=tuple(replace(block, text=tell(block.text)) for block in draft.blocks),
        notes=tuple(replace(note, text=tell(note.text)) for note in draft.notes),
    )


def truth(start: datetime, now: datetime) -> tuple[Alteration, ...]:
    """Every alteration of an article up to `now`, oldest first: what a perfect watcher would know."""
    found = (
        Alteration(at, article.outlet, article.id, before.draft.path, after.kinds)
        for article in articles()
        for before, after in zip(article.states, article.states[1:], strict=False)
        if (at := start + timedelta(minutes=after.minute)) <= now
    )
    return tuple(sorted(found, key=lambda alteration: (alteration.at, alteration.article)))
