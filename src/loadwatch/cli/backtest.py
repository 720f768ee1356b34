"""``loadwatch backtest``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from loadwatch.cli.inputs import reading_progress, recordings_and_diary, zone_of
from loadwatch.cli.options import HeightCm
from loadwatch.cli.output import EXIT_QUARANTINED, OutputFormat, print_text, shows

EXIT_FAILED = 1


def backtest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files or folders of one runner. [default: this folder]"),
    ] = None,
    output: Annotated[
        OutputFormat, typer.Option("--format", envvar="LOADWATCH_FORMAT", help="Output format.")
    ] = OutputFormat.TEXT,
    events: Annotated[
        Path | None,
        typer.Option(help="CSV with columns date and kind, instead of pain in the diary."),
    ] = None,
    diary: Annotated[
        Path | None,
        typer.Option(
            envvar="LOADWATCH_DIARY",
            help="The diary; loadwatch-diary.csv in the folder if not told.",
        ),
    ] = None,
    check: Annotated[
        int, typer.Option(min=0, help="Judge every n-th day again alone; 0 for none.")
    ] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the shuffles.")] = 1,
    zone: Annotated[
        str | None,
        typer.Option(
            envvar="LOADWATCH_ZONE",
            help="Time zone, like Europe/Berlin, of files that do not tell theirs.",
        ),
    ] = None,
    height_cm: HeightCm = 170.0,
    jobs: Annotated[
        int | None, typer.Option(min=1, envvar="LOADWATCH_JOBS", help="Reading processes.")
    ] = None,
) -> None:  # fmt: skip
    """Replay a history day by day: how often rules spoke, and whether events followed."""
    from loadwatch.backtest import Evidence, read_events  # noqa: PLC0415  (pandas: not in --help)
    from loadwatch.backtest import backtest as replayed  # noqa: PLC0415
    from loadwatch.importer import QUARANTINED, import_files  # noqa: PLC0415
    from loadwatch.report.backtest import render_json, render_text  # noqa: PLC0415

    listed = None
    if events is not None:
        if not events.exists():
            raise typer.BadParameter(f"there is no list of events {str(events)!r}")
        listed = read_events(events, datetime.now().astimezone().date())
    others = [] if events is None else [events]
    files, told = recordings_and_diary(paths, diary, *others)
    with reading_progress() as progress:
        found = import_files(files, jobs=jobs, height_m=height_cm / 100, progress=progress)
    quarantined = sum(file.state == QUARANTINED for file in found.files)
    result = replayed(
        Evidence(
            [session.row for session in found.sessions],
            [] if told is None else told.entries,
            zone_of(zone),
        ),
        listed,
        check_every=check,
        problems=[] if told is None else told.problems,
        quarantined_count=quarantined,
        seed=seed,
    )
    if output is OutputFormat.JSON:
        print_text(render_json(result))
    else:
        print_text(render_text(result, plain_ascii=not shows("·–")))
    if result.disagreements:
        raise typer.Exit(EXIT_FAILED)
    if quarantined:
        raise typer.Exit(EXIT_QUARANTINED)
