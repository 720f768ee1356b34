"""``loadwatch analyse``."""

from __future__ import annotations

from typing import Annotated

import typer

from loadwatch.cli.ahead import Ahead
from loadwatch.cli.calendar import print_calendar
from loadwatch.cli.inputs import read_and_judge_both, read_inputs
from loadwatch.cli.options import (
    AsOf,
    AthleteFile,
    Clock,
    DiaryFile,
    Full,
    HeightCm,
    Html,
    Jobs,
    NoCache,
    Recordings,
    ReviewOutput,
    Table,
    Units,
    Zone,
)
from loadwatch.cli.output import EXIT_FINDINGS, EXIT_QUARANTINED, ReviewFormat
from loadwatch.cli.page import checked_page, next_day, write_page
from loadwatch.cli.printed import checked_table, print_review
from loadwatch.cli.severity import Level, severity_of


def analyse(
    paths: Recordings = None,
    output: ReviewOutput = ReviewFormat.TEXT,
    table: Table = None,
    html: Html = None,
    as_of: AsOf = None,
    segments: Annotated[
        bool, typer.Option("--segments", help="With JSON: list each session's segments.")
    ] = False,
    weeks: Annotated[
        int, typer.Option(min=1, envvar="LOADWATCH_WEEKS", help="Weeks to list with --full.")
    ] = 12,
    full: Full = False,
    zone: Zone = None,
    units: Units = None,
    clock: Clock = None,
    height_cm: HeightCm = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    diary: DiaryFile = None,
    athlete: AthleteFile = None,
    fail_on: Annotated[
        Level | None,
        typer.Option(
            envvar="LOADWATCH_FAIL_ON", help="Exit with 10 if a finding is at least this severe."
        ),
    ] = None,
) -> None:  # fmt: skip
    """Read, judge and print; files that were read before are not read again."""
    given = read_inputs(
        paths, diary=diary, athlete=athlete, height_cm=height_cm, zone=zone,
        units=units, clock=clock,
    )  # fmt: skip
    checked_page(html)
    chosen = checked_table(output, table)
    found, review = read_and_judge_both(
        given,
        as_of=as_of,
        jobs=jobs,
        no_cache=no_cache,
        with_segments=segments or html is not None,
    )
    if html is not None or output is ReviewFormat.ICS:
        ahead = Ahead(
            found, given.athlete, given.diary, given.told, given.folder, on=next_day(as_of)
        )
        if html is not None:
            write_page(html, review, ahead)
        else:
            print_calendar(review, ahead)
    else:
        print_review(review, output, full=full, weeks=weeks, with_segments=segments, table=chosen)
    if fail_on and any(
        finding.severity >= severity_of(fail_on) for finding in review.judgement.findings
    ):
        raise typer.Exit(EXIT_FINDINGS)
    if any(file.state == "quarantined" for file in review.files):
        raise typer.Exit(EXIT_QUARANTINED)
