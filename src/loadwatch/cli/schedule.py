"""``loadwatch schedule install``, ``status`` and ``remove``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from loadwatch.cli.everyone import athletes, refuse_with_all
from loadwatch.cli.options import Everyone, LibraryFolder, LibraryName, PutAwayFolder
from loadwatch.cli.output import EXIT_FAILED, print_text
from loadwatch.cli.shelf import ago, chosen_library, shown, told_place
from loadwatch.errors import LibraryError, NotifyError, ScheduleError

if TYPE_CHECKING:
    from loadwatch.schedule import Backend, Installed

UNNAMED, EVERYONE = "default", "all athletes"


class BackendName(StrEnum):
    """Who starts the job."""

    SYSTEMD = "systemd"
    CRON = "cron"
    LAUNCHD = "launchd"
    SCHTASKS = "schtasks"


app = typer.Typer(help="The nightly job: import and review while you sleep.", no_args_is_help=True)

DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done, and do nothing.")]


@app.command()
def install(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...",
            help="Files or folders to import.",
            show_default="the folders imported before",
        ),
    ] = None,
    at: Annotated[str, typer.Option(metavar="03:15", help="Time of day.")] = "03:15",
    backend: Annotated[
        BackendName | None,
        typer.Option(help="Who starts the job.", show_default="the first that works here"),
    ] = None,
    put_away: PutAwayFolder = None,
    dry_run: DryRun = False,
    library: LibraryFolder = None,
    name: LibraryName = None,
    everyone: Everyone = False,
) -> None:  # fmt: skip
    """Run loadwatch every night; every file and command is shown before it is written or run."""
    from loadwatch import schedule  # noqa: PLC0415
    from loadwatch.schedule.job import DELAY_S, clock_of  # noqa: PLC0415

    try:
        clock = clock_of(at)
    except ScheduleError as error:
        raise typer.BadParameter(str(error)) from error
    machine = schedule.this_machine()
    if everyone:
        refuse_with_all({"PATH": paths, "--put-away": put_away, "--name": name})
    night = _everyones(library) if everyone else _one_athletes(paths, put_away, library, name)
    whose, folder, reads, tells = night.whose, night.folder, night.reads, bool(night.settings)
    try:
        extra = [*night.extra, *(["--notify"] if tells else [])]
        command = tuple(schedule.nightly_command(night.names, folder, name, extra=extra))
        job = schedule.checked(
            schedule.Job(
                whose, clock, command, folder, (*reads, *night.writes), night.writes,
                needs_network=tells,
            )
        )  # fmt: skip
        taken = schedule.chosen(machine, backend)
        _refuse_a_second(taken, schedule.all_backends(machine), whose)
        plan = taken.plan(job)
    except ScheduleError as error:
        _fail(error)
    lines = [
        f"Every night at {job.at:%H:%M}, up to {DELAY_S // 60} minutes later, by {taken.name}.", "",
        *schedule.told(plan), "", *taken.remarks(),
    ]  # fmt: skip
    if not tells:
        lines.append(
            "It sends no message. For one: loadwatch notify init --ask, then install again."
        )
    lines += _doubts(night.settings)
    lines += [f"{path} is not there now; the job reads it when it is." for path in _absent(reads)]
    print_text("\n".join(lines))
    hindrance = taken.hindrance()
    if dry_run:
        cannot = f"; it could not be done here, for {hindrance}" if hindrance else ""
        print_text(f"\nNothing was written: --dry-run{cannot}.")
        return
    if hindrance:
        _fail(ScheduleError(f"nothing was written, for {hindrance}; take another --backend"))
    try:
        schedule.carry_out(plan, machine)
    except ScheduleError as error:
        _fail(error)
    print_text("\nDone; loadwatch schedule status tells how it goes.")


@dataclass(frozen=True)
class _Night:
    """Whose job, where its libraries lie, what it is given, reads and writes, and who is told."""

    whose: str
    folder: Path
    names: tuple[Path, ...]
    reads: tuple[Path, ...]
    writes: tuple[Path, ...]
    extra: list[str]
    settings: tuple[Path, ...]


def _one_athletes(
    paths: list[Path] | None, put_away: Path | None, library: Path | None, name: str | None
) -> _Night:
    writes = () if put_away is None else (told_place(put_away),)
    folder = chosen_library(library, name)
    remembered = () if paths else tuple(_remembered(folder))
    if not (paths or writes or remembered):
        raise typer.BadParameter("import a folder first, or name the folder of your recordings")
    names = tuple(map(told_place, paths or []))
    extra = ["--put-away", str(writes[0])] if writes else []
    settings = _settings([folder])
    return _Night(name or UNNAMED, folder, names, remembered or names, writes, extra, settings)


def _everyones(library: Path | None) -> _Night:
    """One job for all athletes; each library remembers its folders."""
    found = athletes(library)
    base = found[0].parent
    reads = tuple(dict.fromkeys(root for folder in found for root in _remembered(folder)))
    return _Night(EVERYONE, base, (), reads, (), ["--all"], _settings([base, *found]))


def _settings(folders: list[Path]) -> tuple[Path, ...]:
    """The settings of messages that lie in folders."""
    from loadwatch.notify.targets import CONFIG_NAME  # noqa: PLC0415  (pandas; slow to load)

    return tuple(path for path in (folder / CONFIG_NAME for folder in folders) if path.exists())


def _doubts(settings: tuple[Path, ...]) -> list[str]:
    """Why messages may not go out at night although they do by day."""
    from loadwatch.notify.targets import read_config  # noqa: PLC0415

    told = []
    for path in settings:
        try:
            names = read_config(path).from_environment()
        except NotifyError as error:
            told.append(f"No message would go out: {error}")
            continue
        if names:
            told.append(
                f"{path}: {', '.join(names)} would not be reached, for the job does not have the "
                "environment of your shell; keep the address in a file, with file: instead of env:."
            )
    return told


def _remembered(folder: Path) -> list[Path]:
    """Folders that a library remembers; one that cannot be read is told by the job itself."""
    from loadwatch.library import reading  # noqa: PLC0415
    from loadwatch.library.log import folders  # noqa: PLC0415

    try:
        with reading(folder) as connection:
            return folders(connection)
    except (LibraryError, OSError):
        return []


@app.command()
def status(
    library: LibraryFolder = None, name: LibraryName = None, everyone: Everyone = False
) -> None:
    """Tell whether the job is there, when it runs next, and how the last run ended."""
    from loadwatch import schedule  # noqa: PLC0415

    machine, whose = schedule.this_machine(), _whose(name, everyone=everyone)
    held = athletes(library) if everyone else [chosen_library(library, name)]
    found = [
        (backend, job)
        for backend in schedule.all_backends(machine).values()
        if (job := backend.installed(whose)) is not None
    ]
    if not found:
        print_text(f"Nothing is scheduled for {whose}; loadwatch schedule install does it.")
    for backend, job in found:
        print_text("\n".join(_status(backend, job, whose)))
    for folder in held:
        print_text(f"Library {shown(folder)}: {_last_import(folder)}")


def _whose(name: str | None, *, everyone: bool) -> str:
    if everyone:
        refuse_with_all({"--name": name})
    return EVERYONE if everyone else name or UNNAMED


def _last_import(folder: Path) -> str:
    """What the library itself says of its last import, whoever started it."""
    from loadwatch.library import is_there, reading  # noqa: PLC0415
    from loadwatch.library.log import last_finished  # noqa: PLC0415

    try:
        if not is_there(folder):
            return "nothing was imported yet"
        with reading(folder) as connection:
            return ago(last_finished(connection))
    except (LibraryError, OSError) as error:
        return f"it cannot be read: {error}"


@app.command()
def remove(dry_run: DryRun = False, name: LibraryName = None, everyone: Everyone = False) -> None:
    """Take the job away; only what carries loadwatch's own mark is touched."""
    from loadwatch import schedule  # noqa: PLC0415

    machine, whose = schedule.this_machine(), _whose(name, everyone=everyone)
    is_any = False
    try:
        for backend in schedule.all_backends(machine).values():
            plan = backend.removal(whose)
            if plan.steps:
                is_any = True
                print_text("\n".join(schedule.told(plan)))
                if not dry_run:
                    schedule.carry_out(plan, machine)
    except ScheduleError as error:
        _fail(error)
    if not is_any:
        print_text(f"Nothing is scheduled for {whose}.")
    elif dry_run:
        print_text("\nNothing was removed: --dry-run.")
    else:
        print_text("\nDone; the library, the diary and the log stay where they are.")


