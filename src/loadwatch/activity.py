"""What every format must deliver: one session of one recording, as the device wrote it.

Times are Unix seconds in float64 so that readers and workers need no pandas; ``Activity.frame``
gives the same records as a table for a notebook.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from loadwatch.columns import STREAMS
from loadwatch.units import Floats

if TYPE_CHECKING:
    import pandas as pd

STREAM_NAMES = frozenset(column.name for column in STREAMS)
FOOT_SPORTS = frozenset({"running", "walking", "hiking"})
LOCAL_TIMES = "local-times"
"""Code of the note of an activity whose times are the runner's clock, taken for UTC."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something seen or repaired while reading or cleaning.

    Parameters
    ----------
    code : str
        Stable kebab-case name.
    message : str
        One plain sentence.
    count : int
        How many samples it touched.
    damage : bool
        True when content was lost or cannot be trusted: the file is then ``partial``.
    """

    code: str
    message: str
    count: int = 1
    damage: bool = False


@dataclass(frozen=True, slots=True)
class Device:
    """Who wrote the recording; None where the file does not say."""

    manufacturer: str | None = None
    product: str | None = None
    serial_number: str | None = None

    def __str__(self) -> str:
        """Maker and product, for people."""
        return " ".join(part for part in (self.manufacturer, self.product) if part) or "unknown"


@dataclass(frozen=True, slots=True)
class Lap:
    """What the user or the workout pressed, ``[start_time_s, end_time_s)``; NaN is unknown."""

    start_time_s: float
    end_time_s: float
    total_timer_time_s: float = math.nan
    total_distance_m: float = math.nan
    total_strides: float = math.nan
    wkt_step_index: int | None = None
    intensity: str | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """The device's own verdict on a stretch, for instance ``rwd_run``. A second opinion only."""

    split_type: str
    start_time_s: float
    end_time_s: float
    total_distance_m: float = math.nan


@dataclass(frozen=True, slots=True)
class WorkoutStep:
    """One step of the structured workout that the watch followed."""

    index: int
    intensity: str | None
    duration_s: float = math.nan


@dataclass(frozen=True, slots=True)
class StrengthSet:
    """One set of a strength session."""

    set_type: str | None
    start_time_s: float
    duration_s: float
    repetitions: float = math.nan


@dataclass(frozen=True)
class Records:
    """Samples in the order of the file: nothing sorted, nothing masked.

    Parameters
    ----------
    time_s : numpy.ndarray
        Unix time of each sample, shape ``(n,)``; NaN where the file gives none. [s]
    channels : Mapping[str, numpy.ndarray]
        Float64 arrays of the same shape, keyed by ``columns.STREAMS``; NaN is unknown.
    breaks : tuple of int
        Positions at which the file starts a new track or segment: the recording was off before.
    """

    time_s: Floats
    channels: Mapping[str, Floats] = field(default_factory=dict)
    breaks: tuple[int, ...] = ()

    def __len__(self) -> int:
        """Number of samples."""
        return int(self.time_s.size)


NO_RECORDS = Records(np.empty(0))


@dataclass(frozen=True)
class Activity:
    """One session: its samples, and all that the device itself said about it.

    Parameters
    ----------
    format : str
        Name of the format it was read from, for instance ``FIT``.
    sport, sub_sport : str, str or None
        FIT enumeration words.
    start_time_s : float
        Unix time; NaN when the device's clock was not set. [s]
    utc_offset_s : float or None
        Local time minus UTC where the file says so. [s]
    records : Records
        Samples as recorded.
    timer : tuple of (float, bool)
        Times at which the timer was started (True) or stopped (False). [Unix s]
    reported : Mapping[str, float]
        The device's own sums under FIT names with a unit (``total_timer_time_s`` …); where steps
        were told as sums, ``step_interval_s`` is how long each goes.
    notes : tuple of Note
        What reading had to repair or could not use.
    is_commute : bool or None
        Whether it was a way to work, where the file says so.
    identity : str or None
        What the exporter knows it by, for ever: two that have it are one, wherever they lie.
    describes : str or None
        Name of the recording's own file, lower case, without folder and without ``.gz``, where this
        is only what an index of an export tells of it.
    """

    format: str
    sport: str
    sub_sport: str | None
    start_time_s: float
    utc_offset_s: float | None = None
    device: Device = Device()
    records: Records = NO_RECORDS
    laps: tuple[Lap, ...] = ()
    timer: tuple[tuple[float, bool], ...] = ()
    splits: tuple[Split, ...] = ()
    workout_steps: tuple[WorkoutStep, ...] = ()
    sets: tuple[StrengthSet, ...] = ()
    reported: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    is_commute: bool | None = None
    identity: str | None = None
    describes: str | None = None

    @property
    def start_time(self) -> datetime | None:
        """Start in UTC; None when the clock was not set."""
        if math.isnan(self.start_time_s):
            return None
        return datetime.fromtimestamp(self.start_time_s, UTC)

    def frame(self) -> pd.DataFrame:
        """Records as a table indexed by ``timestamp`` [UTC], one column a channel."""
        import pandas as pd  # noqa: PLC0415  (workers that only decode must not pay for it)

        index = pd.to_datetime(self.records.time_s, unit="s", utc=True).rename("timestamp")
        return pd.DataFrame(dict(self.records.channels), index=index)


def check_activity(activity: Activity) -> Activity:
    """Refuse an Activity that breaks the contract; a failure here is a bug of a format.

    Raises
    ------
    ValueError
        If a channel is not a stream column, differs in length or is not float64.
    """
    n = activity.records.time_s.shape
    for name, values in activity.records.channels.items():
        if name not in STREAM_NAMES:
            raise ValueError(f"channel {name!r} is not in columns.STREAMS")
        if values.shape != n or values.dtype != np.float64:
            raise ValueError(f"channel {name!r} is {values.dtype}{values.shape}, not float64{n}")
    return activity
