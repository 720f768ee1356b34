"""The budget by the definition alone: slow histories, every step from the smallest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

import numpy as np
import pandas as pd

from loadwatch.athlete import Athlete
from loadwatch.diary import Entry
from loadwatch.load import History, build_history, sessions_table
from loadwatch.load.diary import TOLD_COLUMNS, told_days
from loadwatch.rules import Severity, all_rules, judge, why_not
from tests.conftest import FIRST_DAY, STEPS_PER_KM, run_row

SPEED_MPS = 1000 / 370
MOST_KM = 100.0
Held = dict[object, tuple[float, float]]


@dataclass(frozen=True)
class Case:
    """Rows, the diary, the day of the next run, and the profile."""

    shape: str
    rows: list[dict[str, object]]
    entries: list[Entry]
    on: date
    athlete: Athlete


def case(seed: int) -> Case:
    """A history of one of six shapes, with the holes, doubts and pains of real ones."""
    rng = np.random.default_rng(seed)
    shape = ("novice", "level", "growing", "holes", "unknown", "pain")[seed % 6]
    weeks = int(rng.integers(1, 5 if shape == "novice" else 13))
    growth = {"growing": float(rng.uniform(1.02, 1.3)), "novice": 1.1}.get(shape, 1.0)
    week_days = sorted(rng.choice(7, size=int(rng.integers(2, 7)), replace=False).tolist())
    usual = float(rng.uniform(0.5, 3.0) if shape == "novice" else rng.uniform(2.0, 9.0))
    rows: list[dict[str, object]] = []
    for week in range(weeks):
        if shape == "holes" and rng.random() < 0.25:
            continue
        for week_day in week_days:
            if rng.random() < 0.1:
                continue
            km = round(float(usual * growth**week * rng.normal(1, 0.12)), 2)
            if rng.random() < 0.03:
                km = round(km * 1.6, 2)
            day = FIRST_DAY + timedelta(days=7 * week + week_day)
            if shape == "unknown" and rng.random() < 0.2:
                most = km * STEPS_PER_KM if rng.random() < 0.7 else float("nan")
                rows.append(run_row(day, None, run_impact_count_upper=most))
            else:
                rows.append(run_row(day, max(km, 0.2)))
    if not rows:
        rows = [run_row(FIRST_DAY, 3.0)]
    last = sessions_table(rows)["local_date"].max().date()
    on = last + timedelta(days=int(rng.choice([1, 1, 1, 2, 3, 5, 12, 35])))
    entries = []
    if shape == "pain":
        for _ in range(int(rng.integers(1, 5))):
            day = last - timedelta(days=int(rng.integers(0, 21)))
            entries.append(Entry(date=day, pain_during=float(rng.integers(0, 9))))
        entries.append(Entry(date=last, pain_next_morning=float(rng.integers(0, 7))))
    if rng.random() < 0.2:
        told = on - timedelta(days=int(rng.integers(1, 9)))
        morning = float(rng.integers(0, 4)) if rng.random() < 0.7 else None
        legs = rng.random() < 0.1
        entries.append(
            Entry(date=told, pain_after=1.0, pain_next_morning=morning, leg_symptoms=legs)
        )
    return Case(shape, rows, entries, on, _athlete(rng))


def _athlete(rng: np.random.Generator) -> Athlete:
    """A profile, told or not."""
    who = (None, "novice", "returning", "long-term")[int(rng.integers(0, 4))]
    height_m, mass_kg = (1.7, 95.0) if rng.random() < 0.3 else (None, None)
    began = FIRST_DAY + timedelta(days=int(rng.integers(-3, 30)))
    start = began if rng.random() < 0.3 else None
    careful = bool(rng.random() < 0.3)
    return Athlete(
        experience=who, careful=careful, programme_start=start, height_m=height_m, mass_kg=mass_kg
    )


def history_of_case(chosen: Case) -> History:
    """The evening before."""
    return build_history(
        sessions_table(chosen.rows),
        chosen.on - timedelta(days=1),
        told_days(chosen.entries),
        chosen.athlete,
    )


def km_of_brute_force(chosen: Case, *, step_km: float) -> float:
    """Largest distance of which neither it nor any smaller one is flagged, by trying them all."""
    evening = history_of_case(chosen)
    if _pain(chosen) >= Severity.WARNING:
        return 0.0
    held = _held(chosen, evening)
    if _flagged(chosen, None, held, {}):
        return 0.0
    whole = _with(chosen, 0.1, {})
    unjudged = {chosen.on: _unjudged_on(whole, chosen.on)}
    cap_km = _cap_km(chosen, held, unjudged[chosen.on])
    km = 0.0
    while km + step_km <= cap_km + 1e-9 and not _flagged(chosen, km + step_km, held, unjudged):
        km = round((km + step_km) / step_km) * step_km
    return km


def _unjudged_on(history: History, day: date) -> set[str]:
    then = build_history(history.sessions, day, history.daily[TOLD_COLUMNS], history.athlete)
    return {each.name for each in all_rules() if why_not(each, then) is not None}


def _pain(chosen: Case) -> int:
    """Severity of symptoms that are open on the morning of the day."""
    told = told_days(chosen.entries)
    told = told[told.index < pd.Timestamp(chosen.on)]
    morning = build_history(sessions_table(chosen.rows), chosen.on, told, chosen.athlete)
    found = [f for f in judge(morning).findings if f.code.startswith("LW6")]
    return max((f.severity for f in found), default=0)


def _with(chosen: Case, km: float | None, held: Held) -> History:
    """All tables anew: the run on its day, rest on every other day that has no run."""
    rows = []
    for row in chosen.rows:
        least = held.get(row["session_id"], (np.inf, np.inf))
        known = row["run_distance_m"] is not None and row["session_id"] in held
        capped = {
            name: min(float(str(row[name])), most)
            for name, most in zip(("run_distance_m", "run_impact_count"), least, strict=True)
            if known
        }
        rows.append(row | capped)
    if km is not None:
        planned = {"start_s": float("nan"), "session_id": "planned", "local_date": chosen.on}
        rows.append(run_row(chosen.on, km) | planned)
    sunday = chosen.on + timedelta(days=6 - chosen.on.weekday())
    table = sessions_table(rows)
    last = max(chosen_day for chosen_day in table["local_date"] if chosen_day.date() < chosen.on)
    told = told_days(chosen.entries)
    days = pd.date_range(min(table["local_date"]), pd.Timestamp(sunday), name="local_date")
    told = told.reindex(days).astype({name: told[name].dtype for name in TOLD_COLUMNS})
    first_rest = pd.Timestamp(chosen.on - timedelta(days=1))
    quiet = [d for d in days if d > max(first_rest, last) and (km is None or d.date() != chosen.on)]
    told.loc[quiet, "diary_day"] = "rest"
    whole = build_history(table, sunday, told, chosen.athlete)
    return whole if km is None else replace(whole, experience=_experience(chosen, whole))


def _experience(chosen: Case, whole: History) -> list[str | None]:
    """As if the run were one of a metre."""
    table = whole.sessions.copy()
    table.loc[table["session_id"] == "planned", "run_distance_m"] = 1.0
    table.loc[table["session_id"] == "planned", "run_impact_count"] = 1.0
    told = whole.daily[TOLD_COLUMNS]
    return list(build_history(table, whole.as_of, told, chosen.athlete).experience)


def _flagged(chosen: Case, km: float | None, held: Held, unjudged: dict[date, set[str]]) -> bool:
    """Whether an enforced rule that can judge speaks from the day to its Sunday.

    ``unjudged`` gathers what is found of the rules that cannot; it is the same for every distance.
    """
    whole = _with(chosen, km, {})
    capped = _with(chosen, km, held) if held else whole
    for each in all_rules():
        for signal in each.signals(capped if each.name == "session-spike" else whole):
            if each.code.startswith("LW6"):
                continue
            if signal.day < chosen.on or signal.severity < each.budgets_from:
                continue
            if signal.day not in unjudged:
                unjudged[signal.day] = _unjudged_on(whole, signal.day)
            if each.name not in unjudged[signal.day]:
                return True
    return False


def _held(chosen: Case, evening: History) -> Held:
    """Flagged runs of less than seven days without pain ago → longest run before them."""
    (spike,) = (each for each in all_rules() if each.name == "session-spike")
    symptoms = [each for each in all_rules() if each.code.startswith("LW6")]
    told = evening.daily[TOLD_COLUMNS]
    morning = build_history(evening.sessions, chosen.on, told, chosen.athlete)
    pains = sorted(
        signal.day for each in symptoms for signal in each.signals(morning)
        if signal.severity >= Severity.CAUTION
        and each.name not in _unjudged_on(morning, signal.day)
    )  # fmt: skip
    held: Held = {}
    for signal in spike.signals(evening):
        clear = signal.day
        for pain in pains:
            if clear < pain <= clear + timedelta(days=7):
                clear = pain
        recent = (chosen.on - clear).days < 7
        if recent and spike.name not in _unjudged_on(evening, signal.day):
            (name,) = cast("list[str]", signal.data["session_ids"])
            longest = signal.data["longest_m"], signal.data["longest_impacts"]
            held[name] = cast("tuple[float, float]", longest)
    return held


def _cap_km(chosen: Case, held: Held, unjudged: set[str]) -> float:
    """Where no step up is named."""
    begin = chosen.on - timedelta(days=30)
    recent = [
        min(float(str(row["run_distance_m"])), held.get(row["session_id"], (np.inf,))[0]) / 1000
        for row in chosen.rows
        if row["run_distance_m"] is not None and begin <= _day(row) < chosen.on
    ]
    if len(chosen.rows) < 3 or not recent:
        return min(1.5, 300 * SPEED_MPS / 1000)
    if _pain(chosen) >= Severity.CAUTION:
        return max(recent)
    governing = {"session-spike", "week-jump", "hold-before-progressing", "base-ratio"}
    return max(*recent, 1.5) if unjudged & governing else MOST_KM


def _day(row: dict[str, object]) -> date:
    name = str(row["session_id"])
    return date(int(name[:4]), int(name[4:6]), int(name[6:8]))
