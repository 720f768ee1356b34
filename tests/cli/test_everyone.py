"""Several athletes: one table, one job, one message; nothing in it mixes two of them."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from loadwatch.cli import app
from loadwatch.library import clash, store
from loadwatch.library.schema import VERSION
from loadwatch.report.words import cell_width
from tests.conftest import SAMPLES
from tests.library.conftest import at_rest
from tests.notify.conftest import Hook, Mail, hook, mail, settings

__all__ = ["hook", "mail"]
LAST = "2026-06-21"
"""A day on which the later samples have findings."""
LONG = "Αλέξανδρος Παπαδόπουλος ο Νεότερος, Χανιά"
WIDE = "山田太郎 👟"


def call(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == code, (done.exit_code, done.output, done.exception)
    return done.output


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Libraries of two athletes who wear the same watch."""
    base = tmp_path_factory.mktemp("coach") / "libraries"
    recordings = sorted((SAMPLES / "garmin").glob("2026-*.fit"))
    for name, own in ((LONG, recordings[:4]), (WIDE, recordings[10:])):
        folder = base.parent / name
        folder.mkdir()
        for path in own:
            shutil.copy(path, folder)
        at_rest(folder)
        call("import", folder, "--library", base, "--name", name, "--jobs", 2)
    return base


@pytest.fixture
def base(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, to change."""
    for name in ("DIARY", "ATHLETE", "NAME", "PUT_AWAY"):
        monkeypatch.delenv(f"LOADWATCH_{name}", raising=False)
    target = tmp_path / "libraries"
    shutil.copytree(kept, target)
    monkeypatch.setenv("LOADWATCH_LIBRARY", str(target))
    return target


def read_json(told: str) -> dict[str, Any]:
    """One object, with what came on stderr after it left out."""
    found: dict[str, Any] = json.JSONDecoder().raw_decode(told)[0]
    return found


def table(told: str) -> list[str]:
    """Rows of the table."""
    lines = told.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("athlete "))
    return lines[first + 1 : lines.index("", first)]


def write_diary(folder: Path, *rows: str) -> None:
    folder.mkdir(exist_ok=True)
    head = "date,pain_during,pain_after,saddle_symptoms"
    (folder / "loadwatch-diary.csv").write_text("\n".join([head, *rows]) + "\n")


def break_library(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "library.sqlite").write_bytes(b"this is no library" * 99)


def test_the_table_is_80_columns_wide_whatever_the_names(base: Path) -> None:
    break_library(base / "Kim")
    told = call("review", "--all", "--as-of", LAST, code=1)
    assert [line for line in told.splitlines() if cell_width(line) > 80 and "/" not in line] == []
    rows = table(told)
    assert len({cell_width(row) for row in rows}) == 1
    assert rows[0].startswith(f"{WIDE}  ")
    assert rows[2].startswith("Αλέξανδρος")
    assert "…" in rows[2]
    assert f"Cut above: {LONG}." in told
    assert " caution " in rows[0]


def test_red_flags_come_first_and_pain_decides_among_equals(base: Path) -> None:
    for name in (LONG, WIDE, "Ana", "Bo", "Cy"):
        (base / name / "loadwatch-diary.csv").unlink(missing_ok=True)
    write_diary(base / "Ana", "2026-06-20,2,3,")
    write_diary(base / "Bo", "2026-06-20,2,6,")
    write_diary(base / "Cy", "2026-06-19,,,yes")
    told = call("review", "--all", "--as-of", LAST)
    assert told.startswith("THE DIARY OF Cy: ")
    rows = table(told)
    assert rows[0].startswith("! Cy ")
    assert [row.split()[0] for row in rows[1:]].index("Bo") < [
        row.split()[0] for row in rows[1:]
    ].index("Ana")
    told = read_json(call("review", "--all", "--as-of", LAST, "--format", "json"))
    assert told["schema"] == "loadwatch.athletes/1"
    (bo,) = (row for row in told["athletes"] if row["name"] == "Bo")
    assert (bo["pain"], bo["pain_date"], bo["last_import_at"]) == (6, "2026-06-20", None)
    assert bo["problem"] == "nothing imported yet"


def test_a_row_says_what_the_review_of_that_athlete_says(base: Path) -> None:
    told = read_json(call("review", "--all", "--as-of", LAST, "--format", "json"))
    for row in told["athletes"]:
        alone = read_json(
            call("review", "--name", row["name"], "--as-of", LAST, "--format", "json")
        )
        assert row["open_finding_count"] == len(alone["findings"])
        if alone["findings"]:
            worst = alone["findings"][0]
            assert row["worst_finding"]["finding_id"] == worst["finding_id"]
            assert row["worst_finding"]["message"] == worst["message"]
        runs = [s["local_date"] for s in alone["sessions"] if s["sport"] == "running"]
        assert row["last_run_date"] == max(runs)
        assert row["days_since_import"] == 0


def test_a_library_that_cannot_be_used_is_one_line_and_its_diary_is_still_read(base: Path) -> None:
    break_library(base / "Kim")
    write_diary(base / "Kim", "2026-06-20,,,yes")
    (base / "Lu").mkdir()
    (base / "Lu" / "library.sqlite").touch()
    (base / "Lu" / "athlete.toml").write_text("height_cm = 'tall'\n")
    told = call("review", "--all", "--as-of", LAST, code=1)
    assert table(told)[0].startswith("! Kim ")
    assert "Kim: " in told
    assert "rebuild" in told
    assert "Lu: " in told
    assert len(table(told)) == 4


@pytest.mark.parametrize(("words", "code"), [((), 0), (("--fail-on", "caution"), 10)])
def test_the_code_is_the_first_that_applies_over_all(
    base: Path, words: tuple[str, ...], code: int
) -> None:
    told = ("review", "--all", "--as-of", LAST, *words)
    call(*told, code=code)
    break_library(base / "Kim")
    call(*told, code=1)
    newer = base / "Newer"
    shutil.copytree(base / LONG, newer)
    with closing(sqlite3.connect(newer / "library.sqlite")) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    call(*told, code=12)


def test_a_library_that_another_program_holds_stops_no_other(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BUSY_S", 0.1)
    with closing(sqlite3.connect(base / LONG / "library.sqlite")) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        told = call("review", "--all", "--as-of", LAST, code=11)
        connection.execute("ROLLBACK")
    assert len(table(told)) == 2
    assert "another program holds" in told


@pytest.mark.parametrize("told", [
    ("review", "--name", "Ana"), ("review", "--diary", "x.csv"), ("review", "--athlete", "x.toml"),
    ("import", "--put-away", "x"), ("import", "."), ("status", "--name", "Ana"),
    ("schedule", "install", "."), ("notify", "send", "."),
])  # fmt: skip
def test_what_is_one_athletes_is_refused_with_all(base: Path, told: tuple[str, ...]) -> None:
    assert "one athlete's" in " ".join(call(*told, "--all", code=2).replace("│", " ").split())


def test_nobody_there_is_wrong_use(tmp_path: Path) -> None:
    assert "begins one" in call("review", "--all", "--library", tmp_path, code=2)


def test_one_import_brings_in_what_is_new_of_each_and_a_broken_one_stops_nobody(
    base: Path, kept: Path
) -> None:
    break_library(base / "Kim")
    new = kept.parent / LONG / "new.fit"
    shutil.copy(sorted((SAMPLES / "garmin").glob("2026-*.fit"))[5], new)
    at_rest(new)
    try:
        told = call("import", "--all", code=1)
        assert f"{LONG}: 1 file read, 4 unchanged" in told
        assert f"{WIDE}: 0 files read" in told
        assert "loadwatch: Kim: " in told
    finally:
        new.unlink()
    told = call("status", "--all", code=1)
    assert f"{LONG}: last import today" in told
    assert "loadwatch: Kim: " in told


def test_a_recording_of_another_is_said_once_and_listed_in_both(
    base: Path, kept: Path, tmp_path: Path
) -> None:
    theirs = next((kept.parent / WIDE).glob("*.fit"))
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    shutil.copy(theirs, inbox / "whose.fit")
    at_rest(inbox)
    before = read_json(call("review", "--name", WIDE, "--format", "json"))["sessions"]
    told = call("import", inbox, "--name", LONG)
    assert f"1 file also in the library of {WIDE}" in told
    assert "also in the library" not in call("import", inbox, "--name", LONG)
    listed = call("imports", "--files", "--name", LONG)
    assert f"whose.fit; also in the library of {WIDE}" in listed
    assert f"{theirs.name}; also in the library of {LONG}" in call(
        "imports", "--files", "--name", WIDE
    )
    for one, other in ((LONG, WIDE), (WIDE, LONG)):
        assert f"1 file also in the library of {other}" in call("status", "--name", one)
    assert "1 recording lie" in call("review", "--all").replace("\n  ", " ")
    after = read_json(call("review", "--name", WIDE, "--format", "json"))["sessions"]
    assert after == before


def test_a_watch_that_records_for_two_is_noted(base: Path) -> None:
    told = call("status", "--name", LONG)
    assert f"4 files by a device that {WIDE} has runs by, too (" in told
    assert "serial 3300000001" in told


def test_a_backup_beside_the_library_is_no_other_athlete(base: Path) -> None:
    call("backup", base.parent / "a copy", "--name", LONG)
    (base.parent / "a copy").rename(base / "a copy")
    assert "a copy" not in call("status", "--name", LONG)


def test_the_library_of_another_is_not_written(base: Path) -> None:
    before = (base / WIDE / "library.sqlite").stat()
    call("status", "--name", LONG)
    call("imports", "--files", "--name", LONG)
    after = (base / WIDE / "library.sqlite").stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)


def test_a_coach_gets_one_message_and_none_on_the_second_night(base: Path, hook: Hook) -> None:
    shutil.copytree(base / WIDE, base / "Zoe")
    settings(base, f'name = "phone"\nurl = "{hook.url}"')
    told = ("notify", "send", "--all", "--as-of", LAST)
    assert "for 2 athletes" in call(*told, "--dry-run")
    assert "for 2 athletes" in call(*told)
    assert call(*told) == ""
    (message,) = hook.received
    assert message["message"].endswith("for 2 athletes; run loadwatch review --all")
    assert WIDE not in message["message"]
    assert (base / WIDE / "notified.csv").read_text().count("all/phone") == 2
    assert not (base / "notified.csv").exists()


def test_a_message_of_one_of_several_says_whose_it_is_and_how_to_look(
    base: Path, hook: Hook
) -> None:
    settings(base / WIDE, f'name = "phone"\nurl = "{hook.url}"')
    call("notify", "send", "--name", WIDE, "--as-of", LAST)
    (message,) = hook.received
    assert message["title"].endswith(f" for {WIDE}")
    assert message["message"].endswith(f"run loadwatch review --name '{WIDE}'")


def test_a_night_over_all_says_in_each_message_whose_it_is(base: Path, mail: Mail) -> None:
    today = f"{datetime.now().astimezone():%A}".lower()
    for name in (LONG, WIDE):
        settings(base / name, f'name = "mail"\nurl = "{mail.url}"\ndigest = "{today}"')
    call("import", "--all", "--notify")
    subjects = [str(message["subject"]) for message in mail.received]
    assert [name in subject for name, subject in zip((LONG, WIDE), subjects, strict=True)] == [
        True, True,
    ]  # fmt: skip


def test_a_coachs_digest_is_the_table_and_a_broken_library_is_told(base: Path, mail: Mail) -> None:
    break_library(base / "Kim")
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    today = days[datetime.now().astimezone().weekday()]
    settings(base, f'name = "mail"\nurl = "{mail.url}"\ndigest = "{today}"\nlevel = "warning"')
    told = call("notify", "send", "--all", code=1)
    assert "Kim: " in told
    (message,) = mail.received
    assert "3 athletes" in message["subject"]
    body = message.get_body()
    assert body is not None
    assert WIDE in body.get_content()
    assert call("notify", "send", "--all", code=1).count("mail: ") == 0


def test_one_job_serves_all(base: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    told = call("schedule", "install", "--all", "--dry-run", "--backend", "systemd")
    assert f'"import" "--library" "{base}" "--all"' in told
    assert f'ReadWritePaths="{base}"' in told
    told = call("schedule", "status", "--all")
    assert "Nothing is scheduled for all athletes" in told
    assert f"Library {base / LONG}: last import today" in told
    assert call("schedule", "remove", "--all") == "Nothing is scheduled for all athletes.\n"


def test_a_job_that_puts_away_may_write_to_the_inbox(tmp_path: Path) -> None:
    words = ("--library", tmp_path / "own", "--put-away", tmp_path / "in box")
    told = call("schedule", "install", "--dry-run", "--backend", "systemd", *words)
    assert f'"--put-away" "{tmp_path / "in box"}"' in told
    assert f'ReadWritePaths="-{tmp_path / "in box"}"' in told


def test_a_night_that_saw_no_folder_is_no_sign_of_life(
    tmp_path: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOADWATCH_LIBRARY", str(tmp_path / "libraries"))
    folder = tmp_path / "stick"
    folder.mkdir()
    shutil.copy(min((SAMPLES / "garmin").glob("2026-*.fit")), folder)
    at_rest(folder)
    call("import", folder, "--name", "Ana")
    beat = f'heartbeat = "http://127.0.0.1:{hook.port}/ping"'
    for place in (tmp_path / "libraries", tmp_path / "libraries" / "Ana"):
        settings(place, f'name = "phone"\nurl = "{hook.url}"', head=beat)
    for told in (["--name", "Ana"], ["--all"]):
        call("import", "--notify", *told)
        assert "/ping" in hook.asked
        hook.asked.clear()
        folder.rename(tmp_path / "unplugged")
        said = call("import", "--notify", *told, code=1)
        assert f"is there now: {folder}" in said
        assert hook.asked == []
        (tmp_path / "unplugged").rename(folder)
    assert "0 read, 1 unchanged" in call("imports", "--name", "Ana").splitlines()[0]


def test_what_two_got_in_the_same_night_is_told_of_both_and_no_library_is_read_twice(
    base: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(base / WIDE, base / "Zoe")
    read: list[Path] = []
    identity_of = clash.identity_of

    def counting(connection: sqlite3.Connection) -> clash.Identity:
        read.append(Path(connection.execute("PRAGMA database_list").fetchone()[2]).parent)
        return identity_of(connection)

    monkeypatch.setattr(clash, "identity_of", counting)
    new = [kept.parent / name / "new.fit" for name in (LONG, WIDE)]
    for path in new:
        shutil.copy(sorted((SAMPLES / "garmin").glob("2026-*.fit"))[5], path)
        at_rest(path)
    try:
        told = call("import", "--all", "--jobs", 1)
    finally:
        for path in new:
            path.unlink()
    assert f"{LONG}: 1 file also in the library of {WIDE}" in told
    assert f"{WIDE}: 1 file also in the library of {LONG}" in told
    assert sorted(read) == sorted(base / name for name in (LONG, WIDE, "Zoe"))
