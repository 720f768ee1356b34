"""Rules about what happened within a run, and about one run in its week."""

from datetime import timedelta

import numpy as np
import pytest

from loadwatch.derive.cadence import model_running_cadence_spm
from loadwatch.derive.force import running_force_bw
from loadwatch.rules import Severity, all_rules
from tests.conftest import FIRST_DAY, days_of, history_of, ladder_rows, run_row, weeks_of
from tests.rules.test_rules import found, unjudged

TODAY = FIRST_DAY + timedelta(days=28)

Rows = list[dict[str, object]]


def month(km: float = 5.0, **more: object) -> Rows:
    """Fourteen like runs on the 28 days before today."""
    return [row | more for row in days_of([km, 0] * 14)]


def signal_days(name: str, rows: Rows) -> int:
    """Days on which the condition of a rule holds."""
    rule = next(rule for rule in all_rules() if rule.name == name)
    return len({signal.day for signal in rule.signals(history_of(rows))})


# --- LW201 form-fade -------------------------------------------------------------------------

FADED: dict[str, object] = {
    "form_signal_count": 2.0, "form_change_min": 28.0, "cadence_drift_pct": -4.2,
    "stance_time_drift_pct": 5.1, "speed_drift_pct": -1.0,
}  # fmt: skip


def test_lw201_names_what_changed_and_after_how_long() -> None:
    finding = found("form-fade", [*month(), run_row(TODAY, 5, **FADED)])
    assert finding is not None
    assert finding.severity is Severity.INFO
    assert "after 28 min" in finding.message
    assert "4 % fewer steps a minute at equal speed" in finding.message
    assert "5 % longer ground contact" in finding.message
    assert "Heat, hills, wind and fuelling" in finding.message
    assert "sets" in finding.advice


def test_lw201_names_no_drift_that_is_small_goes_the_other_way_or_is_unknown() -> None:
    more = FADED | {"vertical_ratio_drift_pct": -9.0, "vertical_oscillation_drift_pct": 9.0}
    finding = found("form-fade", [*month(), run_row(TODAY, 5, **more)])
    assert finding is not None
    assert "9 % more rise and fall" in finding.message
    assert "length of a step" not in finding.message
    assert "slower" not in finding.message
    assert "heartbeat" not in finding.message


def test_lw201_does_not_take_slowing_down_at_one_heart_rate_for_two_signs() -> None:
    """Less speed for a heartbeat follows from less speed: neither is a sign of form."""
    slowed = {"form_signal_count": 2.0, "form_change_min": 28.0, "speed_drift_pct": -8.0,
              "decoupling_pct": 9.0, "cadence_drift_pct": -2.9}  # fmt: skip
    assert found("form-fade", [*month(), run_row(TODAY, 5, **slowed)]) is None
    more = slowed | {"form_signal_count": 3.0, "cadence_drift_pct": -3.0}
    finding = found("form-fade", [*month(), run_row(TODAY, 5, **more)])
    assert finding is not None
    assert "3 signs" in finding.message
    assert "8 % slower, 9 % less speed for a heartbeat" in finding.message


@pytest.mark.parametrize(("speed_drift", "speaks"), [(-3.0, True), (-3.1, False), (None, False)])
def test_lw201_counts_contact_time_only_at_like_speed(
    speed_drift: float | None, speaks: bool
) -> None:
    more = FADED | {"cadence_drift_pct": 0.0, "speed_drift_pct": speed_drift}
    finding = found("form-fade", [*month(), run_row(TODAY, 5, **more)])
    assert (finding is not None) == speaks


@pytest.mark.parametrize("signs", [0.0, 1.0, None])
def test_lw201_is_silent_with_one_sign_or_where_runs_cannot_be_compared(
    signs: float | None,
) -> None:
    more = FADED | {"form_signal_count": signs}
    assert found("form-fade", [*month(), run_row(TODAY, 5, **more)]) is None


