"""Takes a draft, edits words of one of its sentences where it has some of the kind, and tells whether it did."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from variorum.text.word_lists import STOP_WORDS

if TYPE_CHECKING:
    from random import Random

    from gates.draft import Draft

_NUMBERS = tuple(
    re.findall(r"\w+", "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty")
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = tuple(
    re.findall(
        r"\w+",
        "January February March April May June July August September October November December",
    )
)
_PLACES = ("Ostwick", "Tallowby", "Brennock", "Marrowdale", "Quillham", "Veskby", "Sorrelton", "Dunmarsh")
#: Words that show that a name is none of a person.
_NO_PERSON = frozenset(
    re.findall(
        r"\w+",
        "street road avenue lane square bridge hill valley bay island river lake park county district beach coast vale "
        "village town city airport station port court council bank hospital university college church school club "
        "harbour house hall party union ministry museum cape mount",
    )
)
#: Written large behind "in", and no place.
_NO_PLACE = frozenset(
    re.findall(
        r"\w+",
        "parliament english french german spanish latin congress court easter christmas lent ramadan spring summer "
        "autumn winter euros group lot phase paragraph",
    )
)
_OTHER_WORDS = ("simple", "common", "distant", "narrow", "gentle", "ordinary")
_SAID = re.compile(r"\bsaid\b(?! to\b)")
_HEDGE = re.compile(
    r"\b(alleged|allegedly|reportedly|apparently|may|might|could|possibly|probably|perhaps|likely|suspected|believed|"
    r"thought|appears?|appeared|seems?|seemed|unconfirmed)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(not|no|never|none|nobody|nothing|without|neither|nor|cannot)\b|n['’]t\b", re.IGNORECASE
)
_FIGURE = re.compile(
    r"(?<![\w.,:£$€/-])(?:(?P<digits>\d{1,3}(?:,\d{3})+|\d+)|(?P<word>" + "|".join(_NUMBERS) + r"))"
    r"(?= (?:[a-z]+ )?(?:people|[a-z]{2,}(?<!s)s)\b)"
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,} (?P<last>[A-Z][a-z]{4,})\b(?!['’-]| [A-Z])")
_PLACE = re.compile(r"\b(?:in|near|outside) (?P<place>[A-Z][a-z]{3,})\b(?!['’-]| [A-Z]| \d| and [A-Z])")
_DAY = re.compile(rf"\b(?:{'|'.join(_DAYS)})\b")
_MONTH = re.compile(
    r"(?:(?<=\d )|(?<=\bin ))(?:" + "|".join(_MONTHS) + r")\b|\b(?:" + "|".join(_MONTHS) + r")(?= \d)"
)
_AUXILIARY = re.compile(
    r"\b(?:will|would|should|is|are|was|were|has|had)(?= [a-z]{3,})(?! (?:only|just|also|both)\b)"
)
_PAST = re.compile(r"\b(?:was|were|had|has|have)(?= (?!been\b)[a-z]+ed\b)")
_ACCUSED = re.compile(
    r"(?<=\bthe )(?=(?:thief|attack|attacker|fraud|theft|bribes?|assault|robbery|killer)\b)"
)
QUOTATION = re.compile('[“"](?P<said>[^“”"]+)[”"]')
QUOTED_FROM = 6
WORDS_FROM = 6
_YEARS = range(1400, 2101)


def figure(draft: Draft, random: Random) -> bool:
    """Another figure of the same thing counted."""
    for place in draft.untouched(random):
        match = _FIGURE.search(draft.lines[place].plain)
        if match is None or (match[0].isdigit() and int(match[0]) in _YEARS):
            continue
        if match["word"]:
            other = random.choice([word for word in _NUMBERS if word != match[0]])
        else:
            value = int(match[0].replace(",", ""))
            raised = value + random.randint(2, max(3, value // 2))
            other = f"{raised:,}" if "," in match[0] else str(raised)
        return draft.replaced(place, *match.span(), other, "figure")
    return False


def _respelt(name: str, random: Random) -> str:
    """A name with a letter doubled, dropped or replaced, its first and last one aside."""
    at = random.randrange(1, len(name) - 1)
    letter = random.choice([name[at] * 2, "", "y" if name[at] != "y" else "i"])
    return name[:at] + letter + name[at + 1 :]


def name_in_one_place(draft: Draft, random: Random) -> bool:
    """A person's name respelt in one sentence, where it stands once."""
    for place in draft.untouched(random):
        match = _person(draft.lines[place].plain)
        if match and draft.lines[place].text.count(match["last"]) == 1:
            return draft.replaced(place, *match.span("last"), _respelt(match["last"], random), "name")
    return False


