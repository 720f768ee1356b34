"""The programme in words: 80 columns, the sources said, and no word that promises."""

import json

import pytest

from loadwatch.diary import Entry
from loadwatch.programme import Programme, all_ladders, find_ladder, programme_of, readiness
from loadwatch.programme.ready import QUESTIONS
from loadwatch.report import programme as surface
from loadwatch.report import ready as ready_surface
from tests.contract.test_every_rule import FORBIDDEN
from tests.programme.builders import OURS, calm, continuous_row, day, sets_row, stage_row, told

ROWS = [
    stage_row(day(0), 3), sets_row(day(2), 30, 30, 5), stage_row(day(3), 3), stage_row(day(5), 3),
    sets_row(day(6), 60, 60, 5), continuous_row(day(8), 1200),
]  # fmt: skip


def programmes() -> list[Programme]:
    histories = [
        told(ROWS),
        told(ROWS[:4], calm(0, 3, 5), day(8)),
        told(ROWS[:4], [Entry(day(5), pain_during=8.0)], day(8)),
        told(ROWS[:4], [Entry(day(5), saddle_symptoms=True)], day(8)),
        told(ROWS[:1], as_of=day(60)),
        told([continuous_row(day(0), 61)]),
    ]
    return [
        programme_of(history, ladder) for history in histories for ladder in all_ladders()
    ]  # fmt: skip


TEXTS = [
    *(surface.render_text(found) for found in programmes()),
    surface.render_ladders(all_ladders()),
    *(
        ready_surface.render_text(readiness(answers))
        for answers in (
            {},
            {question.key: question.wanted for question in QUESTIONS},
            {question.key: not question.wanted for question in QUESTIONS},
            {question.key: question.wanted or question.key == "severe"
             for question in QUESTIONS},
        )
    ),
]  # fmt: skip
every_text = pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))


@every_text
def test_every_line_fits_80_columns(text: str) -> None:
    assert max(len(line) for line in text.splitlines()) <= 80


@every_text
def test_no_text_promises_or_names_a_disease(text: str) -> None:
    low = text.lower()
    assert [word for word in (*FORBIDDEN, "cleared") if word in low] == []


def test_what_is_published_is_said_wherever_our_ladder_is_shown() -> None:
    published = "stage 1 and the entry test are published"
    for text in (
        surface.render_text(programme_of(told(ROWS), OURS)),
        surface.render_ladders([OURS]),
    ):
        assert published in " ".join(text.split())
    told_in_json = json.loads(surface.render_json(programme_of(told(ROWS), OURS)))
    assert published in told_in_json["ladder"]["note"]
    assert published in json.loads(surface.render_ladders_json([OURS]))["ladders"][0]["note"]


def test_the_present_stage_is_marked_and_the_next_session_is_prescribed() -> None:
    text = surface.render_text(programme_of(told(ROWS[:4], calm(0, 3, 5), day(8)), OURS))
    assert "\n→     3     30     105      10     5.0            790\n" in text
    assert "ADVANCE to stage 4" in text
    assert "Next session, stage 4: run 40 s, walk 95 s, 10 times" in " ".join(text.split())


def test_published_sets_are_named_before_the_stage() -> None:
    text = surface.render_text(programme_of(told(ROWS), OURS))
    assert "Back In Shape 30 s\n" in text
    assert "Back In Shape 60 s, stage 6\n" in text
    assert "one run, no sets\n" in text


def test_symptoms_in_the_diary_are_answered_before_anything_else() -> None:
    found = programme_of(told(ROWS[:4], [Entry(day(5), saddle_symptoms=True)], day(8)), OURS)
    text = surface.render_text(found, red_flags=["symptoms in the saddle on 10 Jan 2026"])
    assert text.startswith("YOUR DIARY: symptoms in the saddle on 10 Jan 2026.\nStop running and")
    assert "NO RUN is proposed" in text
    assert "Next session" not in text


def test_the_red_flags_stand_in_every_report_and_first_in_the_questions() -> None:
    assert "get emergency care" in surface.render_text(programme_of(told(ROWS), OURS))
    assert ready_surface.render_text(readiness({})).startswith("Stop running and get emergency")


def test_json_has_unknown_as_null_and_its_schema() -> None:
    found = json.loads(surface.render_json(programme_of(told(ROWS), OURS)))
    assert found["schema"] == "loadwatch.programme/1"
    assert found["sessions"][-1]["walk_bout_s"] is None
    assert found["step"]["decision"] == "back"
    assert found["next_session"]["number"] == found["step"]["next_stage"]
    assert json.loads(ready_surface.render_json(readiness({})))["outcome"] == "open"


def test_the_distance_of_the_trial_is_told_with_its_conflict() -> None:
    text = " ".join(surface.render_text(programme_of(told(ROWS), OURS)).split())
    assert "from 2.9 to 5.6 km of running a week" in text
    assert "1.1 to 2.7 km a week, which fits one session rather than a week" in text
    assert "28.6 to 46.1 km" in text


def test_both_sides_of_speed_rather_than_sets_are_told() -> None:
    text = " ".join(surface.render_text(programme_of(told(ROWS), OURS)).split())
    assert "1 % more steps and 6, 17, 30 % more load" in text
    assert "One more set of 5: 20 % more of all" in text


def test_plain_ascii_has_nothing_else() -> None:
    found = programme_of(told(ROWS), find_ladder("military"))
    assert surface.render_text(found, plain_ascii=True).isascii()
