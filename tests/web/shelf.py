"""An archive as a newsroom would have it: every kind of page has something to show of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from variorum.comparison import COMPARER
from variorum.flow.comparing import compared
from variorum.model import (
    Article,
    Capture,
    Event,
    EventKind,
    Failure,
    FailureKind,
    FieldSource,
    Hyperlink,
    Origin,
    Paragraph,
    ParagraphKind,
    Schedule,
    Source,
    SourceKind,
    SourceState,
    Version,
)
from variorum.model.identity import event_id, source_id, version_id
from variorum.text.fingerprint import fingerprint

if TYPE_CHECKING:
    from variorum.archive import Archive

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
NOW = START + timedelta(hours=24)

PAPER = Source(
    source_id("paper.example/feed"), "http://paper.example/feed", SourceKind.FEED, "The Paper", START
)
GAZETTE = Source(
    source_id("gazette.example/feed"),
    "http://gazette.example/feed",
    SourceKind.FEED,
    "The Gazette",
    START + timedelta(minutes=1),
)
FILES = Source(
    source_id("files:imported"),
    "files:imported",
    SourceKind.FILES,
    "Imported files",
    START + timedelta(minutes=2),
)

HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)> \x1b[31m\u202egnp.exe \x00& \"quoted\""


def later(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def text(*paragraphs: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(paragraph) for paragraph in paragraphs)


class Desk:
    """Puts sources, articles, versions and events into an archive as the flow does, without the web."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def source(self, source: Source, schedule: Schedule | None = None) -> Source:
        due = Schedule(
            later(1_450),
            "it listed nothing new, so it is checked again after 1 hour",
            START,
            last_checked=START,
        )
        with self.archive.writing() as writer:
            writer.add_source(source, schedule or due)
        return source

    def article(self, source: Source, url: str, schedule: Schedule | None = None) -> str:
        due = Schedule(later(1_460), "it is new, so it is checked again after 10 minutes", START)
        with self.archive.writing() as writer:
            article_id, _ = writer.add_article(url, source.id, START, schedule or due)
        return article_id

    def version(
        self,
        article_id: str,
        article: Article,
        minutes: float,
        *,
        body: bytes = b"<p>served",
        claimed: bool = False,
        told: str | None = None,
    ) -> Version:
        """Keeps a version; `told` is the sentence of the rules of some other day."""
        record = self.archive.article(article_id)
        assert record is not None
        origin = Origin.IMPORTED if claimed else Origin.FETCHED
        headers = (("content-type", "text/html; charset=utf-8"),)
        unique = body + f"<!-- {minutes} -->".encode()
        capture = Capture(record.url, unique, later(minutes), headers=headers, origin=origin, claimed=claimed)
        text_hash = fingerprint(article)
        before, after = self.archive.around(article_id, capture.captured_at)
        stored_at = later(minutes) + timedelta(seconds=5)
        with self.archive.writing() as writer:
            capture_id = writer.keep_capture(article_id, capture, stored_at)
            writer.keep_reading(capture_id, "1", article)
            new = Version(
                id=version_id(article_id, capture.captured_at, text_hash),
                article_id=article_id,
                captured_at=capture.captured_at,
                stored_at=stored_at,
                text_hash=text_hash,
                article=article,
                capture_id=capture_id,
                url=record.url,
                claimed=claimed,
            )
            writer.keep_version(new, "1")
            for old, young in ((before, new), (new, after)):
                if old is not None and young is not None:
                    revision = compared(old, young.article, young.captured_at)
                    revision = replace(revision, sentence=told or revision.sentence)
                    writer.keep_revision(old, young, revision, comparer=COMPARER, made_at=stored_at)
        return new

    def event(self, article_id: str, kind: EventKind, minutes: float, sentence: str) -> Event:
        at = later(minutes)
        event = Event(event_id(article_id, kind, at), article_id, kind, at - timedelta(hours=1), at, sentence)
        with self.archive.writing() as writer:
            writer.record_event(event, weight=0.9, made_at=at)
        return event


@dataclass
class Shelf:
    """What stands in the archive of these tests, by name."""

    archive: Archive
    desk: Desk
    mill: str
    mill_versions: list[Version]
    withdrawal: Event
    hostile: str
    given_up: str
    imported: str
    paused: str
    overdue: str
    bare: str


