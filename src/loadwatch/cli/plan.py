"""``loadwatch plan``."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from loadwatch.cli.inputs import (
    checked_day,
    checked_ladder,
    read_files,
    read_inputs,
    tell_diary_problems,
)
from loadwatch.cli.options import (
    AthleteFile,
    Clock,
    DaysOutput,
    DiaryFile,
    HeightCm,
    Jobs,
    NoCache,
    Recordings,
    Units,
    Zone,
)
from loadwatch.cli.output import EXIT_QUARANTINED, DaysFormat, print_bytes, print_text, shows


def plan(
    paths: Recordings = None,
    km: Annotated[
        float | None, typer.Option(min=0.1, max=1000, help="Judge a run of so many kilometres.")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(min=0.5, max=1440, help="Judge a run of so many minutes.")
    ] = None,
    run: Annotated[
        float | None, typer.Option(min=1, max=7200, help="Seconds of each run of a set.")
    ] = None,
    walk: Annotated[
        float | None, typer.Option(min=0, max=7200, help="Seconds of each walk between them.")
    ] = None,
    reps: Annotated[
        int | None,
        typer.Option(min=1, max=500, help="Number of runs. [default: lists several]"),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="Day of the run. [default: the day after the last activity]"
        ),
    ] = None,
    step: Annotated[
        float, typer.Option(min=0.05, max=5, help="Grain of the budget in kilometres.")
    ] = 0.1,
    output: DaysOutput = DaysFormat.TEXT,
    zone: Zone = None,
    units: Units = None,
    clock: Clock = None,
    height_cm: HeightCm = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    diary: DiaryFile = None,
    athlete: AthleteFile = None,
) -> None:
    """What the next run would trip, and the largest that trips nothing."""
    if sum(value is not None for value in (km, minutes, run)) > 1:
        raise typer.BadParameter("--km, --minutes and --run are one session each; give one of them")
    if (run is None) != (walk is None):
        raise typer.BadParameter("sets need both --run and --walk")
    if reps is not None and run is None:
        raise typer.BadParameter("--reps needs --run and --walk")
    from loadwatch import outlook  # noqa: PLC0415  (pandas stays out of --help)
    from loadwatch.plan import Asked  # noqa: PLC0415
    from loadwatch.report import render_plan_json, render_plan_text  # noqa: PLC0415

    on = checked_day(on, "--on")
    given = read_inputs(
        paths, diary=diary, athlete=athlete, height_cm=height_cm, zone=zone,
        units=units, clock=clock,
    )  # fmt: skip
    tell_diary_problems(given)
    found = read_files(given, jobs=jobs, no_cache=no_cache)
    asked = Asked(
        distance_m=None if km is None else km * 1000,
        time_s=None if minutes is None else minutes * 60,
        set_run_s=run,
        set_walk_s=walk,
        repetitions=reps,
    )
    planned = outlook.plan(
        found, asked, on=on.date() if on else None, diary=given.diary, athlete=given.athlete,
        step_m=step * 1000, ladder=checked_ladder(given.athlete.ladder, given.folder),
        told=given.told,
    )  # fmt: skip
    if output is DaysFormat.ICS:
        from loadwatch.report import ics  # noqa: PLC0415

        print_bytes(ics.of_plan(planned, whose=given.athlete.name or ""))
    elif output is DaysFormat.JSON:
        print_text(render_plan_json(planned))
    else:
        print_text(render_plan_text(planned, plain_ascii=not shows("·–“")))
    if any(file.state == "quarantined" for file in found.files):
        raise typer.Exit(EXIT_QUARANTINED)
