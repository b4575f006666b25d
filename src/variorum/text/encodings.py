"""Takes bytes with what is said of their encoding, gives their text: byte order mark, header, meta, then detection."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

# What browsers read these labels as (WHATWG Encoding Standard, section 4.2): a superset of what they promise.
_AS_BROWSERS_DO = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-16-le",
}
# Python reads these too, but no browser does, and what they read is not what a page's author wrote.
_NOT_OF_THE_WEB = frozenset(
    {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf_7"}
)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEADER = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']""", re.IGNORECASE)
_LANGUAGE = re.compile(
    rb"""(?:<(?:dc:)?language[^>]{0,100}>\s{0,100}|\s(?:xml:)?lang=["']?)([a-z]{2})\b""", re.IGNORECASE
)
_LATIN = re.compile(
    r"cp(?:125[0247-8]|437|77\d|8[56]\d)|iso8859.(?:[12349]|1[03-6])|mac.(?!cyr|greek).+|hp.roman8"
)
_BY_LANGUAGE = {
    "cp1250": "bs cs hr hu pl ro sk sl sq",
    "cp1251": "be bg mk ru sr uk",
    "cp1253": "el",
    "cp1254": "az tr",
    "cp1255": "he iw",
    "cp1256": "ar fa",
    "cp1257": "et lt lv",
    "cp1258": "vi",
}
#: Browsers look for a declaration in the first 1,024 bytes; many publishers put it later.
_DECLARATION_WITHIN = 4_096
_DETECT_WITHIN = 65_536


class Decoded(NamedTuple):
    """Text, the encoding it was read in and how that was known: `mark`, `header`, `meta`, `utf-8` or `detected`."""

    text: str
    encoding: str
    how: str


def _codec(label: str) -> str | None:
    try:
        name = codecs.lookup(label.strip().lower()).name
    except (LookupError, ValueError):
        return None
    name = _AS_BROWSERS_DO.get(name, name)
    if name.replace("-", "_") in _NOT_OF_THE_WEB:
        return None
    try:
        b"a".decode(name, "replace")
    except (LookupError, ValueError):  # a codec for something other than text, such as base64
        return None
    return name


def _declared(body: bytes, content_type: str) -> list[tuple[str, str]]:
    found = []
    header = _HEADER.search(content_type)
    if header:
        found.append((header[1], "header"))
    head = body[:_DECLARATION_WITHIN]
    meta = _XML.search(head) or _META.search(head)
    if meta:
        label = meta[1].decode("ascii", "replace")
        # A page that can be read as ASCII up to its declaration is not UTF-16, whatever it says.
        found.append(("utf-8" if label.lower().startswith("utf-16") else label, "meta"))
    return found


def decoded(body: bytes, content_type: str = "") -> Decoded:
    """Decodes a served body. Never fails: what no encoding explains becomes U+FFFD.

    The declared encoding is kept when the bytes keep to it; a false one (cp1252 served as UTF-8, or UTF-8 served as
    latin-1) gives way to what the bytes are. Order: byte order mark, Content-Type header, declaration in the text,
    UTF-8, statistical detection.

    >>> decoded("café".encode("cp1252"), "text/html; charset=utf-8")
    Decoded(text='café', encoding='cp1252', how='detected')
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(name, "replace"), name, "mark")
    candidates = [(codec, how) for label, how in _declared(body, content_type) if (codec := _codec(label))]
    if candidates and _LATIN.fullmatch(candidates[0][0]) and not body.isascii():
        # No text in an encoding of one byte a letter is UTF-8 by chance.
        candidates.insert(0, ("utf-8", "utf-8"))
    for name, how in [*candidates, ("utf-8", "utf-8")]:
        try:
            return Decoded(body.decode(name), name, how)
        except UnicodeDecodeError:
            continue
    return _detected(body, candidates)


def _detected(body: bytes, candidates: list[tuple[str, str]]) -> Decoded:
    """Reads bytes that keep to no declared encoding: a few broken ones are forgiven, otherwise they are measured."""
    utf_8 = body.decode("utf-8", "replace")
    broken = utf_8.count("\ufffd")
    if sum(not char.isascii() for char in utf_8) - broken > broken:
        return Decoded(utf_8, "utf-8", "utf-8")  # a text that was cut in the middle of a letter
    for name, how in candidates:
        text = body.decode(name, "replace")
        if text.count("\ufffd") * 200 <= sum(not char.isascii() for char in text):
            return Decoded(text, name, how)
    sample = body[:_DETECT_WITHIN]
    best = from_bytes(sample).best() if len(sample) > 256 else None  # noqa: PLR2004 - too little to measure
    measured = _codec(best.encoding) if best else None
    if measured is None or _LATIN.fullmatch(measured):
        # Measuring tells scripts apart; among encodings of Latin letters its choice is arbitrary, since most bytes are
        # those of the markup.
        measured = _encoding_of_language(body)
    return Decoded(body.decode(measured, "replace"), measured, "detected")


def _encoding_of_language(body: bytes) -> str:
    """The encoding that pages in the declared language were written in before UTF-8, cp1252 where none is declared."""
    declared = _LANGUAGE.search(body, 0, _DECLARATION_WITHIN)
    language = declared[1].decode("ascii").lower() if declared else ""
    return next((name for name, languages in _BY_LANGUAGE.items() if language in languages.split()), "cp1252")
