"""Takes a view of a page, gives what stands there in an article's place, with what was seen that tells it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from variorum.extraction.furniture import is_wall
from variorum.extraction.wording import Told, found, heads, sign
from variorum.model import Sign, Unreadable, UnreadableReason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block
    from variorum.extraction.view import View

_DETAILS = {
    UnreadableReason.PAYWALL: "a paywall: no more than the beginning is shown",
    UnreadableReason.CONSENT_WALL: "a request for consent stands in the article's place",
    UnreadableReason.BOT_CHALLENGE: "a check whether the reader is a machine stands in the article's place",
    UnreadableReason.NOT_FOUND: "the page says that nothing is found at its address",
    UnreadableReason.LISTING: "a listing of other pages, no article",
    UnreadableReason.SCRIPT_ONLY: "the page shows its text only to what runs its scripts",
    UnreadableReason.EMPTY: "the page shows no text",
    UnreadableReason.NO_ARTICLE: "no article was found on the page",
}
#: Stubs of walls, error pages and challenges say less than this; what is longer is an article, whatever else it says.
_STUB, _ERROR, _CHALLENGE = 150, 150, 300
#: With nothing but a request to subscribe for evidence, a stub has fewer words.
_BARE_STUB = 100
#: A page of a video or of pictures may say less than this and be one.
_FEW = 25
#: The request to subscribe stands among so many blocks after the text.
_AFTER = 6
#: This share of what was read, when it speaks of consent or stands in cards, is what the page is about.
_MOST, _ALL_BUT_ALL = 0.6, 0.85
_FEWEST_CARDS_READ = 3
_FEWEST_REQUESTS = 2
_FEWEST_LINES = 12
#: Without a word in any block a page of scripts says at most so much.
_SILENT = 40
#: The text that metadata promise is so many times that which was read.
_PROMISED = 1.8
_SHORT_PAGE = 400
_MOST_SCRIPTS = 200
_MOST_DIGITS = 6
_LONGEST_BUTTON = 60

_WALL_CLASS = re.compile(
    r"pay-?wall|reg-?wall|meter-?wall|subscri(?:be|ber|ption)[-_]?(?:wall|gate|prompt|offer|barrier)|piano|gate(?:way|d)?[-_]|"
    r"(?:^|[-_ ])(?:locked|premium|barrier|gate|poool|tinypass|abo)(?:$|[-_ ])|offer-?wall|content-?gate",
    re.IGNORECASE,
)
_CHALLENGE_SCRIPT = re.compile(
    r"challenges\.cloudflare\.com|/cdn-cgi/challenge-platform/h/|_cf_chl_opt|captcha-delivery\.com|px-?captcha|_Incapsula_Resource|"
    r"sec-if-cpt|awswaf|ddos-guard|/_sec/cp_challenge|geo\.captcha|KPSDK|sucuri_cloudproxy|hcaptcha\.com|recaptcha/api",
    re.IGNORECASE,
)
_CONSENT_MARK = re.compile(
    r"sp_message|sourcepoint|privacy-mgmt|onetrust|didomi|usercentrics|consentmanager|quantcast|qc-cmp|trustarc|truste-|cookiebot|"
    r"fundingchoices|consent|zustimmung|consentement|privacywall|purabo",
    re.IGNORECASE,
)
_ROOT_OF_SCRIPTS = re.compile(
    r"^(?:root|app|__next|__nuxt|gatsby|react|vue|svelte|main-app|application)", re.IGNORECASE
)
_OPEN_ENDED = re.compile(r"(?:…|\.\.\.|\[…\]|[\w,;–—-])\s*$")
_FEEDS = ("rss", "feed", "urlset", "sitemapindex")


def in_its_place(view: View) -> Unreadable:
    """What stands on a page on which no article was found."""
    for reason, signs in (
        (UnreadableReason.BOT_CHALLENGE, _challenge(view)),
        (UnreadableReason.SCRIPT_ONLY, _undrawn(view) if view.is_declared else []),
        (UnreadableReason.CONSENT_WALL, _consent(view)),
        (UnreadableReason.NOT_FOUND, _missing(view)),
        (UnreadableReason.PAYWALL, _paywall(view)),
        (UnreadableReason.LISTING, [] if view.is_declared else _listing(view)),
        (UnreadableReason.SCRIPT_ONLY, _undrawn(view)),
    ):
        if signs:
            return _unreadable(view, reason, signs)
    reason = UnreadableReason.NO_ARTICLE if view.blocks else UnreadableReason.EMPTY
    return _unreadable(view, reason, [])


def instead(view: View, *, is_text: bool = True) -> Unreadable | None:
    """What stands in the place of an article although a text was read; `None` where the text is one, as nearly always.

    The longer a text is, and the plainer a page says that it is an article, the more it takes. Walls stand before videos,
    galleries and live blogs too; that these are no listings their kind tells, so only a text is asked (`is_text`).
    """
    if view.words < _STUB and (signs := _stub(view)):
        return _unreadable(view, UnreadableReason.PAYWALL, signs)
    if signs := _feed(view):
        return _unreadable(view, UnreadableReason.LISTING, signs)
    if view.is_declared:
        signs = _consent_read(view, _ALL_BUT_ALL) if view.words < _CHALLENGE else []
        return _unreadable(view, UnreadableReason.CONSENT_WALL, signs) if signs else None
    if view.words < _CHALLENGE and (signs := _challenge_read(view, is_text=is_text)):
        return _unreadable(view, UnreadableReason.BOT_CHALLENGE, signs)
    if view.words < _ERROR and (signs := _missing_read(view)):
        return _unreadable(view, UnreadableReason.NOT_FOUND, signs)
    if signs := _consent_read(view):
        return _unreadable(view, UnreadableReason.CONSENT_WALL, signs)
    if is_text and (signs := _listing_read(view)):
        return _unreadable(view, UnreadableReason.LISTING, signs)
    return None


def _unreadable(view: View, reason: UnreadableReason, signs: Sequence[Sign]) -> Unreadable:
    return Unreadable(view.page.url, reason, _DETAILS[reason], tuple(dict.fromkeys(signs))[:5])


def _headed(view: View, told: Told) -> list[Sign]:
    return [sign(text, where) for text, where in view.headings if heads(told, text)]


def _marks(view: View, pattern: re.Pattern[str], *names: str) -> list[Sign]:
    """The scripts and frames of a page, and the names of its elements, that a pattern finds."""
    for number, element in enumerate(view.page.root.iter("script", "iframe", "form")):
        if number >= _MOST_SCRIPTS:
            break
        address = element.get("src") or element.get("action") or ""
        if pattern.search(address):
            return [sign(address, f"dom {element.tag}")]
        if match := pattern.search((element.text or "")[:2_000]):
            return [sign(match[0], f"dom {element.tag}")]
    for block in view.shown:
        for element in block.path:
            for name in names:
                if match := pattern.search((element.get(name) or "")[:_SHORT_PAGE]):
                    return [sign(element.get(name) or match[0], f"dom {name}")]
    return []


def _challenge(view: View) -> list[Sign]:
    headed, said = _headed(view, Told.CHALLENGE), view.said(Told.CHALLENGE)
    marks = _marks(view, _CHALLENGE_SCRIPT, "id", "class")
    short = view.words_shown < _SHORT_PAGE
    if headed or len(said) > 1 or (said and short) or (marks and view.words_shown < _SILENT):
        return [*headed, *said, *marks]
    return []


def _challenge_read(view: View, *, is_text: bool) -> list[Sign]:
    """The text may be that of the challenge: its heading says so, and its words, its scripts or its title do too."""
    headed = _headed(view, Told.CHALLENGE)
    # Where so few words are enough, a heading that says so is too.
    if headed and not is_text and view.words < _FEW:
        return headed
    said = view.said(Told.CHALLENGE, view.body)
    refused = [sign(text, where) for text, where in view.headings[:1] if text.strip().startswith("403")]
    proofs = (
        [*said, *refused, *_marks(view, _CHALLENGE_SCRIPT, "id", "class")] if headed or len(said) > 1 else []
    )
    return [*headed, *proofs] if proofs and view.words_shown < _SHORT_PAGE else []


def _missing(view: View) -> list[Sign]:
    headed = _headed(view, Told.MISSING)
    number = [sign(text, where) for text, where in view.headings if text.strip() == "404"]
    said = view.said(Told.MISSING)
    return [*headed, *number, *said] if headed or number or (view.words_shown < _SHORT_PAGE) else []


def _missing_read(view: View) -> list[Sign]:
    """A heading says so; or the first words do, on a page that says little else."""
    headed = _headed(view, Told.MISSING)
    said = view.said(Told.MISSING, view.body[:3])
    if headed:
        return [*headed, *said]
    return said if said and view.words < _STUB / 2 and view.words_shown < _SHORT_PAGE / 2 else []


def _consent(view: View) -> list[Sign]:
    said = view.said(Told.CONSENT)
    marks = _marks(view, _CONSENT_MARK, "id", "class") if said else []
    return [*said, *marks] if len(said) >= _FEWEST_REQUESTS or marks else []


def _consent_read(view: View, share: float = _MOST) -> list[Sign]:
    """Most of what was read asks for consent."""
    asking = [
        block
        for block in view.body[: _SHORT_PAGE // 4]
        if found(Told.CONSENT, block.text) or any(is_wall(element) for element in block.path)
    ]
    if not asking or view.share(asking) < share:
        return []
    said = view.said(Told.CONSENT)
    # A report on such requests quotes them; it has neither their heading nor anything to press.
    proofs = [
        *_headed(view, Told.CONSENT),
        *_marks(view, _CONSENT_MARK, "id", "class"),
        *_buttons(view),
    ]
    return [*said, *proofs] if proofs and len(said) >= _FEWEST_REQUESTS else []


def _buttons(view: View) -> list[Sign]:
    """What can be pressed to give consent."""
    pressed = list(view.page.root.iter("button", "a", "input"))[:_MOST_SCRIPTS]
    told = (
        (element, " ".join((element.get("value") or element.text_content()).split())) for element in pressed
    )
    return [
        sign(text, f"dom {element.tag}")
        for element, text in told
        if text and len(text) <= _LONGEST_BUTTON and heads(Told.CONSENT, text)
    ][:1]


def _is_free(view: View) -> bool | None:
    """Whether the page says that its article is free; `None` where it says nothing."""
    stated = view.page.stated.article.get("isAccessibleForFree")
    text = str(stated).strip().rpartition("/")[2].lower()
    if text in {"true", "false"}:
        return text == "true"
    tiers = {claim.value.lower() for claim in view.page.declared.claims("article:content_tier")}
    return True if "free" in tiers else False if "locked" in tiers else None


def _paywall(view: View) -> list[Sign]:
    """On a page without a text a request to subscribe is enough, if it is no box on some other page."""
    said = view.said(Told.PAYWALL)
    return (
        said
        if said and (view.is_declared or _is_free(view) is False or view.words_shown < _SHORT_PAGE)
        else []
    )


def _stub(view: View) -> list[Sign]:
    """The end of a text that breaks off at a request to subscribe: what asks, and what else tells that there is more."""
    is_free = _is_free(view)
    if is_free or not view.body:
        return []
    asking = _asking(view)
    if not asking:
        return []
    signs = view.said(Told.PAYWALL, asking)
    walled = [
        sign(element.get("class") or element.get("id") or "", "dom class")
        for block in asking
        for element in block.path[:4]
        if _WALL_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    ]
    more = [*walled[:1], *_more(view, asking)]
    if is_free is False:
        more.append(Sign("isAccessibleForFree false", "json-ld"))
    return [*signs, *more] if more or view.words < _BARE_STUB else []


def _asking(view: View) -> list[Block]:
    """The blocks that ask to subscribe at the end of the text or right after it, before anything else of length is told."""
    read = frozenset(view.body)
    last = max((place for place, block in enumerate(view.blocks) if block in read), default=-1)
    after = _right_after(view, last) if last >= 0 else []
    near = [*view.body[-3:], *after]
    return [block for block in near if len(block.text) <= _SHORT_PAGE and found(Told.PAYWALL, block.text)]


def _right_after(view: View, last: int) -> list[Block]:
    """The blocks that follow the text's last one and stand in one element with it."""
    shown = frozenset(view.shown)
    cards = frozenset(view.cards)
    # What stands in no element with the text but the page's own asks on behalf of the site.
    around = {element for element in view.blocks[last].path if element.tag not in {"body", "html"}}
    return [
        block
        for block in view.blocks[last + 1 : last + 1 + _AFTER]
        if block in shown and cards.isdisjoint(block.path) and not around.isdisjoint(block.path)
    ]


