"""Our run and not-run against the watch's own run/walk/stand splits, second by second.

Every second that the watch's splits cover is in the denominator. The interior leaves out five
seconds on either side of a change of the watch's label.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np

from _corpus import corpus, heading, interval, sessions
from loadwatch.activity import Activity
from loadwatch.derive.session import Summary

LABELS = {"rwd_run": 1, "rwd_walk": 2, "rwd_stand": 3}
OURS = {"run": 1, "walk": 2, "stand": 3, "pause": 3}
EDGE_S = 5
WORST = 10

Seconds = np.ndarray


def labels(activity: Activity, summary: Summary) -> tuple[Seconds, Seconds]:
    """The watch's label and ours for each second; 0 where there is none."""
    ends = [split.end_time_s for split in activity.splits if split.split_type in LABELS]
    length = int(max([*ends, summary.start_s], default=0) - summary.start_s) + 1
    theirs, ours = np.zeros(length, int), np.zeros(length, int)
    for split in activity.splits:
        if split.split_type in LABELS and np.isfinite(split.end_time_s):
            begin = round(split.start_time_s - summary.start_s)
            theirs[max(begin, 0) : round(split.end_time_s - summary.start_s)] = LABELS[
                split.split_type
            ]
    for segment in summary.segments:
        ours[int(segment.begin_s) : int(segment.end_s)] = OURS[segment.label]
    return theirs, ours


def compare(theirs: Seconds, ours: Seconds) -> np.ndarray:
    """Seconds: labelled, agreeing on run, interior, agreeing there, agreeing on all three."""
    known = theirs > 0
    agree = (theirs == 1) == (ours == 1)
    near = np.zeros(theirs.size, bool)
    for change in np.flatnonzero(np.diff((theirs == 1).astype(int))) + 1:
        near[max(0, change - EDGE_S) : change + EDGE_S] = True
    inside = known & ~near
    return np.array(
        [known.sum(), agree[known].sum(), inside.sum(), agree[inside].sum(),
         (theirs == ours)[known].sum()]
    )  # fmt: skip


def main() -> None:
    """Print agreement over all listed files, by recording, and the worst files."""
    folder = corpus()
    with (folder / "truth_run_walk_splits.csv").open(newline="") as file:
        paths = [folder / row["path"] for row in csv.DictReader(file)]
    totals: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(5))
    by_file: dict[Path, np.ndarray] = defaultdict(lambda: np.zeros(5))
    for path, activity, summary in sessions(paths):
        counted = compare(*labels(activity, summary))
        totals["all"] += counted
        totals[interval(activity)] += counted
        by_file[path] += counted

    heading("Run against not-run, ours against the watch's own splits", len(paths))
    print(f"{'recording':<12}{'hours':>8}{'agree':>9}{'interior':>10}{'three-way':>11}")
    for name, (known, agree, inside, agree_inside, three) in sorted(totals.items()):
        print(
            f"{name:<12}{known / 3600:>8.1f}{agree / known:>9.4f}{agree_inside / inside:>10.4f}"
            f"{three / known:>11.4f}"
        )
    print(f"\nThe {WORST} files with the most seconds apart")
    for path, counted in sorted(by_file.items(), key=lambda item: item[1][1] - item[1][0])[:WORST]:
        apart = counted[0] - counted[1]
        print(f"{apart:>8.0f} s  {apart / counted[0]:>6.1%}  {path.relative_to(folder).as_posix()}")


if __name__ == "__main__":
    main()
