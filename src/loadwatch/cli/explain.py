"""``loadwatch rules``, ``loadwatch explain`` and ``loadwatch formats``."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import Annotated

import typer

from loadwatch.columns import TABLES
from loadwatch.references import REFERENCES

WIDTH = 80
_PARAMETER = re.compile(r"^(\w+) : \w+, default (\S+)\n((?:    .*\n?)+)", re.M)


def rules() -> None:
    """List every rule with its grade of evidence."""
    from loadwatch.rules import all_rules  # noqa: PLC0415

    for each in all_rules():
        typer.echo(f"{each.code}  {each.name}")
        typer.echo(f"       {each.documentation.splitlines()[0]}")
        typer.echo(_wrapped(f"Evidence: {each.evidence}"))


def explain(
    topic: Annotated[str, typer.Argument(help="A rule (LW101, session-spike) or a column.")],
) -> None:
    """Explain a rule or a column: what, why, when silent, what to do, from where."""
    from loadwatch.rules import all_rules  # noqa: PLC0415

    wanted = topic.lower()
    for each in all_rules():
        if wanted in (each.code.lower(), each.name):
            typer.echo(f"{each.code} {each.name}\n")
            for line in _sections(each.documentation):
                typer.echo(line)
            typer.echo(_wrapped(f"Evidence: {each.evidence}.", ""))
            typer.echo("Sources")
            for key in each.cites:
                source = REFERENCES[key]
                told = f"{source.full}: {source.kind}. {source.link}".rstrip(" .")
                typer.echo(_wrapped(told, "  "))
            return
    found = [
        (table, column)
        for table, columns in TABLES.items()
        for column in columns
        if column.name == wanted
    ]
    if not found:
        raise typer.BadParameter(
            f"there is no rule or column {topic!r}; loadwatch rules lists the rules"
        )
    column = found[0][1]
    unit = f" [{column.unit}]" if column.unit else ""
    typer.echo(f"{column.name}{unit} in {', '.join(dict.fromkeys(table for table, _ in found))}")
    typer.echo(_wrapped(column.meaning))


def _sections(documentation: str) -> Iterator[str]:
    """A rule's docstring for 80 columns; thresholds as sentences with their values."""
    first, *blocks = documentation.split("\n\n")
    yield _wrapped(first, "")
    for block in blocks:
        title, *lines = block.splitlines()
        yield ""
        if title != "Parameters":
            yield title
            yield _wrapped(" ".join(line.strip() for line in lines), "  ")
            continue
        yield "Thresholds"
        for name, value, meaning in _PARAMETER.findall("\n".join(lines)):
            yield _wrapped(f"{name} = {value}: {' '.join(meaning.split())}", "  ")
    yield ""


def formats() -> None:
    """List the formats that are read."""
    from loadwatch.formats import all_formats  # noqa: PLC0415

    for each in all_formats():
        typer.echo(f"{each.name}  usually {', '.join(each.suffixes)}; told by its first bytes")
    typer.echo("each also in .gz and .zip, zips in zips included")


def _wrapped(text: str, indent: str = "       ") -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
