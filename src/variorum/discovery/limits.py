"""How much of a feed or a page is read at most: nothing that a site serves may cost more than these allow."""

#: Bytes of a feed; libxml2 itself stops at a text or a tag of this length. News feeds have tens to hundreds of kilobytes.
LARGEST_FEED = 10_000_000
#: Tags of a feed in XML, or brackets of one in JSON: each becomes a value of some hundred bytes.
MOST_TAGS = 500_000
#: Items of a feed that are looked at, from the first.
MOST_ITEMS = 2_000
#: Authors, links, dates and so on of one item.
MOST_REPEATS = 50
#: Characters of a title, summary, author or identifier.
LONGEST_TEXT = 2_000
#: Characters of markup that a title or summary is read from.
LONGEST_MARKUP = 20_000
#: Characters within which a document shows what it is.
OPENING = 20_000
#: Bytes of a page in which links to feeds are sought, from its beginning.
LARGEST_PAGE = 2_000_000
#: Links of a page that are looked at, and feeds that are listed.
MOST_LINKS = 10_000
MOST_FEED_LINKS = 100
#: Bytes of a sitemap, unpacked, and entries in it, as its protocol allows (sitemaps.org); tags of these entries.
LARGEST_SITEMAP = 50_000_000
MOST_ENTRIES = 50_000
MOST_SITEMAP_TAGS = 1_000_000
#: Bytes of a list of addresses, and lines in it.
LARGEST_LIST = 10_000_000
MOST_LINES = 50_000
#: Links of a page that are taken for articles.
MOST_ARTICLE_LINKS = 500
