"""The lists of words that extraction knows, each a file of plain lines, read once at import."""

from __future__ import annotations

from variorum.text.word_lists import word_list

#: Elements whose borders are borders of a block of text.
BLOCK_ELEMENTS = word_list("variorum.extraction", "block_elements")
#: Elements that hold no text of an article.
BUILDERS = word_list("variorum.extraction", "builders")
SILENT_ELEMENTS = word_list("variorum.extraction", "silent_elements")
#: Words that mark elements which speak of something else than the article.
FOREIGN = word_list("variorum.extraction", "foreign")
#: Words that mark elements which belong to the article without being its text.
SURROUNDING = word_list("variorum.extraction", "surrounding")
#: Words of classes that tell how an element is laid out and nothing of what it holds.
LAYOUT = word_list("variorum.extraction", "layout")
#: Names without spaces that sign articles and are no persons.
HOUSES = word_list("variorum.extraction", "houses")
#: Words that no person's name holds.
HOUSE_WORDS = word_list("variorum.extraction", "house_words")
#: Parts of persons' names that are written small.
NAME_PARTICLES = word_list("variorum.extraction", "name_particles")
