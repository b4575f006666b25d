"""What every answer has: safe headers, an ETag, one spelling of each address, and no traceback ever."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.web.conftest import served
from tests.web.shelf import NOW, PAPER

from variorum.archive import ArchiveBusy, ArchiveDamaged
from variorum.web import application

if TYPE_CHECKING:
    from tests.web.conftest import Reader
    from tests.web.shelf import Shelf

    from variorum.archive import Archive

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def ask(app: Any, path: str, query: str = "", method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """Asks an application directly (ASGI 3.0), so that it is asked for what no client would send."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("utf-8", "replace"),
        "query_string": query.encode("latin-1"),
        "headers": [],
        "server": ("127.0.0.1", 80),
        "root_path": "",
    }
    sent: list[Any] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/changes.csv",
        "/changes.atom",
        "/help",
        "/static/variorum.css",
        "/nonesuch",
        "/?page=x",
        "/robots.txt",
    ],
)
def test_every_answer_forbids_scripts_frames_and_guesses(reader: Reader, path: str) -> None:
    answer = reader.get(path)
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["server"] == "uvicorn"


def test_a_page_that_did_not_change_is_not_sent_again(reader: Reader, shelf: Shelf) -> None:
    for path in ("/", f"/a/{shelf.mill}", "/changes.json", "/static/keys.js"):
        tag = reader.get(path).headers["etag"]
        again = reader.get(path, If_None_Match=tag)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
        assert reader.get(path, If_None_Match='"other"').status == 200
    assert reader.get("/nonesuch", If_None_Match="*").status == 404


def test_head_is_answered_without_a_body(reader: Reader) -> None:
    answer = reader.get("/", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["content-length"]) == len(reader.get("/").body)


def test_nothing_is_written_here(reader: Reader) -> None:
    for method in ("POST", "PUT", "DELETE"):
        answer = reader.get("/", method=method)
        assert answer.status == 405
        assert "Reading never writes" in answer.words
        assert "GET" in answer.headers["allow"]


def test_an_address_without_a_page_shows_the_way_out(reader: Reader) -> None:
    for path in (
        "/nonesuch",
        "/static/nonesuch.css",
        "/a/",
        "/sources/",
        "//evil.example/",
        "/changes.xml",
        "/static/../x",
    ):
        answer = reader.get(path)
        assert answer.status == 404
        assert "There is no page at this address." in answer.words
        assert answer.tree.find(".//main//a[@href='/']") is not None
    assert reader.get("/nonesuch.json").json == {"error": "There is no page at this address."}


def test_robots_may_read_all_but_captures_stay_out_of_indexes(reader: Reader) -> None:
    answer = reader.get("/robots.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == "User-agent: *\nDisallow:\n"


def test_a_host_that_makes_no_sense_is_not_repeated(reader: Reader) -> None:
    for host in ('evil"><script>', "a b", "[::1", "x:99999"):
        answer = reader.get("/changes.atom", Host=host)
        assert answer.status in {200, 400}
        assert host not in answer.text


def test_a_locked_or_damaged_archive_is_one_sentence_without_its_place(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(archive) as reader:
        for error, sentence in (
            (ArchiveBusy("the archive /home/x is locked"), "Another process is writing to the archive"),
            (ArchiveDamaged("/home/x/variorum.db is damaged"), "The archive is damaged or out of reach"),
        ):

            def fails(error: Exception = error) -> None:
                raise error

            monkeypatch.setattr(archive, "sources", fails)
            page = reader.get("/sources")
            assert page.status == 503
            assert sentence in page.words
            assert "/home/x" not in page.text


def test_a_fault_of_our_own_tells_nothing_of_the_inside(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(archive, "sources", fails)
    with served(archive) as reader:
        for path in ("/sources", "/sources.json"):
            answer = reader.get(path)
            assert answer.status == 500
            assert "secret" not in answer.text
            assert "Traceback" not in answer.text
            assert answer.headers["content-security-policy"] == POLICY
            assert answer.headers["x-content-type-options"] == "nosniff"


_NAMES = st.sampled_from(["class", "source", "since", "page", "order", "view", "url", "from", "to", "x"])
_VALUES = st.text(max_size=12) | st.sampled_from(
    ["figure", "1", "latest", "2026-05-04", "9999-12-31T23:59-14:00", "inline", "http://a.example/", PAPER.id]
)


@settings(max_examples=150)
@given(
    start=st.sampled_from(
        [
            "/",
            "/a/{article}",
            "/a/{article}/",
            "/changes",
            "/lookup",
            "/a/{article}/1..2",
            "/a/{article}/compare",
        ]
    ),
    parts=st.lists(
        st.text(max_size=8) | st.sampled_from(["a", "v", "source", "1..2", "capture"]), max_size=4
    ),
    suffix=st.sampled_from(["", ".json", ".csv", ".atom", ".rss", ".jsonfeed", ".diff", ".txt"]),
    query=st.lists(st.tuples(_NAMES, _VALUES), max_size=3),
    raw=st.binary(max_size=6),
)
def test_no_address_whatever_breaks_a_page(
    shelf: Shelf, start: str, parts: list[str], suffix: str, query: list[tuple[str, str]], raw: bytes
) -> None:
    app = application(shelf.archive, now=lambda: NOW)
    path = start.format(article=shelf.mill) + "/".join(parts) + suffix
    written = urlencode(query, errors="replace") + "&" + raw.decode("latin-1")
    status, headers, _ = ask(app, path, written)
    assert status in {200, 302, 400, 404}
    assert headers["x-content-type-options"] == "nosniff"
    assert "\n" not in headers.get("location", "")
