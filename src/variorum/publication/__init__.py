"""Any value → bytes or str: comparisons as HTML, text and JSON; entries and feeds; tables."""

from variorum.publication.addresses import Addresses
from variorum.publication.citation import citation, evidence_page
from variorum.publication.documents import comparison_document
from variorum.publication.entries import (
    AUTHORITY,
    EntryAddresses,
    change_entry,
    change_tag,
    entry_content,
    event_tag,
    revision_tag,
)
from variorum.publication.feeds import FeedAbout, FeedEntry, atom, json_feed, rss
from variorum.publication.fragments import View, comparison_html
from variorum.publication.metrics import EXPOSITION, exposition
from variorum.publication.records import (
    ALIAS_WORDS,
    alarm_row,
    article_row,
    failure_row,
    history_document,
    source_row,
    version_document,
)
from variorum.publication.tables import CHANGE_FIELDS, change_row, json_text, rows_csv, rows_json, rows_jsonl
from variorum.publication.terminal import comparison_text
from variorum.publication.unified import comparison_unified

__all__ = [
    "ALIAS_WORDS",
    "AUTHORITY",
    "CHANGE_FIELDS",
    "EXPOSITION",
    "Addresses",
    "EntryAddresses",
    "FeedAbout",
    "FeedEntry",
    "View",
    "alarm_row",
    "article_row",
    "atom",
    "change_entry",
    "change_row",
    "change_tag",
    "citation",
    "comparison_document",
    "comparison_html",
    "comparison_text",
    "comparison_unified",
    "entry_content",
    "event_tag",
    "evidence_page",
    "exposition",
    "failure_row",
    "history_document",
    "json_feed",
    "json_text",
    "revision_tag",
    "rows_csv",
    "rows_json",
    "rows_jsonl",
    "rss",
    "source_row",
    "version_document",
]
