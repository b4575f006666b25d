"""Takes a view of a page, gives what stands there in an article's place, with what was seen that tells it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from variorum.extraction.furniture import is_wall
from variorum.extraction.listings import feed, listing, listing_read
from variorum.extraction.notes import is_note
from variorum.extraction.notices import notice
from variorum.extraction.stubs import request, stub
from variorum.extraction.wording import Told, found, heads, sign
from variorum.model import Sign, Unreadable, UnreadableReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block
    from variorum.extraction.view import View

_DETAILS = {
    UnreadableReason.PAYWALL: "a paywall: no more than the beginning is shown",
    UnreadableReason.CONSENT_WALL: "a request for consent stands in the article's place",
    UnreadableReason.BOT_CHALLENGE: "a check whether the reader is a machine stands in the article's place",
    UnreadableReason.NOT_FOUND: "the page says that nothing is found at its address",
    UnreadableReason.SIGN_IN: "a form to sign in stands in the article's place",
    UnreadableReason.REGION_WALL: "the site does not show its pages where they were asked for",
    UnreadableReason.SERVER_ERROR: "the page says that its site is out of order",
    UnreadableReason.LISTING: "a listing of other pages, no article",
    UnreadableReason.SCRIPT_ONLY: "the page shows its text only to what runs its scripts",
    UnreadableReason.EMPTY: "the page shows no text",
    UnreadableReason.NO_ARTICLE: "no article was found on the page",
}
#: Error pages and challenges say less than this; what is longer is an article, whatever else it says.
_ERROR, _CHALLENGE = 150, 300
#: A page of a video or of pictures may say less than this and be one.
_FEW = 25
#: This share of what was read, when it speaks of consent, is what the page is about.
_MOST, _ALL_BUT_ALL = 0.6, 0.85
_FEWEST_REQUESTS = 2
#: Without a word in any block a page of scripts says at most so much.
_SILENT = 40
_SHORT_PAGE = 400
_MOST_SCRIPTS = 200
_LONGEST_BUTTON = 60
#: A sentence that says that something is missing, not two words of one that may say anything.
_SENTENCE = 16

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


def in_its_place(view: View) -> Unreadable:
    """What stands on a page on which no article was found."""
    if told := notice(view):
        return _unreadable(view, *told)
    for reason, signs in (
        (UnreadableReason.BOT_CHALLENGE, _challenge(view)),
        (UnreadableReason.SCRIPT_ONLY, _undrawn(view) if view.is_declared else []),
        (UnreadableReason.CONSENT_WALL, _consent(view)),
        (UnreadableReason.NOT_FOUND, _missing(view)),
        (UnreadableReason.PAYWALL, request(view)),
        (UnreadableReason.LISTING, [] if view.is_declared else listing(view)),
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
    if not view.is_declared and (told := notice(view)):
        return _unreadable(view, *told)
    for reason, signs in _read_instead(view, is_text=is_text):
        if signs:
            return _unreadable(view, reason, signs)
    return None


def _read_instead(view: View, *, is_text: bool) -> Iterator[tuple[UnreadableReason, list[Sign]]]:
    """What each state finds of itself in a text, asked one after the other."""
    yield UnreadableReason.PAYWALL, stub(view)
    yield UnreadableReason.LISTING, feed(view)
    if view.is_declared:
        if view.words < _CHALLENGE:
            yield UnreadableReason.CONSENT_WALL, _consent_read(view, _ALL_BUT_ALL)
        return
    if view.words < _CHALLENGE:
        yield UnreadableReason.BOT_CHALLENGE, _challenge_read(view, is_text=is_text)
    if view.words < _ERROR:
        yield UnreadableReason.NOT_FOUND, _missing_read(view)
    yield UnreadableReason.CONSENT_WALL, _consent_read(view)
    if is_text:
        yield UnreadableReason.LISTING, listing_read(view)


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
    # Reports on such pages have a headline, and the site's own check before readers may comment.
    if not headed and view.is_headlined:
        return []
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
    # What the newsroom says is gone is a picture or a sentence, not the page.
    said = view.said(Told.MISSING, [block for block in view.body[:3] if not is_note(block)])
    if headed:
        return [*headed, *said]
    if view.words >= _ERROR / 2 or view.words_shown >= _SHORT_PAGE / 2:
        return []
    # Under a headline a word or two on what was not found may be a report's.
    return [one for one in said if not view.is_headlined or _is_told_at_length(one.seen)]


def _is_told_at_length(text: str) -> bool:
    match = found(Told.MISSING, text)
    return match is not None and len(match[0]) >= _SENTENCE


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
    headed = [sign(text, where) for text, where in view.names if heads(Told.CONSENT, text)]
    # A report on such requests quotes them, perhaps under a banner that asks; it has nothing to press.
    if view.is_headlined and not headed:
        said, proofs = view.said(Told.CONSENT, view.body), _buttons(_around(view.body))
    else:
        said = view.said(Told.CONSENT)
        proofs = [*headed, *_marks(view, _CONSENT_MARK, "id", "class"), *_buttons(view.page.root)]
    return [*said, *proofs] if proofs and len(said) >= _FEWEST_REQUESTS else []


def _around(blocks: Sequence[Block]) -> HtmlElement:
    """The innermost element that holds all of some blocks."""
    shared = set(blocks[0].path).intersection(*(block.path for block in blocks[1:]))
    return next((element for element in blocks[0].path if element in shared), blocks[0].element)


def _buttons(within: HtmlElement) -> list[Sign]:
    """What can be pressed to give consent."""
    pressed = list(within.iter("button", "a", "input"))[:_MOST_SCRIPTS]
    told = (
        (element, " ".join((element.get("value") or element.text_content()).split())) for element in pressed
    )
    return [
        sign(text, f"dom {element.tag}")
        for element, text in told
        if text and len(text) <= _LONGEST_BUTTON and heads(Told.CONSENT, text)
    ][:1]


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