def _more(view: View, asking: Sequence[Block]) -> list[Sign]:
    """What tells that the text goes on where readers cannot see it."""
    text = [block for block in view.body if block not in asking]
    signs: list[Sign] = []
    if text and text[-1].element.tag == "p" and _OPEN_ENDED.search(text[-1].text):
        signs.append(sign(text[-1].text[-60:], "dom last paragraph"))
    promised = str(view.page.stated.article.get("wordCount") or "")
    is_count = promised.isascii() and promised.isdecimal() and len(promised) <= _MOST_DIGITS
    if is_count and int(promised) >= _PROMISED * max(1, view.words):
        signs.append(Sign(f"wordCount {promised}", "json-ld"))
    return signs


def _feed(view: View) -> list[Sign]:
    """A document of a feed or a sitemap, which the parser of pages puts into a body of its own."""
    feeds = (element for element in view.page.root.find("body") if element.tag in _FEEDS)
    feed = next(feeds, None)
    return [] if feed is None else [Sign(f"<{feed.tag}>", "dom")]


def _listing(view: View) -> list[Sign]:
    if signs := _feed(view):
        return signs
    if view.cards:
        return [_cards_sign(view)]
    linked = [block for block in view.blocks if block.linked > _MOST]
    letters = sum(len(block.text) for block in view.blocks)
    if len(linked) >= _FEWEST_LINES and sum(len(block.text) for block in linked) > _MOST * letters:
        return [Sign(f"{len(linked)} linked lines", "dom")]
    return []


