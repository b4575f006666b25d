"""Takes a view of a page, gives what its site tells instead of serving a text: to sign in, to come later or from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.extraction.wording import Told, found, heads, sign, unquoted
from variorum.model import Sign, UnreadableReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from variorum.extraction.view import View

#: A notice says less than this, in words; forms to sign in are praised at more length.
_NOTICE, _FORM = 200, 250
#: Fewer words than these under a heading that says so need not say it again.
_FEW = 25
#: More words than these say it twice: a report may have such a headline.
_BRIEF = 100
#: Without a heading that says so, a page says little else and this share of what was read says it.
_SHORT, _SHARE = 120, 0.5
_FEWEST_SAID = 2
_MOST_FIELDS = 200


def notice(view: View) -> tuple[UnreadableReason, list[Sign]] | None:
    """What a site tells instead of the text that was asked for; `None` on pages that tell none of these."""
    if view.words < _NOTICE and (signs := _told(view, Told.REGION)):
        return UnreadableReason.REGION_WALL, signs
    if view.words < _FORM and (signs := _account(view)):
        return UnreadableReason.SIGN_IN, signs
    if view.words < _NOTICE and (signs := _trouble(view)):
        return UnreadableReason.SERVER_ERROR, signs
    return None


def _told(view: View, told: Told) -> list[Sign]:
    """A heading says so and the words under it do too; or most words do, under a heading that says nothing else."""
    headed = [sign(text, where) for text, where in view.names if heads(told, text)]
    said = _said(view, told)
    if headed:
        fewest = 0 if view.words < _FEW else 1 if view.words < _BRIEF else _FEWEST_SAID
        return [*headed, *said] if len(said) >= fewest else []
    if view.is_headlined or view.words_shown >= _SHORT or _is_named(view):
        return []
    telling = [block for block in view.body if found(told, unquoted(block.text))]
    # A page of nothing else need not say it twice.
    fewest = _FEWEST_SAID if len(view.names) > 1 and view.body else 1
    return said if len(said) >= fewest and (not view.body or view.share(telling) >= _SHARE) else []


def _is_named(view: View) -> bool:
    """Whether a title or heading says that the page is something else that is no article."""
    others = (Told.CHALLENGE, Told.MISSING, Told.CONSENT)
    return any(heads(told, text) for told in others for text, _ in view.names)


def _said(view: View, told: Told) -> list[Sign]:
    names = {text for text, _ in view.names}
    looked_at = dict.fromkeys([*view.body, *view.shown])
    return view.said(told, [block for block in looked_at if block.text not in names])


def _trouble(view: View) -> list[Sign]:
    """That something went wrong is what many a page says, too, which only means that its address leads nowhere."""
    signs = _told(view, Told.TROUBLE)
    if not signs:
        return []
    plain = [text for text, _ in view.names if any(f"{number}" in text for number in range(500, 530))]
    missing = any(heads(Told.MISSING, text) for text, _ in view.names) or view.said(Told.MISSING)
    return [] if missing and not plain else signs


def _account(view: View) -> list[Sign]:
    headed = [sign(text, where) for text, where in view.names if heads(Told.ACCOUNT, text)]
    said = _said(view, Told.ACCOUNT)
    if headed:
        fields = [*_fields(view.page.root)][:1]
        return [*headed, *said, *fields] if said or fields else []
    if view.is_headlined or view.words_shown >= _SHORT or not view.body:
        return []
    held = [element for element in view.body[0].path if element.tag not in {"body", "html"}]
    fields = [*_fields(held[-1])][:1] if held else []
    return [*fields, *said] if fields and len(said) >= _FEWEST_SAID else []


def _fields(within: HtmlElement) -> Iterator[Sign]:
    """The fields for a password."""
    for number, field in enumerate(within.iter("input")):
        if number >= _MOST_FIELDS:
            return
        if field.get("type") == "password":
            yield Sign("password", "dom input")
