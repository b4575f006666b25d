"""Feeds that are not what they claim: false encodings and the breakages that the strict reader mends."""

from __future__ import annotations

import pytest

from variorum.discovery import sightings
from variorum.model import Discovery, Failure, FailureKind

WHERE = "https://example.org/feed"


def titles(body: bytes, content_type: str = "") -> list[str | None]:
    found = sightings(body, WHERE, content_type)
    assert isinstance(found, Discovery), found
    return [seen.title for seen in found.sightings]


def feed(*given: str, declared: str = "utf-8", language: str = "") -> str:
    items = "".join(
        f"<item><title>{title}</title><link>/{at}</link></item>\n" for at, title in enumerate(given)
    )
    return f'<?xml version="1.0" encoding="{declared}"?>\n<rss version="2.0"><channel>{language}{items}</channel></rss>'


SPANISH = "El señor dijo: «mañana también». Más información aquí"
POLISH = "Minister powiedział, że sytuacja jest poważna i wkrótce się zmieni"


@pytest.mark.parametrize("repeats", [1, 5, 100])
@pytest.mark.parametrize("content_type", ["", "application/rss+xml; charset=utf-8"])
def test_cp1252_that_claims_to_be_utf_8_is_read(repeats: int, content_type: str) -> None:
    body = feed(*[SPANISH] * repeats).encode("cp1252")
    assert titles(body, content_type) == [SPANISH] * repeats


@pytest.mark.parametrize("content_type", ["", "text/xml", "text/xml; charset=ISO-8859-1"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "us-ascii", "nonsense", "utf-16"])
def test_utf_8_is_read_whatever_is_claimed(declared: str, content_type: str) -> None:
    assert titles(feed(SPANISH, POLISH, declared=declared).encode(), content_type) == [SPANISH, POLISH]


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "iso-8859-15"])
def test_a_true_declaration_is_believed(encoding: str) -> None:
    assert titles(feed(SPANISH, declared=encoding).encode(encoding)) == [SPANISH]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_utf_16_and_marks_are_read(encoding: str) -> None:
    assert titles(feed(SPANISH, POLISH, declared="utf-16").encode(encoding)) == [SPANISH, POLISH]


def test_a_seven_bit_encoding_is_read_by_its_declaration() -> None:
    assert titles(feed("東京の朝", declared="iso-2022-jp").encode("iso-2022-jp")) == ["東京の朝"]


def test_utf_8_with_a_character_cut_in_half_stays_utf_8() -> None:
    body = feed(POLISH, "broken X", POLISH).encode().replace(b"X", "ż".encode()[:1])
    assert titles(body) == [POLISH, "broken \ufffd", POLISH]


def test_the_language_of_a_feed_helps_to_tell_its_encoding() -> None:
    body = feed(*[POLISH] * 5, language="<language>pl-PL</language>").encode("cp1250")
    assert titles(body) == [POLISH] * 5


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("R & D", "R & D"),
        ("AT&T", "AT&T"),
        ("?a=1&b=2", "?a=1&b=2"),
        ("Caf&eacute;&nbsp;noir &mdash; 5 &euro;", "Café noir — 5 €"),
        ("&unknown; &copy 2026", "&unknown; &copy 2026"),
        ("A\x08B\x00C\x1fD", "ABCD"),
        ("A&#8;B&#x1F;C&#xFFFF;D&#1114112;E", "ABCDE"),
        ("A\ufffeB", "AB"),
        ("A & B <![CDATA[& C &amp; D]]>", "A & B & C & D"),
        ("A & B <!-- & -->C", "A & B C"),
        ("R & D &amp;amp; more", "R & D & more"),
        ("R & D <media:x>a</media:x>", "R & D a"),
    ],
)
def test_characters_and_references_that_xml_forbids_are_mended(written: str, read: str) -> None:
    assert titles(feed(written).encode()) == [read]


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("\n\n", ""),
        ("\ufeff\ufeff", ""),
        ("<br />\n<b>Warning</b>: Undefined index in /srv/feed.php\n", ""),
        ("<!-- cached -->", "<!-- 0.2 s -->"),
        ("", "<script>track()</script>"),
        ("", "</body></html>"),
        ("", "\x00\x00\x00"),
    ],
)
def test_what_stands_before_and_behind_a_feed_is_left_out(before: str, behind: str) -> None:
    assert titles(f"{before}{feed('A', 'B')}{behind}".encode()) == ["A", "B"]


def test_prefixes_that_are_not_declared_are_understood() -> None:
    found = sightings(
        b"""<rss><channel><item media:x="1"><link>/a</link><dc:creator>Ann Quay</dc:creator><dc:date>2026-01-05</dc:date>
        <media:content url="x"/></item></channel></rss>""",
        WHERE,
    )
    assert isinstance(found, Discovery)
    assert found.sightings[0].authors == ("Ann Quay",)
    assert found.sightings[0].published is not None


def test_an_rdf_root_without_declarations_is_understood() -> None:
    assert titles(b"<rdf:RDF><channel/><item><title>A</title><link>/a</link></item></rdf:RDF>") == ["A"]


def test_mending_touches_nothing_else() -> None:
    given = ["Plain", "Tom &amp; Jerry", "3 &lt; 4", "<![CDATA[<b>bold</b> & co]]>"]
    assert titles(feed(*given, "R & D").encode())[:-1] == titles(feed(*given).encode())


@pytest.mark.parametrize(
    "body",
    [
        "<rss version=2.0><channel/></rss>",
        "<rss><channel><title>A</channel></rss>",
        "<rss><channel><item>",
        "<rss ",
        "<rss>&</channel>",
    ],
)
def test_what_cannot_be_mended_is_malformed(body: str) -> None:
    found = sightings(body.encode(), WHERE)
    assert isinstance(found, Failure)
    assert found.kind is FailureKind.MALFORMED
