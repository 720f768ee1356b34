"""The workouts of Apple Health's ``export.xml``, each with what stands inside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from loadwatch.activity import Note
from loadwatch.formats._xml import Attributes, walk
from loadwatch.formats.exports._apple_measured import Measurements

MAX_DTD_BYTES = 256 * 1024
"""A description of the file's own form over this is no Apple's. [byte; choice]"""
PREFIX = "HKWorkoutActivityType"
PAUSES = {
    "HKWorkoutEventTypePause": False, "HKWorkoutEventTypeMotionPaused": False,
    "HKWorkoutEventTypeResume": True, "HKWorkoutEventTypeMotionResumed": True,
}  # fmt: skip
"""Events that stop the timer, and those that start it again."""

_DTD = re.compile(rb"<!DOCTYPE\s+HealthData\s*\[(.*?)\]\s*>", re.DOTALL)


@dataclass(slots=True)
class Workout:
    """A workout as the file tells it.

    Parameters
    ----------
    attributes : dict
        Its own.
    metadata : dict
        Its ``MetadataEntry`` elements by key.
    statistics : dict
        Attributes of its ``WorkoutStatistics`` by type.
    events : list of (str, bool)
        Date of each pause (False) and each resumption (True).
    route : str
        Path of its track; empty if it has none.
    """

    attributes: Attributes
    metadata: dict[str, str] = field(default_factory=dict)
    statistics: dict[str, Attributes] = field(default_factory=dict)
    events: list[tuple[str, bool]] = field(default_factory=list)
    route: str = ""


def workouts_of(
    pieces: Iterable[bytes], measured: Measurements
) -> tuple[list[Workout], tuple[Note, ...]]:
    """Every workout that stands whole in an export, and where the file breaks off.

    Parameters
    ----------
    pieces : iterable of bytes
        The file.
    measured : Measurements
        Takes what was measured.

    Raises
    ------
    DamagedFileError, LimitError
        As :func:`loadwatch.formats._xml.walk`.
    """
    found: list[Workout] = []
    inside: list[str] = []
    workout: Workout | None = None

    def start(name: str, attributes: Attributes) -> None:
        nonlocal workout
        if workout is None:
            if name == "Record":
                measured.add(attributes)
            elif name == "Workout":
                workout = Workout(attributes)
            return
        if not inside:
            _take(workout, name, attributes)
        elif name == "FileReference" and inside == ["WorkoutRoute"]:
            workout.route = workout.route or attributes.get("path", "")
        inside.append(name)

    def end(name: str, _: str) -> None:
        nonlocal workout
        if workout is None:
            return
        if inside:
            inside.pop()
        elif name == "Workout":
            found.append(workout)
            workout = None

    return found, walk(_without_dtd(pieces), start, end)


def _take(workout: Workout, name: str, attributes: Attributes) -> None:
    if name == "MetadataEntry":
        workout.metadata[attributes.get("key", "")] = attributes.get("value", "")
    elif name == "WorkoutStatistics":
        workout.statistics[attributes.get("type", "")] = attributes
    elif name == "WorkoutEvent" and attributes.get("type", "") in PAUSES:
        workout.events.append((attributes.get("date", ""), PAUSES[attributes["type"]]))


def _without_dtd(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The file without its own description, which in some years was not well-formed.

    One that declares entities stays, to be refused.
    """
    waiting = iter(pieces)
    beginning = b""
    for piece in waiting:
        beginning += piece
        if len(beginning) >= MAX_DTD_BYTES or _DTD.search(beginning):
            break
    dtd = _DTD.search(beginning, 0, MAX_DTD_BYTES)
    if dtd and b"<!ENTITY" not in dtd[1]:
        lines = b"\n" * dtd[0].count(b"\n")
        beginning = beginning[: dtd.start()] + lines + beginning[dtd.end() :]
    yield beginning
    yield from waiting
