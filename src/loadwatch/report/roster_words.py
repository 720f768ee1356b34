"""Sentences about several athletes that the terminal and the page share."""

from __future__ import annotations

from loadwatch.language import _, numbered
from loadwatch.report._roster import Roster
from loadwatch.report.words import shown_name
from loadwatch.shown import day_words


def title(roster: Roster) -> str:
    """Program, version, how many and of which day."""
    return _("loadwatch {version} · {athletes} as of {day} {year}, most urgent first").format(
        version=roster.version,
        athletes=numbered(len(roster.rows), "{n} athlete", "{n} athletes"),
        day=day_words(roster.as_of),
        year=roster.as_of.year,
    )


def red_flags_of(roster: Roster) -> list[str]:
    """What diaries tell that is answered with the red flags first, a sentence an athlete."""
    return [
        _("THE DIARY OF {name}: {told}.").format(
            name=shown_name(row.name), told="; ".join(row.red_flags)
        )
        for row in roster.rows
        if row.red_flags
    ]
