"""What an activity comes to: one row, its segments, its notes. Kept in a library as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loadwatch.activity import Note

Value = float | str | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A labelled stretch ``[begin_s, end_s)`` since the start.

    Parameters
    ----------
    label : str
        run, walk, stand or pause.
    begin_s, end_s : float
        Seconds since the start. [s]
    distance_m : float
        Distance covered; NaN is unknown. [m]
    impact_count : float
        Foot strikes; NaN is unknown.
    source : str
        What decided most of its seconds: cadence, speed, estimated, timer or lap.
    """

    label: str
    begin_s: float
    end_s: float
    distance_m: float
    impact_count: float
    source: str


@dataclass(frozen=True)
class Summary:
    """What an activity comes to.

    Parameters
    ----------
    row : dict of str to value
        Columns of SESSIONS that can be known from the activity alone, and the ``cadence_factor``
        of :class:`loadwatch.derive.session.Gaits`; None is unknown.
    segments : list of Segment
        Tiling of the session; empty where gaits are not known.
    start_s : float
        Unix time of the start; NaN when the clock was not set. [s]
    utc_offset_s : float or None
        Local time minus UTC. [s]
    notes : tuple of Note
        Everything seen, reading included.
    """

    row: dict[str, Value]
    segments: list[Segment]
    start_s: float
    utc_offset_s: float | None
    notes: tuple[Note, ...]
