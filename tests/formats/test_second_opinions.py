"""The same values as other libraries read from sound files."""

from __future__ import annotations

import math
import re
from pathlib import Path

import fitdecode
import gpxpy
import numpy as np
import pytest

from loadwatch.doctor.gpx import compare
from loadwatch.formats import read
from loadwatch.formats._base import Source
from loadwatch.units import DEGREES_PER_SEMICIRCLE

from ..faults.build import gpx, run, stamp, tcx

SAMPLES = Path(__file__).parents[2] / "sample_files" / "garmin"
NAMES = [f"2026-01-{rest}.fit" for rest in ("05-19-33-24", "08-06-33-02", "13-18-51-30",
                                            "20-18-09-21", "31-08-11-36")]  # fmt: skip

MOST_BYTES = 3_000_000
"""gpxpy is slow: a corpus file over this is left out. [byte]"""


def varied():
    """The known run with values that change."""
    return run(
        lambda i, row: row.update(
            lat=48 + math.sin(i / 50) / 1000, lon=11 + i / 70_000, heart=120 + i % 50,
            cadence=78 + i % 7,
        )
    )  # fmt: skip


@pytest.mark.parametrize("zone", ["Z", "+05:30", "-08:00"])
def test_gpx_points_are_those_of_gpxpy(zone):
    text = gpx(varied(), times=lambda time: stamp(time, zone))
    (activity,) = read(Source(text.encode()))
    points = list(gpxpy.parse(text).walk(only_points=True))
    extras = [{child.tag.rpartition("}")[2]: float(child.text) for child in point.extensions}
              for point in points]  # fmt: skip
    channels = activity.records.channels
    assert activity.records.time_s.tolist() == [point.time.timestamp() for point in points]
    assert channels["latitude_deg"].tolist() == [point.latitude for point in points]
    assert channels["longitude_deg"].tolist() == [point.longitude for point in points]
    assert channels["altitude_m"].tolist() == [point.elevation for point in points]
    assert channels["heart_rate_bpm"].tolist() == [extra["hr"] for extra in extras]
    assert channels["cadence_rpm"].tolist() == [extra["cad"] for extra in extras]


@pytest.mark.corpus
@pytest.mark.slow
def test_every_gpx_of_the_corpus_is_read_as_gpxpy_reads_it(corpus):
    unknown = []
    for path in sorted(corpus.rglob("*.gpx")):
        if path.stat().st_size <= MOST_BYTES:
            differences = compare(path.read_bytes()).differences
            unknown += [(path.name, item) for item in differences if not item.reason]
    assert unknown == []


def test_tcx_points_are_those_in_its_text():
    text = tcx([varied()])
    (activity,) = read(Source(text.encode()))
    channels = activity.records.channels
    for name, tag in (("latitude_deg", "LatitudeDegrees"), ("longitude_deg", "LongitudeDegrees"),
                      ("heart_rate_bpm", "Value"), ("cadence_rpm", "Cadence")):  # fmt: skip
        assert channels[name].tolist() == [float(v) for v in re.findall(f"<{tag}>(.*?)<", text)]


@pytest.mark.parametrize("name", NAMES)
def test_fit_values_are_those_of_fitdecode(name):
    path = SAMPLES / name
    with fitdecode.FitReader(str(path)) as reader:
        data = [frame for frame in reader if frame.frame_type == fitdecode.FIT_FRAME_DATA]
    rows = [frame for frame in data if frame.name == "record"]
    (activity,) = read(Source(path.read_bytes()))
    records = activity.records
    assert records.time_s.tolist() == [row.get_value("timestamp").timestamp() for row in rows]
    for ours, theirs, factor in (
        ("latitude_deg", "position_lat", DEGREES_PER_SEMICIRCLE),
        ("distance_m", "distance", 1.0),
        ("heart_rate_bpm", "heart_rate", 1.0),
    ):
        values = [row.get_value(theirs, fallback=None) for row in rows]
        wanted = np.array([math.nan if value is None else value * factor for value in values])
        found = records.channels.get(ours, np.full(len(records), np.nan))
        np.testing.assert_array_equal(found, wanted)
