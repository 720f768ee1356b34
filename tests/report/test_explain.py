"""What ``explain`` tells of a finding and of a column."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from loadwatch.athlete import Athlete
from loadwatch.diary import Entry
from loadwatch.errors import NothingThereError
from loadwatch.glossary import nearest
from loadwatch.importer import Import
from loadwatch.load import build_history, sessions_table
from loadwatch.report import DiaryUse, Review
from loadwatch.report.diary import red_flag_words
from loadwatch.report.explain import explain_column, explain_finding, explain_rule, find
from loadwatch.review import review_of
from loadwatch.rules import Finding, all_rules, judge
from tests.conftest import FIRST_DAY, run_row, weeks_of

RULES = {rule.code: rule for rule in all_rules()}
SPIKE_DAY = FIRST_DAY + timedelta(days=6 * 7 + 5)


def review_of_rows(
    rows: list[dict[str, object]], as_of: date | None = None, athlete: Athlete | None = None
) -> Review:
    table = sessions_table(rows)
    last = as_of or table["local_date"].max().date()
    history = build_history(table, last, athlete=athlete)
    empty = review_of(Import([], []))
    return replace(
        empty,
        as_of=last,
        sessions=history.sessions,
        weekly=history.weekly,
        daily=history.daily,
        judgement=judge(history),
    )


def spiked(*more: dict[str, object], athlete: Athlete | None = None) -> Review:
    rows = weeks_of([[5.0] * 3] * 6 + [[5.0, 5.0, 6.15]])
    return review_of_rows([*rows, *more], athlete=athlete)


def told(review: Review, finding_id: str) -> str:
    finding = find(review, finding_id)
    assert isinstance(finding, Finding), finding
    return "\n".join(explain_finding(review, finding, RULES[finding.code], finding_id))


def test_a_finding_is_told_with_its_numbers_files_and_limits() -> None:
    text = told(spiked(), f"LW101-{SPIKE_DAY:%Y%m%d}")
    assert "6.15 km / 5.00 km = 1.23, limit 1.10" in text
    assert f"6.15 km, 6,150 impacts: {SPIKE_DAY}-08.fit" in text
    assert "It looks back on 31 days with 14 runs; each day is known" in text
    assert "No run in them is estimated or unknown." in text
    assert "limit = 1.10: Ratio above which it speaks. [unitless; frandsen2025]" in text
    assert "cohort of 5,205 runners" in " ".join(text.split())
    assert "No number here outranks these signs." in text


def test_a_threshold_that_the_profile_changed_says_so() -> None:
    text = told(
        spiked(athlete=Athlete(rules={"session-spike": {"limit": 1.2}})),
        f"LW101-{SPIKE_DAY:%Y%m%d}",
    )
    assert "= 1.23, limit 1.20" in text
    assert "limit = 1.2 by your profile (1.10 without it)" in text
    assert "strong_limit = 1.30: " in text


def test_a_finding_that_has_ended_is_found_and_said_to_be_over() -> None:
    later = [run_row(SPIKE_DAY + timedelta(days=2 * ago), 5.0) for ago in range(1, 8)]
    text = told(spiked(*later), f"LW101-{SPIKE_DAY:%Y%m%d}")
    assert f"CAUTION, on {SPIKE_DAY.day} Feb 2026, over" in text
    assert "It is over: its condition last held on" in text


def test_a_day_within_an_episode_leads_to_it() -> None:
    rows = weeks_of([[5.0] * 3] * 6 + [[5.0, 5.0, 6.15], [7.5, 5.0, 5.0]])
    review = review_of_rows(rows)
    name, inside = f"LW101-{SPIKE_DAY:%Y%m%d}", f"LW101-{SPIKE_DAY + timedelta(days=1):%Y%m%d}"
    assert f"{inside} is a part of {name}." in told(review, inside)


def test_a_name_in_small_letters_is_enough() -> None:
    assert told(spiked(), f"lw101-{SPIKE_DAY:%Y%m%d}").startswith("LW101-")


def test_a_name_that_does_not_exist_gets_those_that_do() -> None:
    answer = find(spiked(), "LW101-20200101")
    assert answer == (
        f"there is no finding LW101-20200101 in these files; there are LW101-{SPIKE_DAY:%Y%m%d}"
    )
    nothing = review_of_rows(weeks_of([[5.0] * 3]))
    assert "no rule has found anything" in str(find(nothing, "LW101-20200101"))


def test_at_most_five_names_are_told() -> None:
    days = [FIRST_DAY + timedelta(days=40 * number) for number in range(8)]
    rows = [row for day in days for row in weeks_of([[5.0] * 3], first=day)]
    answer = str(find(review_of_rows(rows), "LW105-20200101"))
    assert answer.count("LW105-") == 6
    assert answer.endswith(" more")


def test_a_hole_and_an_unknown_run_are_told_with_how_sure_it_is() -> None:
    rows = weeks_of([[5.0] * 3] * 6 + [[5.0, 5.0, 9.0]])
    rows[-2].update(run_impact_count=None, run_impact_count_upper=5_000.0)
    rows[-3].update(impact_source="model")
    text = " ".join(told(review_of_rows(rows), f"LW101-{SPIKE_DAY:%Y%m%d}").split())
    assert "1 run of them with unknown impacts" in text
    assert "% of the impacts are estimated from speed" in text


def test_a_first_run_after_a_lay_off_is_told_with_both_of_its_limits() -> None:
    rows = weeks_of([[5.0] * 3])
    back = FIRST_DAY + timedelta(days=50)
    review = review_of_rows([*rows, run_row(back, 4.0, seconds=1_500)])
    (finding,) = [f for f in review.judgement.findings if f.code == "LW105"]
    assert finding.formula == (
        "45 days without a run on file, limit 14 days; e^(-45 / 42) = 34 % of the base is left; "
        "first run after 30 days or more: 4.00 km of running, limit 1.50 km; "
        "25.0 min of running, limit 5.0 min"
    )


def test_every_finding_of_a_busy_history_fits_80_columns() -> None:
    plan = [[5.0] * 3] * 8 + [[9.5] * 3] + [[15.0] * 6]
    rows = weeks_of(plan)
    rows += [run_row(FIRST_DAY + timedelta(days=100), None), run_row(FIRST_DAY, 5, source="model")]
    review = review_of_rows(rows)
    found = [*review.judgement.findings, *review.judgement.earlier]
    assert len(found) >= 5
    for finding in found:
        lines = told(review, finding.finding_id).splitlines()
        assert [line for line in lines if len(line) > 80] == []
        assert "{" not in "".join(lines)


def test_red_flags_in_the_diary_stand_before_any_explanation() -> None:
    entry = Entry(SPIKE_DAY, saddle_symptoms=True)
    told_of = red_flag_words([entry])
    use = DiaryUse("diary.csv", 1, SPIKE_DAY, 0, 0, 0, None, told_of, [], pd.DataFrame())
    review = replace(spiked(), diary=use)
    assert told(review, f"LW101-{SPIKE_DAY:%Y%m%d}").startswith("YOUR DIARY: ")
    assert explain_column("base_ratio", review)[0].startswith("YOUR DIARY: ")


def test_a_warning_of_two_rules_together_says_so() -> None:
    rows = weeks_of([[5.0] * 3] * 8 + [[9.5] * 3] + [[15.0] * 6])
    review = review_of_rows(rows)
    (spike,) = [f for f in review.judgement.findings if f.code == "LW101"]
    assert str(spike.severity) == "warning"
    text = " ".join(told(review, spike.finding_id).split())
    assert "it is a warning since base-ratio was raised too" in text


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_every_rule_fits_80_columns_and_lists_its_thresholds(rule: object) -> None:
    lines = explain_rule(rule)  # type: ignore[arg-type]
    assert [line for line in lines if len(line) > 80] == []
    text = "\n".join(lines)
    for name in rule.parameters:  # type: ignore[attr-defined]
        assert f"  {name} = " in text


def test_a_base_ratio_is_told_with_the_numbers_that_make_it() -> None:
    review = review_of_rows(weeks_of([[5.0] * 3] * 8))
    day = review.daily.loc[review.daily.index[-1]]
    text = "\n".join(explain_column("base_ratio", review))
    expected = f"(15,000 / 7) / {day['base_run_impact_count']:,.0f} = {day['base_ratio']:.2f}"
    assert expected in text
    assert "(run_impact_count_7d / 7) / base_run_impact_count" in text


def test_a_week_is_told_by_its_days_and_a_day_by_its_runs() -> None:
    rows = weeks_of([[5.0] * 3] * 2)
    rows.append(run_row(FIRST_DAY + timedelta(days=12), 2.0, hour=18))
    review = review_of_rows(rows)
    week = " ".join("\n".join(explain_column("run_impact_count_7d", review)).split())
    assert "5,000 (Tue 13 Jan) + 5,000 (Thu 15 Jan) + 7,000 (Sat 17 Jan) = 17,000" in week
    day = "\n".join(explain_column("run_impact_count", review, "2026-01-17"))
    assert "5,000 (20260117T0800-running) + 2,000 (20260117T1800-running) = 7,000" in day


def test_a_value_that_is_not_known_is_not_0() -> None:
    review = review_of_rows([run_row(FIRST_DAY, 5.0), run_row(FIRST_DAY + timedelta(days=1), None)])
    day = FIRST_DAY + timedelta(days=1)
    text = "\n".join(explain_column("run_impact_count", review, f"{day:%Y%m%d}T0800-running"))
    assert "run_impact_count = not known" in text


@pytest.mark.parametrize("at", ["2031-01-01", "tomorrow", "20260101T0000-running"])
def test_a_day_or_session_that_is_not_there_is_refused(at: str) -> None:
    with pytest.raises(NothingThereError):
        explain_column("base_ratio", spiked(), at)


def test_what_looks_like_a_word_is_suggested() -> None:
    assert nearest("decouplin", ["decoupling", "cadence"]) == ["decoupling"]
    assert nearest("xyzzy", ["decoupling", "cadence"]) == []
