"""What the diary tells of pain: the findings that warn by themselves."""

import pytest

from loadwatch.diary import Entry
from loadwatch.rules import Severity, judge
from tests.conftest import history_of, run_row
from tests.rules.build import day, found, severity_of, unjudged

PAIN, FLAGS = "pain-response", "red-flag-symptoms"
ROWS = [run_row(day(number), 5) for number in range(0, 22, 2)]
LAST = 20
USUAL_3 = [Entry(day(number), pain_during=3.0, pain_next_morning=3.0) for number in range(2, 12, 2)]


def pain(**told: float | bool) -> Entry:
    return Entry(day(LAST), **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("during", "expected"),
    [(0.0, None), (2.0, None), (2.5, Severity.CAUTION), (3.0, Severity.CAUTION),
     (5.0, Severity.CAUTION), (5.5, Severity.WARNING), (6.0, Severity.WARNING)],
)  # fmt: skip
@pytest.mark.parametrize("when", ["pain_during", "pain_after"])
def test_pain_speaks_above_2_and_warns_above_5(
    when: str, during: float, expected: Severity | None
) -> None:
    assert severity_of(PAIN, ROWS, entries=[pain(**{when: during})]) is expected


def test_pain_of_six_says_so_and_what_to_do() -> None:
    finding = found(PAIN, ROWS, entries=[pain(pain_during=6.0)])
    assert finding is not None
    assert finding.message == "Pain of 6 of 10 on Sun 25 Jan, above 5."
    assert "clinician" in finding.advice
    assert "No number here outranks this" in finding.advice
    assert (finding.observed, finding.limit, finding.unit) == (6, 5, "0-10")


@pytest.mark.parametrize(
    ("morning", "expected"),
    [(0.0, None), (1.0, None), (2.0, Severity.CAUTION), (3.0, Severity.WARNING)],
)
def test_a_morning_above_2_has_not_settled_and_a_rise_of_2_is_a_caution(
    morning: float, expected: Severity | None
) -> None:
    told = [pain(pain_during=0.0, pain_next_morning=morning)]
    assert severity_of(PAIN, ROWS, as_of=day(LAST + 1), entries=told) is expected


def test_a_morning_is_judged_on_that_morning_and_not_before() -> None:
    told = [pain(pain_during=1.0, pain_next_morning=6.0)]
    assert found(PAIN, ROWS, as_of=day(LAST), entries=told) is None
    finding = found(PAIN, ROWS, as_of=day(LAST + 1), entries=told)
    assert finding is not None
    assert finding.severity is Severity.WARNING
    assert finding.period_start == day(LAST + 1)


def test_leg_symptoms_warn_without_any_number() -> None:
    finding = found(PAIN, ROWS, entries=[pain(leg_symptoms=True)])
    assert finding is not None
    assert finding.severity is Severity.WARNING
    assert finding.message == "Leg symptoms on Sun 25 Jan."
    assert found(PAIN, ROWS, entries=[pain(leg_symptoms=False)]) is None


def test_a_morning_that_has_not_settled_does_not_hide_the_leg_symptoms_before_it() -> None:
    told = [pain(leg_symptoms=True, pain_during=1.0, pain_next_morning=3.0)]
    finding = found(PAIN, ROWS, as_of=day(LAST + 1), entries=told)
    assert finding is not None
    assert finding.message == "Leg symptoms on Sun 25 Jan."
    assert finding.period_end == day(LAST + 1)


def test_pain_of_a_day_of_rest_after_the_last_run_is_judged() -> None:
    told = [Entry(day(LAST + 3), day="rest", pain_after=7.0)]
    assert severity_of(PAIN, ROWS, as_of=day(LAST + 3), entries=told) is Severity.WARNING


def test_a_rise_of_two_above_the_usual_of_the_month_is_a_caution() -> None:
    before = [Entry(day(number), pain_during=0.0) for number in range(0, 10, 2)]
    finding = found(PAIN, ROWS, entries=[*before, pain(pain_during=2.0)])
    assert finding is not None
    assert finding.severity is Severity.CAUTION
    assert "2 more than is usual for you" in finding.message
    assert found(PAIN, ROWS, entries=[*before, pain(pain_during=1.9)]) is None
    assert found(PAIN, ROWS, entries=[*before[1:], pain(pain_during=2.0)]) is None


def test_usual_pain_of_three_is_information_and_its_mornings_have_settled() -> None:
    told = [*USUAL_3, pain(pain_during=3.0, pain_next_morning=3.0)]
    finding = found(PAIN, ROWS, as_of=day(LAST + 1), entries=told)
    assert finding is not None
    assert finding.severity is Severity.INFO
    assert "no more than is usual for you" in finding.message
    assert finding.period_start == day(LAST)
    assert finding.period_end == day(LAST + 1)


def test_a_morning_above_usual_has_not_settled() -> None:
    told = [*USUAL_3, pain(pain_during=3.0, pain_next_morning=4.0)]
    finding = found(PAIN, ROWS, as_of=day(LAST + 1), entries=told)
    assert finding is not None
    assert finding.severity is Severity.WARNING
    assert "not settled to 3 or less" in finding.message


def test_usual_pain_of_five_excuses_nothing() -> None:
    before = [Entry(day(number), pain_during=5.0) for number in range(0, 10, 2)]
    assert severity_of(PAIN, ROWS, entries=[*before, pain(pain_during=5.0)]) is Severity.CAUTION


def test_without_pain_in_the_diary_of_a_month_it_is_not_judged() -> None:
    reason = unjudged(PAIN, ROWS)
    assert reason is not None
    assert "loadwatch diary add" in reason
    assert unjudged(PAIN, ROWS, entries=[pain(pain_during=0.0)]) is None
    assert unjudged(PAIN, ROWS, as_of=day(LAST + 28), entries=[pain(pain_during=0.0)]) == reason


def test_symptoms_in_the_saddle_warn_at_once_and_come_first() -> None:
    told = [pain(saddle_symptoms=True, pain_during=3.0)]
    finding = found(FLAGS, ROWS, entries=told)
    assert finding is not None
    assert finding.severity is Severity.WARNING
    assert "emergency care at once" in finding.advice
    assert severity_of(PAIN, ROWS, entries=told) is Severity.CAUTION


def test_of_equal_warnings_what_was_felt_stands_first() -> None:
    rows = [*ROWS, run_row(day(22), 11)]
    told = [Entry(day(22), pain_during=6.0, saddle_symptoms=True)]
    findings = judge(history_of(rows, entries=told)).findings
    assert [f.code for f in findings if f.severity is Severity.WARNING] == [
        "LW602", "LW601", "LW101",
    ]  # fmt: skip


def test_an_answer_of_no_is_no_symptom() -> None:
    assert found(FLAGS, ROWS, entries=[pain(saddle_symptoms=False)]) is None
    assert found(FLAGS, ROWS) is None
