"""``athlete.toml`` is read whole, or refused with one sentence that says what to write."""

import contextlib
import math
import os
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from loadwatch.athlete import Athlete
from loadwatch.athlete.file import athlete_of, athlete_path, read_athlete, told_of, write_athlete
from loadwatch.athlete.keys import KEYS
from loadwatch.athlete.template import template
from loadwatch.errors import AthleteError

WHOLE = """\
name = "Ada"
birth_year = 1985
sex = "female"
height_cm = 172.5
mass_kg = 61
zone = "Europe/Berlin"
resting_heart_rate_bpm = 52
max_heart_rate_bpm = 186
threshold_pace = "4:45"
experience = "returning"
careful = true
strength_per_week = 2
wakes_at = "06:30"
programme_start = 2026-01-05
ladder = "my ladder.toml"
units = "miles"
clock = "12h"

[rules.LW101]
limit = 1.15
[rules.week-jump]
enabled = false
"""


def read(folder: Path, text: str | bytes) -> Athlete:
    path = folder / "athlete.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_athlete(athlete_path(folder))


def refusal(folder: Path, text: str | bytes) -> str:
    with pytest.raises(AthleteError) as caught:
        read(folder, text)
    said = str(caught.value)
    assert said.startswith(str(folder / "athlete.toml"))
    assert "\n" not in said
    return said.removeprefix(str(folder / "athlete.toml")).removeprefix(": ")


def test_every_key_reaches_the_profile_in_its_own_unit(tmp_path: Path) -> None:
    found = read(tmp_path, WHOLE)
    assert found == Athlete(
        "Ada", 1985, "female", 1.725, 61, "Europe/Berlin", 52, 186, 1000 / 285, "returning", True,
        2, time(6, 30), date(2026, 1, 5), "my ladder.toml", "miles", "12h",
        {"LW101": {"limit": 1.15}, "week-jump": {"enabled": False}},
    )  # fmt: skip


def test_what_is_told_is_written_as_it_was_read(tmp_path: Path) -> None:
    told = told_of(read(tmp_path, WHOLE))
    assert list(told) == [key.name for key in KEYS]
    assert told["threshold_pace"] == "4:45"
    assert told["wakes_at"] == "06:30"
    assert told["height_cm"] == 172.5
    assert told_of(Athlete()) == {}


def test_an_empty_file_and_a_fresh_one_tell_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "") == Athlete()
    assert read(tmp_path, "\ufeff# mine\r\n") == Athlete()
    assert read(tmp_path, template()) == Athlete()


def test_every_example_of_a_fresh_file_is_taken(tmp_path: Path) -> None:
    lines = [
        line.removeprefix("# ")
        for line in template().splitlines()
        if any(line.startswith(f"# {key.name} = ") for key in KEYS)
    ]
    assert len(lines) == len(KEYS)
    assert list(told_of(read(tmp_path, "\n".join(lines)))) == [key.name for key in KEYS]
    assert max(map(len, template().splitlines())) <= 80


