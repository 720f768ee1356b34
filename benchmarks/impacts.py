"""Steps summed from records against twice the watch's own stride total, and how sure they are.

All gaits while the timer runs count, and no correction factor is applied. Sessions that start on an
even day of the month (UTC) were looked at while thresholds were chosen, those of odd days were not.
Under 200 steps a few seconds are several percent: such sessions are listed and left out of the
percentiles. ``impacts_outside.csv`` holds what was found in the files that are far off.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from _corpus import corpus, heading, sessions
from loadwatch.activity import FOOT_SPORTS, Activity
from loadwatch.derive.cadence import cadence_spm, model_running_cadence_spm
from loadwatch.derive.clean import clean
from loadwatch.derive.grid import to_grid
from loadwatch.derive.impacts import COUNT_UNCERTAINTY_PCT, count_impacts
from loadwatch.derive.labels import RUN, label_cells
from loadwatch.derive.session import Summary, summarise
from loadwatch.units import STEPS_PER_STRIDE

JUDGED = frozenset({"rwd_run", "rwd_walk", "rwd_stand"})
MIN_STEPS = 200
OUTSIDE = (-0.05, 0.02)
MIN_RUN_S = 120


@dataclass(frozen=True)
class Compared:
    """One session that has both counts; errors are shares of the watch's total."""

    name: str
    activity: Activity
    steps: float
    error: float
    quality: str

    @property
    def half(self) -> str:
        """Which half of the files it is in."""
        start = self.activity.start_time
        return "chosen on" if start is not None and start.day % 2 == 0 else "held out"

    @property
    def interval(self) -> str:
        """1 s, or smart recording."""
        step = np.diff(self.activity.records.time_s)
        return "1 s" if step.size and np.mean(step == 1) > 0.95 else "smart"


