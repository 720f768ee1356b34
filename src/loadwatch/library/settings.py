"""What decides how a file is read: the program's own code, and what the profile tells of a body."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import loadwatch
from loadwatch.athlete import Athlete

READING_PARTS = (
    "activity.py", "athlete/profile.py", "columns.py", "units.py", "formats", "derive", "merge",
    "importer/finding.py", "importer/reading.py",
)  # fmt: skip
"""Code whose change can change what is read; when it does, files are read again."""


@functools.cache
def reader_version() -> str:
    """Version of the program and of its code that reads.

    The code itself is looked at, which takes some milliseconds: sizes and times of its files would
    differ on every computer and after every installation, and all would be read again for nothing.
    """
    return f"{loadwatch.__version__}-{digest_of_code(READING_PARTS)}"


def digest_of_code(parts: Sequence[str]) -> str:
    """Checksum of files and folders of the program's code, named from its own folder on."""
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
