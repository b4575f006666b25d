"""Invented pages on which something else stands where an article should, in several languages and makes."""

from __future__ import annotations

import json
from html import escape
from typing import NamedTuple

from tests.extraction.templates import (
    COMMENTS,
    ENGLISH,
    FRENCH,
    GERMAN,
    JAPANESE,
    MENU,
    SPANISH,
    Story,
)

from variorum.model import UnreadableReason

PAYWALL, CONSENT = UnreadableReason.PAYWALL, UnreadableReason.CONSENT_WALL
CHALLENGE, NOT_FOUND = UnreadableReason.BOT_CHALLENGE, UnreadableReason.NOT_FOUND
SCRIPT_ONLY, LISTING, EMPTY = UnreadableReason.SCRIPT_ONLY, UnreadableReason.LISTING, UnreadableReason.EMPTY


class Served(NamedTuple):
    """A page, what it is, and something that the evidence must show."""

    name: str
    reason: UnreadableReason
    page: str
    seen: str


def _head(title: str, language: str, more: str = "") -> str:
    return f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>{more}</head>'


def _script(linked: dict[str, object]) -> str:
    return f'<script type="application/ld+json">{json.dumps(linked)}</script>'


def _meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{escape(content)}">'


def stub(
    story: Story,
    request: str,
    *,
    walled: str = "subscription-offer",
    free: bool | None = False,
    cut: bool = True,
) -> str:
    """The headline, the first paragraph, and a request to subscribe in place of the rest."""
    linked: dict[str, object] = {
        "@type": "NewsArticle",
        "headline": story.headline,
        "author": {"@type": "Person", "name": story.author},
        "datePublished": "2026-05-04T08:15:00+02:00",
    }
    if free is not None:
        linked["isAccessibleForFree"] = free
    first = story.paragraphs[0][: -20 if cut else None] + ("…" if cut else "")
    return (
        f"{_head(f'{story.headline} | Harbour Courier', story.language, _script(linked))}"
        f"<body>{MENU}<main><article><h1>{escape(story.headline)}</h1><p class=dek>{escape(story.standfirst)}</p>"
        f'<div class="text"><p>{escape(first)}</p></div><div class="{walled}"><h2>{escape(request)}</h2>'
        "<p>1 €</p><a href=/abo>OK</a></div></article></main><footer><p>Harbour Courier</p></footer>"
    )


def consent(language: str, title: str, *lines: str) -> str:
    """A page of its own that asks for consent, as outlets send who comes for the first time."""
    text = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return (
        f"{_head(title, language)}<body><div class=screen><div class=box><h1>{escape(title)}</h1>{text}"
        '<form action="/continue"><button>OK</button></form></div></div>'
    )


def challenge(language: str, title: str, *lines: str, script: str = "") -> str:
    """What stands before a site that takes its reader for a machine."""
    text = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return (
        f"{_head(title, language, script)}<body><div class=main-wrapper><h1>www.harbour-courier.example</h1>{text}"
        "<p>Ray ID: 8a1f00c2d3</p></div>"
    )


def missing(
    language: str, heading: str, line: str, *, cards: bool = False, title: str = "Harbour Courier"
) -> str:
    """An error page that is served as if it were none, with or without what else might be read."""
    return (
        f"{_head(title, language, _meta('og:type', 'website'))}<body>{MENU}<main><h1>{escape(heading)}</h1>"
        f"<p>{escape(line)}</p>{front_cards() if cards else ''}</main><footer><p>© Harbour Courier</p></footer>"
    )


