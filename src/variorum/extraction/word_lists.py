"""The lists of words that extraction knows, each a file of plain lines, read once at import."""

from __future__ import annotations

from importlib.resources import files


def _word_list(name: str) -> frozenset[str]:
    lines = files("variorum.extraction").joinpath("words", f"{name}.txt").read_text("utf-8").splitlines()
    return frozenset(word.casefold() for line in lines if not line.startswith("#") for word in line.split())


#: Elements whose borders are borders of a block of text.
BLOCK_ELEMENTS = _word_list("block_elements")
#: Elements that hold no text of an article.
SILENT_ELEMENTS = _word_list("silent_elements")
#: Words that mark elements which speak of something else than the article.
FOREIGN = _word_list("foreign")
#: Words that mark elements which belong to the article without being its text.
SURROUNDING = _word_list("surrounding")
#: Names without spaces that sign articles and are no persons.
HOUSES = _word_list("houses")
#: Words that no person's name holds.
HOUSE_WORDS = _word_list("house_words")
#: Parts of persons' names that are written small.
NAME_PARTICLES = _word_list("name_particles")
