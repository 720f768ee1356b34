"""``loadwatch watch``: what comes to rest in a folder is imported, until it is stopped."""

from __future__ import annotations

import signal
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loadwatch.cli.options import (
    AthleteFile,
    HeightCm,
    Jobs,
    LibraryFolder,
    LibraryName,
    PutAwayFolder,
)
from loadwatch.cli.output import EXIT_INTERRUPTED, Interrupted
from loadwatch.cli.profile import told_athlete, with_options
from loadwatch.cli.shelf import (
    chosen_library,
    clash_lines,
    telling_errors,
    told_inbox,
    told_paths,
    told_state,
)

if TYPE_CHECKING:
    from loadwatch.athlete import Athlete
    from loadwatch.watch import Event, Imported

NAMED = 3
"""Files that a line names. [files; choice]"""


def watch(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Folders of watch exports.",
            show_default="the folders imported before",
        ),
    ] = None,
    library: LibraryFolder = None,
    name: LibraryName = None,
    athlete: AthleteFile = None,
    height_cm: HeightCm = None,
    jobs: Jobs = None,
    every_s: Annotated[
        float,
        typer.Option("--every", min=0.5, help="Seconds between looks where there are no events."),
    ] = 5.0,
    quiet_s: Annotated[
        float,
        typer.Option(
            "--quiet-s", min=0,
            help="Seconds a file must lie unchanged, by its own time, too.",
        ),
    ] = 5.0,
    put_away: PutAwayFolder = None,
    poll: Annotated[
        bool, typer.Option("--poll", help="Look only; for network folders, which tell no events.")
    ] = False,
) -> None:  # fmt: skip
    """Import what comes to rest in a folder, until stopped (Ctrl+C)."""
    from loadwatch import watch as watching  # noqa: PLC0415
    from loadwatch.report.words import shown_name  # noqa: PLC0415

    folder = chosen_library(library, name)
    stop = _Stop()
    try:
        with telling_errors():
            inbox = told_inbox(put_away)
            roots = _roots(folder, paths, inbox)
            profile = _Profile(athlete, folder, height_cm)
            how = "events" if watching.has_events() and not poll else f"a look every {every_s:g} s"
            _say(f"watching {', '.join(shown_name(str(root)) for root in roots)} by {how}")
            for event in watching.watch(
                folder,
                roots,
                profile,
                quiet_s=quiet_s,
                every_s=every_s,
                poll=poll,
                jobs=jobs,
                inbox=inbox,
            ):
                _tell(event)
    except KeyboardInterrupt:
        stop.is_asked = True
        _say("stopped; what was read is kept")
        raise typer.Exit(stop.code) from None
    finally:
        stop.give_back()


class _Stop:
    """A key or the system asks to stop, once; asking again while stopping changes nothing."""

    def __init__(self) -> None:
        self.is_asked, self.code = False, EXIT_INTERRUPTED
        self._before = {
            number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)
        }

    def _ask(self, number: int, _frame: object) -> None:
        if self.is_asked:
            return
        self.is_asked = True
        self.code = 0 if number == signal.SIGTERM else EXIT_INTERRUPTED
        raise Interrupted

    def give_back(self) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)


class _Profile:
    """The profile as it is now; while it is broken, the one before."""

    def __init__(self, wanted: Path | None, folder: Path, height_cm: float | None) -> None:
        self._wanted, self._folder, self._height_cm = wanted, folder, height_cm
        self._last, self._problem = self._read(), ""

    def _read(self) -> tuple[Path | None, Athlete]:
        path, who = told_athlete(self._wanted, self._folder)
        return path, with_options(who, height_cm=self._height_cm)

    def __call__(self) -> tuple[Path | None, Athlete]:
        try:
            self._last, self._problem = self._read(), ""
        except typer.BadParameter as error:
            if str(error) != self._problem:
                self._problem = str(error)
                _say(f"the profile stays as it was: {error}", err=True)
        return self._last


def _roots(folder: Path, paths: list[Path] | None, inbox: Path | None) -> list[Path]:
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch.library.log import folders  # noqa: PLC0415
    from loadwatch.library.put_away import with_inbox  # noqa: PLC0415

    told = list(dict.fromkeys(told_paths(paths)))
    for path in told:
        if not path.is_dir():
            raise typer.BadParameter(f"{str(path)!r} is no folder")
    if not told and shelf.is_there(folder):
        with shelf.reading(folder) as connection:
            told = folders(connection)
    told = with_inbox(told, inbox)
    if not told:
        raise typer.BadParameter("name the folder of your recordings, this first time")
    return told


def _tell(event: Event) -> None:
    from loadwatch.report.words import shown_name  # noqa: PLC0415
    from loadwatch.watch import Away, Back, Imported  # noqa: PLC0415

    if isinstance(event, Imported):
        _say(_came_in(event))
        for state in event.trouble:
            _say(told_state(state), err=True)
        for problem in event.moved.problems if event.moved else ():
            _say(shown_name(problem, 400), err=True)
        for clash in event.common:
            for line in clash_lines(clash):
                _say(line, err=True)
    elif isinstance(event, Away):
        _say(f"{shown_name(str(event.folder))} is not there; waiting for it", err=True)
    elif isinstance(event, Back):
        _say(f"{shown_name(str(event.folder))} is there again", err=True)
    else:
        _say(f"put off: {shown_name(event.why, 600)}", err=True)


def _came_in(event: Imported) -> str:
    from loadwatch.report.words import plural, shown_name  # noqa: PLC0415

    counts = event.counts
    names = ", ".join(shown_name(each) for each in event.names[:NAMED])
    more = f" and {len(event.names) - NAMED:,} more" if len(event.names) > NAMED else ""
    parts = [f"{plural(counts.read, 'file')} read" + f" ({names}{more})" * bool(names)]
    parts += [f"{counts.unchanged:,} unchanged"] * (not event.names)
    parts += [f"{counts.derived:,} derived anew"] * bool(counts.derived)
    parts += [f"{counts.known:,} known from elsewhere"] * bool(counts.known)
    parts += [f"{counts.gone:,} gone from their folder (their runs stay)"] * bool(counts.gone)
    parts += [f"{counts.waiting:,} still being written"] * bool(counts.waiting)
    parts += [f"{counts.quarantined:,} quarantined"] * bool(counts.quarantined)
    parts += [f"{len(event.failed):,} not readable now, tried again"] * bool(event.failed)
    if event.moved and event.moved.left:
        parts.append(f"{event.moved.done:,} put in done, {event.moved.failed:,} in failed")
    return ", ".join(parts)


def _say(text: str, *, err: bool = False) -> None:
    typer.echo(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S}  {text}", err=err)
