"""The lists of words that the text layer knows, each a file of plain lines, read once at import."""

from __future__ import annotations

from importlib.resources import files


def _word_list(name: str) -> frozenset[str]:
    lines = files("variorum.text").joinpath("words", f"{name}.txt").read_text("utf-8").splitlines()
    return frozenset(word.casefold() for line in lines if not line.startswith("#") for word in line.split())


#: Words before a full stop that does not end a sentence, whatever follows.
ABBREVIATIONS = _word_list("abbreviations")
#: Words that, after initials such as "U.S.", open a new sentence.
OPENING_WORDS = _word_list("opening_words")
#: Words that tell little of what a sentence is about.
STOP_WORDS = _word_list("stop_words")
#: Words between what is counted and what became of it.
AUXILIARIES = _word_list("auxiliaries")
#: Names of months in English, German, French and Spanish.
MONTHS = _word_list("months")
#: Verbs that follow the name of a speaker.
SPEECH_VERBS = _word_list("speech_verbs")
#: Query parameters that tell where a reader came from; an entry that ends in `*` is a stem.
TRACKERS = _word_list("trackers")
#: Words before a figure that make it less exact, such as "more than".
QUALIFIERS = frozenset(word.replace("_", " ") for word in _word_list("qualifiers"))
#: What became of those who are counted.
FATES = _word_list("fates")
