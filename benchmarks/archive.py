"""What does the import of a whole Strava account take, undisturbed, killed, again and grown?

An export is made of the sample recordings (`_strava.py`) with photos up to its size. The memory of
the command and of all its processes is added up every few milliseconds from /proc, pages that they
share counted for each. Linux only.

    python benchmarks/archive.py [--count 3000] [--size 2000] [--more 50] [--folder FOLDER]
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from _commands import ENVIRONMENT, print_load
from _corpus import heading
from _strava import Account

LOOK_EVERY_S = 0.02
PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 1e6
LONG_AGO_S = 1_790_000_000
KNOWN = re.compile(r"([\d,]+) of their members known")
AS_OF = "2026-01-01"


@dataclass(frozen=True)
class Ran:
    """What a command printed and took. [s; MB]"""

    said: str
    wall_s: float
    peak_mb: float
    largest_mb: float

    @property
    def known(self) -> int:
        """Members that were known."""
        found = KNOWN.search(self.said)
        return int(found[1].replace(",", "")) if found else 0


def ran(*words: str, kill_at: tuple[Path, int] | None = None) -> Ran:
    """Run loadwatch, or kill it and its processes once so many members are kept in a file."""
    began, peak, largest = time.perf_counter(), 0.0, 0.0
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "loadwatch", *words],
            stdout=said, stderr=errors, env=ENVIRONMENT, start_new_session=True,
        )  # fmt: skip
        while process.poll() is None:
            each = [_resident_mb(number) for number in (process.pid, *_below(process.pid))]
            peak, largest = max(peak, sum(each)), max(largest, *each)
            if kill_at is not None and _kept(kill_at[0]) >= kill_at[1]:
                os.killpg(process.pid, signal.SIGKILL)
            time.sleep(LOOK_EVERY_S)
        said.seek(0)
        errors.seek(0)
        told = said.read()
        if process.returncode not in {0, 3, -signal.SIGKILL}:
            sys.exit(errors.read())
    return Ran(told, time.perf_counter() - began, peak, largest)


def _below(parent: int) -> Iterator[int]:
    for tasks in Path(f"/proc/{parent}/task").glob("*/children"):
        try:
            children = [int(child) for child in tasks.read_text().split()]
        except OSError:
            continue
        for child in children:
            yield child
            yield from _below(child)


def _resident_mb(number: int) -> float:
    try:
        return int(Path(f"/proc/{number}/statm").read_text().split()[1]) * PAGE_MB
    except OSError:
        return 0.0


def _kept(path: Path) -> int:
    """Members that are kept of an archive that is not read to its end."""
    if not path.exists():
        return 0
    try:
        with closing(sqlite3.connect(path, timeout=0)) as connection:
            return int(connection.execute("SELECT max(id) FROM member").fetchone()[0] or 0)
    except sqlite3.Error:
        return 0


def measure(place: Path, count: int, size: int, more: int) -> None:
    """Print what every import took."""
    account, folder = Account(count), place / "exports"
    folder.mkdir()
    archive = folder / "export.zip"

    def written(activities: int) -> str:
        taken = account.write(archive, activities, size)
        os.utime(archive, (LONG_AGO_S + activities, LONG_AGO_S + activities))
        return f"{activities:,} activities in a zip of {taken / 1e9:.2f} GB"

    def told(name: str, found: Ran, decoded: int) -> None:
        print(
            f"{name:<34}{found.wall_s:>8.1f}{found.peak_mb:>9.0f}{found.largest_mb:>9.0f}"
            f"{decoded:>9,}"
        )

    def imported(library: Path, **more_words: tuple[Path, int]) -> Ran:
        return ran("import", str(folder), "--library", str(library), **more_words)

    print(written(count), "\n", sep="")
    print(f"{'':<34}{'s':>8}{'MB, all':>9}{'largest':>9}{'decoded':>9}")
    whole, killed = place / "whole", place / "killed"
    first = imported(whole)
    told("undisturbed", first, count - first.known)
    kept = killed / "begun.sqlite"
    stopped = imported(killed, kill_at=(kept, count // 2))
    before = _kept(kept)
    told("killed when half was kept", stopped, before)
    again = imported(killed)
    told("the import after that", again, count - min(again.known, count))
    second = imported(killed)
    told("a second import", second, 0 if second.said.startswith("0 files read") else count)
    reviews = [
        ran("review", "--library", str(library), "--as-of", AS_OF, "--format", "json").said
        for library in (whole, killed)
    ]
    written(count + more)
    grown = imported(whole)
    told(f"grown by {more}", grown, count + more - grown.known)
    is_same = "the same, byte for byte" if reviews[0] == reviews[1] else "NOT the same"
    print(f"\nreview as JSON, undisturbed and killed: {is_same} ({len(reviews[0]):,} signs)")
    taken = {path.name: path.stat().st_size / 1e6 for path in sorted(killed.glob("*.sqlite"))}
    print("kept: " + ", ".join(f"{name} {size_mb:.1f} MB" for name, size_mb in taken.items()))


def main() -> None:
    """Make an export and import it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=3_000, help="activities")
    parser.add_argument("--size", type=int, default=2_000, help="of the zip, with photos [MB]")
    parser.add_argument("--more", type=int, default=50, help="activities that come later")
    parser.add_argument("--folder", type=Path, help="where there is room for it")
    told = parser.parse_args()
    heading("Import of a whole account", told.count, ("fitdecode",), of="activities")
    print_load("beginning")
    print()
    with tempfile.TemporaryDirectory(dir=told.folder) as place:
        measure(Path(place), told.count, told.size * 1_000_000, told.more)
    print_load("end")


if __name__ == "__main__":
    main()
