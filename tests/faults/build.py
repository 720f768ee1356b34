"""One known run of 600 s at 2.8 m/s, written as FIT, GPX or TCX, with any fault wanted.

FIT is written byte by byte, because a library that writes FIT refuses to write faults.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from loadwatch.formats.fit.parts import crc16
from loadwatch.importer.reading import read_file
from loadwatch.importer.states import Reading
from loadwatch.units import DEGREES_PER_SEMICIRCLE, FIT_EPOCH_S

START = datetime(2025, 6, 2, 8, 0, 0, tzinfo=UTC).timestamp()
SECONDS, METRES, SPEED, CADENCE, HEART = 600, 1680.0, 2.8, 81, 145
STEPS = 2 * CADENCE * SECONDS / 60
METRES_PER_DEGREE = 111_195.08

Row = dict[str, Any]
Mend = Callable[[int, Row], Any]

ENUM, U8, U16, S32, U32 = ("B", 0x00), ("B", 0x02), ("H", 0x84), ("i", 0x85), ("I", 0x86)
INVALID = {ENUM: 0xFF, U8: 0xFF, U16: 0xFFFF, S32: 0x7FFFFFFF, U32: 0xFFFFFFFF}
MESSAGES: dict[str, tuple[int, int, dict[str, tuple[int, tuple[str, int], float]]]] = {
    "file_id": (0, 0, {"type": (0, ENUM, 1), "maker": (1, U16, 1), "created": (4, U32, 1)}),
    "event": (21, 1, {"time": (253, U32, 1), "event": (0, ENUM, 1), "action": (1, ENUM, 1)}),
    "record": (
        20,
        2,
        {
            "time": (253, U32, 1),
            "lat": (0, S32, 1),
            "lon": (1, S32, 1),
            "metres": (5, U32, 100),
            "speed": (6, U16, 1000),
            "cadence": (4, U8, 1),
            "heart": (3, U8, 1),
        },
    ),
    "session": (
        18,
        3,
        {
            "time": (253, U32, 1),
            "start": (2, U32, 1),
            "sport": (5, ENUM, 1),
            "elapsed": (7, U32, 1000),
            "timer": (8, U32, 1000),
            "metres": (9, U32, 100),
            "strides": (10, U32, 1),
        },
    ),
}
RECORD_BYTES = 21


def run(mend: Mend | None = None, seconds: int = SECONDS) -> list[Row]:
    """One sample a second, both ends included; ``mend(i, row)`` changes a row in place."""
    rows = []
    for i in range(seconds + 1):
        row: Row = {
            "time": START + i,
            "lat": 48.0 + SPEED * i / METRES_PER_DEGREE,
            "lon": 11.0,
            "metres": SPEED * i,
            "speed": SPEED,
            "cadence": CADENCE,
            "heart": HEART,
        }
        if mend is not None:
            mend(i, row)
        rows.append(row)
    return rows


def run_with(**values: Any) -> list[Row]:
    """The run with some channels replaced throughout."""
    return run(lambda _, row: row.update(values))


class Fit:
    """Collects FIT messages and remembers where each record ends."""

    def __init__(self, file_type: int | None = 4) -> None:
        self.body = bytearray()
        self.record_ends: list[int] = []
        self._defined: set[str] = set()
        if file_type is not None:
            self.add("file_id", type=file_type, maker=1, created=START)

    def define(self, kind: str, developer: bytes = b"") -> None:
        number, local, fields = MESSAGES[kind]
        self.body += struct.pack("<BBBHB", 0x40 | (0x20 if developer else 0) | local, 0, 0,
                                 number, len(fields))  # fmt: skip
        for field_number, (code, base), _ in fields.values():
            self.body += bytes((field_number, struct.calcsize(code), base))
        self.body += developer
        self._defined.add(kind)

    def add(self, kind: str, *, tail: bytes = b"", **values: Any) -> Fit:
        if kind not in self._defined:
            self.define(kind)
        _, local, fields = MESSAGES[kind]
        self.body.append(local)
        for name, (_, base, scale) in fields.items():
            self.body += struct.pack("<" + base[0], _raw(name, values.get(name), base, scale))
        self.body += tail
        if kind == "record":
            self.record_ends.append(len(self.body))
        return self

    def records(self, rows: Iterable[Row], tail: bytes = b"") -> Fit:
        for row in rows:
            self.add("record", tail=tail, **row)
        return self

    def timer(self, time: float, started: bool) -> Fit:
        return self.add("event", time=time, event=0, action=0 if started else 4)

    def session(self, **values: Any) -> Fit:
        usual = {"time": START + SECONDS, "start": START, "sport": 1, "elapsed": SECONDS,
                 "timer": SECONDS, "metres": METRES, "strides": STEPS / 2}  # fmt: skip
        return self.add("session", **{**usual, **values})

    def finish(self, *, size: int | None = None, header: int = 14) -> bytes:
        size = len(self.body) if size is None else size
        start = struct.pack("<BBHI4s", header, 0x20, 2132, size, b".FIT")
        start += struct.pack("<H", crc16(start)) if header >= 14 else b""
        whole = start.ljust(header, b"\0") + self.body
        return bytes(whole + struct.pack("<H", crc16(whole)))

    def whole_records(self, length: int) -> int:
        """Whole records in the first ``length`` bytes of a file with a header of 14 bytes."""
        return sum(14 + end <= length for end in self.record_ends)


def _raw(name: str, value: Any, base: tuple[str, int], scale: float) -> int:
    if value is None:
        return INVALID[base]
    if name in ("time", "start", "created"):
        value -= FIT_EPOCH_S
    if name in ("lat", "lon"):
        value /= DEGREES_PER_SEMICIRCLE
    return round(value * scale)


def fit(rows: list[Row] | None = None, **session: Any) -> bytes:
    """A sound FIT file of rows and a session."""
    return Fit().records(run() if rows is None else rows).session(**session).finish()


def stamp(time: float, zone: str = "Z") -> str:
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%S") + zone


def trkpt(row: Row, times: Callable[[float], str] = stamp) -> str:
    time = times(row["time"])
    return (
        f'<trkpt lat="{row["lat"]}" lon="{row["lon"]}"><ele>510.5</ele>'
        + (f"<time>{time}</time>" if time else "")
        + f"<extensions><x:hr>{row['heart']}</x:hr><x:cad>{row['cadence']}</x:cad></extensions>"
        "</trkpt>\n"
    )


def gpx(*tracks: list[Row], times: Callable[[float], str] = stamp) -> str:
    """A GPX document; without arguments of the known run."""
    body = "".join(
        "<trk><type>running</type><trkseg>"
        + "".join(trkpt(row, times) for row in rows)
        + "</trkseg></trk>"
        for rows in tracks or (run(),)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="test" '
        'xmlns="http://www.topografix.com/GPX/1/1" xmlns:x="http://www.garmin.com/x">'
        f"{body}</gpx>\n"
    )


def tcx(*laps: list[list[Row]], sport: str = "Running") -> str:
    """A TCX document: laps of tracks of rows; without arguments one lap of the known run."""
    body = "".join(_lap(tracks) for tracks in laps or ([run()],))
    return (
        '<?xml version="1.0"?><TrainingCenterDatabase '
        'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>'
        f'<Activity Sport="{sport}"><Id>{stamp(START)}</Id>{body}</Activity>'
        "</Activities></TrainingCenterDatabase>"
    )


def _lap(tracks: list[list[Row]]) -> str:
    rows = [row for track in tracks for row in track]
    seconds = sum(track[-1]["time"] - track[0]["time"] for track in tracks)
    points = "".join("<Track>" + "".join(map(_trackpoint, track)) + "</Track>" for track in tracks)
    return (
        f'<Lap StartTime="{stamp(rows[0]["time"])}"><TotalTimeSeconds>{seconds}</TotalTimeSeconds>'
        f"<DistanceMeters>{rows[-1]['metres'] - rows[0]['metres']}</DistanceMeters>{points}</Lap>"
    )


def _trackpoint(row: Row) -> str:
    return (
        f"<Trackpoint><Time>{stamp(row['time'])}</Time><Position><LatitudeDegrees>{row['lat']}"
        f"</LatitudeDegrees><LongitudeDegrees>{row['lon']}</LongitudeDegrees></Position>"
        f"<DistanceMeters>{row['metres']}</DistanceMeters><HeartRateBpm><Value>{row['heart']}"
        f"</Value></HeartRateBpm><Cadence>{row['cadence']}</Cadence></Trackpoint>\n"
    )


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip archive in memory."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def readings(folder: Path, data: bytes | str, name: str = "x.fit") -> list[Reading]:
    """Write a file and read it."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_file(path)


def reading(folder: Path, data: bytes | str, name: str = "x.fit") -> Reading:
    """The only reading of a file."""
    (only,) = readings(folder, data, name)
    return only
