"""The file itself: private, locked, versioned, and noticed when it is damaged."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from loadwatch.errors import LibraryError, LibraryHeldError
from loadwatch.library import held, imported, reading, store
from loadwatch.library.log import folders
from loadwatch.library.schema import VERSION
from loadwatch.notify.ledger import LEDGER_NAME
from loadwatch.notify.targets import CONFIG_NAME
from tests.library.conftest import at_rest, loadwatch
from tests.library.dump import dump

DATABASE = "library.sqlite"


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777], ids=oct)
def test_nobody_else_can_read_a_library(few: Path, library: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        loadwatch(library, "import", few)
        loadwatch(library, "backup")
    finally:
        os.umask(before)
    for place in (library, *library.rglob("*")):
        wanted = 0o700 if place.is_dir() else 0o600
        assert stat.S_IMODE(place.stat().st_mode) == wanted, place


def test_a_newer_library_is_refused_in_words_and_left_alone(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    with closing(sqlite3.connect(library / DATABASE)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = (library / DATABASE).read_bytes()
    for command in ("import", "review", "verify", "rebuild", "status"):
        assert "a later loadwatch" in loadwatch(library, command, ok=(12,)), command
    assert (library / DATABASE).read_bytes() == before


def test_an_older_library_is_brought_up_to_date_with_a_copy_of_the_old_one(
    few: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loadwatch(library, "import", few)
    before = (library / DATABASE).read_bytes()
    later = (*store.MIGRATIONS, ("CREATE TABLE more (name TEXT) STRICT",))
    monkeypatch.setattr(store, "MIGRATIONS", later)
    monkeypatch.setattr(store, "VERSION", len(later))
    with reading(library) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(later),)
        assert len(imported(connection).sessions) == 4
    (copy,) = (library / "backups").iterdir()
    assert copy.name.startswith(f"library-version-{VERSION}-")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert len(before) == copy.stat().st_size


def test_a_step_that_fails_leaves_the_library_as_it_was(
    few: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loadwatch(library, "import", few)
    before = dump(library)
    later = (*store.MIGRATIONS, ("DROP TABLE session", "ALTER TABLE nothing ADD COLUMN a"))
    monkeypatch.setattr(store, "MIGRATIONS", later)
    monkeypatch.setattr(store, "VERSION", len(later))
    with pytest.raises(LibraryError, match="cannot be used"), reading(library):
        pass
    monkeypatch.undo()
    assert dump(library) == before
    assert "4 sessions" in loadwatch(library, "status")


def test_a_held_library_ends_with_11_and_says_by_whom(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    with held(library, "a long import"):
        told = loadwatch(library, "import", "--wait", 0, ok=(11,))
        assert "a long import, process" in told
        assert "4 sessions" in loadwatch(library, "status")
        with pytest.raises(LibraryHeldError), held(library, "another", wait_s=0):
            pass
    loadwatch(library, "import", "--wait", 0)


def test_two_imports_at_once_double_and_lose_nothing(
    runs: Path, library: Path, tmp_path: Path
) -> None:
    alone = tmp_path / "alone"
    loadwatch(alone, "import", runs)
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "loadwatch", "import", str(runs)],
            env={**os.environ, "LOADWATCH_LIBRARY": str(library)},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    for each in both:
        _, told = each.communicate(timeout=120)
        assert each.returncode == 0, told
    assert dump(library) == dump(alone)


def test_a_reading_that_was_changed_is_noticed_and_can_be_read_again(
    few: Path, library: Path
) -> None:
    loadwatch(library, "import", few)
    before = dump(library)
    with closing(sqlite3.connect(library / DATABASE)) as connection:
        connection.execute("UPDATE session SET told = replace(told, '\"running\"', '\"walking\"')")
        connection.commit()
    assert "not what was written" in loadwatch(library, "verify", ok=(1,))
    assert "loadwatch rebuild" in loadwatch(library, "review", ok=(1,))
    assert "4 files read anew" in loadwatch(library, "rebuild")
    assert dump(library) == before
    assert "as it was written" in loadwatch(library, "verify")


def test_a_session_that_is_missing_is_noticed(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    with closing(sqlite3.connect(library / DATABASE)) as connection:
        connection.execute("DELETE FROM session WHERE key = (SELECT min(key) FROM session)")
        connection.commit()
    assert "loadwatch rebuild" in loadwatch(library, "review", ok=(1,))


@pytest.mark.parametrize("damage", ["header", "middle", "cut", "empty"])
def test_a_damaged_file_is_said_and_rebuilt_from_the_originals(
    few: Path, library: Path, damage: str
) -> None:
    loadwatch(library, "import", few)
    before = dump(library)
    path = library / DATABASE
    raw = bytearray(path.read_bytes())
    if damage == "header":
        raw[:64] = b"x" * 64
    elif damage == "middle":
        raw[4096:] = b"\xff" * (len(raw) - 4096)
    else:
        del raw[0 if damage == "empty" else len(raw) // 2 :]
    path.write_bytes(raw)
    if damage != "empty":
        assert "rebuild" in loadwatch(library, "verify", ok=(1,))
    told = loadwatch(library, "rebuild", few, ok=(1,))
    assert "what was forgotten may be back" in told
    assert dump(library) == before


def test_a_rebuild_keeps_what_has_no_original_any_more(few: Path, library: Path) -> None:
    loadwatch(library, "import", few)
    sorted(few.glob("*.fit"))[0].unlink()
    loadwatch(library, "import")
    before = dump(library)
    assert "1 recording kept whose originals are gone" in loadwatch(library, "rebuild")
    assert dump(library) == before


def test_a_backup_is_a_library_with_everything_of_the_runner(few: Path, library: Path) -> None:
    library.mkdir()
    (library / "athlete.toml").write_text("height_cm = 190\n")
    (library / "loadwatch-diary.csv").write_text("date,pain_during\n2026-03-14,2\n")
    (library / CONFIG_NAME).write_text('[[target]]\nname = "mail"\nurl = "file:mail.url"\n')
    (library / LEDGER_NAME).write_text("finding_id,severity,told_at,target,state\n")
    loadwatch(library, "import", few)
    copy = library.with_name("copy")
    loadwatch(library, "backup", copy)
    assert dump(copy) == dump(library)
    assert sorted(path.name for path in copy.iterdir()) == [
        "athlete.toml", DATABASE, "loadwatch-diary.csv", LEDGER_NAME, CONFIG_NAME,
    ]  # fmt: skip
    words = ("review", "--format", "json", "--as-of", "2026-06-21")
    one = loadwatch(library, *words).replace(str(library), str(copy))
    assert loadwatch(copy, *words) == one
    assert "there already" in loadwatch(library, "backup", copy, ok=(1,))


def test_a_name_that_is_no_text_is_kept(few: Path, library: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(few) + b"/caf\xe9.fit"))
    sorted(few.glob("*.fit"))[0].rename(odd)
    at_rest(few)
    loadwatch(library, "import", few)
    with reading(library) as connection:
        assert str(odd) in [each.path for each in imported(connection).files]
    assert loadwatch(library, "import").startswith("0 files read, 4 unchanged")


def test_a_tilde_and_a_folder_below_this_one_mean_what_they_mean_in_a_shell(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    loadwatch(Path("~/mine"), "import", f"~/other/../{few.name}")
    with reading(tmp_path / "mine") as connection:
        assert folders(connection) == [few]
    told = loadwatch(Path("~nobody-of-that-name/mine"), "import", few, ok=(2,))
    assert "names the home of nobody" in told


def test_an_empty_library_is_said_to_be_empty_and_the_next_import_goes_on(
    few: Path, library: Path
) -> None:
    library.mkdir(mode=0o700)
    (library / DATABASE).touch(mode=0o600)
    told = f"the library in {library} is empty; loadwatch import FOLDER fills it"
    for command in ("verify", "review", "verify"):
        assert told in loadwatch(library, command, ok=(1,)), command
    table = loadwatch(library.parent, "review", "--all", "--format", "json", ok=(1,))
    assert "is empty; loadwatch import FOLDER fills it" in table
    assert loadwatch(library, "import", few).startswith("4 files read")
    assert "as it was written" in loadwatch(library, "verify")
