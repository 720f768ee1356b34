"""The next step follows the criteria, and says on what it rests."""

from collections.abc import Sequence

import pytest

from loadwatch.athlete import Athlete
from loadwatch.diary import Entry
from loadwatch.load.diary import told_days
from loadwatch.programme import Step, find_ladder, step
from loadwatch.rules import Severity, judge
from tests.programme.builders import OURS, calm, continuous_row, day, sets_row, stage_row, told

THREE = (0, 2, 4)
"""Days of three sessions in a week."""


def rows_at(stage: int, days: Sequence[int] = THREE) -> list[dict[str, object]]:
    return [stage_row(day(number), stage) for number in days]


def step_after(
    entries: Sequence[Entry], *, stage: int = 4, days: Sequence[int] = THREE, as_of: int = 7,
    athlete: Athlete | None = None, cautions: frozenset[str] = frozenset(),
    usual_pain: float | None = None,
) -> Step:  # fmt: skip
    history = told(rows_at(stage, days), entries, day(as_of), athlete)
    return step(history, OURS, cautions, usual_pain=usual_pain)


def pains(*peaks: float, morning: float = 0.0) -> list[Entry]:
    return [
        Entry(day(number), pain_during=peak, pain_after=0.0, pain_next_morning=morning)
        for number, peak in zip(THREE, peaks, strict=True)
    ]


def words(found: Step) -> str:
    return " ".join(found.reasons)


def test_three_calm_sessions_in_a_week_lead_one_stage_up() -> None:
    found = step_after(calm(*THREE))
    assert (found.decision, found.stage, found.next_stage) == ("advance", 4, 5)
    assert (found.session_count, found.day_count) == (3, 7)
    assert "settled by the next morning" in words(found)


def test_without_pain_in_the_diary_the_step_says_what_it_rests_on() -> None:
    found = step_after([])
    assert (found.decision, found.next_stage) == ("advance-if-pain-allows", 5)
    assert "not in the diary" in words(found)
    assert "else repeat this stage" in words(found)


@pytest.mark.parametrize("missing", ["pain", "morning"])
def test_one_session_of_unknown_pain_makes_the_step_conditional(missing: str) -> None:
    entries = calm(0, 2)
    if missing == "morning":
        entries.append(Entry(day(4), pain_during=1.0))
    assert step_after(entries).decision == "advance-if-pain-allows"


def test_unknown_pain_is_not_no_pain_beside_a_pain_that_holds() -> None:
    assert step_after([Entry(day(2), pain_during=4.0, pain_next_morning=0.0)]).decision == "hold"


def test_two_sessions_are_too_few() -> None:
    found = step_after(calm(0, 2), days=(0, 2))
    assert (found.decision, found.next_stage) == ("hold", 4)
    assert "2 of the 3 sessions" in words(found)


def test_six_days_are_too_few_and_the_day_is_told() -> None:
    found = step_after(calm(*THREE), as_of=6)
    assert (found.decision, found.advance_from) == ("hold", day(7))
    assert "complete on Mon 12 Jan" in words(found)
    assert "From then on the next stage, if pain stays at 2" in words(found)


def test_a_careful_profile_holds_for_two_weeks() -> None:
    days = (0, 2, 4, 7, 9, 11)
    careful = Athlete(careful=True)
    assert step_after(calm(*days), days=days, as_of=13, athlete=careful).decision == "hold"
    assert step_after(calm(*days), days=days, as_of=14, athlete=careful).decision == "advance"


def test_a_session_cut_short_is_none_of_the_three() -> None:
    rows = [*rows_at(4, (0, 2)), sets_row(day(4), 40, 95, 4)]
    found = step(told(rows, calm(*THREE), day(7)), OURS)
    assert (found.decision, found.session_count) == ("hold", 2)


@pytest.mark.parametrize(
    ("peaks", "decision"),
    [
        ((2, 2, 2), "advance"), ((0, 0, 0), "advance"), ((0, 0, 2.5), "hold"), ((0, 0, 3), "hold"),
        ((0, 0, 5), "hold"), ((3, 0, 0), "hold"), ((0, 0, 5.5), "back"), ((0, 0, 8), "back"),
        ((6, 0, 0), "hold"), ((0, 3, 3), "back"), ((3, 3, 0), "hold"), ((3, 0, 3), "hold"),
    ],
)  # fmt: skip
def test_pain_decides(peaks: tuple[float, ...], decision: str) -> None:
    found = step_after(pains(*peaks))
    assert found.decision == decision
    assert found.next_stage == {"advance": 5, "hold": 4, "back": 3}[decision]


