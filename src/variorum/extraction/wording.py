"""The wording by which pages of many languages tell that no article stands there, read once from the files in `languages/`."""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from importlib.resources import files
from typing import TYPE_CHECKING

from variorum.model import Sign

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 400
_LONGEST_SEEN = 160
#: So much of a heading must be what is looked for; verbs that end a sentence in Chinese or Japanese are not looked for.
_SHARE, _SHARE_WITHOUT_BLANKS = 0.6, 0.35


class Told(StrEnum):
    """What a page tells of itself: the tables of the files."""

    PAYWALL = "paywall"
    CONSENT = "consent"
    CHALLENGE = "challenge"
    MISSING = "missing"
    SCRIPT = "script"
    LIVE = "live"
    #: A request for name and password; that the site is out of order; that it serves some regions only.
    ACCOUNT = "account"
    TROUBLE = "trouble"
    REGION = "region"
    #: Subscriptions that are offered, which withholds no text; what else a request may be for than a text.
    OFFER = "offer"
    BESIDE = "beside"


#: Languages that set no blanks between words.
_WITHOUT_BLANKS = frozenset({"ja", "zh"})
_TABLES = {
    entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text("utf-8"))
    for entry in sorted(
        files("variorum.extraction").joinpath("languages").iterdir(), key=lambda entry: entry.name
    )
    if entry.name.endswith(".toml")
}


def _pattern(told: Told, *, blanks: bool) -> re.Pattern[str]:
    """The patterns of all languages that set blanks, begun where a word begins, or of those that do not."""
    listed = (
        one
        for name, table in _TABLES.items()
        if blanks is (name not in _WITHOUT_BLANKS)
        for one in table[told]
    )
    begins = r"(?<!\w)" if blanks else ""
    return re.compile(f"{begins}(?:{'|'.join(listed)})")


# Pages mix languages, and a wall's is often not the page's: all are looked for at once.
_PATTERNS = {told: (_pattern(told, blanks=True), _pattern(told, blanks=False)) for told in Told}
_HAN_OR_KANA = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_APOSTROPHES = str.maketrans("’ʼ`", "'''")
#: A title is followed by the name of its site behind one of these.
_PARTS = re.compile(r"\s*[|｜•·]\s*|\s+[-–—]\s+")
_MOST_TOLD = 3
#: What stands between quotation marks; where a quotation goes on in the next paragraph it is not closed.
_QUOTED = re.compile(
    r"“[^“”]{4,}(?:”|$)|„[^„“”]{4,}(?:[“”]|$)|«[^«»]{4,}(?:»|$)|»[^«»]{4,}«|‘[^‘’]{4,}’(?!\w)|「[^」]{2,}(?:」|$)|『[^』]{2,}』"
    r'|(?<!\S)"[^"]{4,}"(?!\w)'
)
_NUMBERS = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def found(told: Told, text: str) -> re.Match[str] | None:
    """Where a text first tells something; only its first 400 characters are looked at.

    >>> bool(found(Told.CONSENT, "We and our 412 partners store data.")), bool(found(Told.CONSENT, "We baked biscuits."))
    (True, False)
    """
    spaced, unspaced = _PATTERNS[told]
    text = text[:_LONGEST].translate(_APOSTROPHES).casefold()
    match = spaced.search(text)
    return match or (unspaced.search(text) if _HAN_OR_KANA.search(text) else None)


def letters(tellings: Sequence[Told], text: str) -> int:
    """How many of the first 400 characters of a text tell any of some things.

    >>> letters((Told.PAYWALL, Told.ACCOUNT), "To keep reading, please log in.")
    28
    """
    text = text[:_LONGEST].translate(_APOSTROPHES).casefold()
    told: set[int] = set()
    for telling in tellings:
        for pattern in _PATTERNS[telling]:
            for match in pattern.finditer(text):
                told.update(range(*match.span()))
    return len(told)


def unquoted(text: str) -> str:
    """A text without what stands in it between quotation marks: who quotes a wall is none.

    >>> unquoted("Most saw “Subscribe to read on” and left.")
    'Most saw   and left.'
    """
    return _QUOTED.sub(" ", text[:_LONGEST])


def heads(told: Told, heading: str) -> bool:
    """Whether a heading, or a part of it between the separators of sites' names, tells hardly anything else.

    >>> [heads(Told.MISSING, text) for text in ("404 - Page not found | Courier", "Body of sailor was not found by divers")]
    [True, False]
    """
    for part in _PARTS.split(heading[:_LONGEST]):
        bare = _NUMBERS.sub("", part)
        rest, letters = bare, 0
        for _ in range(_MOST_TOLD):
            match = found(told, rest) if rest else None
            if match is None:
                break
            letters += match.end() - match.start()
            rest = f"{rest[: match.start()]} \n {rest[match.end() :]}"
        share = _SHARE_WITHOUT_BLANKS if _HAN_OR_KANA.search(part) else _SHARE
        if letters and letters >= share * len(bare):
            return True
    return False


def sign(text: str, where: str) -> Sign:
    """What was seen and where, cut to what a line holds."""
    seen = " ".join(text.split())
    return Sign(seen if len(seen) <= _LONGEST_SEEN else f"{seen[: _LONGEST_SEEN - 1]}…", where)
