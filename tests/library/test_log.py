"""The log of imports: what is asked for is read, and no more."""

from __future__ import annotations

import json
from pathlib import Path

from loadwatch.library import writing
from loadwatch.library.log import import_days, last_finished, runs
from loadwatch.library.store import transaction
from loadwatch.library.trouble import new_trouble


def test_the_last_imports_are_found_without_reading_those_before(library: Path) -> None:
    rows = [(1, "no time", "no time", "no json")]
    rows += [(number, f"2026-03-{number:02}T12:00:00+00:00", None, "{}") for number in (2, 3, 6)]
    rows += [(n, f"2026-03-{n:02}T12:00:00+00:00", f"2026-03-{n:02}T12:00:01+00:00", "{}")
             for n in (4, 5)]  # fmt: skip
    with writing(library, "a test") as connection, transaction(connection):
        connection.executemany(
            "INSERT INTO import_run VALUES (?, ?, ?, '1.0', ?, ?)",
            [(n, began, ended, json.dumps([]), counts) for n, began, ended, counts in rows],
        )
        connection.executemany(
            "INSERT INTO file VALUES (?, '', NULL, NULL, 'quarantined', 'why', ?, ?, 0)",
            [(b"/old", 5, 6), (b"/new", 6, 6)],
        )
        last = last_finished(connection)
        assert last is not None
        assert last.number == 5
        assert [day and day.day for day in import_days(connection)] == [5, 4]
        assert [run.number for run in runs(connection, 3)] == [6, 5, 4]
        assert [state.path for state in new_trouble(connection)] == ["/new"]
