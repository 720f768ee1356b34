"""The list of files that the reader benchmarks time, and the seeded draw that made it.

Run as a script, it draws the FIT files anew from the manifest; GPX and TCX files of the list stay.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from _corpus import corpus

LIST = Path(__file__).with_name("reader_files.txt")
SEED = 3
MANY = 14
"""Runs drawn of a maker that has as many; all are taken of a maker that has fewer."""
FEW = 2
"""Activities drawn of a maker without runs in the corpus."""
MIN_RECORDS = 30
RUNS, OTHERS = "FIT, runs", "FIT, other makers, other sports"
GPX, TCX = "GPX", "TCX"
FEWER = {"development": 11}
"""Makers of whom fewer than ``MANY`` are drawn: one person's nearly equal files."""

Row = dict[str, str]


@dataclass(frozen=True)
class Listed:
    """A file of the list, read.

    Parameters
    ----------
    name : str
        Path within the corpus.
    maker : str
        What the file says of its maker and product, or its creator.
    data : bytes
        Its content.
    """

    name: str
    maker: str
    data: bytes


def manifest(folder: Path) -> list[Row]:
    """Rows of the corpus manifest."""
    with (folder / "manifest.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def listed(*groups: str) -> dict[str, list[Listed]]:
    """Files of the groups, read."""
    folder = corpus()
    names = _names()
    about = {row["file"]: f"{row['manufacturer']} {row['product']}" for row in manifest(folder)}
    return {
        group: [
            Listed(name, about[name].strip(), (folder / name).read_bytes()) for name in names[group]
        ]
        for group in groups
    }


def _names() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    group = ""
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            group = line.removeprefix("# ")
        else:
            found[group].append(line)
    return found


def draw(rows: list[Row], seed: int) -> dict[str, list[str]]:
    """FIT activities of every maker.

    Of a maker's runs, products are drawn first and then a file of each, so that a watch with
    hundreds of files does not push out the others; makers with a single product give all from it.
    """
    chance = random.Random(seed)
    makers: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        is_activity = row["format"] == "fit" and row["file_type"] == "activity"
        if is_activity and float(row["records"] or 0) >= MIN_RECORDS:
            makers[row["manufacturer"]].append(row)
    found: dict[str, list[str]] = {RUNS: [], OTHERS: []}
    for maker, of_maker in sorted(makers.items()):
        runs = [row for row in of_maker if "running" in row["sport"]]
        if runs:
            found[RUNS] += _by_product(runs, FEWER.get(maker, MANY), chance)
        else:
            found[OTHERS] += _by_product(of_maker, FEW, chance)
    return found


def _by_product(rows: list[Row], count: int, chance: random.Random) -> list[str]:
    """Draw one file of each product in turn, products in a drawn order, until there are enough."""
    products: dict[str, list[str]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["file"]):
        products[row["product"]].append(row["file"])
    order = chance.sample(sorted(products), len(products))
    for name in order:
        chance.shuffle(products[name])
    found: list[str] = []
    while len(found) < min(count, len(rows)):
        found += [products[name].pop() for name in order if products[name]]
    return found[:count]


def main() -> None:
    """Draw the list anew."""
    old = _names()
    groups = draw(manifest(corpus()), SEED) | {kind: old[kind] for kind in (GPX, TCX)}
    lines = [line for group, names in groups.items() for line in (f"# {group}", *names)]
    LIST.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
