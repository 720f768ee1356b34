"""Whatever arrives in whatever order: each run once, led by its richest copy, all copies listed."""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import permutations
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from loadwatch import library as shelf
from loadwatch.athlete import Athlete
from loadwatch.importer import Import, Session, pool
from loadwatch.library import anew, forget, keep
from loadwatch.library.load import FORGOTTEN, tally
from loadwatch.library.scan import scan
from loadwatch.merge.copies import richest_first
from loadwatch.report import render_json
from loadwatch.review import review_of
from tests.library.arrivals import (
    BROKEN,
    CONTENTS,
    Content,
    digest,
    read_alone,
    read_here,
)
from tests.library.dump import dump

LONG_AGO_S = 1_700_000_000
TALL = Athlete(height_m=1.95)
TOTALS = ("run_impact_count", "walk_impact_count", "total_distance_m", "total_timer_time_s")
LIFE = settings(
    max_examples=25, stateful_step_count=20, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
NAMES = [f"{folder}{name}" for folder in ("", "phone/", "watch/2025/") for name in "ab"]


MEMORY = Path("/dev/shm")  # noqa: S108
QUICK = MEMORY if MEMORY.is_dir() else None
"""Where writing waits for no disk: thousands of imports, of which none is cut off."""


class StoppedError(Exception):
    """What ends an import in its middle."""


@contextmanager
def in_this_process() -> Iterator[None]:
    """Files are read here, each content once, instead of in processes of their own."""
    with mock.patch.object(pool, "read_parts", read_here):
        yield


def import_into(
    library: Path, folder: Path, who: Athlete | None = None, *, stop_after: int | None = None
) -> None:
    """What the command does, but for telling."""

    def progress(done: int, _total: int) -> None:
        if done == stop_after:
            raise StoppedError

    athlete = who or Athlete()
    with in_this_process(), shelf.writing(library, "import") as connection:
        run = shelf.begin_run(connection, [folder])
        found = scan(shelf.known(connection, athlete), [folder])
        shelf.bring_in(connection, run, found, athlete, progress=progress)


def held_by(library: Path) -> Import:
    with shelf.reading(library) as connection:
        found = shelf.imported(connection)
        held = tally(connection)
    states = [each.state for each in found.files]
    assert (held.sessions, held.files) == (len(found.sessions), len(states))
    assert held.quarantined == states.count("quarantined")
    assert held.forgotten == sum(each.reason == FORGOTTEN for each in found.files)
    return found


def as_text(held: Import) -> str:
    """All that a review is made of."""
    return repr((held.files, [(each.row, each.summary.notes) for each in held.sessions]))


def reviewed(library: Path) -> str:
    return render_json(review_of(held_by(library), as_of=date(2025, 6, 20), athlete=Athlete()))


@pytest.fixture
def quick() -> Iterator[Path]:
    """A folder of this test."""
    with tempfile.TemporaryDirectory(dir=QUICK) as folder:
        yield Path(folder)


@pytest.mark.parametrize("shifted", ["late", "zoned"])
def test_every_order_of_arrival_ends_in_one_run_led_by_the_richest(
    quick: Path, shifted: str
) -> None:
    wanted = [f"A {form}" for form in ("fit", "gpx", "tcx", shifted, "cut")]
    contents = [content for content in CONTENTS if content.name in wanted]
    folder, library = quick / "inbox", quick / "library"
    held: set[str] = set()
    told: set[str] = set()
    for place, order in enumerate(permutations(contents)):
        folder.mkdir()
        for number, content in enumerate(order):
            put(folder / f"{content.name}{content.ending}", content.data, 1)
            import_into(library, folder)
            (session,) = held_by(library).sessions
            assert len(session.sources) == number + 1
        held.add(as_text(held_by(library)))
        if place % 24 == 0:
            told.add(reviewed(library))
        shutil.rmtree(folder)
        shutil.rmtree(library)
    assert len(held) == 1
    (only,) = told
    (session,) = json.loads(only)["sessions"]
    assert session["source"] == str(folder / "A fit.fit")
    assert sorted(session["sources"]) == sorted(
        str(folder / f"{each.name}{each.ending}") for each in contents
    )


def put(path: Path, data: bytes, number: int) -> None:
    """A file at rest, of a time that no other has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (LONG_AGO_S + number, LONG_AGO_S + number))


@dataclass
class Shelf:
    """What a library must hold.

    Parameters
    ----------
    known : dict
        Contents by key.
    forgotten : set of str
        Keys.
    seen : dict
        Key of each file, as of the last import.
    lay : dict
        Keys that lay at each place, the latest last.
    """

    known: dict[str, Content] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)
    seen: dict[Path, str] = field(default_factory=dict)
    lay: dict[Path, list[str]] = field(default_factory=dict)

    def copy(self) -> Shelf:
        lay = {path: list(keys) for path, keys in self.lay.items()}
        return Shelf(dict(self.known), set(self.forgotten), dict(self.seen), lay)

    def forget(self, keys: set[str]) -> None:
        self.forgotten |= keys
        for path, held in self.lay.items():
            held[:] = [key for key in held if key not in keys or self.seen.get(path) == key]

    def has_replaced(self, content: Content) -> bool:
        """Whether a whole recording of the same time came later to where it lay."""
        own = key_of(content)
        if own in self.seen.values():
            return False
        later = {
            key
            for held in self.lay.values()
            if own in held
            for key in held[held.index(own) + 1 :]
            if not any(
                own in other[other.index(key) :] for other in self.lay.values() if key in other
            )
            or key in self.seen.values()
        }
        return any(
            key_of(other) in later
            and not other.name.endswith("cut")
            and other.name.endswith("zoned") == content.name.endswith("zoned")
            for other in self.runs.get(str(content.run), ())
        )

    @property
    def runs(self) -> dict[str, list[Content]]:
        """Contents of each run that counts."""
        runs: dict[str, list[Content]] = {}
        for key, content in self.known.items():
            if content.run is not None and key not in self.forgotten:
                runs.setdefault(content.run, []).append(content)
        return runs


def lead_of(contents: list[Content]) -> dict[str, object]:
    """The session of the richest, read by itself."""
    sessions = [s for each in contents for r in read_alone(each, Athlete()) for s in r.sessions]
    return sessions[richest_first([session.fingerprint for session in sessions])[0]].row


class Arrivals(RuleBasedStateMachine):
    """A folder that a person, a watch and a sync program fill, and the library of it."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(dir=QUICK))
        self.folder, self.library = self.home / "inbox", self.home / "library"
        self.folder.mkdir()
        self.files: dict[Path, Content] = {}
        self.as_left: dict[Path, tuple[bytes, int, int]] = {}
        self.model = Shelf()
        self.kept: tuple[Path, Shelf] | None = None
        self.who = Athlete()
        self.number = 0

    def teardown(self) -> None:
        shutil.rmtree(self.home)

    @initialize(content=st.sampled_from(CONTENTS))
    def begins(self, content: Content) -> None:
        self.arrives(content, NAMES[0])
        self.imports()

    def place(self, name: str, content: Content) -> Path:
        return self.folder / f"{name}{content.ending}"

    def put(self, path: Path, content: Content) -> None:
        self.number += 1
        put(path, content.data, self.number)
        self.files[path] = content
        self.remember(path)

    def remember(self, path: Path) -> None:
        status = path.stat()
        self.as_left[path] = (path.read_bytes(), status.st_mtime_ns, status.st_mode)

    @rule(content=st.sampled_from(CONTENTS + BROKEN), name=st.sampled_from(NAMES))
    def arrives(self, content: Content, name: str) -> None:
        self.put(self.place(name, content), content)

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def is_copied(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.files)))
        self.arrives(self.files[path], data.draw(st.sampled_from(NAMES)))

    @precondition(lambda self: any(c.name.endswith("cut") for c in self.files.values()))
    @rule(data=st.data())
    def a_cut_file_is_completed(self, data: st.DataObject) -> None:
        cut = sorted(path for path, c in self.files.items() if c.name.endswith("cut"))
        path = data.draw(st.sampled_from(cut))
        whole = self.files[path].name.replace(" cut", " fit")
        self.put(path, next(each for each in CONTENTS if each.name == whole))

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def is_deleted(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.files)))
        path.unlink()
        del self.files[path], self.as_left[path]

    @precondition(lambda self: self.files)
    @rule(data=st.data(), name=st.sampled_from(NAMES))
    def is_moved(self, data: st.DataObject, name: str) -> None:
        path = data.draw(st.sampled_from(sorted(self.files)))
        content, target = self.files[path], self.place(name, self.files[path])
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
        del self.files[path], self.as_left[path]
        self.files[target] = content
        self.remember(target)

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def is_touched(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.files)))
        self.put(path, self.files[path])

    @rule(times=st.integers(1, 2))
    def imports(self, times: int = 1) -> None:
        for _ in range(times):
            import_into(self.library, self.folder, self.who)
        self.has_imported()

    def has_imported(self) -> None:
        self.model.seen = {path: key_of(content) for path, content in self.files.items()}
        for path, key in self.model.seen.items():
            held = self.model.lay.setdefault(path, [])
            held[:] = [*(each for each in held if each != key), key]
        for content in self.files.values():
            if key_of(content) not in self.model.forgotten:
                self.model.known[key_of(content)] = content

    @rule(after=st.integers(1, 3))
    def imports_and_is_stopped(self, after: int) -> None:
        try:
            import_into(self.library, self.folder, self.who, stop_after=after)
        except StoppedError:
            assert set(runs_in(held_by(self.library))) >= set(self.model.runs)
        self.imports()

    @rule()
    def the_folder_is_not_there_for_a_night(self) -> None:
        away = self.home / "away"
        self.folder.rename(away)
        import_into(self.library, self.folder, self.who)
        away.rename(self.folder)

    @rule(who=st.sampled_from([Athlete(), TALL]))
    def the_profile_changes(self, who: Athlete) -> None:
        self.who = who
        self.imports()

    @precondition(lambda self: self.model.runs)
    @rule(data=st.data())
    def a_run_is_forgotten(self, data: st.DataObject) -> None:
        run = data.draw(st.sampled_from(sorted(self.model.runs)))
        wanted = runs_in(held_by(self.library))[run]
        with shelf.writing(self.library, "forget") as connection:
            forget.forget(connection, forget.keys_of_session(connection, wanted.session_id))
        self.model.forget({key_of(content) for content in self.model.runs[run]})

    @precondition(lambda self: self.model.forgotten & set(self.model.seen.values()))
    @rule(data=st.data())
    def a_file_is_remembered(self, data: st.DataObject) -> None:
        there = [p for p, key in self.model.seen.items() if key in self.model.forgotten]
        path = data.draw(st.sampled_from(sorted(there)))
        with shelf.writing(self.library, "forget") as connection:
            forget.remember(connection, keep.keys_below(connection, path))
        held_by(self.library)
        self.model.forgotten.discard(self.model.seen[path])
        self.model.known.pop(self.model.seen[path], None)
        self.imports()

    @rule()
    def is_backed_up(self) -> None:
        self.number += 1
        target = self.home / f"backup {self.number}"
        with shelf.reading(self.library) as connection:
            keep.back_up(connection, self.library, target)
        self.kept = target, self.model.copy()

    @precondition(lambda self: self.kept)
    @rule()
    def is_restored(self) -> None:
        assert self.kept is not None
        shutil.rmtree(self.library)
        shutil.copytree(self.kept[0], self.library)
        self.model = self.kept[1].copy()

    @rule()
    def is_rebuilt(self) -> None:
        before = dump(self.library)[:2]
        self.imports()
        imported = dump(self.library)[:2]
        with in_this_process(), shelf.held(self.library, "rebuild"):
            anew.build_anew(self.library, [self.folder], self.who)
        assert dump(self.library)[1] == imported[1], before

    @invariant()
    def each_run_is_one_led_by_the_richest(self) -> None:
        held = held_by(self.library)
        found = runs_in(held)
        assert set(found) == set(self.model.runs)
        assert len(held.sessions) == len(found)
        for run, contents in self.model.runs.items():
            lead = lead_of([each for each in contents if not self.model.has_replaced(each)])
            assert {each: found[run].summary.row[each] for each in TOTALS} == {
                each: lead[each] for each in TOTALS
            }

    @invariant()
    def every_copy_is_listed(self) -> None:
        found = runs_in(held_by(self.library))
        for run, contents in self.model.runs.items():
            keys = {key_of(content) for content in contents}
            there = [path for path, key in self.model.seen.items() if key in keys]
            gone = keys - set(self.model.seen.values())
            sources = [Path(source.partition("!")[0]) for source in found[run].sources]
            assert set(there) <= set(sources)
            assert len(sources) <= len(there) + len(gone)

    @invariant()
    def every_file_is_listed_once(self) -> None:
        listed = [Path(each.path) for each in held_by(self.library).files]
        gone = {
            key
            for contents in self.model.runs.values()
            for key in (key_of(each) for each in contents if not self.model.has_replaced(each))
            if key not in self.model.seen.values()
        }
        assert len(listed) == len(self.model.seen) + len(gone)
        assert set(self.model.seen) <= set(listed)

    @invariant()
    def all_is_as_it_was_written(self) -> None:
        with shelf.reading(self.library) as connection:
            assert keep.verify(connection) == []

    @invariant()
    def nothing_is_open_to_others(self) -> None:
        for place in (self.library, *self.library.rglob("*")):
            assert stat.S_IMODE(place.stat().st_mode) & 0o077 == 0, place

    @invariant()
    def originals_are_only_read(self) -> None:
        lying = {path for path in self.folder.rglob("*") if path.is_file()}
        assert lying == set(self.as_left)
        for path, (data, mtime_ns, mode) in self.as_left.items():
            status = path.stat()
            assert (path.read_bytes(), status.st_mtime_ns, status.st_mode) == (data, mtime_ns, mode)


def key_of(content: Content) -> str:
    return digest(content) + Path(f"x{content.ending}").suffix


RUN_OF = {
    session.session_id: content.run
    for content in CONTENTS
    for reading in read_alone(content, Athlete())
    for session in reading.sessions
}


def runs_in(held: Import) -> dict[str, Session]:
    """Sessions by the run that they are."""
    return {str(RUN_OF[session.session_id]): session for session in held.sessions}


def test_any_life_of_a_folder_ends_in_each_run_once() -> None:
    run_state_machine_as_test(Arrivals, settings=LIFE)


@pytest.mark.slow
@pytest.mark.parametrize(
    "lives", [30, pytest.param(2000, marks=pytest.mark.long)], ids=["many", "very many"]
)
def test_many_long_lives_of_a_folder_end_in_each_run_once(lives: int) -> None:
    long = settings(LIFE, max_examples=lives, stateful_step_count=40)
    run_state_machine_as_test(Arrivals, settings=long)
