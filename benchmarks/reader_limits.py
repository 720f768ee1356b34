"""What bytes → columns costs in memory, whether its CPU time is linear, and what a read costs.

Memory is asked to stay under 15 times the file's bytes + 5 MB. Two figures: what Python and numpy
ask for above what they held (tracemalloc, second call), and how far the resident set grows at the
first call in a process of its own that has loaded loadwatch and the bytes (Linux only).
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
from fastcrc.crc16 import arc

import _files
import _fit_bytes as fit_bytes
from _corpus import corpus, heading
from _files import Listed
from _readers import message_count, ours

BOUND_PER_BYTE, BOUND_MB = 15, 5.0
LONG_BYTES = 3_000_000
SIZES = (1, 2, 4, 8, 16, 32)
ROUNDS = 7
RECORD, EVENT = 20, 21
_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def resident_kb(key: str) -> int:
    """``VmRSS`` or ``VmHWM`` of this process. [kB]"""
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(key))


def memory(data: bytes) -> tuple[float, float]:
    """Peak of one decoding above the start: resident (first call), asked for (second). [MB]"""
    resident = float("nan")
    gc.collect()
    if _STATUS.exists():
        _CLEAR.write_text("5", encoding="ascii")  # the peak starts from here
        before = resident_kb("VmRSS")
        ours(data)
        resident = (resident_kb("VmHWM") - before) * 1024 / 1e6
    else:
        ours(data)
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    ours(data)
    asked = (tracemalloc.get_traced_memory()[1] - before) / 1e6
    tracemalloc.stop()
    return resident, asked


def memory_table(title: str, files: list[Listed]) -> None:
    """Print memory by file, worst share of the bound first."""
    rows = []
    for file in files:
        call = [sys.executable, __file__, "--child"]
        printed = subprocess.run(call, input=file.data, capture_output=True, check=True).stdout
        resident, asked = map(float, printed.split())
        size = len(file.data) / 1e6
        bound = BOUND_PER_BYTE * size + BOUND_MB
        rows.append(
            (float(np.nanmax([asked, resident])) / bound, size, asked, resident, bound, file)
        )
    rows.sort(key=lambda row: -row[0])
    print(
        f"Peak memory above start, {title}: {len(files)} files; "
        f"bound {BOUND_PER_BYTE} x bytes + {BOUND_MB:g} MB\n"
        f"{'kB':>8}{'asked MB':>10}{'x bytes':>9}{'resident MB':>13}{'bound MB':>10}"
        f"{'of bound':>10}  maker, product: file"
    )
    for share, size, asked, resident, bound, file in rows:
        print(
            f"{1000 * size:>8.1f}{asked:>10.2f}{asked / size:>9.1f}{resident:>13.2f}{bound:>10.1f}"
            f"{share:>10.0%}  {file.maker}: {file.name}"
        )
    over = sum(row[0] > 1 for row in rows)
    print(f"over the bound: {over} of {len(rows)}; most {rows[0][0]:.0%} of it\n")


def fastest(files: list[bytes]) -> list[float]:
    """CPU time of decoding each file, the fastest of the rounds, since noise only adds. [s]"""
    best = [float("inf")] * len(files)
    for _ in range(ROUNDS):
        for i, data in enumerate(files):
            gc.collect()
            begin = time.process_time()
            ours(data)
            best[i] = min(best[i], time.process_time() - begin)
    return best


def linear_table(file: Listed) -> None:
    """Print CPU time per message in files that grow by repeating one file's messages."""
    found = fit_bytes.pieces(file.data)
    shapes: dict[str, bytes] = {
        "as the watch wrote it": fit_bytes.body(file.data),
        "each message redefined": fit_bytes.redefined(found),
        "record and event in turn": fit_bytes.alternating(found, RECORD, EVENT),
    }
    print(f"CPU time, body repeated, fastest of {ROUNDS} rounds; {file.maker}: {file.name}")
    print(f"{'shape':<26}{'times':>6}{'MB':>8}{'messages':>10}{'ms':>9}{'us/message':>12}")
    gc.disable()
    for shape, body in shapes.items():
        grown = [fit_bytes.whole(body * times) for times in SIZES]
        counts = [message_count(data) for data in grown]
        seconds = fastest(grown)
        for times, data, count, taken in zip(SIZES, grown, counts, seconds, strict=True):
            print(
                f"{shape:<26}{times:>6}{len(data) / 1e6:>8.2f}{count:>10}"
                f"{1000 * taken:>9.2f}{1e6 * taken / count:>12.3f}"
            )
        print(
            f"{shape:<26}  CPU ~ messages ** {_exponent(counts, seconds):.2f}; "
            f"from {SIZES[-3]} times on {_exponent(counts[-3:], seconds[-3:]):.2f}\n"
        )
    gc.enable()


