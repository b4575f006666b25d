"""Who signs, when, and what else a page says of its article."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extraction.templates import ENGLISH, STORIES, Story, broadsheet

from variorum.extraction import extract
from variorum.extraction.spoken import spoken
from variorum.model import Article

URL = "https://www.harbour-courier.example/news/1"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)


def read(head: str = "", *, top: str = "", **linked: Any) -> Article:
    script = json.dumps({"@type": "NewsArticle", **linked})
    article = extract(
        f'<head>{head}<script type="application/ld+json">{script}</script></head><body><article>'
        f"<h1>Mill Bridge closed</h1>{top}<div>{TEXT}</div></article>",
        URL,
    )
    assert isinstance(article, Article), article
    return article


def source(article: Article, field: str) -> str | None:
    return next((found.source for found in article.field_sources if found.field == field), None)


@pytest.mark.parametrize(
    ("author", "persons", "houses"),
    [
        ("dpa", (), ("dpa",)),
        ([{"@type": "Organization", "name": "courier.example"}], (), ("courier.example",)),
        ([{"@type": "Organization", "name": "Ada Lind Ltd"}], (), ("Ada Lind Ltd",)),
        ("Courier Staff", (), ("Courier Staff",)),
        ("Le Phare et AFP", ("Le Phare",), ("AFP",)),
        ([{"name": "Ada Lind"}, {"@type": "Organization", "name": "Courier"}], ("Ada Lind",), ("Courier",)),
        ([{"name": "Ada Lind"}, {"name": "Garden Team"}], ("Ada Lind",), ("Garden Team",)),
        ("Ada Lind and Bo Ek, dpa", ("Ada Lind", "Bo Ek"), ("dpa",)),
        ("Ada Lind, Political Editor", ("Ada Lind",), ()),
        ("https://www.harbour-courier.example/", (), ()),
        ("desk@courier.example", (), ()),
        ("@courier", (), ()),
        ("admin", (), ()),
        ("", (), ()),
    ],
)
def test_persons_and_houses_that_sign_are_told_apart(
    author: Any, persons: tuple[str, ...], houses: tuple[str, ...]
) -> None:
    article = read(author=author)
    assert (article.authors, article.houses) == (persons, houses)
    assert source(article, "houses") == ("json-ld author" if houses else None)


def test_the_site_that_signs_is_a_house() -> None:
    head = '<meta property="og:site_name" content="Harbour Courier">'
    article = read(head, author={"@type": "Person", "name": "Harbour Courier"})
    assert (article.authors, article.houses) == ((), ("Harbour Courier",))


def test_a_person_in_the_byline_signs_rather_than_the_house_in_the_metadata() -> None:
    article = read(
        top='<div class="byline">By <span>Ada Lind</span></div>',
        author={"@type": "Organization", "name": "Courier"},
    )
    assert (article.authors, article.houses) == (("Ada Lind",), ())
    assert source(article, "authors") == "dom byline"


@pytest.mark.parametrize(
    ("told", "zone"),
    [
        ("2026-05-04T00:50:17+02:00", "+02:00"),
        ("2026-05-03T17:20:17-0530", "-05:30"),
        ("2026-05-03T22:50:17Z", "+00:00"),
        ("Mon, 04 May 2026 00:50:17 +0200", "+02:00"),
        ("May 3, 2026 6:50:17 p.m. EDT", "-04:00"),
        ("Mon, 04 May 2026 00:50:17 CEST", "+02:00"),
        ("2026-05-03T22:50:17", None),
    ],
)
def test_a_time_keeps_the_zone_in_which_the_page_tells_it(told: str, zone: str | None) -> None:
    article = read(datePublished=told, dateModified=told)
    assert article.published == article.modified == datetime(2026, 5, 3, 22, 50, 17, tzinfo=UTC)
    assert article.published_zone == article.modified_zone == zone


@pytest.mark.parametrize(
    "words", ["Updated 5 minutes ago", "Aktualisiert um 10:15", "Mis à jour à 10h15", "10:15更新"]
)
def test_a_time_element_whose_words_speak_of_a_change_tells_no_publication(words: str) -> None:
    article = read(top=f'<time datetime="2026-05-04T06:15Z">{words}</time>')
    assert (article.published, article.modified) == (None, datetime(2026, 5, 4, 6, 15, tzinfo=UTC))


def test_a_day_in_words_is_a_guess_and_says_so() -> None:
    article = read(top="<p>4 May 2026</p>")
    assert article.published == datetime(2026, 5, 4, tzinfo=UTC)
    assert source(article, "published") == "guessed from the text"


@pytest.mark.parametrize(
    ("told", "free"),
    [
        *[(True, True), ("True", True), ("true", True), ("https://schema.org/True", True)],
        *[(False, False), ("False", False), ([False], False), (0, False), ("no", False)],
        *[("soon", None), (7, None), (None, None), ({"a": [[]]}, None)],
    ],
)
def test_a_page_says_whether_it_is_free_to_read(told: Any, *, free: bool | None) -> None:
    article = read(isAccessibleForFree=told)
    assert article.free_to_read is free
    assert source(article, "free_to_read") == (None if free is None else "json-ld isAccessibleForFree")


@pytest.mark.parametrize(
    ("part", "free"),
    [({"isAccessibleForFree": "False"}, False), ({"isAccessibleForFree": True}, None), ("x", None)],
)
def test_a_part_that_has_to_be_paid_for_is_the_text(part: Any, *, free: bool | None) -> None:
    assert (
        read(hasPart={"@type": "WebPageElement", **part} if isinstance(part, dict) else part).free_to_read
        is free
    )


@pytest.mark.parametrize(
    ("head", "free"),
    [
        ('<meta property="article:content_tier" content="locked">', False),
        ('<meta property="article:content_tier" content="free">', True),
        ('<meta property="article:content_tier" content="metered">', None),
        ('<meta itemprop="isAccessibleForFree" content="False">', False),
    ],
)
def test_meta_elements_say_whether_a_page_is_free_where_json_ld_does_not(
    head: str, *, free: bool | None
) -> None:
    assert read(head).free_to_read is free
    assert read(head, isAccessibleForFree=True).free_to_read is True


@pytest.mark.parametrize(
    "image",
    [
        "/bridge.jpg",
        ["/bridge.jpg", "/other.jpg"],
        {"@type": "ImageObject", "url": "/bridge.jpg", "contentUrl": "/other.jpg"},
        [{"@type": "ImageObject", "contentUrl": "/bridge.jpg"}],
        {"@id": "#bridge"},
        {"@type": "ImageObject", "url": {"@id": "/bridge.jpg"}},
        {"@list": [{"url": "/bridge.jpg"}]},
    ],
)
def test_the_lead_image_is_found_however_json_ld_writes_it(image: Any) -> None:
    article = read(image=image, video={"@id": "#bridge", "@type": "ImageObject", "url": "/bridge.jpg"})
    assert article.lead_image == "https://www.harbour-courier.example/bridge.jpg"
    assert source(article, "lead_image") == "json-ld image"


@pytest.mark.parametrize("name", ["x-caption", "bildunterschrift", "foto-didascalia"])
def test_a_caption_is_told_by_its_class_beside_a_picture(name: str) -> None:
    figure = (
        f'<div><img src="/a.jpg"><p class="{name}">The bridge on Monday, as seen from the quay.</p></div>'
    )
    text = TEXT.replace("</p><p>", f"</p>{figure}<p>", 1)
    article = extract(f"<article><h1>Mill Bridge closed</h1><div>{text}</div></article>", URL)
    assert isinstance(article, Article)
    assert article.captions == ("The bridge on Monday, as seen from the quay.",)
    assert len(article.paragraphs) == len(ENGLISH.paragraphs)


def test_the_section_is_that_of_json_ld_else_of_meta() -> None:
    head = '<meta property="article:section" content="Harbour">'
    assert read(head, articleSection=["Roads", "News"]).section == "Roads"
    assert read(head).section == "Harbour"
    assert source(read(head), "section") == "meta article:section"
    assert read().section is None


@pytest.mark.parametrize(
    "stated",
    [
        "An earlier version said that the bridge is 14 miles long.",
        {"@type": "CorrectionComment", "text": "An earlier version said that the bridge is 14 miles long."},
        [{"@type": "CorrectionComment", "text": "An earlier version said that the bridge is 14 miles long."}],
        {"@list": [{"text": {"@value": "An earlier version said that the bridge is 14 miles long."}}]},
        [
            "https://a.example/corrections",
            {"name": "Correction", "text": "An earlier version said that the bridge is 14 miles long."},
        ],
    ],
)
def test_a_correction_that_only_the_metadata_state_is_kept(stated: Any) -> None:
    article = read(correction=stated)
    assert article.corrections == ("An earlier version said that the bridge is 14 miles long.",)
    assert source(article, "corrections") == "json-ld correction"


def test_a_correction_that_readers_see_is_not_told_twice() -> None:
    assert read(correction=ENGLISH.paragraphs[1]).corrections == ()


def test_what_a_graph_states_is_read() -> None:
    script = json.dumps(
        {
            "@graph": [
                {"@type": "WebPage", "name": "Page"},
                {
                    "@type": "ReportageNewsArticle",
                    "articleSection": "Roads",
                    "correction": "It was a Monday.",
                },
            ]
        }
    )
    page = f'<script type="application/ld+json">{script}</script><h1>Mill Bridge closed</h1>{TEXT}'
    article = extract(page, URL)
    assert isinstance(article, Article)
    assert (article.section, article.corrections) == ("Roads", ("It was a Monday.",))


def test_corrections_are_found_by_reference_and_on_another_node_of_the_same_article() -> None:
    graph = [
        {"@type": "NewsArticle", "@id": "#a", "url": URL, "correction": [{"@id": "#c"}]},
        {"@type": "CorrectionComment", "@id": "#c", "text": "It was a Monday."},
        {"@type": "CorrectionComment", "text": "It was noon.", "about": {"@id": "#a"}},
        {"@type": "CorrectionComment", "text": "It was another article.", "about": {"@id": "#b"}},
    ]
    twins = [
        {"@type": "NewsArticle", "url": URL},
        {"@type": "Article", "url": URL, "correction": "It was noon."},
    ]
    for linked, told in (
        ({"@graph": graph}, ("It was a Monday.", "It was noon.")),
        (twins, ("It was noon.",)),
    ):
        page = f'<script type="application/ld+json">{json.dumps(linked)}</script><h1>Mill Bridge closed</h1>{TEXT}'
        article = extract(page, URL)
        assert isinstance(article, Article)
        assert article.corrections == told


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_the_language_of_the_words_is_told_whatever_the_page_declares(story: Story) -> None:
    page = broadsheet(story).replace(f'lang="{story.language}"', 'lang="en-us"')
    article = extract(page, URL)
    assert isinstance(article, Article)
    assert (article.language, article.language_detected) == ("en-us", story.language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("מפקחים מצאו סדק בסיפון הגשר שמעל הנמל והוא נסגר לתנועה ביום שני בבוקר עד להודעה חדשה", "he"),
        ("निरीक्षकों को डेक में दरार मिलने के बाद सोमवार को बंदरगाह के ऊपर बना पुल सभी वाहनों के लिए बंद कर दिया गया, अधिकारियों ने मंगलवार को बताया कि नाव चलेगी", "hi"),
        ("检查人员在桥面发现裂缝后港口大桥于星期一对所有车辆关闭" * 3, "zh"),
        ("Мост через гавань закрыли для движения в понедельник после того, как инспекторы обнаружили трещину", "ru"),
        ("Міст через гавань закрили для руху в понеділок після того, як інспектори виявили в ньому тріщину", "uk"),
        ("پل روی بندر پس از آنکه بازرسان ترکی در عرشه پیدا کردند روز دوشنبه به روی همه خودروها بسته شد گفتند", "fa"),
        ("검사관들이 상판에서 균열을 발견한 뒤 항구를 가로지르는 다리가 월요일부터 모든 차량에 대해 폐쇄되었다고 밝혔다 시는 화요일부터 나룻배를 운행한다", "ko"),
        ("1 2 3 4 5 " * 40, None),
        ("Tromp blirk squant vellig morf dastle prink omber grost flane whist corp dunt spall brine gluck " * 3, None),
        ("", None),
    ],
)  # fmt: skip
def test_a_script_or_the_commonest_words_tell_a_language(text: str, language: str | None) -> None:
    assert spoken([text]) == language


@given(st.lists(st.text(max_size=300), max_size=5))
def test_no_text_makes_the_language_fail(texts: list[str]) -> None:
    told = spoken(texts)
    assert told is None or len(told) == 2
