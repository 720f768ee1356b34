"""Today is the day where the athlete lives, wherever the computer stands."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.library.conftest import few, library, loadwatch
from tests.notify.conftest import Mail, mail, settings

__all__ = ["few", "library", "mail"]
HOME, COMPUTER = "Pacific/Kiritimati", "Etc/GMT+12"
"""Their clocks are 26 hours apart, so that their days differ at any moment."""


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", COMPUTER)


def today(zone: str = HOME) -> date:
    return datetime.now(ZoneInfo(zone)).date()


def live(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "athlete.toml").write_text(f'zone = "{HOME}"\n')
    return folder


def read_json(told: str) -> dict[str, object]:
    found: dict[str, object] = json.JSONDecoder().raw_decode(told)[0]
    return found


def test_a_review_judges_as_of_the_day_of_the_profile_s_zone(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    words = ("review", "--format", "json")
    assert read_json(loadwatch(library, *words))["as_of"] == str(today(COMPUTER))
    assert read_json(loadwatch(library, *words, "--zone", HOME))["as_of"] == str(today())
    live(library)
    assert read_json(loadwatch(library, *words))["as_of"] == str(today())


def test_a_table_judges_each_athlete_on_a_day_of_their_own(few: Path, tmp_path: Path) -> None:
    base = tmp_path / "libraries"
    live(base / "Ana")
    for name in ("Ana", "Ben"):
        loadwatch(base, "import", few, "--name", name)
    told = read_json(loadwatch(base, "review", "--all", "--format", "json"))
    rows = {row["name"]: row for row in told["athletes"]}  # type: ignore[attr-defined]
    assert (rows["Ana"]["as_of"], rows["Ben"]["as_of"]) == (str(today()), str(today(COMPUTER)))
    assert told["as_of"] == str(today(COMPUTER))
    assert rows["Ana"]["days_since_import"] == rows["Ben"]["days_since_import"] == 0
    apart = rows["Ana"]["days_since_run"] - rows["Ben"]["days_since_run"]
    assert apart == (today() - today(COMPUTER)).days


def test_a_digest_is_of_the_day_of_the_profile_s_zone(few: Path, library: Path, mail: Mail) -> None:
    live(library)
    loadwatch(library, "import", few)
    weekday = f"{today():%A}".lower()
    settings(library, f'name = "post"\nurl = "{mail.url}"\ndigest = "{weekday}"')
    loadwatch(library, "notify", "send", "--library", library)
    (message,) = mail.received
    assert f"{today().day} {today():%b}" in str(message["subject"])
    body = message.get_body(("plain",))
    assert body is not None
    assert "Last import today" in body.get_content()


def test_a_diary_may_tell_of_the_day_of_the_profile_s_zone(few: Path, library: Path) -> None:
    tomorrow = today() + timedelta(days=1)
    live(library)
    (library / "loadwatch-diary.csv").write_text(f"date,pain_after\n{tomorrow},2\n")
    loadwatch(library, "import", few)
    told = read_json(loadwatch(library, "review", "--format", "json"))
    assert told["diary"]["problems"] == []  # type: ignore[index]