@pytest.mark.parametrize(
    ("days_ago", "severity"), [(13, Severity.CAUTION), (14, Severity.INFO)]
)  # fmt: skip
def test_lw201_is_a_caution_for_two_within_14_days(days_ago: int, severity: Severity) -> None:
    before = run_row(TODAY - timedelta(days=days_ago), 5, **FADED)
    finding = found("form-fade", [before, run_row(TODAY, 5, **FADED)])
    assert finding is not None
    assert finding.severity is severity
    assert ("second time" in finding.message) == (severity is Severity.CAUTION)


def test_lw201_is_not_judged_without_a_run_that_can_be_compared() -> None:
    reason = unjudged("form-fade", month())
    assert reason is not None
    assert "compared" in reason.reason
    assert unjudged("form-fade", month(form_signal_count=0.0)) is None


# --- LW202 downhill-jump ---------------------------------------------------------------------

LEVEL_GROUND: dict[str, object] = {
    "downhill_run_impact_count": 0.0, "hill_run_impact_count": 5_000.0
}  # fmt: skip


@pytest.mark.parametrize(
    ("downhill", "weighted", "speaks"),
    [(1_800, 6_600, True), (1_750, 6_600, False), (1_800, 6_500, False)],
)
def test_lw202_speaks_above_a_quarter_downhill_and_above_1_3_times_the_month(
    downhill: float, weighted: float, speaks: bool
) -> None:
    today = run_row(
        TODAY, 7, downhill_run_impact_count=downhill, hill_run_impact_count=weighted
    )  # fmt: skip
    finding = found("downhill-jump", [*month(**LEVEL_GROUND), today])
    assert (finding is not None) == speaks
    if finding is not None:
        assert finding.severity is Severity.INFO
        assert "26 % of its 7,000 impacts" in finding.message
        assert "32 % above the most" in finding.message


def test_lw202_is_silent_where_the_slope_is_unknown_and_says_why() -> None:
    rows = [*month(), run_row(TODAY, 9)]
    assert found("downhill-jump", rows) is None
    reason = unjudged("downhill-jump", rows)
    assert reason is not None
    assert "slope" in reason.reason


def test_lw202_counts_earlier_runs_of_unknown_slope_as_level() -> None:
    hilly = {"downhill_run_impact_count": 2_000.0, "hill_run_impact_count": 6_400.0}
    assert found("downhill-jump", [*month(5.0), run_row(TODAY, 5, **hilly)]) is None
    more = hilly | {"hill_run_impact_count": 6_600.0}
    assert found("downhill-jump", [*month(5.0), run_row(TODAY, 5, **more)]) is not None


def test_lw202_ignores_short_runs_and_hills_that_are_usual() -> None:
    hilly: dict[str, object] = {
        "downhill_run_impact_count": 500.0, "hill_run_impact_count": 1_900.0
    }  # fmt: skip
    short = run_row(TODAY, 1.4, **hilly)
    assert found("downhill-jump", [*month(1.0, hill_run_impact_count=1_000.0), short]) is None
    assert signal_days("downhill-jump", month(1.6, **hilly)) == 0


# --- LW203 speed-and-sets-together -----------------------------------------------------------

USUAL: dict[str, object] = {"run_speed_mps": 2.5, "run_time_s": 600.0}


@pytest.mark.parametrize(
    ("speed", "seconds", "speaks"),
    [(2.63, 665, True), (2.62, 665, False), (2.63, 659, False), (3.5, 600, False),
     (2.5, 1_200, False)],
)  # fmt: skip
def test_lw203_speaks_when_speed_and_time_rise_together(
    speed: float, seconds: float, speaks: bool
) -> None:
    rows = [*month(1.5, **USUAL), run_row(TODAY, 1.7, seconds=seconds, run_speed_mps=speed)]
    finding = found("speed-and-sets-together", rows)
    assert (finding is not None) == speaks
    if finding is not None:
        assert finding.severity is Severity.INFO
        assert "9.5 km/h against 9.0 km/h" in finding.message
        assert "11 min of running against 10 min" in finding.message


