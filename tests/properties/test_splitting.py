"""A recording cut in two adds up to the whole; walking more adds no running."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loadwatch.activity import Activity, Records
from loadwatch.derive.session import summarise
from tests.conftest import activity, streams
from tests.properties.sessions import (
    FASTEST_SPM,
    PROPERTY,
    RUN,
    SHORT_S,
    WALK,
    Bout,
    Session,
    figures,
    part,
    sessions,
    shifted,
    with_channels,
    with_sums,
)

FASTEST_MPS = 5.0
SHORTEST_BOUT_S, SHORTEST_BOUT_BY_SPEED_S = 8, 12
"""A remainder shorter than this, at either side of a cut, falls to its neighbour."""
SHORTEST_STAND_S = 5
"""A shorter one falls to the longer of its neighbours; which that is depends on the cut."""
KEPT_S = 5
"""Every run of a session may end so much later if three or more of them look like timed sets."""
TOTALS = ("run_time_s", "walk_time_s", "run_distance_m", "total_distance_m", "run_impact_count",
          "walk_impact_count", "impact_count_from_records")  # fmt: skip
CERTAIN = ("total_distance_m", "impact_count_from_records")


def unit(name: str) -> float:
    """What a second may weigh in a total."""
    if name.endswith("_s"):
        return 1.0
    return FASTEST_MPS if name.endswith("_m") else FASTEST_SPM / 60


def assert_adds_up(whole: Activity, parts: list[Activity], doubt_s: float, lost_s: float) -> None:
    """Parts add up to the whole within the time lost between them and the doubt of a gait."""
    together = np.sum([figures(each, *TOTALS) for each in parts], axis=0)
    for name, sum_, total in zip(TOTALS, together, figures(whole, *TOTALS), strict=True):
        seconds = lost_s + 1 + (0 if name in CERTAIN else doubt_s)
        assert sum_ == pytest.approx(total, abs=seconds * unit(name) + 1), name


def sets_s(session: Session) -> float:
    """Seconds that hang on whether the runs of the whole, or of a part, look like timed sets."""
    runs = sum(bout.gait == RUN for bout in session.bouts)
    return KEPT_S * runs if runs >= 3 else 0.0


@st.composite
def cuts(draw: st.DrawFn, session: Session, whole: Activity) -> int:
    """Position of the first record of the second part, a minute or more from both ends."""
    time_s = whole.records.time_s - whole.records.time_s[0]
    allowed = np.flatnonzero((time_s >= 60) & (time_s <= time_s[-1] - 60))
    pauses = [moment - whole.records.time_s[0] for moment, started in whole.timer if not started]
    allowed = allowed[~np.isin(time_s[allowed], pauses)]
    assume(allowed.size)
    return int(draw(st.sampled_from(allowed)))


def near_s(session: Session, timer_s: float) -> float:
    """Seconds in short bouts that lie together around a moment; they fall together."""
    edges = np.cumsum([0, *(bout.seconds for bout in session.bouts)])
    at = int(np.clip(np.searchsorted(edges, timer_s, side="right") - 1, 0, len(session.bouts) - 1))
    found = 0.0
    for step in (1, -1):
        position = at + step
        while 0 <= position < len(session.bouts) and session.bouts[position].seconds < SHORT_S:
            found += session.bouts[position].seconds
            position += step
    own = session.bouts[at].seconds
    return found + (own if own < 2 * SHORT_S else 0)


def timer_at(session: Session, elapsed_s: float) -> float:
    """Timer time at a time since the start."""
    paused = 0.0
    for at, length in session.pauses:
        if elapsed_s > at + paused:
            paused = min(paused + length, elapsed_s - at)
    return elapsed_s - paused


def split(session: Session, whole: Activity, cut: int) -> tuple[list[Activity], float, float]:
    """Two parts, the seconds lost between them, and those in short bouts at the cut."""
    time_s = whole.records.time_s
    near = near_s(session, timer_at(session, time_s[cut] - time_s[0]))
    return [part(whole, 0, cut), part(whole, cut)], float(time_s[cut] - time_s[cut - 1]), near


@PROPERTY
@given(session=sessions(with_cadence=True, with_strides=False, in_steps=False), data=st.data())
def test_a_recording_split_anywhere_adds_up_to_the_whole(
    session: Session, data: st.DataObject
) -> None:
    whole = session.activity()
    parts, lost_s, near = split(session, whole, data.draw(cuts(session, whole)))
    assert_adds_up(whole, parts, 2 * SHORTEST_BOUT_S + near + sets_s(session), lost_s)


@PROPERTY
@given(session=sessions(with_cadence=False, with_strides=False, is_steady=True), data=st.data())
def test_a_recording_split_anywhere_adds_up_where_speed_alone_tells(
    session: Session, data: st.DataObject
) -> None:
    whole = session.activity()
    parts, lost_s, near = split(session, whole, data.draw(cuts(session, whole)))
    assert_adds_up(whole, parts, 2 * SHORTEST_BOUT_BY_SPEED_S + near + session.doubt_s, lost_s)


@PROPERTY
@given(
    session=sessions(with_cadence=True, with_strides=False, in_steps=False, with_pauses=False),
    data=st.data(),
)
def test_a_recording_split_within_a_bout_loses_one_record(
    session: Session, data: st.DataObject
) -> None:
    edges = np.cumsum([bout.seconds for bout in session.bouts])
    long = [
        (int(end) - bout.seconds + 30, int(end) - 30)
        for bout, end in zip(session.bouts, edges, strict=True)
        if bout.seconds > 60
    ]
    assume(long)
    begin, end = data.draw(st.sampled_from(long))
    whole = session.activity()
    since = whole.records.time_s - whole.records.time_s[0]
    cut = int(np.searchsorted(since, data.draw(st.integers(begin, end))))
    parts = [part(whole, 0, cut), part(whole, cut)]
    assert_adds_up(
        whole, parts, SHORTEST_STAND_S + sets_s(session), float(since[cut] - since[cut - 1])
    )


@PROPERTY
@given(
    session=sessions(with_cadence=True, with_strides=False, in_steps=False),
    gap_s=st.integers(70, 3600),
    data=st.data(),
)
def test_a_gap_between_two_parts_counts_for_nothing(
    session: Session, gap_s: int, data: st.DataObject
) -> None:
    whole = session.activity()
    (first, second), lost_s, near = split(session, whole, data.draw(cuts(session, whole)))
    here = np.array([figures(second, *TOTALS)])
    assert (here == np.array([figures(shifted(second, gap_s), *TOTALS)])).all()
    with_gap = joined(first, shifted(second, gap_s), gap_s)
    doubt_s = 2 * SHORTEST_BOUT_S + near + sets_s(session)
    assert_adds_up(with_gap, [first, second], doubt_s, lost_s)


def joined(first: Activity, second: Activity, gap_s: float) -> Activity:
    """Two recordings as one, with a pause between."""
    metres = first.records.channels.get("distance_m")
    channels = dict(second.records.channels)
    if metres is not None:
        channels["distance_m"] = channels["distance_m"] + metres[-1]
    a, b = first.records, replace(second.records, channels=channels)
    stop = ((float(a.time_s[-1]), False), (float(b.time_s[0]), True))
    return with_sums(
        replace(
            first,
            records=Records(
                np.concatenate((a.time_s, b.time_s)),
                {name: np.concatenate((a.channels[name], b.channels[name])) for name in a.channels},
            ),
            timer=(*first.timer, *stop, *second.timer[1:]),
        ),
        None,
    )


@PROPERTY
@given(
    session=sessions(with_cadence=True),
    seconds=st.integers(1, 900),
    speed_mps=st.floats(1.0, 1.7),
    cadence_spm=st.floats(95, 122),
)
def test_walking_more_never_adds_run_impacts(
    session: Session, seconds: int, speed_mps: float, cadence_spm: float
) -> None:
    assert_adds_no_running(session, Bout(WALK, seconds, speed_mps, cadence_spm), SHORTEST_BOUT_S)


@PROPERTY
@given(session=sessions(with_cadence=False, is_steady=True), seconds=st.integers(1, 900))
def test_walking_more_never_adds_run_impacts_where_speed_alone_tells(
    session: Session, seconds: int
) -> None:
    walks = [bout for bout in session.bouts if bout.gait == WALK]
    walk = replace(walks[0], seconds=seconds) if walks else Bout(WALK, seconds, 1.4, 110.0)
    assert_adds_no_running(session, walk, session.doubt_s + SHORTEST_BOUT_BY_SPEED_S)


def assert_adds_no_running(session: Session, walk: Bout, edge_s: float) -> None:
    """A walk at the end adds no run; only what was short at the end may come out otherwise.

    The last sample of a recording stands for itself alone, and until the next one if there is one.
    """
    longer = replace(session, bouts=(*session.bouts, walk))
    names = ("run_impact_count", "run_time_s", "run_distance_m")
    short_s = near_s(session, session.seconds)
    before, after = figures(session.activity(), *names), figures(longer.activity(), *names)
    for name, one, other in zip(names, before, after, strict=True):
        strides = 0.01 * one
        assert other <= one + strides + (edge_s + session.max_gap_s + short_s) * unit(name) + 1, (
            name
        )


def test_two_timed_sets_in_a_file_of_their_own_run_at_most_five_seconds_longer_each() -> None:
    """Three are needed to take sets as timed."""
    sets = [(120, 1.45, 112.0), (15, 2.6, 158.0)] * 10
    whole = activity(streams([*sets, (60, 1.45, 112.0)], lag_s=2.5))
    cut = 2 * (120 + 15) + 60
    run_s = [figures(each, "run_time_s")[0] for each in (part(whole, 0, cut), part(whole, cut))]
    together = figures(whole, "run_time_s")[0]
    assert together <= sum(run_s) <= 1.03 * together + 2 * 5


def test_a_slow_walk_after_a_brisk_one_adds_no_run_impacts_where_speed_alone_tells() -> None:
    brisk, slow = (900, 1.7, 113.0), (300, 0.95, 95.0)
    for pieces in ([brisk], [brisk, slow]):
        walk = with_channels(activity(streams(pieces)), cadence_rpm=None)
        assert figures(walk, "run_impact_count") == [0]


def test_an_easy_run_after_a_fast_one_is_still_a_run_where_speed_alone_tells() -> None:
    run = with_channels(activity(streams([(300, 4.0, 175.0), (300, 2.6, 160.0)])), cadence_rpm=None)
    assert figures(run, "run_time_s") == pytest.approx([600], abs=5)


def test_a_slow_walk_written_in_steps_has_no_run_impacts() -> None:
    walk = activity(streams([(600, 0.9, 98.0)]))
    in_steps = with_channels(walk, cadence_rpm=walk.records.channels["cadence_rpm"] * 2)
    assert summarise(in_steps).row["run_impact_count"] == 0
