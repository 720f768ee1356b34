"""What is shown of one file, ready to be printed: no places in it; None is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadwatch.activity import Note
from loadwatch.importer.states import are_unusable

if TYPE_CHECKING:
    from loadwatch.show.trace import TraceView


@dataclass(frozen=True)
class BoutView:
    """One stretch ``[begin_s, end_s)`` of one gait.

    Parameters
    ----------
    number : int
        1 is the first.
    gait : str
        run, walk, stand or pause.
    begin_s, end_s : float
        Seconds since the start. [s]
    distance_m, speed_mps, avg_cadence_spm, avg_heart_rate_bpm, max_heart_rate_bpm : float or None
        Distance and means over the stretch; in a pause only the distance. [in the names]
    impact_count : float or None
        Foot strikes; None in a pause, where nothing is counted.
    is_estimated : bool
        Whether most of its foot strikes come from a model, for want of cadence.
    decided_by : str
        What decided most of its seconds.
    """

    number: int
    gait: str
    begin_s: float
    end_s: float
    distance_m: float | None
    speed_mps: float | None
    avg_cadence_spm: float | None
    impact_count: float | None
    is_estimated: bool
    avg_heart_rate_bpm: float | None
    max_heart_rate_bpm: float | None
    decided_by: str

    @property
    def time_s(self) -> float:
        """Its length. [s]"""
        return self.end_s - self.begin_s


@dataclass(frozen=True)
class GaitView:
    """All bouts of one gait together; units as in :class:`BoutView`."""

    gait: str
    bout_count: int
    time_s: float
    time_share_pct: float
    distance_m: float | None
    speed_mps: float | None
    avg_cadence_spm: float | None
    impact_count: float | None


@dataclass(frozen=True)
class ImpactsView:
    """Foot strikes while running, and how sure.

    Parameters
    ----------
    source : str
        strides, cadence or model.
    uncertainty_pct : float or None
        Half width of the band; None without running. [%]
    run_count, low, high : float
        While running, and the band.
    device_steps, steps_from_records : float or None
        All gaits: what the device counted, and what its recorded cadence adds up to.
    height_m : float
        Body height that the model took. [m]
    """

    source: str
    uncertainty_pct: float | None
    run_count: float
    low: float | None
    high: float | None
    device_steps: float | None
    steps_from_records: float | None
    height_m: float


@dataclass(frozen=True)
class MethodView:
    """Why seconds were called what they are called.

    Parameters
    ----------
    cadence_known_pct : float or None
        Share of the moving time with a usable cadence; None without moving time. [%]
    decided_by_pct : Mapping[str, float]
        Share of the moving time that each way decided. [%]
    cadence_factor : int
        2 if the file's cadence counts strides, 1 if steps.
    thresholds : Mapping[str, float]
        Usual limits by name; the unit is the last part of each.
    ranges : Mapping[str, Mapping[str, tuple of float]]
        By gait, the range in which the middle 80 % of its cadence and speed lie.
    """

    cadence_known_pct: float | None
    decided_by_pct: Mapping[str, float]
    cadence_factor: int
    thresholds: Mapping[str, float]
    ranges: Mapping[str, Mapping[str, tuple[float, float]]]


@dataclass(frozen=True)
class DeviceView:
    """The device's own run, walk and stand.

    Parameters
    ----------
    covered_s : float
        Time that it judged. [s]
    device_s, here_s : Mapping[str, float]
        By gait: what it says, and what is said here of the same seconds. [s]
    """

    covered_s: float
    device_s: Mapping[str, float]
    here_s: Mapping[str, float]


@dataclass(frozen=True)
class ActivityView:
    """One activity.

    Parameters
    ----------
    number : int
        Its place among all activities of the file or archive.
    member : str or None
        Name inside the archive.
    is_on_foot : bool
        Whether gaits mean something in it.
    unjudged_reason : str or None
        Why they could not be told apart all the same.
    most_impacts : float or None
        The most it can have been where it could not be judged.
    verdict : DeviceView or None
        The device's own; None where it has none.
    """

    number: int
    member: str | None
    format: str
    sport: str
    sub_sport: str | None
    device: str
    start_s: float | None
    utc_offset_s: float | None
    elapsed_s: float
    timer_s: float | None
    distance_m: float | None
    is_on_foot: bool
    unjudged_reason: str | None
    most_impacts: float | None
    bouts: tuple[BoutView, ...]
    gaits: tuple[GaitView, ...]
    impacts: ImpactsView | None
    method: MethodView | None
    verdict: DeviceView | None
    notes: tuple[Note, ...]

    @property
    def is_judged(self) -> bool:
        """Whether its gaits could be told apart."""
        return self.impacts is not None


@dataclass(frozen=True)
class MemberView:
    """The file itself, or one file of an archive, and what became of it."""

    name: str | None
    format: str | None
    state: str
    reason: str


@dataclass(frozen=True)
class FileView:
    """All that ``loadwatch show`` tells; traces, one an activity, only where they are asked for."""

    path: str
    members: tuple[MemberView, ...]
    activities: tuple[ActivityView, ...]
    traces: tuple[TraceView, ...] = ()

    @property
    def is_unusable(self) -> bool:
        """Whether a member is quarantined, or none is of a known format."""
        return are_unusable((member.state, member.format) for member in self.members)