def test_lw203_looks_at_each_maximum_of_28_days_not_at_one_run() -> None:
    fast = run_row(TODAY - timedelta(days=28), 1.0, seconds=300, run_speed_mps=3.0)
    today = run_row(TODAY, 1.7, seconds=700, run_speed_mps=2.8)
    rows = [row for row in month(1.5, **USUAL) if row["session_id"] != fast["session_id"]]
    assert found("speed-and-sets-together", [*rows, fast, today]) is None
    old = run_row(TODAY - timedelta(days=29), 1.0, seconds=300, run_speed_mps=3.0)
    assert found("speed-and-sets-together", [*rows, old, today]) is not None


def test_lw203_needs_three_runs_of_known_speed_and_a_minute_more() -> None:
    today = run_row(TODAY, 1.7, seconds=700, run_speed_mps=2.8)
    rows = month(1.5, **USUAL)
    for row in rows[:-2]:
        row["run_speed_mps"] = None
    assert found("speed-and-sets-together", [*rows, today]) is None
    stage_1 = month(0.4, run_speed_mps=2.5, run_time_s=150.0)
    next_stage = run_row(TODAY, 0.6, seconds=200, run_speed_mps=2.8)
    assert found("speed-and-sets-together", [*stage_1, next_stage]) is None


def test_lw203_is_not_judged_without_speed() -> None:
    reason = unjudged("speed-and-sets-together", month())
    assert reason is not None
    assert "speed" in reason.reason


# --- LW204 long-run-share --------------------------------------------------------------------


@pytest.mark.parametrize(("long_km", "speaks"), [(10.0, False), (10.1, True)])
def test_lw204_speaks_above_half_of_the_week(long_km: float, speaks: bool) -> None:
    finding = found("long-run-share", weeks_of([[5, 5, 6], [5, 5, long_km]]))
    assert (finding is not None) == speaks
    if finding is not None:
        assert finding.severity is Severity.INFO
        assert "holds 50 % of the impacts" in finding.message
        assert finding.observed == pytest.approx(10.1 / 20.1)
        assert "choice" in finding.evidence


def test_lw204_is_silent_for_weeks_of_two_runs_and_for_small_weeks() -> None:
    two = [run_row(FIRST_DAY + timedelta(days=7 * w + d), km)
           for w in range(3) for d, km in ((1, 5), (5, 12))]  # fmt: skip
    assert found("long-run-share", two) is None
    assert found("long-run-share", weeks_of([[2, 2, 2], [2, 2, 5.9]])) is None
    assert found("long-run-share", weeks_of([[2, 2, 2], [2, 2, 6.1]])) is not None


def test_lw204_says_what_is_usual_once() -> None:
    assert signal_days("long-run-share", weeks_of([[5, 5, 12]] * 12)) == 1
    plan = [[5, 5, 12], *[[5, 5, 5]] * 4, [5, 5, 12]]
    assert signal_days("long-run-share", weeks_of(plan)) == 2
    assert signal_days("long-run-share", weeks_of([*plan[:4], plan[0]])) == 1


def test_lw204_judges_a_run_on_its_day_not_the_rest_that_follows() -> None:
    """Days later the same run is a larger share of its seven days, because others left them."""
    day = FIRST_DAY + timedelta(days=7)
    kms = {0: 5, 1: 6, 3: 10, 8: 3, 9: 3}
    rows = [run_row(day + timedelta(days=ago), km) for ago, km in kms.items()]
    rows += [run_row(FIRST_DAY, 5)]
    assert signal_days("long-run-share", rows) == 0


def test_lw204_joins_the_parts_of_one_recording() -> None:
    rows = weeks_of([[5, 5, 5]])
    day = FIRST_DAY + timedelta(days=8)
    first = run_row(day, 8, seconds=2_900)
    second = run_row(day, 8) | {"start_s": float(str(first["start_s"])) + 3_000, "session_id": "b"}
    finding = found("long-run-share", [*rows, first, second])
    assert finding is not None
    assert finding.data["run_impacts"] == 16_000


