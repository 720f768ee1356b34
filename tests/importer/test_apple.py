"""Apple Health's whole export: workouts join their routes, and nothing long is held."""

from __future__ import annotations

import hashlib
import io
import math
from pathlib import Path

import numpy as np
import pytest

from loadwatch.doctor.examine import examine
from loadwatch.formats import containers
from loadwatch.importer import merged
from loadwatch.importer.reading import read_file
from loadwatch.importer.states import DUPLICATE, IMPORTED, QUARANTINED, SKIPPED
from loadwatch.show.look import look
from tests.faults.build import Row, gpx, zipped
from tests.formats.exports.build_apple import (
    START_S,
    export,
    hearts,
    route,
    steps,
    workout,
)

FOLDER = "apple_health_export"
ROUTE = "route_2026-05-24_3.02pm.gpx"
RUN, WALK = (60, 2.6, 160.0), (75, 1.45, 112.0)
"""Seconds, speed and cadence of the pieces of a stage of the ladder. [s, m/s, steps/min]"""
PIECES = [(300, *WALK[1:]), *[RUN, WALK] * 6, (300, *WALK[1:])]
RUN_S, RUN_IMPACTS = 6 * 60, 6 * 160
METRES_PER_DEGREE = 111_195.0


def second_by_second(offset_s: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Speed and cadence of the run-walk, the pieces some seconds later by the clock."""
    pieces = [(300 + offset_s, *WALK[1:]), *PIECES[1:-1], (300 - offset_s, *WALK[1:])]
    speed = np.concatenate([np.full(s, mps) for s, mps, _ in pieces])
    return speed, np.concatenate([np.full(s, spm) for s, _, spm in pieces])


def positions(offset_s: int = 0) -> bytes:
    """The route of the run-walk, as a phone's position wanders."""
    speed, _ = second_by_second(offset_s)
    rng = np.random.default_rng(7)
    metres = np.concatenate(([0.0], np.cumsum(speed))) + np.cumsum(
        rng.normal(0, 0.12, speed.size + 1)
    )
    rows: list[Row] = [
        {"time": START_S + i, "lat": 54.0 + m / METRES_PER_DEGREE, "lon": 11.0,
         "metres": None, "speed": None, "cadence": None, "heart": None}
        for i, m in enumerate(metres.tolist())
    ]  # fmt: skip
    return gpx(rows).encode()


def told(every: int = 60, offset_s: int = 0, *, with_route: bool = True) -> bytes:
    """The workout of the run-walk, its steps told as sums over an interval."""
    _, cadence = second_by_second(offset_s)
    edges = np.append(np.arange(0, cadence.size, every), cadence.size)
    counted = np.diff(np.concatenate(([0.0], np.cumsum(cadence / 60)))[edges].round())
    return export(
        hearts(cadence.size), steps(counted[:-1], every),
        steps([counted[-1]], cadence.size - edges[-2], first=float(edges[-2])),
        workout(route(ROUTE) if with_route else "", seconds=cadence.size,
                totalDistance=f"{second_by_second()[0].sum() / 1000:.4f}", totalDistanceUnit="km"),
    )  # fmt: skip


def archive(tmp_path: Path, **more: bytes) -> Path:
    """An export as a phone shares it."""
    place = tmp_path / "export.zip"
    files = {
        f"{FOLDER}/export.xml": told(),
        f"{FOLDER}/export_cda.xml": b'<?xml version="1.0"?>\n<ClinicalDocument x="1"></Clinical',
        f"{FOLDER}/electrocardiograms/ecg_2026-05-01.csv": b"Name,A\nDate,B\n\n-0.1\n0.2\n",
        f"{FOLDER}/workout-routes/{ROUTE}": positions(),
    }
    place.write_bytes(zipped(files | more))
    return place


def test_a_workout_joins_its_route_and_each_gives_what_it_knows(tmp_path):
    found = merged(read_file(archive(tmp_path)))
    (run,) = found.sessions
    assert {Path(source).name for source in run.sources} == {"export.xml", ROUTE}
    assert run.row["impact_source"] == "model"
    assert run.row["avg_heart_rate_bpm"] == 150
    assert run.row["zone"] == "file"
    assert "coarse-steps" not in run.row["quality"].split()
    states = {Path(each.member or "").name: each for each in found.files}
    assert {name: each.state for name, each in states.items()} == {
        "export.xml": DUPLICATE, "export_cda.xml": SKIPPED, "ecg_2026-05-01.csv": SKIPPED,
        ROUTE: IMPORTED,
    }  # fmt: skip
    assert "gave" in states["export.xml"].reason


@pytest.mark.parametrize("offset_s", [0, 17, 40])
def test_gaits_of_a_run_walk_come_of_positions_and_not_of_steps_by_the_minute(tmp_path, offset_s):
    (tmp_path / "export.xml").write_bytes(told(offset_s=offset_s))
    (tmp_path / ROUTE).write_bytes(positions(offset_s))
    readings = [each for name in ("export.xml", ROUTE) for each in read_file(tmp_path / name)]
    (run,) = merged(readings).sessions
    band = run.row["impact_uncertainty_pct"] / 100 * RUN_IMPACTS
    assert abs(run.row["run_impact_count"] - RUN_IMPACTS) <= band
    assert run.row["run_time_s"] == pytest.approx(RUN_S, rel=0.05)


@pytest.mark.parametrize("offset_s", [0, 17, 40])
def test_alone_steps_by_the_minute_say_how_unsure_they_are(tmp_path, offset_s):
    (tmp_path / "export.xml").write_bytes(told(offset_s=offset_s, with_route=False))
    (reading,) = read_file(tmp_path / "export.xml")
    (run,) = reading.sessions
    band = run.row["impact_uncertainty_pct"] / 100 * run.row["run_impact_count"]
    assert abs(run.row["run_impact_count"] - RUN_IMPACTS) <= band
    assert "coarse-steps" in run.row["quality"].split()


def test_the_band_is_wider_the_longer_the_interval(tmp_path):
    bands = []
    for every in (5, 15, 30, 60):
        (tmp_path / "export.xml").write_bytes(told(every, with_route=False))
        (reading,) = read_file(tmp_path / "export.xml")
        row = reading.sessions[0].row
        bands.append(row["impact_uncertainty_pct"])
        assert abs(row["run_impact_count"] - RUN_IMPACTS) <= bands[-1] / 100 * RUN_IMPACTS
    assert bands == sorted(bands)
    assert bands[-1] > 3 * bands[0]


def test_what_is_over_the_limit_of_other_files_is_read_as_a_stream(tmp_path, monkeypatch):
    place = archive(tmp_path, **{"other.gpx": positions()})
    for name in ("MAX_UNPACKED_BYTES", "MAX_FILE_BYTES"):
        monkeypatch.setattr(containers, name, 50_000)
    states = {Path(each.state.member or "").name: each.state for each in read_file(place)}
    assert states["export.xml"].state == IMPORTED
    assert states["other.gpx"].state == QUARANTINED
    (tmp_path / "export.xml").write_bytes(told())
    assert read_file(tmp_path / "export.xml")[0].state.state == IMPORTED


def test_a_long_member_has_the_digest_of_all_of_it_and_can_be_read_again():
    data = told()
    packed = io.BytesIO(zipped({"export.xml": data}))
    (member,) = containers.members(packed, packed.getbuffer().nbytes)
    assert (member.digest, member.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert len(member.data) < len(data)
    for _ in range(2):
        assert b"".join(member.source().pieces()) == data


def test_a_member_that_packs_well_is_given_time_for_what_it_unpacks_to():
    data = export(hearts(20_000))
    packed = io.BytesIO(zipped({"export.xml": data}))
    (entry,) = containers.entries(packed, packed.getbuffer().nbytes)
    assert entry.size == len(data) // containers.WELL_PACKED > packed.getbuffer().nbytes


def test_a_bomb_of_measurements_is_refused(tmp_path):
    place = tmp_path / "export.zip"
    place.write_bytes(zipped({"export.xml": export("<Record/>\n" * 2_000_000)}))
    (reading,) = read_file(place)
    assert reading.state.state == QUARANTINED
    assert "times its size" in reading.state.reason


def test_a_member_damaged_in_its_packing_is_quarantined_with_a_reason(tmp_path):
    whole = bytearray(zipped({"export.xml": told()}))
    whole[len(whole) // 2] ^= 0xFF
    (tmp_path / "export.zip").write_bytes(whole)
    (reading,) = read_file(tmp_path / "export.zip")
    assert reading.state.state == QUARANTINED
    assert "damaged" in reading.state.reason


def test_it_can_be_shown_and_examined(tmp_path):
    place = archive(tmp_path)
    shown = {Path(each.name or "").name: each for each in look(place).members}
    assert (shown["export.xml"].format, shown["export.xml"].state) == ("Apple Health", IMPORTED)
    seen = {Path(each.name or "").name: each for each in examine(place).members}
    (activity,) = seen["export.xml"].activities
    assert activity.sport == "running"
    assert not math.isnan(activity.duration_s or math.nan)
