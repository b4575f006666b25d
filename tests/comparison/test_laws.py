"""The laws of comparison, on any text at all."""

from __future__ import annotations

from datetime import UTC

from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.comparison import apply, compare
from variorum.comparison.marks import edits
from variorum.model import Article, Beside, EditKind, Embed, Hyperlink, Paragraph, ParagraphKind, Table

# Texts that look like news, so that sentences find counterparts, and texts that look like nothing on earth.
_VOCABULARY = """the fire killed 14 41 people 1,200 euros said “we will” rebuild minister Blau in Harbourton bridge closed
not never Mr. U.S. Sept. 27 – don’t don't 東京 مدينة “ ” . ? ! … correction:"""
_WORDS = st.sampled_from([*_VOCABULARY.split(), "\u202e", "\u00a0"])
_NEWS = st.lists(_WORDS, max_size=14).map(" ".join)
_TEXT = st.one_of(_NEWS, st.lists(_NEWS, max_size=4).map(". ".join), st.text(max_size=40))
_TIMES = st.none() | st.datetimes(timezones=st.just(UTC))
_PARAGRAPHS = st.lists(st.builds(Paragraph, _TEXT, st.sampled_from(ParagraphKind)), max_size=7).map(tuple)
_ROWS = st.lists(st.lists(_TEXT, min_size=1, max_size=3).map(tuple), max_size=3).map(tuple)
_BESIDE = st.builds(
    Beside,
    st.lists(st.builds(Table, _ROWS, st.none() | _TEXT), max_size=2).map(tuple),
    st.lists(st.builds(Embed, _TEXT, st.none() | st.just("http://c.example/1")), max_size=2).map(tuple),
    st.lists(_TEXT, max_size=2).map(tuple),
)
_ARTICLES = st.builds(
    Article,
    headline=st.none() | _TEXT,
    standfirst=st.none() | _TEXT,
    authors=st.lists(_TEXT, max_size=2).map(tuple),
    dateline=st.none() | _NEWS,
    published=_TIMES,
    modified=_TIMES,
    language=st.none() | st.just("en"),
    canonical_url=st.none() | st.just("http://a.example/1"),
    lead_image=st.none() | st.sampled_from(["http://a.example/i.jpg?w=1", "http://a.example/i.jpg?w=2"]),
    links=st.lists(st.builds(Hyperlink, _NEWS, st.just("http://b.example/")), max_size=2).map(tuple),
    captions=st.lists(_TEXT, max_size=2).map(tuple),
    paragraphs=_PARAGRAPHS,
    headline_json_ld=st.none() | _TEXT,
    headline_og_title=st.none() | _TEXT,
    headline_h1=st.none() | _TEXT,
    houses=st.lists(_TEXT, max_size=2).map(tuple),
    published_zone=st.none() | st.just("+02:00"),
    section=st.none() | _TEXT,
    language_detected=st.none() | st.just("en"),
    free_to_read=st.none() | st.booleans(),
    corrections=st.lists(_TEXT, max_size=2).map(tuple),
    beside=st.none() | _BESIDE,
)


#: What is linked is the text alone: laws of links need no fields.
_BODIES = st.builds(Article, paragraphs=_PARAGRAPHS)


@st.composite
def _edited_pairs(draw: st.DrawFn, articles: st.SearchStrategy[Article]) -> tuple[Article, Article]:
    """An article and a later state of it: some paragraphs kept, some moved, some new."""
    before = draw(articles)
    after = draw(articles)
    kept = draw(st.permutations(before.paragraphs + after.paragraphs[:3]))
    return before, Article(headline=after.headline, paragraphs=tuple(kept[: draw(st.integers(0, len(kept)))]))


_PAIRS = st.one_of(st.tuples(_ARTICLES, _ARTICLES), _edited_pairs(_ARTICLES))
_PAIRS_OF_BODIES = st.one_of(st.tuples(_BODIES, _BODIES), _edited_pairs(_BODIES))


@given(_PAIRS)
def test_carrying_a_revision_out_on_the_old_side_gives_the_new_side_to_the_letter(
    pair: tuple[Article, Article],
) -> None:
    before, after = pair
    assert apply(compare(before, after), before) == after


@given(_ARTICLES)
def test_comparing_an_article_with_itself_finds_nothing(article: Article) -> None:
    revision = compare(article, article)
    assert revision.empty
    assert revision.findings == ()
    assert revision.sentence == "Nothing changed."
    assert not revision.added
    assert not revision.deleted


