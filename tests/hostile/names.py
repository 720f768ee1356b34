"""Names that attack what shows them, and everything of an athlete that can bear such a name."""

from __future__ import annotations

import csv
import json
import shutil
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from tests.conftest import SAMPLES
from tests.faults.build import Fit, fit, gpx, run, tcx, zipped

HOSTILE = {
    "an image": "<img src=x onerror=alert(1)>",
    "an end of a script": "</title></style></script><script>alert(1)</script>",
    "a drawing": "<svg/onload=alert(1)><a href=javascript:alert(1)>",
    "an attribute": '" onmouseover="alert(1)" x=\' autofocus onfocus=alert(1) \'',
    "entities": "&lt;b&gt;&#60;i&#62;&amp;",
    "a comment": "--><!-- ]]><![CDATA[ <b>",
    "a template": "{{ 7 * 7 }}{% raw %}${7*7}{0}{name}%s%(x)s",
    "a formula": '=HYPERLINK("http://localhost/"&A1,"x")',
    "a plus": "+1+cmd|' /C calc'!A0",
    "an at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a tab": "\t=1+1",
    "an escape": "\x1b[2J\x1b]0;title\x07\x1b[31m",
    "a C1 control": "\x9b31m\x85\x90",
    "a return": "ok\rnothing found\x08\x08\x7f",
    "a new line": "a\nNothing in what was read asks for a look",
    "bidi overrides": "\u202egpj\u202d.\u202a\u202b\u202c\u200e\u200f\u061c",
    "bidi isolates": "\u2066a\u2067b\u2068c\u2069",
    "zero width": "A\u200bn\u200c\u200d\u2060a\ufeff",
    "line separators": "a\u2028b\u2029c",
    "tag letters": "a\U000e0041\U000e007f",
    "half a letter": "a\udcff\udc80b",
    "a query": "'; DROP TABLE session; --",
    "a path": "../../../etc/passwd",
    "a drive": "C:\\CON",
    "spaces": "\u00a0\u3000 .",
    "a long one": "x" * 4_000,
}
"""What each one is → the name."""

Word = Callable[[str], str]
AS_OF = "2026-06-21"


def hostile(name: str) -> str:
    """The name as it is."""
    return name


def harmless(name: str) -> str:
    """A name of the same place that attacks nothing."""
    return f"name {list(HOSTILE.values()).index(name)}"


def on_disk(name: str) -> str:
    """A name as near to it as a file system allows."""
    kept = name.replace("/", "\u2215").replace("\0", "")
    return kept.encode("utf-8", "surrogateescape")[:200].decode("utf-8", "surrogateescape")


def in_xml(name: str) -> str:
    """A name without the letters that XML cannot hold."""
    return "".join(c for c in name if c in "\t\n" or (c >= " " and not 0xD800 <= ord(c) < 0xE000))


def fit_by(device: str) -> bytes:
    """The known run, by a device of a name."""
    told = device.encode("utf-8", "surrogateescape")[:240] + b"\0"
    made = Fit(None)
    made.body += struct.pack("<BBBHB", 0x40, 0, 0, 0, 2)
    made.body += bytes((0, 1, 0x00, 8, len(told), 0x07))
    made.body += bytes((0, 4)) + told
    return made.records(run()).session().finish()


@dataclass(frozen=True)
class Place:
    """What was made: the recordings, the folder of the libraries, and one of these."""

    recordings: Path
    libraries: Path
    library: Path


def made(root: Path, word: Word) -> Place:
    """Recordings, and a folder of libraries without anything imported, under such names."""
    place = Place(root / "recordings", root / "libraries", root / "libraries" / "Ana")
    place.recordings.mkdir(parents=True)
    for path in sorted((SAMPLES / "garmin").glob("2026-0[4-6]-*.fit")):
        shutil.copy(path, place.recordings)
    whole = fit()
    for number, name in enumerate(map(word, HOSTILE.values())):
        short = place.recordings / f"{number:02}{on_disk(name)}.fit"
        short.write_bytes(whole[: 9_000 - 100 * number])
        empty = place.recordings / f"empty {number:02} {on_disk(name)}.gpx"
        empty.write_bytes(b"<gpx" + b" " * number)
        (place.recordings / f"device {number:02}.fit").write_bytes(fit_by(word_of(name, number)))
        told = escape(in_xml(name), {'"': "&quot;"})
        text = gpx(shifted(number)).replace('creator="test"', f'creator="{told}"')
        text = text.replace("<trk>", f"<trk><name>{told}</name><desc>{told}</desc>")
        (place.recordings / f"creator {number:02}.gpx").write_bytes(text.encode("utf-8", "replace"))
        text = tcx([shifted(number + 40)]).replace(
            "</Activity>", f'<Notes>{told}</Notes><Creator xmlns:xsi="x" xsi:type="Device_t">'
            f"<Name>{told}</Name></Creator></Activity>",
        )  # fmt: skip
        (place.recordings / f"creator {number:02}.tcx").write_bytes(text.encode("utf-8", "replace"))
    members = {
        f"{number:02}{word(name)}.gpx".encode("utf-8", "surrogateescape").decode("latin-1"): b"<gpx"
        for number, name in enumerate(HOSTILE.values())
    }
    (place.recordings / "all.zip").write_bytes(zipped(members))
    for number, name in enumerate(map(word, HOSTILE.values())):
        folder = place.libraries / f"{number:02}{on_disk(name)}"
        write_athlete(folder, name, number)
    write_athlete(place.library, word(HOSTILE["an image"]), 99)
    with (place.library / "loadwatch-diary.csv").open("a", newline="", errors="replace") as file:
        for number, name in enumerate(map(word, HOSTILE.values())):
            csv.writer(file).writerow([f"2026-06-{number % 20 + 1:02}", 2, name, name, ""])
    for file_name, head in (
        ("corrections.csv", "session_id,sport,start,distance_km,cadence_factor,exclude,note"),
        ("acknowledged.csv", "finding_id,until,severity,note"),
    ):
        with (place.library / file_name).open("w", newline="", errors="replace") as file:
            rows = csv.writer(file)
            rows.writerow(head.split(","))
            for name in map(word, HOSTILE.values()):
                rows.writerow([name] + [""] * (head.count(",") - 1) + [name])
    return place


def word_of(name: str, number: int) -> str:
    """A name that no other device has."""
    return f"{number:02}{name}"


def shifted(days: int) -> list[dict[str, object]]:
    """The known run, days later."""
    later = timedelta(days=days).total_seconds()
    return run(lambda _, row: row.update(time=row["time"] + later))


def write_athlete(folder: Path, name: str, number: int) -> None:
    """A profile and a diary of one athlete."""
    folder.mkdir(parents=True)
    told = json.dumps(name if name.isprintable() and len(name) < 80 else "Ana")
    (folder / "athlete.toml").write_text(f"name = {told}\n")
    saddle = "yes" if number == 3 else ""
    (folder / "loadwatch-diary.csv").write_text(
        f"date,pain_during,site,note,saddle_symptoms\n2026-06-20,{number % 4},back,,{saddle}\n"
    )
