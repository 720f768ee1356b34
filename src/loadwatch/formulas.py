"""How the columns that are computed are computed, once, in plain letters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Formula:
    """How a column is computed.

    Parameters
    ----------
    text : str
        The formula, in names of columns and plain words.
    measures : tuple of str
        Numbers of the measures on the page of measures; empty where it is a plain sum.
    cites : tuple of str
        Sources of those measures.
    """

    text: str
    measures: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


_LOAD = (
    "sum of (F / 2.2)^{} over all {} steps / the same of the reference kilometre; F: force of a "
    "step in body weights, {}"
)
_RUN_FORCE = "2.0 + 0.20 (speed - 1.5) with the speed in m/s"
_WALK_FORCE = "1.0 + 0.25 (speed - 1.0) with the speed in m/s"
_LOAD_CITES = ("nilsson1989", "keller1996", "edwards2018", "coenen2012", "hoeger2008", "loadwatch")
_DRIFT = "100 x (late - early) / early"


def _load(exponent: int, gait: str, force: str) -> Formula:
    return Formula(_LOAD.format(exponent, gait, force), ("M5", "M8"), _LOAD_CITES)


FORMULAS = {
    "avg_running_cadence_spm": Formula(
        "mean over the running seconds of cadence as written, times 2 where the file counts "
        "strides",
        ("M1",),
        ("hoeger2008",),
    ),
    "run_impact_count": Formula(
        "sum over the running seconds of cadence / 60, scaled to the watch's own stride total "
        "times 2 where it has one; without a cadence (1084 + 143.6 p - 13.5 h) / p steps a minute "
        "with the pace p in min/mile and the height h in inches",
        ("M2", "M3"),
        ("hoeger2008",),
    ),
    "walk_impact_count": Formula(
        "sum over the walking seconds of cadence / 60; without a cadence (1916 + 63.4 p - 14.1 h) "
        "/ p steps a minute with the pace p in min/mile and the height h in inches",
        ("M4",),
        ("hoeger2008",),
    ),
    "impact_load_km": _load(6, "running", _RUN_FORCE),
    "impact_load_b2_km": _load(2, "running", _RUN_FORCE),
    "impact_load_b10_km": _load(10, "running", _RUN_FORCE),
    "walk_impact_load_km": _load(6, "walking", _WALK_FORCE),
    "run_speed_mps": Formula("run_distance_m / run_time_s"),
    "hill_run_impact_count": Formula(
        "sum of the run impacts, each times 1 + 0.06 per degree of fall, or 1 - 0.03 per degree of "
        "rise and at least 0.7",
        ("M10",),
        ("gottschall2005",),
    ),
    "decoupling_pct": Formula(
        "100 x (e1 - e2) / e1, e1 and e2: speed / heart rate in each half of the running",
        ("M20",),
        ("smyth2022", "coaches"),
    ),
    "cadence_drift_pct": Formula(
        "100 x ((late - early cadence) - 5.6 x (late - early speed)) / early cadence, cadence in "
        "steps/min, speed in m/s",
        ("M21",),
        ("burns2019", "mizrahi2000"),
    ),
    "stance_time_drift_pct": Formula(_DRIFT, ("M22",), ("apte2021",)),
    "vertical_oscillation_drift_pct": Formula(_DRIFT, ("M22",), ("apte2021",)),
    "vertical_ratio_drift_pct": Formula(_DRIFT, ("M22",), ("apte2021",)),
    "speed_drift_pct": Formula(_DRIFT, ("M22",), ("apte2021",)),
    "banister_load_au": Formula(
        "min x r x a x e^(b x r), r = (mean - resting) / (highest - resting heart rate); a, b: "
        "0.64, 1.92 for men and 0.86, 1.67 for women",
        ("M16",),
        ("banister",),
    ),
    "edwards_load_au": Formula(
        "1 x minutes at 50-60 % of the highest heart rate + 2 x at 60-70 % + 3 x at 70-80 % + 4 x "
        "at 80-90 % + 5 x at 90-100 %",
        ("M17",),
        ("edwards1993",),
    ),
    "session_rpe_load_au": Formula("perceived exertion x minutes", ("M18",), ("foster2001",)),
    "pace_load_au": Formula("100 x hours x (speed / threshold speed)^2", ("M19",), ("coaches",)),
    "run_impact_count_7d": Formula("sum of run_impact_count over the seven days that end here"),
    "run_distance_7d_m": Formula("sum of run_distance_m over the seven days that end here"),
    "base_run_impact_count": Formula(
        "base of the day before + 0.0235 x (run impacts of the day - base of the day before), "
        "begun with the mean of the first 28 days; 0.0235 = 1 - e^(-1/42)",
        ("M11",),
        ("loadwatch",),
    ),
    "base_ratio": Formula(
        "(run_impact_count_7d / 7) / base_run_impact_count", ("M11b",), ("loadwatch",)
    ),
    "run_impact_count_change_pct": Formula("100 x (week / week before - 1)"),
}
