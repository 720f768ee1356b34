"""What decides how a file is read: the program's own code, and what the profile tells of a body.

Reading has two halves. What is decoded is kept as streams; a change of the other half alone, or of
the profile, derives the sessions anew from these.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import sys
from collections.abc import Collection
from pathlib import Path

import loadwatch
from loadwatch.athlete import Athlete

DECODING_PARTS = (
    "activity.py", "columns.py", "discover.py", "errors.py", "units.py", "formats", "streams",
    "importer/finding.py", "importer/held.py", "importer/reading.py",
)  # fmt: skip
"""Code whose change can change what is decoded; when it does, files are read again."""
DECODING_PACKAGES, DERIVING_PACKAGES = ("fitdecode",), ("tzdata", "tzfpy")
"""Packages whose tables decide what is decoded, and in which time zone it lies."""
DERIVING_PARTS = ("athlete/profile.py", "derive", "importer/judging.py", "merge")
"""Code whose change can change what comes of that; when it does, sessions are derived anew."""


def reader_version() -> str:
    """Version of the program, of what decodes and of what derives."""
    deriving = digest_of_code(DERIVING_PARTS, DERIVING_PACKAGES)
    return f"{loadwatch.__version__}-{decoder_version()}-{deriving}"


def decoder_version() -> str:
    """Version of what decodes; a later program may decode as this one does."""
    return digest_of_code(DECODING_PARTS, DECODING_PACKAGES)


@functools.cache
def digest_of_code(parts: tuple[str, ...], packages: tuple[str, ...] = ()) -> str:
    """Checksum of files and folders of the program's code, and of the versions of packages.

    Files and folders are named from the program's own folder on.

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
    digest.update(" ".join(_installed(packages)).encode())
    return digest.hexdigest()[:12]


def _installed(packages: Collection[str]) -> list[str]:
    """Names and versions of packages, as their folders tell them; importing them takes longer."""
    found: dict[str, str] = {}
    for folder in filter(os.path.isdir, sys.path) if packages else ():
        for entry in os.listdir(folder):  # noqa: PTH208  (a Path for each takes longer)
            name, _, rest = entry.partition("-")
            if rest.endswith(".dist-info") and name in packages:
                found.setdefault(name, entry)
    return sorted(found.values())


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
