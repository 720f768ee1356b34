"""The same session as FIT, as GPX with cadence and as GPX without: do the run impacts agree?

Every FIT session on foot of five minutes or more with cadence and positions is written as the GPX
that Garmin Connect exports: one point a record that has a position, elevation, whole strides a
minute, no pauses, no speed, no distance. Each conversion is read and summarised like any file.

Two counts agree if they differ by no more than their bands combined in quadrature, the band being
``impact_uncertainty_pct`` of the count. A conversion that states no count does not agree with one
that does.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from _corpus import activities_of, corpus, heading, interval
from loadwatch import formats
from loadwatch.activity import FOOT_SPORTS, Activity
from loadwatch.derive.cadence import cadence_spm
from loadwatch.derive.clean import clean
from loadwatch.derive.grid import to_grid
from loadwatch.derive.session import Summary, summarise
from loadwatch.formats._base import Source
from loadwatch.units import STEPS_PER_STRIDE

MIN_LENGTH_S = 300.0
WORST = 10
CONVERSIONS = ("GPX with cadence", "GPX without")
QUANTITIES = ("run impacts", "all impacts", "run time")


@dataclass(frozen=True)
class Count:
    """What one form of a session comes to; NaN is unknown."""

    run_impacts: float
    band: float
    all_impacts: float
    run_time_s: float
    source: str
    quality: str


@dataclass(frozen=True)
class Comparison:
    """One session in its three forms, the FIT first."""

    name: str
    maker: str
    sport: str
    recording: str
    forms: tuple[Count, ...]

    def agrees(self, form: int) -> bool:
        """Whether a conversion is within the combined bands of the FIT."""
        own, other = self.forms[0], self.forms[form]
        return abs(own.run_impacts - other.run_impacts) <= math.hypot(own.band, other.band)

    def ratio(self, form: int, quantity: str) -> float:
        """A conversion over the FIT; 1 where both are 0."""
        name = {"run impacts": "run_impacts", "all impacts": "all_impacts"}.get(
            quantity, "run_time_s"
        )
        own, other = getattr(self.forms[0], name), getattr(self.forms[form], name)
        if own == 0:
            return 1.0 if other == 0 else math.inf
        return float(other / own)


def gpx_of(activity: Activity, *, with_cadence: bool) -> str:
    """The GPX that Garmin Connect would export of the records that have a position."""
    records = activity.records
    nowhere = np.full(len(records), np.nan)
    latitude, longitude, altitude, cadence = (
        records.channels.get(name, nowhere)
        for name in ("latitude_deg", "longitude_deg", "altitude_m", "cadence_rpm")
    )
    _, factor = cadence_spm(to_grid(clean(activity)))
    strides = np.rint(cadence * factor / STEPS_PER_STRIDE)
    points = []
    for i in np.flatnonzero(np.isfinite(latitude + longitude + records.time_s)):
        time = datetime.fromtimestamp(records.time_s[i], UTC).isoformat(timespec="milliseconds")
        height = f"<ele>{altitude[i]:.1f}</ele>" if np.isfinite(altitude[i]) else ""
        steps = ""
        if with_cadence and np.isfinite(strides[i]):
            steps = (
                "<extensions><ns3:TrackPointExtension>"
                f"<ns3:cad>{strides[i]:.0f}</ns3:cad>"
                "</ns3:TrackPointExtension></extensions>"
            )
        points.append(
            f'<trkpt lat="{latitude[i]:.9f}" lon="{longitude[i]:.9f}">{height}'
            f"<time>{time}</time>{steps}</trkpt>\n"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gpx creator="Garmin Connect" version="1.1" '
        'xmlns:ns3="http://www.garmin.com/xmlschemas/TrackPointExtension/v1" '
        'xmlns="http://www.topografix.com/GPX/1/1">\n'
        f"<trk><type>{activity.sport}</type><trkseg>\n{''.join(points)}</trkseg></trk></gpx>\n"
    )


def is_wanted(activity: Activity) -> bool:
    """On foot, long enough, with cadence and positions."""
    records = activity.records
    if activity.sport not in FOOT_SPORTS or activity.format != "FIT" or len(records) < 2:
        return False
    channels = records.channels
    told = all(
        name in channels and np.isfinite(channels[name]).any()
        for name in ("cadence_rpm", "latitude_deg", "longitude_deg")
    )
    return told and float(np.nanmax(records.time_s) - np.nanmin(records.time_s)) >= MIN_LENGTH_S


def count_of(summary: Summary) -> Count:
    """The figures of a summary."""

    def number(name: str) -> float:
        value = summary.row.get(name)
        return float(value) if isinstance(value, float) else math.nan

    run = number("run_impact_count")
    band = 0.0 if run == 0 else run * number("impact_uncertainty_pct") / 100
    return Count(
        run,
        band,
        run + number("walk_impact_count"),
        number("run_time_s"),
        str(summary.row["impact_source"]),
        str(summary.row["quality"]),
    )


def converted(activity: Activity, *, with_cadence: bool) -> Count:
    """What the conversion of an activity comes to."""
    data = gpx_of(activity, with_cadence=with_cadence).encode()
    (read,) = formats.read(Source(data, "converted.gpx"))
    return count_of(summarise(read))


def compare(path: Path) -> list[Comparison]:
    """Every wanted session of a file in its three forms."""
    return [
        Comparison(
            path.name,
            activity.device.manufacturer or "unknown",
            activity.sport,
            interval(activity),
            (
                count_of(summarise(activity)),
                *(converted(activity, with_cadence=with_it) for with_it in (True, False)),
            ),
        )
        for activity in activities_of(path)
        if is_wanted(activity)
    ]


def comparisons(paths: Sequence[Path]) -> Iterator[Comparison]:
    """Comparisons of all files."""
    with ProcessPoolExecutor() as pool:
        for found in pool.map(compare, paths, chunksize=4):
            yield from found


def print_table(form: int, groups: dict[str, list[Comparison]]) -> None:
    """Agreement and ratios of one conversion, a line a group."""
    print(f"{CONVERSIONS[form - 1]:<24}{'sessions':>9}{'agree':>8}", end="")
    print("".join(f"{quantity + ', p5 median p95':>33}" for quantity in QUANTITIES))
    for name, found in groups.items():
        share = np.mean([item.agrees(form) for item in found])
        print(f"{name:<24}{len(found):>9}{share:>8.1%}", end="")
        for quantity in QUANTITIES:
            ratios = np.array([item.ratio(form, quantity) for item in found])
            low, median, high = np.nanpercentile(ratios, [5, 50, 95], method="nearest")
            print(f"{low:>15.3f}{median:>9.3f}{high:>9.3f}", end="")
        print()
    print()


def print_worst(form: int, found: list[Comparison]) -> None:
    """The sessions that disagree by the most impacts."""
    apart = [item for item in found if not item.agrees(form)]
    print(f"{CONVERSIONS[form - 1]}: {len(apart)} disagree, the {WORST} furthest")
    apart.sort(key=lambda item: -abs(item.forms[form].run_impacts - item.forms[0].run_impacts))
    print(f"{'FIT':>9}{'GPX':>9}{'run s':>8}{'run s':>8}  {'recording':<10}")
    for item in apart[:WORST]:
        own, other = item.forms[0], item.forms[form]
        print(
            f"{own.run_impacts:>9.0f}{other.run_impacts:>9.0f}{own.run_time_s:>8.0f}"
            f"{other.run_time_s:>8.0f}  {item.recording:<10}{item.name}  {other.quality}"
        )
    print()


def main() -> None:
    """Print agreement by maker and recording and by sport, and the worst sessions by name."""
    folder = corpus()
    with (folder / "manifest.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["format"] in ("fit", "zip")]
    paths = {row["sha256"]: folder / row["file"] for row in reversed(rows)}
    found = list(comparisons(sorted(paths.values())))
    groups: dict[str, list[Comparison]] = defaultdict(list)
    for item in sorted(found, key=lambda item: (item.maker, item.recording)):
        groups[f"{item.maker}, {item.recording}"].append(item)
    for item in sorted(found, key=lambda item: item.sport):
        groups[item.sport].append(item)
    groups["all"] = found

    heading("One session as FIT and as the GPX made of it", len(paths))
    for form in (1, 2):
        print_table(form, groups)
    for form in (1, 2):
        print_worst(form, found)


if __name__ == "__main__":
    main()
