"""Copies of one run → one: the richest leads, and each block is that of the copy that knows it."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence

from loadwatch.merge.blocks import OF_GAITS, OF_PLACE, Block, best_copies, row_of_blocks
from loadwatch.merge.copies import (
    Fingerprint,
    clock_between,
    fingerprint,
    is_at_one_time,
    is_one_outing,
    is_one_stream,
    richest_first,
)
from loadwatch.merge.shifts import (
    SHIFT_STEP_S,
    near_another,
    pairs_within_reach,
    shift_between,
    start_near_another,
)

__all__ = [
    "OF_GAITS",
    "OF_PLACE",
    "Block",
    "Fingerprint",
    "best_copies",
    "clock_told",
    "fingerprint",
    "group_copies",
    "is_at_one_time",
    "near_another",
    "pairs_within_reach",
    "row_of_blocks",
    "start_near_another",
]


def group_copies(
    prints: Sequence[Fingerprint],
    names: Sequence[str] = (),
    apart: Collection[int] = (),
) -> list[list[int]]:
    """Group recordings of the same run, the richest first in each group.

    The result does not depend on the order of ``prints``: every pair within reach is compared, and
    what is joined by a third one is one. A copy whose clock was moved joins only what holds its
    stream: at the time that it tells, its runner may have been on another run. What an index of an
    export tells of a file is that file's.

    Parameters
    ----------
    prints : sequence of Fingerprint
        One a session.
    names : sequence of str
        Name of the file that each was found in, as ``describes`` has it; none where not known.
    apart : collection of int
        Positions of those that a person said are no copies, whatever they look like.

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
    alone = {root(i) for i in apart}
    starts, ends = [each.start_s for each in prints], [each.end_s for each in prints]
    pairs = [
        (i, j) for i, j in pairs_within_reach(starts, ends) if alone.isdisjoint((root(i), root(j)))
    ]
    for i, j in pairs if names else ():
        told, other = prints[i].describes, prints[j].describes
        if (told and told == names[j]) or (other and other == names[i]):
            group_of[root(j)] = root(i)
    for i, j in pairs:
        if root(i) != root(j) and is_one_stream(prints[i], prints[j]):
            group_of[root(j)] = root(i)
    moved = {
        i
        for group in _ranked(prints, root)
        if len(group) > 1
        for i in group
        if clock_told(prints[group[0]], prints[i])
    }
    for i, j in pairs:
        if moved.isdisjoint((i, j)) and root(i) != root(j) and is_one_outing(prints[i], prints[j]):
            group_of[root(j)] = root(i)
    return _ranked(prints, root)


def clock_told(lead: Fingerprint, copy: Fingerprint) -> float:
    """How much later the clock of a copy is by a zone; 0 if its clock was not moved so. [s]"""
    late = clock_between(lead, copy)
    if late is None:
        return shift_between(lead.start_s, copy.start_s) or 0.0
    return late if abs(late) >= SHIFT_STEP_S else 0.0


def _ranked(prints: Sequence[Fingerprint], root: Callable[[int], int]) -> list[list[int]]:
    """Groups in order of the start of their first, the richest first in each."""
    groups: dict[int, list[int]] = {}
    for i in range(len(prints)):
        groups.setdefault(root(i), []).append(i)
    ranked = [
        [group[k] for k in richest_first([prints[i] for i in group])] if len(group) > 1 else group
        for group in groups.values()
    ]
    return sorted(ranked, key=lambda group: (_start(prints[group[0]]), prints[group[0]].content))


def _start(print_: Fingerprint) -> float:
    """Start for sorting; sessions without a clock come together, first. [Unix s]"""
    return print_.start_s if math.isfinite(print_.start_s) else 0.0
