"""Exports as watches and services really lay them out, each file with the state it must have."""

import gzip
import shutil
from pathlib import Path

import pytest

from loadwatch.importer import FileState
from loadwatch.library import imported, reading
from tests.conftest import SAMPLES
from tests.faults.build import zipped
from tests.library.conftest import at_rest, loadwatch

RUNS = [path.read_bytes() for path in sorted((SAMPLES / "garmin").glob("2026-*.fit"))[:6]]
SETTINGS = (SAMPLES / "garmin" / "Settings.fit").read_bytes()
STUB = next((SAMPLES / "zwift").glob("*.fit")).read_bytes()[:584]
"""A ride that was never ridden: no record in it."""
APPLE_DOUBLE = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        "


def found(library: Path) -> dict[str, FileState]:
    """Files, and members of archives, by their name below the folder of exports."""
    with reading(library) as connection:
        states = imported(connection).files
    return {each.name.partition("/exports/")[2]: each for each in states}


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    return folder


def put(folder: Path, **files: bytes) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    at_rest(folder)


def states(library: Path) -> dict[str, str]:
    return {name: each.state for name, each in found(library).items()}


def test_a_watch_as_a_drive(exports: Path, library: Path) -> None:
    put(exports, **{
        "GARMIN/Activity/2026-01-05-19-33-24.fit": RUNS[0],
        "GARMIN/ACTIVITY/68T62508.FIT": RUNS[1],
        "GARMIN/Settings/Settings.fit": SETTINGS,
        "GARMIN/GarminDevice.xml": b"<?xml version='1.0'?><Device/>",
        "GARMIN/.Trashes/501/old.fit": RUNS[2],
        "a/b/c/d/e/run.fit": RUNS[3],
    })  # fmt: skip
    loadwatch(library, "import", exports)
    assert states(library) == {
        "GARMIN/Activity/2026-01-05-19-33-24.fit": "imported",
        "GARMIN/ACTIVITY/68T62508.FIT": "imported",
        "GARMIN/Settings/Settings.fit": "skipped",
        "GARMIN/GarminDevice.xml": "skipped",
        "GARMIN/.Trashes": "ignored",
        "a/b/c/d/e/run.fit": "imported",
    }


def test_what_an_apple_computer_leaves_in_folders_and_zips(exports: Path, library: Path) -> None:
    put(exports, **{
        "run.fit": RUNS[0],
        "._run.fit": APPLE_DOUBLE,
        "__MACOSX/._run.fit": APPLE_DOUBLE,
        "__MACOSX/run.fit": RUNS[1],
        ".DS_Store": b"\0\0\0\1Bud1",
        "suunto.zip": zipped({"Move.fit": RUNS[2], "__MACOSX/._Move.fit": APPLE_DOUBLE}),
    })  # fmt: skip
    loadwatch(library, "import", exports)
    told = states(library)
    assert told.pop("__MACOSX", "ignored") == "ignored"
    assert {name: state for name, state in told.items() if not name.startswith("__MACOSX/")} == {
        "run.fit": "imported",
        "._run.fit": "ignored",
        ".DS_Store": "ignored",
        "suunto.zip!Move.fit": "imported",
        "suunto.zip!__MACOSX/._Move.fit": "ignored",
    }
    assert {state for name, state in told.items() if name.startswith("__MACOSX/")} <= {"ignored"}


def test_zwifts_live_buffer_and_stub(exports: Path, library: Path) -> None:
    put(exports, **{
        "Activities/inProgressActivity.fit": RUNS[0],
        "Activities/INPROGRESSACTIVITY.FIT": RUNS[0],
        "Activities/2021-02-19-19-39-xx.fit": STUB,
    })  # fmt: skip
    loadwatch(library, "import", exports, ok=(0, 3))
    told = found(library)
    for name in ("inProgressActivity.fit", "INPROGRESSACTIVITY.FIT"):
        assert told[f"Activities/{name}"].state == "ignored"
        assert told[f"Activities/{name}"].reason == "a recording still in progress"
    assert told["Activities/2021-02-19-19-39-xx.fit"].state == "quarantined"
    with reading(library) as connection:
        assert imported(connection).sessions == []


def test_an_account_export_of_zips_in_a_zip(exports: Path, library: Path) -> None:
    inner = "DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip"
    put(exports, **{
        "account.zip": zipped({
            inner: zipped({"123_ACTIVITY.fit": RUNS[0], "124.fit": SETTINGS}),
            "DI_CONNECT/DI-Connect-User/user_profile.json": b"{}",
        }),
        "too deep.zip": zipped({"a.zip": zipped({"b.zip": zipped({"run.fit": RUNS[1]})})}),
    })  # fmt: skip
    loadwatch(library, "import", exports, ok=(3,))
    told = found(library)
    assert {name: each.state for name, each in told.items()} == {
        f"account.zip!{inner}!123_ACTIVITY.fit": "imported",
        f"account.zip!{inner}!124.fit": "skipped",
        "account.zip!DI_CONNECT/DI-Connect-User/user_profile.json": "skipped",
        "too deep.zip!a.zip!b.zip": "quarantined",
    }
    assert "nested too deeply" in told["too deep.zip!a.zip!b.zip"].reason


def test_a_bulk_export_with_gzipped_recordings(exports: Path, library: Path) -> None:
    put(exports, **{
        "export_1.zip": zipped({
            "activities.csv": b"Activity ID,Activity Date\n1,2026\n",
            "activities/1.fit.gz": gzip.compress(RUNS[0]),
            "activities/2.fit": RUNS[1],
        }),
        "alone.fit.gz": gzip.compress(RUNS[2]),
    })  # fmt: skip
    loadwatch(library, "import", exports)
    assert states(library) == {
        "export_1.zip!activities.csv": "skipped",
        "export_1.zip!activities/1.fit.gz": "imported",
        "export_1.zip!activities/2.fit": "imported",
        "alone.fit.gz": "imported",
    }


def test_the_same_archive_twice_counts_nothing_twice(exports: Path, library: Path) -> None:
    packed = zipped({"1.fit": RUNS[0], "2.fit": RUNS[1]})
    put(exports, **{"a.zip": packed, "a (1).zip": packed, "unpacked/1.fit": RUNS[0]})
    told = loadwatch(library, "import", exports)
    assert told.startswith("2 files read, 0 unchanged, 1 known from elsewhere.")
    found_states = states(library)
    assert sorted(found_states.values()) == ["duplicate"] * 3 + ["imported"] * 2
    with reading(library) as connection:
        assert len(imported(connection).sessions) == 2
    shutil.copy(exports / "a.zip", exports / "again.zip")
    at_rest(exports / "again.zip")
    assert loadwatch(library, "import").startswith("0 files read, 3 unchanged, 1 known")
    with reading(library) as connection:
        assert len(imported(connection).sessions) == 2
