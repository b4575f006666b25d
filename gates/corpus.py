"""Judges the findings of comparison on version pairs that were written and labelled by hand (corpus/comparison).

python -m gates.corpus                      precision and recall of each class, and how often its values are right
python -m gates.corpus --mistakes figure    the pairs in which a class was missed or found wrongly, or with other values
python -m gates.corpus --blind              only pairs that no rule was tuned on; --tuned for the others
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from variorum.comparison import compare
from variorum.model import Article, Beside, Embed, FindingClass, Hyperlink, Paragraph, ParagraphKind, Table
from variorum.text.normalise import normalise
from variorum.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FOLDER = Path(__file__).parent.parent / "corpus/comparison"
SENTENCES = Path(__file__).parent.parent / "corpus/sentences/sentences.toml"
_KINDS = {f"[{kind}] ": kind for kind in ParagraphKind}


#: Pairs of an old and a new value, in the form in which they are compared.
Values: TypeAlias = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions and the classes of finding that they must have and may have.

    `values` holds, for classes whose old and new values are labelled, all pairs of them; a side that has none is empty.
    """

    name: str
    about: str
    expect: frozenset[str]
    allow: frozenset[str]
    blind: bool
    note: str
    before: Article
    after: Article
    values: tuple[tuple[str, Values], ...] = ()


def pairs(folder: Path = FOLDER) -> Iterator[Pair]:
    """All pairs of the corpus, file by file."""
    for path in sorted(folder.glob("*.toml")):
        for row in tomllib.loads(path.read_text("utf-8"))["pair"]:
            yield Pair(
                row["id"],
                row["about"],
                frozenset(row["expect"]),
                frozenset(row.get("allow", ())),
                row.get("blind", False),
                row.get("note", ""),
                _article(row["before"]),
                _article(row["before"] | row["after"]),
                tuple((name, _values(labelled)) for name, labelled in row.get("values", {}).items()),
            )


def _values(labelled: Iterable[tuple[str | None, str | None]]) -> Values:
    """Values as they are compared: letter case, glyphs, and the blanks and commas at their ends aside."""
    return frozenset((_compared(old), _compared(new)) for old, new in labelled)


def _compared(value: str | None) -> str:
    return normalise(value or "").casefold().strip(" ,;")


def values_right(judged: Iterable[Pair]) -> dict[str, Counter[str]]:
    """For each class how often the values that were found are those of the label, all of them and no others."""
    found: dict[str, Counter[str]] = {}
    for pair in judged:
        findings = compare(pair.before, pair.after).findings if pair.values else ()
        for name, labelled in pair.values:
            told = _values((finding.before, finding.after) for finding in findings if finding.kind == name)
            found.setdefault(name, Counter())["right" if told == labelled else "wrong"] += 1
    return found


def _article(row: dict[str, Any]) -> Article:
    return Article(
        headline=row.get("headline") or None,
        standfirst=row.get("standfirst") or None,
        authors=tuple(row.get("authors", ())),
        dateline=row.get("dateline") or None,
        published=row.get("published"),
        modified=row.get("modified"),
        language=row.get("language") or None,
        canonical_url=row.get("canonical_url") or None,
        lead_image=row.get("lead_image") or None,
        links=tuple(Hyperlink(*link) for link in row.get("links", ())),
        captions=tuple(row.get("captions", ())),
        beside=_beside(row),
        paragraphs=tuple(_paragraph(text) for text in row["body"].strip("\n").split("\n\n") if text.strip()),
    )


def _beside(row: dict[str, Any]) -> Beside | None:
    """The zones beside the text: each row of a table is a line of cells with bars between them, tables have blank lines between them."""
    if "tables" not in row:
        return None
    return Beside(
        tuple(
            Table(tuple(tuple(cell.strip() for cell in line.split("|")) for line in table.splitlines()))
            for table in row["tables"].strip().split("\n\n")
            if table
        ),
        tuple(Embed(*embed) for embed in row.get("embeds", ())),
        tuple(row.get("author_notes", ())),
    )


def _paragraph(text: str) -> Paragraph:
    for opening, kind in _KINDS.items():
        if text.startswith(opening):
            return Paragraph(text.removeprefix(opening), kind)
    return Paragraph(text)


