"""A replay knows nothing of later days, and finds what was planted."""

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from loadwatch.backtest import Evidence, backtest
from loadwatch.backtest.events import Event, Events
from loadwatch.backtest.replay import disagreements, replay
from loadwatch.backtest.score import followed_by, scored
from loadwatch.cli import app
from loadwatch.diary import Entry
from loadwatch.report import Backtest, Trial
from loadwatch.report.backtest import render_json, render_text
from loadwatch.rules import Severity, judge
from tests.conftest import FIRST_DAY, SAMPLES, run_row, weeks_of
from tests.contract.test_every_rule import random_rows

SPIKE_WEEKS = range(6, 60, 7)
"""Weeks whose Saturday run is half as long again; each is followed by pain on the Monday."""


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def planted_rows() -> list[dict[str, object]]:
    plan = [[5.0, 5.0, 9.0 if week in SPIKE_WEEKS else 5.0] for week in range(62)]
    return weeks_of(plan)


def planted_events() -> Events:
    events = [Event(day(7 * week + 7), "back") for week in SPIKE_WEEKS]
    return Events("events", events, None, [])


def trial(found: Backtest, flags: str, horizon: int = 0) -> Trial:
    (result,) = [each for each in found.horizons[horizon].trials if each.flags == flags]
    return result


def test_planted_events_are_found_by_the_spikes_that_precede_them() -> None:
    found = backtest(Evidence(planted_rows()), planted_events())
    spikes = trial(found, "LW101")
    assert (spikes.score.flagged_count, spikes.score.hit_count) == (8, 8)
    assert spikes.precision is not None
    assert spikes.precision.value == 1
    assert 0.7 < spikes.precision.low < 1
    assert (spikes.events_preceded, spikes.median_lead_days) == (8, 2)
    assert spikes.shuffled_lift is not None
    assert spikes.score.lift is not None
    assert spikes.score.lift > spikes.shuffled_lift.high
    assert found.horizons[0].event_count == 8
    (rate,) = [rate for rate in found.rates if rate.code == "LW101"]
    assert (rate.finding_count, rate.severity) == (8, Severity.CAUTION)
    assert rate.per_100_runs == pytest.approx(100 * 8 / 186)
    assert rate.per_active_week == pytest.approx(8 / 62)
    assert rate.spoken_run_share == pytest.approx(8 / 186)


def test_events_that_have_nothing_to_do_with_runs_are_not_foreseen_on_the_whole() -> None:
    whole = replay(Evidence(planted_rows()).known_on(None))
    runs = [stamp.date() for stamp in whole.history.runs["local_date"]]
    flagged = np.array([each in whole.spoken["LW101"] for each in runs])
    random = np.random.default_rng(5)
    lifts = []
    for _ in range(200):
        events = [day(int(n)) for n in random.choice(range(40, 420), 20)]
        found = scored(flagged, followed_by(runs, events, 7, (day(0), day(433))))
        lifts.append(found.lift or 0.0)
    assert np.mean(lifts) == pytest.approx(1.0, abs=0.15)


def test_the_plainest_rule_is_scored_beside() -> None:
    found = backtest(Evidence(planted_rows()), planted_events())
    assert trial(found, "longest-run").score.flagged_count == 8


def test_a_longer_look_ahead_finds_more_and_a_day_finds_none() -> None:
    found = backtest(Evidence(planted_rows()), planted_events())
    assert [each.horizon_days for each in found.horizons] == [7, 1, 14]
    counts = [trial(found, "LW101", n).score.event_run_count for n in (1, 0, 2)]
    assert counts[0] == 0 < counts[1] < counts[2]


def test_with_few_events_counts_alone_are_given() -> None:
    few = Events("events", planted_events().events[:4], None, [])
    found = backtest(Evidence(planted_rows()), few)
    spikes = trial(found, "LW101")
    assert spikes.score.hit_count == 4
    assert (spikes.precision, spikes.recall, spikes.shuffled_lift) == (None, None, None)
    assert "Too few events to say: 4" in render_text(found)
    told = json.loads(render_json(found))
    assert told["horizons"][0]["trials"][0]["score"]["lift"] is None


def test_pain_in_the_diary_makes_events_and_no_rule_of_pain_is_scored_on_them() -> None:
    entries = [Entry(day(n), pain_after=0.0) for n in range(0, 430, 3)]
    entries += [Entry(event.day, pain_after=6.0) for event in planted_events().events]
    found = backtest(Evidence(planted_rows(), entries))
    assert found.event_source == "diary"
    assert found.event_count == 8
    assert trial(found, "LW101").score.hit_count == 8
    assert not [t for t in found.horizons[0].trials if t.flags.startswith(("LW6", "LW9"))]


def test_levels_count_every_scored_run_once() -> None:
    horizon = backtest(Evidence(planted_rows()), planted_events()).horizons[0]
    assert sum(row.run_count for row in horizon.levels) == horizon.trials[0].score.run_count
    assert [row.level for row in horizon.levels] == ["silent", "info", "caution", "warning"]


