"""GPX and TCX texts in the dialects of several makers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from _laps import Lap, distance_laps
from _story import Outing
from _streams import Ints, Stream

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
GPX_NS = 'xmlns="http://www.topografix.com/GPX/1/1"'
TPX1 = "http://www.garmin.com/xmlschemas/TrackPointExtension/v1"
TCX_NS = 'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"'
TCX_EXT = "http://www.garmin.com/xmlschemas/ActivityExtension/v2"
STRAVA_BLANKS = " " * 10

Extra = Callable[[Stream, int], str]


def _stamp(outing: Outing, second: int, tail: str = "Z") -> str:
    return (outing.utc + timedelta(seconds=second)).isoformat() + tail


def _place(stream: Stream, i: int) -> str:
    return f'lat="{stream.lat[i]:.6f}" lon="{stream.lon[i]:.6f}"'


def _gpx_points(outing: Outing, stream: Stream, kept: Iterable[int], extra: Extra) -> str:
    return "\n".join(
        f"<trkpt {_place(stream, i)}><ele>{stream.altitude[i]:.1f}</ele>"
        f"<time>{_stamp(outing, i)}</time>{extra(stream, i)}</trkpt>"
        for i in kept
    )


def apple_gpx(outing: Outing, stream: Stream, exported: datetime) -> str:
    """Apple Health route: bare extension names, no heart rate, no cadence."""

    def extra(stream: Stream, i: int) -> str:
        return (
            f"<extensions><speed>{stream.speed[i]:.3f}</speed>"
            "<hAcc>2.1</hAcc><vAcc>1.6</vAcc></extensions>"
        )

    points = _gpx_points(outing, stream, stream.shown().tolist(), extra)
    return (
        f'{XML}<gpx version="1.1" creator="Apple Health Export" {GPX_NS} {XSI}>\n'
        f"<metadata><time>{exported.isoformat()}Z</time></metadata>\n"
        f"<trk><name>Route {outing.local:%Y-%m-%d}</name><trkseg>\n"
        f"{points}\n</trkseg></trk>\n</gpx>\n"
    )


def _tpx(prefix: str, per_minute: float) -> Extra:
    """Extension text with heart rate and cadence; `per_minute` 1 = steps, 0.5 = strides."""

    def extra(stream: Stream, i: int) -> str:
        return (
            f"<extensions><{prefix}:TrackPointExtension><{prefix}:hr>{stream.heart[i]:.0f}"
            f"</{prefix}:hr><{prefix}:cad>{stream.cadence[i] * per_minute:.0f}</{prefix}:cad>"
            f"</{prefix}:TrackPointExtension></extensions>"
        )

    return extra


def strava_gpx(outing: Outing, stream: Stream, kept: Ints) -> str:
    """Strava-like GPX: cadence in steps per minute."""
    points = _gpx_points(outing, stream, kept.tolist(), _tpx("gpxtpx", 1.0))
    return (
        f'{XML}<gpx creator="StravaGPX" version="1.1" {XSI} xmlns:gpxtpx="{TPX1}" {GPX_NS}>\n'
        f"<metadata><time>{_stamp(outing, 0)}</time></metadata>\n"
        f"<trk><name>Run</name><type>running</type><trkseg>\n"
        f"{points}\n</trkseg></trk>\n</gpx>\n"
    )


def garmin_gpx(outing: Outing, stream: Stream, kept: Ints) -> str:
    """Garmin Connect GPX: prefix ns3, cadence in strides per minute."""
    points = _gpx_points(outing, stream, kept.tolist(), _tpx("ns3", 0.5))
    return (
        f'{XML}<gpx creator="Garmin Connect" version="1.1" {GPX_NS} xmlns:ns3="{TPX1}" {XSI}>\n'
        f"<metadata><time>{_stamp(outing, 0, '.000Z')}</time></metadata>\n"
        f"<trk><name>Shore loop</name><type>running</type><trkseg>\n"
        f"{points}\n</trkseg></trk>\n</gpx>\n"
    )


def route_gpx(stream: Stream) -> str:
    """A planned route: a track without a single time."""
    last = int(stream.metres.searchsorted(2400))
    points = "\n".join(f"<trkpt {_place(stream, i)}/>" for i in range(0, last, 10))
    return (
        f'{XML}<gpx creator="planner" version="1.1" {GPX_NS}>\n'
        f"<trk><name>Planned shore loop</name><trkseg>\n{points}\n</trkseg></trk>\n</gpx>\n"
    )


def _tcx_point(outing: Outing, stream: Stream, i: int, strides: str) -> str:
    return (
        f"<Trackpoint><Time>{_stamp(outing, i, '.000Z')}</Time><Position>"
        f"<LatitudeDegrees>{stream.lat[i]:.6f}</LatitudeDegrees>"
        f"<LongitudeDegrees>{stream.lon[i]:.6f}</LongitudeDegrees></Position>"
        f"<AltitudeMeters>{stream.altitude[i]:.1f}</AltitudeMeters>"
        f"<DistanceMeters>{stream.metres[i]:.1f}</DistanceMeters>"
        f"<HeartRateBpm><Value>{stream.heart[i]:.0f}</Value></HeartRateBpm>"
        f"{strides}</Trackpoint>"
    )


def _cadence(stream: Stream, i: int) -> str:
    return f"<Cadence>{stream.cadence[i] / 2:.0f}</Cadence>"


def _run_cadence(stream: Stream, i: int) -> str:
    return (
        f'<Extensions><TPX xmlns="{TCX_EXT}"><Speed>{stream.speed[i]:.2f}</Speed>'
        f"<RunCadence>{stream.cadence[i] / 2:.0f}</RunCadence></TPX></Extensions>"
    )


def _tcx(outing: Outing, stream: Stream, kept: Ints, strides: Extra, lap_shift: int) -> str:
    def lap_text(lap: Lap) -> str:
        first = 0 if lap.start == 0 else lap.start + 1
        inside = kept[(kept >= first) & (kept <= lap.end)].tolist()
        points = "\n".join(_tcx_point(outing, stream, i, strides(stream, i)) for i in inside)
        metres = stream.metres[lap.end] - stream.metres[lap.start]
        heart = stream.heart[lap.start : lap.end + 1]
        return (
            f'<Lap StartTime="{_stamp(outing, lap.start + lap_shift, ".000Z")}">'
            f"<TotalTimeSeconds>{lap.end - lap.start}.0</TotalTimeSeconds>"
            f"<DistanceMeters>{metres:.1f}</DistanceMeters>"
            f"<Calories>{metres * 0.068:.0f}</Calories>"
            f"<AverageHeartRateBpm><Value>{heart.mean():.0f}</Value></AverageHeartRateBpm>"
            f"<MaximumHeartRateBpm><Value>{heart.max():.0f}</Value></MaximumHeartRateBpm>"
            "<Intensity>Active</Intensity>"
            f"<TriggerMethod>{'Distance' if lap.full else 'Manual'}</TriggerMethod>"
            f"<Track>\n{points}\n</Track></Lap>"
        )

    laps = "\n".join(lap_text(lap) for lap in distance_laps(stream))
    return (
        f"{XML}<TrainingCenterDatabase {TCX_NS} {XSI}>\n"
        f'<Activities><Activity Sport="Running"><Id>{_stamp(outing, 0, ".000Z")}</Id>\n'
        f"{laps}\n</Activity></Activities>\n</TrainingCenterDatabase>\n"
    )


def polar_tcx(outing: Outing, stream: Stream) -> str:
    """Polar-like TCX: plain Cadence in strides, laps one second off the Id."""
    return _tcx(outing, stream, stream.shown(), _cadence, 1)


def garmin_tcx(outing: Outing, stream: Stream, kept: Ints) -> str:
    """Garmin Connect TCX: RunCadence in strides inside the TPX extension."""
    return _tcx(outing, stream, kept, _run_cadence, 0)


def strava_tcx(outing: Outing, stream: Stream, kept: Ints) -> str:
    """The same with the ten blanks that Strava's archive puts before the declaration."""
    return STRAVA_BLANKS + garmin_tcx(outing, stream, kept)
