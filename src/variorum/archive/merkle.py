"""Takes hashes, gives the root of their Merkle tree and the path that proves one of them (RFC 9162, section 2.1)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Leaves and nodes are hashed apart, so that no node can pass for a leaf.
_LEAF, _NODE = b"\x00", b"\x01"


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    r"""The root of the tree over hashes, in their order. Raises ValueError where there is none.

    >>> merkle_root([b"a"]) == hashlib.sha256(b"\x00a").digest()
    True
    """
    if not leaves:
        raise ValueError("a tree needs a leaf")
    return _levels(leaves)[-1][0]


def merkle_path(leaves: Sequence[bytes], place: int) -> tuple[bytes, ...]:
    """The hashes beside the way from the leaf at `place` up to the root.

    >>> len(merkle_path([b"a", b"b", b"c"], 2)), len(merkle_path([b"a", b"b", b"c"], 0))
    (1, 2)
    """
    path = []
    for level in _levels(leaves)[:-1]:
        beside = place ^ 1
        if beside < len(level):
            path.append(level[beside])
        place //= 2
    return tuple(path)


def root_of_path(leaf: bytes, place: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a path leads to from a leaf at `place` among `size`; `None` where the path does not fit the tree.

    >>> leaves = [b"a", b"b", b"c"]
    >>> root_of_path(b"c", 2, 3, merkle_path(leaves, 2)) == merkle_root(leaves)
    True
    >>> root_of_path(b"c", 2, 3, ()) is None
    True
    """
    if not 0 <= place < size:
        return None
    node, rest = hashlib.sha256(_LEAF + leaf).digest(), list(path)
    while size > 1:
        if place ^ 1 < size:
            if not rest:
                return None
            beside = rest.pop(0)
            pair = beside + node if place & 1 else node + beside
            node = hashlib.sha256(_NODE + pair).digest()
        place, size = place // 2, (size + 1) // 2
    return None if rest else node


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The hashes of the tree from the leaves to the root; the last of an odd number goes up as it is."""
    levels = [[hashlib.sha256(_LEAF + leaf).digest() for leaf in leaves]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        above = [
            hashlib.sha256(_NODE + below[place] + below[place + 1]).digest()
            for place in range(0, len(below) - 1, 2)
        ]
        levels.append([*above, below[-1]] if len(below) % 2 else above)
    return levels
