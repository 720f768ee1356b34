"""The same properties through written files: bytes in, sessions out."""

import gzip
import tempfile
from dataclasses import replace
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loadwatch import formats
from loadwatch.activity import Activity
from loadwatch.athlete import Athlete
from loadwatch.derive.session import summarise
from loadwatch.formats._base import Source
from loadwatch.importer.pool import Part
from loadwatch.importer.reading import read_file
from loadwatch.review import Review, analyse
from tests.faults import build
from tests.properties.sessions import (
    PROPERTY,
    Session,
    figures,
    sessions,
    shifted,
    with_channels,
)

FEW = settings(PROPERTY, max_examples=12)
FEWER = settings(PROPERTY, max_examples=6)
LONGEST_S = 240
TOTALS = ("run_impact_count", "walk_impact_count", "run_time_s", "walk_time_s", "stand_time_s",
          "total_distance_m", "total_timer_time_s")  # fmt: skip
STREAMS = {"lat": "latitude_deg", "lon": "longitude_deg", "metres": "distance_m",
           "speed": "speed_mps", "cadence": "cadence_rpm", "heart": "heart_rate_bpm"}  # fmt: skip


def rows_of(activity: Activity) -> list[build.Row]:
    """One row a record, as the writers of faults take them."""
    records = activity.records
    nothing = np.full(len(records), np.nan)
    columns = {short: records.channels.get(name, nothing) for short, name in STREAMS.items()}
    return [
        {"time": float(time)}
        | {
            name: None if np.isnan(values[i]) else float(values[i])
            for name, values in columns.items()
        }
        for i, time in enumerate(records.time_s)
    ]


def fit_of(activity: Activity) -> bytes:
    """The activity as a FIT file."""
    fit = build.Fit()
    for moment, started in activity.timer:
        fit.timer(moment, started)
    fit.records(rows_of(activity))
    said = activity.reported
    return fit.session(
        time=activity.records.time_s[-1],
        start=activity.start_time_s,
        elapsed=said["total_elapsed_time_s"],
        timer=said["total_timer_time_s"],
        metres=said.get("total_distance_m"),
        strides=said.get("total_strides"),
    ).finish()


def gpx_of(activity: Activity) -> bytes:
    """Its positions, cadence and heart rate as a GPX file."""
    return build.gpx(rows_of(activity)).encode()


def read(data: bytes) -> Activity:
    """The only activity of a file."""
    (activity,) = formats.read(Source(data, "x"))
    return activity


@FEW
@given(session=sessions(longest_s=LONGEST_S))
def test_a_session_written_as_fit_comes_to_the_same(session: Session) -> None:
    activity = session.activity()
    for name, direct, through in zip(
        TOTALS, figures(activity, *TOTALS), figures(read(fit_of(activity)), *TOTALS), strict=True
    ):
        assert through == pytest.approx(direct, rel=0.005, abs=2), name


@FEW
@given(session=sessions(longest_s=LONGEST_S, with_cadence=True, with_pauses=False))
def test_a_session_written_as_gpx_has_the_same_impacts_within_its_band(session: Session) -> None:
    activity = replace(session, has_positions=True, is_in_steps=False).activity()
    direct, through = summarise(activity).row, summarise(read(gpx_of(activity))).row
    own, other = (float(row["run_impact_count"]) for row in (direct, through))  # type: ignore[arg-type]
    band = max(float(row["impact_uncertainty_pct"] or 0) for row in (direct, through)) / 100  # type: ignore[arg-type]
    assert other == pytest.approx(own, abs=band * max(own, other) + session.doubt_s * 3)


def analysed(files: dict[str, bytes], order: list[str] | None = None) -> Review:
    """A folder of files, read and judged; read in this process, which is quicker."""

    def read_parts(paths: list[Path], _jobs: int, athlete: Athlete, **_: object) -> list[Part]:
        return [
            Part(read_file(path, athlete), is_last=True, is_all=True, done=0, total=0)
            for path in paths
        ]

    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch("loadwatch.importer.pool.read_parts", read_parts),
    ):
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        return analyse([Path(folder) / name for name in order or sorted(files)], jobs=1)


def sums(review: Review) -> list[dict[str, object]]:
    """Figures of every session, and of every week."""
    sessions = review.sessions[["start_time", *TOTALS]].fillna(-1.0).to_dict("records")
    weekly = review.weekly[["session_count", "run_impact_count"]].fillna(-1.0)
    return [*sessions, *weekly.to_dict("records")]


@FEWER
@given(session=sessions(longest_s=LONGEST_S))
def test_a_copy_under_another_name_changes_nothing(session: Session) -> None:
    data = fit_of(session.activity())
    alone = analysed({"a.fit": data})
    twice = analysed({"a.fit": data, "b.fit": data, "c.fit.gz": gzip.compress(data)})
    assert sums(alone) == sums(twice)


@FEWER
@given(session=sessions(longest_s=LONGEST_S, with_cadence=True))
def test_a_gpx_beside_its_fit_changes_nothing(session: Session) -> None:
    activity = replace(session, has_positions=True).activity()
    fit = fit_of(activity)
    alone, beside = analysed({"a.fit": fit}), analysed({"a.fit": fit, "b.gpx": gpx_of(activity)})
    assert sums(alone) == sums(beside)


@FEWER
@given(
    days=st.lists(
        st.tuples(sessions(longest_s=LONGEST_S), st.integers(0, 40)),
        min_size=2,
        max_size=4,
        unique_by=lambda item: item[1],
    ),
    seed=st.integers(0, 99),
)
def test_the_order_of_files_changes_nothing(days: list[tuple[Session, int]], seed: int) -> None:
    files = {
        f"{day}.fit": fit_of(shifted(session.activity(), day * 86_400.0)) for session, day in days
    }
    names = sorted(files)
    order = [names[i] for i in np.random.default_rng(seed).permutation(len(names))]
    assert sums(analysed(files)) == sums(analysed(files, order))


@FEW
@given(session=sessions(longest_s=LONGEST_S, with_cadence=True))
def test_a_fit_without_heart_rate_has_the_same_impacts_and_distance(session: Session) -> None:
    activity = session.activity()
    without = with_channels(activity, heart_rate_bpm=None)
    assert figures(read(fit_of(activity)), *TOTALS) == figures(read(fit_of(without)), *TOTALS)
