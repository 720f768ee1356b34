"""FIT and XML readers side by side: CPU time from bytes to columns, interleaved file by file.

Every reader gets the same bytes. "To columns" means float64 arrays of each field of the kinds of
message that loadwatch reads. fitdecode runs as it comes and at its public best (no processor, no
checksum); loadwatch checks the checksum and makes every column. Files: ``reader_files.txt``, drawn
with a fixed seed by ``_files.py``, none left out. Readers that are not installed, or refuse a file,
are counted as such; so are panics of the compiled ones.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import _files
import _fit_bytes as fit_bytes
from _corpus import heading
from _files import Listed
from _readers import FIT_READERS, Reader, message_count
from _xml_readers import GPX_READERS, TCX_READERS

ROUNDS = 9
XML_ROUNDS = 5
NOT_INSTALLED = "ModuleNotFoundError"
PACKAGES = (
    *("fitdecode", "fitparse", "fit-tool", "activity-parser", "pyfitparsernative", "fitfast"),
    *("gpxpy", "lxml", "fastcrc"),
)


@dataclass
class Timings:
    """CPU seconds of every reader on every file.

    Parameters
    ----------
    seconds : dict
        Rounds by reader and file; a file that a reader refuses is missing.
    failures : dict
        What a reader raised first, by reader and file.
    """

    seconds: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    failures: dict[str, dict[str, str]] = field(default_factory=dict)

    def median(self, reader: str, file: str) -> float:
        """Median of the rounds. [s]"""
        return statistics.median(self.seconds[reader][file])

    def total(self, reader: str, files: Sequence[Listed]) -> float:
        """Sum of the medians over files. [s]"""
        return sum(self.median(reader, file.name) for file in files)

    def spread(self, reader: str, files: Sequence[Listed]) -> str:
        """Slowest less fastest round over the median, for the median file; none of one round."""
        rounds = [self.seconds[reader][file.name] for file in files]
        if len(rounds[0]) == 1:
            return "-"
        share = statistics.median((max(t) - min(t)) / statistics.median(t) for t in rounds)
        return f"{share:.0%}"

    def read_by(self, readers: Sequence[str], files: Sequence[Listed]) -> list[Listed]:
        """Files that all of the readers read."""
        return [file for file in files if all(file.name in self.seconds[r] for r in readers)]


def seconds_of(reader: Reader, data: bytes) -> float | str:
    """CPU seconds of one call, or the name of what it raised."""
    begin = time.process_time()
    try:
        reader.read(data)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        return type(error).__name__
    return time.process_time() - begin


def measure(readers: dict[str, Reader], files: Sequence[Listed], rounds: int) -> Timings:
    """Time every reader on every file, in turn.

    Each reader has one call on each file before it counts; those timed less often, on the first.
    """
    found = Timings({name: defaultdict(list) for name in readers}, {name: {} for name in readers})
    for reader in readers.values():
        for file in files[: 1 if reader.every > 1 else None]:
            seconds_of(reader, file.data)
    for turn in range(rounds):
        for file in files:
            gc.collect()
            for name, reader in readers.items():
                if turn % reader.every == 0 and file.name not in found.failures[name]:
                    seconds = seconds_of(reader, file.data)
                    if isinstance(seconds, str):
                        found.failures[name][file.name] = seconds
                    else:
                        found.seconds[name][file.name].append(seconds)
    return found


def table(
    title: str, readers: dict[str, Reader], timings: Timings, files: Sequence[Listed]
) -> None:
    """Print each reader's time and its ratio to the first, over the files that both read.

    ``ours`` is its time over that of loadwatch, over the files that these two read.
    """
    first = next(iter(readers))
    loadwatch = next(name for name in readers if name.startswith("loadwatch"))
    size = sum(len(file.data) for file in files) / 1e6
    print(f"{title}: {len(files)} files, {size:.1f} MB; x = {first} over it, by file least to most")
    print(
        f"{'reader':<26}{'ms/file':>9}{'MB/s':>8}{'x':>8}{'least':>8}{'median':>8}{'most':>8}"
        f"{'ours':>8}{'rounds':>8}{'spread':>8}{'files':>7}{'refused':>9}"
    )
    for name in readers:
        shared = timings.read_by((first, name), files)
        if not shared:
            print(f"{name:<26}  {_why_nothing(timings.failures[name])}")
            continue
        own = [timings.median(name, file.name) for file in shared]
        base = [timings.median(first, file.name) for file in shared]
        both = timings.read_by((loadwatch, name), files)
        over_ours = timings.total(name, both) / timings.total(loadwatch, both)
        each = sorted(b / o for b, o in zip(base, own, strict=True))
        print(
            f"{name:<26}{1000 * sum(own) / len(own):>9.2f}"
            f"{sum(len(file.data) for file in shared) / 1e6 / sum(own):>8.1f}"
            f"{sum(base) / sum(own):>8.1f}{each[0]:>8.1f}{statistics.median(each):>8.1f}"
            f"{each[-1]:>8.1f}{over_ours:>8.1f}{len(timings.seconds[name][shared[0].name]):>8}"
            f"{timings.spread(name, shared):>8}{len(own):>7}"
            f"{sum(file.name in timings.failures[name] for file in files):>9}"
        )
    print()


def _why_nothing(failures: dict[str, str]) -> str:
    raised = set(failures.values())
    return "not installed" if raised == {NOT_INSTALLED} else f"refused all: {raised}"


def by_file(timings: Timings, files: Sequence[Listed], base: str, ours: str) -> None:
    """Print every file with the two readers' medians, least ratio first.

    ``defs`` counts the definitions of layouts in it, ``kinds`` the different ones.
    """
    print(
        f"{'maker, product':<26}{'kB':>8}{'messages':>10}{'defs':>6}{'kinds':>6}"
        f"{'fitdecode ms':>14}{'ours ms':>9}{'us/message':>12}{'x':>8}  file"
    )
    lines = []
    for file in files:
        count, definitions = message_count(file.data), fit_bytes.definitions(file.data)
        own = timings.median(ours, file.name)
        is_read = file.name in timings.seconds[base]
        ratio = timings.median(base, file.name) / own if is_read else float("nan")
        theirs = f"{1000 * timings.median(base, file.name):.1f}" if is_read else "refused"
        lines.append((
            ratio,
            f"{file.maker[:25]:<26}{len(file.data) / 1000:>8.1f}{count:>10}"
            f"{len(definitions):>6}{len(set(definitions)):>6}{theirs:>14}"
            f"{1000 * own:>9.2f}{1e6 * own / count:>12.2f}{ratio:>8.1f}  {file.name}",
        ))  # fmt: skip
    print(*(line for _, line in sorted(lines)), sep="\n", end="\n\n")


def refusals(timings: Timings, files: Sequence[Listed]) -> None:
    """Print which readers refused which file, and how."""
    for file in files:
        raised = [
            f"{name} ({failures[file.name]})"
            for name, failures in timings.failures.items()
            if failures.get(file.name, NOT_INSTALLED) != NOT_INSTALLED
        ]
        if raised:
            print(f"refused: {file.name}\n    by {', '.join(raised)}")
    print()


def fit(groups: dict[str, list[Listed]]) -> None:
    """Compare FIT readers, by group and over all files."""
    every = [file for files in groups.values() for file in files]
    gc.disable()
    timings = measure(FIT_READERS, every, ROUNDS)
    gc.enable()
    for title, files in (*groups.items(), ("FIT, all", every)):
        table(title, FIT_READERS, timings, files)
    for title, files in groups.items():
        print(f"{title}, by file; ours = loadwatch, columns")
        by_file(timings, files, "fitdecode", "loadwatch, columns")
    refusals(timings, every)


def xml(groups: dict[str, list[Listed]]) -> None:
    """Compare GPX and TCX readers."""
    readers_of = {_files.GPX: GPX_READERS, _files.TCX: TCX_READERS}
    for group, files in groups.items():
        readers = readers_of[group]
        timings = measure(readers, files, XML_ROUNDS)
        table(group, readers, timings, files)
        for file in files:
            print(f"{len(file.data) / 1000:>10.1f} kB  {file.name}")
        print()
        refusals(timings, files)


def main() -> None:
    """Compare readers on the listed files."""
    fit_files = _files.listed(_files.RUNS, _files.OTHERS)
    xml_files = _files.listed(_files.GPX, _files.TCX)
    count = sum(map(len, (*fit_files.values(), *xml_files.values())))
    heading("Readers: bytes to columns or points", count, PACKAGES)
    print(
        f"CPU time; files drawn with seed {_files.SEED}; readers in turn, file by file\n"
        f"FIT: {ROUNDS} rounds, collector off; GPX and TCX: {XML_ROUNDS} rounds, collector on\n"
        "before that one call on each file; for readers timed in fewer rounds, on the first file\n"
        "ms/file, MB/s: from sums of medians over files; spread: slowest less fastest round over\n"
        "the median round, of the median file; files: those that the first reader reads as well\n"
        "ours: the reader's time over that of loadwatch, first row, on the files that both read\n"
    )
    fit(fit_files)
    xml(xml_files)


if __name__ == "__main__":
    main()
