"""When anything warns at all, over random histories with diaries and profiles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadwatch.athlete import Athlete
from loadwatch.diary import Entry
from loadwatch.rules import Finding, Severity, all_rules, judge
from tests.conftest import FIRST_DAY, history_of, ladder_rows, run_row, weeks_of
from tests.properties.sessions import PROPERTY

SYMPTOMS = {"LW601", "LW602"}

pains = st.none() | st.integers(0, 10).map(float)
answers = st.sampled_from([None, None, None, False, True])
entries = st.builds(
    Entry,
    date=st.integers(0, 80).map(lambda number: FIRST_DAY + timedelta(days=number)),
    pain_during=pains,
    pain_after=pains,
    pain_next_morning=pains,
    leg_symptoms=answers,
    saddle_symptoms=answers,
    strength=answers,
)
athletes = st.builds(
    Athlete,
    experience=st.sampled_from([None, "novice", "returning", "long-term"]),
    careful=st.booleans(),
    height_m=st.just(1.7),
    mass_kg=st.sampled_from([None, 70.0, 95.0]),
    strength_per_week=st.sampled_from([None, 2]),
    wakes_at=st.sampled_from([None, time(7, 30)]),
    programme_start=st.sampled_from([None, FIRST_DAY, FIRST_DAY + timedelta(days=40)]),
)


@st.composite
def runs(draw: st.DrawFn) -> list[dict[str, object]]:
    """Runs over twelve weeks: longer and shorter ones, a few of which little is known."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    day, rows = 0, []
    while day < 80:
        km = round(float(rng.gamma(4, 1.2)) + 0.2, 2) * float(rng.choice([1, 1, 1, 1, 2.5]))
        if rng.random() < 0.05:
            upper = {"run_distance_upper_m": km * 1000, "run_impact_count_upper": km * 1100}
            rows.append(run_row(FIRST_DAY + timedelta(days=day), None, **upper))
        else:
            rows.append(run_row(FIRST_DAY + timedelta(days=day), km))
        day += int(rng.choice([1, 1, 2, 2, 3, 4, 12], p=[0.2, 0.1, 0.3, 0.2, 0.1, 0.08, 0.02]))
    return rows


def findings_of(
    rows: list[dict[str, object]], told: Sequence[Entry], athlete: Athlete
) -> list[Finding]:
    judgement = judge(history_of(rows, entries=told, athlete=athlete))
    return [*judgement.findings, *judgement.earlier]


@PROPERTY
@given(runs(), st.lists(entries, max_size=12), athletes)
def test_nothing_warns_but_symptoms_a_run_over_double_and_a_strong_spike_on_a_raised_base(
    rows: list[dict[str, object]], told: list[Entry], athlete: Athlete
) -> None:
    found = findings_of(rows, told, athlete)
    raised = [f for f in found if f.code == "LW104" and f.severity is Severity.CAUTION]
    for finding in found:
        if finding.severity is not Severity.WARNING or finding.code in SYMPTOMS:
            continue
        assert finding.code == "LW101"
        assert finding.observed > 2 or (finding.is_strong and raised)


@PROPERTY
@given(runs(), st.lists(entries, max_size=12), athletes)
def test_symptoms_told_are_never_answered_with_less_than_a_warning(
    rows: list[dict[str, object]], told: list[Entry], athlete: Athlete
) -> None:
    history = history_of(rows, FIRST_DAY + timedelta(days=82), entries=told, athlete=athlete)
    judgement = judge(history)
    warned = {
        (f.code, number)
        for f in (*judgement.findings, *judgement.earlier)
        if f.severity is Severity.WARNING
        for number in range(f.period_start.toordinal(), f.period_end.toordinal() + 1)
    }
    signals = {
        (rule.code, signal.day)
        for rule in all_rules()
        if rule.code in SYMPTOMS
        for signal in rule.signals(history)
        if signal.severity is Severity.WARNING
    }
    for entry in told:
        if entry.saddle_symptoms:
            assert ("LW602", entry.date) in signals
            assert ("LW602", entry.date.toordinal()) in warned
        if entry.leg_symptoms or max(entry.pain_during or 0, entry.pain_after or 0) > 5:
            assert ("LW601", entry.date) in signals
        if (entry.pain_next_morning or 0) > 4:
            assert ("LW601", entry.date + timedelta(days=1)) in signals


@PROPERTY
@given(runs(), st.lists(entries, min_size=1, max_size=12), athletes)
def test_a_diary_of_pain_lowers_no_finding_about_load(
    rows: list[dict[str, object]], told: list[Entry], athlete: Athlete
) -> None:
    with_diary = [f for f in findings_of(rows, told, athlete) if f.code.startswith("LW1")]
    assert with_diary == [f for f in findings_of(rows, [], athlete) if f.code.startswith("LW1")]


@pytest.mark.parametrize("experience", [None, "novice", "returning", "long-term"])
@pytest.mark.parametrize("careful", [False, True])
def test_level_weeks_and_the_ladder_hear_nothing_above_information(
    experience: str | None, careful: bool
) -> None:
    athlete = Athlete(
        experience=experience, careful=careful, height_m=1.7, mass_kg=95.0, strength_per_week=2,
        wakes_at=time(7, 30), programme_start=FIRST_DAY,
    )  # fmt: skip
    told = [Entry(FIRST_DAY + timedelta(days=n), pain_during=1.0) for n in range(0, 80, 3)]
    for rows in (weeks_of([[0.9] * 3] * 12), ladder_rows()):
        worst = {f.severity for f in findings_of(rows, told, athlete)}
        assert worst <= {Severity.INFO}


@pytest.mark.parametrize("code", ["LW302", "LW303", "LW502"])
def test_rules_that_inform_cannot_do_more(code: str) -> None:
    athlete = Athlete(careful=True, experience="novice", strength_per_week=3, wakes_at=time(8, 0))
    rows = weeks_of([[5.0] * 6] * 8)
    found = [f for f in findings_of(rows, [], athlete) if f.code == code]
    assert {f.severity for f in found} == {Severity.INFO}
