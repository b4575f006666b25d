"""The lists of words that the text layer knows, each a file of plain lines, read once at import."""

from __future__ import annotations

from importlib.resources import files


def word_list(package: str, name: str) -> frozenset[str]:
    """The words, small, of a file `words/<name>.txt` of a package; lines that begin with `#` are remarks."""
    return frozenset(word.casefold() for word in _written(package, name))


def _written(package: str, name: str) -> list[str]:
    """The words of a file as they are written."""
    lines = files(package).joinpath("words", f"{name}.txt").read_text("utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


#: Words before a full stop that does not end a sentence, whatever follows.
ABBREVIATIONS = frozenset(_written("variorum.text", "abbreviations"))
#: The same, where a number follows.
NUMBER_ABBREVIATIONS = frozenset(_written("variorum.text", "number_abbreviations"))
#: Abbreviations that may close a sentence.
CLOSING_ABBREVIATIONS = frozenset(_written("variorum.text", "closing_abbreviations"))
#: Names that end in an exclamation mark.
MARKS_IN_NAMES = frozenset(_written("variorum.text", "marks_in_names"))
#: Small words after which digits and a full stop are an ordinal.
BEFORE_ORDINALS = word_list("variorum.text", "before_ordinals")
#: Words that, after initials such as "U.S.", open a new sentence.
OPENING_WORDS = word_list("variorum.text", "opening_words")
#: Words that tell little of what a sentence is about.
STOP_WORDS = word_list("variorum.text", "stop_words")
#: Words between what is counted and what became of it.
AUXILIARIES = word_list("variorum.text", "auxiliaries")
#: Verbs that follow the name of a speaker.
SPEECH_VERBS = word_list("variorum.text", "speech_verbs")
#: Query parameters that tell where a reader came from; an entry that ends in `*` is a stem.
TRACKERS = word_list("variorum.text", "trackers")
#: Words before a figure that make it less exact, such as "more than".
QUALIFIERS = frozenset(word.replace("_", " ") for word in word_list("variorum.text", "qualifiers"))
#: What became of those who are counted.
FATES = word_list("variorum.text", "fates")
