"""``loadwatch cache``: what there is of it, and taking it away."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from loadwatch.cache.place import BOUND_BYTES, DATABASE_NAME
from tests.cache.conftest import loadwatch, looked_at


def info(cache: Path) -> dict[str, object]:
    seen = loadwatch("cache", "info", "--format", "json", cache=cache)
    assert (seen.returncode, seen.stderr) == (0, "")
    document: dict[str, object] = json.loads(seen.stdout)
    return document


def test_info_says_where_how_large_and_how_much_is_of_use(few: Path, cache: Path) -> None:
    looked_at(few, cache)
    path = cache / DATABASE_NAME
    assert info(cache) == {
        "schema": "loadwatch.cache/1", "path": str(path), "size_bytes": path.stat().st_size,
        "bound_bytes": BOUND_BYTES, "entry_count": 3, "usable_count": 3, "problem": None,
    }  # fmt: skip
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE content SET reader = 'another' WHERE id = 1")
        connection.commit()
    assert (info(cache)["entry_count"], info(cache)["usable_count"]) == (3, 2)
    text = loadwatch("cache", "info", cache=cache).stdout
    assert f"Cache: {path}\n" in text
    assert "of at most 256.0 MB" in text
    assert "what was read of 3 files; 2 need not be read again by this version" in text


def test_info_of_no_cache_makes_none(cache: Path) -> None:
    assert (info(cache)["entry_count"], info(cache)["size_bytes"]) == (0, 0)
    assert not cache.exists()


@pytest.mark.parametrize("content", [b"no database" * 500, b""])
def test_info_of_what_is_no_cache_says_so_and_changes_nothing(
    few: Path, cache: Path, content: bytes
) -> None:
    looked_at(few, cache)
    (cache / DATABASE_NAME).write_bytes(content)
    assert bool(info(cache)["problem"]) is bool(content)
    assert (cache / DATABASE_NAME).read_bytes() == content


def test_clear_removes_it_and_says_what(few: Path, cache: Path) -> None:
    looked_at(few, cache)
    size = (cache / DATABASE_NAME).stat().st_size
    (cache / f"{DATABASE_NAME}-journal").write_bytes(b"left by a killed one")
    seen = loadwatch("cache", "clear", cache=cache)
    assert f"Removed: {cache / DATABASE_NAME}, {(size + 20) / 1e6:.1f} MB" in seen.stdout
    assert list(cache.iterdir()) == []
    assert loadwatch("cache", "clear", cache=cache).stdout == f"There was no cache in {cache}.\n"
    assert looked_at(few, cache).read_count == 3


def test_clear_removes_a_damaged_cache_and_one_of_a_later_loadwatch(cache: Path) -> None:
    cache.mkdir()
    (cache / DATABASE_NAME).write_bytes(b"no database" * 500)
    assert loadwatch("cache", "clear", cache=cache).returncode == 0
    with closing(sqlite3.connect(cache / DATABASE_NAME)) as connection:
        connection.execute("PRAGMA user_version = 99")
    assert "a later loadwatch" in str(info(cache)["problem"])
    assert loadwatch("cache", "clear", cache=cache).returncode == 0
    assert list(cache.iterdir()) == []


def test_what_cannot_be_removed_ends_with_1_and_a_sentence(cache: Path) -> None:
    (cache / DATABASE_NAME / "mine").mkdir(parents=True)
    seen = loadwatch("cache", "clear", cache=cache)
    assert (seen.returncode, seen.stdout) == (1, "")
    assert seen.stderr.startswith("loadwatch: ")
    assert "cannot be removed" in seen.stderr
    assert (cache / DATABASE_NAME / "mine").is_dir()


@pytest.mark.parametrize("way", ["option", "environment"])
def test_it_can_be_switched_off_and_is_then_neither_read_nor_written(
    few: Path, cache: Path, way: str
) -> None:
    words, env = (("--no-cache",), {}) if way == "option" else ((), {"LOADWATCH_NO_CACHE": "1"})
    loadwatch("analyse", few, *words, cache=cache, **env)
    assert not cache.exists()
    looked_at(few, cache)
    before = (cache / DATABASE_NAME).stat()
    loadwatch("analyse", few, *words, cache=cache, **env)
    assert (cache / DATABASE_NAME).stat() == before


@pytest.mark.parametrize("words", [["info"], ["clear"], ["info", "--format", "json"]])
def test_it_starts_without_tables(few: Path, cache: Path, words: list[str]) -> None:
    looked_at(few, cache)
    code = (
        "import sys\nfrom loadwatch.cli import app\n"
        f"try:\n    app({['cache', *words]!r})\nexcept SystemExit:\n    pass\n"
        "heavy = {'pandas', 'numpy', 'fitdecode'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="folders of other kinds")
def test_info_says_of_a_place_that_cannot_be_a_cache_that_it_is_not_used(tmp_path: Path) -> None:
    no_folder = tmp_path / "cache"
    no_folder.write_text("")
    told = loadwatch("cache", "info", cache=no_folder).stdout
    assert "Holds" not in told
    assert "Not used: Not a directory" in told
    assert "cache clear" not in told
    assert info(no_folder)["problem"] == "Not a directory"


def test_to_forget_a_run_needs_no_cache(few: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    for path in few.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))
    for words in (["import", str(few)], ["forget", str(sorted(few.glob("*.fit"))[0])]):
        done = subprocess.run(
            [sys.executable, "-m", "loadwatch", *words, "--library", str(library)],
            capture_output=True, text=True, check=False, timeout=60,
            env={**os.environ, "LOADWATCH_CACHE": "~nobodyatall/x"},
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