def test_pain_that_has_not_settled_by_next_morning_leads_one_stage_back() -> None:
    entries = [*calm(0, 2), Entry(day(4), pain_during=1.0, pain_next_morning=3.0)]
    found = step_after(entries)
    assert (found.decision, found.next_stage) == ("back", 3)
    assert "not back to usual by the next morning" in words(found)


def test_an_unsettled_morning_among_the_last_three_never_leads_up() -> None:
    entries = [Entry(day(0), pain_during=1.0, pain_next_morning=3.0), *calm(2, 4)]
    assert step_after(entries).decision == "hold"


def test_a_bad_start_at_a_stage_is_over_after_three_calm_sessions() -> None:
    days = (0, 2, 4, 7)
    entries = [Entry(day(0), pain_during=4.0, pain_next_morning=0.0), *calm(2, 4, 7)]
    assert step_after(entries, days=days, as_of=8).decision == "advance"


def test_pain_of_a_day_of_rest_belongs_to_the_session_before() -> None:
    entries = [*calm(*THREE), Entry(day(5), pain_after=4.0)]
    found = step_after(entries)
    assert found.decision == "hold"
    assert found.readings[-1].peak == 4


@pytest.mark.parametrize("when", [4, 6])
def test_leg_symptoms_never_lead_up(when: int) -> None:
    found = step_after([*calm(*THREE), Entry(day(when), leg_symptoms=True)])
    assert (found.decision, found.next_stage) == ("hold", 4)
    assert "doctor or physiotherapist" in words(found)


@pytest.mark.parametrize("as_of", [7, 31])
def test_saddle_symptoms_end_every_proposal_for_four_weeks(as_of: int) -> None:
    entries = [*calm(*THREE), Entry(day(4), saddle_symptoms=True)]
    found = step_after(entries, as_of=as_of)
    assert (found.decision, found.next_stage) == ("stop", None)
    assert "emergency care" in words(found)
    history = told(rows_at(4), entries, day(as_of))
    assert step(history, OURS, test_s=120).decision == "stop"


@pytest.mark.parametrize(
    ("usual", "peaks", "morning", "decision"),
    [
        (3, (3, 3, 3), 3, "advance"), (4, (4, 3, 4), 4, "advance"), (4, (4, 4, 5), 4, "hold"),
        (5, (5, 0, 5), 5, "hold"), (1, (2, 2, 2), 1, "advance"), (3, (3, 3, 3), 4, "back"),
        (None, (3, 3, 3), 0, "back"),
    ],
)  # fmt: skip
def test_a_usual_pain_of_three_or_four_is_the_measure(
    usual: float | None, peaks: tuple[float, ...], morning: float, decision: str
) -> None:
    assert step_after(pains(*peaks, morning=morning), usual_pain=usual).decision == decision


@pytest.mark.parametrize("name", ["session-spike", "base-ratio", "pain-response"])
def test_an_open_caution_holds_the_stage(name: str) -> None:
    found = step_after(calm(*THREE), cautions=frozenset({name}))
    assert found.decision == "hold"
    assert name in words(found)


def test_other_open_rules_hold_nothing() -> None:
    assert step_after(calm(*THREE), cautions=frozenset({"week-jump"})).decision == "advance"


def test_nobody_goes_below_stage_1() -> None:
    found = step_after(pains(0, 0, 7), stage=1)
    assert (found.decision, found.next_stage) == ("back", 1)


def test_the_last_stage_has_no_next_one() -> None:
    found = step_after(calm(*THREE), stage=13)
    assert (found.decision, found.next_stage) == ("hold", 13)
    assert "raise the speed rather than the sets" in words(found)


def test_two_weeks_without_a_run_hold_and_a_month_begins_with_the_test() -> None:
    held = step_after(calm(*THREE), as_of=4 + 14)
    assert held.decision == "hold"
    assert "No run on file for 14 days" in words(held)
    begun = step_after(calm(*THREE), as_of=4 + 30)
    assert (begun.decision, begun.next_stage) == ("test", None)


def test_sessions_before_a_break_do_not_count() -> None:
    found = step_after(calm(0, 2, 40), days=(0, 2, 40), as_of=41)
    assert found.session_count == 1


def test_without_a_run_the_test_comes_first_and_a_told_test_leads_to_its_stage() -> None:
    history = told([continuous_row(day(0), 1800)])
    assert step(history, OURS).decision == "test"
    found = step(history, OURS, test_s=50)
    assert (found.decision, found.next_stage) == ("start", 2)


