"""The weeks of a message."""

from __future__ import annotations

from dataclasses import replace

from loadwatch.notify.weeks import weeks_of
from loadwatch.report import Review


def test_a_week_of_runs_of_which_nothing_is_known_has_no_figure(sample_review: Review) -> None:
    weekly = sample_review.weekly.copy()
    last = weekly.index[-1]
    weekly.loc[last, ["run_count", "unknown_run_count", "run_distance_m", "run_impact_count"]] = (
        [2, 2, 0, 0]
    )  # fmt: skip
    latest = weeks_of(replace(sample_review, weekly=weekly), 4).rows[0]
    assert list(latest.cells[1:4]) == ["2", "?", "?"]