def _exponent(counts: list[int], seconds: list[float]) -> float:
    return float(np.polyfit(np.log(counts), np.log(seconds), 1)[0])


def limits_table(files: list[Listed]) -> None:
    """Print what reading the bytes and their checksum alone cost."""
    folder = corpus()
    calls: dict[str, Callable[[Listed], object]] = {
        "read, page cache": lambda file: (folder / file.name).read_bytes(),
        "CRC-16, fastcrc": lambda file: arc(file.data),
        "loadwatch, columns": lambda file: ours(file.data),
    }
    megabytes = sum(len(file.data) for file in files) / 1e6
    print(f"What no reader can go below: {len(files)} FIT files, {megabytes:.1f} MB")
    print(f"{'step':<26}{'ms/file':>9}{'MB/s':>9}")
    for step, call in calls.items():
        rounds = []
        for _ in range(ROUNDS):
            gc.collect()
            begin = time.process_time()
            for file in files:
                call(file)
            rounds.append(time.process_time() - begin)
        total = statistics.median(rounds)
        print(f"{step:<26}{1000 * total / len(files):>9.3f}{megabytes / total:>9.0f}")


def biggest() -> Listed:
    """The biggest FIT file of the corpus."""
    folder = corpus()
    rows = [row for row in _files.manifest(folder) if row["format"] == "fit"]
    row = max(rows, key=lambda row: int(row["bytes"]))
    maker = f"{row['manufacturer']} {row['product']}"
    return Listed(row["file"], maker, (folder / row["file"]).read_bytes())


def grown(files: list[Listed]) -> list[Listed]:
    """Each file with its body repeated to about ``LONG_BYTES``."""
    found = []
    for file in files:
        body = fit_bytes.body(file.data)
        times = round(LONG_BYTES / len(body))
        found.append(Listed(f"{times} x {file.name}", file.maker, fit_bytes.whole(body * times)))
    return found


def _usual(files: list[Listed]) -> Listed:
    """The file of median size among those with records and events."""
    able = [
        file
        for file in files
        if {RECORD, EVENT} <= {piece.number for piece in fit_bytes.pieces(file.data)}
    ]
    return sorted(able, key=lambda file: len(file.data))[len(able) // 2]


def main() -> None:
    """Measure memory, linearity and limits on the listed FIT files."""
    if "--child" in sys.argv:
        print(*memory(sys.stdin.buffer.read()))
        return
    groups = _files.listed(_files.RUNS, _files.OTHERS)
    files = [file for found in groups.values() for file in found]
    heading("Limits of the FIT reader: bytes to columns", len(files) + 1, ("fitdecode", "fastcrc"))
    memory_table("listed files and the biggest of the corpus", [*files, biggest()])
    memory_table(f"the listed files, body repeated to {LONG_BYTES / 1e6:g} MB", grown(files))
    linear_table(_usual(groups[_files.RUNS]))
    limits_table(files)


if __name__ == "__main__":
    main()
