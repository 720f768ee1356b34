"""Copies of one run → one. For now the richest copy stands for all; channels are not mixed yet."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from loadwatch.merge.copies import (
    Fingerprint,
    fingerprint,
    is_at_one_time,
    is_one_outing,
    is_one_stream,
)
from loadwatch.merge.shifts import near_another, pairs_within_reach, shift_between

__all__ = [
    "Fingerprint",
    "fingerprint",
    "group_copies",
    "is_at_one_time",
    "near_another",
    "pairs_within_reach",
    "shift_between",
]


def group_copies(prints: Sequence[Fingerprint]) -> list[list[int]]:
    """Group recordings of the same run, the richest first in each group.

    The result does not depend on the order of ``prints``: every pair within reach is compared, and
    what is joined by a third one is one. A copy whose clock was moved joins only what holds its
    stream: at the time that it tells, its runner may have been on another run.

    Parameters
    ----------
    prints : sequence of Fingerprint
        One a session.

    Returns
    -------
    list of list of int
        Positions in ``prints``; groups in order of the start of their first.
    """
    group_of = list(range(len(prints)))

    def root(i: int) -> int:
        while group_of[i] != i:
            i = group_of[i]
        return i

    first: dict[str, int] = {}
    for i, found in enumerate(prints):
        group_of[i] = first.setdefault(found.content, i)
    pairs = list(pairs_within_reach([found.start_s for found in prints]))
    for i, j in pairs:
        if root(i) != root(j) and is_one_stream(prints[i], prints[j]):
            group_of[root(j)] = root(i)
    moved = {
        i
        for group in _ranked(prints, root)
        if len(group) > 1
        for i in group
        if shift_between(prints[group[0]].start_s, prints[i].start_s)
    }
    for i, j in pairs:
        if moved.isdisjoint((i, j)) and root(i) != root(j) and is_one_outing(prints[i], prints[j]):
            group_of[root(j)] = root(i)
    return _ranked(prints, root)


def _ranked(prints: Sequence[Fingerprint], root: Callable[[int], int]) -> list[list[int]]:
    """Groups in order of the start of their first, the richest first in each."""
    groups: dict[int, list[int]] = {}
    for i in range(len(prints)):
        groups.setdefault(root(i), []).append(i)
    ranked = [
        sorted(group, key=lambda i: prints[i].richness, reverse=True) if len(group) > 1 else group
        for group in groups.values()
    ]
    return sorted(ranked, key=lambda group: (_start(prints[group[0]]), prints[group[0]].content))


def _start(print_: Fingerprint) -> float:
    """Start for sorting; sessions without a clock come together, first. [Unix s]"""
    return print_.start_s if math.isfinite(print_.start_s) else 0.0
