"""FIT and XML readers side by side: CPU time from bytes to columns, interleaved file by file.

Every reader gets the same bytes. "To columns" means float64 arrays of each field of the kinds of
message that loadwatch reads. fitdecode runs as it comes and at its public best (no processor, no
checksum); loadwatch checks the checksum and makes every column. Files: ``reader_files.txt``, drawn
once with a fixed seed from the corpus, none left out. Readers that are not installed, or refuse a
file, are counted as such.
"""

from __future__ import annotations

import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np

from _corpus import corpus, heading
from loadwatch import formats
from loadwatch.formats import gpx, tcx
from loadwatch.formats._base import Source
from loadwatch.formats.fit.messages import KINDS, decode
from loadwatch.formats.fit.parts import split_parts

ROUNDS = 5
LIST = Path(__file__).with_name("reader_files.txt")
Reader = Callable[[bytes], object]


def ours(data: bytes) -> object:
    """Checksum, walk, every column of every kind."""
    found = []
    for part in split_parts(data):
        messages = decode(part)
        found.append([messages.table(kind).columns for kind in messages.groups])
    return found


def assembled(data: bytes) -> object:
    """``formats.read``: activities, as the product uses them."""
    return formats.read(Source(data))


def _fitdecode(data: bytes, **options: object) -> object:
    import fitdecode

    rows: dict[str, list[dict[str, object]]] = defaultdict(list)
    for frame in fitdecode.FitReader(data, **options):
        if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name in KINDS:
            rows[frame.name].append({field.name: field.value for field in frame.fields})
    columns = {}
    for kind, found in rows.items():
        for name in {name for row in found for name in row}:
            values = [row.get(name) for row in found]
            numbers = [v if isinstance(v, int | float) else np.nan for v in values]
            columns[kind, name] = np.array(numbers, dtype=np.float64)
    return columns


def fitdecode_default(data: bytes) -> object:
    """As it comes, by fitdecode."""
    return _fitdecode(data)


def fitdecode_best(data: bytes) -> object:
    """Without processor and checksum, by fitdecode."""
    import fitdecode

    return _fitdecode(data, processor=None, check_crc=fitdecode.CrcCheck.DISABLED)


def fitparse_columns(data: bytes) -> object:
    """Messages as dictionaries, by fitparse."""
    import fitparse

    return [message.get_values() for message in fitparse.FitFile(data)]


def fitfast_records(data: bytes) -> object:
    """Records alone, by fitfast (Rust)."""
    import fitfast

    return fitfast.records(data)


def gpxpy_points(data: bytes) -> object:
    """gpxpy, every point with its extensions."""
    import gpxpy

    found = []
    for track in gpxpy.parse(data.decode()).tracks:
        for segment in track.segments:
            for point in segment.points:
                extra = {
                    child.tag.rpartition("}")[2]: child.text
                    for extension in point.extensions
                    for child in extension.iter()
                }
                found.append((point.latitude, point.longitude, point.elevation, point.time, extra))
    return found


def gpx_ours(data: bytes) -> object:
    """Our GPX reader."""
    return gpx.read(Source(data))


def tcx_ours(data: bytes) -> object:
    """Our TCX reader."""
    return tcx.read(Source(data))


def tcx_elementtree(data: bytes) -> object:
    """ElementTree, every track point as a dictionary."""
    from xml.etree import ElementTree

    root = ElementTree.fromstring(data.strip())
    return [
        {child.tag.rpartition("}")[2]: child.text for child in point.iter()}
        for point in root.iter()
        if point.tag.endswith("Trackpoint")
    ]


FIT_READERS: dict[str, Reader] = {
    "fitdecode": fitdecode_default,
    "fitdecode, public best": fitdecode_best,
    "fitparse": fitparse_columns,
    "fitfast, records only": fitfast_records,
    "loadwatch, columns": ours,
    "loadwatch, activities": assembled,
}
GPX_READERS: dict[str, Reader] = {"gpxpy": gpxpy_points, "loadwatch": gpx_ours}
TCX_READERS: dict[str, Reader] = {"ElementTree": tcx_elementtree, "loadwatch": tcx_ours}


def compare(title: str, readers: dict[str, Reader], files: dict[str, bytes]) -> None:
    """Print the summed CPU time of each reader and its ratio to the first."""
    seconds: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in readers}
    refused: dict[str, int] = defaultdict(int)
    for _ in range(ROUNDS):
        for file, data in files.items():
            for name, reader in readers.items():
                begin = time.process_time()
                try:
                    reader(data)
                except Exception:
                    refused[name] += 1
                    continue
                seconds[name][file].append(time.process_time() - begin)
    median = {
        name: {file: statistics.median(times) for file, times in found.items()}
        for name, found in seconds.items()
    }
    megabytes = sum(map(len, files.values())) / 1e6
    first = next(iter(readers))
    heading(title, len(files))
    print(f"{megabytes:.1f} MB, medians of {ROUNDS} rounds, CPU time; x = {first} over it\n")
    print(
        f"{'reader':<26}{'ms/file':>9}{'MB/s':>8}{'x':>8}{'least x':>9}{'most x':>8}{'refused':>9}"
    )
    for name, by_file in median.items():
        shared = [file for file in by_file if file in median[first]]
        if not shared:
            print(f"{name:<26}{'not installed, or refused all':>30}")
            continue
        own, base = sum(by_file[f] for f in shared), sum(median[first][f] for f in shared)
        each = [median[first][f] / by_file[f] for f in shared]
        size = sum(len(files[f]) for f in shared) / 1e6
        print(
            f"{name:<26}{1000 * own / len(shared):>9.2f}{size / own:>8.1f}{base / own:>8.1f}"
            f"{min(each):>9.1f}{max(each):>8.1f}{refused[name] // ROUNDS:>9}"
        )
    print()


def draw(folder: Path, seed: int = 3) -> None:
    """Write the list of files: 44 runs of all makers of the corpus, and its GPX and TCX runs."""
    import csv

    with (folder / "manifest.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    chance = random.Random(seed)
    runs: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        sound = row["format"] == "fit" and row["file_type"] == "activity"
        if sound and float(row["records"] or 0) >= 30:
            maker = row["manufacturer"]
            if "running" in row["sport"] or maker not in ("garmin", "suunto", "development"):
                runs[maker].append(row["file"])
    chosen = [f for maker in sorted(runs) for f in chance.sample(sorted(runs[maker]),
              min(len(runs[maker]), 14 if maker == "garmin" else 10))]  # fmt: skip
    for kind in ("gpx", "tcx"):
        found = sorted(
            row["file"] for row in rows
            if row["format"] == kind and float(row["records"] or 0) >= 300
        )  # fmt: skip
        chosen += chance.sample(found, min(len(found), 14))
    LIST.write_text("\n".join(chosen) + "\n", encoding="utf-8")


def main() -> None:
    """Compare readers on the listed files."""
    folder = corpus()
    if not LIST.exists():
        draw(folder)
    names = LIST.read_text(encoding="utf-8").split("\n")[:-1]
    files = {name: (folder / name).read_bytes() for name in names}
    for title, suffix, readers in (
        ("FIT", ".fit", FIT_READERS), ("GPX", ".gpx", GPX_READERS), ("TCX", ".tcx", TCX_READERS),
    ):  # fmt: skip
        chosen = {name: data for name, data in files.items() if name.lower().endswith(suffix)}
        for data in chosen.values():
            for reader in readers.values():
                try:
                    reader(data)
                except Exception:
                    continue
        compare(f"{title} to columns or points", readers, chosen)


if __name__ == "__main__":
    main()
