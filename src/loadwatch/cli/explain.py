"""``loadwatch rules``, ``loadwatch explain`` and ``loadwatch formats``."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loadwatch.cli.inputs import read_and_judge, read_inputs
from loadwatch.cli.options import (
    AsOf,
    AthleteFile,
    DiaryFile,
    HeightCm,
    Jobs,
    NoCache,
    Recordings,
    Zone,
)
from loadwatch.cli.output import print_text, shows
from loadwatch.errors import NothingThereError
from loadwatch.language import _

if TYPE_CHECKING:
    from loadwatch.report import Review

RECORDINGS = {".fit", ".gpx", ".tcx", ".gz", ".zip"}
_FINDING = re.compile(r"LW\d{3}-\d{8}", re.I)


def rules() -> None:
    """List every rule with its grade of evidence."""
    from loadwatch.report.words import wrapped  # noqa: PLC0415
    from loadwatch.rules import all_rules  # noqa: PLC0415

    for each in all_rules():
        typer.echo(f"{each.code}  {each.name}")
        typer.echo("\n".join(wrapped(_(each.documentation.splitlines()[0]), " " * 7)))
        evidence = _("Evidence: {evidence}").format(evidence=each.evidence)
        typer.echo("\n".join(wrapped(evidence, " " * 7)))


def explain(
    topic: Annotated[
        str,
        typer.Argument(
            help="A finding (LW101-20260613), a rule (LW101, session-spike), a column or a word."
        ),
    ],
    paths: Recordings = None,
    day: Annotated[
        str | None,
        typer.Option(
            metavar="DATE|SESSION_ID", help="With a column: its value on a day or of a session."
        ),
    ] = None,
    as_of: AsOf = None,
    zone: Zone = None,
    height_cm: HeightCm = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    diary: DiaryFile = None,
    athlete: AthleteFile = None,
) -> None:  # fmt: skip
    """Explain a finding with its numbers; or a rule, a column, a word of the reports."""
    from loadwatch.report.words import ascii_only  # noqa: PLC0415  (pandas stays out of --help)

    def read() -> Review:
        given = read_inputs(paths, diary=diary, athlete=athlete, height_cm=height_cm, zone=zone)
        return read_and_judge(given, as_of=as_of, jobs=jobs, no_cache=no_cache, with_segments=True)

    if _FINDING.fullmatch(topic):
        lines = _finding(topic, read())
    elif _is_column(topic):
        lines = _column(topic.lower(), read() if paths or _has_recordings(Path()) else None, day)
    elif day is not None:
        raise typer.BadParameter("a day goes with a column", param_hint="--day")
    else:
        lines = _rule(topic, read if paths else None) or _word(topic)
    text = "\n".join(lines)
    print_text(text if shows("→±") else ascii_only(text))


def formats() -> None:
    """List the formats that are read."""
    from loadwatch.formats import all_formats  # noqa: PLC0415

    for each in all_formats():
        typer.echo(f"{each.name}  usually {', '.join(each.suffixes)}; told by its first bytes")
    typer.echo("each also in .gz and .zip, zips in zips included")


def _finding(topic: str, review: Review) -> list[str]:
    from loadwatch.report.explain import explain_finding, find  # noqa: PLC0415
    from loadwatch.rules import all_rules  # noqa: PLC0415

    found = find(review, topic)
    if isinstance(found, str):
        raise typer.BadParameter(found)
    (rule,) = (each for each in all_rules() if each.code == found.code)
    return explain_finding(review, found, rule, topic)


def _is_column(topic: str) -> bool:
    from loadwatch.columns import TABLES, names  # noqa: PLC0415

    return any(topic.lower() in names(columns) for columns in TABLES.values())


def _column(name: str, review: Review | None, day: str | None) -> list[str]:
    from loadwatch.report.explain import explain_column  # noqa: PLC0415

    if day is not None and review is None:
        raise typer.BadParameter("a day needs files; name them after the column")
    try:
        return explain_column(name, review, day)
    except NothingThereError as error:
        raise typer.BadParameter(str(error), param_hint="--day") from error


def _has_recordings(folder: Path) -> bool:
    return any(path.suffix.lower() in RECORDINGS for path in folder.iterdir())


def _rule(topic: str, read: Callable[[], Review] | None) -> list[str]:
    """Lines of a rule, and of its findings where there are files; empty if it is none."""
    from loadwatch.report.explain import explain_rule, findings_of  # noqa: PLC0415
    from loadwatch.rules import all_rules  # noqa: PLC0415

    for each in all_rules():
        if topic.lower() in (each.code.lower(), each.name):
            return [*explain_rule(each), *([] if read is None else findings_of(read(), each))]
    return []


def _word(topic: str) -> list[str]:
    """Lines of a word, or the error that names what looks like it."""
    from loadwatch import glossary  # noqa: PLC0415
    from loadwatch.columns import TABLES, names  # noqa: PLC0415
    from loadwatch.report.explain import explain_word  # noqa: PLC0415
    from loadwatch.rules import all_rules  # noqa: PLC0415

    word = glossary.look_up(topic)
    if word is not None:
        return explain_word(word)
    known = [
        *(name for rule in all_rules() for name in (rule.code, rule.name)),
        *glossary.names(),
        *(name for columns in TABLES.values() for name in names(columns)),
    ]
    near = glossary.nearest(topic, known)
    hint = (
        f"did you mean {' or '.join(near)}?"
        if near
        else "loadwatch rules lists the rules, docs/glossary.md the words"
    )
    raise typer.BadParameter(f"there is no finding, rule, column or word {topic!r}; {hint}")
