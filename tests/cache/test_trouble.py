"""Whatever is wrong with the cache, the answer is the same, and one sentence at most says why."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from loadwatch.cache import Cache, store
from loadwatch.cache.place import DATABASE_NAME
from loadwatch.importer import Import, find_files, import_files
from tests.cache.conftest import loadwatch, looked_at
from tests.conftest import SAMPLES
from tests.library.test_closed_folders import as_nobody_special

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="needs modes, links and limits")


def garbage(path: Path) -> None:
    path.write_bytes(b"no database at all\n" * 500)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5_000])


def scratched(path: Path) -> None:
    """Bytes in the middle of each page, so that tables and what they hold are damaged."""
    data = bytearray(path.read_bytes())
    for begin in range(4096, len(data), 4096):
        data[begin + 1_500 : begin + 1_700] = os.urandom(200)
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def headless(path: Path) -> None:
    """A root page of a table overwritten."""
    data = bytearray(path.read_bytes())
    data[4096:8192] = bytes(4096)
    path.write_bytes(data)


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE content (mine TEXT)")
        connection.execute("PRAGMA user_version = 1")


@pytest.mark.parametrize(
    "damage", [garbage, cut, scratched, empty, headless, of_another_program],
    ids=lambda it: it.__name__,
)  # fmt: skip
def test_a_damaged_cache_is_begun_anew_without_a_word(
    few: Path, cache: Path, damage: Callable[[Path], None]
) -> None:
    told = loadwatch("analyse", few, cache=cache)
    damage(cache / DATABASE_NAME)
    seen = loadwatch("analyse", few, cache=cache)
    assert (seen.stdout, seen.returncode, seen.stderr) == (told.stdout, told.returncode, "")
    assert looked_at(few, cache).read_count == 0


@pytest.mark.parametrize(
    "statement",
    ["UPDATE told SET sessions = replace(sessions, '0', '1')", "UPDATE told SET members = '[]'",
     "UPDATE segments SET data = replace(data, 'run', 'walk')", "DELETE FROM segments",
     "UPDATE samples SET data = zeroblob(100)", "DELETE FROM samples", "DELETE FROM told"],
)  # fmt: skip
def test_an_entry_that_is_not_as_it_was_written_is_read_again(cache: Path, statement: str) -> None:
    folder = SAMPLES / "other" / "three_formats"
    first = looked_at(folder, cache)
    with closing(sqlite3.connect(cache / DATABASE_NAME)) as connection:
        connection.execute(statement)
        connection.commit()
    again = looked_at(folder, cache)
    assert again.read_count > 0
    assert again.files == first.files
    assert looked_at(folder, cache).read_count == 0


def answers(seen: subprocess.CompletedProcess[str], told: str, why: str) -> None:
    assert (seen.stdout, seen.returncode) == (told, 0)
    assert len(seen.stderr.splitlines()) == 1
    assert seen.stderr.startswith("loadwatch: the cache could not be used (")
    assert why in seen.stderr


@pytest.fixture
def told(few: Path, cache: Path) -> str:
    return loadwatch("analyse", few, "--no-cache", cache=cache).stdout


def test_a_cache_of_a_later_loadwatch_is_left_as_it_is(few: Path, cache: Path, told: str) -> None:
    looked_at(few, cache)
    with closing(sqlite3.connect(cache / DATABASE_NAME)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = (cache / DATABASE_NAME).read_bytes()
    answers(loadwatch("analyse", few, cache=cache), told, "a later loadwatch has written it")
    assert (cache / DATABASE_NAME).read_bytes() == before


def test_a_file_where_the_folder_should_be_is_no_cache(few: Path, cache: Path, told: str) -> None:
    cache.write_text("mine")
    answers(loadwatch("analyse", few, cache=cache), told, "File exists")
    assert cache.read_text() == "mine"


def test_a_folder_where_the_file_should_be_is_no_cache(few: Path, cache: Path, told: str) -> None:
    (cache / DATABASE_NAME).mkdir(parents=True)
    answers(loadwatch("analyse", few, cache=cache), told, "it is no plain file")


@needs_posix
def test_a_link_is_not_followed(few: Path, cache: Path, told: str, tmp_path: Path) -> None:
    cache.mkdir()
    for target in (tmp_path / "precious", tmp_path / "nowhere"):
        (cache / DATABASE_NAME).unlink(missing_ok=True)
        (cache / DATABASE_NAME).symlink_to(target)
        answers(loadwatch("analyse", few, cache=cache), told, "it is no plain file")
        assert not target.exists()


@needs_posix
@pytest.mark.parametrize("name", [DATABASE_NAME, ""], ids=["file", "folder"])
def test_nothing_is_written_to_what_belongs_to_another_user(
    few: Path, cache: Path, told: str, name: str
) -> None:
    looked_at(few, cache)
    before = (cache / DATABASE_NAME).read_bytes()
    if os.geteuid() == 0:
        os.chown(cache / name, 12_345, -1)
    place = cache if os.geteuid() == 0 else Path("/")
    answers(loadwatch("analyse", few, cache=place), told, "belongs to another user")
    assert (cache / DATABASE_NAME).read_bytes() == before


@needs_posix
def test_a_full_disk_costs_the_cache_and_nothing_else(few: Path, cache: Path, told: str) -> None:
    # No file may grow beyond 8 blocks of 512 or 1,024 bytes, and what is printed goes to a pipe.
    line = f"trap '' XFSZ; ulimit -f 8; {sys.executable} -m loadwatch analyse '{few}'"
    seen = subprocess.run(
        ["/bin/bash", "-c", line], capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "LOADWATCH_CACHE": str(cache), "COLUMNS": "200"},
    )  # fmt: skip
    answers(seen, told, str(cache))
    assert looked_at(few, cache).files


@needs_posix
def test_a_home_that_cannot_be_written_costs_the_cache_and_nothing_else(
    few: Path, cache: Path, told: str, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    seen = loadwatch("analyse", few, cache=home / "cache", before=as_nobody_special)
    answers(seen, told, "Permission denied")


@needs_posix
def test_a_cache_that_may_only_be_read_is_still_of_use(few: Path, cache: Path, told: str) -> None:
    looked_at(few, cache)
    cache.chmod(0o500)
    try:
        seen = loadwatch("analyse", few, cache=cache, before=as_nobody_special)
        assert (seen.stdout, seen.returncode, seen.stderr) == (told, 0, "")
    finally:
        cache.chmod(0o700)


def test_a_home_of_nobody_costs_the_cache_and_nothing_else(
    few: Path, cache: Path, told: str
) -> None:
    answers(loadwatch("analyse", few, cache=Path("~nobody-of-that-name/x")), told, "nobody")


def test_without_a_home_in_the_environment_files_are_read(few: Path, told: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        env = {name: value for name, value in os.environ.items() if name != "HOME"}
        env |= {"XDG_CACHE_HOME": place, "COLUMNS": "200"}
        del env["LOADWATCH_CACHE"]
        seen = subprocess.run(
            [sys.executable, "-m", "loadwatch", "analyse", str(few)],
            capture_output=True, text=True, check=False, timeout=120, env=env,
        )  # fmt: skip
        assert (seen.stdout, seen.returncode, seen.stderr) == (told, 0, "")
        assert (Path(place) / "loadwatch" / DATABASE_NAME).is_file()


@pytest.mark.parametrize("mode", ["IMMEDIATE", "EXCLUSIVE"])
def test_while_another_program_holds_it_files_are_read_without_a_word(
    few: Path, cache: Path, told: str, mode: str
) -> None:
    looked_at(few, cache)
    with closing(sqlite3.connect(cache / DATABASE_NAME, isolation_level=None)) as connection:
        connection.execute(f"BEGIN {mode}")
        seen = loadwatch("analyse", few, cache=cache)
    assert (seen.stdout, seen.returncode, seen.stderr) == (told, 0, "")


def test_two_analyses_at_once_say_the_same_and_keep_all(few: Path, cache: Path, told: str) -> None:
    words = [sys.executable, "-m", "loadwatch", "analyse", str(few)]
    env = {**os.environ, "LOADWATCH_CACHE": str(cache), "COLUMNS": "200"}
    both = [
        subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [each.communicate(timeout=120) for each in both] == [(told, "")] * 2
    assert looked_at(few, cache).read_count == 0


def test_it_may_be_deleted_while_it_is_read_and_written(few: Path, cache: Path) -> None:
    def delete(done: int, total: int) -> None:
        store.remove(cache / DATABASE_NAME)

    whole = import_files(find_files([few]), jobs=1)
    for _ in range(2):
        with Cache(cache) as kept:
            found = import_files(find_files([few]), jobs=1, cache=kept, progress=delete)
            assert found.files == whole.files
            assert kept.trouble == ""
    looked_at(few, cache)
    assert looked_at(few, cache).read_count == 0


@needs_posix
def test_a_killed_analysis_leaves_a_cache_that_can_be_used(
    few: Path, cache: Path, told: str
) -> None:
    for delay_s in (0.3, 0.6, 0.9, 1.2):
        with subprocess.Popen(
            [sys.executable, "-m", "loadwatch", "analyse", str(few)],
            env={**os.environ, "LOADWATCH_CACHE": str(cache)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as killed:  # fmt: skip
            time.sleep(delay_s)
            killed.send_signal(signal.SIGKILL)
        seen = loadwatch("analyse", few, cache=cache)
        assert (seen.stdout, seen.stderr) == (told, "")
        store.remove(cache / DATABASE_NAME)


@needs_posix
def test_nobody_else_can_read_it_whatever_the_umask(few: Path, cache: Path) -> None:
    before = os.umask(0)
    try:
        looked_at(few, cache)
    finally:
        os.umask(before)
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert stat.S_IMODE((cache / DATABASE_NAME).stat().st_mode) == 0o600
    assert [path.name for path in cache.iterdir()] == [DATABASE_NAME]


def test_a_file_that_changes_while_it_is_read_is_kept_as_what_was_read(
    few: Path, cache: Path
) -> None:
    """Whatever is kept by a content's key is what that content gives."""
    first, second, _ = sorted(few.iterdir())
    contents = [first.read_bytes(), second.read_bytes()]
    path, other = few / "both.fit", few / "beside"
    is_over = threading.Event()

    def swap() -> None:
        number = 0
        while not is_over.is_set():
            number += 1
            other.write_bytes(contents[number % 2])
            other.replace(path)

    path.write_bytes(contents[0])
    swapping = threading.Thread(target=swap)
    swapping.start()
    try:
        for _ in range(5):
            with Cache(cache) as kept:
                import_files([path], jobs=1, cache=kept)
    finally:
        is_over.set()
        swapping.join()
    for content in contents:
        path.write_bytes(content)
        assert _ids(looked_at(few, cache)) == _ids(import_files(find_files([few]), jobs=1))


def _ids(found: Import) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.state, each.session_ids) for each in found.files]
