"""``loadwatch backtest``."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from loadwatch.cli.inputs import read_files, read_inputs
from loadwatch.cli.options import (
    AthleteFile,
    DiaryFile,
    HeightCm,
    Jobs,
    NoCache,
    Recordings,
    Zone,
)
from loadwatch.cli.output import EXIT_FAILED, EXIT_QUARANTINED, OutputFormat, print_text, shows


def backtest(
    paths: Recordings = None,
    output: Annotated[
        OutputFormat, typer.Option("--format", envvar="LOADWATCH_FORMAT", help="Output format.")
    ] = OutputFormat.TEXT,
    events: Annotated[
        Path | None,
        typer.Option(help="CSV with columns date and kind, instead of pain in the diary."),
    ] = None,
    check: Annotated[
        int, typer.Option(min=0, help="Judge every n-th day again alone; 0 for none.")
    ] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the shuffles.")] = 1,
    zone: Zone = None,
    height_cm: HeightCm = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    diary: DiaryFile = None,
    athlete: AthleteFile = None,
) -> None:  # fmt: skip
    """Replay a history day by day: how often rules spoke, and whether events followed."""
    from loadwatch.backtest import Evidence, read_events  # noqa: PLC0415  (pandas: not in --help)
    from loadwatch.backtest import backtest as replayed  # noqa: PLC0415
    from loadwatch.importer import QUARANTINED  # noqa: PLC0415
    from loadwatch.report.backtest import render_json, render_text  # noqa: PLC0415
    from loadwatch.right import parted, set_right  # noqa: PLC0415

    listed = None
    if events is not None:
        if not events.exists():
            raise typer.BadParameter(f"there is no list of events {str(events)!r}")
        listed = read_events(events, datetime.now().astimezone().date())
    given = read_inputs(paths, diary=diary, athlete=athlete, height_cm=height_cm, zone=zone)
    own = events.resolve() if events is not None else None
    files = [path for path in given.files if own is None or path.resolve() != own]
    found = read_files(replace(given, files=files), jobs=jobs, no_cache=no_cache)
    quarantined = sum(file.state == QUARANTINED for file in found.files)
    result = replayed(
        Evidence(
            set_right(parted(found, given.told), given.told, given.athlete).rows,
            [] if given.diary is None else given.diary.entries,
            given.athlete,
        ),
        listed,
        check_every=check,
        problems=[] if given.diary is None else given.diary.problems,
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
