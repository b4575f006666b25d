"""Takes the bytes of a feed, sitemap, list or page with their address, gives the articles it lists or the feeds it points to.

`sightings` reads RSS, Atom and JSON Feed; what it calls `MALFORMED` is worth a try of `lenient_sightings`, in a child
that can be killed. Every other failure is final. `feed_links` finds the feeds of a site's page.
`sitemap` reads sitemaps and indexes of them, `url_list` lists of addresses; `article_links` finds the articles that a page
links to, by the shapes of addresses that `article_shapes` learns from known articles.
"""

from variorum.discovery.amp import amp_address
from variorum.discovery.autodiscovery import FeedLink, feed_links
from variorum.discovery.feed import sightings
from variorum.discovery.hubs import hub_of
from variorum.discovery.lenient import lenient_sightings
from variorum.discovery.page_links import article_links
from variorum.discovery.shapes import article_shapes
from variorum.discovery.sitemap import sitemap
from variorum.discovery.url_list import url_list

__all__ = [
    "FeedLink",
    "amp_address",
    "article_links",
    "article_shapes",
    "feed_links",
    "hub_of",
    "lenient_sightings",
    "sightings",
    "sitemap",
    "url_list",
]
