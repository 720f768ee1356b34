"""Rules about changes over months: the class of volume, and the heart against the base."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pytest

from loadwatch.rules import Rule, Severity, all_rules, judge
from tests.conftest import FIRST_DAY, history_of, run_row, weeks_of
from tests.rules.test_rules import found, unjudged

Rows = list[dict[str, object]]


def rule_named(name: str) -> Rule:
    return next(rule for rule in all_rules() if rule.name == name)


# --- LW107 volume-class-change ---------------------------------------------------------------


def test_lw107_speaks_once_when_a_class_has_held_for_four_weeks() -> None:
    rows = weeks_of([[5.0] * 3] * 20 + [[9.0] * 3] * 30)
    signals = rule_named("volume-class-change").signals(history_of(rows))
    assert len(signals) == 1
    # 15 km a week and 12 more: the mean of twelve weeks is 20 km in the fifth week of them.
    crossed = next(
        day for day in range(140, 350)
        if sum(float(str(r["run_distance_m"])) for r in rows
               if day - 84 < (_day_of(r)) <= day) / 12_000 >= 20
    )  # fmt: skip
    assert (signals[0].day - FIRST_DAY).days == crossed + 27
    assert signals[0].severity is Severity.INFO
    assert signals[0].limit == 20
    assert signals[0].data["volume_class"] == "jogger"
    assert signals[0].data["volume_class_before"] == "10-20 km"


def _day_of(row: dict[str, object]) -> int:
    start = float(str(row["start_s"]))
    first = float(str(run_row(FIRST_DAY, 1)["start_s"]))
    return round((start - first) / 86_400)


def test_lw107_describes_and_names_no_target() -> None:
    rows = weeks_of([[9.0] * 3] * 20 + [[5.0] * 3] * 30)
    history = history_of(rows)
    finding = next(f for f in judge(history).earlier if f.code == "LW107")
    assert "none is a target" in finding.message
    assert "10 to 20 km a week; before it was 20 to 40 km a week (joggers" in finding.message
    assert finding.limit == 20
    assert finding.cites[0] == "belavy2017"


def test_lw107_is_silent_for_a_class_that_comes_and_goes() -> None:
    plan = [[6.6] * 3] * 16 + ([[8.5] * 3] * 2 + [[4.8] * 3] * 2) * 12
    history = history_of(weeks_of(plan))
    km = history.day("run_distance_m")
    means = np.convolve(km, np.ones(84), "valid") / 12_000
    assert means.min() < 20 < means.max()
    assert rule_named("volume-class-change").signals(history) == []


def test_lw107_needs_sixteen_weeks_and_observed_ones() -> None:
    assert unjudged("volume-class-change", weeks_of([[5.0] * 3] * 15)) is not None
    assert unjudged("volume-class-change", weeks_of([[5.0] * 3] * 17)) is None
    late = weeks_of([[9.0] * 3] * 16, first=FIRST_DAY + timedelta(days=7 * 18))
    holed = history_of([*weeks_of([[5.0] * 3] * 16), *late])
    signals = rule_named("volume-class-change").signals(holed)
    # Days 111 to 126 have no file: 84 days from day 125 hold two of them, and four weeks follow.
    assert [(signal.day - FIRST_DAY).days for signal in signals] == [125 + 83 + 27]


def test_lw107_does_not_guess_the_class_of_unknown_distances() -> None:
    rows = weeks_of([[5.0] * 3] * 20 + [[9.0] * 3] * 30)
    for row in rows[60::6]:
        row |= {"run_distance_m": None, "run_distance_upper_m": None}
    assert rule_named("volume-class-change").signals(history_of(rows)) == []


# --- LW402 heart-ahead-of-base ---------------------------------------------------------------

Speeds = Callable[[int], float]
WEEKS = 16


def heart_rows(
    heart_bpm: Callable[[int, float], float],
    *,
    speed_mps: Speeds = lambda day: 2.6,
    km: Speeds = lambda day: 6.0,
    noise_bpm: float = 0.0,
    seed: int = 0,
) -> Rows:
    """Three runs a week for sixteen weeks: heart rate by day and speed."""
    rng = np.random.default_rng(seed)
    rows = []
    for week in range(WEEKS):
        for week_day in (1, 3, 5):
            day = 7 * week + week_day
            speed = speed_mps(day)
            row = run_row(
                FIRST_DAY + timedelta(days=day), km(day), run_speed_mps=speed,
                run_heart_rate_bpm=heart_bpm(day, speed) + noise_bpm * rng.normal(),
            )  # fmt: skip
            rows.append(row)
    return rows


def falling(pct_in_six_weeks: float, *, level: float = 150, per_mps: float = 25.0):
    """Heart rate that falls by a share of its level in the last six weeks."""

    def heart_bpm(day: int, speed: float) -> float:
        since = max(0, day - (7 * WEEKS - 49)) / 42
        return level * (1 - pct_in_six_weeks / 100 * min(since, 1)) + per_mps * (speed - 2.6)

    return heart_bpm


@pytest.mark.parametrize(("pct", "speaks"), [(0.0, False), (2.5, False), (4.5, True)])
def test_lw402_speaks_when_the_heart_slows_at_one_speed_and_the_base_stays(
    pct: float, speaks: bool
) -> None:
    finding = found(
        "heart-ahead-of-base",
        heart_rows(
            falling(pct),
        ),
    )
    assert (finding is not None) == speaks
    if finding is not None:
        assert finding.severity is Severity.INFO
        assert "your 6-week impact base is not" in finding.message
        assert 3 <= finding.observed < 4.5
        assert finding.data["base_moved_pct"] < 5


def slower(day: int) -> float:
    return 2.8 - 0.4 * day / (7 * WEEKS) + (0.1 if day % 2 else -0.1)


def faster(day: int) -> float:
    return 2.4 + 0.4 * day / (7 * WEEKS) + (0.1 if day % 2 else -0.1)


@pytest.mark.parametrize("speed", [slower, faster])
def test_lw402_is_silent_when_only_the_speed_changed(speed: Speeds) -> None:
    rows = heart_rows(falling(0), speed_mps=speed)
    heart = [float(str(row["run_heart_rate_bpm"])) for row in rows]
    assert abs(np.mean(heart[-6:]) / np.mean(heart[-24:-18]) - 1) > 0.02
    assert found("heart-ahead-of-base", rows) is None


def test_lw402_sees_a_fitter_heart_behind_a_faster_speed() -> None:
    """The same heart rate at a higher speed is a lower one at equal speed."""
    rows = heart_rows(falling(5), speed_mps=faster)
    finding = found("heart-ahead-of-base", rows)
    assert finding is not None
    assert finding.observed >= 3


@pytest.mark.parametrize("seed", range(5))
def test_lw402_does_not_take_scatter_for_a_change(seed: int) -> None:
    rows = heart_rows(falling(0), noise_bpm=6.0, seed=seed)
    assert len(rule_named("heart-ahead-of-base").signals(history_of(rows))) <= 1


@pytest.mark.parametrize("km", [lambda day: 4.5 + 3 * day / 112, lambda day: 7.5 - 3 * day / 112])
def test_lw402_is_silent_while_the_base_moves(km: Speeds) -> None:
    assert found("heart-ahead-of-base", heart_rows(falling(5), km=km)) is None


def test_lw402_leaves_hilly_runs_out_and_takes_unknown_slopes_for_level() -> None:
    """Routes that became level are no fitter heart."""
    rows = heart_rows(falling(0))
    for row in rows[:-8]:
        row["run_heart_rate_bpm"] = 170.0
    assert found("heart-ahead-of-base", rows) is not None
    for row in rows[:-8]:
        row["downhill_run_impact_count"] = 0.11 * 6_000
    assert found("heart-ahead-of-base", rows) is None
    reason = unjudged("heart-ahead-of-base", rows)
    assert reason is not None
    assert reason.reason.endswith("has 6 and 0")


def test_lw402_does_not_judge_short_runs_and_says_what_is_missing() -> None:
    rows = heart_rows(falling(5))
    for row in rows[-5:-1]:
        row["run_time_s"] = 1_199.0
    assert found("heart-ahead-of-base", rows) is None
    reason = unjudged("heart-ahead-of-base", rows)
    assert reason is not None
    assert reason.reason.endswith("has 2 and 6")


def test_lw402_is_not_judged_without_heart_rate() -> None:
    reason = unjudged("heart-ahead-of-base", weeks_of([[5.0] * 3] * WEEKS))
    assert reason is not None
    assert "heart rate" in reason.reason
