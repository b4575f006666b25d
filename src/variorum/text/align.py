"""Takes the sentences of two versions, gives links between those that tell the same thing, whatever became of them.

Method: (1) sentences with the same text are anchors, then those that plainly stand in their place, then those with the
same words, in order first and wherever they stand after, then those that are alike and have no rival; (2) on the
residue, similarity = half idf-weighted Dice of words, a quarter Dice of words and bigrams, a quarter cosine of
idf-weighted character 4-grams, with a bonus for a linked neighbour; (3) one-to-one assignment above a cut-off (Kuhn
1955, as SciPy has it), made again if what was linked gives further neighbours, and mutually best partners in very large
residues; (4) a left-over joins a pair when it explains what the pair does not: splits and merges.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import starmap
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq
from scipy.optimize import linear_sum_assignment

from variorum.model import Link
from variorum.text.normalise import normalise
from variorum.text.similarity import Similarity, Tuning
from variorum.text.tokens import words
from variorum.text.word_lists import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Sentences of the old side and of the new that tell the same, by index: what becomes a link.
_Group = tuple[tuple[int, ...], tuple[int, ...]]

#: In a residue of at most so many pairs, those are linked first that share this many words (0 to 100), if neither
#: shares that many with any other, nor more telling words than this that its partner lacks.
_RIVALS_UP_TO, _ALIKE_FROM, _RIVAL_FROM, _SHARED_WITH_OTHERS = 100, 50, 30, 1
#: So many telling words they share, and so many times what each has alone on average: then their score is above the cut-off.
_LEAST_SHARED, _TOLD_IN_BOTH = 3, 1.5
#: Beyond this many sentences on a side, assignment gives way to mutually best partners.
_ASSIGNED_UP_TO = 300
#: From this share of common letters (0 to 100) on, what stands in the same place is the same sentence.
_PLAIN_FROM = 90
#: Beyond so many pairs the common order is not looked for: equal sentences are linked as they come.
_ORDERED_UP_TO = 25_000_000
#: Beyond so many pairs of left-overs none is scored: a table of them would not fit into memory.
_SCORED_UP_TO = 4_000_000


def align(old: Sequence[str], new: Sequence[str]) -> tuple[Link, ...]:
    """Links the sentences of two versions; a sentence in no link was added or deleted.

    Returns links in the order of the old side, each with ascending indexes on both sides: 1-1, 1-n, n-1 or n-m. No
    sentence is in two links. Swapping the arguments mirrors the links.

    >>> align(["Fire hit the mill.", "Nobody was hurt."], ["Nobody was hurt.", "Fire hit the old mill.", "It rained."])
    (Link(old=(0,), new=(1,)), Link(old=(1,), new=(0,)))
    """
    if (len(old), tuple(old)) > (len(new), tuple(new)):
        pairs = [(of_old, of_new) for of_new, of_old in _links(new, old)]
    else:
        pairs = _links(old, new)
    return tuple(starmap(Link, sorted(pairs)))


def _links(old: Sequence[str], new: Sequence[str]) -> list[_Group]:
    old, new = [text.strip() for text in old], [text.strip() for text in new]
    anchors, rest_old, rest_new = _anchors(old, new)
    if rest_old and rest_new:
        found = _between(
            {i: old[i] for i in rest_old}, {j: new[j] for j in rest_new}, anchors, len(old), len(new)
        )
        rest_old, rest_new = _left_over(rest_old, rest_new, found)
        anchors |= found
    if rest_old and rest_new:
        told = {text: words(text) for text in {*(old[i] for i in rest_old), *(new[j] for j in rest_new)}}
        # Sentences of the same words differ in their signs at most; what has no words is only the same as itself.
        keys_old, keys_new = (
            [" ".join(told[side[place]]) or normalise(side[place]) for place in rest]
            for side, rest in ((old, rest_old), (new, rest_new))
        )
        if not set(keys_old).isdisjoint(keys_new):
            same, _, _ = _anchors(keys_old, keys_new)
            anchors |= (found := {rest_old[x]: rest_new[y] for x, y in same.items()})
            rest_old, rest_new = _left_over(rest_old, rest_new, found)
    if 0 < len(rest_old) * len(rest_new) <= _RIVALS_UP_TO:
        found = _unrivalled({i: told[old[i]] for i in rest_old}, {j: told[new[j]] for j in rest_new})
        rest_old, rest_new = _left_over(rest_old, rest_new, found)
        anchors |= found
    links: list[_Group] = [((i,), (j,)) for i, j in anchors.items()]
    if rest_old and rest_new and len(rest_old) * len(rest_new) <= _SCORED_UP_TO:
        similarity = Similarity(
            [told[old[i]] for i in rest_old], [told[new[j]] for j in rest_new], [old[i] for i in anchors]
        )
        links += _components(_residue(similarity, anchors, rest_old, rest_new))
    return links


def _left_over(old: Iterable[int], new: Iterable[int], linked: dict[int, int]) -> tuple[list[int], list[int]]:
    taken = set(linked.values())
    return [i for i in old if i not in linked], [j for j in new if j not in taken]


def _anchors(old: Sequence[str], new: Sequence[str]) -> tuple[dict[int, int], list[int], list[int]]:
    """Old place to new place of sentences that are the same, those in common order first; and what is left over."""
    linked: dict[int, int] = {}
    if len(old) * len(new) <= _ORDERED_UP_TO:
        for block in LCSseq.editops(old, new).as_matching_blocks():
            linked.update(
                zip(range(block.a, block.a + block.size), range(block.b, block.b + block.size), strict=True)
            )
    rest_old, rest_new = _left_over(range(len(old)), range(len(new)), linked)
    elsewhere: defaultdict[str, list[int]] = defaultdict(list)
    for j in reversed(rest_new):
        elsewhere[new[j]].append(j)
    moved = {i: elsewhere[old[i]].pop() for i in rest_old if elsewhere.get(old[i])}
    return linked | moved, *_left_over(rest_old, rest_new, moved)


def _between(
    old: dict[int, str], new: dict[int, str], anchors: dict[int, int], olds: int, news: int
) -> dict[int, int]:
    """Links of left-overs that stand between two anchors, as their counterparts do, and share most letters with them.

    Most edits are of this kind, and what is plain needs no scores. `old` and `new` give the left-overs by their places.
    """
    found: dict[int, int] = {}
    ends = {-1: -1, olds: news} | anchors
    first = -1
    for i in old:
        if i - 1 in ends:
            first = i
        if i + 1 in ends and ends[i + 1] - ends[first - 1] == i + 2 - first:
            step = ends[first - 1] + 1 - first
            found |= {
                place: place + step
                for place in range(first, i + 1)
                if place + step in new and fuzz.ratio(old[place], new[place + step], score_cutoff=_PLAIN_FROM)
            }
    return found


def _unrivalled(old: dict[int, tuple[str, ...]], new: dict[int, tuple[str, ...]]) -> dict[int, int]:
    """Links of left-overs that share many words with each other, few with any other, and hardly one the partner lacks.

    So none of the others can be a part of them; what is so plain needs no scores either.
    """
    alike = [[fuzz.ratio(of_old, of_new) for of_new in new.values()] for of_old in old.values()]
    places = list(new)
    found: dict[int, int] = {}
    for i, row in zip(old, alike, strict=True):
        best = max(row)
        y = row.index(best)
        column = [other[y] for other in alike]
        if best < _ALIKE_FROM or _second(row) > _RIVAL_FROM or _second(column) > _RIVAL_FROM:
            continue
        here, there = set(old[i]), set(new[places[y]])
        only_here, only_there = here - there - STOP_WORDS, there - here - STOP_WORDS
        shared = len((here & there) - STOP_WORDS)
        if shared < _LEAST_SHARED or 2 * shared < _TOLD_IN_BOTH * (len(only_here) + len(only_there)):
            continue  # Small words alone make no counterpart, nor do a few: their score is to be asked.
        if max(len(only_here.intersection(told)) for told in new.values()) <= _SHARED_WITH_OTHERS and (
            max(len(only_there.intersection(told)) for told in old.values()) <= _SHARED_WITH_OTHERS
        ):
            found[i] = places[y]
    return found


def _second(scores: list[float]) -> float:
    return sorted(scores)[-2] if len(scores) > 1 else 0.0


def _residue(
    similarity: Similarity, anchors: dict[int, int], rest_old: list[int], rest_new: list[int]
) -> list[tuple[int, int]]:
    """Links among the sentences that no anchor explains."""
    beside = _neighbours(anchors, rest_old, rest_new)
    scores = _with_neighbours(similarity.scores, beside)
    pairs = _assigned(scores)
    # What was linked is a neighbour too: in a text told anew there are no others.
    linked = anchors | {rest_old[x]: rest_new[y] for x, y in pairs}
    if (beside_then := _neighbours(linked, rest_old, rest_new)) != beside:
        scores = _with_neighbours(similarity.scores, beside_then)
        pairs = _assigned(scores)
    pairs += _joiners(similarity, scores, pairs)
    return [(rest_old[x], rest_new[y]) for x, y in pairs]


def _neighbours(
    linked: dict[int, int], rest_old: list[int], rest_new: list[int]
) -> dict[tuple[int, int], int]:
    """How many of the two neighbours of each pair are linked to each other, where any is."""
    place = {j: y for y, j in enumerate(rest_new)}
    found: dict[tuple[int, int], int] = {}
    for x, i in enumerate(rest_old):
        for step in (-1, 1):
            beside = linked.get(i + step)
            y = None if beside is None else place.get(beside - step)
            if y is not None:
                found[x, y] = found.get((x, y), 0) + 1
    return found


def _with_neighbours(scores: np.ndarray, beside: dict[tuple[int, int], int]) -> np.ndarray:
    """The scores, a little higher where the neighbours are linked."""
    raised = scores.copy()
    for pair, neighbours in beside.items():
        if scores[pair] > Tuning.cut_off / 2:
            raised[pair] += Tuning.neighbour * neighbours
    return raised


def _assigned(scores: np.ndarray) -> list[tuple[int, int]]:
    """Pairs of rows and columns above the cut-off, one to one, whose scores sum up highest."""
    if max(scores.shape) <= _ASSIGNED_UP_TO:
        # What lies under the cut-off is worth nothing, so that no good pair is given up for it.
        rows, columns = linear_sum_assignment(scores * (scores >= Tuning.cut_off), maximize=True)
    else:
        best_column, best_row = scores.argmax(axis=1), scores.argmax(axis=0)
        rows = np.flatnonzero(best_row[best_column] == np.arange(len(scores)))
        columns = best_column[rows]
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [pair for pair in pairs if scores[pair] >= Tuning.cut_off]


def _joiners(
    similarity: Similarity, scores: np.ndarray, pairs: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Further links of sentences that were split or merged, best first: each must explain what no partner explains."""
    of_old: defaultdict[int, list[int]] = defaultdict(list)
    of_new: defaultdict[int, list[int]] = defaultdict(list)
    for x, y in pairs:
        of_old[x].append(y)
        of_new[y].append(x)
    best = {*enumerate(scores.argmax(axis=1).tolist())}
    best.update((x, y) for y, x in enumerate(scores.argmax(axis=0).tolist()))
    candidates = [
        (x, y)
        for x, y in best
        if (x in of_old) != (y in of_new)
        and scores[x, y] >= Tuning.joiner_score
        and similarity.cover[x, y] >= Tuning.joiner_cover
    ]
    found = []
    for x, y in sorted(candidates, key=lambda pair: (-scores[pair], pair)):
        if (x in of_old) == (y in of_new):
            continue
        if min(similarity.gain(x, y, of_new.get(y, []), of_old.get(x, []))) >= Tuning.joiner_gain:
            found.append((x, y))
            of_old[x].append(y)
            of_new[y].append(x)
    return found


def _components(pairs: list[tuple[int, int]]) -> list[_Group]:
    """Pairs that share a sentence become one link."""
    of_old: dict[int, tuple[set[int], set[int]]] = {}
    of_new: dict[int, tuple[set[int], set[int]]] = {}
    for i, j in pairs:
        if i not in of_old and j not in of_new:
            of_old[i] = of_new[j] = ({i}, {j})
            continue
        group = ({i}, {j})
        for other in (of_old.get(i), of_new.get(j)):
            if other is not None:
                group = (group[0] | other[0], group[1] | other[1])
        of_old |= dict.fromkeys(group[0], group)
        of_new |= dict.fromkeys(group[1], group)
    return [
        (tuple(sorted(group[0])), tuple(sorted(group[1])))
        for group in {id(group): group for group in of_old.values()}.values()
    ]
