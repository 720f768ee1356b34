"""The lists that whole exports bring along: Strava's, Runkeeper's, Garmin's."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from _story import Gait, Outing
from _streams import Stream

GERMAN = (
    "Aktivitäts-ID,Aktivitätsdatum,Name der Aktivität,Aktivitätsart,Aktivitätsbeschreibung,"
    "Verstrichene Zeit,Distanz,Max. Herzfrequenz,Relative Leistung,Pendeln,"
    "Hinweis zur Privatsphäre für Aktivitäten,Aktivitätsausrüstung,Dateiname,Sportlergewicht,"
    "Fahrradgewicht,Verstrichene Zeit,Bewegungszeit,Distanz,Höchstgeschw.,"
    "Durchschnittliche Geschwindigkeit,Höhenzunahme,Höhenunterschied,Min. Höhe,Max. Höhe,"
    "Max. Steigung,Durchschnittliche Steigung,Durchschnittliche positive Steigung,"
    "Durchschnittliche negative Steigung,Max. Tritt-/Schrittfrequenz,"
    "Durchschnittliche Trittfrequenz,Max. Herzfrequenz,Durchschnittliche Herzfrequenz,Max. Watt,"
    "Durchschnittliche Watt,Kalorien,Max. Temperatur,Durchschnittliche Temperatur,"
    "Relative Leistung,Gesamtarbeit,Anzahl Läufe,Bergaufzeit,Bergabzeit,Andere Zeit,"
    "Gefühlte Anstrengung,Art,Startzeit,Gewichtete durchschnittliche Leistung,Leistungszahl,"
    "Gefühlte Anstrengung verwenden,Gefühlte relative Leistung,Pendeln"
)
ENGLISH = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,"
    "Distance,Max Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,Filename,"
    "Athlete Weight,Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed,Average Speed,"
    "Elevation Gain,Elevation Loss,Elevation Low,Elevation High,Max Grade,Average Grade,"
    "Average Positive Grade,Average Negative Grade,Max Cadence,Average Cadence,Max Heart Rate,"
    "Average Heart Rate,Max Watts,Average Watts,Calories,Max Temperature,Average Temperature,"
    "Relative Effort,Total Work,Number of Runs,Uphill Time,Downhill Time,Other Time,"
    "Perceived Exertion,Type,Start Time,Weighted Average Power,Power Count,"
    "Prefer Perceived Exertion,Perceived Relative Effort,Commute"
)
MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
NARROW_BLANK = "\u202f"
MILE_M = 1609.344
YOGA_UTC = datetime.fromisoformat("2026-04-16T17:30:00")
NEAR_MIDNIGHT = datetime.fromisoformat("2026-04-18T23:40:00")
STORY_TYPES = {"ride": "cycling", "strength": "strength_training", "walk": "walking"}


@dataclass(frozen=True)
class Entry:
    """What a list tells of one outing, and of the file that it lies in."""

    outing: Outing
    stream: Stream
    path: str

    @property
    def moving_s(self) -> int:
        """Seconds that were neither pause nor standing."""
        gait = self.stream.gait[:-1]
        return int(((gait != Gait.PAUSE) & (gait != Gait.STAND)).sum())

    @property
    def metres(self) -> float:
        """Distance."""
        return float(self.stream.metres[-1])

    @property
    def beats(self) -> tuple[int, int]:
        """Mean and highest heart rate."""
        return round(float(self.stream.heart.mean())), round(float(self.stream.heart.max()))


def strava(entries: Iterable[Entry], *, in_english: bool = False) -> bytes:
    """Strava's list: four names twice, a description of two lines, one entry without a file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    header = (ENGLISH if in_english else GERMAN).split(",")
    writer.writerow(header)
    for entry in entries:
        number = entry.path.rpartition("/")[2].partition(".")[0]
        writer.writerow(_strava_row(number, entry, len(header), in_english=in_english))
    yoga = [""] * len(header)
    yoga[0], yoga[1] = "17002100001", _strava_date(YOGA_UTC, in_english=in_english)
    yoga[2], yoga[3] = "Yoga", "Yoga"
    yoga[5], yoga[6], yoga[9] = "1800", "0", "false"
    yoga[15], yoga[16], yoga[17] = "1800.0", "1800.0", "0.0"
    writer.writerow(yoga)
    return out.getvalue().encode()


def _strava_row(number: str, entry: Entry, width: int, *, in_english: bool) -> list[str]:
    row = [""] * width
    shown = entry.metres / (MILE_M if in_english else 1000)
    shown_text = f"{shown:.2f}" if in_english else f"{shown:.2f}".replace(".", ",")
    mean, most = entry.beats
    is_commute = entry.outing.week == 24
    row[:7] = [
        number,
        _strava_date(entry.outing.utc, in_english=in_english),
        "Run" if in_english else "Lauf",
        "Run" if in_english else "Lauf",
        'Easy, "by feel"\nalong the shore',
        str(entry.stream.seconds),
        shown_text,
    ]
    row[7], row[9] = str(most), str(is_commute).lower()
    row[12:14] = ["/".join(entry.path.split("/")[1:]), "68.5"]
    row[15:18] = [f"{entry.stream.seconds}.0", f"{entry.moving_s}.0", f"{entry.metres:.1f}"]
    row[30:32] = [f"{most}.0", f"{mean}.0"]
    row[43] = f"{entry.outing.effort}.0"
    row[50] = f"{float(is_commute)}"
    return row