def _listing_read(view: View) -> list[Sign]:
    """Most of what was read stands in several cards that lead to other pages."""
    read = list(view.in_cards())
    several = len({card for _, card in read}) >= _FEWEST_CARDS_READ
    return [_cards_sign(view)] if several and view.share(block for block, _ in read) >= _MOST else []


def _cards_sign(view: View) -> Sign:
    return Sign(f"{len(view.cards)} linked headings of other pages", "dom")


def _undrawn(view: View) -> list[Sign]:
    """Nothing to read, and scripts that would draw it."""
    if view.words_shown >= _SILENT:
        return []
    root = view.page.root
    asking = [
        sign(text, "dom noscript")
        for element in list(root.iter("noscript"))[:20]
        if found(Told.SCRIPT, text := " ".join(element.text_content().split()))
    ]
    roots = [
        sign(element.get("id") or "", "dom id")
        for element in list(root.iter("div", "main", "section"))[:20]
        if _ROOT_OF_SCRIPTS.match(element.get("id") or "") and not _text_in(element)
    ]
    scripts = sum(1 for element in root.iter("script") if "json" not in (element.get("type") or ""))
    signs = [*view.said(Told.SCRIPT), *asking, *(roots if scripts else [])]
    return signs or ([Sign(f"{scripts} scripts", "dom")] if scripts and not view.blocks else [])


def _text_in(element: HtmlElement) -> str:
    """The text of an element, scripts and styles not counted."""
    return "".join(element.xpath(".//text()[not(parent::script or parent::style)]")).strip()
