"""Copies of one run → one. For now the richest copy stands for all; channels are not mixed yet."""

from __future__ import annotations

import math
from collections.abc import Sequence

from loadwatch.merge.copies import (
    MAX_START_DIFFERENCE_S,
    Fingerprint,
    are_copies,
    fingerprint,
)

__all__ = ["Fingerprint", "are_copies", "fingerprint", "group_copies"]


def group_copies(prints: Sequence[Fingerprint]) -> list[list[int]]:
    """Group recordings of the same run, the richest first in each group.

    The result does not depend on the order of ``prints``: they are sorted by start and content
    first, and every pair within reach is compared.

    Parameters
    ----------
    prints : sequence of Fingerprint
        One a session.

    Returns
    -------
    list of list of int
        Positions in ``prints``; groups in order of their start.
    """
    order = sorted(range(len(prints)), key=lambda i: (_start(prints[i]), prints[i].content))
    group_of = list(range(len(prints)))

    def root(i: int) -> int:
        while group_of[i] != i:
            i = group_of[i]
        return i

    for position, i in enumerate(order):
        for j in order[position + 1 :]:
            if _start(prints[j]) - _start(prints[i]) > MAX_START_DIFFERENCE_S:
                break
            if root(i) != root(j) and are_copies(prints[i], prints[j]):
                group_of[root(j)] = root(i)
    groups: dict[int, list[int]] = {}
    for i in order:
        groups.setdefault(root(i), []).append(i)
    return [
        sorted(group, key=lambda i: prints[i].richness, reverse=True) for group in groups.values()
    ]


def _start(print_: Fingerprint) -> float:
    """Start for sorting; sessions without a clock come together, first. [Unix s]"""
    return print_.start_s if math.isfinite(print_.start_s) else 0.0