@given(_PAIRS_OF_BODIES)
def test_every_sentence_is_in_exactly_one_link_or_added_or_deleted(pair: tuple[Article, Article]) -> None:
    revision = compare(*pair)
    old = [i for counterpart in revision.links for i in counterpart.link.old] + list(revision.deleted)
    new = [j for counterpart in revision.links for j in counterpart.link.new] + list(revision.added)
    assert sorted(old) == list(range(len(revision.old)))
    assert sorted(new) == list(range(len(revision.new)))


@given(_PAIRS_OF_BODIES)
def test_swapping_the_sides_mirrors_links_and_swaps_insertions_and_deletions(
    pair: tuple[Article, Article],
) -> None:
    before, after = pair
    there, back = compare(before, after), compare(after, before)
    assert {(c.link.old, c.link.new) for c in there.links} == {(c.link.new, c.link.old) for c in back.links}
    assert (there.added, there.deleted) == (back.deleted, back.added)
    moved = {(c.link.old, c.link.new) for c in there.links if c.moved}
    assert moved == {(c.link.new, c.link.old) for c in back.links if c.moved}


@given(_PAIRS_OF_BODIES)
def test_paragraphs_are_linked_just_where_their_sentences_are(pair: tuple[Article, Article]) -> None:
    revision = compare(*pair)
    of_old = {number: link for link in revision.paragraph_links for number in link.old}
    of_new = {number: link for link in revision.paragraph_links for number in link.new}
    assert len(of_old) + len(of_new) == sum(
        len(link.old) + len(link.new) for link in revision.paragraph_links
    )
    linked_old = {revision.old[i].paragraph for c in revision.links for i in c.link.old}
    linked_new = {revision.new[j].paragraph for c in revision.links for j in c.link.new}
    assert (set(of_old), set(of_new)) == (linked_old, linked_new)
    for counterpart in revision.links:
        ends = [of_old[revision.old[i].paragraph] for i in counterpart.link.old]
        ends += [of_new[revision.new[j].paragraph] for j in counterpart.link.new]
        assert len(set(ends)) == 1


@given(_PARAGRAPHS.flatmap(lambda paragraphs: st.tuples(st.just(paragraphs), st.permutations(paragraphs))))
def test_permuting_paragraphs_yields_moves_only(sides: tuple[tuple[Paragraph, ...], list[Paragraph]]) -> None:
    before, after = sides
    revision = compare(Article(paragraphs=before), Article(paragraphs=tuple(after)))
    assert not revision.added
    assert not revision.deleted
    assert not any(counterpart.changed for counterpart in revision.links)


@given(_PAIRS)
def test_what_readers_can_see_change_is_found(pair: tuple[Article, Article]) -> None:
    revision = compare(*pair)
    seen = (
        any(change.kind is not EditKind.KEPT for change in revision.fields)
        or any(counterpart.changed or counterpart.moved for counterpart in revision.links)
        or any(revision.new_text(j).strip() for j in revision.added)
        or any(revision.old_text(i).strip() for i in revision.deleted)
    )
    assert bool(revision.findings) >= seen
    if seen:
        assert revision.sentence not in {"Nothing changed.", "Only the layout of paragraphs changed."}


@given(_TEXT, _TEXT)
def test_edits_cover_both_texts_without_a_gap_and_keep_only_what_is_equal(old: str, new: str) -> None:
    old_at = new_at = 0
    for edit in edits(old, new):
        assert (edit.old_start, edit.new_start) == (old_at, new_at)
        old_at, new_at = edit.old_end, edit.new_end
        equal = old[edit.old_start : edit.old_end] == new[edit.new_start : edit.new_end]
        assert equal == (edit.kind is EditKind.KEPT)
    assert (old_at, new_at) == (len(old), len(new))


@given(_PAIRS)
def test_evidence_quotes_the_text_that_it_points_at(pair: tuple[Article, Article]) -> None:
    revision = compare(*pair)
    fields = {change.name: change for change in revision.fields}
    for finding in revision.findings:
        for place in finding.evidence:
            if place.field == "body":
                assert place.sentence is not None
                paragraphs = (revision.before if place.side == "old" else revision.after).paragraphs
                span = (revision.old if place.side == "old" else revision.new)[place.sentence]
                text = paragraphs[span.paragraph].text[span.start :]
            else:
                change = fields[place.field]
                text = (change.before if place.side == "old" else change.after) or ""
            assert text[place.start : place.end] == place.quote


@settings(max_examples=30)
@given(_PAIRS)
def test_the_sentence_is_one_plain_line_and_the_same_each_time(pair: tuple[Article, Article]) -> None:
    sentence = compare(*pair).sentence
    assert sentence == compare(*pair).sentence
    assert "\n" not in sentence
    assert sentence.endswith((".", "…"))
