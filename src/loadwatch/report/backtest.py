"""Backtest → text for a terminal of 80 columns, or JSON, schema ``loadwatch.backtest/1``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from loadwatch.notice import NOTICE
from loadwatch.report._backtest import Backtest, HorizonScores, Interval, RuleRate, Trial
from loadwatch.report.notices import notice_last
from loadwatch.report.plain import plain
from loadwatch.report.words import ascii_only, plural, shown_name, wrapped
from loadwatch.shown import long_day

SCHEMA = "loadwatch.backtest/1"
MOST_PROBLEMS = 6
FLAG_WORDS = {
    "any": "any rule, from info", "caution": "any rule, from caution",
    "longest-run": "longest run of 30 days",
}  # fmt: skip
EXPECT = (
    "Expect little. In the largest cohort of runners with watches about 2.2 overuse injuries "
    "followed 1,000 sessions, and 3 to 5 followed 1,000 sessions after a spike: of a hundred flags "
    "fewer than one comes true. Models made for the purpose found half of the injuries of "
    "competitive runners (0.50 to 0.58) at a specificity of 0.74, by a secondary source. Lift says "
    "more than precision: 1 is chance, and a rule is worth its noise only where its lift lies "
    "above the range of shuffled flags and above that of the longest run."
)


def render_text(found: Backtest, *, plain_ascii: bool = False) -> str:
    """Render a backtest for people.

    Parameters
    ----------
    found : Backtest
        What to render.
    plain_ascii : bool, default False
        For terminals that can show nothing else.
    """
    text = "\n".join([*_head(found), *_rates(found), *_events(found), *_foot(found)]) + "\n"
    return ascii_only(text) if plain_ascii else text


def render_json(found: Backtest) -> str:
    """Render a backtest for machines; unknown is null."""
    document: dict[str, Any] = {"schema": SCHEMA, **plain(_described(found)), "notice": NOTICE}
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)


def _described(found: Backtest) -> dict[str, Any]:
    """All of it; severities in words, and what a score has to tell beside its counts."""
    document = asdict(found)
    document["judged_run_counts"] = dict(found.judged_run_counts)
    for row, rate in zip(document["rates"], found.rates, strict=True):
        row["severity"] = str(rate.severity)
    for row, horizon in zip(document["horizons"], found.horizons, strict=True):
        for told, trial in zip(row["trials"], horizon.trials, strict=True):
            score = trial.score
            told["score"] |= {
                "base_rate": score.base_rate,
                "false_flags_per_100": score.false_flags_per_100,
                "lift": score.lift if horizon.is_enough else None,
            }
    return document


def _head(found: Backtest) -> Iterator[str]:
    if found.first_date is None or found.last_date is None:
        yield f"loadwatch {found.version} · backtest"
        yield ""
        yield "No dated activity was found, so there is nothing to replay."
        return
    yield (
        f"loadwatch {found.version} · backtest of {long_day(found.first_date)} to "
        f"{long_day(found.last_date)}"
    )
    yield from wrapped(
        f"{plural(found.run_count, 'run')} in {plural(found.active_week_count, 'week')} with a "
        "run. Each day was judged with what was known on its evening, as if every file had been "
        "there on the day of its run.",
        "",
    )


def _rates(found: Backtest) -> Iterator[str]:
    if not found.run_count:
        return
    yield ""
    yield "How often the rules spoke"
    if not found.rates:
        yield "  never"
    else:
        yield f"{'':45}{'findings':>10}{'per 100':>9}{'a week':>8}{'of runs':>8}"
        for rate in found.rates:
            yield _rate(rate)
    judged = dict(found.judged_run_counts)
    spoke = {rate.code for rate in found.rates}
    silent = [code for code, count in judged.items() if count and code not in spoke]
    unable = [code for code, count in judged.items() if not count]
    if silent:
        yield from wrapped(f"Could judge and never spoke: {', '.join(silent)}.")
    if unable:
        yield from wrapped(f"Could judge on no day with a run: {', '.join(unable)}.")
    yield from wrapped(
        "A finding is an episode, counted once and by the gravest that it became; per 100 runs, "
        "and a week with a run. The last column: runs on whose day the rule spoke."
    )


def _rate(rate: RuleRate) -> str:
    name = f"  {rate.code} {rate.name}"
    return (
        f"{name:37}{rate.severity!s:8}{rate.finding_count:>10,}{rate.per_100_runs:>9.1f}"
        f"{rate.per_active_week:>8.2f}{rate.spoken_run_share:>8.1%}"
    )


def _events(found: Backtest) -> Iterator[str]:
    if not found.horizons:
        if found.run_count:
            yield ""
            yield from wrapped(
                "Nothing tells of events, so nothing is known of whether flags came true: keep a "
                "diary with pain from 0 to 10, or give a list with --events.",
                "",
            )
        return
    told = (
        f"{plural(found.event_count, 'day')} of the list"
        if found.event_source == "events"
        else f"{plural(found.event_count, 'event')} of pain in the diary"
    )
    first, *others = found.horizons
    yield ""
    yield f"Did events follow? {told}"
    yield from _horizon(found, first)
    for horizon in others:
        (trial,) = [each for each in horizon.trials if each.flags == "caution"]
        days = plural(horizon.horizon_days, "day")
        yield from wrapped(f"Within {days}, any rule from caution: {_trial_words(trial, horizon)}.")
    yield ""
    yield from wrapped(EXPECT, "")


def _horizon(found: Backtest, horizon: HorizonScores) -> Iterator[str]:
    score = horizon.trials[0].score
    yield from wrapped(
        f"Of {plural(score.run_count, 'run')} it is known what the {horizon.horizon_days} days "
        f"after brought; an event followed {score.event_run_count}"
        + (f" ({score.base_rate:.1%})." if score.base_rate is not None else ".")
    )
    if not horizon.is_enough:
        yield from wrapped(
            f"Too few events to say: {horizon.event_count} with a run before, and at least "
            f"{found.least_events} are needed. Counts alone:"
        )
    yield f"{'':26}{'flags':>7}{'hits':>6}{'precision':>15}{'recall':>8}{'lift':>6}{'shuffled':>12}"
    for trial in horizon.trials:
        yield _trial(trial, is_enough=horizon.is_enough)
    if horizon.is_enough:
        yield ""
        yield "  Runs by the gravest that was said that day, and after how many an event came"
        for level in horizon.levels:
            if level.run_count:
                share = f"{level.followed_count:>6} of {level.run_count:<6,}"
                yield f"  {level.level:10}{share}{_range(level.followed):>14}"
    for trial in horizon.trials:
        if trial.flags == "caution" and trial.median_lead_days is not None:
            yield from wrapped(
                f"Any rule from caution spoke before {trial.events_preceded} of "
                f"{plural(horizon.event_count, 'event')}, half of the time "
                f"{trial.median_lead_days:g} days or more ahead."
            )


def _trial(trial: Trial, *, is_enough: bool) -> str:
    score = trial.score
    name = FLAG_WORDS.get(trial.flags, trial.flags)
    line = f"  {name:24}{score.flagged_count:>7,}{score.hit_count:>6,}"
    if not is_enough or trial.precision is None:
        return line
    recall = "" if score.recall is None else f"{score.recall:.0%}"
    lift = "" if score.lift is None else f"{score.lift:.2f}"
    chance = trial.shuffled_lift
    shuffled = "" if chance is None else f"{chance.low:.2f}–{chance.high:.2f}"
    return f"{line}{_range(trial.precision):>15}{recall:>8}{lift:>6}{shuffled:>12}"


def _trial_words(trial: Trial, horizon: HorizonScores) -> str:
    score = trial.score
    counts = (
        f"{plural(score.flagged_count, 'flag')}, {score.hit_count} followed by an event, as were "
        f"{score.event_run_count} of all {plural(score.run_count, 'run')}"
    )
    return f"{counts}; lift {score.lift:.2f}" if horizon.is_enough and score.lift else counts


def _range(share: Interval | None) -> str:
    if share is None:
        return ""
    return f"{share.value:.0%} ({share.low:.0%}–{share.high:.0%})"


def _foot(found: Backtest) -> Iterator[str]:
    if found.checked_day_count:
        yield ""
        said = (
            "every one agrees with the replay"
            if not found.disagreements
            else f"{plural(len(found.disagreements), 'difference')}, which is a fault of loadwatch"
        )
        yield from wrapped(
            f"{plural(found.checked_day_count, 'day')} judged again with nothing later on file: "
            f"{said}.",
            "",
        )
        for item in found.disagreements[:MOST_PROBLEMS]:
            yield from wrapped(
                f"{item.day} {item.code}: {item.replayed} in the replay, {item.judged_then} alone"
            )
    if found.quarantined_count:
        yield ""
        damaged = plural(found.quarantined_count, "file")
        yield from wrapped(f"{damaged} could not be used; loadwatch analyse names them.", "")
    if found.problems:
        yield ""
        yield "What could not be used of the diary or the list of events"
        for problem in found.problems[:MOST_PROBLEMS]:
            yield from wrapped(shown_name(problem, 300))
        if len(found.problems) > MOST_PROBLEMS:
            yield f"  and {len(found.problems) - MOST_PROBLEMS} more; JSON has them all"
    yield ""
    yield from notice_last()