def main() -> None:
    """Print every table."""
    folder = corpus()
    with (folder / "manifest.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    paths = [folder / row["file"] for row in rows if row["has_total_strides"] in ("1", "1.0")]
    compared = list(_compared(sessions(paths), folder))
    heading("Steps from records against twice the watch's strides", len(paths))
    enough = [item for item in compared if item.steps >= MIN_STEPS]
    for half in ("chosen on", "held out"):
        chosen = [item for item in enough if item.half == half]
        print(f"{half}: {len(chosen)} sessions of {MIN_STEPS} steps or more")
        groups: tuple[tuple[str, Callable[[Compared], str]], ...] = (
            ("maker", lambda item: item.activity.device.manufacturer or "unknown"),
            ("device", lambda item: str(item.activity.device)),
            ("recording", lambda item: item.interval),
            ("format", lambda item: item.activity.format),
        )
        print(f"  {'':<28}{'sessions':>9}{'median':>9}{'|median|':>9}{'p5':>9}{'p95':>9}")
        _line("all", chosen)
        for what, key in groups:
            for value in sorted({key(item) for item in chosen}):
                _line(f"{what} {value}", [item for item in chosen if key(item) == value])
        print()
    _line("all, every length", compared)
    _outside(compared)
    _certainty(enough)
    _model(enough)


def _compared(found: Iterable[tuple[Path, Activity, Summary]], folder: Path) -> Iterable[Compared]:
    for path, activity, summary in found:
        strides = activity.reported.get("total_strides")
        steps = summary.row.get("impact_count_from_records")
        if activity.sport in FOOT_SPORTS and strides and isinstance(steps, float):
            name = path.relative_to(folder).as_posix()
            total = STEPS_PER_STRIDE * strides
            yield Compared(name, activity, total, steps / total - 1, str(summary.row["quality"]))


def _line(title: str, found: list[Compared]) -> None:
    values = np.array([item.error for item in found])
    low, high = np.percentile(values, [5, 95])
    print(
        f"  {title:<28}{values.size:>9}{np.median(values):>+9.2%}"
        f"{np.median(np.abs(values)):>9.2%}{low:>+9.2%}{high:>+9.2%}"
    )


def _outside(compared: list[Compared]) -> None:
    with (Path(__file__).parent / "impacts_outside.csv").open(newline="") as file:
        reasons = {row["name"]: row["reason"] for row in csv.DictReader(file)}
    low, high = OUTSIDE
    far = [item for item in compared if not low <= item.error <= high]
    print(f"\nOutside {low:+.0%} ... {high:+.0%}: {len(far)} of {len(compared)}")
    for item in sorted(far, key=lambda item: -abs(item.error)):
        short = item.name.rpartition("__")[2]
        print(f"{item.error:>+9.1%}  {item.half:<9}  {item.steps:>6.0f} steps  {item.name}")
        print(f"{'':<11}{reasons.get(short, 'not looked at')} [{item.quality}]")


def _certainty(compared: list[Compared]) -> None:
    """How often the stated band holds: count, model, edges."""
    print("\nHow often a band holds (it should in 95 %)")
    for half in ("chosen on", "held out"):
        chosen = [item for item in compared if item.half == half]
        count = [(item.error, COUNT_UNCERTAINTY_PCT["cadence"] / 100) for item in chosen]
        _held(half, "cadence, all gaits, against strides", count)
        blind = [found for item in chosen if (found := _without_cadence(item))]
        _held(half, "model, all gaits, against strides", blind)
        edges = [found for item in chosen if (found := _against_splits(item.activity))]
        _held(half, "run impacts against the watch's splits", [found[:2] for found in edges])
        for low, high in ((0, 30), (30, 60), (60, math.inf)):
            part = [(error, band) for error, band, bout, _ in edges if low <= bout < high]
            _held(half, f"  splits of {low}-{high} s in the median", part)
        seconds = [abs(error) * length for error, _, _, length in edges]
        print(f"{half:<10} seconds a bout is apart: 95 % within {np.percentile(seconds, 95):.1f} s")


def _held(half: str, what: str, found: list[tuple[float, float]]) -> None:
    if not found:
        return
    error, band = np.abs(np.array(found)).T
    print(
        f"{half:<10} {what:<40}{np.mean(error <= band):>7.1%} of {error.size:<4} "
        f"band {np.median(band):>5.1%} (median)   95 % within {np.percentile(error, 95):.1%}"
    )


def _without_cadence(item: Compared) -> tuple[float, float] | None:
    """Error and band of the same session had it no cadence."""
    records = item.activity.records
    channels = {name: c for name, c in records.channels.items() if name != "cadence_rpm"}
    reported = {name: v for name, v in item.activity.reported.items() if name != "total_strides"}
    row = summarise(
        replace(item.activity, records=replace(records, channels=channels), reported=reported)
    ).row
    run, walk, band = (
        row.get(name)
        for name in ("run_impact_count", "walk_impact_count", "impact_uncertainty_pct")
    )
    if not (isinstance(run, float) and isinstance(walk, float) and isinstance(band, float)):
        return None
    return (run + walk) / item.steps - 1, band / 100


def _against_splits(activity: Activity) -> tuple[float, float, float, float] | None:
    """Run impacts by our labels over those by the watch's: error, band, bout, seconds a bout.

    Only seconds that the watch judged count; its splits cover their last second.
    """
    cleaned = clean(activity)
    grid = to_grid(cleaned)
    spm, _ = cadence_spm(grid)
    labels = label_cells(grid, spm)
    impacts = count_impacts(grid, labels, spm, math.nan)
    middle = np.arange(len(grid)) + 0.5 + cleaned.start_s
    judged, inside = np.zeros(len(grid), bool), np.zeros(len(grid), bool)
    lengths = []
    for split in activity.splits:
        if split.split_type in JUDGED:
            within = (middle >= split.start_time_s) & (middle < split.end_time_s + 1)
            judged |= within
            if split.split_type == "rwd_run":
                inside |= within
                lengths.append(split.end_time_s + 1 - split.start_time_s)
    expected, run = float(impacts.per_cell[inside].sum()), labels.cells(RUN) & judged
    if expected < MIN_STEPS or not run.any():
        return None
    error = float(impacts.per_cell[run].sum()) / expected - 1
    count = np.count_nonzero(np.diff(np.concatenate(([0], run, [0]))) == 1)
    bout = float(np.median(lengths))
    return error, impacts.uncertainty_pct / 100, bout, float(run.sum()) / count


def _model(compared: list[Compared]) -> None:
    """Model over recorded cadence in running seconds, and after the athlete's own ratio."""
    ratios: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for item in compared:
        grid = to_grid(clean(item.activity))
        spm, _ = cadence_spm(grid)
        run = label_cells(grid, spm).cells(RUN) & (spm > 0) & (grid.speed_mps >= 1.5)
        if run.sum() >= MIN_RUN_S:
            model = float(np.mean(model_running_cadence_spm(grid.speed_mps[run])))
            ratios[item.name.partition("/")[0]][item.half].append(model / float(np.mean(spm[run])))
    print("\nModel over recorded cadence while running, 1.70 m assumed, by source of the files")
    print(f"  {'':<28}{'sessions':>9}{'median':>9}{'spread':>9}{'personal':>10}")
    every = []
    for who, halves in sorted(ratios.items()):
        values = np.concatenate(list(halves.values()))
        every.append(float(np.median(values)))
        known, other = halves.get("chosen on"), halves.get("held out")
        personal = (
            f"{_p95(np.array(other) / np.median(known) - 1):>10.1%}" if known and other else ""
        )
        print(f"  {who:<28}{values.size:>9}{every[-1] - 1:>+9.1%}{np.std(values):>9.1%}{personal}")
    print(
        f"between sources: mean {np.mean(every) - 1:+.1%}, standard deviation "
        f"{np.std(every, ddof=1):.1%}\npersonal: 95 % of the held-out sessions are this near after "
        "division by the median ratio of the same source's other half"
    )


def _p95(errors: np.ndarray) -> float:
    return float(np.percentile(np.abs(errors), 95))


if __name__ == "__main__":
    main()
