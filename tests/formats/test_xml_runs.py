"""Points read in bulk against the same document walked point by point: never a difference."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from loadwatch.errors import FileError, LimitError
from loadwatch.formats import _points, _runs, _xml, gpx, tcx
from loadwatch.formats._base import Source
from tests.conftest import SAMPLES
from tests.faults import build

READERS = {".gpx": gpx, ".tcx": tcx}
FILES = sorted(
    path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*") if path.suffix in READERS
)


def shown(module: ModuleType, data: bytes) -> Any:
    """All that a reader says of a document, to the bit."""
    try:
        activities = module.read(Source(data))
    except FileError as error:
        return type(error), error.reason
    found = []
    for item in activities:
        records = item.records
        channels = {name: values.tobytes() for name, values in records.channels.items()}
        head = (item.format, item.sport, item.sub_sport, item.utc_offset_s, item.device)
        rest = (repr(item.start_time_s), repr(item.laps), repr(item.reported), item.notes)
        found.append((head, rest, records.time_s.tobytes(), channels, records.breaks))
    return found


def plainly(module: ModuleType, data: bytes) -> object:
    """The same, no form of point learnt."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_runs, "MAX_FORMS", 0)
        return shown(module, data)


def in_bulk(module: ModuleType, data: bytes) -> tuple[int, bool]:
    """How many points are put in bulk, and whether that walk stands."""
    put, sound = 0, False
    walk_rest = _runs._walk_rest

    def counted(rest: Any, runs: Any, *more: Any) -> bool:
        nonlocal put, sound
        put, sound = sum(run.count for run in runs), walk_rest(rest, runs, *more)
        return sound

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_runs, "_walk_rest", counted)
        shown(module, data)
    return put, sound


def assert_equal(module: ModuleType, data: bytes) -> None:
    assert shown(module, data) == plainly(module, data)


@pytest.mark.parametrize("name", FILES)
def test_a_sample_is_read_alike(name: str) -> None:
    path = SAMPLES / name
    assert_equal(READERS[path.suffix], path.read_bytes())


@pytest.mark.corpus
def test_every_document_of_the_corpus_is_read_alike(corpus: Path) -> None:
    paths = [path for path in corpus.rglob("*") if path.suffix.lower() in READERS]
    different = []
    for path in paths:
        module, data = READERS[path.suffix.lower()], path.read_bytes()
        if shown(module, data) != plainly(module, data):
            different.append(path.name)
    assert paths
    assert different == []


# --- small documents and what can happen to them ---------------------------------------------

