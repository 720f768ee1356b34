"""Whatever was run and felt, a step is sound and the cautious answers win."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loadwatch.diary import Entry
from loadwatch.programme import Ladder, all_ladders, programme_of
from loadwatch.programme.decision import ADVANCE, ADVANCE_IF_PAIN_ALLOWS, DECISIONS
from loadwatch.report.programme import render_json, render_text
from tests.conftest import run_row
from tests.programme.builders import OURS, continuous_row, day, sets_row, stage_row, told

LAST = 40
pain = st.none() | st.integers(0, 10).map(float)
run = st.one_of(
    st.integers(1, 13).map(lambda stage: lambda when: stage_row(when, stage)),
    st.tuples(st.integers(8, 400), st.integers(8, 300), st.integers(2, 30)).map(
        lambda sets: lambda when: sets_row(when, *sets)
    ),
    st.integers(10, 3000).map(lambda seconds: lambda when: continuous_row(when, float(seconds))),
    st.sampled_from([None, 5.0]).map(lambda km: lambda when: run_row(when, km)),
)
rows = st.dictionaries(st.integers(0, LAST), run, min_size=1, max_size=14).map(
    lambda found: [make(day(number)) for number, make in sorted(found.items())]
)
entries = st.lists(
    st.builds(
        Entry, st.integers(0, LAST).map(day), pain_during=pain, pain_after=pain,
        pain_next_morning=pain, leg_symptoms=st.sampled_from([None, None, False, True]),
        saddle_symptoms=st.sampled_from([None, None, None, True]),
    ),
    max_size=8,
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows, entries, st.sampled_from([*all_ladders(), OURS]), st.integers(0, LAST + 40))
def test_a_step_is_sound_and_pain_never_leads_up(
    sessions: list[dict[str, object]], diary: list[Entry], ladder: Ladder, number: int
) -> None:
    found = programme_of(told(sessions, diary, day(number)), ladder)
    step = found.step
    assert step.decision in DECISIONS
    assert step.reasons
    assert max(len(line) for line in render_text(found).splitlines()) <= 80
    assert render_json(found)
    if step.next_stage is not None:
        assert 1 <= step.next_stage <= len(ladder.stages)
        assert step.stage is not None
        assert step.next_stage <= step.stage + 1
    if step.decision in {ADVANCE, ADVANCE_IF_PAIN_ALLOWS}:
        assert step.session_count >= ladder.sessions_to_advance
        assert step.day_count >= ladder.days_to_advance
        last = step.readings[-ladder.sessions_to_advance :]
        assert all(reading.peak is None or reading.peak <= 2 for reading in last)
        assert not any(reading.has_leg_symptoms or reading.is_settled is False for reading in last)
        assert (step.decision == ADVANCE) == all(reading.is_known for reading in last)
