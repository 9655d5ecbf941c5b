"""Merkle tree hash of RFC 6962, section 2.1 (SHA-256)."""

import hashlib
from collections.abc import Iterable, Sequence


def leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\0" + leaf).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """The tree hash of the leaves in order; of no leaves the hash of nothing."""
    level = [leaf_hash(leaf) for leaf in leaves]
    if not level:
        return hashlib.sha256().digest()
    while len(level) > 1:  # an odd last node moves up unchanged, which is RFC 6962's split at a power of two
        pairs = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of one leaf (RFC 6962, 2.1.1), from its sibling upward."""
    level, path = [leaf_hash(leaf) for leaf in leaves], []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        level = [_node(*level[i : i + 2]) if i + 1 < len(level) else level[i] for i in range(0, len(level), 2)]
        index //= 2
    return path


def verify(leaf: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes) -> bool:
    """Whether the path leads from the leaf to the root of a tree of `size` leaves."""
    found, rest = leaf_hash(leaf), list(path)
    while size > 1:
        if index % 2:
            found = _node(rest.pop(0), found) if rest else b""
        elif index + 1 < size:
            found = _node(found, rest.pop(0)) if rest else b""
        index, size = index // 2, (size + 1) // 2
    return not rest and found == expected
