"""What decides how a file is read: the program's own code, and what the profile tells of a body.

Reading has two halves. What is decoded is kept as streams; a change of the other half alone, or of
the profile, derives the sessions anew from these.
"""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path

import loadwatch
from loadwatch.athlete import Athlete

DECODING_PARTS = (
    "activity.py", "columns.py", "units.py", "formats", "streams", "importer/finding.py",
    "importer/held.py", "importer/reading.py",
)  # fmt: skip
"""Code whose change can change what is decoded; when it does, files are read again."""
DERIVING_PARTS = ("athlete/profile.py", "derive", "importer/judging.py", "merge")
"""Code whose change can change what comes of that; when it does, sessions are derived anew."""


def reader_version() -> str:
    """Version of the program, of its code that decodes and of its code that derives."""
    return f"{loadwatch.__version__}-{decoder_version()}-{digest_of_code(DERIVING_PARTS)}"


def decoder_version() -> str:
    """Version of the code that decodes; a later program may decode as this one does."""
    return digest_of_code(DECODING_PARTS)


@functools.cache
def digest_of_code(parts: tuple[str, ...]) -> str:
    """Checksum of files and folders of the program's code, named from its own folder on.

    The code itself is looked at, which takes some milliseconds: sizes and times of its files would
    differ on every computer and after every installation, and all would be read again for nothing.
    """
    home = Path(loadwatch.__file__).parent
    digest = hashlib.sha256()
    for part in parts:
        place = home / part
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(path.relative_to(home).as_posix().encode())
            digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()[:12]


def settings_of(athlete: Athlete) -> str:
    """What of a profile reading depends on."""
    return json.dumps(
        {
            "height_m": athlete.body_height_m,
            "sex": athlete.sex,
            "resting_heart_rate_bpm": athlete.resting_heart_rate_bpm,
            "max_heart_rate_bpm": athlete.max_heart_rate_bpm,
            "threshold_speed_mps": athlete.threshold_speed_mps,
        }
    )
