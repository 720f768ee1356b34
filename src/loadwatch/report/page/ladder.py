"""The run-walk ladder, with where the runner stands on it."""

from __future__ import annotations

from dataclasses import dataclass

from loadwatch.language import _
from loadwatch.markup.chart import Bar, Chart, Flag, Tick, ticks_up
from loadwatch.programme import Programme, Stage
from loadwatch.report.step_words import ladder_text, step_words
from loadwatch.report.words import number

GAP = 0.2
"""Space between bars. [share of a bar; choice]"""


@dataclass(frozen=True)
class LadderPart:
    """What the page says of a ladder.

    Parameters
    ----------
    title, step : str
        The ladder, and what comes next on it.
    reasons : sequence of str
        Why.
    next_session : str
        What to run; empty where nothing is proposed.
    chart : Chart
        Running time of each stage.
    """

    title: str
    step: str
    reasons: tuple[str, ...]
    next_session: str
    chart: Chart


def ladder_part(programme: Programme) -> LadderPart:
    """A ladder, the step on it and its stages."""
    stage = programme.next_session
    return LadderPart(
        ladder_text(programme.ladder.title),
        step_words(programme.step),
        programme.step.reasons,
        ""
        if stage is None
        else _(
            "Next session, stage {stage}: {words}. At least one day without a run before it."
        ).format(stage=stage.number, words=stage.words),
        _chart(programme),
    )


def _chart(programme: Programme) -> Chart:
    stages = programme.ladder.stages
    now, ahead = programme.step.stage, programme.step.next_stage
    minutes = [0.0 if s.total_run_s is None else s.total_run_s / 60 for s in stages]
    top, steps = ticks_up(max(minutes, default=0.0) * 1.1)
    n = len(stages)
    here = [i for i, stage in enumerate(stages) if stage.number == now]
    where = _("you stand at stage {stage}").format(stage=now) if here else _("you are not on it")
    return Chart(
        "ladder",
        _("Running of each stage, in minutes a session"),
        _("{ladder}: {count} stages, up to {most} minutes of running; {where}.").format(
            ladder=ladder_text(programme.ladder.title),
            count=n,
            most=f"{max(minutes):g}",
            where=where,
        ),
        height_px=120,
        bars=[
            Bar(
                (i + GAP / 2) / n, (1 - GAP) / n, 0.0, minutes[i] / top,
                "bar" if stage.number == now else "ahead", _words(stage),
            )
            for i, stage in enumerate(stages)
        ],
        flags=[
            Flag((i + 0.5) / n, minutes[i] / top, "▼", "here", where) for i in here
        ],
        across=[
            Tick((i + 0.5) / n, f"{s.number}", is_minor=s.number not in (1, n, now, ahead))
            for i, s in enumerate(stages)
        ],
        up=[Tick(step / top, f"{step:g}") for step in steps],
        key=[("bar", _("▼ where you stand")), ("ahead", _("the other stages"))] if here else (),
        head=(_("Stage"), _("Session"), _("Run min"), _("About impacts"), _("You")),
        rows=[
            (
                f"{s.number}", s.words,
                "?" if s.total_run_s is None else f"{s.total_run_s / 60:.1f}",
                number(s.about_impacts, 1, ",.0f", ""),
                _stands(s, now, ahead),
            )
            for s in stages
        ],
    )  # fmt: skip


def _words(stage: Stage) -> str:
    return _("Stage {stage}: {words}").format(stage=stage.number, words=stage.words)


def _stands(stage: Stage, now: int | None, ahead: int | None) -> str:
    if stage.number == now:
        return _("▼ here")
    return _("next") if stage.number == ahead else ""