GPX_POINTS = "".join(
    f'      <trkpt lat="48.{i:05}" lon="11.5">\n        <ele>{500 + i / 10}</ele>\n'
    f"        <time>2026-01-05T07:00:{i:02}.{'000' if i % 3 else '250000'}Z</time>\n"
    + (
        "        <extensions>\n          <ns3:TrackPointExtension>\n"
        f"            <ns3:hr>{120 + i}</ns3:hr>\n            <ns3:cad>8{i % 10}</ns3:cad>\n"
        "          </ns3:TrackPointExtension>\n        </extensions>\n"
        if i % 4
        else ""
    )
    + "      </trkpt>\n"
    for i in range(12)
)
GPX = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<gpx creator="Ürsin" version="1.1"\n'
    '  xmlns="http://www.topografix.com/GPX/1/1" xmlns:ns3="http://example.org/tpx">\n'
    "  <metadata><time>2026-01-05T07:00:00Z</time></metadata>\n  <trk>\n    <name>Früh</name>\n"
    f"    <type>running</type>\n    <trkseg>\n{GPX_POINTS}    </trkseg>\n    <trkseg>\n"
    f"{GPX_POINTS.replace('T07:0', 'T07:1')}    </trkseg>\n  </trk>\n</gpx>\n"
).encode()
TCX_POINTS = "".join(
    f"<Trackpoint>\n<Time>2026-01-05T07:00:{i:02}+01:00</Time>\n"
    + (f"<AltitudeMeters>{500 + i / 8}</AltitudeMeters>\n" if i > 2 else "")
    + f"<DistanceMeters>{2.8 * i}</DistanceMeters>\n<HeartRateBpm><Value>{130 + i}</Value>"
    '</HeartRateBpm>\n<Extensions><TPX xmlns="http://example.org/ActivityExtension/v2">'
    f"<Speed>2.{i}</Speed></TPX></Extensions>\n</Trackpoint>\n"
    for i in range(10)
)
TCX_LAP = (
    '<Lap StartTime="2026-01-05T06:00:00Z"><TotalTimeSeconds>9</TotalTimeSeconds>'
    f"<Intensity>Active</Intensity>\n<Track>\n{TCX_POINTS}</Track>\n</Lap>\n"
)
TCX = (
    '<?xml version="1.0" encoding="utf-8"?>\n<TrainingCenterDatabase>\n<Activities>'
    f'<Activity Sport="Running"><Id>2026-01-05T06:00:00Z</Id>\n{TCX_LAP}'
    f"{TCX_LAP.replace('T07:0', 'T07:2')}<Creator><Name>Wristful</Name></Creator></Activity>"
    "</Activities></TrainingCenterDatabase>"
).encode()
DOCUMENTS = {
    "gpx": (gpx, GPX),
    "tcx": (tcx, TCX),
    "dense gpx": (gpx, build.gpx(build.run(seconds=12), build.run(seconds=9)).encode()),
    "dense tcx": (tcx, build.tcx([build.run(seconds=11)], [build.run(seconds=8)]).encode()),
}
INSERTS = [
    b"<!-- x -->", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<![CDATA[5]]>", b"&amp;", b"&#50;",
    b"&x;", b"&", b"<?x y?>", b"<?xml version='1.0'?>", b"<?loadwatch-run 0?>", b"<", b">", b'"',
    b"'", b"=", b"/", b" ", b"\r\n", b"\t", b"\0", b"\x0b", b"\xff", b"\xc3", b"\xc3\xbc", b"#0",
    b"1_0", b"NaN", b"inf", b"-", b"+", b"e5", b"1" * 70, b" " * 300, b"Z", b"T", b"<x/>", b"<x>",
    b"</x>", b"<x>1</x>", b"<hr>99</hr>", b"<time/>", b"<trk>", b"<trkseg>", b"</trkseg>",
    b"</trkseg></trk><trk><trkseg>", b"<trkpt/>", b"</trkpt>", b'<trkpt lat="1" lon="2">',
    b"<p:trkpt></p:trkpt>", b"<gpx/>", b"<Trackpoint>", b"</Trackpoint>", b"<Trackpoint/>",
    b"<Track>", b"</Track>", b"</Track><Track>", b"</Activity>", b"<Lap>", b"<Course>",
    b"<Time>2026-01-05T07:00:00</Time>", b'a="b"', b' xmlns:q="urn:q"', b" lat='3'", b' lat="3"',
    b"<!DOCTYPE gpx>", b'<!DOCTYPE gpx [<!ENTITY x "5">]>', b'<!ENTITY x "5">',
]  # fmt: skip


def mutants(whole: bytes, seed: int, count: int) -> Iterator[bytes]:
    """One to three changes, more often than not right at a mark of XML."""
    chance = random.Random(seed)  # noqa: S311
    marks = [i for i, letter in enumerate(whole) if letter in b'<>"=/']
    for _ in range(count):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 1, 1, 2, 3])):
            at = chance.choice([chance.randrange(len(data)), chance.choice(marks)])
            at = min(at + chance.randrange(2), len(data) - 1)
            length = chance.choice([1, 1, 2, 9, 80, 400])
            kind = chance.randrange(8)
            if kind == 0:
                data[at] ^= 1 << chance.randrange(8)
            elif kind == 1:
                data[at] = chance.choice(b"<>\"'&=/ ]0\n\x80")
            elif kind == 2:
                del data[at : at + length]
            elif kind == 3:
                data[at:at] = data[at : at + length]
            else:
                data[at:at] = chance.choice(INSERTS)
        yield bytes(data)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_whole_document_is_read_in_bulk(name: str) -> None:
    module, data = DOCUMENTS[name]
    closing = f"</{module._Handler.POINT}>".encode()
    assert in_bulk(module, data) == (data.count(closing), True)
    assert_equal(module, data)


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("seed", range(4))
def test_a_mutant_is_read_alike(name: str, seed: int) -> None:
    module, whole = DOCUMENTS[name]
    for data in mutants(whole, seed, 200):
        assert shown(module, data) == plainly(module, data), data


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_cut_document_is_read_alike(name: str) -> None:
    module, whole = DOCUMENTS[name]
    for length in range(1, len(whole), 13):
        assert_equal(module, whole[:length])


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("insert", INSERTS)
def test_an_insertion_is_read_alike(name: str, insert: bytes) -> None:
    module, whole = DOCUMENTS[name]
    middle = whole.index(b"</", len(whole) // 3)
    for at in (whole.index(b"<", 60), middle, whole.index(b">", middle) + 1, len(whole)):
        assert_equal(module, whole[:at] + insert + whole[at:])


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.decode().encode("utf-16"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: b"\n \n" + data,
        lambda data: data.decode().replace("UTF-8", "ISO-8859-1").encode("latin-1"),
        lambda data: data.replace(b"UTF-8", b"cp037"),
        lambda data: data.replace(b"UTF-8", b"unheard-of"),
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"trkpt", b"q:trkpt"),
        lambda data: data.replace(b"<trkpt ", b"<trkpt xmlns='u' ", 3),
        lambda data: data.replace(b'lat="', b"lat = \"", 5),
        lambda data: data.replace(b"<trkseg>", b"<!-- ").replace(b"</trkseg>", b"-->"),
        lambda data: data.replace(b"<trkseg>", b"<![CDATA[").replace(b"</trkseg>", b"]]>"),
        lambda data: data.replace(b"<ele>", b"<elevation><ele>").replace(b"e>", b"e></elevation>"),
        lambda data: data.replace(b"</gpx>", b"</gpx>" + GPX_POINTS.encode()),
        lambda data: data.replace(b"<metadata>", GPX_POINTS.encode() + b"<metadata>"),
        lambda data: data.replace(b"<gpx", b"<!DOCTYPE gpx [<?loadwatch-run 0?>]><gpx"),
    ],
)  # fmt: skip
def test_an_unusual_document_is_read_alike(change: Any) -> None:
    assert_equal(gpx, change(GPX))


