"""Lists and recordings as services write them, with any quirk wanted."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from loadwatch.activity import Activity
from loadwatch.formats import read
from loadwatch.formats._base import Source

_EXACT = (
    "Max Speed,Average Speed,Elevation Gain,Elevation Loss,Elevation Low,Elevation High,Max Grade,"
    "Average Grade,Average Positive Grade,Average Negative Grade,Max Cadence,Average Cadence"
)
_AFTER = "Max Watts,Average Watts,Calories,Max Temperature,Average Temperature"
_WORK = "Total Work,Number of Runs,Uphill Time,Downhill Time,Other Time"
_LATER = (
    "Type,Start Time,Weighted Average Power,Power Count,Prefer Perceived Exertion,"
    "Perceived Relative Effort"
)
_WEATHER = ",".join(f"Weather {number}" for number in range(34))

WORDS = {
    "en": ("Activity ID", "Activity Date", "Activity Name", "Activity Type", "Filename"),
    "de": ("Aktivitäts-ID", "Aktivitätsdatum", "Name der Aktivität", "Aktivitätsart", "Dateiname"),
    "fr": ("ID de l'activité", "Date de l'activité", "Nom de l'activité", "Type d'activité",
           "Nom du fichier"),
    "es": ("ID de actividad", "Fecha de la actividad", "Nombre de la actividad",
           "Tipo de actividad", "Nombre del archivo"),
    "it": ("ID attività", "Data dell'attività", "Nome dell'attività", "Tipo di attività",
           "Nome del file"),
    "nl": ("Activiteits-ID", "Datum van activiteit", "Naam activiteit", "Activiteitstype",
           "Bestandsnaam"),
    "pt": ("ID da atividade", "Data da atividade", "Nome da atividade", "Tipo de atividade",
           "Nome do arquivo"),
    "pl": ("Identyfikator aktywności", "Data aktywności", "Nazwa aktywności",
           "Rodzaj aktywności", "Nazwa pliku"),
    "ja": ("アクティビティ ID", "アクティビティの日付", "アクティビティ名", "アクティビティの種類",
           "ファイル名"),
    "unknown": ("Kenn", "Wann", "Wie", "Was", "Wo"),
}  # fmt: skip
"""Names of id, date, name, type and file by language, the last of no language that is known."""

PLACES = {
    "id": 0, "date": 1, "name": 2, "type": 3, "description": 4, "shown_elapsed": 5,
    "shown_distance": 6, "shown_commute": 9, "file": 12, "weight": 13, "elapsed": 15,
    "moving": 16, "distance": 17, "max_heart": 30, "mean_heart": 31, "effort": 43,
    "commute": 50, "steps": 85,
}  # fmt: skip


def strava_header(language: str = "en") -> list[str]:
    """A header of 86 columns; of another language all names are strange but in order."""
    ids, date, name, kind, file = WORDS[language]
    text = (
        f"{ids},{date},{name},{kind},About,Elapsed Time,Distance,Max Heart Rate,Relative Effort,"
        f"Commute,Note,Gear,{file},Athlete Weight,Bike Weight,Elapsed Time,Moving Time,Distance,"
        f"{_EXACT},Max Heart Rate,Average Heart Rate,{_AFTER},Relative Effort,{_WORK},"
        f"Perceived Exertion,{_LATER},Commute,{_WEATHER},Total Steps"
    )
    names = text.split(",")
    if language == "en":
        return names
    known = set(WORDS[language])
    return [name if name in known else f"{language} {name[::-1]}" for name in names]


def strava_row(**cells: str) -> list[str]:
    """One activity; a run with a file, if nothing else is said."""
    told = {
        "id": "10001", "date": "Jan 5, 2024, 6:33:02 PM", "name": "Round", "type": "Run",
        "shown_elapsed": "1390", "shown_distance": "2.81", "elapsed": "1390.0",
        "moving": "1300.0", "distance": "2810.4", "file": "activities/123.fit.gz",
    } | cells  # fmt: skip
    row = [""] * (max(PLACES.values()) + 1)
    for name, text in told.items():
        row[PLACES[name]] = text
    return row


def table(rows: Sequence[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Rows as a file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue().encode(encoding)


def strava(*rows: Sequence[str], language: str = "en", **how: str) -> bytes:
    """Strava's list."""
    return table([strava_header(language), *rows], **how)


def activities(data: bytes) -> list[Activity]:
    """What a file holds."""
    return read(Source(data))


def only(data: bytes) -> Activity:
    """The one activity of a file."""
    (activity,) = activities(data)
    return activity


def garmin(*items: dict[str, Any]) -> bytes:
    """Garmin's list of activities."""
    return json.dumps([{"summarizedActivitiesExport": list(items)}]).encode()


RUNKEEPER_NAMES = (
    "Activity Id,Date,Type,Route Name,Distance (km),Duration,Average Pace,Average Speed (km/h),"
    "Calories Burned,Climb (m),Average Heart Rate (bpm),Friend's Tagged,Notes,GPX File"
)


def runkeeper(*rows: dict[str, str], miles: bool = False) -> bytes:
    """Runkeeper's list."""
    names = RUNKEEPER_NAMES.replace("(km)", "(mi)" if miles else "(km)").split(",")
    cells = [[row.get(name, "") for name in names] for row in rows]
    return table([names, *cells])


def polar(session: dict[str, Any]) -> bytes:
    """A training session."""
    return json.dumps(session).encode()
