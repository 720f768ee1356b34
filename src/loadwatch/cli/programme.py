"""``loadwatch programme``, ``programme ladders`` and ``programme ready``."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from loadwatch.cli.inputs import (
    checked_ladder,
    now_in,
    read_and_judge,
    read_inputs,
    tell_diary_problems,
)
from loadwatch.cli.options import (
    AsOf,
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
from loadwatch.cli.output import (
    EXIT_QUARANTINED,
    DaysFormat,
    OutputFormat,
    print_bytes,
    print_text,
    shows,
)
from loadwatch.cli.profile import read_by

OWN_CHARACTERS = "→·–"

Output = Annotated[
    OutputFormat, typer.Option("--format", envvar="LOADWATCH_FORMAT", help="Output format.")
]
Answer = Annotated[bool | None, typer.Option(show_default=False)]


class _ShowsByDefault(TyperGroup):
    """Takes paths where no command is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put ``show`` before what is no command and no call for help."""
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = ["show", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_ShowsByDefault,
    help="The run-walk ladder: the stage you are at, and the next step. "
    "loadwatch programme [PATH...] is short for loadwatch programme show.",
)


@app.command()
def show(
    paths: Recordings = None,
    ladder: Annotated[
        str | None,
        typer.Option(
            envvar="LOADWATCH_LADDER", metavar="NAME|FILE",
            help="loadwatch, military, backinshape, or a TOML file. [default: loadwatch]",
        ),
    ] = None,
    test: Annotated[
        float | None,
        typer.Option(min=0, max=120, metavar="SECONDS", help="How long the test run was easy."),
    ] = None,
    usual_pain: Annotated[
        float | None,
        typer.Option(min=0, max=10, metavar="0-10", help="Pain of an ordinary day."),
    ] = None,
    as_of: AsOf = None,
    output: DaysOutput = DaysFormat.TEXT,
    zone: Zone = None,
    units: Units = None,
    clock: Clock = None,
    height_cm: HeightCm = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    diary: DiaryFile = None,
    athlete: AthleteFile = None,
) -> None:  # fmt: skip
    """The ladder, the stage of each run, and the next step with its reasons."""
    from loadwatch import outlook  # noqa: PLC0415  (pandas stays out of --help)
    from loadwatch.report.programme import render_json, render_text  # noqa: PLC0415

    given = read_inputs(
        paths, diary=diary, athlete=athlete, height_cm=height_cm, zone=zone,
        units=units, clock=clock,
    )  # fmt: skip
    tell_diary_problems(given)
    asked = checked_ladder(ladder) if ladder else checked_ladder(given.athlete.ladder, given.folder)
    review = read_and_judge(given, as_of=as_of, jobs=jobs, no_cache=no_cache)
    day = as_of.date() if as_of else None
    today = now_in(given.athlete.zone).date()
    found = outlook.programme_for(
        review,
        asked,
        today=today,
        as_of=day,
        athlete=given.athlete,
        test_s=test,
        usual_pain=usual_pain,
    )
    if output is DaysFormat.ICS:
        from loadwatch.report import ics  # noqa: PLC0415

        whose = given.athlete.name or ""
        print_bytes(ics.of_programme(found, red_flags=review.red_flags, whose=whose))
    elif output is DaysFormat.JSON:
        print_text(render_json(found, red_flags=review.red_flags))
    else:
        ascii_only = not shows(OWN_CHARACTERS)
        print_text(render_text(found, red_flags=review.red_flags, plain_ascii=ascii_only))
    if any(file.state == "quarantined" for file in review.files):
        raise typer.Exit(EXIT_QUARANTINED)


@app.command()
def ladders(
    ladder: Annotated[
        str | None, typer.Argument(metavar="NAME|FILE", help="Only this one. [default: all]")
    ] = None,
    output: Output = OutputFormat.TEXT,
) -> None:
    """The ladders that come with loadwatch, or one of your own."""
    from loadwatch.programme import all_ladders  # noqa: PLC0415
    from loadwatch.report.programme import render_ladders, render_ladders_json  # noqa: PLC0415

    read_by(None)
    chosen = all_ladders() if ladder is None else [checked_ladder(ladder)]
    if output is OutputFormat.JSON:
        print_text(render_ladders_json(chosen))
    else:
        print_text(render_ladders(chosen, plain_ascii=not shows(OWN_CHARACTERS)))


@app.command()
def ready(
    red_flag: Answer = None,
    severe: Answer = None,
    wants_to_run: Answer = None,
    mild_and_test_run: Answer = None,
    five_sets_of_ten: Answer = None,
    output: Output = OutputFormat.TEXT,
) -> None:
    """Questions before a first run, red flags first; none has to be answered."""
    from loadwatch.notice import RED_FLAGS  # noqa: PLC0415
    from loadwatch.programme import QUESTIONS, readiness  # noqa: PLC0415
    from loadwatch.report.ready import render_json, render_text  # noqa: PLC0415
    from loadwatch.report.words import wrapped  # noqa: PLC0415

    answers = {
        "red_flag": red_flag,
        "severe": severe,
        "wants_to_run": wants_to_run,
        "mild_and_test_run": mild_and_test_run,
        "five_sets_of_ten": five_sets_of_ten,
    }
    if sys.stdin.isatty() and all(answer is None for answer in answers.values()):
        typer.echo("\n".join(wrapped(RED_FLAGS, "")), err=True)
        for question in QUESTIONS:
            answers[question.key] = _ask(question.words)
            if question.key == "red_flag" and answers[question.key]:
                break
    found = readiness(answers)
    if output is OutputFormat.JSON:
        print_text(render_json(found))
    else:
        print_text(render_text(found, plain_ascii=not shows(OWN_CHARACTERS)))


def _ask(words: str) -> bool | None:
    """Yes, no, or nothing for no answer."""
    while True:
        told = typer.prompt(f"{words} [y/n, Enter for no answer]", "", show_default=False, err=True)
        if told.strip().lower() in {"", "y", "yes", "n", "no"}:
            return told.strip().lower()[:1] == "y" if told.strip() else None
