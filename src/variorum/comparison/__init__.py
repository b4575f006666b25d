"""Two articles → a revision: links between sentences, marked words, findings and the one sentence that tells them."""

from variorum.comparison.compare import COMPARER, apply, compare

__all__ = ["COMPARER", "apply", "compare"]