MILL = Article(
    headline="Fire at the mill",
    standfirst="Crews were called before dawn",
    authors=("A. Blau", "C. Roth"),
    dateline="HARBOURTON (Paper)",
    published=START - timedelta(minutes=20),
    modified=START - timedelta(minutes=10),
    language="en-GB",
    canonical_url="http://paper.example/news/1",
    lead_image="http://paper.example/mill.jpg",
    links=(Hyperlink("the mill", "http://paper.example/mill"), Hyperlink("a trap", "javascript:alert(1)")),
    captions=("The mill on Monday.",),
    paragraphs=(
        Paragraph("At least 14 people died in a fire at the old mill, the police said on Monday."),
        Paragraph("What is known", ParagraphKind.SUBHEAD),
        Paragraph("The roof fell in before the first engine had come up from the harbour."),
        Paragraph("“We will rebuild it,” said the owner of the mill, who had come in his coat."),
        Paragraph("The mill was built in 1871 and had stood empty for seven years."),
        Paragraph("One engine came from Harbourton", ParagraphKind.LIST),
        Paragraph("We rang him twice.", ParagraphKind.QUOTE),
        Paragraph("This article is updated.", ParagraphKind.NOTE),
    ),
    headline_og_title="Mill fire: what we know",
    field_sources=(FieldSource("headline", "dom h1"), FieldSource("headline_og_title", "meta og:title")),
)


def _mill(desk: Desk) -> tuple[str, list[Version], Event]:
    url = "http://paper.example/news/1"
    changed = Schedule(
        later(1_470),
        "it changed (seen at 2026-05-04 11:44 UTC), so it is checked again after 10 minutes",
        later(164),
    )
    article_id = desk.article(PAPER, url, changed)
    first, second, third, fourth, *rest = MILL.paragraphs
    more_dead = replace(first, text=first.text.replace("14", "41"))
    states = [
        (0, MILL),
        (37, replace(MILL, paragraphs=(more_dead, *MILL.paragraphs[1:]))),
        (
            101,
            replace(
                MILL,
                headline="Blaze at the mill",
                paragraphs=(more_dead, second, fourth, third, *rest),
            ),
        ),
        (164, replace(MILL, headline="Blaze at the mill", paragraphs=(more_dead, second, third, *rest))),
    ]
    versions = [desk.version(article_id, article, minutes) for minutes, article in states]
    withdrawal = desk.event(
        article_id, EventKind.WITHDRAWN, 120, "The article was withdrawn: its address answered 410."
    )
    desk.event(article_id, EventKind.RETURNED, 150, "The article is back after 90 minutes.")
    return article_id, versions, withdrawal


def furnished(archive: Archive) -> Shelf:
    """An archive in which every kind of page has something to show."""
    desk = Desk(archive)
    for source in (PAPER, GAZETTE, FILES):
        desk.source(source)
    mill, versions, withdrawal = _mill(desk)
    hostile = desk.article(PAPER, "http://paper.example/news/2?a=1&b=<2>")
    for minutes, said in ((10, "before"), (70, "after")):
        desk.version(
            hostile,
            Article(
                headline=f"{HOSTILE} {said}",
                standfirst=HOSTILE,
                authors=(HOSTILE,),
                language='en"><script>',
                lead_image="javascript:alert(1)",
                links=(Hyperlink(HOSTILE, "javascript:alert(2)"),),
                captions=(f"{HOSTILE} {said}",),
                paragraphs=text(f"{HOSTILE} It was so {said} noon.", HOSTILE),
            ),
            minutes,
            body=f"<script>alert(1)</script>\x1b[31m{HOSTILE}".encode(),
        )
    quiet = Schedule(None, "no longer checked: unchanged for 40 days", START)
    given_up = desk.article(PAPER, "http://paper.example/news/3", quiet)
    desk.version(given_up, Article("Bridge opens", paragraphs=text("It opened at noon.")), 20)
    desk.event(given_up, EventKind.WITHDRAWN, 200, "The article was withdrawn: its address answered 404.")
    at_rest = Schedule(
        None, "imported from a file; not checked until a source lists it or it is added", START
    )
    imported = desk.article(FILES, "http://old.example/a", at_rest)
    for minutes, wheels in ((-90_000, "12"), (-80_000, "14")):
        article = Article("=1+1 mills", paragraphs=text(f"It had {wheels} wheels on the river."))
        desk.version(imported, article, minutes, claimed=True)
    paused = desk.article(GAZETTE, "http://gazette.example/1")
    desk.version(paused, Article("Court sits", paragraphs=text("It sat at noon.")), 30)
    overdue = desk.article(
        PAPER,
        "http://paper.example/news/4",
        Schedule(later(300), "no answer within 45 s, so it is tried again", START),
    )
    desk.version(overdue, Article("Ferry late", paragraphs=text("It was late.")), 40)
    with archive.writing() as writer:
        writer.set_source_state(GAZETTE.id, SourceState.PAUSED)
        timeout = Failure(FailureKind.TIMEOUT, "http://paper.example/feed", "no answer within 45 s")
        writer.record_failure(PAPER.id, timeout, later(60))
        writer.record_failure(overdue, timeout, later(300))
    bare = desk.article(PAPER, "http://paper.example/news/5")
    return Shelf(
        archive, desk, mill, versions, withdrawal, hostile, given_up, imported, paused, overdue, bare
    )
