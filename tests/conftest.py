"""Builders: small, real inputs for every stage."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from loadwatch import shown
from loadwatch.activity import Activity, Records
from loadwatch.athlete import Athlete
from loadwatch.diary import Entry
from loadwatch.load import History, build_history, sessions_table
from loadwatch.load.diary import told_days, unrecorded_runs

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "sample_files"
FIRST_DAY = date(2026, 1, 5)
STEPS_PER_KM = 1_000.0

LADDER = (
    (15, 120, 10), (20, 115, 10), (30, 105, 10), (40, 95, 10), (50, 85, 10), (60, 75, 10),
    (75, 75, 9), (90, 60, 9), (105, 60, 8), (120, 60, 8), (135, 45, 8), (150, 45, 8), (180, 45, 7),
)  # fmt: skip
"""Run seconds, walk seconds, repetitions of the loadwatch ladder (evidence.md 7.1)."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected answers anew")


@pytest.fixture(autouse=True, scope="session")
def _no_cache_of_ones_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the cache of whoever runs it, not even by a process of its own."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LOADWATCH_CACHE", "XDG_CACHE_HOME"):
            patch.setenv(name, str(tmp_path_factory.mktemp("caches")))
        patch.delenv("LOADWATCH_NO_CACHE", raising=False)
        yield


@pytest.fixture(autouse=True)
def _cache_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No test sees what another one has read."""
    monkeypatch.setenv("LOADWATCH_CACHE", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(autouse=True)
def _reader_of_its_own() -> Iterator[None]:
    """No test leaves another one a reader of miles."""
    yield
    shown.show(units=shown.METRIC, clock=shown.CLOCK_24)


@pytest.fixture
def corpus() -> Path:
    """The folder of real exports; tests that ask for it are skipped without one."""
    folder = os.environ.get("LOADWATCH_CORPUS")
    if not folder:
        pytest.skip("LOADWATCH_CORPUS is not set")
    return Path(folder)


def run_row(
    day: date,
    km: float | None,
    *,
    impacts: float | None = None,
    hour: int = 8,
    sport: str = "running",
    seconds: float | None = None,
    source: str = "strides",
    **more: object,
) -> dict[str, object]:
    """One session row; ``km=None`` is a run of which nothing is known but that it took place."""
    start = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    metres = None if km is None else km * 1000
    if impacts is None and km is not None:
        impacts = km * STEPS_PER_KM
    run_time = seconds if seconds is not None else (None if km is None else km * 370)
    row: dict[str, object] = {
        "session_id": f"{start:%Y%m%dT%H%M}-{sport}",
        "source": f"{start:%Y-%m-%d-%H}.fit",
        "sources": [f"{start:%Y-%m-%d-%H}.fit"],
        "start_s": start.timestamp(),
        "utc_offset_s": 0.0,
        "sport": sport,
        "format": "FIT",
        "device": "garmin test",
        "device_serial": "1",
        "total_elapsed_time_s": run_time or 1800.0,
        "total_timer_time_s": run_time or 1800.0,
        "total_distance_m": metres,
        "run_time_s": run_time,
        "longest_run_bout_s": run_time,
        "walk_time_s": 0.0,
        "run_distance_m": metres,
        "run_impact_count": impacts,
        "run_distance_upper_m": metres,
        "run_impact_count_upper": impacts,
        "impact_source": "none" if impacts is None else source,
    }
    return row | more


def history_of(
    rows: Iterable[dict[str, object]],
    as_of: date | None = None,
    *,
    entries: Sequence[Entry] = (),
    athlete: Athlete | None = None,
) -> History:
    """History of rows, a diary and a profile as of a day, the last one by default."""
    rows = list(rows)
    runs, _ = unrecorded_runs(entries, sessions_table(rows), "diary.csv")
    table = sessions_table([*rows, *runs])
    last = as_of or table["local_date"].max().date()
    return build_history(table, last, told_days(entries), athlete)


def days_of(kms: Sequence[float], first: date = FIRST_DAY) -> list[dict[str, object]]:
    """One run for every day with more than 0 km."""
    return [run_row(first + timedelta(days=i), km) for i, km in enumerate(kms) if km]


def weeks_of(plan: Sequence[Sequence[float]], first: date = FIRST_DAY) -> list[dict[str, object]]:
    """Weeks of runs: three on Tue, Thu, Sat; six on all days but Monday."""
    week_days = {3: (1, 3, 5), 6: (1, 2, 3, 4, 5, 6)}
    return [
        run_row(first + timedelta(days=7 * number + day), km)
        for number, week in enumerate(plan)
        for day, km in zip(week_days[len(week)], week, strict=True)
    ]


def ladder_rows(first: date = FIRST_DAY, speed_mps: float = 2.6) -> list[dict[str, object]]:
    """The ladder, one stage a week, three sessions each."""
    rows = []
    for number, (run_s, _, reps) in enumerate(LADDER):
        seconds = float(run_s * reps)
        for day in (1, 3, 5):
            rows.append(
                run_row(
                    first + timedelta(days=7 * number + day),
                    seconds * speed_mps / 1000,
                    impacts=seconds * 158 / 60,
                    seconds=seconds,
                )
            )
    return rows


def streams(
    pieces: Sequence[tuple[float, float, float]], *, every_s: int = 1, lag_s: float = 0.0
) -> Records:
    """Records from (seconds, speed, steps a minute) pieces; cadence written in strides.

    A lag makes the watch follow its wearer as a first-order filter does.
    """
    speed = np.concatenate([np.full(int(s), v) for s, v, _ in pieces])
    cadence = np.concatenate([np.full(int(s), c / 2) for s, _, c in pieces])
    distance = np.concatenate(([0.0], np.cumsum(speed)))[:-1]
    if lag_s:
        speed, cadence = _lagged(speed, lag_s), _lagged(cadence, lag_s)
    time_s = np.arange(speed.size, dtype=np.float64)
    kept = slice(None, None, every_s)
    return Records(
        time_s[kept] + START_S,
        {
            "speed_mps": speed[kept],
            "cadence_rpm": np.round(cadence[kept] * 2) / 2,
            "distance_m": distance[kept],
        },
    )


START_S = datetime(2026, 1, 5, 7, tzinfo=UTC).timestamp()


def _lagged(values: np.ndarray, lag_s: float) -> np.ndarray:
    keep = float(np.exp(-1 / lag_s))
    result = values.copy()
    for i in range(1, values.size):
        result[i] = keep * result[i - 1] + (1 - keep) * values[i]
    return result


def activity(records: Records, **more: object) -> Activity:
    """A running activity of records."""
    fields: dict[str, object] = {
        "format": "FIT",
        "sport": "running",
        "sub_sport": None,
        "start_time_s": START_S,
        "utc_offset_s": 0.0,
        "records": records,
        "reported": {"total_elapsed_time_s": float(records.time_s[-1] - START_S) + 1},
    }
    return Activity(**(fields | more))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def sample_review() -> object:
    """The review of all sample files."""
    from loadwatch.importer import find_files
    from loadwatch.review import analyse

    return analyse(find_files([SAMPLES]), jobs=2, with_segments=True)


Frame = pd.DataFrame
Builder = Callable[..., Activity]


pytest_plugins = ["tests.browser"]
