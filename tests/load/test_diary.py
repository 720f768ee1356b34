"""A diary makes days known, adds runs without a file, and never turns unknown into zero."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from loadwatch.diary import Entry
from loadwatch.load import History, build_history, sessions_table
from loadwatch.load.daily import ACTIVE, REST, UNOBSERVED
from loadwatch.load.diary import told_days, unrecorded_runs
from tests.conftest import FIRST_DAY, run_row


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def history(
    rows: list[dict[str, object]], entries: list[Entry], as_of: date | None = None
) -> History:
    runs, _ = unrecorded_runs(entries, sessions_table(rows), "diary.csv")
    sessions = sessions_table([*rows, *runs])
    return build_history(sessions, as_of or sessions["local_date"].max().date(), told_days(entries))


APART = [run_row(day(0), 5), run_row(day(20), 5)]


@pytest.mark.parametrize("kind", ["rest", "ill", "away"])
def test_days_that_the_diary_tells_are_rest(kind: str) -> None:
    found = history(APART, [Entry(day(1), day(18), day=kind)])
    assert found.daily["day_state"].tolist() == [ACTIVE, *[REST] * 18, UNOBSERVED, ACTIVE]
    assert found.daily["diary_day"].tolist()[1:19] == [kind] * 18
    assert found.unobserved_days(14)[-1] == 1
    assert found.weekly["unobserved_day_count"].tolist() == [0, 0, 1]


def test_days_after_the_last_file_are_known_where_the_diary_tells_them() -> None:
    found = history([run_row(day(0), 5)], [Entry(day(1), day(3), day="ill")], day(5))
    assert found.unobserved_days(14).tolist() == [0, 0, 0, 0, 1, 2]


def test_what_was_unobserved_on_a_day_is_known_without_later_files() -> None:
    rows = [run_row(day(number), 5) for number in (0, 5, 20)]
    entries = [Entry(day(8), day(12), day="away"), Entry(day(16), day="rest")]
    whole = history(rows, entries)
    for number in range(len(whole.daily)):
        then = history(rows[: sum(n <= number for n in (0, 5, 20))], entries, day(number))
        assert then.unobserved_days(14)[-1] == whole.unobserved_days(14)[number]


def test_a_file_outranks_a_day_of_rest() -> None:
    found = history(APART, [Entry(day(0), day(20), day="rest")])
    assert found.daily["day_state"].iloc[0] == ACTIVE
    assert found.daily["run_distance_m"].iloc[0] == 5_000


def test_pain_alone_makes_no_day_known() -> None:
    found = history(APART, [Entry(day(10), pain_during=2.0, strength=True)])
    assert found.daily["day_state"].iloc[10] == UNOBSERVED


def test_entries_of_one_day_are_taken_together_and_unknown_is_not_zero() -> None:
    entries = [
        Entry(day(0), pain_during=2.0, leg_symptoms=False),
        Entry(day(0), pain_during=4.0, pain_next_morning=0.0, leg_symptoms=True, session_rpe=3.0),
    ]
    daily = history(APART, entries).daily
    told = daily.iloc[0]
    assert (told["pain_during"], told["pain_next_morning"], told["session_rpe"]) == (4, 0, 3)
    assert told["leg_symptoms"] is True
    assert np.isnan(told["pain_after"])
    assert told["strength"] is None
    assert daily[["pain_during", "leg_symptoms", "diary_day"]].iloc[1:].isna().all(axis=None)


def test_a_run_without_a_file_counts_its_distance_and_at_most_190_steps_a_minute() -> None:
    found = history(APART, [Entry(day(7), run_km=5.0, run_min=30.0)])
    row = found.daily.iloc[7]
    assert row["day_state"] == ACTIVE
    assert (row["run_distance_m"], row["run_time_s"]) == (5_000, 1_800)
    assert (row["run_impact_count"], row["run_impact_count_upper"]) == (0, 5_700)
    assert row["unknown_run_count"] == 1
    assert found.runs["is_known"].tolist() == [True, False, True]
    assert np.isnan(found.runs["longest_run_bout_s"].iloc[1])


def test_without_minutes_not_even_the_most_is_known() -> None:
    row = history(APART, [Entry(day(7), run_km=5.0)]).daily.iloc[7]
    assert row["run_distance_upper_m"] == 5_000
    assert np.isnan(row["run_impact_count_upper"])


def test_a_run_that_is_on_file_too_counts_once() -> None:
    entries = [Entry(day(0), run_km=5.2), Entry(day(0), run_km=5.2), Entry(day(1), run_km=5.2)]
    rows, on_file = unrecorded_runs(entries, sessions_table(APART), "diary.csv")
    assert on_file == entries[:1]
    assert [row["session_id"] for row in rows] == ["20260105-diary-2", "20260106-diary-1"]


@pytest.mark.parametrize("offset_h", [-11, 0, 14])
def test_a_run_of_unknown_hour_stands_on_its_day_and_in_order(offset_h: int) -> None:
    rows = []
    for number in (0, 2):
        recorded = run_row(day(number), 5, utc_offset_s=offset_h * 3600.0)
        rows.append(recorded | {"start_s": float(str(recorded["start_s"])) - offset_h * 3600})
    found = history(rows, [Entry(day(1), run_km=4.0), Entry(day(2), run_km=3.0)])
    assert found.runs["local_date"].is_monotonic_increasing
    assert found.sessions["local_date"].tolist() == [pd.Timestamp(day(n)) for n in (0, 1, 2, 2)]
    unknown = found.sessions[found.sessions["format"] == "diary"]
    assert unknown["start_time"].isna().all()


def test_without_a_diary_nothing_is_told() -> None:
    daily = build_history(sessions_table(APART), day(20)).daily
    assert daily[["diary_day", "pain_during", "strength", "session_rpe"]].isna().all(axis=None)
