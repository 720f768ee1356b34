"""Folders are watched: what comes to rest in them goes into the library, by the import's own path.

The library is open, and its lock held, only while something is brought in.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from loadwatch import library as shelf
from loadwatch.athlete import Athlete
from loadwatch.errors import LibraryDamagedError, LibraryError, LibraryNewerError
from loadwatch.importer import FileState
from loadwatch.importer.finding import find_files, is_ignored
from loadwatch.library.bring import bring
from loadwatch.library.clash import Clash, new_in_common
from loadwatch.library.put_away import PutAway, shelves
from loadwatch.library.scan import AT_REST_S, Below
from loadwatch.library.trouble import new_trouble

LOOK_S = 0.3
"""A look at the folders comes at most this often, however many events there are. [s; choice]"""
EVENT_S = 0.5
"""How long one wait for events lasts before it is seen whether a folder is gone. [s; choice]"""
ANYWAY_S = 60.0
"""With events, too, the folders are looked through this often: events get lost. [s; choice]"""
HELD_S = 1.0
"""How long to wait for another loadwatch before watching goes on. [s; choice]"""
PATIENCE = 3.0
"""Files at rest wait for others that are not, so many quiet times at most. [1; choice]"""
AGAIN_S, AGAIN_MOST_S = 60.0, 3600.0
"""What could not be read for now is tried again after this long, then twice as long. [s; choice]"""

Profile = Callable[[], tuple[Path | None, Athlete]]
Status = tuple[int, int]


@dataclass(frozen=True)
class Imported:
    """Something was brought in.

    Parameters
    ----------
    counts : Counts
        What the import came to.
    names : tuple of str
        Of the files that were read.
    trouble : tuple of FileState
        Those of them that cannot be used.
    moved : PutAway or None
        What was put away; None where nothing is.
    common : tuple of Clash
        What of them lies with another athlete, too.
    failed : frozenset of Path
        What could not be read for now; it is tried again.
    """

    counts: shelf.Counts
    names: tuple[str, ...]
    trouble: tuple[FileState, ...]
    moved: PutAway | None = None
    common: tuple[Clash, ...] = ()
    failed: frozenset[Path] = frozenset()

    @property
    def is_vain(self) -> bool:
        """Whether nothing came of it but files that could not be read."""
        counts = self.counts
        done = (counts.read, counts.derived, counts.known, counts.gone, counts.quarantined)
        return bool(self.failed) and not any(done) and not (self.moved and self.moved.left)


@dataclass(frozen=True)
class Away:
    """A folder is not there now."""

    folder: Path


@dataclass(frozen=True)
class Back:
    """A folder is there again."""

    folder: Path


@dataclass(frozen=True)
class PutOff:
    """An import was put off.

    Parameters
    ----------
    why : str
        One sentence.
    """

    why: str


Event = Imported | Away | Back | PutOff


@dataclass
class _Mark:
    status: Status | None
    since: float
    put_off_s: float = 0.0
    again_at: float = 0.0


@dataclass
class Places:
    """What lies in some folders, since when, and which of it has been brought in.

    Parameters
    ----------
    roots : sequence of Path
        Folders, absolute.
    quiet_s : float
        How long size and time of a file must stand. [s]
    """

    roots: Sequence[Path]
    quiet_s: float
    away: set[Path] = field(default_factory=set)
    _marks: dict[Path, _Mark] = field(default_factory=dict)
    _taken: dict[Path, Status] = field(default_factory=dict)
    _asked: float | None = field(default_factory=time.monotonic)
    _there: Below = field(default_factory=lambda: Below(()))

    @property
    def there(self) -> list[Path]:
        """Folders that are there; those that are not tell nothing of their files."""
        return [root for root in self.roots if root not in self.away]

    def look(self, own: Collection[Path]) -> None:
        """See what lies there now; what lay in a folder that is away stays as it was."""
        self.away = {root for root in self.roots if not os.path.isdir(root)}  # noqa: PTH112
        now, seen = time.monotonic(), _statuses(self.there, own)
        for root in self.there:
            if not os.path.isdir(root):  # noqa: PTH112  (it went while it was looked through)
                self.away.add(root)
        for path, status in seen.items():
            mark = self._marks.get(path)
            if mark is None or mark.status != status:
                self._marks[path] = _Mark(status, now)
        self._there = Below(self.there)
        for path, mark in list(self._marks.items()):
            if path in seen or path not in self._there:
                continue
            if mark.status is not None:
                self._marks[path] = _Mark(None, now)
            elif path not in self._taken:
                del self._marks[path]

    def restless(self) -> set[Path]:
        """Files that have changed, come or gone less than the quiet time ago."""
        now = time.monotonic()
        return {path for path in self._pending() if self._rests_at(path) > now}

    def is_due(self) -> bool:
        """Whether something is at rest that has not been brought in."""
        now = time.monotonic()
        times = [self._rests_at(path) for path in self._pending() if not self._is_put_off(path)]
        rested = [each for each in times if each <= now]
        is_calm = len(rested) == len(times)
        if self._asked is not None:
            rested.append(self._asked)
        if not rested or not self.there:
            return False
        return is_calm or now - min(rested) > PATIENCE * self.quiet_s

    def next_s(self, most: float) -> float:
        """How long until another file may be at rest. [s]"""
        now = time.monotonic()
        pending = self._pending()
        times = [max(self._rests_at(path), self._marks[path].again_at) - now for path in pending]
        return min([most, *(max(each, 0.0) + LOOK_S / 2 for each in times)])

    def took(self, waiting: Collection[Path], failed: Collection[Path] = ()) -> None:
        """All but these has been brought in; what could not be read has to wait longer."""
        self._asked = None
        now, left, put_off = time.monotonic(), set(waiting), set(failed)
        for path in self._pending():
            mark = self._marks[path]
            if path in left:
                mark.since = max(mark.since, now)
            elif path in put_off:
                mark.put_off_s = min(max(AGAIN_S, 2 * mark.put_off_s), AGAIN_MOST_S)
                mark.again_at = now + mark.put_off_s
            elif mark.status is None:
                self._taken.pop(path, None)
            else:
                self._taken[path] = mark.status

    def forget(self, paths: Collection[Path]) -> None:
        """These were put away, and are not gone."""
        for path in paths:
            self._marks.pop(path, None)
            self._taken.pop(path, None)

    def _pending(self) -> list[Path]:
        return [
            path
            for path, mark in self._marks.items()
            if mark.status != self._taken.get(path) and path in self._there
        ]

    def _is_put_off(self, path: Path) -> bool:
        return self._marks[path].again_at > time.monotonic()

    def _rests_at(self, path: Path) -> float:
        mark = self._marks[path]
        at = mark.since + self.quiet_s
        if mark.status is not None:
            age = (time.time_ns() - mark.status[1]) / 1e9
            if 0 <= age < self.quiet_s:
                at = max(at, time.monotonic() + self.quiet_s - age)
        return at


def _statuses(roots: Sequence[Path], own: Collection[Path]) -> dict[Path, Status]:
    """Size and time of every file that an import would open. [bytes; ns]"""
    found, left_out = {}, Below(own)
    for path in find_files(roots):
        if is_ignored(path.name, path.parts) or path in left_out:
            continue
        with suppress(OSError):
            status = path.stat()
            found[path] = (status.st_size, status.st_mtime_ns)
    return found


class Clock:
    """Wakes after a while: where there are no events."""

    def __init__(self, every_s: float) -> None:
        self.every_s = every_s

    def wait(self, roots: Sequence[Path], most_s: float) -> None:
        """Wait for the next look. [s]"""
        del roots
        time.sleep(max(LOOK_S, min(self.every_s, most_s)))


class Events(Clock):
    """Wakes when the system tells of a change; like a clock where the system does not tell."""

    def __init__(self, every_s: float) -> None:
        super().__init__(every_s)
        self._changes: Iterator[object] | None = None
        self._told_of: list[tuple[Path, int, int]] = []

    def wait(self, roots: Sequence[Path], most_s: float) -> None:
        """Wait for a change, the return of a folder, or the next look. [s]"""
        time.sleep(LOOK_S)
        before = _identities(roots)
        if self._changes is None or before != self._told_of:
            self._begin(before)
            return
        until = time.monotonic() + most_s
        try:
            while time.monotonic() < until:
                if next(self._changes, None) or _identities(roots) != before:
                    return
        except (OSError, RuntimeError):
            self._changes = None
            super().wait(roots, most_s)

    def _begin(self, roots: list[tuple[Path, int, int]]) -> None:
        """Listen anew; what changed before the system listens is seen by the look after this."""
        from watchfiles import watch as changes_of  # noqa: PLC0415  (an extra)

        self._changes, self._told_of = None, roots
        if not roots:
            super().wait((), self.every_s)
            return
        changes = changes_of(
            *(root for root, _, _ in roots), watch_filter=None, step=50, debounce=500,
            rust_timeout=int(EVENT_S * 1000), yield_on_timeout=True, ignore_permission_denied=True,
        )  # fmt: skip
        try:
            next(changes)
        except (OSError, RuntimeError):
            super().wait((), self.every_s)
        else:
            self._changes = changes


def _identities(roots: Sequence[Path]) -> list[tuple[Path, int, int]]:
    """Folders that are there, and which ones they are: one that came back is another."""
    found = []
    for root in roots:
        with suppress(OSError):
            status = root.stat()
            found.append((root, status.st_dev, status.st_ino))
    return found


def has_events() -> bool:
    """Whether the package that listens to the system is installed."""
    try:
        import watchfiles  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


def watch(
    folder: Path,
    roots: Sequence[Path],
    profile: Profile,
    *,
    quiet_s: float = AT_REST_S,
    every_s: float = 5.0,
    poll: bool = False,
    jobs: int | None = None,
    inbox: Path | None = None,
) -> Iterator[Event]:
    """Bring in what comes to rest, for ever; tell what was done.

    Parameters
    ----------
    folder : Path
        Of the library.
    roots : sequence of Path
        Folders of recordings, absolute.
    profile : callable
        Gives the profile's path and the profile, as they are now.
    quiet_s : float
        How long a file must lie unchanged, by its own time, too. [s]
    every_s : float
        Between looks where there are no events. [s]
    poll : bool
        Whether to look only, even where there are events.
    jobs : int, optional
        Reading processes; by default as many as are worth it, one a core at most.
    inbox : Path, optional
        The one of the folders whose files are put away.

    Raises
    ------
    LibraryError
        If the library is damaged, or if a later loadwatch has written it.
    """
    with_events = not poll and has_events()
    clock = Events(every_s) if with_events else Clock(every_s)
    places, away, is_put_off = Places(roots, quiet_s), set[Path](), False
    failed: frozenset[Path] = frozenset()
    while True:
        path, who = profile()
        own = shelf.own_places(folder, roots, path)
        with suppress(OSError):
            places.look([*own, *shelves(inbox)])
        yield from (Away(root) for root in roots if root in places.away - away)
        yield from (Back(root) for root in roots if root in away - places.away)
        away = set(places.away)
        most_s = ANYWAY_S if with_events else every_s
        if places.is_due():
            try:
                done = _bring_in(folder, places, who, own, jobs, inbox)
            except (LibraryDamagedError, LibraryNewerError):
                raise
            except (LibraryError, OSError) as error:
                if not is_put_off:
                    yield PutOff(str(error))
                is_put_off = True
                time.sleep(every_s)
                continue
            is_put_off = False
            if not (done.is_vain and failed == done.failed):
                yield done
            failed = done.failed
        clock.wait(roots, places.next_s(most_s))


def _bring_in(
    folder: Path, places: Places, who: Athlete, own: Collection[Path], jobs: int | None,
    inbox: Path | None,
) -> Imported:  # fmt: skip
    with shelf.writing(folder, "watch", wait_s=HELD_S) as connection:
        restless = places.restless()
        brought = bring(
            connection, places.there, who, own=own, inbox=inbox, restless=restless,
            rest_s=places.quiet_s, jobs=jobs,
        )  # fmt: skip
        trouble = new_trouble(connection) if brought.counts.quarantined else []
    failed = frozenset(seen.path for seen in brought.found.failed)
    places.took({*restless, *brought.found.waiting}, failed)
    places.forget(brought.moved.left if brought.moved else ())
    common = tuple(clash for _, clash in new_in_common({folder: brought.fresh}))
    names = tuple(seen.path.name for seen in brought.read)
    return Imported(brought.counts, names, tuple(trouble), brought.moved, common, failed)
