"""Takes a comparison, gives findings on names, places and dates: one that took another's place."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from variorum.comparison.language import Language, Names, language
from variorum.comparison.rules.mentions import Mentions, has_title, is_said_to_say, mentions, opens
from variorum.model import Finding, FindingClass, Side
from variorum.text.dates import NamedTime, is_other_time, named_times
from variorum.text.names import Name, names
from variorum.text.tokens import tokens, words
from variorum.text.word_lists import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.comparison.rules.compared import Compared, Passage
    from variorum.model import Edit

#: From this likeness of letters on (0 to 100) a name counts as respelled, whatever stands around it.
_RESPELLED_FROM = 75
#: So many words may change around a name that another one replaces; beyond, the passage was told anew.
_WORDS_AROUND = 8
#: Under this share of common words (0 to 100) a text tells of something else, and no name took another's place.
_REPLACED_FROM = 20
#: A text of fewer words may well be made of names.
_TITLE_FROM = 3
#: A sentence of more names is a list: what took whose place in it cannot be told.
_NAMES_UP_TO = 200
#: "Israeli" is so much longer than "Israel", at most.
_ENDING = 3
#: What stands before a name is looked for so far back.
_BEFORE = 24
_OF = frozenset(listed("of"))
_JOINING = frozenset(["", *listed("joined_by", "names")])
_ARTICLES = frozenset(listed("articles"))
#: Behind this article a single word is more often an agency or a newspaper than a place.
_NEWSPAPERS = frozenset(listed("articles", language="en"))
_TIMES_UP_TO = 200
_WEIGHTS = {FindingClass.NAME: 0.7, FindingClass.PLACE: 0.6, FindingClass.DATE: 0.6}


def date_findings(compared: Compared) -> Iterator[Finding]:
    """A finding for each date, weekday, year or time of day that another one replaced."""
    for passage in compared.passages:
        old, new = list(named_times(passage.before)), list(named_times(passage.after))
        if max(len(old), len(new)) > _TIMES_UP_TO:
            continue  # A calendar: what took whose place in it cannot be told.
        for time in tuple(old):
            same = next((o for o in new if o.kind == time.kind and not is_other_time(time, o)), None)
            if same is not None:
                old.remove(time)
                new.remove(same)
        for time in old:
            other = next((o for o in new if o.kind == time.kind), None)
            if other is not None and _are_changed(passage, time, other):
                new.remove(other)
                yield _finding(passage, FindingClass.DATE, time, other)


def _are_changed(passage: Passage, old: Name | NamedTime, new: Name | NamedTime) -> bool:
    return passage.is_changed(Side.OLD, old.start, old.end) and passage.is_changed(
        Side.NEW, new.start, new.end
    )


def name_findings(compared: Compared) -> Iterator[Finding]:
    """A finding for each name or place that was respelled or replaced by another."""
    known = language(compared.language)
    told: list[Mentions] = []
    for passage in compared.passages:
        if not _touches_large(passage) or _is_title_case(passage.before) or _is_title_case(passage.after):
            continue  # In "One Hymn Saved the Crew" every word looks like a name.
        every = _names_in(passage.before, compared.language), _names_in(passage.after, compared.language)
        if max(map(len, every)) > _NAMES_UP_TO or every[0] == every[1] == ():
            continue
        if not told:
            told.append(
                mentions(compared.revision, known)
            )  # what costs is done once, and only where names may have changed
        for old, new in _replaced(_Sought(passage, known, told[0]), *every):
            was, became = _without_opening(passage, old, new, told[0])
            is_place = _are_places((passage.before, was), (passage.after, became), known.names, told[0])
            kind = FindingClass.PLACE if is_place else FindingClass.NAME
            yield _finding(passage, kind, was, became)


def _names_in(text: str, spoken: str) -> tuple[Name, ...]:
    """The names of a text; where nouns are written large, none goes on behind an article: "Betrieb der Gemeinde" are two nouns."""
    known = language(spoken).names
    found = names(text, known.titles)
    if not known.nouns_are_large:
        return found
    return tuple(_until_article(name, text, frozenset(listed("articles", language=spoken))) for name in found)


def _until_article(name: Name, text: str, articles: frozenset[str]) -> Name:
    """A name as far as its first article, but "Ursula von der Leyen" as it stands."""
    for at, word in enumerate(name.words):
        if at and word in articles and not set(name.words[:at]) & _OF:
            parts = text[name.start : name.end].split()
            length = len(text[name.start : name.end].partition(parts[at])[0].rstrip())
            return Name(name.start, name.start + length, name.words[:at])
    return name


def _touches_large(passage: Passage) -> bool:
    """Whether some change holds a large letter or a digit, as every change of a name does."""
    return any(
        any(sign.isupper() or sign.isdigit() for sign in text)
        for edit in passage.changes
        for text in (
            passage.before[edit.old_start : edit.old_end],
            passage.after[edit.new_start : edit.new_end],
        )
    )


def _is_title_case(text: str) -> bool:
    """Whether most words of a text are written large, as in many headlines."""
    found = [token.form for token in tokens(text) if token.is_word and not token.form[0].isdigit()]
    return len(found) > _TITLE_FROM and sum(word[0].isupper() for word in found) * 3 > 2 * len(found)


def _finding(passage: Passage, kind: FindingClass, old: Name | NamedTime, new: Name | NamedTime) -> Finding:
    was, became = passage.before[old.start : old.end], passage.after[new.start : new.end]
    return Finding(
        kind,
        _WEIGHTS[kind],
        f"{was} → {became}",
        was,
        became,
        evidence=(
            passage.evidence(Side.OLD, old.start, old.end),
            passage.evidence(Side.NEW, new.start, new.end),
        ),
    )


class _Sought(NamedTuple):
    """A passage in which names are sought, with what is known of its language and of names elsewhere in the articles."""

    passage: Passage
    known: Language
    told: Mentions


def _replaced(
    sought: _Sought, every_old: tuple[Name, ...], every_new: tuple[Name, ...]
) -> Iterator[tuple[Name, Name]]:
    passage = sought.passage
    if _have_changed_places(passage, every_old, every_new):
        for was, became in zip(every_old, every_new, strict=True):
            if (
                was.words != became.words
                and not _is_same(was, became)
                and not _are_nouns(sought, was, became)
            ):
                yield was, became
        return
    gone = [name for name in every_old if not any(_is_same(name, other) for other in every_new)]
    come = [name for name in every_new if not any(_is_same(name, other) for other in every_old)]
    for edit in passage.changes:
        old = [name for name in gone if name.start < edit.old_end and edit.old_start < name.end]
        new = [name for name in come if name.start < edit.new_end and edit.new_start < name.end]
        for was, became in zip(old, new, strict=False):
            if _is_people_of(was, became, sought.known.names):
                continue
            is_respelled = _is_respelled(was, became) and not _are_nouns(sought, was, became)
            if is_respelled or (
                _is_short(passage, edit)
                and passage.likeness >= _REPLACED_FROM
                and _are_names(sought, was, became)
                and not _are_nouns(sought, was, became)
            ):
                gone.remove(was)
                come.remove(became)
                yield was, became
    for was in tuple(gone):
        # Respelled and elsewhere in the sentence.
        became_elsewhere = next((name for name in come if _is_respelled(was, name)), None)
        if became_elsewhere is not None and len(was.words) > 1:
            come.remove(became_elsewhere)
            yield was, became_elsewhere


def _have_changed_places(passage: Passage, old: tuple[Name, ...], new: tuple[Name, ...]) -> bool:
    """Whether both sides tell the same of the same names, in another order: that of a list tells nothing."""
    between = {passage.before[one.end : other.start].strip(" ,").casefold() for one, other in pairwise(old)}
    is_list = len(old) == len(between) + 1 and between <= _JOINING
    return (
        not is_list
        and sorted(name.words for name in old) == sorted(name.words for name in new)
        and [name.words for name in old] != [name.words for name in new]
        and _without(passage.before, old) == _without(passage.after, new)
    )


def _without(text: str, found: tuple[Name, ...]) -> tuple[str, ...]:
    """The words of a text with its names blanked."""
    kept, at = [], 0
    for name in found:
        kept.append(text[at : name.start])
        at = name.end
    return words(" # ".join([*kept, text[at:]]))


def _without_opening(passage: Passage, old: Name, new: Name, told: Mentions) -> tuple[Name, Name]:
    """Two names without the word before them that is written large since it opens a sentence: "Novelist Ferris Cobb"."""
    if (
        old.words[0] == new.words[0]
        and min(len(old.words), len(new.words)) > 1
        and opens(passage.before, old.start)
        and opens(passage.after, new.start)
        and (old.words[1:] in told.whole or new.words[1:] in told.whole)
    ):
        return _behind_first(old, passage.before), _behind_first(new, passage.after)
    if opens(passage.before, old.start) and opens(passage.after, new.start):
        return _behind_crowd(old, new, passage, told)
    return old, new


def _behind_crowd(old: Name, new: Name, passage: Passage, told: Mentions) -> tuple[Name, Name]:
    """Two names without those who belong to them, who are many: "Leaders of the G7"."""
    first, length = old.words[0], 1
    while length < len(old.words) and old.words[length] in _OF | _ARTICLES:
        length += 1
    is_crowd = first.endswith("s") and first not in told.inside
    if (
        is_crowd
        and length > 1
        and min(len(old.words), len(new.words)) > length
        and old.words[:length] == new.words[:length]
    ):
        for _ in range(length):
            old, new = _behind_first(old, passage.before), _behind_first(new, passage.after)
    return old, new


def _behind_first(name: Name, text: str) -> Name:
    first = text[name.start : name.end].split(maxsplit=1)[0]
    start = name.start + len(first)
    return Name(start + len(text[start:]) - len(text[start:].lstrip()), name.end, name.words[1:])


def _are_nouns(sought: _Sought, was: Name, became: Name) -> bool:
    """Whether two single words are nouns, in a language that writes them large, since nothing tells that they are names."""
    if not sought.known.names.nouns_are_large or len(was.words) > 1 or len(became.words) > 1:
        return False
    return not (
        _is_known(sought, sought.passage.before, was) and _is_known(sought, sought.passage.after, became)
    )


def _is_known(sought: _Sought, text: str, name: Name) -> bool:
    """Whether something tells that a word of a language of large nouns is a name."""
    word, (_, known, told) = name.words[0], sought
    if word in known.names.places or has_title(text, name.start, known):
        return True
    if word in told.determined or word in known.names.crowd | known.names.nouns:
        return False
    if word in told.last:
        return True
    if is_said_to_say(text, name.start, name.end, known) and not _behind_article(text, name):
        return word not in known.attribution.anonymous and not word.endswith(known.names.noun_endings)
    return _stands_as_place(text, name, known.names)


def _stands_as_place(text: str, name: Name, known: Names) -> bool:
    """Whether a single word of a language of large nouns stands where places do, and looks like none of its other nouns."""
    before = text[max(0, name.start - _BEFORE) : name.start]
    found = known.places_after.search(before) or known.places_perhaps_after.search(before)
    if found is None or found["article"]:
        return False
    word = name.words[0]
    return word.endswith(known.place_endings) or not word.endswith((*known.nouns, *known.noun_endings))


def _behind_article(text: str, name: Name) -> bool:
    before = text[max(0, name.start - _BEFORE) : name.start].split()
    return bool(before) and before[-1].casefold() in _ARTICLES


def _is_respelled(was: Name, became: Name) -> bool:
    return fuzz.ratio(" ".join(was.words), " ".join(became.words)) >= _RESPELLED_FROM


def _is_short(passage: Passage, edit: Edit) -> bool:
    old = tokens(passage.before[edit.old_start : edit.old_end])
    new = tokens(passage.after[edit.new_start : edit.new_end])
    return max(sum(token.is_word for token in side) for side in (old, new)) <= _WORDS_AROUND


def _are_names(sought: _Sought, was: Name, became: Name) -> bool:
    """Whether both are names: each by itself, or one of them and the other, in its place, as the subject of a verb of saying."""
    passage = sought.passage
    sides = ((passage.before, was), (passage.after, became))
    told = [_is_name(sought, text, name) for text, name in sides]
    if any(told) and not all(told):
        text, name = sides[told.index(False)]
        known = sought.known
        is_crowd = name.words[0] in known.names.crowd | known.attribution.anonymous | sought.told.small
        return not is_crowd and is_said_to_say(text, name.start, name.end, known)
    return all(told)


def _is_name(sought: _Sought, text: str, name: Name) -> bool:
    """Whether a name is one, and no word that is written large since it opens its sentence."""
    word, (_, known, told) = name.words[0], sought
    if len(name.words) > 1 or known.names.nouns_are_large or not opens(text, name.start):
        return True
    if word in known.names.crowd or word in known.attribution.anonymous:
        return False
    if word in known.names.places or word in told.inside or word in told.last:
        return True
    return is_said_to_say(text, name.start, name.end, known) and not word.endswith("s")


def _is_people_of(was: Name, became: Name, known: Names) -> bool:
    """Whether one is a country and the other what comes from there: Israel, Israeli."""
    shorter, longer = sorted((was.words, became.words), key=lambda words: len(words[-1]))
    return (
        len(shorter) == len(longer) == 1
        and len(shorter[0]) > _ENDING
        and shorter[0] in known.places
        and longer[0].startswith(shorter[0][:-1])
        and len(longer[0]) - len(shorter[0]) <= _ENDING
    )


def _is_same(name: Name, other: Name) -> bool:
    """Whether two names may be those of one: one has all words of the other, or is made of its initials."""
    shorter, longer = sorted((name.words, other.words), key=len)
    if set(shorter) <= set(longer):
        return True
    if len(shorter) == 1 and len(longer) > 1:
        letters = "".join(word[0] for word in longer)
        return shorter[0].replace(".", "") in {letters, "".join(word[0] for word in longer if len(word) > 3)}  # noqa: PLR2004 - "of the"
    old_head, new_head = (_head(name.words) for name in (name, other))
    if len(old_head) > 1 and old_head == new_head:
        return True  # "Bruno Tapp of the FCU" and "Bruno Tapp of the Fenwick Cyclists"
    if shorter[-1] == longer[-1]:
        # "J. Blau" and "John Blau"
        return all(a[0] == b[0] and 1 in {len(a), len(b)} for a, b in zip(shorter[:-1], longer, strict=False))
    return False


def _head(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[: words.index("of")] if "of" in words else words


def _are_places(old: tuple[str, Name], new: tuple[str, Name], known: Names, told: Mentions) -> bool:
    """Whether two names are those of places, by the words in them and before them."""
    if any(set(name.words) & known.organisation_words for _, name in (old, new)):
        return False
    if any(_is_acronym(text, name, known) for text, name in (old, new)):
        return False
    before = [text[max(0, name.start - _BEFORE) : name.start] for text, name in (old, new)]
    sure = [
        _is_place(name, told_before, known) for told_before, (_, name) in zip(before, (old, new), strict=True)
    ]
    # "from Luis Barca", but "from Lowmere"
    perhaps = any(len(name.words) == 1 for _, name in (old, new)) and all(
        (found := known.places_perhaps_after.search(told_before))
        and (not found["article"] or " ".join(name.words) in known.places)
        for told_before, (_, name) in zip(before, (old, new), strict=True)
    )
    is_person = all(name.words in told.whole or name.words[-1] in told.last for _, name in (old, new))
    return all(sure) or (perhaps and not (is_person and len(old[1].words) == len(new[1].words) == 1))


def _is_place(name: Name, before: str, known: Names) -> bool:
    """Whether a name is one of a place, where it stands behind a word such as "in"."""
    if name.words[-1] in known.place_words:
        return True
    found = known.places_after.search(before)
    if found is None:
        return " ".join(name.words) in known.places and known.places_perhaps_after.search(before) is not None
    # "In the Guardian", but "in the Netherlands"
    is_bare = (
        not found["article"] or len(name.words) > 1 or found["article"].strip().casefold() not in _NEWSPAPERS
    )
    return is_bare or " ".join(name.words) in known.places


def _is_acronym(text: str, name: Name, known: Names) -> bool:
    """Whether a name is written in capitals, as those of agencies are; US and UK are places."""
    written = text[name.start : name.end]
    is_sentence = sum(sign.isupper() for sign in text) * 2 > sum(sign.isalpha() for sign in text)
    return (
        len(name.words) == 1
        and len(written) > 1
        and written.isupper()
        and not is_sentence
        and name.words[0] not in known.places
    )
