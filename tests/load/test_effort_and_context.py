"""Loads of effort, and what other tools show: known where all that they need is, else unknown."""

import math
from datetime import date, timedelta

import numpy as np
import pytest

from loadwatch.athlete import Athlete
from loadwatch.derive.effort import banister_trimp
from loadwatch.derive.session import summarise
from loadwatch.diary import Entry
from loadwatch.load import History, build_history, sessions_table
from loadwatch.load.diary import told_days, unrecorded_runs, with_exertion
from tests.conftest import FIRST_DAY, activity, history_of, run_row, streams, weeks_of

RUN = (2.6, 160.0)
ATHLETE = Athlete(
    sex="male", resting_heart_rate_bpm=50, max_heart_rate_bpm=190, threshold_speed_mps=1000 / 285
)


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def row_of(heart: np.ndarray, athlete: Athlete, **more: object) -> dict[str, object]:
    records = streams([(heart.size, *RUN)])
    records.channels["heart_rate_bpm"] = heart
    return dict(summarise(activity(records, **more), athlete).row)


def test_heart_rate_loads_are_the_worked_examples_over_an_hour() -> None:
    row = row_of(np.full(3600, 150.0), ATHLETE)
    assert row["banister_load_au"] == pytest.approx(108.10, abs=5e-3)
    assert row["edwards_load_au"] == pytest.approx(60 * 3)
    women = row_of(np.full(3600, 150.0), Athlete(**_fields() | {"sex": "female"}))
    assert women["banister_load_au"] == pytest.approx(121.50, abs=5e-3)


def _fields() -> dict[str, object]:
    return {"sex": "male", "resting_heart_rate_bpm": 50.0, "max_heart_rate_bpm": 190.0}


def test_heart_rate_loads_are_sums_over_seconds() -> None:
    heart = np.repeat([90.0, 105.0, 120.0, 140.0, 170.0, 180.0], 600)
    row = row_of(heart, ATHLETE)
    by_hand = sum(
        banister_trimp(10, rate, resting_bpm=50, max_bpm=190, weights="men")
        for rate in (90, 105, 120, 140, 170, 180)
    )
    assert row["banister_load_au"] == pytest.approx(by_hand, rel=2e-3)
    assert row["edwards_load_au"] == pytest.approx(10 * (1 + 2 + 3 + 4 + 5), rel=5e-3)


@pytest.mark.parametrize(("share", "is_known"), [(0.85, True), (0.75, False), (0.0, False)])
def test_heart_rate_loads_need_a_heart_rate_in_four_fifths_of_the_time(
    share: float, is_known: bool
) -> None:
    heart = np.full(3600, 150.0)
    heart[int(share * 3600) :] = np.nan
    row = row_of(heart, ATHLETE)
    assert ("banister_load_au" in row, "edwards_load_au" in row) == (is_known, is_known)
    if is_known:
        assert row["banister_load_au"] == pytest.approx(108.10, abs=0.02)


@pytest.mark.parametrize(
    ("missing", "unknown"),
    [
        ("sex", {"banister_load_au"}),
        ("resting_heart_rate_bpm", {"banister_load_au"}),
        ("max_heart_rate_bpm", {"banister_load_au", "edwards_load_au"}),
        ("threshold_speed_mps", {"pace_load_au"}),
    ],
)
def test_a_load_is_unknown_without_what_it_needs_of_the_profile(
    missing: str, unknown: set[str]
) -> None:
    told = {**_fields(), "threshold_speed_mps": 3.5, missing: None}
    row = row_of(np.full(1200, 150.0), Athlete(**told))  # type: ignore[arg-type]
    loads = {"banister_load_au", "edwards_load_au", "pace_load_au"}
    assert loads - set(row) == unknown


def test_the_pace_load_is_that_of_the_running_alone() -> None:
    ran = summarise(activity(streams([(1800, 3.0, 164)])), ATHLETE).row
    mixed = summarise(activity(streams([(900, 1.4, 110), (1800, 3.0, 164)])), ATHLETE).row
    assert ran["pace_load_au"] == pytest.approx(100 * 0.5 * (3.0 * 285 / 1000) ** 2, rel=0.02)
    assert mixed["pace_load_au"] == pytest.approx(ran["pace_load_au"], rel=0.03)
    walked = summarise(activity(streams([(900, 1.4, 110)]), sport="walking"), ATHLETE).row
    assert "pace_load_au" not in walked


def loads(rows: list[dict[str, object]], entries: list[Entry]) -> list[float]:
    told = told_days(entries)
    runs, _ = unrecorded_runs(entries, sessions_table(rows), "diary.csv")
    found = with_exertion(sessions_table([*rows, *runs]), told)["session_rpe_load_au"]
    return [float(value) for value in found]


def test_the_diary_tells_the_exertion_of_a_days_only_run() -> None:
    one = [run_row(day(0), 5, seconds=2400.0, workout_rpe=3.0)]
    told = [Entry(day(0), session_rpe=5)]
    assert loads(one, told) == [200]
    assert loads(one, []) == [120]
    assert loads([*one, run_row(day(0), 0, sport="walking", seconds=600.0)], told)[0] == 200