def _strava_date(moment: datetime, *, in_english: bool) -> str:
    if not in_english:
        return f"{moment:%d.%m.%Y, %H:%M:%S}"
    half = "PM" if moment.hour >= 12 else "AM"
    clock = f"{moment.hour % 12 or 12}:{moment:%M:%S}{NARROW_BLANK}{half}"
    month = MONTHS[3 * moment.month - 3 : 3 * moment.month]
    return f"{month} {moment.day}, {moment.year}, {clock}"


def runkeeper(walk: Entry, *, in_miles: bool = False) -> bytes:
    """Runkeeper's list: times of the runner's clock; the older one in miles and without ids."""
    unit, unit_m = ("mi", MILE_M) if in_miles else ("km", 1000.0)
    names = [
        "Activity Id", "Date", "Type", "Route Name", f"Distance ({unit})", "Duration",
        "Average Pace", "Average Speed", "Calories Burned", "Climb (m)",
        "Average Heart Rate (bpm)", "Friend's Tagged", "Notes", "GPX File",
    ]  # fmt: skip
    rows = [
        [
            "5f0c1a52-0001", f"{walk.outing.local:%Y-%m-%d %H:%M:%S}", "Walking", "",
            f"{walk.metres / unit_m:.2f}", _clock(walk.stream.seconds), "", "", "", "",
            str(walk.beats[0]), "", "with a friend,\nslowly", walk.path.rpartition("/")[2],
        ],
    ]  # fmt: skip
    if not in_miles:
        late = f"{NEAR_MIDNIGHT:%Y-%m-%d %H:%M:%S}"
        rows.append(["5f0c1a52-0002", late, "Yoga", "", "0.00", "30:00", *[""] * 8])
    skip = 1 if in_miles else 0
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([row[skip:] for row in [names, *rows]])
    return out.getvalue().encode()


def _clock(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    start = f"{hours}:{rest // 60:02d}" if hours else f"{rest // 60}"
    return f"{start}:{rest % 60:02d}"


def runkeeper_gpx(walk: Entry, kept: list[int]) -> bytes:
    """A phone's track: positions, no heart rate, no cadence."""
    stream = walk.stream
    points = "\n".join(
        f'<trkpt lat="{stream.lat[i]:.6f}" lon="{stream.lon[i]:.6f}">'
        f"<ele>{stream.altitude[i]:.1f}</ele>"
        f"<time>{(walk.outing.utc + timedelta(seconds=i)).isoformat()}Z</time></trkpt>"
        for i in kept
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" '
        'creator="Runkeeper - http://www.runkeeper.com" '
        'xmlns="http://www.topografix.com/GPX/1/1">\n'
        f"<trk><name><![CDATA[Walking]]></name><trkseg>\n{points}\n</trkseg></trk>\n</gpx>\n"
    ).encode()


def garmin(entries: Iterable[tuple[int, Entry]]) -> bytes:
    """Garmin's list: milliseconds, centimetres, steps of both feet."""
    told = [_garmin_item(number, entry) for number, entry in entries]
    text = json.dumps([{"summarizedActivitiesExport": told}], indent=1)
    return (text + "\n").encode()


def _garmin_item(number: int, entry: Entry) -> dict[str, Any]:
    outing, is_typed = entry.outing, entry.outing.shape == "garmin_manual"
    epoch = datetime.fromisoformat("1970-01-01")
    item: dict[str, Any] = {
        "activityId": number,
        "name": "Sample",
        "activityType": STORY_TYPES.get(outing.kind, "running"),
        "beginTimestamp": 1000 * int((outing.utc - epoch).total_seconds()),
        "startTimeGmt": 1000.0 * int((outing.utc - epoch).total_seconds()),
        "startTimeLocal": 1000.0 * int((outing.local - epoch).total_seconds()),
        "duration": 1000.0 * entry.stream.seconds,
        "elapsedDuration": 1000.0 * entry.stream.seconds,
        "distance": 380_000.0 if is_typed else round(100 * entry.metres, 1),
        "manualActivity": is_typed,
        "workoutRpe": 10 * outing.effort,
        "workoutFeel": 75,
    }
    if not is_typed:
        mean, most = entry.beats
        item |= {"avgHr": mean, "maxHr": most, "steps": round(float(entry.stream.steps[-1]))}
    return item


def garmin_profile() -> bytes:
    """A file of the account export that holds no activity."""
    return b'{"userName": "sample", "gender": "UNKNOWN", "birthDate": null}\n'
