"""No name reaches a terminal as anything but letters."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.hostile.conftest import called
from tests.hostile.names import AS_OF, HOSTILE, Place

ON_A_LIBRARY = {
    "review": ("review", "--as-of", AS_OF),
    "imports": ("imports",),
    "files": ("imports", "--files"),
    "status": ("status",),
    "verify": ("verify",),
    "schedule": ("schedule", "install", "--dry-run"),
}
IN_A_LIBRARY = {
    "loadwatch-diary.csv": ("diary", "list", "--diary"),
    "athlete.toml": ("athlete", "show", "--athlete"),
}
ON_ALL = {
    "table of all": ("review", "--all", "--as-of", AS_OF),
    "status of all": ("status", "--all"),
    "import of all": ("import", "--all"),
}
ON_RECORDINGS = {
    "analyse": ("analyse", "--no-cache"),
    "plan": ("plan",),
    "programme": ("programme", "show"),
    "backtest": ("backtest",),
}
ON_A_FILE = {"show": ("show",), "doctor": ("doctor",)}
WITH_A_NAME = {
    "a name": ("review", "--name"),
    "a library": ("review", "--library"),
    "a file": ("analyse",),
    "a page": ("analyse", "--html"),
    "a finding": ("explain",),
    "a correction": ("correct", "--exclude"),
    "an acknowledgement": ("ack",),
    "a zone": ("review", "--zone"),
    "a ladder": ("programme", "show", "--ladder"),
    "a state": ("imports", "--files", "--state"),
    "a profile": ("analyse", "--athlete"),
    "a diary": ("analyse", "--diary"),
    "a file to show": ("show",),
    "a file for the doctor": ("doctor",),
    "a file to forget": ("forget",),
    "a day": ("review", "--as-of"),
}
MOST_OF_A_LINE = 4_000
ALWAYS = ("a template", "an escape", "a new line", "half a letter")
"""Names that every run of the tests takes; the others only where slow ones run."""
NAMES = [name if name in ALWAYS else pytest.param(name, marks=pytest.mark.slow) for name in HOSTILE]


def leaks(text: str) -> list[str]:
    """Letters that a terminal would act upon, or show nothing of."""
    return sorted({f"U+{ord(c):04X}" for c in text if c != "\n" and not c.isprintable()})


def must_be_plain(text: str) -> None:
    assert leaks(text) == [], [line for line in text.splitlines() if leaks(line)][:5]
    assert max((len(line) for line in text.split("\n")), default=0) < MOST_OF_A_LINE


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


@pytest.mark.parametrize("what", ON_A_LIBRARY)
def test_a_library_full_of_hostile_names_is_told_as_plain_text(place: Place, what: str) -> None:
    told = called(*ON_A_LIBRARY[what], "--library", place.library)
    assert told.exit_code != 2
    must_be_plain(told.output)


@pytest.mark.parametrize("what", IN_A_LIBRARY)
def test_so_is_what_lies_in_it(place: Place, what: str) -> None:
    told = called(*IN_A_LIBRARY[what], place.library / what)
    assert told.exit_code != 2
    must_be_plain(told.output)


@pytest.mark.parametrize("what", ON_ALL)
def test_so_are_athletes_with_such_names(place: Place, what: str) -> None:
    told = called(*ON_ALL[what], "--library", place.libraries)
    assert told.exit_code != 2
    must_be_plain(told.output)


@pytest.mark.parametrize("what", ON_RECORDINGS)
def test_so_are_recordings(place: Place, what: str) -> None:
    told = called(*ON_RECORDINGS[what], place.recordings)
    assert told.exit_code != 2
    must_be_plain(told.output)


@pytest.mark.slow
@pytest.mark.parametrize("what", ON_A_FILE)
def test_so_is_each_file(place: Place, what: str) -> None:
    for path in files(place.recordings):
        must_be_plain(called(*ON_A_FILE[what], path).output)


def files(folder: Path) -> Iterable[Path]:
    return (path for path in sorted(folder.iterdir()) if not path.name.startswith("2026"))


@pytest.mark.parametrize("what", WITH_A_NAME)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_refused_is_told_as_plain_text(what: str, name: str) -> None:
    must_be_plain(called(*WITH_A_NAME[what], HOSTILE[name]).output)


@pytest.mark.parametrize("name", NAMES)
def test_so_is_a_profile_that_cannot_be_used(name: str, tmp_path: Path) -> None:
    told = HOSTILE[name].encode("utf-8", "replace").decode().replace("\\", "\\\\")
    key = "".join(f"\\u{ord(c):04X}" if c < "\xff" else c for c in told).replace("\ufeff", "")
    for text in (
        f'name = "{key}"\n"{key}" = 1\n',
        f'[rules.session-spike]\n"{key}" = 1\n',
        f'[rules."{key}"]\non = 1\n',
        f'zone = "{key}"\n',
        f"sex = '''{told}'''\n",
    ):
        (tmp_path / "athlete.toml").write_bytes(text.encode("utf-8", "replace"))
        must_be_plain(called("athlete", "show", "--athlete", tmp_path / "athlete.toml").output)


@pytest.mark.parametrize("name", NAMES)
def test_so_is_a_diary_that_cannot_be_used(name: str, tmp_path: Path) -> None:
    told = HOSTILE[name].encode("utf-8", "replace").decode().replace('"', '""')
    for text in (
        f'date,"{told}"\n2026-06-01,1\n',
        f'date,day\n2026-06-01,"{told}"\n',
        f'date,note\n"{told}",x\n',
        f'date,pain_after\n2026-06-01,"{told}"\n',
    ):
        (tmp_path / "loadwatch-diary.csv").write_bytes(text.encode())
        must_be_plain(called("diary", "list", "--diary", tmp_path / "loadwatch-diary.csv").output)


@pytest.mark.parametrize("name", NAMES)
def test_so_is_a_ladder_of_ones_own(name: str, place: Place, tmp_path: Path) -> None:
    told = "".join(f"\\U{ord(c):08X}" for c in HOSTILE[name][:400] if not 0xD800 <= ord(c) < 0xE000)
    ladder = tmp_path / "ladder.toml"
    for key in ("title", "note", "evidence"):
        ladder.write_text(f'{key} = "{told}"\n[[stages]]\nrun_s = 30\nwalk_s = 30\nreps = 5\n')
        must_be_plain(called("programme", "ladders", ladder).output)
        must_be_plain(called("programme", "show", "--ladder", ladder, place.libraries).output)
    ladder.write_text(f'"{told}" = 1\ncites = ["{told}"]\n')
    must_be_plain(called("programme", "ladders", ladder).output)
