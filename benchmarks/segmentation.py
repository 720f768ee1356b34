"""Our run, walk and stand against the watch's own splits, and against structured workouts.

Every second that the splits cover is in the denominator; a split covers its last second. The
interior leaves out five seconds on either side of a change of the watch's label. Choices were made
on the sessions of odd days; the others were looked at once.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np

from _agreement import HEAD, Agreement, Seconds
from _corpus import corpus, heading, interval, sessions
from loadwatch.activity import Activity
from loadwatch.derive.laps import work_laps
from loadwatch.derive.session import Summary

LABELS = {"rwd_run": 1, "rwd_walk": 2, "rwd_stand": 3}
OURS = {"run": 1, "walk": 2, "stand": 3, "pause": 3}
WORST = 10
SHORT_STEP_S = 120
"""Longest work step of a short-run workout. [s]"""


def labels(activity: Activity, summary: Summary) -> tuple[Seconds, Seconds]:
    """The watch's label and ours for each second; 0 where there is none."""
    ends = [split.end_time_s for split in activity.splits if split.split_type in LABELS]
    length = int(max([*ends, summary.start_s], default=0) - summary.start_s) + 2
    theirs, ours = np.zeros(length, int), np.zeros(length, int)
    for split in activity.splits:
        if split.split_type in LABELS and np.isfinite(split.end_time_s):
            begin = max(round(split.start_time_s - summary.start_s), 0)
            end = round(split.end_time_s - summary.start_s) + 1
            theirs[begin:end] = LABELS[split.split_type]
    for segment in summary.segments:
        ours[int(segment.begin_s) : int(segment.end_s)] = OURS[segment.label]
    return theirs, ours


def groups(activity: Activity) -> list[str]:
    """Rows of the table that a session belongs to."""
    recording = interval(activity)
    is_odd = activity.start_time_s // 86_400 % 2
    half, days = ("odd days (chosen on)", "odd days") if is_odd else ("even days", "even days")
    device = f"{activity.device.manufacturer} {activity.device.product}, {recording}"
    return [half, f"{days}, {recording}", activity.format, recording, device, "all"]


def split_table(folder: Path) -> None:
    """Print agreement with the watch's splits, and the worst files."""
    with (folder / "truth_run_walk_splits.csv").open(newline="") as file:
        paths = [folder / row["path"] for row in csv.DictReader(file)]
    totals: dict[str, Agreement] = defaultdict(Agreement)
    by_file: dict[Path, Agreement] = defaultdict(Agreement)
    seconds: dict[Path, tuple[Seconds, Seconds]] = {}
    for path, activity, summary in sessions(paths):
        theirs, ours = labels(activity, summary)
        if not theirs.any():
            continue
        seconds[path] = theirs, ours
        for total in (*(totals[name] for name in groups(activity)), by_file[path]):
            total.add(theirs, ours)
    heading("Run against not-run, ours against the watch's own splits", len(paths))
    print("start s, stop s: our change less theirs, median (10th..90th percentile)")
    print(">= 10 s, >= 30 s: recall and precision of running bouts, half of them overlapping\n")
    print(HEAD)
    for name in sorted(totals, key=lambda name: (name != "all", name)):
        print(totals[name].row(name))
    print(f"\nThe {WORST} files with the most seconds apart: at changes, we run inside, they do")
    worst = sorted(by_file.items(), key=lambda item: item[1].agree - item[1].known)[:WORST]
    for path, total in worst:
        apart, inside = total.known - total.agree, total.inside - total.agree_inside
        ours_only, theirs_only = _inside(*seconds[path])
        print(
            f"{apart:>7.0f} s {apart / total.known:>6.1%}:{apart - inside:>6.0f}{ours_only:>6}"
            f"{theirs_only:>6}  {path.relative_to(folder).as_posix()}"
        )


def _inside(theirs: Seconds, ours: Seconds) -> tuple[int, int]:
    """Seconds apart in the interior: run by us alone, and by them alone."""
    counts = []
    for mine, other in ((ours, theirs), (theirs, ours)):
        only = Agreement()
        only.add(theirs, np.where((mine == 1) & (other != 1), ours, theirs))
        counts.append(int(only.inside - only.agree_inside))
    return counts[0], counts[1]


def workout_table(folder: Path) -> None:
    """Print the work steps of short-run workouts that were found, and others taken for one."""
    with (folder / "truth_structured_workouts.csv").open(newline="") as file:
        paths = [folder / row["path"] for row in csv.DictReader(file) if row["sport"] == "running"]
    print("\nWork steps of structured runs of at most 2 minutes: laps, found, others, furthest off")
    for path, activity, summary in sessions(paths):
        laps = work_laps(activity, summary.start_s)
        if not laps or max(end - begin for begin, end in laps) > SHORT_STEP_S:
            continue
        ours = [s for s in summary.segments if s.source == "lap"]
        off = []
        for begin, end in laps:
            run = sum(
                min(s.end_s, end) - max(s.begin_s, begin)
                for s in ours
                if s.label == "run" and s.begin_s < end and s.end_s > begin
            )
            off.append(abs(run - (end - begin)))
        found = sum(value <= 1 for value in off)
        others = sum(all(s.end_s <= b or s.begin_s >= e for b, e in laps) for s in ours)
        print(
            f"{len(laps):>6}{found:>6}{others:>6}{max(off):>5.0f} s  "
            f"{path.relative_to(folder).as_posix()}"
        )


def main() -> None:
    """Print both tables."""
    folder = corpus()
    split_table(folder)
    workout_table(folder)


if __name__ == "__main__":
    main()
