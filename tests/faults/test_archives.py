"""Archives: nested, damaged, hostile, or only oddly named."""

from __future__ import annotations

import gzip
import io
import struct
import time
import tracemalloc
import warnings
import zipfile
import zlib

import pytest

from loadwatch.formats import containers
from loadwatch.importer import import_files

from .build import fit, gpx, readings, run, zipped
from .expect import assert_known_run

WHOLE = fit()


def states(found):
    return [reading.state.state for reading in found]


def test_a_fit_that_is_a_zip_is_unpacked(read):
    found = read(zipped({"activity.fit": WHOLE}))
    assert found.state.state == "imported"
    assert found.state.member == "activity.fit"
    assert_known_run(found)


@pytest.mark.parametrize(
    "packed", [gzip.compress(WHOLE), zipped({"a.fit.gz": gzip.compress(WHOLE)})]
)
def test_gzip_alone_or_in_a_zip_is_unpacked(read, packed):
    found = read(packed, "x.fit.gz")
    assert found.state.state == "imported"
    assert_known_run(found)


def test_a_zip_in_a_zip_is_unpacked_and_a_third_level_refused(read):
    two = zipped({"inner.zip": zipped({"a.fit": WHOLE})})
    assert_known_run(read(two, "x.zip"))
    assert read(two, "x.zip").state.member == "inner.zip!a.fit"
    three = read(zipped({"outer.zip": two}), "x.zip")
    assert three.state.state == "quarantined"
    assert "nested too deeply" in three.state.reason


def test_gzip_in_the_second_level_is_unpacked(read):
    packed = zipped({"inner.zip": zipped({"a.fit.gz": gzip.compress(WHOLE)})})
    assert_known_run(read(packed, "x.zip"))


def test_gzip_in_gzip_without_end_is_refused(read):
    data = WHOLE
    for _ in range(5):
        data = gzip.compress(data)
    found = read(data, "x.gz")
    assert found.state.state == "quarantined"
    assert "nested too deeply" in found.state.reason


def test_a_damaged_or_encrypted_member_does_not_take_a_sound_one(tmp_path):
    packed = bytearray(zipped({"bad.fit": WHOLE, "good.fit": WHOLE, "locked.fit": WHOLE}))
    packed[200:260] = b"\xa5" * 60
    local, central = packed.rfind(b"PK\x03\x04"), packed.rfind(b"PK\x01\x02")
    packed[local + 6] |= 1
    packed[central + 8] |= 1
    found = readings(tmp_path, bytes(packed), "x.zip")
    assert states(found) == ["quarantined", "imported", "quarantined"]
    assert "damaged" in found[0].state.reason
    assert "encrypted" in found[2].state.reason
    assert_known_run(found[1])


def test_a_cut_zip_is_quarantined(read):
    found = read(zipped({"a.fit": WHOLE})[:-30], "x.zip")
    assert found.state.state == "quarantined"
    assert "zip archive is damaged" in found.state.reason


def test_an_empty_zip_and_an_office_document_are_skipped(read):
    assert read(zipped({}), "x.zip").state.state == "skipped"
    found = read(zipped({"[Content_Types].xml": b"<a/>", "x.xml": b"<b/>"}), "plan.docx")
    assert found.state.state == "skipped"
    assert "office document" in found.state.reason


