"""How long do the nearest other programs take for the same folder, and what do they compute of it?

Each runs as a process of its own, in turn with loadwatch, under the Python of an environment of its
own where it is installed by hand (`_peers/` has the driver of each; nothing of them is a
dependency). The whole process is timed, start-up included.

    python benchmarks/peers.py [--peer NAME=PYTHON] [--files 200] [--rounds 3]
"""

from __future__ import annotations

import argparse
import ast
import json
import shutil
import subprocess
import sys
import tempfile
import textwrap
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from _commands import ENVIRONMENT, Times, print_load
from _corpus import heading
from _hours import HOW, Hours, names
from end_to_end import WORKERS, analyse, emptied, kept, of

DRIVERS = Path(__file__).with_name("_peers")
PACKAGES = {
    "easy_or_not": ("easy-or-not", "fitdecode"),
    "acwr": ("fitdecode", "pandas", "acwr"),
    "grafit": ("grafit", "python-fitparse"),
    "runpandas": ("runpandas", "fitparse", "pandas"),
    "garmindb": ("garmindb", "fitfile"),
}
"""What each driver stands on, as the package index calls it."""
LEFT_OUT = {
    "fitdocs": "needs the Garmin FIT SDK, whose licence rules it out here",
    "activity-parser with acwr": "needs the Garmin FIT SDK; fitdecode takes its part above",
    "fit-analysis-extractor": "needs the Garmin FIT SDK",
    "chiptime": "its tables were made from a release of the Garmin FIT SDK",
    "gpxtractor": "needs Python 3.13",
    "heartandsole": "its present release has no reader for FIT files",
}
FILES, ROUNDS = 200, 3
SLOW_S = 120.0
"""What takes longer in the first round runs in no other. [s; choice]"""
WHY_LETTERS = 60
OURS = """Computes: running told from walking by the second, impacts and their load, form, bands,
damaged files mended, copies merged, days and weeks, every rule over ten years.
Not: a database of every field, a map, sleep."""


@dataclass
class Contestant:
    """A program that is timed.

    Parameters
    ----------
    name : str
        With its version.
    words : tuple of str
        What Python is given.
    about : str
        What it computes, and what not.
    python : str
        The Python that has it.
    read : str
        What it made of the files.
    times : Times
        What it took.
    """

    name: str
    words: tuple[str, ...]
    about: str
    python: str = sys.executable
    read: str = ""
    times: Times = field(default_factory=Times)


def ours(folder: Path) -> list[Contestant]:
    """The same folder for the first time with one worker and with two, and once more."""
    told = Times().run(*analyse(folder, 2), "--format", "json")
    read = f"{len(json.loads(told)['sessions'])} read"
    return [
        Contestant(f"loadwatch, {of(workers)}{again}", analyse(folder, workers), OURS, read=read)
        for workers, again in (*((workers, "") for workers in WORKERS), (1, ", again"))
    ]


def peer(name: str, python: str, folder: Path) -> Contestant:
    """Another program."""
    driver = DRIVERS / f"{name}.py"
    versions = ", ".join(f"{package} {_version(package, python)}" for package in PACKAGES[name])
    # Without -P the driver would be found where it asks for the package of its own name.
    return Contestant(versions, ("-P", str(driver), str(folder)), _about(driver), python)


def _version(package: str, python: str) -> str:
    asked = f"import importlib.metadata as m; print(m.version({package!r}))"
    done = subprocess.run([python, "-c", asked], check=False, capture_output=True, text=True)
    return done.stdout.strip() or "not installed"


def _about(driver: Path) -> str:
    told = ast.get_docstring(ast.parse(driver.read_text(encoding="utf-8"))) or ""
    return told.partition("\n\n")[2]


def run(each: Contestant, place: Path) -> None:
    """Run it once in an empty place."""
    scratch = place / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    if each.about is OURS:
        before = kept(place / "kept") if each.name.endswith("again") else emptied(place / "cold")
        each.times.run(*each.words, more=before(0))
        return
    alone = {"PYTHONPATH": "", "HOME": str(scratch)}
    told = json.loads(
        each.times.run(*each.words, str(scratch), python=each.python, more=alone).splitlines()[-1]
    )
    whys = (textwrap.shorten(why, WHY_LETTERS) for why in told.get("refused", []))
    each.read = "; ".join((f"{told['read']} read", *whys))


def main() -> None:
    """Print the time of each beside what it computes, and who could not be run."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PYTHON",
                        help=f"one of {', '.join(PACKAGES)}")  # fmt: skip
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    told = parser.parse_args()
    pythons = dict(each.split("=", 1) for each in told.peer)
    left_out = LEFT_OUT | {
        name: "no environment that has it was named with --peer"
        for name in PACKAGES
        if name not in pythons
    }
    heading("loadwatch and its nearest peers", len(names()), ("pandas", "typer"))
    print(f"{HOW};\n{told.files} files made of them under other start times\n")
    print_load("beginning")
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        ENVIRONMENT["PYTHONPYCACHEPREFIX"] = f"{scratch}/bytecode"
        ENVIRONMENT["LOADWATCH_CACHE"] = f"{scratch}/kept"
        folder, single = place / "hours", place / "single"
        Hours(told.files).write(folder, range(told.files))
        Hours(told.files).write(single, range(1))
        contestants = ours(folder)
        for name, python in pythons.items():
            try:
                run(peer(name, python, single), place)
            except SystemExit as failure:
                left_out[name] = str(failure).strip().rpartition("\n")[2]
                continue
            contestants.append(peer(name, python, folder))
        for turn in range(told.rounds):
            for each in contestants:
                if turn == 0 or each.times.wall_s[0] <= SLOW_S:
                    run(each, place)
                    print(f"round {turn + 1}, {each.name}: {each.times.wall_s[-1]:.1f} s",
                          file=sys.stderr)  # fmt: skip
    print_table(contestants, told.files, left_out)
    print_load("end")


def print_table(contestants: list[Contestant], files: int, left_out: dict[str, str]) -> None:
    """Times, fastest first, then what each computes."""
    first = contestants[0].times
    least = median(first.wall_s), median(first.processor_s)
    contestants = sorted(contestants, key=lambda each: median(each.times.wall_s))
    print(f"\nseconds of a whole process; how many times as long as loadwatch with {of(1)}\n\n"
          f"{'':<47}{'clock':>8}{'least':>8}{'proc.':>8}{'a file [ms]':>13}{'times':>7}"
          f"{'(proc.)':>9}  rounds; files")  # fmt: skip
    for each in contestants:
        clock = median(each.times.wall_s)
        processors = median(each.times.processor_s)
        print(f"{each.name:<47}{clock:>8.2f}{min(each.times.wall_s):>8.2f}{processors:>8.2f}"
              f"{clock / files * 1e3:>13.1f}{clock / least[0]:>7.1f}{processors / least[1]:>9.1f}"
              f"  {len(each.times.wall_s)}; {each.read}")  # fmt: skip
    abouts = dict.fromkeys(("loadwatch" if each.about is OURS else each.name, each.about)
                           for each in contestants)  # fmt: skip
    for name, about in abouts:
        print(f"\n{name}\n{about}")
    print("\nnot measured:")
    for name, why in left_out.items():
        print(f"  {name}: {why}")


if __name__ == "__main__":
    main()
