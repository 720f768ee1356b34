"""LW402 heart-ahead-of-base."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from loadwatch.language import _
from loadwatch.load import History
from loadwatch.load.metrics import ratio
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.rules._runs import day_number, day_numbers, day_of
from loadwatch.units import Floats

LEAST_RUN_S, HILLY_SHARE = 1_200.0, 0.10
SIDE_DAYS, APART_DAYS, LEAST_RUNS = 14, 42, 3
MEDIAN_ERROR = 1.2533
"""Standard error of a median over that of a mean, for normal scatter. [unitless; arithmetic]"""


def _unless(history: History) -> str | None:
    """Too few runs with heart rate now or six weeks ago."""
    day = _comparable_runs(history, LEAST_RUN_S, HILLY_SHARE)[0]
    last = day_number(history.as_of)
    now, then = (int(side.sum()) for side in _sides(day, last, SIDE_DAYS, APART_DAYS))
    if min(now, then) >= LEAST_RUNS:
        return None
    return _(
        "needs {runs} level runs of {minutes} min with heart rate in the last {days} days and "
        "{runs} in the same time {weeks} weeks before; has {now} and {then}"
    ).format(
        runs=LEAST_RUNS,
        minutes=f"{LEAST_RUN_S / 60:.0f}",
        days=SIDE_DAYS,
        weeks=APART_DAYS // 7,
        now=now,
        then=then,
    )


@rule(
    code="LW402",
    name="heart-ahead-of-base",
    evidence=_("C (a choice; no study)"),
    needs=Needs(runs=6, history_days=84, window_days=56),
    cites=("sivan2006", "loadwatch"),
    formula=(
        _(
            "({then_bpm:.1f} - {now_bpm:.1f}) / {then_bpm:.1f} = {observed:.1f} %, limit "
            "{limit:g} %; base moved by {base_pct:.1f} %, limit {base_change_pct:g} %"
        )
    ),
    looks_back_days=84,
    unless=_unless,
)
def check(
    history: History,
    *,
    fall_pct: float = 3,
    base_change_pct: float = 5,
    apart_days: int = APART_DAYS,
    side_days: int = SIDE_DAYS,
    fit_days: int = 84,
    least_runs: int = LEAST_RUNS,
    least_run_s: float = LEAST_RUN_S,
    hilly_share: float = HILLY_SHARE,
    least_errors: float = 2,
) -> Iterator[Signal]:
    """Heart rate at equal speed falls while the impacts you are used to stay the same.

    What it watches
        Mean heart rate at equal speed while running, in runs of 20 minutes or more that are not
        hilly: the middle of the last two weeks against the middle of two weeks six weeks earlier.
        It speaks when the heart rate is 3 % lower or more and the base has moved by less than 5 %
        in those six weeks.

    How it compares at equal speed
        From the runs of twelve weeks it fits how heart rate goes with speed and with time. The part
        of speed, held between none at all and in proportion, is taken off each run. The fall must
        also be twice what the scatter of the runs would make by chance.

    Why it matters for the back
        Breath and heart are commonly seen to answer to training within weeks; discs turn over in
        years. One who feels fitter may run further and faster than the impacts of the last weeks
        have made usual. This is the moment before that.

    When it stays silent
        Without heart rate, or with fewer than three such runs on either side. Cooler weather, a new
        sensor, softer ground or a rest change the heart rate as well; it cannot tell. It knows
        nothing of pain: a quiet report is no clearance.

    What to do
        Go on at the pace of the base: let the other rules, not your breath, tell how far the next
        run may go.

    Parameters
    ----------
    fall_pct : float, default 3
        Fall of heart rate at equal speed from which it speaks. [%; house decision]
    base_change_pct : float, default 5
        The base must have moved by less than this, up or down. [%; house decision]
    apart_days : int, default 42
        Days between the two sides. [days; house decision]
    side_days : int, default 14
        Days of each side. [days; choice]
    fit_days : int, default 84
        Days of runs for the fit of heart rate to speed. [days; choice]
    least_runs : int, default 3
        Runs that there must be on each side. [count; choice]
    least_run_s : float, default 1200
        Running time from which a run counts. [s; choice]
    hilly_share : float, default 0.10
        A run with more of its impacts on falling ground does not count. [share; choice: in a real
        history of hills it halved the scatter of heart rate at equal speed]
    least_errors : float, default 2
        The fall over its standard error must be at least this. [unitless; choice]
    """
    day, heart_bpm, speed_mps = _comparable_runs(history, least_run_s, hilly_share)
    first = day_number(history.date_at(0))
    slow = history.day("base_run_impact_count")
    lasts = np.unique(day[day >= first + max(apart_days, history.asked_from)])
    positions = lasts - first
    base_moved = 100 * (ratio(slow[positions], slow[positions - apart_days]) - 1)
    enough = (
        np.minimum(_count(day, lasts, side_days), _count(day, lasts - apart_days, side_days))
        >= least_runs
    )
    for index in np.flatnonzero((np.abs(base_moved) < base_change_pct) & enough):
        last, base_pct = int(lasts[index]), float(base_moved[index])
        recent = (day <= last) & (day > last - fit_days)
        at_equal_bpm, scatter_bpm = _at_equal_speed(
            day[recent], heart_bpm[recent], speed_mps[recent]
        )
        now, then = _sides(day[recent], last, side_days, apart_days)
        now_bpm = _middle(at_equal_bpm[now])
        then_bpm = _middle(at_equal_bpm[then])
        change_pct = 100 * (now_bpm - then_bpm) / then_bpm
        error_bpm = MEDIAN_ERROR * scatter_bpm * np.sqrt(1 / now.sum() + 1 / then.sum())
        if change_pct > -fall_pct or then_bpm - now_bpm < least_errors * error_bpm:
            continue
        yield Signal(
            day_of(last),
            Severity.INFO,
            _(
                "Your heart-rate fitness is rising while your 6-week impact base is not: at equal "
                "speed the heart beats {fall_pct:pct} slower than six weeks before "
                "({now_bpm:count} against {then_bpm:count} a minute), and the base has moved by "
                "{base_moved_pct:pct}."
            ),
            _("Let the other rules, not your breath, tell how far the next run may go."),
            -change_pct,
            float(fall_pct),
            "%",
            {
                "fall_pct": -change_pct,
                "now_bpm": now_bpm,
                "then_bpm": then_bpm,
                "base_moved_pct": abs(base_pct),
                "base_pct": base_pct,
                "error_bpm": float(error_bpm),
                "runs_now": int(now.sum()),
                "runs_then": int(then.sum()),
            },
        )


def _comparable_runs(
    history: History, least_run_s: float, hilly_share: float
) -> tuple[np.ndarray, Floats, Floats]:
    """Day number, heart rate [1/min] and speed [m/s] of the runs that can be compared."""
    runs = history.runs
    heart_bpm = runs["run_heart_rate_bpm"].to_numpy(np.float64)
    speed_mps = runs["run_speed_mps"].to_numpy(np.float64)
    usable = (heart_bpm > 0) & (speed_mps > 0)
    usable &= runs["run_time_s"].to_numpy(np.float64) >= least_run_s
    usable &= ~(runs["downhill_run_impact_count"] > hilly_share * runs["run_impact_count"])
    return day_numbers(runs)[usable], heart_bpm[usable], speed_mps[usable]


def _count(day: np.ndarray, lasts: np.ndarray, days: int) -> np.ndarray:
    """How many runs are of the days that end at each last one."""
    ordered = np.sort(day)
    begins, ends = (np.searchsorted(ordered, each, side="right") for each in (lasts - days, lasts))
    return np.asarray(ends - begins)


def _sides(
    day: np.ndarray, last: int, side_days: int, apart_days: int
) -> tuple[np.ndarray, np.ndarray]:
    """Which runs are of the last days, and which of as many days a while before."""
    ago = last - day
    return (
        (ago >= 0) & (ago < side_days),
        (ago >= apart_days) & (ago < apart_days + side_days),
    )


def _middle(values: Floats) -> float:
    """Median of known values, which :func:`numpy.median` gives as well, five times as fast."""
    ordered = np.sort(values)
    return float(ordered[(ordered.size - 1) // 2] + ordered[ordered.size // 2]) / 2


def _at_equal_speed(day: np.ndarray, heart_bpm: Floats, speed_mps: Floats) -> tuple[Floats, float]:
    """Heart rate of each run at the mean speed of all, and the scatter about the fit. [1/min]

    The time is in the fit so that a runner who grows fitter and faster at once is not read as one
    whose heart does not follow speed.
    """
    faster = speed_mps - speed_mps.mean()
    columns = np.column_stack((np.ones(day.size), faster, day - day.mean()))
    fitted, *_ = np.linalg.lstsq(columns, heart_bpm, rcond=None)
    in_proportion = _middle(heart_bpm) / _middle(speed_mps)
    slope = float(np.clip(fitted[1], 0, in_proportion))
    off = heart_bpm - columns @ fitted
    scatter = float(np.sqrt(np.sum(off**2) / max(day.size - 3, 1)))
    return heart_bpm - slope * faster, scatter
