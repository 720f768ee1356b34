"""``loadwatch analyse``."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from loadwatch.cli.inputs import (
    checked_day,
    chosen_paths,
    reading_progress,
    recordings,
    told_diary,
    told_zone,
)
from loadwatch.cli.options import DiaryFile, HeightCm, Jobs, Zone
from loadwatch.cli.output import EXIT_QUARANTINED, OutputFormat, print_text, shows

EXIT_FINDINGS = 10


class Level(StrEnum):
    """Severities that ``--fail-on`` takes."""

    INFO = "info"
    CAUTION = "caution"
    WARNING = "warning"


def analyse(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files or folders of watch exports. [default: this folder]"),
    ] = None,
    output: Annotated[
        OutputFormat, typer.Option("--format", envvar="LOADWATCH_FORMAT", help="Output format.")
    ] = OutputFormat.TEXT,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="Judge as of this day. [default: the last activity]"
        ),
    ] = None,
    segments: Annotated[
        bool, typer.Option("--segments", help="With JSON: list each session's segments.")
    ] = False,
    weeks: Annotated[
        int, typer.Option(min=1, envvar="LOADWATCH_WEEKS", help="Weeks to list in the text.")
    ] = 12,
    zone: Zone = None,
    height_cm: HeightCm = 170.0,
    jobs: Jobs = None,
    diary: DiaryFile = None,
    fail_on: Annotated[
        Level | None,
        typer.Option(
            envvar="LOADWATCH_FAIL_ON", help="Exit with 10 if a finding is at least this severe."
        ),
    ] = None,
) -> None:  # fmt: skip
    """Read, judge and print; nothing is kept."""
    from loadwatch import review as reviewing  # noqa: PLC0415  (pandas stays out of --help)
    from loadwatch.report import render_json, render_text  # noqa: PLC0415

    chosen = chosen_paths(paths)
    as_of = checked_day(as_of, "--as-of")
    told = told_diary(diary, chosen[0])
    files = recordings(chosen, told)
    with reading_progress() as progress:
        review = reviewing.analyse(
            files,
            as_of=as_of.date() if as_of else None,
            home_zone=told_zone(zone),
            height_m=height_cm / 100,
            jobs=jobs,
            progress=progress,
            with_segments=segments,
            diary=told,
        )
    if output is OutputFormat.JSON:
        print_text(render_json(review, with_segments=segments))
    else:
        print_text(render_text(review, weeks=weeks, plain_ascii=not shows("█→")))
    if fail_on and any(
        finding.severity >= _severity(fail_on) for finding in review.judgement.findings
    ):
        raise typer.Exit(EXIT_FINDINGS)
    if any(file.state == "quarantined" for file in review.files):
        raise typer.Exit(EXIT_QUARANTINED)


def _severity(level: Level) -> int:
    from loadwatch.rules import Severity  # noqa: PLC0415

    return Severity[level.name]
