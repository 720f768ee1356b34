"""What may follow a history: the quick way equals the slow one in every value."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from loadwatch.diary import Entry
from loadwatch.load import History, build_history, sessions_table
from loadwatch.load.ahead import PlannedRun, ahead, level_rows
from loadwatch.load.diary import TOLD_COLUMNS, told_days
from tests.conftest import FIRST_DAY, history_of, run_row, weeks_of


def slowly(history: History, rows: list[dict[str, object]], until: date) -> History:
    """All tables anew from the longer table of sessions."""
    more = pd.DataFrame(rows, columns=list(history.sessions.columns))
    kinds = {name: kind for name, kind in history.sessions.dtypes.items() if kind == np.float64}
    table = pd.concat([history.sessions, more.astype(kinds)], ignore_index=True)
    table["local_date"] = pd.to_datetime(table["local_date"])
    table = table.astype(history.sessions.dtypes.to_dict())
    days = pd.date_range(history.daily.index[0], pd.Timestamp(until), name="local_date")
    told = history.daily[TOLD_COLUMNS].reindex(days)
    ran = days.isin(table["local_date"])
    told.loc[~ran & (days > pd.Timestamp(history.as_of)), "diary_day"] = "rest"
    return build_history(table, until, told, history.athlete)


def random_history(seed: int) -> History:
    """Runs and walks, two a day at times, holes, unknown impacts, and a diary."""
    rng = np.random.default_rng(seed)
    day, rows = 0, []
    for _ in range(int(rng.integers(1, 160))):
        day += int(rng.choice([0, 1, 2, 2, 3, 4, 13]))
        when = FIRST_DAY + timedelta(days=day)
        km = None if rng.random() < 0.1 else round(float(rng.gamma(6, 0.9)), 2)
        upper = float(rng.choice([5_000.0, np.nan]))
        more = {} if km is not None else {"run_impact_count_upper": upper}
        sport = str(rng.choice(["running", "running", "walking"]))
        rows.append(run_row(when, km, hour=int(rng.integers(5, 21)), sport=sport, **more))
    table = sessions_table(rows)
    as_of = table["local_date"].max().date() + timedelta(days=int(rng.choice([0, 0, 1, 12])))
    entries = [Entry(date=as_of, day="rest"), Entry(date=as_of, pain_during=3.0)]
    return build_history(table, as_of, told_days(entries[: int(rng.integers(0, 3))]))


def assert_equal(quick: History, slow: History) -> None:
    for name in ("daily", "runs", "sessions", "weekly"):
        assert_frame_equal(getattr(quick, name), getattr(slow, name), check_exact=True, obj=name)
    assert list(quick.experience) == list(slow.experience)
    assert quick.as_of == slow.as_of


@pytest.mark.parametrize("seed", range(14))
def test_a_planned_run_gives_the_history_that_all_sessions_would(seed: int) -> None:
    history = random_history(seed)
    on = history.as_of + timedelta(days=1 + seed % 4)
    rows = [PlannedRun(on, 4_321.0, 1_600.0, 4_400.0, 1 + seed % 3, 60.0).row()]
    until = on + timedelta(days=seed % 7)
    assert_equal(ahead(history, rows, until), slowly(history, rows, until))
    assert_equal(ahead(history, [], until), slowly(history, [], until))


@pytest.mark.parametrize("seed", range(14))
def test_level_weeks_give_the_history_that_all_sessions_would(seed: int) -> None:
    history = random_history(seed)
    until = history.as_of + timedelta(days=23)
    rows = level_rows(history, until)
    assert_equal(ahead(history, rows, until), slowly(history, rows, until))


def test_level_weeks_repeat_the_last_seven_days() -> None:
    history = history_of(weeks_of([[4.0, 5.0, 6.0]] * 3))
    later = ahead(history, level_rows(history, FIRST_DAY + timedelta(days=33)),
                  FIRST_DAY + timedelta(days=33))  # fmt: skip
    assert later.day("run_distance_m")[-7:].tolist() == [0, 0, 4_000, 0, 5_000, 0, 6_000]
    assert later.daily["day_state"].iloc[-7:].eq("rest").sum() == 4


def test_the_history_it_began_with_is_as_it_was() -> None:
    history = history_of(weeks_of([[4.0, 5.0, 6.0]] * 3))
    before = history.daily.copy()
    ahead(history, [PlannedRun(date(2026, 2, 1), 5e3, 1.8e3, 5e3).row()], date(2026, 2, 1))
    assert_frame_equal(history.daily, before)
