"""Takes addresses as they are written, gives absolute ones, their keys and the domains they belong to."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import urljoin

from tld import get_fld
from yarl import URL

from variorum.text.word_lists import TRACKERS

#: An address longer than this is nobody's article (and no server has to accept it, RFC 9110 section 4.1).
LONGEST_URL = 8_000


_WELL_WRITTEN = re.compile(
    r"https?://[a-z0-9.\-_:\[\]]+(?:[/?](?:[\w\-.~:/?\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)?(?:#.*)?", re.ASCII
)
_CREDENTIALS = re.compile(r"https?://[^/?#]*@", re.IGNORECASE)
_TRACKER_STEMS = tuple(name[:-1] for name in TRACKERS if name.endswith("*"))


@lru_cache(2_048)
def web_url(text: str) -> URL | None:
    """The address as a value if it is an absolute http or https address with a host, else `None`. Never raises.

    An address that is written as the standard wants (RFC 3986) is kept to the letter; others are quoted. One that holds a
    user's name or password is none of the public web, and nobody's secret is to be kept or shown.

    >>> str(web_url("https://example.org/%7Ea?b=%2F")), str(web_url("https://example.org/a b"))
    ('https://example.org/%7Ea?b=%2F', 'https://example.org/a%20b')
    >>> web_url("javascript:alert(1)"), web_url("http://[bad"), web_url("https://user:secret@example.org/")
    (None, None, None)
    """
    text = text.strip()
    if len(text) > LONGEST_URL or _CREDENTIALS.match(text):
        return None
    try:
        url = URL(text, encoded=_WELL_WRITTEN.fullmatch(text) is not None)
        # An impossible port or host (`xn--a`) is only noticed when it is asked for.
        _, host = url.port, url.host
    except (ValueError, TypeError):
        return None
    return url if url.scheme in {"http", "https"} and host and "@" not in url.raw_authority else None


def refusal(text: str) -> str | None:
    """Why nothing can be archived under an address, as a clause, or `None` where it can.

    >>> refusal("ftp://example.org/"), refusal("https://example.org/@user")
    ('this is no http or https address', None)
    """
    if _CREDENTIALS.match(text.strip()):
        return "it holds a user's name or password, which must never enter an archive: leave out what stands before the @"
    return "this is no http or https address" if web_url(text) is None else None


def joined(base: str, reference: str) -> str | None:
    """An absolute http or https address for a reference found on the page `base`, without its fragment, else `None`.

    An absolute reference needs no base: that may be anything, such as the name of a file.

    >>> joined("https://example.org/news/", "../a?id=7#top")
    'https://example.org/a?id=7'
    """
    if len(reference) > LONGEST_URL:
        return None
    try:
        url = web_url(urljoin(base if web_url(base) else "", reference.strip()))
    except ValueError:
        return None
    return None if url is None else str(url.with_fragment(None))


def _is_tracker(name: str) -> bool:
    name = name.lower()
    return name in TRACKERS or name.startswith(_TRACKER_STEMS)


def url_key(text: str) -> str:
    """The key under which an address is one and the same: no scheme, default port, trackers, fragment or last slash.

    What is fetched is always the address itself; the key only tells whether two addresses mean one article.

    >>> url_key("HTTPS://Example.org:443/a/?utm_source=x&id=7#top")
    'example.org/a?id=7'
    """
    exact = web_url(text)
    if exact is None:
        return text.strip()
    url = URL(str(exact))  # quoted the same way, however it was written
    query = [(name, value) for name, value in url.query.items() if not _is_tracker(name)]
    host = (url.host or "").rstrip(".")
    port = "" if url.is_default_port() else f":{url.port}"
    path = url.raw_path.rstrip("/")
    tail = URL.build(path="/", query=query).raw_query_string if query else ""
    return f"{host}{port}{path}" + (f"?{tail}" if tail else "")


def is_ip_address(host: str) -> bool:
    """Whether a host is written as an IP address.

    >>> is_ip_address("127.0.0.1"), is_ip_address("::1"), is_ip_address("example.org")
    (True, True, False)
    """
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


@lru_cache(4_096)
def registered_domain(text: str) -> str:
    """The domain that somebody registered, by the public suffix list; the host itself where the list knows none.

    Hosts under `localhost` and IP addresses stand for themselves, with their port, since each is a server of its own.

    >>> registered_domain("https://www.bbc.co.uk/news"), registered_domain("http://a.localhost:8000/x")
    ('bbc.co.uk', 'a.localhost:8000')
    """
    url = web_url(text)
    if url is None:
        return text
    domain = get_fld(str(url), fail_silently=True)
    if domain:
        return str(domain)
    host = url.host or ""
    return host if url.is_default_port() else f"{host}:{url.port}"


@lru_cache(2_048)
def origin(text: str) -> str:
    """Scheme, host and port of an address: what one robots.txt speaks for (RFC 9309, section 2.3).

    >>> origin("https://Example.org/a?b")
    'https://example.org'
    """
    url = web_url(text)
    return text if url is None else str(url.origin())
