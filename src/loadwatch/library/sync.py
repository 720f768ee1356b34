"""Import: what a scan found goes into the library in batches, and may be stopped anywhere."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from loadwatch import __version__
from loadwatch.athlete import Athlete
from loadwatch.importer import Progress, Reading
from loadwatch.importer.states import FileState, Held
from loadwatch.library.checked import told_members
from loadwatch.library.rows import is_kept, lies_there, put_content, put_file
from loadwatch.library.scan import Scan, Seen, is_as_seen
from loadwatch.library.settings import decoder_version, settings_of
from loadwatch.library.store import transaction
from loadwatch.library.streams import Streams, remove_begun, streams_path
from loadwatch.library.trouble import new_trouble

if TYPE_CHECKING:
    from loadwatch.library.archives import Archives

T = TypeVar("T")

BATCH_FILES = 32
BATCH_S = 2.0
"""What is read is kept at least this often. [files; s; choice]"""


@dataclass(frozen=True)
class Counts:
    """What one import came to; files, unless it says otherwise.

    Parameters
    ----------
    read, known, unchanged, unopened, waiting, gone : int
        Decoded; new places of a content that was known; the same as last time; never opened, or
        not readable now; left for the next import; not there any more.
    quarantined : int
        Of those first seen since the last import that was finished.
    derived : int
        Recordings derived anew from kept streams, without decoding.
    members_known : int
        Members of archives that were known, and not decoded again; this is not kept in the log.
    """

    read: int = 0
    known: int = 0
    unchanged: int = 0
    unopened: int = 0
    waiting: int = 0
    gone: int = 0
    quarantined: int = 0
    derived: int = 0
    members_known: int = 0


def begin_run(connection: sqlite3.Connection, roots: Sequence[Path]) -> int:
    """Open a line of the log, and remember the folders for the next import."""
    with transaction(connection):
        connection.executemany(
            "INSERT OR IGNORE INTO folder VALUES (?)",
            [(os.fsencode(root),) for root in roots if os.path.isdir(root)],  # noqa: PTH112
        )
        cursor = connection.execute(
            "INSERT INTO import_run (began_at, version, folders, counts) VALUES (?, ?, ?, ?)",
            (_now(), __version__, json.dumps([str(root) for root in roots]), "{}"),
        )
    return int(cursor.lastrowid or 0)


def bring_in(
    connection: sqlite3.Connection,
    run: int,
    found: Scan,
    athlete: Athlete,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Counts:
    """Read what is new and keep it; whatever was kept when it is stopped need not be read again.

    Parameters
    ----------
    connection : sqlite3.Connection
        A library to write.
    run : int
        From :func:`begin_run`.
    found : Scan
        What lies there.
    athlete : Athlete
        The profile.
    jobs : int, optional
        Worker processes; by default as many as are worth it, one a core at most.
    progress : callable, optional
        Called with files done and files in all.
    """
    writer = _Writer(connection, run, athlete)
    work: list[tuple[Seen, Path | Held]] = [(seen, seen.path) for seen in found.fresh]
    work += found.derivable
    members_known = _work_through(writer, found, work, athlete, jobs, progress) if work else 0
    found.unchanged = [seen for seen in found.unchanged if seen.key not in writer.anew]
    counts = _finish(connection, run, found, read=writer.read, derived=writer.derived)
    if not found.failed:
        remove_begun(connection)
    return replace(counts, members_known=members_known)


def _work_through(
    writer: _Writer, found: Scan, work: Sequence[tuple[Seen, Path | Held]], athlete: Athlete,
    jobs: int | None, progress: Progress | None,
) -> int:  # fmt: skip
    """Read all that is to be read, and keep it; how many members of archives were known."""
    from loadwatch.importer.held import read_and_keep  # noqa: PLC0415  (numpy and formats)
    from loadwatch.importer.pool import read_parts  # noqa: PLC0415
    from loadwatch.library.archives import Archives  # noqa: PLC0415

    left = iter(work)
    archives = Archives(writer.connection, writer.settings, found.fresh)
    read = partial(read_and_keep, known=archives.known)
    try:
        for part in read_parts([job for _, job in work], jobs, athlete, read=read):
            is_archive = writer.surely(partial(archives.add, part))
            if part.is_last:
                seen, job = next(left)
                if isinstance(job, Held):
                    writer.renew(seen, part.readings, is_there=job.is_there)
                elif is_archive:
                    writer.take_archive(seen, archives, found)
                else:
                    writer.take(seen, part.readings, found)
            if progress is not None:
                progress(part.done, part.total)
    finally:
        writer.flush()
        writer.streams.close()
        archives.close()
    return archives.known_count


class _Writer:
    """Keeps readings in batches, and counts them."""

    def __init__(self, connection: sqlite3.Connection, run: int, athlete: Athlete) -> None:
        self.connection, self.run = connection, run
        self.settings = settings_of(athlete)
        self.streams = Streams(streams_path(connection), decoder_version())
        self.waiting: list[tuple[Seen, list[Reading], bool]] = []
        self.last = time.monotonic()
        self.read = self.derived = 0
        self.anew: set[str] = set()

    def take(self, seen: Seen, readings: list[Reading], found: Scan) -> None:
        """Keep what a file gave, unless it changed or could not be read now."""
        failed = next((each.state for each in readings if each.is_passing), None)
        if _is_sound(seen, failed, found):
            self.read += 1
            self._add(seen, readings, has_place=True)

    def take_archive(self, seen: Seen, archives: Archives, found: Scan) -> None:
        """Keep what an archive gave part by part, under the same conditions."""
        if _is_sound(seen, archives.failed, found):
            self.read += 1
            self.flush()
            self.surely(lambda: archives.put(seen, self.run))
            archives.keep_streams(seen, self.streams)

    def renew(self, seen: Seen, readings: list[Reading], *, is_there: bool) -> None:
        """Keep what a content gave this time; without its file it stays as it was if that failed.

        Where its streams could not be used, its file was read; where that is gone, too, they go.
        """
        is_derived = all(each.is_derived for each in readings)
        has_failed = any(each.is_passing for each in readings)
        if has_failed and is_derived:
            self.streams.drop([seen.key])
        if has_failed or not (is_derived or (is_there and is_as_seen(seen))):
            return
        if not is_there and any(each.is_failure for each in readings):
            return
        self.derived += is_derived
        if not is_derived:
            self.read += 1
            self.anew.add(seen.key)
        self._add(seen, readings, has_place=False)

    def _add(self, seen: Seen, readings: list[Reading], *, has_place: bool) -> None:
        self.waiting.append((seen, readings, has_place))
        if len(self.waiting) >= BATCH_FILES or time.monotonic() - self.last > BATCH_S:
            self.flush()

    def flush(self) -> None:
        # What cannot be kept is not tried again: each try may wait for others that read.
        batch, self.waiting = self.waiting, []
        if batch:
            self.surely(lambda: self._put(batch))
            self._keep_streams(batch)
        self.last = time.monotonic()

    def surely(self, do: Callable[[], T]) -> T:
        """Write something; on a full disk the streams make way for it."""
        try:
            return do()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_FULL or not self.streams.make_way():
                raise
            return do()

    def _put(self, batch: Sequence[tuple[Seen, list[Reading], bool]]) -> None:
        from loadwatch.library.codec import stored_session  # noqa: PLC0415  (numpy)

        with transaction(self.connection):
            for seen, readings, has_place in batch:
                sessions = [stored_session(each) for own in readings for each in own.sessions]
                members = told_members(readings)
                put_content(self.connection, seen, members, sessions, self.settings)
                if has_place:
                    put_file(self.connection, seen, self.run)

    def _keep_streams(self, batch: Sequence[tuple[Seen, list[Reading], bool]]) -> None:
        """Keep the streams of contents of which every member gave some."""
        kept, used = [], []
        for seen, readings, _ in batch:
            parts = [each.streams for each in readings if each.streams is not None]
            if readings and all(each.is_derived for each in readings):
                used.append(seen.key)
            elif len(parts) == len(readings):
                kept.append((seen.key, parts))
        if kept or used:
            self.streams.keep(kept, used)


def _is_sound(seen: Seen, failed: FileState | None, found: Scan) -> bool:
    """Whether what was read of a file can be kept; else it waits, or has failed for now."""
    if not is_as_seen(seen):
        found.waiting.append(seen.path)
        return False
    if failed is not None:
        found.failed.append(
            replace(seen, state=failed.state, reason=failed.reason, is_passing=True)
        )
        return False
    return True


def _finish(
    connection: sqlite3.Connection, run: int, found: Scan, *, read: int, derived: int
) -> Counts:
    """Places, what is never opened, what is gone, and the end of the log's line: all at once."""
    left = set(found.waiting)
    with transaction(connection):
        for seen in (*found.known, *found.unopened):
            if seen.key and not is_kept(connection, seen.key):
                found.waiting.append(seen.path)
                left.add(seen.path)
            else:
                put_file(connection, seen, run)
        for seen in found.failed:
            if not lies_there(connection, seen):
                put_file(connection, replace(seen, size=None, mtime_ns=None, key=""), run)
        gone = 0
        for path in found.gone:
            raw = os.fsencode(path)
            connection.execute("DELETE FROM file WHERE path = ? AND key = ''", (raw,))
            told = connection.execute("UPDATE file SET is_gone = 1 WHERE path = ?", (raw,))
            gone += told.rowcount > 0
        counts = Counts(
            read,
            sum(seen.path not in left for seen in found.known),
            len(found.unchanged),
            len(found.unopened) + len(found.failed),
            len(found.waiting),
            gone,
            len({each.path for each in new_trouble(connection, run)}),
            derived,
        )
        connection.execute(
            "UPDATE import_run SET ended_at = ?, counts = ? WHERE number = ?",
            (_now(), json.dumps(_told(counts)), run),
        )
    return counts


def _told(counts: Counts) -> dict[str, int]:
    """Counts as an earlier loadwatch can read them, too, which does not know all of them."""
    told = asdict(replace(counts, members_known=0))
    return {name: count for name, count in told.items() if count}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