def name_throughout(draft: Draft, random: Random) -> bool:
    """A person's name respelt wherever it stands in the text."""
    for place in draft.untouched(random):
        match = _person(draft.lines[place].plain)
        if match is None:
            continue
        last = match["last"]
        told = [line for line in draft.lines if last in line.text]
        if any(line.is_touched or line.text.count(last) != line.plain.count(last) for line in told):
            continue  # In a quotation it would be another finding.
        other = _respelt(last, random)
        for line in told:
            line.text = line.text.replace(last, other)
            line.is_touched = True
        draft.expect.add("name")
        return True
    return False


def _person(text: str) -> re.Match[str] | None:
    match = _NAME.search(text)
    if match is None:
        return None
    words = match[0].split()
    before = text[: match.start()].rsplit(maxsplit=1)[-1].casefold()
    is_other = {word.casefold() for word in words} & _NO_PERSON or {*words} & {*_DAYS, *_MONTHS}
    is_place = before in {"in", "near", "at", "from", "outside", "to", "on", "of", "off", "the"}
    return None if is_other or is_place else match


def weekday(draft: Draft, random: Random) -> bool:
    """Another day of the week."""
    return _other_time(draft, random, _DAY, _DAYS)


def month(draft: Draft, random: Random) -> bool:
    """Another month."""
    return _other_time(draft, random, _MONTH, _MONTHS)


def _other_time(draft: Draft, random: Random, pattern: re.Pattern[str], names: tuple[str, ...]) -> bool:
    for place in draft.untouched(random):
        text = draft.lines[place].plain
        match = pattern.search(text)
        if match:
            other = random.choice([name for name in names if name not in text])
            return draft.replaced(place, *match.span(), other, "date")
    return False


def place_behind_in(draft: Draft, random: Random) -> bool:
    """Another place behind "in", "near" or "outside"."""
    for place in draft.untouched(random):
        match = _PLACE.search(draft.lines[place].plain)
        if match and match["place"] not in _DAYS + _MONTHS and match["place"].casefold() not in _NO_PLACE:
            other = random.choice([name for name in _PLACES if name not in draft.text])
            return draft.replaced(place, *match.span("place"), other, "place")
    return False


def claimed(draft: Draft, random: Random) -> bool:
    """A verb of saying that doubts what is said."""
    for place in draft.untouched(random):
        found = list(_SAID.finditer(draft.lines[place].plain))
        if len(found) == 1:
            return draft.replaced(place, *found[0].span(), "claimed", "attribution")
    return False


def hedged(draft: Draft, random: Random) -> bool:
    """A hedge put in before an offence or a participle."""
    for place in draft.untouched(random):
        text = draft.lines[place].plain
        if _HEDGE.search(text):
            continue
        accused, past = _ACCUSED.search(text), _PAST.search(text)
        if accused:
            return draft.replaced(place, *accused.span(), "alleged ", "certainty")
        if past:
            return draft.replaced(place, past.end(), past.end(), " reportedly", "certainty")
    return False


def negated(draft: Draft, random: Random) -> bool:
    """A "not" put in behind an auxiliary verb."""
    for place in draft.untouched(random):
        text = draft.lines[place].plain
        match = _AUXILIARY.search(text)
        if match and not _NEGATED.search(text) and len(text.split()) >= WORDS_FROM:
            return draft.replaced(place, match.end(), match.end(), " not", "negation")
    return False


def word_in_quotation(draft: Draft, random: Random) -> bool:
    """Another word between the marks of a quotation."""
    for place in draft.untouched(random):
        match = QUOTATION.search(draft.lines[place].text)
        if match is None or len(match["said"].split()) < QUOTED_FROM:
            continue
        words = [
            word
            for word in re.finditer(r"(?<![\w'’-])[a-z]{5,}(?![\w'’-])", match["said"])
            if word[0] not in STOP_WORDS
            and word[0] not in _NUMBERS
            and not _HEDGE.search(word[0])
            and not _NEGATED.search(word[0])
        ]
        others = [word for word in _OTHER_WORDS if word not in match["said"]]
        if words:
            word, start = random.choice(words), match.start("said")
            return draft.replaced(
                place, start + word.start(), start + word.end(), random.choice(others), "quote-altered"
            )
    return False
