"""Columns that are shown for comparison can never raise a finding."""

import inspect
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from loadwatch.columns import DAILY, SESSIONS, WEEKLY, names
from loadwatch.load import History
from loadwatch.rules import Rule, all_rules
from tests.conftest import history_of, weeks_of

WORDS = ("_load_au", "impact_load", "acwr", "coupled_ratio", "ewma_ratio", "monotony", "strain",
         "volume_class")  # fmt: skip
TABLES = {"sessions": SESSIONS, "runs": SESSIONS, "daily": DAILY, "weekly": WEEKLY}
SHOW_ONLY = {
    table: [name for name in names(columns) if any(word in name for word in WORDS)]
    for table, columns in TABLES.items()
}
PLAN = [[5.0] * 3] * 8 + [[9.5] * 3] + [[15.0] * 6]

every_rule = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)


@every_rule
def test_no_rule_names_a_column_that_is_only_shown(rule: Rule) -> None:
    module = inspect.getmodule(rule.check)
    assert module is not None
    source = inspect.getsource(module)
    listed = {name for columns in SHOW_ONLY.values() for name in columns}
    if rule.name == "volume-class-change":
        listed.discard("volume_class")
    assert [name for name in sorted(listed) if name in source] == []


def test_the_columns_that_are_only_shown_exist_for_days_and_weeks() -> None:
    assert len([name for name in SHOW_ONLY["daily"] if name.endswith("_au")]) == 4
    assert {"acwr_coupled_ratio", "acwr_uncoupled_ratio", "acwr_ewma_ratio", "monotony_ratio",
            "strain_count", "volume_class"} <= set(SHOW_ONLY["weekly"])  # fmt: skip


def with_show_only(history: History, value: float) -> History:
    """The same history in which every column that is only shown holds one number."""

    def changed(table: str, frame: pd.DataFrame) -> pd.DataFrame:
        there = [name for name in SHOW_ONLY[table] if name in frame and name != "volume_class"]
        return frame.assign(**dict.fromkeys(there, value))

    stored = [table for table in SHOW_ONLY if table != "weekly"]
    other = replace(history, **{name: changed(name, getattr(history, name)) for name in stored})
    other.__dict__["weekly"] = changed("weekly", history.weekly)
    return other


@every_rule
@pytest.mark.parametrize("value", [np.nan, 0.0, 1e9])
def test_what_is_only_shown_changes_no_signal(rule: Rule, value: float) -> None:
    history = history_of(weeks_of(PLAN))
    assert rule.signals(with_show_only(history, value)) == rule.signals(history)
