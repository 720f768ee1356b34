"""Sessions add up to days and weeks, whatever their order and their place in the calendar."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loadwatch.columns import SESSIONS
from loadwatch.load import History
from tests.conftest import FIRST_DAY, history_of, run_row
from tests.properties.sessions import PROPERTY

FEW = settings(PROPERTY, max_examples=15)
SUMS = [column.name for column in SESSIONS if column.aggregate == "sum"]
RUN_ONLY = [name for name in SUMS if name.startswith(("run_", "impact_load_"))]
TABLES = ("sessions", "runs", "daily", "weekly")
LOADS = ("run_impact_count", "run_distance_m", "run_time_s", "walk_time_s", "total_distance_m")
LAST_DAY = FIRST_DAY + timedelta(days=97)

Row = dict[str, object]


@st.composite
def rows(draw: st.DrawFn, min_size: int = 1) -> list[Row]:
    """Sessions of fourteen weeks: runs and walks, some of them of unknown impacts."""
    places = draw(
        st.lists(
            st.tuples(st.integers(0, 90), st.sampled_from((6, 12, 18))),
            min_size=min_size, max_size=40, unique=True,
        )
    )  # fmt: skip
    result = []
    for day, hour in places:
        km = draw(st.one_of(st.none(), st.floats(0.5, 30)))
        row = run_row(
            FIRST_DAY + timedelta(days=day), km, hour=hour,
            sport=draw(st.sampled_from(("running", "running", "walking"))),
            seconds=float(draw(st.integers(300, 7200))),
        )  # fmt: skip
        result.append(row | {"walk_time_s": float(draw(st.integers(0, 3600)))})
    return result


def assert_equal(one: History, other: History) -> None:
    """All tables equal."""
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), rtol=1e-9)
    assert list(one.experience) == list(other.experience)


@FEW
@given(rows=rows(), seed=st.integers(0, 999))
def test_the_order_of_activities_changes_nothing(rows: list[Row], seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(rows))
    assert_equal(history_of(rows, LAST_DAY), history_of([rows[i] for i in order], LAST_DAY))


@FEW
@given(rows=rows())
def test_days_and_weeks_add_up_to_the_sessions(rows: list[Row]) -> None:
    history = history_of(rows, LAST_DAY)
    sessions = history.sessions
    for name in SUMS:
        counted = sessions[sessions["sport"] == "running"] if name in RUN_ONLY else sessions
        total = counted[name].sum()
        if name.endswith(("_upper", "_upper_m")) and counted[name].isna().any():
            continue
        assert history.daily[name].sum() == pytest.approx(total), name
        assert history.weekly[name].sum() == pytest.approx(total), name
    assert history.daily["session_count"].sum() == history.weekly["session_count"].sum()
    assert history.weekly["session_count"].sum() == len(rows)


@FEW
@given(rows=rows(min_size=2), data=st.data())
def test_totals_add_over_disjoint_activities(rows: list[Row], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(rows) - 1))
    whole, *parts = (history_of(part, LAST_DAY) for part in (rows, rows[:cut], rows[cut:]))
    for table in ("daily", "weekly"):
        frames = [getattr(part, table)[list(LOADS)].fillna(0.0) for part in parts]
        together = frames[0].add(frames[1], fill_value=0.0)
        expected = getattr(whole, table)[list(LOADS)].fillna(0.0)
        pd.testing.assert_frame_equal(together, expected, check_freq=False, rtol=1e-9)


@FEW
@given(rows=rows(), weeks=st.integers(-520, 520))
def test_a_shift_by_whole_weeks_shifts_the_weeks_and_nothing_else(
    rows: list[Row], weeks: int
) -> None:
    shift = timedelta(weeks=weeks)
    later = [row | {"start_s": float(str(row["start_s"])) + shift.total_seconds()} for row in rows]
    here, there = history_of(rows, LAST_DAY), history_of(later, LAST_DAY + shift)
    for table in ("daily", "weekly"):
        moved = getattr(here, table).copy()
        moved.index = moved.index + shift
        pd.testing.assert_frame_equal(
            moved, getattr(there, table), check_freq=False, check_index_type=False
        )
    assert list(here.experience) == list(there.experience)


@FEW
@given(rows=rows(), k=st.floats(0.1, 10))
def test_scaling_all_load_leaves_ratios_and_changes_as_they_are(rows: list[Row], k: float) -> None:
    def scaled(value: object) -> object:
        return value * k if isinstance(value, float) else value

    names = ("run_impact_count", "run_impact_count_upper", "run_distance_m")
    more = [row | {name: scaled(row[name]) for name in names} for row in rows]
    one, other = history_of(rows, LAST_DAY), history_of(more, LAST_DAY)
    pd.testing.assert_series_equal(one.daily["base_ratio"], other.daily["base_ratio"], rtol=1e-9)
    for name in ("base_ratio", "run_impact_count_change_pct"):
        pd.testing.assert_series_equal(one.weekly[name], other.weekly[name], rtol=1e-7, atol=1e-7)
    assert other.day("run_impact_count") == pytest.approx(one.day("run_impact_count") * k)


@FEW
@given(rows=rows(), data=st.data(), share=st.floats(0.1, 0.9))
def test_a_run_in_two_files_with_a_short_pause_between_is_the_same_day_and_the_same_run(
    rows: list[Row], data: st.DataObject, share: float
) -> None:
    known = [row for row in rows if row["run_distance_m"] is not None]
    if not known:
        return
    row = data.draw(st.sampled_from(known))
    parts = halves(row, share)
    others = [other for other in rows if other is not row]
    whole, split = history_of(rows, LAST_DAY), history_of([*others, *parts], LAST_DAY)
    names = [name for name in LOADS if name != "walk_time_s"]
    pd.testing.assert_frame_equal(split.daily[names], whole.daily[names], rtol=1e-9)
    columns = ["run_distance_m", "run_impact_count", "run_time_s"]
    pd.testing.assert_frame_equal(split.runs[columns], whole.runs[columns], rtol=1e-9)


def halves(row: Row, share: float) -> list[Row]:
    """A row as two, the second five minutes after the end of the first."""
    names = ("run_distance_m", "run_impact_count", "run_time_s", "total_distance_m",
             "run_distance_upper_m", "run_impact_count_upper", "total_elapsed_time_s")  # fmt: skip

    def of(part: float, start_s: float, number: int) -> Row:
        values = {name: float(str(row[name])) * part for name in names}
        return row | values | {"start_s": start_s, "session_id": f"{row['session_id']}-{number}"}

    start_s = float(str(row["start_s"]))
    first_s = float(str(row["total_elapsed_time_s"])) * share
    return [of(share, start_s, 1), of(1 - share, start_s + first_s + 300, 2)]


@FEW
@given(rows=rows(), more=st.integers(1, 60))
def test_days_of_rest_after_the_last_session_change_no_earlier_day(
    rows: list[Row], more: int
) -> None:
    names = ["run_impact_count", "run_impact_count_7d", "base_run_impact_count", "base_ratio"]
    one = history_of(rows, LAST_DAY).daily[names]
    other = history_of(rows, LAST_DAY + timedelta(days=more)).daily[names]
    pd.testing.assert_frame_equal(one, other.loc[: pd.Timestamp(LAST_DAY)], check_freq=False)


@FEW
@given(rows=rows(), cut=st.integers(0, 97))
def test_a_later_session_changes_no_earlier_load(rows: list[Row], cut: int) -> None:
    day = FIRST_DAY + timedelta(days=cut)
    end_s = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() + 86_400
    earlier = [row for row in rows if float(str(row["start_s"])) < end_s]
    if not earlier:
        return
    names = ["run_impact_count", "run_impact_count_7d", "base_run_impact_count", "base_ratio"]
    now = history_of(earlier, day).daily[names]
    later = history_of(rows, LAST_DAY).daily[names].loc[now.index[0] : now.index[-1]]
    pd.testing.assert_frame_equal(now, later, check_freq=False)
