"""The comparison as HTML, in its four views."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as parser

from variorum.comparison import compare
from variorum.comparison.marks import edits
from variorum.model import (
    Article,
    Counterpart,
    EditKind,
    FieldChange,
    Hyperlink,
    Link,
    Paragraph,
    ParagraphKind,
)
from variorum.publication import View, comparison_html, fragments
from variorum.text.printable import printable

if TYPE_CHECKING:
    from variorum.model import Revision

VIEWS: tuple[View, ...] = get_args(View)
#: What `printable` takes away and what XML forbids: nothing of it may get out.
COMMANDS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
#: Attributes and elements that a fragment may have; anything else came out of an article.
TAGS = {
    "div",
    "dl",
    "dt",
    "dd",
    "p",
    "span",
    "ins",
    "del",
    "a",
    "bdi",
    "ul",
    "li",
    "strong",
    "details",
    "summary",
} | {"table", "caption", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"class", "id", "lang", "dir", "href", "rel", "aria-hidden", "scope", "colspan"}


def tree(revision: Revision, view: View = "inline") -> Any:
    return parser.fragment_fromstring(comparison_html(revision, view))


def words(text: str) -> str:
    return " ".join(printable(text).split())


def told(element: Any, *without: str) -> str:
    """The text of an element without signs, hidden words and elements of the tags or classes given."""
    gone = {"sign", "visually-hidden", *without}
    if element.tag in gone or gone & set((element.get("class") or "").split()):
        return element.tail or ""
    inside = "".join(told(child, *without) for child in element)
    return (element.text or "") + inside + (element.tail or "")


def texts(element: Any, query: str, *without: str) -> list[str]:
    found = [words(told(hit, *without).removesuffix(hit.tail or "")) for hit in element.xpath(query)]
    return [text for text in found if text]


def articles(before: str, after: str) -> tuple[Article, Article]:
    """Two articles of which every line is a paragraph."""
    return tuple(  # type: ignore[return-value] # two given, two made
        Article(paragraphs=tuple(Paragraph(line.strip()) for line in text.strip().split("\n")))
        for text in (before, after)
    )


# ---- Laws, for any revision at all


@settings(deadline=None, max_examples=40)
@given(data=st.data(), view=st.sampled_from(VIEWS))
def test_a_fragment_is_well_formed_and_holds_nothing_but_our_own_elements(
    data: st.DataObject, view: View, revisions: st.SearchStrategy[Revision]
) -> None:
    written = comparison_html(data.draw(revisions), view)
    assert not COMMANDS.search(written)
    root = parser.fragment_fromstring(written)
    # A parser that had to mend the nesting (a block in a paragraph, a paragraph in a paragraph) would write it otherwise.
    assert parser.tostring(root, encoding="unicode") == written
    for element in root.iter():
        assert element.tag in TAGS
        assert set(element.attrib) <= ATTRIBUTES
        assert re.match(r"#|https?://", element.get("href", "#"))


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_all_views_number_the_same_changes_and_every_link_within_the_page_leads_somewhere(
    data: st.DataObject, revisions: st.SearchStrategy[Revision]
) -> None:
    revision = data.draw(revisions)
    counted = set()
    for view in VIEWS:
        root = tree(revision, view)
        ids = root.xpath("//@id")
        assert len(set(ids)) == len(ids)
        assert {href[1:] for href in root.xpath("//@href") if href.startswith("#")} <= set(ids)
        numbers = sorted(int(found.split("-")[1]) for found in ids if not found.endswith("-from"))
        assert numbers == list(range(1, len(numbers) + 1))
        counted.add(len(numbers))
    assert len(counted) == 1


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_without_its_deletions_the_inline_view_is_the_new_text(
    data: st.DataObject, revisions: st.SearchStrategy[Revision]
) -> None:
    revision = data.draw(revisions)
    kept = texts(tree(revision), "//div[@class='body']/p", "del", "moved-from", "moved-here")
    assert kept == [words(p.text) for p in revision.after.paragraphs if words(p.text)]


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_the_inline_view_shows_every_deleted_letter_once(
    data: st.DataObject, revisions: st.SearchStrategy[Revision]
) -> None:
    revision = data.draw(revisions)
    deleted = [revision.old_text(i) for i in revision.deleted]
    for counterpart in revision.links:
        old = "".join(revision.old_text(i) for i in counterpart.link.old)
        deleted += [old[e.old_start : e.old_end] for e in counterpart.edits if e.kind is EditKind.CHANGED]
    marked = "".join(texts(tree(revision), "//div[@class='body']//del")).replace(" ", "")
    assert sorted(marked) == sorted("".join(words(text).replace(" ", "") for text in deleted))


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_each_column_of_the_split_view_holds_all_sentences_of_its_side(
    data: st.DataObject, revisions: st.SearchStrategy[Revision]
) -> None:
    revision = data.draw(revisions)
    root = tree(revision, "split")
    for side, article in (("before", revision.before), ("after", revision.after)):
        cells = texts(root, f"//tbody[@class='body']/tr/td[@class='{side}']//p", "moved-from", "moved-here")
        there = sorted("".join(cells).replace(" ", ""))
        assert there == sorted(words("".join(p.text for p in article.paragraphs)).replace(" ", ""))


@settings(deadline=None, max_examples=40)
@given(data=st.data(), view=st.sampled_from(VIEWS))
def test_every_class_is_listed_in_the_documentation_of_the_module(
    data: st.DataObject, view: View, revisions: st.SearchStrategy[Revision]
) -> None:
    listed = set(re.findall(r"`([a-z-]+)`", fragments.__doc__ or ""))
    for names in tree(data.draw(revisions), view).xpath("//@class"):
        assert set(names.split()) <= listed


# ---- The inline view


def test_words_are_marked_and_say_what_they_are_to_who_cannot_see_them(bridge: Revision) -> None:
    changed = tree(bridge).get_element_by_id("change-3")
    assert words(changed.text_content()) == (
        "±The bridge was shut at noon after deleted: 14 added: 41 cracks were found."
    )
    assert changed.xpath("./span[@class='sign']/@aria-hidden") == ["true"]
    assert texts(changed, ".//del") == ["14"]
    assert texts(changed, ".//ins") == ["41"]


def test_fields_stand_before_the_body_and_captions_links_and_picture_behind_it(bridge: Revision) -> None:
    later = replace(bridge.after, lead_image="https://news.example/ferry.jpg")
    labels = [words(label) for label in tree(compare(bridge.before, later)).xpath("//dt/text()")]
    assert labels == ["Headline", "Standfirst", "Byline", "Captions", "Links", "Picture"]


def test_a_deleted_sentence_stands_where_it_stood_in_its_paragraph(bridge: Revision) -> None:
    first = tree(bridge).xpath("//div[@class='body']/p")[0]
    assert words(told(first)) == (
        "The bridge was shut at noon after 1441 cracks were found. Nobody was hurt. Traffic was sent round by Millford."
    )
    assert texts(first, ".//del") == ["14", "Nobody was hurt."]


def test_a_sentence_deleted_at_the_head_of_its_paragraph_stands_before_what_stayed() -> None:
    revision = compare(
        *articles(
            "Rain fell all day on the town.\nNobody saw it come. Police searched the mill until dawn on Friday.",
            "Rain fell all day on the town.\nPolice searched the mill until dawn on Friday.",
        )
    )
    assert texts(tree(revision), "//div[@class='body']/p") == [
        "Rain fell all day on the town.",
        "Nobody saw it come. Police searched the mill until dawn on Friday.",
    ]


def test_a_deleted_paragraph_stands_alone_at_its_old_place(bridge: Revision) -> None:
    second = tree(bridge).xpath("//div[@class='body']/p")[1]
    assert texts(second, ".") == texts(second, ".//del")
    assert texts(second, ".//del")[0].startswith("The town council")


def test_paragraphs_deleted_at_the_top_come_first() -> None:
    revision = compare(
        *articles(
            "A storm is near.\nThe mill burned down on Sunday night.", "The mill burned down on Sunday night."
        )
    )
    assert texts(tree(revision), "//div[@class='body']/p") == [
        "A storm is near.",
        "The mill burned down on Sunday night.",
    ]


def test_a_moved_paragraph_is_marked_at_both_ends_and_the_marks_are_linked(bridge: Revision) -> None:
    root = tree(bridge)
    old, new = root.get_element_by_id("change-6-from"), root.get_element_by_id("change-6")
    assert words(old.text_content()) == "↕moved from here ↓ Ferries will run every ten minutes …"
    assert words(new.text_content()).startswith(
        "↕moved here ↑ Ferries will run every ten minutes from the old quay"
    )
    assert old.xpath("./a/@href") == ["#change-6"]
    assert new.xpath("./a/@href") == ["#change-6-from"]


def test_a_passage_that_moved_and_was_reworded_shows_both() -> None:
    revision = compare(
        *articles(
            "Police searched the burnt mill until dawn on Friday.\nRain fell all day.\nSchools stay shut until Easter week.\nThe mayor resigned.",
            "Rain fell all day.\nSchools stay shut until Easter week.\nThe mayor resigned.\nPolice searched the burnt mill until noon on Friday.",
        )
    )
    moved = tree(revision).get_element_by_id("change-1")
    assert moved.get("class") == "passage moved reworded"
    assert texts(moved, ".//del | .//ins") == ["dawn", "noon"]


def test_a_passage_that_moved_up_points_down_to_its_old_place() -> None:
    revision = compare(
        *articles(
            "Rain fell all day.\nSchools stay shut until Easter week.\nPolice searched the mill.",
            "Police searched the mill.\nRain fell all day.\nSchools stay shut until Easter week.",
        )
    )
    root = tree(revision)
    assert texts(root, "//a[@class='moved-here']") == ["moved here ↓"]
    assert texts(root, "//span[@class='moved-from']/a") == ["moved from here ↑"]


def test_neighbours_that_moved_together_are_one_change() -> None:
    revision = compare(
        *articles(
            "Police came at once. They found nobody there.\nRain fell all day on the town and on the valley.\nSchools stay shut until Easter week, the council said.",
            "Rain fell all day on the town and on the valley.\nSchools stay shut until Easter week, the council said.\nPolice came at once. They found nobody there.",
        )
    )
    assert texts(tree(revision), "//span[@class='passage moved']", "moved-here") == [
        "Police came at once. They found nobody there."
    ]


def test_text_that_was_deleted_out_of_two_paragraphs_does_not_run_together() -> None:
    before, after = articles("It is so.\nIt was thus.", "All is well.")
    revision = compare(before, after)
    merged = Counterpart(
        Link((0, 1), (0,)), moved=False, edits=edits("It is so.It was thus.", "All is well.")
    )
    revision = replace(revision, links=(merged,), added=(), deleted=())
    assert "so. It" in "".join(texts(tree(revision), "//div[@class='body']//del"))


def test_sentences_that_were_split_over_two_paragraphs_are_marked_in_each_and_one_carries_the_anchor() -> (
    None
):
    before, after = articles(
        "Police came at noon and left at two.", "Police came at noon.\nThey left at two."
    )
    whole = edits(before.paragraphs[0].text, "Police came at noon.They left at two.")
    split = Counterpart(Link((0,), (0, 1)), moved=False, edits=whole)
    revision = replace(compare(before, after), links=(split,), added=(), deleted=())
    assert texts(tree(revision), "//div[@class='body']/p", "del") == [
        "Police came at noon.",
        "They left at two.",
    ]
    assert len(tree(revision).xpath("//span[@class='passage reworded']")) == 2
    assert tree(revision).xpath("//@id") == ["change-1"]

    item = tree(revision, "list").xpath("//li")[0]
    assert "] [added: They] left" in item.text_content()


def test_a_sentence_deleted_behind_one_that_was_split_stands_behind_both_halves() -> None:
    before, after = articles(
        "Police came at noon and left at two. Nobody saw them.", "Police came at noon. They left at two."
    )
    whole = edits("Police came at noon and left at two. ", "Police came at noon. They left at two.")
    split = Counterpart(Link((0,), (0, 1)), moved=False, edits=whole)
    revision = replace(compare(before, after), links=(split,), added=(), deleted=(1,))
    assert texts(tree(revision), "//div[@class='body']/p")[0].endswith("two. Nobody saw them.")


def test_a_blank_paragraph_that_came_or_went_is_no_change() -> None:
    before, after = articles("Police came.", "Police came.")
    blank = replace(after, paragraphs=(*after.paragraphs, Paragraph(" \u202e")))
    for one, other in ((before, blank), (blank, before)):
        assert not tree(compare(one, other)).xpath("//ins | //del | //@id")


def test_changed_captions_are_marked_each_by_itself(bridge: Revision) -> None:
    captions = tree(bridge).xpath("//div[contains(@class, 'captions')]/dd")
    assert [texts(caption, ".//ins") for caption in captions] == [[], ["A ferry at the old quay."]]


def test_links_lead_where_they_led_unless_a_browser_would_run_them() -> None:
    links = (Hyperlink("map", "https://news.example/map"), Hyperlink("trap", "javascript:alert(1)"))
    root = tree(compare(Article(), Article(links=links)))
    assert root.xpath("//dd//a/@href") == ["https://news.example/map"]
    assert root.xpath("//dd//a/@rel") == ["nofollow noopener noreferrer"]
    assert "javascript:alert(1)" in root.text_content()


def test_links_that_only_changed_their_order_say_so() -> None:
    one, two = Hyperlink("map", "https://news.example/map"), Hyperlink("f", "https://news.example/f")
    revision = compare(Article(links=(one, two)), Article(links=(two, one)))
    for view in VIEWS:
        assert "the same in another order" in tree(revision, view).text_content()


def test_a_field_that_a_later_comparison_knows_is_shown_behind_the_body(bridge: Revision) -> None:
    later = FieldChange("page_section", "News", "Sport", EditKind.CHANGED)
    root = tree(replace(bridge, fields=(*bridge.fields, later)))
    assert texts(root, "(//dl)[2]/div[last()]/*") == ["Page section", "NewsSport"]


def test_a_deletion_that_shows_nothing_is_not_marked(bridge: Revision) -> None:
    unseen = FieldChange("headline", "\x00\u202e", None, EditKind.CHANGED)
    assert not tree(replace(bridge, fields=(unseen,), deleted=(), links=())).xpath("//dl//del")


def test_paragraphs_tell_their_kind() -> None:
    article = Article(paragraphs=(Paragraph("Flood"), Paragraph("What we know", ParagraphKind.SUBHEAD)))
    assert tree(compare(article, article)).xpath("//p/@class") == ["paragraph", "paragraph subhead"]


# ---- What was ignored


def test_time_stamps_are_listed_as_ignored_and_marked_nowhere(bridge: Revision) -> None:
    for view in VIEWS:
        root = tree(bridge, view)
        assert texts(root, "//details[@class='ignored']//li") == [
            "Modified: 2026-03-01 08:05:00 UTC → 2026-03-01 09:10:00 UTC"
        ]


def test_typography_is_listed_with_its_places_and_marked_as_no_change() -> None:
    root = tree(
        compare(*articles("“It is so,” she said. “It is.”\nDon't.", '"It is so," she said. "It is."\nDon’t.'))
    )
    assert not root.xpath("//ins | //del | //@id")
    assert texts(root, "//details[@class='ignored']//li") == [
        'Typography: “ → " (2 places)',
        'Typography: ” → " (2 places)',
        "Typography: Don't → Don’t",
    ]


def test_paragraphs_that_were_divided_and_joined_are_listed() -> None:
    one = "Rain fell all day. Schools stay shut. Police came."
    three = "Rain fell all day.\nSchools stay shut.\nPolice came."
    assert texts(tree(compare(*articles(one, three))), "//details//li") == ["Paragraphs divided (2 places)"]
    assert texts(tree(compare(*articles(three, one))), "//details//li")[-1] == "Paragraphs joined (2 places)"


def test_a_paragraph_that_became_a_subhead_is_listed() -> None:
    before = Article(paragraphs=(Paragraph("What we know"),))
    after = Article(paragraphs=(Paragraph("What we know", ParagraphKind.SUBHEAD),))
    assert texts(tree(compare(before, after)), "//details//li") == ["Kind of paragraph: paragraph → subhead"]


# ---- The other views


def test_the_split_view_is_a_table_with_a_heading_for_each_column_and_field(bridge: Revision) -> None:
    root = tree(bridge, "split")
    assert texts(root, "//thead//th[@scope='col']") == ["Before", "After"]
    assert texts(root, "//th[@scope='rowgroup']") == ["Headline", "Standfirst", "Byline", "Captions", "Links"]


def test_the_split_view_shows_each_side_of_a_field_as_it_was(bridge: Revision) -> None:
    headline = tree(bridge, "split").get_element_by_id("change-1")
    assert texts(headline, ".//td") == [
        "Bridge at Harbourton closed",
        "Bridge at Harbourton closed for a month",
    ]


def test_the_split_view_sets_every_rewritten_sentence_beside_its_counterpart(bridge: Revision) -> None:
    row = tree(bridge, "split").get_element_by_id("change-3")
    assert texts(row, "./td") == [
        "The bridge was shut at noon after 14 cracks were found.",
        "The bridge was shut at noon after 41 cracks were found.",
    ]
    assert texts(row, "./td[1]//del") == ["14"]
    assert texts(row, "./td[2]//ins") == ["41"]


def test_the_split_view_sets_deletions_and_additions_alone_on_their_side(bridge: Revision) -> None:
    root = tree(bridge, "split")
    assert texts(root.get_element_by_id("change-4"), "./td") == ["Nobody was hurt."]
    assert texts(root.get_element_by_id("change-4"), "./td[@class='before']//del") == ["Nobody was hurt."]
    assert texts(root.get_element_by_id("change-7"), "./td[@class='after']//ins")[0].startswith(
        "A spokeswoman"
    )


def test_the_split_view_keeps_what_stood_around_a_deleted_sentence_apart() -> None:
    revision = compare(
        *articles(
            "Rain fell all day on the town. Nobody was hurt. Police searched the mill until dawn.",
            "Rain fell all day on the town. Police searched the mill until dawn.",
        )
    )
    assert texts(tree(revision, "split"), "//tbody[@class='body']//td[@class='before']") == [
        "Rain fell all day on the town.",
        "Nobody was hurt.",
        "Police searched the mill until dawn.",
    ]


def test_the_view_of_changes_folds_what_did_not_change_and_counts_it(bridge: Revision) -> None:
    root = tree(bridge, "changes")
    assert texts(root, "//details[@class='unchanged']/summary") == [
        "1 unchanged field",
        *["1 unchanged sentence"] * 3,
    ]
    assert not root.xpath("//details[@class='unchanged']//ins | //details[@class='unchanged']//del")


def test_unchanged_sentences_are_folded_over_the_ends_of_paragraphs() -> None:
    article = "Rain fell all day. Schools stay shut.\nPolice came."
    root = tree(compare(*articles(article, f"{article}\nThe mayor resigned.")), "changes")
    assert texts(root, "//summary") == ["3 unchanged sentences"]
    assert len(root.xpath("//details/p")) == 2


def test_the_list_makes_sense_when_every_tag_is_stripped(bridge: Revision) -> None:
    lines = tree(bridge, "list").text_content().split("\n")
    assert [line.strip() for line in lines[:9]] == [
        "Headline: Bridge at Harbourton closed → Bridge at Harbourton closed for a month",
        "Standfirst removed: Engineers found cracks in the deck.",
        "Reworded: The bridge was shut at noon after [14 → 41] cracks were found.",
        "Deleted: Nobody was hurt.",
        "Deleted: The town council had been warned of the cracks in a letter that was never answered by anyone.",
        "Moved down: Ferries will run every ten minutes from the old quay until further notice.",
        "Added: A spokeswoman for the county said the cause was not yet known to anybody.",
        "Captions: [added: A ferry at the old quay.]",
        "Links: removed ferries https://news.example/f; added timetable https://news.example/timetable",
    ]


def test_words_that_were_only_added_or_only_deleted_say_so_in_the_list() -> None:
    revision = compare(
        *articles("It rained very hard on Sunday in the town.", "It rained hard on Sunday in the old town.")
    )
    assert texts(tree(revision, "list"), "//li") == [
        "Reworded: It rained [deleted: very] hard on Sunday in the [added: old] town."
    ]


def test_a_list_of_no_changes_says_so() -> None:
    article = Article("Mill burns")
    assert texts(tree(compare(article, article), "list"), ".") == ["No words changed."]


def test_text_of_an_article_has_its_language_and_its_own_direction() -> None:
    arabic = Article(language="ar", paragraphs=(Paragraph("أغلق الجسر ظهر اليوم."),))
    paragraph = tree(compare(Article(), arabic)).xpath("//p")[0]
    assert (paragraph.get("lang"), paragraph.get("dir")) == ("ar", "auto")
    # A hidden English word with no direction of its own would decide that of the whole paragraph.
    assert [
        (word.get("lang"), word.get("dir")) for word in paragraph.xpath(".//span[@class='visually-hidden']")
    ] == [("en", "ltr")]


def test_an_unknown_view_is_refused() -> None:
    with pytest.raises(ValueError, match="sideways"):
        comparison_html(compare(Article(), Article()), "sideways")  # type: ignore[arg-type] # this is what is refused
