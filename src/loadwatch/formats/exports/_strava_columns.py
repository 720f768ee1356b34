"""Where Strava's list of activities has what, in whatever language its header is.

The order of the columns is the same in all languages, and some names stand twice: what is shown
(whole seconds, kilometres or miles), and later the same exactly (seconds, metres). Headers that
were cut down are read by the names that are known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from loadwatch.formats._sport_words import folded

NAMES: dict[str, str] = {
    "id": "Activity ID, Aktivitäts-ID, ID de l'activité, ID de actividad, ID de la actividad, "
    "ID attività, ID dell'attività, Activiteits-ID, ID da atividade, Identyfikator aktywności, "
    "Aktivitets-ID, Aktiivisuustunnus, ID aktivity, ID активности, "
    "アクティビティ ID, アクティビティID, 活动 ID, 活动ID, 活動 ID, 활동 ID",
    "date": "Activity Date, Aktivitätsdatum, Datum der Aktivität, Date de l'activité, "
    "Fecha de la actividad, Fecha de actividad, Data dell'attività, Data attività, "
    "Datum van activiteit, Data da atividade, Data aktywności, Aktivitetsdato, Aktivitetsdatum, "
    "アクティビティの日付, アクティビティ日, 活动日期, 活動日期, 활동 날짜",
    "name": "Activity Name, Name der Aktivität, Nom de l'activité, Nombre de la actividad, "
    "Nome dell'attività, Nome attività, Naam activiteit, Nome da atividade, Nazwa aktywności, "
    "アクティビティ名, 活动名称, 活動名稱, 활동 이름",
    "type": "Activity Type, Aktivitätsart, Aktivitätstyp, Type d'activité, Tipo de actividad, "
    "Tipo di attività, Tipo attività, Activiteitstype, Tipo de atividade, Rodzaj aktywności, "
    "アクティビティの種類, アクティビティタイプ, 活动类型, 活動類型, 활동 유형",
    "file": "Filename, Dateiname, Nom du fichier, Nombre del archivo, Nombre de archivo, "
    "Nome del file, Nome file, Bestandsnaam, Nome do arquivo, Nome do ficheiro, Nazwa pliku, "
    "Filnavn, Filnamn, Tiedostonimi, Název souboru, Имя файла, ファイル名, 文件名, 檔案名稱, "
    "파일명",
    "elapsed": "Elapsed Time, Verstrichene Zeit, Temps écoulé, Tiempo transcurrido, "
    "Tempo trascorso, Verstreken tijd, Tempo decorrido, Czas całkowity, 経過時間, 耗时",
    "moving": "Moving Time, Bewegungszeit, Durée de déplacement, Tiempo en movimiento, "
    "Tempo in movimento, Beweegtijd, Tempo de movimentação, Tempo em movimento, Czas ruchu, "
    "移動時間",
    "distance": "Distance, Distanz, Distancia, Distanza, Afstand, Distância, Dystans, 距離, 距离",
    "max_heart": "Max Heart Rate, Max. Herzfrequenz, Fréquence cardiaque max., "
    "Frecuencia cardiaca máxima, Frequenza cardiaca massima, Max. hartslag",
    "mean_heart": "Average Heart Rate, Durchschnittliche Herzfrequenz, "
    "Fréquence cardiaque moyenne, Frecuencia cardiaca media, Frequenza cardiaca media, "
    "Gemiddelde hartslag",
    "weight": "Athlete Weight, Sportlergewicht, Poids de l'athlète, Peso del atleta, "
    "Peso dell'atleta, Gewicht atleet, Peso do atleta, Waga sportowca",
    "effort": "Perceived Exertion, Gefühlte Anstrengung, Effort perçu, Esfuerzo Percibido, "
    "Sforzo percepito, Ervaren inspanning, Esforço percebido, Odczuwany wysiłek",
    "commute": "Commute, Pendeln, Déplacement-transport, Trajet, Desplazamiento, "
    "Woon-werkverkeer, Tragitto casa-lavoro, Deslocamento",
    "steps": "Total Steps, Schritte insgesamt, Nombre total de pas, Pasos totales, Passi totali, "
    "Totaal aantal stappen, Total de passos",
}  # fmt: skip
"""Role → the names that are known for it."""

_ROLES = {folded(name): role for role, names in NAMES.items() for name in names.split(", ")}
_YEAR_FIRST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of languages that write the year first."""
_OF_TWO = frozenset({"elapsed", "distance", "max_heart", "commute"})
_MIN_COLUMNS = 16
_ELAPSED, _DISTANCE = 5, 6
_EFFORT_AFTER, _STEPS_AFTER = 6, 35
"""Columns from the exact relative effort to the perceived one, and from the exact commute to
steps."""


def is_strava(header: Sequence[str]) -> bool:
    """Whether a header is Strava's, by the names in it or by those that stand twice."""
    if not header:
        return False
    roles = {_ROLES.get(folded(name)) for name in header[:_MIN_COLUMNS]}
    is_known = _ROLES.get(folded(header[0])) == "id" and bool(roles & {"date", "file"})
    return is_known or _exact_part(header) is not None


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Position of each role; ``shown_distance`` is that in the unit that the user chose."""
    places: dict[str, list[int]] = {}
    for position, name in enumerate(header):
        if role := _ROLES.get(folded(name)):
            places.setdefault(role, []).append(position)
    found = {
        role: positions[-1 if role in _OF_TWO else 0]
        for role, positions in places.items()
        if role != "distance"
    }
    if distances := places.get("distance"):
        found["shown_distance"] = distances[0]
        if len(distances) > 1:
            found["distance"] = distances[-1]
    exact = _exact_part(header)
    return found if exact is None else found | _by_order(header, exact)


def is_day_first(header: Sequence[str]) -> bool | None:
    """Whether the header's language writes days before months; None for English, unknown ones."""
    name = folded(header[0]) if header else ""
    is_told = _ROLES.get(name) == "id" and name != "activity id" and not _YEAR_FIRST.search(name)
    return True if is_told else None


def _exact_part(header: Sequence[str]) -> int | None:
    """Where the exact sums begin: elapsed time stands there again, and then the distance."""
    if len(header) < _MIN_COLUMNS:
        return None
    elapsed, distance = header[_ELAPSED], header[_DISTANCE]
    if not elapsed or not distance or elapsed == distance:
        return None
    ends = range(_DISTANCE + 4, len(header) - 2)
    return next((j for j in ends if header[j] == elapsed and header[j + 2] == distance), None)


def _by_order(header: Sequence[str], exact: int) -> dict[str, int]:
    found = {
        "id": 0, "date": 1, "name": 2, "type": 3, "shown_distance": _DISTANCE,
        "file": exact - 3, "weight": exact - 2, "elapsed": exact, "moving": exact + 1,
        "distance": exact + 2,
    }  # fmt: skip
    again = {name: at for at, name in enumerate(header) if at > exact + 2}
    twice = [again[name] for name in header[_DISTANCE + 1 : exact - 3] if name and name in again]
    if len(twice) == 3:
        found |= {"max_heart": twice[0], "mean_heart": twice[0] + 1}
    if len(twice) in (2, 3):
        found |= {"effort": twice[-2] + _EFFORT_AFTER, "commute": twice[-1]}
        found["steps"] = twice[-1] + _STEPS_AFTER
    return {role: at for role, at in found.items() if at < len(header)}
