from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from loadwatch.errors import ScheduleError
from loadwatch.schedule import Job, checked, nightly_command
from loadwatch.schedule.job import clock_of, label_of, next_start
from tests.schedule.conftest import a_job


def test_the_night_is_one_command_of_an_absolute_interpreter() -> None:
    command = nightly_command([Path("/my exports")], Path("/data/Ana"), "Ana", extra=["--notify"])
    assert Path(command[0]).is_absolute()
    assert command[1:5] == ["-P", "-m", "loadwatch", "import"]
    assert command[5:] == ["/my exports", "--library", "/data", "--name", "Ana", "--notify"]


def test_a_library_without_a_name_is_told_by_its_folder() -> None:
    assert nightly_command([], Path("/data/mine"))[5:] == ["--library", "/data/mine"]


@pytest.mark.parametrize(
    "name", ["", "a/b", "a\\b", "a:b", "-x", ".hidden", "x" * 101, "a\nb", "a\udcff"]
)
def test_a_name_that_cannot_name_a_job_is_refused(name: str) -> None:
    with pytest.raises(ScheduleError):
        checked(a_job(Path("/data"), name=name))


@pytest.mark.parametrize("word", ["a\nb", "a\x1bb", "a\udcffb", "a\u2028b"])
def test_a_path_that_no_scheduler_can_write_down_is_refused_in_words(word: str) -> None:
    with pytest.raises(ScheduleError, match="no scheduler can write down; rename it"):
        checked(a_job(Path("/data"), "/usr/bin/true", word))


def test_a_path_from_nowhere_is_refused() -> None:
    with pytest.raises(ScheduleError, match="no absolute path"):
        checked(Job("a", time(3), ("python",), Path("/data")))


def test_every_name_has_a_label_of_its_own_in_plain_letters() -> None:
    names = ["default", "Jürgen", "Jorgen", "a b", "a_b", "a  b", "漢", "ü", "a:b", "x" * 90]
    labels = {label_of(name) for name in names}
    assert len(labels) == len(names)
    assert all(label.isascii() and " " not in label and len(label) < 80 for label in labels)


@pytest.mark.parametrize(("text", "at"), [("03:15", time(3, 15)), ("7:05", time(7, 5))])
def test_a_time_of_day_is_read(text: str, at: time) -> None:
    assert clock_of(text) == at


@pytest.mark.parametrize("text", ["", "24:00", "3", "3:5", "03:15:00", "*:15", "٣:15"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ScheduleError, match="write it like 03:15"):
        clock_of(text)


def test_the_next_start_is_today_or_tomorrow() -> None:
    before, at = (datetime(2026, 3, 1, 3, minute, tzinfo=UTC) for minute in (14, 15))
    assert next_start(time(3, 15), before) == at
    assert next_start(time(3, 15), at) == at + timedelta(days=1)
