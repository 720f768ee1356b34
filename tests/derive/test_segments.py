"""Run-walk sessions: every bout found, its seconds right, and the labels tile the session."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loadwatch.activity import Activity, Lap, Records, WorkoutStep
from loadwatch.derive.session import Summary, summarise
from tests.conftest import START_S, activity, streams

WALK, RUN = (1.45, 112.0), (2.6, 158.0)
SESSIONS = [(15, 120, 8), (30, 90, 8), (60, 60, 10), (120, 60, 8), (300, 60, 5)]
ENDS = 300


def pieces_of(run_s: int, walk_s: int, reps: int) -> list[tuple[float, float, float]]:
    middle = [piece for _ in range(reps) for piece in ((run_s, *RUN), (walk_s, *WALK))]
    return [(ENDS, *WALK), *middle, (ENDS, *WALK)]


def number(summary: Summary, name: str) -> float:
    value = summary.row[name]
    assert isinstance(value, float)
    return value


@pytest.mark.parametrize("every_s", [1, 3])
@pytest.mark.parametrize("lag_s", [0.0, 2.5])
@pytest.mark.parametrize(("run_s", "walk_s", "reps"), SESSIONS)
def test_every_bout_is_found_with_its_seconds(
    run_s: int, walk_s: int, reps: int, lag_s: float, every_s: int
) -> None:
    summary = summarise(
        activity(streams(pieces_of(run_s, walk_s, reps), lag_s=lag_s, every_s=every_s))
    )
    assert number(summary, "run_bout_count") == reps
    tolerance = max(0.05 * run_s, 1.0) * reps if every_s == 1 else max(0.05 * run_s, 2.0) * reps
    assert number(summary, "run_time_s") == pytest.approx(run_s * reps, abs=tolerance)


@pytest.mark.parametrize(("run_s", "walk_s", "reps"), SESSIONS)
def test_noise_loses_no_bout(run_s: int, walk_s: int, reps: int) -> None:
    rng = np.random.default_rng(run_s)
    records = streams(pieces_of(run_s, walk_s, reps), lag_s=2.0)
    noisy = {
        "cadence_rpm": np.round(records.channels["cadence_rpm"] + rng.normal(0, 1.5, len(records))),
        "speed_mps": np.abs(records.channels["speed_mps"] + rng.normal(0, 0.3, len(records))),
        "distance_m": records.channels["distance_m"],
    }
    summary = summarise(activity(Records(records.time_s, noisy)))
    assert number(summary, "run_bout_count") == reps


@pytest.mark.parametrize(("run_s", "walk_s", "reps"), SESSIONS[1:])
def test_impacts_of_bouts_of_30_seconds_or_more_are_within_their_band(
    run_s: int, walk_s: int, reps: int
) -> None:
    summary = summarise(activity(streams(pieces_of(run_s, walk_s, reps))))
    expected = run_s * reps * RUN[1] / 60
    band = number(summary, "impact_uncertainty_pct") / 100 * expected
    assert number(summary, "run_impact_count") == pytest.approx(expected, abs=band)


def test_m2_run_steps_are_cadence_over_time() -> None:
    records = streams([(300, 2.8, 159.0)])
    records.channels["cadence_rpm"][:] = 79.75  # type: ignore[index]
    assert number(summarise(activity(records)), "run_impact_count") == pytest.approx(797.5, abs=1)


def test_sets_by_the_clock_keep_their_length_and_other_runs_die_away_in_five_seconds() -> None:
    timed = summarise(activity(streams(pieces_of(60, 60, 5))))
    assert number(timed, "run_time_s") == pytest.approx(300, abs=5)
    pieces = [(100, *WALK), (40, *RUN), (90, *WALK), (200, *RUN), (100, *WALK)]
    untimed = summarise(activity(streams(pieces)))
    assert number(untimed, "run_time_s") == pytest.approx(240 + 2 * 5, abs=2)


def workout(pieces: list[tuple[float, float, float]], intensities: list[str]) -> Activity:
    """A session whose pieces are laps of workout steps, its records smart and its sensor late."""
    records = streams(pieces, every_s=4, lag_s=4.0)
    names = sorted(set(intensities))
    begin, laps = START_S, []
    for (seconds, _, _), intensity in zip(pieces, intensities, strict=True):
        laps.append(Lap(begin, begin + seconds, wkt_step_index=names.index(intensity)))
        begin += seconds
    steps = tuple(WorkoutStep(i, name) for i, name in enumerate(names))
    return activity(records, laps=tuple(laps), workout_steps=steps)


def test_steps_of_a_workout_are_run_from_edge_to_edge() -> None:
    pieces = [(120, *WALK), (15, 4.0, 170.0), (180, *WALK), (15, 4.0, 170.0), (180, *WALK)]
    intensities = ["warmup", "interval", "recovery", "interval", "recovery"]
    summary = summarise(workout(pieces, intensities))
    runs = [(s.begin_s, s.end_s, s.source) for s in summary.segments if s.label == "run"]
    assert runs == [(120.0, 135.0, "lap"), (315.0, 330.0, "lap")]


def test_a_step_that_was_walked_is_walking_whatever_the_workout_said() -> None:
    pieces = [(120, *WALK), (60, *WALK), (120, *WALK)]
    summary = summarise(workout(pieces, ["warmup", "interval", "recovery"]))
    assert {segment.label for segment in summary.segments} == {"walk"}


def test_jogging_after_a_step_is_running_of_its_own() -> None:
    pieces = [(60, *WALK), (60, 4.0, 170.0), (60, *RUN), (60, *WALK)]
    summary = summarise(workout(pieces, ["warmup", "interval", "recovery", "cooldown"]))
    runs = [(s.begin_s, s.source) for s in summary.segments if s.label == "run"]
    assert runs == [(60.0, "lap"), (120.0, "cadence")]
    assert number(summary, "run_bout_count") == 1


def test_standing_is_neither_running_nor_walking() -> None:
    summary = summarise(activity(streams([(300, *RUN), (60, 0.0, 0.0), (300, *RUN)])))
    assert number(summary, "stand_time_s") == pytest.approx(60, abs=6)
    assert number(summary, "run_bout_count") == 2


def test_a_timer_stop_is_a_pause_and_takes_no_impacts() -> None:
    whole = streams([(600, *RUN)])
    kept = (whole.time_s < START_S + 200) | (whole.time_s >= START_S + 400)
    records = Records(
        whole.time_s[kept], {name: values[kept] for name, values in whole.channels.items()}
    )
    timer = ((START_S, True), (START_S + 200, False), (START_S + 400, True))
    summary = summarise(activity(records, timer=timer))
    assert number(summary, "run_time_s") == pytest.approx(400, abs=2)
    assert number(summary, "total_timer_time_s") == pytest.approx(400, abs=2)
    assert [s.label for s in summary.segments] == ["run", "pause", "run"]


def without(records: Records, begin_s: float, end_s: float) -> Records:
    kept = (records.time_s < START_S + begin_s) | (records.time_s >= START_S + end_s)
    return Records(
        records.time_s[kept], {name: values[kept] for name, values in records.channels.items()}
    )


def test_a_gap_of_30_seconds_between_running_is_credited_as_estimated() -> None:
    summary = summarise(activity(without(streams([(600, *RUN)]), 300, 330)))
    assert number(summary, "run_time_s") == pytest.approx(600, abs=1)


def test_a_gap_of_30_seconds_whose_distance_does_not_fit_is_not_credited() -> None:
    records = without(streams([(300, *RUN), (30, 0.0, 0.0), (270, *RUN)]), 300, 330)
    summary = summarise(activity(records))
    assert number(summary, "run_time_s") == pytest.approx(570, abs=2)


def test_a_gap_over_a_minute_is_a_pause() -> None:
    summary = summarise(activity(without(streams([(600, *RUN)]), 300, 370)))
    assert number(summary, "run_time_s") == pytest.approx(530, abs=2)


def test_the_watchs_own_splits_never_feed_the_segments() -> None:
    from loadwatch.activity import Split

    records = streams(pieces_of(60, 60, 10))
    split = Split("rwd_run", START_S, START_S + len(records))
    with_split = summarise(activity(records, splits=(split,)))
    assert with_split.segments == summarise(activity(records)).segments
    assert number(with_split, "device_run_time_s") == len(records)


def test_speed_alone_decides_where_there_is_no_cadence_and_says_so() -> None:
    records = streams(pieces_of(120, 60, 8))
    records = Records(records.time_s, {k: v for k, v in records.channels.items() if "cad" not in k})
    summary = summarise(activity(records))
    assert number(summary, "run_bout_count") == 8
    assert summary.row["impact_source"] == "model"
    assert number(summary, "impact_uncertainty_pct") >= 13
    assert summary.row["impact_count_from_records"] is None


def test_a_tall_slow_stepping_runner_still_runs() -> None:
    summary = summarise(activity(streams([(600, 2.9, 136.0)])))
    assert number(summary, "run_time_s") == pytest.approx(600, abs=1)


def test_power_hiking_is_not_running() -> None:
    summary = summarise(activity(streams([(600, 2.0, 116.0)])))
    assert number(summary, "run_time_s") == 0


def test_cycling_cadence_is_never_impacts() -> None:
    summary = summarise(activity(streams([(600, 7.0, 170.0)]), sport="cycling"))
    assert "run_impact_count" not in summary.row


def test_without_cadence_and_speed_nothing_is_claimed() -> None:
    records = Records(np.arange(600.0) + START_S, {"heart_rate_bpm": np.full(600, 140.0)})
    summary = summarise(activity(records))
    assert "run_impact_count" not in summary.row
    assert summary.row["impact_source"] == "none"
    assert number(summary, "run_impact_count_upper") == pytest.approx(600 * 190 / 60, rel=0.01)


piece = st.tuples(
    st.integers(1, 200), st.floats(0, 5), st.sampled_from([0.0, 60.0, 112.0, 138.0, 158.0, 180.0])
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    pieces=st.lists(piece, min_size=1, max_size=8),
    every_s=st.integers(1, 15),
    holes=st.lists(st.tuples(st.integers(0, 900), st.integers(1, 120)), max_size=3),
)
def test_segments_tile_the_session_whatever_it_holds(
    pieces: list[tuple[int, float, float]], every_s: int, holes: list[tuple[int, int]]
) -> None:
    records = streams(pieces, every_s=every_s)
    for begin, length in holes:
        records = without(records, begin, begin + length)
    if not len(records):
        return
    built: Activity = activity(records)
    summary = summarise(built)
    if not summary.segments:
        assert summary.row["impact_source"] == "none"
        return
    edges = [(s.begin_s, s.end_s) for s in summary.segments]
    assert edges[0][0] == 0
    assert all(a[1] == b[0] for a, b in pairwise(edges))
    assert edges[-1][1] == pytest.approx(number(summary, "total_elapsed_time_s"))
    assert all(
        a.label != b.label for a, b in zip(summary.segments, summary.segments[1:], strict=False)
    )
    total = sum(s.impact_count for s in summary.segments if s.label == "run")
    assert number(summary, "run_impact_count") == pytest.approx(total, abs=1)
    assert all(s.impact_count >= 0 for s in summary.segments)
    assert number(summary, "run_impact_count") <= 250 / 60 * number(summary, "run_time_s") + 1