def overlap_bomb(count):
    """A zip whose central directory names one member ``count`` times."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain = bytes(1_000_000)
    packed = body.compress(plain) + body.flush()
    sizes = struct.pack("<III", zlib.crc32(plain), len(packed), len(plain))
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes
    local += struct.pack("<HH", 5, 0) + b"a.fit" + packed
    entry = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes
    entry += struct.pack("<HHHHHII", 5, 0, 0, 0, 0, 0, 0) + b"a.fit"
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(entry) * count,
                                      len(local), 0)  # fmt: skip
    return local + entry * count + end


def test_members_that_overlap_are_refused_before_one_is_unpacked(read):
    begin = time.monotonic()
    found = read(overlap_bomb(250), "x.zip")
    assert found.state.state == "quarantined"
    assert "overlap" in found.state.reason
    assert time.monotonic() - begin < 1


@pytest.mark.parametrize("kind", ["gzip", "zip"])
def test_a_bomb_stops_at_the_limit_with_little_memory(read, monkeypatch, kind):
    monkeypatch.setattr(containers, "MAX_UNPACKED_BYTES", 4 * 1024**2)
    plain = bytes(64 * 1024**2)
    packed = gzip.compress(plain, 1) if kind == "gzip" else zipped({"a.fit": plain})
    del plain
    tracemalloc.start()
    found = read(packed, "x.fit")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.state.state == "quarantined"
    assert "unpacks to more than 4 MiB" in found.state.reason
    assert peak < 16 * 1024**2


@pytest.mark.parametrize("kind", ["gzip", "zip"])
def test_an_absurd_ratio_is_refused_above_a_floor(read, monkeypatch, kind):
    monkeypatch.setattr(containers, "RATIO_FLOOR_BYTES", 1024**2)
    for size, gist in ((900_000, "not a known"), (4_000_000, "200 times its size")):
        plain = bytes(size)
        packed = gzip.compress(plain) if kind == "gzip" else zipped({"a.fit": plain})
        found = read(packed, "x.fit")
        assert found.state.state == "quarantined"
        assert gist in found.state.reason


def test_an_archive_stops_at_its_total(tmp_path, monkeypatch):
    monkeypatch.setattr(containers, "MAX_TOTAL_BYTES", int(2.5 * len(WHOLE)))
    found = readings(tmp_path, zipped({f"{n}.fit": WHOLE for n in range(4)}), "x.zip")
    assert states(found) == ["imported", "imported", "quarantined", "quarantined"]


def test_an_archive_with_too_many_members_is_refused(read, monkeypatch):
    monkeypatch.setattr(containers, "MAX_MEMBERS", 5)
    found = read(zipped({f"{n}.fit": b"" for n in range(6)}), "x.zip")
    assert found.state.state == "quarantined"
    assert "more than 5 members" in found.state.reason


@pytest.mark.parametrize("lost", [2, 5, 8, 9, 3000])
def test_a_cut_gzip_keeps_what_is_there_and_says_so(read, lost):
    found = read(gzip.compress(gpx().encode())[:-lost], "x.gpx.gz")
    assert found.state.state == "partial"
    assert "gzip file ends early" in found.state.reason
    assert_known_run(found, share=found.sessions[0].summary.row["total_elapsed_time_s"] / 600)


def test_a_gzip_with_a_wrong_checksum_keeps_all_and_says_so(read):
    packed = bytearray(gzip.compress(WHOLE))
    packed[-6] ^= 0xFF
    found = read(bytes(packed), "x.fit.gz")
    assert found.state.state == "partial"
    assert "gzip data are damaged" in found.state.reason
    assert_known_run(found)


def test_a_bare_gzip_header_is_quarantined(read):
    assert read(gzip.compress(WHOLE)[:12], "x.gz").state.state == "quarantined"


def test_two_gzip_streams_in_one_file_are_joined(read):
    half = len(WHOLE) // 2
    found = read(gzip.compress(WHOLE[:half]) + gzip.compress(WHOLE[half:]), "x.fit.gz")
    assert found.state.state == "imported"
    assert_known_run(found)


def test_hidden_members_are_ignored(tmp_path):
    packed = zipped({"__MACOSX/._x.fit": b"\0\5\x16\7", "._y.fit": b"\0", "x.fit": WHOLE})
    found = readings(tmp_path, packed, "x.zip")
    assert states(found) == ["ignored", "ignored", "imported"]


@pytest.mark.parametrize("name", ["../../outside.fit", "/etc/outside.fit", "C:\\outside.fit"])
def test_a_member_name_is_shown_and_never_used_as_a_path(tmp_path, name):
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    (found,) = readings(folder, zipped({name: WHOLE}), "x.zip")
    assert found.state.state == "imported"
    assert found.state.member == name
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [folder / "x.zip"]


def test_two_members_of_one_name_are_told_apart(tmp_path):
    target = io.BytesIO()
    later = gpx([{**row, "time": row["time"] + 86_400} for row in run()])
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.fit", WHOLE)
        for content in (WHOLE, later):
            with pytest.warns(UserWarning, match="Duplicate"):
                archive.writestr("a.fit", content)
    path = tmp_path / "x.zip"
    path.write_bytes(target.getvalue())
    found = import_files([path], jobs=1)
    assert sorted(state.state for state in found.files) == ["duplicate", "imported", "imported"]
    assert len({state.name for state in found.files}) == 3
    assert len(found.sessions) == 2


def test_photos_and_films_are_never_unpacked_and_count_for_no_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(containers, "MAX_TOTAL_BYTES", 2 * len(WHOLE))
    packed = zipped({"a.JPG": bytes(50_000_000), "film.mp4": WHOLE, "x.fit": WHOLE})
    tracemalloc.start()
    found = readings(tmp_path, packed, "x.zip")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert states(found) == ["skipped", "skipped", "imported"]
    assert found[0].state.reason == "a picture, a film or sound, by its name"
    assert peak < 40_000_000


def test_parts_of_an_archive_give_together_what_it_gives():
    inner = zipped({"a.fit": WHOLE, "b.fit.gz": gzip.compress(WHOLE), "c.jpg": b""})
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.mkdir("folder")
        archive.writestr("inner.zip", inner)
        archive.writestr("broken.zip", b"PK\x03\x04" + bytes(90))
        for content in (WHOLE, b"", WHOLE[:200]):
            with warnings.catch_warnings(action="ignore"):
                archive.writestr("same name.fit", content)
        archive.writestr("media/a.jpg", b"")
    packed = target.getvalue()

    def told(span):
        found = containers.members(io.BytesIO(packed), len(packed), span)
        return [(each.name, each.data, str(each.error)) for each in found]

    names = [each.name for each in containers.entries(io.BytesIO(packed), len(packed))]
    assert names[2:5] == ["same name.fit", "same name.fit (2)", "same name.fit (3)"]
    parts = [range(1), range(1, 4), range(4, 6)]
    assert [each for span in parts for each in told(span)] == told(None)
    assert len(told(range(1))) == 3


@pytest.mark.parametrize("data", [WHOLE, gzip.compress(WHOLE), b"PK\x03\x04", zipped({}), b""])
def test_only_an_archive_of_recordings_has_parts(data):
    assert containers.entries(io.BytesIO(data), len(data)) == []