@pytest.mark.parametrize("seed", range(3))
def test_one_pass_says_what_each_day_alone_says(seed: int) -> None:
    evidence = Evidence(random_rows(seed))
    whole = replay(evidence.known_on(None))
    checked, found = disagreements(evidence, whole, 9)
    assert checked > 9
    assert found == []


def test_one_pass_says_what_each_day_alone_says_with_a_diary() -> None:
    entries = [
        Entry(day(2), pain_during=2.0, pain_next_morning=6.0),
        Entry(day(9), day(30), day="away"), Entry(day(32), run_km=9.0, run_min=60.0),
        Entry(day(33), pain_after=7.0, leg_symptoms=True), Entry(day(40), strength=True),
    ]  # fmt: skip
    rows = [run_row(day(n), 5) for n in (0, 2, 4, 7, 31, 34, 36, 39, 41, 43, 80, 83)]
    evidence = Evidence(rows, entries)
    checked, found = disagreements(evidence, replay(evidence.known_on(None)), 6)
    assert checked == 14
    assert found == []


def test_a_gap_is_told_in_hindsight_as_it_was_on_the_day() -> None:
    evidence = Evidence([run_row(day(n), 5) for n in (0, 2, 4, 40)])
    whole = replay(evidence.known_on(None))
    told = sorted(whole.spoken["LW902"])
    assert told == [day(n) for n in range(15, 41)]
    assert disagreements(evidence, whole, 9)[1] == []


def test_a_difference_is_seen() -> None:
    rows = weeks_of([[5.0, 5.0, 5.0]] * 5 + [[5.0, 5.0, 9.0]] + [[5.0, 5.0, 5.0]])
    whole = replay(Evidence(rows).known_on(None))
    without = Evidence([row for row in rows if row["run_distance_m"] != 9_000.0])
    checked, found = disagreements(without, whole, 3)
    assert checked == 16
    assert "LW101" in {item.code for item in found}


def test_a_finding_is_as_grave_as_it_became_and_the_replay_knows_when() -> None:
    rows = weeks_of([[5.0] * 3] * 6 + [[6.0, 6.0, 7.0]] + [[8.0] * 6] * 2)
    whole = replay(Evidence(rows).known_on(None))
    (spike,) = [each for each in whole.episodes if each.rule.code == "LW101"]
    days = [day(n) for n in range(len(whole.history.daily))]
    said = [whole.open_on(each).get("LW101") for each in days]
    assert spike.severity == max(each for each in said if each is not None)
    assert said[spike.opened.toordinal() - FIRST_DAY.toordinal() - 1] is None
    for each in days[40:60:4]:
        then = judge(Evidence(rows).until(each, dates(rows)).known_on(each))
        assert whole.open_on(each) == {item.code: item.severity for item in then.findings}


def dates(rows: list[dict[str, object]]) -> dict[object, date]:
    return {row["session_id"]: date.fromisoformat(str(row["source"])[:10]) for row in rows}


def test_an_empty_history_is_nothing_to_replay() -> None:
    found = backtest(Evidence([]))
    assert found.run_count == 0
    assert "nothing to replay" in render_text(found)
    assert json.loads(render_json(found))["first_date"] is None


def test_walks_alone_give_no_rates() -> None:
    found = backtest(Evidence([run_row(FIRST_DAY, 3, sport="walking")]))
    assert (found.run_count, found.active_week_count) == (0, 0)
    assert "0 runs" in render_text(found)


def test_the_text_fits_80_columns_promises_nothing_and_can_be_plain() -> None:
    found = backtest(Evidence(planted_rows()), planted_events(), check_every=60)
    text = render_text(found)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "Expect little" in text
    assert "every one agrees" in text
    assert "safe" not in text.lower()
    assert render_text(found, plain_ascii=True).isascii()


def test_the_json_names_its_schema_and_every_score() -> None:
    told = json.loads(render_json(backtest(Evidence(planted_rows()), planted_events())))
    assert told["schema"] == "loadwatch.backtest/1"
    (spikes,) = [t for t in told["horizons"][0]["trials"] if t["flags"] == "LW101"]
    assert spikes["score"]["hit_count"] == 8
    assert spikes["precision"]["value"] == 1
    assert told["rates"][0]["severity"] in {"info", "caution", "warning"}


def test_the_command_reads_a_list_of_events_and_refuses_one_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = tmp_path / "events.csv"
    events.write_text("date,kind\n2026-03-01,back\nsoon,calf\n")
    with pytest.raises(SystemExit) as ended:
        app(["backtest", str(SAMPLES / "garmin"), "--events", str(events), "--jobs", "1"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert "Did events follow? 1 day" in text
    assert "line 3: a day is written like 2026-05-01" in text
    with pytest.raises(SystemExit) as ended:
        app(["backtest", str(SAMPLES / "garmin"), "--events", str(tmp_path / "none.csv")])
    assert ended.value.code == 2
