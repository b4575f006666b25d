"""Addresses, their keys and domains; bytes and the encodings they lie about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.text.encodings import decoded
from variorum.text.urls import joined, origin, refusal, registered_domain, url_key, web_url


@pytest.fixture(scope="module", autouse=True)
def _suffixes_are_loaded() -> None:
    registered_domain("https://example.org/")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.org/a", "https://example.org/a/"),
        ("https://EXAMPLE.org/a#top", "https://example.org:443/a?utm_source=feed&fbclid=1"),
        ("https://example.org/a?id=7&utm_medium=x", "https://example.org/a?id=7"),
    ],
)
def test_addresses_of_one_article_share_a_key(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)


def test_what_tells_articles_apart_stays_in_the_key() -> None:
    assert url_key("https://example.org/a?id=7") != url_key("https://example.org/a?id=8")
    assert url_key("https://example.org/a") != url_key("https://example.org:8443/a")
    assert url_key("https://example.org/A") != url_key("https://example.org/a")


@pytest.mark.parametrize(
    "text",
    [
        "ftp://example.org/",
        "javascript:alert(1)",
        "/a",
        "",
        "http://",
        "http://[x",
        "http://h:99999/",
        "http://xn--a/",
        "http://ann:secret@h/",
        "https://ann@h/",
        "http://@h/",
    ],
)
def test_what_is_no_web_address_is_none(text: str) -> None:
    assert web_url(text) is None


@pytest.mark.parametrize(
    "text", ["https://example.org/%7Ea/?b=%2F&c", "http://example.org/a;b=1?x=a%20b+c", "http://[::1]:8000/"]
)
def test_an_address_that_is_well_written_is_kept_to_the_letter(text: str) -> None:
    assert str(web_url(text)) == text
    assert joined("https://elsewhere.example/", text) == text


@given(st.text(), st.text())
def test_joining_never_fails(base: str, reference: str) -> None:
    for found in (joined(base, reference), joined("https://example.org/a/", reference)):
        assert found is None or web_url(found) is not None
    url_key(base)
    registered_domain(base)
    origin(base)


_HOSTS = st.one_of(
    st.sampled_from(
        ["xn--", "xn--a", "xn--a-.b", "xn--ls8h=.la", "XN--A", "a..b", "[::1", "u:p@h", "1.2.3.4.5", "0x7f.1"]
    ),
    st.text("xn-a8ß.@:[]%=é١²\u200d\U0001f600\ud800", max_size=24).map(lambda text: f"xn--{text}"),
    st.text(max_size=24),
)


@given(st.sampled_from(["http", "HTTPS", "http "]), _HOSTS, st.text(max_size=30))
def test_no_address_is_too_strange_to_be_judged(scheme: str, host: str, tail: str) -> None:
    for text in (f"{scheme}://{host}", f"{scheme}://{host}/{tail}", f"{scheme}://{host}?{tail}"):
        found = web_url(text)
        assert found is None or (found.host and not found.user and not found.password)
        url_key(text)
        registered_domain(text)
        origin(text)
        joined(text, tail)
        assert (refusal(text) is None) is (found is not None)


def test_a_password_is_no_part_of_an_address() -> None:
    assert joined("https://example.org/", "//ann:secret@elsewhere.example/") is None
    assert "password" in (refusal(" https://ann:secret@example.org/") or "")
    assert refusal("https://example.org/@ann") is None


@pytest.mark.parametrize(
    ("body", "content_type", "encoding", "how"),
    [
        (b"\xef\xbb\xbfcaf\xc3\xa9", "text/html; charset=iso-8859-1", "utf-8", "mark"),
        ("café “x”".encode("cp1252"), "text/html; charset=ISO-8859-1", "cp1252", "header"),
        (b'<meta charset="windows-1251">' + "Привет".encode("cp1251"), "text/html", "cp1251", "meta"),
        (b'<?xml version="1.0" encoding="shift_jis"?>' + "東京".encode("cp932"), "", "cp932", "meta"),
        ("café".encode(), "", "utf-8", "utf-8"),
        (
            "<meta charset=utf-8>café “quote”".encode("cp1252"),
            "text/html; charset=utf-8",
            "cp1252",
            "detected",
        ),
        (b"abc", "text/html; charset=base64", "utf-8", "utf-8"),
        ("naïve “café”".encode(), "text/html; charset=iso-8859-1", "utf-8", "utf-8"),
        (
            '<html lang="pl"><p>Zażółć gęślą jaźń</p>'.encode("cp1250"),
            "text/html; charset=utf-8",
            "cp1250",
            "detected",
        ),
        ('<html lang="fr"><p>Un été à la forêt</p>'.encode("cp1252") * 9, "", "cp1252", "detected"),
    ],
)
def test_encodings_are_told_from_mark_header_meta_then_detected(
    body: bytes, content_type: str, encoding: str, how: str
) -> None:
    found = decoded(body, content_type)
    assert (found.encoding, found.how) == (encoding, how)
    assert "\ufffd" not in found.text


def test_a_text_that_was_cut_in_the_middle_of_a_letter_stays_utf_8() -> None:
    cut = "Größe über Straße: café, naïve, “quote”".encode() + "é".encode()[:1]
    assert decoded(cut, "text/html; charset=utf-8").text == "Größe über Straße: café, naïve, “quote”\ufffd"


@given(st.binary(max_size=600), st.text(max_size=40))
def test_decoding_never_fails(body: bytes, content_type: str) -> None:
    assert isinstance(decoded(body, content_type).text, str)
