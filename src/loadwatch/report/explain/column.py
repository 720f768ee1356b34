"""One column: what it means, how it is computed, and its last values with what makes them up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from loadwatch.columns import SESSIONS, TABLES, Column, names
from loadwatch.errors import NothingThereError
from loadwatch.formulas import FORMULAS
from loadwatch.language import _, numbered
from loadwatch.report._base import Review
from loadwatch.report.explain.topic import source_lines
from loadwatch.report.notices import notice_last, red_flags_first
from loadwatch.report.words import source_words, wrapped
from loadwatch.shown import day_words, distance, long_day

LAST_VALUES = 6
MOST_PARTS = 12
ADDED_UP = {
    "sum": _("Sessions add up to days, and days to weeks."),
    "max": _("The largest of its sessions counts for a day, and of its days for a week."),
    "none": _("It is not added up."),
}
_DECIMALS = {
    "impacts": 0, "impacts/day": 0, "m": 0, "s": 0, "1/min": 0, "steps/min": 0, "AU": 0, "days": 0,
    "%": 1, "m/s": 2, "km-equivalents": 2, "min": 1,
}  # fmt: skip
Row = Mapping[Any, Any]


def explain_column(name: str, review: Review | None = None, at: str | None = None) -> list[str]:
    """Lines of a column.

    Parameters
    ----------
    name : str
        Name of a column of any table.
    review : Review, optional
        Whose values to show.
    at : str, optional
        Day (2026-06-21) or ``session_id`` to show; the last ones by default.

    Raises
    ------
    NothingThereError
        There is no such day or session, or the column has no value of one.
    """
    lines = [*_meaning(name)]
    if review is None:
        return lines
    values = _values(name, review, at)
    return [*red_flags_first(review.red_flags), *lines, "", *values, "", *notice_last()]


def _meaning(name: str) -> Iterator[str]:
    found = [
        (table, item) for table, items in TABLES.items() for item in items if item.name == name
    ]
    column = found[0][1]
    unit = f" [{_(column.unit)}]" if column.unit else ""
    yield _("{column} in {tables}").format(
        column=f"{name}{unit}", tables=", ".join(dict.fromkeys(each[0] for each in found))
    )
    yield from wrapped(_(column.meaning))
    if column.dtype == "float":
        yield from wrapped(ADDED_UP[column.aggregate])
    formula = FORMULAS.get(name)
    if formula is None:
        return
    yield ""
    yield _("Formula")
    yield from wrapped(_(formula.text))
    if formula.measures:
        numbers = ", ".join(formula.measures)
        yield from wrapped(_("On the page of measures: {numbers}.").format(numbers=numbers))
        if formula.cites:
            yield ""
            yield from source_lines(formula.cites)


def _values(name: str, review: Review, at: str | None) -> Iterator[str]:
    if at is not None and name in names(SESSIONS):
        for row in review.sessions[review.sessions["session_id"] == at].to_dict("records"):
            yield from _of_session(name, review, row)
            return
    if at is not None:
        day = _day(at, review)
        if name not in review.daily.columns:
            if name not in names(SESSIONS):
                raise NothingThereError(f"{name} has no value of a day")
            yield from _of_sessions(name, review, day)
            return
        yield from _of_day(name, review, day)
        return
    if name in names(SESSIONS):
        yield from _of_sessions(name, review, None)
    elif name in review.daily.columns:
        yield from _last(name, review.daily, _("Last days"))
        yield ""
        yield from _parts(name, review, review.daily.index[-1])
    elif name in review.weekly.columns:
        yield from _last(name, review.weekly, _("Last weeks"))
    else:
        yield from wrapped(
            _(
                "No value of it is shown here; loadwatch show FILE tells one recording bout by "
                "bout."
            ),
            "",
        )


def _day(at: str, review: Review) -> pd.Timestamp:
    try:
        day = pd.Timestamp(date.fromisoformat(at))
    except ValueError:
        raise NothingThereError(
            f"{at!r} is no day like 2026-06-21 and no session of these files; the column "
            "session_id has their names"
        ) from None
    if day not in review.daily.index:
        raise NothingThereError(f"there is nothing on file around {long_day(day.date())}")
    return day


def _last(name: str, table: pd.DataFrame, title: str) -> Iterator[str]:
    yield title
    for day, value in table[name].tail(LAST_VALUES).items():
        yield f"  {_long(day)}  {_shown(name, value)}"


def _of_day(name: str, review: Review, day: pd.Timestamp) -> Iterator[str]:
    yield _long(day)
    yield from wrapped(f"{name} = {_shown(name, _on(review, day, name))}")
    yield from _parts(name, review, day)


def _parts(name: str, review: Review, day: pd.Timestamp) -> Iterator[str]:
    if name in _PARTS:
        yield from wrapped(_PARTS[name](review, day), "  ", "    ")


def _of_sessions(name: str, review: Review, day: pd.Timestamp | None) -> Iterator[str]:
    rows = review.sessions
    rows = rows[rows["local_date"] == day] if day is not None else rows[rows[name].notna()]
    if rows.empty:
        yield _("No session has a value of it.")
        return
    shown = rows.tail(LAST_VALUES)
    yield _("Sessions") if day is not None else _("Last sessions")
    for row in shown.to_dict("records"):
        day_of = f"{_('no date'):<10}" if pd.isna(row["local_date"]) else _long(row["local_date"])
        yield from wrapped(
            f"{day_of}  {_shown(name, row[name])}  ({row['session_id']})", "  ", "      "
        )
    yield ""
    yield from _of_session(name, review, shown.to_dict("records")[-1])


def _of_session(name: str, review: Review, row: Row) -> Iterator[str]:
    yield str(row["session_id"])
    yield from wrapped(f"{name} = {_shown(name, row[name])}")
    if name in _SESSION_PARTS and pd.notna(row[name]):
        yield from wrapped(_SESSION_PARTS[name](review, row), "  ", "    ")


def _on(review: Review, day: pd.Timestamp, name: str) -> Any:
    """Value of a column of the daily table on a day."""
    return review.daily.loc[day, name]


def _long(day: Any) -> str:
    return f"{day_words(day.date()):<10} {day.year}"


def _shown(name: str, value: Any) -> str:
    column = _column(name)
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if value is None or pd.isna(value):
        return _("not known")
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value)
    decimals = _DECIMALS.get(column.unit, 2)
    text = f"{value:,.{decimals}f}"
    if column.unit == "" and float(value).is_integer():
        text = f"{value:,.0f}"
    return f"{text} {_(column.unit)}".rstrip()


def _column(name: str) -> Column:
    return next(item for items in TABLES.values() for item in items if item.name == name)


def _week_sum(review: Review, day: pd.Timestamp) -> str:
    """Days with a run that make up the last seven."""
    week = review.daily.loc[day - pd.Timedelta(days=6) : day, "run_impact_count"]
    days = pd.DatetimeIndex(week.index)
    parts = [
        f"{value:,.0f} ({day_words(at.date())})"
        for at, value in zip(days, week.tolist(), strict=True)
        if value
    ]
    total = _on(review, day, "run_impact_count_7d")
    return f"{' + '.join(parts) or '0'} = {total:,.0f}"


def _day_sum(review: Review, day: pd.Timestamp) -> str:
    """Runs that make up a day; one of unknown impacts counts its least, 0."""
    rows = review.sessions
    runs = rows[(rows["local_date"] == day) & (rows["sport"] == "running")]
    parts = []
    for row in runs.to_dict("records"):
        count = row["run_impact_count"]
        known = _("0, not known") if pd.isna(count) else f"{count:,.0f}"
        parts.append(f"{known} ({row['session_id']})")
    return f"{' + '.join(parts) or '0'} = {_on(review, day, 'run_impact_count'):,.0f}"


def _ratio(review: Review, day: pd.Timestamp) -> str:
    row = review.daily.loc[day]
    if pd.isna(row["base_ratio"]):
        return _("The base is 0, so there is no ratio.")
    return (
        f"({row['run_impact_count_7d']:,.0f} / 7) / {row['base_run_impact_count']:,.0f} = "
        f"{row['base_ratio']:.2f}"
    )


def _bouts(review: Review, row: Row) -> str:
    """Running bouts whose foot strikes make up a session."""
    runs = [
        float(str(segment["impact_count"]))
        for segment in review.segments.get(row["session_id"], ())
        if segment["label"] == "run"
    ]
    parts = [f"{value:,.0f}" for value in runs[:MOST_PARTS]]
    if len(runs) > MOST_PARTS:
        parts.append(numbered(len(runs) - MOST_PARTS, "{n} bout more", "{n} bouts more"))
    band: float = row["impact_uncertainty_pct"]
    source = source_words(row["impact_source"])
    told = _("from {source}").format(source=source)
    if not pd.isna(band):
        told = _("from {source}, give or take {percent} %").format(
            source=source, percent=f"{band:.0f}"
        )
    return numbered(
        len(runs),
        "{parts} = {impacts} in {n} bout of running; {source}",
        "{parts} = {impacts} in {n} bouts of running; {source}",
        parts=" + ".join(parts) or "0",
        impacts=f"{row['run_impact_count']:,.0f}",
        source=told,
    )


def _load_band(_review: Review, row: Row) -> str:
    """The band of an impact load, and the running that it stands for."""
    low, high = sorted((row["impact_load_b2_km"], row["impact_load_b10_km"]))
    speed: float = row["run_speed_mps"]
    if pd.isna(speed):
        words = _(
            "between {low} and {high} with the exponents 2 and 10; {impacts} impacts in {distance}"
        )
    else:
        words = _(
            "between {low} and {high} with the exponents 2 and 10; {impacts} impacts in {distance} "
            "at {speed} m/s in the mean"
        )
    return words.format(
        low=f"{low:.2f}",
        high=f"{high:.2f}",
        impacts=f"{row['run_impact_count']:,.0f}",
        distance=distance(row["run_distance_m"], 2),
        speed=f"{speed:.2f}",
    )


_PARTS: dict[str, Callable[[Review, pd.Timestamp], str]] = {
    "base_ratio": _ratio,
    "run_impact_count_7d": _week_sum,
    "run_impact_count": _day_sum,
}
_SESSION_PARTS: dict[str, Callable[[Review, Row], str]] = {
    "run_impact_count": _bouts,
    "impact_load_km": _load_band,
}