def test_times_and_days_may_stand_with_or_without_quotes(tmp_path: Path) -> None:
    found = read(tmp_path, 'wakes_at = 06:30:15\nprogramme_start = "2026-01-05"')
    assert found.wakes_at == time(6, 30)
    assert found.programme_start == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("height_cm = 1.78", "height_cm is 1.78; write centimetres from 100 to 230, like 178"),
        ("height_cm = 99.9", "write centimetres"),
        ("height_cm = nan", "height_cm is nan"),
        ("height_cm = true", "height_cm is true"),
        ('height_cm = "178"', "height_cm is '178'"),
        ("mass_kg = 24", "write kilograms from 25 to 300"),
        ("mass_kg = inf", "mass_kg is inf"),
        (f"mass_kg = {'9' * 400}", "mass_kg is a very large number"),
        ("birth_year = 1985.5", "birth_year is 1985.5; write a year"),
        ("birth_year = 1899", "birth_year is 1899"),
        ("birth_year = 2199", "birth_year is 2199"),
        ('sex = "F"', 'sex is \'F\'; write "female" or "male"'),
        ("sex = []", "sex is []"),
        ('zone = "Berlin"', 'write a time zone like "Europe/Berlin"'),
        ('zone = "Europe"', "zone is 'Europe'"),
        ('zone = "../passwd"', "zone is"),
        ("resting_heart_rate_bpm = 24", "beats a minute from 25 to 130"),
        ("max_heart_rate_bpm = 260", "beats a minute from 90 to 240"),
        ('threshold_pace = "4:60"', "threshold_pace is '4:60'; write minutes and seconds"),
        ('threshold_pace = "1:59"', "threshold_pace is '1:59'"),
        ("threshold_pace = 4.45", "threshold_pace is 4.45"),
        ('experience = "expert"', 'write "novice", "returning" or "long-term"'),
        ('careful = "yes"', "careful is 'yes'; write true or false"),
        ("strength_per_week = 15", "strength_per_week is 15"),
        ('wakes_at = "24:00"', "wakes_at is '24:00'; write a time of day"),
        ("programme_start = 2026-01-05T07:00:00", "programme_start is 2026-01-05 07:00:00"),
        ('programme_start = "2026-02-30"', "write a day like 2026-01-05"),
        ('name = "\\u001b[31m"', "name is '\\x1b[31m'"),
        ('name = " "', "name is ' '"),
        ("rules = 3", "rules is 3; write a table like [rules.LW101]"),
        ("rules.LW101 = 1.15", "rules.LW101 is 1.15; write a table [rules.LW101]"),
        ("rules.LW101.limit = 0", "rules.LW101.limit is 0; write a number above 0"),
        ("rules.LW101.limit = inf", "rules.LW101.limit is inf"),
        (f"rules.LW101.limit = {'9' * 400}e-1", "rules.LW101.limit is inf"),
        ("rules.LW101.limit = true", "rules.LW101.limit is true"),
        ("rules.LW101.limit = {}", "rules.LW101.limit is a table"),
        ('rules."a\\nb" = 1', "rules.'a\\nb' is 1; write a table"),
        ("rules.LW101.enabled = 0", "rules.LW101.enabled is 0; write true or false"),
        ("heigth_cm = 178", "there is no key 'heigth_cm'; did you mean height_cm?"),
        ("rule.LW101.limit = 2", "there is no key 'rule'; did you mean rules?"),
        ("qqq = 1", "there is no key 'qqq'; loadwatch athlete show lists the keys"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_true_is_refused_with_what_to_write(
    tmp_path: Path, line: str, said: str
) -> None:
    assert said in refusal(tmp_path, line)


def test_a_resting_heart_rate_lies_below_the_highest(tmp_path: Path) -> None:
    said = refusal(tmp_path, "resting_heart_rate_bpm = 100\nmax_heart_rate_bpm = 100")
    assert said == "resting_heart_rate_bpm is 100; write less than max_heart_rate_bpm, 100"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("height_cm = 178\nwakes_at = six\n", "line 2 is not TOML (Invalid value); text stands in"),
        ("height_cm = 178\nheight_cm = 179\n", "line 2 is not TOML"),
        ("\n\n[rules", "line 3 is not TOML"),
        ("programme_start = 2026-13-01", "line 1 is not TOML"),
        (b"# \xe4\nname = 'x'", "line 1 is not UTF-8 text; save it as UTF-8"),
        (b"a\0", "line 1 is not TOML"),
        (f"mass_kg = {'9' * 5000}", "too many digits"),
        (f"name = {'[' * 5000}", "nested too deeply"),
    ],
)  # fmt: skip
def test_text_that_is_no_toml_is_refused_with_its_line(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    assert said in refusal(tmp_path, text)


def test_what_is_no_file_or_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "athlete.toml").mkdir()
    with pytest.raises(AthleteError, match="not a regular file"):
        read_athlete(tmp_path / "athlete.toml")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(AthleteError, match="not a regular file"):
        read_athlete(tmp_path / "pipe")
    (tmp_path / "large").write_bytes(b"#" * (2**20 + 1))
    with pytest.raises(AthleteError, match="larger than 1 MiB"):
        read_athlete(tmp_path / "large")


def test_a_profile_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    write_athlete(tmp_path / "athlete.toml", lambda _: "height_cm = 178\n")
    assert (tmp_path / "athlete.toml").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["athlete.toml"]
    with pytest.raises(AthleteError, match="cannot be written"):
        write_athlete(tmp_path / "none" / "athlete.toml", lambda _: "height_cm = 178\n")


def test_the_body_height_is_assumed_where_it_is_not_told() -> None:
    assert Athlete().body_height_m == 1.70
    assert Athlete(height_m=1.8).body_height_m == 1.8
    assert Athlete(mass_kg=70).body_mass_index is None
    found = Athlete(mass_kg=70, height_m=1.75).body_mass_index
    assert found is not None
    assert math.isclose(found, 22.857, abs_tol=1e-3)


VALUES = st.one_of(
    st.integers(), st.floats(), st.booleans(), st.text(max_size=20), st.dates(), st.times(),
    st.datetimes(), st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=8), st.integers(), max_size=2),
)  # fmt: skip
NAMES = st.sampled_from([*(key.name for key in KEYS), "rules", "qqq"])


@given(st.dictionaries(NAMES, VALUES, max_size=4))
@settings(max_examples=200, deadline=None)
def test_any_toml_gives_a_sound_profile_or_one_sentence(told: dict[str, object]) -> None:
    text = tomlkit.dumps(told)
    said = ""
    try:
        found = athlete_of(text, Path("athlete.toml"))
    except AthleteError as error:
        found, said = Athlete(), str(error)
    assert said == "" or (said.startswith("athlete.toml: ") and said.isprintable())
    assert 1.0 <= found.body_height_m <= 2.3
    assert athlete_of(tomlkit.dumps(told_of(found)), Path("x")) == replace(found, rules={})


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_a_profile_or_an_error_of_ours(text: str) -> None:
    with contextlib.suppress(AthleteError):
        assert athlete_of(text, Path("athlete.toml")).body_height_m >= 1.0
