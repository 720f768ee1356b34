"""Steps summed from records against twice the watch's own stride total, by maker.

All gaits while the timer runs count, and no correction factor is applied. Every session on foot
that has both is in the table.
"""

from __future__ import annotations

import csv
from collections import defaultdict

import numpy as np

from _corpus import corpus, heading, sessions
from loadwatch.activity import FOOT_SPORTS

WORST = 10


def main() -> None:
    """Print the table and the worst sessions by name."""
    folder = corpus()
    with (folder / "manifest.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    paths = [folder / row["file"] for row in rows if row["has_total_strides"] in ("1", "1.0")]
    errors: dict[str, list[tuple[float, str, str]]] = defaultdict(list)
    for path, activity, summary in sessions(paths):
        strides = activity.reported.get("total_strides")
        steps = summary.row.get("impact_count_from_records")
        if activity.sport not in FOOT_SPORTS or not strides or not isinstance(steps, float):
            continue
        error = steps / (2 * strides) - 1
        name = path.relative_to(folder).as_posix()
        maker = activity.device.manufacturer or "unknown"
        errors[maker].append((error, name, str(summary.row["quality"])))

    heading("Steps from records against twice the watch's strides", len(paths))
    print(f"{'maker':<16}{'sessions':>9}{'median':>9}{'|median|':>9}{'p5':>9}{'p95':>9}")
    together = [item for found in errors.values() for item in found]
    for maker, found in [*sorted(errors.items()), ("all", together)]:
        values = np.array([error for error, _, _ in found])
        low, high = np.percentile(values, [5, 95])
        print(
            f"{maker:<16}{values.size:>9}{np.median(values):>9.2%}"
            f"{np.median(np.abs(values)):>9.2%}{low:>9.2%}{high:>9.2%}"
        )
    print(f"\nThe {WORST} furthest")
    for error, name, quality in sorted(together, key=lambda item: -abs(item[0]))[:WORST]:
        print(f"{error:>+9.1%}  {name}  {quality}")


if __name__ == "__main__":
    main()
