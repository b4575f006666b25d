"""Takes a text and the language it claims, gives the language among those whose words are known here."""

from __future__ import annotations

from collections import Counter

from variorum.text.tokens import words
from variorum.text.word_lists import LANGUAGE_WORDS, listed

FUNCTION_WORDS = {
    name: frozenset(listed("function_words", language=name))
    for name in LANGUAGE_WORDS
    if listed("function_words", language=name)
}
#: So much of a text is looked at.
_LOOKED_AT = 2_000


def spoken_language(text: str, claimed: str | None = None) -> str:
    """The claimed language (BCP 47) if its words are known, as are those of `en`, `de`, `fr` and `es`, else the one whose words stand there.

    English where nothing tells.

    >>> spoken_language("Der Minister sagte, das sei nicht wahr."), spoken_language("Nobody came.", "fr-CA")
    ('de', 'fr')
    """
    primary = (claimed or "").replace("_", "-").partition("-")[0].lower()
    if primary in FUNCTION_WORDS:
        return primary
    counts = Counter(words(text[:_LOOKED_AT]))
    return max(FUNCTION_WORDS, key=lambda name: sum(counts[word] for word in FUNCTION_WORDS[name]))
