"""Takes the hand-written version pairs and a number, gives further labelled pairs: known edits on their old sides.

python -m gates.generated                     precision and recall of each class
python -m gates.generated --mistakes figure   the pairs in which a class was missed or found wrongly
python -m gates.generated --pairs 1000        on so many pairs
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from functools import cache
from itertools import groupby
from random import Random
from typing import TYPE_CHECKING, Protocol

from gates import corpus, edit_shape, edit_words
from gates.draft import Draft, Line

from variorum.comparison.zones import zones
from variorum.model import Article, FindingClass, Paragraph, ParagraphKind, Sentence
from variorum.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterator


class Operation(Protocol):
    """Edits a draft where it can, and tells whether it did."""

    __name__: str

    def __call__(self, draft: Draft, random: Random, /) -> bool:
        """Edits the draft."""
        ...


OPERATIONS: tuple[Operation, ...] = (
    edit_words.figure,
    edit_words.name_in_one_place,
    edit_words.name_throughout,
    edit_words.weekday,
    edit_words.month,
    edit_words.place_behind_in,
    edit_words.claimed,
    edit_words.hedged,
    edit_words.negated,
    edit_words.word_in_quotation,
    edit_shape.quotation_dropped,
    edit_shape.moved,
    edit_shape.split,
    edit_shape.merged,
    edit_shape.trimmed,
    edit_shape.grown,
    edit_shape.notice,
    edit_shape.furniture,
    edit_shape.clock,
    edit_shape.headline,
    edit_shape.standfirst,
    edit_shape.byline,
)
#: So many pairs are judged by the gate.
PAIRS = 1_000
_SENTENCES_FROM = 4
_OPERATIONS_UP_TO = 3
#: So often the signs of quotation are set anew besides.
_CURLY = 0.1
_FACTS = frozenset(
    map(
        str,
        (
            FindingClass.FIGURE,
            FindingClass.NAME,
            FindingClass.DATE,
            FindingClass.PLACE,
            FindingClass.ATTRIBUTION,
            FindingClass.CERTAINTY,
            FindingClass.NEGATION,
            FindingClass.QUOTE_ALTERED,
            FindingClass.QUOTE_DROPPED,
            FindingClass.SPEAKER_CHANGED,
            FindingClass.HEADLINE,
        ),
    )
)
_SETTLING = frozenset({"correction", "clarification"})
_NOTICES = _SETTLING | {"editors-note", "update-note"}


def generated(number: int = PAIRS, seed: int = 0) -> Iterator[corpus.Pair]:
    """So many pairs, the same for the same seed. The operations take turns, each on a text that it applies to."""
    for turn in range(number):
        yield _pair(
            Random(f"{seed}/{turn}"),  # noqa: S311 - test data
            OPERATIONS[turn % len(OPERATIONS)],
            f"generated-{seed}-{turn:04}",
        )


@cache
def _bases() -> tuple[tuple[str, Article], ...]:
    """The old sides to edit: English, long enough, without notices and furniture, each text once."""
    found: dict[tuple[Paragraph, ...], tuple[str, Article]] = {}
    for pair in corpus.pairs():
        article = pair.before
        text = " ".join(paragraph.text for paragraph in article.paragraphs)
        is_english = (article.language or "en").startswith("en") and " the " in f" {text.casefold()} "
        sentences = [
            Sentence(number, *span)
            for number, paragraph in enumerate(article.paragraphs)
            for span in sentence_spans(paragraph.text)
        ]
        is_plain = all(paragraph.kind is ParagraphKind.PARAGRAPH for paragraph in article.paragraphs)
        if (
            is_english
            and is_plain
            and len(sentences) >= _SENTENCES_FROM
            and not any(zones(article, sentences))
        ):
            found.setdefault(article.paragraphs, (pair.name, article))
    return tuple(found.values())


@cache
def _strangers() -> tuple[Line, ...]:
    """The sentences of all texts, for one to be put into another."""
    return tuple(line for _, article in _bases() for line in _lines(article))


def _lines(article: Article) -> list[Line]:
    return [
        Line(paragraph.text[start:end].strip(), number)
        for number, paragraph in enumerate(article.paragraphs)
        for start, end in sentence_spans(paragraph.text)
    ]


def _pair(random: Random, first: Operation, name: str) -> corpus.Pair:
    while True:
        base, article = random.choice(_bases())
        draft = Draft(article, random.choice(_bases())[1], _lines(article), _strangers())
        if first(draft, random):
            break
    others = random.sample(
        [other for other in OPERATIONS if other is not first], random.randrange(_OPERATIONS_UP_TO)
    )
    # One that does not apply is left out.
    done = [first.__name__, *(operation.__name__ for operation in others if operation(draft, random))]
    if random.random() < _CURLY and edit_shape.curly(draft):
        done.append(edit_shape.curly.__name__)
    expect = draft.expect | _verdict(draft.expect)
    body = tuple(
        Paragraph(" ".join(line.text for line in lines))
        for _, lines in groupby(draft.lines, key=lambda line: line.paragraph)
    )
    after = replace(draft.after, paragraphs=body + draft.foot)
    return corpus.Pair(
        name,
        done[0],
        frozenset(expect),
        frozenset(draft.allow - expect),
        blind=False,
        note=f"{base}: {', '.join(done)}",
        before=replace(draft.before, paragraphs=article.paragraphs + draft.old_foot),
        after=after,
    )


def _verdict(expect: set[str]) -> set[str]:
    """The verdict that a set of classes asks for: SPEC's rule."""
    if not expect & _FACTS:
        return set()
    if expect & _SETTLING:
        return {"announced-correction"}
    return set() if expect & _NOTICES else {"unannounced"}


def main() -> int:
    """Prints the scores, or the mistakes of a class."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mistakes", metavar="CLASS")
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    corpus.tell(list(generated(asked.pairs, asked.seed)), asked.mistakes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
