"""How long does it take to judge a long history, from session rows to findings?

A made-up runner's sessions over ten years, with and without a diary and a profile, so that no
corpus is needed. Seconds are those of the processor, the median of some rounds.

    python benchmarks/judging.py             3,000 sessions over ten years
    python benchmarks/judging.py 6000 20     another number of sessions and of years
    python benchmarks/judging.py --profile   and where the time goes
"""

from __future__ import annotations

import cProfile
import pstats
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import time as clock
from functools import partial
from typing import TypeVar

from _corpus import heading
from _long_history import SESSIONS, YEARS, Row, entries, sessions
from loadwatch.athlete import Athlete
from loadwatch.diary import Entry
from loadwatch.load.known import known_on
from loadwatch.plan.clear import with_clear_dates
from loadwatch.rules import judge

ROUNDS = 7
LINES = 15
ASKING = Athlete(
    careful=True, wakes_at=clock(6, 30), zone="Europe/Berlin", strength_per_week=2,
    experience="novice",
)  # fmt: skip
"""A profile that gives every rule something to do."""
T = TypeVar("T")


def timed(seconds: list[float], work: Callable[[], T]) -> T:
    """What some work gives; its seconds are appended."""
    began = time.process_time()
    result = work()
    seconds.append(time.process_time() - began)
    return result


def measure(
    title: str, rows: Sequence[Row], diary: Sequence[Entry], athlete: Athlete | None,
    *, with_profile: bool,
) -> None:  # fmt: skip
    """Print the seconds of each step for one runner."""
    bring_together = partial(known_on, rows, diary, None, athlete=athlete)
    tables: list[float] = []
    judged: list[float] = []
    cleared: list[float] = []
    for _ in range(ROUNDS):
        history = timed(tables, bring_together).history
        judgement = timed(judged, partial(judge, history))
        timed(cleared, partial(with_clear_dates, judgement, history))
    found = len(judgement.findings) + len(judgement.earlier)
    print(
        f"{title}: {len(rows):,} sessions, {len(diary):,} diary entries, "
        f"{len(history.runs):,} runs on {len(history.daily):,} days, {found:,} findings"
    )
    for step, seconds in (
        ("rows to history", tables),
        ("history to judgement", judged),
        ("days on which open findings clear", cleared),
    ):
        print(f"  {step:<36}{statistics.median(seconds):6.3f} s")
    if with_profile:
        profile(bring_together)
        profile(partial(judge, history))


def main(count: int = SESSIONS, years: int = YEARS, *, with_profile: bool = False) -> None:
    """Print the seconds of a runner who tells nothing else, and of one who tells much."""
    heading(f"Judging {years} years", count, ("pandas",), of="sessions")
    rows = sessions(count, years=years)
    measure("sessions alone", rows, [], None, with_profile=with_profile)
    measure(
        "with a diary and a profile", rows, entries(rows), ASKING, with_profile=with_profile
    )  # fmt: skip


def profile(work: Callable[[], object]) -> None:
    """Print the functions that take the most time themselves."""
    profiler = cProfile.Profile()
    profiler.runcall(work)
    pstats.Stats(profiler).strip_dirs().sort_stats("tottime").print_stats(LINES)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word != "--profile"]
    main(*numbers, with_profile="--profile" in sys.argv)