def test_lw204_counts_the_most_of_the_other_runs_when_they_are_unknown() -> None:
    unknown = {"run_impact_count_upper": 6_000.0, "run_distance_upper_m": 6_000.0}
    eighth, tenth, last = (FIRST_DAY + timedelta(days=day) for day in (8, 10, 12))
    rows = [*weeks_of([[5, 5, 5]]), run_row(tenth, 5), run_row(eighth, None, **unknown)]
    assert found("long-run-share", [*rows, run_row(last, 10.9)]) is None
    finding = found("long-run-share", [*rows, run_row(last, 11.1)])
    assert finding is not None
    assert finding.data["week_impacts"] == 22_100
    assert unjudged("long-run-share", [*rows[:-1], run_row(eighth, None)]) is not None


# --- LW401 new-speed -------------------------------------------------------------------------

EASY: dict[str, object] = {"best_60s_speed_mps": 2.8, "fastest_minute_speed_mps": 2.75}


@pytest.mark.parametrize(("speed", "speaks"), [(3.08, False), (3.09, True)])
def test_lw401_speaks_above_a_tenth_over_the_best_minute(speed: float, speaks: bool) -> None:
    rows = [*month(**EASY), run_row(TODAY, 5, fastest_minute_speed_mps=speed)]
    finding = found("new-speed", rows)
    assert (finding is not None) == speaks
    if finding is not None:
        assert finding.severity is Severity.INFO
        assert "over 11.1 km/h, 10 % above" in finding.message
        assert "10.1 km/h" in finding.message
        assert "sets and steps" in finding.advice


def test_lw401_forgets_a_speed_after_30_days() -> None:
    today = run_row(TODAY, 5, fastest_minute_speed_mps=3.3)
    fast = EASY | {"best_60s_speed_mps": 3.2}
    for days_ago, speaks in ((30, False), (31, True)):
        before = run_row(TODAY - timedelta(days=days_ago), 5, **fast)
        assert (found("new-speed", [before, *month(**EASY), today]) is not None) == speaks


def test_lw401_says_strides_of_every_week_once() -> None:
    """A minute gathered from short bursts is no new speed the next time."""
    strides = EASY | {"fastest_minute_speed_mps": 3.6}
    rows = month(**EASY)
    rows += [run_row(TODAY + timedelta(days=2 * i), 5, **strides) for i in range(6)]
    assert signal_days("new-speed", rows) == 1


def test_lw401_takes_a_minute_faster_than_6_mps_for_unknown() -> None:
    rows = month(**EASY)
    assert signal_days("new-speed", [*rows, run_row(TODAY, 5, fastest_minute_speed_mps=6.5)]) == 0
    rows[-1] |= {"best_60s_speed_mps": 6.5, "fastest_minute_speed_mps": 6.4}
    assert signal_days("new-speed", [*rows, run_row(TODAY, 5, fastest_minute_speed_mps=3.5)]) == 1


def test_lw401_needs_three_runs_of_known_speed() -> None:
    rows = month()
    for row in rows[-2:]:
        row.update(EASY)
    today = run_row(TODAY, 5, fastest_minute_speed_mps=3.5)
    assert found("new-speed", [*rows, today]) is None
    rows[-3].update(EASY)
    assert found("new-speed", [*rows, today]) is not None
    assert unjudged("new-speed", month()) is not None


