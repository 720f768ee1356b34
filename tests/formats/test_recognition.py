"""Each format knows its own files and no other, whatever their name."""

from __future__ import annotations

import pytest

from loadwatch.errors import UnknownFormatError
from loadwatch.formats import all_formats, identify, read
from loadwatch.formats._base import Source

from ..faults.build import fit, gpx, tcx
from .exports.test_hostile import WHOLES

RECORDINGS = {"FIT": fit(), "GPX": gpx().encode(), "TCX": tcx().encode()}
SAMPLES = RECORDINGS | WHOLES


def test_every_format_has_a_sample_here():
    assert {format_.name for format_ in all_formats()} == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_is_recognised_by_its_own_format_alone(name):
    claims = [format_.name for format_ in all_formats() if format_.recognises(SAMPLES[name])]
    assert claims == [name]
    assert identify(SAMPLES[name][:4096]).name == name


@pytest.mark.parametrize("head", [b"", b"\0", b".FIT", b"<", b"<gpx2>", b"PK\3\4", b"\xff\xfe<"])
def test_other_bytes_are_recognised_by_none(head):
    with pytest.raises(UnknownFormatError):
        identify(head)


@pytest.mark.parametrize("name", SAMPLES)
def test_reading_twice_gives_the_same(name):
    first, second = (read(Source(SAMPLES[name])) for _ in range(2))
    assert len(first) == len(second) > 0
    for a, b in zip(first, second, strict=True):
        assert a.frame().equals(b.frame())
        assert (a.sport, a.start_time_s, a.laps, a.timer, a.reported, a.notes) == (
            b.sport, b.start_time_s, b.laps, b.timer, b.reported, b.notes,
        )  # fmt: skip


@pytest.mark.parametrize("name", RECORDINGS)
def test_the_known_run_is_read_whole(name):
    (activity,) = read(Source(SAMPLES[name]))
    assert activity.format == name
    assert activity.sport == "running"
    assert activity.notes == ()
    assert len(activity.records) == 601
    assert set(activity.records.channels) >= {"latitude_deg", "cadence_rpm", "heart_rate_bpm"}
