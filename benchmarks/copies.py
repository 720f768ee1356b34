"""Are the copies of a run found, and is no run taken for a copy of another?

Every FIT recording of a run, a walk or a hike is written anew as GPX and as TCX, with more or less
in it, its clock moved, its beginning cut off, thinned. All files are read as any file is, and all
sessions of the corpus with all these copies are grouped at once. A copy is found if it comes into
the group of its original; a group that holds two runs is a false merge. Then twins: runs of the
corpus moved so that two begin within the same minute, and a run done again.

    python benchmarks/copies.py [EVERY]

takes every so manieth recording only.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence, Set
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import combinations, permutations
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from _corpus import activities_of, corpus, heading
from loadwatch.activity import FOOT_SPORTS, Activity
from loadwatch.importer.reading import read_file
from loadwatch.merge import Fingerprint, group_copies
from loadwatch.merge.copies import SAMPLE_EVERY_S
from tests.merge.conversions import BEYOND, FORMS, HOUR_S, PROMISED, copies, length_s

SHORTEST_S = 60.0
HOURS_APART = (0, 1, 3)
MISSED_SHOWN, TWINS_SHOWN = 10, 5
AS_IT_WAS = "as it was"
Label = tuple[str, str, str]
"""The run, how it was changed, the form; the last two are empty for an original."""


def copies_of(path: Path) -> list[tuple[Label, Fingerprint]]:
    """Every session of a file of the corpus, and every copy of those that are runs in FIT."""
    found = []
    originals = [s.fingerprint for reading in read_file(path) for s in reading.sessions]
    activities = activities_of(path)
    for number, own in enumerate(originals):
        run = f"{path.parent.name}/{path.name} {number}"
        found.append(((run, "", ""), own))
        if len(activities) == len(originals) and is_wanted(activities[number]):
            made = copies(activities[number], run, PROMISED | BEYOND)
            found += [((run, change, form), each) for change, form, each in made]
    return found


def is_wanted(one: Activity) -> bool:
    """Whether it is a recording on foot by a watch, of a minute or more."""
    is_run = one.format == "FIT" and one.sport in FOOT_SPORTS and len(one.records) >= 2
    return is_run and length_s(one) >= SHORTEST_S


def print_found(labels: Sequence[Label], groups: Sequence[Sequence[int]]) -> None:
    """How many copies came to their original, by change and form."""
    of = {labels[i]: number for number, group in enumerate(groups) for i in group}
    found = {i: of[labels[i][0], "", ""] == n for n, group in enumerate(groups) for i in group}
    copies_ = [i for i, (_, change, _) in enumerate(labels) if change]
    cells = Counter((labels[i][1:], found[i]) for i in copies_)
    names = [form.name for form in FORMS]
    print(f"{'found, of copies':<30}" + "".join(f"{name:>13}" for name in names))
    for change in (*PROMISED, *BEYOND):
        counts = [(cells[(change, name), True], cells[(change, name), False]) for name in names]
        print(f"{change:<30}" + "".join(f"{f'{yes} of {yes + no}':>13}" for yes, no in counts))
    longest, _ = Counter(labels[i][0].partition("/")[0] for i in copies_).most_common(1)[0]
    for kind, changes in (("promised", PROMISED), ("beyond", BEYOND)):
        own = [i for i in copies_ if labels[i][1] in changes]
        print_share(f"{kind}, all", [found[i] for i in own])
        of_one = [found[i] for i in own if labels[i][0].startswith(longest)]
        print_share(f"{kind}, the longest history", of_one)
        missed = Counter(labels[i][0].rpartition("/")[2] for i in own if not found[i])
        for run, count in missed.most_common(MISSED_SHOWN):
            print(f"  {count:>4} not found of {run}")


def print_share(name: str, found: Sequence[bool]) -> None:
    """How many are true."""
    print(f"{name}: {sum(found):,} of {len(found):,} found, {np.mean(found):.3%}")


def merged_runs(labels: Sequence[Label], groups: Sequence[Sequence[int]]) -> list[tuple[str, ...]]:
    """The recordings of the corpus that became one, for each group that holds several."""
    several = [tuple(sorted({labels[i][0] for i in group})) for group in groups]
    return sorted(runs for runs in several if len(runs) > 1)


def print_twins(
    labels: Sequence[Label], prints: Sequence[Fingerprint], known: Set[tuple[str, str]]
) -> None:
    """How often two runs are one if the second is moved to some time after the first.

    Every two runs as they were, as GPX with and without heart rates: most are of one runner, who
    often ran the same way from the same door.
    """
    forms = [form.name for form in FORMS[:2]]
    print(f"\n{'twins taken for one':<30}" + "".join(f"{name:>13}" for name in forms))
    for hours in HOURS_APART:
        wrong = [twins(labels, prints, form, hours) - known for form in forms]
        name = "in the same minute" if not hours else f"{hours} h later"
        print(f"{name:<30}" + "".join(f"{len(pairs):>13}" for pairs in wrong))
        for pair in sorted(set().union(*wrong))[:TWINS_SHOWN]:
            print("  " + ", ".join(run.rpartition("/")[2] for run in pair))
    runs = {run for run, change, _ in labels if change}
    print(f"of all pairs of {len(runs)} runs, those without places left out")


def twins(
    labels: Sequence[Label], prints: Sequence[Fingerprint], form: str, hours: float
) -> set[tuple[str, str]]:
    """Pairs of runs that are one if the second one began that much later than the first."""
    found = [
        (label[0], replace(each, serial=None))
        for label, each in zip(labels, prints, strict=True)
        if label[1:] == (AS_IT_WAS, form) and np.isfinite(each.latitude_deg).any()
    ]
    return {
        (run, other)
        for (run, first), (other, second) in combinations(found, 2)
        if run != other
        and len(group_copies([first, moved(second, first.start_s + hours * HOUR_S)])) == 1
    }


def moved(one: Fingerprint, start_s: float) -> Fingerprint:
    """The same begun at another time, to a sample."""
    late = round((start_s - one.start_s) / SAMPLE_EVERY_S) * SAMPLE_EVERY_S
    return replace(
        one, start_s=one.start_s + late, end_s=one.end_s + late, time_s=one.time_s + late
    )


def main(every: int = 1) -> None:
    """Print the shares found by change and form, what was merged beside, and twins."""
    folder = corpus()
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.parent != folder)[::every]
    heading("Copies of one run", len(paths))
    with ProcessPoolExecutor() as pool:
        report([item for each in pool.map(copies_of, paths, chunksize=4) for item in each])


def report(found: Sequence[tuple[Label, Fingerprint]]) -> None:
    """Print what grouping all of it comes to."""
    labels = [label for label, _ in found]
    prints = [replace(each, content=f"{i}") for i, (_, each) in enumerate(found)]
    began = time.perf_counter()
    groups = group_copies(prints)
    took = time.perf_counter() - began
    originals = [i for i, label in enumerate(labels) if not label[1]]
    alone = group_copies([prints[i] for i in originals])
    print(f"{len(originals):,} sessions, grouped among {len(labels) - len(originals):,} copies of "
          f"them in {took:.1f} s\n")  # fmt: skip
    print_found(labels, groups)
    before = merged_runs([labels[i] for i in originals], alone)
    after = merged_runs(labels, groups)
    print(f"\nrecordings of the corpus that are one by themselves: {len(before)}")
    for runs in before:
        print("  " + ", ".join(run.rpartition("/")[2] for run in runs))
    print(f"that became one with the copies among them: {len(set(after) - set(before))}")
    for runs in sorted(set(after) - set(before)):
        print("  " + ", ".join(run.rpartition("/")[2] for run in runs))
    print_twins(labels, prints, {pair for runs in after for pair in permutations(runs, 2)})


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
