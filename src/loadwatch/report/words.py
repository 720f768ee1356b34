"""Words and widths that every printed report shares."""

from __future__ import annotations

import math
import textwrap
import unicodedata
from datetime import date, datetime, timedelta

from loadwatch.language import _, numbered
from loadwatch.report.width import columns, prose
from loadwatch.shown import long_day, time_of_day, weekday

OWN_CHARACTERS = "▁▂▃▄▅▆▇█→·±–"
"""What reports have besides letters of names; without one of these they are printed in ASCII."""
_FILLED = "\ue000"
"""Stands after a wide letter while lines are broken."""
_KEPT = "\u00a0"
"""A space at which no line is broken."""
_ASCII = str.maketrans(
    {
        "█": "#", "▲": "!", "◆": "*", "·": "-", "–": "-", "—": "-", "−": "-", "→": ">", "±": "+",
        "×": "x", "÷": "/", "⁄": "/", "…": "...", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'",
        "≤": "<=", "≥": ">=", "≈": "~", "°": " deg", "ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o",
        "Ø": "O", "œ": "oe", "Œ": "Oe", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "þ": "th",
        "Þ": "Th", "ð": "d", "Ð": "D", "ı": "i", "\u00a0": " ",
    }
)  # fmt: skip


def wrapped(
    text: str, first: str = "  ", rest: str | None = None, *, width: int | None = None
) -> list[str]:
    """Lines as wide as the page, or of so many columns; ``rest`` indents all but the first.

    A number and its per cent stay on one line.
    """
    lines = textwrap.wrap(
        "".join(c + _FILLED * _is_wide(c) for c in text.replace(" %", f"{_KEPT}%")),
        prose() if width is None else width,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
    )
    return [line.replace(_KEPT, " ").replace(_FILLED, "") for line in lines]


def cut(lines: list[str], most: int | None) -> list[str]:
    """Lines, so many at most; the last then ends with an ellipsis."""
    if most is None or len(lines) <= most:
        return lines
    last = lines[most - 1]
    while cell_width(last) >= prose():
        last = last.rpartition(" ")[0]
    return [*lines[: most - 1], f"{last}…"]


def cell_width(text: str) -> int:
    """Columns that a text takes on a terminal: wide letters two, marks on letters none."""
    return sum(
        2 if _is_wide(c) else int(unicodedata.category(c) not in ("Mn", "Me", "Cf")) for c in text
    )


def _is_wide(letter: str) -> bool:
    return not letter.isascii() and unicodedata.east_asian_width(letter) in "WF"


def plural(count: int, word: str) -> str:
    """A count with its word."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def ago(day: date, today: date) -> str:
    """How long ago a day is."""
    days = (today - day).days
    if days <= 0:
        return _("today")
    return _("yesterday") if days == 1 else numbered(days, "{n} day ago", "{n} days ago")


def sport_words(sport: str) -> str:
    """A sport or a kind of it in the reader's language; a rare one as the file has it."""
    known = {
        "running": _("running"), "walking": _("walking"), "hiking": _("hiking"),
        "cycling": _("cycling"), "swimming": _("swimming"), "rowing": _("rowing"),
        "training": _("training"), "strength_training": _("strength training"),
        "fitness_equipment": _("fitness equipment"), "transition": _("transition"),
        "multisport": _("multisport"), "cross_country_skiing": _("cross country skiing"),
        "alpine_skiing": _("alpine skiing"), "mountaineering": _("mountaineering"),
        "treadmill": _("treadmill"), "street": _("street"), "trail": _("trail"),
        "track": _("track"), "road": _("road"), "mountain": _("mountain"),
        "indoor_running": _("indoor running"), "indoor_cycling": _("indoor cycling"),
        "indoor_walking": _("indoor walking"), "virtual_activity": _("virtual activity"),
        "casual_walking": _("casual walking"), "speed_walking": _("speed walking"),
        "lap_swimming": _("lap swimming"), "open_water": _("open water"),
        "cardio_training": _("cardio training"), "yoga": _("yoga"), "pilates": _("pilates"),
        "generic": _("generic"), "unknown": _("unknown"),
    }  # fmt: skip
    return known.get(sport, sport)


def gait_words(gait: str) -> str:
    """A gait in the reader's language."""
    return {"run": _("run"), "walk": _("walk"), "stand": _("stand"), "pause": _("pause")}[gait]


def state_words(state: str) -> str:
    """What became of a file, in the reader's language."""
    return {
        "imported": _("imported"),
        "partial": _("partial"),
        "duplicate": _("duplicate"),
        "skipped": _("skipped"),
        "quarantined": _("quarantined"),
        "ignored": _("ignored"),
    }[state]


def source_words(source: str) -> str:
    """Where impacts come from, as the column ``impact_source`` has it."""
    known = {
        "strides": _("strides"),
        "cadence": _("cadence"),
        "model": _("model"),
        "none": _("none"),
    }
    return known.get(source, source)


def number(value: float | None, scale: float, spec: str, unit: str) -> str:
    """A value in a larger unit; a question mark where it is not known."""
    return "?" if value is None or math.isnan(value) else f"{format(value / scale, spec)}{unit}"


def start_words(moment: datetime | None, utc_offset_s: float | None) -> str:
    """Day and time of a start: local where the offset [s] is known, else UTC."""
    if moment is None:
        return _("unknown")
    clock = "UTC"
    if utc_offset_s is not None:
        moment += timedelta(seconds=utc_offset_s)
        sign = "-" if utc_offset_s < 0 else "+"
        hours, seconds = divmod(abs(round(utc_offset_s)), 3600)
        clock = _("local time, {offset}").format(offset=f"UTC{sign}{hours:02}:{seconds // 60:02}")
    return f"{weekday(moment)} {long_day(moment)} {time_of_day(moment, seconds=True)} ({clock})"


def shown_name(name: str, most: int = 200) -> str:
    """A file name without control characters and of bounded length."""
    encodable = name.encode("utf-8", "backslashreplace").decode("utf-8")
    safe = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in encodable)
    return safe if len(safe) <= most else f"…{safe[-most + 1 :]}"


def ascii_only(text: str) -> str:
    """Text for terminals that can show nothing else.

    Letters are told without their marks, others by their number; a line that became too long by it
    is broken.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_ASCII)).translate(_ASCII)
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    lines = bare.encode("ascii", "backslashreplace").decode("ascii").split("\n")
    return "\n".join(part for line in lines for part in _broken(line))


def _broken(line: str) -> list[str]:
    if len(line) <= columns():
        return [line]
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(
        line.strip(), columns(), initial_indent=indent, subsequent_indent=f"{indent}  ",
        break_on_hyphens=False,
    )  # fmt: skip
