"""Write the sample files and truth.json: python sample_files/generate.py [OUT_DIR]."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

sys.dont_write_bytecode = True  # a cache would lie among the samples

from _account import lists_and_twins
from _fit_other import settings_fit
from _indexes import Entry, garmin, garmin_profile
from _shapes import Sample, render
from _story import SEED, Outing, tell_story
from _streams import Stream, simulate
from _truth import Truth, describe, weekly
from _xml import route_gpx

ARCHIVE = "garmin/garmin-account-export.zip"
INNER = "DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip"
LIST = "DI_CONNECT/DI-Connect-Fitness/sample_0_summarizedActivities.json"
PROFILE = "DI_CONNECT/DI-Connect-User/user_profile.json"
ZIP_TIME = (2026, 6, 22, 9, 0, 0)
APPLE_DOUBLE = bytes.fromhex("0005160700020000") + b"Mac OS X        " + bytes(64)
ABOUT = (
    "What the simulated runner did, per file; never read back from the files. "
    "Seconds and steps are those of the simulation; 'kept' is the part a truncated file holds."
)


def pack(members: dict[str, bytes]) -> bytes:
    """Zip members in the given order with a fixed date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data, compresslevel=9)
    return buffer.getvalue()


def nest(samples: list[Sample], beside: dict[str, bytes]) -> tuple[bytes, str]:
    """Put samples into a zip inside a zip, with the junk entry a Mac adds and what lies beside."""
    members = {sample.path: sample.data for sample in samples}
    junk = f"__MACOSX/._{samples[0].path}"
    return pack({INNER: pack(members | {junk: APPLE_DOUBLE})} | beside), junk


def collect(story: list[Outing]) -> tuple[dict[str, bytes], list[Truth]]:
    """Build all files in memory, with the truth of each."""
    files: dict[str, bytes] = {}
    truth: list[Truth] = []
    boxed: list[Sample] = []
    boxed_entries: list[Entry] = []
    entries: list[Entry] = []
    first: tuple[Outing, Stream] | None = None
    for outing in story:
        stream = simulate(outing)
        first = first or (outing, stream)
        for sample in render(outing, stream):
            about = describe(outing, stream) | sample.notes
            entry = Entry(outing, stream, sample.path)
            if sample.into_archive:
                boxed.append(sample)
                boxed_entries.append(entry)
                where = {"path": ARCHIVE, "member": f"{INNER}/{sample.path}"}
            else:
                files[sample.path] = sample.data
                entries.append(entry)
                where = {"path": sample.path}
            truth.append(where | about)
    numbered = [(23_001_000_000 + at, entry) for at, entry in enumerate(boxed_entries)]
    files[ARCHIVE], junk = nest(boxed, {LIST: garmin(numbered), PROFILE: garmin_profile()})
    truth += [{"path": ARCHIVE, "member": LIST, "kind": "list"}]
    truth += [{"path": ARCHIVE, "member": PROFILE, "kind": "no_recording"}]
    truth.append({"path": ARCHIVE, "member": f"{INNER}/{junk}", "kind": "mac_junk"})
    more, more_truth = lists_and_twins(entries)
    files |= more
    truth += more_truth
    if first is not None:
        files["garmin/Settings.fit"] = settings_fit(first[0])
        files["other/planned_shore_loop.gpx"] = route_gpx(first[1]).encode()
    truth.append({"path": "garmin/Settings.fit", "kind": "settings"})
    truth.append({"path": "other/planned_shore_loop.gpx", "kind": "route"})
    return files, truth


def main(arguments: list[str]) -> None:
    """Write everything below the given folder, or beside this script."""
    out = Path(arguments[0]) if arguments else Path(__file__).parent
    files, truth = collect(tell_story())
    book = {
        "about": ABOUT,
        "seed": SEED,
        "time_zone": "Europe/Berlin",
        "weeks": weekly(truth),
        "files": truth,
    }
    files["truth.json"] = (json.dumps(book, indent=1) + "\n").encode()
    for path, data in files.items():
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    size = sum(len(data) for data in files.values())
    print(f"{len(files)} files, {size / 1e6:.2f} MB, in {out}")


if __name__ == "__main__":
    main(sys.argv[1:])
