"""How often would the rules have spoken over the longest histories of the corpus?

A history is a repository of recordings, or a folder of recordings in one that holds samples. The
four with the most runs are replayed; they are called A to D, and nothing of whose they are is
printed. Every n-th day is judged again with nothing later on file.

    python benchmarks/replay.py              the tables
    python benchmarks/replay.py --findings   every finding, to be read one by one
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from _corpus import corpus, heading
from loadwatch.backtest import Evidence, backtest
from loadwatch.importer import Session, import_files
from loadwatch.report import Backtest
from loadwatch.rules import judge

LEAST_FILES = 20
HISTORIES = 4
CHECK_EVERY = 60
SUFFIXES = (".fit", ".gpx", ".tcx")
RUNNING = "running"


def histories(folder: Path) -> list[tuple[int, list[Session]]]:
    """Files and sessions of the histories with the most runs, most first."""
    files: dict[tuple[str, str], list[Path]] = defaultdict(list)
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as listed:
        for row in csv.DictReader(listed):
            if row["file"].lower().endswith(SUFFIXES):
                is_sample = row["note"].startswith("test-suite")
                place = str(PurePosixPath(row["original_path"]).parent) if is_sample else ""
                files[row["repo"], place].append(folder / row["file"])
    found = []
    for paths in files.values():
        if len(paths) >= LEAST_FILES:
            sessions = import_files(sorted(paths)).sessions
            found.append((len(paths), sessions))
    found.sort(key=lambda item: -sum(_is_run(session) for session in item[1]))
    return found[:HISTORIES]


def _is_run(session: Session) -> bool:
    return session.row["sport"] == RUNNING


def describe(name: str, count: int, sessions: Sequence[Session], found: Backtest) -> None:
    """One history: what it is made of, and how often rules spoke."""
    runs = [session.row for session in sessions if _is_run(session)]
    makers = Counter(str(row["device"]).split()[0] for row in runs)
    known = ", ".join(f"{maker} {number}" for maker, number in makers.most_common(3))
    print(
        f"{name}: {count} files, {found.run_count} runs in {found.active_week_count} weeks with a "
        f"run, {found.first_date:%Y} to {found.last_date:%Y}; {known}"
    )
    judged = dict(found.judged_run_counts)
    print(f"  {'':44}{'findings':>9}{'per 100 runs':>14}{'a week':>8}{'of runs':>9}{'judged':>8}")
    for rate in found.rates:
        title = f"{rate.code} {rate.name}"
        print(
            f"  {title:35}{rate.severity!s:9}{rate.finding_count:>9}{rate.per_100_runs:>14.1f}"
            f"{rate.per_active_week:>8.2f}{rate.spoken_run_share:>9.1%}{judged[rate.code]:>8}"
        )
    silent = [code for code, number in judged.items() if number and not _spoke(found, code)]
    unable = [code for code, number in judged.items() if not number]
    print(f"  judged and never spoke: {', '.join(silent) or 'none'}")
    print(f"  judged on no run: {', '.join(unable) or 'none'}")
    print(
        f"  {found.checked_day_count} days judged alone, {len(found.disagreements)} differences\n"
    )


def _spoke(found: Backtest, code: str) -> bool:
    return any(rate.code == code for rate in found.rates)


def tell(name: str, evidence: Evidence) -> None:
    """Every finding of a history as a report words it."""
    judgement = judge(evidence.known_on(None))
    for finding in sorted((*judgement.findings, *judgement.earlier), key=lambda f: f.period_start):
        print(
            f"{name} {finding.code} {finding.severity!s:8}{finding.period_start} to "
            f"{finding.period_end}: {finding.message}"
        )


def main() -> None:
    """Replay the histories, print a table of each."""
    found = histories(corpus())
    wants_findings = "--findings" in sys.argv
    if not wants_findings:
        heading(
            "How often the rules would have spoken", sum(count for count, _ in found), ("pandas",)
        )
    for name, (count, sessions) in zip("ABCD", found, strict=False):
        evidence = Evidence([session.row for session in sessions])
        if wants_findings:
            tell(name, evidence)
        else:
            describe(name, count, sessions, backtest(evidence, check_every=CHECK_EVERY))


if __name__ == "__main__":
    main()
