"""The last seven days beside what is usual and where the base ratio begins to speak."""

from datetime import timedelta

import numpy as np
import pytest

from loadwatch.load.acute import acute_load, cost_per_km, week_limit
from loadwatch.rules import all_rules
from tests.conftest import FIRST_DAY, history_of, run_row, weeks_of

LIMITS = {"limit": 1.5, "new_territory": 1.1}


def test_level_days_are_usual_and_the_limit_is_half_as_much_again() -> None:
    assert week_limit(np.full(200, 1_000.0), **LIMITS)[-1] == pytest.approx(10_500)


def test_after_a_light_week_a_usual_week_stays_under_the_limit() -> None:
    load = np.concatenate((np.full(60, 1_000.0), np.full(7, 100.0)))
    assert week_limit(load, **LIMITS)[-1] > 7_000


@pytest.mark.parametrize("last_week", [[5.0] * 3, [8.0] * 3, [9.0] * 3, [5.0] * 6, [10.0] * 3])
def test_the_rule_speaks_exactly_above_the_limit(last_week: list[float]) -> None:
    history = history_of(weeks_of([[5.0] * 3] * 8 + [last_week]))
    rule = next(each for each in all_rules() if each.name == "base-ratio")
    told = {signal.day for signal in rule.signals(history)}
    acute = acute_load(history, "run_impact_count", **LIMITS)
    assert (history.as_of in told) == (acute.last_7d > acute.limit_7d)


def test_a_run_of_unknown_load_makes_the_days_unknown_and_the_usual_provisional() -> None:
    rows = weeks_of([[5.0] * 3] * 8)
    for row in rows:
        row["impact_load_km"] = 5.0
    rows.append(run_row(FIRST_DAY + timedelta(days=55), 5, impact_load_km=None))
    acute = acute_load(history_of(rows), "impact_load_km", **LIMITS)
    assert np.isnan(acute.last_7d)
    assert acute.is_provisional
    assert 14 < acute.usual_week < 16


def test_the_week_begins_on_monday() -> None:
    history = history_of(weeks_of([[5.0] * 3] * 8 + [[4.0] * 3]), FIRST_DAY + timedelta(days=57))
    acute = acute_load(history, "run_distance_m", **LIMITS)
    assert acute.week == pytest.approx(4_000)
    assert acute.last_7d == pytest.approx(14_000)


def test_without_a_distance_a_kilometre_costs_nothing_known() -> None:
    assert np.isnan(cost_per_km(3.0, 0.0))
