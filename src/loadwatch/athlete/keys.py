"""The keys of a profile: what each takes, what it means, and how it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from loadwatch.athlete import values
from loadwatch.athlete.profile import EXPERIENCES, SEXES
from loadwatch.athlete.values import number_of
from loadwatch.shown import CLOCKS, UNITS


@dataclass(frozen=True)
class Key:
    """One key of the file.

    Parameters
    ----------
    name : str
        As it stands in the file.
    field : str
        Field of :class:`Athlete`.
    takes : str
        What to write, with an example.
    example : str
        A line's right side, as TOML.
    meaning : str
        What it is for, in one sentence.
    without : str
        What is assumed, or left out, where it is not told.
    read : callable
        TOML value → value of the field; None is refused.
    write : callable
        Value of the field → TOML value.
    of_text : callable
        What is typed on a command line → TOML value.
    """

    name: str
    field: str
    takes: str
    example: str
    meaning: str
    without: str
    read: values.Read
    write: Callable[[Any], Any]
    of_text: Callable[[str], Any]


def _same(value: Any) -> Any:
    return value


def _key(
    name: str, takes: str, example: str, meaning: str, without: str,
    read: values.Read, *, field: str = "",
    write: Callable[[Any], Any] = _same, of_text: Callable[[str], Any] = str.strip,
) -> Key:  # fmt: skip
    return Key(name, field or name, takes, example, meaning, without, read, write, of_text)


KEYS = (
    _key("name", "a name in quotes", '"Ada"', "How a report names you.",
         "no name stands in reports", values.text),
    _key("birth_year", "a year from 1900 on, like 1985", "1985", "Year of birth.",
         "nothing rests on age",
         values.birth_year, of_text=number_of),
    _key("sex", '"female" or "male"', '"female"',
         "For one heart-rate load alone, whose formula knows two.",
         "no Banister load", values.one_of(SEXES)),
    _key("height_cm", "centimetres from 100 to 230, like 178", "178",
         "Body height; runs without a cadence are counted by it.",
         "1.70 m is assumed",
         values.number_between(100, 230, 100), field="height_m",
         write=lambda height_m: round(height_m * 100, 1), of_text=number_of),
    _key("mass_kg", "kilograms from 25 to 300, like 68", "68", "Body mass.",
         "nothing rests on mass",
         values.number_between(25, 300), of_text=number_of),
    _key("zone", 'a time zone like "Europe/Berlin"', '"Europe/Berlin"',
         "Time zone of recordings that do not tell theirs.",
         "that of the recording nearest in time", values.zone),
    _key("resting_heart_rate_bpm", "beats a minute from 25 to 130, like 52", "52",
         "Heart rate at rest, for heart-rate loads.",
         "no Banister load", values.number_between(25, 130), of_text=number_of),
    _key("max_heart_rate_bpm", "beats a minute from 90 to 240, like 186", "186",
         "Your own highest heart rate, for heart-rate loads.",
         "no heart-rate loads", values.number_between(90, 240),
         of_text=number_of),
    _key("threshold_pace", 'minutes and seconds a kilometre from "2:00" to "15:00", like "4:45"',
         '"4:45"', "Pace that you can hold for about an hour, for the pace load.",
         "no pace load", values.speed_mps,
         field="threshold_speed_mps", write=values.pace),
    _key("experience", '"novice", "returning" or "long-term"', '"returning"',
         "As a runner; without it a year of files tells.",
         "told by files of over a year; else a novice's limits, as information",
         values.one_of(EXPERIENCES)),
    _key("careful", "true or false", "true",
         "Coming back from back pain, or wishing longer holds.",
         "false",
         values.yes_or_no, of_text=values.yes_of),
    _key("strength_per_week", "sessions a week from 0 to 14, like 2", "2",
         "Strength sessions that you were asked for.",
         "nothing is said of too few", values.whole_between(0, 14), of_text=number_of),
    _key("wakes_at", 'a time of day like "06:30"', '"06:30"',
         "When you usually get up; without it nothing is said of early runs.",
         "nothing is said of early runs", values.clock,
         write=lambda moment: f"{moment:%H:%M}"),
    _key("programme_start", "a day like 2026-01-05", "2026-01-05",
         "First day of a running programme.",
         "no programme is followed", values.day, of_text=values.day_of),
    _key("ladder", 'the name of a ladder, or the path of your own, in quotes', '"loadwatch"',
         "Ladder of the programme.",
         "that of loadwatch", values.text),
    _key("units", '"km" or "miles"', '"miles"',
         "Unit of the distances, paces and speeds that you read.",
         "kilometres", values.one_of(UNITS)),
    _key("clock", '"24h" or "12h"', '"12h"', "Clock of the times of day that you read.",
         "24 hours", values.one_of(CLOCKS)),
)  # fmt: skip
BY_NAME = {key.name: key for key in KEYS}
