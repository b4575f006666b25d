"""Structured hostile pages for property tests: trees of elements that extraction looks at, in shapes that no outlet makes."""

from __future__ import annotations

import json
from html import escape

from hypothesis import strategies as st
from tests.extraction.templates import STORIES, TEMPLATES
from tests.extraction.templates_states import STATES, gallery, listing, live_blog, video_page

_TAGS = (
    "p", "div", "span", "article", "main", "section", "aside", "header", "footer", "nav", "h1", "h2", "h3", "ul", "li", "dl", "dt",
    "blockquote", "figure", "figcaption", "table", "tr", "td", "a", "b", "br", "time", "form", "button", "noscript", "iframe", "video",
    "script", "style", "template", "svg", "math", "title", "meta", "link", "base", "rss", "item", "pre", "select", "option", "plaintext",
)  # fmt: skip
_ATTRIBUTES = (
    "class", "id", "style", "href", "src", "datetime", "content", "property", "name", "itemprop", "itemtype", "rel", "role", "lang",
    "hidden", "aria-hidden", "data-testid", "type", "onclick", "xmlns", "http-equiv",
)  # fmt: skip
_VALUES = (
    "", "byline", "author", "standfirst lead", "paywall-box", "post entry", "caption", "correction", "consent cookie", "comments", "card",
    "display:none", "javascript:alert(1)", "data:text/html,<p>", "/news/1", "#top", "//evil.example", "http://[::1", "2026-05-04T10:00Z",
    "9999-99-99", "og:title", "og:type", "video.other", "article:published_time", "application/ld+json", "https://schema.org/LiveBlogPosting",
    "text/html; charset=utf-7", "de", "true", "<script>x()</script>", "\x00", "\u202e", "a" * 3_000,
)  # fmt: skip
_TEXTS = (
    "The bridge was closed to all traffic on Monday after inspectors found a crack in its deck, and nobody knows for how long.",
    "Subscribe to continue reading", "We and our 412 partners use cookies", "Just a moment...", "Page not found", "404", "10:15",
    "Live: the storm", "Correction: it was Tuesday.", "By Ada Lind and Bo Ek", "GENEVA (Reuters) — ", "4 May 2026", "続きは会員限定です",
    "الصفحة غير موجودة", "&#0;&#xD800;", "]]>", "<!--", "-->", "<![CDATA[", "\x00\x0c\x1b[31m", "\ud800", "…",
)  # fmt: skip
_KEYS = (
    "@type", "@id", "@graph", "headline", "description", "author", "name", "datePublished", "dateModified", "articleBody", "url", "image",
    "isAccessibleForFree", "wordCount", "liveBlogUpdate", "mainEntityOfPage", "publisher", "inLanguage", "alternativeHeadline",
)  # fmt: skip
_TYPES = (
    "NewsArticle",
    "LiveBlogPosting",
    "VideoObject",
    "ImageGallery",
    "Person",
    "Organization",
    "schema:Report",
    "",
)

_texts = st.sampled_from(_TEXTS) | st.text(max_size=30)
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(_TYPES) | _texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=6),
    max_leaves=20,
)


@st.composite
def _tags(draw: st.DrawFn) -> str:
    attributes = draw(
        st.lists(
            st.tuples(st.sampled_from(_ATTRIBUTES), st.sampled_from(_VALUES) | st.text(max_size=10)),
            max_size=4,
        )
    )
    sign = draw(st.sampled_from(['"', "'", ""]))
    told = "".join(f" {name}={sign}{escape(value) if sign else value}{sign}" for name, value in attributes)
    return f"<{draw(st.sampled_from(_TAGS))}{told}>"


@st.composite
def _elements(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    tag = draw(_tags())
    end = draw(st.sampled_from(["", f"</{tag[1:].partition(' ')[0].rstrip('>')}>", "</div>", "</p>"]))
    return f"{tag}{draw(inner)}{end}" * draw(st.integers(1, 4))


_scripts = _json.map(lambda value: f'<script type="application/ld+json">{json.dumps(value)}</script>')
_trees = st.recursive(
    _texts | _scripts | _tags(),
    lambda inner: _elements(st.lists(inner, max_size=5).map("".join)),
    max_leaves=25,
)
_known = st.sampled_from(
    [
        *(template(story) for template in TEMPLATES for story in STORIES),
        *(served.page for served in STATES),
        *(live_blog(), listing(), gallery(), video_page()),
    ]
)


@st.composite
def _grafted(draw: st.DrawFn) -> str:
    """A page of a template or of a state with a piece cut out and something hostile in its place."""
    page = draw(_known)
    start = draw(st.integers(0, len(page)))
    end = draw(st.integers(start, min(len(page), start + 200)))
    return page[:start] + draw(_trees) + page[end:]


#: Pages as text: trees of their own, and known pages with hostile pieces in them.
hostile_pages = st.lists(_trees, max_size=6).map("".join) | _grafted()
hostile_addresses = st.sampled_from(
    [
        "https://www.harbour-courier.example/archive/2026/lamps",
        "https://tern-valley-bote.example/live/1",
        "https://paper.example/photos/video/1",
        "file:///tmp/page.html",
        "",
        "http://[",
    ]
)
