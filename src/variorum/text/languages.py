"""Takes a text and the language it claims, gives the language among those whose words are known here."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

from variorum.text.tokens import words


def _function_words() -> dict[str, frozenset[str]]:
    lines = files("variorum.text").joinpath("words", "function_words.txt").read_text("utf-8").splitlines()
    rows = [line.partition(":") for line in lines if not line.startswith("#")]
    return {name: frozenset(listed.split()) for name, _, listed in rows}


FUNCTION_WORDS = _function_words()
#: So much of a text is looked at.
_LOOKED_AT = 2_000


def spoken_language(text: str, claimed: str | None = None) -> str:
    """`en`, `de`, `fr` or `es`: the claimed language (BCP 47) if it is one of these, else the one whose words stand there.

    English where nothing tells.

    >>> spoken_language("Der Minister sagte, das sei nicht wahr."), spoken_language("Nobody came.", "fr-CA")
    ('de', 'fr')
    """
    primary = (claimed or "").replace("_", "-").partition("-")[0].lower()
    if primary in FUNCTION_WORDS:
        return primary
    counts = Counter(words(text[:_LOOKED_AT]))
    return max(FUNCTION_WORDS, key=lambda name: sum(counts[word] for word in FUNCTION_WORDS[name]))
