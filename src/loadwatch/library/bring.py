"""One import: what lies below some folders goes into a library and is then put away."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from loadwatch.athlete import Athlete
from loadwatch.errors import FoldersAwayError
from loadwatch.importer import Progress
from loadwatch.library.put_away import PutAway, finish, put_away
from loadwatch.library.scan import AT_REST_S, Scan, Seen, known, scan
from loadwatch.library.sync import Counts, begin_run, bring_in


@dataclass(frozen=True)
class Brought:
    """What an import did.

    Parameters
    ----------
    found : Scan
        What lay there.
    counts : Counts
        What it came to.
    moved : PutAway or None
        What was put away; None where nothing is.
    """

    found: Scan
    counts: Counts
    moved: PutAway | None

    @property
    def read(self) -> list[Seen]:
        """Files that were read, where they lay."""
        unread = {*self.found.waiting, *(seen.path for seen in self.found.failed)}
        return [seen for seen in self.found.fresh if seen.path not in unread]

    @property
    def fresh(self) -> frozenset[Path]:
        """Where the files that were read lie now."""
        left = {} if self.moved is None else self.moved.left
        return frozenset(left.get(seen.path, seen.path) for seen in self.read)


def bring(
    connection: sqlite3.Connection,
    roots: Sequence[Path],
    athlete: Athlete,
    *,
    own: Collection[Path],
    inbox: Path | None = None,
    restless: Collection[Path] = (),
    rest_s: float = AT_REST_S,
    again: bool = False,
    jobs: int | None = None,
    progress: Progress | None = None,
    wait: Callable[[int], None] | None = None,
) -> Brought:
    """Bring in what is new below some folders.

    Parameters
    ----------
    connection : sqlite3.Connection
        A library to write.
    roots : sequence of Path
        Files and folders, absolute.
    athlete : Athlete
        The profile.
    own : collection of Path
        What is no recording.
    inbox : Path, optional
        The folder whose files are put away.
    restless : collection of Path
        Files that wait for the next import, whatever their time.
    rest_s : float
        A file changed less than this ago waits, too. [s]
    again : bool
        Whether what is quarantined is read again.
    jobs : int, optional
        Reading processes; by default as many as are worth it, one a core at most.
    progress : callable, optional
        Called with files done and files in all.
    wait : callable, optional
        Called, where files were changed a moment ago, with their number; it comes back when they
        had the time to come to rest, and those that did are read. Without it they wait.

    Raises
    ------
    FoldersAwayError
        If none of the roots is there; the library is then as it was.
    """
    if not any(os.path.lexists(root) for root in roots):
        away = ", ".join(str(root) for root in roots)
        raise FoldersAwayError(
            f"nothing that would be imported is there now: {away}; nothing was changed. "
            "Plug in or mount it, or name another folder"
        )
    if inbox is not None:
        finish(connection, inbox)
    before = known(connection, athlete, again=again)
    found = scan(before, roots, leave_out=own, rest_s=rest_s)
    if found.waiting and wait is not None:
        wait(len(found.waiting))
        found = scan(before, roots, leave_out=own, rest_s=rest_s)
    _withhold(found, set(restless))
    run = begin_run(connection, roots)
    counts = bring_in(connection, run, found, athlete, jobs=jobs, progress=progress)
    moved = None if inbox is None else put_away(connection, inbox, found)
    return Brought(found, counts, moved)


def _withhold(found: Scan, restless: set[Path]) -> None:
    there = {seen.path for seen in (*found.fresh, *found.known)}
    found.waiting += sorted(there & restless)
    found.fresh = [seen for seen in found.fresh if seen.path not in restless]
    found.known = [seen for seen in found.known if seen.path not in restless]
    found.gone = [path for path in found.gone if path not in restless]
