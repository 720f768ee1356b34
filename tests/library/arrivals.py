"""Three runs, each as the files in which it may arrive; and reading them in this process."""

from __future__ import annotations

import gzip
import hashlib
import math
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from loadwatch.athlete import Athlete
from loadwatch.importer import Reading
from loadwatch.importer.pool import Part
from loadwatch.importer.reading import read_file
from loadwatch.library.settings import settings_of
from tests.faults import build

SECONDS = 480
HOUR_S = 3600.0
ENDINGS = {"fit": ".fit", "gpx": ".gpx", "tcx": ".tcx", "late": ".gpx", "zoned": ".tcx",
           "cut": ".fit", "begun": ".tcx", "packed": ".gpx.gz", "zip": ".zip"}  # fmt: skip
"""Forms of a run: as it was, some seconds late, by another zone, cut short, begun late, packed."""
BEGUN_LATE_S = 120
"""Of a fourth of the run nothing is known then. [s]"""


@dataclass(frozen=True)
class Content:
    """Bytes of a file, and the run that they hold; None if they hold none."""

    name: str
    data: bytes = field(repr=False)
    ending: str
    run: str | None


def rows(start_s: float, speed: float, beat: float, seconds: int = SECONDS) -> list[build.Row]:
    """A run to the north and round a bend, with a heart rate that rises and falls."""

    def mend(i: int, row: build.Row) -> None:
        metres = speed * i
        row.update(
            time=start_s + i,
            lat=48.0 + 500 * math.sin(metres / 700) / build.METRES_PER_DEGREE,
            lon=11.0 + metres / build.METRES_PER_DEGREE,
            metres=metres,
            speed=speed,
            heart=round(145 + 15 * math.sin(i / 60 + beat)),
        )

    return build.run(mend, seconds)


def forms(name: str, run: list[build.Row]) -> list[Content]:
    """Every file in which a run may arrive."""

    def later(seconds: float) -> list[build.Row]:
        return [row | {"time": row["time"] + seconds} for row in run]

    fit = build.Fit().records(run)
    whole = fit.session(
        time=run[-1]["time"], start=run[0]["time"], elapsed=SECONDS, timer=SECONDS,
        metres=run[-1]["metres"], strides=build.CADENCE * SECONDS / 60,
    ).finish()  # fmt: skip
    gpx = build.gpx(run).encode()
    data = {
        "fit": whole,
        "gpx": gpx,
        "tcx": build.tcx([run]).encode(),
        "late": build.gpx(later(2)).encode(),
        "zoned": build.tcx([later(HOUR_S)]).encode(),
        "cut": whole[: len(whole) * 6 // 10],
        "begun": build.tcx([run[BEGUN_LATE_S:]]).encode(),
        "packed": gzip.compress(gpx, mtime=0),
        "zip": build.zipped({"run.fit": whole}),
    }
    return [Content(f"{name} {form}", data[form], ENDINGS[form], name) for form in ENDINGS]


RUNS = {
    "A": rows(build.START, 2.8, 0.0),
    "the same way a day later": rows(build.START + 24 * HOUR_S, 2.8, 0.0),
    "the same way two hours later": rows(build.START + 2 * HOUR_S, 3.2, 1.5),
}
CONTENTS = [content for name, run in RUNS.items() for content in forms(name, run)]
BROKEN = [
    Content("broken", b"\x0e\x10" + b"nothing" * 9, ".fit", None),
    Content("a route", build.gpx(RUNS["A"], times=lambda _: "").encode(), ".gpx", None),
]


def read_here(
    files: Sequence[Path], _jobs: int | None, athlete: Athlete, **_: object
) -> Iterator[Part]:
    """What reading processes give, each content read once, in this process."""
    for number, path in enumerate(files, 1):
        told = _read(path.read_bytes(), "".join(path.suffixes), athlete)
        found = [_at(path, reading) for reading in told]
        yield Part(found, is_last=True, is_all=True, done=number, total=len(files))


def read_alone(content: Content, athlete: Athlete) -> list[Reading]:
    """What a content gives by itself."""
    return _read(content.data, content.ending, athlete)


def digest(content: Content) -> str:
    """What a content is known by."""
    return hashlib.sha256(content.data).hexdigest()


_READ: dict[tuple[bytes, str, str], list[Reading]] = {}


def _read(raw: bytes, ending: str, athlete: Athlete) -> list[Reading]:
    known = (raw, ending, settings_of(athlete))
    if known not in _READ:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"x{ending}"
            path.write_bytes(raw)
            _READ[known] = [_at(Path("x"), reading) for reading in read_file(path, athlete)]
    return _READ[known]


def _at(path: Path, reading: Reading) -> Reading:
    state = replace(reading.state, path=str(path))
    sessions = tuple(replace(session, source=state.name) for session in reading.sessions)
    return Reading(state, sessions)