def test_a_ladder_without_a_test_begins_at_stage_1() -> None:
    found = step(told([continuous_row(day(0), 400)]), find_ladder("backinshape"))
    assert (found.decision, found.next_stage) == ("start", 1)


def test_a_recorded_test_run_leads_to_its_stage() -> None:
    found = step(told([continuous_row(day(0), 95)]), OURS)
    assert (found.decision, found.next_stage) == ("start", 3)
    assert "if it was comfortable" in words(found)


@pytest.mark.parametrize(
    "entry",
    [
        Entry(day(0), leg_symptoms=True), Entry(day(0), pain_during=6.0),
        Entry(day(0), pain_during=1.0, pain_next_morning=4.0), Entry(day(1), leg_symptoms=True),
    ],
)  # fmt: skip
def test_a_test_run_that_hurt_leads_nowhere(entry: Entry) -> None:
    found = step(told([continuous_row(day(0), 95)], [entry], day(1)), OURS)
    assert (found.decision, found.next_stage) == ("stop", None)
    on_the_day = told([continuous_row(day(-9), 900)], [entry], entry.date)
    assert step(on_the_day, OURS, test_s=95).decision == "stop"


def test_a_leap_leads_to_the_stage_after_the_one_before_until_it_has_gone_well() -> None:
    entries = calm(0, 2, 4, 6, 8)
    rows = [*rows_at(3), stage_row(day(6), 6), stage_row(day(8), 6)]
    found = step(told(rows, entries), OURS)
    assert (found.decision, found.stage, found.next_stage) == ("back", 6, 4)
    assert "one stage at a time" in words(found)
    rows.append(stage_row(day(10), 6))
    assert step(told(rows, [*entries, *calm(10)], day(13)), OURS).next_stage == 7


def test_symptoms_told_before_the_first_run_count() -> None:
    diary = told_days([Entry(day(-3), saddle_symptoms=True)])
    history = told(rows_at(4), calm(*THREE), day(7))
    assert step(history, OURS, told=diary).decision == "stop"


def test_two_sessions_on_one_day_are_one_reading() -> None:
    rows = [*rows_at(4), stage_row(day(4), 4) | {"session_id": "x", "start_s": 1_768_000_000.0}]
    found = step(told(rows, pains(0, 0, 4), day(7)), OURS)
    assert len(found.readings) == 3
    assert found.decision == "hold"


def test_the_military_phases_ask_two_sessions() -> None:
    ladder = find_ladder("military")
    rows = [
        sets_row(day(number), 180, 120, 3) | {"run_distance_m": 1100.0, "walk_distance_m": 509.0}
        for number in (0, 4)
    ]
    found = step(told(rows, calm(0, 4), day(7)), ladder)
    assert (found.decision, found.next_stage) == ("advance", 2)


def climb() -> tuple[list[dict[str, object]], list[Entry]]:
    """Three calm sessions a week at the stage that the step proposes, from a test run on."""
    rows = [continuous_row(day(-3), 40)]
    entries: list[Entry] = []
    for week in range(14):
        for number in (7 * week, 7 * week + 2, 7 * week + 4):
            proposed = step(told(rows, entries, day(number)), OURS).next_stage
            assert proposed is not None
            rows.append(stage_row(day(number), proposed))
            entries += calm(number)
    return rows, entries


def test_who_follows_it_climbs_a_stage_a_week_and_no_rule_objects() -> None:
    rows, entries = climb()
    for count in range(4, len(rows) + 1, 2):
        findings = judge(told(rows[:count])).findings
        assert max((f.severity for f in findings), default=Severity.INFO) == Severity.INFO
    assert step(told(rows, entries), OURS).stage == 13
    assert [row["typical_run_bout_s"] for row in rows[1::3]] == [
        *(stage.run_s for stage in OURS.stages), 180
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "decision"), [("base-ratio", "hold"), ("pain-response", "stop")])
@pytest.mark.parametrize("test_s", [None, 60.0])
def test_no_test_run_and_no_beginning_while_a_caution_is_open(
    name: str, decision: str, test_s: float | None
) -> None:
    history = told([continuous_row(day(number), 1500) for number in THREE], as_of=day(7))
    assert step(history, OURS, test_s=test_s).decision in {"test", "start"}
    found = step(history, OURS, frozenset({name}), test_s=test_s)
    assert (found.decision, found.next_stage) == (decision, None)
    assert name in words(found)
