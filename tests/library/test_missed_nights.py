"""A night that did not happen is seen in status, review, the digest and by a missing heartbeat."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from loadwatch.library import held
from tests.library.conftest import loadwatch
from tests.notify.conftest import SECRET, Hook, Mail, hook, mail, settings

__all__ = ["hook", "mail"]
TODAY = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")[
    datetime.now().astimezone().weekday()
]


def came_days_ago(library: Path, days: int) -> None:
    """Set back every import, as if none had run since."""
    then = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
    with closing(sqlite3.connect(library / "library.sqlite")) as connection:
        connection.execute("UPDATE import_run SET began_at = ?1, ended_at = ?1", (then,))
        connection.commit()


@pytest.fixture
def left_alone(few: Path, library: Path) -> Path:
    """A library into which nothing has been imported for nine days."""
    loadwatch(library, "import", few)
    came_days_ago(library, 9)
    return library


def digests(mail: Mail) -> list[str]:
    return [
        " ".join(each.get_body(("plain",)).get_content().split())
        for each in mail.received
        if "your week" in each["subject"]
    ]


def test_status_and_review_say_when_the_last_import_was(left_alone: Path) -> None:
    for words in (("status",), ("review",), ("review", "--format", "json")):
        assert "last import 9 days ago" in loadwatch(left_alone, *words).lower(), words


def test_a_digest_says_so_and_tells_of_the_gap_after_it(left_alone: Path, mail: Mail) -> None:
    settings(left_alone, f'name = "mail"\nurl = "{mail.url}"\ndigest = "{TODAY}"')
    loadwatch(left_alone, "notify", "send", "--library", left_alone)
    assert "Last import 9 days ago." in digests(mail)[0]
    (left_alone / "notified.csv").unlink()
    loadwatch(left_alone, "import", "--notify")
    assert "Last import today, the one before it 9 days ago." in digests(mail)[1]
    (left_alone / "notified.csv").unlink()
    loadwatch(left_alone, "import", "--notify")
    assert "Last import today. " in digests(mail)[2]


def test_a_night_that_cannot_import_calls_no_heartbeat(left_alone: Path, hook: Hook) -> None:
    beat = f'heartbeat = "http://127.0.0.1:{hook.port}/ping/{SECRET}"'
    settings(left_alone, f'name = "phone"\nurl = "{hook.url}"', head=beat)
    with held(left_alone, "something else"):
        loadwatch(left_alone, "import", "--notify", "--wait", "0", ok=(11,))
    assert hook.asked == []
    loadwatch(left_alone, "import", "--notify")
    assert hook.asked == [f"/ping/{SECRET}"]


def test_an_import_that_was_stopped_is_no_import(left_alone: Path) -> None:
    with closing(sqlite3.connect(left_alone / "library.sqlite")) as connection:
        connection.execute(
            "INSERT INTO import_run (began_at, version, folders, counts)"
            " VALUES (?, '0', '[]', '{}')",
            (datetime.now(UTC).isoformat(timespec="seconds"),),
        )
        connection.commit()
    told = loadwatch(left_alone, "status")
    assert "Last import 9 days ago" in told
    assert "did not come to its end, or still runs" in told
    assert "last import 9 days ago" in loadwatch(left_alone, "review")
