"""Diary → the list that ``loadwatch diary list`` prints, as text or as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from loadwatch.diary import Diary, Entry, PainResponse, pain_response, red_flags_of
from loadwatch.diary.entries import AWAY, ILL, REST
from loadwatch.language import _, numbered
from loadwatch.load.diary import told_days
from loadwatch.notice import NOTICE, RED_FLAGS, WHAT_THIS_IS
from loadwatch.report.notices import red_flags_first
from loadwatch.report.plain import plain
from loadwatch.report.words import ascii_only, shown_name, wrapped
from loadwatch.shown import exact, long_day

SCHEMA = "loadwatch.diary/1"
INDENT = "              "


def render_json(diary: Diary) -> str:
    """One JSON object, schema ``loadwatch.diary/1``. Unknown is null."""
    days = []
    for day, row in _days(diary.entries).items():
        response = _response(row)
        told = None if response.highest is None else {**asdict(response), "words": response.words}
        days.append({"local_date": day.isoformat(), **row, "pain_response": told})
    document = {
        "schema": SCHEMA,
        "path": str(diary.path),
        "red_flags": red_flag_words(diary.entries),
        "entries": [asdict(entry) for entry in diary.entries],
        "days": days,
        "problems": list(diary.problems),
        "notice": NOTICE,
    }
    return json.dumps(plain(document), ensure_ascii=False, allow_nan=False, indent=1)


def render_text(diary: Diary, *, plain_ascii: bool = False) -> str:
    """The diary in 80 columns, day by day; red flags stand first."""
    text = "\n".join(_lines(diary)) + "\n"
    return ascii_only(text) if plain_ascii else text


def red_flag_words(entries: Sequence[Entry]) -> list[str]:
    """What answers with the red flags first, each with its day."""
    return [
        _("{symptoms} on {day}").format(symptoms=_(" and ").join(found), day=long_day(entry.date))
        for entry in sorted(entries, key=lambda entry: entry.date)
        if (found := red_flags_of(entry))
    ]


def red_flag_lines(told: Sequence[str]) -> list[str]:
    """The red flags after what was told; empty where nothing asks for them."""
    return list(red_flags_first(told, opening=_("YOU TELL OF: {signs}.")))


def _lines(diary: Diary) -> Iterator[str]:
    yield from red_flag_lines(red_flag_words(diary.entries))
    yield from wrapped(
        _("Diary {path}: {entries}").format(
            path=shown_name(str(diary.path)), entries=_count(diary.entries)
        ),
        "",
    )
    if diary.entries:
        yield ""
        yield (f"{_('day'):<14}{_('during'):>6}  {_('after'):>5}  {_('morning'):>7}  {_('RPE'):>3}")
    days = _days(diary.entries)
    groups: dict[tuple[date, date], list[Entry]] = {}
    for entry in sorted(diary.entries, key=lambda entry: (entry.date, entry.last)):
        groups.setdefault((entry.date, entry.last), []).append(entry)
    for (first, last), entries in groups.items():
        if first == last:
            yield from _day_lines(first, days[first], entries)
        else:
            yield from wrapped(
                _("{first} to {last}: {what}").format(
                    first=long_day(first),
                    last=long_day(last),
                    what=f"{kind_words(entries[0].day)}{_notes(entries)}",
                ),
                "",
                INDENT,
            )
    if diary.problems:
        yield ""
        yield _("Not used")
        for problem in diary.problems:
            yield from wrapped(shown_name(problem), "  ", "    ")
    yield ""
    yield from wrapped(WHAT_THIS_IS, "")
    if not red_flag_words(diary.entries):
        yield from wrapped(RED_FLAGS, "")


def _count(entries: Sequence[Entry]) -> str:
    if not entries:
        return _("no entries")
    first, last = min(e.date for e in entries), max(e.last for e in entries)
    return numbered(
        len(entries),
        "{n} entry from {first} to {last}",
        "{n} entries from {first} to {last}",
        first=long_day(first),
        last=long_day(last),
    )


def _days(entries: Sequence[Entry]) -> dict[date, dict[str, Any]]:
    frame = told_days(entries)
    return {
        day.date(): {str(name): _known(value) for name, value in row.items()}
        for day, row in zip(frame.index, frame.to_dict("records"), strict=True)
    }


def _known(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value


def _response(row: Mapping[str, Any]) -> PainResponse:
    return pain_response(row["pain_during"], row["pain_after"], row["pain_next_morning"])


def _day_lines(day: date, row: Mapping[str, Any], entries: Sequence[Entry]) -> Iterator[str]:
    names = ("pain_during", "pain_after", "pain_next_morning", "session_rpe")
    cells = ["-" if row[name] is None else f"{row[name]:g}" for name in names]
    numbers = f"{cells[0]:>6}  {cells[1]:>5}  {cells[2]:>7}  {cells[3]:>3}"
    yield f"{long_day(day):<14}{numbers}  {_response(row).words}".rstrip()
    told = [text for entry in entries for text in entry_words(entry)]
    if told:
        yield from wrapped("; ".join(dict.fromkeys(told)), INDENT)


def entry_words(entry: Entry) -> list[str]:
    """What an entry tells beside its numbers from 0 to 10."""
    told = [kind_words(entry.day)] if entry.day else []
    if entry.site.strip():
        told.append(shown_name(entry.site))
    if entry.run_km is not None:
        length = exact(1000 * entry.run_km)
        if entry.run_min is None:
            told.append(_("run of {distance}, not recorded").format(distance=length))
        else:
            told.append(
                _("run of {distance} in {minutes} min, not recorded").format(
                    distance=length, minutes=f"{entry.run_min:g}"
                )
            )
    for value, yes, no in (
        (entry.strength, _("strength session"), _("no strength session")),
        (entry.leg_symptoms, _("leg symptoms"), _("no leg symptoms")),
        (entry.saddle_symptoms, _("saddle symptoms"), _("no saddle symptoms")),
    ):
        if value is not None:
            told.append(yes if value else no)
    if entry.note.strip():
        told.append(f"“{_one_line(entry.note)}”")
    return told


def kind_words(day: str) -> str:
    """What a day without a run was."""
    return {REST: _("rest"), ILL: _("ill"), AWAY: _("away")}.get(day, day)


def _notes(entries: Sequence[Entry]) -> str:
    told = [f"“{_one_line(entry.note)}”" for entry in entries if entry.note.strip()]
    return f"; {'; '.join(told)}" if told else ""


def _one_line(note: str) -> str:
    """A note without line breaks or control characters, whole."""
    words = " ".join(note.split())
    return shown_name(words, len(words) * 8)
