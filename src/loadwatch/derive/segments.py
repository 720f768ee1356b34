"""Segments: stretches of one gait, which tile a session."""

from __future__ import annotations

import numpy as np

from loadwatch.derive.labels import BY_LAP, LABELS, PAUSE, SOURCES, Labels
from loadwatch.derive.summary import Segment
from loadwatch.units import Floats


def segments_of(labels: Labels, step_m: Floats, impacts: Floats, elapsed_s: float) -> list[Segment]:
    """Segments of equal label, tiling the session from 0 to ``elapsed_s``.

    Parameters
    ----------
    labels : Labels
        Label of every cell.
    step_m, impacts : numpy.ndarray
        Distance and foot strikes of every cell; NaN is unknown. [m; impacts]
    elapsed_s : float
        End of the last segment. [s]
    """
    n = labels.label.size
    if not n:
        return []
    by_lap = labels.source == BY_LAP
    changes = np.flatnonzero((np.diff(labels.label) != 0) | (np.diff(by_lap)))
    begins = [0, *(changes + 1).tolist()]
    ends = [*begins[1:], n]
    result = []
    for begin, end in zip(begins, ends, strict=True):
        source = int(np.bincount(labels.source[begin:end]).argmax())
        is_pause = labels.label[begin] == PAUSE
        result.append(
            Segment(
                LABELS[labels.label[begin]],
                float(begin),
                float(end) if end < n else elapsed_s,
                float(np.sum(step_m[begin:end])),
                0.0 if is_pause else float(np.sum(impacts[begin:end])),
                SOURCES[source],
            )
        )
    return result
