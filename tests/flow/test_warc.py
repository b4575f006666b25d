"""WARC files: ours are read by others, theirs by us, damaged ones as far as they go."""

from __future__ import annotations

import asyncio
import gzip
import io
from contextlib import aclosing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.flow.checks import later
from tests.flow.inline import InlineWorkers
from tests.web.shelf import NOW, furnished
from warcio.archiveiterator import ArchiveIterator

from variorum.archive import Archive, ChangeQuery, open_archive
from variorum.archive.exchange.warc_records import WarcDamage, WarcPlace, WarcRecord, warc_records
from variorum.flow.exporting import Wanted, export_pieces
from variorum.flow.intake import taking
from variorum.flow.intake.kinds import kind_of, taken_in
from variorum.flow.intake.warc import found_in_stream
from variorum.model.held import HeldCapture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from variorum.flow.importing import Imported

URL = "https://paper.example/news/1"
WANTED = frozenset({"response", "resource", "revisit"})


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "empty", create=True) as archive:
        yield archive


def imported(archive: Archive, *files: Path, most: int = 99) -> list[Imported]:
    """Takes in files; after `most` things of one it is interrupted."""

    async def take() -> list[Imported]:
        done = []
        async with InlineWorkers(1) as workers:
            for path in files:
                taken = taken_in(archive, workers, path, kind_of(path) or "", now=lambda: NOW)
                async with aclosing(taken) as rest:  # type: ignore[type-var]
                    async for one in rest:
                        done.append(one)
                        if len(done) == most:
                            break
        return done

    return asyncio.run(take())


def written(archive: Archive, *, packed: bool = True) -> bytes:
    return b"".join(export_pieces(archive, "warc", Wanted(), now=NOW, name="a.warc", packed=packed))


def page(text: str) -> bytes:
    return (
        f"<!doctype html><html><head><title>Fire at the mill</title></head><body><article><h1>Fire at the mill</h1><p>{text}</p>"
        "<p>Crews had been called before dawn, the fire brigade of Harbourton said, and stayed until noon.</p>"
        "<p>The mill was built in 1871 and had stood empty for seven years when the fire broke out there.</p></article></body></html>"
    ).encode()


class Crawl:
    """A WARC file as crawlers write them."""

    def __init__(self, *, packed: bool = True) -> None:
        self._packed = packed
        self.data = b""
        self.offsets: list[int] = []

    def answer(
        self,
        text: str,
        minutes: int,
        *,
        url: str = URL,
        kind: str = "text/html",
        status: str = "200 OK",
        **headers: str,
    ) -> Crawl:
        body = page(text)
        if headers.get("Content_Encoding") == "gzip":
            body = gzip.compress(body, mtime=0)
        if headers.get("Transfer_Encoding") == "chunked":
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        told = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{told}\r\n"
        return self._put("response", head.encode() + body, minutes, url)

    def repeat(self, minutes: int, of: int, *, url: str = URL) -> Crawl:
        told = f"WARC-Refers-To-Target-URI: {URL}\r\nWARC-Refers-To-Date: {date(of)}\r\n"
        return self._put("revisit", b"HTTP/1.1 200 OK\r\n\r\n", minutes, url, told)

    def _put(self, kind: str, content: bytes, minutes: int, url: str, told: str = "") -> Crawl:
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <{url}>\r\nWARC-Date: {date(minutes)}\r\n{told}"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        record = head.encode() + content + b"\r\n\r\n"
        self.offsets.append(len(self.data))
        self.data += gzip.compress(record, mtime=0) if self._packed else record
        return self


def date(minutes: int) -> str:
    return later(minutes).strftime("%Y-%m-%dT%H:%M:%SZ")


def history(archive: Archive) -> list[tuple[datetime, str]]:
    key = archive.article_id(URL)
    found = archive.history(key) if key else None
    assert found is not None
    return [(version.captured_at, version.article.paragraphs[0].text) for version in found.versions]


def test_what_we_write_another_library_reads_and_we_read_back_exactly(tmp_path: Path) -> None:
    with open_archive(tmp_path / "full", create=True) as full:
        furnished(full)
        data, plain = written(full), written(full, packed=False)
        held = [one for key in full.held_ids() for one in full.held(key) if isinstance(one, HeldCapture)]
    assert gzip.decompress(data) == plain
    records = ArchiveIterator(io.BytesIO(data), check_digests="raise")
    read = [
        (one.rec_headers["WARC-Target-URI"], one.http_headers.get_statuscode(), one.raw_stream.read())
        for one in records
        if one.rec_type == "response"
    ]
    assert read == [(one.capture.address, "200", one.capture.body) for one in held]
    again = [found.capture for found in found_in_stream(io.BytesIO(data), "a.warc.gz", "")]
    assert len(again) == len(held)
    for found, one in zip(again, held, strict=True):
        assert found is not None
        assert found.circumstances.custody == ("a.warc.gz",)
        assert (found.body, found.captured_at, found.url) == (
            one.capture.body,
            one.capture.captured_at,
            one.capture.url,
        )
        assert (found.headers, found.status, found.origin) == (one.capture.headers, 200, one.capture.origin)


