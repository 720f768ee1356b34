"""Turn an outing into the file or files its export shape consists of."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from fit_tool.profile.profile_type import Sport, SubSport

import _xml
from _fit import FORERUNNER, FORERUNNER_1S, PACE, RACE, ZWIFT, ActivityFile
from _fit_other import manual_fit, strength_fit
from _story import FIRST_MONDAY, Outing
from _streams import Stream, smart_indices
from _truth import totals

APPLE_EXPORT = datetime.fromisoformat("2026-06-22T09:30:12")
TRUNCATED_SHARE = 0.6
TYPED_METRES = 3800.0


@dataclass(frozen=True)
class Sample:
    """One file: where it lies, its bytes, what truth.json adds about it."""

    path: str
    data: bytes
    notes: dict[str, Any] = field(default_factory=dict)
    into_archive: bool = False


def squeeze(data: bytes) -> bytes:
    """Compress with gzip, without the time of writing."""
    return gzip.compress(data, 9, mtime=0)


def _garmin_path(outing: Outing) -> str:
    return f"garmin/{outing.local:%Y-%m-%d-%H-%M-%S}.fit"


def _number(outing: Outing, base: int) -> int:
    """A made-up upload number that grows with the date."""
    age = outing.local - FIRST_MONDAY
    return base + int(age.total_seconds()) // 60 * 7


def _strava_path(outing: Outing, ending: str) -> str:
    return f"strava/activities/{_number(outing, 17_000_000_000)}.{ending}"


def _garmin(outing: Outing, stream: Stream) -> list[Sample]:
    device = {
        "garmin_splits": replace(FORERUNNER, splits=True),
        "garmin_workout": replace(FORERUNNER, splits=True, workout=True),
        "garmin_dynamics": FORERUNNER_1S,
        "garmin_treadmill": replace(FORERUNNER, positions=False),
    }.get(outing.shape, FORERUNNER)
    sport, sub_sport = {
        "garmin_treadmill": (Sport.RUNNING, SubSport.TREADMILL),
        "garmin_walk": (Sport.WALKING, SubSport.GENERIC),
        "garmin_ride": (Sport.CYCLING, SubSport.ROAD),
    }.get(outing.shape, (Sport.RUNNING, SubSport.GENERIC))
    data = ActivityFile(outing, stream, device, sport, sub_sport).build()
    return [Sample(_garmin_path(outing), data)]


def _truncated(outing: Outing, stream: Stream) -> list[Sample]:
    activity = ActivityFile(outing, stream, FORERUNNER)
    whole = activity.build()
    cut = int(len(whole) * TRUNCATED_SHARE)
    last = int(activity.kept[activity.writer.records_within(cut) - 1])
    kept = {"last_second": last} | totals(stream.until(last))
    return [Sample(_garmin_path(outing), whole[:cut], {"truncated": True, "kept": kept})]


def _zipped(outing: Outing, stream: Stream) -> list[Sample]:
    data = ActivityFile(outing, stream, FORERUNNER).build()
    return [Sample(f"{_number(outing, 210_000_000)}.fit", data, into_archive=True)]


def _manual(outing: Outing, _: Stream) -> list[Sample]:
    path = f"garmin/{_number(outing, 21_000_000_000)}_ACTIVITY.fit"
    notes = {"manual_entry": True, "typed_metres": TYPED_METRES}
    return [Sample(path, manual_fit(outing, TYPED_METRES), notes)]


def _strength(outing: Outing, stream: Stream) -> list[Sample]:
    return [Sample(_garmin_path(outing), strength_fit(outing, stream))]


def _coros(outing: Outing, stream: Stream) -> list[Sample]:
    path = f"coros/{outing.local:%Y-%m-%d}_activity-001.fit"
    return [Sample(path, ActivityFile(outing, stream, PACE).build())]


def _suunto(outing: Outing, stream: Stream) -> list[Sample]:
    path = f"suunto/Move_{outing.local:%Y_%m_%d_%H_%M_%S}_Running.fit"
    return [Sample(path, ActivityFile(outing, stream, RACE).build())]


def _zwift(outing: Outing, stream: Stream) -> list[Sample]:
    path = f"zwift/{outing.local:%Y-%m-%d-%H-%M-%S}.fit"
    file = ActivityFile(outing, stream, ZWIFT, sub_sport=SubSport.VIRTUAL_ACTIVITY)
    return [Sample(path, file.build())]


def _polar(outing: Outing, stream: Stream) -> list[Sample]:
    path = f"polar/Sample_Runner_{outing.local:%Y-%m-%d_%H-%M-%S}.TCX"
    return [Sample(path, _xml.polar_tcx(outing, stream).encode())]


def _apple(outing: Outing, stream: Stream) -> list[Sample]:
    end = outing.local + timedelta(seconds=stream.seconds)
    clock = f"{end.hour % 12 or 12}.{end:%M}{'pm' if end.hour >= 12 else 'am'}"
    path = f"apple/workout-routes/route_{end:%Y-%m-%d}_{clock}.gpx"
    return [Sample(path, _xml.apple_gpx(outing, stream, APPLE_EXPORT).encode())]


def _strava_fit(outing: Outing, stream: Stream) -> list[Sample]:
    data = ActivityFile(outing, stream, FORERUNNER).build()
    return [Sample(_strava_path(outing, "fit.gz"), squeeze(data))]


def _strava_gpx(outing: Outing, stream: Stream) -> list[Sample]:
    kept = smart_indices(stream, outing.local.toordinal())
    text = _xml.strava_gpx(outing, stream, kept).encode()
    if outing.stage is not None:
        return [Sample(_strava_path(outing, "gpx.gz"), squeeze(text))]
    return [Sample(_strava_path(outing, "gpx"), text)]


def _strava_tcx(outing: Outing, stream: Stream) -> list[Sample]:
    kept = smart_indices(stream, outing.local.toordinal())
    text = _xml.strava_tcx(outing, stream, kept).encode()
    return [Sample(_strava_path(outing, "tcx.gz"), squeeze(text))]


def _three(outing: Outing, stream: Stream) -> list[Sample]:
    activity = ActivityFile(outing, stream, FORERUNNER)
    stem = f"other/three_formats/activity_{_number(outing, 22_000_000_000)}"
    copy = {"copy_of": f"{stem}.fit"}
    gpx = _xml.garmin_gpx(outing, stream, activity.kept)
    tcx = _xml.garmin_tcx(outing, stream, activity.kept)
    return [
        Sample(f"{stem}.fit", activity.build()),
        Sample(f"{stem}.gpx", gpx.encode(), copy),
        Sample(f"{stem}.tcx", tcx.encode(), copy),
    ]


SPECIAL: dict[str, Callable[[Outing, Stream], list[Sample]]] = {
    "garmin_truncated": _truncated,
    "garmin_zip": _zipped,
    "garmin_manual": _manual,
    "strength": _strength,
    "coros": _coros,
    "suunto": _suunto,
    "zwift": _zwift,
    "polar_tcx": _polar,
    "apple_gpx": _apple,
    "strava_fit": _strava_fit,
    "strava_gpx": _strava_gpx,
    "strava_tcx": _strava_tcx,
    "three_formats": _three,
}


def render(outing: Outing, stream: Stream) -> list[Sample]:
    """Return the files an outing ends up as."""
    return SPECIAL.get(outing.shape, _garmin)(outing, stream)