def test_of_two_runs_a_day_only_the_watch_can_tell_the_exertion() -> None:
    two = [
        run_row(day(0), 5, seconds=2400.0, workout_rpe=3.0),
        run_row(day(0), 2, hour=18, seconds=1200.0),
    ]
    found = loads(two, [Entry(day(0), session_rpe=5)])
    assert found[0] == 120
    assert math.isnan(found[1])


def test_a_run_that_only_the_diary_knows_has_a_load_where_its_minutes_are_told() -> None:
    rows = [run_row(day(0), 5)]
    assert loads(rows, [Entry(day(3), session_rpe=4, run_km=3, run_min=20)])[1] == 80
    assert math.isnan(loads(rows, [Entry(day(3), session_rpe=4, run_km=3)])[1])


def test_one_unknown_load_makes_its_day_and_its_week_unknown() -> None:
    rows = [
        run_row(day(1), 5, banister_load_au=50.0),
        run_row(day(3), 5, banister_load_au=60.0),
        run_row(day(8), 5, banister_load_au=70.0),
        run_row(day(8), 1, hour=18),
    ]
    found = history_of(rows)
    assert found.daily["banister_load_au"].tolist()[:3] == [50, 0, 60]
    assert math.isnan(found.daily["banister_load_au"].iloc[-1])
    assert found.weekly["banister_load_au"].iloc[0] == 110
    assert math.isnan(found.weekly["banister_load_au"].iloc[1])


def test_a_walk_without_a_pace_load_leaves_that_of_the_runs_known() -> None:
    rows = [
        run_row(day(0), 5, pace_load_au=40.0),
        run_row(day(0), 2, hour=18, sport="walking"),
    ]
    assert history_of(rows).daily["pace_load_au"].tolist() == [40]


CONTEXT = ["acwr_coupled_ratio", "acwr_uncoupled_ratio", "acwr_ewma_ratio"]


def test_ratios_of_a_steady_month_are_one_and_before_it_unknown() -> None:
    weekly = history_of(weeks_of([[5.0] * 3] * 14)).weekly
    assert weekly[CONTEXT].iloc[:4].isna().all().all()
    assert weekly["acwr_coupled_ratio"].iloc[5] == pytest.approx(1.0)
    assert weekly["acwr_uncoupled_ratio"].iloc[5] == pytest.approx(1.0)
    assert weekly["acwr_ewma_ratio"].iloc[12] == pytest.approx(1.0, abs=0.2)


def test_the_measures_of_a_week_are_those_of_its_last_day() -> None:
    found = history_of(weeks_of([[5.0, 6.0, 7.0]] * 5), day(34))
    impacts = found.day("run_impact_count")[-7:]
    assert found.weekly["monotony_ratio"].iloc[4] == pytest.approx(impacts.mean() / impacts.std())
    assert found.weekly["strain_count"].iloc[4] == pytest.approx(
        impacts.sum() * impacts.mean() / impacts.std()
    )


def without(rows: list[dict[str, object]], first: int, last: int) -> list[dict[str, object]]:
    """Rows without a file from one day to another."""
    begin, end = (f"{day(number):%Y%m%d}" for number in (first, last))
    return [row for row in rows if not begin <= str(row["session_id"])[:8] <= end]


def test_a_window_with_more_than_two_unobserved_days_is_unknown() -> None:
    rows = without(weeks_of([[5.0] * 3] * 12), 36, 48)
    found = history_of(rows)
    known = found.weekly["acwr_coupled_ratio"].notna().tolist()
    assert known == [*[False] * 4, True, *[False] * 5, True, True]
    assert found.weekly["monotony_ratio"].isna().tolist()[5:7] == [True, True]


def test_a_run_of_unknown_impacts_makes_its_windows_unknown() -> None:
    rows = weeks_of([[5.0] * 3] * 10)
    rows[15] = run_row(day(36), None)
    weekly = history_of(rows, day(69)).weekly
    known = weekly["acwr_ewma_ratio"].notna().tolist()
    assert known == [*[False] * 4, True, *[False] * 4, True]
    assert weekly["monotony_ratio"].isna().tolist() == [number in (0, 5) for number in range(10)]


def classes(history: History) -> list[str | None]:
    return [value if isinstance(value, str) else None for value in history.weekly["volume_class"]]


def test_the_volume_class_needs_twelve_weeks() -> None:
    found = classes(history_of(weeks_of([[8.0] * 3] * 13), day(90)))
    assert found == [*[None] * 12, "jogger"]


def test_the_volume_class_is_known_where_the_least_and_the_most_agree() -> None:
    rows = weeks_of([[8.0] * 3] * 13)
    rows[15] |= {"run_distance_m": None, "run_impact_count": None}
    rows[15] |= {"run_distance_upper_m": 8000.0, "run_impact_count_upper": 8000.0}
    assert classes(history_of(rows, day(90)))[-1] == "jogger"
    rows[15]["run_distance_upper_m"] = None
    assert classes(history_of(rows, day(90)))[-1] is None


def test_equal_days_have_no_monotony() -> None:
    rows = [run_row(day(number), 5) for number in range(14)]
    weekly = build_history(sessions_table(rows), day(13)).weekly
    assert weekly[["monotony_ratio", "strain_count"]].isna().all().all()