def test_lw401_explains_the_step_from_9_to_10_kmh_with_the_numbers_of_the_model() -> None:
    spm = model_running_cadence_spm(np.array([2.5, 10 / 3.6]), height_m=1.75)
    force = running_force_bw(np.array([2.5, 10 / 3.6]))
    steps = float(spm[1] / spm[0])
    grows = {b: steps * float(force[1] / force[0]) ** b for b in (2, 4, 10)}
    words = " ".join(next(r for r in MINE if r.name == "new-speed").documentation.split())
    assert f"takes {steps - 1:.0%} more steps".replace("%", " %") in words
    assert f"by {grows[2] - 1:.0%} to {grows[10] - 1:.0%},".replace("%", " %") in words
    assert "in the middle of that range the two cancel" in words
    assert grows[4] * 9 / 10 == pytest.approx(1, abs=0.01)


# --- all of them -----------------------------------------------------------------------------


def sensor_rows(seed: int, *, scatter: float) -> Rows:
    """A year of three runs a week at one level, with every sensor."""
    rng = np.random.default_rng(seed)
    rows = weeks_of((5 * rng.normal(1, scatter, (52, 3))).clip(1).round(2).tolist())
    for row in rows:
        speed = 2.6 * rng.normal(1, scatter / 3)
        impacts = float(str(row["run_impact_count"]))
        downhill = rng.uniform(0, 0.4) * impacts
        row |= {
            "run_speed_mps": speed,
            "best_60s_speed_mps": speed * rng.normal(1.15, 0.04),
            "fastest_minute_speed_mps": speed * rng.normal(1.15, 0.04),
            "downhill_run_impact_count": downhill,
            "hill_run_impact_count": impacts + 0.4 * downhill,
            "run_heart_rate_bpm": 145 + 25 * (speed - 2.6) + rng.normal(0, 4),
            "form_signal_count": float(rng.binomial(6, 0.08)),
            "form_change_min": 22.0,
            "cadence_drift_pct": float(rng.normal(-3, 1)),
        }
    return rows


MINE = [rule for rule in all_rules() if rule.code[2] in "24" or rule.code == "LW107"]


@pytest.mark.parametrize("seed", range(3))
def test_a_steady_runner_hears_of_no_rule_on_more_than_a_tenth_of_the_runs(seed: int) -> None:
    rows = sensor_rows(seed, scatter=0.1)
    history = history_of(rows)
    shares = {r.name: len({s.day for s in r.signals(history)}) / len(rows) for r in MINE}
    assert len(shares) >= 7
    assert {name: share for name, share in shares.items() if share > 0.10} == {}


def test_a_level_plan_with_every_sensor_hears_nothing() -> None:
    sensors = {
        "run_speed_mps": 2.6, "best_60s_speed_mps": 2.9, "fastest_minute_speed_mps": 2.9,
        "downhill_run_impact_count": 1_500.0, "hill_run_impact_count": 5_600.0,
        "run_heart_rate_bpm": 145.0, "form_signal_count": 1.0, "form_change_min": 22.0,
        "cadence_drift_pct": -3.5,
    }  # fmt: skip
    history = history_of([row | sensors for row in weeks_of([[5.0] * 3] * 26)])
    assert {rule.name: rule.signals(history) for rule in MINE if rule.signals(history)} == {}


@pytest.mark.parametrize("seed", range(2))
def test_what_a_rule_says_of_a_day_does_not_change_with_later_files(seed: int) -> None:
    rows = sensor_rows(seed, scatter=0.4)
    whole = history_of(rows)
    spoke = 0
    for weeks in (20, 33, 41):
        last = FIRST_DAY + timedelta(days=7 * weeks)
        then = history_of(rows, last)
        for rule in MINE:
            signals = rule.signals(then)
            assert signals == [signal for signal in rule.signals(whole) if signal.day <= last]
            spoke += bool(signals)
    assert spoke >= 6


def test_the_ladder_hears_nothing_of_these_rules_at_one_speed() -> None:
    rows = [
        row | {"run_speed_mps": 2.6, "best_60s_speed_mps": 2.7, "fastest_minute_speed_mps": 2.7}
        for row in ladder_rows()
    ]
    for name in ("speed-and-sets-together", "long-run-share", "new-speed", "form-fade"):
        assert signal_days(name, rows) == 0
