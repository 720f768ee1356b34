"""A recording as other programs hand it on: as GPX or TCX, its clock moved, cut, thinned."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from loadwatch.activity import Activity, Device, Records
from loadwatch.importer.reading import read_file
from loadwatch.merge import Fingerprint
from loadwatch.units import Floats, distance_between_m

HOUR_S = 3600.0
MINUTE_S = 60.0
PLACE = ("latitude_deg", "longitude_deg")
Change = Callable[[Activity, np.random.Generator], Activity | None]
"""An activity and a source of chance → the activity changed; None if it is too short for that."""


def of_records(one: Activity, kept: slice | Floats) -> Activity | None:
    """The same with some of its records; None if fewer than two are left."""
    records = one.records
    channels = {name: values[kept] for name, values in records.channels.items()}
    left = Records(records.time_s[kept], channels)
    return replace(one, records=left) if len(left) >= 2 else None


def later(one: Activity, seconds: float) -> Activity:
    """The same with its clock put forward."""
    records = replace(one.records, time_s=one.records.time_s + seconds)
    return replace(one, records=records, start_time_s=one.start_time_s + seconds)


def without(one: Activity, *names: str) -> Activity:
    """The same without some channels."""
    channels = {name: v for name, v in one.records.channels.items() if name not in names}
    return replace(one, records=replace(one.records, channels=channels))


def only(one: Activity, *names: str) -> Activity:
    """The same with no other channels than these, and no serial number."""
    bare = without(one, *(set(one.records.channels) - set(names)))
    return replace(bare, device=Device())


def cut(one: Activity, begin_s: float = 0.0, end_s: float = 0.0) -> Activity | None:
    """The same without some time at its beginning and its end."""
    times = one.records.time_s
    first, last = np.nanmin(times) + begin_s, np.nanmax(times) - end_s
    return of_records(one, (times >= first) & (times <= last))


def thinned(one: Activity) -> Activity | None:
    """The same with every second record."""
    return of_records(one, slice(None, None, 2))


def each_second(one: Activity) -> Activity:
    """The same with a record every second, as some programs fill smart recordings up."""
    records = one.records
    order = np.argsort(records.time_s, kind="stable")
    times = records.time_s[order]
    grid = np.arange(np.ceil(times[0]), np.floor(times[-1]) + 1)
    grid = grid[np.abs(grid - times[np.searchsorted(times, grid).clip(max=times.size - 1)]) < 30]
    channels = {}
    for name, values in records.channels.items():
        known = np.isfinite(values[order])
        if known.sum() >= 2:
            channels[name] = np.interp(grid, times[known], values[order][known])
    return replace(one, records=Records(grid, channels))


def rounded(one: Activity) -> Activity:
    """The same with positions of five decimals, a metre."""
    channels = {
        name: np.round(values, 5) if name in PLACE else values
        for name, values in one.records.channels.items()
    }
    return replace(one, records=replace(one.records, channels=channels))


def without_home(one: Activity, metres: float) -> Activity | None:
    """The same without what lies within a privacy zone round its start and its end."""
    if not has_places(one):
        return None
    latitude, longitude = (one.records.channels[name] for name in PLACE)
    known = np.flatnonzero(np.isfinite(latitude + longitude))
    outside = np.ones(known.size, dtype=bool)
    for home in known[[0, -1]]:
        home_deg = np.full(known.size, latitude[home]), np.full(known.size, longitude[home])
        outside &= distance_between_m(latitude[known], longitude[known], *home_deg) > metres
    if not outside.any():
        return None
    begin, end = known[outside][[0, -1]]
    return of_records(one, slice(int(begin), int(end) + 1))


def has_places(one: Activity) -> bool:
    """Whether it knows two places at least."""
    found = [one.records.channels.get(name) for name in PLACE]
    return all(each is not None and np.isfinite(each).sum() >= 2 for each in found)


def length_s(one: Activity) -> float:
    """From the first record to the last. [s]"""
    return float(np.nanmax(one.records.time_s) - np.nanmin(one.records.time_s))


def _trimmed(one: Activity, chance: np.random.Generator) -> Activity | None:
    return cut(one, begin_s=float(chance.integers(3, 61)))


def _minutes(one: Activity, chance: np.random.Generator) -> float:
    """Two to twenty minutes, half of the run at most; 0 if it is too short to be cut so. [s]"""
    most = min(20.0, length_s(one) / MINUTE_S / 2)
    return float(chance.uniform(2.0, most)) * MINUTE_S if most > 2.0 else 0.0


def _cut_at(begins: bool) -> Change:
    def change(one: Activity, chance: np.random.Generator) -> Activity | None:
        seconds = _minutes(one, chance)
        if not seconds:
            return None
        return cut(one, seconds, 0.0) if begins else cut(one, 0.0, seconds)

    return change


def _then(first: Change, second: Change) -> Change:
    def change(one: Activity, chance: np.random.Generator) -> Activity | None:
        half = first(one, chance)
        return None if half is None else second(half, chance)

    return change


def _clock(seconds: float) -> Change:
    return lambda one, _: later(one, seconds)


def _thinned(one: Activity, _: np.random.Generator) -> Activity | None:
    return thinned(one)


PROMISED: Mapping[str, Change] = {
    "as it was": lambda one, _: one,
    "1 h behind": _clock(-HOUR_S),
    "1 h ahead": _clock(HOUR_S),
    "3–60 s off the start": _trimmed,
    "every second point": _thinned,
    "off the start, 1 h behind": _then(_trimmed, _clock(-HOUR_S)),
    "off the start, 1 h ahead": _then(_trimmed, _clock(HOUR_S)),
    "off the start, every second": _then(_trimmed, _thinned),
    "every second, 1 h ahead": _then(_thinned, _clock(HOUR_S)),
}
"""What was promised: at least 99.5 % of these are found."""

BEYOND: Mapping[str, Change] = {
    "2–20 min off the beginning": _cut_at(begins=True),
    "2–20 min off the end": _cut_at(begins=False),
    "beginning off, 1 h ahead": _then(_cut_at(begins=True), _clock(HOUR_S)),
    "30 min behind": _clock(-HOUR_S / 2),
    "5:45 h ahead": _clock(5.75 * HOUR_S),
    "five decimals": lambda one, _: rounded(one),
    "a record each second": lambda one, _: each_second(one),
    "privacy zone, 200–1000 m": lambda one, chance: without_home(one, chance.uniform(200, 1000)),
    "clock 5–50 s ahead": lambda one, chance: later(one, float(chance.integers(5, 51))),
}
"""What else happens to copies."""


@dataclass(frozen=True)
class Form:
    """A kind of file, and what is left in it."""

    name: str
    ending: str
    write: Callable[[Activity], bytes]
    needs: str = ""


def written(form: Form, one: Activity) -> bytes | None:
    """A file of that form; None if it cannot hold the recording."""
    if form.needs == "places" and not has_places(one):
        return None
    found = one.records.channels.get(form.needs)
    if form.needs not in ("", "places") and (found is None or not np.isfinite(found).any()):
        return None
    return form.write(one)


def gpx_of(one: Activity) -> bytes:
    """GPX with whatever it can hold."""
    records = one.records
    nowhere = np.full(len(records), np.nan)
    latitude, longitude, altitude, heart, cadence = (
        records.channels.get(name, nowhere)
        for name in (*PLACE, "altitude_m", "heart_rate_bpm", "cadence_rpm")
    )
    points = []
    for i in np.flatnonzero(np.isfinite(latitude + longitude + records.time_s)):
        more = _tag("ns3:hr", heart[i], 0) + _tag("ns3:cad", cadence[i], 0)
        if more:
            more = (
                f"<extensions><ns3:TrackPointExtension>{more}</ns3:TrackPointExtension>"
                "</extensions>"
            )
        points.append(
            f'<trkpt lat="{latitude[i]:.7f}" lon="{longitude[i]:.7f}">'
            f"{_tag('ele', altitude[i], 1)}<time>{_time(records.time_s[i])}</time>{more}</trkpt>\n"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gpx creator="elsewhere" version="1.1" '
        'xmlns="http://www.topografix.com/GPX/1/1" '
        'xmlns:ns3="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">\n'
        f"<trk><type>{one.sport}</type><trkseg>\n{''.join(points)}</trkseg></trk></gpx>\n"
    ).encode()


def tcx_of(one: Activity) -> bytes:
    """TCX with whatever it can hold, in one lap."""
    records = one.records
    nowhere = np.full(len(records), np.nan)
    latitude, longitude, altitude, metres, heart, cadence = (
        records.channels.get(name, nowhere)
        for name in (*PLACE, "altitude_m", "distance_m", "heart_rate_bpm", "cadence_rpm")
    )
    points = []
    for i in np.flatnonzero(np.isfinite(records.time_s)):
        place = _tag("LatitudeDegrees", latitude[i], 7) + _tag("LongitudeDegrees", longitude[i], 7)
        place = f"<Position>{place}</Position>" if place else ""
        beats = _tag("Value", heart[i], 0)
        beats = f"<HeartRateBpm>{beats}</HeartRateBpm>" if beats else ""
        points.append(
            f"<Trackpoint><Time>{_time(records.time_s[i])}</Time>{place}"
            f"{_tag('AltitudeMeters', altitude[i], 1)}{_tag('DistanceMeters', metres[i], 2)}"
            f"{beats}{_tag('Cadence', cadence[i], 0)}</Trackpoint>\n"
        )
    start = _time(float(np.nanmin(records.time_s)))
    known = metres[np.isfinite(metres)]
    total = _tag("DistanceMeters", float(known[-1] - known[0]), 2) if known.size else ""
    sport = {"running": "Running", "cycling": "Biking"}.get(one.sport, "Other")
    unit = one.device.serial_number
    creator = f"<Creator><Name>x</Name><UnitId>{unit}</UnitId></Creator>" if unit else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TrainingCenterDatabase '
        'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>'
        f'<Activity Sport="{sport}"><Id>{start}</Id><Lap StartTime="{start}">'
        f"<TotalTimeSeconds>{length_s(one):.1f}</TotalTimeSeconds>{total}"
        f"<Track>\n{''.join(points)}</Track></Lap>{creator}</Activity></Activities>"
        "</TrainingCenterDatabase>\n"
    ).encode()


def _time(time_s: float) -> str:
    told = datetime.fromtimestamp(round(float(time_s), 3), UTC)
    return told.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _tag(name: str, value: float, decimals: int) -> str:
    return f"<{name}>{value:.{decimals}f}</{name}>" if np.isfinite(value) else ""


FORMS = (
    Form("GPX", ".gpx", gpx_of, "places"),
    Form("bare GPX", ".gpx", lambda one: gpx_of(only(one, *PLACE)), "places"),
    Form("TCX", ".tcx", tcx_of),
    Form("TCX, no km", ".tcx", lambda one: tcx_of(without(one, "distance_m"))),
    Form("bare TCX", ".tcx", lambda one: tcx_of(only(one, *PLACE)), "places"),
    Form("TCX, indoors", ".tcx", lambda one: tcx_of(without(one, *PLACE))),
)
"""Files in which a recording is handed on; bare ones hold places alone, indoors there are none."""


def copies(
    one: Activity, name: str, changes: Mapping[str, Change], forms: Sequence[Form] = FORMS
) -> Iterator[tuple[str, str, Fingerprint]]:
    """A recording changed in every way, in every form, read as any file is.

    Parameters
    ----------
    one : Activity
        The recording.
    name : str
        Of it; chance depends on it.
    changes : mapping
        ``PROMISED``, ``BEYOND`` or some of them.
    forms : sequence of Form
        Files to write.
    """
    with TemporaryDirectory() as folder:
        for change in changes:
            seed = hashlib.sha256(f"{name} {change}".encode()).digest()[:4]
            changed = changes[change](one, np.random.default_rng(int.from_bytes(seed)))
            for form in forms if changed is not None else ():
                data = written(form, changed)
                if data is None:
                    continue
                place = Path(folder) / f"copy{form.ending}"
                place.write_bytes(data)
                for reading in read_file(place):
                    for session in reading.sessions:
                        yield change, form.name, session.fingerprint
