"""``loadwatch notify init``, ``test`` and ``send``."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loadwatch.cli.ahead import Ahead, next_run_day
from loadwatch.cli.everyone import athletes, refuse_with_all
from loadwatch.cli.inputs import checked_day, checked_zone, now_in, read_and_judge_both, read_inputs
from loadwatch.cli.kept import keeper_of
from loadwatch.cli.options import (
    AthleteFile,
    DiaryFile,
    Everyone,
    HeightCm,
    Jobs,
    LibraryFolder,
    LibraryName,
    NoCache,
    Recordings,
    Zone,
)
from loadwatch.cli.output import EXIT_FAILED, end_by, print_text, shows
from loadwatch.cli.page import next_day
from loadwatch.cli.profile import read_by
from loadwatch.cli.shelf import chosen_library, telling_errors
from loadwatch.errors import NotifyError

if TYPE_CHECKING:
    from loadwatch.notify.run import Night, Outcome
    from loadwatch.notify.targets import Config
    from loadwatch.notify.words import Message
    from loadwatch.plan import Plan

app = typer.Typer(
    help="A message for each new finding, and a weekly digest; nothing when there is nothing.",
    no_args_is_help=True,
)

NotifyPlace = Annotated[
    Path | None,
    typer.Option(
        "--notify", envvar="LOADWATCH_NOTIFY", show_default="notify.toml here, else the library's",
        help="The settings, or their folder.",
    ),
]  # fmt: skip
NotifyFile = Annotated[
    Path | None,
    typer.Option(
        "--notify", envvar="LOADWATCH_NOTIFY",
        help="The settings; notify.toml in the folder if not told.",
    ),
]  # fmt: skip


@app.command()
def init(
    notify: NotifyPlace = None,
    library: LibraryFolder = None,
    name: LibraryName = None,
    ask: Annotated[
        bool,
        typer.Option(
            "--ask", help="Ask for an address, like mailtos://..., keep it in its own file, "
            "and send it a test.",
        ),
    ] = False,
) -> None:  # fmt: skip
    """Begin a notify.toml in which every key is explained."""
    from loadwatch.notify.template import begin  # noqa: PLC0415

    path = _place(notify, library, name)
    url = _asked() if ask else None
    if ask:
        _must_be_installed()
    try:
        written = begin(path, url)
    except NotifyError as error:
        end_by(error)
    print_text("\n".join(f"Begun: {each}" for each in written))
    if url is None:
        print_text(f"Next: take away the # before a target, then loadwatch notify test "
                   f"--notify {path}")  # fmt: skip
    else:
        _try_out(path)


@app.command("test")
def try_targets(
    notify: NotifyPlace = None, library: LibraryFolder = None, name: LibraryName = None
) -> None:
    """Send a test to every target and call the heartbeat; nothing is read or kept."""
    _try_out(_place(notify, library, name))


def _place(notify: Path | None, library: Path | None, name: str | None) -> Path:
    """The settings that were told, those here, or those of the library."""
    from loadwatch.library.place import is_there  # noqa: PLC0415  (numpy stays out of --help)
    from loadwatch.notify.targets import config_path  # noqa: PLC0415

    here, folder = config_path(Path()), chosen_library(library, name)
    if notify is not None:
        return config_path(notify)
    is_told = library is not None or name is not None
    if is_told and not is_there(folder):
        told = f"there is no library in {folder}; loadwatch import begins one"
        raise typer.BadParameter(told)
    return config_path(folder) if is_told or (is_there(folder) and not here.exists()) else here


def _lie_in_library(notify: Path | None) -> bool:
    """Whether the settings that init and test take, none being told, are those of the library."""
    from loadwatch.notify.targets import config_path  # noqa: PLC0415

    return notify is None and _place(None, None, None) != config_path(Path())


def _try_out(path: Path) -> None:
    from loadwatch.notify.run import try_out  # noqa: PLC0415

    config = _config(path)
    try:
        _end(try_out(config))
    except NotifyError as error:
        _fail(error)


@app.command()
def send(
    paths: Recordings = None,
    notify: NotifyFile = None,
    library: LibraryFolder = None,
    name: LibraryName = None,
    everyone: Everyone = False,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Judge as of this day.", show_default="today"),
    ] = None,
    detail: Annotated[
        bool, typer.Option("--detail", help="Say what was found in every message.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be sent; send and keep nothing.")
    ] = False,
    zone: Zone = None,
    height_cm: HeightCm = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    diary: DiaryFile = None,
    athlete: AthleteFile = None,
) -> None:  # fmt: skip
    """Judge as of today, and tell each target what is new to it.

    With --library or --name it judges what the library holds, else the recordings of a folder; if
    neither is told and no notify.toml lies here, what the library holds, as init and test do.
    With --all it sends one message about all athletes, by the notify.toml beside their libraries.
    """
    from loadwatch.notify.ledger import LEDGER_NAME  # noqa: PLC0415  (pandas; slow to load)
    from loadwatch.notify.run import Night  # noqa: PLC0415
    from loadwatch.notify.targets import CONFIG_NAME, config_path  # noqa: PLC0415

    told = checked_day(as_of, "--as-of")
    day = told.date() if told else None
    if everyone:
        refuse_with_all(
            {"PATH": paths, "--name": name, "--diary": diary, "--athlete": athlete,
             "--height-cm": height_cm}
        )  # fmt: skip
        tell_of_all_libraries(
            library, notify=notify, as_of=day, zone=zone, detail=detail, dry_run=dry_run
        )
        return
    if library is not None or name is not None or (not paths and _lie_in_library(notify)):
        if paths:
            raise typer.BadParameter("name recordings or a library, not both")
        folder = chosen_library(library, name)
        tell_of_library(
            folder,
            name,
            notify=notify,
            as_of=day,
            zone=zone,
            diary=diary,
            athlete=athlete,
            detail=detail,
            dry_run=dry_run,
        )
        return
    given = read_inputs(paths, diary=diary, athlete=athlete, height_cm=height_cm, zone=zone)
    config = _config(config_path(notify or given.folder))
    if not dry_run:
        _must_be_installed()
    given.files[:] = [path for path in given.files if path.name not in (CONFIG_NAME, LEDGER_NAME)]
    now = now_in(given.athlete.zone)
    found, review = read_and_judge_both(given, as_of=as_of or now, jobs=jobs, no_cache=no_cache)
    on = next_day(told) or next_run_day(review, now.date())
    ahead = Ahead(found, given.athlete, given.diary, given.told, given.folder, on=on)
    night = Night(review, now, has_detail=detail, plan=_plan(config, ahead))
    _tell(config, given.folder / LEDGER_NAME, night, dry_run=dry_run)


def tell_of_library(
    folder: Path,
    name: str | None,
    *,
    notify: Path | None = None,
    as_of: date | None = None,
    zone: str | None = None,
    diary: Path | None = None,
    athlete: Path | None = None,
    detail: bool = False,
    dry_run: bool = False,
    is_sound: bool = True,
) -> None:
    """Tell each target what is new to it in what a library holds, and whose it is if named.

    An import that is not sound is no sign of life: the heartbeat is then not called.
    """
    from loadwatch import library as shelf  # noqa: PLC0415
    from loadwatch.library.log import import_days  # noqa: PLC0415
    from loadwatch.notify.ledger import LEDGER_NAME  # noqa: PLC0415
    from loadwatch.notify.run import Night  # noqa: PLC0415
    from loadwatch.notify.targets import config_path  # noqa: PLC0415

    config = _config(config_path(notify or folder), is_sound=is_sound)
    if not dry_run:
        _must_be_installed()
    keeper = keeper_of(folder, athlete=athlete, zone=zone)
    read_by(keeper.who)
    with telling_errors(), shelf.reading(folder) as connection:
        found = shelf.imported(connection)
        last, before = import_days(connection, keeper.now.tzinfo)
    review = keeper.judge(found, as_of=as_of, diary=diary)
    ahead = Ahead(
        found, keeper.who, keeper.diary(diary), keeper.told(), folder,
        on=as_of + timedelta(days=1) if as_of else next_run_day(review, keeper.now.date()),
    )  # fmt: skip
    night = Night(
        review, keeper.now, last_import=last, whose=name or "", has_detail=detail,
        import_before=before, plan=_plan(config, ahead),
    )  # fmt: skip
    _tell(config, folder / LEDGER_NAME, night, dry_run=dry_run)


def tell_of_all_libraries(
    library: Path | None,
    *,
    notify: Path | None = None,
    as_of: date | None = None,
    zone: str | None = None,
    detail: bool = False,
    dry_run: bool = False,
    is_sound: bool = True,
) -> None:
    """Tell each target of a coach what is new to it, of all athletes in one message.

    As in :func:`tell_of_library`, the heartbeat is called after a sound import only.
    """
    from loadwatch.cli.roster import roster_of  # noqa: PLC0415
    from loadwatch.notify.several import (  # noqa: PLC0415
        Athlete,
        Nights,
        pending_of_all,
        tell_of_all,
    )
    from loadwatch.notify.targets import config_path  # noqa: PLC0415

    base = athletes(library)[0].parent
    config = _config(config_path(notify or base), is_sound=is_sound)
    if not dry_run:
        _must_be_installed()
    home = checked_zone(zone)
    read_by(None)
    roster, reviews = roster_of(library, as_of, home)
    judged = [Athlete(folder, review) for folder, review in reviews.items()]
    nights = Nights(base, judged, roster, now_in(home), detail)
    try:
        if dry_run:
            _show_pending(pending_of_all(config, nights))
            return
        outcome = tell_of_all(config, nights)
    except NotifyError as error:
        _fail(error)
    _end(outcome)


def _plan(config: Config, ahead: Ahead) -> Plan | None:
    """The next run, where a target has a digest that tells of it."""
    has_digest = any(target.digest is not None for target in config.targets)
    try:
        return ahead.plan() if has_digest else None
    except typer.BadParameter as error:
        typer.echo(f"loadwatch: the next run is left out: {error.message}", err=True)
        return None


def _show_pending(found: list[tuple[str, Message]]) -> None:
    from loadwatch.report.words import ascii_only  # noqa: PLC0415

    blocks = [f"To {name}: {told.title}\n\n{told.text}" for name, told in found]
    text = "\n".join(blocks) or "Nothing would be sent."
    print_text(text if shows("→·▲█") else ascii_only(text))


def _must_be_installed() -> None:
    from loadwatch.notify.send import check_installed  # noqa: PLC0415

    try:
        check_installed()
    except NotifyError as error:
        _fail(error)


def _tell(config: Config, ledger: Path, night: Night, *, dry_run: bool) -> None:
    from loadwatch.notify.run import pending, tell  # noqa: PLC0415

    try:
        if dry_run:
            _show_pending(pending(config, ledger, night))
        else:
            _end(tell(config, ledger, night))
    except NotifyError as error:
        _fail(error)


def _asked() -> str:
    """An address from a terminal, not shown, or from a pipe."""
    if sys.stdin.isatty():
        told = str(typer.prompt("Address (not shown)", hide_input=True, err=True))
    else:
        told = sys.stdin.readline()
    if not told.strip() or "://" not in told:
        raise typer.BadParameter("an address looks like mailtos://me:password@mail.example.org")
    return told.strip()


def _config(path: Path, *, is_sound: bool = True) -> Config:
    """The settings; broken ones, and ones without a target, are wrong use."""
    from loadwatch.notify.targets import read_config  # noqa: PLC0415

    try:
        config = read_config(path)
    except NotifyError as error:
        raise typer.BadParameter(str(error)) from None
    if not config.targets:
        told = f"{path} names no target; take away the # before one, or run notify init --ask"
        raise typer.BadParameter(told)
    return config if is_sound else replace(config, told_heartbeat="")


def _end(outcome: Outcome) -> None:
    """Say what was done and what failed; a failure ends with 1."""
    for line in outcome.sent:
        print_text(line)
    for line in (*outcome.notes, *outcome.problems):
        typer.echo(f"loadwatch: {line}", err=True)
    if outcome.problems:
        raise typer.Exit(EXIT_FAILED)


def _fail(error: NotifyError) -> None:
    typer.echo(f"loadwatch: {error}", err=True)
    raise typer.Exit(EXIT_FAILED) from None
