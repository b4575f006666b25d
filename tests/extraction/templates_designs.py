"""Nine more designs of pages, as sites of several kinds and ages make them, and stories in three more languages."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from tests.extraction.templates import (
    CARDS,
    COMMENTS,
    FIGURE,
    MENU,
    NEWSLETTER,
    RELATED,
    STORIES,
    TEMPLATES,
    URL,
    Story,
)

if TYPE_CHECKING:
    from collections.abc import Callable

HEBREW = Story(
    "he",
    "גשר הטחנה נסגר לאחר שהתגלה בו סדק",
    "המהנדסים מעריכים שייתכן כי יהיה צורך להחליף את משטח הגשר עוד לפני החורף הקרוב",
    "נועה ברקאי",
    (
        "הגשר שמעל הנמל נסגר ביום שני לתנועת כל כלי הרכב, לאחר שבודקים מצאו סדק במשטח שלו במהלך ביקורת שגרתית.",
        "״לא ניקח סיכון על חייו של איש״, אמר הממונה על הכבישים במחוז בשיחה עם כתבים שהתקיימה בבית העירייה.",
        "כ־14,000 כלי רכב חוצים אותו ביום עבודה רגיל, והמעבר האחר נמצא במרחק של שמונה־עשר קילומטרים במעלה הנהר.",
        "מעבורת חינם תופעל החל מיום שלישי, מדי חצי שעה, בין שתי הגדות, כך מסרה מועצת העיר בהודעה קצרה.",
    ),
    right_to_left=True,
)
HINDI = Story(
    "hi",
    "दरार मिलने के बाद चक्की पुल बंद किया गया",
    "इंजीनियरों का कहना है कि सर्दियों से पहले पुल की सतह को बदलना पड़ सकता है",
    "मीरा जोशी",
    (
        "बंदरगाह के ऊपर बने पुल को सोमवार को सभी वाहनों के लिए बंद कर दिया गया, क्योंकि जांच में उसकी सतह पर दरार पाई गई थी।",
        "ज़िले की सड़कों के प्रभारी ने कहा कि किसी की जान के साथ कोई जोखिम नहीं लिया जाएगा और पूरी जांच होने तक पुल बंद रहेगा।",
        "कामकाजी दिनों में लगभग 14,000 वाहन इस पुल से गुज़रते हैं और दूसरा पुल नदी के ऊपर अठारह किलोमीटर दूर है।",
        "नगर परिषद ने बताया कि मंगलवार से हर आधे घंटे पर दोनों किनारों के बीच एक निःशुल्क नाव चलाई जाएगी।",
    ),
)
CHINESE = Story(
    "zh",
    "磨坊桥发现裂缝后全面封闭",
    "工程师表示桥面可能需要在冬季到来之前全部更换",
    "林晓岚",
    (
        "横跨港口的磨坊桥因检查人员在桥面发现裂缝，已于星期一起对所有车辆封闭，重新开放的时间目前还没有确定。",
        "负责该地区道路的官员对记者说：“我们不会拿任何人的生命去冒险。”他表示在详细检查结束之前不会允许通行。",
        "工作日每天约有一万四千辆汽车经过这座桥，而另一座桥位于上游十八公里处，当地居民担心物流会受到影响。",
        "市议会宣布，从星期二开始将每三十分钟开行一班免费渡轮，第一份调查报告预计在十天之内完成并向公众发布。",
    ),
)
ALL_STORIES = (*STORIES, HEBREW, HINDI, CHINESE)
PUBLISHED = "2026-05-04T06:15:00Z"


def _open(story: Story, more: str = "", *, title: str = "{} | Harbour Courier") -> str:
    direction = ' dir="rtl"' if story.right_to_left else ""
    return (
        f'<!DOCTYPE html><html lang="{story.language}"{direction}><head><meta charset="utf-8">'
        f"<title>{escape(title.format(story.headline))}</title>{more}</head>"
    )


def _linked(story: Story, **more: object) -> str:
    told: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "description": story.standfirst,
        "author": {"@type": "Person", "name": story.author},
        "datePublished": PUBLISHED,
        **more,
    }
    return f'<script type="application/ld+json">{json.dumps(told, ensure_ascii=False)}</script>'


def _paragraphs(story: Story, form: str = "<p>{}</p>") -> list[str]:
    return [form.format(escape(text)) for text in story.paragraphs]


def built(story: Story) -> str:
    """What a framework renders: names made by the build, an island of data for the scripts, every box a `div`."""
    text = "".join(
        _paragraphs(story, '<div class="sc-1a2b3c-0 kPqXyz"><p class="sc-9f8e7d-1 bcDeFg">{}</p></div>')
    )
    state = json.dumps({"props": {"article": {"body": list(story.paragraphs), "title": story.headline}}})
    return (
        f'{_open(story, _linked(story))}<body><div id="__next"><div class="sc-7 a1"><div class="sc-8 b2">{MENU}</div></div><div class="sc-5 c3">'
        f'<h1 class="sc-2 d4">{escape(story.headline)}</h1><div class="sc-4 lead e5"><p>{escape(story.standfirst)}</p></div>'
        f'<div class="sc-3 f6">{text}</div></div>{CARDS}</div><script id="__NEXT_DATA__" type="application/json">{state}</script>'
    )


def microdata(story: Story) -> str:
    """Facts in `itemprop` alone, as plain content systems write them."""
    return (
        f'{_open(story)}<body>{MENU}<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">'
        f'{escape(story.headline)}</h1><p class="teaser-text intro" itemprop="description">{escape(story.standfirst)}</p>'
        f'<span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">{escape(story.author)}</span></span>'
        f'<time itemprop="datePublished" datetime="{PUBLISHED}">4/5</time><div itemprop="articleBody" class="text">'
        f"{''.join(_paragraphs(story))}</div></div>{RELATED}{COMMENTS}"
    )


def magazine(story: Story) -> str:
    """A drop cap, sections with dividers, a picture and a quotation set apart between the paragraphs."""
    first, *rest = story.paragraphs
    dropped = f'<p class="has-dropcap"><span class="dropcap">{escape(first[0])}</span>{escape(first[1:])}</p>'
    middle = [f"<p>{escape(text)}</p>" for text in rest]
    middle.insert(1, f'{FIGURE}<aside class="pullquote"><p>{escape(rest[0][:40])}</p></aside><hr>')
    return (
        f'{_open(story, _linked(story))}<body class="longread">{MENU}<main><div class="opener"><h1>{escape(story.headline)}</h1>'
        f'<div class="dek">{escape(story.standfirst)}</div><div class="byline">{escape(story.author)}</div></div>'
        f'<section class="chapter">{dropped}{"".join(middle)}</section></main><footer><p>© Harbour Courier</p></footer>'
    )


def split(story: Story) -> str:
    """An article cut into several containers of one look by advertisements, as sites that sell many do."""
    parts = "".join(
        f'<div class="article__body"><p>{escape(text)}</p></div><div class="ad-wrapper"><div id="ad-{n}">Advertisement</div></div>'
        for n, text in enumerate(story.paragraphs)
    )
    return (
        f'{_open(story, _linked(story))}<body>{MENU}<main><article class="article"><h1 class="article__title">{escape(story.headline)}</h1>'
        f'<p class="article__standfirst">{escape(story.standfirst)}</p><p class="article__author">{escape(story.author)}</p>{parts}'
        f"</article></main>{CARDS}"
    )


def agency(story: Story) -> str:
    """A terse page: text in one `pre`-like column of divisions, facts in meta elements of Dublin Core."""
    text = "".join(_paragraphs(story, '<div class="p">{}</div>'))
    head = (
        f'<meta name="DC.title" content="{escape(story.headline)}"><meta name="DC.creator" content="{escape(story.author)}">'
        f'<meta name="DC.date.issued" content="{PUBLISHED}"><meta name="description" content="{escape(story.standfirst)}">'
    )
    return (
        f"{_open(story, head, title='{}')}<body><div id=wrap>{MENU}<div class=release><h1>{escape(story.headline)}</h1>"
        f"<div class=sum>{escape(story.standfirst)}</div><div class=txt>{text}</div></div><div class=foot>Harbour Courier</div></div>"
    )


def mobile(story: Story) -> str:
    """An accelerated page for phones: elements of its own, advertisements and a list of further reading at the end."""
    text = "".join(_paragraphs(story, '<p class="amp-text">{}</p>'))
    return (
        f"{_open(story, f'<link rel=canonical href={URL}>{_linked(story)}')}<body><amp-sidebar id=menu><ul><li>News</li></ul></amp-sidebar>"
        f'<article class="amp-article"><header><h1>{escape(story.headline)}</h1><h2 class="amp-subtitle">{escape(story.standfirst)}</h2></header>'
        f'<amp-img src="/i/1.jpg" width=1 height=1></amp-img>{text}<amp-ad type=x></amp-ad></article>'
        f'<section class="amp-related"><h3>More</h3><ul><li><a href="/n/1">Council votes to close the old library</a></li></ul></section>'
    )


def tabloid(story: Story) -> str:
    """Every second box wants something else: shares, a newsletter, videos and teasers between the paragraphs."""
    boxes = (
        NEWSLETTER,
        RELATED,
        '<div class="video-teaser"><h4><a href="/v/1">See the crack from above</a></h4></div>',
        '<div class="share-tools"><a href="#">Share</a></div>',
    )
    text = "".join(f"<p>{escape(told)}</p>{boxes[n % len(boxes)]}" for n, told in enumerate(story.paragraphs))
    return (
        f'{_open(story, _linked(story))}<body><div class="breaking"><h2>Storm warning for the coast</h2></div>{MENU}<div class="page">'
        f'<div class="kicker">Harbour</div><h1>{escape(story.headline)}</h1><div class="subline standfirst">{escape(story.standfirst)}</div>'
        f'<div class="author-box">{escape(story.author)}</div><div class="story-text">{text}</div></div>{COMMENTS}{CARDS}'
    )


def broadcaster(story: Story) -> str:
    """A player above the text, the summary in bold as first paragraph of it, a box of contact at the end."""
    return (
        f'{_open(story, _linked(story))}<body>{MENU}<main id="content"><h1><span class="headline">{escape(story.headline)}</span></h1>'
        f'<div class="media-player"><video src="/v.mp4"></video><p class="caption">The bridge on Monday</p></div><div class="textblock">'
        f'<p class="lead"><strong>{escape(story.standfirst)}</strong></p>{"".join(_paragraphs(story))}</div>'
        f'<div class="contact-box sidebar"><h3>Contact</h3><p>Write to the newsroom.</p></div></main>'
    )


def frameset_age(story: Story) -> str:
    """Upper-case tags, `FONT`, unclosed paragraphs, no quotation marks around attributes, the day in words."""
    text = "".join(f"\n<P><FONT SIZE=2 FACE=Arial>{escape(told)}</FONT>" for told in story.paragraphs)
    direction = " DIR=rtl" if story.right_to_left else ""
    return (
        f'<HTML LANG={story.language}{direction}><HEAD><META HTTP-EQUIV=Content-Type CONTENT="text/html; charset=utf-8"><TITLE>{escape(story.headline)}</TITLE>'
        f'<META NAME=date CONTENT="2026-05-04"><META NAME=author CONTENT="{escape(story.author)}"></HEAD><BODY BGCOLOR=white><CENTER><A HREF=/>Home</A> | '
        f"<A HREF=/sport>Sport</A></CENTER><H1>{escape(story.headline)}</H1><H3 CLASS=subtitle>{escape(story.standfirst)}</H3>{text}<HR></BODY></HTML>"
    )


DESIGNS: tuple[Callable[[Story], str], ...] = (
    *TEMPLATES,
    built,
    microdata,
    magazine,
    split,
    agency,
    mobile,
    tabloid,
    broadcaster,
    frameset_age,
)
#: The same site before and after it was made anew.
REDESIGN = (tabloid, built)
