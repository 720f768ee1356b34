"""A finding keeps its name from night to night."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from loadwatch.load import History, build_history, sessions_table
from loadwatch.rules import Finding, judge
from loadwatch.rules._base import Needs, Severity, Signal, rule
from loadwatch.rules._judge import CLEAR_DAYS, judge_with
from tests.conftest import FIRST_DAY, history_of, run_row, weeks_of


def findings_of(rows: list[dict[str, object]], as_of: date | None = None) -> list[Finding]:
    judgement = judge(history_of(rows, as_of))
    return [*judgement.findings, *judgement.earlier]


def runs_with_holes(seed: int) -> list[dict[str, object]]:
    rng = np.random.default_rng(seed)
    day, rows = 0, []
    for _ in range(30):
        day += int(rng.choice([1, 2, 2, 3, 4, 9, 17]))
        rows.append(run_row(FIRST_DAY + timedelta(days=day), round(float(rng.gamma(6, 0.9)), 2)))
    return rows


def test_an_id_is_the_rule_and_the_first_day() -> None:
    rows = weeks_of([[5.0] * 3] * 6 + [[5.0, 5.0, 6.15]])
    (spike,) = [finding for finding in findings_of(rows) if finding.code == "LW101"]
    assert spike.finding_id == f"LW101-{FIRST_DAY + timedelta(days=6 * 7 + 5):%Y%m%d}"


@pytest.mark.parametrize("seed", range(2))
def test_an_id_stays_while_nights_go_by(seed: int) -> None:
    rows = runs_with_holes(seed)
    table = sessions_table(rows)
    last = table["local_date"].max().date()
    before: set[str] = set()
    for ago in range(30, -16, -1):
        judgement = judge(build_history(table, last - timedelta(days=ago)))
        now = {item.finding_id for item in (*judgement.findings, *judgement.earlier)}
        assert before <= now
        before = now
    assert before


@pytest.mark.parametrize("seed", range(6))
def test_no_two_findings_share_an_id(seed: int) -> None:
    ids = [finding.finding_id for finding in findings_of(runs_with_holes(seed))]
    assert ids
    assert len(ids) == len(set(ids))


def test_episodes_of_a_rule_begin_more_than_a_week_apart() -> None:
    """So no two share a first day, however many signals a day has."""
    rng = np.random.default_rng(5)
    days = sorted(int(day) for day in rng.integers(0, 200, size=60))

    def check(history: History) -> Iterator[Signal]:
        for day in days:
            yield Signal(history.date_at(day), Severity.INFO, "", "", 1.0, 1.0, "ratio")

    often = rule(code="LW999", name="every-so-often", evidence="C", needs=Needs(runs=0), cites=())(
        check
    )
    history = history_of([run_row(FIRST_DAY, 5.0)], FIRST_DAY + timedelta(days=200))
    judgement = judge_with([often], history)
    found = sorted(f.period_start for f in (*judgement.findings, *judgement.earlier))
    assert len(found) > 2
    assert all((later - first).days > CLEAR_DAYS for first, later in pairwise(found))


def test_two_spikes_of_one_day_are_one_finding() -> None:
    rows = weeks_of([[5.0] * 3] * 6)
    day = FIRST_DAY + timedelta(days=43)
    rows += [run_row(day, 7.0, hour=6), run_row(day, 9.0, hour=18)]
    spikes = [finding for finding in findings_of(rows) if finding.code == "LW101"]
    assert len(spikes) == 1
