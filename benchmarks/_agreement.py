"""Two labellings of the same seconds compared: agreement, bouts and change times."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

RUN = 1
EDGE_S = 5
"""Seconds on either side of a change that are not the interior. [s]"""
NEAR_S = 15
"""A change of ours belongs to one of theirs if it is no further. [s]"""
BOUTS_S = (10, 30)
"""Shortest bouts that are counted. [s]"""

Seconds = np.ndarray


@dataclass
class Agreement:
    """Sums over sessions.

    Parameters
    ----------
    known, agree, inside, agree_inside, three : float
        Seconds with a label; of these agreeing on run; in the interior; agreeing there; agreeing
        on run, walk and stand. [s]
    theirs_s, ours_s : float
        Seconds of running. [s]
    starts, stops : list of float
        Our change less theirs. [s]
    bouts : dict
        By shortest length: theirs, found of them, ours, right of them.
    """

    known: float = 0
    agree: float = 0
    inside: float = 0
    agree_inside: float = 0
    three: float = 0
    theirs_s: float = 0
    ours_s: float = 0
    starts: list[float] = field(default_factory=list)
    stops: list[float] = field(default_factory=list)
    bouts: dict[int, np.ndarray] = field(
        default_factory=lambda: {length: np.zeros(4) for length in BOUTS_S}
    )

    def add(self, theirs: Seconds, ours: Seconds) -> None:
        """Add a session; label 0 is none, ``RUN`` is running."""
        known = theirs > 0
        their_run, our_run = theirs == RUN, (ours == RUN) & known
        agree = (their_run == our_run) & known
        near = np.zeros(theirs.size, bool)
        for change in _changes(their_run):
            near[max(0, abs(change) - EDGE_S) : abs(change) + EDGE_S] = True
        self.known += known.sum()
        self.agree += agree.sum()
        self.inside += (known & ~near).sum()
        self.agree_inside += (agree & ~near).sum()
        self.three += ((theirs == ours) & known).sum()
        self.theirs_s += their_run.sum()
        self.ours_s += our_run.sum()
        self._match(theirs, our_run)
        for length in BOUTS_S:
            them, us = _bouts(their_run, length), _bouts(our_run, length)
            found = sum(our_run[begin:end].mean() >= 0.5 for begin, end in them)
            right = sum(their_run[begin:end].mean() >= 0.5 for begin, end in us)
            self.bouts[length] += (len(them), found, len(us), right)

    def _match(self, theirs: Seconds, our_run: Seconds) -> None:
        ours = _changes(our_run)
        for change in _changes(theirs == RUN):
            at = abs(change)
            if not (theirs[at - 1] and theirs[at]):
                continue
            near = [
                abs(o) - at for o in ours if (o > 0) == (change > 0) and abs(abs(o) - at) <= NEAR_S
            ]
            if near:
                (self.starts if change > 0 else self.stops).append(min(near, key=abs))

    def row(self, name: str) -> str:
        """One line of the table under ``HEAD``."""
        shares = [
            f"{found / max(of, 1):.3f} {right / max(all_, 1):.3f}"
            for of, found, all_, right in self.bouts.values()
        ]
        return (
            f"{name:<22}{self.known / 3600:>6.1f}{self.agree / self.known:>8.4f}"
            f"{self.agree_inside / self.inside:>9.4f}{self.three / self.known:>8.4f}"
            f"{self.ours_s / max(self.theirs_s, 1) - 1:>+8.1%}  {_offsets(self.starts):<12}"
            f"{_offsets(self.stops):<12}{shares[0]:<13}{shares[1]}"
        )


HEAD = (
    f"{'':<22}{'hours':>6}{'agree':>8}{'interior':>9}{'3-way':>8}{'run s':>8}  "
    f"{'start s':<12}{'stop s':<12}{'>= 10 s':<13}>= 30 s"
)


def _offsets(found: list[float]) -> str:
    if not found:
        return "-"
    low, middle, high = np.percentile(found, [10, 50, 90])
    return f"{middle:+.0f} ({low:+.0f}..{high:+.0f})"


def _changes(run: Seconds) -> list[int]:
    """Seconds at which running begins (positive) and ends (negative)."""
    steps = np.diff(run.astype(int))
    return [int((at + 1) * steps[at]) for at in np.flatnonzero(steps)]


def _bouts(run: Seconds, shortest: int) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], run, [False])).astype(int)))
    return [(int(b), int(e)) for b, e in edges.reshape(-1, 2) if e - b >= shortest]
