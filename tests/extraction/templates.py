"""Invented stories in several languages and the pages that several kinds of site would make of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://www.harbour-courier.example/news/2026/05/04/mill-bridge"


@dataclass(frozen=True)
class Story:
    """What a page says, and what reading it must give back."""

    language: str
    headline: str
    standfirst: str
    author: str
    paragraphs: tuple[str, ...]
    right_to_left: bool = False


ENGLISH = Story(
    "en",
    "Mill Bridge closed after crack is found",
    "Engineers say the deck may have to be replaced before the winter",
    "Ada Lind",
    (
        "The bridge over the harbour was closed to all traffic on Monday after inspectors found a crack in its deck.",
        "“We will not take a chance with anybody’s life,” said Ro Penhallow, who is in charge of the county’s roads.",
        "About 14,000 vehicles cross it on a working day, and the only other crossing lies 11 miles up the river.",
        "A ferry begins on Tuesday.",
        "The council expects a first report within ten days; repairs could take until November, it said.",
    ),
)
GERMAN = Story(
    "de",
    "Mühlenbrücke nach Fund eines Risses gesperrt",
    "Fachleute halten es für möglich, dass die Fahrbahn noch vor dem Winter erneuert werden muss",
    "Jörg Weißhaupt",
    (
        "Die Brücke über den Hafen ist seit Montag für den gesamten Verkehr gesperrt, weil Prüfer einen Riss fanden.",
        "„Wir gehen kein Risiko ein“, sagte die zuständige Straßenmeisterin Änne Oßwald am Nachmittag im Rathaus.",
        "Rund 14.000 Fahrzeuge nutzen sie an Werktagen; die nächste Querung liegt 18 Kilometer flussaufwärts.",
        "Eine Fähre soll am Dienstag beginnen, teilte die Stadt mit, zunächst alle dreißig Minuten und kostenlos.",
    ),
)
FRENCH = Story(
    "fr",
    "Le pont du Moulin fermé après la découverte d’une fissure",
    "Selon les ingénieurs, le tablier devra peut-être être remplacé avant l’hiver",
    "Zoé Carpentier-Roux",
    (
        "Le pont qui enjambe le port est fermé à la circulation depuis lundi : une fissure a été découverte.",
        "« Nous ne prendrons aucun risque », a déclaré Léo Vasseroy, chargé des routes du canton, devant la presse.",
        "Quelque 14 000 véhicules l’empruntent chaque jour ouvré et l’autre pont se trouve à 18 kilomètres en amont.",
        "Un bac circulera dès mardi, toutes les trente minutes, entre les deux rives, a précisé la mairie du port.",
    ),
)
SPANISH = Story(
    "es",
    "Cierran el puente del Molino tras hallar una grieta",
    "Los ingenieros creen que quizá haya que cambiar el tablero antes del invierno",
    "Íñigo Peñaranda",
    (
        "El puente sobre el puerto permanece cerrado desde el lunes después de que se hallara una grieta en el tablero.",
        "«No vamos a correr ningún riesgo», afirmó Nuria Abascalet, responsable de carreteras de la comarca marinera.",
        "Unos 14.000 vehículos lo cruzan cada día laborable y el otro paso queda a 18 kilómetros, río arriba.",
        "Un transbordador empezará a funcionar el martes, cada treinta minutos y sin coste, según el ayuntamiento.",
    ),
)
ARABIC = Story(
    "ar",
    "إغلاق جسر الطاحونة بعد العثور على شق",
    "المهندسون يقولون إن سطح الجسر قد يحتاج إلى الاستبدال قبل الشتاء المقبل",
    "سلمى الدوري",
    (
        "أغلق الجسر الممتد فوق الميناء أمام حركة المرور يوم الاثنين بعد أن عثر المفتشون على شق في سطحه الرئيسي.",
        "وقال مسؤول الطرق في المقاطعة إن السلامة تأتي أولا وإن أحدا لن يعبر الجسر قبل انتهاء الفحص الكامل له.",
        "ويعبر الجسر نحو أربعة عشر ألف مركبة في كل يوم عمل، فيما يقع المعبر الآخر على بعد ثمانية عشر كيلومترا.",
        "وتبدأ عبارة مجانية العمل يوم الثلاثاء كل نصف ساعة بين الضفتين بحسب ما أعلنه المجلس البلدي للميناء.",
    ),
    right_to_left=True,
)
JAPANESE = Story(
    "ja",
    "水車橋、亀裂が見つかり通行止め",
    "技術者は冬の前に床版の交換が必要になる可能性があると指摘している",
    "高瀬みどり",
    (
        "港にかかる水車橋は、点検で床版に亀裂が見つかったため、月曜日から全面通行止めとなった。再開の時期は決まっていない。",
        "県の道路担当者は「人の命を危険にさらすことはできない」と述べ、詳しい検査が終わるまで通行を認めない考えを示した。",
        "平日には約一万四千台の車が橋を渡っており、もう一つの橋は十八キロ上流にしかなく、物流への影響が心配されている。",
        "市は火曜日から三十分おきに無料の渡し船を運航する。最初の調査報告は十日以内にまとまる見通しだという。",
    ),
)
STORIES = (ENGLISH, GERMAN, FRENCH, SPANISH, ARABIC, JAPANESE)

RELATED = (
    '<aside class="related-articles"><h3>Related</h3><ul><li><a href="/n/1">Council votes to close the old library</a></li>'
    '<li><a href="/n/2">Five walks along the estuary in the spring</a></li></ul></aside>'
)
NEWSLETTER = (
    '<div class="newsletter-signup"><h3>Morning briefing</h3><p>Sign up to our free daily newsletter. We send the day’s '
    "top stories to your inbox every weekday at seven.</p><form><input type=email><button>Sign up</button></form></div>"
)
COMMENTS = (
    '<section id="comments"><h2>12 comments</h2><article class="comment"><header>user7</header><p>They knew about this for '
    "years and nobody did a thing about it, as usual in this town.</p></article></section>"
)
CARDS = (
    '<div class="grid"><h2>More on this story</h2>'
    + "".join(
        f'<div class="tile"><a href="/n/{n}"><h3>Another story number {n} from the coast</h3></a><p>Residents described long '
        "queues and little information. Analysts expect prices to fall before the end of the year.</p></div>"
        for n in range(4)
    )
    + "</div>"
)
MENU = '<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li><li><a href="/arts">Arts</a></li></ul></nav>'
FIGURE = '<figure><img src="/i/bridge.jpg" alt=""><figcaption>The bridge at dusk. Photograph: H. Ober</figcaption></figure>'


def _opening(story: Story) -> str:
    direction = ' dir="rtl"' if story.right_to_left else ""
    return f'<!DOCTYPE html><html lang="{story.language}"{direction}><head><meta charset="utf-8">'


def broadsheet(story: Story) -> str:
    """Semantic elements, complete JSON-LD, furniture between the paragraphs."""
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "description": story.standfirst,
        "author": [{"@type": "Person", "name": story.author}],
        "publisher": {"@type": "NewsMediaOrganization", "name": "Harbour Courier"},
        "datePublished": "2026-05-04T08:15:00+02:00",
        "dateModified": "2026-05-04T10:40:00+02:00",
        "mainEntityOfPage": {"@type": "WebPage", "@id": URL},
        "image": {"@type": "ImageObject", "url": "/i/bridge.jpg"},
    }
    middle = [f"<p>{escape(text)}</p>" for text in story.paragraphs]
    middle.insert(2, f'<div class="ad-slot"><span>Advertisement</span></div>{RELATED}')
    middle.insert(1, NEWSLETTER)
    return (
        f"{_opening(story)}<title>{escape(story.headline)} | Harbour Courier</title>"
        f'<link rel="canonical" href="{URL}"><script type="application/ld+json">{json.dumps(linked)}</script></head>'
        f"<body>{MENU}<main><article><header><h1>{escape(story.headline)}</h1>"
        f'<p class="standfirst">{escape(story.standfirst)}</p><div class="byline">By <a rel="author" href="/a/1">'
        f'{escape(story.author)}</a></div><time datetime="2026-05-04T08:15:00+02:00">4 May</time>{FIGURE}</header>'
        f'<div class="article-body">{"".join(middle)}</div></article>{COMMENTS}</main>{CARDS}'
        "<footer><p>Harbour Courier is published by the Harbour Courier Trust. All rights reserved.</p></footer>"
    )


def wire(story: Story) -> str:
    """Every paragraph in a division of its own, names made by a build, facts in meta elements only."""
    text = "".join(
        f'<div class="para-{n} css-{n}a{n}"><p class="text__9f{n}">{escape(paragraph)}</p></div>'
        for n, paragraph in enumerate(story.paragraphs)
    )
    return (
        f'{_opening(story)}<meta property="og:title" content="{escape(story.headline)}">'
        f'<meta property="og:description" content="{escape(story.standfirst)}"><meta property="og:type" content="article">'
        f'<meta name="author" content="{escape(story.author)}"><meta property="og:url" content="{URL}">'
        '<meta property="article:published_time" content="2026-05-04T06:15:00Z">'
        '<meta property="og:image" content="https://img.harbour-courier.example/bridge.jpg">'
        '<meta property="og:site_name" content="Harbour Courier">'
        f"<title>{escape(story.headline)} - Harbour Courier</title></head><body>{MENU}"
        f'<div class="story"><h1 class="css-1x">{escape(story.headline)}</h1>'
        f'<div class="css-2y"><h2 class="css-3z">{escape(story.standfirst)}</h2></div>'
        f'<div class="content css-4w">{text}</div></div>{CARDS}{COMMENTS}'
    )


def weblog(story: Story) -> str:
    """What a common weblog system makes: a graph of nodes that refer to each other, widgets, a comment section."""
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "@id": "https://harbour-courier.example/#site", "name": "Harbour Courier"},
            {"@type": "Person", "@id": "https://harbour-courier.example/#p7", "name": story.author},
            {
                "@type": ["Article", "BlogPosting"],
                "@id": f"{URL}#article",
                "headline": story.headline,
                "author": {"@id": "https://harbour-courier.example/#p7"},
                "datePublished": "2026-05-04T06:15:00+00:00",
            },
        ],
    }
    text = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)
    return (
        f'{_opening(story)}<title>{escape(story.headline)} » Harbour Courier</title><link rel="canonical" href="{URL}">'
        f'<script type="application/ld+json">{json.dumps(graph, ensure_ascii=False)}</script></head><body class="single-post">'
        f'{MENU}<div id="content"><div class="post hentry"><h1 class="entry-title">{escape(story.headline)}</h1>'
        f'<div class="entry-excerpt"><p>{escape(story.standfirst)}</p></div>'
        f'<div class="entry-meta"><span class="author vcard">{escape(story.author)}</span></div>'
        f'<div class="entry-content">{text}<div class="sharedaddy sd-sharing"><h3>Share this</h3><a href="#">Mail</a></div></div>'
        f'</div></div><div id="sidebar"><h3>Most popular</h3><ul><li><a href="/n/9">Storm warning for the coast</a></li></ul></div>'
        f"{COMMENTS}"
    )


def table_layout(story: Story) -> str:
    """A page of another age: tables, line breaks instead of paragraphs, no metadata but the title."""
    text = "<br><br>\n".join(escape(paragraph) for paragraph in story.paragraphs)
    return (
        f"{_opening(story)}<title>Harbour Courier: {escape(story.headline)}</title></head><body><table width=100%><tr>"
        '<td width=120><a href="/">Home</a><br><a href="/sport">Sport</a></td><td><table><tr><td>'
        f"<h1>{escape(story.headline)}</h1><h2 class=subtitle>{escape(story.standfirst)}</h2>"
        f'<div class=byline>By {escape(story.author)}</div><div class="text">{text}</div></td></tr></table></td></tr></table>'
    )


TEMPLATES: tuple[Callable[[Story], str], ...] = (broadsheet, wire, weblog, table_layout)
