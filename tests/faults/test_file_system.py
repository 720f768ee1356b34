"""What a folder can hold besides files, and names that are no text."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from loadwatch.importer import find_files, import_files, reading
from loadwatch.importer.reading import read_file

from .build import Fit, fit, gpx, run
from .expect import assert_known_run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX file system")

WHOLE = fit()


@pytest.fixture(autouse=True)
def _no_hang():
    """A read that waits ends as a failure."""

    def stop(*_):
        raise TimeoutError("reading waits for ever")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(10)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def only_state(path: Path):
    (found,) = read_file(path)
    return found.state


def test_a_named_pipe_is_not_opened(tmp_path):
    path = tmp_path / "x.fit"
    os.mkfifo(path)
    assert only_state(path).state == "quarantined"
    assert only_state(path).reason == "not a regular file"


def test_a_file_that_turns_into_a_pipe_before_it_is_opened_does_not_hang(tmp_path, monkeypatch):
    path = tmp_path / "x.fit"
    os.mkfifo(path)
    regular = tmp_path / "y.fit"
    regular.write_bytes(WHOLE)
    status = regular.stat()
    monkeypatch.setattr(Path, "stat", lambda self, **_: status)
    assert only_state(path).reason == "not a regular file"


def test_a_folder_with_a_file_name_is_no_broken_file(tmp_path):
    path = tmp_path / "x.fit"
    path.mkdir()
    assert only_state(path).state == "ignored"
    assert only_state(path).reason == "a folder; its files are read by themselves"


def test_a_link_to_a_folder_says_how_to_read_it(tmp_path):
    path = tmp_path / "link"
    path.symlink_to(tmp_path)
    assert only_state(path).state == "quarantined"
    assert only_state(path).reason == "a link to a folder; name it itself"


def test_files_in_a_folder_with_a_file_name_are_found(tmp_path):
    (tmp_path / "x.fit").mkdir()
    (tmp_path / "x.fit" / "y.fit").write_bytes(WHOLE)
    folder = tmp_path / "x.fit"
    assert find_files([tmp_path]) == [folder, folder / "y.fit"]
    assert read_file(folder)[0].state.state == "ignored"


def test_a_folder_that_cannot_be_listed_is_said(tmp_path, monkeypatch):
    (tmp_path / "locked").mkdir()
    list_folder = os.scandir

    def scandir(path):
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return list_folder(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert find_files([tmp_path]) == [tmp_path / "locked"]
    assert only_state(tmp_path / "locked").state == "quarantined"


def test_a_broken_link_is_said(tmp_path):
    path = tmp_path / "x.fit"
    path.symlink_to(tmp_path / "gone.fit")
    assert only_state(path).state == "quarantined"
    assert only_state(path).reason == "a broken link"


def test_a_link_in_a_circle_is_said(tmp_path):
    path = tmp_path / "x.fit"
    path.symlink_to(path)
    assert only_state(path).state == "quarantined"
    assert only_state(path).reason


def test_a_link_to_an_endless_device_is_not_opened(tmp_path):
    path = tmp_path / "x.fit"
    path.symlink_to("/dev/zero")
    assert only_state(path).state == "quarantined"
    assert only_state(path).reason == "not a regular file"


def test_a_link_to_a_sound_file_is_read(tmp_path):
    (tmp_path / "real.fit").write_bytes(WHOLE)
    path = tmp_path / "x.fit"
    path.symlink_to("real.fit")
    assert_known_run(read_file(path)[0])


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read all")
def test_an_unreadable_file_is_said(tmp_path):
    path = tmp_path / "x.fit"
    path.write_bytes(WHOLE)
    path.chmod(0)
    assert only_state(path).state == "quarantined"
    assert only_state(path).reason == "no permission to read it"


def test_a_refused_open_is_said(tmp_path, monkeypatch):
    path = tmp_path / "x.fit"
    path.write_bytes(WHOLE)

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(reading.os, "open", refuse)
    assert only_state(path).reason == "no permission to read it"


def test_a_file_removed_after_it_was_listed_is_said(tmp_path):
    assert only_state(tmp_path / "x.fit").state == "quarantined"
    assert "gone" in only_state(tmp_path / "x.fit").reason


def test_a_file_that_grows_while_it_is_read_is_left_for_the_next_time(tmp_path, monkeypatch):
    path = tmp_path / "x.fit"
    path.write_bytes(WHOLE[:5000])
    read = reading.formats.read

    def read_and_grow(source):
        with path.open("ab") as file:
            file.write(WHOLE[5000:])
        return read(source)

    monkeypatch.setattr(reading.formats, "read", read_and_grow)
    assert only_state(path).state == "quarantined"
    assert "still being written" in only_state(path).reason


def test_hidden_files_and_live_buffers_are_ignored(tmp_path):
    for name in ("._x.fit", ".hidden.gpx", "InProgressActivity.fit"):
        path = tmp_path / name
        path.write_bytes(WHOLE)
        assert only_state(path).state == "ignored"
        assert only_state(path).reason


ODD_NAMES = [
    b"caf\xe9.fit",
    b"a\x1b[2Jb.fit",
    b"two\nlines.fit",
    b"\xe2\x80\xaetif.fit",
    b"n" * 250,
]


@pytest.mark.skipif(sys.platform == "darwin", reason="the file system refuses such names")
@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_bytes_may_name_a_file(tmp_path, name):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_bytes(WHOLE)
    (listed,) = find_files([tmp_path])
    (found,) = read_file(listed)
    assert found.state.state == "imported"
    assert_known_run(found)


def test_a_file_is_only_read_and_never_changed(tmp_path):
    path = tmp_path / "x.fit"
    path.write_bytes(WHOLE[:5000])
    path.chmod(0o444)
    before = path.stat()
    read_file(path)
    after = path.stat()
    assert path.read_bytes() == WHOLE[:5000]
    assert (before.st_mtime_ns, before.st_mode) == (after.st_mtime_ns, after.st_mode)
    assert list(tmp_path.iterdir()) == [path]


def test_one_run_in_five_files_counts_once(tmp_path):
    cut = Fit().records(run())
    contents = {
        "a.fit": WHOLE,
        "b.fit": WHOLE,
        "c.gpx": gpx().encode(),
        "d.fit": cut.finish()[: 14 + cut.record_ends[-20]],
        "e.json": b"{}",
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    found = import_files(find_files([tmp_path]), jobs=1)
    states = {Path(file.path).name: file.state for file in found.files}
    assert states.pop("e.json") == "skipped"
    assert sorted(states.values()) == ["duplicate", "duplicate", "duplicate", "imported"]
    assert states["c.gpx"] == states["d.fit"] == "duplicate"
    (session,) = found.sessions
    assert session.summary.row["run_impact_count"] == 1620
    assert len(session.sources) == 4
