"""What memory does `analyse` take, and does it grow with the number of files?

The processes are looked at while they run: the kernel keeps the most that each has held at a time
(`VmHWM`), which is read every few milliseconds until the process is gone. Linux only.

    python benchmarks/memory.py [--counts 250 500 1000] [--rounds 1]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from _commands import ENVIRONMENT, print_load
from _corpus import heading
from _hours import HOW, Hours, names
from end_to_end import COUNTS, WORKERS, analyse, emptied, kept, of

LOOK_EVERY_S = 0.005
KB_IN_MB = 1_000_000 / 1024
"""The kernel counts in KiB."""
Peak = tuple[float, float]


def peak_mb(words: tuple[str, ...], more: dict[str, str]) -> Peak:
    """Most memory that the process held, and that the largest of its own processes did. [MB]"""
    most: dict[int, int] = {}
    process = subprocess.Popen(
        [sys.executable, *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT | more,
    )
    while process.poll() is None:
        for number in (process.pid, *_children(process.pid)):
            most[number] = max(most.get(number, 0), _held_kb(number))
        time.sleep(LOOK_EVERY_S)
    if process.returncode:
        sys.exit(f"{' '.join(words)}: exit code {process.returncode}")
    own = most.pop(process.pid)
    return own / KB_IN_MB, max(most.values(), default=0) / KB_IN_MB


def _children(parent: int) -> Iterator[int]:
    for tasks in Path(f"/proc/{parent}/task").glob("*/children"):
        try:
            yield from map(int, tasks.read_text().split())
        except OSError:
            continue


def _held_kb(number: int) -> int:
    try:
        lines = Path(f"/proc/{number}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def main() -> None:
    """Print the peaks of cold and warm runs, and how much a further file adds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--counts", nargs="+", type=int, default=COUNTS)
    parser.add_argument("--rounds", type=int, default=1)
    told = parser.parse_args()
    heading("Memory of analyse on runs of an hour", len(names()), ("pandas", "typer"))
    print(f"{HOW};\neach repeated under other start times\n")
    print_load("beginning")
    print("\npeak in MB, the largest of the rounds; the first number is the command's own process,")
    print(f"the second its largest worker\n\n{'':<10}", end="")
    cases = [(workers, state) for workers in WORKERS for state in ("cold", "warm")]
    print("".join(f"{f'{of(workers)}, {state}':>20}" for workers, state in cases))
    found: dict[tuple[int, str], list[Peak]] = {case: [] for case in cases}
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        ENVIRONMENT["PYTHONPYCACHEPREFIX"] = f"{scratch}/bytecode"
        for count in told.counts:
            folder = place / f"hours-{count}"
            Hours(count).write(folder, range(count))
            for workers, state in cases:
                words = analyse(folder, workers)
                rounds = []
                for turn in range(told.rounds):
                    before = emptied(place / "cache") if state == "cold" else kept(place / "cache")
                    rounds.append(peak_mb(words, dict(before(turn))))
                found[workers, state].append((max(own for own, _ in rounds),
                                              max(worker for _, worker in rounds)))  # fmt: skip
            last = (found[case][-1] for case in cases)
            row = "".join(f"{own:>14.0f}{worker:>6.0f}" for own, worker in last)
            print(f"{count:<10,}{row}", flush=True)
    if len(told.counts) > 1:
        print("\nkB that a further file adds (command, worker)\n          ", end="")
        for case in cases:
            own, worker = np.polyfit(told.counts, np.array(found[case]) * 1e3, 1)[0]
            print(f"{own:>14.1f}{worker:>6.1f}", end="")
        print()
    print_load("end")


if __name__ == "__main__":
    main()
