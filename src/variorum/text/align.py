"""Takes the sentences of two versions, gives links between those that tell the same thing, whatever became of them.

Method: (1) sentences with the same text are anchors, then those that plainly stand in their place, then those with the
same words, in order first and wherever they stand after; (2) on the residue, similarity = half idf-weighted Dice of
words, a quarter Dice of words and bigrams, a quarter cosine of idf-weighted character 4-grams, with a bonus for a linked
neighbour; (3) one-to-one assignment above a cut-off (Kuhn 1955, as SciPy has it), made twice so that what was linked
counts as a neighbour, and mutually best partners in very large residues; (4) a left-over joins a pair when it explains what the pair does not: splits and merges.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq
from scipy.optimize import linear_sum_assignment

from variorum.model import Link
from variorum.text.normalise import normalise
from variorum.text.similarity import Similarity, Tuning
from variorum.text.tokens import words_of_normal

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        mirrored = _links(new, old)
        return tuple(sorted(Link(link.new, link.old) for link in mirrored))
    return tuple(sorted(_links(old, new)))


def _links(old: Sequence[str], new: Sequence[str]) -> list[Link]:
    plain = _plain(old, new)
    anchors = _anchors(
        [plain[text] for text in old], [plain[text] for text in new], range(len(old)), range(len(new))
    )
    anchors |= _between(plain, old, new, anchors)
    rest_old, rest_new = _left_over(old, new, anchors)
    if rest_old and rest_new:
        told = {
            text: words_of_normal(normalise(plain[text]))
            for text in {*(old[i] for i in rest_old), *(new[j] for j in rest_new)}
        }
        # Sentences of the same words differ in their signs at most; what has no words is only the same as itself.
        keys_old = [" ".join(told[old[i]]) or plain[old[i]] for i in rest_old]
        keys_new = [" ".join(told[new[j]]) or plain[new[j]] for j in rest_new]
        if not set(keys_old).isdisjoint(keys_new):
            anchors |= _anchors(keys_old, keys_new, rest_old, rest_new)
            rest_old, rest_new = _left_over(old, new, anchors)
    links = [Link((i,), (j,)) for i, j in anchors.items()]
    if rest_old and rest_new and len(rest_old) * len(rest_new) <= _SCORED_UP_TO:
        similarity = Similarity(
            [told[old[i]] for i in rest_old], [told[new[j]] for j in rest_new], [old[i] for i in anchors]
        )
        links += _components(_residue(similarity, anchors, rest_old, rest_new))
    return links


def _plain(old: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """For each sentence the form in which it is the same as another; most stand on both sides and need no change."""
    stripped = {text: text.strip() for text in {*old, *new}}
    on_both = {stripped[text] for text in old}.intersection(stripped[text] for text in new)
    return {text: bare if bare in on_both else normalise(bare) for text, bare in stripped.items()}


def _left_over(
    old: Sequence[str], new: Sequence[str], anchors: dict[int, int]
) -> tuple[list[int], list[int]]:
    taken = set(anchors.values())
    return [i for i in range(len(old)) if i not in anchors], [j for j in range(len(new)) if j not in taken]


def _anchors(
    old: Sequence[str], new: Sequence[str], old_places: Sequence[int], new_places: Sequence[int]
) -> dict[int, int]:
    """Old place to new place of sentences that are the same: those in common order first, then the others."""
    number: dict[str, int] = {}
    left = [number.setdefault(key, len(number)) for key in old]
    right = [number.setdefault(key, len(number)) for key in new]
    linked: dict[int, int] = {}
    if len(left) * len(right) <= _ORDERED_UP_TO:
        for block in LCSseq.editops(left, right).as_matching_blocks():
            linked.update(
                zip(range(block.a, block.a + block.size), range(block.b, block.b + block.size), strict=True)
            )
    taken = set(linked.values())
    elsewhere: defaultdict[int, list[int]] = defaultdict(list)
    for j in range(len(right) - 1, -1, -1):
        if j not in taken:
            elsewhere[right[j]].append(j)
    for i, key in enumerate(left):
        if i not in linked and elsewhere.get(key):
            linked[i] = elsewhere[key].pop()
    return {old_places[i]: new_places[j] for i, j in linked.items()}


def _between(
    plain: dict[str, str], old: Sequence[str], new: Sequence[str], anchors: dict[int, int]
) -> dict[int, int]:
    """Links of sentences that stand between two anchors, as their counterparts do, and share most letters with them.

    Most edits are of this kind, and what is plain needs no scores.
    """
    found: dict[int, int] = {}
    left, right = -1, -1
    for i, j in [*sorted(anchors.items()), (len(old), len(new))]:
        if i - left == j - right > 1:
            found |= {
                left + step: right + step
                for step in range(1, i - left)
                if fuzz.ratio(plain[old[left + step]], plain[new[right + step]], score_cutoff=_PLAIN_FROM)
            }
        left, right = i, j
    return found


def _residue(
    similarity: Similarity, anchors: dict[int, int], rest_old: list[int], rest_new: list[int]
) -> list[tuple[int, int]]:
    """Links among the sentences that no anchor explains."""
    scores = _with_neighbours(similarity, anchors, rest_old, rest_new)
    pairs = _assigned(scores)
    if pairs:
        # What was linked is a neighbour too: in a text told anew there are no others.
        linked = anchors | {rest_old[x]: rest_new[y] for x, y in pairs}
        scores = _with_neighbours(similarity, linked, rest_old, rest_new)
        pairs = _assigned(scores)
    pairs += _joiners(similarity, scores, pairs)
    return [(rest_old[x], rest_new[y]) for x, y in pairs]


def _with_neighbours(
    similarity: Similarity, linked: dict[int, int], rest_old: list[int], rest_new: list[int]
) -> np.ndarray:
    """The scores, a little higher where the neighbours are linked."""
    bonus = Tuning.neighbour * _neighbours(linked, rest_old, rest_new)
    return similarity.scores + bonus * (similarity.scores > Tuning.cut_off / 2)


def _assigned(scores: np.ndarray) -> list[tuple[int, int]]:
    """Pairs of rows and columns above the cut-off, one to one, whose scores sum up highest."""
    if max(scores.shape) <= _ASSIGNED_UP_TO:
        # What lies under the cut-off is worth nothing, so that no good pair is given up for it.
        rows, columns = linear_sum_assignment(np.where(scores >= Tuning.cut_off, scores, 0.0), maximize=True)
    else:
        best_column, best_row = scores.argmax(axis=1), scores.argmax(axis=0)
        rows = np.flatnonzero(best_row[best_column] == np.arange(len(scores)))
        columns = best_column[rows]
    good = scores[rows, columns] >= Tuning.cut_off
    return list(zip(rows[good].tolist(), columns[good].tolist(), strict=True))


def _neighbours(anchors: dict[int, int], rest_old: list[int], rest_new: list[int]) -> np.ndarray:
    """How many of the two neighbours of each pair (0, 1 or 2) are anchored to each other."""
    place = {j: y for y, j in enumerate(rest_new)}
    found = np.zeros((len(rest_old), len(rest_new)), dtype=np.float32)
    for x, i in enumerate(rest_old):
        for step in (-1, 1):
            beside = anchors.get(i + step)
            y = None if beside is None else place.get(beside - step)
            if y is not None:
                found[x, y] += 1
    return found


def _joiners(
    similarity: Similarity, scores: np.ndarray, pairs: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Further links of sentences that were split or merged, best first: each must explain what no partner explains."""
    of_old: defaultdict[int, list[int]] = defaultdict(list)
    of_new: defaultdict[int, list[int]] = defaultdict(list)
    for x, y in pairs:
        of_old[x].append(y)
        of_new[y].append(x)
    best = np.zeros(scores.shape, dtype=bool)
    best[np.arange(len(scores)), scores.argmax(axis=1)] = True
    best[scores.argmax(axis=0), np.arange(scores.shape[1])] = True
    best &= (scores >= Tuning.joiner_score) & (similarity.cover >= Tuning.joiner_cover)
    candidates = set(zip(*(places.tolist() for places in np.nonzero(best)), strict=True))
    found = []
    for x, y in sorted(candidates.difference(pairs), key=lambda pair: (-scores[pair], pair)):
        if bool(of_old[x]) == bool(of_new[y]):
            continue
        if min(similarity.gain(x, y, of_new[y], of_old[x])) >= Tuning.joiner_gain:
            found.append((x, y))
            of_old[x].append(y)
            of_new[y].append(x)
    return found


def _components(pairs: list[tuple[int, int]]) -> list[Link]:
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
        Link(tuple(sorted(group[0])), tuple(sorted(group[1])))
        for group in {id(group): group for group in of_old.values()}.values()
    ]