def test_a_crawl_becomes_versions_whatever_their_order_and_packing(
    empty: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Crawl().repeat(90, of=0).answer("At least 14 people died.", 30, Content_Encoding="gzip")
    first.answer("At least 16 people died.", 60, X_Crawler_Content_Encoding="br", Transfer_Encoding="chunked")
    first.answer("A picture.", 61, kind="image/png").answer("Moved.", 62, status="301 Moved Permanently")
    second = Crawl(packed=False).answer(
        "At least 12 people died.", 0, Content_Encoding="gzip", Transfer_Encoding="chunked"
    )
    second.answer("Elsewhere.", 5, url="https://paper.example/news/2").answer("Gone.", 70, status="410 Gone")
    paths = tmp_path / "a.warc.gz", tmp_path / "b.warc"
    paths[0].write_bytes(first.data)
    paths[1].write_bytes(second.data)
    monkeypatch.setattr(taking, "_BATCH", 1)
    started = imported(empty, paths[0], most=1)
    done = imported(empty, *paths)
    assert [sum(one.version is not None for one in some) for some in (started, done)] == [1, 3]
    (failure,) = [one.failure for one in done if one.failure]
    assert failure.subject == "a.warc.gz at 0"
    assert "repeats the bytes" in failure.detail
    texts = [f"At least {number} people died." for number in (12, 14, 16)]
    assert history(empty) == list(zip(map(later, (0, 30, 60)), texts, strict=True))
    assert len(empty.changes(ChangeQuery(article_id=empty.article_id(URL), superseded=False))) == 2
    titles = {source.title: source.url for source in empty.sources()}
    assert titles == {"a.warc.gz": "files:a.warc.gz", "b.warc": "files:b.warc"}
    latest = empty.captured(URL)
    assert [capture.status for capture in latest] == [410, 200, 200, 200]
    assert latest[1].header("content-encoding") == "br"
    assert latest[1].circumstances.custody == ("a.warc.gz",)
    before = empty.counts()
    assert imported(empty, *paths) == []
    (tmp_path / "c.warc").write_bytes(gzip.decompress(first.data) + second.data)
    assert not [one for one in imported(empty, tmp_path / "c.warc") if one.version]
    (back,) = empty.changes(ChangeQuery(finding="reverted"))
    assert (back.captured_after, len(history(empty))) == (later(90), 3)
    assert empty.counts()["captures"] == before["captures"] + 1


@settings(max_examples=60, deadline=None)
@given(st.data(), st.booleans())
def test_damage_is_named_with_its_offset_and_all_other_records_are_read(
    data: st.DataObject, packed: bool
) -> None:
    crawl = Crawl(packed=packed)
    for number in range(4):
        crawl.answer(f"At least {number + 10} people died.", number)
    whole, (*offsets, end) = crawl.data, [*crawl.offsets, len(crawl.data)]
    place = int(data.draw(st.integers(0, 999)) / 1000 * len(whole))
    tail = data.draw(st.sampled_from(["cut", "blanked", "shifted"]))
    rest = {"cut": b"", "blanked": bytes(9) + whole[place + 9 :], "shifted": whole[place + 5 :]}[tail]
    spoilt = whole[:place] + rest
    found = list(warc_records(io.BytesIO(spoilt), WarcPlace(), WANTED))
    hit = max(index for index, offset in enumerate(offsets) if offset <= place)
    read = [one for one in found if isinstance(one, WarcRecord)]
    good = [
        one.content
        for one in warc_records(io.BytesIO(whole), WarcPlace(), WANTED)
        if isinstance(one, WarcRecord)
    ]
    assert [one.content for one in read[:hit]] == good[:hit]
    damages = [one.place.offset for one in found if isinstance(one, WarcDamage)]
    assert all(offsets[hit] <= offset < max(len(spoilt), end) for offset in damages)
    if tail == "blanked" and place + 9 <= [*offsets, end][hit + 1] and damages == [offsets[hit]]:
        assert [one.content for one in read[hit:]][-(3 - hit) or 9 :] == good[hit + 1 :]


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [b"", b"WARC/1.0\r\n", b"WARC/1.1\r\nContent-Length: 99999999999999\r\n", b"\x1f\x8b\x08"]
    ),
)
def test_any_bytes_end_without_an_error_and_without_much_memory(data: bytes, head: bytes) -> None:
    for one in found_in_stream(io.BytesIO(head + data), "any.warc", ""):
        assert one.failure is not None or one.capture is not None


def test_what_unpacks_to_far_more_than_it_is_ends_there() -> None:
    head = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 300000000\r\n\r\n"
    bomb = gzip.compress(head + bytes(80 * 2**20), 9)
    good = Crawl().answer("At least 14 people died.", 0).data
    found = list(warc_records(io.BytesIO(bomb + good), WarcPlace(), WANTED))
    assert [type(one) for one in found] == [WarcDamage, WarcRecord]
    assert found[1].place.offset == len(bomb)


def test_a_record_that_claims_to_be_ours_is_believed_no_more_than_others(tmp_path: Path) -> None:
    with open_archive(tmp_path / "full", create=True) as full:
        furnished(full)
        data = written(full, packed=False)
    for old, new in (
        (b'"final_url": "', b'"final_url": "javascript:'),
        (b'"final_url":"', b'"final_url":"javascript:'),
        (b'"status":200', b'"status":"x"'),
        (b"<p>served", b"<p>forged"),
    ):
        spoilt = data.replace(old, new)
        found = list(found_in_stream(io.BytesIO(spoilt), "a.warc", ""))
        assert spoilt == data or any(one.failure for one in found)
