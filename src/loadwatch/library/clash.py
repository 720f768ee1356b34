"""What lies in one athlete's library and belongs to another's, too: noted, never merged or moved.

Only libraries that lie side by side are compared, and those of others are only read.
"""

from __future__ import annotations

import functools
import json
import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from loadwatch.library.place import DATABASE_NAME
from loadwatch.library.schema import VERSION

SHORTEST_SERIAL = 6
"""A shorter serial number is one that programs make up, like 1234. [letters; choice]"""
BUSY_S = 1.0
"""How long to wait for another athlete's library that is being written. [s; choice]"""

Device = tuple[str, str]


@dataclass(frozen=True)
class Identity:
    """By what recordings of a library are known elsewhere.

    Parameters
    ----------
    contents : dict
        Hash of a recording → the files that hold it.
    devices : dict
        Name and serial number of a device → hashes of its recordings.
    origin : object
        The first line of its log, by which a library's backup is known.
    """

    contents: dict[str, set[Path]] = field(default_factory=dict)
    devices: dict[Device, set[str]] = field(default_factory=dict)
    origin: object = None


@dataclass(frozen=True)
class Clash:
    """What a library has in common with another.

    Parameters
    ----------
    folder : Path
        Of the other.
    same : frozenset of Path
        Files of ours whose recording the other holds, too.
    devices : dict
        Name and serial number of a device that has recorded for both → other files of ours.
    """

    folder: Path
    same: frozenset[Path]
    devices: dict[Device, frozenset[Path]]

    @property
    def name(self) -> str:
        """Of the other athlete."""
        return self.folder.name

    def only(self, files: frozenset[Path]) -> Clash | None:
        """What of it concerns some files; None if nothing."""
        devices = {device: own & files for device, own in self.devices.items() if own & files}
        same = self.same & files
        return Clash(self.folder, same, devices) if same or devices else None


def identity_of(connection: sqlite3.Connection) -> Identity:
    """By what the recordings of a library are known."""
    places: dict[str, set[Path]] = {}
    for path, key in connection.execute("SELECT path, key FROM file WHERE key <> ''"):
        places.setdefault(key, set()).add(Path(os.fsdecode(path)))
    first = "SELECT began_at, folders FROM import_run ORDER BY number LIMIT 1"
    found = Identity(origin=connection.execute(first).fetchone())
    for key, told in connection.execute("SELECT key, told FROM session"):
        session = json.loads(told)
        content = session["fingerprint"]["content"]
        found.contents.setdefault(content, set()).update(places.get(key, ()))
        serial = session["row"].get("device_serial")
        if serial and len(serial) >= SHORTEST_SERIAL:
            device = (str(session["row"].get("device") or "a device"), serial)
            found.devices.setdefault(device, set()).add(content)
    return found


def between(own: Identity, folder: Path, other: Identity) -> Clash | None:
    """What two libraries have in common; None if nothing, or if one is a backup of the other."""
    if own.origin is not None and own.origin == other.origin:
        return None
    same = own.contents.keys() & other.contents.keys()
    devices = {
        device: _files(own, own.devices[device] - same)
        for device in own.devices.keys() & other.devices.keys()
        if own.devices[device] - same and other.devices[device] - same
    }
    return Clash(folder, _files(own, same), devices) if same or devices else None


def clashes(folder: Path, connection: sqlite3.Connection) -> list[Clash]:
    """What a library has in common with those that lie beside it.

    Parameters
    ----------
    folder : Path
        Of the library.
    connection : sqlite3.Connection
        The library, to read.
    """
    beside = _beside(folder)
    if not beside:
        return []
    own = identity_of(connection)
    return [clash for other in beside if (clash := between(own, other, _read(other)))]


def new_in_common(fresh: Mapping[Path, frozenset[Path]]) -> Iterator[tuple[Path, Clash]]:
    """What of new files others hold, too; each library is read once, and none is held meanwhile.

    Parameters
    ----------
    fresh : mapping
        Folder of a library → files that are new in it.
    """
    read = functools.cache(_read)
    for folder, files in fresh.items():
        for other in _beside(folder) if files else ():
            clash = between(read(folder), other, read(other))
            found = clash and clash.only(files)
            if found:
                yield folder, found


def notes_by_file(found: Collection[Clash]) -> dict[Path, list[str]]:
    """What is noted of each file."""
    notes: dict[Path, list[str]] = {}
    for clash in found:
        for path in clash.same:
            notes.setdefault(path, []).append(f"also in the library of {clash.name}")
        for device, paths in clash.devices.items():
            for path in paths:
                words = f"the library of {clash.name} has runs by its {device[0]}, too"
                notes.setdefault(path, []).append(words)
    return notes


def _files(own: Identity, contents: Collection[str]) -> frozenset[Path]:
    return frozenset(path for content in contents for path in own.contents[content])


def _beside(folder: Path) -> list[Path]:
    try:
        return sorted(_libraries_beside(folder))
    except OSError:
        return []


def _libraries_beside(folder: Path) -> Iterator[Path]:
    for other in folder.parent.iterdir():
        with suppress(OSError):
            if (other / DATABASE_NAME).is_file() and not other.samefile(folder):
                yield other


def _read(folder: Path) -> Identity:
    """Of a library that is not written, nor brought up to date; none if it cannot be read."""
    path = f"{(folder / DATABASE_NAME).absolute().as_uri()}?mode=ro"
    with (
        suppress(sqlite3.Error, ValueError, KeyError),
        closing(sqlite3.connect(path, uri=True, timeout=BUSY_S)) as connection,
    ):
        if connection.execute("PRAGMA user_version").fetchone()[0] == VERSION:
            return identity_of(connection)
    return Identity()