# --- limits ----------------------------------------------------------------------------------


def test_depth_and_namespaces_count_within_points_too(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, limits in {"MAX_DEPTH": range(4, 16), "MAX_NAMESPACES": range(4)}.items():
        outcomes = set()
        for limit in limits:
            with monkeypatch.context() as patch:
                patch.setattr(_xml, name, limit)
                for module, data in ((gpx, GPX), (tcx, TCX)):
                    assert_equal(module, data)
                    outcomes.add(type(shown(module, data)))
        assert outcomes == {tuple, list}


def test_namespaces_of_points_count_where_nothing_else_declares_any() -> None:
    names = "".join(f' xmlns:n{i}="u"' for i in range(_xml.MAX_NAMESPACES // 4 + 1))
    points = "".join(
        f'<trkpt lat="1" lon="2"><e{form}{names.replace(":n", f":{form}")}/>'
        f"<time>2026-01-05T07:00:0{second}Z</time></trkpt>"
        for form in "abcd"
        for second in range(3)
    )
    data = f"<gpx><trk><trkseg>{points}</trkseg></trk></gpx>".encode()
    assert shown(gpx, data)[0] is LimitError
    assert_equal(gpx, data)


def test_more_points_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, is_refused in ((23, True), (24, False)):
        for module in (_points, _runs):
            monkeypatch.setattr(module, "MAX_RECORDS", limit)
        found = shown(gpx, GPX)
        assert is_refused == (isinstance(found, tuple) and found[0] is LimitError)
        assert_equal(gpx, GPX)


# --- hostile text ----------------------------------------------------------------------------

POINT = b'<trkpt lat="1" lon="2"><ele>3</ele><time>2026-01-05T07:00:00Z</time></trkpt>'
MANY = 60_000
HOSTILE = {
    "points without an end": b'<trkpt lat="1" lon="2">' * (3 * MANY),
    "a point cut again and again": POINT[:-8] * MANY,
    "every other point odd": (POINT + b'<trkpt lat="&#49;"/>' + POINT[:-8] + b"<x/></trkpt>")
    * (MANY // 4),
    "a form a point": b"".join(POINT.replace(b"ele", b"e%d" % i) for i in range(MANY // 2)),
    "digits without end": POINT + POINT.replace(b"3", b"3" * 900_000),
    "blanks between": (POINT + b" " * 400) * (MANY // 6),
    "brackets": POINT + b">" * 1_000_000,
    "open quotes": POINT + b'<trkpt lat="' * (6 * MANY),
    "one long odd point": POINT + b"<trkpt>" + b"<a/>" * (4 * MANY) + b"</trkpt>",
    "a first point of brackets": b"<trkpt>" + b">" * 4_000 + b"</trkpt>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_alike_and_ends(name: str) -> None:
    data = b"<gpx><trk><trkseg>" + HOSTILE[name] + b"</trkseg></trk></gpx>"
    assert_equal(gpx, data)