def counts(judged: Iterable[Pair]) -> dict[str, Counter[str]]:
    """For each class how often it was found rightly, wrongly and not at all."""
    found: dict[str, Counter[str]] = {str(kind): Counter() for kind in FindingClass}
    for pair in judged:
        classes = set(compare(pair.before, pair.after).classes)
        for name, count in found.items():
            if name in pair.expect:
                count["right" if name in classes else "missed"] += 1
            elif name in classes and name not in pair.allow:
                count["wrong"] += 1
    return found


def precision(count: Counter[str]) -> float:
    """The share of what was found that is right; 1 where nothing was found."""
    return (
        count["right"] / ((count["right"] + count["wrong"]) or 1) if count["right"] or count["wrong"] else 1.0
    )


def recall(count: Counter[str]) -> float:
    """The share of what is there that was found; 1 where nothing is there."""
    return (
        count["right"] / ((count["right"] + count["missed"]) or 1)
        if count["right"] or count["missed"]
        else 1.0
    )


def sentence_ends(is_meant: Callable[[dict[str, Any]], bool]) -> float:
    """F1 of the ends of sentences within the paragraphs of corpus/sentences."""
    right = wrong = missed = 0
    for row in tomllib.loads(SENTENCES.read_text("utf-8"))["case"]:
        if is_meant(row):
            text = row["text"]
            true = _ends(text, row["sentences"])
            found = _ends(text, [text[start:end].strip() for start, end in sentence_spans(text)])
            right += len(true & found)
            wrong += len(found - true)
            missed += len(true - found)
    return 2 * right / ((2 * right + wrong + missed) or 1)


def _ends(text: str, sentences: list[str]) -> set[int]:
    """Where sentences end, the last one aside."""
    at, ends = 0, set()
    for sentence in sentences:
        at = text.index(sentence, at) + len(sentence)
        ends.add(at)
    return ends - {len(text.rstrip())}


def main() -> int:
    """Prints the scores, or the mistakes of a class."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mistakes", metavar="CLASS")
    parser.add_argument("--blind", action="store_true")
    parser.add_argument("--tuned", action="store_true")
    asked = parser.parse_args()
    judged = [
        pair for pair in pairs() if not (asked.blind and not pair.blind) and not (asked.tuned and pair.blind)
    ]
    tell(judged, asked.mistakes)
    return 0


def tell(judged: Iterable[Pair], mistakes: str | None) -> None:
    """Prints the scores of pairs, or where one class is wrong in them."""
    if mistakes:
        for pair in judged:
            _tell(pair, mistakes)
        return
    judged = list(judged)
    values = values_right(judged)
    for name, count in counts(judged).items():
        told = (
            f"  values right {precision(values[name]):.3f} of {values[name].total():3}"
            if name in values
            else ""
        )
        print(
            f"{name:22} precision {precision(count):.3f}  recall {recall(count):.3f}  "
            f"right {count['right']:3}  wrong {count['wrong']:3}  missed {count['missed']:3}{told}"
        )


def _tell(pair: Pair, name: str) -> None:
    revision = compare(pair.before, pair.after)
    classes = set(revision.classes)
    is_missed = name in pair.expect and name not in classes
    is_wrong = name in classes and name not in pair.expect | pair.allow
    labelled = dict(pair.values).get(name)
    told = _values((finding.before, finding.after) for finding in revision.findings if finding.kind == name)
    has_other_values = labelled is not None and labelled != told
    if not (is_missed or is_wrong or has_other_values):
        return
    print(f"{'MISSED' if is_missed else 'WRONG' if is_wrong else 'VALUES'} {pair.name}: {pair.note}")
    if has_other_values and labelled is not None:
        print(f"  values expected {sorted(labelled)}")
    print(f"  expected {sorted(pair.expect)} allowed {sorted(pair.allow)}\n  found    {sorted(classes)}")
    for finding in revision.findings:
        if str(finding.kind) == name:
            print(f"  finding: {finding.sentence!r} {finding.before!r} {finding.after!r}")
    for change in revision.fields:
        if change.changed:
            print(f"  {change.name}: {change.before!r} → {change.after!r}")
    for link in revision.links:
        if link.changed:
            print("  -", "".join(revision.old_text(i) for i in link.link.old))
            print("  +", "".join(revision.new_text(j) for j in link.link.new))
    for i in revision.deleted:
        print("  deleted", revision.old_text(i))
    for j in revision.added:
        print("  added", revision.new_text(j))


if __name__ == "__main__":
    sys.exit(main())
