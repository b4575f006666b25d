"""Takes the bytes of a feed or a page with their address, gives the articles it lists or the feeds it points to.

`sightings` reads RSS, Atom and JSON Feed; what it calls `MALFORMED` is worth a try of `lenient_sightings`, in a child
that can be killed. Every other failure is final. `feed_links` finds the feeds of a site's page.
"""

from variorum.discovery.autodiscovery import FeedLink, feed_links
from variorum.discovery.feed import sightings
from variorum.discovery.lenient import lenient_sightings

__all__ = ["FeedLink", "feed_links", "lenient_sightings", "sightings"]