def front_cards(number: int = 9) -> str:
    """Teasers of other articles, as on a front page."""
    return "".join(
        f'<article class="card"><h3><a href="/news/{n}">{name} voted on {what}</a></h3><p>After a long evening the members agreed '
        f"on {what} by a narrow majority; the mayor spoke of a good day for the town and of hard years behind it.</p></article>"
        for n, (name, what) in enumerate(
            [
                ("Councillors", "the ferry"),
                ("Parents", "the school"),
                ("Pilots", "the mole"),
                ("Bakers", "night work"),
            ]
            * (number // 4 + 1)
        )
        if n < number
    )


def listing(language: str = "en") -> str:
    """A page of a section: nothing but teasers."""
    return f"{_head('Local news | Harbour Courier', language)}<body>{MENU}<main><h1>Local news</h1>{front_cards()}</main>"


def drawn_by_scripts(story: Story, line: str) -> str:
    """A page whose text only its scripts would draw, with all that robots want to know."""
    return (
        f"{_head(story.headline, story.language, _meta('og:title', story.headline))}"
        f'<body><noscript>{escape(line)}</noscript><div id="root"></div><script src="/static/main.8f1.js"></script>'
    )


STATES = (
    Served("paywall en", PAYWALL, stub(ENGLISH, "Subscribe to continue reading"), "Subscribe to continue"),
    Served(
        "paywall de",
        PAYWALL,
        stub(GERMAN, "Dieser Artikel ist nur für Abonnenten. Jetzt weiterlesen mit Courier Plus", free=None),
        "Abonnenten",
    ),
    Served(
        "paywall fr",
        PAYWALL,
        stub(FRENCH, "La suite de cet article est réservée à nos abonnés", walled="bloc", cut=False),
        "abonnés",
    ),
    Served(
        "paywall es",
        PAYWALL,
        stub(SPANISH, "Contenido exclusivo para suscriptores", walled="caja", free=None),
        "suscriptores",
    ),
    Served("paywall ja", PAYWALL, stub(JAPANESE, "この記事は有料会員限定です", walled="x1"), "有料会員限定"),
    Served(
        "registration wall en",
        PAYWALL,
        stub(ENGLISH, "Create a free account to keep reading", free=None, cut=False, walled="regwall-box"),
        "free account",
    ),
    Served(
        "consent en",
        CONSENT,
        consent(
            "en",
            "We value your privacy",
            "We and our 812 partners store and access information on a device, such as cookies, and process personal data.",
            "With your permission we may use precise location data. You may withdraw your consent at any time.",
            "Some processing may not require your consent, but you have a right to object to legitimate interest.",
        ),
        "privacy",
    ),
    Served(
        "consent de",
        CONSENT,
        consent(
            "de",
            "Mit Werbung weiterlesen",
            "Besuchen Sie uns wie gewohnt mit Werbung und Tracking. Ihre Einwilligung können Sie jederzeit widerrufen.",
            "Wir und unsere bis zu 213 Partner verwenden Cookies und speichern Informationen auf Ihrem Gerät.",
            "Details finden Sie in den Privatsphäre-Einstellungen.",
        ),
        "Einwilligung",
    ),
    Served(
        "consent fr",
        CONSENT,
        consent(
            "fr",
            "Le respect de votre vie privée est notre priorité",
            "Avec nos 640 partenaires, nous utilisons des cookies pour stocker et accéder à des données sur votre appareil.",
            "Vous pouvez retirer votre consentement à tout moment. Continuer sans accepter.",
        ),
        "vie privée",
    ),
    Served(
        "consent es",
        CONSENT,
        consent(
            "es",
            "Respetamos tu privacidad",
            "Nosotros y nuestros 500 socios utilizamos cookies para almacenar información en tu dispositivo.",
            "Puedes retirar tu consentimiento en cualquier momento o configurar tus preferencias.",
        ),
        "privacidad",
    ),
    Served(
        "challenge en",
        CHALLENGE,
        challenge(
            "en-US",
            "Just a moment...",
            "Verify you are human by completing the action below.",
            "harbour-courier.example needs to review the security of your connection before proceeding.",
        ),
        "Just a moment",
    ),
    Served(
        "challenge without words",
        CHALLENGE,
        challenge(
            "en",
            "harbour-courier.example",
            script='<script src="https://geo.captcha-delivery.com/c.js"></script>',
        ),
        "captcha-delivery",
    ),
    Served(
        "blocked en",
        CHALLENGE,
        challenge(
            "en",
            "Access Denied",
            "You don't have permission to access this page on this server.",
            "Reference #18.2f1f3217.1714812345.1b2c3d",
        ),
        "Access Denied",
    ),
    Served(
        "challenge de",
        CHALLENGE,
        challenge(
            "de",
            "Einen Moment, bitte …",
            "Wir überprüfen Ihren Browser. Bitte bestätigen Sie, dass Sie kein Roboter sind.",
        ),
        "kein Roboter",
    ),
    Served(
        "challenge fr",
        CHALLENGE,
        challenge(
            "fr", "Un instant…", "Vérification que vous êtes un humain. Cela peut prendre quelques secondes."
        ),
        "Un instant",
    ),
    Served(
        "challenge es",
        CHALLENGE,
        challenge(
            "es", "Un momento…", "Estamos verificando que eres un humano y no un robot antes de continuar."
        ),
        "Un momento",
    ),
    Served(
        "missing en",
        NOT_FOUND,
        missing(
            "en",
            "Sorry, that page can’t be found",
            "It may have been moved, or the address was mistyped.",
            cards=True,
        ),
        "can’t be found",
    ),
    Served(
        "missing de",
        NOT_FOUND,
        missing(
            "de",
            "Seite nicht gefunden",
            "Der gewünschte Artikel ist leider nicht mehr verfügbar.",
            cards=True,
        ),
        "Seite nicht gefunden",
    ),
    Served(
        "missing fr",
        NOT_FOUND,
        missing("fr", "Oups !", "La page que vous cherchez n’existe plus ou a été déplacée."),
        "n’existe plus",
    ),
    Served(
        "missing es",
        NOT_FOUND,
        missing(
            "es",
            "404",
            "La página que busca no existe.",
            title="Página no encontrada - Correo del Puerto",
            cards=True,
        ),
        "404",
    ),
    Served("missing ar", NOT_FOUND, missing("ar", "عذراً", "الصفحة التي تبحث عنها غير موجودة"), "غير موجودة"),
    Served("missing zh", NOT_FOUND, missing("zh", "抱歉", "您访问的页面不存在或已删除"), "页面不存在"),
    Served("section", LISTING, listing(), "linked headings"),
    Served(
        "feed",
        LISTING,
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Courier</title><item><title>Ferry</title>'
        "<description>The ferry begins on Tuesday.</description></item></channel></rss>",
        "<rss>",
    ),
    Served(
        "drawn by scripts",
        SCRIPT_ONLY,
        drawn_by_scripts(ENGLISH, "You need to enable JavaScript to run this app."),
        "enable JavaScript",
    ),
    Served(
        "drawn by scripts de",
        SCRIPT_ONLY,
        drawn_by_scripts(GERMAN, "Bitte aktivieren Sie JavaScript, um diese Seite zu lesen."),
        "JavaScript",
    ),
    Served("nothing at all", EMPTY, f"{_head('', 'en')}<body></body></html>", ""),
)


#: First paragraphs and requests in languages in which there is no whole story here.
_STUBS = (
    ("it", "Il consiglio ha votato martedì sera la chiusura della vecchia piscina, attesa da mesi.", "Questo contenuto è riservato agli abbonati"),
    ("pt", "A câmara votou na terça-feira o encerramento da velha piscina, esperado há meses.", "Conteúdo exclusivo para assinantes"),
    ("nl", "De raad besloot dinsdagavond laat om het oude zwembad in de haven te sluiten.", "Dit artikel is alleen voor abonnees"),
    ("ru", "Совет поздно вечером во вторник проголосовал за закрытие старого бассейна в порту.", "Материал доступен только подписчикам"),
    ("zh", "市议会星期二深夜投票决定关闭老游泳馆，几个月来城里几乎所有人都预料到会有这样的决定。", "本文为会员专享内容，请订阅后继续阅读全文"),
    ("hi", "परिषद ने मंगलवार देर रात पुराने तरणताल को बंद करने के पक्ष में मतदान किया।", "यह लेख केवल सदस्यों के लिए है"),
    ("ar", "صوت المجلس في وقت متأخر من مساء الثلاثاء على إغلاق المسبح القديم في الميناء.", "هذا المحتوى حصري للمشتركين"),
    ("he", "המועצה הצביעה ביום שלישי בלילה על סגירת הבריכה הישנה שבנמל.", "הכתבה המלאה זמינה למנויים בלבד"),
)  # fmt: skip
_MISSING = (
    ("it", "Pagina non trovata", "La pagina che cerchi non esiste più."),
    ("pt", "Página não encontrada", "A notícia foi removida."),
    ("nl", "Pagina niet gevonden", "Ga naar de voorpagina."),
    ("sv", "Sidan du söker finns inte", "Gå till startsidan."),
    ("pl", "Nie znaleziono strony", "Strona, której szukasz, nie istnieje."),
    ("tr", "Sayfa bulunamadı", "Ana sayfaya dönün."),
    ("ru", "Страница не найдена", "Перейдите на главную."),
    ("he", "הדף לא נמצא", "חזרו לעמוד הבית."),
    ("hi", "पेज नहीं मिला", "मुखपृष्ठ पर जाएँ।"),
    ("ja", "ページが見つかりません", "お探しの記事は削除された可能性があります。"),
)  # fmt: skip
_CHALLENGES = (
    ("en", "Pardon Our Interruption", "Something about your browser made us think you were a bot. You may have disabled JavaScript in it."),
    ("en", "Access to this page has been denied", "Press & hold to confirm you are a human (and not a bot)."),
    ("zh", "请稍候…", "正在验证您是否是真人。这可能需要几秒钟时间。"),
    ("ja", "しばらくお待ちください...", "あなたが人間であることを確認します。"),
    ("tr", "Bir dakika lütfen...", "Robot olmadığınızı doğrulayın."),
    ("ru", "Доступ ограничен", "Подтвердите, что вы не робот. Мы зафиксировали подозрительный трафик."),
)  # fmt: skip
IN_MORE_LANGUAGES = (
    *(
        Served(
            f"paywall {language}",
            PAYWALL,
            stub(Story(language, first[:20], "", "", (first,)), request, walled="paywall", cut=False),
            request[:9],
        )
        for language, first, request in _STUBS
    ),
    *(
        Served(f"missing {language}", NOT_FOUND, missing(language, *told, cards=True), told[0])
        for language, *told in _MISSING
    ),
    *(
        Served(f"challenge {language}", CHALLENGE, challenge(language, *told), told[0])
        for language, *told in _CHALLENGES
    ),
    Served(
        "an Atom feed",
        LISTING,
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Courier</title>'
        + "<entry><title>Ferry</title><summary>The ferry begins on Tuesday, every half an hour, and is free.</summary></entry>"
        * 4
        + "</feed>",
        "<feed>",
    ),
)


def live_blog(*, declared: bool = True, title: str = "Live: storm reaches the harbour") -> str:
    """Posts, newest first, each with its time and its heading, below a summary; comments with times beneath."""
    linked: dict[str, object] = {
        "@type": "LiveBlogPosting",
        "headline": title,
        "datePublished": "2026-05-04T06:00:00Z",
        "author": {"@type": "Person", "name": "Ada Lind"},
    }
    script = _script(linked) if declared else ""
    posts = "".join(
        f'<article class="post" id="p{n}"><time datetime="2026-05-04T{hour}:{minute}:00Z">{hour}:{minute}</time><h2>{escape(heading)}</h2>'
        f"{''.join(f'<p>{escape(text)}</p>' for text in paragraphs)}"
        '<div class="share-bar"><a href="#">Share this post</a></div></article>'
        for n, (hour, minute, heading, paragraphs) in enumerate(POSTS)
    )
    return (
        f"{_head(f'{title} | Harbour Courier', 'en', script)}<body>{MENU}<main><h1>{escape(title)}</h1>"
        f'<div class="summary"><p>{escape(SUMMARY)}</p></div><div class="feed">{posts}</div></main>{COMMENTS * 4}'
    )


SUMMARY = "The storm has shut the harbour, and the ferries stay at their moorings until the wind falls below force eight."
POSTS = (
    (
        "11",
        "40",
        "Wind falls at last",
        ("The harbour master says that the wind has fallen to force nine within the hour.",),
    ),
    (
        "10",
        "15",
        "Roof of the chandlery gone",
        (
            "The roof of the old chandlery on the quay has come off in one piece and lies on the mussel beds.",
            "Nobody was in the building, said its owner, who watched it from the window of the inn across the road.",
        ),
    ),
    (
        "09",
        "30",
        "Schools stay shut",
        ("All four schools of the town stay shut today; the buses do not run either.",),
    ),
    (
        "08",
        "05",
        "Lifeboat called out",
        ("The lifeboat has been called to a ketch that dragged its anchor off the Hen Rocks.",),
    ),
    (
        "07",
        "20",
        "Storm warning raised",
        ("The warning was raised to red before dawn for the whole of the coast.",),
    ),
)


def video_page(*, text: bool = True) -> str:
    """A player and a few words, or none but those in the metadata."""
    told = "Divers filmed the wreck of the ketch Aurora, which has lain off the Hen Rocks since the storm of last May."
    linked: dict[str, object] = {
        "@type": "VideoObject",
        "name": "Inside the wreck of the Aurora",
        "description": told,
        "uploadDate": "2026-05-04T08:00:00Z",
        "contentUrl": "/v/aurora.mp4",
    }
    shown = f"<p class=description>{told}</p>" if text else ""
    return (
        f"{_head('Inside the wreck of the Aurora', 'en', _meta('og:type', 'video.other') + _script(linked))}"
        f"<body>{MENU}<main><h1>Inside the wreck of the Aurora</h1><video controls src=/v/aurora.mp4></video>{shown}</main>"
    )


def gallery() -> str:
    """Pictures with captions, hardly a text."""
    figures = "".join(
        f'<figure><img src="/i/{n}.jpg" alt=""><figcaption>{escape(caption)}</figcaption></figure>'
        for n, caption in enumerate(CAPTIONS)
    )
    return (
        f"{_head('Regatta in pictures', 'en')}<body>{MENU}<main><article><h1>The regatta in pictures</h1>"
        f"<p>Eleven boats came to the line.</p>{figures}</article></main>"
    )


CAPTIONS = (
    "The start off the mole, with the committee boat to the left",
    "Una Brack trims the jib of the ketch Heron on the first leg",
    "Spectators on the sea wall wave to the crews as they pass",
    "The Heron rounds the Hen Rocks a length before the Petrel",
    "A shackle breaks, and the Petrel drops her mainsail",
    "The winners with the cup that was last won in the year 1911",
)