def _status(backend: Backend, job: Installed, name: str) -> list[str]:
    from loadwatch.schedule.job import DELAY_S, next_start  # noqa: PLC0415

    when = "every night" if job.at is None else f"every night at {job.at:%H:%M}"
    lines = [f"{name}: {when}, by {backend.name}", f"  kept in  {job.where}"]
    lines.append(f"  runs     {job.command}")
    if job.problem:
        lines.append(f"  next     never: {job.problem}; loadwatch schedule install mends it")
    elif job.at is not None:
        start = next_start(job.at, datetime.now().astimezone().replace(tzinfo=None))
        late = f"up to {DELAY_S // 60} minutes later"
        lines.append(f"  next     {start:%Y-%m-%d %H:%M}, {late}")
    lines.append(f"  last     {job.last or 'no run is known'}")
    lines.append(f"  printed  {job.log}")
    return [*lines, *(f"  {remark}" for remark in backend.remarks())]


def _refuse_a_second(taken: Backend, backends: dict[str, Backend], name: str) -> None:
    for other in backends.values():
        if other.name != taken.name and other.installed(name) is not None:
            raise ScheduleError(
                f"{name} is scheduled by {other.name} already; loadwatch schedule remove first"
            )


def _absent(paths: tuple[Path, ...]) -> list[Path]:
    return [path for path in paths if not path.exists()]


def _fail(error: ScheduleError) -> NoReturn:
    typer.echo(f"loadwatch: {error}", err=True)
    raise typer.Exit(EXIT_FAILED) from error
