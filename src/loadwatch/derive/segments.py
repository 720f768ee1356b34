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
    changes = ((labels.label[1:] != labels.label[:-1]) | (by_lap[1:] != by_lap[:-1])).nonzero()[0]
    begins = [0, *(changes + 1).tolist()]
    ends = [*begins[1:], n]
    number = np.repeat(np.arange(len(begins)), np.diff([*begins, n]))
    votes = np.bincount(number * len(SOURCES) + labels.source, minlength=len(begins) * len(SOURCES))
    sources = votes.reshape(-1, len(SOURCES)).argmax(axis=1).tolist()
    result = []
    for begin, end, source in zip(begins, ends, sources, strict=True):
        is_pause = labels.label[begin] == PAUSE
        result.append(
            Segment(
                LABELS[labels.label[begin]],
                float(begin),
                float(end) if end < n else elapsed_s,
                float(step_m[begin:end].sum()),
                0.0 if is_pause else float(impacts[begin:end].sum()),
                SOURCES[source],
            )
        )
    return result
