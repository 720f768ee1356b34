"""Sessions of sets, and diaries beside them, as a history sees them."""

from collections.abc import Sequence
from datetime import date, timedelta

from loadwatch.athlete import Athlete
from loadwatch.diary import Entry
from loadwatch.load import History, build_history, sessions_table
from loadwatch.load.diary import told_days
from loadwatch.programme import Ladder, Stage, find_ladder
from tests.conftest import FIRST_DAY, run_row

OURS = find_ladder("loadwatch")
RUN_MPS, WALK_MPS, STEPS_A_MIN = 2.6, 1.4, 158.0


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def sets_row(
    when: date, run_s: float, walk_s: float, count: int, **more: object
) -> dict[str, object]:
    """A session of equal sets."""
    seconds = float(run_s * count)
    return run_row(
        when, seconds * RUN_MPS / 1000, impacts=seconds * STEPS_A_MIN / 60, seconds=seconds,
        run_bout_count=float(count), longest_run_bout_s=float(run_s),
        typical_run_bout_s=float(run_s), typical_walk_bout_s=float(walk_s),
        walk_time_s=float(walk_s * count), walk_distance_m=walk_s * count * WALK_MPS,
        total_elapsed_time_s=(run_s + walk_s) * count, **more,
    )  # fmt: skip


def stage_row(when: date, stage: Stage | int, ladder: Ladder = OURS) -> dict[str, object]:
    """A whole session of a stage that has sets."""
    found = ladder.stage(stage) if isinstance(stage, int) else stage
    assert found.run_s is not None
    assert found.reps is not None
    return sets_row(when, found.run_s, found.walk_s, found.reps[1])


def continuous_row(when: date, seconds: float, **more: object) -> dict[str, object]:
    """One run without a walk."""
    return run_row(
        when, seconds * RUN_MPS / 1000, impacts=seconds * STEPS_A_MIN / 60, seconds=seconds,
        run_bout_count=1.0, typical_run_bout_s=seconds, **more,
    )  # fmt: skip


def told(
    rows: Sequence[dict[str, object]],
    entries: Sequence[Entry] = (),
    as_of: date | None = None,
    athlete: Athlete | None = None,
) -> History:
    table = sessions_table(list(rows))
    last = as_of or table["local_date"].max().date()
    return build_history(table, last, told_days(list(entries)), athlete)


def calm(*days: int) -> list[Entry]:
    """Diary of sessions with a little pain that was gone by the morning."""
    return [
        Entry(day(number), pain_during=1.0, pain_after=1.0, pain_next_morning=0.0)
        for number in days
    ]
