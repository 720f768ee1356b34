"""Programme → text for a terminal of 80 columns, or one JSON object."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from loadwatch.language import _
from loadwatch.notice import NOTICE, WHAT_THIS_IS
from loadwatch.programme import Ladder, Programme
from loadwatch.programme.decision import TEST_FIRST
from loadwatch.programme.placing import AT_STAGE, CONTINUOUS, CUSTOM, TEST, Placed
from loadwatch.programme.speed import speed_or_sets
from loadwatch.programme.weeks import (
    SUBGROUP_KM,
    TRIAL_FIRST_KM,
    TRIAL_LAST_KM,
    TRIAL_SESSIONS,
    TRIAL_WEEKS,
)
from loadwatch.references import REFERENCES
from loadwatch.report.notices import notice_last, red_flags_first
from loadwatch.report.plain import plain
from loadwatch.report.step_words import ladder_text, step_words
from loadwatch.report.words import ascii_only, wrapped
from loadwatch.shown import border, distance, long_day, speed, unit, unit_m

SCHEMA = "loadwatch.programme/1"
LADDERS_SCHEMA = "loadwatch.ladders/1"
ALWAYS_CITED = ("neason2024", "runningphysio", "samanna", "silbernagel2007", "cai2017")
KINDS = {
    CUSTOM: _("custom sets"),
    CONTINUOUS: _("one run, no sets"),
    TEST: _("test run"),
}


def render_json(programme: Programme, *, red_flags: Sequence[str] = ()) -> str:
    """One JSON object, schema ``loadwatch.programme/1``. Unknown is null."""
    next_session = programme.next_session
    document = {
        "schema": SCHEMA,
        "as_of": programme.as_of,
        "red_flags": list(red_flags),
        "ladder": asdict(programme.ladder),
        "start": programme.start,
        "step": asdict(programme.step),
        "next_session": None if next_session is None else asdict(next_session),
        "sessions": [asdict(item) for item in programme.placed],
        "weeks": [asdict(week) for week in programme.weeks],
        "sessions_per_week": programme.sessions_per_week,
        "trial_km": programme.trial_km,
        "cites": list(_cites(programme.ladder)),
        "notice": NOTICE,
    }
    return json.dumps(plain(document), ensure_ascii=False, allow_nan=False, indent=1)


def render_text(
    programme: Programme, *, red_flags: Sequence[str] = (), sessions: int = 8, weeks: int = 12,
    plain_ascii: bool = False,
) -> str:  # fmt: skip
    """The ladder, where one stands on it, and the next session.

    Parameters
    ----------
    programme : Programme
        What to render.
    red_flags : sequence of str
        What in the diary answers with the red flags first.
    sessions, weeks : int
        How many of the last sessions and weeks to list.
    plain_ascii : bool, default False
        For terminals that can show nothing else.
    """
    lines = [
        *red_flags_first(red_flags),
        *_head(programme),
        *_step(programme),
        "",
        *ladder_lines(programme.ladder, programme.step.stage),
        *_sessions(programme, sessions),
        *_weeks(programme, weeks),
        *_trial(programme),
        *_beside(),
        *_sources(programme.ladder),
        "",
        *notice_last(),
    ]
    return _text(lines, plain_ascii)


def render_ladders(ladders: Sequence[Ladder], *, plain_ascii: bool = False) -> str:
    """Every ladder with its stages."""
    lines: list[str] = []
    for ladder in ladders:
        head = f"{ladder_text(ladder.name)}: {ladder_text(ladder.title)}"
        evidence = _("Evidence: {evidence}.").format(evidence=ladder_text(ladder.evidence))
        lines += [*wrapped(head, ""), *wrapped(ladder_text(ladder.note))]
        lines += [*wrapped(evidence), "", *ladder_lines(ladder, None), ""]
    return _text([*lines, *wrapped(WHAT_THIS_IS, "")], plain_ascii)


def render_ladders_json(ladders: Sequence[Ladder]) -> str:
    """One JSON object, schema ``loadwatch.ladders/1``."""
    document = {"schema": LADDERS_SCHEMA, "ladders": [asdict(ladder) for ladder in ladders]}
    return json.dumps(plain(document), ensure_ascii=False, allow_nan=False, indent=1)


def _text(lines: Sequence[str], plain_ascii: bool) -> str:
    text = "\n".join(lines) + "\n"
    return ascii_only(text) if plain_ascii else text


def _head(programme: Programme) -> Iterator[str]:
    title = ladder_text(programme.ladder.title)
    words = _("{ladder} · as of {day}").format(ladder=title, day=long_day(programme.as_of))
    yield from wrapped(words, "")
    yield from wrapped(ladder_text(programme.ladder.note), "")
    yield ""


def _step(programme: Programme) -> Iterator[str]:
    step = programme.step
    yield step_words(step)
    for reason in step.reasons:
        yield from wrapped(reason)
    stage = programme.next_session
    if step.decision == TEST_FIRST:
        yield from wrapped(
            "→ "
            + _(
                "After a warm-up walk, run at an easy pace for as long as it is comfortable, at "
                "most 2 min; then loadwatch programme --test SECONDS. First: loadwatch programme "
                "ready."
            ),
            "  ",
            "    ",
        )
    if stage is None:
        return
    if stage.total_s is None:
        words = _(
            "Next session, stage {stage}: {session}. At least one day without a run before it."
        )
    else:
        words = _(
            "Next session, stage {stage}: {session}; {minutes} min in all. At least one day "
            "without a run before it."
        )
    told = words.format(
        stage=stage.number, session=stage.words, minutes=f"{(stage.total_s or 0) / 60:.0f}"
    )
    yield from wrapped(f"→ {told}", "  ", "    ")


def ladder_lines(ladder: Ladder, now: int | None) -> Iterator[str]:
    """The ladder as a table, the present stage marked."""
    if ladder.speed_mps is not None:
        yield _("Sets at about {speed}").format(speed=speed(ladder.speed_mps, least_decimals=0))
    yield (
        f"  {_('stage'):>5}  {_('run s'):>5}  {_('walk s'):>6}  {_('sets'):>5}  {_('run min'):>7}"
        f"  {_('about impacts'):>13}"
    )
    for stage in ladder.stages:
        mark = "→" if stage.number == now else " "
        run = "-" if stage.run_s is None else f"{stage.run_s:g}"
        if stage.reps is None:
            sets = distance(stage.distance_m or 0)
        else:
            fewest, most = stage.reps
            sets = f"{most}" if fewest == most else f"{fewest}-{most}"
        minutes = "-" if stage.total_run_s is None else f"{stage.total_run_s / 60:.1f}"
        impacts = "-" if stage.about_impacts is None else f"{stage.about_impacts:,.0f}"
        yield (
            f"{mark} {stage.number:>5}  {run:>5}  {stage.walk_s:>6g}  {sets:>6}  {minutes:>6}"
            f"  {impacts:>13}"
        )


def _sessions(programme: Programme, count: int) -> Iterator[str]:
    if not programme.placed:
        return
    yield ""
    yield _("Last runs")
    run_unit = _("run {unit}").format(unit=unit())
    yield (
        f"  {_('day'):<11}  {_('bouts'):>5}  {_('run s'):>5}  {_('walk s'):>6}  {run_unit:>6}"
        f"  {_('stage')}"
    )
    for item in programme.placed[-count:]:
        run = item.run_m / unit_m()
        yield (
            f"  {long_day(item.day):<11}  {_number(item.bout_count):>5}"
            f"  {_number(item.run_bout_s):>5}  {_number(item.walk_bout_s):>6}"
            f"  {_number(run, '.1f'):>6}  {_placed_words(item)}"
        )


def _placed_words(item: Placed) -> str:
    named = (
        []
        if item.published_set_s is None
        else [_("Back In Shape {seconds} s").format(seconds=f"{item.published_set_s:g}")]
    )
    if item.kind == AT_STAGE:
        named.append(_("stage {number}").format(number=item.stage))
        if not item.is_whole:
            named.append(_("cut short"))
    elif not named:
        named.append(KINDS.get(item.kind, _("sets not known")))
    return ", ".join([*named, *([_("unsure")] if item.is_unsure else [])])


def _weeks(programme: Programme, count: int) -> Iterator[str]:
    if not programme.weeks:
        return
    asked = programme.ladder.sessions_per_week
    yield ""
    yield _("Weeks of the programme")
    sessions = _("sessions of {asked}").format(asked=asked)
    run_unit = _("run {unit}").format(unit=unit())
    yield f"  {_('week of'):<11}  {sessions:>13}  {_('other runs'):>10}  {run_unit:>6}"
    for week in programme.weeks[-count:]:
        known = "?" if week.session_count is None else f"{week.session_count}"
        yield (
            f"  {long_day(week.week_start):<11}  {known:>13}  {week.other_run_count:>10}"
            f"  {_number(week.run_km * 1000 / unit_m(), '.1f'):>6}"
        )
    if programme.sessions_per_week is not None:
        yield from wrapped(
            _(
                "{sessions} sessions a week since {day}; the runners of the trial did {trial} of 3."
            ).format(
                sessions=f"{programme.sessions_per_week:.1f}",
                day=long_day(programme.start or programme.as_of),
                trial=f"{TRIAL_SESSIONS:g}",
            )
        )


def _trial(programme: Programme) -> Iterator[str]:
    yield ""
    yield _("Beside the trial (a description, no target)")
    yield from wrapped(
        _(
            "Its runners went from {first} to {last} of running a week in {weeks} weeks. An "
            "article gives {article_first} to {article_last} a week, which fits one session rather "
            "than a week."
        ).format(
            first=border(1000 * TRIAL_FIRST_KM, with_unit=False),
            last=border(1000 * TRIAL_LAST_KM),
            weeks=TRIAL_WEEKS,
            article_first=border(1100, with_unit=False),
            article_last=border(2700),
        )
    )
    if programme.trial_km is not None and programme.start is not None:
        least, most = SUBGROUP_KM
        yield from wrapped(
            _(
                "You ran {distance} in the {weeks} weeks from {day}, as far as they are over. "
                "Discs were unchanged overall; in a later look at subgroups they differed in those "
                "who ran {least} to {most}."
            ).format(
                distance=distance(1000 * programme.trial_km),
                weeks=TRIAL_WEEKS,
                day=long_day(programme.start),
                least=border(1000 * least, with_unit=False),
                most=border(1000 * most),
            )
        )


def _beside() -> Iterator[str]:
    found = speed_or_sets()
    steps, a_set = 100 * found.steps_share, 100 * found.set_share
    loads = ", ".join(f"{100 * share:.0f}" for share in found.load_shares.values())
    yield ""
    yield _("Later on: speed rather than sets")
    yield from wrapped(
        _(
            "Back In Shape raises the speed before the sets. {slow} to {fast} in the same running "
            "time: {steps} % more steps and {loads} % more load, for powers 2, 6 and 10 of the "
            "force; the true power is not known. One more set of {sets}: {more} % more of all. An "
            "opinion, not proven."
        ).format(
            slow=speed(found.from_mps, least_decimals=0, with_unit=False),
            fast=speed(found.to_mps, least_decimals=0),
            steps=f"{steps:.0f}",
            loads=loads,
            sets=found.sets,
            more=f"{a_set:.0f}",
        )
    )
    yield ""
    yield _("Leg and trunk exercises (general information)")
    yield from wrapped(
        _(
            "In a trial with 84 runners with back pain, leg exercises did most for function and "
            "pain fell alike in all groups. Articles name squats, lunges, leg press and calf "
            "raises, hip hinges, bridges, planks and dead bugs. Ask a physiotherapist which are "
            "for you."
        )
    )


def _cites(ladder: Ladder) -> Sequence[str]:
    return tuple(dict.fromkeys((*ladder.cites, *ALWAYS_CITED, "backinshape")))


def _sources(ladder: Ladder) -> Iterator[str]:
    names = ", ".join(REFERENCES[key].short for key in _cites(ladder))
    yield ""
    yield _("What this rests on")
    yield from wrapped(
        _(
            "Ladder: {evidence}. Step: C (the limits of pain were made for tendons and are not "
            "validated for the back). Sources: {sources}."
        ).format(evidence=ladder_text(ladder.evidence), sources=names)
    )


def _number(value: float, spec: str = ".0f") -> str:
    return "?" if math.isnan(value) else format(value, spec)
