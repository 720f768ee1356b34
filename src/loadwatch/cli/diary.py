"""``loadwatch diary add``, ``list`` and ``import``."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loadwatch.cli.output import (
    EXIT_FAILED,
    EXIT_QUARANTINED,
    OutputFormat,
    end_by,
    print_text,
    shows,
)
from loadwatch.cli.profile import read_by
from loadwatch.errors import DiaryError

if TYPE_CHECKING:
    from loadwatch.diary import Entry

KM_OF = {"km": 1.0, "m": 0.001, "mi": 1.609344}
_RUN = re.compile(r"(\d+(?:[.,]\d+)?)\s*(km|mi|m)", re.I | re.A)

app = typer.Typer(
    help="Pain, exertion, rest, illness, and runs that were not recorded.", no_args_is_help=True
)

DiaryOption = Annotated[
    Path,
    typer.Option(
        "--diary", envvar="LOADWATCH_DIARY", show_default=False,
        help="The diary, or its folder; loadwatch-diary.csv here if not told.",
    ),
]  # fmt: skip
Scale = Annotated[float | None, typer.Option(metavar="0-10")]
Days = Annotated[str | None, typer.Option(metavar="FROM..TO", help="One day or several.")]


@app.command()
def add(
    day: Annotated[
        str, typer.Option("--date", help="Day of the entry: 2026-05-01, today or yesterday.")
    ] = "today",
    pain_during: Scale = None,
    pain_after: Scale = None,
    pain_next_morning: Scale = None,
    site: Annotated[str, typer.Option(help="Where it hurt.")] = "",
    leg_symptoms: Annotated[
        bool | None,
        typer.Option("--leg-symptoms/--no-leg-symptoms", help="Pain, numbness, weakness in a leg."),
    ] = None,
    saddle_symptoms: Annotated[
        bool | None,
        typer.Option(
            "--saddle-symptoms/--no-saddle-symptoms",
            help="Numbness between the legs, trouble with bladder or bowel.",
        ),
    ] = None,
    rpe: Annotated[
        float | None, typer.Option(metavar="0-10", help="How hard the session felt.")
    ] = None,
    strength: Annotated[
        bool | None, typer.Option("--strength/--no-strength", help="A strength session.")
    ] = None,
    run: Annotated[
        str | None, typer.Option(metavar="5km", help="A run that was not recorded: 5km, 3mi, 800m.")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(help="How long that run took; bounds its impacts.")
    ] = None,
    rest: Days = None,
    ill: Days = None,
    away: Days = None,
    note: Annotated[str, typer.Option(help="Anything else.")] = "",
    diary: DiaryOption = Path(),
) -> None:
    """Add one entry; an entry for a day that has one already adds to it."""
    from loadwatch.diary import (  # noqa: PLC0415
        Entry,
        add_entries,
        checked,
        diary_path,
        red_flags_of,
    )

    today = _today()
    told = Entry(
        today, pain_during=pain_during, pain_after=pain_after, pain_next_morning=pain_next_morning,
        leg_symptoms=leg_symptoms, saddle_symptoms=saddle_symptoms, session_rpe=rpe,
        strength=strength, site=site.strip(), run_min=minutes, note=note.strip(),
    )  # fmt: skip
    _say_red_flags(red_flags_of(told))
    path = diary_path(diary)
    try:
        kind, days = _one_of({"rest": rest, "ill": ill, "away": away})
        first, until = _days(days or day, today)
        told = replace(told, date=first, until=until, day=kind, run_km=_km(run))
        add_entries(path, [checked(told, today)])
    except DiaryError as error:
        end_by(error)
    _say_added(path, told)


@app.command("list")
def list_(
    since: Annotated[str | None, typer.Option(help="Leave out what ended before this day.")] = None,
    output: Annotated[
        OutputFormat, typer.Option("--format", envvar="LOADWATCH_FORMAT", help="Output format.")
    ] = OutputFormat.TEXT,
    diary: DiaryOption = Path(),
) -> None:
    """List the diary day by day, with how pain behaved in the 24 hours."""
    from loadwatch.diary import diary_path, read_diary  # noqa: PLC0415
    from loadwatch.report.diary import render_json, render_text  # noqa: PLC0415

    path = diary_path(diary)
    if not path.exists():
        raise typer.BadParameter(f"there is no diary {str(path)!r}; loadwatch diary add begins one")
    read_by(None)
    found = read_diary(path, _today())
    if since is not None:
        try:
            first, _ = _days(since, _today())
        except DiaryError as error:
            end_by(error)
        found = replace(found, entries=[e for e in found.entries if e.last >= first])
    if output is OutputFormat.JSON:
        print_text(render_json(found))
    else:
        print_text(render_text(found, plain_ascii=not shows("“–”")))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="CSV", help="A table with the diary's columns.")],
    diary: DiaryOption = Path(),
) -> None:
    """Add the entries of a CSV that the diary does not have yet."""
    from loadwatch.diary import add_entries, diary_path, read_diary  # noqa: PLC0415
    from loadwatch.report.diary import red_flag_words  # noqa: PLC0415
    from loadwatch.report.words import shown_name, wrapped  # noqa: PLC0415

    if not file.is_file():
        raise typer.BadParameter(f"there is no file {str(file)!r}")
    path, today = diary_path(diary), _today()
    found = read_diary(file, today)
    known = set(read_diary(path, today).entries) if path.exists() else set()
    fresh = [entry for entry in dict.fromkeys(found.entries) if entry not in known]
    _say_red_flags(red_flag_words(fresh))
    if fresh:
        try:
            add_entries(path, fresh)
        except DiaryError as error:
            end_by(error)
    for problem in found.problems:
        told = wrapped(f"loadwatch: {shown_name(problem)}", "", "  ")
        typer.echo("\n".join(told), err=True)
    print_text(
        f"{len(fresh):,} added to {path}, {len(found.entries) - len(fresh):,} there already, "
        f"{len(found.problems):,} not usable"
    )
    if found.problems:
        raise typer.Exit(EXIT_QUARANTINED if found.entries else EXIT_FAILED)


def _today() -> date:
    return datetime.now().astimezone().date()


def _one_of(kinds: dict[str, str | None]) -> tuple[str, str]:
    """The kind of day that was asked for and its days; empty where none was."""
    asked = [(kind, days) for kind, days in kinds.items() if days is not None]
    if len(asked) > 1:
        raise DiaryError("an entry takes one of --rest, --ill and --away")
    return asked[0] if asked else ("", "")


def _days(text: str, today: date) -> tuple[date, date | None]:
    """First and, where there are several, last day of ``FROM..TO``."""
    first, dots, last = text.partition("..")
    begin = _day(first, today)
    return begin, _day(last, today) if dots else None


def _day(text: str, today: date) -> date:
    from loadwatch.diary.lines import date_of  # noqa: PLC0415

    words = {"today": today, "yesterday": today - timedelta(days=1)}
    shown = text.strip()
    return words[shown.lower()] if shown.lower() in words else date_of(shown)


def _km(run: str | None) -> float | None:
    if run is None:
        return None
    found = _RUN.fullmatch(run.strip())
    if found is None:
        raise DiaryError(f"{run!r} is no distance; write it like 5km, 3mi or 800m")
    return round(float(found[1].replace(",", ".")) * KM_OF[found[2].lower()], 3)


def _say_red_flags(told: Sequence[str]) -> None:
    """Symptoms are answered before anything else, even if the entry cannot be kept."""
    if told:
        from loadwatch.report.diary import red_flag_lines  # noqa: PLC0415

        print_text("\n".join(red_flag_lines(told)))
        sys.stdout.flush()


def _say_added(path: Path, entry: Entry) -> None:
    from loadwatch.diary import pain_response  # noqa: PLC0415

    days = str(entry.date) if entry.until is None else f"{entry.date} to {entry.until}"
    print_text(f"Added to {path}: {days}{f', {entry.day}' if entry.day else ''}")
    told = pain_response(entry.pain_during, entry.pain_after, entry.pain_next_morning).words
    if told:
        print_text(f"Pain in 24 hours: {told}")
