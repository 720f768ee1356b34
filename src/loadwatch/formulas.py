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
    "sum of w (F / 2.2)^{} over all {} steps / the same of the reference kilometre; F: force of a "
    "step in body weights, {}"
)
_RUN_FORCE = (
    "2.0 + 0.20 (speed - 1.5) with the speed in m/s, or by contact time as 94.2478 / (cadence x "
    "contact time in s), scaled to the same middle; w: 1 + 0.06 per degree of fall, or 1 - 0.03 "
    "per degree of rise and at least 0.7"
)
_WALK_FORCE = "1.0 + 0.25 (speed - 1.0) with the speed in m/s; w: 1"
_WALK_CITES = ("nilsson1989", "keller1996", "edwards2018", "coenen2012", "hoeger2008", "loadwatch")
_RUN_CITES = (*_WALK_CITES, "morin2005", "gottschall2005")
_ACWR = ("frandsen2025", "windt2018", "williams2017")
_DRIFT = "100 x (late - early) / early"


def _run_load(exponent: int) -> Formula:
    text = _LOAD.format(exponent, "running", _RUN_FORCE)
    return Formula(text, ("M5", "M6", "M8", "M10"), _RUN_CITES)


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
    "impact_load_km": _run_load(6),
    "impact_load_b2_km": _run_load(2),
    "impact_load_b10_km": _run_load(10),
    "walk_impact_load_km": Formula(
        _LOAD.format(6, "walking", _WALK_FORCE), ("M5", "M8"), _WALK_CITES
    ),
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
    "form_signal_count": Formula(
        "count of: cadence_drift_pct at most -3; stance_time_drift_pct at least 4 at a speed "
        "within 3 %; vertical_oscillation_drift_pct at least 8; vertical_ratio_drift_pct at "
        "least 8; speed_drift_pct at most -6 with a heart rate not lower; decoupling_pct over 5",
        ("M20", "M21", "M22"),
        ("smyth2022", "coaches", "burns2019", "mizrahi2000", "apte2021"),
    ),
    "acwr_coupled_ratio": Formula(
        "run impacts of 7 days / (run impacts of 28 days, those 7 included / 4)", ("M14",), _ACWR
    ),
    "acwr_uncoupled_ratio": Formula(
        "run impacts of 7 days / (run impacts of the 21 days before / 3)", ("M14",), _ACWR
    ),
    "acwr_ewma_ratio": Formula(
        "E7 / E28; each day EN moves towards the day's run impacts by 2 / (N + 1) of the distance",
        ("M14",),
        _ACWR,
    ),
    "monotony_ratio": Formula(
        "mean of the seven days' run impacts / their standard deviation (over n)",
        ("M15",),
        ("foster1998",),
    ),
    "strain_count": Formula("monotony_ratio x run impacts of the week", ("M15",), ("foster1998",)),
}
