"""Takes a draft, edits its order, whole sentences, what stands below them or its fields, and tells whether it did."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from gates.edit_words import QUOTATION, QUOTED_FROM, WORDS_FROM

from variorum.model import Paragraph, ParagraphKind

if TYPE_CHECKING:
    from random import Random

    from gates.draft import Draft

_CLAUSE = re.compile(
    r"(?:; |, (?:and|but) )(?P<next>(?:he|she|it|they|(?:(?:the|a|its|their|his|her) )?[a-z]+(?: [a-z]+)?) "
    r"(?:was|were|will|has|had|have|is|are|would|said|came|took|went|made|rose|fell|left|gave|began|[a-z]+ed)\b)"
)
_OPENS_PLAINLY = re.compile(r"(?:The|He|She|It|They|A|An|Its|Their|His|Her|No|Two|Three) [a-z]")
_WORDS_OF_A_CLAUSE = 4
#: Over so many sentences one is moved, at least.
_BETWEEN = 3
#: Of three standfirsts that are there one goes.
_GOES = 1 / 3
_NOTES = (
    ("correction", "Correction: An earlier version of this article misstated a detail in the report."),
    ("correction", "This article was amended on 4 March. An error in the account was corrected."),
    (
        "correction",
        "Corrections: A previous version of this story gave a detail wrongly. We regret the error.",
    ),
    ("clarification", "Clarification: The wording has been changed to make clear what was meant."),
    ("clarification", "This article was amended on 4 March to clarify a statement."),
    ("editors-note", "Editor's note: Readers wrote to us about this report, and we are looking into it."),
    ("update-note", "This article has been updated with more detail."),
    ("update-note", "Updated at 14:05 with a statement from the council."),
)
_FURNITURE = (
    "Sign up for our morning newsletter",
    "Read more: How the harbour was built",
    "Follow us on Bluesky",
    "Share this article",
    "© 2026 Halyard Media",
    "Advertisement",
)
_CLOCKS = ("Updated {} minutes ago", "{} minutes ago", "Published {} hours ago", "{} min read")


def quotation_dropped(draft: Draft, random: Random) -> bool:
    """A sentence deleted that is mostly a quotation."""
    for place in draft.untouched(random, after=1):
        line = draft.lines[place]
        match = QUOTATION.search(line.text)
        if match and len(match["said"].split()) >= QUOTED_FROM and len(match["said"]) * 2 > len(line.text):
            del draft.lines[place]
            draft.expect.add("quote-dropped")
            draft.allow.add("trimmed")
            return True
    return False


def moved(draft: Draft, random: Random) -> bool:
    """The last sentence put further to the front."""
    line = draft.lines[-1]
    if line.is_touched or line.is_quoting or len(draft.lines) < _BETWEEN + 2:
        return False
    place = random.randint(1, len(draft.lines) - 1 - _BETWEEN)
    del draft.lines[-1]
    line.paragraph, line.is_touched = draft.lines[place - 1].paragraph, True
    draft.lines.insert(place, line)
    draft.expect.add("moved")
    return True


def split(draft: Draft, random: Random) -> bool:
    """A sentence made two where a clause of its own begins."""
    for place in draft.untouched(random, after=1):
        line = draft.lines[place]
        match = _CLAUSE.search(line.text)
        if match is None or line.is_quoting:
            continue
        first, second = line.text[: match.start()], line.text[match.start("next") :]
        if min(len(first.split()), len(second.split())) < _WORDS_OF_A_CLAUSE:
            continue
        draft.allow.add("reworded")
        text = f"{first}. {second[0].upper()}{second[1:]}"
        return draft.replaced(place, 0, len(line.text), text, "split")
    return False


def merged(draft: Draft, random: Random) -> bool:
    """Two sentences of a paragraph made one."""
    for place in draft.untouched(random, after=1):
        if place + 1 >= len(draft.lines):
            continue
        line, following = draft.lines[place], draft.lines[place + 1]
        if (
            following.is_touched
            or line.paragraph != following.paragraph
            or line.is_quoting
            or following.is_quoting
            or not line.text.endswith(".")
            or not _OPENS_PLAINLY.match(following.text)
            or min(len(line.text.split()), len(following.text.split())) < _WORDS_OF_A_CLAUSE
        ):
            continue
        del draft.lines[place + 1]
        draft.allow.add("reworded")
        text = f"{line.text[:-1]}, and {following.text[0].lower()}{following.text[1:]}"
        return draft.replaced(place, 0, len(line.text), text, "merged")
    return False


def trimmed(draft: Draft, random: Random) -> bool:
    """A sentence of the report deleted."""
    for place in draft.untouched(random, after=1):
        line = draft.lines[place]
        if not line.is_quoting and len(line.text.split()) >= _WORDS_OF_A_CLAUSE:
            del draft.lines[place]
            draft.expect.add("trimmed")
            return True
    return False


def grown(draft: Draft, random: Random) -> bool:
    """A sentence of another article put in."""
    text = draft.text
    stranger = random.choice(draft.strangers)
    if stranger.is_quoting or stranger.text in text or len(stranger.text.split()) < WORDS_FROM:
        return False
    place = random.randint(1, len(draft.lines))
    draft.lines.insert(place, replace(stranger, paragraph=draft.lines[place - 1].paragraph, is_touched=True))
    draft.expect.add("grown")
    return True


def notice(draft: Draft, random: Random) -> bool:
    """A notice to the readers put at the end."""
    kind, text = random.choice(_NOTES)
    draft.foot += (Paragraph(text, random.choice([ParagraphKind.NOTE, ParagraphKind.PARAGRAPH])),)
    draft.expect.add(kind)
    return True


def furniture(draft: Draft, random: Random) -> bool:
    """A line of the page put at the end."""
    draft.foot += (Paragraph(random.choice(_FURNITURE)),)
    draft.expect.add("boilerplate")
    return True


def clock(draft: Draft, random: Random) -> bool:
    """A line of relative time that went on."""
    form, time = random.choice(_CLOCKS), random.randint(2, 9)
    draft.old_foot += (Paragraph(form.format(time)),)
    draft.foot += (Paragraph(form.format(time + random.randint(1, 30))),)
    draft.expect.add("clock")
    return True


def headline(draft: Draft, _: Random) -> bool:
    """Another headline."""
    if not draft.other.headline or draft.other.headline == draft.before.headline:
        return False
    draft.after = replace(draft.after, headline=draft.other.headline)
    draft.expect.add("headline")
    return True


def standfirst(draft: Draft, random: Random) -> bool:
    """Another standfirst, or one that comes or goes."""
    told = draft.before.standfirst
    other = draft.other.standfirst or random.choice(draft.strangers).text
    if told == other:
        return False
    goes = told and random.random() < _GOES
    draft.after = replace(draft.after, standfirst=None if goes else other)
    draft.expect.add("standfirst")
    return True


def byline(draft: Draft, random: Random) -> bool:
    """Another author, or one more."""
    other = random.choice(["Ida Renn", "Tomas Kell", "Mirja Voss"])
    if other in draft.before.authors:
        return False
    draft.after = replace(draft.after, authors=random.choice([(other,), (*draft.before.authors, other)]))
    draft.expect.add("byline")
    return True


def curly(draft: Draft) -> bool:
    """Plain quotation marks and apostrophes made curly, or the other way round; the last of all operations."""
    is_plain = any(sign in draft.text for sign in "\"'")
    changed = False
    for line in draft.lines:
        text = _curled(line.text) if is_plain else re.sub("[‘’]", "'", re.sub("[“”]", '"', line.text))
        if text != line.text and line.is_touched:
            draft.allow.add("typography")
        changed = changed or (text != line.text and not line.is_touched)
        line.text = text
    if changed:
        draft.expect.add("typography")
    return changed


def _curled(text: str) -> str:
    text = re.sub(r'(^|[\s(])"', r"\1“", text).replace('"', "”")
    return re.sub(r"(^|[\s(“])'", r"\1‘", text).replace("'", "’")
