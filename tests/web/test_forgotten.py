"""The pages of an article that was forgotten say so and why, in every form, and repeat nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.archive.conftest import URL, Desk, later
from tests.web.conftest import served

if TYPE_CHECKING:
    from variorum.archive import Archive


def test_every_address_of_a_forgotten_article_answers_410_with_the_reason(archive: Archive) -> None:
    desk = Desk(archive)
    first, second = desk.version("At least 14 people died.", 0), desk.version("At least 41 people died.", 9)
    with served(archive) as reader:
        pages = [
            f"/a/{desk.article_id}",
            f"/a/{desk.article_id}.json",
            f"/a/{desk.article_id}.atom",
            f"/a/{desk.article_id}/v/{first.id}",
            f"/a/{desk.article_id}/v/{first.id}/capture",
            f"/a/{desk.article_id}/{first.id}..{second.id}",
            f"/a/{desk.article_id}/{first.id}..{second.id}.diff",
        ]
        assert {reader.get(path).status for path in pages} == {200}
        archive.forget(desk.article_id, "court order <12>", later(20))
        for path in (*pages, f"/lookup.json?url={quote(URL, safe='')}", f"/lookup?url={quote(URL, safe='')}"):
            answer = reader.get(path)
            assert (answer.status, path) == (410, path)
            assert "court order" in answer.text
            assert "people died" not in answer.text
        assert "for good on 4 May 2026, 09:20 UTC: court order <12>" in reader.get(pages[0]).words
        for path in ("/", "/changes.json", "/changes.atom", "/sources"):
            assert "mill" not in reader.get(path).text


def test_the_page_of_a_version_whose_bytes_were_let_go_says_so(archive: Archive) -> None:
    desk = Desk(archive)
    version = desk.version("At least 14 people died.", 0)
    archive.let_go_captures(later(10), "keep_captures = 1", later(20))
    with served(archive) as reader:
        page = reader.get(f"/a/{desk.article_id}/v/{version.id}")
        assert (page.status, "its bytes were let go" in page.words) == (200, True)
        assert reader.get(f"/a/{desk.article_id}/v/{version.id}/capture").status == 410
