"""Runs as they might have been: a winding way, a pace and a heart that change, places a bit off."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from loadwatch.activity import Activity, Device, Records
from loadwatch.importer.reading import read_file
from loadwatch.merge import Fingerprint, group_copies
from loadwatch.units import Floats
from tests.conftest import START_S, activity
from tests.merge.conversions import FORMS, Form, later, written
from tests.merge.test_copies import print_of

METRES_PER_DEG = 111_195.0
GPX, BARE_GPX, TCX, _, _, INDOOR_TCX = FORMS


def slowly(chance: np.random.Generator, count: int, size: float, over: int) -> Floats:
    """Something that wanders by about a size within some seconds."""
    steps = chance.normal(size=count // over + 2)
    values: Floats = np.interp(np.arange(count), np.arange(steps.size) * over, steps * size)
    return values


def a_way(seed: int, count: int) -> tuple[Floats, Floats]:
    """Metres to the north and to the east of a way, one a metre run."""
    chance = np.random.default_rng(seed)
    bearing = chance.uniform(0, 2 * np.pi) + np.cumsum(chance.normal(0, 0.02, count))
    return np.cumsum(np.cos(bearing)), np.cumsum(np.sin(bearing))


def a_run(
    seed: int, *, way: int | None = None, seconds: int = 1800, start_s: float = START_S,
    serial: str | None = "111", has_heart: bool = True, north_m: float = 0.0,
) -> Activity:  # fmt: skip
    """A run by a watch.

    Parameters
    ----------
    seed : int
        Of pace, heart and errors of the places: another one is another run.
    way : int, optional
        Of the way; by default every run has its own.
    seconds : int
        How long it took. [s]
    start_s : float
        Unix time. [s]
    serial : str or None
        Of the watch.
    has_heart : bool
        Whether it tells a heart rate.
    north_m : float
        How far the way lies from where it would. [m]
    """
    chance = np.random.default_rng(seed)
    speed = np.maximum(chance.uniform(2.3, 3.3) + slowly(chance, seconds, 0.25, 60), 1.0)
    metres = np.cumsum(speed)
    north, east = a_way(seed if way is None else way, int(metres[-1]) + 2)
    on_way = np.arange(north.size)
    error = [slowly(chance, seconds, 3.0, 20) for _ in range(2)]
    home = np.random.default_rng(seed if way is None else way).uniform(-0.2, 0.2, 2)
    up = np.interp(metres, on_way, north) + error[0] + north_m
    right = np.interp(metres, on_way, east) + error[1]
    latitude = 48.0 + home[0] + up / METRES_PER_DEG
    channels = {
        "latitude_deg": latitude,
        "longitude_deg": 11.0 + home[1] + right / (METRES_PER_DEG * np.cos(np.radians(48.0))),
        "distance_m": metres,
        "cadence_rpm": np.round(80 + slowly(chance, seconds, 2.0, 30)),
    }
    if has_heart:
        beats = chance.uniform(130, 160) + slowly(chance, seconds, 8.0, 90)
        channels["heart_rate_bpm"] = np.round(beats)
    records = Records(start_s + np.arange(seconds, dtype=float), channels)
    return activity(records, start_time_s=start_s, device=Device("garmin", "x", serial))


def as_fit(one: Activity, name: str = "original") -> Fingerprint:
    """What identifies it as the watch gives it."""
    metres = one.records.channels.get("distance_m")
    total = float("nan") if metres is None else float(metres[-1] - metres[0])
    return print_of(one, name, distance_m=total)


def handed_on(one: Activity, form: Form = GPX) -> Fingerprint:
    """What identifies it once it was written and read as any file is."""
    data = written(form, one)
    assert data is not None
    with TemporaryDirectory() as folder:
        place = Path(folder) / f"run{form.ending}"
        place.write_bytes(data)
        (reading,) = read_file(place)
    (session,) = reading.sessions
    return session.fingerprint


def count_of_runs(*prints: Fingerprint) -> int:
    """How many runs some recordings are, whatever the order in which they come."""
    counts = {len(group_copies(each)) for each in (prints, prints[::-1])}
    assert len(counts) == 1
    return counts.pop()


def at(one: Activity, start_s: float) -> Activity:
    """The same, begun at another time."""
    return later(one, start_s - float(one.records.time_s[0]))
